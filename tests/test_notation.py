"""L'aller-retour de la personne qui note, avec nbgrader tel quel : publier, ramasser, noter, rendre, exporter."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from traitlets.config import PyFileConfigLoader

from test_exercices import EXERCICES, essais, identifiant
from trepied.carnet import Carnet

RACINE = Path(__file__).parents[1]
SECRET = "tirelire-4271-de-chez-nous"
SCRIPT = (
    "<script>document.title='pris'</script><img src='https://exemple.invalid/x.png' onerror=\"document.title='pris'\">"
)
# Une réponse libre repère de niveau 2, et de quoi essayer d'injecter du HTML.
TEXTE = f"Quarante bénévoles, 150 000 € et l'association voisine. {SCRIPT}"

# Cellule notée → réponse. Alice a tout juste, Bruno se trompe comme on se trompe, Chloé rend l'exercice vide.
BRUNO = {
    "1-1-reponse": ("Subvention annuelle de la commune :", "Animatrice salariée de l'atelier :"),
    "1-2-produits-reponse": "produits = 150000",
    "1-2-charges-reponse": "charges = 142 000 €",
    "1-2-resultat-reponse": "resultat = produits - charges",
    "1-2-bis-reponse": "regle = charges - produits",
    "1-6-reponse": """horizons =
Performance durable : 18 mois
Confiance : 7 ans
Capacité d'innover : sept ans""",
    "1-4": f'texte = """\n{TEXTE}\n"""',
}
NOTES = {
    "alice-durand": {
        "2h": {"1-1": 6, "1-2-produits": 1, "1-2-charges": 1, "1-2-resultat": 2},
        "4h": {"1-3": 3, "1-5": 2},
        "12h": {"1-2-bis": 2, "1-6": 3, "1-4": None},
    },
    "bruno": {
        "2h": {"1-1": 5, "1-2-produits": 1, "1-2-charges": 0, "1-2-resultat": 0},
        "4h": {"1-3": 0, "1-5": 0},
        "12h": {"1-2-bis": 0, "1-6": 2, "1-4": None},
    },
    "chloe": {
        "2h": {"1-1": 0, "1-2-produits": 0, "1-2-charges": 0, "1-2-resultat": 0},
        "4h": {"1-3": 0, "1-5": 0},
        "12h": {"1-2-bis": 0, "1-6": 0, "1-4": 0},
    },
}


def lire(chemin: Path):
    return nbformat.read(chemin, as_version=4)


def copie_juste(cahier: str, devoir: str = "etape-1", publies: Path = RACINE / "exercises"):
    """Ce que rend une personne qui a tout juste : les réponses du corrigé, dans le cahier publié."""
    corrige = {c.id: c for c in lire(RACINE / "solutions" / devoir / cahier).cells}
    copie = lire(publies / devoir / cahier)
    for cellule in copie.cells:
        if cellule.metadata.nbgrader.solution:
            cellule.source = re.search(r"### BEGIN SOLUTION\n(.*)\n### END", corrige[cellule.id].source, re.DOTALL)[1]
    return copie


def copie_de_bruno(cahier: str):
    copie = copie_juste(cahier)
    for cellule in copie.cells:
        faute = BRUNO.get(cellule.id)
        if isinstance(faute, tuple):
            for ligne in faute:
                cellule.source = re.sub(rf"^{ligne} .$", f"{ligne} A", cellule.source, flags=re.MULTILINE)
        elif faute:
            cellule.source = faute
    if cahier == "12h.ipynb":
        # Une fausse vérification, qui recopie le test caché en cours au lieu de répondre.
        espion = (
            "import trepied.verification as v\nv.verifier = lambda *rien: display({'text/plain': In[-1]}, raw=True)"
        )
        copie.cells.insert(2, nbformat.v4.new_code_cell(espion))
    # Des cellules en plus : de quoi recopier un test caché, et de quoi s'exécuter dans la page de retour.
    copie.cells.append(
        nbformat.v4.new_code_cell("print(*In)\nfrom IPython.display import HTML\nHTML(" + repr(SCRIPT) + ")")
    )
    copie.cells.append(nbformat.v4.new_markdown_cell(SCRIPT))
    return copie


