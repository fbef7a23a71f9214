# Chaque noyau du cours comprend « resultat = 4 000 € » et parle français dès la première case, même si la personne
# répond avant d'avoir cliqué sur « Démarrer la leçon ». nbgrader, lui, passe par la première cellule de l'exercice.
c.IPKernelApp.extensions = ["trepied.verification.saisie"]  # noqa: F821 : `c` est fourni par IPython
