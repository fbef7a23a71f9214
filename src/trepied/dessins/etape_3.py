"""Les dessins de l'étape 3 : l'économie plurielle, les sept modèles, plusieurs activités sous un toit, des maisons réelles."""

from trepied import cas, donnees, typologie
from trepied.nombres import ecrire_euros, ecrire_nombre, ecrire_pourcent
from trepied.svg import COULEURS, LARGEUR, Figure, image, ligne_de_texte

MOULIN = "ateliers-du-moulin"
# Le découpage du fil rouge par activité : quelles lignes de produits la font vivre, et le modèle qui domine.
ACTIVITES = (
    ("La boutique et les réparations", ("ventes",), "Prestation et savoir-faire"),
    ("Les samedis d'entraide", ("departement", "cotisations", "dons"), "Subventions publiques"),
    ("Les ateliers dans les écoles", ("commune",), "Subventions publiques"),
)
TEINTES = {"Prestation et savoir-faire": "bleu", "Subventions publiques": "orange"}
LIRE_NOMS = f'<a href="{typologie.NOMS}">noms des modèles</a>'
LIRE_TRAITS = f'<a href="{typologie.TRAITS}">traits, d\'après les notes d\'une personne qui a suivi le MOOC</a>'


def trois_economies() -> Figure:
    """L'économie plurielle d'une année des Ateliers du Moulin : trois rives, et une passerelle entre elles."""
    moulin = cas.charger(MOULIN)
    postes = {nom: poste["montant"] for nom, poste in moulin["produits"].items()}
    ventes = postes.pop("ventes")
    donne, heures, apports = sum(postes.values()), moulin["benevolat"]["heures"], moulin["apports_de_partenaires"]
    rives = (
        (8, 8, "bleu", "Marchand", "on vend, on achète", ecrire_euros(ventes)),
        (190, 8, "orange", "Non marchand", "impôts, aides, dons", ecrire_euros(donne)),
        (99, 232, "vert", "Non monétaire", "on s'entraide", f"{ecrire_nombre(heures)} heures"),
    )
    # Les trois ponts passent sous les rives et sous la passerelle.
    dessin = [
        f'<path d="M180 160 L{x} {y}" stroke="currentColor" stroke-width="10" stroke-opacity=".35"/>'
        for x, y in ((92, 80), (272, 80), (180, 250))
    ]
    for x, y, couleur, nom, geste, combien in rives:
        milieu = x + 81
        dessin += [
            f'<rect x="{x}" y="{y}" width="162" height="84" rx="12" fill="{COULEURS[couleur]}"/>',
            ligne_de_texte(milieu, y + 24, nom, gras=True, blanc=True),
            ligne_de_texte(milieu, y + 45, geste, taille=14, blanc=True),
            ligne_de_texte(milieu, y + 69, combien, taille=16, gras=True, blanc=True),
        ]
    dessin += [
        f'<rect x="70" y="124" width="220" height="78" rx="39" fill="{COULEURS["gris"]}"/>',
        ligne_de_texte(180, 148, "La passerelle", gras=True, blanc=True),
        ligne_de_texte(180, 168, "on coopère entre organisations", taille=13, blanc=True),
        ligne_de_texte(180, 190, f"{ecrire_euros(apports)} d'apports", taille=15, gras=True, blanc=True),
    ]
    alt = (
        f"Trois rives reliées par une passerelle. Marchand : {ecrire_euros(ventes)} de ventes. Non marchand : {ecrire_euros(donne)} de "
        f"subventions, de cotisations et de dons. Non monétaire : {ecrire_nombre(heures)} heures données. "
        f"La passerelle, la coopération entre organisations, apporte {ecrire_euros(apports)}."
    )
    lignes = [
        ("Marchand", moulin["produits"]["ventes"]["libelle"], ecrire_euros(ventes)),
        *(("Non marchand", moulin["produits"][nom]["libelle"], ecrire_euros(montant)) for nom, montant in postes.items()),
        ("Non monétaire", "Temps donné par les bénévoles", f"{ecrire_nombre(heures)} heures"),
        ("Passerelle", "Apports des partenaires", ecrire_euros(apports)),
    ]
    return Figure(
        titre=f"{moulin['nom']}, trois économies et une passerelle", alt=alt, svg=image(alt, 326, dessin),
        entetes=("Économie", "Ce qui arrive", "En une année"), lignes=lignes,
        source="dessin proposé par ce cours ; montants inventés. Ranger là les cotisations et les dons est notre choix.", fictif=True,
    )


