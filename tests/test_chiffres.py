"""Chaque nombre lu par une personne qui apprend vient de quelque part : tests/chiffres/etape-N.yml dit d'où.

Le nombre n'y est pas recopié pour lui-même : il est comparé à la table, au cas ou au calcul qui le donne. Changer une
table sans changer le texte, ou l'inverse, fait donc échouer ce test.

    valeurs:                          # facultatif : des valeurs nommées, pour les calculs de tout le fichier
      part_2005: {table: ressources_structure_annees, ou: {annee: 2005, type_ressource: Subventions publiques}, champ: part}
    partout:                          # facultatif : ce qui se lit dans plusieurs fichiers de l'étape
      - {nombre: "28 ans", source: "https://…"}
    2h-le-nom-de-la-lecon:            # ou qcm/etape-1, chez_vous/etape-1, registre/etape-1, exercices/2h
      - {nombre: "1,5 million", table: associations_cadrage, ou: {annee: 2017, indicateur: Nombre d'associations}, facteur: 1.0e-6}
      - {nombre: "2 400 h", cas: ateliers-du-moulin, chemin: benevolat.heures}
      - {nombre: ["14 points", "14"], calcul: part_2005 - 20}
      - {nombre: "1 607 h", parametre: duree_annuelle_travail}
      - {nombre: "80 %", exercice: "1.5", chemin: donnees.avant}
      - {nombre: "66 %", source: "https://…"}
      - {nombre: "18 mois", convention: "durée dite, pas une donnée"}
"""

import ast
import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import nbformat
import pytest
import yaml

from trepied import cas, donnees, parcours
from trepied.leviers import LEVIERS

RACINE = Path(__file__).parents[1]
CONTENU = RACINE / "src" / "trepied" / "contenu"
CARTE = parcours.charger(RACINE / "parcours.yml")
ETAPES = {f"etape-{etape.numero}": etape for etape in CARTE.etapes if etape.ouverte}

# Écrites par « refaire », ou vérifiées ailleurs : les adresses de `sources`, les points de `titre`.
CELLULES_DEDUITES = {"entete", "demarrer", "suite", "sources", "titre", "fin"}
ORIGINES = ("table", "cas", "calcul", "parametre", "exercice", "source", "convention")

_CHIFFRES = r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?"
# « million » avant « M », pour ne pas couper un mot ; une unité se termine toujours sur une frontière.
_UNITE = r"(?: ?(?:%|[kM]?€|Md€)| ?(?:milliards?|millions?|ETP|points?|fois|heures?|euros?|h)\b)"
NOMBRE = re.compile(rf"(?<![\w,.'’])(?P<chiffres>{_CHIFFRES})(?!\w|,\d)(?P<unite>{_UNITE}*)|(?P<colle>(?<![\w,.'’])(?:{_CHIFFRES})(?:h|ETP))\b")
ESPACES = re.compile("[ \u00a0\u202f\u2009]+")
SANS_PROSE = re.compile(
    r"```.*?```|`[^`\n]*`|<[^>\n]+>|\{[\w:.-]+\}`[^`]*`|\{#[^}\n]*\}"  # code, balises, rôles
    r"|\]\([^)\n]*\)|https?://\S+"  # adresses
    r"|^ *\d+[.)] |^\*[^*\n]*\bpoints?\b[^*\n]*\*$",  # numéros de liste, ligne de barème d'un énoncé
    re.MULTILINE | re.DOTALL,
)


# --- Lire les textes


def propre(texte: str) -> str:
    """Des espaces ordinaires, des apostrophes droites, et seulement ce qui se lit."""
    return ESPACES.sub(" ", SANS_PROSE.sub(" ‖ ", texte.replace("’", "'")))


def prose(chemin: Path) -> str:
    cellules = nbformat.read(chemin, as_version=4).cells
    return "\n\n".join(c.source for c in cellules if c.cell_type == "markdown" and c.id not in CELLULES_DEDUITES)


def phrases(contenu: object, cle: str = "") -> Iterator[str]:
    """Les textes d'un fichier de contenu, sauf ce que l'écran ne montre pas."""
    if isinstance(contenu, dict):
        for nom, valeur in contenu.items():
            yield from phrases(valeur, nom)
    elif isinstance(contenu, list):
        for valeur in contenu:
            yield from phrases(valeur, cle)
    elif isinstance(contenu, str) and cle not in ("idee_recue", "cle", "type", "bilan"):
        yield contenu


