"""Le carnet de bord : les réponses de la personne, dans un fichier privé de son ordinateur.

Tout tient dans un dossier, hors du cours : `carnet.json`, ses versions précédentes, et les fichiers
abîmés mis de côté. Une écriture se fait en entier ou pas du tout ; deux leçons ouvertes ensemble ne
se perdent rien ; un fichier abîmé est gardé et remplacé par la dernière bonne version.
"""

import copy
import errno
import json
import os
import shutil
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

VERSION = 1
VERSIONS_GARDEES = 5
ESPACE = timedelta(minutes=10)
ATTENTE_DU_VERROU = 5.0  # secondes
TAILLE_MAXIMALE = 5_000_000  # octets d'un fichier de réponses à reprendre
MOT_POUR_EFFACER = "EFFACER"

# L'heure universelle dans le nom : l'ordre des noms est celui des dates, et « : » est interdit sous Windows.
FORMAT_DATE = "%Y%m%dT%H%M%S.%fZ"
JALON = ".avant-reprise"

_CARNET_VIDE = {"version": VERSION, "modifie": None, "valeurs": {}}
_DISQUE_PLEIN = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_INTERDIT = {errno.EACCES, errno.EPERM, errno.EROFS}


class CarnetErreur(Exception):
    """Ce qui empêche de lire ou de garder, en une phrase française à montrer telle quelle."""


class _Abime(Exception):
    """Le fichier lu n'est pas un carnet entier."""


@dataclass(frozen=True)
class Version:
    """Un état précédent du carnet : son fichier, le moment de sa dernière réponse, combien il en contient."""

    path: Path
    date: datetime
    nombre_de_reponses: int


@dataclass(frozen=True)
class Reprise:
    """Bilan d'un import, en nombres de réponses : venues du fichier, dont remplacées ici, et gardées d'ici."""

    reprises: int
    remplacees: int
    gardees: int

    def __str__(self) -> str:
        phrase = f"{_reponses(self.reprises)} {_accord(self.reprises, 'reprise')} de votre fichier"
        if self.remplacees:
            phrase += f", dont {self.remplacees} à la place d'une réponse différente"
        if self.gardees:
            phrase += f" ; {_reponses(self.gardees)} de cet ordinateur {_accord(self.gardees, 'gardée')}"
        return phrase[0].upper() + phrase[1:] + "."


