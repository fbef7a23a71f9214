"""Calculer vraiment ce qu'une personne a choisi : quelles lignes garder, quelle colonne, quelle opération.

Un petit vocabulaire fixe, sur une table du cours. Le calcul se montre tel qu'il est, même quand ce n'est pas celui
qui est attendu.
"""

import html
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trepied import donnees
from trepied.nombres import INSECABLE, NombreIllisible, ecrire_date, ecrire_nombre, lire_nombre
from trepied.typographie import typographier

PREMIERES_LIGNES, COLONNES = 4, 4


def _part_des_premiers(valeurs: Sequence[float], n: int = 1) -> float:
    return 100 * math.fsum(sorted(valeurs, reverse=True)[:n]) / math.fsum(valeurs)


OPERATIONS: dict[str, Callable[..., float]] = {
    "mediane": statistics.median,
    "moyenne": statistics.fmean,
    "somme": math.fsum,
    "compte": len,
    "part_du_premier": _part_des_premiers,
    "part_des_n_premiers": _part_des_premiers,
    "part_de_groupe": lambda valeurs, groupe: 100 * math.fsum(groupe) / math.fsum(valeurs),
}
# Chaque ligne à compléter agit d'une seule de ces façons.
EFFETS = ("lecture", "filtre", "colonne", "operation")


@dataclass(frozen=True)
class Calcul:
    """Ce qui a été gardé et trouvé. `valeur` vaut nan quand il n'y a pas de résultat ; `pourquoi` dit alors la raison.

    Une part est en pour cent : 42,5 et non 0,425.
    """

    table: donnees.Table
    gardees: list[dict[str, Any]]
    total: int
    colonnes: list[str]
    colonne: str = ""
    valeur: float = math.nan
    unite: str = ""
    decimales: int = 0
    pourquoi: str = ""
    vides: int = 0
    en_texte: bool = False

    @property
    def resultat(self) -> str:
        """Le résultat écrit en français, avec son unité ; vide s'il n'y en a pas."""
        if math.isnan(self.valeur):
            return ""
        ecrit = ecrire_nombre(self.valeur, self.decimales)
        return f"{ecrit}{INSECABLE}{self.unite}" if self.unite else ecrit

    @property
    def phrases(self) -> list[str]:
        """Le calcul, dit en une à trois phrases."""
        n = len(self.gardees)
        gardees = f"{n} ligne gardée" if n < 2 else f"{ecrire_nombre(n)} lignes gardées"
        dites = [f"Votre calcul : {gardees} sur {ecrire_nombre(self.total)}, dans « {self.table.titre} »."]
        if self.vides:
            dites.append(
                "Une case sans nombre est laissée de côté."
                if self.vides == 1
                else f"{ecrire_nombre(self.vides)} cases sans nombre sont laissées de côté."
            )
        dites.append(f"Résultat : {self.resultat}." if self.resultat else self.pourquoi)
        return [typographier(phrase) for phrase in dites if phrase]

    def en_html(self) -> str:
        """Les mêmes phrases autour des premières lignes gardées."""
        champs = {champ.nom: champ for champ in self.table.champs}
        debut, *fin = self.phrases
        montrees = self.gardees[:PREMIERES_LIGNES]
        # Jupyter pousse tout à droite : les nombres s'alignent ainsi, les mots se lisent mal.
        cotes = {c: "right" if any(_nombre(x[c]) is not None for x in montrees) else "left" for c in self.colonnes}
        entete = "".join(
            f'<th scope="col" style="text-align: {cotes[c]}">{_echappe(_titre(champs[c]))}</th>' for c in self.colonnes
        )
        rangees = ""
        for ligne in montrees:
            cases = (
                f'<td style="text-align: {cotes[c]}">{_echappe(self._case(c, ligne[c]))}</td>' for c in self.colonnes
            )
            rangees += f"<tr>{''.join(cases)}</tr>"
        reste = len(self.gardees) - len(montrees)
        if reste:
            suite = "et une autre ligne" if reste == 1 else f"et {ecrire_nombre(reste)} autres lignes"
            rangees += f'<tr><td colspan="{len(self.colonnes)}" style="text-align: left">{_echappe(suite)}</td></tr>'
        tableau = (
            '<div role="region" aria-label="Votre calcul" tabindex="0" style="overflow-x: auto">'
            f"<table><caption>{_echappe(debut)}</caption><thead><tr>{entete}</tr></thead>"
            f"<tbody>{rangees}</tbody></table></div>"
        )
        return tableau + "".join(f"<p>{_echappe(phrase)}</p>" for phrase in fin)

    def _case(self, colonne: str, valeur: object) -> str:
        if valeur is None:
            return "non renseigné"
        if isinstance(valeur, (int, float)):
            # Une année ne prend pas d'espace entre ses chiffres.
            return str(valeur) if colonne.startswith("annee") else ecrire_nombre(valeur)
        if isinstance(valeur, date):
            return ecrire_date(valeur)
        lu = _nombre(valeur) if colonne == self.colonne else None
        if lu is not None:
            # Lu comme du texte, un nombre n'est qu'une suite de signes : les guillemets le montrent.
            return f"« {valeur} »" if self.en_texte else ecrire_nombre(lu)
        return str(valeur)


