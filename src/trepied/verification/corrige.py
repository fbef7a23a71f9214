'''Le corrigé d'une étape, solutions/*/corrige.yml : le lire, et dire à qui l'écrit ce qui ne convient pas.

Tout exercice donne `titre, type, nom, points`, et, sauf un texte libre, `oui, sinon, indice, exemple`. `nom` est le nom
de la réponse dans le cahier (« nom = … »), différent pour chaque exercice d'une étape. Une erreur typique donne
`reponse, idee_recue, retour`, et s'il le faut `points` (ce que cette réponse rapporte quand même). Au bout d'une ligne,
le retour s'affiche après « À revoir, « Commune » : » ou « Recevable, « Commune » : », donc sans majuscule. Mettez entre
guillemets une phrase qui contient « : » ou finit par « ? » dans des accolades.

**classement** : une réponse au bout de chaque ligne ; chaque ligne vaut autant.

    type: classement
    choix: {P: [paie, payeur], D: [décide], B: [bénéficie], A: [agit]}   # une clé, et d'autres façons de l'écrire
    lignes:
      - texte: Commune
        juste: P D
        accepte: [P D A]                # facultatif : d'autres réponses qui ont tous les points de la ligne
        erreurs:
          - {reponse: D, idee_recue: …, retour: …, points: 0.5}   # second choix : moins que la part de la ligne

Facultatif, pour tout l'exercice :

    plusieurs: true                     # plusieurs choix par ligne : « P D », « D, P », « PD », « paie et décide »
    incomplet: phrase                   # avec plusieurs : tout ce qui est écrit convient, mais il en manque
    en_trop: phrase                     # avec plusieurs : tout ce qu'il fallait y est, avec quelque chose en plus
    erreurs_communes:                   # une même idée reçue, reconnue sur plusieurs lignes
      - lignes: {Enfant accueilli: P B, Élève: [P B, P B A]}      # ligne : réponse, ou liste de réponses
        minimum: 2                      # facultatif : combien de ces lignes suffisent (toutes, sinon)
        idee_recue: qui bénéficie paie
        retour: ici la personne accompagnée ne paie pas. Qui paie pour elle ?

Test caché : `lignes_lues(identifiant, reponse)` donne {"Commune": "P D", …}, toujours dans l'ordre de `choix`.

**calcul** : des lignes à compléter, chacune avec ses choix, et un vrai calcul sur une table de data/.

    type: calcul
    table: associations_fictives
    unite: "€"                          # du résultat ; un compte n'en a pas, une part est toujours en %
    decimales: 0
    etapes:
      - texte: Garder les lignes
        juste: budget de 50 000 à 200 000 €
        choix:
          toutes: {formes: [tout], filtre: {}}
          budget de 50 000 à 200 000 €: {formes: [moyennes], filtre: {taille: 50-200 k€}}
        erreurs:
          - {reponse: toutes, idee_recue: …, retour: "vous avez tout gardé, et trouvé {resultat} …"}
      - texte: Colonne
        juste: subventions
        choix: {subventions: {colonne: subventions}, budget: {colonne: budget}}
      - texte: Opération
        juste: médiane
        choix: {médiane: {operation: mediane}, moyenne: {operation: moyenne}}

Chaque choix a un effet et un seul, le même pour toute la ligne : `lecture: texte|nombres` (avec texte, rien ne se
calcule), `filtre: {colonne: valeur}` (ou une liste de valeurs, ou `{de: 50000, a: 200000}`, `a` non compris, ou `{}`
pour tout garder), `colonne: nom`, ou `operation:` mediane, moyenne, somme, compte, part_du_premier, part_des_n_premiers
(avec `n: 3`), part_de_groupe (avec `groupe: {colonne: valeur}`). Il faut une seule opération. Sans ligne « colonne »,
chaque ligne de la table compte pour un. `{resultat}` devient le nombre obtenu. Quand il n'y en a pas, « ({resultat}) »
disparaît avec ses parenthèses, et ailleurs « ce nombre » le remplace.

Le test caché note chaque ligne avec `lignes_lues`, et refait le calcul de son côté. `calcul_lu(identifiant, reponse)`
rend ce que la personne a obtenu : 42.5 pour 42,5 %, nan sans résultat. Par exemple, pour 3 lignes d'un point :

    from statistics import median
    from trepied import donnees
    from trepied.verification import calcul_lu, lignes_lues
    choisies = [x["subventions"] for x in donnees.lignes("associations_fictives") if x["taille"] == "50-200 k€"]
    lus = lignes_lues("2.4", calcul)
    notes = sum(1.0 for ligne, choix in attendu.items() if lus.get(ligne) == choix)
    notes if notes < 3 or abs(calcul_lu("2.4", calcul) - median(choisies)) < 0.5 else 0.0

**texte** : `longueur: [mini, maxi]`, `rappels: {thème: [mots]}`, `rappels_oui` (facultatif : la phrase quand tous les
thèmes sont là), `bareme` de 2 à 4 critères de 4 niveaux, `exemples_de_reponses` : deux par niveau. `points` : 3 par
critère.

**nombre**, **choix**, **regle** : voir solutions/etape-1/corrige.yml.
'''

