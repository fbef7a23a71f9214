"""« Et chez vous ? » : quelques champs privés, jamais notés ni transmis."""

from html import escape

from trepied.typographie import typographier_tout
from trepied.widgets.contenus import ContenuErreur, lire, verifier_champs
from trepied.widgets.outil import Outil

TYPES = {"texte", "long", "nombre", "choix"}
UNITES = {"", "€", "%", "h"}
TITRE = "Et chez vous ?"
PRIVE = "Reste sur votre appareil"
CONSIGNE = "N'indiquez ni nom de personne ni donnée de santé."
# Les calculs que chez_vous.js sait tirer des nombres tapés, et comment les faire à la main sur le formulaire imprimé.
BILANS = {
    "ciseau": (
        "À la main : divisez chaque nombre d'aujourd'hui par celui d'il y a cinq ans, puis multipliez par 100. "
        "Plus les deux résultats sont éloignés, plus votre ciseau est ouvert."
    ),
    "revenus_d_activite": (
        "À la main : additionnez ce que vous vendez et les commandes publiques. "
        "Divisez par le total des produits, puis multipliez par 100. Comparez à 50."
    ),
    "arrivees_departs": (
        "À la main : les arrivées moins les départs donnent le changement de l'année. "
        "Retirez-le de votre nombre d'aujourd'hui : c'est celui d'il y a un an."
    ),
}


class ChezVous(Outil):
    """Les champs `identifiant` (« etape-1/phrase ») de `contenu/chez_vous/etape-1.yml`.

    Valeur gardée : pour chaque champ rempli, sa clé et le texte tel qu'il a été tapé (un nombre aussi) ou choisi.
    """

    nom = "chez_vous"

    def __init__(self, identifiant: str):
        fiche = lire("chez_vous", identifiant)
        verifier(fiche, f"chez_vous/{identifiant}")
        champs = [{"aide": "", "unite": "", **champ} for champ in fiche["champs"]]
        contenu = {"titre": TITRE, "prive": PRIVE, "invite": fiche["invite"], "consigne": CONSIGNE, "champs": champs}
        if bilan := fiche.get("bilan"):
            contenu |= {"bilan": bilan, "a_la_main": BILANS[bilan]}
        super().__init__(typographier_tout(contenu), cle="chez_vous." + identifiant.replace("/", "."))

    def sans_javascript(self) -> str:
        champs = ""
        for champ in self.contenu["champs"]:
            unite = f" ({escape(champ['unite'])})" if champ["unite"] else ""
            aide = f'<br><span class="trepied-aide">{escape(champ["aide"])}</span>' if champ["aide"] else ""
            lignes = (
                cases_a_cocher(champ["choix"]) if champ["type"] == "choix"
                else '<span class="trepied-ligne"></span>' * {"nombre": 1, "texte": 2, "long": 5}[champ["type"]]
            )
            champs += f"<li>{escape(champ['libelle'])}{unite}{aide}{lignes}</li>"
        return (
            f'<div class="trepied-boite"><p class="trepied-question">{escape(self.contenu["titre"])}</p>'
            f"<p>{escape(self.contenu['invite'])}</p>"
            f'<ul class="trepied-a-remplir">{champs}</ul><p>{escape(self.contenu.get("a_la_main", ""))}</p>'
            f'<p class="trepied-aide">{escape(self.contenu["consigne"])}</p></div>'
        )


def verifier(fiche: dict, ou: str) -> None:
    """Lève ContenuErreur si la fiche n'a pas son invite et ses champs, chacun avec clé, libellé et type connus."""
    verifier_champs(fiche, ou, {"invite"}, {"champs", "bilan"})
    if fiche.get("bilan", "ciseau") not in BILANS:
        raise ContenuErreur(f"{ou} : « bilan » vaut {', '.join(BILANS)}, pas « {fiche['bilan']} ».")
    champs = fiche.get("champs")
    if not isinstance(champs, list) or not champs:
        raise ContenuErreur(f"{ou} : il faut au moins un champ.")
    for numero, champ in enumerate(champs, 1):
        ici = f"{ou}, champ {numero}"
        verifier_champs(champ, ici, {"cle", "libelle", "type"}, {"aide", "unite", "choix"})
        if champ["type"] not in TYPES:
            raise ContenuErreur(f"{ici} : le type est {', '.join(sorted(TYPES))}, pas « {champ['type']} ».")
        if champ.get("unite", "") not in UNITES or ("unite" in champ and champ["type"] != "nombre"):
            raise ContenuErreur(f"{ici} : « unite » vaut €, % ou h, et seulement pour un nombre.")
        if champ["type"] == "choix":
            verifier_choix(champ.get("choix"), ici)
        elif "choix" in champ:
            raise ContenuErreur(f"{ici} : « choix » ne sert que pour le type choix.")
    if len({champ["cle"] for champ in champs}) < len(champs):
        raise ContenuErreur(f"{ou} : deux champs ont la même clé.")


def verifier_choix(choix, ou: str) -> None:
    """Lève ContenuErreur si `choix` n'est pas une liste d'au moins deux textes différents."""
    if not isinstance(choix, list) or len(choix) < 2:
        raise ContenuErreur(f"{ou} : « choix » est une liste d'au moins deux textes.")
    for texte in choix:
        if not isinstance(texte, str) or not texte.strip():
            # « oui », « non » ou un nombre sans guillemets ne sont pas des textes en YAML.
            raise ContenuErreur(f"{ou} : dans « choix », {texte!r} n'est pas un texte. Mettez-le entre guillemets.")
    if len(set(choix)) < len(choix):
        raise ContenuErreur(f"{ou} : deux choix ont le même texte.")


def cases_a_cocher(choix: list[str]) -> str:
    """Les choix sur papier, chacun derrière sa case vide."""
    return '<span class="trepied-choix-papier">' + "".join(f"<span>☐ {escape(texte)}</span> " for texte in choix) + "</span>"
