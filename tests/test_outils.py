"""Les outils à l'écran : questions, « Et chez vous ? », « Mon carnet ». Au clavier, dans un vrai Chromium."""

import base64
import json
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from trepied import carnet as module_carnet
from trepied.carnet import Carnet, CarnetErreur
from trepied.widgets import contenus, outil
from trepied.widgets.chez_vous import ChezVous
from trepied.widgets.contenus import ContenuErreur
from trepied.widgets.mon_carnet import MonCarnet
from trepied.widgets.qcm import Qcm

QCM = """
maison:
  question: Que montre ce dessin ?
  choix:
    - {texte: Un budget, idee_recue: le budget dit tout, reponse: "Le budget n'est qu'une pièce : regardez mieux."}
    - {texte: Trois leviers, juste: true, reponse: "Oui ! Les trois tiennent la maison."}
    - {texte: Un </script> & du <b>gras</b>, idee_recue: le code, reponse: "Non, <i>pas</i> cela."}
leviers:
  question: Quels sont des leviers ?
  plusieurs: true
  choix:
    - {texte: Les richesses humaines, juste: true, reponse: Le temps donné.}
    - {texte: La météo, idee_recue: tout serait levier, reponse: Elle ne se mobilise pas.}
    - {texte: Les alliances, juste: true, reponse: Ce que l'on fait ensemble.}
"""
CHEZ_VOUS = """
phrase:
  invite: Complétez.
  champs:
    - {cle: tient, libelle: Notre maison tient grâce à…, aide: "Par exemple : la salle.", type: texte}
    - {cle: suite, libelle: Et demain, type: long}
    - {cle: budget, libelle: Budget total, type: nombre, unite: "€"}
modele:
  invite: Choisissez.
  champs:
    - {cle: dominant, libelle: Modèle dominant, aide: Celui qui pèse le plus., type: choix, choix: [les ventes, "les dons : petits ou grands"]}
    - {cle: pourquoi, libelle: Pourquoi, type: texte}
lames:
  invite: Quatre nombres.
  bilan: ciseau
  champs:
    - {cle: total_avant, libelle: Total avant, type: nombre, unite: "€"}
    - {cle: total, libelle: Total maintenant, type: nombre, unite: "€"}
    - {cle: subventions_avant, libelle: Subventions avant, type: nombre, unite: "€"}
    - {cle: subventions, libelle: Subventions maintenant, type: nombre, unite: "€"}
"""


@pytest.fixture(autouse=True)
def textes(tmp_path, monkeypatch) -> Path:
    """Des textes à nous : ceux du cours peuvent changer."""
    for sorte, texte in (("qcm", QCM), ("chez_vous", CHEZ_VOUS)):
        (tmp_path / "contenu" / sorte).mkdir(parents=True)
        (tmp_path / "contenu" / sorte / "etape-1.yml").write_text(texte, "utf-8")
    monkeypatch.setattr(contenus, "CONTENU", tmp_path / "contenu")
    return tmp_path / "contenu"


# Dans une sortie de JupyterLab, Entrée n'envoie pas le formulaire d'un champ : la page d'essai fait pareil.
COMME_JUPYTERLAB = """<script>
addEventListener("keypress", (e) => { if (e.key === "Enter" && e.target.matches("input")) e.preventDefault(); });
</script>"""


def ecrire_page(dossier: Path, *outils) -> str:
    """Une page comme celles du livre, avec son vrai script et son vrai hôte."""
    corps = "\n".join(o.html_statique() for o in outils)
    (dossier / "outils.js").write_text(outil.script_du_livre(), "utf-8")
    (dossier / "outils.css").write_text(outil.FEUILLE_DE_STYLE.read_text("utf-8"), "utf-8")
    (dossier / "page.html").write_text(
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="outils.css">'
        f"</head><body><main><h1>Essai</h1>{corps}</main>{COMME_JUPYTERLAB}"
        '<script src="outils.js"></script></body></html>',
        "utf-8",
    )
    return (dossier / "page.html").as_uri()


def violations_graves(page) -> list:
    trouvees = Axe().run(page).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in trouvees if v["impact"] in ("serious", "critical")]


# --- Python : ce qui est montré, gardé, refusé


