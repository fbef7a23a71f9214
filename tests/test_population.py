"""La population fictive : calée sur les chiffres publiés, toujours la même, et dite fictive partout où elle paraît."""

import subprocess
import sys
from pathlib import Path
from statistics import fmean, median

import nbformat
import pytest

from trepied import donnees, lecon
from trepied.atelier import population
from trepied.nombres import lire_nombre
from trepied.verification.fabrique import lire_corrige

RACINE = Path(__file__).parents[1]
LIGNES = donnees.lignes(population.TABLE)
CIBLES = population.cibles()
RAPPORTS = population.rapports(LIGNES)


@pytest.mark.parametrize("cible", CIBLES, ids=lambda cible: f"{cible.table} · {cible.nom}")
def test_chaque_chiffre_publie_est_retrouve_a_sa_tolerance_pres(cible):
    assert cible.mesure(LIGNES) == pytest.approx(cible.publiee(), abs=cible.tolerance)


@pytest.mark.parametrize(("nom", "publie", "obtenu", "tolerance"), RAPPORTS, ids=[nom for nom, *_ in RAPPORTS])
def test_chaque_rapport_de_deux_chiffres_publies_est_retrouve(nom, publie, obtenu, tolerance):
    assert obtenu == pytest.approx(publie, abs=tolerance)


def test_une_cible_qui_bouge_se_voit(monkeypatch):
    """Sans cela, une table corrigée laisserait une population calée sur l'ancien chiffre."""
    cible = next(c for c in CIBLES if c.table == "ressources_employeuses_2018")
    lues = [{**x, "part": x["part"] + 10} for x in donnees.lignes(cible.table)]
    monkeypatch.setattr(population.donnees, "lignes", lambda nom: lues)
    assert abs(cible.mesure(LIGNES) - cible.publiee()) > cible.tolerance


def test_la_table_est_celle_que_fait_le_generateur_et_ne_depend_pas_de_l_ordinateur():
    ecrite = (RACINE / "data" / f"{population.TABLE}.csv").read_text("utf-8")
    assert ecrite == population.en_csv(), "lancez : python -m trepied.atelier.population"
    # Une autre graine de hachage change l'ordre des ensembles de Python : la population n'en dépend pas.
    programme = "from trepied.atelier import population; print(population.en_csv(), end='')"
    autre = subprocess.run([sys.executable, "-c", programme], capture_output=True, cwd=RACINE, env={"PYTHONHASHSEED": "7", "PATH": ""}, check=True)
    assert autre.stdout.decode() == ecrite


def test_les_comptes_de_chaque_association_sont_justes():
    assert len(LIGNES) == population.NOMBRE == len({x["numero"] for x in LIGNES})
    for ligne in LIGNES:
        assert ligne["budget"] == sum(ligne[origine] for origine in population.ARGENT) > 0
        assert min(ligne[origine] for origine in population.ARGENT) >= 0
        assert (ligne["etp_salaries"] > 0) == (ligne["employeuse"] == "oui")
        assert ligne["tranche"] == next(nom for plafond, nom in population.TRANCHES if ligne["budget"] < plafond)


def test_le_budget_ecrit_a_la_francaise_est_un_texte_pour_une_machine_et_le_meme_nombre_pour_nous():
    for ligne in LIGNES:
        with pytest.raises(ValueError, match="could not convert"):
            float(ligne["budget_ecrit"])
        assert lire_nombre(ligne["budget_ecrit"]).valeur == ligne["budget"]
    assert any(" " in ligne["budget_ecrit"] for ligne in LIGNES)


def test_elle_se_dit_fictive_dans_sa_fiche_sa_figure_et_chaque_cahier_qui_l_emploie():
    assert donnees.fiche(population.TABLE).fictif
    figure = lecon.figure("etape-3/part-publique-par-taille")
    assert figure.fictif and "fictive" in figure.source
    for dossier, cahier in (("notebooks/etape-3-se-situer", "12h-a-comparer-sans-se-tromper"), ("solutions/etape-3", "4h"), ("solutions/etape-3", "12h")):
        prose = "\n".join(c.source for c in nbformat.read(RACINE / dossier / f"{cahier}.ipynb", 4).cells if c.cell_type == "markdown")
        assert "opulation fictive" in prose, cahier


# --- Ce que les exercices en disent


def _exercices():
    return lire_corrige(RACINE / "solutions/etape-3/corrige.yml")


def test_les_reperes_de_l_exercice_sont_les_medianes_de_la_population():
    """Toutes les associations d'une tranche, puis celles qui emploient : la leçon et l'exercice comparent les deux."""
    tranches = [nom for _, nom in population.TRANCHES]
    lues = [(x["tranche"], x["employeuse"], 100 * (x["subventions"] + x["commandes_publiques"]) / x["budget"]) for x in LIGNES]
    toutes = [round(median(part for tranche, _, part in lues if tranche == t)) for t in tranches]
    emploient = [[part for tranche, emploie, part in lues if (tranche, emploie) == (t, "oui")] for t in tranches]
    emploient = [round(median(parts)) if parts else None for parts in emploient]
    donnees_23 = _exercices()["2.3-ecart"]["donnees"]
    assert toutes == [donnees_23[nom] for nom in ("minuscules", "dessous", "melange", "dessus", "immenses")]
    assert emploient == [None, *(donnees_23[nom] for nom in ("voisines", "repere", "dessus", "immenses"))]
    enonce = next(c.source for c in nbformat.read(RACINE / "solutions/etape-3/4h.ipynb", 4).cells if c.id == "2-3-tranche-enonce").replace("\u00a0", " ")
    for tranche, valeur, seules in zip(tranches, toutes, emploient):
        assert f"| {tranche} | {valeur} % | {f'{seules} %' if seules else 'aucune'} |" in enonce.replace("\u202f", " ")


def test_la_tranche_du_moulin_melange_dix_employeuses_et_treize_autres():
    """La leçon l'écrit en toutes lettres : « dix employeuses et treize associations sans salarié »."""
    emploient = [x["employeuse"] for x in LIGNES if x["tranche"] == "de 50 à 200 k€"]
    assert (emploient.count("oui"), emploient.count("non")) == (10, 13)


def test_la_mediane_et_la_moyenne_dites_par_l_exercice_sont_celles_de_la_population():
    budgets = [x["budget"] for x in LIGNES if x["employeuse"] == "oui"]
    assert median(budgets) == 152_750 and fmean(budgets) > 400_000
    assert "152 750" in _exercices()["2.4"]["oui"]


def test_les_trois_lignes_montrees_par_l_exercice_sont_dans_la_table():
    cellules = nbformat.read(RACINE / "solutions/etape-3/12h.ipynb", 4).cells
    enonce = next(c.source for c in cellules if c.id == "2-4-enonce").replace("\u00a0", " ").replace("\u202f", " ")
    for numero in (2, 5, 8):
        ligne = LIGNES[numero - 1]
        subventions, dons = (f"{ligne[champ]:,.0f}".replace(",", " ") for champ in ("subventions", "cotisations_et_dons"))
        assert f"| n° {numero} | {ligne['employeuse']} | {ligne['budget_ecrit']} | {subventions} | {dons} |" in enonce
