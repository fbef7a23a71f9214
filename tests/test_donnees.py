"""Les tables : leur contrat, leur provenance, ce qui les dit inventées, ce qui se passe quand elles manquent ou sont abîmées."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from trepied import donnees
from trepied.atelier.provenance import page_de_provenance
from trepied.donnees import DonneesErreur
from trepied.nombres import ecrire_nombre
from trepied.typographie import typographier

DATA = Path(__file__).parents[1] / "data"
TABLES = donnees.catalogue()
REELLES = [nom for nom in TABLES if not donnees.fiche(nom).fictif]
FICTIVES = [nom for nom in TABLES if donnees.fiche(nom).fictif]
TABLE = "associations_cadrage"


@pytest.fixture
def copie(tmp_path, monkeypatch):
    """Une copie des données que l'on peut abîmer."""
    dossier = tmp_path / "ma copie à abîmer"
    shutil.copytree(DATA, dossier)
    monkeypatch.setenv(donnees.VARIABLE, str(dossier))
    return dossier


def phrase_de(erreur) -> str:
    return str(erreur.value).replace("\u00a0", " ").replace("\u202f", " ")


# --- Le contrat


def test_le_contrat_est_valide_pour_frictionless_et_couvre_tous_les_csv():
    frictionless = pytest.importorskip("frictionless")
    rapport = frictionless.validate(str(DATA / "datapackage.json"))
    assert rapport.valid, rapport.flatten(["title", "note", "rowNumber", "fieldName"])
    assert {p.name for p in DATA.glob("*.csv")} == {donnees.fiche(nom).fichier for nom in TABLES}


@pytest.mark.parametrize("nom", REELLES)
def test_chaque_ligne_a_sa_source_et_sa_confiance(nom):
    fiche, lignes = donnees.fiche(nom), donnees.lignes(nom)
    assert len(lignes) == fiche.nombre_de_lignes > 0
    hotes_declares = {urlsplit(source.url).netloc for source in fiche.sources}
    for ligne in lignes:
        assert ligne["confiance"] in ("lu dans la page", "page de seconde main", "calculé")
        assert urlsplit(ligne["source_url"]).netloc in hotes_declares


@pytest.mark.parametrize("nom", REELLES)
def test_chaque_adresse_est_bien_formee(nom):
    adresses = [ligne["source_url"] for ligne in donnees.lignes(nom)] + [s.url for s in donnees.fiche(nom).sources]
    for adresse in adresses:
        morceaux = urlsplit(adresse)
        assert morceaux.scheme in ("http", "https") and "." in morceaux.netloc, adresse
        assert re.fullmatch(r"[!-~]+", adresse), adresse


@pytest.mark.parametrize("nom", TABLES)
def test_chaque_fiche_dit_tout_en_francais(nom):
    fiche = donnees.fiche(nom)
    assert all([fiche.titre, fiche.description, fiche.conditions, fiche.trous, fiche.a_savoir])
    assert bool(fiche.sources) != fiche.fictif
    assert all(champ.titre and champ.description.endswith((".", "?")) for champ in fiche.champs)
    assert all(champ.unite for champ in fiche.champs if champ.type == "number")


@pytest.mark.parametrize("nom", TABLES)
def test_les_fichiers_sont_en_utf8_virgules_et_points_decimaux(nom):
    octets = (DATA / f"{nom}.csv").read_bytes()
    assert b"\r" not in octets and not octets.startswith(b"\xef\xbb\xbf")
    with open(DATA / f"{nom}.csv", encoding="utf-8", newline="") as fichier:
        assert next(csv.reader(fichier)) == [champ.nom for champ in donnees.fiche(nom).champs]


@pytest.mark.parametrize("nom", FICTIVES)
def test_une_table_inventee_le_dit_partout_et_n_emprunte_aucune_source(nom):
    fiche = donnees.fiche(nom)
    assert "cas fictif" in fiche.titre and "cas fictif" in fiche.description.lower()
    assert fiche.conditions.startswith("Table inventée pour le cours")
    assert not {"source_url", "confiance"} & {champ.nom for champ in fiche.champs}
    assert len(donnees.lignes(nom)) == fiche.nombre_de_lignes > 0
    assert donnees.charger(nom).attrs["provenance"]["fictif"] is True