def test_ce_qui_est_choisi_est_garde_et_retrouve(carnet_prive):
    Qcm("etape-1/maison").valeur = {"choix": ["Un budget"]}
    assert json.loads((carnet_prive / "carnet.json").read_text("utf-8"))["valeurs"]["qcm.etape-1.maison"]["valeur"] == {
        "choix": ["Un budget"]
    }
    assert Qcm("etape-1/maison").valeur == {"choix": ["Un budget"]}


def test_la_meme_fiche_ouverte_dans_deux_lecons_ne_perd_rien():
    ici, ailleurs = ChezVous("etape-1/phrase"), ChezVous("etape-1/phrase")
    ici.valeur = {"tient": "la salle"}
    ailleurs.valeur = {"suite": "un jardin"}
    assert ChezVous("etape-1/phrase").valeur == {"tient": "la salle", "suite": "un jardin"}


def test_ce_qui_empeche_de_garder_se_lit_a_l_ecran_puis_tout_est_garde(monkeypatch):
    fiche = ChezVous("etape-1/phrase")

    def refuser(*_):
        raise CarnetErreur("Le disque est plein : libérez de la place.")

    with monkeypatch.context() as m:
        m.setattr(Carnet, "_remplacer", refuser)
        fiche.valeur = {"tient": "la salle"}
    assert fiche.etat == "Le disque est plein\u00a0: libérez de la place."
    fiche.valeur = {"tient": "la salle", "suite": "un jardin"}
    assert fiche.etat.startswith("Gardé sur cet ordinateur")
    assert ChezVous("etape-1/phrase").valeur == {"tient": "la salle", "suite": "un jardin"}


def test_un_carnet_abime_se_dit_dans_l_outil_et_la_lecon_continue(carnet_prive, monkeypatch):
    fiche = ChezVous("etape-1/phrase")
    fiche.valeur = {"tient": "un"}
    fiche.valeur = {"tient": "deux"}
    (carnet_prive / "carnet.json").write_bytes(b"\0\0\0")
    monkeypatch.setattr(Carnet, "_ouverts", {})  # comme après un redémarrage du noyau
    apres = ChezVous("etape-1/phrase")
    assert apres.valeur == {"tient": "un"}
    assert "était abîmé" in apres.etat and "Mon carnet" in apres.etat
    assert "était abîmé" in MonCarnet().etat
    apres.valeur = {"tient": "trois"}
    assert Carnet.ouvrir().lire("chez_vous.etape-1.phrase") == {"tient": "trois"}


def test_un_carnet_plus_recent_laisse_voir_la_question(carnet_prive):
    (carnet_prive / "carnet.json").write_text('{"version": 9}')
    question = Qcm("etape-1/maison")
    assert question.valeur == {} and "version plus récente" in question.etat
    question.valeur = {"choix": ["Un budget"]}
    assert "version plus récente" in question.etat
    assert (carnet_prive / "carnet.json").read_text() == '{"version": 9}'
    assert "version plus récente" in MonCarnet().contenu["resume"]


@pytest.mark.parametrize("faire", [lambda: Qcm("etape-1/maison"), lambda: ChezVous("etape-1/phrase"), MonCarnet])
def test_aucune_reponse_privee_dans_le_cahier_enregistre(carnet_prive, faire):
    ChezVous("etape-1/phrase").valeur = {"tient": "SECRET-À-NOUS", "budget": "98 765"}
    Qcm("etape-1/maison").valeur = {"choix": ["SECRET-À-NOUS"]}
    paquet, _ = faire()._repr_mimebundle_()
    assert "text/html" in paquet
    for prive in ("SECRET", "98 765", str(carnet_prive)):
        assert prive not in json.dumps(paquet, ensure_ascii=False)


def test_chaque_outil_arrive_dans_jupyter_avec_son_script_et_son_style():
    for fabrique in (lambda: Qcm("etape-1/maison"), lambda: ChezVous("etape-1/phrase"), MonCarnet):
        etat = fabrique().get_state()
        assert f"export default trepied.outils.{fabrique().nom}" in etat["_esm"]
        assert ".trepied-boite" in etat["_css"]


def test_les_textes_recoivent_les_espaces_du_francais():
    assert Qcm("etape-1/maison").contenu["question"] == "Que montre ce dessin\u202f?"


