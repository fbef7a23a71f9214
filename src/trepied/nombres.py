"""Nombres, dates et heures à la française : lire ce qu'une personne tape, écrire ce qu'elle lit.

La lecture ne dépend ni de Babel ni de la langue de la machine, et ne devine jamais : un texte qui peut se
lire de deux façons donne une question. Le port JavaScript (widgets/js/nombres.js) suit la même table de
cas, tests/cas_nombres.yml.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from trepied.typographie import typographier

MAXIMUM = Decimal(10) ** 15
MOINS = "\u2212"  # un lecteur d'écran dit « moins » ; il saute souvent le trait d'union
FINE, INSECABLE = "\u202f", "\u00a0"

# Insécable, fine insécable, fine, et l'espace de la largeur d'un chiffre.
_AUTRES_ESPACES = re.compile("[\u00a0\u202f\u2009\u2007]")
_FORME = re.compile(
    r"(?P<signe>[-+\u2212\u2013])? ?"
    r"(?P<corps>[0-9.,'\u2019 ]*?[0-9][.,]?)"
    r" ?(?P<echelle>k|K|Mds?|M|millions?|milliards?)?"
    r" ?(?P<unite>€|(?:d['\u2019])?(?i:euros?|eur)|%|(?i:heures?|h))?"
)
_PUISSANCES = {"k": 3, "K": 3, "M": 6, "million": 6, "Md": 9, "milliard": 9}
_HEURES_ET_MINUTES = re.compile(r"(?P<heures>[0-9]{1,6}) ?[hH] ?(?P<minutes>[0-5]?[0-9])(?: ?(?:min|mn))?")

_GROUPES = r"[0-9]{1,3}(?:[ '\u2019][0-9]{3})+"
_SIMPLE = re.compile(rf"(?P<entier>{_GROUPES}|[0-9]+)?(?:[.,](?P<decimales>[0-9]*))?")
# Un point et trois chiffres : milliers ou décimales ? « 0.125 » et « 1234.567 » ne laissent pas de doute.
_POINT_DOUTEUX = re.compile(rf"(?P<entier>{_GROUPES}|[1-9][0-9]{{0,2}})\.(?P<suite>[0-9]{{3}})")
_GROUPES_FAUX = re.compile(r"[0-9 ]+(?:[.,][0-9 ]*)?")
_A_L_ETRANGERE = (
    re.compile(r"(?P<entier>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<decimales>[0-9]+)"),
    re.compile(r"(?P<entier>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<decimales>[0-9]+)"),
    re.compile(r"(?P<entier>[0-9]{1,3}(?:\.[0-9]{3}){2,})(?P<decimales>)"),
    re.compile(r"(?P<entier>[0-9]{1,3}(?:,[0-9]{3}){2,})(?P<decimales>)"),
)


@dataclass(frozen=True)
class Nombre:
    """Un nombre lu. `unite` vaut "", "€", "%" ou "h" ; « 45 % » donne 45.0 et "%", « 12 k€ » donne 12000.0 et "€"."""

    valeur: float
    unite: str = ""


class NombreIllisible(ValueError):
    """Le texte n'est pas un nombre ; `str(erreur)` est la phrase à montrer : ce qui est lu, pourquoi, quoi taper."""

    def __init__(self, phrase: str):
        super().__init__(typographier(phrase))


class NombreAmbigu(NombreIllisible):
    """Le texte ressemble à un nombre, mais il faut demander. `lectures` : une ou deux valeurs possibles."""

    def __init__(self, phrase: str, lectures: tuple[float, ...]):
        super().__init__(phrase)
        self.lectures = lectures


def lire_nombre(texte: str) -> Nombre:
    """Lit un nombre tapé à la française, avec ou sans unité : « 1 234,5 », « 12 k€ », « 45 % », « 2 400 h ».

    Lève NombreAmbigu (« 1.234 », « 1.234,56 ») ou NombreIllisible (« abc », « 12 34 », vide, au-delà de 10¹⁵).
    """
    propre = re.sub(" +", " ", _AUTRES_ESPACES.sub(" ", texte)).strip(" \t\r\n")
    if not propre:
        raise NombreIllisible("Rien n'est écrit. Écrivez un nombre, par exemple « 12 345 » ou « 12,5 ».")
    montre = propre if len(propre) <= 40 else propre[:39] + "…"
    forme = _FORME.fullmatch(propre)
    unite = _unite(forme["unite"]) if forme else ""
    if not forme or (forme["echelle"] and unite not in ("", "€")):
        raise _illisible(propre, montre)
    signe = "-" if forme["signe"] in ("-", "\u2212", "\u2013") else ""
    puissance = _PUISSANCES.get((forme["echelle"] or "").removesuffix("s"), 0)
    corps, suffixe = forme["corps"], propre[forme.end("corps"):]

    def valeur(entier: str, decimales: str = "") -> float:
        x = Decimal(f"{signe}{re.sub('[^0-9]', '', entier) or 0}.{decimales or 0}").scaleb(puissance)
        if abs(x) > MAXIMUM:
            raise NombreIllisible(
                f"« {montre} » est plus grand que tout ce que ce cours sait compter. "
                "Vérifiez le nombre de zéros : « 1,2 M€ » veut dire 1 200 000 €."
            )
        return float(x) or 0.0

    def conseil(entier: str, decimales: str = "") -> str:
        """Comment l'écrire sans doute possible, avec le signe et l'unité tels qu'ils ont été tapés."""
        entier = re.sub("[^0-9]", "", entier)
        groupes = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", " ", entier)
        return f"{MOINS if signe else ''}{groupes}{',' if decimales else ''}{decimales}{suffixe}"

    if douteux := _POINT_DOUTEUX.fullmatch(corps):
        entier, suite = douteux["entier"], douteux["suite"]
        milliers, decimal = conseil(entier + suite), conseil(entier, suite)
        raise NombreAmbigu(
            f"« {montre} » peut se lire {milliers} ou {decimal} : le point sépare tantôt les milliers, "
            f"tantôt les décimales. Écrivez « {milliers} » ou « {decimal} ».",
            (valeur(entier + suite), valeur(entier, suite)),
        )
    for motif in _A_L_ETRANGERE:
        if lu := motif.fullmatch(corps):
            attendu = conseil(lu["entier"], lu["decimales"])
            raise NombreAmbigu(
                f"« {montre} » n'emploie pas le point et la virgule comme en français, et nous pourrions nous tromper. "
                f"Si vous voulez dire {attendu}, écrivez « {attendu} ».",
                (valeur(lu["entier"], lu["decimales"]),),
            )
    simple = _SIMPLE.fullmatch(corps)
    if not simple:
        raise _mal_groupe(montre) if _GROUPES_FAUX.fullmatch(corps) else _illisible(propre, montre)
    return Nombre(valeur(simple["entier"] or "", simple["decimales"] or ""), unite)


