"""Ce que tous les outils à l'écran ont en commun.

Un outil montre un contenu (qui ne change pas) et garde une valeur (ce que la personne saisit).
Le même dessin JavaScript sert deux fois : dans le carnet Jupyter (anywidget, réponses gardées dans
le carnet de bord) et dans le livre statique (sans noyau, réponses gardées dans le navigateur).
"""

import html
import json
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import anywidget
import traitlets

from trepied import nombres
from trepied.carnet import Carnet, CarnetErreur, fusionner
from trepied.typographie import typographier

DOSSIER_JS = Path(__file__).parent / "js"
FEUILLE_DE_STYLE = Path(__file__).parent / "outils.css"
# Partagés par tous les outils, dans cet ordre ; l'hôte, lui, ne sert que dans le livre.
SOCLE = ("commun.js", "nombres.js", "saisies.js", "leviers.js", "dessins.js", "bilans.js", "liens.js")
HOTE = "hote.js"


def _assembler(*fichiers: str) -> str:
    return "\n".join((DOSSIER_JS / nom).read_text("utf-8") for nom in fichiers)


@lru_cache
def _module(nom: str) -> str:
    """Le module ES d'un outil pour le carnet Jupyter : le socle, l'outil, et son export."""
    return f"{_assembler(*SOCLE, f'{nom}.js')}\nexport default trepied.outils.{nom};\n"


def script_du_livre() -> str:
    """Tous les outils en un script classique : un module serait bloqué quand le livre s'ouvre par double-clic."""
    outils = sorted({p.name for p in DOSSIER_JS.glob("*.js")} - {*SOCLE, HOTE})
    return "(function () {\n" + _assembler(*SOCLE, *outils, HOTE) + "\n})();\n"


class Outil(anywidget.AnyWidget):
    """Base des outils. Une sous-classe donne `nom`, son contenu et sa version lisible sans JavaScript."""

    nom: ClassVar[str]
    contenu = traitlets.Dict().tag(sync=True)
    valeur = traitlets.Dict().tag(sync=True)
    etat = traitlets.Unicode().tag(sync=True)
    suivi = traitlets.Bool().tag(sync=True)  # vrai : chaque changement de valeur reçoit sa réponse dans `etat`

    def __init_subclass__(cls, **options):
        # anywidget dérive encore la classe de chaque outil pour y mettre ces deux traits : ne pas les recouvrir.
        if "nom" in vars(cls):
            cls._esm = _module(cls.nom)
            cls._css = FEUILLE_DE_STYLE.read_text("utf-8")
        super().__init_subclass__(**options)

    def __init__(self, contenu: dict, cle: str = "", defaut: dict | None = None, depart: str = ""):
        """`cle` : où garder la valeur dans le carnet ; vide, rien n'est gardé.

        `depart` : la clé dont on repart, sans la changer, tant que rien n'est gardé sous `cle`.
        """
        self.cle, self._defaut, self._depart = cle, defaut or {}, {}
        garde, etat = None, ""
        if cle:
            try:
                self._carnet = Carnet.ouvrir()
                garde = self._carnet.lire(cle)
                if depart and garde is None and isinstance(entree := self._carnet.lire(depart), dict):
                    garde = self._depart = entree
                etat = self._carnet.avertissement
            except CarnetErreur as erreur:
                etat = str(erreur)
        self._connue = garde if isinstance(garde, dict) else {}
        valeur = self._connue or self._defaut
        if depart:
            contenu = {**contenu, "depart": depart}  # l'hôte du livre fait de même
        super().__init__(contenu=contenu, valeur=valeur, etat=typographier(etat), suivi=bool(cle))
        if cle:
            self.observe(self._garder, "valeur")

    def _garder(self, changement) -> None:
        valeur, connue = changement["new"], self._connue
        if valeur == connue:
            return
        try:
            # La même question peut être ouverte dans une autre leçon : seul ce qui a changé ici est remplacé.
            self._connue = self._carnet.modifier(
                self.cle, lambda gardee: fusionner(connue, valeur, self._depart if gardee is None else gardee)
            )
        except CarnetErreur as erreur:
            self.etat = typographier(str(erreur))
        else:
            self.valeur = self._connue
            self.etat = f"Gardé sur cet ordinateur à {nombres.ecrire_heure(self._carnet.modifie)}."

    def sans_javascript(self) -> str:
        """Ce qu'on lit et imprime quand JavaScript est éteint : HTML, déjà échappé."""
        raise NotImplementedError

    def html_statique(self) -> str:
        """L'outil pour une page sans noyau : son contenu en JSON, et de quoi lire sans JavaScript.

        Jamais la valeur gardée : ce HTML est enregistré dans le cahier, que l'on partage.
        """
        donnees = json.dumps({"contenu": self.contenu, "valeur": self._defaut}, ensure_ascii=False)
        # « </script> » fermerait le bloc au milieu d'un texte, « <!-- » l'empêcherait de se fermer.
        donnees = donnees.replace("<", r"\u003c")
        return (
            f'<div class="trepied-outil" data-outil="{self.nom}" data-cle="{html.escape(self.cle)}">'
            f'<script type="application/json">{donnees}</script>'
            f'<div class="trepied-sans-js">{self.sans_javascript()}</div></div>'
        )

    def _repr_mimebundle_(self, **options):
        paquet = super()._repr_mimebundle_(**options)
        donnees, metadonnees = paquet if isinstance(paquet, tuple) else (paquet, {})
        return {**(donnees or {}), "text/html": self.html_statique(), "text/plain": self.nom}, metadonnees
