#!/usr/bin/env python3
"""Trépied : installer le cours, puis l'ouvrir.

Emploi : python3 cours.py [action] [options]

  ouvrir [2h|4h|12h]       ouvre le cours dans JupyterLab, au début du parcours choisi.
                           C'est l'action par défaut : « python3 cours.py 4h » suffit.
    --sans-navigateur      affiche l'adresse au lieu d'ouvrir le navigateur
    --formation            montre aussi nbgrader et les fichiers des personnes qui forment
  livre                    construit le livre, puis le montre, sur cet ordinateur seulement
    --sans-navigateur      affiche l'adresse au lieu d'ouvrir le navigateur
    --port NUMÉRO          sert le livre à ce port
    --construire-seulement s'arrête une fois le livre construit
  verifier                 dit si les fichiers dérivés du cours sont à jour
  refaire                  refait ces fichiers
  tests [...]              lance les tests ; la suite de la commande va à pytest
  --help, -h, --aide       affiche cette aide

Il faut Python 3.11 à 3.13, 1,5 Go de disque et, la première fois, une connexion à internet.
"""
# La syntaxe reste celle de Python 3.6 : un Python trop ancien doit recevoir une phrase, pas une SyntaxError.

import argparse
import contextlib
import errno
import functools
import hashlib
import http.client
import http.server
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request
import webbrowser
import zipfile
from pathlib import Path

WINDOWS = os.name == "nt"
EXE = ".exe" if WINDOWS else ""
RACINE = Path(__file__).resolve().parent
OUTILS = RACINE / ".outils"
VENV = RACINE / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = str(BIN / ("python" + EXE))
TAMPON = VENV / "trepied-installe.json"  # écrit en dernier : présent, l'installation est entière
PORT_DU_LIVRE = 8880  # toujours le même : les réponses que garde le navigateur dépendent de l'adresse

MESSAGES = {
    "python": "Trépied demande Python 3.11 ou plus récent, jusqu'à 3.13 ; vous avez {version}. Installez Python 3.13 "
    "depuis https://www.python.org/downloads/ puis relancez la commande avec ce Python.",
    "commande": "« {texte} » n'est pas {attendu}. L'aide est ici : python3 cours.py --help",
    "incomplet": "Le fichier {fichier} manque, est abîmé ou ne va pas avec les autres. Téléchargez de nouveau le "
    "dossier du cours.",
    "disque": "Il manque de la place sur le disque : libérez 1,5 Go pour {dossier}, puis relancez la commande.",
    "ecriture": "Impossible d'écrire dans {dossier}. Copiez le dossier du cours là où vous pouvez écrire, par exemple "
    "dans vos documents, puis relancez la commande.",
    "fichier_pris": "Un autre programme retient un fichier du cours. Fermez JupyterLab, puis relancez la commande.",
    "deja_en_cours": "Ce cours s'installe déjà dans une autre fenêtre. Attendez la fin, puis relancez la commande.",
    "reseau": "Le téléchargement n'aboutit pas. Vérifiez la connexion à internet, puis relancez la commande ; "
    "sur le réseau d'une organisation, demandez l'accès au dépôt des paquets Python (PyPI).",
    "empreinte": "Le fichier reçu de {url} n'est pas celui que le cours attend : il a été refusé. Changez de réseau, "
    "puis relancez la commande.",
    "plateforme": "L'installation automatique ne connaît pas cet ordinateur ({plateforme}). Installez uv en suivant "
    "https://docs.astral.sh/uv/ puis relancez la commande.",
    "port_pris": "Le port {port} est déjà pris, peut-être par ce livre déjà ouvert. Fermez l'autre fenêtre, "
    "ou choisissez un autre numéro avec --port",
    "chromium": "Les tests demandent un navigateur Chromium. Installez Chromium ou Google Chrome, ou donnez son chemin "
    "dans la variable TREPIED_CHROMIUM.",
    "aucun_test": "Aucun test n'a été lancé : vérifiez les options données à pytest.",
    "echec": "{quoi} n'a pas abouti. Relancez la commande ; si cela se répète, les détails sont dans {journal}",
}