def sept_modeles() -> Figure:
    """Les modèles de référence, en fiches : ce qui domine, la force, le point de vigilance ; le septième, nommé seulement."""
    dessin, haut = [], 8
    definis = [m for m in typologie.MODELES if m.domine]
    for modele in definis:
        lignes = [f"{signe} {trait}" for signe, trait in zip("→+!", (modele.domine, modele.force, modele.vigilance)) if trait]
        hauteur = 34 + 20 * len(lignes)
        dessin += [
            f'<rect x="4" y="{haut}" width="{LARGEUR - 8}" height="{hauteur}" rx="6" stroke="currentColor" stroke-opacity=".35"/>',
            f'<circle cx="24" cy="{haut + 20}" r="12" fill="{COULEURS["bleu"]}"/>',
            ligne_de_texte(24, haut + 25, str(modele.numero), taille=14, gras=True, blanc=True),
            ligne_de_texte(44, haut + 25, modele.nom + (" *" if modele.nom_reconstruit else ""), gras=True, ancre="start"),
        ]
        for n, ligne in enumerate(lignes):
            dessin.append(ligne_de_texte(16, haut + 47 + 20 * n, ligne, taille=13.5, ancre="start"))
        haut += hauteur + 8
    autres = [m for m in typologie.MODELES if not m.domine]
    notes = ["* nom reconstruit par ce cours", *(f"{m.numero}. {m.nom} : définition non trouvée" for m in autres)]
    for note in notes:
        dessin.append(ligne_de_texte(16, haut + 14, note, taille=13, ancre="start"))
        haut += 21
    alt = "Six fiches. " + " ".join(f"{m.numero}, {m.nom} : {m.domine}." for m in definis)
    alt += "".join(f" Le modèle {m.numero}, {m.nom}, est nommé sans définition." for m in autres)
    return Figure(
        titre="Sept modèles de ressources financières", alt=alt, svg=image(alt, haut, dessin),
        entetes=("Modèle", "Ce qui domine", "Force", "Vigilance"),
        lignes=[
            (f"{m.numero}. {m.nom}" + (" (nom reconstruit)" if m.nom_reconstruit else ""), *(trait or "non trouvé" for trait in (m.domine, m.force, m.vigilance)))
            for m in typologie.MODELES
        ],
        source=f"CPCA et Le Mouvement associatif, 2014, redit avec nos mots. Nous en avons lu le début ; le reste vient de pages qui le citent : {LIRE_NOMS} ; {LIRE_TRAITS}.",
    )


