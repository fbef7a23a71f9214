"""Les indicateurs F1 à F20, sur le cas suivi dans le cours (fictif) et par leurs propriétés.

Les valeurs attendues sont écrites à la main, d'après les formules du cours, jamais recalculées par le paquet.
"""

import inspect
import math
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trepied import indicateurs as ind

COMMUNE, VENTES, COTISATIONS, DONS, DEPARTEMENT = 48_000, 60_000, 9_000, 6_000, 27_000
CINQ_PAYEURS = [COMMUNE, VENTES, COTISATIONS, DONS, DEPARTEMENT]
QUATRE_TYPES = [75_000, 60_000, 9_000, 6_000]
CHARGES, AMORTISSEMENTS, RESULTAT = 146_000, 4_000, 4_000
RESERVE = 28_000

MONTANTS = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=15).filter(any)
PLUSIEURS = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=2, max_size=15).filter(any)
EUROS = st.floats(0, 1e9, allow_subnormal=False)
SOLDES = st.floats(-1e9, 1e9, allow_subnormal=False)
PARTS = st.floats(0, 1, allow_subnormal=False)


# --- Le cas suivi : Les Ateliers du Moulin


@pytest.mark.parametrize(
    ("calcul", "attendu", "tolerance"),
    [
        pytest.param(lambda: ind.concentration(CINQ_PAYEURS), 0.300, 5e-4, id="F2 cinq payeurs"),
        pytest.param(lambda: ind.concentration(QUATRE_TYPES), 0.4152, 5e-5, id="F2 quatre types"),
        pytest.param(lambda: ind.nombre_effectif(CINQ_PAYEURS), 3.33, 5e-3, id="F3 cinq payeurs"),
        pytest.param(lambda: ind.nombre_effectif(QUATRE_TYPES), 2.41, 5e-3, id="F3 quatre types"),
        pytest.param(lambda: ind.concentration_normalisee(CINQ_PAYEURS), 0.125, 1e-9, id="F4"),
        pytest.param(lambda: ind.diversification(CINQ_PAYEURS), 0.875, 1e-9, id="F5"),
        pytest.param(lambda: ind.equitabilite(CINQ_PAYEURS), 0.831, 5e-4, id="F6 J"),
        pytest.param(lambda: ind.nombre_effectif_shannon(CINQ_PAYEURS), 3.81, 5e-3, id="F6 exp"),
        pytest.param(lambda: ind.dependance(CINQ_PAYEURS), 0.40, 1e-12, id="F7 C1"),
        pytest.param(lambda: ind.dependance(CINQ_PAYEURS, 3), 0.90, 1e-12, id="F7 C3"),
        pytest.param(lambda: ind.charges_decaissables(CHARGES, AMORTISSEMENTS), 142_000, 0, id="F8 charges"),
        pytest.param(lambda: ind.mois_de_tresorerie(31_000, 142_000), 2.62, 5e-3, id="F8 mois"),
        pytest.param(lambda: ind.reserve_libre(38_000, 12_000, 2_000), 28_000, 0, id="F9 réserve"),
        pytest.param(lambda: ind.mois_de_reserve(RESERVE, 142_000), 2.37, 5e-3, id="F9 mois"),
        pytest.param(lambda: ind.fonds_de_roulement(40_000, 12_000), 28_000, 0, id="F10 FR"),
        pytest.param(lambda: ind.besoin_en_fonds_de_roulement(15_000, 18_000), -3_000, 0, id="F10 BFR"),
        pytest.param(lambda: ind.tresorerie_nette(28_000, -3_000), 31_000, 0, id="F10 T"),
        pytest.param(lambda: ind.resultat_apres_choc(RESULTAT, COMMUNE, 1), -44_000, 0, id="F11 tout"),
        pytest.param(lambda: ind.resultat_apres_choc(RESULTAT, COMMUNE, 0.5), -20_000, 0, id="F11 moitié"),
        pytest.param(lambda: ind.resultat_apres_choc(RESULTAT, COMMUNE, 0.5, 0.5), -8_000, 0, id="F11 évitable"),
        pytest.param(lambda: ind.mois_tenus(RESERVE, -8_000), 42.0, 0.05, id="F12 un quart"),
        pytest.param(lambda: ind.mois_tenus(RESERVE, -20_000), 16.8, 0.05, id="F12 moitié"),
        pytest.param(lambda: ind.mois_tenus(RESERVE, -44_000), 7.6, 0.05, id="F12 tout"),
        pytest.param(
            lambda: ind.mois_tenus(RESERVE, ind.resultat_apres_choc(RESULTAT, COMMUNE, 1, 0.5)), 16.8, 0.05,
            id="F12 tout, moitié évitable",
        ),
        pytest.param(lambda: ind.seuil_de_rupture(RESULTAT, COMMUNE), 0.083, 5e-4, id="F13"),
        pytest.param(lambda: ind.etp_benevole(2_400), 1.49, 5e-3, id="F15"),
        pytest.param(lambda: ind.valeur_du_benevolat(2_400, 16), 38_400, 0, id="F16"),
        pytest.param(lambda: ind.part_de_la_personne_cle([600, 900, 300, 200, 400]), 0.375, 1e-12, id="F17"),
    ],
)
def test_le_cas_suivi_donne_la_valeur_du_cours(calcul, attendu, tolerance):
    assert calcul() == pytest.approx(attendu, abs=tolerance)


