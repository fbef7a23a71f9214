"""Les trois leviers : répartition, place dans le triangle, écart à sa propre cible."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied.leviers import (
    LEVIERS, SOMMETS, barycentre, fermeture, phrase_des_poids, poids, points_a_deplacer
)
from trepied.typographie import typographier

QUANTITES = st.lists(st.floats(0, 1e12, allow_subnormal=False), min_size=1, max_size=12).filter(any)
TROIS = st.tuples(*[st.floats(0, 1e9, allow_subnormal=False)] * 3).filter(any)
# Les Ateliers du Moulin (cas fictif), dans l'ordre des leviers : temps, argent, partenaires.
MOULIN = (38_400, 150_000, 21_600)


def test_les_leviers_sont_trois_dans_l_ordre_du_cours():
    assert [levier.cle for levier in LEVIERS] == [
        "richesses_humaines", "ressources_financieres", "alliances_strategiques"
    ]
    assert [len(levier.branches) for levier in LEVIERS] == [4, 7, 6]
    assert set(SOMMETS) == {levier.cle for levier in LEVIERS}


def test_les_sommets_forment_un_triangle_equilateral_de_cote_un():
    points = list(SOMMETS.values())
    cotes = [math.dist(points[i], points[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert cotes == pytest.approx([1, 1, 1])


# --- Fermeture (F1)


def test_la_fermeture_du_cas_suivi():
    assert fermeture([48_000, 60_000, 9_000, 6_000, 27_000]) == pytest.approx((0.32, 0.40, 0.06, 0.04, 0.18))


@settings(deadline=None)
@given(QUANTITES)
def test_la_fermeture_a_pour_somme_un_et_garde_les_zeros(quantites):
    parts = fermeture(quantites)
    assert math.fsum(parts) == pytest.approx(1, abs=1e-12)
    assert all(0 <= part <= 1 for part in parts)
    assert all(part == 0 for part, x in zip(parts, quantites, strict=True) if x == 0)


@settings(deadline=None)
@given(QUANTITES, st.randoms())
def test_l_ordre_des_sources_ne_change_pas_leur_part(quantites, hasard):
    rangs = list(range(len(quantites)))
    hasard.shuffle(rangs)
    parts = fermeture(quantites)
    assert fermeture([quantites[rang] for rang in rangs]) == tuple(parts[rang] for rang in rangs)


@settings(deadline=None)
@given(QUANTITES, st.floats(0.001, 1000))
def test_la_fermeture_ne_depend_pas_de_l_unite(quantites, facteur):
    assert fermeture([x * facteur for x in quantites]) == pytest.approx(fermeture(quantites), abs=1e-12)


def test_un_et_quatre_partout_sont_le_meme_point_la_fermeture_oublie_la_taille():
    petit, grand = (1, 1, 1), (4, 4, 4)
    assert fermeture(petit) == fermeture(grand)
    assert barycentre(petit) == barycentre(grand)
    assert points_a_deplacer(petit, grand) == 0
    assert sum(petit) != sum(grand)


@pytest.mark.parametrize("enormes", [[1e308, 1e308], [5e-324, 5e-324]])
def test_ni_les_geants_ni_les_infimes_ne_debordent(enormes):
    assert fermeture(enormes) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("quantites", "phrase"),
    [
        ([], "La liste est vide"),
        ([0, 0, 0], "rien à répartir"),
        ([1, -2, 3], "Élément 2.*est négatif"),
        ([1, math.nan], "Élément 2.*il manque une valeur"),
        ([math.inf, 1], "Élément 1.*il manque une valeur"),
        ([1, None], "Élément 2.*il manque une valeur"),
        (["12", 1], "Élément 1.*pas un nombre"),
    ],
)
def test_ce_qui_ne_se_repartit_pas_est_refuse_en_francais(quantites, phrase):
    with pytest.raises(ValueError, match=phrase):
        fermeture(quantites)


# --- Poids, barycentre (F19), phrase


def test_les_poids_se_donnent_dans_l_ordre_ou_par_cle():
    par_cle = {"ressources_financieres": 150_000, "alliances_strategiques": 21_600, "richesses_humaines": 38_400}
    assert poids(par_cle) == poids(MOULIN) == pytest.approx((0.182857, 0.714286, 0.102857), abs=1e-6)
    assert poids({"ressources_financieres": 5}) == (0, 1, 0)


def test_une_cle_ou_un_nombre_de_leviers_inconnus_sont_refuses():
    with pytest.raises(ValueError, match="Levier inconnu.*confiance"):
        poids({"confiance": 3})
    with pytest.raises(ValueError, match="il y en a 2"):
        poids((1, 2))


def test_le_barycentre_des_poids_egaux_et_des_sommets():
    assert barycentre((1, 1, 1)) == pytest.approx((0.5, 0.2886751), abs=1e-6)
    assert barycentre({"ressources_financieres": 7}) == (0, 0)
    assert barycentre({"richesses_humaines": 7}) == (1, 0)
    assert barycentre({"alliances_strategiques": 7}) == pytest.approx((0.5, 0.8660254), abs=1e-6)


def test_le_barycentre_du_cas_suivi():
    # 0,182857 × (1, 0) + 0,102857 × (½, √3/2)
    assert barycentre(MOULIN) == pytest.approx((0.234286, 0.089077), abs=1e-6)


@settings(deadline=None)
@given(TROIS)
def test_le_barycentre_reste_dans_le_triangle(quantites):
    x, y = barycentre(quantites)
    racine = math.sqrt(3)
    assert -1e-12 <= y <= racine * min(x, 1 - x) + 1e-12


def test_la_phrase_des_poids_du_cas_suivi():
    assert phrase_des_poids(MOULIN) == typographier(
        "Sur 100 € de moyens mobilisés, environ 71 viennent de l'argent, 18 du temps donné, 10 des partenaires."
    )
    assert "0 vient de l'argent" in phrase_des_poids((1, 0, 0))


# --- Écart à la cible (F20)


def test_l_ecart_a_la_cible_du_cas_suivi():
    assert points_a_deplacer((30, 60, 10), (35, 45, 20)) == pytest.approx(0.15)


@settings(deadline=None)
@given(TROIS, TROIS, TROIS)
def test_l_ecart_a_la_cible_est_une_distance_entre_zero_et_un(a, b, c):
    assert points_a_deplacer(a, a) == 0
    assert 0 <= points_a_deplacer(a, b) <= 1
    assert points_a_deplacer(a, b) == points_a_deplacer(b, a)
    assert points_a_deplacer(a, c) <= points_a_deplacer(a, b) + points_a_deplacer(b, c) + 1e-12


def test_deux_leviers_opposes_sont_a_l_ecart_maximal():
    assert points_a_deplacer((1, 0, 0), (0, 0, 1)) == 1