@pytest.fixture(scope="module")
def cours_note(tmp_path_factory):
    """Une copie du cours où tout l'aller-retour a eu lieu."""
    racine = tmp_path_factory.mktemp("cours d'été")
    shutil.copytree(RACINE / "solutions", racine / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(RACINE / "nbgrader_config.py", racine)
    prive = tmp_path_factory.mktemp("carnet de bord")
    avant = {cle: os.environ.get(cle) for cle in ("TREPIED_CARNET", "PATH")}
    os.environ["TREPIED_CARNET"] = str(prive)
    # L'environnement du cours n'est pas forcément activé quand on lance nbgrader.
    os.environ["PATH"] = os.pathsep.join(
        p for p in avant["PATH"].split(os.pathsep) if p != str(Path(sys.executable).parent)
    )
    ici = Path.cwd()
    try:
        Carnet.ouvrir(prive).ecrire("chez_vous.etape-1.phrase", {"tient": SECRET})
        yield _aller_retour(racine, prive)
    finally:
        os.chdir(ici)
        os.environ.update({cle: valeur for cle, valeur in avant.items() if valeur is not None})
        if avant["TREPIED_CARNET"] is None:
            os.environ.pop("TREPIED_CARNET", None)


def _aller_retour(racine: Path, prive: Path) -> SimpleNamespace:
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = PyFileConfigLoader("nbgrader_config.py", path=str(racine)).load_config()
    # nbgrader n'autorise que son dossier d'échange à être ouvert à tout le monde ; ici il est à nous seuls.
    echange = racine / "_correction" / "echange"
    echange.mkdir()
    echange.chmod(0o777)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    reussir(api.generate_assignment("etape-1"))
    if sys.platform != "win32":
        reussir(api.release_assignment("etape-1"))
    _deposer(racine / "_correction" / "recus" / "etape-1" / "courriels")
    ramassage = commande(racine, "zip_collect", "etape-1")
    for personne in NOTES:
        reussir(api.autograde("etape-1", personne))
    with api.gradebook as notes:
        automatiques = {
            (personne, cahier): {
                g.name: g.auto_score for g in notes.find_submission_notebook(cahier, "etape-1", personne).grades
            }
            for personne in NOTES
            for cahier in NOTES[personne]
        }
        a_noter = sorted(s.student.id for s in notes.assignment_submissions("etape-1") if s.needs_manual_grade)
        noter(notes, "alice-durand", 5, "**Vos liens entre leviers sont clairs.** Et si le lycée se retirait ?")
        noter(notes, "bruno", 2, f"[lien](javascript:document.title='pris') {SCRIPT}")
    reussir(api.generate_feedback("etape-1"))
    with api.gradebook as notes:
        finales = {p: notes.find_submission("etape-1", p).score for p in NOTES}
    return SimpleNamespace(
        racine=racine, prive=prive, api=api, config=config, ramassage=ramassage,
        automatiques=automatiques, a_noter=a_noter, finales=finales,
    )  # fmt: skip


def reussir(resultat: dict) -> None:
    assert resultat["success"], resultat.get("error") or resultat.get("log")


def noter(notes, personne: str, points: float, commentaire: str) -> None:
    """Ce que fait formgrader quand on tape une note et un commentaire."""
    note = notes.find_grade("1-4", "12h", "etape-1", personne)
    note.manual_score, note.needs_manual_grade = points, False
    notes.find_comment("1-4", "12h", "etape-1", personne).manual_comment = commentaire
    notes.db.commit()


def commande(racine: Path, *arguments: str) -> str:
    """Une commande nbgrader, comme on la tape ; rend tout ce qu'elle écrit. Son code de sortie ne dit rien de sûr."""
    fait = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=racine,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert fait.returncode == 0, fait.stderr
    return fait.stdout + fait.stderr


def _deposer(courriels: Path) -> None:
    """Les fichiers tels qu'ils arrivent : un ZIP de Mac, deux envois du même exercice, un dossier, des intrus."""
    courriels.mkdir(parents=True)
    with zipfile.ZipFile(courriels / "Alice Durand.zip", "w") as archive:
        for cahier in ("2h.ipynb", "4h.ipynb", "12h.ipynb"):
            archive.writestr(f"exercices/{cahier}", nbformat.writes(copie_juste(cahier)))
            archive.writestr(f"__MACOSX/exercices/._{cahier}", "rien d'utile")
    nbformat.write(copie_juste("2h.ipynb"), courriels / "bruno_etape-1_2h.ipynb")
    nbformat.write(copie_de_bruno("2h.ipynb"), courriels / "Bruno_etape-1_2h (1).ipynb")
    nbformat.write(copie_de_bruno("12h.ipynb"), courriels / "bruno_12h - Copie.ipynb")
    moodle = courriels / "CHLOE\u0301_4512_assignsubmission_file_"  # « É » en deux signes, comme l'écrit macOS
    moodle.mkdir()
    shutil.copy(RACINE / "exercises/etape-1/2h.ipynb", moodle / "2h (3).ipynb")
    nbformat.write(copie_juste("2h.ipynb"), courriels / "2h.ipynb")
    nbformat.write(copie_juste("2h.ipynb"), courriels / "denis_etape-2_2h.ipynb")
    (courriels / "bruno.txt").write_text("Bonjour, voici mes réponses.", "utf-8")


# --- publier, valider


def test_nbgrader_tel_quel_publie_exactement_ce_qui_est_distribue(cours_note):
    for publie in sorted((RACINE / "exercises/etape-1").glob("*.ipynb")):
        assert (cours_note.racine / "exercises/etape-1" / publie.name).read_bytes() == publie.read_bytes()
    assert not (cours_note.racine / "exercises/etape-1/corrige.yml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader n'a pas de dossier d'échange sous Windows")
def test_le_devoir_distribue_par_dossier_partage_ne_contient_que_les_exercices(cours_note):
    distribues = {
        f.name for f in (cours_note.racine / "_correction/echange/trepied/outbound/etape-1").rglob("*") if f.is_file()
    }
    assert distribues == {"2h.ipynb", "4h.ipynb", "12h.ipynb"}


@pytest.mark.parametrize(("dossier", "reussi"), [("solutions", True), ("exercises", False)])
def test_valider_accepte_le_corrige_et_refuse_l_exercice_vide(cours_note, dossier, reussi):
    from nbgrader.validator import Validator

    validateur = Validator(config=cours_note.config)
    # La commande « nbgrader validate » sort avec 0 dans les deux cas : seul son texte compte.
    validateur.stream = io.StringIO()
    validateur.validate_and_print(str(cours_note.racine / dossier / "etape-1" / "4h.ipynb"))
    texte = validateur.stream.getvalue()
    assert ("Success" in texte) is reussi
    assert ("VALIDATION FAILED ON 2 CELL" in " ".join(texte.split())) is not reussi


# --- ramasser


def test_les_fichiers_tels_qu_ils_arrivent_sont_ranges_par_personne(cours_note):
    copies = cours_note.racine / "_correction" / "copies"
    ranges = {f.relative_to(copies).as_posix() for f in copies.rglob("*.ipynb")}
    assert ranges == {
        *(f"alice-durand/etape-1/{n}.ipynb" for n in ("2h", "4h", "12h")),
        "bruno/etape-1/2h.ipynb", "bruno/etape-1/12h.ipynb", "chloe/etape-1/2h.ipynb",
    }  # fmt: skip
    envoyee = lire(copies / "bruno/etape-1/2h.ipynb")
    assert any("142 000" in c.source for c in envoyee.cells), "le second envoi remplace le premier"


def test_ce_qui_n_est_pas_ramasse_est_dit_en_francais(cours_note):
    dit = " ".join(cours_note.ramassage.split())
    assert "2h.ipynb laissé de côté : son nom ne dit pas qui l'envoie" in dit
    assert "denis_etape-2_2h.ipynb laissé de côté : c'est un exercice de etape-2" in dit
    assert "Deux copies de 2h pour bruno : je garde Bruno_etape-1_2h (1).ipynb" in dit


# --- noter


@pytest.mark.parametrize(("personne", "cahier"), [(p, c) for p in NOTES for c in NOTES[p]])
def test_chaque_cellule_recoit_la_note_attendue(cours_note, personne, cahier):
    assert cours_note.automatiques[personne, cahier] == NOTES[personne][cahier]


def test_seuls_les_textes_ecrits_attendent_une_personne_puis_la_note_est_complete(cours_note):
    assert cours_note.a_noter == ["alice-durand", "bruno"]
    assert cours_note.finales == {"alice-durand": 10 + 5 + 5 + 5, "bruno": 6 + 2 + 2, "chloe": 0}


def test_formgrader_s_ouvre_avec_ces_reglages(cours_note, tmp_path):
    """La page où l'on note à la main répond, et montre le devoir et les copies."""
    from nbgrader.server_extensions import formgrader

    assert Path(formgrader.__file__).exists()
    journal = tmp_path / "journal.txt"
    with journal.open("w") as sortie:
        serveur = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root",
             "--ServerApp.port=0", "--ServerApp.token=essai",
             "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"],
            cwd=cours_note.racine, stdout=sortie, stderr=sortie,
            env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_RUNTIME_DIR": str(tmp_path)},
        )  # fmt: skip
    try:
        adresse, fin = None, time.monotonic() + 60
        while not adresse and time.monotonic() < fin and serveur.poll() is None:
            adresse = re.search(r"http://127\.0\.0\.1:\d+", journal.read_text("utf-8", errors="replace"))
            time.sleep(0.2)
        assert adresse, journal.read_text("utf-8", errors="replace")
        page = _get(f"{adresse[0]}/formgrader/manage_assignments?token=essai")
        assert "formgrader" in page.lower()
        assert "etape-1" in _get(f"{adresse[0]}/formgrader/api/assignments?token=essai")
        assert "alice-durand" in _get(f"{adresse[0]}/formgrader/api/submissions/etape-1?token=essai")
    finally:
        serveur.terminate()
        serveur.wait(20)


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as reponse:
        return reponse.read().decode()


