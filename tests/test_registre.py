"""Le registre : un tableau rempli ligne par ligne, et ses bilans. Au clavier, dans un vrai Chromium."""

import json
import random
import time
from pathlib import Path

import nbformat
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError

from trepied import donnees, indicateurs, leviers, nombres
from trepied.carnet import Carnet
from trepied.typographie import typographier
from trepied.widgets import contenus, outil
from trepied.widgets.contenus import ContenuErreur
from trepied.widgets.registre import BILANS, ROLES, Registre

REGISTRES = """
acteurs:
  titre: La carte de vos acteurs
  invite: Qui compte autour de votre action ?
  ligne: un acteur
  bilan: acteurs
  exemple:
    nom: Les Ateliers du Moulin
    lignes: [{nom: Habitants adhérents, roles: [bénéficie, agit]}, {nom: Commune, roles: [paie]}]
  colonnes:
    - {cle: nom, libelle: Acteur, type: texte, aide: "Par exemple : la mairie."}
    - {cle: roles, libelle: Ses rôles, type: cases, choix: [paie, décide, bénéficie, agit]}
activites:
  titre: Vos activités
  invite: Une ligne par activité.
  ligne: une activité
  bilan: activites
  exemple:
    nom: Les Ateliers du Moulin
    lignes: [{nom: Ventes, modele: vente, montant: 60000}, {nom: Commune, modele: subvention, montant: "48 k€"}]
  colonnes:
    - {cle: nom, libelle: Activité, type: texte}
    - {cle: modele, libelle: Ce qui la paie, type: choix, choix: [vente, subvention, don]}
    - {cle: montant, libelle: Montant, type: nombre, unite: "€"}
heures:
  titre: Les heures
  invite: Une ligne par fonction.
  ligne: une fonction
  bilan: heures
  hors_temps_donne: [salariat]
  exemple: {nom: Les Ateliers du Moulin, taux: 16, lignes: [{nom: Planning, forme: bénévolat, heures: 600}]}
  colonnes:
    - {cle: nom, libelle: Fonction, type: texte}
    - {cle: forme, libelle: Forme, type: choix, choix: [bénévolat, mécénat de compétences, salariat]}
    - {cle: heures, libelle: Heures, type: nombre, unite: h}
libre:
  titre: Sans bilan
  invite: Notez.
  ligne: une idée
  colonnes: [{cle: idee, libelle: Idée, type: texte}]
"""
FOND = {"light": ("#ffffff", "#222832", "#48566b", "#f3f4f5"), "dark": ("#14181e", "#ced6dd", "#9ca4af", "#29313d")}


@pytest.fixture(autouse=True)
def textes(tmp_path, monkeypatch) -> Path:
    """Des textes à nous : ceux du cours peuvent changer."""
    (tmp_path / "contenu" / "registre").mkdir(parents=True)
    (tmp_path / "contenu" / "registre" / "essai.yml").write_text(REGISTRES, "utf-8")
    monkeypatch.setattr(contenus, "CONTENU", tmp_path / "contenu")
    return tmp_path / "contenu" / "registre"


def ecrire_page(dossier: Path, *outils, theme: str = "light") -> str:
    """Une page comme celles du livre, avec le vrai script, le vrai hôte et la vraie feuille de style."""
    fond, encre, douce, surface = FOND[theme]
    couleurs = f"--pst-color-background:{fond};--pst-color-text-base:{encre};--pst-color-text-muted:{douce};--pst-color-surface:{surface}"
    (dossier / "page.html").write_text(
        f'<!doctype html><html lang="fr" data-theme="{theme}"><head><meta charset="utf-8"><title>Essai</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>html{{background:{fond};color:{encre};color-scheme:{theme};{couleurs}}}"
        f"{outil.FEUILLE_DE_STYLE.read_text('utf-8')}</style></head><body><main><h1>Essai</h1>"
        f"{''.join(o.html_statique() for o in outils)}</main><script>{outil.script_du_livre()}</script></body></html>",
        "utf-8",
    )
    return (dossier / "page.html").as_uri()


@pytest.fixture
def ouvrir(ouvrir_page, tmp_path):
    """ouvrir("activites") : la page de ce registre ; `garde` : la valeur déjà dans le navigateur."""

    def ouvrir(nom: str, largeur: int = 1280, theme: str = "light", garde=None):
        page = ouvrir_page(largeur, 900)
        page.set_default_timeout(4000)
        page.goto(ecrire_page(tmp_path, Registre(f"essai/{nom}"), theme=theme))
        if garde is not None:
            garder(page, nom, garde)
            page.reload()
        return page

    return ouvrir


def garder(page, nom: str, valeur) -> None:
    page.evaluate(
        "([cle, valeur]) => { localStorage[cle] = JSON.stringify({ valeur, modifie: '2026-01-01T00:00:00Z' }); }",
        [f"trepied:registre.essai.{nom}", valeur],
    )


