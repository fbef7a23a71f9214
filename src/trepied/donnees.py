"""Les tables du cours, réelles ou inventées, et les nombres fixés par la loi, chacun avec sa provenance.

`lignes` lit une table sans pandas ; `charger` en fait un DataFrame ; `fiche` dit d'où elle vient ; `parametre` donne
une valeur légale à une date. Le contrat (champs, types, sources, limites) est dans data/datapackage.json. Un fichier
absent ou abîmé donne une phrase qui nomme la table, la ligne et la colonne, et dit quoi faire.
"""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trepied.fichiers import en_remontant
from trepied.typographie import typographier

if TYPE_CHECKING:
    import pandas

VARIABLE = "TREPIED_DONNEES"
NOM_DU_PAQUET = "trepied-donnees"
CONTRAT = "datapackage.json"
PARAMETRES = "parametres_legaux.yml"


class DonneesErreur(Exception):
    """Une table manque ou est abîmée ; `str(erreur)` est la phrase à montrer."""

    def __init__(self, phrase: str):
        super().__init__(typographier(phrase))


@dataclass(frozen=True)
class Source:
    titre: str
    url: str


@dataclass(frozen=True)
class Champ:
    """Une colonne. `type` : "integer", "number", "date" ou "string" ; `unite` vide si la colonne n'en a pas."""

    nom: str
    titre: str
    description: str
    type: str
    unite: str
    obligatoire: bool
    valeurs_permises: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """La fiche d'une table : ce qu'elle contient, d'où elle vient, ce qu'on ne sait pas.

    `fictif` : inventée pour le cours ; elle n'a ni source ni degré de confiance, et toute image qui s'en sert le dit.
    """

    nom: str
    titre: str
    description: str
    sources: tuple[Source, ...]
    conditions: str
    etablie_le: date
    champs: tuple[Champ, ...]
    trous: str
    a_savoir: tuple[str, ...]
    nombre_de_lignes: int
    fichier: str
    fictif: bool = False


@dataclass(frozen=True)
class Parametre:
    """Une valeur légale en vigueur depuis `date_effet`. `statut` : "lu" ou "à vérifier"."""

    nom: str
    titre: str
    valeur: float
    unite: str
    date_effet: date
    source: str
    source_url: str
    statut: str
    a_verifier_avant: date
    a_savoir: str

    def a_verifier(self, jour: date | None = None) -> bool:
        """Vrai si la valeur n'a jamais été vérifiée, ou peut avoir changé à cette date (aujourd'hui par défaut)."""
        return self.statut != "lu" or (jour or date.today()) >= self.a_verifier_avant


def catalogue() -> list[str]:
    """Les noms des tables, dans l'ordre du contrat."""
    return list(_contrat(_dossier()))


def fiche(nom: str) -> Table:
    """La fiche de la table `nom`. Lève DonneesErreur si elle n'existe pas."""
    tables = _contrat(_dossier())
    if nom not in tables:
        raise DonneesErreur(f"La table « {nom} » n'existe pas. Tables du cours : {', '.join(tables)}.")
    return tables[nom]


def lignes(nom: str) -> list[dict[str, Any]]:
    """Les lignes de la table, en dictionnaires typés : int, float, date ou str ; None là où la valeur manque.

    Lève DonneesErreur si le fichier manque, est coupé, mal encodé, ou ne suit pas son contrat.
    """
    table = fiche(nom)
    chemin = _dossier() / table.fichier
    texte = _lire(chemin, f"La table « {table.titre} »")
    if not texte.endswith("\n"):
        raise _abimee(table, "la fin du fichier manque")
    lecteur = csv.reader(io.StringIO(texte, newline=""), strict=True)
    try:
        (_, entete), *rangees = [(lecteur.line_num, rangee) for rangee in lecteur if rangee] or [(1, [])]
    except csv.Error as erreur:
        raise _abimee(table, f"ligne {lecteur.line_num}, le fichier ne se lit pas comme un tableau") from erreur
    attendues = [champ.nom for champ in table.champs]
    if absentes := [nom for nom in attendues if nom not in entete]:
        raise _abimee(table, f"ligne 1, il manque la colonne « {absentes[0]} »")
    if entete != attendues:
        raise _abimee(table, f"ligne 1, les colonnes ne sont plus dans l'ordre prévu : {', '.join(attendues)}")
    if len(rangees) != table.nombre_de_lignes:
        raise _abimee(
            table,
            f"il y a {len(rangees)} lignes au lieu des {table.nombre_de_lignes} que prévoit « nombre_de_lignes » "
            f"de {CONTRAT}",
        )
    return [_typer(table, numero, rangee) for numero, rangee in rangees]