import builtins
import keyword
import math
from pathlib import Path

from trepied import donnees
from trepied.verification import calcul, controle
from trepied.verification.reponses import limace

COMMUNS = {"titre", "type", "nom", "points", "oui", "sinon", "indice", "exemple"}
# Ce que chaque type d'exercice demande en plus ; « erreurs » est toujours attendu, sauf pour un texte libre.
PAR_TYPE = {
    "nombre": {"unite", "tolerance", "juste", "erreurs", "donnees"},
    "choix": {"choix", "juste", "erreurs"},
    "classement": {"choix", "lignes"},
    "calcul": {"table", "unite", "decimales", "etapes"},
    "regle": {"mots", "comptes", "juste", "erreurs"},
    "texte": {"longueur", "rappels", "bareme", "exemples_de_reponses"},
}
FACULTATIFS = {
    "classement": {"plusieurs", "incomplet", "en_trop", "erreurs_communes"},
    "texte": {"rappels_oui"},
}
RAPPELS_OUI = "Tous les points à aborder y sont."
# Des noms que les cahiers emploient déjà : une réponse oubliée ne se verrait plus.
RESERVES = {"verifier", "saisie", "attendu", "lus", "notes", *dir(builtins)}
# Au-delà, toutes les combinaisons possibles seraient trop longues à fermer.
CHOIX_COMBINES = 5


class CorrigeErreur(ValueError):
    """Un corrigé qui ne peut pas servir ; le texte dit quel exercice, quoi, et comment faire."""


def lire_corrige(chemin: Path) -> dict[str, dict]:
    """Les exercices d'un corrigé, par identifiant, vérifiés. Lève CorrigeErreur."""
    import yaml

    try:
        contenu = yaml.safe_load(Path(chemin).read_text("utf-8"))
    except FileNotFoundError:
        raise CorrigeErreur(f"Le corrigé {chemin} est introuvable.") from None
    except (OSError, UnicodeDecodeError) as erreur:
        raise CorrigeErreur(f"Le corrigé {chemin} ne peut pas être lu : {erreur}.") from None
    except yaml.MarkedYAMLError as erreur:
        ou = f", ligne {erreur.problem_mark.line + 1}" if erreur.problem_mark else ""
        raise CorrigeErreur(
            f"{chemin}{ou} : l'écriture YAML n'est pas correcte. Vérifiez retraits et guillemets."
        ) from None
    if not isinstance(contenu, dict) or not all(isinstance(e, dict) for e in contenu.values()):
        raise CorrigeErreur(f"{chemin} doit donner, pour chaque exercice, son identifiant puis ses champs.")
    noms: dict[str, str] = {}
    for identifiant, exercice in contenu.items():
        ou = f"{chemin}, exercice {identifiant}"
        _verifier_champs(ou, exercice)
        autre = noms.setdefault(exercice["nom"], identifiant)
        if autre != identifiant:
            raise CorrigeErreur(f"{ou} : « nom: {exercice['nom']} » est déjà celui de l'exercice {autre}.")
    return contenu


# --- ce que le corrigé doit donner


