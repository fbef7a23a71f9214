"""Combien de secondes prend chaque leçon, une fois son noyau prêt : `.venv/bin/python benchmarks/lecons.py`.

Le démarrage du noyau n'est pas compté : il ne dépend pas du cours. Une personne attend, en plus, celui de son ordinateur.
"""

import os
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from trepied import parcours

RACINE = Path(__file__).parents[1]


def secondes(chemin: Path) -> float:
    """Le temps d'exécution de toutes les cellules, dans un noyau neuf."""
    client = NotebookClient(nbformat.read(chemin, as_version=4), resources={"metadata": {"path": str(chemin.parent)}})
    with client.setup_kernel():
        debut = time.perf_counter()
        for numero, cellule in enumerate(client.nb.cells):
            client.execute_cell(cellule, numero)
        return time.perf_counter() - debut


def main() -> None:
    with tempfile.TemporaryDirectory() as carnet:
        os.environ |= {"TREPIED_CARNET": carnet, "TREPIED_STRICT": "1"}
        mesures = {c.fichier: secondes(RACINE / c.chemin) for _, c in parcours.charger(RACINE / "parcours.yml").cahiers}
    for fichier, duree in mesures.items():
        print(f"{duree:6.2f} s  {fichier}")
    lente = max(mesures, key=mesures.get)
    print(f"La plus longue : {lente}, {mesures[lente]:.2f} s.")


if __name__ == "__main__":
    main()
