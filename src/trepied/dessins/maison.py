"""« L'équilibre de la maison » : ce que l'année rapporte, ce qu'elle coûte, et le socle que le résultat ne montre pas."""

from trepied.cas import charges, produits
from trepied.nombres import ecrire_euros, ecrire_nombre
from trepied.svg import COULEURS, Figure, image, ligne_de_texte


def maison(cas: dict) -> Figure:
    """« L'équilibre de la maison » d'un cas : ce que l'année rapporte, ce qu'elle coûte, et ce que le résultat ne montre pas.

    `cas` : un contenu de `contenu/cas/`, montants en euros, heures de bénévolat.
    """
    entre, sort = produits(cas), charges(cas)
    heures, apports = cas["benevolat"]["heures"], cas["apports_de_partenaires"]
    temps_donne = f"{ecrire_nombre(heures)} heures de bénévoles" if heures else "aucune heure de bénévole"
    reste = f"il reste {ecrire_euros(entre - sort)}" if entre > sort else f"il manque {ecrire_euros(sort - entre)}" if sort > entre else "il ne reste rien et rien ne manque"
    haut = 104
    echelle = 150 / max(entre, sort)
    dessin = [
        f'<path d="M20 {haut - 6} L180 14 L340 {haut - 6} Z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>',
        ligne_de_texte(180, 74, "L'action", gras=True),
        ligne_de_texte(180, 92, cas["action"], taille=13.5),
    ]
    bas = haut + 176
    for x, titre, somme, couleur in ((40, "Rapporte", entre, "bleu"), (188, "Coûte", sort, "orange")):
        hauteur = somme * echelle
        dessin += [
            f'<rect x="{x}" y="{bas - hauteur:.0f}" width="132" height="{hauteur:.0f}" rx="3" fill="{COULEURS[couleur]}"/>',
            ligne_de_texte(x + 66, bas - 84, titre, blanc=True),
            ligne_de_texte(x + 66, bas - 62, ecrire_euros(somme), gras=True, blanc=True),
        ]
    dessin += [
        f'<path d="M32 {haut - 6} V{bas} H328 V{haut - 6}" fill="none" stroke="currentColor" stroke-width="2"/>',
        f'<rect x="20" y="{bas + 4}" width="320" height="64" rx="3" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"/>',
        ligne_de_texte(180, bas + 24, "Le socle, hors du résultat", gras=True),
        ligne_de_texte(180, bas + 42, temps_donne, taille=13.5),
        ligne_de_texte(180, bas + 58, f"{ecrire_euros(apports)} d'aide des partenaires", taille=13.5),
    ]
    alt = (
        f"Une maison. Dans les murs, deux colonnes : l'année rapporte {ecrire_euros(entre)}, elle coûte {ecrire_euros(sort)}, "
        f"{reste}. Dessous, en pointillé, un socle qui ne change pas le résultat : "
        f"{temps_donne} et {ecrire_euros(apports)} d'aide des partenaires."
    )
    lignes = [
        *([p["libelle"], ecrire_euros(p["montant"]), ""] for p in cas["produits"].values()),
        *([c["libelle"], "", ecrire_euros(c["montant"])] for c in cas["charges"].values()),
        ["Total", ecrire_euros(entre), ecrire_euros(sort)],
    ]
    return Figure(
        titre=f"La maison : {cas['nom']}, une année", alt=alt, svg=image(alt, bas + 76, dessin),
        entetes=("Poste", "Rapporte", "Coûte"), lignes=lignes,
        source=f"{cas['nom']}, montants inventés pour le cours.", fictif=cas["fictif"],
    )
