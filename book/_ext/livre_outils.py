"""Les outils du cours dans le livre : leur version statique, et de quoi l'animer sans noyau."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from trepied import lecon
from trepied.fichiers import ecrire
from trepied.formulaire import formulaire_html
from trepied.widgets import outil

SCRIPT, STYLE, FORMULAIRE = "outils.js", "outils.css", "formulaire-positionnement.html"
OUTILS_DES_PAGES = ("premier_trepied", "positionnement", "orientation", "mon_modele")
# Où le livre range les cahiers d'exercices que ses outils proposent (hote.js) ; « exercises » y est exclu.
TELECHARGEMENTS = "telechargements"
# L'adresse du livre sans nom de page ; celle que Jupyter Book écrirait n'a ni langue ni lien.
ENTREE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url=book/index.html">
<title>Trépied</title><link rel="icon" href="_static/logo.svg">
</head>
<body><p><a href="book/index.html">Ouvrir le livre Trépied</a></p></body>
</html>
"""


class OutilDansLaPage(Directive):
    """```{outil} positionnement entree``` : la même ligne que dans une leçon, pour une page sans code."""

    required_arguments = 1
    optional_arguments = 1
    option_spec = {"express": directives.flag}

    def run(self):
        nom, *arguments = self.arguments
        if nom not in OUTILS_DES_PAGES:
            raise self.error(f"Outil inconnu : « {nom} ». Au choix : {', '.join(OUTILS_DES_PAGES)}.")
        return self.montrer(nom, *arguments, **({"express": True} if "express" in self.options else {}))

    def montrer(self, nom, *arguments, **options):
        try:
            outil_pret = getattr(lecon, nom)(*arguments, **options)
        except ValueError as erreur:  # une question, un moment ou une option qui n'existe pas
            raise self.error(str(erreur)) from erreur
        return [nodes.raw("", outil_pret.html_statique(), format="html")]


class QcmDansLaPage(OutilDansLaPage):
    """```{qcm} etape-1/maison``` : une question de `contenu/qcm/`."""

    optional_arguments = 0

    def run(self):
        return self.montrer("qcm", *self.arguments)


class ExercicesATelecharger(SphinxTransform):
    """Un lien vers un exercice ouvre le cahier dans JupyterLab ; dans le livre, il le télécharge."""

    default_priority = 500

    def apply(self):
        for lien in list(self.document.findall(addnodes.pending_xref)):
            exercice = Path(f"{lien['reftarget']}.ipynb")
            est_un_exercice = lien.get("refdomain") == "doc" and exercice.parts[0] == "exercises"
            if est_un_exercice and (self.app.srcdir / exercice).is_file():
                telechargement = addnodes.download_reference(
                    "", "", *lien.children, reftarget=f"/{exercice.as_posix()}", refdoc=self.env.docname,
                )
                lien.replace_self([telechargement, nodes.Text(" (à ouvrir dans JupyterLab)")])


def charger_si_besoin(app, _page, _gabarit, contexte, _arbre) -> None:
    """Seules les pages qui montrent un outil chargent le script et la feuille de style des outils."""
    if 'class="trepied-sans-js"' in contexte.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def preparer_les_fichiers(app, config) -> None:
    """Écrit ce que Sphinx recopiera tel quel : script et style des outils, formulaire à imprimer, page d'entrée."""
    statique, racine = (Path(app.outdir).parent / "a-recopier" / nom for nom in ("statique", "racine"))
    ecrire(statique / SCRIPT, outil.script_du_livre().encode())
    ecrire(statique / STYLE, outil.FEUILLE_DE_STYLE.read_bytes())
    # Sans icône déclarée, le navigateur en demande une qui n'existe pas.
    icone = '</title>\n<link rel="icon" href="_static/logo.svg">'
    ecrire(racine / FORMULAIRE, formulaire_html().replace("</title>", icone, 1).encode())
    ecrire(racine / "index.html", ENTREE.encode())
    for exercice in sorted((Path(app.srcdir) / "exercises").glob("*/*.ipynb")):
        ecrire(racine / TELECHARGEMENTS / exercice.relative_to(Path(app.srcdir) / "exercises"), exercice.read_bytes())
    config.html_static_path = [*config.html_static_path, str(statique)]
    config.html_extra_path = [*config.html_extra_path, str(racine)]


def setup(app):
    app.add_directive("qcm", QcmDansLaPage)
    app.add_directive("outil", OutilDansLaPage)
    app.add_transform(ExercicesATelecharger)
    app.connect("html-page-context", charger_si_besoin)
    app.connect("config-inited", preparer_les_fichiers)
