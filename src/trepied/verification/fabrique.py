"""Du corrigé aux serrures : lit solutions/*/corrige.yml, le vérifie, et ferme chaque réponse connue.

Le seul endroit où réponses justes, erreurs typiques et phrases sont écrites est corrige.yml. Ce qui en sort
se refait à l'identique : mêmes réponses, mêmes octets.
"""

from collections.abc import Iterable
from pathlib import Path

from trepied.verification import controle, regle, serrures
from trepied.verification.reponses import AutreUnite, ReponseIllisible, lire_valeur

COMMUNS = {"titre", "type", "nom", "points", "oui", "sinon", "indice", "exemple"}
# Ce que chaque type d'exercice demande en plus ; « erreurs » est toujours attendu, sauf pour un texte libre.
PAR_TYPE = {
    "nombre": {"unite", "tolerance", "juste", "erreurs", "donnees"},
    "choix": {"choix", "juste", "erreurs"},
    "classement": {"choix", "lignes"},
    "regle": {"mots", "comptes", "juste", "erreurs"},
    "texte": {"longueur", "rappels", "bareme", "exemples_de_reponses"},
}


class CorrigeErreur(ValueError):
    """Un corrigé qui ne peut pas servir ; le texte dit quel exercice, quoi, et comment faire."""


def fabriquer_serrures(corriges: Iterable[Path]) -> dict:
    """Le contenu de serrures.json, pour tous ces corrigés. Lève CorrigeErreur."""
    return {
        identifiant: _fermer(identifiant, exercice)
        for chemin in corriges
        for identifiant, exercice in lire_corrige(chemin).items()
    }


def lire_corrige(chemin: Path) -> dict[str, dict]:
    """Les exercices d'un corrigé, par identifiant, vérifiés. Lève CorrigeErreur."""
    import yaml

    try:
        contenu = yaml.safe_load(Path(chemin).read_text("utf-8"))
    except FileNotFoundError:
        raise CorrigeErreur(f"Le corrigé {chemin} est introuvable.") from None
    except (OSError, UnicodeDecodeError) as erreur:
        raise CorrigeErreur(f"Le corrigé {chemin} ne peut pas être lu : {erreur}.") from None
    except yaml.MarkedYAMLError as erreur:
        ou = f", ligne {erreur.problem_mark.line + 1}" if erreur.problem_mark else ""
        raise CorrigeErreur(
            f"{chemin}{ou} : l'écriture YAML n'est pas correcte. Vérifiez retraits et guillemets."
        ) from None
    if not isinstance(contenu, dict) or not all(isinstance(e, dict) for e in contenu.values()):
        raise CorrigeErreur(f"{chemin} doit donner, pour chaque exercice, son identifiant puis ses champs.")
    for identifiant, exercice in contenu.items():
        _verifier_champs(f"{chemin}, exercice {identifiant}", exercice)
    return contenu


def _verifier_champs(ou: str, exercice: dict) -> None:
    if exercice.get("type") not in PAR_TYPE:
        raise CorrigeErreur(f"{ou} : « type » doit être un de {', '.join(PAR_TYPE)}.")
    attendus = COMMUNS | PAR_TYPE[exercice["type"]]
    if exercice["type"] == "texte":
        attendus -= {"oui", "sinon", "indice", "exemple"}
    manquent, en_trop = sorted(attendus - set(exercice)), sorted(set(exercice) - attendus)
    if manquent:
        raise CorrigeErreur(f"{ou} : il manque {', '.join(manquent)}.")
    if en_trop:
        raise CorrigeErreur(f"{ou} : champ inconnu {', '.join(en_trop)}. Une faute de frappe ?")
    erreurs = [*exercice.get("erreurs", ())]
    if exercice["type"] == "classement":
        for ligne in exercice["lignes"]:
            if set(ligne) - {"erreurs"} != {"texte", "juste"}:
                raise CorrigeErreur(f"{ou} : chaque ligne donne « texte », « juste », et s'il y en a « erreurs ».")
            if str(ligne["juste"]) not in exercice["choix"]:
                raise CorrigeErreur(f"{ou}, ligne « {ligne['texte']} » : « {ligne['juste']} » n'est pas un des choix.")
            erreurs += ligne.get("erreurs", ())
    for erreur in erreurs:
        if (
            not {"reponse", "idee_recue", "retour"}
            <= set(erreur)
            <= {"reponse", "idee_recue", "retour", "calcul", "points"}
        ):
            raise CorrigeErreur(
                f"{ou} : chaque erreur donne « reponse », « idee_recue » et « retour » (et « calcul » pour un nombre)."
            )


