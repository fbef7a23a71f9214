"""Ce que les tests partagent : dossiers, carnet privé, Chromium, serveur de pages, JupyterLab."""

import functools
import http.server
import importlib
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))  # pour `import cours`

import cours  # noqa: E402
import navigateur  # noqa: E402

OPTIONS_DE_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOCAUX = {"127.0.0.1", "localhost", "[::1]", "::1"}


@pytest.fixture(scope="session")
def racine() -> Path:
    """Le dossier du projet. À lire seulement : pour écrire, copier dans tmp_path."""
    return RACINE


@pytest.fixture(autouse=True)
def carnet_prive(tmp_path_factory, monkeypatch) -> Path:
    """Un carnet vide pour chaque test : aucun ne touche celui de la personne qui lance les tests."""
    dossier = tmp_path_factory.mktemp("carnet")
    monkeypatch.setenv("TREPIED_CARNET", str(dossier))
    return dossier


# --- Navigateur -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium():
    """Un Chromium (API synchrone de Playwright) pour toute la session."""
    sync_api = importlib.import_module("playwright.sync_api")  # tard : les tests sans navigateur s'en passent
    chemin = navigateur.trouver_chromium()
    if not chemin:
        pytest.fail(cours.MESSAGES["chromium"])
    with sync_api.sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=chemin, args=OPTIONS_DE_CHROMIUM) as chrome:
            yield chrome


@dataclass
class PageHorsLigne:
    """Une page dont tout appel au dehors est bloqué et noté. Se manie comme la Page de Playwright."""

    page: object
    requetes_externes: list[str] = field(default_factory=list)
    erreurs_console: list[str] = field(default_factory=list)

    def __getattr__(self, nom):
        return getattr(self.page, nom)


@pytest.fixture
def ouvrir_page(chromium):
    """ouvrir_page(largeur=1280, hauteur=800, **options du contexte) -> PageHorsLigne, en français."""
    contextes = []

    def ouvrir(largeur: int = 1280, hauteur: int = 800, **options) -> PageHorsLigne:
        contexte = chromium.new_context(locale="fr-FR", viewport={"width": largeur, "height": hauteur}, **options)
        contextes.append(contexte)
        hors_ligne = PageHorsLigne(contexte.new_page())

        def bloquer(route):
            hors_ligne.requetes_externes.append(route.request.url)
            route.abort()

        contexte.route(lambda url: _est_externe(url), bloquer)
        contexte.on("console", lambda m: m.type == "error" and hors_ligne.erreurs_console.append(m.text))
        contexte.on("weberror", lambda erreur: hors_ligne.erreurs_console.append(str(erreur.error)))
        return hors_ligne

    yield ouvrir
    for contexte in contextes:
        contexte.close()


@pytest.fixture
def page_hors_ligne(ouvrir_page) -> PageHorsLigne:
    """Une page de 1280 × 800 ; `requetes_externes` et `erreurs_console` se lisent à la fin du test."""
    return ouvrir_page()


def _est_externe(url: str) -> bool:
    adresse = urlsplit(url)
    return adresse.scheme in ("http", "https", "ws", "wss") and adresse.hostname not in LOCAUX


# --- Serveurs ---------------------------------------------------------------------------------------------------


class _Muet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *rien):
        pass


@pytest.fixture(scope="session")
def serveur_statique():
    """serveur_statique(dossier) -> adresse « http://127.0.0.1:port » qui sert ce dossier jusqu'à la fin."""
    serveurs = []

    def servir(dossier: Path) -> str:
        serveur = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(_Muet, directory=str(dossier))
        )
        serveurs.append(serveur)
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{serveur.server_port}"

    yield servir
    for serveur in serveurs:
        serveur.shutdown()
        serveur.server_close()


@dataclass(frozen=True)
class JupyterLab:
    """Un JupyterLab en marche sur une copie du cours."""

    url: str  # « http://127.0.0.1:8888/ »
    token: str
    dossier: Path  # la copie : notebooks/, book/, exercises/, data/
    carnet: Path  # le dossier du carnet de cette session

    def adresse(self, chemin: str) -> str:
        """L'adresse qui ouvre un fichier de la copie, par exemple « book/parcours-2h.md »."""
        # Sans « reset », JupyterLab rouvre aussi les cahiers du test d'avant, et l'on cliquerait dans un autre.
        return f"{self.url}lab/tree/{chemin}?token={self.token}&reset"


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory) -> Iterator[JupyterLab]:
    """JupyterLab, lancé comme le fait cours.py, sur une copie du cours et avec ses propres dossiers."""
    dossier = tmp_path_factory.mktemp("cours copié")
    for nom in ("notebooks", "book", "exercises", "data"):
        if (RACINE / nom).exists():
            shutil.copytree(RACINE / nom, dossier / nom, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    prive = tmp_path_factory.mktemp("jupyter")
    journal = prive / "journal.txt"
    with tempfile.TemporaryDirectory(prefix="trepied-") as session:
        commande, env = cours.jupyterlab(
            session,
            racine=dossier,
            prive=prive / "config",
            JUPYTER_DATA_DIR=prive / "donnees",
            TREPIED_CARNET=prive / "carnet",
        )
        commande[0] = sys.executable  # le Python des tests, même si .venv est ailleurs
        with journal.open("wb") as sortie, cours.enfant(
            commande, env, stdin=subprocess.DEVNULL, stdout=sortie, stderr=sortie
        ) as programme:
            adresse = cours.adresse_de_jupyterlab(programme, session, "book")
            assert adresse, journal.read_text("utf-8")
            url, token = adresse.split("lab/tree/book?token=")
            yield JupyterLab(url, token, dossier, prive / "carnet")
