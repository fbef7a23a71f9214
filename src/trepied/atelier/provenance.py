"""La page du livre qui dit d'où vient une table, ce qu'elle contient et ce qu'on ne sait pas."""

from datetime import date

from trepied import donnees
from trepied.nombres import ecrire_date, ecrire_nombre

AVIS = "fichier écrit par « python3 cours.py refaire » d'après data/datapackage.json : ne pas le modifier"
PREMIERES_LIGNES = 40
# Toutes les tables réelles ont ces colonnes ; elles se lisent dans une seule case, car un téléphone est étroit.
ORIGINE = ("source_url", "confiance", "precision")


def page_de_provenance(nom: str) -> str:
    """La page Markdown (MyST) de la table `nom`, en espaces ordinaires : le filtre typographique passe ensuite."""
    table = donnees.fiche(nom)
    lignes = donnees.lignes(nom)
    return "\n".join([
        f"<!-- {AVIS} -->",
        "",
        f"# {table.titre}",
        "",
        *(["**Cas fictif.** Cette table est inventée pour le cours : rien n'y est réel.", ""] if table.fictif else []),
        table.description,
        "",
        f"{ecrire_nombre(len(lignes))} lignes. Table établie le {ecrire_date(table.etablie_le)}. "
        f"{{download}}`Télécharger la table (CSV) <../../data/{table.fichier}>`",
        "",
        "## À savoir avant de s'en servir",
        "",
        *(f"- {limite}" for limite in table.a_savoir),
        "",
        f"**Valeurs absentes :** {_en_phrase(table.trous)}",
        "",
        f"**Réutilisation :** {_en_phrase(table.conditions)}",
        "",
        *([] if table.fictif else _sources(table, lignes)),
        "## Colonnes",
        "",
        *_tableau(
            ["Colonne", "Ce qu'elle contient"],
            [[champ.titre, _description(champ)] for champ in table.champs],
        ),
        "",
        *_apercu(table, lignes),
        "",
    ])


def _sources(table: donnees.Table, lignes: list[dict]) -> list[str]:
    return [
        "## Sources",
        "",
        *(f"{rang}. [{_echapper(source.titre)}]({source.url})" for rang, source in enumerate(table.sources, 1)),
        "",
        "Les pages ont été lues dans des copies conservées : une adresse peut avoir changé depuis.",
        "",
        _confiance(lignes),
        "",
    ]


def _description(champ: donnees.Champ) -> str:
    return f"{champ.description} Unité : {champ.unite}." if champ.unite else champ.description


def _confiance(lignes: list[dict]) -> str:
    """Combien de valeurs par degré de confiance, en une phrase."""
    degres = [ligne["confiance"] for ligne in lignes]
    if len(set(degres)) == 1:
        return f"**Confiance :** « {degres[0]} » pour les {len(degres)} lignes."
    par_nombre = sorted(set(degres), key=lambda d: (-degres.count(d), d))
    comptes = ", ".join(f"« {degre} » pour {degres.count(degre)}" for degre in par_nombre)
    return f"**Confiance :** {comptes}, sur {len(degres)} lignes."


def _apercu(table: donnees.Table, lignes: list[dict]) -> list[str]:
    """Les premières lignes ; ce qui ne change jamais d'une ligne à l'autre se dit une fois, au-dessus."""
    constants = [champ for champ in table.champs if len({ligne[champ.nom] for ligne in lignes}) == 1]
    variables = [champ.nom for champ in table.champs if champ not in constants]
    # L'unité qui varie se lit avec son nombre.
    montres = [champ for champ in table.champs if champ.nom in variables and champ.nom not in (*ORIGINE, "unite")]
    rangees = [
        [
            *(_ecrire(champ, ligne[champ.nom], ligne["unite"] if "unite" in variables else "") for champ in montres),
            *([] if table.fictif else [_origine(table, ligne, [ligne[n] for n in ORIGINE[1:] if n in variables and ligne[n]])]),
        ]
        for ligne in lignes[:PREMIERES_LIGNES]
    ]
    entiere = len(rangees) == len(lignes)
    titre = "Toutes les lignes" if entiere else f"Les {len(rangees)} premières lignes sur {len(lignes)}"
    commun = [
        # Une adresse écrite en toutes lettres déborderait d'un téléphone.
        f"- {champ.titre} : {_origine(table, lignes[0], []) if champ.nom == 'source_url' else _ecrire(champ, lignes[0][champ.nom])}"
        for champ in constants if lignes[0][champ.nom] is not None
    ]
    return [
        f"## {titre}",
        "",
        *(["Partout dans cette table :", "", *commun, ""] if commun else []),
        *_tableau(
            [*(champ.titre for champ in montres), *([] if table.fictif else ["Lu dans"])],
            rangees,
            [*(champ.type == "number" for champ in montres), *([] if table.fictif else [False])],
        ),
    ]


def _origine(table: donnees.Table, ligne: dict, remarques: list[str]) -> str:
    """« source 3 (page de seconde main, AFP) », avec le lien."""
    adresses, adresse = [source.url for source in table.sources], ligne["source_url"]
    lien = f"source {adresses.index(adresse) + 1}" if adresse in adresses else "texte cité"
    return f"[{lien}]({adresse})" + (f" ({_echapper(', '.join(remarques))})" if remarques else "")


def _tableau(titres: list[str], rangees: list[list[str]], nombres: list[bool] | None = None) -> list[str]:
    """Un tableau Markdown ; les colonnes de nombres sont alignées à droite."""
    filets = ["---:" if a_droite else "---" for a_droite in nombres or [False] * len(titres)]
    return [f"| {' | '.join(cases)} |" for cases in (titres, filets, *rangees)]


def _ecrire(champ: donnees.Champ, valeur: object, unite: str = "") -> str:
    if valeur is None:
        return "non trouvé" if champ.type != "string" else ""
    if isinstance(valeur, date):
        return ecrire_date(valeur)
    # Une année s'écrit sans espace : seuls les nombres à virgule sont mis en forme.
    return f"{ecrire_nombre(valeur)} {unite}".strip() if champ.type == "number" else _echapper(str(valeur))


def _echapper(texte: str) -> str:
    return "".join(f"\\{signe}" if signe in "\\`*_{}[]<>|$" else signe for signe in texte)


def _en_phrase(texte: str) -> str:
    """Après deux-points, sans majuscule."""
    return texte[0].lower() + texte[1:]