def _fermer(identifiant: str, exercice: dict) -> dict:
    """Ce qu'une personne qui apprend reçoit de l'exercice. Les choix sont en liste : un objet JSON n'a pas d'ordre."""
    public = {cle: exercice[cle] for cle in ("type", "nom", "points", "sinon", "indice", "exemple") if cle in exercice}
    match exercice["type"]:
        case "texte":
            return public | {"longueur": exercice["longueur"], "rappels": [*exercice["rappels"].items()]}
        case "nombre":
            public |= {"unite": exercice["unite"], "tolerance": exercice["tolerance"]}
            fermes = _nombres(identifiant, exercice)
        case "choix":
            public |= {"choix": [*exercice["choix"].items()]}
            fermes = [(str(r), contenu) for r, contenu in _reponses(exercice)]
        case "regle":
            public |= {"mots": exercice["mots"], "comptes": exercice["comptes"]}
            fermes = [(_signature(identifiant, exercice, r), contenu) for r, contenu in _reponses(exercice)]
        case "classement":
            public |= {"choix": [*exercice["choix"].items()], "lignes": [x["texte"] for x in exercice["lignes"]]}
            fermes = _lignes(exercice)
    trousseau: dict[str, str] = {}
    for cle, contenu in fermes:
        nom, texte = serrures.fermer(identifiant, cle, contenu)
        if nom in trousseau:
            raise CorrigeErreur(
                f"Exercice {identifiant} : deux réponses se confondent (« {contenu['phrase'][:60]} »). "
                "Retirez-en une, ou réduisez la tolérance."
            )
        trousseau[nom] = texte
    # L'ordre des serrures dirait laquelle est la bonne réponse.
    return public | {"serrures": dict(sorted(trousseau.items()))}


def _reponses(exercice: dict):
    """Les réponses connues telles qu'on les taperait, et ce qu'on y répond."""
    for juste in exercice["juste"]:
        yield juste, {"points": exercice["points"], "phrase": exercice["oui"]}
    for erreur in exercice["erreurs"]:
        yield erreur["reponse"], {"points": erreur.get("points", 0), "phrase": erreur["retour"]}


def _nombres(identifiant: str, exercice: dict):
    tolerance = exercice["tolerance"]
    calculs = {str(e["reponse"]): e.get("calcul") for e in exercice["erreurs"]}
    for reponse, contenu in _reponses(exercice):
        autre = ""
        try:
            valeur = lire_valeur(reponse, exercice["unite"])
        except AutreUnite as erreur:
            valeur, autre = erreur.valeur, erreur.unite
        except ReponseIllisible as erreur:
            raise CorrigeErreur(f"Exercice {identifiant}, réponse « {reponse} » : {erreur}") from None
        if calcul := calculs.get(str(reponse)):
            # Chaque mauvaise valeur doit venir d'une idée reçue qu'on sait refaire.
            refait = regle.calculer(calcul, exercice["donnees"])
            if abs(refait - valeur) > tolerance:
                raise CorrigeErreur(f"Exercice {identifiant} : « {calcul} » donne {refait:g}, et non « {reponse} ».")
        for voisine in (-1, 0, 1):
            yield controle.cle_du_nombre(valeur, autre, tolerance, voisine), contenu | {"valeur": valeur}


def _signature(identifiant: str, exercice: dict, reponse: str) -> str:
    try:
        return controle.signature(reponse, exercice["comptes"], exercice["mots"])
    except ReponseIllisible as erreur:
        raise CorrigeErreur(f"Exercice {identifiant}, règle « {reponse} » : {erreur}") from None


def _lignes(exercice: dict):
    part = exercice["points"] / len(exercice["lignes"])
    yield controle.cle_de_ligne("tout", "juste"), {"points": exercice["points"], "phrase": exercice["oui"]}
    for ligne in exercice["lignes"]:
        yield controle.cle_de_ligne(ligne["texte"], str(ligne["juste"])), {"points": part, "phrase": ""}
        for erreur in ligne.get("erreurs", ()):
            yield (
                controle.cle_de_ligne(ligne["texte"], str(erreur["reponse"])),
                {"points": erreur.get("points", 0), "phrase": erreur["retour"]},
            )
