"""Les dessins des leçons, en SVG, sans autre bibliothèque : ils s'ouvrent partout et s'agrandissent sans flou.

Chaque dessin est une `Figure` : l'image, sa description pour qui ne la voit pas, ses chiffres en tableau, sa source.
Les dessins font 360 unités de large pour rester lisibles sur un téléphone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from trepied.nombres import ecrire_euros, ecrire_nombre, ecrire_pourcent
from trepied.typographie import typographier

LARGEUR = 360
# Lisibles sur fond clair et sur fond sombre (contraste d'au moins 3:1), et distinctes en gris.
COULEURS = {"bleu": "#2f6db3", "orange": "#b4560f", "vert": "#2f7d52", "gris": "#6b7280"}


@dataclass(frozen=True)
class Figure:
    """Une image et ses jumeaux : `alt` (une ou deux phrases), tableau (`entetes`, `lignes`) et `source` (HTML permis)."""

    titre: str
    alt: str
    svg: str
    entetes: Sequence[str]
    lignes: Sequence[Sequence[str]]
    source: str
    fictif: bool = False

    def _repr_html_(self) -> str:
        marque = ' · <strong class="trepied-fictif">cas fictif</strong>' if self.fictif else ""
        return (
            f'<figure class="trepied-figure" style="max-width:28rem;margin:1rem 0">'
            f'<figcaption style="font-weight:600;margin-bottom:.5rem;text-align:left">{_texte(self.titre)}{marque}</figcaption>'
            f"{self.svg}"
            f'<p style="font-size:.9em;margin:.5rem 0">Source : {typographier(self.source)}</p>'
            f"<details><summary>Les chiffres de ce dessin</summary>{self._tableau()}</details></figure>"
        )

    def _repr_mimebundle_(self, **_):
        return {"text/html": self._repr_html_(), "text/plain": f"{self.titre}. {self.alt}"}

    def _tableau(self) -> str:
        entetes = "".join(f'<th scope="col">{_texte(e)}</th>' for e in self.entetes)
        lignes = "".join(
            f'<tr><th scope="row">{_texte(nom)}</th>' + "".join(f"<td>{_texte(v)}</td>" for v in valeurs) + "</tr>"
            for nom, *valeurs in self.lignes
        )
        # Un tableau large défile dans sa boîte, pas la page ; au clavier aussi, d'où tabindex.
        return (
            f'<div style="overflow-x:auto" tabindex="0" role="region" aria-label="{_texte(self.titre)}, en chiffres">'
            f"<table><thead><tr>{entetes}</tr></thead><tbody>{lignes}</tbody></table></div>"
        )


def maison(cas: dict) -> Figure:
    """« L'équilibre de la maison » d'un cas : ce que l'année rapporte, ce qu'elle coûte, et ce que le résultat ne montre pas.

    `cas` : un contenu de `contenu/cas/`, montants en euros, heures de bénévolat.
    """
    entre, sort = (sum(poste["montant"] for poste in cas[cote].values()) for cote in ("produits", "charges"))
    heures, apports = cas["benevolat"]["heures"], cas["apports_de_partenaires"]
    haut = 104
    echelle = 150 / max(entre, sort)
    dessin = [
        f'<path d="M20 {haut - 6} L180 14 L340 {haut - 6} Z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>',
        _ligne_de_texte(180, 74, "L'action", gras=True),
        _ligne_de_texte(180, 92, "réparer avec les habitants", taille=13.5),
    ]
    bas = haut + 176
    for x, titre, somme, couleur in ((40, "Rapporte", entre, "bleu"), (188, "Coûte", sort, "orange")):
        hauteur = somme * echelle
        dessin += [
            f'<rect x="{x}" y="{bas - hauteur:.0f}" width="132" height="{hauteur:.0f}" rx="3" fill="{COULEURS[couleur]}"/>',
            _ligne_de_texte(x + 66, bas - 84, titre, blanc=True),
            _ligne_de_texte(x + 66, bas - 62, ecrire_euros(somme), gras=True, blanc=True),
        ]
    dessin += [
        f'<path d="M32 {haut - 6} V{bas} H328 V{haut - 6}" fill="none" stroke="currentColor" stroke-width="2"/>',
        f'<rect x="20" y="{bas + 4}" width="320" height="64" rx="3" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"/>',
        _ligne_de_texte(180, bas + 24, "Le socle, hors du résultat", gras=True),
        _ligne_de_texte(180, bas + 42, f"{ecrire_nombre(heures)} heures de bénévoles", taille=13.5),
        _ligne_de_texte(180, bas + 58, f"{ecrire_euros(apports)} d'aide des partenaires", taille=13.5),
    ]
    alt = (
        f"Une maison. Dans les murs, deux colonnes : l'année rapporte {ecrire_euros(entre)}, elle coûte {ecrire_euros(sort)}, "
        f"il reste {ecrire_euros(entre - sort)}. Dessous, en pointillé, un socle qui ne change pas le résultat : "
        f"{ecrire_nombre(heures)} heures de bénévoles et {ecrire_euros(apports)} d'aide des partenaires."
    )
    lignes = [
        *([p["libelle"], ecrire_euros(p["montant"]), ""] for p in cas["produits"].values()),
        *([c["libelle"], "", ecrire_euros(c["montant"])] for c in cas["charges"].values()),
        ["Total", ecrire_euros(entre), ecrire_euros(sort)],
    ]
    return Figure(
        titre=f"La maison : {cas['nom']}, une année", alt=alt, svg=_image(alt, bas + 76, dessin),
        entetes=("Poste", "Rapporte", "Coûte"), lignes=lignes,
        source=f"{cas['nom']}, montants inventés pour le cours.", fictif=cas["fictif"],
    )


def ciseau(parts: dict[int, float], budgets: dict[int, float | None], source: str) -> Figure:
    """L'effet ciseau : budget total et subventions des associations, base 100 la première année.

    `parts` : part des subventions par année (0 à 1) ; `budgets` : budget cumulé en milliards d'euros, None si inconnu.
    Une année sans budget reste un trou : le trait est en tirets au-dessus d'elle, sans point.
    """
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
            _ligne_de_texte(gauche - 12, y(indice) + 4, str(indice), taille=13, ancre="end"),
        ]
    for annee in annees:
        dessin.append(_ligne_de_texte(x(annee), bas + 20, str(annee), taille=13))
    for annee in set(annees) - set(connues):
        dessin += [
            f'<path d="M{x(annee):.0f} {haut} V{bas}" stroke="currentColor" stroke-dasharray="2 4" stroke-opacity=".6"/>',
            _ligne_de_texte(x(annee), haut - 8, "?", gras=True),
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
            _ligne_de_texte(droite + 12, y(serie[fin]), nom, taille=14, ancre="start", gras=True),
            _ligne_de_texte(droite + 12, y(serie[fin]) + 16, ecrire_nombre(serie[fin], 0), taille=14, ancre="start"),
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
        titre=f"Le ciseau : associations en France, base 100 en {debut}", alt=alt, svg=_image(alt, bas + 30, dessin),
        entetes=("Année", "Part des subventions", "Budget total", "Subventions (calculées)", "Budget, base 100", "Subventions, base 100"),
        lignes=lignes, source=source,
    )


def horloges(reperes: Sequence[tuple[str, float, str]]) -> Figure:
    """Le temps que demande chaque impact : (impact, années, durée dite), du plus court au plus long."""
    couleurs = ("bleu", "orange", "vert")
    gauche, droite, pas = 12, 348, 62
    plus_long = max(annees for _, annees, _ in reperes)
    dessin = []
    for n, ((impact, annees, duree), couleur) in enumerate(zip(reperes, couleurs)):
        haut = 12 + n * pas
        largeur = (droite - gauche) * annees / plus_long
        dessin += [
            _ligne_de_texte(gauche, haut + 12, f"{impact} : {duree}", gras=True, ancre="start"),
            f'<rect x="{gauche}" y="{haut + 20}" width="{droite - gauche}" height="18" rx="3" stroke="currentColor" stroke-opacity=".3"/>',
            f'<rect x="{gauche}" y="{haut + 20}" width="{largeur:.0f}" height="18" rx="3" fill="{COULEURS[couleur]}"/>',
        ]
    dites = ", ".join(f"{duree} pour la {impact.lower()}" for impact, _, duree in reperes)
    alt = f"Trois barres de plus en plus longues : {dites}."
    return Figure(
        titre="Le temps de chaque impact", alt=alt, svg=_image(alt, 12 + len(reperes) * pas, dessin),
        entetes=("Impact", "Temps pour le montrer"), lignes=[(impact, duree) for impact, _, duree in reperes],
        source='Le RAMEAU, matrice des trajectoires (2023), <a href="https://www.carenews.com/le-rameau/news/calculons-l-impact-non-quantifiable">présentée ici</a>.',
    )


def _image(alt: str, hauteur: float, elements: list[str]) -> str:
    # Pas de couleur de fond : le dessin prend celle de la page, claire ou sombre.
    return (
        f'<svg role="img" aria-label="{_texte(alt)}" viewBox="0 0 {LARGEUR} {hauteur:.0f}" '
        f'style="width:100%;height:auto;display:block" font-family="inherit" fill="none">{"".join(elements)}</svg>'
    )


def _ligne_de_texte(x, y, texte, taille=15, gras=False, blanc=False, ancre="middle") -> str:
    style = ' font-weight="600"' if gras else ""
    couleur = "#fff" if blanc else "currentColor"
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{taille}" text-anchor="{ancre}" fill="{couleur}"{style}>{_texte(texte)}</text>'


def _texte(texte: str) -> str:
    return escape(typographier(texte), quote=True)
