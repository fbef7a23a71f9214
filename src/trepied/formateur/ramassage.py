"""Ramasser les copies telles qu'elles arrivent par courriel ou depuis Moodle, avec `nbgrader zip_collect`.

À déposer dans `_correction/recus/etape-1/courriels/`, sans rien renommer d'autre que le pseudonyme de la personne :

- `A7F3_etape-1_2h.ipynb`, `A7F3_2h (1).ipynb`, `A7F3_2h - Copie.ipynb` ;
- un dossier ou un ZIP au nom de la personne, avec ses fichiers dedans : `A7F3/2h (1).ipynb`, `A7F3.zip` ;
- l'archive de Moodle (« Télécharger tous les travaux remis »).

Quand une personne envoie deux fois le même exercice, la copie au numéro le plus élevé est gardée.
"""

import re
import unicodedata
from functools import cached_property
from pathlib import Path

from nbgrader.plugins import FileNameCollectorPlugin


class RamasseCourriels(FileNameCollectorPlugin):
    """Reconnaît qui a envoyé quoi d'après le chemin du fichier, lu depuis le dossier des fichiers reçus."""

    def collect(self, submitted_file: str) -> dict | None:
        """Qui (`student_id`) et quel exercice (`file_id`), ou None si ce fichier n'est pas à ramasser."""
        return self._retenus.get(Path(submitted_file))

    @cached_property
    def _retenus(self) -> dict[Path, dict]:
        """Un seul fichier par personne et par exercice."""
        recus = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        retenus: dict[tuple[str, str], tuple[int, Path]] = {}
        for fichier in sorted(f for f in recus.rglob("*.ipynb") if f.is_file() and not f.is_symlink()):
            relatif = fichier.relative_to(recus)
            if any(partie.startswith((".", "__MACOSX")) for partie in relatif.parts):
                continue
            lu = self._lire(relatif)
            if lu is None:
                continue
            qui, quoi, exemplaire = lu
            ancien = retenus.get((qui, quoi))
            if ancien:
                garde, laisse = sorted([ancien, (exemplaire, fichier)], reverse=True)
                self.log.warning(
                    "Deux copies de %s pour %s : je garde %s, et non %s.", quoi, qui, garde[1].name, laisse[1].name
                )
                retenus[qui, quoi] = garde
            else:
                retenus[qui, quoi] = (exemplaire, fichier)
        return {fichier: {"student_id": qui, "file_id": quoi} for (qui, quoi), (_, fichier) in retenus.items()}

    def _lire(self, relatif: Path) -> tuple[str, str, int] | None:
        devoir = self.parent.coursedir.assignment_id
        autres = set(re.findall(r"etape-\d+", relatif.as_posix())) - {devoir}
        if autres:
            self.log.warning(
                "%s laissé de côté : c'est un exercice de %s, et non de %s.", relatif, autres.pop(), devoir
            )
            return None
        # macOS écrit « é » en deux signes.
        trouve = re.fullmatch(self.named_regexp, unicodedata.normalize("NFC", relatif.as_posix()))
        if not trouve:
            self.log.warning(
                "%s laissé de côté : son nom ne dit pas qui l'envoie. Renommez-le, par exemple A7F3_2h.ipynb.",
                relatif,
            )
            return None
        numeros = re.findall(r"\d+", trouve["exemplaire"] or "")
        return _identifiant(trouve["student_id"]), trouve["file_id"], int(numeros[-1]) if numeros else 0


def _identifiant(nom: str) -> str:
    """« Élodie MARTIN » → « elodie-martin » : un nom de dossier sûr partout, le même d'un envoi à l'autre."""
    sans_accent = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", sans_accent).strip("-") or "sans-nom"
