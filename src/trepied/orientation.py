"""L'orientation : profil × objectif × maturité × temps → un chemin conseillé dans les cahiers de parcours.yml.

Les règles et les mots sont dans `contenu/orientation.yml`, expliqués en tête de ce fichier. Rien ne dépend de l'écran :
l'outil (widgets/orientation.py) reçoit la table de tous les conseils, et l'écran ne fait qu'y lire.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from trepied.fichiers import en_remontant, lire_definition
from trepied.parcours import NIVEAUX, PROFILS, Cahier, Carte, Exercice, ParcoursErreur, charger
from trepied.typographie import typographier, typographier_tout

FICHIER = Path(__file__).parent / "contenu" / "orientation.yml"
CARTE = "parcours.yml"
QUESTIONS = {"profil": "profils", "objectif": "objectifs", "maturite": "maturites", "temps": "temps"}
CHAMPS = {
    "profils": {"cle", "libelle", "dans_la_phrase"},
    "objectifs": {"cle", "libelle", "dans_la_phrase", "retenu", "etapes", "phares"},
    "maturites": {"cle", "libelle", "facon", "largeur", "ordre"},
    "temps": {"cle", "libelle", "dans_la_phrase", "minutes"},
}
LISTES, NOMBRES, BOOLEENS = {"etapes", "phares", "ordre"}, {"minutes"}, {"largeur"}
MOTS_DES_PHRASES = {"profil", "objectif", "temps", "retenu", "facon"}
EXERCICES = " exercices"
SORTES = {niveau + suite for niveau in NIVEAUX for suite in ("", EXERCICES)}


class OrientationErreur(ValueError):
    """`orientation.yml` n'est pas utilisable : le texte liste en français tout ce qu'il faut corriger."""


@dataclass(frozen=True)
class Activite:
    """Un cahier du cours. `cle` : son chemin depuis la racine, sans « .ipynb » ; c'est elle que le carnet garde."""

    cle: str
    titre: str
    minutes: int
    etape: int
    niveau: str
    exercice: bool
    profil: str = ""

    @property
    def sorte(self) -> str:
        return self.niveau + (EXERCICES if self.exercice else "")


@dataclass(frozen=True)
class Conseil:
    """Un chemin, dans l'ordre du cours. `tout` : il n'y a rien d'autre d'ouvert pour ce profil."""

    activites: tuple[Activite, ...]
    minutes: int
    phrase: str
    tout: bool = False


# --- La carte et les règles


def trouver_la_carte() -> Path:
    """parcours.yml : le premier en remontant d'ici, sinon celui qui accompagne le paquet. ParcoursErreur s'il manque."""
    # Un autre projet peut avoir un parcours.yml : celui du cours est à côté de ses leçons.
    trouve, ici = en_remontant(lambda dossier: (dossier / CARTE).is_file() and (dossier / "notebooks").is_dir())
    if trouve:
        return trouve / CARTE
    raise ParcoursErreur(
        f"La carte du cours, {CARTE}, est introuvable depuis {ici}. Relancez le cours avec « python3 cours.py », "
        "ou téléchargez-le de nouveau."
    )