def test_l_idee_recue_ne_s_affiche_pas_elle_aide_la_formatrice_ou_le_formateur():
    assert "le budget dit tout" not in Qcm("etape-1/maison").html_statique()


JUSTE = {"texte": "a", "juste": True, "reponse": "oui"}
FAUX = {"texte": "b", "idee_recue": "i", "reponse": "non"}
ERREURS_QCM = [
    ({"question": "q", "choix": [JUSTE, JUSTE | {"texte": "c"}]}, "exactement une réponse juste, il y en a 2"),
    ({"question": "q", "choix": [FAUX, FAUX | {"texte": "c"}]}, "exactement une réponse juste, il y en a 0"),
    ({"question": "q", "choix": [JUSTE, {"texte": "b", "reponse": "non"}]}, "choix 2 : « idee_recue » manque"),
    ({"question": "q", "choix": [JUSTE, {"texte": "b", "idee_recue": "i"}]}, "choix 2 : « reponse » manque"),
    ({"question": "q", "choix": [{"texte": "a", "juste": True}, FAUX]}, "choix 1 : « reponse » manque"),
    ({"question": "q", "choix": [JUSTE, FAUX | {"reponce": "x"}]}, "choix 2 : champ inconnu, reponce"),
    ({"question": "q", "choix": [JUSTE | {"juste": "oui"}, FAUX]}, "choix 1 : « juste » se met à true"),
    ({"question": "q", "choix": [JUSTE, FAUX | {"texte": "a"}]}, "deux choix ont le même texte"),
    ({"question": "q", "choix": [JUSTE, FAUX | {"texte": 12}]}, "choix 2 : « texte » manque, ou n'est pas un texte"),
    ({"question": "q", "choix": [JUSTE, "b"]}, "choix 2 : il faut des champs"),
    ({"question": "q", "choix": [JUSTE]}, "au moins deux choix"),
    ({"question": "q"}, "au moins deux choix"),
    ({"choix": [JUSTE, FAUX]}, "« question » manque"),
    ({"question": "q", "plusieurs": True, "choix": [JUSTE, JUSTE | {"texte": "c"}]}, "une réponse juste et une fausse"),
    ({"question": "q", "plusieurs": "oui", "choix": [JUSTE, FAUX]}, "« plusieurs » se met à true"),
]


@pytest.mark.parametrize(("question", "message"), ERREURS_QCM, ids=[m for _, m in ERREURS_QCM])
def test_une_question_mal_ecrite_est_refusee_avec_son_nom(textes, question, message):
    (textes / "qcm" / "etape-2.yml").write_text(yaml.safe_dump({"x": question}), "utf-8")
    with pytest.raises(ContenuErreur) as erreur:
        Qcm("etape-2/x")
    assert "qcm/etape-2/x" in str(erreur.value) and message in str(erreur.value)


@pytest.mark.parametrize(
    ("champ", "message"),
    [
        ({"cle": "a", "libelle": "l"}, "« type » manque"),
        ({"cle": "a", "libelle": "l", "type": "date"}, "le type est choix, long, nombre, texte, pas « date »"),
        ({"cle": "a", "libelle": "l", "type": "texte", "unite": "€"}, "seulement pour un nombre"),
        ({"cle": "a", "libelle": "l", "type": "nombre", "unite": "$"}, "€, % ou h"),
        ({"cle": "b", "libelle": "l", "type": "texte"}, "deux champs ont la même clé"),
        ({"cle": "a", "libelle": "l", "type": "choix"}, "« choix » est une liste d'au moins deux textes"),
        ({"cle": "a", "libelle": "l", "type": "choix", "choix": ["x"]}, "d'au moins deux textes"),
        ({"cle": "a", "libelle": "l", "type": "choix", "choix": ["x", True]}, "True n'est pas un texte. Mettez-le entre guillemets"),
        ({"cle": "a", "libelle": "l", "type": "choix", "choix": ["x", "x"]}, "deux choix ont le même texte"),
        ({"cle": "a", "libelle": "l", "type": "texte", "choix": ["x", "y"]}, "ne sert que pour le type choix"),
    ],
)
def test_une_fiche_mal_ecrite_est_refusee_avec_son_nom(textes, champ, message):
    fiche = {"invite": "i", "champs": [{"cle": "b", "libelle": "l", "type": "long"}, champ]}
    (textes / "chez_vous" / "etape-2.yml").write_text(yaml.safe_dump({"x": fiche}), "utf-8")
    with pytest.raises(ContenuErreur) as erreur:
        ChezVous("etape-2/x")
    assert "chez_vous/etape-2/x" in str(erreur.value) and message in str(erreur.value)