SYMPTOMES = (  # ce que disent uv et le système quand ils échouent ; le premier motif reconnu l'emporte
    ("disque", r"No space left|not enough space|No usable temporary|(os error|Errno|WinError) (28|112|122)\b"),
    ("incomplet", r"lockfile .*needs to be updated|Failed to parse `uv\.lock|Errno 2\]|WinError [23]\]"),
    ("python", r"No interpreter found|python-build-standalone"),
    ("fichier_pris", r"(os error|WinError) 32\b"),
    ("ecriture", r"Permission denied|Read-only file system|(os error|Errno|WinError) (1|5|13|30)\b"),
    ("reseau", r"dns error|error sending request|Failed to (fetch|download)|[Cc]onnection|timed out|tunnel"),
)

ROUES = {  # la version « musl », liée statiquement, convient à tous les Linux
    ("Linux", "x86_64"): r"musllinux_\d_\d_x86_64",
    ("Linux", "aarch64"): r"musllinux_\d_\d_aarch64",
    ("Darwin", "x86_64"): r"macosx_\d+_\d+_x86_64",
    ("Darwin", "arm64"): r"macosx_\d+_\d+_arm64",
    ("Windows", "AMD64"): r"win_amd64",
    ("Windows", "ARM64"): r"win_arm64",
}


class Arret(Exception):
    """Un empêchement qui se dit en une phrase ; ses `details` techniques vont dans un journal."""

    def __init__(self, cle, details="", journal="installation", **valeurs):
        chemin = OUTILS / ("journal-%s.txt" % journal)
        if details:
            with contextlib.suppress(OSError):
                OUTILS.mkdir(exist_ok=True)
                chemin.write_text(details, "utf-8")
        valeurs.update(journal=chemin, dossier=RACINE, version="%d.%d.%d" % sys.version_info[:3])
        super().__init__(MESSAGES[cle].format(**valeurs))
        self.code = 2 if cle == "commande" else 1


def diagnostic(texte, details="", quoi="L'installation", fichier="uv.lock"):
    """L'empêchement que laisse reconnaître un message technique."""
    cle = next((cle for cle, motif in SYMPTOMES if re.search(motif, texte)), "echec")
    return Arret(cle, details or texte, quoi=quoi, fichier=fichier)


def dire(texte, fin="\n"):
    print(texte, end=fin, flush=True)


# --- Comprendre la commande -------------------------------------------------------------------------------------


def duree(texte):
    choix = texte.lower().replace(" ", "").rstrip("h") + "h"
    if choix not in ("2h", "4h", "12h"):
        raise Arret("commande", texte=texte, attendu="une durée (2h, 4h ou 12h) ni une action")
    return choix


def lire_commande(arguments):
    """L'action et ses options. Les messages d'argparse sont anglais : aucun n'arrive à l'écran."""

    class Analyseur(argparse.ArgumentParser):
        def error(self, message):
            raise Arret("commande", texte=" ".join(arguments), attendu="une commande du cours")

    action, reste = (arguments[0], arguments[1:]) if arguments and arguments[0] in ACTIONS else ("ouvrir", arguments)
    if action == "tests":
        return action, argparse.Namespace(pytest=reste)
    if {"-h", "--help", "--aide"} & set(reste):
        return "aide", None
    analyseur = Analyseur(add_help=False, allow_abbrev=False)
    if action in ("ouvrir", "livre"):
        analyseur.add_argument("--sans-navigateur", action="store_true")
    if action == "ouvrir":
        analyseur.add_argument("duree", nargs="?", type=duree)
        analyseur.add_argument("--formation", action="store_true")
    if action == "livre":
        analyseur.add_argument("--port", type=int, choices=range(1024, 65536), default=PORT_DU_LIVRE)
        analyseur.add_argument("--construire-seulement", action="store_true")
    return action, analyseur.parse_intermixed_args(reste)


def demander_la_duree():
    if not (sys.stdin and sys.stdin.isatty()):
        return "2h"
    dire("Trépied se suit en trois durées, qui s'ajoutent :")
    dire("   2 h : découvrir la diversité des modèles socio-économiques")
    dire("   4 h : choisir la méthode et les moyens qui conviennent à votre organisation")
    dire("  12 h : se former aux fondamentaux")
    while True:
        with contextlib.suppress(Arret):
            return duree(input("Votre durée, 2, 4 ou 12 ? (Entrée : 2) ") or "2h")


