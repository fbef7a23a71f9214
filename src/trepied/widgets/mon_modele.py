"""« Mon modèle en une page » à l'écran : ce que le carnet sait déjà, à relire, à copier, à imprimer."""

from datetime import date
from html import escape

from trepied import modele, orientation, positionnement
from trepied.carnet import Carnet, CarnetErreur
from trepied.leviers import LEVIERS
from trepied.typographie import typographier
from trepied.widgets.outil import Outil


class MonModele(Outil):
    """La page de la personne. Elle relit le carnet et ne garde rien.

    `valeur` : `textes` (section → ligne → texte, vide si rien n'est répondu), `date` et `profil`. Elle n'est jamais dans le HTML du
    cahier : dans le livre, l'écran relit lui-même ce que le navigateur garde.
    """

    nom = "mon_modele"

    def __init__(self):
        self._definition = modele.charger()
        super().__init__(_contenu(self._definition))
        self._actualiser()
        self.on_msg(self._recevoir)

    def _actualiser(self, phrase: str = "") -> None:
        try:
            carnet = Carnet.ouvrir()
            valeurs = {cle: carnet.lire(cle) for cle in modele.cles(self._definition)}
            phrase = carnet.avertissement or phrase
        except CarnetErreur as erreur:
            valeurs, phrase = {}, str(erreur)
        page = modele.sections(valeurs, self._definition)
        self.valeur = {
            "textes": [[ligne.texte for ligne in s.lignes] for s in page],
            "date": date.today().isoformat(), "profil": modele.profil(valeurs),
        }
        self.etat = typographier(phrase)

    def _recevoir(self, _outil, message: dict, _tampons: list) -> None:
        if message.get("action") == "actualiser":
            self._actualiser(self._definition["ecran"]["actualise"])

    def _repr_mimebundle_(self, **options):
        # Montrée de nouveau, la page a pu vieillir.
        self._actualiser()
        return super()._repr_mimebundle_(**options)

    def sans_javascript(self) -> str:
        sections = "".join(
            f'<p class="trepied-question">{escape(s["titre"])}</p><ul class="trepied-a-remplir">'
            + "".join(f'<li>{escape(x["libelle"])}<span class="trepied-ligne"></span></li>' for x in s["lignes"])
            + "</ul>"
            for s in self.contenu["sections"]
        )
        return (
            f'<div class="trepied-boite"><p class="trepied-titre">{escape(self.contenu["titre"])}</p>'
            f"{sections}<p class=\"trepied-aide\">{escape(self.contenu['nature'])}</p></div>"
        )


def _contenu(definition) -> dict:
    """Ce que l'écran reçoit : la page sans aucune réponse, et de quoi la remplir sans Python."""
    titres = {a.cle: a.titre for a in orientation.activites(orientation.la_carte())}
    sections = [
        {
            "titre": section["titre"],
            "lignes": [
                {
                    **ligne,
                    "vide": ligne.get("vide") or definition["ecran"]["vide"],
                    **({"hors": modele.hors_temps_donne(ligne["cle"])} if ligne["rendu"] == "heures" else {}),
                }
                for ligne in section["lignes"]
            ],
        }
        for section in definition["sections"]
    ]
    lecons = {
        chemin for s in sections for ligne in s["lignes"]
        for chemin in (ligne["lecon"].values() if isinstance(ligne["lecon"], dict) else [ligne["lecon"]])
    }
    if inconnues := sorted(lecons - titres.keys()):
        raise modele.ModeleErreur(f"mon_modele.yml envoie vers « {inconnues[0]} », qui n'est pas un cahier de parcours.yml.")
    questionnaire = positionnement.charger()
    return {
        "lit_le_carnet": True,
        "titre": definition["titre"], "nature": definition["nature"], "prive": definition["prive"], "ecran": definition["ecran"],
        "sections": sections, "lecons": {cle: titres[cle] for cle in sorted(lecons)},
        **modele.reglages(), "moments": list(modele.MOMENTS), "maximum": modele.LISTE_MAXIMUM,
        # Ce que demandent les fonctions de positionnement.js.
        "questionnaire": {
            "niveaux": list(questionnaire.niveaux), "phrases": dict(questionnaire.phrases),
            **{
                nom: [
                    {"cle": x.cle, "nom": x.nom, "reperes": [{"cle": r.cle} for r in questionnaire.de(x.cle, express)]}
                    for x in LEVIERS
                ]
                for nom, express in (("complet", False), ("rapide", True))
            },
        },
    }
