"""Le registre : un tableau privé que la personne remplit ligne par ligne, et le bilan qu'on en tire."""

from html import escape

from trepied import donnees, nombres
from trepied.indicateurs import HEURES_PAR_AN
from trepied.typographie import typographier_tout
from trepied.widgets.chez_vous import CONSIGNE, PRIVE, UNITES, verifier_choix
from trepied.widgets.contenus import ContenuErreur, lire, verifier_champs
from trepied.widgets.outil import Outil

TYPES = {"texte", "nombre", "choix", "cases"}
ROLES = ["paie", "décide", "bénéficie", "agit"]
LIGNES_SUR_PAPIER = 8
# Les colonnes dont chaque bilan de js/bilans.js a besoin : clé → type, et unité d'un nombre.
BILANS = {
    "acteurs": {"nom": ("texte", ""), "roles": ("cases", "")},
    "activites": {"nom": ("texte", ""), "modele": ("choix", ""), "montant": ("nombre", "€")},
    "heures": {"nom": ("texte", ""), "forme": ("choix", ""), "heures": ("nombre", "h")},
}
A_LA_MAIN = {
    "acteurs": (
        "À la main : lisez le tableau par rôle. Un rôle n'a-t-il personne ? "
        "Entourez qui bénéficie sans décider, puis qui paie sans décider."
    ),
    "activites": (
        "À la main : additionnez les montants de chaque modèle. "
        "Divisez chaque somme par le total, puis multipliez par 100 : c'est sa part."
    ),
    "heures": (
        "À la main : additionnez les heures, sauf celles qui sont payées. "
        "Divisez par {duree} pour des équivalents temps plein ; multipliez par la valeur choisie pour une heure."
    ),
}


class Registre(Outil):
    """Le tableau `identifiant` (« etape-2/acteurs ») de `contenu/registre/etape-2.yml`.

    Valeur gardée : `lignes` (un dict par ligne, par identifiant de ligne : textes tels qu'ils ont été tapés ou choisis,
    liste des cases cochées), `ordre` (les identifiants), et `taux` (texte) pour le bilan « heures ». Deux leçons
    ouvertes peuvent ainsi ajouter chacune leur ligne ; une ligne absente de l'ordre vient à la fin.
    """

    nom = "registre"

    def __init__(self, identifiant: str):
        fiche = lire("registre", identifiant)
        verifier(fiche, f"registre/{identifiant}")
        colonnes = [{"aide": "", "unite": "", **colonne} for colonne in fiche["colonnes"]]
        contenu = {
            "titre": fiche["titre"], "invite": fiche["invite"], "ligne": fiche["ligne"], "prive": PRIVE,
            "consigne": CONSIGNE, "colonnes": colonnes, "bilan": fiche.get("bilan", ""),
            "hors_temps_donne": fiche.get("hors_temps_donne", []),
        }
        if exemple := fiche.get("exemple"):
            contenu["exemple"] = {"nom": exemple["nom"], "valeur": _valeur_de(exemple)}
        if contenu["bilan"] == "heures":
            contenu |= {"taux": _taux(), "duree": _duree()}
        if contenu["bilan"]:
            duree = nombres.ecrire_nombre(contenu.get("duree", HEURES_PAR_AN))
            contenu["a_la_main"] = A_LA_MAIN[contenu["bilan"]].format(duree=duree)
        super().__init__(typographier_tout(contenu), cle="registre." + identifiant.replace("/", "."))

    def sans_javascript(self) -> str:
        entetes, choix = "", ""
        for colonne in self.contenu["colonnes"]:
            unite = f" ({escape(colonne['unite'])})" if colonne["unite"] else ""
            entetes += f'<th scope="col">{escape(colonne["libelle"])}{unite}</th>'
            if "choix" in colonne:
                choix += f"<p>{escape(colonne['libelle'])}, au choix\u00a0: {escape(' · '.join(colonne['choix']))}.</p>"
            elif colonne["aide"]:
                choix += f'<p class="trepied-aide">{escape(colonne["libelle"])}\u00a0: {escape(colonne["aide"])}</p>'
        ligne = "<tr>" + "<td></td>" * len(self.contenu["colonnes"]) + "</tr>"
        return (
            f'<div class="trepied-boite trepied-large"><p class="trepied-question">{escape(self.contenu["titre"])}</p>'
            f"<p>{escape(self.contenu['invite'])}</p>"
            f'<p class="trepied-aide">{escape(self.contenu["consigne"])}</p>{choix}'
            f'<table class="trepied-papier"><thead><tr>{entetes}</tr></thead>'
            f"<tbody>{ligne * LIGNES_SUR_PAPIER}</tbody></table><p>{escape(self.contenu.get('a_la_main', ''))}</p></div>"
        )