@cache
def textes(etape: str) -> dict[str, str]:
    """Ce qu'une personne lit dans une étape, par fichier ; un cahier encore absent est laissé à test_derives.py."""
    ouverte = ETAPES[etape]
    lus = {c.fichier: prose(RACINE / c.chemin) for c in ouverte.cahiers if (RACINE / c.chemin).exists()}
    for dossier in ("qcm", "chez_vous", "registre"):
        if (fichier := CONTENU / dossier / f"{etape}.yml").exists():
            lus[f"{dossier}/{etape}"] = "\n\n".join(phrases(yaml.safe_load(fichier.read_text("utf-8"))))
    for exercice in ouverte.exercices:
        if (fichier := RACINE / "solutions" / exercice.devoir / f"{exercice.fichier}.ipynb").exists():
            lus[f"exercices/{exercice.fichier}"] = prose(fichier)
    return {nom: propre(texte) for nom, texte in lus.items()}


@cache
def sources_de(etape: str) -> str:
    """Les cellules « sources » de l'étape et les références du livre : là où une adresse citée doit se lire."""
    cellules = [
        c.source
        for cahier in ETAPES[etape].cahiers if (RACINE / cahier.chemin).exists()
        for c in nbformat.read(RACINE / cahier.chemin, as_version=4).cells if c.id == "sources"
    ]
    return "\n".join([*cellules, (RACINE / "book" / "references.bib").read_text("utf-8")])


def nombres(texte: str) -> Iterator[re.Match]:
    """Les nombres qui demandent une origine : au moins deux chiffres, ou une unité."""
    for trouve in NOMBRE.finditer(texte):
        if trouve["colle"] or trouve["unite"] or len(re.findall(r"\d", trouve["chiffres"])) >= 2:
            yield trouve


# --- Retrouver la valeur


class SansOrigine(Exception):
    """Une entrée qui ne mène à aucune valeur ; `str(erreur)` dit pourquoi."""


def valeur(origine: dict, nommees: dict[str, dict]) -> float:
    """La valeur que donne une table, un cas, un paramètre, un exercice ou un calcul."""
    if "table" in origine:
        return _dans_la_table(origine)
    if "cas" in origine:
        return _chemin(_cas(origine["cas"]), origine["chemin"])
    if "parametre" in origine:
        return donnees.parametre(origine["parametre"]).valeur
    if "exercice" in origine:
        return _chemin(_exercices()[str(origine["exercice"])], origine["chemin"])
    return _calculer(ast.parse(str(origine["calcul"]), mode="eval").body, nommees)


def _dans_la_table(origine: dict) -> float:
    """Une seule ligne ; ou, avec `operation`, la somme ou le nombre des lignes choisies."""
    ou = {champ: _comparable(cherchee) for champ, cherchee in origine.get("ou", {}).items()}
    connus = [champ.nom for champ in donnees.fiche(origine["table"]).champs]
    champ = origine.get("champ", "valeur")
    if inconnus := {*ou, champ} - set(connus):
        if not (inconnus == {champ} and origine.get("operation") == "nombre"):
            raise SansOrigine(f"pas de colonne « {', '.join(inconnus)} » ; il y a {', '.join(connus)}")
    choisies = [
        ligne for ligne in donnees.lignes(origine["table"])
        if all(_comparable(ligne[nom]) == cherchee for nom, cherchee in ou.items())
    ]
    match origine.get("operation"):
        case "somme":
            return sum(ligne[champ] for ligne in choisies)
        case "nombre":
            return len(choisies)
    if len(choisies) != 1:
        raise SansOrigine(f"« ou » choisit {len(choisies)} lignes au lieu d'une")
    if not isinstance(choisies[0][champ], int | float):
        raise SansOrigine(f"la colonne « {champ} » ne contient pas un nombre")
    return choisies[0][champ]


def _comparable(valeur: object) -> object:
    return ESPACES.sub(" ", valeur.replace("’", "'")) if isinstance(valeur, str) else valeur


