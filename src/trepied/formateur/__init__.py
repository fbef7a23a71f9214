"""Pour la personne qui forme : publier les exercices, ramasser les copies, rendre les retours.

Les commandes sont celles de nbgrader ; ce dossier ne fait que les mettre en français et combler leurs trous.
"""

from trepied.formateur.publication import PublicationErreur, publier

__all__ = ["PublicationErreur", "publier"]