def _verifier_champs(ou: str, exercice: dict) -> None:
    genre = exercice.get("type")
    if genre not in PAR_TYPE:
        raise CorrigeErreur(f"{ou} : « type » doit être un de {', '.join(PAR_TYPE)}.")
    attendus = COMMUNS | PAR_TYPE[genre]
    if genre == "texte":
        attendus -= {"oui", "sinon", "indice", "exemple"}
    manquent = sorted(attendus - set(exercice))
    en_trop = sorted(map(str, set(exercice) - attendus - FACULTATIFS.get(genre, set())))
    if manquent:
        raise CorrigeErreur(f"{ou} : il manque {', '.join(manquent)}.")
    if en_trop:
        raise CorrigeErreur(f"{ou} : champ inconnu {', '.join(en_trop)}. Une faute de frappe ?")
    nom = str(exercice["nom"])
    if not nom.isidentifier() or keyword.iskeyword(nom) or nom in RESERVES:
        raise CorrigeErreur(
            f"{ou} : « nom: {nom} » ne convient pas. Un seul mot, sans espace, et qui ne serve pas déjà à Python ou au "
            "cahier."
        )
    if not _positif(exercice["points"]):
        raise CorrigeErreur(f"{ou} : « points » doit être un nombre plus grand que zéro.")
    if genre == "texte":
        _verifier_texte(ou, exercice)
    elif genre == "classement":
        _verifier_classement(ou, exercice)
    elif genre == "calcul":
        _verifier_calcul(ou, exercice)
    else:
        if genre == "choix":
            _verifier_choix(ou, exercice["choix"])
        _verifier_erreurs(ou, exercice["erreurs"], exercice["points"])


def _positif(nombre: object) -> bool:
    return isinstance(nombre, (int, float)) and not isinstance(nombre, bool) and nombre > 0


def _verifier_erreurs(ou: str, erreurs: object, valeur: float, calcul: bool = True) -> None:
    permis = {"reponse", "idee_recue", "retour", "points"} | ({"calcul"} if calcul else set())
    for erreur in _liste(ou, "erreurs", erreurs):
        if not isinstance(erreur, dict) or not {"reponse", "idee_recue", "retour"} <= set(erreur) <= permis:
            raise CorrigeErreur(
                f"{ou} : chaque erreur donne « reponse », « idee_recue » et « retour » (et « calcul » pour un nombre)."
            )
        if not (erreur.get("points", 0) == 0 or _positif(erreur["points"]) and erreur["points"] < valeur):
            raise CorrigeErreur(
                f"{ou}, réponse « {erreur['reponse']} » : « points » doit rester au-dessous de {valeur:g}. "
                "Une réponse qui a tous les points se met dans « accepte », ou dans « juste »."
            )


def _liste(ou: str, champ: str, valeur: object) -> list:
    if not isinstance(valeur, list):
        raise CorrigeErreur(f"{ou} : « {champ} » doit être une liste, par exemple [un, deux].")
    return valeur


def _verifier_choix(ou: str, choix: object) -> None:
    if not isinstance(choix, dict) or len(choix) < 2:
        raise CorrigeErreur(f"{ou} : « choix » donne au moins deux choix, chacun avec d'autres façons de l'écrire.")
    formes: dict[str, str] = {}
    for cle, autres in choix.items():
        if not isinstance(cle, str):
            raise CorrigeErreur(f"{ou} : mettez le choix « {cle} » entre guillemets.")
        for forme in (cle, *_liste(f"{ou}, choix « {cle} »", "autres façons de l'écrire", autres)):
            if not isinstance(forme, str) or not limace(forme):
                raise CorrigeErreur(
                    f"{ou}, choix « {cle} » : mettez « {forme} » entre guillemets, avec au moins un mot."
                )
            if formes.setdefault(limace(forme), cle) != cle:
                raise CorrigeErreur(
                    f"{ou} : « {forme} » désigne à la fois « {formes[limace(forme)]} » et « {cle} ». "
                    "Retirez l'un des deux."
                )


