"""La population fictive du cours : 200 associations inventées, calées sur des chiffres publiés.

Aucune de ces associations n'existe. Leur nombre par taille, par domaine, la part des employeuses et le partage de
l'argent suivent les tables de data/ (voir `CIBLES`) ; tout le reste est tiré au sort, toujours le même tirage.
`python -m trepied.atelier.population` réécrit data/population_associations_fictive.csv.
"""

import csv
import io
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trepied import donnees
from trepied.fichiers import ecrire

TABLE = "population_associations_fictive"
NOMBRE = 200
GRAINE = 2018
TRANCHES = (
    (10_000, "moins de 10 k€"),
    (50_000, "de 10 à 50 k€"),
    (200_000, "de 50 à 200 k€"),
    (500_000, "de 200 à 500 k€"),
    (float("inf"), "plus de 500 k€"),
)
ARGENT = ("subventions", "commandes_publiques", "cotisations_et_dons", "autres_ressources")
COLONNES = ("numero", "domaine", "employeuse", "tranche", "budget", *ARGENT, "heures_benevoles", "etp_salaries", "budget_ecrit")


@dataclass(frozen=True)
class Cible:
    """Un chiffre publié que la population doit retrouver, à `tolerance` près ; `mesure` le recalcule sur ses lignes."""

    nom: str
    table: str
    ou: dict
    champ: str
    tolerance: float
    mesure: Callable[[Sequence[dict]], float]

    def publiee(self) -> float:
        """La valeur dans data/. Lève DonneesErreur si la table manque, LookupError si la ligne n'y est pas."""
        for ligne in donnees.lignes(self.table):
            if all(ligne[cle] == valeur for cle, valeur in self.ou.items()):
                return float(ligne[self.champ])
        raise LookupError(f"{self.table} n'a pas de ligne {self.ou}")


def _somme(lignes, champ):
    return sum(ligne[champ] for ligne in lignes)


def _part(lignes, partie, champ=None) -> float:
    """La part (en %) des lignes de `partie`, en nombre ou dans le total de `champ`."""
    choisies = [ligne for ligne in lignes if partie(ligne)]
    if champ is None:
        return 100 * len(choisies) / len(lignes)
    return 100 * _somme(choisies, champ) / _somme(lignes, champ)


def _employeuse(ligne):
    return ligne["employeuse"] == "oui"


def _benevole(ligne):
    return ligne["employeuse"] == "non"


def _petite(ligne):
    return ligne["budget"] < 10_000


def _grande(ligne):
    return ligne["budget"] > 500_000


def _publique(lignes, qui):
    choisies = [ligne for ligne in lignes if qui(ligne)]
    return 100 * (_somme(choisies, "subventions") + _somme(choisies, "commandes_publiques")) / _somme(choisies, "budget")


def _dans_le_budget(lignes, qui, champ):
    choisies = [ligne for ligne in lignes if qui(ligne)]
    return 100 * _somme(choisies, champ) / _somme(choisies, "budget")


def _moyenne(lignes, qui, champ):
    choisies = [ligne for ligne in lignes if qui(ligne)]
    return _somme(choisies, champ) / len(choisies)


def _cadrage(annee: int, indicateur: str) -> dict:
    return {"annee": annee, "indicateur": indicateur}


def _groupe(debut: str, ressource: str) -> dict:
    """Une ligne de la table de concentration, par le début du nom du groupe."""
    for ligne in donnees.lignes("concentration_ressources"):
        if ligne["groupe"].startswith(debut) and ligne["ressource"].startswith(ressource):
            return {"annee": ligne["annee"], "groupe": ligne["groupe"], "ressource": ligne["ressource"]}
    raise LookupError(f"concentration_ressources n'a pas de groupe « {debut} » pour « {ressource} »")


