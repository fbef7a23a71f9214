"""Trouve le Chromium des tests, ou l'installe ; lancé seul, écrit son chemin (voir `python3 cours.py tests`)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "TREPIED_CHROMIUM"
WINDOWS = os.name == "nt"


def trouver_chromium() -> str:
    """Le chemin d'un Chromium qui démarre, celui de TREPIED_CHROMIUM ou du système ; "" s'il n'y en a pas."""
    return next(filter(demarre, candidats()), "")


def obtenir_chromium() -> str:
    """Comme trouver_chromium, et l'installe au besoin : paquet de Debian en administrateur, sinon Playwright."""
    return trouver_chromium() or (installer_par_apt() and trouver_chromium()) or installer_par_playwright()


def candidats() -> Iterator[str]:
    yield os.environ.get(VARIABLE, "")
    for nom in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"):
        yield shutil.which(nom) or ""
    for nom in ("Google Chrome", "Chromium", "Microsoft Edge"):
        yield f"/Applications/{nom}.app/Contents/MacOS/{nom}"
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
        for nom in ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"):
            yield str(Path(os.environ.get(variable, ""), nom))


def demarre(chemin: str) -> bool:
    if WINDOWS:  # chrome.exe --version y ouvrirait une fenêtre
        return bool(chemin) and Path(chemin).is_file()
    try:  # sous Ubuntu, /usr/bin/chromium-browser peut n'être qu'une enveloppe vide
        return bool(chemin) and subprocess.run([chemin, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def installer_par_apt() -> bool:
    if WINDOWS or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installation de Chromium par apt-get, une à deux minutes…", file=sys.stderr, flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commandes = (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"])
    return all(subprocess.run(c, env=env, capture_output=True).returncode == 0 for c in commandes)


def installer_par_playwright() -> str:
    print("Installation du Chromium de Playwright, une à deux minutes…", file=sys.stderr, flush=True)
    commande = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(commande, capture_output=True).returncode:
        return ""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    chemin = obtenir_chromium()
    print(chemin)
    sys.exit(0 if chemin else 1)
