"""Le lanceur, par la porte qu'on emploie : `python3 cours.py …` dans une copie du cours."""

import ast
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import cours as lanceur
import navigateur

ANGLAIS_D_ARGPARSE = r"usage|options:|positional|optional|show this|error|invalid|unrecognized|expected|argument|exit"
POSIX = pytest.mark.skipif(os.name == "nt", reason="signaux et scripts de POSIX")
SANS_RESEAU = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "https://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
    "UV_HTTP_RETRIES": "0",
}


def copier_le_cours(racine: Path, dossier: Path) -> Path:
    """Ce qu'il faut du cours pour l'installer et l'ouvrir, sans son environnement."""
    dossier.mkdir(parents=True)
    for nom in ("cours.py", "pyproject.toml", "uv.lock", "README.md"):
        shutil.copy(racine / nom, dossier)
    for nom in ("src", "jupyter"):
        shutil.copytree(racine / nom, dossier / nom, ignore=shutil.ignore_patterns("__pycache__"))
    (dossier / "tests").mkdir()
    shutil.copy(racine / "tests" / "navigateur.py", dossier / "tests")
    (dossier / "book").mkdir()
    (dossier / "book" / "parcours-2h.md").write_text("# Parcours de 2 h\n", "utf-8")
    return dossier


def environnement(**ajouts: str) -> dict[str, str]:
    """Celui des tests, sans écran : aucun navigateur ne doit s'ouvrir."""
    return {**{cle: v for cle, v in os.environ.items() if cle not in ("DISPLAY", "WAYLAND_DISPLAY")}, **ajouts}


def lancer(dossier: Path, *arguments: str, **variables: str) -> SimpleNamespace:
    """Lance cours.py d'un autre dossier, comme le ferait un raccourci."""
    fini = subprocess.run(
        [sys.executable, str(dossier / "cours.py"), *arguments],
        cwd=dossier.anchor,
        env=environnement(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
    )
    return SimpleNamespace(code=fini.returncode, sortie=fini.stdout.decode("utf-8"), erreur=fini.stderr.decode("utf-8"))


def une_phrase(texte: str) -> str:
    """Vérifie qu'un échec se dit en une ligne, sans trace technique, et la renvoie."""
    lignes = texte.strip().splitlines()
    assert len(lignes) == 1, texte
    assert "Traceback" not in texte and "Error" not in texte
    return lignes[0]


@pytest.fixture
def copie(racine, tmp_path) -> Path:
    return copier_le_cours(racine, tmp_path / "dossier é à" / "avec espaces")


@pytest.fixture
def module(copie):
    """Le lanceur de la copie, chargé ici pour en éprouver les fonctions sans toucher au vrai dossier."""
    specification = importlib.util.spec_from_file_location("cours_copie", copie / "cours.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


# --- La commande ------------------------------------------------------------------------------------------------


def test_l_aide_est_en_francais_et_nomme_toutes_les_actions(racine):
    aide = lancer(racine, "--help")
    assert aide.code == 0
    assert not re.search(ANGLAIS_D_ARGPARSE, aide.sortie.lower())
    for action in ("ouvrir", "livre", "verifier", "refaire", "tests", "--sans-navigateur", "--port", "2h|4h|12h"):
        assert action in aide.sortie
    assert lancer(racine, "livre", "-h").sortie == aide.sortie


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (["bidule"], "« bidule » n'est pas une durée (2h, 4h ou 12h) ni une action."),
        (["ouvrir", "3h"], "« 3h » n'est pas une durée"),
        (["livre", "4h"], "« livre 4h » n'est pas une commande du cours."),
        (["ouvrir", "2h", "4h"], "« ouvrir 2h 4h » n'est pas une commande du cours."),
        (["livre", "--port"], "« livre --port » n'est pas une commande du cours."),
        (["livre", "--port", "abc"], "« livre --port abc » n'est pas une commande du cours."),
        (["livre", "--port", "70000"], "« livre --port 70000 » n'est pas une commande du cours."),
        (["livre", "--sans-navigateur=oui"], "n'est pas une commande du cours."),
        (["verifier", "--sans"], "n'est pas une commande du cours."),
    ],
)
def test_une_commande_mal_ecrite_recoit_une_phrase_en_francais(racine, arguments, attendu):
    refus = lancer(racine, *arguments)
    phrase = une_phrase(refus.erreur)
    assert refus.code == 2
    assert phrase.startswith(attendu) or attendu in phrase
    assert not re.search(ANGLAIS_D_ARGPARSE, phrase.lower())


