"""La vérification d'une réponse : tout ce qu'une personne peut taper est lu, ou reçoit une phrase en français."""

import base64
import json
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied.verification import controle, fabriquer_serrures, nombre_lu, regle, serrures, verifier
from trepied.verification.fabrique import CorrigeErreur, lire_corrige
from trepied.verification.reponses import AutreUnite, ReponseIllisible, en_texte, lire_lignes, lire_valeur
from trepied.verification.saisie import Saisie, phrase_pour

ANNUAIRE = """
"9.1":
  {titre: Un montant, type: nombre, nom: montant, unite: "€", tolerance: 1, points: 2, donnees: {entre: 900, sort: 250},
   juste: ["650 €"], oui: "Oui, il reste 650 €.", sinon: "Ce n'est pas ce qui reste.", indice: "une différence.",
   exemple: "10 − 4 = 6.", erreurs: [
     {reponse: "1 150", calcul: entre + sort, idee_recue: tout additionner, retour: "Vous avez additionné."},
     {reponse: "-650", calcul: sort - entre, idee_recue: signe, retour: "Le signe est inversé.", points: 1},
     {reponse: "72 %", idee_recue: part, retour: "C'est une part, et non un montant."}]}
"9.2":
  {titre: Une part, type: nombre, nom: part, unite: "%", tolerance: 0.5, points: 1, donnees: {}, juste: ["40 %"],
   oui: "Oui, 40 %.", sinon: "Ce n'est pas la part.", indice: "i.", exemple: "e.", erreurs: []}
"9.3":
  {titre: Un choix, type: choix, nom: lettre, points: 1, choix: {H: [humaine], F: [argent], A: [alliance stratégique]},
   juste: [A], oui: "Oui, une alliance.", sinon: "Relisez.", indice: "i.", exemple: "e.", erreurs: [
     {reponse: F, idee_recue: tout est argent, retour: "Aucun euro n'entre."}]}
"9.4":
  {titre: Un texte, type: texte, nom: texte, points: 3, longueur: [5, 8],
   rappels: {l'argent: [euro], le temps: [heure]},
   bareme: [], exemples_de_reponses: {}}
"""


@pytest.fixture
def exercices(tmp_path, monkeypatch):
    """Quelques exercices inventés, à la place de ceux du cours ; aucun essai encore compté."""
    corrige = tmp_path / "corrige.yml"
    corrige.write_text(ANNUAIRE, "utf-8")
    fichier = tmp_path / "serrures.json"
    fichier.write_text(json.dumps(fabriquer_serrures([corrige])), "utf-8")
    monkeypatch.setattr(controle, "SERRURES", fichier)
    monkeypatch.setattr(controle, "_essais", {})
    controle.charger.cache_clear()
    yield corrige
    controle.charger.cache_clear()