def _unite(texte: str | None) -> str:
    """L'unité lue, sous sa seule écriture : les euros, les heures et les pour cent ne se ressemblent pas."""
    initiale = (texte or "").lower().removeprefix("d'").removeprefix("d\u2019")[:1]
    return "€" if initiale == "e" else initiale


def _illisible(texte: str, montre: str) -> NombreIllisible:
    if duree := _HEURES_ET_MINUTES.fullmatch(texte):
        heures = int(duree["heures"]) + int(duree["minutes"]) / 60
        return NombreIllisible(
            f"« {montre} » mêle des heures et des minutes. "
            f"Écrivez des heures seules : « {ecrire_nombre(round(heures, 2))} h »."
        )
    return NombreIllisible(
        f"Nous n'avons pas su lire un nombre dans « {montre} ». "
        "Écrivez-le en chiffres, par exemple « 12 345 », « 12,5 », « 12 k€ » ou « 45 % »."
    )


def _mal_groupe(montre: str) -> NombreIllisible:
    return NombreIllisible(
        f"Dans « {montre} », les espaces ne séparent pas des groupes de trois chiffres : il manque peut-être "
        "un chiffre, ou une virgule. Écrivez par exemple « 1 234 » ou « 12,34 »."
    )


def _arrondir(x: float, decimales: int) -> Decimal:
    """À la moitié, on s'éloigne de zéro, comme on l'apprend à l'école ; jamais de « −0 »."""
    exact = Decimal(str(x))
    if not exact.is_finite():
        raise ValueError(f"Ce nombre ne s'écrit pas : {x}. Il manque une valeur dans le calcul.")
    if abs(exact) > 100 * MAXIMUM:  # au-delà, les décimales ne tiennent plus dans le calcul exact
        raise ValueError(f"Ce nombre est trop grand pour être écrit ici : {x}.")
    # Ajouter zéro efface le signe de « −0 ».
    return exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP) + 0


def _ecrire(x: Decimal, motif: str) -> str:
    from babel.numbers import format_decimal  # 50 ms : seulement si l'on écrit

    return format_decimal(x, format=motif, locale="fr_FR", decimal_quantization=False).replace("-", MOINS)


def ecrire_nombre(x: float, decimales: int | None = None) -> str:
    """« 1 234,5 » : fine insécable entre les milliers, virgule. Sans `decimales`, aucun zéro inutile (dix au plus)."""
    if decimales is None:
        return _ecrire(_arrondir(x, 10).normalize(), "#,##0.##########")
    return _ecrire(_arrondir(x, decimales), "#,##0." + "0" * decimales if decimales else "#,##0")


def ecrire_euros(x: float, decimales: int = 0) -> str:
    """« 12 345 € », avec l'espace insécable avant le signe."""
    return f"{ecrire_nombre(x, decimales)}{INSECABLE}€"


def ecrire_pourcent(part: float, decimales: int = 1) -> str:
    """Une part entre 0 et 1 : 0,4256 s'écrit « 42,6 % »."""
    # Le passage par le texte garde 0,285 → 28,5 exact, là où 0,285 × 100 vaut 28,499999999999996.
    return f"{ecrire_nombre(Decimal(str(part)).scaleb(2), decimales)}{INSECABLE}%"


def ecrire_date(jour: date) -> str:
    """« 12 mars 2026 », et « 1ᵉʳ janvier 2026 » que Babel ne connaît pas."""
    from babel.dates import format_date

    texte = format_date(jour, "d MMMM y", locale="fr_FR")
    return "1ᵉʳ" + texte[1:] if jour.day == 1 else texte


def ecrire_heure(instant: datetime | time) -> str:
    """« 14:05 »."""
    return instant.strftime("%H:%M")