# --- noter toutes les étapes


DEVOIRS = sorted({chemin.parent.name for chemin in (RACINE / "solutions").glob("*/*.ipynb")} - {"etape-1"})


def copie_typique(cahier: str, devoir: str, publies: Path):
    """À chaque exercice, la première erreur typique de son corrigé ; rend aussi les points attendus par cellule."""
    copie, attendus = copie_juste(cahier, devoir, publies), {}
    for test in copie.cells:
        cle = identifiant(test)
        if not cle or EXERCICES[cle]["type"] == "texte":
            continue
        nom, (reponse, _, points) = EXERCICES[cle]["nom"], next(e for e in essais(cle) if e[1] != EXERCICES[cle]["oui"])
        (case,) = [c for c in copie.cells if c.metadata.nbgrader.solution and re.search(rf"^{nom} =", c.source, re.M)]
        # À la suite : une case peut demander deux réponses, et la dernière écrite l'emporte.
        case.source, attendus[test.id] = f"{case.source}\n{nom} = {reponse}", points
    return copie, attendus


@pytest.fixture(scope="module", params=DEVOIRS)
def etape_notee(request, tmp_path_factory):
    """Une étape publiée, rendue par deux personnes, notée par « nbgrader autograde » tel quel.

    L'exercice vide est rendu par Chloé à l'étape 1, et exécuté pour toutes les étapes dans test_exercices.py.
    """
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    devoir, racine = request.param, tmp_path_factory.mktemp("cours")
    for nom in ("solutions", "data"):
        shutil.copytree(RACINE / nom, racine / nom, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(RACINE / "nbgrader_config.py", racine)
    ici = Path.cwd()
    try:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(racine)).load_config()
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        reussir(api.generate_assignment(devoir))
        publies, attendus, notes = racine / "exercises", {}, {}
        for publie in sorted((publies / devoir).glob("*.ipynb")):
            typique, points = copie_typique(publie.name, devoir, publies)
            attendus[publie.stem] = points
            for personne, copie in (("alice", copie_juste(publie.name, devoir, publies)), ("bruno", typique)):
                rendu = racine / "_correction/copies" / personne / devoir / publie.name
                rendu.parent.mkdir(parents=True, exist_ok=True)
                nbformat.write(copie, rendu)
        for personne in ("alice", "bruno"):
            reussir(api.autograde(devoir, personne))
            with api.gradebook as carnet:
                for cahier in attendus:
                    notes[personne, cahier] = {
                        note.name: (note.auto_score, note.max_score, note.needs_manual_grade)
                        for note in carnet.find_submission_notebook(cahier, devoir, personne).grades
                    }
        yield SimpleNamespace(devoir=devoir, attendus=attendus, notes=notes)
    finally:
        os.chdir(ici)