# --- Installer --------------------------------------------------------------------------------------------------


def environnement(**ajouts):
    """L'environnement des programmes du cours : celui de la personne, moins ce qui détournerait Python."""
    env = {cle: valeur for cle, valeur in os.environ.items() if cle not in ("PYTHONHOME", "PYTHONPATH")}
    env.update(VIRTUAL_ENV=str(VENV), UV_PROJECT_ENVIRONMENT=str(VENV), PYTHONUTF8="1")
    env["PATH"] = str(BIN) + os.pathsep + env.get("PATH", os.defpath)
    if WINDOWS or sys.platform == "darwin":
        env.setdefault("UV_SYSTEM_CERTS", "1")  # les certificats qu'une organisation ajoute à ses postes
    return dict(env, **{cle: str(valeur) for cle, valeur in ajouts.items()})


def etat_voulu(dev):
    empreinte = hashlib.sha256()
    for nom in ("uv.lock", "pyproject.toml"):
        empreinte.update((RACINE / nom).read_bytes())
    python = "%d.%d" % sys.version_info[:2]
    return {"dossier": str(RACINE), "python": python, "contenu": empreinte.hexdigest(), "dev": dev}


def etat_installe():
    with contextlib.suppress(OSError, ValueError):
        if Path(PYTHON).exists():  # sinon, le Python d'origine a été désinstallé
            return dict(json.loads(TAMPON.read_text("utf-8")))
    return {}


def pret(dev):
    """Vrai si .venv est dans l'état voulu ; l'environnement de développement contient l'autre."""
    return etat_installe() in [etat_voulu(True)] + ([] if dev else [etat_voulu(False)])


@contextlib.contextmanager
def verrou():
    """Une seule installation à la fois ; le système rend ce verrou même si le lanceur est tué."""
    with open(str(OUTILS / "verrou"), "w") as fichier:
        try:
            if WINDOWS:
                import msvcrt

                msvcrt.locking(fichier.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as erreur:
            if erreur.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise Arret("deja_en_cours")
            # Sinon ce disque, en réseau, ne sait pas verrouiller : mieux vaut installer que refuser.
        yield


def preparer(dev=False):
    """Met .venv dans l'état que décrit uv.lock. Ne fait rien, pas même appeler uv, si c'est déjà le cas."""
    if not pret(dev):
        OUTILS.mkdir(exist_ok=True)
        with verrou():
            if not pret(dev):  # une autre fenêtre vient peut-être de finir
                installer(dev)


def installer(dev):
    ancien, voulu = etat_installe(), etat_voulu(dev)
    if shutil.disk_usage(str(RACINE)).free < 1.5e9:
        raise Arret("disque")
    dire("Installation du cours : 200 Mo à télécharger, 500 Mo sur le disque, quelques minutes la première fois.")
    version, roues = uv_du_verrou()
    dire("1/3  Outil d'installation : uv %s" % version)
    uv = trouver_uv(version, roues)
    dire("2/3  Bibliothèques du cours")
    if TAMPON.exists():
        TAMPON.unlink()
    if VENV.exists() and any(ancien.get(cle) != voulu[cle] for cle in ("dossier", "python")):
        shutil.rmtree(str(VENV))  # inachevé, déplacé ou d'un autre Python : rien n'y est sûr
    commande = [uv, "sync", "--locked"] + ([] if dev else ["--no-dev"])
    if sys.version_info < (3, 14):  # au-delà, uv trouve ou télécharge un Python que le cours accepte
        commande += ["--python", getattr(sys, "_base_executable", None) or sys.executable]
    suivre(commande)
    dire("3/3  Vérification")
    suivre([PYTHON, "-c", "import jupyterlab.labapp, nbgrader, trepied"])
    brouillon = TAMPON.with_suffix(".tmp")
    brouillon.write_text(json.dumps(voulu), "utf-8")
    os.replace(str(brouillon), str(TAMPON))
    dire("Le cours est installé.")


def uv_du_verrou():
    """La version de uv que fixe uv.lock et ses fichiers : [{url, hash}, …]."""
    import tomllib

    try:
        paquets = tomllib.loads((RACINE / "uv.lock").read_text("utf-8"))["package"]
        uv = next(paquet for paquet in paquets if paquet["name"] == "uv")
        return uv["version"], [{"url": roue["url"], "hash": roue["hash"]} for roue in uv["wheels"]]
    except (ValueError, LookupError, TypeError, StopIteration):
        raise Arret("incomplet", traceback.format_exc(), fichier="uv.lock")


def version_de(uv):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        sortie = subprocess.check_output([str(uv), "--version"], stderr=subprocess.DEVNULL, timeout=60)
        return tuple(int(n) for n in re.findall(rb"\d+", sortie)[:3])
    return ()


def trouver_uv(version, roues):
    """Le chemin de uv : celui de l'ordinateur s'il est assez récent, sinon celui du cours, pris une fois."""
    voulue = tuple(int(n) for n in version.split("."))
    uv = shutil.which("uv")
    if uv and version_de(uv)[:2] >= voulue[:2]:
        return uv
    uv = OUTILS / ("uv-" + version) / ("uv" + EXE)
    if version_de(uv) != voulue:
        uv.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=str(OUTILS)) as dossier:
            brouillon = uv_par_pip(version, roues, Path(dossier)) or uv_par_son_adresse(roues, Path(dossier))
            brouillon.chmod(0o755)
            os.replace(str(brouillon), str(uv))
    return str(uv)