def trois_activites() -> Figure:
    """Les Ateliers du Moulin activité par activité, puis assemblés."""
    moulin = cas.charger(MOULIN)
    total = cas.produits(moulin)
    dessin = [f'<path d="M8 58 L180 10 L352 58" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>',
              ligne_de_texte(180, 50, "Un toit, trois activités", gras=True)]
    large, lignes, parts = LARGEUR - 32, [], {}
    for n, (nom, postes, modele) in enumerate(ACTIVITES):
        montant = sum(moulin["produits"][poste]["montant"] for poste in postes)
        parts[modele] = parts.get(modele, 0) + montant
        haut = 72 + n * 62
        dessin += [
            ligne_de_texte(16, haut + 12, nom, taille=14, ancre="start"),
            ligne_de_texte(344, haut + 12, ecrire_euros(montant), taille=14, gras=True, ancre="end"),
            f'<rect x="16" y="{haut + 20}" width="{large * montant / total:.0f}" height="14" rx="3" fill="{COULEURS[TEINTES[modele]]}"/>',
            ligne_de_texte(16, haut + 50, f"domine : {modele}", taille=13, ancre="start"),
        ]
        lignes.append((nom, " ; ".join(moulin["produits"][p]["libelle"] for p in postes), modele, ecrire_euros(montant)))
    haut = 72 + len(ACTIVITES) * 62 + 6
    dessin += [
        f'<path d="M8 58 V{haut - 4} H352 V58" stroke="currentColor" stroke-width="2"/>',
        ligne_de_texte(16, haut + 18, "Assemblées", gras=True, ancre="start"),
        ligne_de_texte(344, haut + 18, ecrire_euros(total), gras=True, ancre="end"),
    ]
    x = 16.0
    for modele, montant in sorted(parts.items(), key=lambda part: -part[1]):
        largeur = large * montant / total
        dessin += [
            f'<rect x="{x:.0f}" y="{haut + 26}" width="{largeur - 2:.0f}" height="30" rx="3" fill="{COULEURS[TEINTES[modele]]}"/>',
            ligne_de_texte(x + largeur / 2, haut + 46, f"{_court(modele)} {ecrire_pourcent(montant / total, 0)}", taille=14, gras=True, blanc=True),
        ]
        x += largeur
        lignes.append((f"Assemblées, {modele}", "", modele, f"{ecrire_euros(montant)}, {ecrire_pourcent(montant / total, 0)}"))
    dites = " ; ".join(f"{nom.lower()}, {montant}, domine : {modele}" for nom, _, modele, montant in lignes[: len(ACTIVITES)])
    assemblees = ", ".join(f"{m} {ecrire_pourcent(v / total, 0)}" for m, v in sorted(parts.items(), key=lambda part: -part[1]))
    alt = f"Sous un toit, trois activités : {dites}. Dessous, assemblées : {assemblees}."
    return Figure(
        titre=f"{moulin['nom']}, activité par activité", alt=alt, svg=image(alt, haut + 64, dessin),
        entetes=("Activité", "Ce qui la fait vivre", "Modèle dominant", "En une année"), lignes=lignes,
        source="montants et découpage inventés pour le cours.", fictif=True,
    )


def _court(modele: str) -> str:
    return modele.split()[0]


# --- Des organisations réelles, levier par levier

LEVIERS = (("Richesses humaines", "Personnes"), ("Ressources financières", "Argent"), ("Alliances", "Alliances"))
# Les cas les mieux documentés de la table : (organisation, ce qu'elle fait, [(levier, indicateur, année, mots)]).
MAISONS = (
    ("La Contre-Voie", "fait connaître un numérique éthique", (("Ressources financières", "Charges", 2023, "de charges"),)),
    ("April", "promeut et défend le logiciel libre", (("Richesses humaines", "Salariés (configuration)", 2019, "salariés (une équipe type)"), ("Ressources financières", "Cotisations", 2019, "de cotisations"))),
    ("LPO France", "protège les oiseaux et la nature", (("Ressources financières", "Budget annuel (« de l'ordre de »)", 2022, "de budget environ"),)),
    ("AIDES", "agit contre le sida et les hépatites", (("Ressources financières", "Ressources totales", 2022, "de ressources"),)),
    ("Secours Catholique - Caritas France", "accueille des personnes en difficulté", (
        ("Richesses humaines", "Bénévoles", 2023, "bénévoles"), ("Richesses humaines", "Salariés", 2023, "salariés"),
        ("Ressources financières", "Générosité du public (« plus de »)", 2022, "de générosité au moins"),
    )),
    ("Fondation de France", "choisit et soutient des projets", (
        ("Richesses humaines", "Bénévoles", 2023, "bénévoles"), ("Richesses humaines", "Salariés", 2023, "salariés"),
        ("Ressources financières", "Dons collectés", 2023, "de dons collectés"),
        ("Alliances", "Fondations abritées", 2023, "fondations abritées"),
    )),
)