def _verifier_lignes(ou: str, exercice: dict, lignes: object, champs: set[str]) -> None:
    """Chaque ligne et ses réponses : lisibles, distinctes, et jamais deux fois la même."""
    if not _liste(ou, "etapes" if "choix" in champs else "lignes", lignes):
        raise CorrigeErreur(f"{ou} : il faut au moins une ligne.")
    vues: set[str] = set()
    for ligne in lignes:
        if not isinstance(ligne, dict) or set(ligne) - {"erreurs", "accepte"} != champs:
            attendus = ", ".join(f"« {champ} »" for champ in sorted(champs))
            raise CorrigeErreur(f"{ou} : chaque ligne donne {attendus}, et s'il y en a « erreurs » et « accepte ».")
        texte = str(ligne["texte"])
        if not limace(texte) or limace(texte) in vues:
            raise CorrigeErreur(f"{ou} : la ligne « {texte} » est vide, ou écrite deux fois.")
        vues.add(limace(texte))
        ici = f"{ou}, ligne « {texte} »"
        if "choix" in champs:
            _verifier_choix(ici, _formes(ligne["choix"]) if isinstance(ligne["choix"], dict) else ligne["choix"])
        _verifier_erreurs(ici, ligne.get("erreurs", []), exercice["points"] / len(lignes), calcul=False)


def _formes(choix: dict) -> dict:
    return {cle: c.get("formes", []) if isinstance(c, dict) else [] for cle, c in choix.items()}


def _verifier_classement(ou: str, exercice: dict) -> None:
    _verifier_choix(ou, exercice["choix"])
    _verifier_lignes(ou, exercice, exercice["lignes"], {"texte", "juste"})
    plusieurs = exercice.get("plusieurs", False)
    if not isinstance(plusieurs, bool):
        raise CorrigeErreur(f"{ou} : « plusieurs » vaut true ou false.")
    combine = {"incomplet", "en_trop"} & set(exercice)
    if combine and (not plusieurs or len(exercice["choix"]) > CHOIX_COMBINES):
        raise CorrigeErreur(
            f"{ou} : « {combine.pop()} » demande « plusieurs: true », et {CHOIX_COMBINES} choix au plus."
        )
    # Lire toutes les réponses, pour dire laquelle ne se lit pas.
    for ligne in exercice["lignes"]:
        ecrites = [ligne["juste"], *ligne.get("accepte", ()), *(e["reponse"] for e in ligne.get("erreurs", ()))]
        for ecrite in ecrites:
            canonique(ou, exercice, ligne["texte"], ecrite)
    textes = [ligne["texte"] for ligne in exercice["lignes"]]
    for commune in _liste(ou, "erreurs_communes", exercice.get("erreurs_communes", [])):
        permis = {"lignes", "idee_recue", "retour", "minimum"}
        if not isinstance(commune, dict) or not permis - {"minimum"} <= set(commune) <= permis:
            raise CorrigeErreur(
                f"{ou} : chaque erreur commune donne « lignes », « idee_recue » et « retour » (et « minimum »)."
            )
        lignes = commune["lignes"]
        if not isinstance(lignes, dict) or len(lignes) < 2:
            raise CorrigeErreur(f"{ou} : une erreur commune porte sur deux « lignes » au moins, {{ligne: réponse}}.")
        if not 2 <= commune.get("minimum", len(lignes)) <= len(lignes):
            raise CorrigeErreur(f"{ou} : « minimum » va de 2 au nombre de lignes de l'erreur commune.")
        for texte, reponses in lignes.items():
            if texte not in textes:
                raise CorrigeErreur(f"{ou} : l'erreur commune parle de « {texte} », qui n'est pas une des lignes.")
            for reponse in en_liste(reponses):
                canonique(ou, exercice, texte, reponse)


def _verifier_texte(ou: str, exercice: dict) -> None:
    longueur, rappels = exercice["longueur"], exercice["rappels"]
    deux_nombres = isinstance(longueur, list) and len(longueur) == 2 and all(map(_positif, longueur))
    if not deux_nombres or longueur[0] >= longueur[1]:
        raise CorrigeErreur(f"{ou} : « longueur » donne deux nombres de mots, par exemple [120, 180].")
    if not isinstance(rappels, dict) or not rappels or not all(isinstance(m, list) and m for m in rappels.values()):
        raise CorrigeErreur(f"{ou} : « rappels » donne pour chaque thème une liste de mots qui le montrent.")
    bareme = _liste(ou, "bareme", exercice["bareme"])
    if not 2 <= len(bareme) <= 4:
        raise CorrigeErreur(f"{ou} : le barème a de deux à quatre critères.")
    for critere in bareme:
        complet = isinstance(critere, dict) and set(critere) == {"critere", "niveaux"}
        if not complet or len(critere["niveaux"] or ()) != 4:
            raise CorrigeErreur(f"{ou} : chaque critère du barème donne « critere », et quatre « niveaux » de 0 à 3.")
        exemples = (exercice["exemples_de_reponses"] or {}).get(critere["critere"]) or {}
        if [len(exemples.get(niveau) or ()) for niveau in range(4)] != [2, 2, 2, 2]:
            raise CorrigeErreur(
                f"{ou} : « exemples_de_reponses » donne deux textes pour chaque niveau, de 0 à 3, de "
                f"« {critere['critere']} »."
            )
    if exercice["points"] != 3 * len(bareme):
        raise CorrigeErreur(f"{ou} : {len(bareme)} critères notés de 0 à 3 font {3 * len(bareme)} points.")