@pytest.mark.parametrize(
    ("identifiant", "message"),
    [
        ("etape-1/absente", "n'a pas d'entrée « absente ». Il a : maison, leviers."),
        ("etape-9/maison", "Il n'y a pas de fichier qcm/etape-9.yml"),
        ("../secret", "n'est pas un identifiant"),
        ("maison", "n'est pas un identifiant"),
    ],
)
def test_un_identifiant_faux_dit_ce_qui_existe(identifiant, message):
    with pytest.raises(ContenuErreur, match=message):
        Qcm(identifiant)


def test_un_yaml_illisible_dit_ou_regarder(textes):
    (textes / "qcm" / "etape-2.yml").write_text("x:\n  question: deux : points : ici\n", "utf-8")
    with pytest.raises(ContenuErreur, match="qcm/etape-2.yml n'est pas un fichier YAML lisible, vers la ligne 2"):
        Qcm("etape-2/x")


def test_toutes_les_questions_du_cours_sont_bien_ecrites(monkeypatch, racine):
    monkeypatch.setattr(contenus, "CONTENU", racine / "src" / "trepied" / "contenu")
    ecrites = 0
    for sorte, fabrique in (("qcm", Qcm), ("chez_vous", ChezVous)):
        for path in sorted((contenus.CONTENU / sorte).glob("*.yml")):
            for nom in yaml.safe_load(path.read_text("utf-8")):
                fabrique(f"{path.stem}/{nom}")
                ecrites += 1
    assert ecrites >= 2


# --- Dans une page


def test_chaque_reponse_fausse_a_la_sienne_et_ne_montre_pas_la_bonne(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, Qcm("etape-1/maison")))
    groupe = page.get_by_role("group", name="Que montre ce dessin")
    choix, verifier = groupe.get_by_role("radio"), page.get_by_role("button", name="Vérifier")
    reponse = page.locator(".trepied-reponse")

    verifier.press("Enter")
    assert reponse.inner_text() == "Choisissez d'abord une réponse."

    choix.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for attendu in ("Pas encore.", "Le budget n'est qu'une pièce\u00a0: regardez mieux."):
        assert attendu in reponse.inner_text()
    assert reponse.get_attribute("role") == "status"
    assert choix.first.get_attribute("aria-describedby") == reponse.get_attribute("id")
    assert page.evaluate("document.activeElement.textContent") == "Vérifier"

    choix.first.focus()
    page.keyboard.press("ArrowUp")  # du premier au dernier choix
    assert choix.nth(2).is_checked() and reponse.inner_text() == ""
    page.keyboard.press("Enter")
    assert "Non, <i>pas</i> cela." in reponse.inner_text()
    for montree in ("Trois leviers", "tiennent la maison"):
        assert montree not in reponse.inner_text()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert "C'est juste." in reponse.inner_text() and "Les trois tiennent la maison" in reponse.inner_text()
    verifier.press("Enter")  # vérifier deux fois la même chose n'est pas un essai

    page.reload()
    assert choix.nth(1).is_checked() and "C'est juste." in reponse.inner_text()
    gardee = json.loads(page.evaluate("localStorage['trepied:qcm.etape-1.maison']"))["valeur"]
    assert gardee == {"choix": ["Trois leviers"], "verifie": ["Trois leviers"], "juste": True, "essais": 3}
    assert page.erreurs_console == [] and page.requetes_externes == []


def test_plusieurs_reponses_justes_se_cochent_toutes(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, Qcm("etape-1/leviers")))
    humaines, meteo, alliances = page.get_by_role("checkbox").all()
    reponse = page.locator(".trepied-reponse")

    def verifier():
        page.get_by_role("button", name="Vérifier").press("Enter")
        return reponse.inner_text()

    humaines.press("Space")
    assert "ce n'est pas tout" in verifier() and "alliances" not in reponse.inner_text()
    meteo.press("Space")
    assert "La météo" in verifier() and "Elle ne se mobilise pas." in reponse.inner_text()
    assert "Le temps donné" not in reponse.inner_text()
    meteo.press("Space")
    alliances.press("Space")
    assert "C'est juste." in verifier() and "Ce que l'on fait ensemble." in reponse.inner_text()