def la_carte() -> Carte:
    """La carte du cours, relue si elle a changé."""
    chemin = trouver_la_carte()
    return _la_carte(chemin, chemin.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _la_carte(chemin: Path, _modifie: int) -> Carte:
    return charger(chemin, controler=False)


def activites(carte: Carte) -> list[Activite]:
    """Tout ce qui est ouvert, dans l'ordre où on le fait, toutes branches comprises."""
    return [
        Activite(
            a.chemin.with_suffix("").as_posix(), typographier(a.titre), a.minutes, etape.numero, a.niveau,
            isinstance(a, Exercice), a.profil if isinstance(a, Cahier) else "",
        )
        for etape in carte.etapes
        for niveau in NIVEAUX
        for a in etape.activites(niveau)
    ]


def regles(chemin: Path | None = None) -> Mapping:
    """Les règles et les mots, vérifiés. Lève OrientationErreur, avec tout ce qu'il faut corriger."""
    chemin = chemin or FICHIER
    return _regles(chemin, chemin.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _regles(chemin: Path, _modifie: int) -> Mapping:
    return typographier_tout(lire_definition(chemin, OrientationErreur, _fautes))


def _fautes(brut) -> Iterable[str]:
    attendus = {"titre", "consigne", "prive", "questions", "phrases", "ecran", *CHAMPS}
    if not isinstance(brut, dict) or not attendus <= set(brut):
        yield f"il manque : {', '.join(sorted(attendus - set(brut if isinstance(brut, dict) else ())))}."
        return
    for partie, champs in CHAMPS.items():
        entrees = brut[partie]
        if not isinstance(entrees, list) or not entrees or not all(isinstance(e, dict) for e in entrees):
            yield f"« {partie} » : il faut une liste d'entrées."
            continue
        for rang, entree in enumerate(entrees, 1):
            ou = f"« {partie} », entrée {rang} (« {entree.get('cle', 'sans clé')} »)"
            if ecart := sorted(set(entree) ^ champs):
                yield f"{ou} : {', '.join(ecart)} manque ou n'est pas un champ connu. Il faut : {', '.join(sorted(champs))}."
                continue
            for nom in sorted(champs):
                attendu, mots = (
                    (list, "une liste") if nom in LISTES else (bool, "true ou false") if nom in BOOLEENS
                    else (int, "un nombre entier") if nom in NOMBRES else (str, "un texte")
                )
                if not isinstance(entree[nom], attendu) or not (entree[nom] or nom in BOOLEENS):
                    yield f"{ou} : « {nom} » doit être {mots}."
            if isinstance(ordre := entree.get("ordre"), list) and sorted(map(str, ordre)) != sorted(SORTES):
                yield f"{ou} : « ordre » doit citer une fois chacun de {', '.join(sorted(SORTES))}."
        cles = [e.get("cle") for e in entrees]
        if len(set(map(str, cles))) < len(cles):
            yield f"« {partie} » : deux entrées ont la même clé."
    if isinstance(brut["profils"], list) and [e.get("cle") for e in brut["profils"] if isinstance(e, dict)] != list(PROFILS):
        yield f"« profils » doit donner, dans l'ordre : {', '.join(PROFILS)}."
    for nom in ("choix", "tout"):
        modele = brut["phrases"].get(nom) if isinstance(brut["phrases"], dict) else None
        if not isinstance(modele, str):
            yield f"« phrases » : « {nom} » manque."
        elif inconnus := sorted(set(re.findall(r"\{(.*?)\}", modele)) - MOTS_DES_PHRASES):
            yield f"« phrases », « {nom} » emploie {{{inconnus[0]}}} : le programme ne sait y remplacer que {', '.join(sorted(MOTS_DES_PHRASES))}."


def _entree(partie: str, cle: str) -> Mapping:
    entrees = regles()[partie]
    trouvee = next((e for e in entrees if e["cle"] == cle), None)
    if trouvee is None:
        raise ValueError(f"« {cle} » n'est pas dans « {partie} ». Au choix : {', '.join(e['cle'] for e in entrees)}.")
    return trouvee


# --- Le conseil


def conseiller(profil: str, objectif: str, maturite: str, temps: str, carte: Carte) -> Conseil:
    """Le chemin conseillé pour ces quatre réponses (leurs clés dans `orientation.yml`), dans les cahiers ouverts.

    Il ne dépasse jamais le temps, sauf si la première leçon du cours, toujours là, est à elle seule plus longue.
    """
    return _conseiller(profil, objectif, maturite, temps, activites(carte))


def _conseiller(profil: str, objectif: str, maturite: str, temps: str, toutes: list[Activite]) -> Conseil:
    qui, but, ou, duree = (
        _entree(partie, cle) for partie, cle in zip(QUESTIONS.values(), (profil, objectif, maturite, temps), strict=True)
    )
    permises = [a for a in toutes if a.profil in ("", profil)]
    gardees, reste = set(), duree["minutes"]
    for activite in _par_priorite(permises, but, ou):
        lot = [a for a in (*_avant(activite, permises), activite) if a not in gardees]
        minutes = sum(a.minutes for a in lot)
        # La première leçon du cours ouvre tous les chemins, même trop courts pour elle.
        if minutes <= reste or activite is permises[0]:
            gardees |= set(lot)
            reste -= minutes
    chemin = tuple(a for a in permises if a in gardees)
    tout = len(chemin) == len(permises)
    phrase = regles()["phrases"]["tout" if tout else "choix"].format(
        profil=qui["dans_la_phrase"], objectif=but["dans_la_phrase"], retenu=but["retenu"], facon=ou["facon"],
        temps=duree["dans_la_phrase"],
    )
    return Conseil(chemin, sum(a.minutes for a in chemin), phrase, tout)


def _par_priorite(permises: list[Activite], but: Mapping, ou: Mapping) -> list[Activite]:
    """La première leçon, les phares de l'objectif, puis le reste selon l'objectif et la maturité."""
    if not permises:
        return []
    debut = [permises[0].cle, *but["phares"]]
    sortes, etapes = ou["ordre"], but["etapes"]

    def rang(activite: Activite) -> tuple:
        sorte = sortes.index(activite.sorte)
        etape = etapes.index(activite.etape) if activite.etape in etapes else len(etapes) + activite.etape
        if activite.cle in debut:
            return (0, debut.index(activite.cle))
        if ou["largeur"]:
            return (1, sorte, etape)
        return (1, etape, sorte)

    return sorted(permises, key=rang)  # le tri garde l'ordre du cours entre égaux


def _avant(activite: Activite, permises: list[Activite]) -> list[Activite]:
    """Ce qu'il faut avoir lu : la leçon 2 h de l'étape, et pour un exercice les leçons de son niveau."""
    niveaux = {NIVEAUX[0], activite.niveau} if activite.exercice else {NIVEAUX[0]}
    return [
        a for a in permises
        if a.etape == activite.etape and not a.exercice and a.niveau in niveaux and a is not activite
    ]


def table(carte: Carte) -> dict:
    """Tous les conseils, pour un écran qui n'a pas Python.

    `conseils` : un numéro de chemin par combinaison, la dernière question variant le plus vite ;
    `chemins` : {activites: rangs dans activites(carte), minutes, phrase: "choix" ou "tout"}.
    """
    toutes = activites(carte)
    rang = {a.cle: i for i, a in enumerate(toutes)}
    chemins: dict[tuple, int] = {}
    conseils = []
    for reponses in product(*([e["cle"] for e in regles()[partie]] for partie in QUESTIONS.values())):
        conseil = _conseiller(*reponses, toutes)
        chemin = (tuple(rang[a.cle] for a in conseil.activites), conseil.minutes, "tout" if conseil.tout else "choix")
        conseils.append(chemins.setdefault(chemin, len(chemins)))
    return {
        "conseils": conseils,
        "chemins": [{"activites": list(rangs), "minutes": minutes, "phrase": p} for rangs, minutes, p in chemins],
    }
