"""Les graphiques de l'étape 4."""

from trepied import donnees
from trepied.figures.commun import ENCRE, en_svg, tracer
from trepied.nombres import ecrire_nombre
from trepied.svg import COULEURS, Figure

BAROMETRE = "baromètre France Bénévolat et Ifop, personnes de 15 ans et plus ; plusieurs points sont lus dans des pages qui les citent."
# Chaque base du mécénat, telle que la table la nomme au début de « champ », et comment on la dit.
BASES_DU_MECENAT = (
    ("Admical-CSA, entreprises de 20 salariés et plus", "20 salariés et plus", "bleu", "o"),
    ("Admical-CSA, entreprises de 1 salarié et plus", "1 salarié et plus", "orange", "s"),
    ("Admical", "données fiscales", "vert", "D"),
)


def taux_d_engagement() -> Figure:
    """Part de la population bénévole dans une association, 2016–2023."""
    serie = _serie("benevolat_barometre", "Taux d'engagement associatif")
    annees = sorted(serie)
    alt = (
        f"La part des bénévoles en association descend de {ecrire_nombre(serie[annees[0]], 0)} % en {annees[0]} à "
        f"{ecrire_nombre(min(serie.values()), 0)} % en 2022, puis remonte à {ecrire_nombre(serie[annees[-1]], 0)} % en {annees[-1]}. "
        "Aucune valeur entre 2016 et 2019, ni en 2020 et 2021."
    )
    with tracer() as (dessin, axes):
        # En tirets où des années manquent : le trait relie deux enquêtes, il ne dit rien d'entre les deux.
        for a, b in zip(annees, annees[1:]):
            axes.plot([a, b], [serie[a], serie[b]], color=COULEURS["bleu"], linewidth=2, linestyle="-" if b - a == 1 else (0, (4, 3)))
        for annee in annees:
            axes.plot(annee, serie[annee], "o", color=COULEURS["bleu"], markersize=8)
            axes.annotate(f"{ecrire_nombre(serie[annee], 0)} %", (annee, serie[annee]), xytext=(0, -20 if annee == 2022 else 9), textcoords="offset points", ha="center", fontsize=12)
        axes.set_xticks(annees)
        axes.set_xlim(annees[0] - 0.6, annees[-1] + 0.6)
        axes.set_ylim(0, 30)
        axes.yaxis.set_major_formatter(lambda valeur, _: f"{valeur:.0f}\u00a0%")
        image = en_svg(dessin, alt)
    lignes = [(str(a), f"{ecrire_nombre(serie[a], 0)} %" if a in serie else "non trouvé") for a in range(annees[0], annees[-1] + 1)]
    return Figure("Bénévoles en association, en part de la population", alt, image, ("Année", "Part"), lignes, BAROMETRE)


def emploi_associatif() -> Figure:
    """Salariés des associations, en millions, 2013–2024 : quatre années connues, les autres sont des trous."""
    serie = _serie("emploi_associatif", "Salariés")
    annees = sorted(serie)
    # 2013 n'est connu qu'au dixième : lui ajouter un zéro dirait plus que la page.
    ecrit = {a: ecrire_nombre(v, 1 if round(v, 1) == v else 2) for a, v in serie.items()}
    alt = (
        "Salariés des associations, en millions : " + ", ".join(f"{ecrit[a]} en {a}" for a in annees)
        + ". Aucune valeur pour les autres années."
    )
    with tracer() as (dessin, axes):
        axes.plot(annees, list(serie.values()), color=COULEURS["bleu"], linewidth=2, linestyle=(0, (4, 3)))
        for annee in annees:
            axes.plot(annee, serie[annee], "o", color=COULEURS["bleu"], markersize=8)
            axes.annotate(ecrit[annee], (annee, serie[annee]), xytext=(0, 10), textcoords="offset points", ha="center", fontsize=12)
        axes.set_xticks(annees)
        axes.set_xlim(annees[0] - 1, annees[-1] + 1)
        axes.set_ylim(0, 2.5)
        axes.set_yticks(range(3))
        axes.set_ylabel("millions de salariés")
        image = en_svg(dessin, alt)
    lignes = [(str(a), ecrit.get(a, "non trouvé")) for a in range(annees[0], annees[-1] + 1)]
    return Figure(
        "Salariés des associations, en millions", alt, image, ("Année", "Millions"), lignes,
        "Recherches & Solidarités, d'après l'Urssaf et la MSA ; quatre éditions, le plus souvent lues dans des pages qui les citent.",
    )


def taux_par_age() -> Figure:
    """Part de chaque tranche d'âge bénévole dans une association, en 2019."""
    tranches = {x["modalite"]: x["valeur"] for x in donnees.lignes("benevolat_profil") if x["annee"] == 2019 and x["dimension"] == "Âge"}
    alt = "Part de chaque tranche d'âge qui est bénévole en association : " + ", ".join(f"{nom.lower()}, {ecrire_nombre(v, 0)} %" for nom, v in tranches.items()) + "."
    with tracer() as (dessin, axes):
        places = range(len(tranches))
        axes.bar(places, tranches.values(), 0.62, color=COULEURS["bleu"])
        for place, valeur in zip(places, tranches.values()):
            axes.text(place, valeur + 0.7, f"{ecrire_nombre(valeur, 0)} %", ha="center", fontsize=12)
        axes.set_xticks(list(places), [nom.replace(" ans et plus", " ans\net plus").replace("Moins de", "moins\nde").replace("-", " à ") for nom in tranches], fontsize=11)
        axes.set_ylim(0, 36)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        image = en_svg(dessin, alt)
    lignes = [(nom, f"{ecrire_nombre(v, 0)} %") for nom, v in tranches.items()]
    return Figure("Bénévoles en association, dans chaque tranche d'âge, 2019", alt, image, ("Âge", "Part de la tranche d'âge"), lignes, BAROMETRE)


