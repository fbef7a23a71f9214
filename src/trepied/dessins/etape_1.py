"""Les dessins de l'étape 1."""

from trepied import donnees
from trepied.nombres import ecrire_nombre, ecrire_pourcent
from trepied.svg import COULEURS, Figure, image, ligne_de_texte

IMPACTS = (("Performance durable", 1.5, "18 mois"), ("Capacité d'innover", 7, "7 ans"), ("Confiance", 28, "28 ans"))


def ciseau() -> Figure:
    """L'effet ciseau : budget total et subventions des associations françaises, base 100 la première année.

    Une année sans budget reste un trou : le trait est en tirets au-dessus d'elle, sans point.
    """
    parts, budgets = donnees.subventions_et_budgets()
    annees = sorted(parts)
    debut, fin = annees[0], annees[-1]
    connues = [a for a in annees if budgets.get(a) is not None]
    series = {
        "Budget total": ("bleu", {a: 100 * budgets[a] / budgets[debut] for a in connues}),
        "Subventions": ("orange", {a: 100 * parts[a] * budgets[a] / (parts[debut] * budgets[debut]) for a in connues}),
    }
    haut, bas, gauche, droite = 30, 212, 48, 250

    def x(annee):
        return gauche + (droite - gauche) * (annee - debut) / (fin - debut)

    def y(indice):
        return bas - (bas - haut) * (indice - 80) / (200 - 80)

    dessin = []
    for indice in (100, 150, 200):
        dessin += [
            f'<path d="M{gauche} {y(indice):.0f} H{droite}" stroke="currentColor" stroke-opacity=".25"/>',
            ligne_de_texte(gauche - 12, y(indice) + 4, str(indice), taille=13, ancre="end"),
        ]
    for annee in annees:
        dessin.append(ligne_de_texte(x(annee), bas + 20, str(annee), taille=13))
    for annee in set(annees) - set(connues):
        dessin += [
            f'<path d="M{x(annee):.0f} {haut} V{bas}" stroke="currentColor" stroke-dasharray="2 4" stroke-opacity=".6"/>',
            ligne_de_texte(x(annee), haut - 8, "?", gras=True),
        ]
    for nom, (couleur, serie) in series.items():
        for a, b in zip(connues, connues[1:]):
            trou = any(a < autre < b for autre in annees)
            tirets = ' stroke-dasharray="7 5"' if trou else ""
            dessin.append(
                f'<path d="M{x(a):.0f} {y(serie[a]):.0f} L{x(b):.0f} {y(serie[b]):.0f}" '
                f'stroke="{COULEURS[couleur]}" stroke-width="3"{tirets}/>'
            )
        # Un rond et un carré : la couleur n'est pas seule à distinguer les deux lames.
        for a in connues:
            dessin.append(
                f'<circle cx="{x(a):.0f}" cy="{y(serie[a]):.0f}" r="5" fill="{COULEURS[couleur]}"/>' if couleur == "bleu"
                else f'<rect x="{x(a) - 5:.0f}" y="{y(serie[a]) - 5:.0f}" width="10" height="10" fill="{COULEURS[couleur]}"/>'
            )
        dessin += [
            ligne_de_texte(droite + 12, y(serie[fin]), nom, taille=14, ancre="start", gras=True),
            ligne_de_texte(droite + 12, y(serie[fin]) + 16, ecrire_nombre(serie[fin], 0), taille=14, ancre="start"),
        ]
    budget, subventions = (serie[fin] for _, serie in series.values())
    manquantes = ", ".join(str(a) for a in annees if a not in connues)
    alt = (
        f"Deux courbes partent de 100 en {debut}. En {fin}, le budget total des associations est à {ecrire_nombre(budget, 0)} "
        f"et les subventions à {ecrire_nombre(subventions, 0)} : elles s'écartent comme des lames de ciseau."
        + (f" L'année {manquantes} est un trou, marqué d'un point d'interrogation : le budget n'est pas connu." if manquantes else "")
    )
    lignes = [
        [
            str(a), ecrire_pourcent(parts[a], 0),
            *(
                (f"{ecrire_nombre(budgets[a], 1)} Md€", f"{ecrire_nombre(parts[a] * budgets[a], 1)} Md€",
                 *(ecrire_nombre(serie[a], 0) for _, serie in series.values()))
                if a in connues else ("non connu",) * 4
            ),
        ]
        for a in annees
    ]
    return Figure(
        titre=f"Le ciseau : associations en France, base 100 en {debut}", alt=alt, svg=image(alt, bas + 30, dessin),
        entetes=("Année", "Part des subventions", "Budget total", "Subventions (calculées)", "Budget, base 100", "Subventions, base 100"),
        lignes=lignes,
        source=(
            "enquêtes « Paysage associatif » (CES/CNRS, Tchernonog et Prouteau), euros de chaque année ; "
            "subventions = part × budget, calcul du cours. Le budget de 2020 est un minimum."
        ),
    )


def horloges() -> Figure:
    """Les trois impacts et le temps qu'ils demandent, du plus court au plus long."""
    couleurs = ("bleu", "orange", "vert")
    gauche, droite, pas = 12, 348, 62
    plus_long = max(annees for _, annees, _ in IMPACTS)
    dessin = []
    for n, ((impact, annees, duree), couleur) in enumerate(zip(IMPACTS, couleurs)):
        haut = 12 + n * pas
        largeur = (droite - gauche) * annees / plus_long
        dessin += [
            ligne_de_texte(gauche, haut + 12, f"{impact} : {duree}", gras=True, ancre="start"),
            f'<rect x="{gauche}" y="{haut + 20}" width="{droite - gauche}" height="18" rx="3" stroke="currentColor" stroke-opacity=".3"/>',
            f'<rect x="{gauche}" y="{haut + 20}" width="{largeur:.0f}" height="18" rx="3" fill="{COULEURS[couleur]}"/>',
        ]
    dites = ", ".join(f"{duree} pour la {impact.lower()}" for impact, _, duree in IMPACTS)
    alt = f"Trois barres de plus en plus longues : {dites}."
    return Figure(
        titre="Le temps de chaque impact", alt=alt, svg=image(alt, 12 + len(IMPACTS) * pas, dessin),
        entetes=("Impact", "Temps pour le montrer"), lignes=[(impact, duree) for impact, _, duree in IMPACTS],
        source='Le RAMEAU, matrice des trajectoires (2023), <a href="https://www.carenews.com/le-rameau/news/calculons-l-impact-non-quantifiable">présentée ici</a>.',
    )