def test_nbgrader_tel_quel_note_chaque_etape_comme_le_corrige(etape_notee):
    assert sum(map(len, etape_notee.attendus.values())) >= 3, etape_notee.devoir
    for cahier, typiques in etape_notee.attendus.items():
        for cellule, (points, maximum, _) in etape_notee.notes["alice", cahier].items():
            assert points == (maximum if cellule in typiques else None), (cahier, cellule)
        for cellule, attendu in typiques.items():
            points, maximum, _ = etape_notee.notes["bruno", cahier][cellule]
            assert points == pytest.approx(attendu) if attendu is not None else points < maximum, (cahier, cellule)


def test_dans_chaque_etape_seul_un_texte_ecrit_attend_une_personne(etape_notee):
    for (_, cahier), notes in etape_notee.notes.items():
        a_lire = {cellule for cellule, (_, _, manuelle) in notes.items() if manuelle}
        assert a_lire == set(notes) - set(etape_notee.attendus[cahier])


# --- rendre


def retours(cours_note) -> dict[str, str]:
    dossier = cours_note.racine / "_correction" / "retours"
    return {f.relative_to(dossier).as_posix(): f.read_text("utf-8") for f in dossier.rglob("*.html")}


def test_un_retour_par_copie_rendue_en_francais(cours_note):
    pages = retours(cours_note)
    assert set(pages) == {
        *(f"alice-durand/etape-1/{n}.html" for n in ("2h", "4h", "12h")),
        "bruno/etape-1/2h.html", "bruno/etape-1/12h.html", "chloe/etape-1/2h.html",
    }  # fmt: skip
    anglais = r"\b(Score|Comments?|Student|Test cell|Top|answer|response|This cell|points? out of|Grade)\b"
    for nom, page in pages.items():
        assert '<html lang="fr">' in page
        visible = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert not re.search(anglais, visible), (nom, re.search(anglais, visible))


