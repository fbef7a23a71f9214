"""La carte du cours : ses minutes tombent juste, et une faute se dit en français avec l'endroit."""

import copy

import pytest
import yaml

from trepied import parcours

MINUTES = {  # le budget de temps décidé pour le cours, écrit ici une seconde fois exprès
    "2h": (18, 14, 22, 16, 18, 14, 18),
    "4h": (10, 18, 14, 18, 24, 18, 18),
    "12h": (40, 50, 60, 80, 100, 70, 80),
}


@pytest.fixture
def brut(racine):
    return yaml.safe_load((racine / "parcours.yml").read_text("utf-8"))


def _charger(tmp_path, brut):
    chemin = tmp_path / "parcours.yml"
    chemin.write_text(yaml.safe_dump(brut, allow_unicode=True), "utf-8")
    return parcours.charger(chemin)


def test_les_minutes_sont_celles_du_budget_et_font_2_4_et_12_heures(racine):
    carte = parcours.charger(racine / "parcours.yml")
    for niveau, minutes in MINUTES.items():
        assert tuple(e.minutes[niveau] for e in carte.etapes) == minutes
    for cle, heures in (("2h", 2), ("4h", 4), ("12h", 12)):
        niveaux = carte.parcours[cle].niveaux
        assert sum(e.minutes[n] for e in carte.etapes for n in niveaux) == heures * 60


def test_chaque_fichier_annonce_existe_et_aucun_n_est_oublie(racine):
    carte = parcours.charger(racine / "parcours.yml")
    lecons = {c.chemin for _, c in carte.cahiers}
    presentes = {p.relative_to(racine) for p in racine.glob("notebooks/etape-*/*.ipynb")}
    assert lecons == presentes
    exercices = {x.chemin for e in carte.etapes for x in e.exercices}
    publies = {p.relative_to(racine) for p in racine.glob("exercises/*/*.ipynb")}
    assert exercices == publies


def test_les_parcours_s_ajoutent(racine):
    carte = parcours.charger(racine / "parcours.yml")
    faits = {cle: {a.chemin for _, a in carte.activites(cle)} for cle in parcours.NIVEAUX}
    assert faits["2h"] < faits["4h"] < faits["12h"]


def test_une_lecon_par_profil_ne_compte_qu_une_fois(racine):
    carte = parcours.charger(racine / "parcours.yml")
    etape = carte.etapes[1]
    branches = {c.profil: c for c in etape.cahiers if c.profil}
    assert set(branches) == set(parcours.PROFILS)
    for profil, branche in branches.items():
        faites = [a for _, a in carte.activites("4h", profil)]
        assert branche in faites and not [b for b in branches.values() if b is not branche and b in faites]
        assert sum(a.minutes for a in etape.activites("4h", profil)) == etape.minutes["4h"]


@pytest.mark.parametrize(
    ("abimer", "attendu"),
    [
        (lambda b: b["etapes"][1]["cahiers"][1].update(profil="syndicat"), "« syndicat » n'est pas possible"),
        (lambda b: b["etapes"][1]["cahiers"].pop(2), "étape 2, niveau 4h : il faut une leçon par profil"),
        (lambda b: b["etapes"][1]["cahiers"][2].update(minutes=12), "les leçons par profil doivent durer autant"),
        (lambda b: b["etapes"][0]["cahiers"][0].pop("si_le_temps_manque"), "il manque « si_le_temps_manque »"),
        (lambda b: b["etapes"][0].pop("titre"), "étape n° 1 : il manque « titre »"),
        (lambda b: b["etapes"][0]["cahiers"][1].update(minutes="sept"), "étape n° 1, cahiers n° 2, minutes : un nombre entier est attendu"),
        (lambda b: b["etapes"][0]["cahiers"][0].update(minutes=12), "niveau 2h : leçons et exercices font 19 min, 18 sont annoncées"),
        (lambda b: b["etapes"][6]["minutes"].update({"12h": 81}), "parcours 12h : les étapes font 721 min, 720 sont annoncées"),
        (lambda b: b["etapes"][0]["cahiers"][0].update(objectif="x"), "mot inconnu « objectif »"),
        (lambda b: b["etapes"][0]["cahiers"][0].update(niveau="3h"), "« 3h » n'est pas possible. Choix : 2h, 4h, 12h"),
        (lambda b: b["etapes"][0]["cahiers"][0].update(fichier="Leçon 1"), "n'a pas la bonne forme"),
        (lambda b: b["etapes"][0]["cahiers"][0].update(niveau="4h"), "doit commencer par son niveau"),
        (lambda b: b["etapes"].reverse(), "numérotées de 1 à 7"),
        (lambda b: b["etapes"].pop(), "au moins 7"),
        (lambda b: b["etapes"][0]["cahiers"].append(copy.deepcopy(b["etapes"][0]["cahiers"][0])), "cité deux fois"),
        (lambda b: b["etapes"][0].pop("dossier"), "il manque « dossier »"),
        (lambda b: b.pop("parcours"), "le fichier : il manque « parcours »"),
    ],
)
def test_une_faute_est_nommee_en_francais_avec_son_endroit(tmp_path, brut, abimer, attendu):
    abimer(brut)
    with pytest.raises(parcours.ParcoursErreur, match=attendu.replace("(", r"\(")):
        _charger(tmp_path, brut)


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"parcours: [", "YAML"), (b"\xff\xfe\x00", "ne peut pas"), (b"", "une liste de cl"), (b"- 1\n", "une liste de cl"),
        (b"etapes: {a: 1\n  b", "YAML"), (b"a: \x00", "YAML"),
    ],
)
def test_un_fichier_abime_ne_donne_pas_de_trace(tmp_path, octets, attendu):
    (tmp_path / "parcours.yml").write_bytes(octets)
    with pytest.raises(parcours.ParcoursErreur, match=attendu):
        parcours.charger(tmp_path / "parcours.yml")


def test_un_fichier_absent_est_dit(tmp_path):
    with pytest.raises(parcours.ParcoursErreur, match="introuvable"):
        parcours.charger(tmp_path / "rien.yml")
