"""Ce que l'étape 4 calcule avec les nombres tapés chez soi."""

import pytest

from trepied.widgets import outil
from trepied.widgets.chez_vous import ChezVous


@pytest.mark.parametrize(
    ("nombres", "attendu"),
    [
        (("9", "14", "41"), "9 arrivées, 14 départs\u00a0: 5 personnes de moins. Il y a un an, vous étiez donc 46\u202f; vous êtes 41."),
        (("1", "0", "12"), "1 arrivée, 0 départ\u00a0: 1 personne de plus. Il y a un an, vous étiez donc 11\u202f; vous êtes 12."),
        (("3", "3", "20"), "3 arrivées, 3 départs\u00a0: autant de personnes."),
        (("30", "2", "20"), "Les arrivées dépassent ce que vous êtes aujourd'hui"),
        (("9", "14", ""), "quand les trois nombres seront remplis"),
    ],
)
def test_le_mouvement_de_l_annee_se_dit_en_tapant(page_hors_ligne, tmp_path, nombres, attendu):
    page = page_hors_ligne
    (tmp_path / "outils.js").write_text(outil.script_du_livre(), "utf-8")
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body>'
        f'{ChezVous("etape-4/notre-serie").html_statique()}<script src="outils.js"></script></body></html>',
        "utf-8",
    )
    page.goto((tmp_path / "page.html").as_uri())
    for libelle, nombre in zip(("Personnes arrivées", "Personnes parties", "Personnes engagées"), nombres):
        page.get_by_label(libelle).focus()
        page.keyboard.type(nombre)
    page.keyboard.press("Tab")
    page.get_by_text(attendu).wait_for(timeout=2000)


def test_le_mouvement_se_refait_a_la_main_sur_papier():
    assert "arrivées moins les départs" in ChezVous("etape-4/notre-serie").sans_javascript()
