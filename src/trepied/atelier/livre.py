"""Les pages du livre qui se déduisent de la carte du cours : la table des matières et une page par parcours."""

import os
from itertools import groupby
from pathlib import Path

import yaml

from trepied import donnees
from trepied.atelier.provenance import page_de_provenance
from trepied.parcours import PROFILS, Cahier, Carte, Exercice, Parcours
from trepied.typographie import typographier

AVIS = "fichier écrit par « python3 cours.py refaire » d'après parcours.yml : ne pas le modifier"
# Les pages qui sont des outils, à remplir sans rien installer.
OUTILS = ("positionnement", "orientation", "mon-modele")
PAGES_DE_FIN = ("glossaire", "references", "donnees", "mes-donnees", "formateurs", "accessibilite", "a-propos")


def pages(carte: Carte, racine: Path) -> dict[Path, str]:
    """Chaque page déduite, par son chemin depuis la racine."""
    tables = donnees.catalogue()
    return {
        Path("_toc.yml"): _table_des_matieres(carte, tables),
        **{Path(f"book/parcours-{p.cle}.md"): typographier(_page_de_parcours(carte, p)) for p in carte.parcours.values()},
        Path("book/si-le-temps-manque.md"): typographier(_page_du_temps_manquant(carte)),
        Path("book/donnees.md"): typographier(_page_des_donnees(tables)),
        **{Path(f"book/donnees/{nom}.md"): typographier(page_de_provenance(nom)) for nom in tables},
    }


def _table_des_matieres(carte: Carte, tables: list[str]) -> str:
    """`_toc.yml`, au format de sphinx-external-toc."""
    def fichier(chemin: Path | str) -> dict:
        return {"file": Path(chemin).with_suffix("").as_posix()}

    etapes = [
        {
            "caption": etape.nom,
            "chapters": [fichier(c.chemin) for c in etape.cahiers],
        }
        for etape in carte.etapes
        if etape.ouverte
    ]
    fin = [fichier(f"book/{nom}") for nom in PAGES_DE_FIN]
    fin[PAGES_DE_FIN.index("formateurs")]["sections"] = [fichier("book/si-le-temps-manque")]
    fin[PAGES_DE_FIN.index("donnees")]["sections"] = [fichier(f"book/donnees/{nom}") for nom in tables]
    table = {
        "format": "jb-book",
        "root": "book/index",
        "parts": [
            {"caption": "Choisir son parcours", "chapters": [fichier(f"book/parcours-{p}") for p in carte.parcours]
             + [fichier(f"book/{nom}") for nom in OUTILS]},
            *etapes,
            {"caption": "Pour aller plus loin", "chapters": fin},
        ],
    }
    return f"# {AVIS[0].upper()}{AVIS[1:]}.\n" + yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=120)


def _page_de_parcours(carte: Carte, parcours: Parcours) -> str:
    """Page d'accueil d'une durée : lue dans le livre, et ouverte par JupyterLab au démarrage."""
    lignes = [
        f"<!-- {AVIS} -->",
        f"# Parcours {parcours.duree} : {parcours.nom}",
        parcours.resultat,
        f"Aujourd'hui, {_ce_qui_est_ouvert(carte, parcours)}. Cliquez sur la première leçon. Vous pouvez vous arrêter quand vous "
        "voulez : vos réponses restent sur votre appareil.",
    ]
    for etape in carte.etapes:
        minutes = sum(etape.minutes[n] for n in parcours.niveaux)
        lignes.append(f"## {etape.nom}")
        detail = f"{etape.sous_titre}. " if etape.sous_titre else ""
        if not etape.ouverte:
            lignes.append(f"*{detail}{minutes} minutes. À venir.*")
            continue
        activites = [a for niveau in parcours.niveaux for a in etape.activites(niveau)]
        emporter = [a.emporter for a in activites if isinstance(a, Cahier)][-1]
        lignes.append(f"{detail}{minutes} minutes. Vous repartirez avec {emporter}.")
        lignes.append("\n".join(f"{n}. {ligne}" for n, ligne in enumerate(_lignes(activites), 1)))
    lignes.append(f"En tout : {parcours.minutes // 60} heures, en comptant les étapes à venir.")
    autres = [f"[{p.duree}](parcours-{p.cle}.md)" for p in carte.parcours.values() if p is not parcours]
    lignes.append(f"Une autre durée ? {' ou '.join(autres)}.")
    return "\n\n".join(lignes) + "\n"


def _ce_qui_est_ouvert(carte: Carte, parcours: Parcours) -> str:
    """« l'étape 1 est ouverte : 18 minutes », ou « les étapes 1, 2 et 3 sont ouvertes : 54 minutes »."""
    ouvertes = [e for e in carte.etapes if e.ouverte]
    minutes = sum(e.minutes[n] for e in ouvertes for n in parcours.niveaux)
    *debut, dernier = [str(e.numero) for e in ouvertes]
    if not debut:
        return f"l'étape {dernier} est ouverte : {minutes} minutes"
    return f"les étapes {', '.join(debut)} et {dernier} sont ouvertes : {minutes} minutes"


def _lignes(activites: list[Cahier | Exercice]) -> list[str]:
    """Une ligne par activité ; les versions d'une leçon selon le profil tiennent sur une seule."""
    lignes = []
    for profil, groupe in groupby(activites, key=lambda a: bool(getattr(a, "profil", ""))):
        groupe = list(groupe)
        if profil:
            branches = ", ".join(_lien(PROFILS[a.profil], a) for a in groupe)
            lignes.append(f"Leçon, une selon votre profil : {branches}, {groupe[0].minutes} minutes")
        else:
            lignes += [
                f"{'Exercice' if isinstance(a, Exercice) else 'Leçon'} : {_lien(a.titre, a)}, {a.minutes} minutes"
                for a in groupe
            ]
    return lignes


def _lien(titre: str, activite: Cahier | Exercice) -> str:
    return f"[{titre}]({Path(os.path.relpath(activite.chemin, 'book')).as_posix()})"


def _page_du_temps_manquant(carte: Carte) -> str:
    """Pour la personne qui forme : ce qu'il faut garder de chaque leçon quand l'heure tourne."""
    lignes = [
        f"<!-- {AVIS} -->",
        "# Si le temps manque",
        "Une ligne par leçon, pour la personne qui anime : quoi garder en séance, quoi laisser pour après. La même ligne "
        "est dans les métadonnées de chaque cahier.",
    ]
    for etape in carte.etapes:
        if etape.ouverte:
            lignes.append(f"## {etape.nom}")
            lignes.append("\n".join(
                f"- {_lien(c.titre, c)}, parcours {c.niveau.replace('h', ' h')}, {c.minutes} minutes. {c.si_le_temps_manque}"
                for c in etape.cahiers
            ))
    return "\n\n".join(lignes) + "\n"


def _page_des_donnees(tables: list[str]) -> str:
    lignes = [f"- [{donnees.fiche(nom).titre}](donnees/{nom}.md)" for nom in tables]
    return (
        f"<!-- {AVIS} -->\n\n# Les données du cours\n\nChaque chiffre réel du cours vient d'une de ces tables. "
        "Sa fiche dit qui l'a publié, quand, et ce qu'on ne sait pas.\n\n" + "\n".join(lignes) + "\n"
    )