def test_le_retour_dit_les_points_la_phrase_et_le_commentaire(cours_note):
    pages = {nom: page.replace("\u202f", " ").replace("\u00a0", " ") for nom, page in retours(cours_note).items()}
    assert "<strong>10</strong> points sur 10" in pages["alice-durand/etape-1/2h.html"]
    assert "<strong>Vos liens entre leviers sont clairs.</strong>" in pages["alice-durand/etape-1/12h.html"]
    bruno = pages["bruno/etape-1/2h.html"]
    assert "<strong>6</strong> points sur 10" in bruno
    assert "Une subvention apporte" in bruno or "une subvention apporte" in bruno
    assert "Il manque les amortissements." in bruno
    assert "Vous avez laissé de côté les amortissements." in bruno
    assert "<strong>0 sur 1</strong>" in bruno and "<strong>5 sur 6</strong>" in bruno
    chloe = pages["chloe/etape-1/2h.html"]
    assert "<strong>0</strong> point sur 10" in chloe
    assert chloe.count("Pas de réponse.") == 4 and "Maj + Entrée" not in chloe


def test_le_retour_ne_montre_ni_test_cache_ni_bareme_ni_trace(cours_note):
    interdits = {
        "HIDDEN",
        "BEGIN SOLUTION",
        "Traceback",
        "attendu",
        "autres_comptes",
        "lignes_lues",
        "nombre_lu",
        "1_204_000",
    }
    bareme = " ".join((RACINE / "solutions/etape-1/corrige.yml").read_text("utf-8").split())
    assert "renonce à vendre des" in bareme
    for nom, page in retours(cours_note).items():
        assert not [i for i in interdits if i in page], nom
        assert "renonce à vendre des" not in page
    # Les tests cachés étaient pourtant bien là : Bruno les a recopiés dans ses sorties.
    for cahier in ("2h", "12h"):
        corrigee = lire(cours_note.racine / f"_correction/corrigees/bruno/etape-1/{cahier}.ipynb")
        sorties = [str(c.outputs) for c in corrigee.cells if c.cell_type == "code"]
        assert any("BEGIN HIDDEN TESTS" in sortie for sortie in sorties)


