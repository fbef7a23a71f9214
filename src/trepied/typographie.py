"""Les espaces du français, posées en un seul endroit.

On tape des espaces ordinaires ; ce filtre met la fine insécable (U+202F) avant ; ! ? et entre les milliers,
l'insécable (U+00A0) avant : % et les unités, et à l'intérieur des guillemets. Usage de l'Imprimerie nationale.
Il sert aux textes de l'écran comme à la source Markdown (MyST) : ce qui est code, adresse ou syntaxe ne bouge pas.
"""

import re
from functools import partial

FINE, INSECABLE = "\u202f", "\u00a0"
_ESPACE = "[ \u00a0\u202f\u2009]"
_UNITE = r"(?:[kM]€|Md€|[€%‰]|h|min|ETP|km|m²|kg|°C)"

# Ce qu'on ne touche pas à l'intérieur d'un paragraphe. L'ordre compte : le premier motif qui prend, protège.
_PROTEGE = "|".join([
    r"^[ >]*(?:(?:[-*+]|\d+[.)]) +|#+ +|> *|: +)",  # marque de liste, de titre, de citation, de définition
    r"\\[\\`$<{]",  # signe échappé
    r"(?<!`)(?P<code>`+)(?!`)[\s\S]+?(?<!`)(?P=code)(?!`)",  # code, et contenu d'un rôle MyST
    r"<!--[\s\S]*?-->",
    r"<(?P<bloc>script|style|pre|code|textarea|kbd|samp)\b[\s\S]*?</(?P=bloc)\s*>",
    r"</?[A-Za-z][^<>]*>",  # balise, ou adresse entre chevrons
    r"\{[^{}\n]*\}",  # nom de rôle ou de directive, attributs, substitution
    r"\$\$[\s\S]*?\$\$|\$[^$\s](?:[^$\n]*[^$\s])?\$",  # formule
    r"&#?\w+;",  # entité HTML
    r"\]\((?:[^()\n]|\([^()\n]*\))*\)",  # cible d'un lien Markdown
    r"(?:\b[a-z][a-z0-9+.-]+://|\bwww\.|\b(?:mailto|tel|doi):)[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]'*_]",  # adresse
    r":[A-Za-z0-9_+-]+:(?!\w)",  # :emoji:
])
_APRES = r"(?=\s|$|[;:!?.,…)\]»”\"'’*_|<])"
_REGLES = re.compile(
    rf"(?P<intact>{_PROTEGE})"
    rf"|(?P<milliers>(?<![\w.,'’])\d{{1,3}}(?:{_ESPACE}\d{{3}})+(?!\d))"
    rf"|(?P<vide>«{_ESPACE}*»)"
    rf"|(?P<ouvrant>«{_ESPACE}*(?=\S))"
    rf"|(?P<fermant>(?<=\S){_ESPACE}*»)"
    rf"|(?P<haut>(?<=[^\s|]){_ESPACE}+[;!?]+{_APRES}|(?<=[\w)\]»%€…*])[;!?]+{_APRES})"
    rf"|(?P<deux_points>(?<=[^\s|]){_ESPACE}+:{_APRES})"
    rf"|(?P<unite>(?<=\d)(?:{_ESPACE}+(?={_UNITE}(?![\w'’]))|(?=[€%](?!\w)))"
    rf"|(?<=\d{_ESPACE}h){_ESPACE}+(?=\d\d(?!\d)))",  # « 14 h 30 »
    re.MULTILINE,
)

# Directives dont le contenu n'est pas une phrase.
_DIRECTIVES_DE_CODE = {
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "include", "raw", "math", "mermaid", "csv-table",
    "parsed-literal", "toctree", "tableofcontents", "bibliography", "eval-rst", "contents",
}
_CLOTURE = re.compile(r"[ >]*(?P<marque>`{3,}|~{3,}|:{3,}) *(?:\{(?P<directive>[^{}\s]+)\})?(?P<reste>[^`]*)")
_OPTION = re.compile(r"[ >]*:[\w-]+:(?: .*)?")
_BLOC_BRUT = re.compile(r"[ >]*(?:<(?P<balise>script|style|pre|textarea)\b|\$\$)")
# Réglage « cle: valeur », filet de tableau.
_LIGNE_DE_SYNTAXE = re.compile(r"\s*(?:- )?[a-z_][a-z0-9_-]*:(?: .*)?|[\s|:+=-]+")


