"""Lire une réponse telle qu'une personne la donne : en chiffres, en lettres, en lignes, avec ou sans unité."""

import difflib
import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from trepied.nombres import NombreIllisible, lire_nombre

# Ce qui relie deux choix d'une même réponse. « ou » n'en est pas : il faut se décider.
_LIENS = {"et", "puis", "plus", "aussi", "avec"}
_POINTS = re.compile(r"\s*(?:points?|pts?)(?: de (?:%|pourcentage))?\s*$", re.IGNORECASE)
_BORDS = " \t\r\n\"'«»“”\u00a0\u202f"
_UNITES = {
    "€": "des euros",
    "%": "des pour cent (%)",
    "h": "des heures",
    "points": "des points",
    "": "un nombre sans unité",
}


class ReponseIllisible(ValueError):
    """La réponse ne se lit pas ; `str(erreur)` est la phrase à montrer."""


class AutreUnite(ReponseIllisible):
    """La réponse se lit, mais dans une autre unité que celle demandée. `valeur`, `unite` : ce qui a été lu."""

    def __init__(self, valeur: float, unite: str, attendue: str):
        self.valeur, self.unite = valeur, unite
        super().__init__(
            f"Votre réponse est dans une autre unité : vous donnez {_UNITES[unite]}, "
            f"la question demande {_UNITES[attendue]}."
        )


