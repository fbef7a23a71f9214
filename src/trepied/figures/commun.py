"""Ce que partagent les graphiques de matplotlib : leur style, et leur passage en SVG décrit."""

import io
from contextlib import contextmanager
from html import escape

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 : le moteur se choisit avant

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

@contextmanager
def tracer():
    """`with tracer() as (dessin, axes):` : une figure au style du cours, fermée à la fin."""
    with plt.rc_context(STYLE):
        dessin, axes = plt.subplots(layout="constrained")
        try:
            yield dessin, axes
        finally:
            plt.close(dessin)


def en_svg(dessin, alt: str) -> str:
    """L'image du graphique avec son rôle et sa description ; elle s'adapte à la largeur de la page."""
    tampon = io.StringIO()
    # Sans date, deux constructions du livre donnent le même fichier.
    dessin.savefig(tampon, format="svg", metadata={"Date": None})
    texte = tampon.getvalue()
    image = texte[texte.index("<svg") :].replace(ENCRE, "currentColor")
    return image.replace("<svg ", f'<svg role="img" aria-label="{escape(alt, quote=True)}" style="width:100%;height:auto" ', 1)
