"""L'étape 2 : le test du revenu d'activité, sur les cas et sur ses propres nombres, et l'exemple qui ne dit pas tout."""

from pathlib import Path

import pytest
import yaml

from trepied import cas
from trepied.dessins import etape_2
from trepied.widgets import outil
from trepied.widgets.chez_vous import ChezVous

RACINE = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("nom", "part"),
    [("ateliers-du-moulin", 0.4), ("fondation-passe-pages", 0), ("camion-des-services", 0), ("menuiserie-boisclair", 1180 / 1220)],
)
def test_la_part_des_revenus_d_activite_de_chaque_cas(nom, part):
    assert etape_2.part_des_revenus_d_activite(cas.charger(nom)) == pytest.approx(part)


def test_une_commande_du_meme_montant_fait_passer_la_moitie():
    moulin = cas.charger("ateliers-du-moulin")
    assert etape_2.part_des_revenus_d_activite(moulin) < 0.5 < etape_2.part_des_revenus_d_activite(moulin, en_plus=["commune"])


def test_les_quatre_maisons_disent_leur_taille_que_le_triangle_cache():
    figure = etape_2.quatre_maisons()
    assert figure.fictif
    for nom in etape_2.QUATRE_CAS:
        total = f"{sum(cas.moyens(cas.charger(nom))):,.0f}".replace(",", "\u202f")
        assert f"{total}\u00a0€" in figure.svg


def test_l_exemple_de_la_carte_ne_donne_pas_les_reponses_de_l_exercice():
    exemple = yaml.safe_load((RACINE / "src/trepied/contenu/registre/etape-2.yml").read_text("utf-8"))["acteurs"]["exemple"]
    lignes = yaml.safe_load((RACINE / "solutions/etape-2/corrige.yml").read_text("utf-8"))["2.2"]["lignes"]
    assert not {x["nom"] for x in exemple["lignes"]} & {x["texte"] for x in lignes}


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        (("60 000", "0", "150 k€"), "font 40,0\u00a0% de ce que l'année rapporte en argent. C'est moins de la moitié"),
        (("60 000", "48 000", "150 000"), "font 72,0\u00a0% de ce que l'année rapporte en argent. C'est plus de la moitié"),
        (("46 000", "84 000", "240 000"), "C'est tout près de la moitié"),
        (("0", "0", "600 000"), "font 0,0\u00a0%"),
        (("60 000", "", "150 000"), "quand les trois nombres seront remplis"),
        (("60 000", "100 000", "150 000"), "vérifiez ces nombres"),
        (("0", "0", "0"), "doit dépasser zéro"),
    ],
)
def test_sa_propre_part_se_calcule_en_tapant(page_hors_ligne, tmp_path, nombres, attendu):
    page = page_hors_ligne
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title><body>'
        f"{ChezVous('etape-2/revenus-d-activite').html_statique()}<script>{outil.script_du_livre()}</script></body></html>",
        "utf-8",
    )
    page.goto((tmp_path / "page.html").as_uri())
    for libelle, nombre in zip(("Ce que vous vendez", "Ce qu'une collectivité", "Tout ce que l'année"), nombres, strict=True):
        page.get_by_label(libelle).focus()
        page.keyboard.type(nombre)
    page.keyboard.press("Tab")
    page.get_by_text(attendu).wait_for(timeout=3000)
    assert page.erreurs_console == []
