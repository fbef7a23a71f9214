"""Le contrôle d'une réponse : la lire, l'essayer sur les serrures, répondre par une phrase qui parle du sens."""

import html
import json
import math
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from trepied.donnees import DonneesErreur
from trepied.typographie import typographier
from trepied.verification import calcul, regle, serrures
from trepied.verification.reponses import (
    AutreUnite,
    ReponseIllisible,
    en_texte,
    limace,
    lire_choix,
    lire_lignes,
    lire_plusieurs,
    lire_valeur,
)

SERRURES = Path(__file__).parent / "serrures.json"
ESSAIS_AVANT_INDICE, ESSAIS_AVANT_EXEMPLE = 2, 4

PAS_ENCORE = (
    "Vous n'avez pas encore répondu : écrivez dans la case grise juste au-dessus, puis Maj + Entrée, deux fois."
)
IMPREVU = "Cette réponse n'a pas pu être lue. Écrivez-la simplement après le signe =, comme dans l'exemple."
INTROUVABLE = "Les vérifications de cet exercice manquent sur cet ordinateur. Demandez à la personne qui vous forme."

# Réponses fausses déjà essayées, par exercice : la même réponse vérifiée deux fois ne compte qu'un essai.
_essais: dict[str, set[str]] = {}


class Points(float):
    """Des points : un nombre pour nbgrader, « 1,5 point sur 2 » à l'écran, et rien pour un texte noté plus tard."""

    sur: float = 0

    def _repr_html_(self) -> str:
        if not self.sur:
            return ""
        mot = "point" if self < 2 else "points"
        return f"<p>{_ecrit(self)} {mot} sur {_ecrit(self.sur)}</p>".replace(" ", "\u00a0")


@dataclass(frozen=True)
class Verdict:
    """Ce qu'on répond. `essai` distingue cette réponse fausse d'une autre ; vide, elle ne compte pas comme essai.

    `fait` est ce que la personne a calculé, à montrer avant la phrase.
    """

    points: float
    phrase: str
    essai: str = ""
    fait: calcul.Calcul | None = None


def verifier(identifiant: str, reponse: object) -> Points:
    """Affiche une phrase sur la réponse à l'exercice `identifiant`, et rend ses points.

    Ne lève jamais d'exception, quelle que soit la réponse. Après 2 réponses fausses différentes la phrase
    s'accompagne d'un indice, après 4 d'un exemple sur d'autres nombres.
    """
    exercice: dict = {}
    try:
        exercice = _exercice(identifiant)
        verdict = _TYPES[exercice["type"]](identifiant, exercice, reponse)
    except ReponseIllisible as erreur:
        verdict = Verdict(0, str(erreur))
    except _Introuvable:
        verdict = Verdict(0, INTROUVABLE)
    except DonneesErreur as erreur:
        verdict = Verdict(0, str(erreur))
    except Exception:  # une réponse imprévue ne doit jamais montrer une trace Python
        verdict = Verdict(0, IMPREVU)
    afficher(verdict.phrase + _aide(identifiant, exercice, verdict), verdict.fait)
    points = Points(verdict.points)
    points.sur = 0 if exercice.get("type") == "texte" else exercice.get("points", 0)
    return points


def afficher(phrase: str, avant: calcul.Calcul | None = None) -> None:
    """Montre la phrase sous la cellule, après le calcul s'il y en a un ; hors de Jupyter, les écrit.

    Jupyter coupe les mots d'un texte imprimé au bord de la page, et le met en chasse fixe : un paragraphe se lit mieux.
    """
    phrase = typographier(phrase)
    texte = "\n".join([*(avant.phrases if avant else []), phrase])
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(texte)
        return
    lignes = "".join(f"<p>{html.escape(ligne)}</p>" for ligne in phrase.splitlines())
    encart = avant.en_html() if avant else ""
    ipython.display.display(
        {"text/plain": texte, "text/html": f'<div role="status" style="max-width: 45em">{encart}{lignes}</div>'},
        raw=True,
    )


def nombre_lu(identifiant: str, reponse: object) -> float:
    """Le nombre répondu, dans l'unité de l'exercice ; `nan` s'il manque ou s'il est dans une autre (tests cachés)."""
    try:
        valeur = lire_valeur(reponse, _exercice(identifiant)["unite"])
    except Exception:
        return math.nan
    return math.nan if valeur is None else valeur


