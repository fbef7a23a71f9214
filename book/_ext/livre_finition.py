"""Dernière passe sur chaque page du livre, juste avant son écriture.

Espaces françaises, chaînes que le thème laisse en anglais, et deux refus qui font échouer la construction
stricte : une image sans vrai texte de remplacement, une ressource demandée à un autre site.
"""

import re
import shutil
from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from sphinx.util import logging
from trepied.typographie import typographier

CHAINES = yaml.safe_load((Path(__file__).parent / "chaines.yml").read_text("utf-8"))
SANS_TYPOGRAPHIE = {"code", "pre", "script", "style", "kbd", "samp", "textarea"}
ATTRIBUTS_LUS = ("aria-label", "title", "placeholder", "alt", "data-bs-title")
RESSOURCES = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}
LIENS_SANS_REQUETE = {"canonical", "license", "author"}
# Icônes et greffons du thème : remplacés par quelques dessins dans livre.css, et par rien.
INUTILES = ("**/*.map", "scripts/fontawesome.js*", "scripts/bootstrap.js*", "images/*")
EST_UN_CHEMIN = re.compile(r"\.(png|svg|jpe?g|gif|webp)$", re.IGNORECASE)

journal = logging.getLogger(__name__)


def finir(html: str, page: str) -> str:
    soupe = BeautifulSoup(html, "html.parser")
    traduire(soupe)
    reparer_les_noms(soupe)
    composer(soupe)
    for defaut in [*images_muettes(soupe), *ressources_tierces(soupe)]:
        journal.warning(defaut, location=page)
    return str(soupe)


def traduire(soupe) -> None:
    """Chaînes du thème restées en anglais, dans le texte comme dans les attributs qu'on entend ou survole."""
    for texte in soupe.find_all(string=lambda t: t.strip() in CHAINES):
        texte.replace_with(texte.replace(texte.strip(), CHAINES[texte.strip()]))
    for nom in ATTRIBUTS_LUS:
        for balise in soupe.find_all(attrs={nom: True}):
            balise[nom] = CHAINES.get(balise[nom].strip(), balise[nom])


def reparer_les_noms(soupe) -> None:
    """Ce que le thème annonce mal à un lecteur d'écran."""
    for pli in soupe.select("nav li > details > summary"):  # un chevron sans nom
        pli["aria-label"] = f"Pages de « {pli.find_parent('li').a.get_text(strip=True)} »"
    for balise in soupe.select(".citation-list, .citation"):  # des rôles retirés de la norme, mal emboîtés
        del balise["role"]


def composer(soupe) -> None:
    """Espaces insécables françaises, hors code."""
    for texte in soupe.find_all(string=True):
        if isinstance(texte, PreformattedString) or not texte.strip() or texte.find_parent(SANS_TYPOGRAPHIE):
            continue
        # Une lettre tient lieu du mot voisin, en gras ou en lien : « <b>mot</b> » : suite.
        avant = "x" if texte.previous_sibling else ""
        apres = "x" if texte.next_sibling and texte.rstrip().endswith("«") else ""
        compose = typographier(f"{avant}{texte}{apres}")[len(avant):].removesuffix(apres)
        if compose != texte:
            texte.replace_with(compose)


def images_muettes(soupe):
    for image in soupe.find_all("img"):
        alt = (image.get("alt") or "").strip()
        if not alt or EST_UN_CHEMIN.search(alt):
            yield f"Image sans texte de remplacement : {image.get('src')} (ajoutez mystnb.image.alt ou :alt:)"


def ressources_tierces(soupe):
    for nom, attribut in RESSOURCES.items():
        for balise in soupe.find_all(nom, attrs={attribut: re.compile(r"^(https?:)?//")}):
            if not LIENS_SANS_REQUETE & set(balise.get("rel", [])):
                yield f"La page demanderait une ressource à un autre site : {balise[attribut]}"


def retirer_l_etat_des_widgets(_app, _page, _gabarit, contexte, _arbre) -> None:
    """Les outils s'affichent par leur version statique : l'état d'ipywidgets, lourd, ne sert à rien ici."""
    contexte["script_files"] = [
        script for script in contexte.get("script_files", [])
        if "widget-state" not in getattr(script, "attributes", {}).get("type", "")
    ]


def brancher(app) -> None:
    if app.builder.format != "html":
        return
    rendre = app.builder.templates.render

    def rendre_et_finir(gabarit, contexte):
        html = rendre(gabarit, contexte)
        if not html.lstrip().lower().startswith("<!doctype html"):
            return html  # un bout de page, que le thème rend pour voir s'il est vide
        return finir(html, contexte.get("pagename", gabarit))

    app.builder.templates.render = rendre_et_finir


def alleger(app, erreur) -> None:
    """Retire du livre construit ce qu'aucune page ne charge : l'essentiel du poids du thème."""
    if erreur or app.builder.format != "html":
        return
    statique = Path(app.outdir) / "_static"
    for fichier in (f for motif in INUTILES for f in statique.glob(motif)):
        fichier.unlink()
    shutil.rmtree(statique / "vendor", ignore_errors=True)


def setup(app):
    app.connect("builder-inited", brancher)
    app.connect("html-page-context", retirer_l_etat_des_widgets, priority=999)
    app.connect("build-finished", alleger)