def _valeur_de(exemple: dict) -> dict:
    """L'exemple dans la forme d'une valeur gardée."""
    lignes = {
        f"exemple-{rang}": {
            cle: nombres.ecrire_nombre(case) if isinstance(case, int | float) else case for cle, case in ligne.items()
        }
        for rang, ligne in enumerate(exemple["lignes"], 1)
    }
    valeur = {"lignes": lignes, "ordre": list(lignes)}
    if "taux" in exemple:
        valeur["taux"] = nombres.ecrire_nombre(exemple["taux"])
    return valeur


def _taux() -> dict:
    """La valeur d'une heure au départ, et son aide ; vide si les données manquent : la personne choisit alors."""
    convention = "C'est une convention, pas un prix. Gardez la même valeur d'une année à l'autre."
    smic = donnees.parametre_ou_rien("smic_horaire_brut")
    if smic is None:
        return {"depart": "", "aide": convention}
    proposition = (
        f" Proposition de départ : {nombres.ecrire_euros(smic.valeur, 2)}, "
        f"le Smic horaire brut au {nombres.ecrire_date(smic.date_effet)}."
    )
    return {"depart": nombres.ecrire_nombre(smic.valeur, 2), "aide": convention + proposition}


def _duree() -> float:
    duree = donnees.parametre_ou_rien("duree_annuelle_travail")
    return duree.valeur if duree else HEURES_PAR_AN


# --- Ce qui est écrit dans le fichier


def verifier(fiche: dict, ou: str) -> None:
    """Lève ContenuErreur, avec une phrase qui dit où et quoi changer, si la fiche est mal écrite."""
    verifier_champs(fiche, ou, {"titre", "invite", "ligne"}, {"colonnes", "bilan", "exemple", "hors_temps_donne"})
    colonnes = fiche.get("colonnes")
    if not isinstance(colonnes, list) or not colonnes:
        raise ContenuErreur(f"{ou} : il faut au moins une colonne.")
    for numero, colonne in enumerate(colonnes, 1):
        _verifier_colonne(colonne, f"{ou}, colonne {numero}")
    if colonnes[0]["type"] != "texte":
        raise ContenuErreur(f"{ou} : la première colonne nomme la ligne, son type est texte.")
    par_cle = {colonne["cle"]: colonne for colonne in colonnes}
    if len(par_cle) < len(colonnes):
        raise ContenuErreur(f"{ou} : deux colonnes ont la même clé.")
    _verifier_bilan(fiche, par_cle, ou)
    if "exemple" in fiche:
        _verifier_exemple(fiche["exemple"], par_cle, fiche.get("bilan"), f"{ou}, exemple")


def _verifier_colonne(colonne, ou: str) -> None:
    verifier_champs(colonne, ou, {"cle", "libelle", "type"}, {"aide", "unite", "choix"})
    if colonne["type"] not in TYPES:
        raise ContenuErreur(f"{ou} : le type est {', '.join(sorted(TYPES))}, pas « {colonne['type']} ».")
    if colonne.get("unite", "") not in UNITES or ("unite" in colonne and colonne["type"] != "nombre"):
        raise ContenuErreur(f"{ou} : « unite » vaut €, % ou h, et seulement pour un nombre.")
    if not isinstance(colonne.get("aide", ""), str):
        raise ContenuErreur(f"{ou} : « aide » n'est pas un texte.")
    if colonne["type"] in ("choix", "cases"):
        verifier_choix(colonne.get("choix"), ou)
    elif "choix" in colonne:
        raise ContenuErreur(f"{ou} : « choix » ne sert que pour les types choix et cases.")