def charger(nom: str) -> "pandas.DataFrame":
    """La table en DataFrame, une colonne par champ, avec la fiche dans `attrs["provenance"]`.

    Entiers en int64 (Int64 s'il manque des valeurs), nombres en float64, dates en datetime64, textes en str.
    """
    import pandas  # une demi-seconde : seulement pour qui veut un tableau

    table = fiche(nom)
    cadre = pandas.DataFrame(lignes(nom), columns=[champ.nom for champ in table.champs])
    for champ in table.champs:
        if champ.type == "number":
            cadre[champ.nom] = cadre[champ.nom].astype("float64")
        elif champ.type == "date":
            cadre[champ.nom] = pandas.to_datetime(cadre[champ.nom])
        elif champ.type == "integer" and cadre[champ.nom].isna().any():
            cadre[champ.nom] = cadre[champ.nom].astype("Int64")
    cadre.attrs["provenance"] = {**asdict(table), "etablie_le": table.etablie_le.isoformat()}
    return cadre


def subventions_et_budgets() -> tuple[dict[int, float], dict[int, float | None]]:
    """Par année d'enquête : la part des subventions (0 à 1), et le budget cumulé des associations en milliards d'euros.

    Le budget est None l'année où il n'est pas connu. Source : enquêtes « Paysage associatif » seulement.
    """
    parts = {
        ligne["annee"]: ligne["part"] / 100
        for ligne in lignes("ressources_structure_annees")
        if ligne["type_ressource"] == "Subventions publiques"
    }
    budgets = {
        ligne["annee"]: ligne["valeur"]
        for ligne in lignes("associations_cadrage")
        # L'Insee et l'INJEP ne comptent pas les mêmes associations : une seule famille d'enquêtes ici.
        if ligne["indicateur"] == "Budget cumulé" and not ligne["champ_source"].startswith(("Insee", "INJEP"))
    }
    return parts, {annee: budgets.get(annee) for annee in parts}


def parametre(nom: str, jour: date | None = None) -> Parametre:
    """La valeur légale `nom` en vigueur ce jour-là (aujourd'hui par défaut).

    Noms : les clés de data/parametres_legaux.yml, comme "smic_horaire_brut" (€ brut par heure).
    Lève DonneesErreur si le paramètre n'existe pas, ou si aucune valeur n'est connue à cette date.
    """
    jour = jour or date.today()
    connus = _parametres(_dossier())
    if nom not in connus:
        raise DonneesErreur(f"Le paramètre « {nom} » n'existe pas. Paramètres du cours : {', '.join(connus)}.")
    en_vigueur = [valeur for valeur in connus[nom] if valeur.date_effet <= jour]
    if not en_vigueur:
        raise DonneesErreur(
            f"Nous ne connaissons pas « {connus[nom][0].titre} » avant le {connus[nom][0].date_effet:%d/%m/%Y}. "
            f"Ajoutez la valeur dans data/{PARAMETRES}."
        )
    return en_vigueur[-1]


def parametre_ou_rien(nom: str) -> Parametre | None:
    """La valeur légale d'aujourd'hui ; None si les données manquent : l'outil laisse alors la personne choisir."""
    try:
        return parametre(nom)
    except DonneesErreur:
        return None


# --- Trouver et lire les fichiers


def _dossier() -> Path:
    """Le dossier data/ : celui de TREPIED_DONNEES, sinon le premier en remontant d'ici, sinon celui du paquet."""
    if choisi := os.environ.get(VARIABLE):
        if not _est_le_bon(Path(choisi)):
            raise DonneesErreur(
                f"La variable {VARIABLE} désigne « {choisi} », où il n'y a pas les données du cours ({CONTRAT}). "
                "Corrigez-la, ou effacez-la pour reprendre le dossier habituel."
            )
        return Path(choisi).resolve()
    trouve, ici = en_remontant(lambda dossier: _est_le_bon(dossier / "data"))
    if trouve:
        return trouve / "data"
    raise DonneesErreur(
        f"Le dossier « data » du cours est introuvable depuis {ici}. Relancez le cours avec « python3 cours.py », "
        "ou téléchargez-le de nouveau."
    )


def _est_le_bon(dossier: Path) -> bool:
    """Un autre projet peut avoir un dossier data/ : celui du cours se reconnaît à son contrat."""
    try:
        return f'"{NOM_DU_PAQUET}"' in (dossier / CONTRAT).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _lire(chemin: Path, quoi: str) -> str:
    remede = f"Reprenez le fichier data/{chemin.name} de la version d'origine du cours."
    try:
        return chemin.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as erreur:
        raise DonneesErreur(f"{quoi} est absente : le fichier data/{chemin.name} n'existe pas. {remede}") from erreur
    except UnicodeDecodeError as erreur:
        ligne = erreur.object.count(b"\n", 0, erreur.start) + 1
        raise DonneesErreur(
            f"{quoi} est abîmée : ligne {ligne} de data/{chemin.name}, les lettres ne sont plus en UTF-8 "
            f"(un tableur l'a peut-être enregistrée autrement). {remede}"
        ) from erreur
    except OSError as erreur:
        raise DonneesErreur(
            f"{quoi} ne peut pas être lue : data/{chemin.name}, {erreur.strerror or erreur}. "
            "Vérifiez vos droits sur ce fichier."
        ) from erreur


