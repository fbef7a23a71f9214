"""Lire les textes des outils dans `contenu/`, et dire en français ce qui n'y va pas."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

CONTENU = Path(__file__).parent.parent / "contenu"
_IDENTIFIANT = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)")


class ContenuErreur(ValueError):
    """Un texte du cours est mal formé ; la phrase nomme le fichier, l'entrée et ce qui ne va pas."""


def lire(sorte: str, identifiant: str) -> dict:
    """L'entrée « etape-1/maison » de `contenu/<sorte>/etape-1.yml`, telle qu'elle est écrite.

    Lève ContenuErreur si l'identifiant, le fichier ou l'entrée n'existe pas.
    """
    decoupe = _IDENTIFIANT.fullmatch(identifiant)
    if not decoupe:
        raise ContenuErreur(f"« {identifiant} » n'est pas un identifiant. Écrivez par exemple « etape-1/maison ».")
    groupe, nom = decoupe.groups()
    path = CONTENU / sorte / f"{groupe}.yml"
    try:
        entrees = _lire_fichier(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise ContenuErreur(f"Il n'y a pas de fichier {sorte}/{path.name} pour « {identifiant} ».") from None
    if not isinstance(entrees.get(nom), dict):
        raise ContenuErreur(f"{sorte}/{path.name} n'a pas d'entrée « {nom} ». Il a : {', '.join(entrees) or 'rien'}.")
    return entrees[nom]


@lru_cache
def _lire_fichier(path: Path, _modifie: int) -> dict:
    try:
        entrees = yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as erreur:
        ou = getattr(erreur, "problem_mark", None)
        ligne = f", vers la ligne {ou.line + 1}" if ou else ""
        raise ContenuErreur(
            f"{path.parent.name}/{path.name} n'est pas un fichier YAML lisible{ligne}."
            " Souvent, un texte qui contient « : » n'est pas entre guillemets."
        ) from erreur
    if not isinstance(entrees, dict):
        raise ContenuErreur(f"{path.parent.name}/{path.name} doit contenir des entrées, chacune avec son nom.")
    return entrees


def verifier_champs(objet, ou: str, obligatoires: set[str], permis: set[str] = frozenset()) -> None:
    """Lève ContenuErreur si `objet` n'a pas ces champs de texte, ou en a d'autres que `obligatoires` et `permis`."""
    if not isinstance(objet, dict):
        raise ContenuErreur(f"{ou} : il faut des champs ({', '.join(sorted(obligatoires))}).")
    for champ in sorted(obligatoires):
        if not isinstance(objet.get(champ), str) or not objet[champ].strip():
            raise ContenuErreur(f"{ou} : « {champ} » manque, ou n'est pas un texte.")
    if inconnus := objet.keys() - obligatoires - permis:
        raise ContenuErreur(f"{ou} : champ inconnu, {', '.join(map(str, inconnus))}.")
