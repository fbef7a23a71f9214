"""Les graphiques de l'étape 3 : à qui se comparer, des maisons réelles, et qui reçoit l'argent public."""

from statistics import median

from trepied import donnees
from trepied.figures.commun import en_svg, tracer
from trepied.nombres import ecrire_nombre, ecrire_pourcent
from trepied.svg import COULEURS, Figure

POPULATION = "population_associations_fictive"
FICTIVE = "population fictive de 200 associations, inventée par ce cours et calée sur des chiffres publiés."
BLANC = "#ffffff"


def employeuses() -> Figure:
    """D'où vient l'argent des associations, selon qu'elles emploient ou non (2018)."""
    parts = {(x["type_association"], x["type_ressource"]): x["part"] for x in donnees.lignes("ressources_employeuses_2018")}
    types, ressources = ("Employeuses", "Non employeuses"), list(dict.fromkeys(ressource for _, ressource in parts))
    groupes = [(_mots(r).capitalize(), [(nom, parts[nom, r], couleur) for nom, couleur in zip(types, ("bleu", "orange"))]) for r in ressources]
    alt = "Trois groupes de deux barres. " + _dire(groupes)
    with tracer() as (dessin, axes):
        _groupes(dessin, axes, groupes)
        image = en_svg(dessin, alt)
    return Figure(
        "D'où vient l'argent des associations, en 2018", alt, image, ("", *types),
        [(ressource, *(ecrire_pourcent(parts[nom, ressource] / 100, 0) for nom in types)) for ressource in ressources],
        "INJEP, Chiffres clés 2023, lus dans une page qui les cite. Les autres ressources sont obtenues par différence.",
    )


def part_publique_par_taille() -> Figure:
    """Population fictive : la part d'argent public de l'association du milieu, par tranche de budget, puis par emploi."""
    tranches: dict[str, list[tuple[float, bool]]] = {}
    for ligne in sorted(donnees.lignes(POPULATION), key=lambda x: x["budget"]):
        part = 100 * (ligne["subventions"] + ligne["commandes_publiques"]) / ligne["budget"]
        tranches.setdefault(ligne["tranche"], []).append((part, ligne["employeuse"] == "oui"))
    groupes, lignes = [], []
    for nom, parts in tranches.items():
        toutes, emploient = [part for part, _ in parts], [part for part, emploie in parts if emploie]
        precision = {0: ", aucune n'emploie", len(toutes): ", toutes emploient"}.get(len(emploient), "")
        barres = [(f"toutes ({len(toutes)}){precision}", median(toutes), "bleu")]
        if not precision:
            barres.append((f"celles qui emploient ({len(emploient)})", median(emploient), "orange"))
        groupes.append((nom, barres))
        lignes.append((
            nom, str(len(toutes)), ecrire_pourcent(median(toutes) / 100, 0),
            str(len(emploient)), ecrire_pourcent(median(emploient) / 100, 0) if emploient else "–",
        ))
    alt = "Cinq tranches de budget. Part d'argent public de l'association du milieu. " + _dire(groupes)
    with tracer() as (dessin, axes):
        _groupes(dessin, axes, groupes)
        image = en_svg(dessin, alt)
    return Figure(
        "Part d'argent public, association du milieu", alt, image,
        ("Budget annuel", "Associations", "Part médiane", "Dont employeuses", "Leur part médiane"), lignes, FICTIVE, fictif=True,
    )


def opinion_et_pratique() -> Figure:
    """Ce que des responsables pensent des partenariats, et ce que des associations font."""
    table = {(x["annee"], x["indicateur"], x["modalite"]): x["valeur"] for x in donnees.lignes("observatoire_partenariats")}
    juge = next(indicateur for _, indicateur, _ in table if indicateur.startswith("Jugent les partenariats"))
    fait = "En partenariat avec des entreprises"
    groupes = [
        ("Opinion, vers 2017 : cela fait innover", [
            (qui, table[2017, juge, qui], "orange") for qui in ("Responsables associatifs", "Maires", "Dirigeants d'entreprise")]),
        ("Pratique, 2015 : une entreprise partenaire", [
            (mots, table[2015, fait, qui], "bleu") for qui, mots in (
                ("Associations employeuses", "Associations d'intérêt général employeuses"), ("Associations non employeuses", "Non employeuses"))]),
    ]
    alt = "Deux groupes de barres. " + _dire(groupes)
    with tracer() as (dessin, axes):
        _groupes(dessin, axes, groupes)
        image = en_svg(dessin, alt)
    return Figure(
        "Partenariats : ce que l'on pense, ce que l'on fait", alt, image, ("Nature", "Qui", "Part"),
        [(titre.split(",")[0], qui, ecrire_pourcent(v / 100, 0)) for titre, barres in groupes for qui, v, _ in barres],
        "Le RAMEAU, Observatoire des partenariats, programmes IMPACT (opinion) et PHARE (pratique). Deux enquêtes, deux questions.",
    )