class Carnet:
    """Les réponses gardées, par clé : « domaine.sujet[.détail] », par exemple « qcm.etape-1.maison ».

    S'obtient par `Carnet.ouvrir()`. Toute méthode peut lever `CarnetErreur`.
    """

    _ouverts: ClassVar[dict[Path, "Carnet"]] = {}

    @classmethod
    def ouvrir(cls, dossier: Path | None = None) -> "Carnet":
        """Le carnet de ce dossier (par défaut `TREPIED_CARNET`, sinon le dossier de données de la personne).

        Rien n'est créé avant la première réponse.
        """
        dossier = Path(dossier or _dossier_habituel()).expanduser().absolute()
        return cls._ouverts.setdefault(dossier, cls(dossier))

    def __init__(self, dossier: Path):
        self.dossier = dossier
        self.fichier = dossier / "carnet.json"
        self.avertissement = ""  # ce qui a été réparé, en phrases à montrer ; vide si tout va bien
        self._dossier_versions = dossier / "versions"
        self._contenu = _CARNET_VIDE
        self._octets: bytes | None = None  # ceux dont vient _contenu ; None : pas de fichier
        self._vu: tuple | None = ()  # la signature du fichier lors de cette lecture
        self._fil = threading.RLock()

    # --- Lire

    def lire(self, cle: str):
        """La valeur gardée sous cette clé (une copie), ou None."""
        entree = self._a_jour()["valeurs"].get(cle)
        return copy.deepcopy(entree["valeur"]) if entree else None

    def cles(self) -> list[str]:
        """Les clés gardées, dans l'ordre alphabétique."""
        return sorted(self._a_jour()["valeurs"])

    @property
    def modifie(self) -> datetime | None:
        """Le moment de la dernière réponse gardée, à l'heure d'ici ; None si le carnet est vide."""
        date = self._a_jour()["modifie"]
        return datetime.fromisoformat(date).astimezone() if date else None

    def versions(self) -> list[Version]:
        """Les états précédents encore lisibles, du plus récent au plus ancien (cinq au plus)."""
        versions = []
        for path in self._fichiers_versions():
            with suppress(OSError, _Abime, CarnetErreur):
                versions.append(Version(path, _date_du_nom(path), len(_analyser(path.read_bytes())["valeurs"])))
        return versions

    def mis_de_cote(self) -> list[Path]:
        """Les fichiers abîmés gardés, du plus récent au plus ancien."""
        return sorted(self.dossier.glob("carnet-abime-*"), reverse=True)

    # --- Écrire

    def ecrire(self, cle: str, valeur) -> None:
        """Garde une valeur (du JSON) sous une clé, sans toucher aux autres.

        Au retour, elle est sur le disque. En cas de `CarnetErreur`, le fichier est resté ce qu'il était.
        """
        with self._verrou():
            self._relire()
            self._garder(cle, valeur)

    def modifier(self, cle: str, fonction):
        """Remplace la valeur gardée sous une clé (None si rien) par `fonction(valeur)`, et la rend.

        Personne d'autre n'écrit entre la lecture et l'écriture : deux leçons peuvent tenir la même clé.
        """
        with self._verrou():
            entree = self._relire()["valeurs"].get(cle)
            valeur = fonction(copy.deepcopy(entree["valeur"]) if entree else None)
            self._garder(cle, valeur)
        return valeur

    def reprendre(self, version: Version) -> None:
        """Remet une version précédente ; l'état d'avant devient lui-même une version."""
        with self._verrou():
            contenu = self._relire()
            try:
                valeurs = _analyser(version.path.read_bytes())["valeurs"]
            except (OSError, _Abime) as erreur:
                raise CarnetErreur("Cette version n'est plus lisible : rien n'a été changé.") from erreur
            self._remplacer({"version": VERSION, "modifie": _apres(contenu["modifie"]), "valeurs": valeurs}, JALON)

    def recommencer(self) -> None:
        """Repart d'un carnet vide ; l'état d'avant devient une version."""
        with self._verrou():
            modifie = self._relire()["modifie"]
            self._remplacer({"version": VERSION, "modifie": _apres(modifie), "valeurs": {}}, JALON)

    def exporter(self, path: Path | None = None) -> bytes:
        """Toutes les réponses en JSON ; les écrit aussi dans un fichier si `path` est donné."""
        contenu = self._a_jour()
        entete = {"origine": "Trépied : carnet de bord", "exporte": _maintenant().isoformat(timespec="seconds")}
        octets = (json.dumps({**entete, **contenu}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
        if path is not None:
            with _erreurs_du_disque(f"Vos réponses n'ont pas pu être écrites dans {path}"):
                _ecrire_en_entier(Path(path), octets)
        return octets

    def importer(self, octets: bytes) -> Reprise:
        """Reprend les réponses d'un export : elles remplacent celles des mêmes clés, les autres restent."""
        if len(octets) > TAILLE_MAXIMALE:
            raise CarnetErreur(
                f"Ce fichier est trop gros ({len(octets) / 1e6:.0f} Mo) pour être celui de vos réponses :"
                " rien n'a été changé. Choisissez celui que « Télécharger mes réponses » a créé."
            )
        try:
            venues = _analyser(octets)["valeurs"]
        except _Abime as erreur:
            raise CarnetErreur(
                "Ce fichier n'est pas un fichier de réponses de ce cours, ou il est abîmé : rien n'a été changé."
                " Choisissez celui que « Télécharger mes réponses » a créé, par exemple mes-reponses.json."
            ) from erreur
        with self._verrou():
            contenu = self._relire()
            ici = contenu["valeurs"]
            remplacees = sum(ici[c]["valeur"] != venues[c]["valeur"] for c in venues.keys() & ici.keys())
            valeurs = {**ici, **venues}
            self._remplacer({"version": VERSION, "modifie": _apres(contenu["modifie"]), "valeurs": valeurs}, JALON)
        return Reprise(len(venues), remplacees, len(ici.keys() - venues.keys()))

    def effacer(self, confirmation: str) -> list[Path]:
        """Supprime réponses, versions et fichiers mis de côté ; rend les chemins supprimés.

        La personne confirme en tapant « EFFACER ».
        """
        if confirmation.strip() != MOT_POUR_EFFACER:
            raise CarnetErreur(f"Rien n'a été effacé : pour confirmer, tapez {MOT_POUR_EFFACER} en majuscules.")
        if not self.dossier.is_dir():
            return []
        with self._verrou(), _erreurs_du_disque("Tout n'a pas pu être effacé"):
            # Le carnet en dernier : une panne au milieu le laisserait entier, donc visible.
            a_supprimer = [
                *self._fichiers_versions(),
                self._dossier_versions,
                *self.mis_de_cote(),
                _provisoire(self.fichier),
                self.fichier,
            ]
            supprimes = [path for path in a_supprimer if _supprimer(path)]
            self.avertissement = ""
        return supprimes

    # --- Le fichier

    def _a_jour(self) -> dict:
        """Le contenu du fichier, relu seulement s'il a changé."""
        with self._fil:
            signature = self._signature()
            if signature != self._vu:
                try:
                    octets = self._lire_octets()
                    self._retenir(_analyser(octets) if octets is not None else self._si_absent(), octets, signature)
                except _Abime:
                    # Un autre processus était peut-être en train d'écrire ou de réparer : on n'en juge que sous verrou.
                    with self._verrou():
                        self._relire()
            return self._contenu

    def _relire(self) -> dict:
        """Sous verrou : le contenu tel qu'il est sur le disque, réparé s'il est abîmé."""
        try:
            octets = self._lire_octets()
            if octets is None:
                self._retenir(self._si_absent(), None, self._signature())
            else:
                contenu = self._contenu if octets == self._octets else _analyser(octets)
                self._retenir(contenu, octets, self._signature())
        except _Abime:
            self._reparer()
        return self._contenu

    def _retenir(self, contenu: dict, octets: bytes | None, signature: tuple | None) -> None:
        self._contenu, self._octets, self._vu = contenu, octets, signature

    def _lire_octets(self) -> bytes | None:
        try:
            return self.fichier.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as erreur:
            raise _Abime from erreur

    def _si_absent(self) -> dict:
        # Des versions sans carnet : quelque chose l'a supprimé, car « effacer » les supprime d'abord.
        if self._fichiers_versions():
            raise _Abime
        return _CARNET_VIDE

    def _signature(self) -> tuple | None:
        try:
            s = self.fichier.stat()
        except OSError:
            return None
        return s.st_mtime_ns, s.st_size, s.st_ino

    def _garder(self, cle: str, valeur) -> None:
        """Sous verrou, après relecture : une valeur sous une clé."""
        maintenant = _apres(self._contenu["modifie"])
        entree = {"valeur": json.loads(_json(valeur)), "modifie": maintenant}
        valeurs = {**self._contenu["valeurs"], cle: entree}
        self._remplacer({"version": VERSION, "modifie": maintenant, "valeurs": valeurs})

    def _remplacer(self, contenu: dict, jalon: str = "") -> None:
        """Sous verrou : met `contenu` à la place du fichier, dont l'état d'avant devient une version."""
        lignes = ",\n".join(f"{_json(cle)}: {_json(entree)}" for cle, entree in contenu["valeurs"].items())
        entete = f'"version": {contenu["version"]}, "modifie": {_json(contenu["modifie"])}'
        octets = f'{{{entete}, "valeurs": {{\n{lignes}\n}}}}\n'.encode()
        with _erreurs_du_disque("Cette réponse n'a pas pu être gardée ; celles d'avant sont intactes"):
            with _ecriture_en_entier(self.fichier, octets):
                if self._octets is not None and self._contenu["modifie"]:
                    self._garder_version(jalon)
            self._retenir(contenu, octets, self._signature())
        with suppress(OSError):  # une version de trop n'empêche rien
            self._elaguer()

    def _garder_version(self, jalon: str) -> None:
        _creer_dossier(self._dossier_versions)
        date = datetime.fromisoformat(self._contenu["modifie"]).astimezone(UTC)
        version = self._dossier_versions / f"carnet.{date.strftime(FORMAT_DATE)}{jalon}.json"
        with suppress(FileExistsError):
            try:
                # Le même fichier sous un second nom : le premier va être remplacé, celui-ci restera.
                os.link(self.fichier, version)
            except FileExistsError:
                raise
            except OSError:  # clé USB, partage réseau : pas de second nom
                _ecrire_en_entier(version, self._octets)

    def _fichiers_versions(self) -> list[Path]:
        return sorted((p for p in self._dossier_versions.glob("carnet.*.json") if _date_du_nom(p)), reverse=True)

    def _elaguer(self) -> None:
        precedente, *autres = self._fichiers_versions() or [None]
        gardees: list[Path] = []
        for suivante, version in reversed(list(pairwise([precedente, *autres]))):
            if gardees and _date_du_nom(version) - _date_du_nom(gardees[-1]) < ESPACE:
                # De deux états proches, l'ancien reste, sauf si l'autre a duré (fin de séance) ou précède une reprise.
                a_dure = _date_du_nom(suivante) - _date_du_nom(version) >= ESPACE
                if (a_dure or JALON in version.name) and JALON not in gardees[-1].name:
                    gardees[-1] = version
            else:
                gardees.append(version)
        for version in set(autres) - set(gardees[1 - VERSIONS_GARDEES :]):
            version.unlink()

    def _reparer(self) -> None:
        """Sous verrou : met le fichier abîmé de côté et remet la dernière bonne version, s'il y en a une."""
        bonne = next(iter(self.versions()), None)
        abime = self.dossier / f"carnet-abime-{_maintenant().astimezone(UTC).strftime(FORMAT_DATE)}.json"
        octets = None
        with _erreurs_du_disque("Votre carnet est abîmé et n'a pas pu être remis en état ; rien n'y a été changé"):
            with ExitStack() as pile:
                if bonne:
                    octets = bonne.path.read_bytes()
                    pile.enter_context(_ecriture_en_entier(self.fichier, octets))
                if self.fichier.exists():
                    _mettre_a_la_place(self.fichier, abime)
                    phrases = [f"Le fichier de vos réponses était abîmé. Il est mis de côté, sans y toucher : {abime}."]
                else:
                    phrases = ["Le fichier de vos réponses avait disparu."]
        if bonne:
            date = bonne.date.astimezone()
            phrases.append(
                f"La version du {date:%d/%m/%Y} à {date:%H:%M} ({_reponses(bonne.nombre_de_reponses)}) est remise"
                " à sa place. Dans « Mon carnet », vous pouvez en choisir une autre, ou repartir d'un carnet vide."
            )
        else:
            phrases.append("Aucune version précédente n'est lisible : le carnet repart vide.")
        self.avertissement = " ".join(phrases)
        self._retenir(_analyser(octets) if octets else _CARNET_VIDE, octets, self._signature())

    @contextmanager
    def _verrou(self):
        """Un seul fil d'un seul processus écrit à la fois."""
        with ExitStack() as pile:
            pile.enter_context(self._fil)
            with _erreurs_du_disque(f"Le dossier de votre carnet ne peut pas être utilisé ({self.dossier})"):
                _creer_dossier(self.dossier)
                try:
                    import filelock
                except ImportError:  # dans le navigateur, un seul processus : pas de verrou à prendre
                    filelock = None
                if filelock:
                    verrou = filelock.FileLock(self.dossier / "carnet.verrou", mode=0o600)
                    try:
                        pile.enter_context(verrou.acquire(ATTENTE_DU_VERROU, poll_interval=0.01))
                    except filelock.Timeout as erreur:
                        raise CarnetErreur(
                            "Un autre programme occupe votre carnet : cette réponse n'est pas gardée. Fermez les autres"
                            " leçons, ou redémarrez leur noyau, puis recommencez."
                        ) from erreur
            yield


_ABSENT = object()


def fusionner(avant, apres, garde):
    """Ce qu'il faut garder quand deux leçons ouvertes modifient la même valeur.

    `avant` : ce que cette leçon savait gardé ; `apres` : sa valeur maintenant ; `garde` : ce que contient le carnet.
    Seul ce qui a changé ici remplace ce qui est gardé ; un effacement est un changement.
    """
    if apres == avant:
        return garde
    if not isinstance(apres, dict):
        return apres
    avant, garde = (valeur if isinstance(valeur, dict) else {} for valeur in (avant, garde))
    fusion = {
        cle: fusionner(avant.get(cle, _ABSENT), apres.get(cle, _ABSENT), garde.get(cle, _ABSENT))
        for cle in [*garde, *(c for c in apres if c not in garde)]
    }
    return {cle: valeur for cle, valeur in fusion.items() if valeur is not _ABSENT}


def _analyser(octets: bytes) -> dict:
    """Le carnet contenu dans ces octets. Lève _Abime, ou CarnetErreur s'il est d'une version plus récente."""
    try:
        contenu = json.loads(octets.decode("utf-8-sig"), parse_constant=_refuser)
        version = contenu["version"]
        if type(version) is int and version > VERSION:
            raise CarnetErreur(
                "Ces réponses ont été écrites par une version plus récente du cours : elles sont intactes, mais cette"
                " version-ci ne sait pas les lire et n'y touche pas. Mettez le cours à jour, puis recommencez."
            )
        valeurs, modifie = contenu["valeurs"], contenu["modifie"]
        if version != VERSION or not isinstance(valeurs, dict) or (modifie is None and valeurs):
            raise ValueError
        for texte in ([modifie] if modifie else []) + [entree["modifie"] for entree in valeurs.values()]:
            date = datetime.fromisoformat(texte)
            if date.tzinfo is None or not 1970 <= date.year < 9000:  # au-delà, les calculs de dates débordent
                raise ValueError
        valeurs = {cle: {"valeur": e["valeur"], "modifie": e["modifie"]} for cle, e in valeurs.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as erreur:
        raise _Abime from erreur
    return {"version": VERSION, "modifie": modifie, "valeurs": valeurs}


def _refuser(constante: str):
    raise ValueError(constante)


def _json(valeur) -> str:
    # Une moitié d'émoji, tapée puis coupée, n'a pas d'écriture en UTF-8 : elle devient « ? ».
    return json.dumps(valeur, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace").decode()


def _maintenant() -> datetime:
    return datetime.now().astimezone()


def _apres(modifie: str | None) -> str:
    """Maintenant, mais toujours après la dernière réponse : une horloge reculée ne doit pas mêler les versions."""
    maintenant = _maintenant()
    if modifie:
        maintenant = max(maintenant, datetime.fromisoformat(modifie) + timedelta(microseconds=1))
    return maintenant.isoformat(timespec="microseconds")


def _date_du_nom(path: Path) -> datetime | None:
    date = path.name.removeprefix("carnet.").removesuffix(".json").removesuffix(JALON)
    try:
        return datetime.strptime(date, FORMAT_DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _reponses(nombre: int) -> str:
    return "aucune réponse" if nombre == 0 else f"{nombre} {_accord(nombre, 'réponse')}"


def _accord(nombre: int, mot: str) -> str:
    return mot + "s" * (nombre > 1)


# --- Le disque


def _dossier_habituel() -> Path:
    """La petite porte : où vit le carnet quand on ne dit rien."""
    if dossier := os.environ.get("TREPIED_CARNET"):
        return Path(dossier)
    import platformdirs

    return Path(platformdirs.user_data_dir("Trepied", appauthor=False))


def _creer_dossier(dossier: Path) -> None:
    dossier.parent.mkdir(parents=True, exist_ok=True)
    dossier.mkdir(mode=0o700, exist_ok=True)


def _provisoire(path: Path) -> Path:
    # Toujours le même nom : ce qu'un processus tué y a laissé est recouvert à l'écriture suivante.
    return path.with_name(f".{path.name}.provisoire")


@contextmanager
def _ecriture_en_entier(path: Path, octets: bytes):
    """Prépare `octets` à côté de `path`, laisse faire le bloc, puis les met à sa place d'un coup."""
    provisoire = _provisoire(path)
    try:
        descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with open(descripteur, "wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            _synchroniser(descripteur)
        yield
        _mettre_a_la_place(provisoire, path)
    except BaseException:
        with suppress(OSError):
            provisoire.unlink()
        raise
    if os.name == "posix":
        with suppress(OSError):
            dossier = os.open(path.parent, os.O_RDONLY)
            try:
                _synchroniser(dossier)
            finally:
                os.close(dossier)


def _ecrire_en_entier(path: Path, octets: bytes) -> None:
    with _ecriture_en_entier(path, octets):
        pass


def _synchroniser(descripteur: int) -> None:
    try:
        os.fsync(descripteur)
    except OSError as erreur:
        # Certains systèmes de fichiers (réseau, navigateur) ne savent pas le faire ; un disque plein, lui, se dit ici.
        if erreur.errno not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
            raise


def _mettre_a_la_place(origine: Path, path: Path) -> None:
    # Sous Windows, un antivirus ou une lecture en cours tient le fichier un instant.
    essais = 20 if os.name == "nt" else 1
    for reste in reversed(range(essais)):
        try:
            os.replace(origine, path)
            return
        except PermissionError:
            if not reste:
                raise
            time.sleep(0.05)


def _supprimer(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _erreurs_du_disque(sujet: str):
    """Traduit ce que dit le système en une phrase qui dit quoi faire."""
    try:
        yield
    except OSError as erreur:
        if erreur.errno in _DISQUE_PLEIN:
            cause = "le disque est plein. Libérez un peu de place, puis recommencez"
        elif erreur.errno in _INTERDIT:
            cause = f"l'écriture y est interdite. Vérifiez vos droits sur {erreur.filename or 'ce dossier'}"
        else:
            cause = f"le système a répondu « {erreur.strerror or erreur} »"
        raise CarnetErreur(f"{sujet} : {cause}.") from erreur