def test_une_table_reelle_sans_source_ne_se_lit_pas(copie):
    contrat = json.loads((copie / "datapackage.json").read_text("utf-8"))
    del contrat["resources"][0]["sources"]
    (copie / "datapackage.json").write_text(json.dumps(contrat), "utf-8")
    with pytest.raises(DonneesErreur, match="La liste des tables est abîmée"):
        donnees.catalogue()


# --- Ce que disent les tables (valeurs relues dans les notes de travail, écrites ici à la main)


def test_les_subventions_passent_de_34_a_20_pour_cent_et_les_commandes_de_17_a_29():
    parts = {
        (ligne["annee"], ligne["type_ressource"]): (ligne["signe"], ligne["part"])
        for ligne in donnees.lignes("ressources_structure_annees")
    }
    assert parts[2005, "Subventions publiques"] == ("=", 34)
    assert parts[2011, "Subventions publiques"] == ("≈", 25)
    assert parts[2020, "Subventions publiques"] == ("=", 20)
    assert parts[2005, "Commandes publiques"] == ("=", 17)
    assert parts[2020, "Commandes publiques"] == ("=", 29)
    assert parts[2017, "Cotisations"] == ("<", 10)


def test_une_part_non_trouvee_n_a_ni_ligne_ni_zero():
    lignes = donnees.lignes("ressources_structure_annees")
    assert (2011, "Cotisations") not in {(ligne["annee"], ligne["type_ressource"]) for ligne in lignes}
    assert 0 not in [ligne["part"] for ligne in lignes]
    assert sum(ligne["part"] for ligne in lignes if ligne["annee"] == 2020) == 97


def test_les_deux_familles_d_enquetes_restent_distinctes():
    budgets = {
        ligne["annee"]: (ligne["valeur"], ligne["champ_source"].split()[0])
        for ligne in donnees.lignes(TABLE)
        if ligne["indicateur"] == "Budget cumulé"
    }
    assert budgets == {
        2005: (59.4, "Enquête"),
        2011: (85, "Enquête"),
        2013: (104, "Insee,"),
        2018: (125.3, "INJEP"),
        2020: (113, "Prouteau"),
    }
    assert "ne se comparent pas" in donnees.fiche(TABLE).description


def _valeurs(nom, *cles, champ="valeur"):
    return {tuple(ligne[cle] for cle in cles): ligne[champ] for ligne in donnees.lignes(nom)}


def test_un_dixieme_des_associations_recoit_presque_toute_l_aide_de_l_etat_en_2010():
    parts = _valeurs("subventions_etat_2010_concentration", "part_cumulee_associations", champ="part_cumulee_montant")
    assert (round(100 - parts[90,], 1), round(100 - parts[99,], 1), parts[100,]) == (87.9, 59.8, 100)
    assert list(parts.values()) == sorted(parts.values())
    mesures = _valeurs("subventions_etat_2010_mesures", "mesure")
    assert round(mesures["Montant total",] / mesures["Associations",]) == mesures["Moyenne",] == 84_877
    assert mesures["Part du 1 % le plus doté",] == round(100 - parts[99,], 1)
    assert mesures["Part des 10 % les plus dotées",] == round(100 - parts[90,])


@pytest.mark.parametrize(("nom", "cle", "champ"), [
    ("cas_reels_structure", "organisation", "part"),
    ("ressources_employeuses_2018", "type_association", "part"),
    ("associations_domaines", "annee", "part"),
])
def test_les_parts_qui_doivent_faire_cent_font_cent(nom, cle, champ):
    sommes = {}
    for ligne in donnees.lignes(nom):
        sommes[ligne[cle]] = sommes.get(ligne[cle], 0) + ligne[champ]
    assert {round(somme, 6) for somme in sommes.values()} == {100}


