"""Des corrigés aux exercices : ce que fait `nbgrader generate_assignment`, sans toucher au carnet de notes."""

import tempfile
from pathlib import Path

from trepied.fichiers import ecrire

REGLAGES = "nbgrader_config.py"
PROJET = Path(__file__).parents[3]


class PublicationErreur(RuntimeError):
    """nbgrader n'a pas pu publier un devoir ; le texte donne son journal."""


def publier(racine: Path, vers: Path) -> list[Path]:
    """Publie chaque devoir de `racine/solutions` dans `vers`, et rend les chemins des fichiers publiés.

    Les réglages sont ceux de `racine`, sinon ceux du projet. Mêmes corrigés, mêmes octets. Ce qui n'est plus
    publié est retiré de `vers`. Lève PublicationErreur sans rien changer.
    """
    racine, vers = Path(racine).resolve(), Path(vers).resolve()
    devoirs = sorted({chemin.parent.name for chemin in (racine / "solutions").glob("*/*.ipynb")})
    with tempfile.TemporaryDirectory() as provisoire:
        sortie = Path(provisoire)
        _generer(racine, devoirs, sortie)
        neufs = {f.relative_to(sortie): f.read_bytes() for f in sorted(sortie.rglob("*")) if f.is_file()}
    for devoir in devoirs:
        for ancien in (vers / devoir).rglob("*"):
            if ancien.is_file() and ancien.relative_to(vers) not in neufs and ".ipynb_checkpoints" not in ancien.parts:
                ancien.unlink()
    for chemin, contenu in neufs.items():
        ecrire(vers / chemin, contenu)
    return [vers / chemin for chemin in neufs]


def _generer(racine: Path, devoirs: list[str], sortie: Path) -> None:
    # Quelques secondes d'import : seulement pour publier.
    from nbgrader.apps import NbGraderAPI
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import PyFileConfigLoader

    dossier = racine if (racine / REGLAGES).exists() else PROJET
    config = PyFileConfigLoader(REGLAGES, path=str(dossier)).load_config()
    config.CourseDirectory.root = str(racine)
    config.CourseDirectory.release_directory = str(sortie)
    # Les notes ne sont pas concernées : ni base à créer, ni devoir déjà rendu qui empêcherait de publier.
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors = [p for p in GenerateAssignment().preprocessors if p is not SaveCells]
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for devoir in devoirs:
        resultat = api.generate_assignment(devoir)
        if not resultat["success"]:
            raise PublicationErreur(
                f"« {devoir} » ne peut pas être publié.\n{resultat['log']}\n{resultat['error'] or ''}"
            )
