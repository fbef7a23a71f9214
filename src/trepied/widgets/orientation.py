"""L'orientation à l'écran : quatre questions, un chemin conseillé, et ce que la personne y change."""

from html import escape

from trepied import orientation
from trepied.typographie import typographier
from trepied.widgets.outil import Outil


class Orientation(Outil):
    """Quatre questions, et un chemin dans les cahiers ouverts de `parcours.yml`.

    Valeur gardée : les réponses (`profil`, `objectif`, `maturite`, `temps` : des clés de `contenu/orientation.yml`),
    et ce que la personne a changé au conseil (`ajouts`, `retraits` : des clés d'Activite). Le conseil n'est pas gardé :
    quand la carte change, il est refait, et les changements s'y ajoutent.
    """

    nom = "orientation"

    def __init__(self):
        carte, regles = orientation.la_carte(), orientation.regles()
        super().__init__(
            {
                **{nom: regles[nom] for nom in ("titre", "consigne", "prive", "questions", "phrases", "ecran")},
                "choix": {
                    question: [{k: v for k, v in e.items() if k not in REGLES} for e in regles[partie]]
                    for question, partie in orientation.QUESTIONS.items()
                },
                "etapes": {str(e.numero): typographier(e.titre) for e in carte.etapes if e.ouverte},
                "activites": [
                    {"cle": a.cle, "titre": a.titre, "minutes": a.minutes, "etape": a.etape, "exercice": a.exercice}
                    for a in orientation.activites(carte)
                ],
                **orientation.table(carte),
            },
            cle="orientation",
        )

    def sans_javascript(self) -> str:
        questions = "".join(
            f'<p class="trepied-question">{escape(self.contenu["questions"][nom])}</p><ul class="trepied-propositions">'
            + "".join(f'<li><span aria-hidden="true">○</span> {escape(c["libelle"])}</li>' for c in choix)
            + "</ul>"
            for nom, choix in self.contenu["choix"].items()
        )
        return (
            f'<div class="trepied-boite"><p class="trepied-titre">{escape(self.contenu["titre"])}</p>{questions}'
            f'<p class="trepied-aide">{escape(self.contenu["questions"]["maturite_aide"])}</p></div>'
        )


# Ce qui sert à faire le conseil, et que l'écran n'a pas à recevoir.
REGLES = {"etapes", "phares", "largeur", "ordre"}
