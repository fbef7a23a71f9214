"""Les dessins de l'étape 4."""

from trepied import cas, donnees
from trepied.indicateurs import HEURES_PAR_AN, etp_benevole, valeur_du_benevolat
from trepied.nombres import ecrire_date, ecrire_euros, ecrire_nombre, ecrire_pourcent
from trepied.svg import COULEURS, Figure, barres, image, ligne_de_texte, marque

# L'arbre du cours : (branche, ce qui la distingue, rameaux).
ARBRE = (
    ("Bénévolat", "Un temps donné, librement.", (
        ("de gouvernance", "au conseil, au bureau, au comité"),
        ("de terrain", "à l'atelier, à l'accueil, sur place"),
        ("de compétences", "un savoir-faire, donné"),
    )),
    ("Salariat", "Un contrat de travail, un salaire.", ()),
    ("Volontariat", "Un contrat limité, une indemnité.", (("service civique", "et quelques autres"),)),
    ("Mécénat de compétences", "Prêté et payé par son entreprise.", ()),
)
# La rencontre à trois : (qui, ses deux questions).
TROIS = (
    ("La personne", "De quoi ai-je envie ?", "Sur quel temps ?"),
    ("L'employeur", "Qui paie ces heures ?", "Qu'y gagne l'équipe ?"),
    ("L'organisation", "De quoi avons-nous besoin ?", "Qui accueille ?"),
)
# Les formes d'engagement des salariés, rangées par le cours : (quand, (forme, ce qui la distingue)).
FORMES_D_ENGAGEMENT = (
    ("Sur le temps de travail", (
        ("Mécénat : prestation", "l'entreprise rend un service"),
        ("Mécénat : prêt de main-d'œuvre", "elle prête une personne"),
    )),
    ("Partagé entre les deux", (
        ("Congé solidaire", "ses vacances, des frais payés"),
        ("Jours de repos donnés", "des RTT laissés à une action"),
        ("Arrondi sur salaire", "des centimes, donc de l'argent"),
    )),
    ("En dehors", (
        ("Bénévolat", "son temps à soi"),
        ("Bénévolat de compétences", "son temps, et son métier"),
    )),
    ("Selon le moment", (
        ("Journée collective", "selon le jour : offert ou posé"),
        ("Pro bono", "selon l'heure : mécénat ou bénévolat"),
    )),
)
# Ce que la loi sépare : (statut, qui commande, ce qui est reçu en échange).
STATUTS = (
    ("Bénévole", "on s'organise ensemble", "ses frais réels, rien de plus"),
    ("Volontaire", "une mission, sans subordination", "une indemnité"),
    ("Salarié", "l'employeur commande", "un salaire"),
    ("Mécénat de compétences", "son entreprise reste l'employeur", "son salaire, payé par elle"),
    ("Prestataire", "il organise son travail", "le prix de sa facture"),
)
# Un plan de relève inventé pour les Ateliers du Moulin.
PLAN = (
    ("Fonction", "responsabilité de l'atelier vélos, le samedi"),
    ("À écrire", "réglages, commandes, place des clés"),
    ("Qui", "deux bénévoles, avec la personne actuelle"),
    ("Quand", "premier essai avant le 31 mars"),
    ("À quel signe", "deux samedis tenus sans un seul appel"),
)