def test_ce_qu_on_tape_chez_soi_est_garde_meme_les_dernieres_lettres(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    adresse = ecrire_page(tmp_path, ChezVous("etape-1/phrase"))
    page.goto(adresse)
    assert page.get_by_text("Reste sur votre appareil").is_visible()
    assert page.get_by_text("N'indiquez ni nom de personne ni donnée de santé.").last.is_visible()
    garde = "JSON.parse(localStorage['trepied:chez_vous.etape-1.phrase'] || '{\"valeur\":{}}').valeur"

    page.get_by_label("Notre maison tient").focus()
    page.keyboard.type("la salle")
    page.wait_for_function(f"{garde}.tient === 'la salle'", timeout=1000)
    page.keyboard.type(" du mardi")
    page.keyboard.press("Tab")  # quitter le champ garde tout de suite
    assert page.evaluate(garde) == {"tient": "la salle du mardi"}
    page.keyboard.type("un jardin")
    page.goto("about:blank")  # et fermer la page aussi
    page.goto(adresse)
    assert page.get_by_label("Notre maison tient").input_value() == "la salle du mardi"
    assert page.get_by_label("Et demain").input_value() == "un jardin"


def test_un_choix_dans_une_liste_est_garde_et_un_ancien_choix_ne_se_perd_pas(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, ChezVous("etape-1/modele")))
    liste = page.get_by_label("Modèle dominant")
    assert liste.locator("option").all_inner_texts() == ["Choisir…", "les ventes", "les dons\u00a0: petits ou grands"]
    assert liste.input_value() == ""
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    garde = "JSON.parse(localStorage['trepied:chez_vous.etape-1.modele'] || '{\"valeur\":{}}').valeur"
    page.wait_for_function(f"{garde}.dominant === 'les ventes'", timeout=2000)
    page.reload()
    assert liste.input_value() == "les ventes"
    # Le cours a changé sa liste depuis : la réponse de la personne se lit encore.
    page.evaluate(
        """localStorage['trepied:chez_vous.etape-1.modele'] =
            JSON.stringify({ valeur: { dominant: "les legs", pourquoi: 12.5 }, modifie: "2026-01-01T00:00:00Z" })"""
    )
    page.reload()
    assert liste.input_value() == "les legs"
    assert page.get_by_label("Pourquoi").input_value() == "12,5"
    liste.select_option("")
    page.get_by_label("Pourquoi").fill("les deux")
    page.get_by_label("Pourquoi").blur()
    assert page.evaluate(garde) == {"dominant": "", "pourquoi": "les deux"}
    assert page.erreurs_console == []
    assert violations_graves(page) == []


@pytest.mark.parametrize(
    ("nombres", "attendu", "dessin"),
    [
        (("100 k€", "150 000", "40 000", "42 000"), "votre budget est aujourd'hui à 150, vos subventions à 105. Les lames s'écartent de 45", True),
        (("100 000", "100 000", "40 000", "60 000"), "dans l'autre sens", True),
        (("100 000", "120 000", "50 000", "60 000"), "avancent ensemble", True),
        (("100 000", "120 000", "0", "60 000"), "pas de seconde lame", False),
        (("100 000", "120 000", "50 000", "130 000"), "vérifiez ces deux nombres", False),
        (("0", "120 000", "0", "1"), "doit dépasser zéro", False),
        (("100 000", "120 000", "50 000", "1.234"), "quand les quatre nombres seront remplis", False),
        (("100 000", "120 000", "50 000", "12 %"), "quand les quatre nombres seront remplis", False),
    ],
)
def test_le_ciseau_de_chez_soi_se_calcule_en_tapant(page_hors_ligne, tmp_path, nombres, attendu, dessin):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, ChezVous("etape-1/lames")))
    for libelle, nombre in zip(("Total avant", "Total maintenant", "Subventions avant", "Subventions maintenant"), nombres):
        page.get_by_label(libelle).focus()
        page.keyboard.type(nombre)
    page.keyboard.press("Tab")
    page.get_by_text(attendu).wait_for(timeout=2000)
    assert page.locator(".trepied-lames").count() == dessin
    assert violations_graves(page) == []


