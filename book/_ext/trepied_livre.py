"""Extension Sphinx du livre Trépied : les outils sans noyau, le français partout, et rien qui sorte de la page.

- `livre_outils` : directives {qcm} et {outil}, script et feuille de style des outils, formulaire imprimable ;
- `livre_finition` : dernière passe sur chaque page (typographie, chaînes du thème, images, ressources tierces) ;
- `livre_recherche` : recherche en français, avec ou sans accents ;
- `livre_bibliographie` : références en français.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import livre_bibliographie
import livre_finition
import livre_outils
import livre_recherche
import trepied


def ouvrir_un_carnet_vide(app) -> None:
    """Les leçons s'exécutent avec un carnet de bord vide : aucune réponse privée ne peut entrer dans le livre."""
    dossier = tempfile.mkdtemp(prefix="trepied-livre-")
    os.environ["TREPIED_CARNET"] = dossier
    os.environ["TREPIED_STRICT"] = "1"
    app.connect("build-finished", lambda *_: shutil.rmtree(dossier, ignore_errors=True))


def empreinte(*racines: Path) -> str:
    """Résumé de ce que contiennent ces dossiers."""
    somme = hashlib.sha256()
    for racine in racines:
        for fichier in sorted(p for p in racine.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            somme.update(fichier.relative_to(racine).as_posix().encode() + fichier.read_bytes())
    return somme.hexdigest()[:16]


def voir_ce_qui_a_change(app, config) -> None:
    """Le paquet, les données et cette extension changent les pages sans que Sphinx, qui ne lit que celles-ci, le voie.

    Les deux réglages sont de ceux qu'il surveille : un autre cache de sorties fait relire et exécuter de nouveau,
    une autre finition fait réécrire.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    actuel = caches / empreinte(Path(trepied.__file__).parent, Path(app.srcdir) / "data")
    for ancien in caches.glob("*"):
        if ancien != actuel:
            shutil.rmtree(ancien, ignore_errors=True)
    config.nb_execution_cache_path = str(actuel)
    config.trepied_finition = empreinte(Path(__file__).parent)


def setup(app):
    ouvrir_un_carnet_vide(app)
    app.add_config_value("trepied_finition", "", "html")
    app.connect("config-inited", voir_ce_qui_a_change)
    for partie in (livre_outils, livre_finition, livre_recherche, livre_bibliographie):
        partie.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
