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

from trepied.verification import (
    calcul_lu,
    controle,
    fabriquer_serrures,
    lignes_lues,
    nombre_lu,
    regle,
    serrures,
    verifier,
)
from trepied.verification.corrige import CorrigeErreur, lire_corrige
from trepied.verification.reponses import (
    AutreUnite,
    ReponseIllisible,
    en_texte,
    lire_choix,
    lire_lignes,
    lire_plusieurs,
    lire_valeur,
)
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
  {titre: Un texte, type: texte, nom: texte, points: 6, longueur: [5, 8],
   rappels: {l'argent: [euro], le temps: [heure]},
   bareme: [{critere: Clair, niveaux: [a, b, c, d]}, {critere: Court, niveaux: [a, b, c, d]}],
   exemples_de_reponses: {Clair: {0: [a, b], 1: [a, b], 2: [a, b], 3: [a, b]},
                          Court: {0: [a, b], 1: [a, b], 2: [a, b], 3: [a, b]}}}
"9.5":
  {titre: Des rôles, type: classement, nom: roles, points: 4, plusieurs: true, oui: "Oui, quatre rôles.",
   choix: {P: [paie, payeur], D: [décide], B: [bénéficie], A: [agit]},
   incomplet: "il en manque un.", en_trop: "il y en a un de trop.", sinon: "relisez.", indice: "i.", exemple: "e.",
   lignes: [
     {texte: Commune, juste: "P D", accepte: ["P D A"], erreurs: [
       {reponse: D, idee_recue: qui décide ne paie pas, retour: "second choix recevable.", points: 0.5},
       {reponse: B P, idee_recue: client, retour: "une commune n'est pas cliente."}]},
     {texte: Enfant accueilli, juste: B},
     {texte: Élève du lycée, juste: A B},
     {texte: Bénévole, juste: A}],
   erreurs_communes: [
     {lignes: {Enfant accueilli: P B, Élève du lycée: [P B, P B A]}, idee_recue: x, retour: "qui paie pour elle ?"}]}
"9.6":
  {titre: Un calcul, type: calcul, nom: calcul, points: 4, table: essai, unite: "€", decimales: 0,
   oui: "Oui, {resultat}.", sinon: "relisez.", indice: "i.", exemple: "e.", etapes: [
     {texte: Lire le fichier, juste: nombres, choix: {nombres: {lecture: nombres}, texte: {lecture: texte}}, erreurs: [
       {reponse: texte, idee_recue: "tout se calcule", retour: "le texte ne se calcule pas."}]},
     {texte: Garder les lignes, juste: petites,
      choix: {toutes: {formes: [tout], filtre: {}}, petites: {filtre: {taille: petite}}, moyennes: {filtre: {budget:
        {de: 50000, a: 200000}}}, deux tailles: {filtre: {taille: [petite, grande]}}},
      erreurs: [{reponse: toutes, idee_recue: a, retour: "tout est gardé : {resultat}."}]},
     {texte: Colonne, juste: budget, choix: {budget: {colonne: budget}, nom: {colonne: nom},
       salariés: {formes: [emplois], colonne: salaries}}},
     {texte: Opération, juste: médiane, accepte: [valeur du milieu],
      choix: {médiane: {operation: mediane}, valeur du milieu: {operation: mediane}, moyenne: {operation: moyenne},
        somme de la colonne: {operation: somme}, compte: {operation: compte},
        part du premier: {operation: part_du_premier},
        part des deux premiers: {operation: part_des_n_premiers, n: 2},
        part des petites: {operation: part_de_groupe, groupe: {taille: petite}}},
      erreurs: [{reponse: moyenne, idee_recue: b, points: 0.5,
        retour: "vous avez la moyenne ({resultat}) ; un grand budget la tire."}]}]}
"""
# Des nombres écrits en français, une case vide, un très grand budget.
TABLE = """nom,taille,budget,salaries
Alpha,petite,"1 200,5",0
Bêta,petite,"3 000",1
Gamma,petite,"40 000",2
Delta,moyenne,"60 000",3
Epsilon,moyenne,,4
Zêta,grande,"1 000 000",30
"""
CONTRAT = {
    "name": "trepied-donnees",
    "resources": [
        {
            "name": "essai", "title": "Table d'essai", "description": "d", "sources": [{"title": "s", "path": "p"}],
            "conditions": "c", "etablie_le": "2026-01-01", "trous": "t", "a_savoir": [], "nombre_de_lignes": 6,
            "path": "essai.csv",
            "schema": {"fields": [
                {"name": "nom", "title": "Nom", "description": "d", "type": "string"},
                {"name": "taille", "title": "Taille", "description": "d", "type": "string"},
                {"name": "budget", "title": "Budget", "description": "d", "type": "string", "unite": "€"},
                {"name": "salaries", "title": "Personnes salariées", "description": "d", "type": "integer"},
            ]},
        }
    ],
}  # fmt: skip


@pytest.fixture
def exercices(tmp_path, monkeypatch):
    """Quelques exercices inventés, à la place de ceux du cours ; aucun essai encore compté."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "datapackage.json").write_text(json.dumps(CONTRAT), "utf-8")
    (data / "essai.csv").write_text(TABLE, "utf-8")
    monkeypatch.setenv("TREPIED_DONNEES", str(data))
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


def lire(ligne, texte):
    return lire_choix(texte, CHOIX)


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
    lus, inconnus = lire_lignes(reponse, LIGNES, lire)
    assert lus == dict(zip(LIGNES, "FAH", strict=True))
    assert not inconnus


def test_un_choix_qui_n_existe_pas_est_rendu_tel_quel():
    assert lire_lignes("Local partagé : Z", LIGNES, lire) == ({}, {"Local partagé": "z"})


def test_une_ligne_se_reconnait_a_son_debut_meme_si_sa_reponse_en_nomme_une_autre():
    choix = {"somme de la colonne": [], "compte": []}
    lus, _ = lire_lignes(
        "Op : somme de la colonne\nColonne : compte", ["Op", "Colonne"], lambda ligne, texte: lire_choix(texte, choix)
    )
    assert lus == {"Op": "somme de la colonne", "Colonne": "compte"}


def test_un_choix_long_l_emporte_sur_celui_qu_il_contient():
    choix = {"part": ["part"], "part des trois premiers": ["trois premiers"], "moyenne": []}
    assert lire_choix("la part des trois premiers", choix) == "part des trois premiers"
    assert lire_choix("la part", choix) == "part"
    assert lire_choix("part ou moyenne", choix) is None


ROLES = {"P": ["paie", "payeur"], "D": ["décide"], "B": ["bénéficie"], "A": ["agit"]}


@pytest.mark.parametrize(
    "ecrit", ["P D", "D, P", "pd", "D/P", "dp.", "paie et décide", "P et décide", "P D P", "P ; D", "(P+D)"]
)
def test_plusieurs_choix_se_lisent_dans_tous_les_ordres(ecrit):
    assert lire_plusieurs(ecrit, ROLES) == "P D"


@pytest.mark.parametrize("ecrit", ["P ou D", "PZ", "paie beaucoup", "P D rien", "et", ""])
def test_plusieurs_choix_ne_se_devinent_pas(ecrit):
    assert lire_plusieurs(ecrit, ROLES) is None


def test_plusieurs_choix_longs_se_separent_par_des_virgules():
    assert lire_plusieurs("don et vente", {"vente": [], "don": [], "prêt": []}) == "vente, don"


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


def test_la_phrase_du_texte_complet_est_celle_du_corrige(exercices, monkeypatch, dire):
    complet = "Trois euros et deux heures par semaine"
    assert "Tous les points à aborder y sont." in dire("9.4", complet)[1]
    longueur = "longueur: [5, 8]"
    texte = exercices.read_text("utf-8").replace(longueur, f"{longueur}, rappels_oui: Argent et temps y sont.")
    exercices.write_text(texte, "utf-8")
    controle.SERRURES.write_text(json.dumps(fabriquer_serrures([exercices])), "utf-8")
    controle.charger.cache_clear()
    assert "Argent et temps y sont." in dire("9.4", complet)[1]


# --- plusieurs choix par ligne, seconds choix, erreurs communes


def roles(commune="P D", enfant="B", eleve="B A", benevole="A"):
    return f"Commune : {commune}\nEnfant accueilli : {enfant}\nÉlève du lycée : {eleve}\nBénévole : {benevole}"


@pytest.mark.parametrize(
    ("reponse", "points", "phrase"),
    [
        (roles(), 4, "Oui, quatre rôles."),
        (roles(commune="décide et paie", eleve="AB"), 4, "Oui, quatre rôles."),
        (roles(commune="PDA"), 4, "Oui, quatre rôles."),
        (roles(commune="D"), 3.5, "3 réponses sur 4 sont à leur place. Une compte en partie. "
                                  "Recevable, « Commune » : second choix recevable."),
        (roles(commune="D", benevole=""), 2.5, "2 réponses sur 4 sont à leur place. Une compte en partie. "
                                               "Il en reste 1 à compléter."),
        (roles(commune="D", benevole="D"), 2.5, "« Bénévole » : relisez."),
        (roles(commune="P"), 3, "« Commune » : il en manque un."),
        (roles(commune="P D B"), 3, "« Commune » : il y en a un de trop."),
        (roles(commune="PB"), 3, "« Commune » : une commune n'est pas cliente."),
        (roles(enfant="B P"), 3, "« Enfant accueilli » : il y en a un de trop."),
        (roles(enfant="B P", eleve="P B"), 2, "Sur plusieurs lignes : qui paie pour elle ?"),
        (roles(enfant="B P", eleve="A B P", commune="P"), 1, "Sur plusieurs lignes : qui paie pour elle ?"),
        (roles(commune="P ou D"), 3, "écrivez P, D, B ou A, un ou plusieurs à la suite."),
    ],
)  # fmt: skip
def test_plusieurs_choix_par_ligne_ont_leurs_points_et_leur_phrase(dire, reponse, points, phrase):
    recus, texte = dire("9.5", reponse)
    assert (recus, phrase in texte) == (points, True), texte


def test_une_erreur_commune_peut_demander_moins_que_toutes_ses_lignes(exercices, dire):
    exercices.write_text(
        exercices.read_text("utf-8").replace(
            "{Enfant accueilli: P B, Élève du lycée: [P B, P B A]}",
            "{Commune: P B, Enfant accueilli: P B, Élève du lycée: [P B, P B A]}, minimum: 2",
        ),
        "utf-8",
    )
    controle.SERRURES.write_text(json.dumps(fabriquer_serrures([exercices])), "utf-8")
    controle.charger.cache_clear()
    assert "une commune n'est pas cliente" in dire("9.5", roles(commune="P B"))[1], "une seule ligne : sa propre phrase"
    assert "qui paie pour elle" in dire("9.5", roles(commune="P B", enfant="P B"))[1]


def test_les_lignes_lues_sont_toujours_dans_l_ordre_des_choix(exercices):
    assert lignes_lues("9.5", "Commune : D, P\nBénévole : zut") == {"Commune": "P D"}


def test_une_reponse_fausse_partout_ne_rapporte_rien(dire):
    assert dire("9.5", roles("A", "A", "D", "D"))[0] == 0


# --- calculer sur une table


def calcul(lire="nombres", garder="petites", colonne="budget", operation="médiane"):
    return f"Lire le fichier : {lire}\nGarder les lignes : {garder}\nColonne : {colonne}\nOpération : {operation}"


def tableau_pandas():
    import io

    lu = pd.read_csv(io.StringIO(TABLE))
    lu["budget"] = lu["budget"].str.replace(" ", "").str.replace(",", ".").astype(float)
    return lu


@pytest.mark.parametrize(
    ("reponse", "attendu"),
    [
        (calcul(), lambda t: t[t.taille == "petite"].budget.median()),
        (calcul(operation="la moyenne"), lambda t: t[t.taille == "petite"].budget.mean()),
        (calcul(operation="somme de la colonne"), lambda t: t[t.taille == "petite"].budget.sum()),
        (calcul(garder="tout"), lambda t: t.budget.median()),
        (calcul(garder="moyennes"), lambda t: t[(t.budget >= 50000) & (t.budget < 200000)].budget.median()),
        (calcul(garder="deux tailles"), lambda t: t[t.taille.isin(["petite", "grande"])].budget.median()),
        (calcul(garder="toutes", operation="compte"), lambda t: len(t)),
        (calcul(lire="texte", operation="compte"), lambda t: (t.taille == "petite").sum()),
        (calcul(garder="toutes", operation="part du premier"), lambda t: 100 * t.budget.max() / t.budget.sum()),
        (calcul(garder="toutes", operation="part des deux premiers"),
         lambda t: 100 * t.budget.nlargest(2).sum() / t.budget.sum()),
        (calcul(garder="toutes", operation="part des petites"),
         lambda t: 100 * t[t.taille == "petite"].budget.sum() / t.budget.sum()),
        (calcul(garder="toutes", colonne="emplois", operation="moyenne"), lambda t: t.salaries.mean()),
    ],
)  # fmt: skip
def test_le_calcul_choisi_est_refait_pour_de_bon(exercices, reponse, attendu):
    assert calcul_lu("9.6", reponse) == pytest.approx(attendu(tableau_pandas()))


@pytest.mark.parametrize(
    ("reponse", "points", "phrases"),
    [
        (calcul(), 4, ["3 lignes gardées sur 6, dans « Table d'essai »", "Résultat : 3 000 €.", "Oui, 3 000 €."]),
        (calcul(operation="valeur du milieu"), 4, ["Oui, 3 000 €."]),
        (calcul(operation="moyenne"), 3.5,
         ["Résultat : 14 734 €.", "Recevable, « Opération » : vous avez la moyenne (14 734 €) ;"]),
        (calcul(garder="toutes"), 3, ["6 lignes gardées sur 6", "Une case sans nombre", "tout est gardé : 40 000 €."]),
        (calcul(lire="texte"), 3, ["du texte ne se calcule pas", "« Lire le fichier » : le texte ne se calcule pas."]),
        (calcul(lire="texte", garder="toutes"), 2, ["« Lire le fichier » : le texte"]),
        (calcul(lire="texte", operation="moyenne"), 2.5, ["« Lire le fichier » : le texte"]),
        (calcul(colonne="nom"), 3, ["ne contient pas de nombres", "« Colonne » : relisez."]),
        (calcul(operation=""), 3, ["Complétez les lignes qui manquent pour obtenir un nombre.", "Il en reste 1"]),
        (calcul(garder="toutes", operation=""), 2, ["« Garder les lignes » : tout est gardé : ce nombre."]),
        (calcul(operation="banane"), 3, ["Je ne reconnais pas « banane » pour « Opération » : écrivez médiane,"]),
        (calcul("", "", "", ""), 0, ["pas encore répondu"]),
    ],
)  # fmt: skip
def test_un_calcul_montre_ce_qu_il_donne_puis_la_phrase_qui_convient(dire, reponse, points, phrases):
    recus, texte = dire("9.6", reponse)
    assert recus == points, texte
    for phrase in phrases:
        assert phrase in texte
    assert "{" not in texte


@pytest.mark.parametrize(
    "reponse",
    [None, "", "banane", 3, calcul(lire="texte"), calcul(colonne="nom"), calcul(operation=""), calcul(garder="")],
)
def test_un_calcul_sans_resultat_donne_nan_au_test_cache(exercices, reponse):
    assert math.isnan(calcul_lu("9.6", reponse))


def test_une_table_absente_se_dit_sans_trace(dire, monkeypatch, tmp_path):
    (tmp_path / "data" / "essai.csv").unlink()
    points, texte = dire("9.6", calcul())
    assert points == 0 and "data/essai.csv" in texte


def test_le_calcul_est_un_tableau_accessible_ou_rien_ne_s_execute(exercices):
    fait = controle._calcul_de(controle.charger()["9.6"], lignes_lues("9.6", calcul(garder="toutes")))
    page = fait.en_html()
    assert page.count('scope="col"') == 2 and "<caption>" in page and 'tabindex="0"' in page
    assert "1\u202f000\u202f000" not in page, "seules les premières lignes sont montrées"
    assert "et 2 autres lignes" in simple(page)
    piege = fait.table.__class__(**{**vars(fait.table), "titre": "<script>alert(1)</script>"})
    assert "<script>" not in fait.__class__(**{**vars(fait), "table": piege}).en_html()


def test_un_nombre_lu_comme_du_texte_se_montre_entre_guillemets(exercices):
    def page(**choix):
        return simple(controle._calcul_de(controle.charger()["9.6"], lignes_lues("9.6", calcul(**choix))).en_html())

    assert "<td style=\"text-align: right\">« 1 200,5 »</td>" in page(lire="texte")
    assert "<td style=\"text-align: right\">1 200,5</td>" in page()


def test_les_espaces_du_francais_sont_posees_a_l_affichage(exercices, capsys):
    verifier("9.1", None)
    assert "répondu\u00a0:" in capsys.readouterr().out


def test_un_exercice_inconnu_ou_des_serrures_abimees_se_disent(dire, monkeypatch, tmp_path):
    assert "manquent" in dire("0.0", 3)[1]
    (tmp_path / "abime.json").write_text('{"9.1": ', "utf-8")
    monkeypatch.setattr(controle, "SERRURES", tmp_path / "abime.json")
    controle.charger.cache_clear()
    assert dire("9.1", 650) == (0, simple(controle.INTROUVABLE))


@pytest.fixture(scope="module")
def tous_les_exercices(tmp_path_factory):
    """Ceux du cours et ceux d'ici, ensemble : hypothesis réutilise la même préparation pour tous ses essais."""
    with pytest.MonkeyPatch.context() as patch:
        dossier = tmp_path_factory.mktemp("essai")
        (dossier / "datapackage.json").write_text(json.dumps(CONTRAT), "utf-8")
        (dossier / "essai.csv").write_text(TABLE, "utf-8")
        patch.setenv("TREPIED_DONNEES", str(dossier))
        (dossier / "corrige.yml").write_text(ANNUAIRE, "utf-8")
        tous = json.loads(controle.SERRURES.read_text("utf-8")) | fabriquer_serrures([dossier / "corrige.yml"])
        (dossier / "serrures.json").write_text(json.dumps(tous), "utf-8")
        patch.setattr(controle, "SERRURES", dossier / "serrures.json")
        controle.charger.cache_clear()
        yield
    controle.charger.cache_clear()


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


@pytest.mark.parametrize(
    "identifiant", ["1.1", "1.2-resultat", "1.5", "1.2-bis", "1.4", "9.5", "9.6", "n'importe quoi"]
)
@given(reponse=REPONSES)
@settings(max_examples=40, deadline=None)
def test_verifier_ne_leve_jamais_et_repond_toujours_en_francais(tous_les_exercices, identifiant, reponse):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as ecran:
        points = verifier(identifiant, reponse)
    assert 0 <= points <= 6
    assert len(ecran.getvalue().strip()) > 20
    assert "Traceback" not in ecran.getvalue()
    assert isinstance(lignes_lues(identifiant, reponse), dict)
    assert isinstance(calcul_lu(identifiant, reponse), float)
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
        ("nom: part", "nom: montant", "déjà celui de l'exercice 9.1"),
        ("nom: part", "nom: ma part", "ne convient pas"),
        ("nom: part", "nom: max", "ne convient pas"),
        ("points: 6", "points: 0", "plus grand que zéro"),
        ("points: 6", "points: 5", "font 6 points"),
        ("niveaux: [a, b, c, d]}, {critere: Court", "niveaux: [a, b, c]}, {critere: Court", "quatre « niveaux »"),
        ("Clair: {0: [a, b]", "Clair: {0: [a]", "deux textes pour chaque niveau"),
        ("{critere: Clair, niveaux: [a, b, c, d]}, ", "", "de deux à quatre critères"),
        ("longueur: [5, 8]", "longueur: [8, 5]", "« longueur »"),
        ("rappels: {l'argent: [euro]", "rappels: {l'argent: euro", "« rappels »"),
        ("choix: {H: [humaine]", "choix: {H: humaine", "doit être une liste"),
        ("choix: {H: [humaine]", "choix: {1: [humaine]", "entre guillemets"),
        ("choix: {H: [humaine]", "choix: {H: [argent]", "désigne à la fois"),
        ("{texte: Bénévole, juste: A}", "{texte: Bénévole, juste: Z}", "ligne « Bénévole » : « Z » n'est pas"),
        ("{texte: Bénévole, juste: A}", "{texte: commune, juste: A}", "écrite deux fois"),
        ("{texte: Bénévole, juste: A}", "{texte: Bénévole, just: A}", "chaque ligne donne"),
        ('accepte: ["P D A"]', 'accepte: ["D P"]', "deux réponses se confondent"),
        ("points: 0.5}", "points: 1}", "au-dessous de 1"),
        ("plusieurs: true", "plusieurs: oui", "true ou false"),
        ("plusieurs: true, ", "", "n'est pas un des choix|demande « plusieurs: true »"),
        ("{Enfant accueilli: P B, Élève", "{Enfants: P B, Élève", "« Enfants », qui n'est pas"),
        ("{Enfant accueilli: P B, Élève", "{Enfant accueilli: PZ, Élève", "n'est pas un des choix"),
        ("{Enfant accueilli: P B, Élève du lycée: [P B, P B A]}", "{Enfant accueilli: P B}", "deux « lignes »"),
        ("idee_recue: x, retour", "minimum: 3, idee_recue: x, retour", "« minimum »"),
        ("table: essai", "table: autre", "La table .* n'existe pas"),
        ("decimales: 0", "decimales: deux", "« decimales »"),
        ("texte: {lecture: texte}", "texte: {colonne: budget}", "tous ses choix ont le même effet"),
        ("texte: {lecture: texte}", "texte: {lecture: lettres}", "« lecture » vaut"),
        ("texte: {lecture: texte}", "texte: {lecture: texte, n: 2}", "il donne « lecture »"),
        ("taille: petite}}, moyennes", "tailles: petite}}, moyennes", "pas de colonne « tailles »"),
        ("taille: petite}}, moyennes", "taille: naine}}, moyennes", "aucune ligne de la table n'a « naine »"),
        ("{de: 50000, a: 200000}", "{depuis: 50000}", "une tranche s'écrit"),
        ("filtre: {}}", "filtre: tout}", "un filtre s'écrit"),
        ("{colonne: nom}", "{colonne: prenom}", "pas de colonne « prenom »"),
        ("{operation: compte}", "{operation: racine}", "« operation » est une de"),
        ("part_des_n_premiers, n: 2", "part_des_n_premiers", "« n » va avec"),
        ("n: 2}", "n: 0}", "« n » est un nombre entier"),
        ("groupe: {taille: petite}", "groupe: {taille: naine}", "aucune ligne"),
        ("juste: budget, choix", "juste: nom, choix", "ne donne pas de nombre"),
        ("{operation: moyenne}", "{operation: mediane}", "donne aussi 3"),
        ("juste: nombres, choix", "juste: banane, choix", "n'est pas un des choix"),
        ("{texte: Colonne, juste", "{texte: Opération, juste", "écrite deux fois"),
    ],
)
def test_un_corrige_fautif_dit_quoi_corriger_et_ou(exercices, avant, apres, dit):
    texte = exercices.read_text("utf-8")
    assert avant in texte
    exercices.write_text(texte.replace(avant, apres, 1), "utf-8")
    with pytest.raises(CorrigeErreur, match=dit):
        fabriquer_serrures([exercices])