@pytest.mark.parametrize("arguments", [["4h"], ["ouvrir", "4h"], ["4"], ["4 h"], ["--sans-navigateur", "4H"]])
def test_la_duree_se_donne_sans_nommer_l_action(arguments):
    action, options = lanceur.lire_commande(arguments)
    assert (action, options.duree) == ("ouvrir", "4h")


def test_les_options_de_pytest_passent_telles_quelles():
    assert lanceur.lire_commande(["tests", "-k", "carnet", "-x"])[1].pytest == ["-k", "carnet", "-x"]


def test_la_duree_est_demandee_au_terminal_jusqu_a_une_reponse_claire(monkeypatch, capsys):
    reponses = iter(["demain", "12"])
    monkeypatch.setattr("builtins.input", lambda question: next(reponses))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    assert lanceur.demander_la_duree() == "12h"
    monkeypatch.setattr("builtins.input", lambda question: "")
    assert lanceur.demander_la_duree() == "2h"


# --- Ce qui peut manquer ----------------------------------------------------------------------------------------


def test_un_python_ancien_recoit_une_phrase_et_non_une_erreur_de_syntaxe(racine):
    ast.parse((racine / "cours.py").read_text("utf-8"), feature_version=(3, 6))
    feinte = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['cours.py', '2h']; "
        f"runpy.run_path({str(racine / 'cours.py')!r}, run_name='__main__')"
    )
    refus = subprocess.run([sys.executable, "-c", feinte], capture_output=True, encoding="utf-8")
    assert refus.returncode == 1
    debut = "Trépied demande Python 3.11 ou plus récent, jusqu'à 3.13 ; vous avez 3.9.2. Installez Python 3.13"
    assert une_phrase(refus.stderr).startswith(debut)


def test_un_python_trop_recent_laisse_uv_en_choisir_un_autre(module, monkeypatch):
    commandes = []

    def noter(commande):
        commandes.append(commande)
        module.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(module, "trouver_uv", lambda version, roues: "uv")
    monkeypatch.setattr(module, "suivre", noter)
    module.installer(dev=False)
    assert "--python" in commandes[0]
    shutil.rmtree(module.VENV)
    monkeypatch.setattr("sys.version_info", (3, 14, 1, "final", 0))
    module.installer(dev=False)
    assert commandes[2] == ["uv", "sync", "--locked", "--no-dev"]
    assert "vous avez 3.14.1" in str(module.diagnostic("error: No interpreter found for Python >=3.11, <3.14"))


@pytest.mark.parametrize("avec_uv", [False, True])
def test_sans_reseau_une_phrase_dit_quoi_faire(copie, tmp_path, avec_uv):
    chemins = [os.environ["PATH"], *map(str, lanceur.OUTILS.glob("uv-*"))] if avec_uv else [str(tmp_path / "vide")]
    variables = {"PATH": os.pathsep.join(chemins), "UV_CACHE_DIR": str(tmp_path / "cache"), **SANS_RESEAU}
    refus = lancer(copie, "tests", **variables)
    assert refus.code == 1
    assert une_phrase(refus.erreur).startswith("Le téléchargement n'aboutit pas. Vérifiez la connexion à internet")
    details = (copie / ".outils" / "journal-installation.txt").read_text("utf-8")
    assert ("urlopen" in details) is not avec_uv  # c'est bien uv, ou bien nous, qui avons essayé
    assert not (copie / ".venv" / "trepied-installe.json").exists()


@pytest.mark.parametrize("contenu", [None, "", "version = [", "version = 1\n[[package]]\nname = 'autre'\n"])
def test_un_verrou_absent_ou_abime_se_dit(copie, contenu):
    (copie / "uv.lock").unlink()
    if contenu is not None:
        (copie / "uv.lock").write_text(contenu)
    refus = lancer(copie, "2h")
    assert refus.code == 1
    assert re.match(r"Le fichier .*uv.lock manque, est abîmé ou ne va pas avec les autres.", une_phrase(refus.erreur))