def test_les_totaux_des_tables_se_retrouvent_en_additionnant():
    cas = _valeurs("cas_reels_organisations", "organisation", "indicateur")
    postes = [v for (qui, quoi), v in cas.items() if qui == "La Contre-Voie" and quoi.startswith("Budget prévisionnel : ")]
    assert sum(postes) == cas["La Contre-Voie", "Budget prévisionnel"] == 4800
    assert cas["Greenpeace France", "Subventions publiques et dons d'entreprise"] == 0  # un vrai zéro
    ages = {k: v for k, v in _valeurs("benevolat_profil", "annee", "dimension", "modalite").items() if k[:2] == (2016, "Âge")}
    assert round(sum(ages.values()), 3) == _valeurs("benevolat_barometre", "annee", "indicateur")[2016, "Bénévoles en association"]
    statuts = {k[1]: v for k, v in _valeurs("fondations_fonds_dotation", "annee", "statut", champ="nombre").items() if k[0] == 2023}
    assert statuts.pop("Ensemble fondations et fonds de dotation") == sum(statuts.values()) == 5647
    dons = _valeurs("generosite_panorama", "annee", "indicateur")
    assert round(dons[2022, "dont particuliers"] + dons[2022, "dont entreprises mécènes"], 1) == dons[2022, "Générosité totale"]
    financeurs = [v for (annee, _), v in _valeurs("ressources_financeurs_publics", "annee", "financeur", champ="part").items() if annee == 2005]
    assert sum(financeurs) == 59


def test_les_heures_inventees_sont_celles_du_cas_et_disent_la_dependance():
    from trepied import cas

    lignes = donnees.lignes("heures_benevoles_fictives")
    heures = sorted((ligne["heures"] for ligne in lignes), reverse=True)
    total = cas.charger("ateliers-du-moulin")["benevolat"]["heures"]
    assert sum(heures) == total and len(lignes) == 22 and sum(ligne["personnes"] for ligne in lignes) == 40
    assert (heures[0] / total, sum(heures[:3]) / total) == (0.20, 0.45)
    assert [ligne["personnes"] for ligne in lignes if ligne["heures"] in heures[:3]] == [1, 1, 1]


# --- Lire et charger


def test_les_lignes_sont_typees_et_les_trous_valent_none():
    premiere = donnees.lignes(TABLE)[0]
    assert premiere["annee"] == 2005 and type(premiere["annee"]) is int
    assert premiere["valeur"] == 1_100_000 and type(premiere["valeur"]) is float
    assert premiere["precision"] is None
    assert donnees.lignes("smic_horaire")[0]["date_effet"] == date(2002, 1, 1)


def test_une_valeur_absente_devient_none_puis_un_trou_dans_le_tableau(copie):
    fichier = copie / f"{TABLE}.csv"
    fichier.write_text(fichier.read_text("utf-8").replace(",59.4,", ",,"), "utf-8")
    assert [ligne["valeur"] for ligne in donnees.lignes(TABLE)].count(None) == 1
    assert donnees.charger(TABLE)["valeur"].isna().sum() == 1


@pytest.mark.parametrize("nom", TABLES)
def test_le_tableau_pandas_a_les_memes_valeurs_et_porte_sa_provenance(nom):
    cadre = donnees.charger(nom)
    assert len(cadre) == len(donnees.lignes(nom))
    assert list(cadre.columns) == [champ.nom for champ in donnees.fiche(nom).champs]
    provenance = cadre.attrs["provenance"]
    assert provenance["titre"] == donnees.fiche(nom).titre
    assert provenance["fictif"] or provenance["sources"][0]["url"].startswith("http")
    assert provenance["conditions"] and provenance["a_savoir"]
    json.dumps(provenance)  # se garde dans un fichier tel quel


def test_les_colonnes_du_tableau_ont_leur_type():
    cadre = donnees.charger("smic_horaire")
    types = {nom: cadre[nom].dtype.kind for nom in ("date_effet", "annee", "smic_horaire_brut")}
    assert types == {"date_effet": "M", "annee": "i", "smic_horaire_brut": "f"}