def test_un_nombre_est_lu_a_voix_haute_et_un_doute_se_demande(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, ChezVous("etape-1/phrase")))
    champ, lecture = page.get_by_label("Budget total (€)"), page.locator(".trepied-lecture")
    assert champ.get_attribute("type") == "text"
    champ.focus()
    page.keyboard.type("12345,5")
    assert lecture.inner_text() == "Compris\u00a0: 12\u202f345,5\u00a0€"
    champ.fill("1.234")
    assert lecture.inner_text() == ""  # on n'interrompt pas la frappe
    page.keyboard.press("Tab")
    assert "1.234" in lecture.inner_text() and champ.get_attribute("aria-invalid") == "true"
    champ.focus()
    page.get_by_role("button", name="Je voulais dire 1\u202f234").click(timeout=2000)
    assert lecture.inner_text() == "Compris\u00a0: 1\u202f234\u00a0€" and champ.get_attribute("aria-invalid") is None
    champ.fill("45 %")
    champ.blur()
    assert "on attend un nombre en €" in lecture.inner_text()
    champ.fill("beaucoup")
    champ.blur()
    assert "Nous n'avons pas su lire" in lecture.inner_text()
    page.reload()
    assert champ.input_value() == "beaucoup" and "Nous n'avons pas su lire" in lecture.inner_text()


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_accessible_et_sans_defilement_horizontal_a_320_pixels(ouvrir_page, tmp_path, theme):
    page = ouvrir_page(largeur=320, hauteur=700)
    page.goto(ecrire_page(tmp_path, Qcm("etape-1/maison"), Qcm("etape-1/leviers"), ChezVous("etape-1/phrase"), ChezVous("etape-1/modele")))
    if theme == "sombre":
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.add_style_tag(
            content=":root{--pst-color-text-base:#ced6dd;--pst-color-text-muted:#9ca4af;"
            "--pst-color-background:#14181e;--pst-color-surface:#222832} body{background:#14181e;color:#ced6dd}"
        )
    page.get_by_role("radio").first.press("Space")
    page.get_by_role("button", name="Vérifier").first.press("Enter")
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_label("Budget total (€)").fill("1.234")
    page.get_by_label("Budget total (€)").blur()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations_graves(page) == []
    for cible in page.locator("button:visible, label.trepied-choix").all():
        boite = cible.bounding_box()
        assert min(boite["width"], boite["height"]) >= 24, cible.inner_text()


def test_sans_javascript_tout_se_lit_et_les_reponses_se_deplient(ouvrir_page, tmp_path):
    page = ouvrir_page(java_script_enabled=False)
    outils = (Qcm("etape-1/maison"), ChezVous("etape-1/phrase"), ChezVous("etape-1/modele"), MonCarnet())
    page.goto(ecrire_page(tmp_path, *outils))
    assert page.get_by_text("Que montre ce dessin").is_visible()
    assert page.get_by_role("listitem").filter(has_text="Trois leviers").first.is_visible()
    explication = page.get_by_text("Les trois tiennent la maison.")
    assert not explication.is_visible()
    page.get_by_text("Voir les réponses").click()
    for texte in ("Les trois tiennent la maison", "Le budget n'est qu'une pièce", "<i>pas</i> cela"):
        assert page.get_by_text(texte).is_visible()
    assert page.get_by_text("Budget total (€)").is_visible()
    assert page.locator(".trepied-ligne").count() == 2 + 5 + 1 + 2
    assert page.get_by_text("☐ les ventes").is_visible() and page.get_by_text("☐ les dons").is_visible()
    assert page.get_by_text("au bas de chaque page").is_visible()
    assert page.get_by_role("button").count() == 0  # rien qui ne répondrait pas


