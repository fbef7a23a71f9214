"""La carte du cours : lit `parcours.yml`, le vérifie, et répond « qu'y a-t-il à faire, dans quel ordre, en combien de temps ? »."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

NIVEAUX = ("2h", "4h", "12h")
# Une leçon peut exister en une version par profil : on en fait une, et ses minutes ne comptent qu'une fois.
PROFILS = {"association": "Association", "fondation": "Fondation", "collectivite": "Collectivité", "entreprise": "Entreprise"}
SCHEMA = Path(__file__).parent / "contenu" / "parcours.schema.json"


class ParcoursErreur(ValueError):
    """`parcours.yml` illisible ou incohérent : le texte liste en français tout ce qu'il faut corriger."""


@dataclass(frozen=True)
class Parcours:
    """Une durée proposée : sa clé (« 2h »), son nom, ce qu'on saura à la fin, ses minutes en tout."""

    cle: str
    nom: str
    resultat: str
    minutes: int

    @property
    def duree(self) -> str:
        return self.cle.replace("h", " h")

    @property
    def niveaux(self) -> tuple[str, ...]:
        """Les niveaux à suivre : le sien et les plus courts."""
        return NIVEAUX[: NIVEAUX.index(self.cle) + 1]


@dataclass(frozen=True)
class Cahier:
    """Une leçon : un fichier de `notebooks/<dossier de l'étape>/`.

    `profil` : la clé de PROFILS à qui elle s'adresse, vide si elle est pour tout le monde.
    `si_le_temps_manque` : pour la personne qui forme, ce qu'il faut garder.
    """

    fichier: str
    niveau: str
    titre: str
    minutes: int
    objectifs: list[str]
    emporter: str
    donnees: list[str]
    si_le_temps_manque: str
    profil: str = ""
    dossier: str = ""

    @property
    def chemin(self) -> Path:
        return Path("notebooks") / self.dossier / f"{self.fichier}.ipynb"


@dataclass(frozen=True)
class Exercice:
    """Un cahier d'exercices noté : publié dans `exercises/`, corrigé dans `solutions/`."""

    devoir: str
    fichier: str
    niveau: str
    titre: str
    minutes: int
    numeros: list[str]

    @property
    def chemin(self) -> Path:
        return Path("exercises") / self.devoir / f"{self.fichier}.ipynb"


@dataclass(frozen=True)
class Etape:
    """Une des sept étapes. Sans cahier, elle est « à venir »."""

    numero: int
    titre: str
    minutes: dict[str, int]
    sous_titre: str = ""
    dossier: str = ""
    cahiers: list[Cahier] = field(default_factory=list)
    exercices: list[Exercice] = field(default_factory=list)

    @property
    def ouverte(self) -> bool:
        return bool(self.cahiers)

    @property
    def nom(self) -> str:
        return f"Étape {self.numero} · {self.titre}"

    def activites(self, niveau: str, profil: str = "") -> list[Cahier | Exercice]:
        """Les leçons puis les exercices d'un niveau, dans l'ordre où on les fait ; `profil` ne garde que sa branche."""
        return [
            a for a in (*self.cahiers, *self.exercices)
            if a.niveau == niveau and (not profil or getattr(a, "profil", "") in ("", profil))
        ]


@dataclass(frozen=True)
class Carte:
    """Toute la carte : les durées et les sept étapes."""

    parcours: dict[str, Parcours]
    etapes: list[Etape]

    @cached_property
    def cahiers(self) -> list[tuple[Etape, Cahier]]:
        return [(etape, cahier) for etape in self.etapes for cahier in etape.cahiers]

    def activites(self, parcours: str, profil: str = "") -> list[tuple[Etape, Cahier | Exercice]]:
        """Tout ce que fait une personne qui suit `parcours`, dans l'ordre. Sans `profil`, toutes les branches y sont."""
        niveaux = self.parcours[parcours].niveaux
        return [(e, a) for e in self.etapes for niveau in niveaux for a in e.activites(niveau, profil)]


