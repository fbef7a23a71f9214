"""Les cas fictifs du cours : une organisation inventée, ses comptes d'une année, ses heures données, ses partenaires.

Un cas est le contenu de `contenu/cas/<nom>.yml` : montants en euros, heures par an. Rien n'y est réel.
"""

from functools import lru_cache
from pathlib import Path

import yaml

from trepied.leviers import poids as poids_de

DOSSIER = Path(__file__).parent / "contenu" / "cas"


def noms() -> list[str]:
    """Les noms des cas, celui de l'association d'abord : il suit tout le cours."""
    return sorted((f.stem for f in DOSSIER.glob("*.yml")), key=lambda nom: (charger(nom)["profil"] != "association", nom))


@lru_cache
def charger(nom: str) -> dict:
    """Le cas `nom`, par exemple « ateliers-du-moulin ». Lève ValueError s'il n'existe pas."""
    try:
        return yaml.safe_load((DOSSIER / f"{nom}.yml").read_text("utf-8"))
    except FileNotFoundError:
        connus = ", ".join(sorted(f.stem for f in DOSSIER.glob("*.yml")))
        raise ValueError(f"Le cas « {nom} » n'existe pas. Cas du cours : {connus}.") from None


def produits(cas: dict) -> int:
    """Ce que l'année rapporte, en euros."""
    return sum(poste["montant"] for poste in cas["produits"].values())


def charges(cas: dict) -> int:
    """Ce que l'année coûte, amortissements compris, en euros."""
    return sum(poste["montant"] for poste in cas["charges"].values())


def moyens(cas: dict) -> tuple[float, float, float]:
    """F18. Le temps donné valorisé, l'argent reçu et les apports des partenaires, en euros : trois parts disjointes."""
    benevolat = cas["benevolat"]
    return benevolat["heures"] * benevolat["taux_horaire"], produits(cas), cas["apports_de_partenaires"]


def poids(cas: dict) -> tuple[float, float, float]:
    """La part de chaque levier, de somme 1, dans l'ordre humaines, financières, alliances."""
    return poids_de(moyens(cas))
