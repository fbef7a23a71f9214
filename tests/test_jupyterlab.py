"""L'heure de l'apprenant, dans un vrai navigateur : ouvrir, démarrer d'un clic, répondre au clavier, retrouver ses réponses."""

import json
import re
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from trepied import parcours
from trepied.typographie import typographier
from trepied.widgets import contenus

LECON = "notebooks/etape-1-pourquoi/2h-l-equilibre-de-la-maison.ipynb"
DEMARRER = "▶ Démarrer la leçon"
DELAI = 60_000  # ms : un noyau qui démarre sur un ordinateur chargé


def _ouvrir_et_demarrer(page, jupyterlab, chemin=LECON):
    page.goto(jupyterlab.adresse(chemin))
    bouton = page.get_by_role("button", name=DEMARRER)
    bouton.wait_for(timeout=DELAI)
    fin = time.monotonic() + DELAI / 1000
    # Un clic avant que le noyau soit prêt est sans effet : la leçon dit de cliquer une seconde fois.
    while time.monotonic() < fin:
        bouton.click()
        try:
            page.locator(".trepied-etat").last.wait_for(state="attached", timeout=10_000)
            # Tant que des cellules s'exécutent, la page bouge : un clic tomberait à côté.
            page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(state="attached", timeout=DELAI)
            return
        except TimeoutError:
            continue
    pytest.fail("la leçon n'a rien affiché")


def _tuer_les_noyaux(jupyterlab):
    """Comme un ordinateur qu'on éteint : sans prévenir la page, sans laisser le noyau finir."""
    import os
    import signal

    def api(chemin, methode="GET"):
        requete = urllib.request.Request(f"{jupyterlab.url}api/{chemin}", method=methode, headers={"Authorization": f"token {jupyterlab.token}"})
        with urllib.request.urlopen(requete) as reponse:
            return reponse.read()

    import subprocess

    trouves = subprocess.run(["pgrep", "-f", "ipykernel_launcher"], capture_output=True, text=True).stdout.split() if os.name == "posix" else []
    for pid in trouves:
        # Seulement ceux de ce JupyterLab : leur carnet est le sien.
        try:
            if str(jupyterlab.carnet).encode() in open(f"/proc/{pid}/environ", "rb").read():
                os.kill(int(pid), signal.SIGKILL)
        except OSError:
            continue
    for session in json.loads(api("sessions")):
        api(f"sessions/{session['id']}", "DELETE")


@pytest.fixture
def lecon(ouvrir_page, jupyterlab):
    page = ouvrir_page(1280, 900)
    _ouvrir_et_demarrer(page, jupyterlab)
    page.get_by_label(re.compile("Argent reçu")).wait_for(timeout=DELAI)
    return page


def test_un_clic_montre_toute_la_lecon_sans_code_ni_erreur(lecon):
    lecon.get_by_text("Elle serait fragile si").wait_for(timeout=DELAI)
    assert lecon.locator(".jp-CodeCell .jp-InputArea-editor:visible").count() == 0
    assert lecon.locator(".jp-OutputArea-output[data-mime-type*=error], .jp-RenderedText[data-mime-type*=stderr]").count() == 0
    assert lecon.locator(".trepied-figure svg[role=img]").count() >= 2
    assert lecon.requetes_externes == []


def test_le_premier_trepied_suit_le_clavier_et_survit_au_noyau_tue(lecon, jupyterlab, ouvrir_page):
    for libelle, frappe in (("Argent reçu", "150 000"), ("Heures données", "2 400 h"), ("Valeur choisie", "16"), ("Ce que vos partenaires", "21,6 k€")):
        champ = lecon.get_by_label(re.compile(libelle)).first
        champ.focus()
        champ.press("Control+a")
        champ.press_sequentially(frappe)
    lecon.get_by_text(re.compile(r"71 viennent de l.argent, 18 du temps donné, 10 des partenaires")).first.wait_for(timeout=5000)
    triangle = lecon.locator(".trepied-premier svg[role=img]").first
    avant = triangle.inner_html()
    champ.press("Control+a")
    champ.press_sequentially("100 000")
    lecon.wait_for_function("avant => document.querySelector('.trepied-premier svg[role=img]').innerHTML !== avant", arg=avant)
    carnet = jupyterlab.carnet / "carnet.json"
    fin = time.monotonic() + 5
    while "100 000" not in carnet.read_text("utf-8") and time.monotonic() < fin:
        time.sleep(0.05)

    # Ce que l'éditeur enregistre ne contient ni sortie, ni chiffre privé.
    lecon.keyboard.press("Control+s")
    fichier = jupyterlab.dossier / LECON
    avant = fichier.stat().st_mtime_ns
    while fichier.stat().st_mtime_ns == avant and time.monotonic() < fin + 5:
        time.sleep(0.05)
    assert "100 000" not in fichier.read_text("utf-8") and '"outputs": []' in fichier.read_text("utf-8")

    _tuer_les_noyaux(jupyterlab)
    autre = ouvrir_page(1280, 900)
    _ouvrir_et_demarrer(autre, jupyterlab)
    retrouve = autre.get_by_label(re.compile("Ce que vos partenaires")).first
    retrouve.wait_for(timeout=DELAI)
    assert retrouve.input_value() == "100 000"


