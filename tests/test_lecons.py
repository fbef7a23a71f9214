"""Les leçons : pas de code à lire, une idée, une question souvent, rien d'inventé, et chaque cellule tient seule."""

import ast
import re
import subprocess
import sys

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from trepied import cas, donnees, lecon, parcours
from trepied.atelier import cahiers

MOTS_PAR_MINUTE = 180
QUESTIONS = ("qcm", "chez_vous", "registre", "orientation", "positionnement", "premier_trepied")
DESSINS = ("premier_trepied", "dessin", "maison", "figure", "positionnement", "registre")


def _racine():
    from pathlib import Path

    return Path(__file__).parents[1]


CARTE = parcours.charger(_racine() / "parcours.yml")
LECONS = {c.fichier: (e, c) for e, c in CARTE.cahiers}


@pytest.fixture(params=list(LECONS))
def lecon_ouverte(request, racine):
    etape, cahier = LECONS[request.param]
    return etape, cahier, nbformat.read(racine / cahier.chemin, as_version=4)


def _code(notebook):
    return [c.source for c in notebook.cells if c.cell_type == "code"]


def _prose(notebook):
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def _appels(notebook):
    return [re.search(r"lecon\.(\w+)\(", source).group(1) for source in _code(notebook)]


def test_aucun_code_a_lire(lecon_ouverte):
    *_, notebook = lecon_ouverte
    for cellule in notebook.cells:
        if cellule.cell_type == "code":
            assert cellule.metadata["jupyter"]["source_hidden"] and "hide-input" in cellule.metadata["tags"]
            assert len(cellule.source.splitlines()) <= 5
            modules = [n.module for n in ast.walk(ast.parse(cellule.source)) if isinstance(n, ast.ImportFrom)]
            assert modules == ["trepied"] and "\nimport " not in cellule.source


def test_une_lecon_reste_courte_et_tient_dans_ses_minutes(lecon_ouverte):
    _, cahier, notebook = lecon_ouverte
    mots = len(_prose(notebook).split())
    assert mots <= 700
    assert mots / MOTS_PAR_MINUTE < cahier.minutes / 2, "la moitié du temps au moins va aux questions et aux outils"
    # L'étape 1 est plus ancienne : une leçon y descend à 11 cellules, une autre monte à 21.
    petite, grande = (11, 21) if cahier.dossier == "etape-1-pourquoi" else (12, 20)
    assert petite <= len(notebook.cells) <= grande


def test_la_personne_qui_forme_sait_quoi_garder_si_le_temps_manque(lecon_ouverte):
    _, cahier, notebook = lecon_ouverte
    phrase = notebook.metadata["trepied"]["si_le_temps_manque"]
    assert 8 <= len(phrase.split()) <= 40
    assert phrase.replace("\u00a0", " ").replace("\u202f", " ") == cahier.si_le_temps_manque


def test_un_resultat_d_abord_et_une_question_toutes_les_dix_minutes(lecon_ouverte):
    _, cahier, notebook = lecon_ouverte
    premieres = [c for c in notebook.cells if c.id not in cahiers.DERIVEES][:4]
    assert any(re.search(rf"lecon\.({'|'.join(DESSINS)}|qcm)\(", c.source) for c in premieres if c.cell_type == "code")
    questions = sum(appel in QUESTIONS for appel in _appels(notebook))
    assert questions * 10 >= cahier.minutes


def test_chaque_cellule_marche_seule(lecon_ouverte):
    """Après un redémarrage, n'importe quelle cellule peut être la première : pas de cul-de-sac."""
    *_, notebook = lecon_ouverte
    for source in _code(notebook):
        *avant, dernier = ast.parse(source).body
        espace = {}
        exec(compile(ast.Module(avant, []), "cellule", "exec"), espace)
        resultat = eval(compile(ast.Expression(dernier.value), "cellule", "eval"), espace)
        assert not isinstance(resultat, lecon.Avis)
        assert "text/html" in _paquet(resultat), "lisible dans le livre, sans noyau"


def test_chaque_dessin_se_lit_aussi_sans_le_voir(lecon_ouverte):
    """Description, tableau jumeau, source ; « cas fictif » quand les nombres sont inventés."""
    *_, notebook = lecon_ouverte
    for source in _code(notebook):
        if not re.search(r"lecon\.(dessin|figure|maison)\(", source):
            continue
        espace = {}
        exec(source.replace("lecon.dessin", "dessine = lecon.dessin").replace("lecon.figure", "dessine = lecon.figure").replace("lecon.maison", "dessine = lecon.maison"), espace)
        figure = espace["dessine"]
        soupe = BeautifulSoup(figure._repr_html_(), "html.parser")
        assert len(soupe.find("svg", role="img")["aria-label"]) > 40
        assert len(soupe.select("table tbody tr")) == len(figure.lignes) > 1
        assert all(len(ligne) == len(figure.entetes) for ligne in figure.lignes)
        assert "Source" in soupe.get_text() and soupe.figcaption.get_text(strip=True)
        assert figure.fictif == ("cas fictif" in soupe.figcaption.get_text() or "population fictive" in soupe.figcaption.get_text())