def test_un_disque_trop_plein_se_dit_avant_d_installer(module, monkeypatch, capsys):
    monkeypatch.setattr("shutil.disk_usage", lambda dossier: SimpleNamespace(free=900 * 10**6))
    assert module.main(["verifier"]) == 1
    assert une_phrase(capsys.readouterr().err).startswith("Il manque de la place sur le disque : libérez 1,5 Go")
    assert not module.VENV.exists()


@pytest.mark.parametrize(
    ("code", "attendu"), [(errno.EROFS, "Impossible d'écrire"), (errno.ENOSPC, "Il manque de la place")]
)
def test_un_support_qui_refuse_l_ecriture_se_dit(module, monkeypatch, capsys, code, attendu):
    def refuser(chemin, *arguments, **options):
        raise OSError(code, os.strerror(code), str(chemin))

    monkeypatch.setattr(Path, "mkdir", refuser)
    assert module.main(["verifier"]) == 1
    assert une_phrase(capsys.readouterr().err).startswith(attendu)


def test_un_imprevu_garde_sa_trace_dans_le_journal_et_pas_a_l_ecran(module, monkeypatch, capsys):
    monkeypatch.setattr(module, "pret", lambda dev: 1 / 0)
    assert module.main(["verifier"]) == 1
    journal = module.OUTILS / "journal-installation.txt"
    assert une_phrase(capsys.readouterr().err).endswith(f"les détails sont dans {journal}")
    assert "ZeroDivisionError" in journal.read_text("utf-8")


@pytest.mark.parametrize(
    ("message", "debut"),
    [
        ("error: failed to write: No space left on device (os error 28)", "Il manque de la place"),
        ("cause: There is not enough space on the disk. (os error 112)", "Il manque de la place"),
        ("[WinError 5] Accès refusé: 'C:\\cours'", "Impossible d'écrire"),
        ("[WinError 32] Le processus ne peut pas accéder au fichier", "Un autre programme retient"),
        ("error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.", "Le fichier uv.lock"),
        ("error: Failed to parse `uv.lock`", "Le fichier uv.lock"),
        ("cause: dns error", "Le téléchargement n'aboutit pas"),
        ("error: autre chose", "L'installation n'a pas abouti."),
    ],
)
def test_les_echecs_de_uv_et_du_systeme_sont_reconnus(module, message, debut):
    assert str(module.diagnostic(message)).startswith(debut)


def test_deux_installations_a_la_fois_ne_se_melangent_pas(module, copie):
    module.OUTILS.mkdir()
    with module.verrou():
        refus = lancer(copie, "verifier")
    assert refus.code == 1
    assert une_phrase(refus.erreur).startswith("Ce cours s'installe déjà dans une autre fenêtre.")
    with module.verrou():  # rendu, il se reprend
        pass


def test_un_port_pris_se_dit_avant_de_construire_le_livre(copie):
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as occupant:
        port = str(occupant.getsockname()[1])
        refus = lancer(copie, "livre", "--port", port)
    assert refus.code == 1
    assert une_phrase(refus.erreur).startswith(f"Le port {port} est déjà pris")


# --- uv, d'après uv.lock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("systeme", "machine", "fin"),
    [
        ("Linux", "x86_64", "-musllinux_1_1_x86_64.whl"),
        ("Linux", "aarch64", ".musllinux_1_1_aarch64.whl"),
        ("Darwin", "x86_64", "-macosx_10_12_x86_64.whl"),
        ("Darwin", "arm64", "-macosx_11_0_arm64.whl"),
        ("Windows", "AMD64", "-win_amd64.whl"),
        ("Windows", "ARM64", "-win_arm64.whl"),
    ],
)
def test_uv_lock_donne_un_uv_pour_chaque_ordinateur(systeme, machine, fin):
    version, roues = lanceur.uv_du_verrou()
    roue = lanceur.choisir_roue(roues, systeme, machine)
    assert roue["url"].startswith("https://")
    assert roue["url"].rsplit("/", 1)[1].startswith(f"uv-{version}-") and roue["url"].endswith(fin)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", roue["hash"])


