"""Du corrigé aux serrures : ferme chaque réponse connue de solutions/*/corrige.yml.

Le seul endroit où réponses justes, erreurs typiques et phrases sont écrites est corrige.yml, dont la forme est décrite
dans corrige.py. Ce qui en sort se refait à l'identique : mêmes réponses, mêmes octets.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

from trepied.verification import controle, regle, serrures
from trepied.verification.corrige import CorrigeErreur, canonique, en_liste, lire_corrige, partie_publique
from trepied.verification.reponses import AutreUnite, ReponseIllisible, ensemble, lire_valeur


def fabriquer_serrures(corriges: Iterable[Path]) -> dict:
    """Le contenu de serrures.json, pour tous ces corrigés. Lève CorrigeErreur."""
    tous, types = {}, {}
    for chemin in corriges:
        for identifiant, exercice in lire_corrige(chemin).items():
            if identifiant in tous:
                raise CorrigeErreur(f"{chemin} : l'exercice {identifiant} existe déjà dans une autre étape.")
            ancien = types.setdefault(exercice["nom"], exercice["type"])
            if ancien != exercice["type"]:
                raise CorrigeErreur(
                    f"{chemin}, exercice {identifiant} : « nom: {exercice['nom']} » sert déjà ailleurs à un exercice "
                    f"de type {ancien}. Une réponse se lit selon son nom : choisissez-en un autre."
                )
            tous[identifiant] = exercice
    return {identifiant: _fermer(identifiant, exercice) for identifiant, exercice in tous.items()}


def _fermer(identifiant: str, exercice: dict) -> dict:
    """Ce qu'une personne qui apprend reçoit de l'exercice."""
    public = partie_publique(exercice)
    match exercice["type"]:
        case "texte":
            return public
        case "nombre":
            fermes = _nombres(identifiant, exercice)
        case "choix":
            fermes = [(str(r), contenu) for r, contenu in _reponses(exercice)]
        case "regle":
            fermes = [(_signature(identifiant, exercice, r), contenu) for r, contenu in _reponses(exercice)]
        case "classement" | "calcul":
            fermes = _lignes(identifiant, exercice)
    fermes = [*fermes]
    # Une serrure demande quelques millisecondes, pendant lesquelles Python peut en fermer une autre.
    with ThreadPoolExecutor() as fils:
        fermees = [*fils.map(lambda ferme: serrures.fermer(identifiant, *ferme), fermes)]
    trousseau: dict[str, str] = {}
    for (cle, contenu), (nom, texte) in zip(fermes, fermees, strict=True):
        if nom in trousseau:
            raise CorrigeErreur(
                f"Exercice {identifiant} : deux réponses se confondent (« {contenu['phrase'][:60] or cle} »). "
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
        if calcul_refait := calculs.get(str(reponse)):
            # Chaque mauvaise valeur doit venir d'une idée reçue qu'on sait refaire.
            refait = regle.calculer(calcul_refait, exercice["donnees"])
            if abs(refait - valeur) > tolerance:
                raise CorrigeErreur(
                    f"Exercice {identifiant} : « {calcul_refait} » donne {refait:g}, et non « {reponse} »."
                )
        for voisine in (-1, 0, 1):
            yield controle.cle_du_nombre(valeur, autre, tolerance, voisine), contenu | {"valeur": valeur}


def _signature(identifiant: str, exercice: dict, reponse: str) -> str:
    try:
        return controle.signature(reponse, exercice["comptes"], exercice["mots"])
    except ReponseIllisible as erreur:
        raise CorrigeErreur(f"Exercice {identifiant}, règle « {reponse} » : {erreur}") from None


def _lignes(identifiant: str, exercice: dict) -> Iterator[tuple[str, dict]]:
    """Une clé par ligne et par réponse connue, et celle du tableau tout juste."""
    ou = f"Exercice {identifiant}"
    yield controle.cle_de_ligne("tout", "juste"), {"points": exercice["points"], "phrase": exercice["oui"]}
    communes = _communes(ou, exercice)
    for ligne in exercice.get("lignes") or exercice["etapes"]:
        texte, connues = ligne["texte"], {}
        for reponse, contenu in _de_la_ligne(ou, exercice, ligne):
            if reponse in connues:
                raise CorrigeErreur(
                    f"{ou}, ligne « {texte} » : deux réponses se confondent (« {reponse} »). Retirez-en une."
                )
            connues[reponse] = contenu
        if exercice.get("plusieurs"):
            connues = _combinees(exercice, canonique(ou, exercice, texte, ligne["juste"])) | connues
        for reponse, marques in communes.get(texte, {}).items():
            connues[reponse] = connues.get(reponse, {"points": 0, "phrase": ""}) | {"communes": marques}
        for reponse, contenu in connues.items():
            yield controle.cle_de_ligne(texte, reponse), contenu


def _de_la_ligne(ou: str, exercice: dict, ligne: dict) -> Iterator[tuple[str, dict]]:
    part = controle.part_par_ligne(exercice)
    for juste in (ligne["juste"], *ligne.get("accepte", ())):
        yield canonique(ou, exercice, ligne["texte"], juste), {"points": part, "phrase": ""}
    for erreur in ligne.get("erreurs", ()):
        reponse = canonique(ou, exercice, ligne["texte"], erreur["reponse"])
        yield reponse, {"points": erreur.get("points", 0), "phrase": erreur["retour"]}


def _combinees(exercice: dict, juste: str) -> dict[str, dict]:
    """Les réponses que personne n'a écrites dans le corrigé, mais où il manque seulement, ou il y a en trop."""
    if not {"incomplet", "en_trop"} & set(exercice):
        return {}
    choix = [*exercice["choix"]]
    possibles = [set(trouves) for n in range(1, len(choix) + 1) for trouves in combinations(choix, n)]
    voulus = next(trouves for trouves in possibles if ensemble(trouves, choix) == juste)
    combinees = {}
    for trouves in possibles:
        champ = "incomplet" if trouves < voulus else "en_trop" if trouves > voulus else ""
        if champ in exercice:
            combinees[ensemble(trouves, choix)] = {"points": 0, "phrase": exercice[champ]}
    return combinees


def _communes(ou: str, exercice: dict) -> dict[str, dict[str, list[dict]]]:
    """Par ligne et par réponse, les idées reçues communes que cette réponse trahit."""
    marques: dict[str, dict[str, list[dict]]] = {}
    for commune in exercice.get("erreurs_communes", ()):
        marque = {"phrase": commune["retour"], "minimum": commune.get("minimum", len(commune["lignes"]))}
        for texte, reponses in commune["lignes"].items():
            for reponse in en_liste(reponses):
                marques.setdefault(texte, {}).setdefault(canonique(ou, exercice, texte, reponse), []).append(marque)
    return marques