def test_un_calcul_a_une_operation_et_une_seule(exercices):
    import yaml

    contenu = yaml.safe_load(exercices.read_text("utf-8"))
    contenu["9.6"]["etapes"] = contenu["9.6"]["etapes"][:3]
    exercices.write_text(yaml.safe_dump(contenu, allow_unicode=True), "utf-8")
    with pytest.raises(CorrigeErreur, match="il faut une ligne « operation »"):
        lire_corrige(exercices)


def test_un_meme_nom_de_reponse_se_lit_partout_de_la_meme_facon(exercices, tmp_path):
    (tmp_path / "autre.yml").write_text(
        '"8.1": {titre: t, type: choix, nom: montant, points: 1, choix: {a: [], b: []}, juste: [a], oui: o, sinon: s, '
        "indice: i, exemple: e, erreurs: []}", "utf-8",
    )  # fmt: skip
    with pytest.raises(CorrigeErreur, match="sert déjà ailleurs"):
        fabriquer_serrures([exercices, tmp_path / "autre.yml"])


@pytest.mark.parametrize(("identifiant", "juste", "autre"), [("9.3", "[A]", "[H]"), ("9.5", "B}", "P}"),
                                                              ("9.6", "petites,", "deux tailles,")])  # fmt: skip
def test_rien_de_ce_qui_se_lit_en_clair_ne_dit_quel_choix_convient(exercices, identifiant, juste, autre):
    avant = fabriquer_serrures([exercices])[identifiant]
    texte = exercices.read_text("utf-8")
    assert f"juste: {juste}" in texte
    exercices.write_text(texte.replace(f"juste: {juste}", f"juste: {autre}"), "utf-8")
    apres = fabriquer_serrures([exercices])[identifiant]
    assert avant.pop("serrures") != apres.pop("serrures")
    assert avant == apres


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
