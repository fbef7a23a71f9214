"""Écrire un fichier en entier ou pas du tout."""

import os
import tempfile
from pathlib import Path


def ecrire(chemin: Path, contenu: bytes) -> None:
    """Remplace `chemin` d'un coup : une coupure laisse l'ancien fichier ou le nouveau, jamais une moitié.

    Crée les dossiers qui manquent. Lève OSError (disque plein, droits) sans laisser de reste.
    """
    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=f".{chemin.name}.")
    try:
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(contenu)
            fichier.flush()
            os.fsync(fichier.fileno())
        # mkstemp protège des regards ; un fichier du projet reprend les droits ordinaires.
        os.chmod(provisoire, 0o644)
        os.replace(provisoire, chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