def gardee(page, nom: str) -> dict:
    return json.loads(page.evaluate("cle => localStorage[cle] ?? '{\"valeur\":{}}'", f"trepied:registre.essai.{nom}"))["valeur"]


def lignes_gardees(page, nom: str) -> list[dict]:
    valeur = gardee(page, nom)
    return [valeur["lignes"][cle] for cle in valeur["ordre"]]


def valeur_de(*lignes: dict, **autres) -> dict:
    """Ces lignes dans la forme d'une valeur gardée."""
    return {"lignes": {f"l{n}": ligne for n, ligne in enumerate(lignes)}, "ordre": [f"l{n}" for n in range(len(lignes))], **autres}


def normal(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def bilan(page) -> str:
    return normal(page.locator(".trepied-registre-phrases").inner_text())


def focus(page) -> str:
    """Le nom accessible de ce qui a le focus."""
    return normal(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"))


def violations_graves(page) -> list:
    trouvees = Axe().run(page).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in trouvees if v["impact"] in ("serious", "critical")]


# --- Les mêmes calculs en JavaScript et en Python


@pytest.fixture(scope="module")
def js(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=outil._assembler(*outil.SOCLE))
    yield lambda expression, liste: page.evaluate(f"(liste) => liste.map((x) => {expression})", liste)
    page.close()


def test_les_bilans_calculent_comme_les_indicateurs(js):
    hasard = random.Random(7)
    tirages = [
        [round(hasard.random() * 10 ** hasard.randint(0, 6), hasard.randint(0, 2)) for _ in range(hasard.randint(1, 12))]
        for _ in range(200)
    ] + [[0.1] * 10, [5], [3, 0], [1e9, 1, 1]]
    for calcule, quantites in zip(js("trepied.bilans.repartir(x)", tirages), tirages, strict=True):
        assert tuple(calcule["parts"]) == pytest.approx(indicateurs.fermeture(quantites))
        assert calcule["premiere"] == pytest.approx(indicateurs.part_de_la_personne_cle(quantites))
        assert calcule["trois"] == pytest.approx(indicateurs.dependance(quantites, 3))
        assert calcule["total"] == pytest.approx(sum(quantites))
    assert js("trepied.bilans.repartir(x)", [[], [0, 0]]) == [None, None]
    assert js("trepied.bilans.etp(x, 1607)", [2400, 0]) == [indicateurs.etp_benevole(2400), 0]


def test_le_bilan_des_heures_dit_les_nombres_de_python(ouvrir):
    page = ouvrir("heures", garde=valeur_de(
        {"nom": "Mardi", "forme": "bénévolat", "heures": "900"},
        {"nom": "Planning", "forme": "bénévolat", "heures": "600,5 h"},
        {"nom": "Conseil", "forme": "bénévolat", "heures": "500"},
        {"nom": "Ingénieure", "forme": "mécénat de compétences", "heures": "399,5"},
        {"nom": "Coordination", "forme": "salariat", "heures": "1 200"},
        {"nom": "Bricolage", "forme": "bénévolat", "heures": "beaucoup"},
        {"nom": "Accueil", "heures": "50"},
        taux="16",
    ))
    donnees_ = [900, 600.5, 500, 399.5]
    dit = bilan(page)
    total = sum(donnees_)
    for attendu in (
        f"{nombres.ecrire_nombre(total)} h, soit {nombres.ecrire_nombre(indicateurs.etp_benevole(total), 2)} équivalent temps plein, à 1 607 h",
        f"À 16 € l'heure, ce temps vaut {nombres.ecrire_euros(indicateurs.valeur_du_benevolat(total, 16))}",
        f"« Mardi », porte {nombres.ecrire_pourcent(indicateurs.part_de_la_personne_cle(donnees_), 0)} des heures",
        f"les trois premières, {nombres.ecrire_pourcent(indicateurs.dependance(donnees_, 3), 0)}",
        "Si cette personne, ou ce groupe, s'arrêtait, il faudrait retrouver 900 h",
        "Comptée à part : « Coordination » (salariat, 1 200 h). En tout 1 200 h payées, soit 0,75 équivalent temps plein. Le temps payé est un usage de l'argent",
        "faute d'heures comprises : « Bricolage »",
        "faute de forme choisie : « Accueil »",
    ):
        assert normal(attendu) in dit, (attendu, dit)
    page.get_by_text("Les chiffres de ce dessin").press("Enter")
    jumeau = [normal(t) for t in page.locator(".trepied-defile tr").all_inner_texts()]
    assert jumeau[1].split("\t") == ["Mardi", "bénévolat", "900 h", "37,5 %", "14 400 €"]
    assert jumeau[-1].split("\t") == ["Total", "", "2 400 h", "100,0 %", "38 400 €"]


def test_le_taux_part_du_smic_date_et_se_remplace(ouvrir):
    smic = donnees.parametre("smic_horaire_brut")
    page = ouvrir("heures", garde=valeur_de({"nom": "Mardi", "forme": "bénévolat", "heures": "100"}))
    taux = page.get_by_label("Valeur choisie pour une heure donnée (€)")
    assert taux.input_value() == nombres.ecrire_nombre(smic.valeur, 2)
    assert typographier(f"le Smic horaire brut au {nombres.ecrire_date(smic.date_effet)}") in page.locator(".trepied-registre").inner_text()
    assert normal(nombres.ecrire_euros(100 * smic.valeur)) in bilan(page)
    taux.fill("")
    page.wait_for_timeout(400)
    assert taux.input_value() == "" and "Choisissez la valeur d'une heure" in bilan(page)
    taux.press_sequentially("20")
    taux.blur()
    assert "ce temps vaut 2 000 €" in bilan(page)
    page.reload()
    assert taux.input_value() == "20"
    assert "Proposition de départ" not in Registre("essai/activites").html_statique()


def test_sans_les_donnees_le_taux_reste_a_choisir(monkeypatch):
    def absente(nom):
        raise donnees.DonneesErreur("absente")

    monkeypatch.setattr(donnees, "parametre", absente)
    contenu = Registre("essai/heures").contenu
    assert contenu["taux"]["depart"] == "" and contenu["duree"] == indicateurs.HEURES_PAR_AN


@pytest.mark.parametrize(
    ("lignes", "attendus"),
    [
        ([], ["Vos parts apparaîtront avec une première ligne complète"]),
        ([("Ventes", "vente", "62 k€"), ("Dons", "don", "38 000")],
         ["Sur 100 € de produits, environ 62 passent par des activités où domine « vente ».", "Modèle dominant : « vente », 62 %. Second : « don », 38 %.",
          "En tout : 100 000 €. Ce n'est que le levier financier"]),
        ([("A", "vente", "30"), ("B", "vente", "20"), ("C", "don", "50")], ["À égalité en tête : « vente » et « don »."]),
        ([("A", "don", "5")], ["environ 100 passent par des activités où domine « don »", "C'est le seul modèle compté ici."]),
        ([("A", "don", "0")], ["Les montants sont à zéro"]),
        ([("A", "don", "10"), ("B", "vente", ""), ("", "", "1.234"), ("D", "", "7")],
         ["Pas comptées, faute de montant compris : « B » et « ligne 3 ».", "Pas comptée, faute de modèle choisi : « D »."]),
        ([("A", "don", "-10"), ("B", "don", "12 %")], ["faute de montant compris : « A » et « B »"]),
    ],
)
def test_la_part_de_chaque_modele(ouvrir, lignes, attendus):
    page = ouvrir("activites", garde=valeur_de(*({"nom": n, "modele": m, "montant": x} for n, m, x in lignes)))
    for attendu in attendus:
        assert attendu in bilan(page)
    dessins = page.locator(".trepied-registre-bilan svg")
    assert dessins.count() == ("En tout" in bilan(page))


def test_les_barres_vont_de_la_plus_longue_a_la_plus_courte_et_se_lisent(ouvrir):
    page = ouvrir("activites", garde=valeur_de(
        {"nom": "A", "modele": "don", "montant": "10"}, {"nom": "B", "modele": "vente", "montant": "70"},
        {"nom": "C", "modele": "subvention", "montant": "20"},
    ))
    barres = page.locator(".trepied-registre-bilan rect.trepied-morceau").all()
    largeurs = [float(b.get_attribute("width")) for b in barres]
    assert [x / sum(largeurs) for x in largeurs] == pytest.approx(leviers.fermeture([70, 20, 10]), abs=0.001)
    alt = normal(page.locator(".trepied-registre-bilan svg").get_attribute("aria-label"))
    assert "vente : 70 %, subvention : 20 %, don : 10 %." in alt


def acteur(nom, *roles):
    return {"nom": nom, "roles": list(roles)}


@pytest.mark.parametrize(
    ("acteurs", "attendus"),
    [
        ([], ["Votre carte apparaîtra avec votre premier acteur."]),
        ([acteur("Maire")], ["Cette carte compte 1 acteur.", "Sans rôle coché pour l'instant : « Maire »."]),
        ([acteur("Élus", "décide")],
         ["personne ne paie sur cette carte. Qui paie", "personne ne bénéficie", "personne n'agit"]),
        ([acteur("Habitants", "bénéficie"), acteur("Commune", "paie"), acteur("Conseil", "décide", "agit")],
         ["Qui bénéficie sans décider : « Habitants ». Par où leur avis", "Qui paie sans décider : « Commune ».",
          "qui bénéficie et qui paie ne sont pas les mêmes"]),
        ([acteur("Membres", *ROLES)],
         ["qui bénéficie décide aussi", "qui paie décide aussi", "qui bénéficie paie aussi"]),
        ([acteur("Clients", "paie", "bénéficie"), acteur("Voisins", "bénéficie"), acteur("Gérance", "décide", "agit")],
         ["Qui bénéficie et paie : « Clients ». Qui bénéficie sans payer : « Voisins ». Qui paie pour eux ?"]),
    ],
)
def test_la_carte_des_acteurs_pose_des_questions_et_ne_juge_pas(ouvrir, acteurs, attendus):
    page = ouvrir("acteurs", garde=valeur_de(*acteurs))
    dit = bilan(page)
    for attendu in attendus:
        assert attendu in dit
    for question in page.locator(".trepied-registre-phrases li").all_inner_texts():
        assert question.endswith("?")
    for mot in ("faux", "erreur", "mauvais", "dommage", "devriez", "il faut", "anormal"):
        assert mot not in dit.lower()


def test_la_matrice_se_lit_sans_couleur_et_a_son_tableau(ouvrir):
    page = ouvrir("acteurs", garde=valeur_de(acteur("Habitants", "bénéficie", "agit"), acteur("Commune", "paie")))
    dessin = page.locator(".trepied-registre-bilan svg")
    assert dessin.locator(".trepied-coche").count() == 3 and dessin.locator(".trepied-absent").count() == 5
    assert normal(dessin.get_attribute("aria-label")) == (
        "2 acteurs. Paie : Commune. Décide : personne. Bénéficie : Habitants. Agit : Habitants."
    )
    page.get_by_text("Cette carte en tableau").press("Enter")
    assert [t.split("\t") for t in page.locator(".trepied-defile tr").all_inner_texts()] == [
        ["Acteur", "Paie", "Décide", "Bénéficie", "Agit"], ["Habitants", "non", "non", "oui", "oui"],
        ["Commune", "oui", "non", "non", "non"], ["En tout", "1", "0", "1", "1"],
    ]


# --- Remplir, au clavier


def test_on_remplit_retire_et_retablit_sans_souris(ouvrir):
    page = ouvrir("activites")
    assert "Aucune ligne pour l'instant" in page.locator(".trepied-registre-vide").inner_text()
    ajouter = page.get_by_role("button", name="Ajouter une activité")
    ajouter.press("Enter")
    assert focus(page) == "Activité : ligne 1"
    page.keyboard.type("Atelier")
    page.keyboard.press("Tab")
    assert focus(page) == "Ce qui la paie : Atelier"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert focus(page) == "Montant (€) : Atelier"
    page.keyboard.type("1 234,5")
    page.keyboard.press("Tab")
    assert focus(page) == "Retirer : Atelier"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # le bouton Ajouter
    assert focus(page) == "Activité : ligne 2"
    page.keyboard.type("Dons")
    page.keyboard.press("Tab")
    assert lignes_gardees(page, "activites") == [
        {"nom": "Atelier", "modele": "vente", "montant": "1 234,5"}, {"nom": "Dons"}
    ]
    assert page.get_by_role("group", name="ligne 1, Atelier").is_visible()

    page.get_by_role("button", name="Retirer : Atelier").press("Enter")
    assert focus(page) == "Annuler"
    assert [ligne["nom"] for ligne in lignes_gardees(page, "activites")] == ["Dons"]
    page.get_by_role("status").filter(has_text="ligne retirée").wait_for(state="attached")
    page.keyboard.press("Enter")
    assert focus(page) == "Activité : ligne 1"
    assert [ligne["nom"] for ligne in lignes_gardees(page, "activites")] == ["Atelier", "Dons"]
    assert page.get_by_role("button", name="Annuler").count() == 0

    page.reload()
    assert page.get_by_label("Montant (€) : Atelier").input_value() == "1 234,5"
    assert page.get_by_label("Ce qui la paie : Atelier").input_value() == "vente"
    assert page.erreurs_console == [] and page.requetes_externes == []


def test_cocher_des_roles_se_garde(ouvrir):
    page = ouvrir("acteurs")
    page.get_by_role("button", name="Ajouter un acteur").press("Enter")
    page.keyboard.type("Commune")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert lignes_gardees(page, "acteurs") == [{"nom": "Commune", "roles": ["paie", "décide"]}]
    page.reload()
    groupe = page.get_by_role("group", name="Ses rôles : Commune")
    assert [c.is_checked() for c in groupe.get_by_role("checkbox").all()] == [True, True, False, False]
    assert groupe.get_by_role("checkbox", name="paie : Commune").count() == 1


def test_tout_effacer_se_defait_sans_perdre_ce_qu_on_ajoute_entre_temps(ouvrir):
    page = ouvrir("acteurs", garde=valeur_de(acteur("Un"), acteur("Deux")))
    page.get_by_role("button", name="Effacer toutes les lignes").press("Enter")
    assert lignes_gardees(page, "acteurs") == [] and focus(page) == "Annuler"
    assert page.locator(".trepied-registre-vide").is_visible()
    page.get_by_role("button", name="Ajouter un acteur").press("Enter")
    page.keyboard.type("Trois")
    page.get_by_role("button", name="Annuler").press("Enter")
    assert [ligne["nom"] for ligne in lignes_gardees(page, "acteurs")] == ["Un", "Deux", "Trois"]


def test_quarante_lignes_au_plus(ouvrir):
    page = ouvrir("acteurs", garde=valeur_de(*(acteur(f"Acteur {n}") for n in range(39))))
    ajouter = page.get_by_role("button", name="Ajouter un acteur")
    ajouter.press("Enter")
    assert focus(page) == "Acteur : ligne 40"
    ajouter.press("Enter")
    assert len(lignes_gardees(page, "acteurs")) == 40
    assert page.get_by_text("40 lignes au plus").first.is_visible()
    page.get_by_role("button", name="Retirer : Acteur 3", exact=True).press("Enter")
    assert not page.get_by_text("40 lignes au plus").first.is_visible()
    ajouter.press("Enter")
    assert len(lignes_gardees(page, "acteurs")) == 40


def test_les_nombres_se_lisent_a_la_francaise_et_un_doute_se_demande(ouvrir):
    page = ouvrir("activites")
    page.get_by_role("button", name="Ajouter une activité").press("Enter")
    champ, lecture = page.get_by_label("Montant (€) : ligne 1"), page.locator(".trepied-registre .trepied-lecture")
    assert champ.get_attribute("type") == "text"
    for tape, compris in (("1 234,5", "1 234,5 €"), ("12 k€", "12 000 €"), ("0", "0 €")):
        champ.fill(tape)
        assert normal(lecture.inner_text()) == f"Compris : {compris}"
    champ.fill("1.234")
    assert lecture.inner_text() == ""  # on n'interrompt pas la frappe
    champ.blur()
    assert champ.get_attribute("aria-invalid") == "true" and lecture.get_attribute("id") in champ.get_attribute("aria-describedby")
    page.get_by_role("button", name="Je voulais dire 1\u202f234").click()
    assert normal(lecture.inner_text()) == "Compris : 1 234 €" and focus(page) == "Montant (€) : ligne 1"
    for tape, phrase in (("-5", "ne peut pas être négatif"), ("45 %", "on attend un nombre en €"), ("assez", "Nous n'avons pas su lire")):
        champ.fill(tape)
        champ.blur()
        assert phrase in lecture.inner_text()
    assert lignes_gardees(page, "activites") == [{"montant": "assez"}]


def test_l_exemple_se_regarde_se_modifie_et_ne_touche_a_rien(ouvrir):
    page = ouvrir("activites", garde=valeur_de({"nom": "À moi", "modele": "don", "montant": "5"}))
    avant = gardee(page, "activites")
    essayer = page.get_by_role("button", name="Essayer avec un exemple (cas fictif\u00a0: Les Ateliers du Moulin)")
    essayer.press("Enter")
    assert focus(page) == "Revenir à mon tableau"
    assert page.get_by_label("Activité : ligne 1").input_value() == "Ventes"
    assert "cas fictif" in page.locator(".trepied-registre-bilan").inner_text()
    assert "environ 56 passent par des activités où domine « vente »" in bilan(page)
    page.get_by_label("Montant (€) : Commune").fill("240 000")
    page.get_by_label("Montant (€) : Commune").blur()
    assert "environ 80 passent par des activités où domine « subvention »" in bilan(page)
    page.get_by_role("button", name="Retirer : Ventes").press("Enter")
    page.get_by_role("button", name="Ajouter une activité").press("Enter")
    assert gardee(page, "activites") == avant
    page.get_by_role("button", name="Revenir à mon tableau").press("Enter")
    assert page.get_by_label("Activité : ligne 1").input_value() == "À moi" and focus(page).startswith("Essayer")
    assert page.get_by_role("button", name="Annuler").count() == 0
    assert "100 passent par des activités où domine « don »" in bilan(page) and gardee(page, "activites") == avant


def test_deux_fois_le_meme_registre_dans_la_page_montrent_la_meme_chose(ouvrir_page, tmp_path):
    page = ouvrir_page()
    page.goto(ecrire_page(tmp_path, Registre("essai/acteurs"), Registre("essai/acteurs")))
    haut, bas = page.locator(".trepied-registre").all()
    haut.get_by_role("button", name="Ajouter un acteur").press("Enter")
    page.keyboard.type("Commune")
    page.keyboard.press("Tab")
    assert bas.get_by_label("Acteur : ligne 1").input_value() == "Commune"
    bas.get_by_role("button", name="Ajouter un acteur").press("Enter")
    page.keyboard.type("Habitants")
    page.keyboard.press("Tab")
    assert haut.get_by_label("Acteur : ligne 2").input_value() == "Habitants"
    bas.get_by_role("button", name="Retirer : Commune").press("Enter")
    assert haut.get_by_label("Acteur : ligne 1").input_value() == "Habitants"
    bas.get_by_role("button", name="Annuler").press("Enter")
    assert haut.get_by_label("Acteur : ligne 1").input_value() == "Commune"


def test_les_dernieres_lettres_sont_gardees_en_fermant_la_page(ouvrir):
    page = ouvrir("libre")
    page.get_by_role("button", name="Ajouter une idée").press("Enter")
    page.keyboard.type("un jardin")
    page.goto("about:blank")
    page.go_back()
    assert page.get_by_label("Idée : ligne 1").input_value() == "un jardin"
    assert page.get_by_text("Le bilan").count() == 0


ABIMEES = [
    {"lignes": []}, {"lignes": 3, "ordre": {"a": 1}}, {"lignes": {"a": None, "b": [1], "c": "x"}, "ordre": ["a", "z", 4]},
    {"lignes": {"a": {"nom": {"x": 1}, "modele": ["don"], "montant": {"n": 3}}}, "ordre": None, "taux": []},
    {"ordre": ["l1"]}, {"lignes": {"__proto__": {"nom": 3}}, "ordre": ["__proto__", "__proto__"]},
]


@pytest.mark.parametrize("valeur", ABIMEES, ids=range(len(ABIMEES)))
@pytest.mark.parametrize("nom", ["acteurs", "activites", "heures"])
def test_une_valeur_abimee_n_empeche_ni_de_lire_ni_de_remplir(ouvrir, nom, valeur):
    page = ouvrir(nom, garde=valeur)
    page.get_by_role("button", name="Ajouter u").press("Enter")
    page.keyboard.type("Une ligne")
    page.keyboard.press("Tab")
    assert lignes_gardees(page, nom)[-1] == {"nom": "Une ligne"}
    assert page.erreurs_console == []


def test_une_case_abimee_n_en_perd_pas_d_autre(ouvrir):
    page = ouvrir("activites", garde={
        "lignes": {"b": {"nom": "Bien", "modele": "ancien modèle", "montant": 12.5, "note": "ailleurs"}, "a": {"nom": ["?"], "montant": "7"}},
        "ordre": ["a"],
    })
    assert page.get_by_label("Activité : ligne 2").input_value() == "Bien"  # hors de l'ordre : à la fin
    assert page.get_by_label("Ce qui la paie : Bien").input_value() == "ancien modèle"
    assert page.get_by_label("Montant (€) : Bien").input_value() == "12,5"
    page.get_by_label("Montant (€) : Bien").fill("13")
    page.get_by_label("Montant (€) : Bien").blur()
    assert lignes_gardees(page, "activites")[1] == {"nom": "Bien", "modele": "ancien modèle", "montant": "13", "note": "ailleurs"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [320, 1280])
@pytest.mark.parametrize("nom", ["acteurs", "activites", "heures"])
def test_accessible_et_sans_defilement_horizontal(ouvrir, nom, largeur, theme):
    longs = "Bénévoles du conseil d'administration et anticonstitutionnellementimprononçable"
    page = ouvrir(nom, largeur, theme, garde=valeur_de(
        {"nom": longs, "roles": ["paie", "agit"], "modele": "don", "montant": "1.234", "forme": "bénévolat", "heures": "12,5"},
        {"nom": "B", "roles": ["bénéficie"], "modele": "vente", "montant": "12 k€", "forme": "salariat", "heures": "45 %"},
        {"nom": "C", "roles": [], "modele": "vente", "montant": "", "forme": "bénévolat", "heures": "7"},
    ))
    page.get_by_role("button", name="Retirer : C").press("Enter")
    page.locator("summary").first.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == largeur
    assert violations_graves(page) == []
    for cible in page.locator("button:visible, label.trepied-choix:visible").all():
        boite = cible.bounding_box()
        assert min(boite["width"], boite["height"]) >= 24, cible.inner_text()
    etiquettes = page.locator(".trepied-registre-ligne label").first
    if largeur == 320:  # une fiche : l'étiquette est au-dessus de sa case
        assert etiquettes.bounding_box()["width"] > 20
        assert not page.locator(".trepied-registre-entete").is_visible()
    else:  # un tableau : les cases d'une ligne sont côte à côte, sous leur titre
        haut = [c.bounding_box()["y"] for c in page.locator(".trepied-registre-ligne").first.locator(".trepied-champ").all()]
        assert max(haut) - min(haut) < 3
        assert page.locator(".trepied-registre-entete").is_visible()
    page.get_by_role("button", name="Essayer avec").press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == largeur
    assert violations_graves(page) == []


def test_sans_javascript_un_tableau_a_remplir_et_le_calcul_a_la_main(ouvrir_page, tmp_path):
    page = ouvrir_page(320, java_script_enabled=False)
    page.goto(ecrire_page(tmp_path, Registre("essai/acteurs"), Registre("essai/activites"), Registre("essai/heures")))
    assert page.locator(".trepied-papier").nth(1).locator("th").all_inner_texts() == ["Activité", "Ce qui la paie", "Montant (€)"]
    assert page.locator(".trepied-papier").first.locator("tbody tr").count() >= 6
    assert "Ses rôles, au choix\u00a0: paie · décide · bénéficie · agit." in page.locator("main").inner_text()
    for phrase in ("qui bénéficie sans décider", "multipliez par 100", "1 607"):
        assert phrase in normal(page.locator("main").inner_text())
    assert page.get_by_role("button").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# --- Dans JupyterLab : le vrai noyau garde les lignes


def test_dans_jupyterlab_une_ligne_ajoutee_va_dans_le_carnet(jupyterlab, ouvrir_page):
    cahier = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('from trepied import lecon\n\nlecon.registre("etape-2/acteurs")')])
    cahier.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(cahier, jupyterlab.dossier / "notebooks" / "essai-registre.ipynb")
    page = ouvrir_page(1280, 900)
    page.goto(jupyterlab.adresse("notebooks/essai-registre.ipynb"))
    page.locator(".jp-CodeCell").first.wait_for(timeout=60_000)
    ajouter = page.get_by_role("button", name="Ajouter un acteur")
    for _ in range(4):  # un essai avant que le noyau soit prêt est sans effet
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+Enter")
        try:
            ajouter.wait_for(timeout=15_000)
            break
        except TimeoutError:
            continue
    ajouter.click()
    page.keyboard.type("Commune jadis")  # « jj », « dd » et l'espace sont des raccourcis de JupyterLab hors d'un champ
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")

    def gardees() -> list[dict]:
        if not (jupyterlab.carnet / "carnet.json").exists():
            return []
        valeurs = json.loads((jupyterlab.carnet / "carnet.json").read_text("utf-8"))["valeurs"]
        return list(valeurs.get("registre.etape-2.acteurs", {"valeur": {"lignes": {}}})["valeur"]["lignes"].values())

    fin = time.monotonic() + 20
    while time.monotonic() < fin and gardees() != [{"nom": "Commune jadis", "roles": ["paie"]}]:
        page.wait_for_timeout(200)
    assert gardees() == [{"nom": "Commune jadis", "roles": ["paie"]}]
    page.get_by_text("Gardé sur cet ordinateur").wait_for(timeout=10_000)
    page.get_by_role("button", name="Retirer : Commune jadis").click()
    page.get_by_role("button", name="Annuler").press("Enter")
    assert page.get_by_label("Acteur : ligne 1").input_value() == "Commune jadis"
    assert page.requetes_externes == []