def test_les_quatre_reperes_de_vulnerabilite_du_cas_suivi():
    reperes = ind.reperes_de_vulnerabilite(38_000, CINQ_PAYEURS, CHARGES)
    assert reperes.fonds_propres == pytest.approx(0.253, abs=5e-4)
    assert reperes.concentration == pytest.approx(0.300, abs=5e-4)
    assert reperes.marge == pytest.approx(0.027, abs=5e-4)
    assert reperes.couts_administratifs is None
    assert ind.reperes_de_vulnerabilite(0, [100], 80, 20).couts_administratifs == 0.25


def test_le_budget_elargi_du_cas_suivi():
    budget = ind.budget_elargi(produits=150_000, benevolat=38_400, apports_de_partenaires=21_600)
    assert budget.total == 210_000
    assert [round(part * 100, 1) for part in budget.poids] == [18.3, 71.4, 10.3]


def test_la_tresorerie_est_le_fonds_de_roulement_moins_le_besoin():
    fr = ind.fonds_de_roulement(120_000, 90_000)
    bfr = ind.besoin_en_fonds_de_roulement(70_000, 35_000, stocks=5_000)
    assert (fr, bfr, ind.tresorerie_nette(fr, bfr)) == (30_000, 40_000, -10_000)


# --- Propriétés : concentration et dépendance


@settings(deadline=None)
@given(MONTANTS)
def test_la_concentration_va_de_un_sur_n_a_un(montants):
    h = ind.concentration(montants)
    assert 1 / len(montants) - 1e-9 <= h <= 1 + 1e-9


@settings(deadline=None)
@given(MONTANTS)
def test_le_nombre_effectif_est_l_inverse_de_la_concentration_entre_un_et_n(montants):
    n = ind.nombre_effectif(montants)
    assert n * ind.concentration(montants) == pytest.approx(1)
    assert 1 - 1e-9 <= n <= len(montants) + 1e-9


@settings(deadline=None)
@given(st.integers(2, 40), st.floats(1, 1e6))
def test_des_parts_egales_sont_la_diversification_maximale(n, montant):
    egaux = [montant] * n
    assert ind.nombre_effectif(egaux) == pytest.approx(n)
    assert ind.nombre_effectif_shannon(egaux) == pytest.approx(n)
    assert ind.concentration_normalisee(egaux) == pytest.approx(0, abs=1e-12)
    assert ind.diversification(egaux) == pytest.approx(1)
    assert ind.equitabilite(egaux) == pytest.approx(1)


@settings(deadline=None)
@given(st.integers(1, 10))
def test_un_seul_payeur_est_la_concentration_maximale(zeros):
    montants = [5_000] + [0] * zeros
    assert ind.concentration(montants) == ind.concentration_normalisee(montants) == ind.dependance(montants) == 1
    assert ind.diversification(montants) == ind.equitabilite(montants) == 0
    assert ind.nombre_effectif(montants) == ind.nombre_effectif_shannon(montants) == 1


@settings(deadline=None)
@given(PLUSIEURS, st.randoms())
def test_l_ordre_des_sources_ne_change_aucun_indicateur(montants, hasard):
    melange = hasard.sample(montants, len(montants))
    for mesure in (
        ind.concentration, ind.nombre_effectif, ind.concentration_normalisee, ind.diversification,
        ind.equitabilite, ind.nombre_effectif_shannon, ind.dependance,
    ):
        assert mesure(melange) == mesure(montants)