def lignes_lues(identifiant: str, reponse: object) -> dict[str, str]:
    """Le choix lu pour chaque ligne répondue ; une ligne vide ou illisible manque (tests cachés).

    Plusieurs choix sont toujours dans le même ordre, celui de l'exercice : « D, P » donne « P D ».
    """
    try:
        return _lire(_exercice(identifiant), reponse)[0]
    except Exception:
        return {}


def calcul_lu(identifiant: str, reponse: object) -> float:
    """Ce que donne le calcul répondu, une part étant en pour cent ; `nan` s'il n'a pas de résultat (tests cachés)."""
    try:
        exercice = _exercice(identifiant)
        return _calcul_de(exercice, _lire(exercice, reponse)[0]).valeur
    except Exception:
        return math.nan


def regle_lue(identifiant: str, reponse: object, compte: Mapping[str, float]) -> float:
    """Ce que donne la règle répondue pour ce compte ; `nan` si elle ne se calcule pas (tests cachés)."""
    try:
        return regle.calculer(en_texte(reponse), compte, _exercice(identifiant)["mots"])
    except Exception:
        return math.nan


class _Introuvable(Exception):
    """serrures.json manque, est abîmé, ou ne connaît pas cet exercice."""


@cache
def charger() -> dict[str, dict]:
    """Les exercices connus, par identifiant ; vide si le fichier manque ou est abîmé."""
    try:
        return json.loads(SERRURES.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _exercice(identifiant: str) -> dict:
    try:
        return charger()[identifiant]
    except (KeyError, TypeError):
        raise _Introuvable(identifiant) from None


def _aide(identifiant: str, exercice: dict, verdict: Verdict) -> str:
    if not verdict.essai:
        return ""
    essais = _essais.setdefault(identifiant, set())
    essais.add(verdict.essai)
    if len(essais) >= ESSAIS_AVANT_EXEMPLE:
        return f"\nUn exemple : {exercice['exemple']}"
    if len(essais) >= ESSAIS_AVANT_INDICE:
        return f"\nUn indice : {exercice['indice']}"
    return ""


def _selon(
    identifiant: str, exercice: dict, essais: list[str], convient: Callable[[dict], bool] = lambda coffre: True
) -> Verdict:
    """Le verdict de la première clé qui ouvre une serrure, sinon la réponse générale."""
    for cle in essais:
        coffre = serrures.ouvrir(identifiant, cle, exercice["serrures"])
        if coffre and convient(coffre):
            juste = coffre["points"] == exercice["points"]
            return Verdict(coffre["points"], coffre["phrase"], "" if juste else cle)
    return Verdict(0, exercice["sinon"], essais[0])


def cle_du_nombre(valeur: float, unite_autre: str, tolerance: float, voisine: int = 0) -> str:
    """Le nombre ramené à une case large comme la tolérance, pour qu'une réponse proche ouvre la même serrure."""
    return f"{unite_autre}{round(valeur / tolerance) + voisine}"


def _nombre(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    tolerance, autre = exercice["tolerance"], None
    try:
        valeur, unite = lire_valeur(reponse, exercice["unite"]), ""
    except AutreUnite as erreur:
        autre, valeur, unite = erreur, erreur.valeur, erreur.unite
    if valeur is None:
        return Verdict(0, PAS_ENCORE)
    cle = cle_du_nombre(valeur, unite, tolerance)
    # Une marge pour les calculs en binaire : 0,1 + 0,2 dépasse 0,3 de presque rien.
    verdict = _selon(
        identifiant, exercice, [cle], lambda coffre: abs(valeur - coffre["valeur"]) <= tolerance * (1 + 1e-9)
    )
    return Verdict(0, str(autre), cle) if autre and verdict.phrase == exercice["sinon"] else verdict


def _choix(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    texte, choix = en_texte(reponse), dict(exercice["choix"])
    if not texte:
        return Verdict(0, PAS_ENCORE)
    cle = lire_choix(texte, choix)
    if cle is None:
        return Verdict(0, f"« {texte[:40]} » n'est pas une des réponses possibles : {_enumerer(choix)}.")
    return _selon(identifiant, exercice, [cle])


def _regle(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    texte = en_texte(reponse)
    if not texte:
        return Verdict(0, PAS_ENCORE)
    return _selon(identifiant, exercice, [signature(texte, exercice["comptes"], exercice["mots"])])


def signature(texte: str, comptes: list[dict[str, float]], mots: dict[str, list[str]]) -> str:
    """Ce qui reconnaît une règle : ses résultats sur quelques comptes, et non la façon de l'écrire."""
    return " ; ".join(f"{regle.calculer(texte, compte, mots):.4f}" for compte in comptes)


def _classement(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    lignes = noms_des_lignes(exercice)
    lus, inconnus = _lire(exercice, reponse)
    if not lus and not inconnus:
        compris = en_texte(reponse).strip(": \n")
        if not compris or {limace(x) for x in compris.splitlines()} <= {limace(x) for x in lignes} | {""}:
            return Verdict(0, PAS_ENCORE)
        return Verdict(
            0, "Gardez le tableau de départ, et écrivez chaque réponse au bout de sa ligne, après les deux-points."
        )
    coffres = {x: serrures.ouvrir(identifiant, cle_de_ligne(x, lus[x]), exercice["serrures"]) or {} for x in lus}
    gagnes = {x: coffre.get("points", 0) for x, coffre in coffres.items()}
    entiers = [x for x in gagnes if gagnes[x] >= part_par_ligne(exercice)]
    if len(entiers) == len(lignes):
        tout = serrures.ouvrir(identifiant, cle_de_ligne("tout", "juste"), exercice["serrures"])
        return Verdict(exercice["points"], tout["phrase"])
    # Moins que la part d'une ligne, mais plus que rien : un second choix, recevable.
    seconds = [x for x in lignes if gagnes.get(x) and x not in entiers]
    faux = [x for x in lignes if x in lus and not gagnes[x]]
    bilan = _bilan(len(entiers), len(lignes)) + _bilan_des_seconds(len(seconds))
    commune = _erreur_commune([coffres[x] for x in lignes if x in lus and x not in entiers], [*coffres.values()])
    if inconnus:
        ligne, texte = next(iter(inconnus.items()))
        possibles = _enumerer(choix_de_la_ligne(exercice, ligne))
        plusieurs = ", un ou plusieurs à la suite" if exercice.get("plusieurs") else ""
        suite = f"Je ne reconnais pas « {texte[:40]} » pour « {ligne} » : écrivez {possibles}{plusieurs}."
    elif commune:
        suite = f"Sur plusieurs lignes : {commune}"
    elif faux:
        suite = f"À revoir, « {faux[0]} » : {coffres[faux[0]].get('phrase') or exercice['sinon']}"
    elif len(lus) < len(lignes):
        suite = f"Il en reste {len(lignes) - len(lus)} à compléter."
    else:
        suite = f"Recevable, « {seconds[0]} » : {coffres[seconds[0]].get('phrase') or exercice['sinon']}"
    a_completer = not (inconnus or commune or faux) and len(lus) < len(lignes)
    essai = "" if a_completer else ";".join(f"{x}={lus.get(x)}" for x in lignes)
    return Verdict(round(sum(gagnes.values()), 6), f"{bilan} {suite}", essai)


def _calcul(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    verdict = _classement(identifiant, exercice, reponse)
    lus = _lire(exercice, reponse)[0]
    if not lus:
        return verdict
    fait = _calcul_de(exercice, lus)
    return replace(verdict, phrase=avec_resultat(verdict.phrase, fait.resultat), fait=fait)


def _calcul_de(exercice: dict, lus: Mapping[str, str]) -> calcul.Calcul:
    """Ce que donnent les choix lus, dans l'ordre de l'exercice."""
    choisis = [dict(etape["choix"])[lus[etape["texte"]]] for etape in exercice["etapes"] if etape["texte"] in lus]
    if len(choisis) < len(exercice["etapes"]):
        # Un nombre tiré de la moitié des choix passerait pour une réponse.
        choisis = [choix for choix in choisis if "operation" not in choix]
    return calcul.calculer(exercice["table"], choisis, exercice["unite"], exercice["decimales"])


def avec_resultat(phrase: str, resultat: str) -> str:
    """La phrase où {resultat} est le nombre obtenu ; sans nombre, elle se lit encore."""
    if not resultat:
        phrase = re.sub(r" ?\(\{resultat\}\)", "", phrase)
    return phrase.replace("{resultat}", resultat or "ce nombre")


def noms_des_lignes(exercice: dict) -> list[str]:
    return exercice["lignes"] if exercice["type"] == "classement" else [e["texte"] for e in exercice["etapes"]]


def choix_de_la_ligne(exercice: dict, ligne: str) -> dict[str, list[str]]:
    """Les choix possibles au bout de cette ligne, et les façons de les écrire."""
    if exercice["type"] == "classement":
        return dict(exercice["choix"])
    etape = next(e for e in exercice["etapes"] if e["texte"] == ligne)
    return {libelle: choix["formes"] for libelle, choix in etape["choix"]}


def part_par_ligne(exercice: dict) -> float:
    return exercice["points"] / len(exercice.get("lignes") or exercice["etapes"])


def lire_ligne(exercice: dict, ligne: str, texte: str) -> str | None:
    """Le choix écrit au bout de la ligne, ou None."""
    lire = lire_plusieurs if exercice.get("plusieurs") else lire_choix
    return lire(texte, choix_de_la_ligne(exercice, ligne))


def _lire(exercice: dict, reponse: object) -> tuple[dict[str, str], dict[str, str]]:
    return lire_lignes(reponse, noms_des_lignes(exercice), lambda ligne, texte: lire_ligne(exercice, ligne, texte))


def _erreur_commune(rates: list[dict], tous: list[dict]) -> str:
    """La phrase d'une même idée reçue retrouvée sur assez de lignes, dont une au moins à revoir."""
    for commune in (c for coffre in rates for c in coffre.get("communes", ())):
        if sum(commune in coffre.get("communes", ()) for coffre in tous) >= commune["minimum"]:
            return commune["phrase"]
    return ""


def _bilan(justes: int, lignes: int) -> str:
    if not justes:
        return "Aucune réponse n'est encore à sa place."
    if justes == 1:
        return f"Une réponse sur {lignes} est à sa place."
    return f"{justes} réponses sur {lignes} sont à leur place."


def _bilan_des_seconds(seconds: int) -> str:
    if not seconds:
        return ""
    return " Une compte en partie." if seconds == 1 else f" {seconds} comptent en partie."


def cle_de_ligne(ligne: str, choix: str) -> str:
    return f"{limace(ligne)} : {choix}"


def _texte(identifiant: str, exercice: dict, reponse: object) -> Verdict:
    """Un rappel, jamais une note : c'est une personne qui lit et note un texte."""
    texte = en_texte(reponse)
    if not texte:
        return Verdict(0, PAS_ENCORE)
    mots = len(re.findall(r"[^\W_]+(?:['\u2019-][^\W_]+)*", texte))
    mini, maxi = exercice["longueur"]
    if mots < mini:
        longueur = f"Votre texte fait {mots} mots : {mini} au moins sont demandés."
    elif mots > maxi:
        longueur = f"Votre texte fait {mots} mots : {maxi} au plus sont demandés, gardez l'essentiel."
    else:
        longueur = f"Votre texte fait {mots} mots : la longueur convient."
    lu = f" {limace(texte)} "
    absents = [theme for theme, indices in exercice["rappels"] if not any(f" {limace(i)}" in lu for i in indices)]
    suite = f"Avez-vous parlé de : {', '.join(absents)} ?" if absents else exercice["rappels_oui"]
    return Verdict(0, f"{longueur} {suite} Ceci est un simple rappel, une personne lira votre texte.")


def _enumerer(choix: Mapping[str, object]) -> str:
    *debut, dernier = choix
    return f"{', '.join(debut)} ou {dernier}" if debut else dernier


def _ecrit(nombre: float) -> str:
    return f"{nombre:g}".replace(".", ",")


_TYPES = {
    "nombre": _nombre,
    "choix": _choix,
    "regle": _regle,
    "classement": _classement,
    "calcul": _calcul,
    "texte": _texte,
}