def _cas(nom: str) -> dict:
    """Le cas, avec ce qui s'en calcule. Les poids sont en %."""
    lu = cas.charger(nom)
    cles = [levier.cle for levier in LEVIERS]
    calcules = {
        "resultat": cas.produits(lu) - cas.charges(lu),
        "moyens": dict(zip(cles, cas.moyens(lu), strict=True)),
        "poids": {cle: 100 * part for cle, part in zip(cles, cas.poids(lu), strict=True)},
    }
    return {**lu, **calcules, "benevolat": {**lu["benevolat"], "valeur": calcules["moyens"]["richesses_humaines"]}}


@cache
def _postes_du_moulin() -> dict[float, str]:
    """Où trouver les nombres du cas que suit tout le cours : de quoi proposer une entrée à qui écrit."""
    nom = "ateliers-du-moulin"
    lu = _cas(nom)
    chemins = ["benevolat.heures", "benevolat.taux_horaire", "benevolat.valeur", "apports_de_partenaires", "resultat"]
    for groupe in ("produits", "charges"):
        chemins += [groupe, *(f"{groupe}.{poste}" for poste in lu[groupe])]
    return {_chemin(lu, chemin): f"cas: {nom}, chemin: {chemin}" for chemin in reversed(chemins)}


@cache
def _exercices() -> dict[str, dict]:
    corriges = [yaml.safe_load(f.read_text("utf-8")) for f in (RACINE / "solutions").glob("*/corrige.yml")]
    return {cle: exercice for corrige in corriges for cle, exercice in corrige.items()}


def _chemin(contenu: object, chemin: str) -> float:
    """« benevolat.heures » ; un poste vaut son montant, et « produits » ou « charges » leur total."""
    for pas in chemin.split("."):
        try:
            contenu = contenu[int(pas)] if isinstance(contenu, list) else contenu[pas]
        except (KeyError, IndexError, TypeError, ValueError):
            possibles = f" ; il y a {', '.join(map(str, contenu))}" if isinstance(contenu, dict) else ""
            raise SansOrigine(f"« {pas} » n'existe pas dans « {chemin} »{possibles}") from None
    return _total(contenu)


def _total(contenu: object) -> float:
    if isinstance(contenu, dict):
        return contenu["montant"] if "montant" in contenu else sum(_total(poste) for poste in contenu.values())
    if isinstance(contenu, str):
        return _lu(contenu)
    return contenu


_OPERATIONS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.USub: operator.neg,
}


def _calculer(noeud: ast.expr, nommees: dict[str, dict]) -> float:
    match noeud:
        case ast.Constant(value=int() | float() as nombre):
            return nombre
        case ast.BinOp(left=gauche, op=op, right=droite) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_calculer(gauche, nommees), _calculer(droite, nommees))
        case ast.UnaryOp(op=op, operand=terme) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_calculer(terme, nommees))
        case ast.Name(id=nom) if nom in nommees:
            return valeur(nommees[nom], nommees)
        case ast.Name(id=nom):
            raise SansOrigine(f"« {nom} » n'est pas dans « valeurs »")
    raise SansOrigine(f"un calcul n'a que des nombres, des noms de « valeurs » et + - * / ** ( ) : {ast.unparse(noeud)}")


# --- Comparer


def _lu(ecrit: str) -> float:
    """Le nombre d'un texte comme « −41 % » ou « 1,5 million » : 1,5, sans l'échelle, que dit `facteur`."""
    trouves = list(NOMBRE.finditer(ecrit))
    if len(trouves) != 1:
        raise SansOrigine("« nombre » doit contenir un nombre, et un seul")
    chiffres = re.match(_CHIFFRES, trouves[0][0])[0]
    signe = "-" if re.match(r"[-−]", ecrit) else ""
    return float(signe + chiffres.replace(" ", "").replace(",", "."))


def _arrondi(x: float, decimales: int) -> Decimal:
    return Decimal(str(round(x, 9))).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