def maisons_reelles() -> Figure:
    """Six organisations réelles, levier par levier, avec la solidité de chaque chiffre ; un trou reste un trou."""
    table = {(x["organisation"], x["pilier"], x["indicateur"], x["annee"]): x for x in donnees.lignes("cas_reels_organisations")}
    dessin, lignes, haut = [], [], 6
    for organisation, action, indicateurs in MAISONS:
        dessin += [
            f'<rect x="4" y="{haut}" width="{LARGEUR - 8}" height="116" rx="6" stroke="currentColor" stroke-opacity=".35"/>',
            ligne_de_texte(14, haut + 22, organisation, gras=True, ancre="start"),
            ligne_de_texte(14, haut + 42, action, taille=13, ancre="start"),
        ]
        for n, (pilier, mot) in enumerate(LEVIERS):
            choisis = [(table[organisation, pilier, i, a], mots) for p, i, a, mots in indicateurs if p == pilier]
            y = haut + 64 + 20 * n
            ecrit = ", ".join(f"{_montant(ligne)} {mots}" for ligne, mots in choisis)
            degre = _degre([ligne for ligne, _ in choisis])
            annees = " et ".join(sorted({str(ligne["annee"]) for ligne, _ in choisis}))
            dessin += [
                _solidite(18, y - 5, degre),
                ligne_de_texte(30, y, f"{ecrit}, {annees}" if ecrit else f"{mot} : ?", taille=13, ancre="start"),
            ]
            lignes.append((organisation, mot, ecrit or "non trouvé", annees or "–", degre))
        haut += 124
    for n, (degre, mots) in enumerate((("plein", "lu à la source, ou à la Cour des comptes"), ("demi", "lu dans un entretien"), ("vide", "non trouvé : un trou"))):
        dessin += [_solidite(18, haut + 12 + 22 * n, degre), ligne_de_texte(30, haut + 17 + 22 * n, mots, taille=13, ancre="start")]
    alt = "Six organisations. " + " ".join(
        f"{nom}, {action} : " + ", ".join(f"{mot.lower()}, {ecrit}" for autre, mot, ecrit, *_ in lignes if autre == nom) + "." for nom, action, _ in MAISONS
    )
    degres = {"plein": "lu à la source", "demi": "lu dans un entretien", "vide": "non trouvé"}
    return Figure(
        titre="Six maisons réelles, levier par levier", alt=alt, svg=image(alt, haut + 72, dessin),
        entetes=("Organisation", "Levier", "Ce qui est connu", "Année", "Solidité"),
        lignes=[(*debut, degres[degre]) for *debut, degre in lignes],
        source="une page par chiffre, dans la fiche de la table « cas réels » des données du cours. Secours Catholique : la page ne précise pas l'année de l'argent.",
    )


def _montant(ligne: dict) -> str:
    if ligne["unite"] == "M€":
        return f"{ecrire_nombre(ligne['valeur'], 1 if ligne['valeur'] % 1 else 0)} M€"
    return ecrire_euros(ligne["valeur"]) if ligne["unite"] == "€" else ecrire_nombre(ligne["valeur"], 0)


def _degre(lignes: list[dict]) -> str:
    if not lignes:
        return "vide"
    sur = all(x["confiance"] == "lu dans la page" and "entretien" not in (x["precision"] or "") for x in lignes)
    return "plein" if sur else "demi"


def _solidite(x: float, y: float, degre: str) -> str:
    """Un rond plein, à demi plein ou vide."""
    rond = f'<circle cx="{x}" cy="{y}" r="6" stroke="{COULEURS["bleu"]}" stroke-width="2"/>'
    return rond + {
        "plein": f'<circle cx="{x}" cy="{y}" r="6" fill="{COULEURS["bleu"]}"/>',
        "demi": f'<path d="M{x} {y - 6} A6 6 0 0 0 {x} {y + 6} Z" fill="{COULEURS["bleu"]}"/>', "vide": "",
    }[degre]
