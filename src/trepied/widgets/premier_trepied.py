"""Le premier trépied : trois nombres d'une année, et l'image des poids des trois leviers."""

from html import escape

import yaml

from trepied import cas, donnees, nombres
from trepied.formulaire import triangle_vierge
from trepied.leviers import LEVIERS
from trepied.typographie import typographier_tout
from trepied.widgets.contenus import CONTENU
from trepied.widgets.outil import Outil

CAS = "ateliers-du-moulin"


class PremierTrepied(Outil):
    """Argent reçu, heures données, apports des partenaires : leurs poids en triangle, barre et phrase (F18 à F20).

    Valeur gardée : les textes tels qu'ils ont été tapés (`argent`, `heures`, `taux`, `apports`, `cible_<levier>`) ;
    un champ vide ou absent n'a pas de réponse, sauf `taux`, qui vaut alors le Smic horaire brut.
    """

    nom = "premier_trepied"

    def __init__(self):
        contenu = yaml.safe_load((CONTENU / "premier_trepied.yml").read_text("utf-8"))
        exemple = cas.charger(CAS)
        contenu["taux"] = ""
        taux = contenu["champs"]["taux"]
        aide_smic = taux.pop("aide_smic")
        if smic := donnees.parametre_ou_rien("smic_horaire_brut"):
            contenu["taux"] = nombres.ecrire_nombre(smic.valeur, 2)
            taux["aide"] = aide_smic.format(
                taux=nombres.ecrire_euros(smic.valeur, 2), date=nombres.ecrire_date(smic.date_effet)
            )
        contenu["leviers"] = [
            {"cle": levier.cle, "nom": levier.nom, "nom_court": levier.nom_court} for levier in LEVIERS
        ]
        contenu["cas"] = {
            "nom": exemple["nom"],
            "textes": {
                "argent": nombres.ecrire_nombre(cas.produits(exemple)),
                "heures": nombres.ecrire_nombre(exemple["benevolat"]["heures"]),
                "taux": nombres.ecrire_nombre(exemple["benevolat"]["taux_horaire"]),
                "apports": nombres.ecrire_nombre(exemple["apports_de_partenaires"]),
            },
        }
        super().__init__(typographier_tout(contenu), cle="premier_trepied")

    def sans_javascript(self) -> str:
        champs = "".join(
            f"<li>{escape(champ['libelle'])} ({escape(champ['unite'])})"
            f'<br><span class="trepied-aide">{escape(champ["aide"])}</span>'
            '<span class="trepied-ligne"></span></li>'
            for champ in self.contenu["champs"].values()
        )
        return (
            f'<div class="trepied-boite"><p class="trepied-question">{escape(self.contenu["titre"])}</p>'
            f'<p>{escape(self.contenu["consigne"])}</p><ul class="trepied-a-remplir">{champs}</ul>'
            f'<p class="trepied-aide">{escape(self.contenu["salaires"])}</p>{triangle_vierge()}'
            f"<p>{escape(self.contenu['lecture'])}</p></div>"
        )