def test_un_noyau_arrete_ne_laisse_pas_croire_que_la_reponse_est_gardee(ouvrir_page, tmp_path):
    # Ce que JupyterLab fait d'un noyau mort : le changement part, rien ne revient.
    fiche = ChezVous("etape-1/phrase")
    script = fiche._esm.replace("export default", "const outil =")
    etat = {"contenu": fiche.contenu, "valeur": {}, "etat": "Gardé sur cet ordinateur à 09:00.", "suivi": fiche.suivi}
    (tmp_path / "p.html").write_text(
        f'<!doctype html><meta charset="utf-8"><div id="el"></div><script>{MODELE}{script}'
        f"Object.assign(model.etat, {json.dumps(etat)});"
        'outil.render({ model, el: document.getElementById("el") });</script>',
        "utf-8",
    )
    page = ouvrir_page()
    page.clock.install()
    page.goto((tmp_path / "p.html").as_uri())
    ligne = page.locator(".trepied-etat")
    page.get_by_label("Notre maison tient").fill("la salle")
    page.clock.run_for(1000)
    assert "à 09:00" in ligne.inner_text()
    page.clock.run_for(3000)
    assert "Pas encore gardé" in ligne.inner_text()
    page.evaluate("model.set('etat', 'Gardé sur cet ordinateur à 09:01.')")  # le noyau finit par répondre
    page.clock.run_for(5000)
    assert "à 09:01" in ligne.inner_text()
    page.get_by_label("Notre maison tient").fill("la salle")  # rien de neuf, rien à attendre
    page.clock.run_for(5000)
    assert "à 09:01" in ligne.inner_text()


def test_python_repond_a_chaque_changement():
    fiche = ChezVous("etape-1/phrase")
    for n in range(3):
        fiche.set_state({"valeur": {"tient": str(n)}, "etat": "…"})
        assert fiche.etat.startswith("Gardé sur cet ordinateur")


# --- Mon carnet : le vrai Python répond au vrai JavaScript

MODELE = """
const ecoutes = {};
const prevenir = (nom, ...args) => (ecoutes[nom] || []).forEach((f) => f(...args));
const model = {
  etat: {},
  get(nom) { return this.etat[nom]; },
  set(nom, valeur) { this.etat[nom] = valeur; prevenir(`change:${nom}`); },
  save_changes() {},
  on(nom, f) { (ecoutes[nom] ||= []).push(f); },
  async send(contenu, _, tampons = []) {
    const en64 = (t) => btoa(Array.from(new Uint8Array(t), (o) => String.fromCharCode(o)).join(""));
    const { etat, messages } = await versPython(contenu, tampons.map(en64));
    for (const [nom, valeur] of Object.entries(etat)) this.set(nom, valeur);
    for (const [message, octets] of messages) {
      const vue = (texte) => new DataView(Uint8Array.from(atob(texte), (c) => c.charCodeAt(0)).buffer);
      prevenir("msg:custom", message, octets.map(vue));
    }
  },
};
"""


@pytest.fixture
def page_mon_carnet(ouvrir_page, tmp_path, monkeypatch):
    def ouvrir(largeur=1280):
        widget, envois = MonCarnet(), []
        monkeypatch.setattr(widget, "send", lambda message, buffers=(): envois.append((message, buffers)))

        def etat():
            return {nom: getattr(widget, nom) for nom in ("contenu", "valeur", "etat")}

        def vers_python(contenu, tampons):
            envois.clear()
            widget._recevoir(widget, contenu, [base64.b64decode(t) for t in tampons])
            messages = [(m, [base64.b64encode(t).decode() for t in tampons]) for m, tampons in envois]
            return {"etat": etat(), "messages": messages}

        page = ouvrir_page(largeur=largeur)
        page.expose_function("versPython", vers_python)
        script = widget._esm.replace("export default", "const outil =")
        depart = f"Object.assign(model.etat, {json.dumps(etat())}); outil.render({{ model, el }});"
        (tmp_path / "mon_carnet.html").write_text(
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Carnet</title>'
            f"<meta name=viewport content='width=device-width'><style>{widget._css}</style></head>"
            f'<body><main><h1>Carnet</h1><div id="el"></div></main>{COMME_JUPYTERLAB}<script>{MODELE}{script}'
            f'const el = document.getElementById("el");{depart}</script></body></html>',
            "utf-8",
        )
        page.goto((tmp_path / "mon_carnet.html").as_uri())
        return page

    return ouvrir