def _abimee(table: Table, probleme: str) -> DonneesErreur:
    return DonneesErreur(
        f"La table « {table.titre} » est abîmée : dans data/{table.fichier}, {probleme}. "
        "Reprenez ce fichier dans la version d'origine du cours."
    )


# --- Comprendre ce qui est lu


_TYPES: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "un nombre entier"),
    "number": (float, "un nombre, avec un point pour les décimales"),
    "date": (date.fromisoformat, "une date comme 2026-01-31"),
    "string": (str, "un texte"),
}


def _typer(table: Table, numero: int, rangee: list[str]) -> dict[str, Any]:
    if len(rangee) != len(table.champs):
        raise _abimee(table, f"ligne {numero}, il y a {len(rangee)} cases au lieu de {len(table.champs)}")
    ligne = {}
    for champ, texte in zip(table.champs, rangee, strict=True):
        lire, attendu = _TYPES[champ.type]
        endroit = f"ligne {numero}, colonne « {champ.nom} »"
        if not texte:
            if champ.obligatoire:
                raise _abimee(table, f"{endroit}, la valeur manque")
            ligne[champ.nom] = None
            continue
        try:
            valeur = lire(texte)
            # Python accepte « 1_000 », « nan » et « inf » ; une table, non.
            if champ.type in ("integer", "number") and not (isfinite(valeur) and "_" not in texte):
                raise ValueError(texte)
        except ValueError as erreur:
            raise _abimee(table, f"{endroit}, « {texte} » n'est pas {attendu}") from erreur
        if champ.valeurs_permises and valeur not in champ.valeurs_permises:
            permises = ", ".join(champ.valeurs_permises)
            raise _abimee(table, f"{endroit}, « {texte} » n'est pas prévu (attendu : {permises})")
        ligne[champ.nom] = valeur
    return ligne


@lru_cache
def _contrat(dossier: Path) -> dict[str, Table]:
    texte = _lire(dossier / CONTRAT, "La liste des tables")
    try:
        return {ressource["name"]: _table(ressource) for ressource in json.loads(texte)["resources"]}
    except (ValueError, KeyError, TypeError) as erreur:
        raise DonneesErreur(
            f"La liste des tables est abîmée : data/{CONTRAT} ne se lit pas. "
            "Reprenez ce fichier dans la version d'origine du cours."
        ) from erreur


def _table(ressource: dict) -> Table:
    return Table(
        nom=ressource["name"],
        titre=ressource["title"],
        description=ressource["description"],
        sources=tuple(Source(source["title"], source["path"]) for source in _sources(ressource)),
        conditions=ressource["conditions"],
        etablie_le=date.fromisoformat(ressource["etablie_le"]),
        champs=tuple(
            Champ(
                nom=champ["name"],
                titre=champ["title"],
                description=champ["description"],
                type=champ["type"],
                unite=champ.get("unite", ""),
                obligatoire=champ.get("constraints", {}).get("required", False),
                valeurs_permises=tuple(champ.get("constraints", {}).get("enum", ())),
            )
            for champ in ressource["schema"]["fields"]
        ),
        trous=ressource["trous"],
        a_savoir=tuple(ressource["a_savoir"]),
        nombre_de_lignes=ressource["nombre_de_lignes"],
        fichier=ressource["path"],
        fictif=ressource.get("fictif", False),
    )


def _sources(ressource: dict) -> list[dict]:
    """Une table réelle sans source ne se lit pas ; une table inventée n'en a pas."""
    return ressource.get("sources", []) if ressource.get("fictif") else ressource["sources"]


@lru_cache
def _parametres(dossier: Path) -> dict[str, list[Parametre]]:
    """Chaque paramètre, ses valeurs de la plus ancienne à la plus récente."""
    import yaml

    texte = _lire(dossier / PARAMETRES, "La liste des valeurs légales")
    try:
        return {
            nom: sorted((_parametre(nom, brut, v) for v in brut["valeurs"]), key=lambda parametre: parametre.date_effet)
            for nom, brut in yaml.safe_load(texte).items()
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as erreur:
        raise DonneesErreur(
            f"La liste des valeurs légales est abîmée : data/{PARAMETRES} ne se lit pas. "
            "Reprenez ce fichier dans la version d'origine du cours."
        ) from erreur


def _parametre(nom: str, brut: dict, valeur: dict) -> Parametre:
    lu = Parametre(nom=nom, titre=brut["titre"], unite=brut["unite"], a_savoir=brut["a_savoir"], **valeur)
    if isinstance(lu.valeur, str) or not (isfinite(lu.valeur) and lu.valeur > 0):
        raise TypeError(nom)
    if not all(type(jour) is date for jour in (lu.date_effet, lu.a_verifier_avant)):
        raise TypeError(nom)
    return lu
