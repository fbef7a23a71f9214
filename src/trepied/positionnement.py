"""L'auto-positionnement : ses dix-huit repères, et ce que disent les réponses, levier par levier.

Un niveau va de 0 à 4 et reste dans son levier : rien ici n'additionne ni ne moyenne les leviers, et rien ne
dit qu'un niveau est bon. L'écran fait les mêmes calculs (widgets/js/positionnement.js) ; un test les compare.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import median

from trepied.fichiers import lire_definition
from trepied.leviers import LEVIERS
from trepied.nombres import ecrire_date, ecrire_nombre
from trepied.typographie import typographier_tout

FICHIER = Path(__file__).parent / "contenu" / "positionnement.yml"
REPERES_PAR_LEVIER, EXPRESS_PAR_LEVIER, ANCRAGES = 6, 2, 5
LONGUEUR_DU_REPERE = 28  # au-delà, l'étiquette sort du dessin sur un téléphone
# En dessous de cette part de réponses, la médiane tient à trop peu de chose pour être montrée.
PART_DE_REPONSES = 0.6
NE_SAIT_PAS = "nsp"
# Les phrases du résultat, et ce que le programme sait y remplacer.
PHRASES = {
    "niveau": {"levier", "niveau"},
    "vide": {"levier"},
    "trop_peu": {"levier", "repondus", "poses"},
    "nom": {"mediane", "nom"},
    "entre": {"mediane", "bas", "haut"},
    "etendue": {"nombre", "minimum", "maximum"},
    "accord": {"nombre"},
    "cible": {"cible"},
    "cible_plus_haut": {"cible", "ecart"},
    "cible_plus_bas": {"cible", "ecart"},
    "cible_atteinte": {"cible"},
    "ecart": {"ecart"},
    "ecarts": {"ecart"},
    "limites_seul": {"date"},
    "limites": {"nombre", "date"},
    "limites_vide": set(),
}


class DefinitionErreur(ValueError):
    """`positionnement.yml` n'est pas utilisable : le texte liste en français tout ce qu'il faut corriger."""


@dataclass(frozen=True)
class Repere:
    """Une question et ses cinq ancrages, du niveau 0 au niveau 4. `court` : l'étiquette du dessin."""

    cle: str
    levier: str
    court: str
    question: str
    ancrages: tuple[str, ...]
    aide: str = ""
    express: bool = False


@dataclass(frozen=True)
class Definition:
    """Le questionnaire. `niveaux` : les noms des niveaux 0 à 4 ; `phrases`, `ecran` : les mots montrés."""

    niveaux: tuple[str, ...]
    sans_reponse: str
    reperes: tuple[Repere, ...]
    phrases: Mapping[str, str]
    ecran: Mapping[str, object]

    def de(self, levier: str, express: bool = False) -> tuple[Repere, ...]:
        """Les repères d'un levier, dans l'ordre ; `express` : seulement les deux de la lecture rapide."""
        return tuple(r for r in self.reperes if r.levier == levier and (r.express or not express))


@dataclass(frozen=True)
class Niveau:
    """Un levier vu par une personne. `mediane` : 0 à 4, None si trop peu de réponses ; `reponses` : repère → 0 à 4."""

    levier: str
    mediane: float | None
    repondus: int
    poses: int
    reponses: Mapping[str, int]


@dataclass(frozen=True)
class Etendue:
    """La plus petite valeur, la médiane et la plus grande, de 0 à 4."""

    minimum: float
    mediane: float
    maximum: float


@dataclass(frozen=True)
class Comparaison:
    """Un levier vu par plusieurs personnes.

    `etendue` : celle des niveaux, None si aucune personne n'a assez répondu ; `par_repondant` : identifiant → Niveau ;
    `reperes` : repère → Etendue, s'il a au moins une réponse ; `repondus` : le plus grand nombre de réponses.
    """

    levier: str
    etendue: Etendue | None
    par_repondant: Mapping[str, Niveau]
    reperes: Mapping[str, Etendue]
    repondus: int
    poses: int

    @property
    def points_de_vue(self) -> int:
        """Combien de personnes ont assez répondu pour avoir un niveau."""
        return sum(n.mediane is not None for n in self.par_repondant.values())