def charger(chemin: Path, controler: bool = True) -> Carte:
    """La carte lue dans `chemin` ; ParcoursErreur si elle ne peut pas servir.

    `controler=False`, pour les leçons : le contrôle, qui a lieu quand on prépare le cours, prend plus d'une seconde ;
    il n'est alors fait que si la carte ne se lit pas, pour dire pourquoi.
    """
    try:
        brut = yaml.load(Path(chemin).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        raise ParcoursErreur(f"Le fichier {chemin} est introuvable.") from None
    except (OSError, UnicodeDecodeError) as erreur:
        raise ParcoursErreur(f"Le fichier {chemin} ne peut pas être lu : {erreur}.") from None
    except yaml.YAMLError as erreur:
        repere = getattr(erreur, "problem_mark", None)
        ligne = f", ligne {repere.line + 1}" if repere else ""
        raise ParcoursErreur(
            f"{chemin}{ligne} : l'écriture YAML n'est pas correcte. Vérifiez les retraits, les deux-points et les guillemets."
        ) from None
    if not controler:
        try:
            return _carte(brut)
        except (AttributeError, KeyError, TypeError):
            pass  # le contrôle, plus bas, dira ce qui ne va pas
    fautes = _fautes_de_forme(brut) or _fautes_de_fond(brut)
    if fautes:
        raise ParcoursErreur(f"{chemin} est à corriger :\n" + "\n".join(f"- {f}" for f in fautes))
    return _carte(brut)


def _carte(brut: dict) -> Carte:
    return Carte(
        parcours={cle: Parcours(cle=cle, **p) for cle, p in brut["parcours"].items()},
        etapes=[_etape(e) for e in brut["etapes"]],
    )


def _etape(brut: dict) -> Etape:
    cahiers = [Cahier(**c, dossier=brut["dossier"]) for c in brut.get("cahiers", [])]
    exercices = [Exercice(**e) for e in brut.get("exercices", [])]
    return Etape(**{**brut, "cahiers": cahiers, "exercices": exercices})


def _fautes_de_forme(brut: object) -> list[str]:
    """Écarts au schéma, chacun avec l'endroit et le remède."""
    from jsonschema import Draft202012Validator

    schema = json.loads(SCHEMA.read_text("utf-8"))
    erreurs = sorted(Draft202012Validator(schema).iter_errors(brut), key=lambda e: [str(p) for p in e.absolute_path])
    return [f"{_endroit(brut, e.absolute_path)} : {_remede(e)}" for e in erreurs]


def _endroit(brut: object, chemin) -> str:
    """« étape 1, cahiers n° 2, minutes » plutôt que etapes[0].cahiers[1].minutes."""
    mots, ici = [], brut
    for cle in chemin:
        ici = ici[cle]
        if not isinstance(cle, int):
            mots.append(str(cle))
        elif mots[-1:] == ["etapes"]:
            mots[-1] = f"étape n° {cle + 1}"
        else:
            mots[-1] += f" n° {cle + 1}"
    return ", ".join(mots) or "le fichier"


def _remede(erreur) -> str:
    attendu, recu = erreur.validator_value, erreur.instance
    match erreur.validator:
        case "required" | "dependentRequired":
            return f"il manque « {erreur.message.split(chr(39))[1]} »."
        case "additionalProperties":
            inconnues = ", ".join(f"« {cle} »" for cle in recu if cle not in erreur.schema.get("properties", {}))
            return f"mot inconnu {inconnues}. Une faute de frappe ?"
        case "type":
            noms = {"object": "une liste de clés", "array": "une liste", "string": "un texte", "integer": "un nombre entier"}
            return f"{noms[attendu]} est attendu, et non « {recu} »."
        case "enum":
            return f"« {recu} » n'est pas possible. Choix : {', '.join(map(str, attendu))}."
        case "pattern":
            return f"« {recu} » n'a pas la bonne forme ({attendu})."
        case "minimum" | "maximum" | "minItems" | "maxItems" | "minLength":
            mots = {"minimum": "au moins", "maximum": "au plus", "minItems": "au moins", "maxItems": "au plus", "minLength": "au moins"}
            return f"{mots[erreur.validator]} {attendu} attendu."
    return erreur.message


def _fautes_de_fond(brut: dict) -> list[str]:
    """Ce qu'un schéma ne sait pas dire : l'ordre, les doublons, et surtout les minutes."""
    fautes = []
    numeros = [e["numero"] for e in brut["etapes"]]
    if numeros != list(range(1, 8)):
        fautes.append(f"les étapes doivent être numérotées de 1 à 7 dans l'ordre, et non {numeros}.")
    fichiers = [c["fichier"] for e in brut["etapes"] for c in e.get("cahiers", [])]
    fautes += [f"le cahier « {f} » est cité deux fois." for f in sorted({f for f in fichiers if fichiers.count(f) > 1})]
    for etape in brut["etapes"]:
        for cahier in etape.get("cahiers", []):
            if not cahier["fichier"].startswith(cahier["niveau"] + "-"):
                fautes.append(f"étape {etape['numero']} : « {cahier['fichier']} » doit commencer par son niveau, {cahier['niveau']}-.")
        for niveau in NIVEAUX if etape.get("cahiers") else ():
            activites = [a for a in (*etape["cahiers"], *etape.get("exercices", [])) if a["niveau"] == niveau]
            branches = [a for a in activites if a.get("profil")]
            if branches and sorted(b["profil"] for b in branches) != sorted(PROFILS):
                fautes.append(f"étape {etape['numero']}, niveau {niveau} : il faut une leçon par profil ({', '.join(PROFILS)}).")
            if len({b["minutes"] for b in branches}) > 1:
                fautes.append(f"étape {etape['numero']}, niveau {niveau} : les leçons par profil doivent durer autant.")
            somme = sum(a["minutes"] for a in activites if a.get("profil", "association") == "association")
            prevu = etape["minutes"][niveau]
            if somme != prevu:
                fautes.append(f"étape {etape['numero']}, niveau {niveau} : leçons et exercices font {somme} min, {prevu} sont annoncées.")
    cumul = 0
    for niveau in NIVEAUX:
        cumul += sum(e["minutes"][niveau] for e in brut["etapes"])
        annonce = brut["parcours"][niveau]["minutes"]
        if cumul != annonce:
            fautes.append(f"parcours {niveau} : les étapes font {cumul} min, {annonce} sont annoncées.")
    return fautes