def cibles() -> list[Cible]:
    """Les chiffres publiés à retrouver. Ils viennent d'années et d'enquêtes différentes : c'est un compromis, pas une photographie."""
    deux_mille_dix_huit = "ressources_employeuses_2018"
    budget_2005 = _groupe("Budget annuel > 500 000", "Budget cumulé")
    petites_2011 = _groupe("Budget annuel < 10 000", "Subventions")
    grandes_2011 = _groupe("Les plus grandes", "Subventions")

    def structure(qui, nom, ressource, champ):
        return Cible(
            f"{nom} : {ressource.lower()}", deux_mille_dix_huit, {"type_association": nom, "type_ressource": ressource}, "part", 3,
            lambda lignes: _publique(lignes, qui) if champ is None else _dans_le_budget(lignes, qui, champ),
        )

    publiques, privees, autres = (
        "Commandes et subventions publiques", "Cotisations, dons, mécénat et legs", "Autres ressources (par différence)",
    )
    liste = [
        Cible("associations au budget de moins de 10 000 €", "concentration_ressources", petites_2011, "part_des_associations", 0.5,
              lambda lignes: _part(lignes, _petite)),
        Cible("associations au budget de plus de 500 000 €", "concentration_ressources", budget_2005, "part_des_associations", 0.5,
              lambda lignes: _part(lignes, _grande)),
        Cible("argent total, associations de plus de 500 000 €", "concentration_ressources", budget_2005, "part_de_la_ressource", 3,
              lambda lignes: _part(lignes, _grande, "budget")),
        Cible("argent total, employeuses", "concentration_ressources", _groupe("Employeuses", "Budget cumulé"), "part_de_la_ressource", 4,
              lambda lignes: _part(lignes, _employeuse, "budget")),
        Cible("subventions, employeuses", "concentration_ressources", _groupe("Employeuses", "Subventions"), "part_de_la_ressource", 3,
              lambda lignes: _part(lignes, _employeuse, "subventions")),
        Cible("commandes publiques, employeuses", "concentration_ressources", _groupe("Employeuses", "Commandes"), "part_de_la_ressource", 4,
              lambda lignes: _part(lignes, _employeuse, "commandes_publiques")),
        Cible("subventions, associations de moins de 10 000 €", "concentration_ressources", petites_2011, "part_de_la_ressource", 1,
              lambda lignes: _part(lignes, _petite, "subventions")),
        Cible("subventions, les plus grandes", "concentration_ressources", grandes_2011, "part_de_la_ressource", 4,
              lambda lignes: _part(lignes, _grande, "subventions")),
        *(structure(qui, nom, ressource, champ)
          for qui, nom in ((_employeuse, "Employeuses"), (_benevole, "Non employeuses"))
          for ressource, champ in ((publiques, None), (privees, "cotisations_et_dons"), (autres, "autres_ressources"))),
        Cible("subventions dans l'argent total", "ressources_structure_annees", {"annee": 2017, "type_ressource": "Subventions publiques"},
              "part", 2, lambda lignes: _dans_le_budget(lignes, lambda _: True, "subventions")),
        Cible("commandes publiques dans l'argent total", "ressources_structure_annees", {"annee": 2017, "type_ressource": "Commandes publiques"},
              "part", 2, lambda lignes: _dans_le_budget(lignes, lambda _: True, "commandes_publiques")),
        *(Cible(f"domaine : {ligne['domaine']}", "associations_domaines", {"annee": ligne["annee"], "domaine": ligne["domaine"]}, "part", 0.5,
                lambda lignes, domaine=ligne["domaine"]: _part(lignes, lambda x: x["domaine"] == domaine))
          for ligne in donnees.lignes("associations_domaines")),
    ]
    return liste