def test_mon_carnet_emporte_efface_et_reprend(page_mon_carnet, carnet_prive, tmp_path):
    carnet = Carnet.ouvrir()
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("b", {"n": 2})
    page = page_mon_carnet()
    etat = page.locator(".trepied-etat")
    assert page.get_by_text(str(carnet_prive / "carnet.json")).is_visible()
    assert page.get_by_text("2 réponses, la dernière gardée le").is_visible()

    with page.expect_download() as attente:
        page.get_by_role("button", name="Télécharger mes réponses").press("Enter")
    export = tmp_path / "export.json"
    attente.value.save_as(export)
    assert attente.value.suggested_filename.startswith("mes-reponses-")
    assert json.loads(export.read_text("utf-8"))["valeurs"].keys() == {"a", "b"}

    page.get_by_text("Tout effacer").first.press("Enter")
    mot = page.get_by_label("Pour confirmer, tapez EFFACER")
    mot.fill("oui")
    mot.press("Enter")
    page.get_by_text("Rien n'a été effacé").wait_for()
    assert carnet.lire("a") == {"n": 1}
    mot.fill("EFFACER")
    mot.press("Enter")
    page.get_by_text("Tout est effacé").wait_for()
    assert str(carnet_prive / "carnet.json") in etat.inner_text()
    assert not (carnet_prive / "carnet.json").exists() and not (carnet_prive / "versions").exists()
    assert page.get_by_text("Aucune réponse n'est gardée pour l'instant.").is_visible()

    with page.expect_file_chooser() as choix:
        page.get_by_role("button", name="Reprendre mes réponses").press("Enter")
    choix.value.set_files(export)
    page.get_by_text("2 réponses reprises de votre fichier.").wait_for()
    assert carnet.lire("b") == {"n": 2}
    with page.expect_file_chooser() as choix:
        page.get_by_role("button", name="Reprendre mes réponses").click()
    choix.value.set_files({"name": "photo.json", "mimeType": "image/png", "buffer": b"\x89PNG\0"})
    page.get_by_text("rien n'a été changé").wait_for()
    assert page.erreurs_console == []


def test_un_fichier_trop_gros_est_refuse(page_mon_carnet, monkeypatch):
    monkeypatch.setattr(module_carnet, "TAILLE_MAXIMALE", 1000)
    monkeypatch.setattr("trepied.widgets.mon_carnet.TAILLE_MAXIMALE", 1000)
    page = page_mon_carnet()
    with page.expect_file_chooser() as choix:
        page.get_by_role("button", name="Reprendre mes réponses").click()
    choix.value.set_files({"name": "gros.json", "mimeType": "application/json", "buffer": b"{" * 5000})
    page.get_by_text("Ce fichier est trop gros").wait_for()


def test_mon_carnet_reprend_une_version_ou_repart_de_zero(page_mon_carnet):
    carnet = Carnet.ouvrir()
    carnet.ecrire("a", {"n": 1})
    carnet.ecrire("a", {"n": 2})
    page = page_mon_carnet()
    page.get_by_text("Versions précédentes").press("Enter")
    page.get_by_role("button", name="Reprendre cette version").press("Enter")
    page.get_by_text("est reprise").wait_for()
    assert carnet.lire("a") == {"n": 1}
    # Le bouton a disparu avec l'ancienne liste : le focus est sur le compte rendu.
    assert "trepied-etat" in page.evaluate("document.activeElement.className")
    page.get_by_role("button", name="Repartir d'un carnet vide").press("Enter")
    page.get_by_text("Votre carnet est vide").wait_for()
    assert carnet.cles() == [] and carnet.versions()


def test_apres_un_degat_mon_carnet_montre_ou_est_le_fichier_abime(page_mon_carnet, carnet_prive):
    Carnet.ouvrir().ecrire("a", {"n": 1})
    Carnet.ouvrir().ecrire("a", {"n": 2})
    (carnet_prive / "carnet.json").write_bytes(b"{")
    page = page_mon_carnet()
    assert "était abîmé" in page.locator(".trepied-etat").inner_text()
    page.get_by_text("Versions précédentes").press("Enter")
    (garde,) = Carnet.ouvrir().mis_de_cote()
    assert page.locator("code", has_text=garde.name).is_visible()
    assert page.get_by_role("button", name="Repartir d'un carnet vide").is_visible()


def test_mon_carnet_est_accessible_et_tient_dans_320_pixels(page_mon_carnet, carnet_prive):
    Carnet.ouvrir().ecrire("a", {"n": 1})
    Carnet.ouvrir().ecrire("a", {"n": 2})
    page = page_mon_carnet(largeur=320)
    for repli in page.locator("summary").all():
        repli.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations_graves(page) == []
