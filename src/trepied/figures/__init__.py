"""Les graphiques des leçons de 12 h, avec matplotlib, un module par étape. Chacun rend une `svg.Figure`."""