def uv_par_pip(version, roues, dossier):
    """pip connaît le miroir et les certificats de l'organisation ; `--target` convient au Python de Debian."""
    if importlib.util.find_spec("pip") is None:
        return None
    exigence = dossier / "uv.txt"
    exigence.write_text(" ".join(["uv==" + version] + ["--hash=" + roue["hash"] for roue in roues]), "utf-8")
    commande = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
    commande += ["--target", str(dossier / "pip"), "--requirement", str(exigence)]
    subprocess.call(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environnement())
    return next(dossier.glob("pip/[bS]*/uv" + EXE), None)  # bin, ou Scripts sous Windows


def choisir_roue(roues, systeme, machine):
    motif = ROUES.get((systeme, machine), "aucune")
    for roue in roues:
        if re.search(r"[-.]%s[.]" % motif, roue["url"].rsplit("/", 1)[1]):
            return roue
    raise Arret("plateforme", plateforme="%s %s" % (systeme, machine))


def uv_par_son_adresse(roues, dossier):
    roue = choisir_roue(roues, platform.system(), platform.machine())
    try:
        with urllib.request.urlopen(roue["url"], timeout=60) as reponse:
            contenu = reponse.read()
    except (OSError, http.client.HTTPException):
        raise Arret("reseau", traceback.format_exc())
    if "sha256:" + hashlib.sha256(contenu).hexdigest() != roue["hash"]:
        raise Arret("empreinte", url=roue["url"])
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        nom = next(nom for nom in archive.namelist() if nom.endswith("/scripts/uv" + EXE))
        (dossier / nom).parent.mkdir(parents=True)
        return Path(archive.extract(nom, str(dossier)))


def suivre(commande):
    """Lance une commande d'installation en montrant qu'elle avance ; son échec devient une phrase."""
    depart, recu, direct = time.monotonic(), [], sys.stdout.isatty()
    flux = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with enfant(commande, encoding="utf-8", errors="replace", **flux) as programme:
        lecteur = threading.Thread(target=lambda: [recu.append(ligne) for ligne in programme.stdout], daemon=True)
        lecteur.start()
        while lecteur.is_alive():
            lecteur.join(0.5)
            if direct:
                minutes, secondes = divmod(int(time.monotonic() - depart), 60)
                dire("\r     %d:%02d  %-12s" % (minutes, secondes, avancement("".join(recu))), fin="")
        code = programme.wait()
    if direct:
        dire("\r%24s\r" % "", fin="")
    if code:
        raise diagnostic("".join(recu))