def calculer(table: str, effets: Iterable[Mapping[str, Any]], unite: str, decimales: int) -> Calcul:
    """Applique chaque effet à la table du cours ; sans opération, montre seulement les lignes gardées.

    Sans colonne, chaque ligne compte pour un. Lève donnees.DonneesErreur si la table manque.
    """
    fiche, toutes = donnees.fiche(table), donnees.lignes(table)
    gardees, filtrees = toutes, []
    lecture, colonne, operation = "nombres", "", {}
    for effet in effets:
        match effet:
            case {"lecture": lecture}:
                pass
            case {"filtre": conditions}:
                gardees = [ligne for ligne in gardees if convient(ligne, conditions)]
                filtrees += conditions
            case {"colonne": colonne}:
                pass
            case {"operation": _}:
                operation = dict(effet)
    groupe = operation.get("groupe", {})
    premiere = fiche.champs[0].nom
    colonnes = [*dict.fromkeys([premiere, *filtrees, *groupe, *([colonne] if colonne else [])])]
    # La colonne calculée ne disparaît jamais.
    if len(colonnes) > COLONNES:
        colonnes = [*colonnes[: COLONNES - 1], colonnes[-1]]
    calcul = Calcul(
        fiche, gardees, len(toutes), colonnes, colonne, decimales=decimales, en_texte=lecture == "texte"
    )
    return _operer(calcul, operation, colonne, unite)


def _operer(calcul: Calcul, operation: dict, colonne: str, unite: str) -> Calcul:
    nom = operation.get("operation")
    if not nom:
        return replace(calcul, pourquoi="Complétez les lignes qui manquent pour obtenir un nombre.")
    if nom == "compte":
        return replace(calcul, valeur=float(len(calcul.gardees)), unite="", decimales=0)
    if not calcul.gardees:
        return replace(calcul, pourquoi="Aucune ligne ne reste : il n'y a rien à calculer.")
    if calcul.en_texte and colonne:
        return replace(
            calcul, pourquoi="Pas de résultat : ces nombres ont été lus comme du texte, et du texte ne se calcule pas."
        )
    lues = [(ligne, _nombre(ligne[colonne]) if colonne else 1.0) for ligne in calcul.gardees]
    valeurs = [v for _, v in lues if v is not None]
    calcul = replace(calcul, vides=len(lues) - len(valeurs))
    if not valeurs:
        return replace(calcul, vides=0, pourquoi="Pas de résultat : cette colonne ne contient pas de nombres.")
    options = {}
    if "n" in operation:
        options["n"] = operation["n"]
    if "groupe" in operation:
        options["groupe"] = [v for ligne, v in lues if v is not None and convient(ligne, operation["groupe"])]
    try:
        valeur = float(OPERATIONS[nom](valeurs, **options))
    except ZeroDivisionError:
        return replace(calcul, pourquoi="Pas de résultat : le total est nul, une part ne s'y calcule pas.")
    part = nom.startswith("part_")
    return replace(calcul, valeur=valeur, unite="%" if part else unite, decimales=max(calcul.decimales, int(part)))


def convient(ligne: Mapping[str, Any], conditions: Mapping[str, Any]) -> bool:
    """La ligne remplit toutes les conditions : une valeur, une liste de valeurs, ou {de: 50000, a: 200000}.

    De `de` compris à `a` non compris : une valeur n'est jamais dans deux tranches.
    """
    for colonne, voulu in conditions.items():
        valeur = ligne[colonne]
        if isinstance(voulu, Mapping):
            nombre = _nombre(valeur)
            if nombre is None or not voulu.get("de", -math.inf) <= nombre < voulu.get("a", math.inf):
                return False
        elif str(valeur) not in {str(v) for v in (voulu if isinstance(voulu, list) else [voulu])}:
            return False
    return True


def _nombre(valeur: object) -> float | None:
    if isinstance(valeur, (int, float)):
        return float(valeur)
    if not isinstance(valeur, str):
        return None
    try:
        return lire_nombre(valeur).valeur
    except NombreIllisible:
        return None


def _titre(champ: donnees.Champ) -> str:
    return f"{champ.titre} ({champ.unite})" if champ.unite else champ.titre


def _echappe(texte: str) -> str:
    return html.escape(typographier(texte), quote=False)