def test_lire_les_lignes_et_les_fiches_ne_charge_pas_pandas():
    code = (
        "import sys; from trepied import donnees;"
        f"donnees.lignes({TABLE!r}); donnees.fiche({TABLE!r}); donnees.catalogue();"
        "print(sorted({'pandas', 'numpy', 'yaml', 'babel', 'frictionless'} & set(sys.modules)))"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert sortie.strip() == "[]"


# --- Trouver data/


def test_les_donnees_se_trouvent_depuis_un_carnet_du_cours(monkeypatch):
    monkeypatch.delenv(donnees.VARIABLE, raising=False)
    monkeypatch.chdir(Path(__file__).parent)
    assert donnees._dossier() == DATA


def test_les_donnees_se_trouvent_depuis_n_importe_quel_dossier(tmp_path, monkeypatch):
    monkeypatch.delenv(donnees.VARIABLE, raising=False)
    # Un autre projet a son propre dossier data/ : il ne doit pas tromper le cours.
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text('{"name": "autre-projet", "resources": []}')
    loin = tmp_path / "un dossier avec des espaces et des é"
    loin.mkdir()
    monkeypatch.chdir(loin)
    assert donnees._dossier() == DATA
    assert len(donnees.lignes(TABLE)) == 24


def test_une_copie_proche_passe_avant_le_cours_installe(tmp_path, monkeypatch):
    monkeypatch.delenv(donnees.VARIABLE, raising=False)
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "notebooks" / "etape-1").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "etape-1")
    assert donnees._dossier() == tmp_path / "data"


@pytest.mark.skipif(os.name == "nt", reason="Windows garde le dossier courant en vie")
def test_un_dossier_courant_supprime_n_empeche_rien(tmp_path):
    # Dans un autre processus : pytest lui-même supporte mal de perdre son dossier.
    code = (
        f"import os; os.chdir({str(tmp_path)!r}); os.mkdir('x'); os.chdir('x'); os.rmdir('../x');"
        f"from trepied import donnees; print(len(donnees.lignes({TABLE!r})))"
    )
    env = {cle: valeur for cle, valeur in os.environ.items() if cle != donnees.VARIABLE}
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert (sortie.stdout.strip(), sortie.stderr) == ("24", "")


def test_une_variable_qui_designe_un_mauvais_dossier_est_expliquee(tmp_path, monkeypatch):
    monkeypatch.setenv(donnees.VARIABLE, str(tmp_path))
    with pytest.raises(DonneesErreur) as erreur:
        donnees.lignes(TABLE)
    assert donnees.VARIABLE in str(erreur.value) and str(tmp_path) in str(erreur.value)


# --- Fichiers abîmés : la table, la ligne, la colonne, et quoi faire


def _remplacer(avant: bytes, apres: bytes):
    def abimer(octets: bytes) -> bytes:
        assert avant in octets
        return octets.replace(avant, apres, 1)
    return abimer


