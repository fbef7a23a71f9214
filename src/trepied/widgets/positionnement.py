"""L'auto-positionnement à l'écran : un repère à la fois, plusieurs points de vue, une cible par levier."""

from html import escape

from trepied import positionnement
from trepied.leviers import LEVIERS
from trepied.widgets.outil import Outil

MOMENTS = {"entree": "titre", "sortie": "titre_sortie"}


class Positionnement(Outil):
    """L'auto-positionnement d'un `moment` : « entree » ou « sortie ».

    `express` ne demande que deux repères par levier, et garde les réponses au même endroit : les dix-huit
    se retrouvent ensuite avec ces six-là déjà remplis.
    Valeur gardée : celle que lit `positionnement.lire` (`repondants`, `reponses`, `cibles`, `date`).
    """

    nom = "positionnement"

    def __init__(self, moment: str = "entree", express: bool = False):
        if moment not in MOMENTS:
            raise ValueError(f"« {moment} » n'est pas un moment du parcours. Écrivez « entree » ou « sortie ».")
        definition = positionnement.charger()
        ecran = {**definition.ecran, "titre": definition.ecran[MOMENTS[moment]]}
        contenu = {
            "express": express,
            "total": len(definition.reperes),
            "niveaux": list(definition.niveaux),
            "sans_reponse": definition.sans_reponse,
            "phrases": dict(definition.phrases),
            "ecran": ecran,
            "leviers": [
                {
                    "cle": levier.cle,
                    "nom": levier.nom,
                    "reperes": [
                        {
                            "cle": r.cle,
                            "repere": r.court,
                            "question": r.question,
                            "aide": r.aide,
                            "ancrages": list(r.ancrages),
                        }
                        for r in definition.de(levier.cle, express)
                    ],
                }
                for levier in LEVIERS
            ],
        }
        super().__init__(contenu, cle=f"positionnement.{moment}")

    def sans_javascript(self) -> str:
        ecran, rang, parties = self.contenu["ecran"], 0, []
        echelle = " · ".join(f"{n} {nom}" for n, nom in enumerate(self.contenu["niveaux"]))
        for levier in self.contenu["leviers"]:
            questions = []
            for repere in levier["reperes"]:
                rang += 1
                aide = f'<p class="trepied-aide">{escape(repere["aide"])}</p>' if repere["aide"] else ""
                choix = "".join(
                    f'<li><span aria-hidden="true">○ {niveau}</span> {escape(texte)}</li>'
                    for niveau, texte in [*enumerate(repere["ancrages"]), ("?", self.contenu["sans_reponse"])]
                )
                questions.append(
                    f'<p class="trepied-question">{rang}. {escape(repere["question"])}</p>{aide}'
                    f'<ul class="trepied-propositions">{choix}</ul>'
                )
            parties.append(
                f"<p><strong>{escape(levier['nom'])}</strong></p>{''.join(questions)}"
                f'<p class="trepied-question">{escape(ecran["cible"].format(levier=levier["nom"]))}</p>'
                f"<p>{escape(echelle)}</p>"
            )
        return (
            f'<div class="trepied-boite"><p class="trepied-question">{escape(ecran["titre"])}</p>'
            f"<p>{escape(ecran['consigne'])}</p>{''.join(parties)}"
            f'<p class="trepied-aide">{escape(ecran["nature"])} {escape(ecran["instance"])}</p></div>'
        )