@dataclass(frozen=True)
class Entree:
    """Une ligne de tests/chiffres/, pour l'une de ses écritures dans le texte."""

    ecrit: str
    origine: dict

    def passages(self, texte: str) -> list[tuple[int, int]]:
        motif = rf"(?<![\w,]){re.escape(self.ecrit)}(?!\w|,\d| \d{{3}}(?!\d))"
        return [trouve.span() for trouve in re.finditer(motif, texte)]

    def faute(self, sources: str, nommees: dict[str, dict]) -> str:
        """Ce qui empêche de croire ce nombre ; vide si tout va bien."""
        connues = [nom for nom in ORIGINES if nom in self.origine]
        if len(connues) != 1:
            return f"il faut une origine, et une seule, parmi {', '.join(ORIGINES)}"
        if "convention" in self.origine:
            return "" if len(self.origine["convention"].split()) >= 3 else "« convention » demande une raison d'au moins trois mots"
        if "source" in self.origine:
            lisible = self.origine["source"].startswith("http") and self.origine["source"] in sources
            return "" if lisible else f"{self.origine['source']} n'est ni dans une cellule « sources » de l'étape ni dans references.bib"
        try:
            ecrite = _lu(self.ecrit)
            vraie = valeur(self.origine, nommees) * float(self.origine.get("facteur", 1))
        except (SansOrigine, donnees.DonneesErreur, ValueError, KeyError, SyntaxError, ZeroDivisionError) as erreur:
            return str(erreur) if not isinstance(erreur, KeyError) else f"il manque {erreur}"
        decimales = self.origine.get("decimales", len(re.search(r"\d(?:,(\d+))?(?!.*\d)", self.ecrit)[1] or ""))
        attendue = _arrondi(vraie, decimales)
        return "" if attendue == _arrondi(ecrite, decimales) else f"l'origine donne {attendue}".replace(".", ",")


def _entrees(brutes: list[dict]) -> Iterator[Entree]:
    for origine in brutes:
        ecritures = origine["nombre"] if isinstance(origine["nombre"], list) else [origine["nombre"]]
        for ecrit in ecritures:
            yield Entree(propre(str(ecrit)).strip(), origine)


def _annees(origines: Iterable[dict]) -> set[str]:
    """Les années dites par les lignes choisies : « en 2005 » n'a pas besoin d'une entrée à lui."""
    return {str(origine["ou"]["annee"]) for origine in origines if "annee" in origine.get("ou", {})}


def sans_origine(texte: str, entrees: list[Entree], annees: set[str]) -> dict[str, str]:
    """Les nombres du texte que rien ne couvre, chacun avec les mots qui l'entourent la première fois."""
    couverts = [passage for entree in entrees for passage in entree.passages(texte)]
    manquants = {}
    for trouve in nombres(texte):
        if trouve[0] in annees or any(debut <= trouve.start() and trouve.end() <= fin for debut, fin in couverts):
            continue
        autour = texte[max(0, trouve.start() - 40) : trouve.end() + 25].replace("\n", " ").strip()
        manquants.setdefault(trouve[0], autour)
    return manquants


def fautes_de(textes: dict[str, str], brut: dict, sources: str) -> list[str]:
    """Une phrase par nombre sans origine, par entrée devenue inutile, par valeur qui n'est plus la même."""
    nommees, dites = brut.get("valeurs", {}), []
    par_fichier = {nom: list(_entrees(origines or [])) for nom, origines in brut.items() if nom != "valeurs"}
    partout = par_fichier.get("partout", [])
    annees = _annees([*nommees.values(), *(e.origine for entrees in par_fichier.values() for e in entrees)])
    for nom, entrees in par_fichier.items():
        if nom not in textes and nom != "partout":
            dites.append(f"{nom} : ce fichier n'existe pas ; il y a partout, {', '.join(textes)}.")
            continue
        vises = list(textes.values()) if nom == "partout" else [textes[nom]]
        for entree in entrees:
            if not any(entree.passages(texte) for texte in vises):
                dites.append(f"{nom} : « {entree.ecrit} » n'est plus dans le texte. Retirez cette entrée, ou corrigez-la.")
            elif faute := entree.faute(sources, nommees):
                dites.append(f"{nom} : « {entree.ecrit} », {faute}.")
    for nom, texte in textes.items():
        for nombre, autour in sans_origine(texte, [*partout, *par_fichier.get(nom, [])], annees).items():
            peut_etre = _postes_du_moulin().get(_lu(nombre)) if re.search("€|h", nombre) else None
            proposee = f"{peut_etre}}} si c'est bien lui" if peut_etre else "…}"
            dites.append(f"{nom} : « {nombre} » n'a pas d'origine (… {autour} …). Écrivez - {{nombre: \"{nombre}\", {proposee}")
    return dites


