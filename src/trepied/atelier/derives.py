"""Tout ce qui se déduit d'autre chose, en un seul endroit : `attendus` dit ce que chaque fichier doit contenir.

`refaire` écrit les différences, `ecarts` les nomme. Rien d'autre dans le projet n'écrit ces fichiers.
"""

import json
import tempfile
from pathlib import Path

from trepied import formateur, parcours, verification
from trepied.atelier import cahiers, livre
from trepied.fichiers import ecrire

SERRURES = Path("src/trepied/verification/serrures.json")


def attendus(racine: Path) -> dict[Path, bytes]:
    """Le contenu attendu de chaque fichier déduit, par son chemin depuis la racine."""
    carte = parcours.charger(racine / "parcours.yml")
    textes = {**livre.pages(carte, racine), **_cahiers(carte, racine), SERRURES: _serrures(racine)}
    fichiers = {chemin: texte.encode() for chemin, texte in textes.items()}
    return fichiers | _exercices(racine, fichiers)


def _cahiers(carte: parcours.Carte, racine: Path) -> dict[Path, str]:
    lecons = {
        c.chemin: cahiers.mettre_en_forme(
            cahiers.completer((racine / c.chemin).read_text("utf-8"), carte, etape, c), lecon=True
        )
        for etape, c in carte.cahiers
    }
    # Hors de la carte : « Mon carnet », qui n'est pas une leçon, et les corrigés, dont le code reste visible.
    autres = {
        chemin.relative_to(racine): cahiers.mettre_en_forme(chemin.read_text("utf-8"), lecon="solutions" not in motif)
        for motif in ("notebooks/*.ipynb", "solutions/*/*.ipynb")
        for chemin in sorted(racine.glob(motif))
    }
    return lecons | autres


def _serrures(racine: Path) -> str:
    corriges = sorted((racine / "solutions").glob("*/corrige.yml"))
    return json.dumps(verification.fabriquer_serrures(corriges), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _exercices(racine: Path, fichiers: dict[Path, bytes]) -> dict[Path, bytes]:
    """Les exercices que nbgrader tire des corrigés *attendus*, et non de ceux du disque."""
    with tempfile.TemporaryDirectory() as dossier:
        copie = Path(dossier)
        for chemin, contenu in fichiers.items():
            if chemin.parts[0] == "solutions":
                ecrire(copie / chemin, contenu)
        formateur.publier(copie, copie / "exercises")
        return {f.relative_to(copie): f.read_bytes() for f in sorted((copie / "exercises").rglob("*")) if f.is_file()}


def ecarts(racine: Path) -> list[str]:
    """Une phrase par fichier déduit qui n'est pas à jour ; vide quand tout l'est."""
    fichiers = attendus(racine)
    phrases = []
    for chemin, contenu in fichiers.items():
        if not (racine / chemin).exists():
            phrases.append(f"{chemin} manque.")
        elif (racine / chemin).read_bytes() != contenu:
            phrases.append(f"{chemin} n'est pas à jour.")
    return phrases + [f"{chemin} ne devrait plus exister." for chemin in _en_trop(racine, fichiers)]


def refaire(racine: Path) -> list[Path]:
    """Met à jour les fichiers déduits ; rend la liste de ceux qui ont changé."""
    fichiers = attendus(racine)
    changes = [c for c, contenu in fichiers.items() if not (racine / c).exists() or (racine / c).read_bytes() != contenu]
    for chemin in changes:
        ecrire(racine / chemin, fichiers[chemin])
    en_trop = _en_trop(racine, fichiers)
    for chemin in en_trop:
        (racine / chemin).unlink()
    return changes + en_trop


def _en_trop(racine: Path, fichiers: dict[Path, bytes]) -> list[Path]:
    """Restes dans les dossiers entièrement déduits (un exercice ou une table retirés)."""
    presents = [f for motif in ("exercises/**/*", "book/donnees/*.md", "book/parcours-*.md") for f in racine.glob(motif)]
    return sorted(
        chemin
        for chemin in (f.relative_to(racine) for f in presents if f.is_file() and ".ipynb_checkpoints" not in f.parts)
        if chemin not in fichiers
    )