def service_civique() -> Figure:
    """Deux mesures du service civique, jamais reliées l'une à l'autre : les entrées, et les missions dans l'année."""
    series = {
        "missions dans l'année": ("bleu", "o", _serie("service_civique", "Jeunes ayant réalisé une mission dans l’année")),
        "entrées dans l'année": ("orange", "s", _serie("service_civique", "Entrées en mission")),
    }
    alt = "Deux courbes séparées, en milliers de jeunes. " + " ".join(
        # Le début, le sommet et la fin : une courbe qui monte puis redescend ne se résume pas à ses deux bouts.
        f"{nom.capitalize()} : " + ", ".join(f"{ecrire_nombre(s[a] / 1000, 0)} en {a}" for a in sorted({min(s), max(s, key=s.get), max(s)})) + "."
        for nom, (_, _, s) in series.items()
    )
    with tracer() as (dessin, axes):
        for nom, (couleur, marque, serie) in series.items():
            axes.plot(list(serie), [v / 1000 for v in serie.values()], marque, linestyle="-", color=COULEURS[couleur], markersize=8, linewidth=2)
        # Le nom d'une courbe est à côté d'elle, et la forme du point la distingue aussi.
        missions, entrees = (s for _, _, s in series.values())
        axes.annotate("missions\ndans l'année", (max(missions), missions[max(missions)] / 1000), xytext=(10, -4), textcoords="offset points", fontsize=11, va="center")
        axes.annotate("entrées dans l'année", (max(entrees), entrees[max(entrees)] / 1000), xytext=(0, -20), textcoords="offset points", fontsize=11, ha="right")
        annees = sorted(set(missions) | set(entrees))
        axes.set_xticks(annees)
        axes.set_ylim(0, 160)
        axes.set_ylabel("milliers de jeunes")
        image = en_svg(dessin, alt)
    lignes = [
        (str(a), *(ecrire_nombre(s[a]) if a in s else "non trouvé" for _, _, s in series.values())) for a in annees
    ]
    return Figure(
        "Le service civique, deux mesures", alt, image, ("Année", "Missions dans l'année", "Entrées dans l'année"), lignes,
        "Sénat, INJEP et presse ; 2017 et 2018, missions : « plus de ». La table garde la page de chaque valeur.",
    )


def mecenat_trois_bases() -> Figure:
    """Budget du mécénat d'entreprise, compté de trois façons : aucune ligne ne passe d'une base à l'autre."""
    lues = [x for x in donnees.lignes("mecenat_entreprises") if x["indicateur"] in ("Budget estimé", "Dons déclarés")]
    series: dict[str, dict[int, float]] = {}
    for x in lues:
        if x["indicateur"] == "Budget estimé" and x["annee"] >= 2018:
            continue  # une estimation et des dons déclarés au fisc ne se mêlent pas
        base = next(nom for debut, nom, *_ in BASES_DU_MECENAT if x["champ"].startswith(debut))
        series.setdefault(base, {})[x["annee"]] = x["valeur"]
    alt = "Trois séries séparées, en milliards d'euros. " + " ".join(
        f"{nom.capitalize()} : " + ", ".join(f"{ecrire_nombre(v, 1)} en {a}" for a, v in sorted(series[nom].items())) + "." for _, nom, *_ in BASES_DU_MECENAT
    )
    with tracer() as (dessin, axes):
        for _, nom, couleur, marque in BASES_DU_MECENAT:
            serie = dict(sorted(series[nom].items()))
            axes.plot(list(serie), list(serie.values()), marque, linestyle=(0, (4, 3)), color=COULEURS[couleur], markersize=8, linewidth=2)
            fin = max(serie)
            axes.annotate(
                nom, (fin, serie[fin]), xytext=(0, -20 if couleur == "bleu" else 10), textcoords="offset points", fontsize=11,
                ha="right" if couleur == "vert" else "center", color=ENCRE,
            )
        annees = sorted({a for s in series.values() for a in s})
        axes.set_xticks([2008, 2012, 2015, 2019, 2023])
        axes.set_xlim(annees[0] - 1.5, annees[-1] + 1)
        axes.set_ylim(0, 4.5)
        axes.set_yticks(range(5))
        axes.set_ylabel("milliards d'euros")
        image = en_svg(dessin, alt)
    lignes = [
        (str(a), *(f"{ecrire_nombre(series[nom][a], 1)} Md€" if a in series[nom] else "" for _, nom, *_ in BASES_DU_MECENAT)) for a in annees
    ]
    return Figure(
        "Le mécénat d'entreprise, compté de trois façons", alt, image, ("Année", *(nom.capitalize() for _, nom, *_ in BASES_DU_MECENAT)), lignes,
        "Admical, lu dans des pages qui le citent : budgets estimés par enquête, puis dons déclarés au fisc.",
    )


def _serie(table: str, indicateur: str) -> dict[int, float]:
    """L'indicateur par année, dans l'ordre ; une année absente est un trou, jamais un zéro."""
    def nu(texte: str) -> str:
        return texte.replace("’", "'")

    return dict(sorted((x["annee"], x["valeur"]) for x in donnees.lignes(table) if nu(x["indicateur"]) == nu(indicateur)))