def sans_accent(texte: str) -> str:
    """Le texte en minuscules, sans accents ni ligatures, les autres signes gardés."""
    decompose = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("\u2019", "'"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def limace(texte: str) -> str:
    """Les mots du texte, sans accents, majuscules ni ponctuation : ce qui se compare."""
    return " ".join(re.findall(r"[a-z0-9]+", sans_accent(texte)))


def en_texte(reponse: object) -> str:
    """La réponse comme on l'aurait tapée ; "" quand il n'y a pas encore de réponse.

    Un nombre de pandas ou de NumPy, une case seule, ou la paire que fait une virgule (12, 5) sont compris.
    Lève ReponseIllisible pour ce qui n'est ni un texte, ni un nombre, ni une liste de réponses.
    """
    if reponse is None or reponse is Ellipsis:
        return ""
    if isinstance(reponse, str):
        # Les trois points du départ restent parfois devant la réponse.
        return re.sub(r"^(?:\.{2,}|…)", "", reponse.strip(_BORDS)).strip(_BORDS)
    if isinstance(reponse, tuple) and reponse and all(type(x) is int for x in reponse) and len(reponse) <= 2:
        return ",".join(map(str, reponse))
    if isinstance(reponse, Mapping):
        return "\n".join(f"{en_texte(cle)} : {en_texte(valeur)}" for cle, valeur in reponse.items())
    if isinstance(reponse, bool):
        raise ReponseIllisible("Écrivez votre réponse en toutes lettres ou en chiffres.")
    if isinstance(reponse, (numbers.Real, Decimal)):
        nombre = float(reponse)
        return "" if math.isnan(nombre) else repr(reponse if isinstance(reponse, int) else nombre)
    if getattr(reponse, "size", None) == 1 and hasattr(reponse, "item"):
        return en_texte(reponse.item())
    if isinstance(reponse, (list, tuple)):
        return "\n".join(en_texte(element) for element in reponse)
    raise ReponseIllisible("Cette réponse n'est ni un texte ni un nombre. Écrivez-la juste après le signe =.")


def lire_valeur(reponse: object, unite: str) -> float | None:
    """Le nombre répondu, dans l'`unite` demandée ("€", "%", "h", "points" ou "") ; None s'il n'y a pas de réponse.

    Pour des « % », 0,4, 40 et « 40 % » veulent dire la même chose. Lève AutreUnite ou ReponseIllisible.
    """
    if not isinstance(reponse, numbers.Real) and getattr(reponse, "size", None) == 1 and hasattr(reponse, "item"):
        return lire_valeur(reponse.item(), unite)
    if isinstance(reponse, numbers.Real) and not isinstance(reponse, bool):
        # Déjà un nombre : « 1.234 » tapé sans guillemets n'est plus ambigu.
        valeur, lue = float(reponse), ""
        if math.isnan(valeur):
            return None
        if math.isinf(valeur):
            raise ReponseIllisible("Ce nombre est infini. Écrivez le nombre que vous avez trouvé, par exemple 1 200.")
    else:
        texte = en_texte(reponse)
        if not texte:
            return None
        valeur, lue = _nombre_et_unite(texte)
    if lue not in ("", unite):
        raise AutreUnite(valeur, lue, unite)
    if unite == "%" and not lue and abs(valeur) <= 1:
        valeur *= 100
    return valeur


def _nombre_et_unite(texte: str) -> tuple[float, str]:
    from trepied.verification import regle  # qui lit lui-même des réponses

    sans_points = _POINTS.sub("", texte.rstrip(" ."))
    try:
        lu = lire_nombre(sans_points)
    except NombreIllisible as erreur:
        if not re.search(r"\d\D*[-+*/×÷\u2212]\D*\d", sans_points) or hasattr(erreur, "lectures"):
            raise ReponseIllisible(str(erreur)) from None
        # « 150 000 - 146 000 » : le calcul posé vaut son résultat.
        return regle.calculer(re.sub("(?i)euros?", "€", sans_points), {}), ""
    return lu.valeur, lu.unite or ("points" if sans_points != texte.rstrip(" .") else "")


def lire_choix(texte: str, choix: Mapping[str, Iterable[str]]) -> str | None:
    """Le choix que le texte désigne (sa lettre, son nom, une autre façon de le dire), ou None."""
    formes = formes_des_choix(choix)
    lu = limace(texte)
    if lu in formes:
        return formes[lu]
    # « levier H », « c'est F » : une seule réponse possible dans la phrase.
    # « part des premiers » l'emporte sur « part ».
    vues = [forme for forme in formes if f" {forme} " in f" {lu} "]
    vues = [f for f in vues if not any(f != autre and f" {f} " in f" {autre} " for autre in vues)]
    trouves = {formes[forme] for forme in vues}
    return trouves.pop() if len(trouves) == 1 else None


def lire_plusieurs(texte: str, choix: Mapping[str, Iterable[str]]) -> str | None:
    """Les choix que le texte désigne, dans l'ordre de l'exercice : « d, p » et « paie et décide » donnent « P D ».

    Des lettres peuvent se toucher (« PD »). None s'il reste un mot qui n'en désigne aucun.
    """
    formes = {tuple(forme.split()): cle for forme, cle in formes_des_choix(choix).items() if forme}
    lettres = {forme[0]: cle for forme, cle in formes.items() if len(forme) == 1 and len(forme[0]) == 1}
    mots, trouves = limace(texte).split(), set()
    while mots:
        longueur = next((n for n in range(len(mots), 0, -1) if tuple(mots[:n]) in formes), 0)
        if longueur:
            trouves.add(formes[tuple(mots[:longueur])])
        elif all(lettre in lettres for lettre in mots[0]):
            trouves |= {lettres[lettre] for lettre in mots[0]}
        elif mots[0] not in _LIENS:
            return None
        del mots[: max(longueur, 1)]
    return ensemble(trouves, choix) or None


def ensemble(trouves: Iterable[str], choix: Iterable[str]) -> str:
    """Plusieurs choix en une seule écriture, toujours dans le même ordre : « P D », ou « paie, décide »."""
    trouves, choix = set(trouves), [*choix]
    return (" " if all(len(c) == 1 for c in choix) else ", ").join(c for c in choix if c in trouves)


def formes_des_choix(choix: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Chaque façon d'écrire un choix, sans accents ni ponctuation, et ce choix."""
    return {limace(forme): cle for cle, autres in choix.items() for forme in (cle, *autres)}


def lire_lignes(
    reponse: object, lignes: list[str], lire: Callable[[str, str], str | None]
) -> tuple[dict[str, str], dict[str, str]]:
    """Ce qui est répondu pour chaque ligne : les choix reconnus, et le texte de ceux qui ne le sont pas.

    `lire(ligne, texte)` rend le choix écrit au bout de la ligne, ou None. Accepte les lignes dans le désordre, des
    accents oubliés, un « : » effacé, un libellé un peu changé, ou une simple liste de réponses dans l'ordre.
    """
    if isinstance(reponse, (list, tuple)) and len(reponse) == len(lignes):
        reponse = dict(zip(lignes, reponse, strict=True))
    par_limace = {limace(ligne): ligne for ligne in lignes}
    lus, inconnus = {}, {}
    for ecrit in en_texte(reponse).splitlines():
        ligne, texte = _separer(ecrit, par_limace)
        if ligne is None or not texte:
            continue
        cle = lire(ligne, texte)
        if cle is None:
            inconnus[ligne] = texte
        else:
            lus[ligne] = cle
    return lus, inconnus


def _separer(ecrit: str, par_limace: dict[str, str]) -> tuple[str | None, str]:
    """La ligne du tableau que l'on reconnaît, et ce qui est écrit en plus."""
    entier = f" {limace(ecrit)} "
    longues = sorted(par_limace, key=len, reverse=True)
    # D'abord au début : dans « Opération : somme de la colonne », la ligne est « Opération ».
    for lim in [x for x in longues if entier.startswith(f" {x} ")] + [x for x in longues if f" {x} " in entier]:
        return par_limace[lim], entier.replace(f" {lim} ", " ", 1).strip()
    debut, _, fin = ecrit.rpartition(":")
    proches = difflib.get_close_matches(limace(debut), list(par_limace), n=1, cutoff=0.75)
    return (par_limace[proches[0]], fin.strip()) if proches else (None, "")