def _verifier_bilan(fiche: dict, par_cle: dict[str, dict], ou: str) -> None:
    bilan = fiche.get("bilan")
    if bilan is not None and bilan not in BILANS:
        raise ContenuErreur(f"{ou} : « bilan » vaut {', '.join(BILANS)}, pas « {bilan} ».")
    for cle, (sorte, unite) in BILANS.get(bilan, {}).items():
        colonne = par_cle.get(cle)
        if not colonne or colonne["type"] != sorte or colonne.get("unite", "") != unite:
            raise ContenuErreur(
                f"{ou} : le bilan « {bilan} » a besoin d'une colonne de clé « {cle} », de type {sorte}"
                + (f", en {unite}." if unite else ".")
            )
    if bilan == "acteurs" and sorted(par_cle["roles"]["choix"]) != sorted(ROLES):
        raise ContenuErreur(f"{ou} : pour le bilan « acteurs », les choix de « roles » sont {', '.join(ROLES)}.")
    hors = fiche.get("hors_temps_donne")
    if bilan == "heures":
        if not isinstance(hors, list):
            raise ContenuErreur(
                f"{ou} : « hors_temps_donne » manque. C'est la liste des formes qui ne sont pas du temps donné : "
                "[salariat], ou [] s'il n'y en a pas."
            )
        if inconnues := [forme for forme in hors if forme not in par_cle["forme"]["choix"]]:
            raise ContenuErreur(f"{ou} : « hors_temps_donne » nomme une forme qui n'est pas un choix, {inconnues[0]}.")
    elif hors is not None:
        raise ContenuErreur(f"{ou} : « hors_temps_donne » ne sert que pour le bilan « heures ».")


def _verifier_exemple(exemple, par_cle: dict[str, dict], bilan: str | None, ou: str) -> None:
    verifier_champs(exemple, ou, {"nom"}, {"lignes"} | ({"taux"} if bilan == "heures" else set()))
    if not isinstance(exemple.get("lignes"), list) or not exemple["lignes"]:
        raise ContenuErreur(f"{ou} : « lignes » est une liste d'au moins une ligne.")
    if "taux" in exemple and not _est_un_nombre(exemple["taux"]):
        raise ContenuErreur(f"{ou} : « taux » est un nombre, par exemple 16.")
    for numero, ligne in enumerate(exemple["lignes"], 1):
        ici = f"{ou}, ligne {numero}"
        if not isinstance(ligne, dict):
            raise ContenuErreur(f"{ici} : il faut des cases ({', '.join(par_cle)}).")
        for cle, case in ligne.items():
            if cle not in par_cle:
                raise ContenuErreur(f"{ici} : il n'y a pas de colonne « {cle} ».")
            _verifier_case(case, par_cle[cle], f"{ici}, « {cle} »")


def _verifier_case(case, colonne: dict, ou: str) -> None:
    sorte, choix = colonne["type"], colonne.get("choix", [])
    if sorte == "cases":
        if not isinstance(case, list) or any(texte not in choix for texte in case):
            raise ContenuErreur(f"{ou} : une liste prise dans {', '.join(choix)}.")
    elif sorte == "choix" and case not in choix:
        raise ContenuErreur(f"{ou} : « {case} » n'est pas dans {', '.join(choix)}.")
    elif sorte == "nombre" and not _est_un_nombre(case):
        raise ContenuErreur(f"{ou} : « {case} » n'est pas un nombre positif. Écrivez par exemple 1200 ou \"12,5\".")
    elif sorte == "texte" and not isinstance(case, str):
        raise ContenuErreur(f"{ou} : « {case} » n'est pas un texte. Mettez-le entre guillemets.")


def _est_un_nombre(case) -> bool:
    if isinstance(case, str):
        try:
            return nombres.lire_nombre(case).valeur >= 0
        except nombres.NombreIllisible:
            return False
    return isinstance(case, int | float) and not isinstance(case, bool) and 0 <= case < 1e15
