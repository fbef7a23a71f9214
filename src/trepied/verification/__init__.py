"""Vérifier une réponse d'exercice : une phrase pour la personne, des points pour nbgrader.

Les carnets d'exercices n'appellent que `verifier` ; les tests cachés, `nombre_lu`, `lignes_lues` et `regle_lue`.
Le corrigé (solutions/*/corrige.yml) devient `serrures.json`, où aucune réponse ne se lit.
"""

from trepied.verification.controle import lignes_lues, nombre_lu, regle_lue, verifier
from trepied.verification.fabrique import CorrigeErreur, fabriquer_serrures

__all__ = ["CorrigeErreur", "fabriquer_serrures", "lignes_lues", "nombre_lu", "regle_lue", "verifier"]
