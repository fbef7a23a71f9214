"""Les trois leviers du modèle socio-économique, leur répartition et sa place dans le triangle.

Tout est pur et léger : des nombres entrent, des nombres sortent. Partout, une répartition se donne soit comme une
suite dans l'ordre de LEVIERS (humaines, financières, alliances), soit par clé : {"richesses_humaines": 38_400, …}.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trepied.nombres import ecrire_nombre
from trepied.typographie import typographier


@dataclass(frozen=True)
class Levier:
    cle: str
    nom: str
    nom_court: str
    branches: tuple[str, ...]


# Arbre de travail du cours, déduit de sources publiques : ce n'est pas l'arbre des leviers du RAMEAU.
LEVIERS = (
    Levier(
        "richesses_humaines",
        "Richesses humaines",
        "temps donné",
        (
            "bénévolat de gouvernance, de terrain et de compétences",
            "salariat",
            "volontariat, dont le service civique",
            "mécénat de compétences",
        ),
    ),
    Levier(
        "ressources_financieres",
        "Ressources financières",
        "argent",
        (
            "membres : cotisations",
            "usagers et clients : ventes, participations",
            "commande publique : marché, délégation, mandat",
            "subventions de fonctionnement, de projet, d'investissement",
            "générosité : dons, legs",
            "mécénat en argent ou en nature",
            "outils financiers : emprunt, titres associatifs, investissement solidaire",
        ),
    ),
    Levier(
        "alliances_strategiques",
        "Alliances stratégiques",
        "partenaires",
        (
            "mutualisation de moyens",
            "coopération économique",
            "coordination, offre commune",
            "co-création, innovation sociétale",
            "pratiques responsables d'entreprise",
            "regroupement, fusion",
        ),
    ),
)

Repartition = Sequence[float] | Mapping[str, float]

# Un triangle équilatéral de côté 1 : financières à gauche, humaines à droite, alliances en haut.
SOMMETS = {
    "ressources_financieres": (0.0, 0.0),
    "richesses_humaines": (1.0, 0.0),
    "alliances_strategiques": (0.5, math.sqrt(3) / 2),
}


def quantite(valeur: float, nom: str) -> float:
    """La valeur si c'est un nombre fini, positif ou nul ; sinon une ValueError qui dit ce qui ne va pas."""
    x = nombre_fini(valeur, nom)
    if x < 0:
        raise ValueError(typographier(
            f"{nom} : {ecrire_nombre(x)} est négatif. Une quantité part de zéro : vérifiez le signe."
        ))
    return x


def nombre_fini(valeur: float, nom: str) -> float:
    """La valeur si c'est un nombre fini, quel que soit son signe ; sinon une ValueError qui dit ce qui ne va pas."""
    try:
        x = math.nan if isinstance(valeur, str) else float(valeur)
    except (TypeError, ValueError):
        x = math.nan
    if not math.isfinite(x):
        raise ValueError(typographier(f"{nom} : il manque une valeur, ou ce n'est pas un nombre ({valeur!r})."))
    return x


def fermeture(parts: Iterable[float]) -> tuple[float, ...]:
    """F1. Ramène des quantités à leur part du total : pᵢ = xᵢ / Σx ; la somme fait 1.

    Quantités de même unité, positives ou nulles, pas toutes nulles. La fermeture oublie la taille :
    (1, 1, 1) et (4, 4, 4) donnent le même résultat ; montrer aussi le total.
    Source : analyse des données de composition (Aitchison).
    Lève ValueError si une quantité est négative, absente, ou si rien n'est à répartir.
    """
    quantites = [quantite(x, f"Élément {rang}") for rang, x in enumerate(parts, 1)]
    # Diviser d'abord par la plus grande : ni débordement ni perte, même pour 10⁻³⁰⁰ ou 10³⁰⁰.
    plus_grande = max(quantites, default=0.0)
    if not plus_grande:
        raise ValueError(
            "Il n'y a rien à répartir : donnez au moins une quantité plus grande que zéro."
            if quantites
            else "La liste est vide : donnez au moins une quantité plus grande que zéro."
        )
    relatives = [x / plus_grande for x in quantites]
    total = math.fsum(relatives)
    return tuple(x / total for x in relatives)


def poids(repartition: Repartition) -> tuple[float, float, float]:
    """La part de chaque levier, dans l'ordre de LEVIERS, de somme 1. Un levier absent des clés compte pour zéro."""
    if isinstance(repartition, Mapping):
        inconnus = set(repartition) - set(SOMMETS)
        if inconnus:
            raise ValueError(typographier(f"Levier inconnu : {', '.join(sorted(map(str, inconnus)))}."))
        repartition = [repartition.get(levier.cle, 0.0) for levier in LEVIERS]
    parts = fermeture(repartition)
    if len(parts) != len(LEVIERS):
        raise ValueError(typographier(f"Il faut une quantité par levier, soit 3 ; il y en a {len(parts)}."))
    return parts


def barycentre(repartition: Repartition) -> tuple[float, float]:
    """F19. Le point du triangle : la moyenne des sommets, pondérée par les poids (sans unité).

    Plus le point est près d'un sommet, plus la part de ce levier est grande ; sur le côté opposé, elle est nulle.
    Le centre n'est pas un but : l'équilibre dépend de votre projet. Le point ne dit rien de la taille.
    Source : coordonnées barycentriques, diagramme ternaire.
    """
    parts = poids(repartition)
    sommets = [SOMMETS[levier.cle] for levier in LEVIERS]
    return tuple(math.fsum(part * sommet[axe] for part, sommet in zip(parts, sommets, strict=True)) for axe in (0, 1))


def points_a_deplacer(repartition: Repartition, cible: Repartition) -> float:
    """F20. L'écart à votre cible : E = ½ Σ |wᵢ − tᵢ|, de 0 (atteinte) à 1 (rien en commun).

    0,15 se lit « 15 points à déplacer » : chaque point enlevé à un levier est ajouté à un autre.
    C'est un écart à la cible que vous avez choisie, jamais une note. Source : variation totale.
    """
    ecarts = (abs(part - visee) for part, visee in zip(poids(repartition), poids(cible), strict=True))
    return min(1.0, math.fsum(ecarts) / 2)


def phrase_des_poids(repartition: Repartition) -> str:
    """La répartition en une phrase, arrondie à l'euro : la troisième forme, avec le triangle et la barre."""
    temps, argent, partenaires = (ecrire_nombre(part * 100, 0) for part in poids(repartition))
    verbe = "vient" if argent in ("0", "1") else "viennent"
    return typographier(
        f"Sur 100 € de moyens mobilisés, environ {argent} {verbe} de l'argent, {temps} du temps donné, "
        f"{partenaires} des partenaires."
    )