def rapports(lignes: Sequence[dict]) -> list[tuple[str, float, float, float]]:
    """Les cibles qui demandent de diviser deux chiffres publiés : (nom, valeur publiée, valeur obtenue, tolérance)."""
    publie = {(x["annee"], x["indicateur"]): x["valeur"] for x in donnees.lignes("associations_cadrage")}
    employeuses, autres = publie[2018, "Associations employeuses"], publie[2018, "Associations non employeuses"]
    duree = donnees.parametre("duree_annuelle_travail").valeur
    return [
        ("part des employeuses (%)", 100 * employeuses / (employeuses + autres), _part(lignes, _employeuse), 0.5),
        ("budget moyen (€)", publie[2011, "Budget cumulé"] * 1e9 / publie[2011, "Nombre d'associations"],
         _moyenne(lignes, lambda _: True, "budget"), 2_000),
        ("heures bénévoles par employeuse", publie[2018, "Bénévolat en ETP, employeuses"] * duree / employeuses,
         _moyenne(lignes, _employeuse, "heures_benevoles"), 40),
        ("heures bénévoles par non employeuse", publie[2018, "Bénévolat en ETP, non employeuses"] * duree / autres,
         _moyenne(lignes, _benevole, "heures_benevoles"), 20),
        ("équivalents temps plein par employeuse", publie[2018, "Emploi salarié en ETP"] / employeuses,
         _moyenne(lignes, _employeuse, "etp_salaries"), 0.3),
    ]


# --- Le tirage


@dataclass(frozen=True)
class Groupe:
    """Des associations d'une même sorte : combien, entre quels budgets, et combien d'argent de chaque origine (en k€)."""

    nombre: int
    employeuse: bool
    de: float
    a: float
    subventions: float
    commandes_publiques: float
    cotisations_et_dons: float
    autres_ressources: float
    sans_subvention: float  # part des associations qui n'en reçoivent aucune : choisie, non publiée
    sans_commande: float

    @property
    def argent(self) -> list[float]:
        return [1_000 * getattr(self, origine) for origine in ARGENT]


# Les sommes viennent des cibles : 200 associations × 65 k€ en moyenne ≈ 13 M€, partagés comme dans les tables.
GROUPES = (
    Groupe(142, False, 300, 9_900, 54, 4, 190, 144, 0.62, 0.97),
    Groupe(31, False, 10_100, 195_000, 183, 48, 745, 854, 0.35, 0.85),
    Groupe(23, True, 14_000, 480_000, 540, 1_130, 640, 1_360, 0.13, 0.30),
    Groupe(4, True, 560_000, 4_200_000, 1_850, 1_830, 880, 2_630, 0.0, 0.0),
)


def fabriquer() -> list[dict]:
    """Les 200 associations, dans l'ordre de leurs numéros. Toujours les mêmes : le hasard a une graine."""
    tirage = random.Random(GRAINE)
    lignes = []
    for groupe in GROUPES:
        budgets = _budgets(groupe, tirage)
        partage = _partager(budgets, groupe, tirage)
        lignes += [
            {"employeuse": "oui" if groupe.employeuse else "non", "budget": budget, **dict(zip(ARGENT, argent))}
            for budget, argent in zip(budgets, partage)
        ]
    _ajouter_les_personnes(lignes, tirage)
    _ajouter_les_domaines(lignes, tirage)
    _melanger(lignes, tirage)
    for numero, ligne in enumerate(lignes, 1):
        ligne["numero"] = numero
        ligne["tranche"] = next(nom for plafond, nom in TRANCHES if ligne["budget"] < plafond)
        ligne["budget_ecrit"] = _a_la_francaise(ligne["budget"])
    return [{nom: ligne[nom] for nom in COLONNES} for ligne in lignes]


def _budgets(groupe: Groupe, tirage: random.Random) -> list[int]:
    """Des budgets étalés du plus petit au plus grand, dont la somme est celle du groupe."""
    somme = sum(groupe.argent)
    rangs = [(n + 0.25 + 0.5 * tirage.random()) / groupe.nombre for n in range(groupe.nombre)]

    def etales(forme: float) -> list[float]:
        return [groupe.de * (groupe.a / groupe.de) ** (rang**forme) for rang in rangs]

    bas, haut = 0.05, 20.0  # plus la forme est grande, plus les petits sont nombreux
    for _ in range(80):
        milieu = (bas + haut) / 2
        bas, haut = (milieu, haut) if sum(etales(milieu)) > somme else (bas, milieu)
    return [10 * round(budget / 10) for budget in etales(bas)]