def typographier(texte: str) -> str:
    """Le même texte avec les espaces de la typographie française ; aucune lettre ne change.

    Accepte une phrase ou une page Markdown (MyST) entière. Appliquer le filtre deux fois ne change plus rien.
    """
    sortie: list[str] = []
    paragraphe: list[str] = []

    def rendre(ligne: str | None = None):
        if paragraphe:
            sortie.append(_REGLES.sub(_remplacer, "\n".join(paragraphe)))
            paragraphe.clear()
        if ligne is not None:
            sortie.append(ligne)

    for ligne, syntaxe in _reperer_la_syntaxe(texte.split("\n")):
        if syntaxe:
            rendre(ligne[:syntaxe] + _REGLES.sub(_remplacer, ligne[syntaxe:]))
        elif ligne.strip():
            paragraphe.append(ligne)
        else:
            rendre(ligne)
    rendre()
    return "\n".join(sortie)


def _remplacer(trouve: re.Match) -> str:
    match trouve.lastgroup:
        case "milliers":
            return re.sub(_ESPACE, FINE, trouve[0])
        case "vide":
            return f"«{INSECABLE}»"
        case "ouvrant":
            return f"«{INSECABLE}"
        case "fermant":
            return f"{INSECABLE}»"
        case "haut":
            return FINE + trouve[0].lstrip()
        case "deux_points":
            return f"{INSECABLE}:"
        case "unite":
            return INSECABLE
    return trouve[0]


def _reperer_la_syntaxe(lignes: list[str]):
    """Donne chaque ligne avec le nombre de ses premiers caractères à ne pas toucher : 0 pour une phrase."""
    ouvertes: list[str] = []  # marques des directives de prose encore ouvertes
    dans_les_options = False  # juste après l'ouverture d'une directive
    fin = None  # dans un bloc intact : reconnaît la ligne qui le termine
    if lignes[0].rstrip() == "---" and "---" in (ligne.rstrip() for ligne in lignes[1:]):
        yield lignes.pop(0), 3
        fin = _est_un_filet
    for ligne in lignes:
        cloture = _CLOTURE.fullmatch(ligne)
        if fin:
            yield ligne, len(ligne)
            if fin(ligne):
                fin = None
            continue
        if dans_les_options and (_OPTION.fullmatch(ligne.rstrip()) or _est_un_filet(ligne)):
            yield ligne, len(ligne)
            fin = _est_un_filet if _est_un_filet(ligne) else None
            continue
        dans_les_options = False
        if ouvertes and _referme(ouvertes[-1], ligne):
            ouvertes.pop()
            yield ligne, len(ligne)
        elif cloture and cloture["directive"] and cloture["directive"] not in _DIRECTIVES_DE_CODE:
            ouvertes.append(cloture["marque"])
            dans_les_options = True
            yield ligne, cloture.start("reste")
        elif cloture and (cloture["directive"] or cloture["marque"][0] != ":"):
            fin = partial(_referme, cloture["marque"])
            yield ligne, len(ligne)
        elif (brut := _BLOC_BRUT.match(ligne)) and (motif := f"</{brut['balise']}" if brut["balise"] else "$$") not in (
            ligne[brut.end():]
        ):
            fin = partial(_contient, motif)
            yield ligne, len(ligne)
        else:
            yield ligne, len(ligne) if _LIGNE_DE_SYNTAXE.fullmatch(ligne.rstrip()) else 0


def _est_un_filet(ligne: str) -> bool:
    return ligne.strip() == "---"


def _contient(motif: str, ligne: str) -> bool:
    return motif in ligne


def _referme(marque: str, ligne: str) -> bool:
    """Vrai si la ligne est la clôture, au moins aussi longue, d'un bloc ouvert par cette marque."""
    nue = ligne.lstrip(" >").rstrip()
    return len(nue) >= len(marque) and set(nue) == {marque[0]}


def typographier_tout(contenu):
    """Le même contenu (dicts, listes, textes), chaque texte avec les espaces du français ; les clés restent."""
    if isinstance(contenu, str):
        return typographier(contenu)
    if isinstance(contenu, dict):
        return {cle: typographier_tout(valeur) for cle, valeur in contenu.items()}
    if isinstance(contenu, list):
        return [typographier_tout(valeur) for valeur in contenu]
    return contenu
