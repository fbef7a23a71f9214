"""Réglages de nbgrader pour ce cours. Le guide des formatrices et formateurs dit quelles commandes lancer.

Ce qui est publié : solutions/ → exercises/. Tout le reste (copies reçues, notes, retours) va dans _correction/,
qui ne quitte jamais l'ordinateur de la personne qui note.
"""

import contextlib
import os
import sysconfig
from pathlib import Path

c = get_config()  # noqa: F821 : fourni par nbgrader
RACINE = Path(__file__).resolve().parent
CORRECTION = RACINE / "_correction"
# SQLite ne crée pas le dossier de son fichier. Sur une copie en lecture seule, il n'y a rien à noter.
with contextlib.suppress(OSError):
    CORRECTION.mkdir(exist_ok=True)

# nbgrader lance « alembic » par son nom : il faut le trouver même si l'environnement n'est pas activé.
SCRIPTS = sysconfig.get_path("scripts")
if SCRIPTS not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = SCRIPTS + os.pathsep + os.environ.get("PATH", "")

# Où sont les choses
c.CourseDirectory.root = str(RACINE)
c.CourseDirectory.course_id = "trepied"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "_correction/copies"
c.CourseDirectory.autograded_directory = "_correction/corrigees"
c.CourseDirectory.feedback_directory = "_correction/retours"
c.CourseDirectory.solution_directory = "_correction/solutions"
c.CourseDirectory.source_with_tests_directory = "_correction/solutions_avec_tests"
c.CourseDirectory.db_url = f"sqlite:///{(CORRECTION / 'gradebook.db').as_posix()}"
# Le corrigé ne part jamais avec les exercices.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "corrige.yml"]
c.Exchange.root = str(CORRECTION / "echange")

# Publier : la cellule de réponse reste exécutable (« resultat = ... » est au-dessus de la région effacée).
c.ClearSolutions.code_stub = {"python": "# VOTRE RÉPONSE ICI, au-dessus de cette ligne. Puis Maj + Entrée, deux fois."}
c.ClearSolutions.text_stub = "VOTRE RÉPONSE ICI"

# Ramasser : _correction/recus/etape-1/courriels/ reçoit les fichiers tels qu'ils arrivent.
c.ZipCollectApp.downloaded_directory = "_correction/recus"
c.ZipCollectApp.archive_directory = "courriels"
c.ZipCollectApp.extracted_directory = "extraits"
c.ZipCollectApp.collector_plugin = "trepied.formateur.ramassage.RamasseCourriels"
# Le chemin est lu depuis le dossier des fichiers reçus ; trepied/formateur/ramassage.py dit ce qui est accepté.
c.FileNameCollectorPlugin.named_regexp = (
    r"(?P<student_id>[^/]+?)(?:_\d+_assignsubmission_file_?)?"  # la personne : un dossier, ou le début du nom
    r"(?:/(?:[^/]+/)*(?:[^/]*?[_ -])?|[_ -]+)(?:etape-\d+[_ -]+)?"
    r"(?P<file_id>\d+h)"  # l'exercice : 2h, 4h, 12h
    r"(?P<exemplaire>(?:[ _-]*(?:\(\d+\)|(?i:copie|copy|final)\d*))*)\.ipynb"
)

# Noter
c.Execute.timeout = 60
c.Execute.error_on_timeout = {
    "ename": "TempsDepasse",
    "evalue": "",
    "traceback": ["Cette cellule dure trop longtemps : elle a été arrêtée."],
}

# Dans formgrader, le HTML et le JavaScript des sorties d'une copie sont neutralisés.
c.HTMLExporter.sanitize_html = True

# Rendre : une page en français, sans test caché, sans barème, sans rien chercher sur internet.
c.GenerateFeedback.exporter_class = "trepied.formateur.retour.RetourFrancais"
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades", "trepied.formateur.retour.PreparerRetour"]

# Exporter : une ligne par personne et par exercice. L'export d'origine reste disponible :
# nbgrader export --exporter nbgrader.plugins.CsvExportPlugin --to _correction/notes-par-etape.csv
c.ExportApp.plugin_class = "trepied.formateur.notes.NotesParExercice"
