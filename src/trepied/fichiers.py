"""Trouver les fichiers du cours, lire ses définitions, écrire un fichier en entier ou pas du tout."""

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def en_remontant(convient: Callable[[Path], bool]) -> tuple[Path | None, Path]:
    """Le premier dossier qui convient, en remontant d'ici puis du paquet (None s'il n'y en a pas) ; et d'où l'on est parti."""
    try:
        ici = Path.cwd()
    except OSError:  # le dossier courant a été supprimé
        ici = Path(__file__).parent
    candidats = (d for depart in (ici, Path(__file__).parent) for d in (depart, *depart.parents))
    return next(filter(convient, candidats), None), ici


def lire_definition(chemin: Path, erreur: type[Exception], fautes: Callable[[object], Iterable[str]], quoi: str = "") -> dict:
    """Le contenu d'un fichier YAML du cours, vérifié par `fautes` ; lève `erreur`, avec tout ce qu'il faut corriger."""
    import yaml

    quoi = f"{quoi} {chemin.name}".strip()
    try:
        brut = yaml.load(chemin.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as cause:
        raise erreur(f"{quoi} ne s'ouvre pas : {cause.strerror}.") from cause
    except (yaml.YAMLError, UnicodeDecodeError) as cause:
        raise erreur(f"{quoi} n'est pas écrit correctement : {cause}") from cause
    if trouvees := list(fautes(brut)):
        raise erreur(f"{quoi} est à corriger :\n- " + "\n- ".join(trouvees))
    return brut


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