@dataclass(frozen=True)
class Position:
    """Ce que le carnet garde : les réponses de chaque personne, les cibles, et le jour de la dernière réponse.

    `repondants` : identifiant → rôle ; `reponses` : identifiant → {repère → 0 à 4, ou "nsp"} ;
    `cibles` : levier → 0 à 4.
    """

    repondants: Mapping[str, str] = field(default_factory=dict)
    reponses: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)
    cibles: Mapping[str, int] = field(default_factory=dict)
    jour: date | None = None

    def comparer(self, express: bool = False) -> dict[str, Comparaison]:
        """Levier → Comparaison, pour les personnes qui ont répondu."""
        return comparer(self.reponses, express)

    def phrases(self, express: bool = False) -> list[str]:
        """Une phrase par levier, puis les limites de la lecture."""
        definition = charger()
        comparaisons = self.comparer(express)
        nombre = max((c.points_de_vue for c in comparaisons.values()), default=0)
        return [
            *(phrase(c, self.cibles.get(levier), definition) for levier, c in comparaisons.items()),
            phrase_des_limites(nombre, self.jour, definition),
        ]


# --- La définition -------------------------------------------------------------------------------------------


def charger(chemin: Path | None = None) -> Definition:
    """Lit et vérifie le questionnaire. Lève DefinitionErreur, avec tout ce qu'il faut corriger."""
    return _charger(chemin or FICHIER)


@lru_cache
def _charger(chemin: Path) -> Definition:
    brut = typographier_tout(lire_definition(chemin, DefinitionErreur, _fautes, "Le questionnaire"))
    return Definition(
        niveaux=tuple(brut["niveaux"]),
        sans_reponse=brut["sans_reponse"],
        reperes=tuple(
            Repere(
                r["cle"],
                levier.cle,
                r["repere"],
                r["question"],
                tuple(r["ancrages"]),
                r.get("aide", ""),
                r.get("express", False),
            )
            for levier in LEVIERS
            for r in brut["leviers"][levier.cle]
        ),
        phrases=brut["phrases"],
        ecran=brut["ecran"],
    )


def _fautes(brut) -> Iterable[str]:
    """Tout ce qui empêche d'utiliser le questionnaire, en phrases."""
    attendus = {"niveaux", "sans_reponse", "leviers", "phrases", "ecran"}
    if not isinstance(brut, dict) or not attendus <= set(brut):
        manquants = sorted(attendus - set(brut if isinstance(brut, dict) else ()))
        yield f"il manque : {', '.join(manquants)}."
        return
    if not _textes(brut["niveaux"], ANCRAGES):
        yield f"« niveaux » doit donner {ANCRAGES} noms différents."
    if not isinstance(brut["sans_reponse"], str) or not brut["sans_reponse"].strip():
        yield "« sans_reponse » doit être un texte."
    for partie in ("phrases", "ecran"):
        if not isinstance(brut[partie], dict):
            yield f"« {partie} » doit donner un texte à chaque nom."
            return
    if manquantes := sorted(PHRASES.keys() - brut["phrases"].keys()):
        yield f"« phrases » : il manque {', '.join(manquantes)}."
    for nom, modele in brut["phrases"].items():
        connus = PHRASES.get(nom, set())
        if inconnus := sorted(set(re.findall(r"\{(.*?)\}", str(modele))) - connus):
            permis = ", ".join(f"{{{mot}}}" for mot in sorted(connus)) or "rien"
            yield f"« phrases », « {nom} » emploie {{{inconnus[0]}}} : le programme ne sait y remplacer que {permis}."
    leviers, prevus = brut["leviers"], [levier.cle for levier in LEVIERS]
    if not isinstance(leviers, dict) or set(leviers) != set(prevus):
        yield f"« leviers » doit contenir exactement : {', '.join(prevus)}."
        return
    deja_vues: dict[str, str] = {}
    for levier in prevus:
        yield from _fautes_du_levier(levier, leviers[levier], deja_vues)