def _partager(budgets: Sequence[int], groupe: Groupe, tirage: random.Random) -> list[list[int]]:
    """L'argent de chaque association par origine : lignes et colonnes sont ajustées tour à tour jusqu'aux sommes voulues."""
    absentes = (groupe.sans_subvention, groupe.sans_commande, 0.0, 0.0)
    brut = [[0.0 if tirage.random() < absente else 0.15 + tirage.random() ** 2 for absente in absentes] for _ in budgets]
    if not any(ligne[1] for ligne in brut):
        brut[-1][1] = 1.0
    for _ in range(100):
        for colonne, voulu in enumerate(groupe.argent):
            obtenu = sum(ligne[colonne] for ligne in brut)
            for ligne in brut:
                ligne[colonne] *= voulu / obtenu
        for ligne, budget in zip(brut, budgets):
            obtenu = sum(ligne)
            ligne[:] = [part * budget / obtenu for part in ligne]
    parts = [[10 * round(part / 10) for part in ligne[:3]] for ligne in brut]
    return [[*ligne, budget - sum(ligne)] for ligne, budget in zip(parts, budgets)]


def _ajouter_les_personnes(lignes: list[dict], tirage: random.Random) -> None:
    """Du temps donné partout ; du temps salarié chez les employeuses, d'autant plus que le budget est grand."""
    for employeuse, heures in (("oui", 2_174), ("non", 511)):
        choisies = [ligne for ligne in lignes if ligne["employeuse"] == employeuse]
        brut = [(0.3 + 1.4 * tirage.random()) * ligne["budget"] ** 0.3 for ligne in choisies]
        for ligne, poids in zip(choisies, brut):
            ligne["heures_benevoles"] = 10 * round(heures * len(brut) * poids / sum(brut) / 10)
    choisies = [ligne for ligne in lignes if ligne["employeuse"] == "oui"]
    brut = [(0.8 + 0.4 * tirage.random()) * ligne["budget"] ** 0.95 for ligne in choisies]
    for ligne in lignes:
        ligne["etp_salaries"] = 0.0
    for ligne, poids in zip(choisies, brut):
        ligne["etp_salaries"] = max(0.2, round(8.8 * len(brut) * poids / sum(brut), 1))


def _ajouter_les_domaines(lignes: list[dict], tirage: random.Random) -> None:
    """Les parts publiées fixent combien d'associations par domaine ; leur taille selon le domaine, elle, est inventée."""
    parts = {ligne["domaine"]: ligne["part"] for ligne in donnees.lignes("associations_domaines")}
    restent = {domaine: round(part * NOMBRE / 100) for domaine, part in parts.items()}
    gout = {"Action sociale": 6.0, "Enseignement": 5.0, "Gestion": 3.0, "Culture": 1.5, "Sport": 0.8, "Défense": 0.5}
    # Les employeuses choisissent d'abord : sinon les domaines qui emploient le plus seraient déjà pris.
    for ligne in sorted(lignes, key=lambda x: -x["budget"] if x["employeuse"] == "oui" else 1):
        poids = {
            domaine: nombre * (next((g for debut, g in gout.items() if domaine.startswith(debut)), 0.3) if ligne["employeuse"] == "oui" else 1)
            for domaine, nombre in restent.items()
        }
        seuil = tirage.random() * sum(poids.values())
        for domaine, part in poids.items():
            seuil -= part
            if seuil < 0:
                break
        ligne["domaine"] = domaine
        restent[domaine] -= 1


def _melanger(lignes: list[dict], tirage: random.Random) -> None:
    # Pas random.shuffle : son algorithme peut changer d'une version de Python à l'autre, pas random().
    lignes.sort(key=lambda ligne: tirage.random())


def _a_la_francaise(budget: int) -> str:
    """Le budget comme un tableur français l'écrit : « 1 234,50 ». Une machine y lit d'abord du texte."""
    return f"{budget:,},00".replace(",", " ", f"{budget:,}".count(","))


def en_csv() -> str:
    """Le contenu de data/population_associations_fictive.csv."""
    sortie = io.StringIO()
    ecrivain = csv.DictWriter(sortie, COLONNES, lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(fabriquer())
    return sortie.getvalue()


if __name__ == "__main__":
    chemin = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[3] / "data" / f"{TABLE}.csv"
    ecrire(chemin, en_csv().encode())