def _verifier_calcul(ou: str, exercice: dict) -> None:
    _verifier_lignes(ou, exercice, exercice["etapes"], {"texte", "juste", "choix"})
    try:
        table, lignes = donnees.fiche(exercice["table"]), donnees.lignes(exercice["table"])
    except donnees.DonneesErreur as erreur:
        raise CorrigeErreur(f"{ou} : {erreur}") from None
    if type(exercice["decimales"]) is not int or not 0 <= exercice["decimales"] <= 6:
        raise CorrigeErreur(f"{ou} : « decimales » est un nombre entier, de 0 à 6.")
    colonnes = [champ.nom for champ in table.champs]
    genres = []
    for etape in exercice["etapes"]:
        ici = f"{ou}, ligne « {etape['texte']} »"
        cles = {cle for choix in etape["choix"].values() if isinstance(choix, dict) for cle in choix}
        effets = cles & {*calcul.EFFETS}
        if len(effets) != 1:
            raise CorrigeErreur(f"{ici} : tous ses choix ont le même effet, un de {', '.join(calcul.EFFETS)}.")
        genres += effets
        for libelle, choix in etape["choix"].items():
            _verifier_effet(f"{ici}, choix « {libelle} »", choix, *effets, colonnes, lignes)
        for ecrite in [etape["juste"], *etape.get("accepte", ()), *(e["reponse"] for e in etape.get("erreurs", ()))]:
            canonique(ou, exercice, etape["texte"], ecrite)
    if genres.count("operation") != 1 or max(genres.count("colonne"), genres.count("lecture")) > 1:
        raise CorrigeErreur(f"{ou} : il faut une ligne « operation », et au plus une « colonne » et une « lecture ».")
    _verifier_resultats(ou, exercice)


def _verifier_effet(ou: str, choix: object, effet: str, colonnes: list[str], lignes: list[dict]) -> None:
    permis = {"formes", effet} | ({"n", "groupe"} if effet == "operation" else set())
    if not isinstance(choix, dict) or effet not in choix or not set(choix) <= permis:
        raise CorrigeErreur(f"{ou} : il donne « {effet} », et s'il y en a « formes ».")
    valeur = choix[effet]
    if effet == "lecture" and valeur not in ("texte", "nombres"):
        raise CorrigeErreur(f"{ou} : « lecture » vaut texte ou nombres.")
    if effet == "colonne" and valeur not in colonnes:
        raise CorrigeErreur(f"{ou} : la table n'a pas de colonne « {valeur} ». Colonnes : {', '.join(colonnes)}.")
    if effet == "filtre":
        _verifier_filtre(ou, valeur, colonnes, lignes)
    if effet == "operation":
        if valeur not in calcul.OPERATIONS:
            raise CorrigeErreur(f"{ou} : « operation » est une de {', '.join(calcul.OPERATIONS)}.")
        demande = {"part_des_n_premiers": {"n"}, "part_de_groupe": {"groupe"}}.get(valeur, set())
        if set(choix) & {"n", "groupe"} != demande:
            raise CorrigeErreur(
                f"{ou} : « n » va avec part_des_n_premiers, « groupe » avec part_de_groupe, et avec elles seules."
            )
        if "n" in choix and not (type(choix["n"]) is int and choix["n"] >= 1):
            raise CorrigeErreur(f"{ou} : « n » est un nombre entier, 1 ou plus.")
        if "groupe" in choix:
            _verifier_filtre(ou, choix["groupe"], colonnes, lignes)


