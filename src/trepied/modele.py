"""« Mon modèle en une page » : les réponses du carnet, rangées par sections.

Les sections et les lignes sont dans `contenu/mon_modele.yml`, qui explique comment en ajouter. Rien ici ne demande ni ne
garde quoi que ce soit. Dans le livre, sans Python, l'écran fait les mêmes lignes (widgets/js/mon_modele.js) ; un test
les compare.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from trepied import donnees, leviers, nombres, positionnement
from trepied.fichiers import lire_definition
from trepied.indicateurs import HEURES_PAR_AN
from trepied.parcours import PROFILS
from trepied.typographie import typographier, typographier_tout

FICHIER = Path(__file__).parent / "contenu" / "mon_modele.yml"
COMMUNS = {"libelle", "cle", "rendu"}
# rendu → (champs qu'il lui faut, champs permis en plus)
RENDUS = {
    "texte": ({"champ"}, set()),
    "nombre": ({"champ", "unite"}, set()),
    "choix": ({"champ", "mots"}, set()),
    "poids": (set(), set()),
    "niveaux": (set(), set()),
    "compte": ({"un", "plusieurs"}, {"par"}),
    "liste": ({"modele"}, set()),
    "heures": (set(), set()),
}
CLES_IMPOSEES = {"poids": "premier_trepied", "niveaux": "positionnement"}
DES_REGISTRES = {"compte", "liste", "heures"}
UNITES = {"€", "%", "h"}
_CLE = re.compile(r"(chez_vous|registre)\.[a-z0-9-]+\.[a-z0-9-]+|orientation|premier_trepied|positionnement")
SINON = "sinon"  # la leçon à proposer tant que le profil n'est pas connu
# Le plus récent d'abord.
MOMENTS = ("sortie", "en_cours", "entree")
LISTE_MAXIMUM = 8


class ModeleErreur(ValueError):
    """`mon_modele.yml` n'est pas utilisable : le texte liste en français tout ce qu'il faut corriger."""


@dataclass(frozen=True)
class Ligne:
    """`texte` est vide tant que rien n'est répondu ; `lecon` : où répondre ; `vide` : ce qu'on lit en attendant."""

    libelle: str
    texte: str
    lecon: str
    vide: str


@dataclass(frozen=True)
class Section:
    titre: str
    lignes: tuple[Ligne, ...]


# --- La définition


def charger(chemin: Path | None = None) -> Mapping:
    """Les sections et les mots de la page, vérifiés. Lève ModeleErreur, avec tout ce qu'il faut corriger."""
    chemin = chemin or FICHIER
    return _charger(chemin, chemin.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _charger(chemin: Path, _modifie: int) -> Mapping:
    brut = lire_definition(chemin, ModeleErreur, _fautes)
    sections = [
        {
            "titre": typographier(section["titre"]),
            # La clé, le champ et la leçon ne se lisent pas : le filtre des espaces n'y touche pas.
            "lignes": [
                {nom: v if nom in ("cle", "champ", "lecon", "rendu", "par") else typographier_tout(v) for nom, v in ligne.items()}
                for ligne in section["lignes"]
            ],
        }
        for section in brut["sections"]
    ]
    return {**typographier_tout({nom: brut[nom] for nom in ("titre", "nature", "prive", "ecran")}), "sections": sections}


def _fautes(brut) -> Iterable[str]:
    attendus = {"titre", "nature", "prive", "sections", "ecran"}
    if not isinstance(brut, dict) or not attendus <= set(brut):
        yield f"il manque : {', '.join(sorted(attendus - set(brut if isinstance(brut, dict) else ())))}."
        return
    if not isinstance(brut["sections"], list) or not brut["sections"]:
        yield "« sections » doit être une liste de sections, chacune avec son titre et ses lignes."
        return
    for rang, section in enumerate(brut["sections"], 1):
        if not isinstance(section, dict) or not isinstance(section.get("titre"), str) or set(section) != {"titre", "lignes"}:
            yield f"section {rang} : il faut un « titre » et des « lignes », rien d'autre."
            continue
        if not isinstance(section["lignes"], list) or not section["lignes"]:
            yield f"section « {section['titre']} » : il faut au moins une ligne."
            continue
        for numero, ligne in enumerate(section["lignes"], 1):
            nom = ligne.get("libelle", "sans libellé") if isinstance(ligne, dict) else "sans libellé"
            yield from (f"section « {section['titre']} », ligne {numero} (« {nom} ») : {f}" for f in _fautes_de_ligne(ligne))


def _fautes_de_ligne(ligne) -> Iterable[str]:
    if not isinstance(ligne, dict):
        yield f"il faut des champs ({', '.join(sorted(COMMUNS))}…)."
        return
    rendu = ligne.get("rendu")
    if rendu not in RENDUS:
        yield f"« rendu » vaut {', '.join(RENDUS)}, pas « {rendu} »."
        return
    obligatoires, permis = RENDUS[rendu]
    for champ in sorted(COMMUNS | obligatoires):
        attendu, mots = (dict, "une liste « clé: mot »") if champ == "mots" else (str, "un texte")
        if not isinstance(ligne.get(champ), attendu) or not ligne[champ]:
            yield f"« {champ} » manque, ou n'est pas {mots}."
    lecon = ligne.get("lecon")
    lecons = list(lecon.values()) if isinstance(lecon, dict) else [lecon]
    if not all(isinstance(chemin, str) and chemin for chemin in lecons):
        yield "« lecon » manque, ou n'est pas le chemin d'une leçon."
    elif isinstance(lecon, dict) and set(lecon) != {*PROFILS, SINON}:
        yield f"« lecon » selon le profil donne exactement : {', '.join([*PROFILS, SINON])}."
    for champ in sorted(set(ligne) - COMMUNS - obligatoires - permis - {"lecon", "vide"}):
        yield f"« {champ} » n'est pas un champ connu pour le rendu « {rendu} »."
    cle = str(ligne.get("cle"))
    if not _CLE.fullmatch(cle):
        yield f"la clé « {cle} » n'a pas la bonne forme. Écrivez par exemple « chez_vous.etape-2.fiche-de-profil »."
    elif cle != CLES_IMPOSEES.get(rendu, cle):
        yield f"le rendu « {rendu} » se lit dans « {CLES_IMPOSEES[rendu]} », pas dans « {cle} »."
    elif (rendu in DES_REGISTRES) != cle.startswith("registre."):
        yield f"le rendu « {rendu} » {'ne se lit que' if rendu in DES_REGISTRES else 'ne se lit pas'} dans un registre."
    if rendu == "nombre" and ligne.get("unite") not in UNITES:
        yield f"« unite » vaut {', '.join(sorted(UNITES))}."
    if rendu == "compte" and not all("{nombre}" in str(ligne.get(m)) for m in ("un", "plusieurs")):
        yield "« un » et « plusieurs » contiennent {nombre}."
    if rendu == "liste" and not re.search(r"\{\w+\}", str(ligne.get("modele"))):
        yield "« modele » nomme des colonnes entre accolades, par exemple « {nom} : {modele} »."


def cles(definition: Mapping | None = None) -> list[str]:
    """Les clés du carnet dont la page a besoin."""
    lues = {ligne["cle"] for section in (definition or charger())["sections"] for ligne in section["lignes"]}
    return sorted(lues - {"positionnement"} | {"orientation"} | {f"positionnement.{m}" for m in MOMENTS if "positionnement" in lues})


def profil(valeurs: Mapping[str, Any]) -> str:
    """Le profil choisi dans l'orientation ; vide s'il n'est pas connu."""
    valeur = valeurs.get("orientation")
    choisi = valeur.get("profil") if isinstance(valeur, Mapping) else ""
    return choisi if isinstance(choisi, str) and choisi in PROFILS else ""


# --- Les lignes


def reglages() -> dict[str, Any]:
    """Ce que les calculs prennent dans les données : la durée d'un temps plein et la valeur d'une heure au départ."""
    smic, duree = map(donnees.parametre_ou_rien, ("smic_horaire_brut", "duree_annuelle_travail"))
    return {
        "duree": duree.valeur if duree else HEURES_PAR_AN,
        "taux": nombres.ecrire_nombre(smic.valeur, 2) if smic else "",
    }


def sections(valeurs: Mapping[str, Any], definition: Mapping | None = None) -> list[Section]:
    """La page, pour ces valeurs du carnet (clé → valeur). Une valeur abîmée compte comme pas encore répondue."""
    definition = definition or charger()
    communs = {**reglages(), "ecran": definition["ecran"]}
    return [
        Section(
            section["titre"],
            tuple(
                Ligne(
                    ligne["libelle"], _texte(ligne, valeurs, communs),
                    ligne["lecon"] if isinstance(ligne["lecon"], str) else ligne["lecon"][profil(valeurs) or SINON],
                    ligne.get("vide") or definition["ecran"]["vide"],
                )
                for ligne in section["lignes"]
            ),
        )
        for section in definition["sections"]
    ]


def _texte(ligne: Mapping, valeurs: Mapping[str, Any], communs: Mapping) -> str:
    valeur = valeurs.get(ligne["cle"])
    valeur = valeur if isinstance(valeur, Mapping) else {}
    match ligne["rendu"]:
        case "texte":
            return _mots(valeur.get(ligne["champ"]))
        case "nombre":
            lu = _nombre(valeur.get(ligne["champ"]), ligne["unite"])
            return "" if lu is None else f"{nombres.ecrire_nombre(lu)}{nombres.INSECABLE}{ligne['unite']}"
        case "choix":
            return ligne["mots"].get(_mots(valeur.get(ligne["champ"])), "")
        case "poids":
            poids = poids_du_premier_trepied(valeur, communs["taux"])
            return leviers.phrase_des_poids(poids) if poids else ""
        case "niveaux":
            return _niveaux(valeurs, communs["ecran"])
        case "compte":
            return _compte(ligne, _lignes(valeur))
        case "liste":
            return _liste(ligne, _lignes(valeur), communs["ecran"])
        case "heures":
            return _heures(ligne, _lignes(valeur), communs)
    raise AssertionError(ligne["rendu"])


def _mots(valeur) -> str:
    """Le texte d'une valeur gardée ; une valeur d'une autre forme ne gêne pas."""
    return valeur.strip() if isinstance(valeur, str) else ""


def _nombre(valeur, unite: str) -> float | None:
    """Le nombre tapé, s'il est compris, positif et dans cette unité."""
    try:
        lu = nombres.lire_nombre(valeur if isinstance(valeur, str) else "")
    except nombres.NombreIllisible:
        return None
    return lu.valeur if lu.unite in ("", unite) and lu.valeur >= 0 else None


def poids_du_premier_trepied(valeur: Mapping, taux: str) -> tuple[float, ...] | None:
    """Les poids des trois leviers d'après les textes du premier trépied ; None s'il en manque, ou si tout est à zéro.

    `taux` : la valeur d'une heure quand la personne n'en a pas tapé.
    """
    argent, apports = (_nombre(valeur.get(nom), "€") for nom in ("argent", "apports"))
    heures, euros = _nombre(valeur.get("heures"), "h"), _nombre(_mots(valeur.get("taux")) or taux, "€")
    if None in (argent, apports, heures, euros) or not (argent or apports or heures * euros):
        return None
    return leviers.poids((heures * euros, argent, apports))


def _niveaux(valeurs: Mapping[str, Any], ecran: Mapping) -> str:
    """Une phrase par levier, puis le moment et la date : du dernier moment où quelqu'un a répondu."""
    for moment in MOMENTS:
        position = positionnement.lire(valeurs.get(f"positionnement.{moment}"))
        complet, rapide = position.comparer(), position.comparer(express=True)
        if not any(c.repondus for c in complet.values()) or position.jour is None:
            continue
        # Trop peu de réponses sur six repères : les deux de la lecture rapide, s'ils y sont.
        vues = {cle: c if c.etendue or not rapide[cle].etendue else rapide[cle] for cle, c in complet.items()}
        express = any(vues[cle] is not c for cle, c in complet.items())
        return "\n".join([
            *(positionnement.phrase(c, position.cibles.get(cle)) for cle, c in vues.items()),
            ecran["niveaux_express" if express else "niveaux"].format(
                quand=ecran["moments"][moment], date=nombres.ecrire_date(position.jour)
            ),
        ])
    return ""


def _lignes(valeur: Mapping) -> list[Mapping]:
    """Les lignes d'un registre, dans l'ordre où il les montre ; celles qui n'ont pas la bonne forme sont passées."""
    gardees = valeur.get("lignes") if isinstance(valeur.get("lignes"), Mapping) else {}
    ids = [cle for cle, ligne in gardees.items() if isinstance(ligne, Mapping)]
    ordre = valeur.get("ordre") if isinstance(valeur.get("ordre"), list) else []
    return [gardees[cle] for cle in dict.fromkeys([*(c for c in ordre if c in ids), *ids])]


def _case(ligne: Mapping, colonne: str) -> str:
    case = ligne.get(colonne)
    return ", ".join(filter(None, map(_mots, case))) if isinstance(case, list) else _mots(case)


def _compte(ligne: Mapping, lignes: list[Mapping]) -> str:
    nommees = [x for x in lignes if _case(x, "nom")]
    if not nommees:
        return ""
    texte = ligne["un" if len(nommees) < 2 else "plusieurs"].format(nombre=len(nommees))
    par_choix: dict[str, int] = {}
    for x in nommees:
        case = x.get(ligne.get("par", ""))
        for choix in filter(None, map(_mots, case if isinstance(case, list) else [case])):
            par_choix[choix] = par_choix.get(choix, 0) + 1
    detail = ", ".join(f"{choix} {nombre}" for choix, nombre in par_choix.items())
    return typographier(f"{texte} : {detail}" if detail else texte)


def _liste(ligne: Mapping, lignes: list[Mapping], ecran: Mapping) -> str:
    textes = []
    for x in lignes:
        if _case(x, "nom"):
            textes.append(re.sub(r"\{(\w+)\}", lambda m, x=x: _case(x, m[1]) or "…", ligne["modele"]))
    if len(textes) > LISTE_MAXIMUM:
        textes = [*textes[: LISTE_MAXIMUM - 1], ecran["autres"].format(nombre=len(textes) - LISTE_MAXIMUM + 1)]
    return "\n".join(textes)


def hors_temps_donne(cle: str) -> list[str]:
    """Les formes qui ne sont pas du temps donné, dans le registre de cette clé ; vide s'il ne le dit pas."""
    _, etape, nom = cle.split(".")
    chemin = FICHIER.parent / "registre" / f"{etape}.yml"
    if not chemin.is_file():
        return []
    return list((yaml.safe_load(chemin.read_text("utf-8")) or {}).get(nom, {}).get("hors_temps_donne") or [])


def _heures(ligne: Mapping, lignes: list[Mapping], communs: Mapping) -> str:
    hors, total = hors_temps_donne(ligne["cle"]), 0.0
    for x in lignes:
        forme, heures = _case(x, "forme"), _nombre(x.get("heures"), "h")
        if forme and forme not in hors and heures is not None:
            total += heures
    if not total:
        return ""
    etp, ecran = total / communs["duree"], communs["ecran"]
    return ecran["heures" if etp < 2 else "heures_plusieurs"].format(
        heures=nombres.ecrire_nombre(round(total, 2)), etp=nombres.ecrire_nombre(etp, 2),
        duree=nombres.ecrire_nombre(communs["duree"]),
    )


# --- En texte seul


def en_texte(page: list[Section], jour: date, definition: Mapping | None = None) -> str:
    """La page à copier : les lignes remplies, sans mise en forme."""
    definition = definition or charger()
    blocs = [f"{definition['titre']}\n{definition['ecran']['date'].format(date=nombres.ecrire_date(jour))}\n{definition['nature']}"]
    for section in page:
        lignes = [f"- {ligne.libelle}{nombres.INSECABLE}: {ligne.texte}" for ligne in section.lignes if ligne.texte]
        if lignes:
            blocs.append("\n".join([section.titre.upper(), *lignes]))
    return "\n\n".join(blocs) + "\n"