def simple(texte: str) -> str:
    """Le texte affiché, avec des espaces ordinaires."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ").strip()


@pytest.fixture
def dire(exercices, capsys):
    def dire(identifiant, reponse):
        points = verifier(identifiant, reponse)
        return points, simple(capsys.readouterr().out)

    return dire


# --- lire


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (12345.6, 12345.6), ("12 345,60 €", 12345.6), ("12\u202f345,60\u00a0€", 12345.6), ("12 k€", 12000),
        ((12, 5), 12.5), ((-12, 5), -12.5), ((4000,), 4000),
        ("« 4 000 »", 4000), ('"4 000 €"', 4000), ("4 000 €.", 4000),
        ("...4 000", 4000), ("… 4 000 €", 4000), ("-4000", -4000), ("−4 000", -4000), (np.int64(7), 7),
        (np.float32(1.5), 1.5),
        (Decimal("3.25"), 3.25), (pd.Series([42.0]), 42), (np.array([[8]]), 8), (pd.Series(["1 200 €"]), 1200),
        ("150 000 - 146 000", 4000), ("(150 000 €) − (146 000 €)", 4000), ("2 × 3,5", 7), ("12 euros", 12),
    ],
)  # fmt: skip
def test_un_montant_se_lit_de_toutes_les_facons_dont_on_le_tape(reponse, attendu):
    assert lire_valeur(reponse, "€") == pytest.approx(attendu)


@pytest.mark.parametrize("reponse", [0.4, 40, "40 %", "40", "0,4", (0, 4), Decimal("0.4"), np.float64(40)])
def test_une_part_se_donne_en_fraction_ou_en_pour_cent(reponse):
    assert lire_valeur(reponse, "%") == pytest.approx(40)


@pytest.mark.parametrize("reponse", [None, ..., "", "   ", "...", "…", float("nan"), np.nan, [], "\u00a0"])
def test_une_absence_de_reponse_n_est_jamais_une_reponse(dire, reponse):
    points, phrase = dire("9.1", reponse)
    assert points == 0
    assert "pas encore répondu" in phrase


@pytest.mark.parametrize("reponse", ["-30 points", "− 30 pts", -30, "-30", "-30 points de pourcentage"])
def test_des_points_ne_sont_pas_des_pour_cent(reponse):
    assert lire_valeur(reponse, "points") == -30
    with pytest.raises(AutreUnite):
        lire_valeur("-30 %", "points")


@pytest.mark.parametrize("reponse", [True, {1, 2}, object(), 3j, float("inf"), "abc", "12 34"])
def test_ce_qui_n_est_pas_un_nombre_recoit_une_phrase(reponse):
    with pytest.raises(ReponseIllisible) as erreur:
        lire_valeur(reponse, "€")
    assert str(erreur.value).endswith(".")


LIGNES = ["Dons de particuliers", "Local partagé", "Jeune en service civique"]
CHOIX = {"H": ["humaines"], "F": ["argent"], "A": ["alliances"]}


@pytest.mark.parametrize(
    "reponse",
    [
        "Dons de particuliers : F\nLocal partagé : A\nJeune en service civique : H",
        "\nJEUNE EN SERVICE CIVIQUE : h\ndons de particuliers F\nLocal partage → A.\n",
        "Don de particuliers : argent\nLocal  partagé: (alliances)\nJeunes en service civique : Humaines",
        "F - Dons de particuliers\nA - Local partagé\nH - Jeune en service civique",
        ["f", "a", "h"],
        {"Dons de particuliers": "F", "Local partagé": "A", "Jeune en service civique": "H"},
    ],
)
def test_un_classement_se_lit_meme_un_peu_bouscule(reponse):
    lus, inconnus = lire_lignes(reponse, LIGNES, CHOIX)
    assert lus == dict(zip(LIGNES, "FAH", strict=True))
    assert not inconnus


def test_un_choix_qui_n_existe_pas_est_rendu_tel_quel():
    assert lire_lignes("Local partagé : Z", LIGNES, CHOIX) == ({}, {"Local partagé": "z"})


# --- vérifier


def test_la_bonne_reponse_a_tous_ses_points_et_sa_phrase(dire):
    points, phrase = dire("9.1", "650 €")
    assert (points, phrase) == (2, "Oui, il reste 650 €.")
    assert repr(points) == "2.0"
    assert simple(points._repr_html_()) == "<p>2 points sur 2</p>"


@pytest.mark.parametrize(("reponse", "points"), [(649, 2), (651, 2), ("651,0", 2), (651.01, 0), (648.9, 0), (651.4, 0)])
def test_la_tolerance_est_celle_annoncee(dire, reponse, points):
    assert dire("9.1", reponse)[0] == points


@given(st.floats(-2000, 2000))
@settings(max_examples=60, deadline=None)
def test_une_reponse_a_la_tolerance_pres_ouvre_la_serrure_et_aucune_autre(ecart):
    juste, tolerance = 37.3, 0.1
    cases = {controle.cle_du_nombre(juste, "", tolerance, n) for n in (-1, 0, 1)}
    if abs(ecart - juste) <= tolerance:
        assert controle.cle_du_nombre(ecart, "", tolerance) in cases
    if abs(ecart - juste) > 2 * tolerance:
        assert controle.cle_du_nombre(ecart, "", tolerance) not in cases


def test_une_erreur_typique_recoit_sa_propre_phrase(dire):
    assert dire("9.1", "1 150 €") == (0, "Vous avez additionné.")
    assert dire("9.1", -650)[0] == 1
    assert dire("9.1", "72 %")[1].startswith("C'est une part")


def test_une_autre_unite_est_dite_meme_si_le_nombre_convient(dire):
    points, phrase = dire("9.1", "650 %")
    assert points == 0
    assert "unité" in phrase


def test_l_indice_vient_apres_deux_reponses_fausses_differentes_puis_l_exemple(dire):
    assert "indice" not in dire("9.1", 1)[1]
    assert "indice" not in dire("9.1", "1 €")[1], "la même réponse ne compte qu'une fois"
    dire("9.1", "abc"), dire("9.1", ...), dire("9.1", 650)
    assert "Un indice : une différence." in dire("9.1", 2)[1]
    dire("9.1", 3)
    assert "Un exemple : 10 − 4 = 6." in dire("9.1", 4)[1]
    assert "indice" not in dire("9.2", 12)[1], "chaque exercice a son propre compte"


@pytest.mark.parametrize(
    ("reponse", "points"), [("a", 1), ("Alliance stratégique", 1), ("alliance strategique", 1), ("F", 0), ("banane", 0)]
)
def test_un_choix_se_donne_par_sa_lettre_ou_par_son_nom(dire, reponse, points):
    assert dire("9.3", reponse)[0] == points


def test_un_texte_recoit_un_rappel_et_jamais_de_points(dire):
    points, phrase = dire("9.4", "Nous avons trois euros et demi")
    assert (points, points._repr_html_()) == (0, ""), "aucune note avant qu'une personne ait lu"
    assert "la longueur convient" in phrase
    assert "Avez-vous parlé de : le temps ?" in phrase
    assert "5 au moins" in dire("9.4", "trop court")[1]
    assert "8 au plus" in dire("9.4", "un deux trois quatre cinq six sept huit neuf")[1]


def test_les_espaces_du_francais_sont_posees_a_l_affichage(exercices, capsys):
    verifier("9.1", None)
    assert "répondu\u00a0:" in capsys.readouterr().out


def test_un_exercice_inconnu_ou_des_serrures_abimees_se_disent(dire, monkeypatch, tmp_path):
    assert "manquent" in dire("0.0", 3)[1]
    (tmp_path / "abime.json").write_text('{"9.1": ', "utf-8")
    monkeypatch.setattr(controle, "SERRURES", tmp_path / "abime.json")
    controle.charger.cache_clear()
    assert dire("9.1", 650) == (0, simple(controle.INTROUVABLE))


class Piege:
    """Un objet dont tout échoue."""

    size = 1

    def __getattr__(self, nom):
        raise RuntimeError(nom)

    def __str__(self):
        raise ValueError

    __repr__ = __float__ = __iter__ = __len__ = __bool__ = __eq__ = item = __str__
    __hash__ = None


REPONSES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60) | st.binary() | st.complex_numbers()
    | st.just(...) | st.builds(Piege) | st.decimals(),
    lambda x: st.lists(x, max_size=4) | st.tuples(x, x) | st.dictionaries(st.text(), x, max_size=3),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("identifiant", ["1.1", "1.2-resultat", "1.5", "1.2-bis", "1.4", "n'importe quoi"])
@given(reponse=REPONSES)
@settings(max_examples=40, deadline=None)
def test_verifier_ne_leve_jamais_et_repond_toujours_en_francais(identifiant, reponse):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as ecran:
        points = verifier(identifiant, reponse)
    assert 0 <= points <= 6
    assert len(ecran.getvalue().strip()) > 20
    assert "Traceback" not in ecran.getvalue()
    assert math.isfinite(nombre_lu("1.5", reponse)) or math.isnan(nombre_lu("1.5", reponse))


# --- la règle


MOTS = {
    "produits": ["produits", "produit"],
    "charges": ["charges", "charge"],
    "benevolat": ["bénévolat", "bénévolat valorisé"],
}
COMPTE = {"produits": 10.0, "charges": 4.0, "benevolat": 3.0}


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("produits - charges", 6), ("Produits − Charges", 6), ("les produits moins les charges", 6),
        ("produits-charges", 6),
        ("résultat = total des produits - total des charges", 6), ("(produits + bénévolat) - (charges + benevolat)", 6),
        ("- charges + produits", 6), ("bénévolat valorisé × 2", 6), ("produits ÷ 4", 2.5),
        ("produit divisé par 2,5", 4),
        ("1 000 + 1", 1001), ("le résultat, c'est la somme des produits moins celle des charges", None),
        ("produits charges", None), ("produits ** charges", None), ("produits (charges)", None),
        ("2 // 1", None), ("produits / (charges - 4)", None), ("__import__('os')", None),
        ("produits -", None), ("(" * 200, None), ("9" * 400, None), ("produits, charges", None), ("", None),
        ("1 + " * 100 + "1", None),
    ],
)  # fmt: skip
def test_une_regle_en_mots_se_calcule_sans_rien_executer(texte, attendu):
    if attendu is None:
        with pytest.raises(ReponseIllisible) as erreur:
            regle.calculer(texte, COMPTE, MOTS)
        assert str(erreur.value).endswith((".", "»"))
    else:
        assert regle.calculer(texte, COMPTE, MOTS) == pytest.approx(attendu)


# --- les serrures


def test_une_serrure_ne_s_ouvre_qu_avec_sa_reponse_et_ne_montre_rien():
    contenu = {"points": 2, "phrase": "Oui, il reste 650 €."}
    nom, texte = serrures.fermer("9.1", "650", contenu)
    assert serrures.ouvrir("9.1", "650", {nom: texte}) == contenu
    assert serrures.ouvrir("9.1", "651", {nom: texte}) is None
    assert serrures.ouvrir("9.2", "650", {nom: texte}) is None, "la même réponse à un autre exercice n'ouvre rien"
    assert b"650" not in base64.b64decode(texte) and b"points" not in base64.b64decode(texte)
    assert (nom, texte) == serrures.fermer("9.1", "650", contenu), "se refait à l'identique"


def test_l_ordre_des_serrures_ne_dit_pas_laquelle_est_la_bonne(exercices):
    noms = list(fabriquer_serrures([exercices])["9.1"]["serrures"])
    assert len(noms) == 4 * 3 and noms == sorted(noms)


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("type: choix", "type: devinette", "« type »"),
        ("nom: part, ", "", "il manque nom"),
        ("nom: part", "nom: part, pointts: 3", "champ inconnu pointts"),
        ("calcul: entre + sort", "calcul: entre - sort", "donne 650"),
        ('reponse: "1 150", calcul: entre + sort', 'reponse: "650,5"', "se confondent"),
        ('juste: ["40 %"]', 'juste: ["abc"]', "Exercice 9.2"),
        ("idee_recue: signe, ", "", "chaque erreur donne"),
        ('"9.2":', '"9.2": [', "YAML"),
    ],
)
def test_un_corrige_fautif_dit_quoi_corriger_et_ou(exercices, avant, apres, dit):
    texte = exercices.read_text("utf-8")
    assert avant in texte
    exercices.write_text(texte.replace(avant, apres, 1), "utf-8")
    with pytest.raises(CorrigeErreur, match=dit):
        fabriquer_serrures([exercices])


def test_un_corrige_absent_est_dit_introuvable(tmp_path):
    with pytest.raises(CorrigeErreur, match="introuvable"):
        lire_corrige(tmp_path / "absent.yml")


# --- la saisie


TYPES = {"resultat": "nombre", "produits": "nombre", "charges": "nombre", "lettre": "choix", "regle": "regle",
         "tableau": "classement", "texte": "texte"}  # fmt: skip


@pytest.mark.parametrize(
    ("cellule", "nom", "attendu"),
    [
        ("resultat = 4 000 €\n", "resultat", "4 000 €"),
        ("resultat = 4000", "resultat", 4000),
        ("resultat = 12,5", "resultat", (12, 5)),
        ("resultat = 0,05", "resultat", "0,05"),
        ("resultat = 4.000", "resultat", "4.000"),
        ("resultat = -4.000  # environ", "resultat", "-4.000"),
        ("resultat = 0.125", "resultat", 0.125),
        ("resultat = 1234.567", "resultat", 1234.567),
        ("resultat = 45 %  # environ", "resultat", "45 %"),
        ("# consigne\nresultat = ...\n# VOTRE RÉPONSE ICI", "resultat", ...),
        ("resultat = ...\n### BEGIN\nresultat = −4 000 €\n### END", "resultat", "−4 000 €"),
        ("resultat =\n", "resultat", ""),
        ("resultat = produits - charges", "resultat", "(150000.0) - (146000)"),
        ("resultat = produits * 2", "resultat", "(150000.0) * 2"),
        ("resultat = charges + 1", "resultat", 146001),
        ("lettre = alliances stratégiques", "lettre", "alliances stratégiques"),
        ("lettre = B", "lettre", "B"),
        ("lettre = « B »", "lettre", "« B »"),
        ("lettre = max", "lettre", "max"),
        ("lettre = 'B'", "lettre", "B"),
        ("regle = produits - charges", "regle", "produits - charges"),
        ("regle = resultat = produits", "regle", "resultat = produits"),
        ('tableau = """\nA : h\nresultat = 3\n"""', "tableau", "\nA : h\nresultat = 3\n"),
        ('tableau = """\nA : h\nB : f\n', "tableau", "\nA : h\nB : f"),
        ("tableau = A : h\nB : l'autre\n# VOTRE", "tableau", "A : h\nB : l'autre"),
        ("tableau = {'A': 'h'}", "tableau", {"A": "h"}),
        ('texte = """\nUne # phrase\n"""', "texte", "\nUne # phrase\n"),
    ],
)
def test_on_repond_sans_guillemets(cellule, nom, attendu):
    espace = {"produits": "150 k€", "charges": 146000}
    ecrit = "".join(Saisie(espace, TYPES)(cellule.splitlines(keepends=True)))
    exec(compile(ecrit, "cellule", "exec"), espace)
    assert espace[nom] == attendu


