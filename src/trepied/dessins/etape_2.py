"""Les dessins de l'étape 2. Tous viennent des cas fictifs du cours."""

from collections.abc import Sequence

from trepied import cas
from trepied.nombres import ecrire_euros, ecrire_pourcent
from trepied.svg import COULEURS, LARGEUR, Figure, image, ligne_de_texte, triangle

# Une association, une fondation, une collectivité, une entreprise : l'ordre des quatre profils dans le cours.
QUATRE_CAS = ("ateliers-du-moulin", "fondation-passe-pages", "camion-des-services", "menuiserie-boisclair")
# Dans les comptes des cas, ce qui est vendu à quelqu'un. Aucun des quatre n'a de commande publique.
REVENUS_D_ACTIVITE = ("ventes",)
SOURCE = "comptes des cas fictifs, montants inventés pour le cours."


def quatre_maisons() -> Figure:
    """Les quatre cas dans le triangle des leviers ; le total des moyens est écrit, parce que le triangle le cache."""
    choisis = [cas.charger(nom) for nom in QUATRE_CAS]
    totaux = [ecrire_euros(sum(cas.moyens(c))) for c in choisis]
    return triangle(
        "Quatre maisons, quatre appuis",
        [(f"{c['nom']} : {total}", cas.poids(c)) for c, total in zip(choisis, totaux, strict=True)],
        source="moyens d'une année des quatre cas, montants inventés pour le cours. Le total compte l'argent, le temps donné à 16 € l'heure et les apports des partenaires. Parts arrondies.",
        fictif=True,
    )


def part_des_revenus_d_activite(un_cas: dict, *, en_plus: Sequence[str] = ()) -> float:
    """Les revenus d'activité sur tous les produits en argent (0 à 1) ; `en_plus` : d'autres postes, supposés achetés."""
    comptes = {*REVENUS_D_ACTIVITE, *en_plus}
    return sum(p["montant"] for cle, p in un_cas["produits"].items() if cle in comptes) / cas.produits(un_cas)


def revenus_d_activite() -> Figure:
    """La part des revenus d'activité dans les quatre cas, et le trait de la moitié."""
    choisis = [cas.charger(nom) for nom in QUATRE_CAS]
    return _parts_et_moitie(
        "Ce qui vient des ventes, sur tout l'argent de l'année",
        [(c["nom"], part_des_revenus_d_activite(c), ecrire_euros(cas.produits(c))) for c in choisis],
        colonne="Argent de l'année",
    )


def un_seul_papier_change() -> Figure:
    """Le Moulin, selon que la commune subventionne ou achète : la même somme, de part et d'autre de la moitié."""
    moulin = cas.charger("ateliers-du-moulin")
    somme = ecrire_euros(moulin["produits"]["commune"]["montant"])
    return _parts_et_moitie(
        "Les Ateliers du Moulin, avant et après",
        [
            ("La commune subventionne", part_des_revenus_d_activite(moulin), somme),
            ("La commune achète", part_des_revenus_d_activite(moulin, en_plus=["commune"]), somme),
        ],
        colonne="Versé par la commune",
    )


def _parts_et_moitie(titre: str, lignes: Sequence[tuple[str, float, str]], colonne: str) -> Figure:
    """Des barres de 0 à 100 %, avec le trait de la moitié. `lignes` : (nom, part de 0 à 1, précision du tableau)."""
    gauche, droite, pas = 12, LARGEUR - 12, 52
    milieu, bas = (gauche + droite) / 2, 26 + len(lignes) * pas
    dessin = [
        ligne_de_texte(milieu, 16, "la moitié", taille=13.5),
        f'<path d="M{milieu:.0f} 22 V32" stroke="currentColor" stroke-width="2"/>',
    ]
    for n, (nom, part, _) in enumerate(lignes):
        haut = 30 + n * pas
        # Au-dessus de la moitié, la barre change de couleur ; le trait et le nombre le disent aussi.
        couleur = COULEURS["orange" if part > 0.5 else "bleu"]
        dessin += [
            f'<rect x="{gauche}" y="{haut + 22}" width="{droite - gauche}" height="16" rx="3" stroke="currentColor" stroke-opacity=".3"/>',
            f'<rect x="{gauche}" y="{haut + 22}" width="{(droite - gauche) * part:.0f}" height="16" rx="3" fill="{couleur}"/>',
            # Le trait s'arrête à chaque barre : il ne raye pas les noms.
            f'<path d="M{milieu:.0f} {haut + 18} v24" stroke="currentColor" stroke-width="2"/>',
            ligne_de_texte(gauche, haut + 15, nom, taille=14, ancre="start"),
            ligne_de_texte(droite, haut + 15, _ecrite(part), taille=14, gras=True, ancre="end"),
        ]
    parts = [_ecrite(part) for _, part, _ in lignes]
    alt = (
        "Des barres, et un trait à la moitié. "
        + " ; ".join(f"{nom} : {ecrite}" for (nom, *_), ecrite in zip(lignes, parts, strict=True))
        + "."
    )
    return Figure(
        titre=titre, alt=alt, svg=image(alt, bas + 8, dessin), entetes=("", "Revenus d'activité", colonne),
        lignes=[(nom, ecrite, detail) for (nom, _, detail), ecrite in zip(lignes, parts, strict=True)],
        source=SOURCE, fictif=True,
    )