def _fichier(etape: str) -> Path:
    return RACINE / "tests" / "chiffres" / f"{etape}.yml"


@pytest.mark.parametrize("etape", ETAPES)
def test_chaque_nombre_a_une_origine_et_sa_valeur(etape):
    fichier = _fichier(etape)
    brut = (yaml.safe_load(fichier.read_text("utf-8")) or {}) if fichier.exists() else {}
    if dites := fautes_de(textes(etape), brut, sources_de(etape)):
        pytest.fail(
            f"À corriger dans tests/chiffres/{etape}.yml, ou dans les textes ({len(dites)}) :\n"
            + "\n".join(f"- {faute}" for faute in dites)
            + "\n\nUne origine : table, cas, calcul, parametre, exercice, source ou convention. Voir le haut de test_chiffres.py.",
            pytrace=False,
        )


# --- Le contrôle lui-même : ce qu'il doit refuser

PART = {"table": "ressources_structure_annees", "ou": {"annee": 2005, "type_ressource": "Commandes publiques"}, "champ": "part"}
TEXTE = "En 2005, les commandes font 17 % du budget, soit 10,1 milliards. Deux ans et 3 amis plus tard, 2 h de débat."


@pytest.mark.parametrize(("origines", "attendu"), [
    ([], ["« 2005 » n'a pas d'origine", "« 17 % » n'a pas", "« 10,1 milliards » n'a pas", "« 2 h » n'a pas"]),
    ([{"nombre": "17 %", **PART}], ["« 10,1 milliards » n'a pas", "« 2 h » n'a pas"]),
    ([{"nombre": "7 %", **PART}], ["« 7 % » n'est plus dans le texte"]),
    ([{"nombre": "17 %", **PART, "facteur": 2}], ["« 17 % », l'origine donne 34"]),
    ([{"nombre": "17 %", **PART, "ou": {"annee": 2005}}], ["« ou » choisit 3 lignes au lieu d'une"]),
    ([{"nombre": "17 %", **PART, "champ": "parts"}], ["pas de colonne « parts »"]),
    ([{"nombre": "17 %", "calcul": "part / 1"}], ["« part » n'est pas dans « valeurs »"]),
    ([{"nombre": "17 %", "calcul": "__import__('os')"}], ["un calcul n'a que des nombres"]),
    ([{"nombre": "10,1 milliards", "calcul": "0.17 * 59.4"}], ["« 2005 » n'a pas"]),
    ([{"nombre": "10,1 milliards", "calcul": "0.18 * 59.4"}], ["l'origine donne 10,7"]),
    ([{"nombre": "17 %", "cas": "ateliers-du-moulin", "chemin": "benevolat.jours"}], ["« jours » n'existe pas"]),
    ([{"nombre": "17 %", "source": "https://exemple.fr/"}], ["n'est ni dans une cellule « sources »"]),
    ([{"nombre": "17 %", "convention": "choix libre"}], ["au moins trois mots"]),
    ([{"nombre": "17 %"}], ["il faut une origine, et une seule"]),
])
def test_un_nombre_sans_origine_ou_qui_a_change_est_nomme(origines, attendu):
    dites = "\n".join(fautes_de({"lecon": TEXTE}, {"lecon": origines}, ""))
    for morceau in attendu:
        assert morceau in dites
    assert "« 3 »" not in dites


def test_les_poids_et_les_totaux_d_un_cas_se_designent_par_un_chemin():
    moulin = {nom: valeur({"cas": "ateliers-du-moulin", "chemin": nom}, {}) for nom in (
        "produits", "charges", "produits.ventes", "resultat", "benevolat.valeur", "poids.ressources_financieres",
    )}
    assert round(moulin.pop("poids.ressources_financieres"), 1) == 71.4
    assert list(moulin.values()) == [150_000, 146_000, 60_000, 4_000, 38_400]
