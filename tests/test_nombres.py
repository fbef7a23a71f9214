"""Les nombres à la française : ce qui est lu, ce qui est demandé, ce qui est écrit."""

import math
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied import nombres
from trepied.nombres import NombreAmbigu, NombreIllisible, lire_nombre

TESTS = Path(__file__).parent
LECTURES = yaml.safe_load((TESTS / "cas_nombres.yml").read_text("utf-8"))
ECRITURES = yaml.safe_load((TESTS / "cas_ecriture.yml").read_text("utf-8"))
ESPACES_DE_MILLIERS = ["", " ", "\u00a0", "\u202f", "\u2009"]


def test_la_table_de_cas_couvre_les_trois_issues_sans_doublon():
    textes = [cas["texte"] for cas in LECTURES]
    assert len(textes) == len(set(textes))
    assert {frozenset(cas) for cas in LECTURES} == {
        frozenset({"texte", "valeur", "unite"}), frozenset({"texte", "ambigu"}), frozenset({"texte", "illisible"})
    }


@pytest.mark.parametrize("cas", LECTURES, ids=lambda cas: repr(cas["texte"]))
def test_lire_nombre_suit_la_table_partagee(cas):
    if "valeur" in cas:
        lu = lire_nombre(cas["texte"])
        assert (lu.valeur, lu.unite) == (cas["valeur"], cas["unite"])
        assert isinstance(lu.valeur, float)
        return
    with pytest.raises(NombreIllisible) as erreur:
        lire_nombre(cas["texte"])
    if "ambigu" in cas:
        assert isinstance(erreur.value, NombreAmbigu)
        assert list(erreur.value.lectures) == cas["ambigu"]
    else:
        assert not isinstance(erreur.value, NombreAmbigu)


@pytest.mark.parametrize("cas", ECRITURES, ids=lambda cas: cas["ecrit"])
def test_ecrire_suit_la_table_partagee(cas):
    ecrire, valeur = next(
        (fonction, cas[cle])
        for cle, fonction in [
            ("nombre", nombres.ecrire_nombre), ("euros", nombres.ecrire_euros), ("part", nombres.ecrire_pourcent)
        ]
        if cle in cas
    )
    assert ecrire(valeur, cas["decimales"]) == cas["ecrit"]


def test_un_point_devant_trois_chiffres_dit_ce_qui_est_lu_pourquoi_et_quoi_taper():
    with pytest.raises(NombreAmbigu) as erreur:
        lire_nombre("1.234")
    assert str(erreur.value).replace("\u00a0", " ").replace("\u202f", " ") == (
        "« 1.234 » peut se lire 1 234 ou 1,234 : le point sépare tantôt les milliers, tantôt les décimales. "
        "Écrivez « 1 234 » ou « 1,234 »."
    )


@pytest.mark.parametrize("cas", [cas for cas in LECTURES if "ambigu" in cas], ids=lambda cas: cas["texte"])
def test_taper_ce_que_la_question_propose_donne_bien_la_lecture_annoncee(cas):
    with pytest.raises(NombreAmbigu) as erreur:
        lire_nombre(cas["texte"])
    conseils = str(erreur.value).rpartition("crivez")[2].split("«\u00a0")[1:]
    relus = [lire_nombre(conseil.partition("\u00a0»")[0]).valeur for conseil in conseils]
    assert relus == list(erreur.value.lectures)


@pytest.mark.parametrize(("texte", "conseil"), [("2 h 30", "2,5 h"), ("1h20", "1,33 h"), ("45 h 00 min", "45 h")])
def test_des_heures_et_minutes_recoivent_leur_ecriture_en_heures(texte, conseil):
    with pytest.raises(NombreIllisible) as erreur:
        lire_nombre(texte)
    assert f"« {conseil} »" in str(erreur.value).replace("\u00a0", " ")


def test_un_texte_interminable_est_refuse_en_une_phrase_courte():
    for texte in ("9" * 100_000, "mot " * 50_000, "1 " * 50_000, "1." * 50_000):
        with pytest.raises(NombreIllisible) as erreur:
            lire_nombre(texte)
        assert len(str(erreur.value)) < 250


@settings(deadline=None)
@given(st.integers(-10**12, 10**12), st.integers(0, 99), st.sampled_from(ESPACES_DE_MILLIERS),
       st.sampled_from([("", ""), (" €", "€"), ("\u00a0%", "%"), (" h", "h")]))
def test_lire_retrouve_tout_nombre_ecrit_a_la_francaise(entier, centimes, espace, unite):
    texte = f"{entier:,}".replace(",", espace) + f",{centimes:02d}" + unite[0]
    lu = lire_nombre(texte)
    signe = -1 if entier < 0 else 1
    assert lu.valeur == pytest.approx(entier + signe * centimes / 100, abs=1e-4)
    assert lu.unite == unite[1]


@settings(deadline=None)
@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 4)))
def test_ce_qui_est_ecrit_se_relit_sans_perte(x):
    assert lire_nombre(nombres.ecrire_nombre(x)).valeur == x
    assert lire_nombre(nombres.ecrire_euros(x, 4)).valeur == x


@settings(deadline=None)
@given(st.text())
def test_aucun_texte_ne_donne_autre_chose_qu_un_nombre_fini_ou_une_phrase(texte):
    try:
        assert math.isfinite(lire_nombre(texte).valeur)
    except NombreIllisible as erreur:
        assert str(erreur).endswith(".")


@settings(deadline=None)
@given(st.text("0123456789.,' \u00a0-−k€%Mdh"))
def test_aucun_melange_de_signes_de_nombre_ne_plante(texte):
    try:
        assert abs(lire_nombre(texte).valeur) <= 1e15
    except NombreIllisible as erreur:
        assert "crivez" in str(erreur) or "Vérifiez" in str(erreur)


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_une_valeur_absente_ne_s_ecrit_pas_comme_un_nombre(x):
    with pytest.raises(ValueError, match="Il manque une valeur"):
        nombres.ecrire_euros(x)


def test_un_zero_n_a_pas_de_signe():
    assert str(lire_nombre("-0").valeur) == str(lire_nombre("−0,00 €").valeur) == "0.0"


def test_les_dates_ont_leur_premier_du_mois():
    assert nombres.ecrire_date(date(2026, 1, 1)) == "1ᵉʳ janvier 2026"
    assert nombres.ecrire_date(date(2026, 8, 11)) == "11 août 2026"
    assert nombres.ecrire_date(datetime(2026, 12, 31, 23, 59)) == "31 décembre 2026"


def test_l_heure_s_ecrit_sur_quatre_chiffres():
    assert nombres.ecrire_heure(datetime(2026, 3, 12, 9, 5)) == "09:05"


def test_importer_nombres_est_presque_gratuit():
    code = (
        # Le temps du processeur : d'autres programmes peuvent occuper la machine.
        "import sys, time; d = time.process_time(); import trepied.nombres; print(time.process_time() - d);"
        "print(sorted({'babel', 'pandas', 'numpy', 'matplotlib', 'yaml'} & set(sys.modules)))"
    )
    essais = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(8)
    ]
    assert {essai[1] for essai in essais} == {"[]"}
    assert min(float(essai[0]) for essai in essais) < 0.05