@settings(deadline=None)
@given(PLUSIEURS)
def test_une_source_a_zero_ne_change_pas_la_concentration_mais_change_l_indice_normalise(montants):
    assert ind.concentration([*montants, 0]) == pytest.approx(ind.concentration(montants))
    assert ind.nombre_effectif_shannon([*montants, 0]) == pytest.approx(ind.nombre_effectif_shannon(montants))
    assert ind.concentration_normalisee([*montants, 0]) >= ind.concentration_normalisee(montants) - 1e-12


@settings(deadline=None)
@given(PLUSIEURS)
def test_regrouper_deux_sources_ne_peut_que_concentrer(montants):
    regroupes = [montants[0] + montants[1], *montants[2:]]
    assert ind.concentration(regroupes) >= ind.concentration(montants) - 1e-12


@settings(deadline=None)
@given(PLUSIEURS)
def test_les_indices_normalises_restent_entre_zero_et_un(montants):
    for mesure in (ind.concentration_normalisee, ind.diversification, ind.equitabilite):
        assert 0 <= mesure(montants) <= 1


@settings(deadline=None)
@given(MONTANTS, st.integers(1, 20))
def test_la_dependance_grandit_avec_le_nombre_de_sources_comptees(montants, premiers):
    assert ind.dependance(montants, premiers) <= ind.dependance(montants, premiers + 1) + 1e-12
    assert ind.dependance(montants, len(montants)) == pytest.approx(1)
    assert ind.dependance(montants) >= 1 / len(montants) - 1e-12


# --- Propriétés : choc et durée


@settings(deadline=None)
@given(SOLDES, EUROS, PARTS, PARTS, PARTS)
def test_perdre_davantage_n_ameliore_jamais_le_resultat(resultat, montant, a, s1, s2):
    petit, grand = sorted((s1, s2))
    assert ind.resultat_apres_choc(resultat, montant, grand, a) <= ind.resultat_apres_choc(resultat, montant, petit, a)


@settings(deadline=None)
@given(EUROS, SOLDES, SOLDES)
def test_un_deficit_plus_grand_ne_fait_jamais_tenir_plus_longtemps(reserve, r1, r2):
    pire, meilleur = sorted((r1, r2))
    assert ind.mois_tenus(reserve, pire) <= ind.mois_tenus(reserve, meilleur)


@settings(deadline=None)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0, 0.9))
def test_au_seuil_de_rupture_le_resultat_tombe_a_zero(resultat, montant, a):
    seuil = ind.seuil_de_rupture(resultat, montant, a)
    assume(seuil <= 1)
    assert ind.resultat_apres_choc(resultat, montant, seuil, a) == pytest.approx(0, abs=1e-6 * resultat)


def test_les_bords_du_choc():
    assert ind.resultat_apres_choc(4_000, 48_000, 0) == 4_000
    assert ind.resultat_apres_choc(4_000, 48_000, 1, 1) == 4_000
    assert ind.mois_tenus(28_000, 0) == math.inf
    assert ind.mois_tenus(-5_000, -1_000) == 0
    assert ind.seuil_de_rupture(-1, 48_000) == 0
    assert ind.seuil_de_rupture(4_000, 48_000, 1) == math.inf
    assert ind.seuil_de_rupture(4_000, 1_000) == 4


def test_une_reserve_negative_donne_des_mois_negatifs():
    assert ind.mois_de_reserve(ind.reserve_libre(10_000, 34_000), 144_000) == -2


# --- Propriétés : budget élargi


PORTES = ("produits", "benevolat", "volontariat", "mecenat_de_competences", "apports_de_partenaires", "couts_evites")


@settings(deadline=None)
@given(st.tuples(*[EUROS] * len(PORTES)).filter(any))
def test_le_budget_elargi_compte_chaque_ressource_une_fois(montants):
    budget = ind.budget_elargi(**dict(zip(PORTES, montants, strict=True)))
    assert budget.total == pytest.approx(math.fsum(montants))
    assert math.fsum(budget.poids) == pytest.approx(1)