def test_une_etape_de_12_h_finit_par_mettre_a_jour_l_image_et_le_modele_en_une_page(racine):
    for etape in CARTE.etapes[1:]:
        if not etape.ouverte:
            continue
        derniere = [c for c in etape.cahiers if c.niveau == "12h"][-1]
        appels = _appels(nbformat.read(racine / derniere.chemin, as_version=4))
        assert {"positionnement", "premier_trepied"} <= set(appels), "les niveaux et les poids"
        assert appels[-1] == "mon_modele"


def _paquet(resultat):
    paquet = resultat._repr_mimebundle_()
    return paquet[0] if isinstance(paquet, tuple) else paquet


@pytest.mark.parametrize("fichier", [f for f, (_, c) in LECONS.items() if c.niveau in ("2h", "4h")])
def test_les_lecons_de_2_h_et_4_h_se_passent_de_pandas_et_de_matplotlib(fichier, racine):
    """Elles doivent pouvoir tourner dans un navigateur, où ces bibliothèques pèsent trop lourd."""
    notebook = nbformat.read(racine / LECONS[fichier][1].chemin, as_version=4)
    programme = "\n".join(_code(notebook)) + "\nimport sys; print(sorted({'pandas', 'matplotlib', 'numpy'} & set(sys.modules)))"
    fini = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, cwd=racine, check=True)
    assert fini.stdout.strip() == "[]"


def test_les_donnees_annoncees_existent(lecon_ouverte):
    assert set(lecon_ouverte[1].donnees) <= set(donnees.catalogue())


def test_un_cas_invente_se_dit_fictif(lecon_ouverte):
    *_, notebook = lecon_ouverte
    restants = {re.sub("^(Les|La|Le) ", "", cas.charger(nom)["nom"]) for nom in cas.noms()}
    for cellule in notebook.cells:
        # Le premier passage de chaque cas dit « cas fictif » ; les suivants peuvent s'appuyer dessus.
        for nom in set(restants):
            if cellule.cell_type == "markdown" and nom in cellule.source:
                assert "cas fictif" in cellule.source, nom
                restants.discard(nom)


def test_les_mots_en_gras_sont_au_glossaire(lecon_ouverte, racine):
    *_, notebook = lecon_ouverte
    glossaire = (racine / "book" / "glossaire.md").read_text("utf-8").lower()
    cellules = [c.source for c in notebook.cells if c.cell_type == "markdown" and c.id not in (*cahiers.DERIVEES, "sources")]
    gras = {g.strip("* .:").lower() for source in cellules for g in re.findall(r"\*\*([^*]+)\*\*", source)}
    manquants = {g for g in gras if not any(_au_glossaire(forme, glossaire) for forme in _formes(g))}
    assert not manquants


def _formes(terme):
    """« leviers » se cherche aussi à « levier », « l'effet ciseau » à « effet ciseau »."""
    nu = re.sub(r"^(l['’]|le |la |les |un |une )", "", terme.replace("\u00a0", " "))
    return {nu, " ".join(re.sub("[sx]$", "", mot) for mot in nu.split())}


def _au_glossaire(terme, glossaire):
    return re.search(rf"^{re.escape(terme)}(\s|$)", glossaire.replace("\u00a0", " "), re.MULTILINE) is not None


def test_les_questions_ecrites_servent_toutes_et_celles_appelees_existent(racine):
    for genre in ("qcm", "chez_vous", "registre"):
        appelees = {
            m for _, c in LECONS.values() for m in re.findall(rf'lecon\.{genre}\("([^"]+)"\)', "\n".join(_code(nbformat.read(racine / c.chemin, 4))))
        }
        ecrites = {
            f"{f.stem}/{nom}" for f in (racine / "src/trepied/contenu" / genre).glob("*.yml") for nom in yaml.safe_load(f.read_text("utf-8"))
        }
        assert appelees == ecrites


def test_chaque_mauvaise_reponse_a_son_idee_recue_et_sa_propre_replique(racine):
    for fichier in (racine / "src/trepied/contenu/qcm").glob("*.yml"):
        for nom, question in yaml.safe_load(fichier.read_text("utf-8")).items():
            faux = [c for c in question["choix"] if not c.get("juste")]
            assert len(faux) >= 2, nom
            assert len({c["reponse"] for c in faux}) == len(faux) == len({c["idee_recue"] for c in faux}), nom


@pytest.mark.parametrize("interdit", [r"\w·\w", r"\bil suffit de\b", r"\bfacile\b", r"\bsimplement\b", r"\b[Tt]u (as|es|peux|dois)\b", r"\w\.e\.s\b"])
def test_le_ton_du_cours(lecon_ouverte, interdit):
    assert not re.search(interdit, _prose(lecon_ouverte[2]))


def test_une_panne_ne_montre_pas_de_code_a_l_apprenant(monkeypatch):
    monkeypatch.delenv("TREPIED_STRICT")
    avis = lecon.qcm("etape-1/inconnue")
    assert isinstance(avis, lecon.Avis)
    html = avis._repr_html_()
    assert "n'a pas pu s'afficher" in html.replace("&#x27;", "'") and "<details>" in html


def test_une_panne_arrete_les_tests_et_le_livre():
    with pytest.raises(Exception, match="inconnue"):
        lecon.qcm("etape-1/inconnue")
