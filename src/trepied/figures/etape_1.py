"""Les graphiques de l'étape 1."""

import pandas

from trepied import donnees
from trepied.figures.commun import ENCRE, en_svg, tracer
from trepied.nombres import ecrire_nombre, ecrire_pourcent
from trepied.svg import COULEURS, Figure

MARQUES = {"Subventions publiques": ("orange", "s"), "Commandes publiques": ("bleu", "o"), "Cotisations": ("vert", "D"), "Dons et mécénat": ("gris", "^")}
SIGNES = {"=": "", "≈": "environ ", "<": "moins de "}
SOURCE = "enquêtes « Paysage associatif » (CES/CNRS, Tchernonog et Prouteau), lues dans des pages qui les citent."


def parts_des_ressources() -> Figure:
    """Part de quatre ressources dans le budget des associations, 2005–2020 ; les valeurs non trouvées restent vides."""
    table = donnees.charger("ressources_structure_annees")
    large = table.pivot(index="annee", columns="type_ressource", values="part")[list(MARQUES)]
    signes = table.pivot(index="annee", columns="type_ressource", values="signe")[list(MARQUES)]
    subventions, commandes = (large[nom] for nom in ("Subventions publiques", "Commandes publiques"))
    alt = (
        f"La part des subventions descend de {ecrire_nombre(subventions.iloc[0], 0)} à {ecrire_nombre(subventions.iloc[-1], 0)} %, "
        f"celle des commandes publiques monte de {ecrire_nombre(commandes.iloc[0], 0)} à {ecrire_nombre(commandes.iloc[-1], 0)} %. "
        "Les cotisations et les dons restent sous 11 %, avec des années vides."
    )
    with tracer() as (dessin, axes):
        for nom, (couleur, marque) in MARQUES.items():
            serie = large[nom]
            # Le trait s'arrête où une valeur manque, et ne part pas d'un « moins de » : la pente serait inventée.
            axes.plot(serie.index, serie.where(signes[nom] != "<"), color=COULEURS[couleur], linewidth=2)
            for annee, part in serie.dropna().items():
                sur = signes.loc[annee, nom] == "="
                axes.plot(annee, part, marque, color=COULEURS[couleur], markersize=8, fillstyle="full" if sur else "none", markeredgewidth=2)
            axes.annotate(nom, (serie.index[-1], serie.iloc[-1]), xytext=(8, -3), textcoords="offset points", fontsize=11)
        axes.set_xticks(large.index)
        # 2017 et 2020 sont trop proches pour être centrés tous les deux.
        for etiquette, cote in zip(axes.get_xticklabels()[-2:], ("right", "left")):
            etiquette.set_horizontalalignment(cote)
        axes.set_ylim(0, 40)
        axes.yaxis.set_major_formatter(lambda valeur, _: ecrire_pourcent(valeur / 100, 0))
        image = en_svg(dessin, alt)
    lignes = [
        [str(annee), *(_part(large.loc[annee, nom], signes.loc[annee, nom]) for nom in MARQUES)] for annee in large.index
    ]
    return Figure("Quatre ressources des associations, en parts du budget", alt, image, ("Année", *MARQUES), lignes, SOURCE)


def montants_des_subventions() -> Figure:
    """Budget cumulé et subventions en milliards d'euros, pour les seules années où les deux sont connus."""
    parts, budgets = donnees.subventions_et_budgets()
    budget = pandas.Series(budgets, dtype="float64")
    subventions = pandas.Series(parts) * budget
    alt = (
        f"Entre {budget.index[0]} et {budget.index[-1]}, le budget total passe de {ecrire_nombre(budget.iloc[0], 0)} à "
        f"{ecrire_nombre(budget.iloc[-1], 0)} milliards d'euros, les subventions de {ecrire_nombre(subventions.iloc[0], 0)} à "
        f"{ecrire_nombre(subventions.iloc[-1], 0)}. Le budget de 2017 n'est pas connu."
    )
    with tracer() as (dessin, axes):
        places = range(len(parts))
        axes.bar([p - 0.2 for p in places], budget, 0.38, color=COULEURS["bleu"])
        axes.bar([p + 0.2 for p in places], subventions, 0.38, color=COULEURS["orange"], hatch="///", edgecolor=ENCRE, linewidth=0)
        for place, (total, part) in enumerate(zip(budget, subventions)):
            if total != total:
                axes.text(place, 4, "budget\nnon connu", ha="center", fontsize=11)
                continue
            axes.text(place - 0.2, total + 2, ecrire_nombre(total, 0), ha="center", fontsize=11)
            axes.text(place + 0.2, part + 2, ecrire_nombre(part, 0), ha="center", fontsize=11)
        axes.set_xticks(list(places), list(parts))
        axes.set_ylabel("milliards d'euros de l'année")
        axes.set_ylim(0, 130)
        axes.text(0.02, 0.96, "plein : budget total\nhachuré : subventions", transform=axes.transAxes, va="top", fontsize=11)
        image = en_svg(dessin, alt)
    lignes = [
        [str(a), *(("non connu", "non connu") if budget[a] != budget[a] else (f"{ecrire_nombre(budget[a], 1)} Md€", f"{ecrire_nombre(subventions[a], 1)} Md€"))]
        for a in parts
    ]
    return Figure("Les mêmes subventions, en milliards d'euros", alt, image, ("Année", "Budget total", "Subventions (part × budget)"), lignes, SOURCE + " Le budget de 2020 est un minimum.")


def _part(valeur: float, signe: str) -> str:
    return "non trouvée" if valeur != valeur else f"{SIGNES[signe]}{ecrire_pourcent(valeur / 100, 0)}"
