"""Les sept modèles de référence : les mêmes noms partout, une source chacun, et ce qui n'a pas été trouvé reste dit."""

from pathlib import Path

import yaml

from trepied import cas, lecon, typologie
from trepied.dessins import etape_3

CONTENU = Path(typologie.__file__).parent / "contenu"


def _lire(dossier):
    return yaml.safe_load((CONTENU / dossier / "etape-3.yml").read_text("utf-8"))


def test_les_choix_proposes_sont_les_modeles_definis_et_une_porte_de_sortie():
    """Le septième, nommé sans définition, ne se choisit pas : personne ne pourrait dire pourquoi."""
    assert len(typologie.noms()) == 6 and "Modèle mutualisé" not in typologie.noms()
    champs = _lire("chez_vous")["modele"]["champs"]
    colonnes = _lire("registre")["activites"]["colonnes"]
    for choix in [champ["choix"] for champ in (*champs, *colonnes) if "choix" in champ]:
        assert choix[:-1] == typologie.noms() and choix[-1].startswith("Aucun")


def test_chaque_modele_a_sa_source_et_un_trou_reste_un_trou():
    assert [m.numero for m in typologie.MODELES] == list(range(1, 8))
    assert all(m.sources for m in typologie.MODELES)
    tableau = {nom: reste for nom, *reste in lecon.dessin("etape-3/sept-modeles").lignes}
    assert tableau["7. Modèle mutualisé"] == ["non trouvé"] * 3
    assert "nom reconstruit" in next(nom for nom in tableau if nom.startswith("1."))


def test_les_activites_du_moulin_se_partagent_tous_ses_produits_une_seule_fois():
    """Sans cela, la maison assemblée ne ferait plus le budget du cas."""
    produits = cas.charger(etape_3.MOULIN)["produits"]
    assert sorted(poste for _, postes, _ in etape_3.ACTIVITES for poste in postes) == sorted(produits)
    lignes = {ligne["nom"]: (ligne["modele"], ligne["montant"]) for ligne in _lire("registre")["activites"]["exemple"]["lignes"]}
    assert lignes == {nom: (modele, sum(produits[p]["montant"] for p in postes)) for nom, postes, modele in etape_3.ACTIVITES}