def _fautes_du_levier(levier: str, reperes, deja_vues: dict[str, str]) -> Iterable[str]:
    if not isinstance(reperes, list) or not all(isinstance(r, dict) for r in reperes):
        yield f"levier « {levier} » : il faut une liste de repères."
        return
    if len(reperes) != REPERES_PAR_LEVIER:
        yield f"levier « {levier} » : il faut {REPERES_PAR_LEVIER} repères, il y en a {len(reperes)}."
    express = sum(r.get("express") is True for r in reperes)
    if express != EXPRESS_PAR_LEVIER:
        yield f"levier « {levier} » : il faut « express: true » sur {EXPRESS_PAR_LEVIER} repères, il y en a {express}."
    for rang, repere in enumerate(reperes, 1):
        ou = f"levier « {levier} », repère {rang} (« {repere.get('cle', 'sans clé')} »)"
        for nom in ("cle", "repere", "question"):
            if not isinstance(repere.get(nom), str) or not repere[nom].strip():
                yield f"{ou} : « {nom} » doit être un texte."
        for nom in sorted(set(repere) - {"cle", "repere", "question", "aide", "ancrages", "express"}):
            yield f"{ou} : « {nom} » n'est pas un champ connu."
        if not isinstance(repere.get("aide", ""), str):
            yield f"{ou} : « aide » doit être un texte."
        if not isinstance(repere.get("express", False), bool):
            yield f"{ou} : « express » s'écrit true ou false."
        if not _textes(repere.get("ancrages"), ANCRAGES):
            yield f"{ou} : il faut {ANCRAGES} ancrages, tous différents, chacun sur sa ligne."
        if len(str(repere.get("repere", ""))) > LONGUEUR_DU_REPERE:
            yield f"{ou} : l'étiquette « {repere['repere']} » dépasse {LONGUEUR_DU_REPERE} caractères."
        cle = str(repere.get("cle"))
        if cle in deja_vues:
            yield f"{ou} : cette clé sert déjà dans le levier « {deja_vues[cle]} »."
        deja_vues[cle] = levier


def _textes(valeur, nombre: int) -> bool:
    return (
        isinstance(valeur, list)
        and len(valeur) == nombre == len({str(v) for v in valeur})
        and all(isinstance(v, str) and v.strip() for v in valeur)
    )


# --- Les niveaux ---------------------------------------------------------------------------------------------


def niveaux(reponses: Mapping[str, int | str], express: bool = False) -> dict[str, Niveau]:
    """Levier → Niveau, pour les réponses d'une personne (repère → 0 à 4, ou "nsp" qui compte comme sans réponse)."""
    definition = charger()
    resultat = {}
    for levier in LEVIERS:
        poses = definition.de(levier.cle, express)
        donnees = {r.cle: reponses[r.cle] for r in poses if _est_un_niveau(reponses.get(r.cle))}
        assez = bool(donnees) and len(donnees) >= PART_DE_REPONSES * len(poses)
        resultat[levier.cle] = Niveau(
            levier.cle, float(median(donnees.values())) if assez else None, len(donnees), len(poses), donnees
        )
    return resultat


def comparer(reponses: Mapping[str, Mapping[str, int | str]], express: bool = False) -> dict[str, Comparaison]:
    """Levier → Comparaison ; `reponses` : personne → ses réponses. La médiane est celle des personnes."""
    par_repondant = {qui: niveaux(siennes, express) for qui, siennes in reponses.items()}
    resultat = {}
    for levier in LEVIERS:
        vues = {qui: leurs[levier.cle] for qui, leurs in par_repondant.items()}
        reperes = charger().de(levier.cle, express)
        valeurs = {r.cle: [v.reponses[r.cle] for v in vues.values() if r.cle in v.reponses] for r in reperes}
        resultat[levier.cle] = Comparaison(
            levier.cle,
            _etendue([v.mediane for v in vues.values() if v.mediane is not None]),
            vues,
            {cle: etendue for cle, liste in valeurs.items() if (etendue := _etendue(liste))},
            max((v.repondus for v in vues.values()), default=0),
            len(reperes),
        )
    return resultat


def _etendue(valeurs: list[float]) -> Etendue | None:
    return Etendue(float(min(valeurs)), float(median(valeurs)), float(max(valeurs))) if valeurs else None


