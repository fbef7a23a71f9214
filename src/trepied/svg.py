"""De quoi dessiner en SVG, sans autre bibliothèque : les images s'ouvrent partout et s'agrandissent sans flou.

Chaque dessin est une `Figure` : l'image, sa description pour qui ne la voit pas, ses chiffres en tableau, sa source.
Les dessins font 360 unités de large pour rester lisibles sur un téléphone. Ceux des leçons sont dans `dessins/`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from trepied.leviers import barycentre
from trepied.nombres import ecrire_pourcent
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
            f'<figcaption style="font-weight:600;margin-bottom:.5rem;text-align:left">{texte(self.titre)}{marque}</figcaption>'
            f"{self.svg}"
            f'<p style="font-size:.9em;margin:.5rem 0">Source : {typographier(self.source)}</p>'
            f"<details><summary>Les chiffres de ce dessin</summary>{self._tableau()}</details></figure>"
        )

    def _repr_mimebundle_(self, **_):
        return {"text/html": self._repr_html_(), "text/plain": f"{self.titre}. {self.alt}"}

    def _tableau(self) -> str:
        entetes = "".join(f'<th scope="col">{texte(e)}</th>' for e in self.entetes)
        lignes = "".join(
            f'<tr><th scope="row">{texte(nom)}</th>' + "".join(f"<td>{texte(v)}</td>" for v in valeurs) + "</tr>"
            for nom, *valeurs in self.lignes
        )
        # Un tableau large défile dans sa boîte, pas la page ; au clavier aussi, d'où tabindex.
        return (
            f'<div style="overflow-x:auto" tabindex="0" role="region" aria-label="{texte(self.titre)}, en chiffres">'
            f"<table><thead><tr>{entetes}</tr></thead><tbody>{lignes}</tbody></table></div>"
        )


# Une forme par série : la couleur n'est jamais seule à les distinguer.
FORMES = ("rond", "carre", "losange", "triangle")


def marque(x: float, y: float, forme: str, couleur: str, rayon: float = 6) -> str:
    """Une marque pleine centrée en (x, y) ; `forme` : une de FORMES, `couleur` : une de COULEURS."""
    r, teinte = rayon, COULEURS[couleur]
    chemins = {
        "carre": f"M{x - r:.1f} {y - r:.1f} h{2 * r} v{2 * r} h{-2 * r} Z",
        "losange": f"M{x:.1f} {y - 1.3 * r:.1f} l{1.3 * r:.1f} {1.3 * r:.1f} l{-1.3 * r:.1f} {1.3 * r:.1f} l{-1.3 * r:.1f} {-1.3 * r:.1f} Z",
        "triangle": f"M{x:.1f} {y - 1.2 * r:.1f} l{1.2 * r:.1f} {2.1 * r:.1f} h{-2.4 * r:.1f} Z",
    }
    if forme == "rond":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{teinte}"/>'
    return f'<path d="{chemins[forme]}" fill="{teinte}"/>'


def barres(
    titre: str,
    valeurs: Sequence[tuple[str, float | None, str]],
    source: str,
    *,
    alt: str = "",
    entetes: Sequence[str] = ("", "Valeur"),
    maximum: float | None = None,
    couleurs: Sequence[str] = ("bleu",),
    fictif: bool = False,
) -> Figure:
    """Des barres couchées, une par ligne : (nom, valeur, valeur écrite). Le nom est au-dessus de sa barre.

    Une valeur None reste vide, avec ses mots (« non trouvé »). `couleurs` : une par barre, reprises en boucle.
    Lève ValueError si une valeur est négative, ou s'il n'y en a aucune.
    """
    connues = [v for _, v, _ in valeurs if v is not None]
    if not connues or min(connues) < 0:
        raise ValueError(f"{titre} : il faut au moins une valeur, et aucune négative.")
    plus_grande = maximum or max(connues) or 1
    pas, droite = 48, LARGEUR - 12
    dessin = []
    for n, (nom, valeur, ecrite) in enumerate(valeurs):
        haut = 6 + n * pas
        # La valeur est écrite en haut à droite : elle se lit même au bout d'une barre très courte.
        dessin += [
            ligne_de_texte(12, haut + 13, nom, taille=14, ancre="start"),
            ligne_de_texte(droite, haut + 13, ecrite, taille=14, gras=True, ancre="end"),
            f'<rect x="12" y="{haut + 20}" width="{droite - 12}" height="16" rx="3" stroke="currentColor" stroke-opacity=".3"/>',
        ]
        if valeur:
            largeur = (droite - 12) * min(1, valeur / plus_grande)
            couleur = COULEURS[couleurs[n % len(couleurs)]]
            dessin.append(f'<rect x="12" y="{haut + 20}" width="{max(2, largeur):.0f}" height="16" rx="3" fill="{couleur}"/>')
    alt = alt or f"Des barres. {' ; '.join(f'{nom} : {ecrite}' for nom, _, ecrite in valeurs)}."
    return Figure(
        titre=titre, alt=alt, svg=image(alt, 6 + len(valeurs) * pas, dessin), entetes=entetes,
        lignes=[(nom, ecrite) for nom, _, ecrite in valeurs], source=source, fictif=fictif,
    )


def triangle(
    titre: str,
    points: Sequence[tuple[str, Sequence[float]]],
    source: str,
    *,
    alt: str = "",
    colonne: str = "",
    cases: Sequence[str] = (),
    fictif: bool = False,
) -> Figure:
    """Des points dans le triangle des trois leviers : (nom, poids humain, argent, alliances de somme 1).

    Les points portent un numéro, expliqué dessous : deux points voisins restent lisibles. Le triangle cache la
    taille : `colonne` et `cases` ajoutent au tableau de quoi la dire (« Moyens en tout », « 210 000 € »…).
    """
    cote, gauche, haut = 272, 44, 40
    hauteur = cote * math.sqrt(3) / 2

    def place(poids) -> tuple[float, float]:
        x, y = barycentre(poids)
        return gauche + x * cote, haut + hauteur - y * cote

    sommets = [place([float(i == j) for j in range(3)]) for i in range(3)]
    dessin = [f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in sommets)} Z" stroke="currentColor" stroke-width="2"/>']
    (xh, yh), (xf, yf), (xa, ya) = sommets
    dessin += [
        ligne_de_texte(xa, ya - 22, "Alliances", gras=True), ligne_de_texte(xa, ya - 7, "stratégiques", gras=True),
        ligne_de_texte(xf - 40, yf + 20, "Ressources", gras=True, ancre="start"),
        ligne_de_texte(xf - 40, yf + 36, "financières", gras=True, ancre="start"),
        ligne_de_texte(xh + 40, yh + 20, "Richesses", gras=True, ancre="end"),
        ligne_de_texte(xh + 40, yh + 36, "humaines", gras=True, ancre="end"),
    ]
    bas = haut + hauteur + 50
    teintes = list(COULEURS)
    for n, (nom, poids) in enumerate(points, 1):
        x, y = place(poids)
        rond = f'r="10" fill="{COULEURS[teintes[(n - 1) % len(teintes)]]}"'
        legende = bas + 8 + (n - 1) * 26
        dessin += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" {rond}/>', ligne_de_texte(x, y + 5, str(n), taille=13, gras=True, blanc=True),
            f'<circle cx="22" cy="{legende}" {rond}/>', ligne_de_texte(22, legende + 5, str(n), taille=13, gras=True, blanc=True),
            ligne_de_texte(40, legende + 5, nom, taille=14, ancre="start"),
        ]
    parts = [[ecrire_pourcent(p, 0) for p in poids] for _, poids in points]
    alt = alt or "Le triangle des trois leviers. " + " ".join(
        f"{nom} : {h} de temps donné, {f} d'argent, {a} de partenaires." for (nom, _), (h, f, a) in zip(points, parts, strict=True)
    )
    lignes = [
        (nom, *trois, *([case] if colonne else []))
        for (nom, _), trois, case in zip(points, parts, cases or [""] * len(points), strict=True)
    ]
    return Figure(
        titre=titre, alt=alt, svg=image(alt, bas + 8 + len(points) * 26, dessin),
        entetes=("", "Richesses humaines", "Ressources financières", "Alliances", *([colonne] if colonne else [])),
        lignes=lignes, source=source, fictif=fictif,
    )


def image(alt: str, hauteur: float, elements: list[str]) -> str:
    """L'image entière : ses éléments, sa description et ses proportions."""
    # Pas de couleur de fond : le dessin prend celle de la page, claire ou sombre.
    return (
        f'<svg role="img" aria-label="{texte(alt)}" viewBox="0 0 {LARGEUR} {hauteur:.0f}" '
        f'style="width:100%;height:auto;display:block" font-family="inherit" fill="none">{"".join(elements)}</svg>'
    )


def ligne_de_texte(x, y, mots, taille=15, gras=False, blanc=False, ancre="middle") -> str:
    """Une ligne de texte ; `ancre` : « start », « middle » ou « end ». Pas moins de 13 : illisible sur un téléphone."""
    style = ' font-weight="600"' if gras else ""
    couleur = "#fff" if blanc else "currentColor"
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{taille}" text-anchor="{ancre}" fill="{couleur}"{style}>{texte(mots)}</text>'


def texte(mots: str) -> str:
    """Le texte avec ses espaces insécables, prêt à entrer dans du HTML ou du SVG."""
    return escape(typographier(mots), quote=True)
