"""Les graphiques des leçons de 12 h, avec matplotlib. Chacun rend une `svg.Figure` : image, description, tableau, source."""

import io

import matplotlib
import pandas

matplotlib.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 : le moteur se choisit avant

from trepied import donnees  # noqa: E402
from trepied.nombres import ecrire_nombre, ecrire_pourcent  # noqa: E402
from trepied.svg import COULEURS, Figure  # noqa: E402

# matplotlib ne connaît pas « la couleur du texte de la page » : on dessine avec celle-ci, puis on la remplace.
ENCRE = "#010203"
STYLE = {
    "svg.fonttype": "none",
    # Sans graine, matplotlib tire des identifiants au sort et le livre changerait à chaque construction.
    "svg.hashsalt": "trepied",
    # Étroites : sur un téléphone, les lettres restent lisibles.
    "figure.figsize": (4.4, 3.5),
    "figure.dpi": 75,
    "font.size": 12,
    "savefig.transparent": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    **{cle: ENCRE for cle in ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")},
}
MARQUES = {"Subventions publiques": ("orange", "s"), "Commandes publiques": ("bleu", "o"), "Cotisations": ("vert", "D"), "Dons et mécénat": ("gris", "^")}
SIGNES = {"=": "", "≈": "environ ", "<": "moins de "}
SOURCE = "enquêtes « Paysage associatif » (CES/CNRS, Tchernonog et Prouteau), lues dans des pages qui les citent."


def parts_des_ressources() -> Figure:
    """Part de quatre ressources dans le budget des associations, 2005–2020 ; les valeurs non trouvées restent vides."""
    table = donnees.charger("ressources_structure_annees")
    large = table.pivot(index="annee", columns="type_ressource", values="part")[list(MARQUES)]
    signes = table.pivot(index="annee", columns="type_ressource", values="signe")[list(MARQUES)]
    with plt.rc_context(STYLE):
        dessin, axes = plt.subplots(layout="constrained")
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
        image = _en_svg(dessin)
    lignes = [
        [str(annee), *(_part(large.loc[annee, nom], signes.loc[annee, nom]) for nom in MARQUES)] for annee in large.index
    ]
    subventions, commandes = (large[nom] for nom in ("Subventions publiques", "Commandes publiques"))
    alt = (
        f"La part des subventions descend de {ecrire_nombre(subventions.iloc[0], 0)} à {ecrire_nombre(subventions.iloc[-1], 0)} %, "
        f"celle des commandes publiques monte de {ecrire_nombre(commandes.iloc[0], 0)} à {ecrire_nombre(commandes.iloc[-1], 0)} %. "
        "Les cotisations et les dons restent sous 11 %, avec des années vides."
    )
    return Figure("Quatre ressources des associations, en parts du budget", alt, _decrire(image, alt), ("Année", *MARQUES), lignes, SOURCE)


def montants_des_subventions() -> Figure:
    """Budget cumulé et subventions en milliards d'euros, pour les seules années où les deux sont connus."""
    parts, budgets = donnees.subventions_et_budgets()
    budget = pandas.Series(budgets, dtype="float64")
    subventions = pandas.Series(parts) * budget
    with plt.rc_context(STYLE):
        dessin, axes = plt.subplots(layout="constrained")
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
        image = _en_svg(dessin)
    lignes = [
        [str(a), *(("non connu", "non connu") if budget[a] != budget[a] else (f"{ecrire_nombre(budget[a], 1)} Md€", f"{ecrire_nombre(subventions[a], 1)} Md€"))]
        for a in parts
    ]
    alt = (
        f"Entre {budget.index[0]} et {budget.index[-1]}, le budget total passe de {ecrire_nombre(budget.iloc[0], 0)} à "
        f"{ecrire_nombre(budget.iloc[-1], 0)} milliards d'euros, les subventions de {ecrire_nombre(subventions.iloc[0], 0)} à "
        f"{ecrire_nombre(subventions.iloc[-1], 0)}. Le budget de 2017 n'est pas connu."
    )
    return Figure("Les mêmes subventions, en milliards d'euros", alt, _decrire(image, alt), ("Année", "Budget total", "Subventions (part × budget)"), lignes, SOURCE + " Le budget de 2020 est un minimum.")


FIGURES = {f.__name__: f for f in (parts_des_ressources, montants_des_subventions)}


def _part(valeur: float, signe: str) -> str:
    return "non trouvée" if valeur != valeur else f"{SIGNES[signe]}{ecrire_pourcent(valeur / 100, 0)}"


def _en_svg(dessin) -> str:
    tampon = io.StringIO()
    # Sans date, deux constructions du livre donnent le même fichier.
    dessin.savefig(tampon, format="svg", metadata={"Date": None})
    plt.close(dessin)
    texte = tampon.getvalue()
    return texte[texte.index("<svg") :].replace(ENCRE, "currentColor")


def _decrire(image: str, alt: str) -> str:
    """L'image avec son rôle et sa description, qui s'adapte à la largeur de la page."""
    from html import escape

    return image.replace("<svg ", f'<svg role="img" aria-label="{escape(alt, quote=True)}" style="width:100%;height:auto" ', 1)
