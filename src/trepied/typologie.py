"""Les sept modèles de référence de ressources financières : un repère pour se situer, pas des cases.

D'après la contribution CPCA / Le Mouvement associatif de janvier 2014. Nous n'en avons lu que le début, avec ses
précautions : les noms et les traits viennent de pages qui la citent, redits avec nos mots. Ce qui n'a pas été trouvé
reste vide. La typologie ne regarde que le levier financier.
"""

from dataclasses import dataclass

TYPOLOGIE = "http://lemouvementassociatif.org/modeles/typologie-des-modeles-de-ressources-financieres"
NOMS = "https://www.pro-bono.fr/2015/08/modeles-economiques-associations-comparaison-france-etats-unis/"
TRAITS = (
    "https://www.officemanagement.services/post/"
    "nouveaux-mod%C3%A8les-%C3%A9conomiques-des-associations-diversification-des-mod%C3%A8les-%C3%A9conomiques"
)


@dataclass(frozen=True)
class Modele:
    """Un modèle de référence. Un texte vide veut dire « non trouvé » ; `nom_reconstruit` : le titre d'origine manque."""

    numero: int
    nom: str
    domine: str
    force: str
    vigilance: str
    sources: tuple[str, ...]
    nom_reconstruit: bool = False


MODELES = (
    Modele(1, "Modèle des membres", "les cotisations des membres", "une grande liberté", "la croissance trouve vite sa limite",
           (TRAITS,), nom_reconstruit=True),
    Modele(2, "Prestation et savoir-faire", "des ventes, au privé ou au public", "une certaine autonomie",
           "des bénévoles peuvent y perdre le sens", (NOMS, TRAITS)),
    Modele(3, "Opératrice de politique publique", "un service public, dans un cadre fixé", "une mission stable (lecture du cours)",
           "peu de marge de manœuvre", (NOMS, TRAITS)),
    Modele(4, "Subventions publiques", "une aide publique à votre propre projet", "l'intérêt général est reconnu",
           "versées tard, et en baisse", (NOMS, TRAITS)),
    Modele(5, "Cofinancement", "public et privé ensemble, par projet", "l'habitude des partenariats",
           "il faut de l'argent d'avance", (NOMS, TRAITS)),
    Modele(6, "Mobilisation privée", "des dons, et le soutien d'entreprises", "sans argent public (lecture du cours)", "", (NOMS, TRAITS)),
    Modele(7, "Modèle mutualisé", "", "", "", (NOMS,)),
)


def noms() -> list[str]:
    """Les noms proposés à l'écran, dans l'ordre : un modèle sans définition ne se choisit pas."""
    return [modele.nom for modele in MODELES if modele.domine]
