"""Calculer une règle écrite en mots : « produits − charges », « le total des produits moins les charges ».

Rien n'est exécuté : la phrase devient une suite de nombres et de signes, et seuls les quatre opérations et
les parenthèses sont calculés.
"""

import ast
import math
import operator
import re
from collections.abc import Mapping, Sequence

from trepied.nombres import NombreIllisible, lire_nombre
from trepied.verification.reponses import ReponseIllisible, sans_accent

_LONGUEUR = 300
_SIGNES = {
    "+": "+",
    "-": "-",
    "\u2212": "-",
    "\u2013": "-",
    "*": "*",
    "×": "*",
    "/": "/",
    "÷": "/",
    ":": "/",
    "(": "(",
    ")": ")",
    "plus": "+",
    "moins": "-",
    "fois": "*",
    "x": "*",
    "divise par": "/",
}
# Les petits mots d'une phrase, qui ne changent pas le calcul.
_LIAISONS = set(
    "le la les l un une de du des d c est ce que qui on fait total totaux somme tous toutes valeur montant".split()
)
_MORCEAU = re.compile(r"[0-9][0-9 .,]*[0-9]|[0-9]|divise par|[a-z]+|[-+*/×÷:()\u2212\u2013]|[^\s'\u2019€\"«».,]")
_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_SIGNE_SEUL = {ast.UAdd: operator.pos, ast.USub: operator.neg}


def calculer(texte: str, valeurs: Mapping[str, float], mots: Mapping[str, Sequence[str]] | None = None) -> float:
    """Le résultat de la règle `texte` pour ces `valeurs` (nom du mot → nombre).

    `mots` : les façons d'écrire chaque nom, à commencer par celle qu'on montre.
    Lève ReponseIllisible, avec la phrase à montrer.
    """
    if len(texte) > _LONGUEUR:
        raise ReponseIllisible("Cette règle est très longue. Une seule ligne suffit : des mots et des signes.")
    expression = " ".join(_morceaux(texte, valeurs, mots or {}))
    try:
        resultat = _valeur(ast.parse(expression, mode="eval").body)
    except ZeroDivisionError:
        raise ReponseIllisible("Cette règle divise par zéro dans un des comptes : ce n'est pas possible.") from None
    except (SyntaxError, RecursionError, MemoryError):
        raise ReponseIllisible(
            "Cette règle ne se calcule pas : il manque peut-être un signe (+, −, ×, ÷) entre deux mots, "
            "ou une parenthèse."
        ) from None
    if not math.isfinite(resultat):
        raise ReponseIllisible("Cette règle donne un nombre sans fin : vérifiez les signes.")
    return resultat


def _morceaux(texte: str, valeurs: Mapping[str, float], mots: Mapping[str, Sequence[str]]):
    """Nombres, signes et parenthèses, dans l'ordre, prêts à calculer."""
    simple = re.sub(r"\s+", " ", sans_accent(texte))
    simple = re.sub(r"^ ?(?:le )?resultat (?:=|:|c'est|est)", "", simple.replace("=", " = ").replace("  ", " "))
    formes = {sans_accent(forme): nom for nom in valeurs for forme in (nom.replace("_", " "), *mots.get(nom, ()))}
    # Les formes longues d'abord : « bénévolat valorisé » avant « bénévolat ».
    for rang, forme in enumerate(sorted(formes, key=len, reverse=True)):
        simple = re.sub(rf"\b{re.escape(forme)}s?\b", f" @{rang} ", simple)
    ordre = [formes[f] for f in sorted(formes, key=len, reverse=True)]
    for morceau in re.findall(rf"@[0-9]+|{_MORCEAU.pattern}", simple):
        if morceau.startswith("@") and morceau != "@":
            yield f"({float(valeurs[ordre[int(morceau[1:])]])!r})"
        elif morceau in _SIGNES:
            yield _SIGNES[morceau]
        elif morceau[0].isdigit():
            try:
                yield repr(lire_nombre(morceau).valeur)
            except NombreIllisible as erreur:
                raise ReponseIllisible(str(erreur)) from None
        elif morceau not in _LIAISONS:
            connus = ", ".join(f"« {[*mots.get(nom, ()), nom][0]} »" for nom in valeurs)
            aide = f"Les mots possibles sont {connus}." if connus else "Écrivez seulement des nombres et des signes."
            raise ReponseIllisible(f"Le mot « {morceau} » n'est pas connu ici. {aide}")


def _valeur(noeud: ast.expr) -> float:
    match noeud:
        case ast.Constant(value=float() | int() as nombre):
            return float(nombre)
        # Les morceaux ne laissent passer que quatre signes : « ** », par exemple, arrive ici en deux fois.
        case ast.BinOp(left=gauche, op=signe, right=droite):
            return _OPERATIONS[type(signe)](_valeur(gauche), _valeur(droite))
        case ast.UnaryOp(op=signe, operand=seul):
            return _SIGNE_SEUL[type(signe)](_valeur(seul))
    raise SyntaxError  # un nombre suivi d'une parenthèse se lirait comme un appel