def avancement(texte):
    """« 34 % reçus », d'après ce que uv écrit de ses gros fichiers."""
    tailles = {nom: float(taille) for nom, taille in re.findall(r"Downloading (\S+) \(([\d.]+)MiB\)", texte)}
    if not tailles or "Prepared" in texte:
        return ""
    recus = sum(tailles.get(nom, 0) for nom in re.findall(r"Downloaded (\S+)", texte))
    return "%d %% reçus" % (100 * recus / sum(tailles.values()))


# --- Lancer -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def enfant(commande, env=None, **options):
    """Un programme qui ne survit pas au lanceur."""
    programme = subprocess.Popen(commande, cwd=str(RACINE), env=env or environnement(), **options)
    try:
        yield programme
    except KeyboardInterrupt:
        if WINDOWS or not options.get("start_new_session"):  # Ctrl+C l'atteint : il a dix secondes pour finir seul
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                programme.wait(10)
        raise
    finally:
        if programme.poll() is None:
            programme.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                programme.wait(10)
            programme.kill()


def executer(commande, **variables):
    with enfant(commande, environnement(**variables)) as programme:
        return programme.wait()


def exiger_un_port_libre(port):
    with contextlib.closing(socket.socket()) as essai:
        if not WINDOWS:  # comme le serveur : un port quitté à l'instant est libre
            essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            essai.bind(("127.0.0.1", port))
        except OSError:
            raise Arret("port_pris", port=port)


def montrer(adresse, sans_navigateur):
    # Sans écran, webbrowser lancerait un navigateur de terminal.
    ecran = WINDOWS or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ouvert = ecran and not sans_navigateur and webbrowser.open(adresse)
    dire("Votre navigateur s'ouvre. Sinon, copiez-y cette adresse :" if ouvert else "Copiez cette adresse :")
    dire("  %s\nGardez cette fenêtre ouverte ; pour finir : Ctrl+C." % adresse)


def jupyterlab(session, racine=RACINE, prive=OUTILS / "jupyter", formation=False, **variables):
    """La commande et l'environnement de JupyterLab.

    session : dossier temporaire où il écrit son adresse ; prive : dossier des réglages propres au cours, pour que
    ceux d'un autre Jupyter de la personne n'aient pas cours ici.
    """
    reglages = [str(RACINE / "jupyter" / "formation")] * formation + [str(RACINE / "jupyter")]
    for nom, dossier in (("custom.css", "custom"), ("ipython_kernel_config.py", "ipython/profile_default")):
        (prive / dossier).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(RACINE / "jupyter" / nom), str(prive / dossier / nom))
    env = environnement(
        IPYTHONDIR=prive / "ipython",
        JUPYTER_CONFIG_PATH=os.pathsep.join(reglages),
        JUPYTER_CONFIG_DIR=prive,
        JUPYTER_PATH=RACINE / "jupyter",
        JUPYTER_PREFER_ENV_PATH="1",
        JUPYTER_RUNTIME_DIR=session,
        **variables
    )
    commande = [PYTHON, "-m", "jupyterlab", "--no-browser", "--custom-css", "--ServerApp.ip=127.0.0.1"]
    commande += ["--ServerApp.root_dir=%s" % racine]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        commande.append("--allow-root")
    return commande, env


