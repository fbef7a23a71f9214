"""Le retour rendu à chaque personne : une page HTML en français, seule dans son fichier.

On n'y montre que ce qui lui appartient : l'énoncé, sa réponse telle quelle, la phrase de la vérification, ses points
et le commentaire de la personne qui note. Ni test caché, ni barème de correction, ni trace Python, ni requête.
"""

import re
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

from trepied.nombres import ecrire_nombre
from trepied.typographie import typographier

GABARITS = Path(__file__).parent / "gabarits"
_DEBUT_CACHE, _FIN_CACHE = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
# Une ligne plus courte (« ) », « } ») ne dit rien, et se trouve partout.
_LIGNE_PARLANTE = 12


class RetourFrancais(HTMLExporter):
    """L'exportateur de nbgrader, avec notre gabarit."""

    @property
    def default_config(self) -> Config:
        # nbgrader impose « feedback » à tout HTMLExporter ; le nom de cette classe l'emporte.
        c = Config()
        c.RetourFrancais.template_name = "retour_fr"
        c.RetourFrancais.extra_template_basedirs = [str(GABARITS)]
        c.RetourFrancais.filters = {"points": _points, "typo": typographier, "en_html": _en_html}
        c.merge(super().default_config)
        return c


class PreparerRetour(NbGraderPreprocessor):
    """Ne laisse dans chaque cellule que ce qui peut se montrer, sous `metadata.retour`."""

    def preprocess(self, nb, resources):
        prive, vide = _lignes_cachees(nb), False
        with Gradebook(resources["nbgrader"]["db_url"]) as notes:
            for cell in nb.cells:
                retour = self._retour(cell, notes, resources["nbgrader"], prive)
                # Une vérification parle de la réponse qui la précède : sans réponse, elle n'a rien à dire.
                vide = retour.setdefault("vide", vide)
                cell.metadata["retour"] = retour
        titres = [
            ligne[2:]
            for cell in nb.cells
            if utils.is_locked(cell)
            for ligne in cell.source.splitlines()
            if ligne.startswith("# ")
        ]
        resources["nbgrader"]["titre"] = titres[0] if titres else resources["nbgrader"]["notebook"]
        return nb, resources

    def _retour(self, cell, notes: Gradebook, copie: dict, prive: set[str]) -> dict:
        reglages = cell.metadata.get("nbgrader", {})
        retour = {"points": reglages.get("score"), "sur": reglages.get("points"), "a_noter": False}
        if utils.is_grade(cell):
            note = notes.find_grade(reglages["grade_id"], copie["notebook"], copie["assignment"], copie["student"])
            retour["a_noter"] = bool(note.needs_manual_grade)
        if utils.is_solution(cell):
            commentaire = reglages.get("comment") or ""
            vide = commentaire == "No response."
            return retour | {
                "genre": "reponse",
                "texte": _reponse(cell.source),
                "vide": vide,
                "commentaire": "" if vide else commentaire,
            }
        if utils.is_grade(cell):
            return retour | {"genre": "verification", "phrases": _phrases(cell, prive)}
        # nbgrader a remis l'original des cellules verrouillées, et refusé une copie qui en invente.
        if utils.is_locked(cell):
            enonce = cell.cell_type == "markdown" and not cell.source.startswith("# ")
            return {"genre": "enonce" if enonce else "rien"}
        return {"genre": "ajout", "texte": cell.source}


def _points(nombre: float) -> str:
    return ecrire_nombre(round(float(nombre), 2))


def _en_html(markdown: str) -> str:
    """Le Markdown d'un énoncé ou d'un commentaire ; le HTML et les adresses « javascript: » y restent du texte."""
    rendu = IPythonRenderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=rendu).render(typographier(markdown))


def _reponse(source: str) -> str:
    """La réponse telle qu'elle est écrite, sans les consignes mises en commentaire ni les guillemets d'un bloc."""
    ecrit = "\n".join(ligne for ligne in source.splitlines() if not ligne.lstrip().startswith("#")).strip("\n")
    bloc = re.fullmatch(r'\w+ = """(.*)"""', ecrit, re.DOTALL)
    return bloc[1].strip("\n") if bloc else ecrit


def _lignes_cachees(nb) -> set[str]:
    lignes, cache = set(), False
    for cell in nb.cells:
        for ligne in cell.source.splitlines() if utils.is_grade(cell) and utils.is_locked(cell) else ():
            cache = cache or _DEBUT_CACHE in ligne
            if cache and len(ligne.strip()) >= _LIGNE_PARLANTE:
                lignes.add(ligne.strip())
            cache = cache and _FIN_CACHE not in ligne
    return lignes


def _phrases(cell, prive: set[str]) -> list[str]:
    """Ce que la vérification a dit ; jamais ses erreurs ni ses autres sorties, où un test caché peut paraître."""
    dits = [sortie.data.get("text/plain", "") for sortie in cell.outputs if sortie.output_type == "display_data"]
    lignes = [ligne for dit in dits for ligne in dit.splitlines()]
    return [ligne for ligne in lignes if ligne.strip() and not any(p in ligne for p in prive)]
