"""La mise en forme des cahiers Jupyter : une seule façon d'écrire le fichier, quel que soit l'éditeur.

Sans sorties, avec des identifiants de cellules lisibles et des métadonnées fixes, deux versions d'un cahier
se comparent ligne à ligne. Les espaces insécables du français sont posées ici et ne se tapent pas.
"""

import re
import unicodedata

import nbformat

from trepied.parcours import PROFILS, Cahier, Carte, Etape, Exercice
from trepied.typographie import typographier

METADONNEES = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Cellules écrites d'après parcours.yml : les modifier à la main ne sert à rien.
DERIVEES = ("entete", "demarrer", "suite")
DEMARRER = (
    "*Dans JupyterLab, cliquez d'abord sur **▶ Démarrer la leçon**, tout en haut de ce cahier. Les dessins et les "
    "questions apparaissent en quelques secondes. Vos réponses se gardent toutes seules, sur cet ordinateur : voir "
    "[Mon carnet](../mon-carnet.ipynb).*"
)


def mettre_en_forme(texte: str, lecon: bool) -> str:
    """Le même cahier, dans l'écriture du cours. `lecon` : le code y est replié à l'écran et dans le livre."""
    cahier = nbformat.reads(texte, as_version=4)
    pris: set[str] = set()
    for cellule in cahier.cells:
        cellule.id = _identifiant(cellule, pris)
        cellule.source = cellule.source.strip("\n")
        if cellule.cell_type == "markdown":
            cellule.source = typographier(cellule.source)
        elif cellule.cell_type == "code":
            cellule.outputs, cellule.execution_count = [], None
            if lecon:
                cellule.metadata = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
        cellule.metadata.pop("trusted", None)
        cellule.metadata.pop("collapsed", None)
    # « trepied » : ce que la carte du cours dit de la leçon à la personne qui forme (voir `completer`).
    trepied = {"trepied": cahier.metadata["trepied"]} if lecon and "trepied" in cahier.metadata else {}
    cahier.metadata, cahier.nbformat, cahier.nbformat_minor = METADONNEES | trepied, 4, 5
    return nbformat.writes(cahier, indent=1, ensure_ascii=False, sort_keys=True).rstrip("\n") + "\n"


def completer(texte: str, carte: Carte, etape: Etape, cahier: Cahier) -> str:
    """La leçon avec son en-tête, sa fin et sa note pour qui forme, refaits d'après la carte du cours."""
    notebook = nbformat.reads(texte, as_version=4)
    notebook.metadata["trepied"] = {"si_le_temps_manque": typographier(cahier.si_le_temps_manque)}
    corps = [c for c in notebook.cells if c.get("id") not in DERIVEES]
    demarrer = _markdown("demarrer", DEMARRER)
    # Dans le livre, il n'y a rien à démarrer.
    demarrer.metadata = {"tags": ["remove-cell"]}
    notebook.cells = [
        _markdown("entete", _entete(carte, etape, cahier)), demarrer, *corps, _markdown("suite", _suite(carte, etape, cahier))
    ]
    return nbformat.writes(notebook)


def _markdown(identifiant: str, source: str):
    return nbformat.v4.new_markdown_cell(source, id=identifiant)


def _entete(carte: Carte, etape: Etape, cahier: Cahier) -> str:
    durees = [p.duree for p in carte.parcours.values() if cahier.niveau in p.niveaux]
    pour = f"parcours {' et '.join([', '.join(durees[:-1]), durees[-1]] if len(durees) > 1 else durees)}"
    objectifs = "\n".join(f"- {o}" for o in cahier.objectifs)
    return (
        f"# {cahier.titre}\n\n**{etape.nom}** · {pour} · {cahier.minutes} minutes\n\n"
        f"Vous saurez :\n\n{objectifs}\n\nVous repartirez avec {cahier.emporter}."
    )


def _suite(carte: Carte, etape: Etape, cahier: Cahier) -> str:
    """Ce qu'on fait après cette leçon, selon la durée choisie."""
    lignes = []
    for cle, parcours in carte.parcours.items():
        if cahier.niveau not in parcours.niveaux:
            continue
        a_faire = carte.activites(cle, cahier.profil)
        suivants = a_faire[a_faire.index((etape, cahier)) + 1 :]
        lignes.append((f"Parcours {parcours.duree}", _lien(suivants, etape) if suivants else _fin(carte, etape)))
    if len({texte for _, texte in lignes}) == 1:
        corps = lignes[0][1][0].upper() + lignes[0][1][1:]
    else:
        corps = "\n".join(f"- **{debut}** : {texte}" for debut, texte in lignes)
    return f"## Et maintenant ?\n\n{corps}"


def _lien(suivants: list[tuple[Etape, Cahier | Exercice]], ici: Etape) -> str:
    def lien(titre: str, etape: Etape, activite: Cahier | Exercice) -> str:
        ailleurs = etape is not ici or isinstance(activite, Exercice)
        return f"[{titre}]({f'../../{activite.chemin.as_posix()}' if ailleurs else activite.chemin.name})"

    etape, activite = suivants[0]
    if getattr(activite, "profil", ""):
        branches = [lien(PROFILS[a.profil].lower(), e, a) for e, a in suivants if e is etape and getattr(a, "profil", "")]
        return f"la leçon de votre profil, {', '.join(branches[:-1])} ou {branches[-1]}, {activite.minutes} minutes."
    nature = "l'exercice" if isinstance(activite, Exercice) else "la leçon"
    return f"{nature} {lien(activite.titre, etape, activite)}, {activite.minutes} minutes."


def _fin(carte: Carte, etape: Etape) -> str:
    a_venir = [e for e in carte.etapes if e.numero > etape.numero]
    return f"vous avez terminé l'étape {etape.numero}." + (f" L'{a_venir[0].nom[0].lower()}{a_venir[0].nom[1:]} est à venir." if a_venir else "")


def _identifiant(cellule, pris: set[str]) -> str:
    """Un identifiant lisible : celui de l'exercice, celui déjà choisi, sinon tiré du titre ou de l'appel."""
    actuel = cellule.metadata.get("nbgrader", {}).get("grade_id") or cellule.get("id", "")
    # Jupyter donne huit chiffres hexadécimaux ou un uuid aux cellules neuves.
    if not actuel or re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", actuel) or not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", actuel):
        actuel = _limace(cellule)
    unique, n = actuel, 2
    while unique in pris:
        unique, n = f"{actuel}-{n}", n + 1
    pris.add(unique)
    return unique


def _limace(cellule) -> str:
    appel = re.search(r'lecon\.(\w+)\((?:"(?:etape-\d+/)?([^"]+)")?', cellule.source) if cellule.cell_type == "code" else None
    texte = "-".join(filter(None, appel.groups())) if appel else next(iter(cellule.source.splitlines()), "")
    sans_accent = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", sans_accent).strip("-")[:40].strip("-") or cellule.cell_type