@pytest.mark.parametrize(
    ("abimer", "endroit"),
    [
        pytest.param(_remplacer(b"1100000", b"beaucoup"), "ligne 2, colonne « valeur », « beaucoup »", id="texte"),
        pytest.param(_remplacer(b"59.4", b'"59,4"'), "ligne 4, colonne « valeur », « 59,4 »", id="virgule décimale"),
        pytest.param(_remplacer(b"59.4", b"nan"), "colonne « valeur », « nan »", id="nan"),
        pytest.param(_remplacer(b"59.4", b"5_9"), "colonne « valeur », « 5_9 »", id="souligné"),
        pytest.param(_remplacer(b"\n2005,", b"\n2005.5,"), "ligne 2, colonne « annee »", id="année à virgule"),
        pytest.param(_remplacer(b"\n2005,", b"\n,"), "ligne 2, colonne « annee », la valeur manque", id="absente"),
        pytest.param(_remplacer(b"page de seconde main", "sûr".encode()), "colonne « confiance », « sûr »", id="liste"),
        pytest.param(_remplacer(b"indicateur,valeur", b"indicateur,montant"), "colonne « valeur »", id="colonne"),
        pytest.param(_remplacer(b"annee,indicateur", b"indicateur,annee"), "plus dans l'ordre", id="ordre"),
        pytest.param(_remplacer(b",associations,", b";associations;"), "ligne 2, il y a 6 cases", id="points-virgules"),
        pytest.param(lambda octets: octets[: len(octets) // 2], "la fin du fichier manque", id="coupé"),
        pytest.param(lambda octets: octets[: octets[:-1].rfind(b"\n") + 1], "23 lignes au lieu", id="ligne perdue"),
        pytest.param(lambda octets: b"", "la fin du fichier manque", id="vide"),
        pytest.param(lambda octets: b"\n", "il manque la colonne « annee »", id="une ligne vide"),
        pytest.param(lambda octets: octets.decode("utf-8").encode("cp1252"), "ne sont plus en UTF-8", id="cp1252"),
        pytest.param(lambda octets: octets.decode("utf-8").encode("utf-16"), "ligne 1 de", id="utf-16"),
        pytest.param(_remplacer(b"2005,Nombre", b'2005,"Nombre'), "ne se lit pas comme un tableau", id="guillemet"),
    ],
)
def test_une_table_abimee_donne_une_phrase_qui_dit_ou_et_quoi_faire(copie, abimer, endroit):
    fichier = copie / f"{TABLE}.csv"
    fichier.write_bytes(abimer(fichier.read_bytes()))
    for lire in (donnees.lignes, donnees.charger):
        with pytest.raises(DonneesErreur) as erreur:
            lire(TABLE)
        phrase = phrase_de(erreur)
        assert endroit in phrase
        assert "« Associations : nombre, budget" in phrase and f"data/{TABLE}.csv" in phrase
        assert "version d'origine" in phrase


def test_toute_coupure_du_fichier_est_vue(copie):
    fichier = copie / f"{TABLE}.csv"
    octets = fichier.read_bytes()
    for longueur in range(0, len(octets), 97):
        fichier.write_bytes(octets[:longueur])
        with pytest.raises(DonneesErreur):
            donnees.lignes(TABLE)


def test_un_fichier_absent_ou_interdit_est_explique(copie):
    (copie / f"{TABLE}.csv").unlink()
    with pytest.raises(DonneesErreur, match=f"data/{TABLE}.csv n'existe pas"):
        donnees.lignes(TABLE)
    (copie / f"{TABLE}.csv").mkdir()
    with pytest.raises(DonneesErreur, match="ne peut pas être lue"):
        donnees.lignes(TABLE)


def test_une_fin_de_ligne_windows_et_une_marque_d_excel_ne_genent_pas(copie):
    fichier = copie / f"{TABLE}.csv"
    fichier.write_bytes(b"\xef\xbb\xbf" + fichier.read_bytes().replace(b"\n", b"\r\n"))
    assert len(donnees.lignes(TABLE)) == 24


@pytest.mark.parametrize("contenu", ['{"name": "trepied-donnees"', '{"name": "trepied-donnees"}',
                                     '{"name": "trepied-donnees", "resources": [{"name": "x"}]}'])
def test_un_contrat_abime_donne_une_phrase(copie, contenu):
    (copie / "datapackage.json").write_text(contenu, "utf-8")
    with pytest.raises(DonneesErreur, match="La liste des tables est abîmée"):
        donnees.catalogue()


def test_une_table_inconnue_est_nommee_avec_celles_qui_existent():
    with pytest.raises(DonneesErreur, match=f"« ?cotisations ?».*{TABLE}".replace(" ?", "\u00a0?")):
        donnees.lignes("cotisations")


# --- Valeurs légales


def test_le_smic_des_parametres_est_celui_de_la_table():
    brut = yaml.safe_load((DATA / "parametres_legaux.yml").read_text("utf-8"))["smic_horaire_brut"]["valeurs"]
    table = {ligne["date_effet"]: ligne for ligne in donnees.lignes("smic_horaire")}
    assert [v["date_effet"] for v in brut] == sorted(table)[-len(brut):]
    for valeur in brut:
        ligne = table[valeur["date_effet"]]
        assert valeur["valeur"] == ligne["smic_horaire_brut"]
        assert valeur["source_url"] == ligne["source_url"]


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [(date(2024, 11, 1), 11.88), (date(2025, 12, 31), 11.88), (date(2026, 1, 1), 12.02), (date(2026, 5, 31), 12.02),
     (date(2026, 6, 1), 12.31), (date(2026, 12, 31), 12.31)],
)
def test_le_smic_est_celui_en_vigueur_ce_jour_la(jour, attendu):
    assert donnees.parametre("smic_horaire_brut", jour).valeur == attendu


def test_la_duree_annuelle_est_celle_des_indicateurs_et_reste_a_verifier():
    from trepied.indicateurs import HEURES_PAR_AN

    duree = donnees.parametre("duree_annuelle_travail")
    assert (duree.valeur, duree.unite, duree.statut) == (HEURES_PAR_AN, "h", "à vérifier")
    assert duree.a_verifier(date(2026, 6, 1))


def test_un_parametre_lu_n_est_a_verifier_qu_apres_son_echeance():
    smic = donnees.parametre("smic_horaire_brut", date(2026, 6, 1))
    assert not smic.a_verifier(smic.a_verifier_avant - timedelta(days=1))
    assert smic.a_verifier(smic.a_verifier_avant)


def test_sans_date_c_est_la_valeur_d_aujourd_hui():
    assert donnees.parametre("smic_horaire_brut") == donnees.parametre("smic_horaire_brut", date.today())


def test_un_parametre_inconnu_ou_trop_ancien_est_explique():
    with pytest.raises(DonneesErreur, match="n'existe pas.*smic_horaire_brut"):
        donnees.parametre("smic_net")
    with pytest.raises(DonneesErreur, match="avant le 01/11/2024"):
        donnees.parametre("smic_horaire_brut", date(2020, 1, 1))


@pytest.mark.parametrize(("avant", "apres"), [
    ("valeur: 11.88", "valeur: 11,88"), ("valeur: 11.88", "valeur: -1"), ("date_effet: 2024-11-01", "date_effet: hier"),
    ("statut: lu", "etat: lu"), ("smic_horaire_brut:", "smic_horaire_brut: ["),
])
def test_des_parametres_abimes_donnent_une_phrase(copie, avant, apres):
    fichier = copie / "parametres_legaux.yml"
    texte = fichier.read_text("utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres, 1), "utf-8")
    with pytest.raises(DonneesErreur, match="valeurs légales est abîmée"):
        donnees.parametre("smic_horaire_brut")


def test_le_mecenat_reste_a_verifier_car_la_loi_n_a_pas_ete_lue():
    noms = ["mecenat_taux_reduction", "mecenat_taux_reduit", "mecenat_plafond", "mecenat_plafond_part"]
    valeurs = [donnees.parametre(nom) for nom in noms]
    assert [v.valeur for v in valeurs] == [60, 40, 20_000, 0.5]
    assert all(v.a_verifier() for v in valeurs)


# --- La page de provenance


@pytest.mark.parametrize("nom", TABLES)
def test_la_page_de_provenance_dit_tout_ce_que_dit_la_fiche(nom):
    page, fiche = page_de_provenance(nom), donnees.fiche(nom)
    assert page.count("\n# ") == 1 and f"# {fiche.titre}" in page
    for texte in (fiche.description, *fiche.a_savoir, *(champ.description for champ in fiche.champs)):
        assert texte in page
    assert "**Réutilisation" in page and "**Valeurs absentes" in page
    assert all(f"]({source.url})" in page for source in fiche.sources)
    assert ("**Cas fictif.**" in page, "## Sources" in page, "**Confiance" in page) == (fiche.fictif, *[not fiche.fictif] * 2)
    if not fiche.fictif:
        assert all(f"]({ligne['source_url']})" in page for ligne in donnees.lignes(nom))


def test_une_longue_table_montre_ses_quarante_premieres_lignes_et_dit_combien_il_y_en_a():
    page = page_de_provenance("cas_reels_organisations")
    assert "## Les 40 premières lignes sur 112" in page
    assert len(re.findall(r"^\|.*\| \[(?:source|texte)", page, re.MULTILINE)) == 40


@pytest.mark.parametrize("nom", TABLES)
def test_les_tableaux_de_la_page_ont_des_lignes_de_meme_largeur(nom):
    for bloc in re.findall(r"(?:^\|.*\n)+", page_de_provenance(nom), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", ligne)) for ligne in bloc.splitlines()}) == 1


def test_la_page_montre_les_nombres_a_la_francaise_et_les_annees_sans_espace():
    page = typographier(page_de_provenance(TABLE))
    assert f"| {ecrire_nombre(1_100_000)} associations |" in page
    assert "| 59,4\u00a0Md€ |" in page
    assert "| 2005 |" in page


def test_un_signe_de_la_table_ne_devient_pas_de_la_syntaxe():
    assert "| \\< |" in page_de_provenance("ressources_structure_annees")