# --- Python : ce qui est gardé, ce qui est refusé


def test_les_lignes_sont_gardees_dans_le_carnet_et_jamais_dans_le_cahier():
    valeur = valeur_de({"nom": "SECRET-À-NOUS", "montant": "98 765"})
    Registre("essai/activites").valeur = valeur
    assert Carnet.ouvrir().lire("registre.essai.activites") == valeur
    registre = Registre("essai/activites")
    assert registre.valeur == valeur
    paquet, _ = registre._repr_mimebundle_()
    assert "SECRET" not in json.dumps(paquet, ensure_ascii=False) and "98 765" not in json.dumps(paquet, ensure_ascii=False)


def test_deux_lecons_ouvertes_ajoutent_chacune_leur_ligne():
    depart = {"lignes": {"a": {"nom": "A"}}, "ordre": ["a"]}
    Registre("essai/acteurs").valeur = depart
    ici, ailleurs = Registre("essai/acteurs"), Registre("essai/acteurs")
    ici.valeur = {"lignes": {"a": {"nom": "A"}, "b": {"nom": "B"}}, "ordre": ["a", "b"]}
    ailleurs.valeur = {"lignes": {"a": {"nom": "A2"}, "c": {"nom": "C"}}, "ordre": ["a", "c"]}
    assert Registre("essai/acteurs").valeur["lignes"] == {"a": {"nom": "A2"}, "b": {"nom": "B"}, "c": {"nom": "C"}}


