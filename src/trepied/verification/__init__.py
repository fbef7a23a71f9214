"""Vérifier une réponse d'exercice : une phrase pour la personne, des points pour nbgrader.

Les carnets d'exercices n'appellent que `verifier` ; les tests cachés, `nombre_lu`, `lignes_lues`, `calcul_lu` et
`regle_lue`.
Le corrigé (solutions/*/corrige.yml) devient `serrures.json`, où aucune réponse ne se lit.
"""

from trepied.verification.controle import calcul_lu, lignes_lues, nombre_lu, regle_lue, verifier
from trepied.verification.corrige import CorrigeErreur
from trepied.verification.fabrique import fabriquer_serrures

__all__ = ["CorrigeErreur", "calcul_lu", "fabriquer_serrures", "lignes_lues", "nombre_lu", "regle_lue", "verifier"]