def heures_en_annees() -> Figure:
    """Les heures données aux Ateliers du Moulin, rangées dans des années de travail à temps plein."""
    moulin = cas.charger("ateliers-du-moulin")
    heures = moulin["benevolat"]["heures"]
    etp = etp_benevole(heures)
    reste = heures - HEURES_PAR_AN
    largeur, haut, hauteur = 160, 30, 64
    dessin = []
    for n, (mots, part) in enumerate(((f"{ecrire_nombre(HEURES_PAR_AN)} h", 1), (f"{ecrire_nombre(reste)} h", reste / HEURES_PAR_AN))):
        gauche = 12 + n * 176
        dessin += [
            ligne_de_texte(gauche, haut - 10, ("Une année pleine", "Une autre, entamée")[n], taille=14, ancre="start"),
            f'<rect x="{gauche}" y="{haut}" width="{largeur * part:.0f}" height="{hauteur}" rx="3" fill="{COULEURS["bleu"]}"/>',
            f'<rect x="{gauche}" y="{haut}" width="{largeur}" height="{hauteur}" rx="3" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"/>',
            ligne_de_texte(gauche + largeur * part / 2, haut + 38, mots, gras=True, blanc=True),
        ]
    dessin += [
        ligne_de_texte(180, haut + hauteur + 32, f"{ecrire_nombre(etp, 2)} équivalent temps plein", taille=17, gras=True),
        ligne_de_texte(180, haut + hauteur + 60, "et une quarantaine de personnes :", taille=14),
    ]
    for n in range(40):
        x, y = 28 + (n % 20) * 16, haut + hauteur + 78 + (n // 20) * 22
        dessin.append(f'<circle cx="{x}" cy="{y}" r="5.5" fill="{COULEURS["vert"]}"/>')
    alt = (
        f"{ecrire_nombre(heures)} heures remplissent une année de travail à temps plein, soit {ecrire_nombre(HEURES_PAR_AN)} heures, et "
        f"{ecrire_pourcent(reste / HEURES_PAR_AN, 0)} d'une deuxième : {ecrire_nombre(etp, 2)} équivalent temps plein. Dessous, "
        "quarante ronds pour la quarantaine de personnes qui donnent ces heures."
    )
    return Figure(
        titre=f"{ecrire_nombre(heures)} heures données en une année", alt=alt, svg=image(alt, haut + hauteur + 116, dessin),
        entetes=("", "Heures", "Équivalent temps plein"),
        lignes=[
            ("Une année à temps plein", ecrire_nombre(HEURES_PAR_AN), "1"),
            (moulin["nom"], ecrire_nombre(heures), ecrire_nombre(etp, 2)),
        ],
        source=f"{moulin['nom']}, heures inventées pour le cours ; {ecrire_nombre(HEURES_PAR_AN)} heures par an, repère du cours.",
        fictif=True,
    )


def arbre_des_personnes() -> Figure:
    """L'arbre des richesses humaines, proposé par le cours : quatre branches et leurs rameaux."""
    tronc, y, dessin, lignes = 26, 24, [], []
    # La première branche part du haut ; le tronc descend jusqu'à la dernière.
    for branche, trait, rameaux in ARBRE:
        depart = y
        dessin += [
            f'<path d="M{tronc} {depart + 26} Q{tronc} {depart} {tronc + 26} {depart}" stroke="{COULEURS["vert"]}" stroke-width="5" stroke-linecap="round"/>',
            ligne_de_texte(tronc + 36, depart + 5, branche, taille=16, gras=True, ancre="start"),
            ligne_de_texte(tronc + 36, depart + 24, trait, taille=13.5, ancre="start"),
        ]
        lignes.append((branche, trait))
        y += 36
        for rameau, exemple in rameaux:
            dessin += [
                f'<path d="M{tronc} {y + 18} Q{tronc} {y + 6} {tronc + 44} {y + 6}" stroke="{COULEURS["vert"]}" stroke-width="3" stroke-linecap="round"/>',
                f'<ellipse cx="{tronc + 52}" cy="{y + 6}" rx="9" ry="6" fill="{COULEURS["vert"]}"/>',
                ligne_de_texte(tronc + 68, y + 11, rameau, taille=14, gras=True, ancre="start"),
                ligne_de_texte(tronc + 68, y + 28, exemple, taille=13, ancre="start"),
            ]
            lignes.append((f"{branche} {rameau}" if branche == "Bénévolat" else f"{branche} : {rameau}", exemple))
            y += 40
        y += 16
    dessin.insert(0, f'<path d="M{tronc} 50 V{y + 12}" stroke="{COULEURS["vert"]}" stroke-width="7" stroke-linecap="round"/>')
    alt = "Un arbre, quatre branches. " + " ".join(
        f"{branche} : {trait[0].lower()}{trait[1:]}" + (f" Rameaux : {', '.join(r for r, _ in rameaux)}." if rameaux else "")
        for branche, trait, rameaux in ARBRE
    )
    return Figure(
        titre="L'arbre des richesses humaines", alt=alt, svg=image(alt, y + 20, dessin), entetes=("Façon de s'engager", "Ce qui la distingue"),
        lignes=lignes, source="dessin proposé par ce cours.",
    )


def quatre_maisons() -> Figure:
    """Les heures données, en une année, dans les quatre cas fictifs du cours."""
    suite = {"association": ", association", "collectivite": ", collectivité", "fondation": "", "entreprise": ", entreprise"}
    maisons = sorted((cas.charger(nom) for nom in cas.noms()), key=lambda c: -c["benevolat"]["heures"])
    return barres(
        "Les heures données dans quatre maisons",
        [(c["nom"] + suite[c["profil"]], c["benevolat"]["heures"], f"{ecrire_nombre(c['benevolat']['heures'])} h") for c in maisons],
        "heures d'une année, inventées pour le cours.",
        entetes=("Maison", "Heures données"), couleurs=("bleu", "vert", "orange", "gris"), fictif=True,
    )


def trois_taux() -> Figure:
    """Les heures des Ateliers du Moulin, valorisées à trois taux."""
    moulin = cas.charger("ateliers-du-moulin")
    heures, taux = moulin["benevolat"]["heures"], moulin["benevolat"]["taux_horaire"]
    smic = donnees.parametre("smic_horaire_brut")
    choix = (("Smic brut", smic.valeur, 2), ("Valeur de remplacement", taux, 0), ("Une fois et demie le Smic", 1.5 * smic.valeur, 3))
    return barres(
        f"Les mêmes {ecrire_nombre(heures)} heures, à trois taux",
        [(f"{nom}, {ecrire_euros(t, d)}", valeur_du_benevolat(heures, t), ecrire_euros(valeur_du_benevolat(heures, t))) for nom, t, d in choix],
        f"Smic horaire brut au {ecrire_date(smic.date_effet)} ({smic.source}) ; heures et taux de remplacement inventés pour le cours.",
        entetes=("Taux de l'heure", "Valeur de l'année"), couleurs=("bleu", "orange", "vert"), fictif=True,
    )


def comptes_86_et_87() -> Figure:
    """Le bas du compte de résultat : les deux totaux du bénévolat valorisé, égaux, sous un résultat inchangé."""
    moulin = cas.charger("ateliers-du-moulin")
    coute, rapporte = cas.charges(moulin), cas.produits(moulin)
    valeur = valeur_du_benevolat(moulin["benevolat"]["heures"], moulin["benevolat"]["taux_horaire"])
    dessin = []
    for gauche, titre, somme, couleur in ((12, "Charges", coute, "orange"), (188, "Produits", rapporte, "bleu")):
        dessin += [
            f'<rect x="{gauche}" y="8" width="160" height="58" rx="3" fill="{COULEURS[couleur]}"/>',
            ligne_de_texte(gauche + 80, 31, titre, blanc=True), ligne_de_texte(gauche + 80, 53, ecrire_euros(somme), gras=True, blanc=True),
        ]
    dessin += [
        ligne_de_texte(180, 96, f"Résultat : {ecrire_euros(rapporte - coute)}", taille=17, gras=True),
        '<path d="M12 112 H348" stroke="currentColor" stroke-width="2"/>',
        ligne_de_texte(180, 134, "Sous le trait, le temps donné", taille=14),
    ]
    for gauche, titre, mots in ((12, "86 · Emplois", "à quoi il a servi"), (196, "87 · Contributions", "d'où il vient")):
        dessin += [
            f'<rect x="{gauche}" y="146" width="152" height="78" rx="3" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"/>',
            ligne_de_texte(gauche + 76, 168, titre, gras=True, taille=13), ligne_de_texte(gauche + 76, 188, mots, taille=13),
            ligne_de_texte(gauche + 76, 211, ecrire_euros(valeur), gras=True),
        ]
    dessin.append(ligne_de_texte(180, 192, "=", taille=22, gras=True))
    alt = (
        f"En haut, les charges, {ecrire_euros(coute)}, et les produits, {ecrire_euros(rapporte)} : le résultat est de {ecrire_euros(rapporte - coute)}. "
        f"Sous un trait, deux cases en pointillé, égales : les comptes 86, emplois, et les comptes 87, contributions, {ecrire_euros(valeur)} chacun."
    )
    return Figure(
        titre="Le bas du compte de l'année", alt=alt, svg=image(alt, 232, dessin), entetes=("", "Charges ou emplois", "Produits ou contributions"),
        lignes=[
            ("Le compte", ecrire_euros(coute), ecrire_euros(rapporte)), ("Le temps donné (86 et 87)", ecrire_euros(valeur), ecrire_euros(valeur)),
            ("Effet du temps donné sur le résultat", ecrire_euros(0), ""),
        ],
        source=f"{moulin['nom']}, montants inventés pour le cours.", fictif=True,
    )


def rencontre_a_trois() -> Figure:
    """La rencontre d'une personne, de son employeur et d'une organisation, avec les questions de chacun."""
    centres, couleurs, formes = ((180, 100), (116, 202), (244, 202)), ("bleu", "orange", "vert"), ("rond", "carre", "losange")
    textes = ((180, 56), (84, 222), (274, 222))
    dessin = []
    for (x, y), couleur, (qui, *_), (tx, ty) in zip(centres, couleurs, TROIS, textes, strict=True):
        dessin += [
            f'<circle cx="{x}" cy="{y}" r="92" fill="{COULEURS[couleur]}" fill-opacity=".12" stroke="{COULEURS[couleur]}" stroke-width="3"/>',
            ligne_de_texte(tx, ty, qui, gras=True, taille=14),
        ]
    dessin += [ligne_de_texte(180, 160, "une", taille=13, gras=True), ligne_de_texte(180, 176, "action", taille=13, gras=True)]
    y = 324
    for (qui, *questions), couleur, forme in zip(TROIS, couleurs, formes, strict=True):
        dessin += [
            marque(22, y - 5, forme, couleur), ligne_de_texte(38, y, qui, taille=14, gras=True, ancre="start"),
            ligne_de_texte(38, y + 19, " ".join(questions), taille=13.5, ancre="start"),
        ]
        y += 46
    alt = "Trois cercles se croisent, avec au milieu une action. " + " ".join(f"{qui} demande : {' '.join(q)}" for qui, *q in TROIS)
    return Figure(
        titre="Une rencontre à trois", alt=alt, svg=image(alt, y - 14, dessin), entetes=("Qui", "Sa première question", "Sa seconde"),
        lignes=TROIS, source="les trois volontés viennent de la fiche du RAMEAU ; le dessin et les questions sont de ce cours.",
    )


def formes_d_engagement() -> Figure:
    """Les formes d'engagement des salariés : sur le temps de travail, en dehors, entre les deux, ou selon le moment."""
    y, dessin, lignes = 18, [], []
    for (quand, formes), couleur, forme in zip(FORMES_D_ENGAGEMENT, ("bleu", "orange", "vert", "gris"), ("carre", "losange", "rond", "triangle"), strict=True):
        hauteur = 30 + 40 * len(formes)
        dessin += [
            f'<rect x="12" y="{y - 14}" width="6" height="{hauteur}" rx="3" fill="{COULEURS[couleur]}"/>',
            ligne_de_texte(28, y + 4, quand, taille=16, gras=True, ancre="start"),
        ]
        for n, (nom, trait) in enumerate(formes):
            ligne = y + 28 + 40 * n
            dessin += [
                marque(38, ligne - 5, forme, couleur, rayon=5), ligne_de_texte(52, ligne, nom, taille=14, gras=True, ancre="start"),
                ligne_de_texte(52, ligne + 17, trait, taille=13, ancre="start"),
            ]
            lignes.append((nom, quand, trait))
        y += hauteur + 18
    alt = "Quatre groupes. " + " ".join(f"{quand} : {', '.join(nom.lower() for nom, _ in formes)}." for quand, formes in FORMES_D_ENGAGEMENT)
    return Figure(
        titre="Comment des salariés s'engagent", alt=alt, svg=image(alt, y - 20, dessin), entetes=("Forme", "Quand", "Ce qui la distingue"), lignes=lignes,
        source="formes relevées chez Avise, Pro Bono Lab, Meteojob, Novethic et Info Social RH ; rangement de ce cours.",
    )


def cinq_statuts() -> Figure:
    """Cinq situations, deux questions : qui commande, et qui reçoit quoi."""
    y, dessin = 20, []
    for statut, commande, echange in STATUTS:
        dessin += [
            ligne_de_texte(12, y, statut, taille=15, gras=True, ancre="start"),
            ligne_de_texte(12, y + 20, f"Qui commande : {commande}", taille=13.5, ancre="start"),
            ligne_de_texte(12, y + 38, f"En échange : {echange}", taille=13.5, ancre="start"),
            f'<path d="M12 {y + 50} H348" stroke="currentColor" stroke-opacity=".3"/>',
        ]
        y += 72
    alt = "Cinq situations. " + " ".join(f"{statut} : {commande} ; en échange, {echange}." for statut, commande, echange in STATUTS)
    return Figure(
        titre="Qui commande, et qui reçoit quoi ?", alt=alt, svg=image(alt, y - 20, dessin), entetes=("", "Qui commande", "En échange"),
        lignes=STATUTS, source="résumé de ce cours, qui simplifie ; il ne remplace pas un conseil juridique.",
    )


def heures_par_fonction() -> Figure:
    """Les heures données aux Ateliers du Moulin, une barre par fonction, les trois plus lourdes nommées."""
    lignes = sorted(donnees.lignes("heures_benevoles_fictives"), key=lambda ligne: -ligne["heures"])
    total = sum(ligne["heures"] for ligne in lignes)
    trois = sum(ligne["heures"] for ligne in lignes[:3])
    plus_lourde = lignes[0]["heures"]
    y, dessin = 6, []
    for n, ligne in enumerate(lignes):
        largeur = 336 * ligne["heures"] / plus_lourde
        if n < 3:
            dessin += [
                ligne_de_texte(12, y + 13, ligne["fonction"], taille=14, ancre="start"),
                f'<rect x="12" y="{y + 20}" width="{largeur:.0f}" height="22" rx="2" fill="{COULEURS["orange"]}"/>',
                # Dans la barre : à droite du nom, les heures se liraient par-dessus lui.
                ligne_de_texte(20, y + 36, f"{ecrire_nombre(ligne['heures'])} h", taille=14, gras=True, blanc=True, ancre="start"),
            ]
            y += 54
        else:
            if n == 3:
                dessin.append(ligne_de_texte(12, y + 14, f"Les {len(lignes) - 3} autres fonctions, {ecrire_nombre(total - trois)} h en tout", taille=14, ancre="start"))
                y += 24
            dessin.append(f'<rect x="12" y="{y}" width="{largeur:.0f}" height="6" rx="2" fill="{COULEURS["bleu"]}"/>')
            y += 10
    alt = (
        f"{len(lignes)} barres, de la fonction la plus lourde à la plus légère. Les trois premières, {', '.join(x['fonction'].lower() for x in lignes[:3])}, "
        f"font {ecrire_nombre(trois)} heures sur {ecrire_nombre(total)}, soit {ecrire_pourcent(trois / total)}."
    )
    return Figure(
        titre=f"Qui porte les {ecrire_nombre(total)} heures ?", alt=alt, svg=image(alt, y + 6, dessin), entetes=("Fonction", "Heures", "Part"),
        lignes=[(x["fonction"], ecrire_nombre(x["heures"]), ecrire_pourcent(x["heures"] / total)) for x in lignes],
        source="Les Ateliers du Moulin, heures inventées pour le cours.", fictif=True,
    )


def plan_de_releve() -> Figure:
    """Un plan de relève en cinq lignes, inventé pour les Ateliers du Moulin."""
    dessin = [f'<rect x="6" y="6" width="348" height="{len(PLAN) * 50 + 14}" rx="6" stroke="currentColor" stroke-width="2"/>']
    for n, (titre, mots) in enumerate(PLAN):
        y = 32 + n * 50
        dessin += [
            ligne_de_texte(20, y, titre, taille=13.5, gras=True, ancre="start"), ligne_de_texte(20, y + 20, mots, taille=15, ancre="start"),
        ]
    alt = "Une fiche de cinq lignes. " + " ".join(f"{titre} : {mots}." for titre, mots in PLAN)
    return Figure(
        titre="Un plan de relève, en cinq lignes", alt=alt, svg=image(alt, len(PLAN) * 50 + 28, dessin), entetes=("Ligne", "Les Ateliers du Moulin"),
        lignes=PLAN, source="exemple inventé pour le cours.", fictif=True,
    )
