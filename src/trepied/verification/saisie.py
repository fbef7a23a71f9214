"""Répondre sans connaître Python : « resultat = 4 000 € » et « lettre = alliances stratégiques » sont acceptés.

La première cellule d'un carnet d'exercices appelle `installer()`. Seules les lignes « nom = … » dont le nom est
celui d'une réponse attendue sont touchées ; tout le reste est du Python ordinaire. nbgrader exécute cette même
cellule, donc lit les réponses de la même façon.
"""

import ast
import re
import sys
from collections.abc import Mapping

from trepied.nombres import NombreIllisible, lire_nombre
from trepied.verification.controle import afficher, charger

PRET = "C'est prêt : vous pouvez répondre."
_AFFECTATION = re.compile(r"\s*(?P<nom>[^\W\d]\w*)\s*=(?!=)(?P<reste>.*)", re.DOTALL)
_GUILLEMETS = ('"""', "'''")
# « 4.000 » : quatre, ou quatre mille ? Python choisirait sans le dire.
_POINT_DOUTEUX = re.compile(r"=\s*-?\s*[1-9]\d{0,2}\.\d{3}\s*(?:#.*)?$", re.MULTILINE)


def installer() -> None:
    """Prépare le noyau : réponses sans guillemets, et une phrase à la place des messages d'erreur de Python."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    load_ipython_extension(shell)
    afficher(PRET)


def load_ipython_extension(shell) -> None:
    """Permet aussi `%load_ext trepied.verification.saisie`, ou le chargement au démarrage du noyau."""
    transformations = shell.input_transformers_cleanup
    # Réexécuter la cellule ne doit pas l'installer deux fois.
    transformations[:] = [t for t in transformations if not isinstance(t, Saisie)] + [Saisie(shell.user_ns)]
    shell.set_custom_exc((Exception,), _expliquer)


class Saisie:
    """Met entre guillemets les réponses qui n'en ont pas. `espace` : les noms déjà connus du carnet."""

    def __init__(self, espace: Mapping[str, object], types: Mapping[str, str] | None = None):
        self.espace = espace
        self.types = types if types is not None else {e["nom"]: e["type"] for e in charger().values()}

    def __call__(self, lignes: list[str]) -> list[str]:
        cellule = "".join(lignes)
        try:
            return self._citer(cellule).splitlines(keepends=True)
        except Exception:  # mieux vaut la cellule telle quelle que plus de cellule du tout
            return lignes

    def _citer(self, cellule: str) -> str:
        blocs = self._blocs(cellule)
        if not blocs:
            return cellule
        return "".join(bloc if self._en_python(bloc) else self._en_texte(bloc) for bloc in blocs)

    def _blocs(self, cellule: str) -> list[str]:
        """La cellule coupée devant chaque « réponse = » ; vide si elle contient autre chose que des réponses."""
        debuts, position, ferme = [], 0, True
        for ligne in cellule.splitlines(keepends=True):
            affectation = _AFFECTATION.match(ligne) if ferme else None
            if affectation and affectation["nom"] in self.types:
                debuts.append(position)
            ferme ^= sum(ligne.count(g) for g in _GUILLEMETS) % 2 == 1
            position += len(ligne)
        avant = cellule[: debuts[0]] if debuts else ""
        if not debuts or any(ligne.strip() and not ligne.lstrip().startswith("#") for ligne in avant.splitlines()):
            return []
        bornes = [*debuts, len(cellule)]
        return [avant] * bool(avant) + [cellule[a:b] for a, b in zip(bornes, bornes[1:], strict=False)]

    def _en_python(self, bloc: str) -> bool:
        """Le bloc est déjà une réponse écrite en Python, dont chaque nom est connu."""
        try:
            instructions = ast.parse(bloc).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        if not instructions:
            return True  # des commentaires seuls
        if len(instructions) > 1 or not isinstance(instructions[0], ast.Assign):
            return False
        affectation = instructions[0]
        nom = getattr(affectation.targets[0], "id", "")
        if self.types.get(nom) == "nombre" and _POINT_DOUTEUX.search(bloc):
            return False
        if isinstance(affectation.value, ast.Constant):
            return True
        if self.types.get(nom) != "nombre" and not isinstance(affectation.value, (ast.Dict, ast.List, ast.Tuple)):
            return False
        lus = {n.id for n in ast.walk(affectation.value) if isinstance(n, ast.Name)}
        # Un nom qui désigne un texte (« 150 000 € ») ne se calcule pas en Python : la ligne devient un texte.
        return all(n in self.espace and not isinstance(self.espace[n], str) for n in lus)

    def _en_texte(self, bloc: str) -> str:
        affectation = _AFFECTATION.match(bloc)
        lignes = [ligne for ligne in affectation["reste"].splitlines() if not ligne.lstrip().startswith("#")]
        texte = "\n".join(lignes).strip()
        if "\n" not in texte and self.types[affectation["nom"]] != "texte":
            texte = re.sub(r"\s+#.*$", "", texte)
        for guillemets in _GUILLEMETS:
            texte = texte.removeprefix(guillemets).removesuffix(guillemets)
        if self.types[affectation["nom"]] == "nombre":
            # « resultat = produits - charges » : chaque réponse déjà donnée est remplacée par sa valeur.
            texte = re.sub(r"[^\W\d]\w*", lambda mot: self._deja_repondu(mot[0]), texte)
        # Autant de lignes qu'avant : un message d'erreur désigne la bonne.
        return f"{affectation['nom']} = {texte!r}" + "\n" * bloc.count("\n")

    def _deja_repondu(self, mot: str) -> str:
        valeur = self.espace.get(mot) if mot in self.types else None
        if isinstance(valeur, str):
            try:
                valeur = lire_nombre(valeur).valeur
            except NombreIllisible:
                return mot
        return f"({valeur})" if isinstance(valeur, (int, float)) else mot


def _expliquer(shell, genre, erreur, trace, tb_offset=None) -> list[str]:
    """Une phrase à la place d'une trace Python. nbgrader, lui, voit toujours que la cellule a échoué."""
    # « %tb » montre encore le détail à qui le demande.
    sys.last_type, sys.last_value, sys.last_traceback = genre, erreur, trace
    afficher(phrase_pour(erreur))
    return []


def phrase_pour(erreur: BaseException) -> str:
    """Ce qu'on dit d'une erreur Python à une personne qui ne programme pas."""
    reponses = {e["nom"] for e in charger().values()}
    match erreur:
        case NameError() if erreur.name in reponses:
            return (
                "Votre réponse n'est pas encore enregistrée : cliquez dans la case grise juste au-dessus, "
                "puis Maj + Entrée, et revenez ici."
            )
        case NameError() if erreur.name in ("verifier", "saisie"):
            return "Cliquez d'abord sur ▶ Démarrer la leçon, tout en haut de ce cahier."
        case NameError():
            return (
                f"« {erreur.name} » n'est pas compris ici. "
                "Écrivez votre réponse juste après le signe =, sur la même ligne."
            )
        case SyntaxError() if "triple-quoted" in (erreur.msg or ""):
            return 'Il manque les trois guillemets """ à la fin du bloc. Ajoutez-les sur une dernière ligne.'
        case SyntaxError():
            return (
                f"La ligne {erreur.lineno or 1} n'est pas comprise. Gardez son début (« resultat = », par exemple), "
                "et écrivez votre réponse juste après le signe =."
            )
    return (
        "Cette cellule s'est arrêtée avant la fin. Reprenez votre réponse juste après le signe =. "
        "Si cela continue : menu Noyau, puis « Redémarrer le noyau »."
    )