def test_un_repere_se_deplace_aux_fleches_et_le_dessin_suit(lecon):
    outil = lecon.locator(".trepied-positionnement")
    outil.wait_for(timeout=DELAI)
    premier = outil.get_by_role("radio").first
    premier.focus()
    premier.press("Space")
    avant = outil.locator("svg[role=img]").first.inner_html()
    lecon.keyboard.press("ArrowDown")
    lecon.keyboard.press("ArrowDown")
    lecon.wait_for_function("avant => document.querySelector('.trepied-positionnement svg[role=img]').innerHTML !== avant", arg=avant)
    # Les flèches sont restées dans la question : JupyterLab n'a pas changé de cellule.
    assert lecon.evaluate("document.activeElement.type") == "radio"


CARTE = parcours.charger(Path(__file__).parents[1] / "parcours.yml")
LECONS = [c.chemin.as_posix() for _, c in CARTE.cahiers]


@pytest.mark.parametrize("chemin", [*(c for c in LECONS if c != LECON), "notebooks/mon-carnet.ipynb"])
def test_les_autres_lecons_demarrent_aussi(ouvrir_page, jupyterlab, chemin):
    page = ouvrir_page(1280, 900)
    _ouvrir_et_demarrer(page, jupyterlab, chemin)
    page.locator(".trepied-etat").last.wait_for(state="attached", timeout=DELAI)
    assert page.get_by_role("alert").count() == 0
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    assert page.requetes_externes == []


def test_on_peut_repondre_a_un_exercice_avant_de_l_avoir_demarre(ouvrir_page, jupyterlab):
    page = ouvrir_page(1280, 900)
    page.goto(jupyterlab.adresse("exercises/etape-1/2h.ipynb"))
    case = page.locator(".jp-CodeCell .cm-content", has_text=re.compile("produits = [.6]")).first
    case.wait_for(timeout=DELAI)
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(state="attached", timeout=DELAI)
    case.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("produits = 60 000 €")
    sortie = page.get_by_text("Vous avez gardé les ventes seules")
    fin = time.monotonic() + DELAI / 1000
    # La première frappe est perdue si le noyau n'est pas encore là.
    while not sortie.count() and time.monotonic() < fin:
        case.click()
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(1500)
    assert sortie.count()
    assert page.get_by_text("SyntaxError").count() == 0


BRANCHES = {c.profil: c for _, c in CARTE.cahiers if c.profil}


@pytest.mark.parametrize("profil", BRANCHES)
def test_le_profil_choisi_mene_a_sa_branche_ou_l_on_repond_et_dessine_ses_acteurs(ouvrir_page, jupyterlab, profil):
    page = ouvrir_page(1280, 900)
    _ouvrir_et_demarrer(page, jupyterlab, CARTE.etapes[1].cahiers[0].chemin.as_posix())
    outil = page.locator(".trepied-orientation")
    outil.wait_for(timeout=DELAI)
    reponses = {"profil": profil, "objectif": "comprendre", "temps": "240"}
    for question in ("profil", "objectif", "maturite", "temps"):
        choix = outil.locator(f".trepied-orientation-{question}")
        choix.locator(f"input[value='{reponses[question]}']" if question in reponses else "input").first.check()
    chemin = outil.locator(".trepied-chemin")
    branche = BRANCHES[profil]
    chemin.get_by_role("link", name=branche.titre.replace(" :", "\u00a0:")).wait_for(timeout=DELAI)
    for autre in BRANCHES.values():
        assert autre is branche or chemin.get_by_text(autre.titre.split(" :")[0] + "\u00a0:").count() == 0

    page = ouvrir_page(1280, 900)
    _ouvrir_et_demarrer(page, jupyterlab, branche.chemin.as_posix())
    # Une réponse courante mais inexacte reçoit sa propre réplique.
    (identifiant,) = re.findall(r'lecon\.qcm\(\\?"([^"\\]+)', (jupyterlab.dossier / branche.chemin).read_text("utf-8"))[:1]
    fausse = next(c for c in contenus.lire("qcm", identifiant)["choix"] if not c.get("juste"))
    question = page.locator(".trepied-qcm").first
    question.get_by_label(typographier(fausse["texte"])).check()
    question.get_by_role("button", name="Vérifier").click()
    question.get_by_text(typographier(fausse["reponse"])).wait_for(timeout=DELAI)

    registre = page.locator(".trepied-registre").last
    registre.get_by_role("button", name="Ajouter un acteur").click()
    registre.get_by_label("Acteur : ligne 1").fill("La mairie")
    registre.get_by_role("checkbox", name="paie : La mairie").check()
    registre.locator(".trepied-registre-bilan svg[role=img]").wait_for(timeout=DELAI)
    fin = time.monotonic() + 10
    carnet = jupyterlab.carnet / "carnet.json"
    while "La mairie" not in carnet.read_text("utf-8") and time.monotonic() < fin:
        time.sleep(0.1)
    gardees = json.loads(carnet.read_text("utf-8"))["valeurs"]
    assert gardees["orientation"]["valeur"]["profil"] == profil
    assert "La mairie" in json.dumps(gardees["registre.etape-2.acteurs"], ensure_ascii=False)
    page.keyboard.press("Escape")
    registre.get_by_role("button", name="Effacer toutes les lignes").click()
    assert page.requetes_externes == []