def test_un_ordinateur_inconnu_recoit_une_phrase():
    with pytest.raises(lanceur.Arret, match=r"ne connaît pas cet ordinateur \(SunOS sparc\)"):
        lanceur.choisir_roue(lanceur.uv_du_verrou()[1], "SunOS", "sparc")


@pytest.fixture
def roue(tmp_path, monkeypatch) -> dict[str, str]:
    """Une roue de uv à une adresse locale."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    chemin = tmp_path / "uv-9.9.9-py3-none-musllinux_1_1_x86_64.whl"
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("uv/__init__.py", "")
        archive.writestr("uv-9.9.9.data/scripts/uvx" + lanceur.EXE, "pas lui")
        archive.writestr("uv-9.9.9.data/scripts/uv" + lanceur.EXE, "le binaire")
    return {"url": chemin.as_uri(), "hash": "sha256:" + hashlib.sha256(chemin.read_bytes()).hexdigest()}


def test_uv_se_prend_dans_sa_roue_sans_pip(roue, tmp_path):
    assert lanceur.uv_par_son_adresse([roue], tmp_path).read_text() == "le binaire"


def test_une_roue_dont_l_empreinte_differe_est_refusee(roue, tmp_path):
    roue["hash"] = "sha256:" + "0" * 64
    with pytest.raises(lanceur.Arret, match="a été refusé"):
        lanceur.uv_par_son_adresse([roue], tmp_path)
    assert not list(tmp_path.rglob("scripts"))


@POSIX
def test_le_uv_de_l_ordinateur_ne_sert_que_s_il_est_assez_recent(module, monkeypatch, tmp_path):
    def uv_de_version(version):
        uv = tmp_path / "uv"
        uv.write_text(f"#!/bin/sh\necho 'uv {version} (abcdef 2026-01-01)'\n")
        uv.chmod(0o755)
        return str(uv)

    def uv_par_pip(version, roues, dossier):
        return Path(shutil.copy(tmp_path / "uv", dossier / "brouillon"))

    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.defpath)
    monkeypatch.setattr(module, "uv_par_pip", uv_par_pip)
    module.OUTILS.mkdir()
    du_systeme = uv_de_version("0.13.0")
    assert module.trouver_uv("0.13.9", []) == du_systeme
    uv_de_version("0.12.99")
    du_cours = module.OUTILS / "uv-0.13.9" / "uv"
    assert module.trouver_uv("0.13.9", []) == str(du_cours) and os.access(du_cours, os.X_OK)


def test_l_avancement_se_lit_dans_ce_que_uv_ecrit():
    texte = "Downloading pandas (11.8MiB)\nDownloading numpy (16.1MiB)\n Downloaded numpy\n"
    assert lanceur.avancement(texte) == "57 % reçus"
    assert lanceur.avancement(texte + "Prepared 2 packages in 2.69s\n") == ""
    assert lanceur.avancement("Resolved 191 packages in 2ms\n") == ""


# --- Chromium pour les tests ------------------------------------------------------------------------------------


def test_le_premier_chromium_qui_demarre_est_pris(monkeypatch, tmp_path):
    monkeypatch.setattr(navigateur, "candidats", lambda: iter(["", str(tmp_path / "absent"), sys.executable]))
    assert navigateur.obtenir_chromium() == sys.executable


# --- Une vraie installation -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installation(racine, tmp_path_factory):
    """Une copie du cours installée pour de vrai, dont chaque appel à uv est noté dans `appels`."""
    base = tmp_path_factory.mktemp("installation")
    copie = copier_le_cours(racine, base / "dossier é à" / "avec espaces")
    appels, variables = base / "appels.txt", {}
    uv = shutil.which("uv") or next(map(str, lanceur.OUTILS.glob("uv-*/uv")), None)
    if uv and os.name != "nt":
        (base / "bin").mkdir()
        espion = base / "bin" / "uv"
        espion.write_text(f'#!/bin/sh\necho "$@" >> "{appels}"\nexec "{uv}" "$@"\n')
        espion.chmod(0o755)
        variables["PATH"] = str(espion.parent) + os.pathsep + os.environ["PATH"]
    premier = lancer(copie, "tests", "-k", "rien_de_tel", **variables)
    assert "Le cours est installé." in premier.sortie, premier.erreur
    return SimpleNamespace(dossier=copie, appels=appels, variables=variables, premier=premier)


def test_le_premier_lancement_installe_en_disant_ou_il_en_est_puis_agit(installation):
    sortie = installation.premier.sortie
    assert "1/3  Outil d'installation : uv " in sortie and "2/3  Bibliothèques" in sortie and "3/3  Vérif" in sortie
    assert "no tests ran" in sortie  # le mot de la fin de pytest
    if installation.appels.exists():
        assert "sync --locked" in installation.appels.read_text()


def test_n_avoir_lance_aucun_test_est_un_echec(installation):
    assert installation.premier.code == 1
    assert installation.premier.erreur.strip() == "Aucun test n'a été lancé : vérifiez les options données à pytest."


def test_le_second_lancement_n_appelle_pas_uv(installation):
    installation.appels.unlink(missing_ok=True)
    second = lancer(installation.dossier, "tests", "--version", **installation.variables)
    assert second.code == 0 and "Installation" not in second.sortie
    assert not installation.appels.exists()


def test_le_tampon_vaut_pour_ce_dossier_ce_python_ce_verrou_et_ce_mode(installation, monkeypatch):
    specification = importlib.util.spec_from_file_location("cours_installe", installation.dossier / "cours.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.pret(dev=True) and module.pret(dev=False)  # qui peut tester peut apprendre
    tampon = json.loads(module.TAMPON.read_text("utf-8"))
    try:
        for cle, autre in {"dossier": "/ailleurs", "python": "3.10", "contenu": "0" * 64}.items():
            module.TAMPON.write_text(json.dumps({**tampon, cle: autre}), "utf-8")
            assert not module.pret(dev=False), cle
        module.TAMPON.write_text(json.dumps({**tampon, "dev": False}), "utf-8")
        assert module.pret(dev=False) and not module.pret(dev=True)
        module.TAMPON.write_text("{à moitié", "utf-8")
        assert not module.pret(dev=False)
    finally:
        module.TAMPON.write_text(json.dumps(tampon), "utf-8")
    monkeypatch.setattr(module, "PYTHON", str(installation.dossier / "disparu"))
    assert not module.pret(dev=False)


def test_sans_chromium_ni_moyen_d_en_installer_les_tests_le_disent(installation, tmp_path):
    # Ni PATH, ni apt-get, ni serveur de Playwright : rien ne doit être installé par ce test.
    variables = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "TREPIED_CHROMIUM": ""}
    if any(map(navigateur.demarre, list(navigateur.candidats())[6:])):
        pytest.skip("un navigateur est installé hors du PATH, à sa place habituelle")
    refus = lancer(installation.dossier, "tests", PLAYWRIGHT_DOWNLOAD_HOST="http://127.0.0.1:9", **variables)
    assert refus.code == 1
    assert refus.erreur.strip().splitlines()[-1] == lanceur.MESSAGES["chromium"]


@POSIX
def test_un_dossier_deplace_se_reinstalle_s_ouvre_et_ctrl_c_l_arrete(installation):
    deplace = installation.dossier.rename(installation.dossier.parent / "déplacé")
    programme = subprocess.Popen(
        [sys.executable, str(deplace / "cours.py"), "2h", "--sans-navigateur"],
        env=environnement(**installation.variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        start_new_session=True,
    )
    garde = threading.Timer(150, programme.kill)
    garde.start()
    try:
        lignes = list(iter(programme.stdout.readline, "Ouverture du cours…\n"))
        assert "Le cours est installé.\n" in lignes
        python = deplace / ".venv" / "bin" / "python"
        trouve = subprocess.check_output([python, "-c", "import trepied; print(trepied.__file__)"], encoding="utf-8")
        assert Path(trouve.strip()).is_relative_to(deplace)

        adresse = next(ligne.strip() for ligne in programme.stdout if "http://" in ligne)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/lab/tree/book/parcours-2h\.md\?token=[0-9a-f]{48}", adresse)
        assert urllib.request.urlopen(adresse).status == 200
        with pytest.raises(urllib.error.HTTPError, match="403"):  # sans jeton, rien
            urllib.request.urlopen(adresse.split("lab/")[0] + "api/contents")

        os.killpg(programme.pid, signal.SIGINT)
        assert programme.stdout.read().strip().endswith("Arrêté.")
        assert programme.wait() == 130
        with pytest.raises(OSError):
            urllib.request.urlopen(adresse)
    finally:
        garde.cancel()
        programme.kill()
        deplace.rename(installation.dossier)


# --- JupyterLab tel qu'une personne le voit -----------------------------------------------------------------------


def test_les_reglages_de_jupyterlab_existent_dans_la_version_installee(racine):
    partage = Path(sys.prefix) / "share" / "jupyter"
    schemas = {}
    for dossier in (partage / "lab" / "schemas", *partage.glob("labextensions/*/*/schemas")):
        for schema in dossier.glob("*/*/*.json"):
            nom = schema.relative_to(dossier)
            schemas[f"{nom.parent.as_posix()}:{nom.stem}"] = json.loads(schema.read_text("utf-8"))
    for fichier in racine.glob("jupyter/**/default_setting_overrides.json"):
        for greffon, reglages in json.loads(fichier.read_text("utf-8")).items():
            assert set(reglages) <= set(schemas[greffon]["properties"]), greffon
    scripts = [*partage.glob("lab/static/*.js"), *partage.glob("labextensions/**/*.js")]
    code = b"".join(script.read_bytes() for script in scripts)
    for fichier in racine.glob("jupyter/**/page_config.json"):
        for greffon in json.loads(fichier.read_text("utf-8"))["disabledExtensions"]:
            assert greffon.encode() in code, greffon


def ecrire_notebook(chemin: Path) -> None:
    """Une leçon d'essai : un titre, une cellule de code repliée, puis de quoi descendre."""
    cellules = [
        {"cell_type": "markdown", "id": "titre", "metadata": {}, "source": "# Leçon d'essai"},
        {
            "cell_type": "code",
            "id": "code",
            "metadata": {"jupyter": {"source_hidden": True}},
            "execution_count": None,
            "outputs": [],
            "source": "print('Bon' + 'jour')",
        },
        *(
            {"cell_type": "markdown", "id": f"suite-{n}", "metadata": {}, "source": f"## Suite {n}"}
            for n in range(40)
        ),
    ]
    noyau = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    chemin.write_text(json.dumps({"cells": cellules, "metadata": noyau, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_jupyterlab_parle_francais_et_demarre_la_lecon_d_un_clic(jupyterlab, page_hors_ligne):
    (jupyterlab.dossier / "essai.md").write_text("# Essai\n\n[Leçon](essai.ipynb)\n", "utf-8")
    ecrire_notebook(jupyterlab.dossier / "essai.ipynb")
    page = page_hors_ligne

    def noyau_lent(route):
        if route.request.method == "POST":
            page.wait_for_timeout(2_000)
        route.continue_()

    page.route("**/api/sessions*", noyau_lent)
    page.goto(jupyterlab.adresse("essai.md"))
    page.get_by_role("menuitem", name="Fichier").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.lang").startswith("fr")
    page.get_by_role("link", name="Leçon").click()  # le Markdown s'ouvre en lecture, pas en édition
    # Un autre essai a pu laisser des leçons ouvertes, que JupyterLab rouvre derrière.
    bouton = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-NotebookPanel-toolbar .jp-Toolbar-item").first
    bouton.get_by_text("▶ Démarrer la leçon").wait_for(timeout=60_000)
    page.get_by_role("heading", name="Leçon d'essai").wait_for()
    assert page.get_by_text("print(").filter(visible=True).count() == 0  # replié, le code ne se lit pas

    bouton.get_by_role("button").click()  # avant que le noyau soit prêt : le clic ne doit pas être perdu
    bouton.get_by_text("La leçon démarre").wait_for()
    page.locator(".jp-OutputArea-output", has_text="Bonjour").wait_for(timeout=60_000)
    bouton.get_by_text("▶ Démarrer la leçon").wait_for()
    assert page.evaluate("document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer').scrollTop") == 0

    for intrus in (".jp-Dialog", ".jp-cell-toolbar", ".jp-StatusBar-Widget:visible"):
        assert page.locator(intrus).count() == 0, intrus
    texte = page.locator("body").inner_text().lower()
    for anglais in ("nbgrader", "validate", "assignment", "formgrader", "run all", "cell 1/", "news", "would you like"):
        assert anglais not in texte
    assert page.requetes_externes == []
