"""Ce que les cahiers des leçons appellent, et rien d'autre : une ligne par cellule.

Une panne n'y montre jamais de message de programmation : une phrase dit quoi faire, le détail est replié.
"""

import functools
import os
import traceback
from html import escape
from pathlib import Path

import yaml

CAS = Path(__file__).parent / "contenu" / "cas"


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
def positionnement(moment: str, express: bool = False):
    """L'auto-positionnement ; `moment` : « entree » ou « sortie » ; `express` : deux repères par levier."""
    from trepied.widgets.positionnement import Positionnement

    return Positionnement(moment, express=express)


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
def mon_carnet():
    """Où sont les réponses, et de quoi les emporter, les reprendre ou les effacer."""
    from trepied.widgets.mon_carnet import MonCarnet

    return MonCarnet()


@_sans_panne
def maison(nom: str):
    """L'équilibre de la maison d'un cas de `contenu/cas/`."""
    from trepied import svg

    return svg.maison(yaml.safe_load((CAS / f"{nom}.yml").read_text("utf-8")))


@_sans_panne
def ciseau():
    """L'effet ciseau des associations françaises, d'après deux tables réelles."""
    from trepied import donnees, svg

    parts, budgets = donnees.subventions_et_budgets()
    return svg.ciseau(
        parts, budgets,
        source="enquêtes « Paysage associatif » (CES/CNRS, Tchernonog et Prouteau), euros de chaque année ; subventions = part × budget, calcul du cours. Le budget de 2020 est un minimum.",
    )


@_sans_panne
def horloges():
    """Les trois impacts et le temps qu'ils demandent."""
    from trepied import svg

    return svg.horloges((("Performance durable", 1.5, "18 mois"), ("Capacité d'innover", 7, "7 ans"), ("Confiance", 28, "28 ans")))


@_sans_panne
def figure(nom: str):
    """Un graphique de `figures.py`, par son nom."""
    from trepied import figures

    return figures.FIGURES[nom]()