@pytest.mark.parametrize(
    "cellule",
    [
        "autre = 4 000 €\n",
        "import math\nresultat = math.pi\n",
        "resultat == 3",
        "for i in x:\n  lettre = i",
        "%matplotlib",
        "",
        "4 000 €",
    ],
)
def test_le_reste_de_python_n_est_jamais_touche(cellule):
    assert "".join(Saisie({}, TYPES)(cellule.splitlines(keepends=True))) == cellule


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_toute_ligne_tapee_apres_le_signe_egal_devient_une_reponse(reste):
    lignes = f"lettre = {reste}".splitlines(keepends=True)
    ecrit = "".join(Saisie({}, TYPES)(lignes))
    espace = {}
    exec(compile(ecrit, "cellule", "exec"), espace)
    assert "lettre" in espace


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("resultat", "pas encore enregistrée"), ("verifier('1.1', 3)", "Démarrer la leçon"), ("banane", "« banane »"),
        ("4 000 €", "ligne 1"), ('x = """abc', "trois guillemets"), ("1 / 0", "s'est arrêtée"),
        ("[][3]", "s'est arrêtée"),
    ],
)  # fmt: skip
def test_chaque_erreur_de_python_devient_une_phrase(code, dit):
    with pytest.raises(Exception) as erreur:
        exec(compile(code, "cellule", "exec"), {})
    assert dit in phrase_pour(erreur.value)


def test_un_texte_long_reste_un_texte():
    assert en_texte("  « Bonjour »  ") == "Bonjour"
