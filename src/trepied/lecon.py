"""Ce que les cahiers des leçons appellent, et rien d'autre : une ligne par cellule.

Une panne n'y montre jamais de message de programmation : une phrase dit quoi faire, le détail est replié.
"""

import functools
import importlib
import os
import traceback
from html import escape


class Avis:
    """Une phrase à la place d'une partie qui n'a pas pu s'afficher."""

    def __init__(self, phrase: str, detail: str = ""):
        self.phrase, self.detail = phrase, detail

    def _repr_html_(self) -> str:
        detail = f"<details><summary>Détails techniques</summary><pre>{escape(self.detail)}</pre></details>" if self.detail else ""
        return f'<div role="alert"><p><strong>{escape(self.phrase)}</strong></p>{detail}</div>'

    def __repr__(self) -> str:
        return self.phrase


def _sans_panne(fonction):
    """Montre une phrase plutôt qu'une erreur. Les tests et le livre, eux, veulent l'erreur (TREPIED_STRICT=1)."""

    @functools.wraps(fonction)
    def prudente(*args, **options):
        try:
            return fonction(*args, **options)
        except Exception as erreur:
            if os.environ.get("TREPIED_STRICT"):
                raise
            return Avis(
                f"Cette partie n'a pas pu s'afficher. Vos réponses ne sont pas perdues. Cliquez sur « ▶ Démarrer la leçon » ; "
                f"si cela recommence, montrez ce message à la personne qui vous accompagne. ({erreur})",
                "".join(traceback.format_exception(erreur)),
            )

    return prudente


@_sans_panne
def premier_trepied():
    """Trois nombres, et l'image du trépied de l'organisation."""
    from trepied.widgets.premier_trepied import PremierTrepied

    return PremierTrepied()


@_sans_panne
def positionnement(moment: str, express: bool = False, levier: str = ""):
    """L'auto-positionnement ; `moment` : « entree », « en_cours » (repart de l'entrée sans la changer) ou « sortie ».

    `express` : deux repères par levier ; `levier` : un seul, par exemple « richesses_humaines ».
    """
    from trepied.widgets.positionnement import Positionnement

    return Positionnement(moment, express=express, levier=levier)


@_sans_panne
def orientation():
    """Quatre questions, et un chemin conseillé dans le cours."""
    from trepied.widgets.orientation import Orientation

    return Orientation()


@_sans_panne
def mon_modele():
    """« Mon modèle en une page » : ce que le carnet sait déjà."""
    from trepied.widgets.mon_modele import MonModele

    return MonModele()


@_sans_panne
def qcm(identifiant: str):
    """Une question de `contenu/qcm/`, par exemple « etape-1/ciseau »."""
    from trepied.widgets.qcm import Qcm

    return Qcm(identifiant)


@_sans_panne
def chez_vous(identifiant: str):
    """Des champs privés de `contenu/chez_vous/`, par exemple « etape-1/phrase »."""
    from trepied.widgets.chez_vous import ChezVous

    return ChezVous(identifiant)


@_sans_panne
def registre(identifiant: str):
    """Un tableau à remplir ligne par ligne, de `contenu/registre/`, par exemple « etape-2/acteurs »."""
    from trepied.widgets.registre import Registre

    return Registre(identifiant)


@_sans_panne
def mon_carnet():
    """Où sont les réponses, et de quoi les emporter, les reprendre ou les effacer."""
    from trepied.widgets.mon_carnet import MonCarnet

    return MonCarnet()


@_sans_panne
def maison(nom: str):
    """L'équilibre de la maison d'un cas fictif de `contenu/cas/`, par exemple « ateliers-du-moulin »."""
    from trepied import cas
    from trepied.dessins.maison import maison as dessiner

    return dessiner(cas.charger(nom))


@_sans_panne
def dessin(identifiant: str):
    """Un dessin de `dessins/` : « etape-1/ciseau » est la fonction `ciseau` de `dessins/etape_1.py`."""
    return _tracer("dessins", identifiant)


@_sans_panne
def figure(identifiant: str):
    """Un graphique de `figures/`, avec matplotlib : réservé aux leçons de 12 h."""
    return _tracer("figures", identifiant)


def _tracer(paquet: str, identifiant: str):
    module, _, nom = identifiant.replace("-", "_").partition("/")
    try:
        fonction = getattr(importlib.import_module(f"trepied.{paquet}.{module}"), nom)
    except (ImportError, AttributeError) as erreur:
        raise ValueError(f"Le dessin « {identifiant} » n'existe pas dans {paquet}/.") from erreur
    return fonction()
