"""« Mon carnet » : où sont les réponses, et de quoi les emporter, les reprendre ou les effacer."""

import functools

from trepied import nombres
from trepied.carnet import MOT_POUR_EFFACER, TAILLE_MAXIMALE, Carnet, CarnetErreur
from trepied.typographie import typographier, typographier_tout
from trepied.widgets.outil import Outil

RELANCEZ = "Pour les voir dans une leçon déjà ouverte, relancez-la."


class MonCarnet(Outil):
    """Le carnet de la personne. Les boutons envoient un message ; la réponse est une phrase dans `etat`."""

    nom = "mon_carnet"

    def __init__(self):
        self._carnet = Carnet.ouvrir()
        super().__init__(self._portrait())
        self._montrer(self._carnet.avertissement)
        self.on_msg(self._recevoir)

    def _portrait(self) -> dict:
        """Ce que l'écran montre du carnet. Les chemins ne passent pas par le filtre des espaces."""
        carnet = self._carnet
        try:
            nombre = len(carnet.cles())
            if nombre:
                resume = f"{nombre} réponse{'s' * (nombre > 1)}, la dernière gardée le {_moment(carnet.modifie)}."
            else:
                resume = "Aucune réponse n'est gardée pour l'instant."
        except CarnetErreur as erreur:
            resume = str(erreur)
        versions = [
            {"nom": v.path.name, "date": _moment(v.date.astimezone()), "reponses": v.nombre_de_reponses}
            for v in carnet.versions()
        ]
        return {
            "fichier": str(carnet.fichier),
            "mis_de_cote": [str(path) for path in carnet.mis_de_cote()],
            "resume": typographier(resume),
            "versions": typographier_tout(versions),
            "mot": MOT_POUR_EFFACER,
            "taille_maximale": TAILLE_MAXIMALE,
        }

    def _montrer(self, phrase: str) -> None:
        self.contenu = self._portrait()
        self.etat = typographier(phrase)

    def _recevoir(self, _outil, message: dict, tampons: list) -> None:
        actions = {
            "telecharger": self._telecharger,
            "importer": functools.partial(self._importer, tampons),
            "reprendre": functools.partial(self._reprendre, message.get("nom")),
            "recommencer": self._recommencer,
            "effacer": functools.partial(self._effacer, message.get("mot", "")),
            "actualiser": lambda: "",
        }
        try:
            phrase = actions[message["action"]]()
        except CarnetErreur as erreur:
            phrase = str(erreur)
        self._montrer(phrase)
        self.send({"fini": message["action"]})

    def _telecharger(self) -> str:
        nom = f"mes-reponses-{self._carnet.modifie:%Y-%m-%d}.json" if self._carnet.modifie else "mes-reponses.json"
        self.send({"telecharger": nom}, buffers=[self._carnet.exporter()])
        return f"Vos réponses sont dans le fichier {nom}, avec vos téléchargements."

    def _importer(self, tampons: list) -> str:
        return f"{self._carnet.importer(bytes(tampons[0]))} {RELANCEZ}"

    def _reprendre(self, nom: str) -> str:
        version = next((v for v in self._carnet.versions() if v.path.name == nom), None)
        if version is None:
            raise CarnetErreur("Cette version n'existe plus : la liste vient d'être mise à jour.")
        self._carnet.reprendre(version)
        date = _moment(version.date.astimezone())
        return f"La version du {date} est reprise. L'état d'avant reste dans la liste. {RELANCEZ}"

    def _recommencer(self) -> str:
        self._carnet.recommencer()
        return "Votre carnet est vide. L'état d'avant reste dans la liste."

    def _effacer(self, mot: str) -> str:
        supprimes = self._carnet.effacer(mot)
        if not supprimes:
            return "Il n'y avait rien à effacer."
        return "Tout est effacé :\n" + "\n".join(map(str, supprimes))

    def sans_javascript(self) -> str:
        return typographier(
            '<div class="trepied-boite"><p class="trepied-question">Mon carnet</p>'
            "<p>Dans JupyterLab, lancez la leçon : vous verrez ici où sont vos réponses, et pourrez les télécharger,"
            " les reprendre ou les effacer.</p>"
            "<p>Dans le livre, vos réponses restent dans votre navigateur. Les boutons pour les télécharger, les"
            " reprendre et les effacer sont au bas de chaque page qui contient une question ou un outil.</p></div>"
        )

    def html_statique(self) -> str:
        # Sans noyau, ni le chemin (il contient le nom de la personne) ni les versions n'ont à paraître.
        return f'<div class="trepied-sans-js">{self.sans_javascript()}</div>'


def _moment(date) -> str:
    return f"{nombres.ecrire_date(date)} à {nombres.ecrire_heure(date)}"
