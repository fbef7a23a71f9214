"""L'auto-positionnement sur papier : trois pages A4 à cocher et à marquer, tirées du même questionnaire."""

from html import escape
from math import sqrt

from trepied import positionnement
from trepied.leviers import LEVIERS, SOMMETS
from trepied.typographie import typographier

_STYLE = """
@page { size: A4; margin: 10mm 13mm 10mm; }
* { box-sizing: border-box; }
body { max-width: 182mm; margin: 0 auto; padding: 0 4mm; color: #000; background: #fff; }
body { font: 9.6pt/1.24 "Liberation Sans", Arial, Helvetica, sans-serif; }
h1 { margin: 0 0 1mm; font-size: 16pt; }
h2 { margin: 0 0 1mm; padding-bottom: .5mm; border-bottom: 1.5pt solid; font-size: 13pt; }
p { margin: 0 0 1mm; }
section { break-inside: avoid; }
section + section { margin-top: 6mm; }
.questions { display: grid; grid-template-columns: 1fr 1fr; gap: 2.8mm 5mm; margin-top: 2mm; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; break-inside: avoid; }
legend { padding: 0; font-weight: bold; }
.aide { color: #333; font-size: 8.6pt; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding-left: 9mm; text-indent: -9mm; }
.case { display: inline-block; width: 3.2mm; height: 3.2mm; margin-right: 1.5mm; }
.case { border: .8pt solid; vertical-align: -.4mm; }
.rang { display: inline-block; width: 4.3mm; text-indent: 0; font-weight: bold; }
.calcul { margin-top: 4mm; padding: 1.5mm 2.5mm; border: .8pt solid; break-inside: avoid; }
.trait { display: inline-block; min-width: 9mm; height: 4.6mm; border-bottom: .8pt solid; vertical-align: bottom; }
.long { min-width: 24mm; }
.consignes { margin: 1.5mm 0 2.5mm; padding: 1.5mm 2.5mm; border: .8pt solid; }
.consignes li { padding-left: 4mm; text-indent: -4mm; }
.poids { display: grid; grid-template-columns: 1fr 72mm; gap: 5mm; }
.poids li { margin-bottom: 1mm; padding-left: 0; text-indent: 0; }
svg { display: block; width: 100%; height: auto; }
@media (max-width: 40rem) { .questions, .poids { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; } section + section { margin-top: 0; break-before: page; } }
"""


def formulaire_html() -> str:
    """Une page HTML entière, sans rien à télécharger, qui s'imprime sur trois pages A4 au plus."""
    definition = positionnement.charger()
    pages = []
    rang = 1
    for levier in LEVIERS:
        reperes = definition.de(levier.cle)
        questions = "".join(_question(rang + i, repere, definition.sans_reponse) for i, repere in enumerate(reperes))
        pages.append(
            f'<h2>{escape(levier.nom)}</h2><div class="questions">{questions}</div>{_resultat(levier.nom, definition)}'
        )
        rang += len(reperes)
    pages[0] = _entete(definition) + pages[0]
    pages[-1] += _poids()
    corps = "".join(f"<section>{page}</section>" for page in pages)
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(definition.ecran['titre'])} Formulaire à imprimer</title><style>{_STYLE}</style></head>\n"
        f"<body><main>{corps}</main></body>\n</html>\n"
    )


def triangle_vierge() -> str:
    """Le triangle des trois leviers, sans point, en SVG : à lire sans JavaScript, ou à marquer d'une croix."""
    cote, gauche, haut = 270.0, 45.0, 34.0
    hauteur = cote * sqrt(3) / 2

    def place(poids) -> tuple[float, float]:
        x, y = (sum(p * SOMMETS[levier.cle][axe] for p, levier in zip(poids, LEVIERS, strict=True)) for axe in (0, 1))
        return gauche + x * cote, haut + hauteur - y * cote

    def trait(debut, fin, **attributs) -> str:
        (x1, y1), (x2, y2) = place(debut), place(fin)
        style = "".join(f' {nom.replace("_", "-")}="{valeur}"' for nom, valeur in attributs.items())
        return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor"{style}/>'

    sommets = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    dessin = []
    for i, sommet in enumerate(sommets):
        autres = sommets[:i] + sommets[i + 1 :]
        for part in (0.2, 0.4, 0.6, 0.8):
            debut, fin = (tuple(a + (s - a) * part for s, a in zip(sommet, autre, strict=True)) for autre in autres)
            dessin.append(trait(debut, fin, stroke_width=0.7, stroke_opacity=0.45))
        dessin.append(trait(*autres, stroke_width=2))
    for sommet, levier in zip(sommets, LEVIERS, strict=True):
        x, y = place(sommet)
        if levier.cle == "alliances_strategiques":
            dessin.append(_mot(x, y - 12, levier.nom))
        else:
            dessin += [_mot(x, y + 20 + 16 * i, mot) for i, mot in enumerate(levier.nom.split())]
    alt = (
        "Triangle vierge. Sommets : ressources financières en bas à gauche, richesses humaines en bas à droite, "
        "alliances stratégiques en haut."
    )
    return (
        f'<svg role="img" aria-label="{escape(typographier(alt))}" viewBox="0 0 360 {haut + hauteur + 44:.0f}" '
        f'style="max-width:22rem">{"".join(dessin)}</svg>'
    )