def test_rien_de_ce_qu_une_copie_contient_ne_s_execute_dans_le_retour(cours_note, ouvrir_page):
    page = ouvrir_page()
    for nom in ("bruno/etape-1/12h.html", "bruno/etape-1/2h.html"):
        fichier = cours_note.racine / "_correction" / "retours" / nom
        assert "&lt;script&gt;" in fichier.read_text("utf-8")
        page.goto(fichier.as_uri())
        assert page.title().startswith("Votre retour")
        assert page.locator("script, img, iframe, link, a[href^=javascript]").count() == 0
    assert page.requetes_externes == []
    assert page.erreurs_console == []


@pytest.mark.parametrize("schema", ["light", "dark"])
def test_le_retour_se_lit_au_telephone_et_au_lecteur_d_ecran(cours_note, ouvrir_page, schema):
    from axe_playwright_python.sync_playwright import Axe

    page = ouvrir_page(320, 640, color_scheme=schema)
    for nom in ("alice-durand/etape-1/12h.html", "bruno/etape-1/2h.html"):
        page.goto((cours_note.racine / "_correction" / "retours" / nom).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        violations = Axe().run(page.page).response["violations"]
        assert not violations, [(v["id"], v["nodes"][0]["html"]) for v in violations]


# --- exporter, et ne rien emporter


def test_les_notes_s_exportent_par_exercice_pour_un_tableur_francais(cours_note):
    commande(cours_note.racine, "export")
    contenu = (cours_note.racine / "_correction/notes.csv").read_text("utf-8-sig")
    lignes = list(csv.DictReader(io.StringIO(contenu), delimiter=";"))
    assert [
        (ligne["personne"], ligne["exercice"], ligne["note"], ligne["sur"], ligne["reste_a_noter"]) for ligne in lignes
    ] == [
        ("alice-durand", "2h", "10", "10", "non"),
        ("alice-durand", "4h", "5", "5", "non"),
        ("alice-durand", "12h", "10", "11", "non"),
        ("bruno", "2h", "6", "10", "non"),
        ("bruno", "12h", "4", "11", "non"),
        ("chloe", "2h", "0", "10", "non"),
    ]


def test_l_export_d_origine_de_nbgrader_reste_possible(cours_note, tmp_path):
    from nbgrader.plugins import CsvExportPlugin

    with cours_note.api.gradebook as notes:
        CsvExportPlugin(to=str(tmp_path / "notes.csv")).export(notes)
    lignes = csv.DictReader(io.StringIO((tmp_path / "notes.csv").read_text("utf-8")))
    assert {ligne["student_id"]: float(ligne["score"]) for ligne in lignes} == cours_note.finales


def test_aucun_chiffre_prive_ne_part_avec_les_copies(cours_note):
    """Le carnet est ouvert pendant toute la correction ; rien de lui ne doit se retrouver dans ce qui circule."""
    assert any(SECRET.encode() in f.read_bytes() for f in cours_note.prive.rglob("*") if f.is_file())
    fichiers = [f for f in cours_note.racine.rglob("*") if f.is_file()]
    assert len(fichiers) > 20
    assert not [f for f in fichiers if SECRET.encode() in f.read_bytes()]
