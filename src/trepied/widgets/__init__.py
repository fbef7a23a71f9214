"""Les outils à l'écran : des vues sur les modules purs, gardées dans le carnet."""
