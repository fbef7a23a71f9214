"""L'auto-positionnement à l'écran : un repère à la fois, plusieurs points de vue, une cible par levier."""

from html import escape

from trepied import positionnement
from trepied.leviers import LEVIERS
from trepied.widgets.outil import Outil

MOMENTS = {"entree": "titre", "en_cours": "titre_en_cours", "sortie": "titre_sortie"}
# Le moment dont on repart, sans le changer, quand celui-ci n'a pas encore de réponse.
DEPARTS = {"en_cours": "entree"}


class Positionnement(Outil):
    """L'auto-positionnement d'un `moment` : « entree », « en_cours » ou « sortie ».

    « en_cours » repart des réponses d'entrée, qui ne changent pas.
    `express` ne demande que deux repères par levier, `levier` ne montre que celui-là. Les réponses se gardent au
    même endroit : les dix-huit repères se retrouvent ensuite avec ceux-là déjà remplis.
    Valeur gardée : celle que lit `positionnement.lire` (`repondants`, `reponses`, `cibles`, `date`).
    """

    nom = "positionnement"

    def __init__(self, moment: str = "entree", express: bool = False, levier: str = ""):
        if moment not in MOMENTS:
            raise ValueError(f"« {moment} » n'est pas un moment du parcours. Écrivez {_liste(MOMENTS)}.")
        montres = [x for x in LEVIERS if levier in ("", x.cle)]
        if not montres:
            raise ValueError(f"« {levier} » n'est pas un levier. Écrivez {_liste(x.cle for x in LEVIERS)}.")
        definition = positionnement.charger()
        ecran = {**definition.ecran, "titre": definition.ecran[MOMENTS[moment]]}
        contenu = {
            "express": express,
            "levier": levier,
            "total": len(definition.reperes),
            "niveaux": list(definition.niveaux),
            "sans_reponse": definition.sans_reponse,
            "phrases": dict(definition.phrases),
            "ecran": ecran,
            "leviers": [
                {
                    "cle": x.cle,
                    "nom": x.nom,
                    "reperes": [
                        {
                            "cle": r.cle,
                            "repere": r.court,
                            "question": r.question,
                            "aide": r.aide,
                            "ancrages": list(r.ancrages),
                        }
                        for r in definition.de(x.cle, express)
                    ],
                }
                for x in montres
            ],
        }
        depart = DEPARTS.get(moment)
        super().__init__(contenu, cle=f"positionnement.{moment}", depart=f"positionnement.{depart}" if depart else "")

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
            f"<p>{escape(ecran['consigne'])}</p>{self._reprise()}{''.join(parties)}"
            f'<p class="trepied-aide">{escape(ecran["nature"])} {escape(ecran["instance"])}</p></div>'
        )

    def _reprise(self) -> str:
        phrase = self.contenu["ecran"]["reprise"] if self.contenu.get("depart") else ""
        return f'<p class="trepied-aide">{escape(phrase)}</p>' if phrase else ""


def _liste(mots) -> str:
    *debut, dernier = [f"« {mot} »" for mot in mots]
    return f"{', '.join(debut)} ou {dernier}"