@pytest.mark.parametrize(("porte", "levier"), list(zip(PORTES, (1, 0, 0, 0, 2, 2), strict=True)))
def test_chaque_porte_mene_a_un_seul_levier(porte, levier):
    assert ind.budget_elargi(**{porte: 10}).montants == tuple(10 if rang == levier else 0 for rang in range(3))


def test_les_salaires_n_entrent_pas_dans_le_budget_elargi():
    # Payés par l'argent déjà compté : les ajouter au levier humain les compterait deux fois.
    portes = inspect.signature(ind.budget_elargi).parameters
    assert set(portes) == set(PORTES)
    assert not [porte for porte in portes if "salaire" in porte or "charge" in porte]


# --- Ce qui est refusé


@pytest.mark.parametrize("mesure", [
    ind.concentration, ind.nombre_effectif, ind.concentration_normalisee, ind.diversification, ind.equitabilite,
    ind.nombre_effectif_shannon, ind.dependance, ind.part_de_la_personne_cle,
])
@pytest.mark.parametrize(("montants", "phrase"), [
    ([3, -1], "négatif"), ([0, 0], "rien à répartir"), ([1, math.nan], "manque une valeur"), ([], "vide|deux sources"),
])
def test_une_repartition_impossible_est_refusee_en_francais(mesure, montants, phrase):
    with pytest.raises(ValueError, match=phrase):
        mesure(montants)


@pytest.mark.parametrize(("calcul", "phrase"), [
    (lambda: ind.concentration_normalisee([1]), "au moins deux sources"),
    (lambda: ind.equitabilite([1]), "au moins deux sources"),
    (lambda: ind.dependance([1], 0), "au moins une source"),
    (lambda: ind.charges_decaissables(4_000, 4_000), "aucune charge à payer"),
    (lambda: ind.mois_de_tresorerie(-1, 142_000), "Disponibilités.*négatif"),
    (lambda: ind.mois_de_tresorerie(1, 0), "charges décaissables sont nulles"),
    (lambda: ind.mois_de_reserve(1, 0), "charges décaissables sont nulles"),
    (lambda: ind.reserve_libre(math.nan, 0), "Fonds propres.*manque"),
    (lambda: ind.besoin_en_fonds_de_roulement(-1, 0), "Créances.*négatif"),
    (lambda: ind.resultat_apres_choc(0, 10, 50), "une part va de 0 à 1"),
    (lambda: ind.resultat_apres_choc(0, 10, 0.5, -0.1), "Part évitable.*négatif"),
    (lambda: ind.seuil_de_rupture(10, 0), "n'apporte rien"),
    (lambda: ind.mois_tenus(None, -1), "Réserve libre.*manque"),
    (lambda: ind.reperes_de_vulnerabilite(1, [1], 0, 1), "charges sont nulles"),
    (lambda: ind.etp_benevole(-1), "Heures.*négatif"),
    (lambda: ind.etp_benevole(1, 0), "ne peut pas être nulle"),
    (lambda: ind.valeur_du_benevolat(10, math.inf), "Taux horaire.*manque"),
    (lambda: ind.budget_elargi(), "rien à répartir"),
    (lambda: ind.budget_elargi(produits=-1, benevolat=5), "Produits.*négatif"),
])
def test_une_entree_impossible_est_refusee_en_francais(calcul, phrase):
    with pytest.raises(ValueError, match=phrase):
        calcul()


# --- Ce que le cours ne calcule pas


def test_aucune_note_d_equilibre_ni_score_total():
    from trepied import leviers

    for module in (ind, leviers):
        assert not [nom for nom in dir(module) if "score" in nom or "note" in nom or "equilibre" in nom]


def test_chaque_indicateur_public_est_documente_et_chaque_numero_a_sa_fonction():
    documentes = {
        nom: inspect.getdoc(getattr(ind, nom)) or "" for nom in ind.__all__ if callable(getattr(ind, nom))
    }
    assert all(len(texte) > 30 for texte in documentes.values())
    textes = " ".join(documentes.values())
    assert [n for n in range(1, 21) if f"F{n}." not in textes and f"F{n}," not in textes] == []


def test_importer_les_modules_purs_ne_charge_aucune_bibliotheque_lourde():
    code = (
        "import sys, trepied.leviers, trepied.indicateurs;"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'babel', 'yaml', 'ipywidgets'} & set(sys.modules)))"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert sortie.strip() == "[]"