def argent_des_maisons() -> Figure:
    """Trois organisations réelles : la part de leur argent que chacune publie, avec ses propres mots."""
    parts: dict[str, list[tuple[str, float]]] = {}
    for ligne in donnees.lignes("cas_reels_structure"):
        parts.setdefault(ligne["organisation"], []).append((ligne["categorie"], ligne["part"]))
    noms = ("AIDES", "Secours Catholique - Caritas France", "LPO France")
    with tracer() as (dessin, axes):
        dessin.set_size_inches(4.4, 4.0)
        lignes = []
        for n, nom in enumerate(noms):
            debut, y = 0.0, 1.5 * n
            axes.text(0, y - 0.32, nom, ha="left", va="bottom", weight="bold")
            for (categorie, part), couleur in zip(parts[nom], ("orange", "gris")):
                axes.barh(y, part, left=debut, height=0.5, color=COULEURS[couleur], edgecolor=BLANC)
                axes.text(debut + part / 2, y, ecrire_pourcent(part / 100, 0), ha="center", va="center", color=BLANC, weight="bold")
                lignes.append((nom, categorie, ecrire_pourcent(part / 100, 0)))
                debut += part
            # Les mots de chaque page diffèrent : c'est la leçon.
            gauche, droite = (_mots(categorie) for categorie, _ in parts[nom])
            axes.text(0, y + 0.3, gauche, ha="left", va="top", fontsize=11)
            axes.text(100, y + 0.3, droite, ha="right", va="top", fontsize=11)
        axes.set_ylim(3.85, -0.75)
        axes.set_xlim(0, 100)
        _sans_cadre(axes)
        alt = "Trois barres de 100 %. " + " ".join(
            f"{nom} : " + ", ".join(f"{_mots(c)} {ecrire_nombre(p, 0)} %" for c, p in parts[nom]) + "." for nom in noms)
        image = en_svg(dessin, alt)
    return Figure(
        "Trois maisons, trois façons de dire d'où vient l'argent", alt, image, ("Organisation", "Ce que dit la page", "Part"), lignes,
        "Cour des comptes, vie-publique, LPO (2022, ou période de contrôle) : une page par chiffre, dans la fiche de la table.",
    )


def _mots(categorie: str) -> str:
    """« Autres (par différence) » devient « autres, par différence » ; une longue parenthèse reste dans le tableau."""
    debut, _, precision = categorie.rstrip(")").lower().partition(" (")
    precision = precision.removeprefix("concours ")
    return f"{debut}, {precision}" if 0 < len(precision) < 30 else debut


def courbe_de_concentration() -> Figure:
    """Les subventions de l'État en 2010 : part cumulée de l'argent, des associations les moins aidées aux plus aidées."""
    points = [(0.0, 0.0), *((x["part_cumulee_associations"], x["part_cumulee_montant"]) for x in donnees.lignes("subventions_etat_2010_concentration"))]
    lus = dict(points)
    with tracer() as (dessin, axes):
        axes.plot([0, 100], [0, 100], "--", color=COULEURS["gris"], linewidth=1.5)
        axes.plot(*zip(*points), "-o", color=COULEURS["bleu"], linewidth=2.5, markersize=4)
        for part, ou, ancre in ((50, (-4, 14), "center"), (90, (-8, 10), "right")):
            axes.plot(part, lus[part], "s", color=COULEURS["orange"], markersize=9)
            axes.annotate(f"{part} % : {ecrire_nombre(lus[part], 1 if lus[part] < 10 else 0)} %", (part, lus[part]), xytext=ou, ha=ancre, weight="bold", textcoords="offset points")
        axes.text(43, 52, "si tout le monde\nrecevait pareil", ha="right", va="bottom", fontsize=11)
        axes.set_xlabel("des moins aidées aux plus aidées", fontsize=11)
        axes.set_ylabel("part de l'argent", fontsize=11)
        for axe in (axes.xaxis, axes.yaxis):
            axe.set_major_formatter(lambda valeur, _: ecrire_pourcent(valeur / 100, 0))
        axes.set_xticks([0, 50, 90])
        axes.set_xlim(0, 102)
        axes.set_ylim(-2, 102)
        alt = (
            f"Une courbe très creuse sous la diagonale. La moitié des associations les moins aidées reçoit {ecrire_nombre(lus[50], 1)} % de "
            f"l'argent, les neuf dixièmes {ecrire_nombre(lus[90], 0)} %, et le dernier dixième tout le reste."
        )
        image = en_svg(dessin, alt)
    return Figure(
        "Subventions de l'État, 2010 : qui reçoit quoi ?", alt, image,
        ("Les moins aidées", "Associations", "Part de l'argent", "Au plus, chacune"),
        [(ecrire_pourcent(x["part_cumulee_associations"] / 100, 1 if x["part_cumulee_associations"] % 1 else 0), ecrire_nombre(x["nb_associations"]),
          ecrire_pourcent(x["part_cumulee_montant"] / 100, 1), f"{ecrire_nombre(x['plafond_du_groupe_eur'])} €")
         for x in donnees.lignes("subventions_etat_2010_concentration")],
        "État, associations subventionnées en 2010 (annexe au projet de loi de finances), 17 484 associations. Calcul du cours.",
    )


def _sans_cadre(axes) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for bord in axes.spines.values():
        bord.set_visible(False)


def _groupes(dessin, axes, groupes) -> None:
    """Des barres couchées par groupe : [(titre, [(nom, valeur en %, couleur)])]. Le nom est au-dessus de sa barre."""
    y = 0.0
    for titre, barres in groupes:
        axes.text(0, y, titre, ha="left", va="center", weight="bold", fontsize=12)
        y += 0.95
        for nom, valeur, couleur in barres:
            axes.text(0, y - 0.28, nom, ha="left", va="bottom", fontsize=11)
            axes.barh(y, valeur, height=0.4, color=COULEURS[couleur])
            axes.text(valeur + 1, y, ecrire_pourcent(valeur / 100, 0), ha="left", va="center", weight="bold")
            y += 1
        y += 0.2
    axes.set_ylim(y - 0.6, -0.4)
    axes.set_xlim(0, max(valeur for _, barres in groupes for _, valeur, _ in barres) * 1.18)
    dessin.set_size_inches(4.4, 0.5 * y)
    _sans_cadre(axes)


def _dire(groupes) -> str:
    return " ".join(f"{titre} : " + ", ".join(f"{nom.lower()} {ecrire_nombre(v, 0)} %" for nom, v, _ in barres) + "." for titre, barres in groupes)