def _est_un_niveau(valeur) -> bool:
    # True == 1 en Python : un booléen n'est pas une réponse.
    return isinstance(valeur, int) and not isinstance(valeur, bool) and 0 <= valeur < ANCRAGES


# --- Les phrases ---------------------------------------------------------------------------------------------


def nom_du_niveau(niveau: float, definition: Definition | None = None) -> str:
    """« 2 (Écrit) », ou « 2,5 (entre Écrit et Suivi) »."""
    definition = definition or charger()
    bas = int(niveau)
    texte = ecrire_nombre(niveau)
    if bas == niveau:
        return definition.phrases["nom"].format(mediane=texte, nom=definition.niveaux[bas])
    return definition.phrases["entre"].format(
        mediane=texte, bas=definition.niveaux[bas], haut=definition.niveaux[bas + 1]
    )


def phrase(comparaison: Comparaison, cible: int | None = None, definition: Definition | None = None) -> str:
    """Ce que disent les réponses pour un levier, et où se trouve la cible."""
    definition = definition or charger()
    phrases = definition.phrases
    levier = next(levier.nom for levier in LEVIERS if levier.cle == comparaison.levier)
    etendue = comparaison.etendue
    if etendue is None:
        modele = "trop_peu" if comparaison.repondus else "vide"
        suite = [phrases[modele].format(levier=levier, repondus=comparaison.repondus, poses=comparaison.poses)]
        if cible is not None:
            suite.append(phrases["cible"].format(cible=nom_du_niveau(cible, definition)))
        return " ".join(suite)
    suite = [phrases["niveau"].format(levier=levier, niveau=nom_du_niveau(etendue.mediane, definition))]
    if comparaison.points_de_vue > 1:
        modele = "accord" if etendue.minimum == etendue.maximum else "etendue"
        suite.append(
            phrases[modele].format(
                nombre=comparaison.points_de_vue,
                minimum=ecrire_nombre(etendue.minimum),
                maximum=ecrire_nombre(etendue.maximum),
            )
        )
    if cible is not None:
        ecart = cible - etendue.mediane
        modele = "cible_atteinte" if ecart == 0 else "cible_plus_haut" if ecart > 0 else "cible_plus_bas"
        # En français, le pluriel commence à deux.
        mots = phrases["ecarts" if abs(ecart) >= 2 else "ecart"].format(ecart=ecrire_nombre(abs(ecart)))
        suite.append(phrases[modele].format(cible=nom_du_niveau(cible, definition), ecart=mots))
    return " ".join(suite)


def phrase_des_limites(points_de_vue: int, jour: date | None, definition: Definition | None = None) -> str:
    """Ce que le résultat n'est pas : des déclarations, une date, tant de points de vue, aucune norme."""
    phrases = (definition or charger()).phrases
    if not points_de_vue or jour is None:
        return phrases["limites_vide"]
    modele = "limites_seul" if points_de_vue == 1 else "limites"
    return phrases[modele].format(nombre=points_de_vue, date=ecrire_date(jour))


# --- Ce que le carnet garde -----------------------------------------------------------------------------------


def lire(valeur) -> Position:
    """La position gardée dans le carnet ; ce qui n'est pas compris est laissé de côté, sans perdre le reste."""
    valeur = valeur if isinstance(valeur, Mapping) else {}
    connus = {r.cle for r in charger().reperes}
    roles, brutes, cibles = (
        partie if isinstance(partie := valeur.get(nom), Mapping) else {} for nom in ("repondants", "reponses", "cibles")
    )
    repondants = {qui: role for qui, role in roles.items() if isinstance(role, str)}
    reponses = {
        qui: {
            cle: donnee
            for cle, donnee in brutes[qui].items()
            if cle in connus and (_est_un_niveau(donnee) or donnee == NE_SAIT_PAS)
        }
        for qui in repondants
        if isinstance(brutes.get(qui), Mapping)
    }
    try:
        jour = date.fromisoformat(valeur.get("date") or "")
    except (TypeError, ValueError):
        jour = None
    return Position(
        repondants,
        reponses,
        {levier.cle: cibles[levier.cle] for levier in LEVIERS if _est_un_niveau(cibles.get(levier.cle))},
        jour,
    )