def _ecrite(part: float) -> str:
    """« 40 % » et « 96,7 % » : une décimale seulement si elle dit quelque chose."""
    return ecrire_pourcent(part, 0 if round(1000 * part) % 10 == 0 else 1)


# Ce que chaque cas fait, confie contre paiement, et rend possible chez d'autres.
CERCLES = {
    "ateliers-du-moulin": ("l'atelier du samedi, la vente de vélos", "la paie, par un cabinet", "l'atelier du lycée, l'entraide de cinq ateliers"),
    "fondation-passe-pages": ("la lecture des dossiers, les visites, les aides versées", "l'envoi de l'appel aux dons", "les échanges entre lieux de lecture"),
    "camion-des-services": ("l'accueil dans vingt villages", "l'entretien du véhicule", "les permanences des partenaires"),
    "menuiserie-boisclair": ("les meubles, la formation", "le transport", "les travaux du lycée sur la scie partagée"),
}


def trois_cercles() -> Figure:
    """Ce que le Moulin fait, fait faire et rend possible, du centre vers le bord ; le tableau donne les quatre cas."""
    # Trois ellipses posées sur le même sol : chacune laisse au-dessus de la précédente la place de ses mots.
    ellipses = ((160, 172, 154, ' stroke-width="2" stroke-dasharray="7 5"'), (198, 136, 110, ' stroke-width="2"'), (236, 98, 66, ' stroke-width="3.5"'))
    couleurs = ("vert", "orange", "bleu")
    dessin = [
        f'<ellipse cx="180" cy="{y}" rx="{rx}" ry="{ry}" stroke="{COULEURS[couleur]}"{trait}/>'
        for (y, rx, ry, trait), couleur in zip(ellipses, couleurs, strict=True)
    ]
    fait, fait_faire, rend_possible = CERCLES["ateliers-du-moulin"]
    for y, mots in ((38, "Rend possible"), (118, "Fait faire"), (212, "Fait")):
        dessin.append(ligne_de_texte(180, y, mots, gras=True))
    for y, mots in zip((58, 76), rend_possible.split(", "), strict=True):
        dessin.append(ligne_de_texte(180, y, mots, taille=13.5))
    dessin.append(ligne_de_texte(180, 140, fait_faire, taille=13.5))
    for y, mots in zip((236, 256), fait.split(", "), strict=True):
        dessin.append(ligne_de_texte(180, y, mots, taille=13.5))
    alt = (
        f"Trois cercles emboîtés. Au centre, ce que l'association fait : {fait}. Autour, ce qu'elle fait faire : {fait_faire}. "
        f"Au bord, en pointillé, ce qu'elle rend possible : {rend_possible}."
    )
    return Figure(
        titre="Les Ateliers du Moulin, du centre au bord", alt=alt, svg=image(alt, 322, dessin),
        entetes=("", "Fait", "Fait faire", "Rend possible"),
        lignes=[(cas.charger(nom)["nom"], *trois) for nom, trois in CERCLES.items()],
        source="les quatre cas fictifs du cours. Les trois cercles sont un dessin de ce cours.", fictif=True,
    )