@pytest.mark.parametrize("valeur", [None, 3, "x", [1], {"lignes": None}])
def test_un_carnet_qui_contient_autre_chose_laisse_ouvrir_le_registre(valeur):
    Carnet.ouvrir().ecrire("registre.essai.acteurs", valeur)
    assert isinstance(Registre("essai/acteurs").valeur, dict)


def test_la_lecon_ouvre_un_registre_par_son_nom():
    from trepied import lecon

    assert isinstance(lecon.registre("essai/acteurs"), Registre)


def modifier(nom: str, **changements) -> dict:
    return {**yaml.safe_load(REGISTRES)[nom], **changements}


NOM, MONTANT = {"cle": "nom", "libelle": "l", "type": "texte"}, {"cle": "montant", "libelle": "l", "type": "nombre", "unite": "€"}
FAUTES = [
    (modifier("libre", titre=""), "« titre » manque"),
    (modifier("libre", colonne=[]), "champ inconnu, colonne"),
    (modifier("libre", colonnes=[]), "au moins une colonne"),
    (modifier("libre", colonnes=[MONTANT]), "la première colonne nomme la ligne"),
    (modifier("libre", colonnes=[NOM, NOM]), "deux colonnes ont la même clé"),
    (modifier("libre", colonnes=[NOM, "b"]), "colonne 2 : il faut des champs"),
    (modifier("libre", colonnes=[NOM | {"type": "long"}]), "le type est cases, choix, nombre, texte, pas « long »"),
    (modifier("libre", colonnes=[NOM | {"unite": "€"}]), "seulement pour un nombre"),
    (modifier("libre", colonnes=[NOM, MONTANT | {"unite": "$"}]), "€, % ou h"),
    (modifier("libre", colonnes=[NOM | {"choix": ["a", "b"]}]), "ne sert que pour les types choix et cases"),
    (modifier("libre", colonnes=[NOM | {"aide": 3}]), "« aide » n'est pas un texte"),
    (modifier("libre", colonnes=[NOM, {"cle": "c", "libelle": "l", "type": "cases", "choix": ["a", False]}]), "Mettez-le entre guillemets"),
    (modifier("libre", bilan="argent"), "« bilan » vaut acteurs, activites, heures, pas « argent »"),
    (modifier("libre", bilan="acteurs"), "a besoin d'une colonne de clé « nom », de type texte"),
    (modifier("activites", colonnes=[NOM, MONTANT]), "clé « modele », de type choix"),
    (modifier("activites", bilan="heures", hors_temps_donne=[]), "clé « forme », de type choix"),
    (modifier("acteurs", colonnes=[NOM, {"cle": "roles", "libelle": "l", "type": "cases", "choix": ["paie", "agit"]}]),
     "les choix de « roles » sont paie, décide, bénéficie, agit"),
    (modifier("heures", hors_temps_donne=None), "« hors_temps_donne » manque"),
    (modifier("heures", hors_temps_donne=["salaire"]), "n'est pas un choix, salaire"),
    (modifier("libre", hors_temps_donne=[]), "ne sert que pour le bilan « heures »"),
    (modifier("libre", exemple={"nom": "x"}), "« lignes » est une liste"),
    (modifier("libre", exemple={"nom": "x", "lignes": ["a"]}), "exemple, ligne 1 : il faut des cases"),
    (modifier("libre", exemple={"nom": "x", "lignes": [{"idée": "a"}]}), "il n'y a pas de colonne « idée »"),
    (modifier("libre", exemple={"nom": "x", "lignes": [{"idee": 3}]}), "« 3 » n'est pas un texte"),
    (modifier("libre", exemple={"nom": "x", "taux": 3, "lignes": [{"idee": "a"}]}), "champ inconnu, taux"),
    (modifier("heures", exemple={"nom": "x", "taux": "cher", "lignes": [{"nom": "a"}]}), "« taux » est un nombre"),
    (modifier("activites", exemple={"nom": "x", "lignes": [{"modele": "troc"}]}), "« troc » n'est pas dans vente, subvention, don"),
    (modifier("activites", exemple={"nom": "x", "lignes": [{"montant": "1.234"}]}), "« 1.234 » n'est pas un nombre positif"),
    (modifier("activites", exemple={"nom": "x", "lignes": [{"montant": -1}]}), "n'est pas un nombre positif"),
    (modifier("acteurs", exemple={"nom": "x", "lignes": [{"roles": ["vote"]}]}), "une liste prise dans paie"),
]


@pytest.mark.parametrize(("fiche", "message"), FAUTES, ids=[m for _, m in FAUTES])
def test_un_registre_mal_ecrit_est_refuse_avec_son_nom(textes, fiche, message):
    (textes / "etape-9.yml").write_text(yaml.safe_dump({"x": fiche}), "utf-8")
    with pytest.raises(ContenuErreur) as erreur:
        Registre("etape-9/x")
    assert "registre/etape-9/x" in str(erreur.value) and message in str(erreur.value)


def test_tous_les_registres_du_cours_sont_bien_ecrits(monkeypatch, racine):
    monkeypatch.setattr(contenus, "CONTENU", racine / "src" / "trepied" / "contenu")
    ouverts = {
        nom: Registre(f"{path.stem}/{nom}")
        for path in sorted((contenus.CONTENU / "registre").glob("*.yml"))
        for nom in yaml.safe_load(path.read_text("utf-8"))
    }
    assert {r.contenu["bilan"] for r in ouverts.values()} >= {"acteurs"}
    assert set(BILANS) == {"acteurs", "activites", "heures"}