def _mot(x: float, y: float, texte: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="14" text-anchor="middle" fill="currentColor">{escape(texte)}</text>'
    )


def _entete(definition: positionnement.Definition) -> str:
    consignes = [
        definition.ecran["consigne"],
        "Cochez une seule case par question. Répondez seul ou seule, puis comparez avec d'autres : "
        "les écarts sont souvent le plus utile.",
        "Votre niveau, c'est la médiane : rangez les chiffres cochés du plus petit au plus grand. "
        "Leur nombre est impair ? Prenez celui du milieu. Il est pair ? Prenez les deux du milieu, ajoutez-les, "
        "divisez par 2. Les cases « ? » ne comptent pas.",
        "Moins de quatre chiffres pour un levier : c'est trop peu, laissez son niveau vide.",
    ]
    lignes = "".join(f"<li>• {escape(typographier(c))}</li>" for c in consignes)
    return (
        f"<h1>{escape(definition.ecran['titre'])}</h1>"
        f"<p>{escape(definition.ecran['nature'])} Un niveau bas peut convenir à votre projet.</p>"
        f'<p>{typographier("Date :")} <span class="trait long"></span> '
        f'{typographier("Rôle de la personne qui répond (pas de nom) :")} <span class="trait long"></span></p>'
        f'<ul class="consignes">{lignes}</ul>'
        f'<p class="aide">{escape(definition.ecran["instance"])}</p>'
    )


def _question(rang: int, repere: positionnement.Repere, sans_reponse: str) -> str:
    aide = f'<p class="aide">{escape(repere.aide)}</p>' if repere.aide else ""
    choix = "".join(
        f'<li><span class="case"></span><span class="rang">{niveau}</span>{escape(texte)}</li>'
        for niveau, texte in [*enumerate(repere.ancrages), ("?", sans_reponse)]
    )
    return f"<fieldset><legend>{rang}. {escape(repere.question)}</legend>{aide}<ul>{choix}</ul></fieldset>"


def _resultat(nom: str, definition: positionnement.Definition) -> str:
    """De quoi ranger ses réponses, puis marquer sur l'échelle son niveau (●) et sa cible (◇)."""
    traits = '<span class="trait"></span> ' * positionnement.REPERES_PAR_LEVIER
    gauche, pas = 52, 150
    echelle = [f'<line x1="{gauche}" y1="14" x2="{gauche + 4 * pas}" y2="14" stroke="#000" stroke-width="1.5"/>']
    for niveau, mots in enumerate(definition.niveaux):
        x = gauche + niveau * pas
        echelle += [
            f'<line x1="{x}" y1="6" x2="{x}" y2="22" stroke="#000" stroke-width="1.5"/>',
            _mot(x, 38, f"{niveau} · {mots}"),
        ]
    return (
        f'<div class="calcul"><p>{typographier("Mes réponses rangées :")} {traits} '
        f'<strong>{typographier("médiane :")}</strong> <span class="trait"></span> '
        f'<strong>{typographier("cible dans 18 mois :")}</strong> <span class="trait"></span></p>'
        f"<p>{typographier('Marquez votre niveau d’un rond plein ● et votre cible d’un losange vide ◇ :')}</p>"
        f'<svg role="img" aria-label="{escape(nom)}, échelle de 0 à 4 à marquer" viewBox="0 0 704 44">'
        f"{''.join(echelle)}</svg></div>"
    )


def _poids() -> str:
    """Les poids des trois leviers, calculés à la main, puis placés dans le triangle."""
    lignes = [
        "Argent reçu dans l'année : A = {} €",
        "Heures données × valeur d'une heure : B = {} €",
        "Apports des partenaires : C = {} €",
        "Total : T = A + B + C = {} €",
        "Poids de l'argent : 100 × A ÷ T = {} %",
        "Poids du temps donné : 100 × B ÷ T = {} %",
        "Poids des partenaires : 100 × C ÷ T = {} %",
    ]
    trait = '<span class="trait long"></span>&nbsp;'
    liste = "".join(f"<li>{typographier(ligne).replace('{} ', trait)}</li>" for ligne in lignes)
    aide = typographier(
        "Sans les salaires : ils sont payés avec A. Chaque trait du triangle vaut 20 % : sur un côté, "
        "le poids du sommet d'en face est nul ; plus on s'approche d'un sommet, plus son poids est grand. "
        "Le centre n'est pas un but. "
        "Marquez ● aujourd'hui et ◇ votre cible."
    )
    return (
        '<div class="calcul poids"><div><p><strong>Le poids de chaque levier</strong></p>'
        f'<ul>{liste}</ul><p class="aide">{aide}</p></div>{triangle_vierge()}</div>'
    )
