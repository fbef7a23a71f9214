"""Le tableau des notes, pour un tableur français : `nbgrader export`."""

import csv
import io
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin

from trepied.fichiers import ecrire

COLONNES = ("personne", "devoir", "exercice", "note", "sur", "reste_a_noter")


class NotesParExercice(ExportPlugin):
    """Une ligne par personne et par exercice rendu.

    L'export de nbgrader donne une note par étape, sur les exercices de toutes les durées : qui suit le parcours
    2 h y paraîtrait avec 10 sur 26. Écrit `_correction/notes.csv`, ou le fichier donné par `--to`.
    """

    def export(self, gradebook: Gradebook) -> None:
        cours = CourseDirectory(parent=self)
        ecrit = io.StringIO(newline="")
        tableau = csv.writer(ecrit, delimiter=";")
        tableau.writerow(COLONNES)
        for devoir in gradebook.assignments:
            if self.assignment and devoir.name not in self.assignment:
                continue
            for copie in sorted(devoir.submissions, key=lambda c: c.student.id):
                if self.student and copie.student.id not in self.student:
                    continue
                dossier = Path(cours.format_path(cours.submitted_directory, copie.student.id, devoir.name))
                for cahier in sorted(copie.notebooks, key=lambda n: int(n.name.rstrip("h"))):
                    if (dossier / f"{cahier.name}.ipynb").exists():
                        note = max(0.0, cahier.score - (cahier.late_submission_penalty or 0))
                        reste = "oui" if cahier.needs_manual_grade else "non"
                        tableau.writerow(
                            [
                                copie.student.id,
                                devoir.name,
                                cahier.name,
                                _virgule(note),
                                _virgule(cahier.max_score),
                                reste,
                            ]
                        )
        # La marque en tête dit à Excel que les accents sont en UTF-8.
        destination = Path(self.to) if self.to else Path(cours.root) / "_correction" / "notes.csv"
        ecrire(destination, ("\ufeff" + ecrit.getvalue()).encode())
        self.log.info("Notes écrites dans %s", destination)


def _virgule(nombre: float) -> str:
    return f"{nombre:g}".replace(".", ",")