def _verifier_filtre(ou: str, conditions: object, colonnes: list[str], lignes: list[dict]) -> None:
    if not isinstance(conditions, dict):
        raise CorrigeErreur(f"{ou} : un filtre s'écrit {{colonne: valeur}}, ou {{}} pour tout garder.")
    for colonne, voulu in conditions.items():
        if colonne not in colonnes:
            raise CorrigeErreur(f"{ou} : la table n'a pas de colonne « {colonne} ». Colonnes : {', '.join(colonnes)}.")
        if isinstance(voulu, dict) and not (voulu and set(voulu) <= {"de", "a"} and all(
            isinstance(x, (int, float)) for x in voulu.values()
        )):  # fmt: skip
            raise CorrigeErreur(f"{ou} : une tranche s'écrit {{de: 50000, a: 200000}}, avec des nombres.")
        for valeur in [voulu] if isinstance(voulu, dict) else en_liste(voulu):
            if not any(calcul.convient(ligne, {colonne: valeur}) for ligne in lignes):
                raise CorrigeErreur(f"{ou} : aucune ligne de la table n'a « {valeur} » dans la colonne « {colonne} ».")


def _verifier_resultats(ou: str, exercice: dict) -> None:
    """Le calcul attendu donne un nombre, et une erreur typique en donne un autre : sinon sa phrase tromperait."""
    juste = resultat(exercice, {})
    if math.isnan(juste.valeur):
        raise CorrigeErreur(f"{ou} : le calcul attendu ne donne pas de nombre. {juste.pourquoi}")
    for etape in exercice["etapes"]:
        for erreur in etape.get("erreurs", ()):
            obtenu = resultat(exercice, {etape["texte"]: erreur["reponse"]})
            if obtenu.resultat == juste.resultat:
                raise CorrigeErreur(
                    f"{ou}, ligne « {etape['texte']} » : « {erreur['reponse']} » donne aussi {juste.resultat}, le "
                    "résultat attendu. Changez ce choix, ou les décimales."
                )


def resultat(exercice: dict, ecarts: dict[str, str]) -> calcul.Calcul:
    """Le calcul attendu d'un exercice du corrigé, avec d'autres choix sur les lignes de `ecarts`."""
    effets = [
        e["choix"][canonique("", exercice, e["texte"], ecarts.get(e["texte"], e["juste"]))] for e in exercice["etapes"]
    ]
    return calcul.calculer(exercice["table"], effets, exercice["unite"], exercice["decimales"])


# --- lire comme la personne qui apprend


def partie_publique(exercice: dict) -> dict:
    """Ce qui se lit en clair. Les choix sont en liste : un objet JSON n'a pas d'ordre."""
    public = {cle: exercice[cle] for cle in ("type", "nom", "points", "sinon", "indice", "exemple") if cle in exercice}
    match exercice["type"]:
        case "texte":
            public |= {"longueur": exercice["longueur"], "rappels": [*exercice["rappels"].items()]}
            public |= {"rappels_oui": exercice.get("rappels_oui", RAPPELS_OUI)}
        case "nombre":
            public |= {"unite": exercice["unite"], "tolerance": exercice["tolerance"]}
        case "choix":
            public |= {"choix": [*exercice["choix"].items()]}
        case "regle":
            public |= {"mots": exercice["mots"], "comptes": exercice["comptes"]}
        case "classement":
            public |= {"choix": [*exercice["choix"].items()], "lignes": [x["texte"] for x in exercice["lignes"]]}
            if exercice.get("plusieurs"):
                public |= {"plusieurs": True}
        case "calcul":
            public |= {cle: exercice[cle] for cle in ("table", "unite", "decimales")}
            public |= {
                "etapes": [
                    {"texte": e["texte"], "choix": [[x, {"formes": [], **c}] for x, c in e["choix"].items()]}
                    for e in exercice["etapes"]
                ]
            }
    return public


def en_liste(valeur: object) -> list:
    return valeur if isinstance(valeur, list) else [valeur]


def canonique(ou: str, exercice: dict, ligne: str, reponse: object) -> str:
    """La réponse du corrigé, lue comme celle d'une personne qui apprend."""
    lue = controle.lire_ligne(partie_publique(exercice), ligne, str(reponse))
    if lue is None:
        raise CorrigeErreur(f"{ou}, ligne « {ligne} » : « {reponse} » n'est pas un des choix.")
    return lue
