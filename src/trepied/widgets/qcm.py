"""Une question à choix, et une réponse pour chaque idée reçue."""

from html import escape

from trepied.typographie import typographier_tout
from trepied.widgets.contenus import ContenuErreur, lire, verifier_champs
from trepied.widgets.outil import Outil


class Qcm(Outil):
    """La question `identifiant` (« etape-1/ciseau ») de `contenu/qcm/etape-1.yml`.

    Valeur gardée : `choix` (les textes choisis), `verifie` (ceux de la dernière vérification),
    `essais` (un nombre) et `juste` (la dernière vérification l'était).
    """

    nom = "qcm"

    def __init__(self, identifiant: str):
        question = lire("qcm", identifiant)
        verifier(question, f"qcm/{identifiant}")
        contenu = {
            "question": question["question"],
            "plusieurs": question.get("plusieurs", False),
            # L'idée reçue sert à la formatrice ou au formateur, pas à l'écran.
            "choix": [
                {"texte": c["texte"], "juste": c.get("juste", False), "reponse": c["reponse"]}
                for c in question["choix"]
            ],
        }
        super().__init__(typographier_tout(contenu), cle="qcm." + identifiant.replace("/", "."))

    def sans_javascript(self) -> str:
        choix = self.contenu["choix"]
        case = "☐" if self.contenu["plusieurs"] else "○"
        propositions = "".join(f'<li><span aria-hidden="true">{case}</span> {escape(c["texte"])}</li>' for c in choix)
        reponses = "".join(
            f"<li><strong>{escape(c['texte'])}</strong> {'Juste' if c['juste'] else 'Non'}. {escape(c['reponse'])}</li>"
            for c in choix
        )
        return (
            f'<div class="trepied-boite"><p class="trepied-question">{escape(self.contenu["question"])}</p>'
            f'<ul class="trepied-propositions">{propositions}</ul>'
            f"<details><summary>Voir les réponses</summary><ul>{reponses}</ul></details></div>"
        )


def verifier(question: dict, ou: str) -> None:
    """Lève ContenuErreur si la question n'est pas complète : une seule réponse juste (une ou plusieurs si
    `plusieurs: true`), et pour chaque autre choix sa réponse et l'idée reçue qu'il représente."""
    verifier_champs(question, ou, {"question"}, {"choix", "plusieurs"})
    plusieurs, choix = question.get("plusieurs", False), question.get("choix")
    if not isinstance(plusieurs, bool):
        raise ContenuErreur(f"{ou} : « plusieurs » se met à true, ou s'enlève.")
    if not isinstance(choix, list) or len(choix) < 2:
        raise ContenuErreur(f"{ou} : il faut au moins deux choix.")
    for numero, c in enumerate(choix, 1):
        ici = f"{ou}, choix {numero}"
        juste = isinstance(c, dict) and c.get("juste", False)
        if not isinstance(juste, bool):
            raise ContenuErreur(f"{ici} : « juste » se met à true, ou s'enlève.")
        verifier_champs(c, ici, {"texte", "reponse"} if juste else {"texte", "reponse", "idee_recue"}, {"juste"})
    if len({c["texte"] for c in choix}) < len(choix):
        raise ContenuErreur(f"{ou} : deux choix ont le même texte.")
    justes = sum(c.get("juste", False) for c in choix)
    if not plusieurs and justes != 1:
        raise ContenuErreur(f"{ou} : il faut exactement une réponse juste, il y en a {justes}.")
    if plusieurs and not 0 < justes < len(choix):
        raise ContenuErreur(f"{ou} : il faut au moins une réponse juste et une fausse.")