def adresse_de_jupyterlab(programme, session, page, delai=120):
    """L'adresse de `page`, jeton compris, dès qu'elle répond ; None si JupyterLab s'arrête ou se tait."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # jamais par le mandataire du réseau
    fin = time.monotonic() + delai
    while programme.poll() is None and time.monotonic() < fin:
        for fichier in Path(session).glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                infos = json.loads(fichier.read_text("utf-8"))
                adresse = "%slab/tree/%s?token=%s" % (infos["url"], page, infos["token"])
                if direct.open(adresse, timeout=10).status == 200:
                    return adresse
        time.sleep(0.1)
    return None


def ouvrir(options):
    page = "book/parcours-%s.md" % (options.duree or demander_la_duree())
    (RACINE / page).stat()  # absent, le dossier du cours est incomplet
    preparer()
    dire("Ouverture du cours…")
    with tempfile.TemporaryDirectory(prefix="trepied-") as session:
        commande, env = jupyterlab(session, formation=options.formation)
        with open(str(OUTILS / "journal-jupyterlab.txt"), "wb") as sortie:
            # Hors de portée de Ctrl+C, il ferme les notebooks avant de s'arrêter au lieu de tout lâcher.
            flux = {"stdin": subprocess.DEVNULL, "stdout": sortie, "stderr": sortie}
            with enfant(commande, env, start_new_session=True, **flux) as programme:
                adresse = adresse_de_jupyterlab(programme, session, page)
                if adresse is None:
                    raise Arret("echec", quoi="L'ouverture de JupyterLab", journal="jupyterlab")
                montrer(adresse, options.sans_navigateur)
                programme.wait()
    dire("JupyterLab est fermé.")


def livre(options):
    pages = RACINE / "_build" / "html"
    if not options.construire_seulement:
        exiger_un_port_libre(options.port)
    preparer()
    dire("Construction du livre, une à deux minutes la première fois…")
    OUTILS.mkdir(exist_ok=True)
    with open(str(OUTILS / "journal-livre.txt"), "w+", encoding="utf-8", errors="replace") as sortie:
        commande = [str(BIN / ("jupyter-book" + EXE)), "build", ".", "-W", "--keep-going"]
        flux = {"stdin": subprocess.DEVNULL, "stdout": sortie, "stderr": sortie}
        with enfant(commande, environnement(NO_COLOR="1"), **flux) as programme:
            code = programme.wait()
        sortie.seek(0)
        defauts = [ligne for ligne in sortie if re.search("WARNING|ERROR|Error:", ligne)]
    if code:
        dire("".join(defauts[:20]))
        raise Arret("echec", quoi="La construction du livre", journal="livre")
    dire("Le livre est dans %s" % pages)
    if not options.construire_seulement:
        muet = type("Pages", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *rien: None})
        servir = functools.partial(muet, directory=str(pages))
        with http.server.ThreadingHTTPServer(("127.0.0.1", options.port), servir) as serveur:
            montrer("http://127.0.0.1:%d/" % options.port, options.sans_navigateur)
            serveur.serve_forever()


def atelier(action):
    preparer()
    return executer([PYTHON, "-m", "trepied.atelier", action])


def tests(options):
    preparer(dev=True)
    with enfant([PYTHON, str(RACINE / "tests" / "navigateur.py")], stdout=subprocess.PIPE) as navigateur:
        chromium = navigateur.communicate()[0].decode("utf-8").strip()
    if not chromium:
        raise Arret("chromium")
    code = executer([PYTHON, "-m", "pytest"] + options.pytest, TREPIED_CHROMIUM=chromium)
    if code == 5:
        raise Arret("aucun_test")
    return code


ACTIONS = {
    "ouvrir": ouvrir,
    "livre": livre,
    "verifier": lambda options: atelier("verifier"),
    "refaire": lambda options: atelier("refaire"),
    "tests": tests,
    "aide": lambda options: dire(__doc__.strip()),
}


def main(arguments):
    """Fait ce qui est demandé et renvoie le code de sortie ; aucune trace technique n'arrive à l'écran."""
    try:
        if sys.version_info < (3, 11):
            raise Arret("python")
        action, options = lire_commande(arguments)
        return ACTIONS[action](options) or 0
    except (KeyboardInterrupt, EOFError):
        dire("\nArrêté.")
        return 130
    except Arret as raison:
        arret = raison
    except OSError as erreur:
        arret = diagnostic(str(erreur), traceback.format_exc(), "Cette commande", erreur.filename)
    except Exception:
        arret = Arret("echec", traceback.format_exc(), quoi="Cette commande")
    print(arret, file=sys.stderr)
    return arret.code


if __name__ == "__main__":
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):  # les accents, quelle que soit la console de Windows
            flux.reconfigure(encoding="utf-8", errors="replace")
    for nom in ("SIGTERM", "SIGHUP"):  # arrêt demandé par le système, fenêtre du terminal fermée
        if hasattr(signal, nom):
            signal.signal(getattr(signal, nom), lambda *rien: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
