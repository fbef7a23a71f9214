"""Le positionnement et le premier trépied dans un vrai Chromium : calculs, clavier, papier, accessibilité."""

import json
import math
import random
import re
import statistics
from datetime import date
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from trepied import leviers, nombres, positionnement
from trepied.formulaire import formulaire_html
from trepied.indicateurs import budget_elargi
from trepied.widgets import outil
from trepied.widgets.positionnement import Positionnement
from trepied.widgets.premier_trepied import PremierTrepied

TESTS = Path(__file__).parent
DEFINITION = positionnement.charger()
HUMAINES, FINANCIERES, ALLIANCES = (levier.cle for levier in leviers.LEVIERS)
FOND = {"light": "#ffffff", "dark": "#14181e"}


def ecrire_page(dossier: Path, *outils, theme: str = "light") -> str:
    """Une page du livre réduite à ses outils : le vrai script, le vrai hôte, la vraie feuille de style."""
    page = dossier / "page.html"
    encre = {"light": ("#222832", "#48566b", "#f3f4f5"), "dark": ("#ced6dd", "#9ca4af", "#29313d")}[theme]
    noms = ("text-base", "text-muted", "surface", "background")
    couleurs = " ".join(
        f"--pst-color-{nom}: {teinte};" for nom, teinte in zip(noms, (*encre, FOND[theme]), strict=True)
    )
    page.write_text(
        f'<!doctype html><html lang="fr" data-theme="{theme}"><head><meta charset="utf-8"><title>Essai</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>html {{ background: {FOND[theme]}; color-scheme: {theme}; {couleurs} }}"
        f"{outil.FEUILLE_DE_STYLE.read_text('utf-8')}</style></head><body><main><h1>Essai</h1><article>"
        f"{''.join(o.html_statique() for o in outils)}</article></main>"
        f"<script>{outil.script_du_livre()}</script></body></html>",
        "utf-8",
    )
    return page.as_uri()


def normal(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def garde(page, cle: str) -> dict:
    """La valeur que l'hôte du livre a gardée dans le navigateur."""
    return json.loads(page.evaluate("cle => localStorage.getItem('trepied:' + cle)", cle))["valeur"]


# --- Les mêmes calculs en JavaScript et en Python


@pytest.fixture(scope="module")
def js(chromium):
    """js(expression, liste, commun) : ce que vaut l'expression dans le navigateur pour chaque x de la liste."""
    page = chromium.new_page()
    page.add_script_tag(content=outil._assembler(*outil.SOCLE, "positionnement.js"))
    yield lambda expression, liste, commun=None: page.evaluate(
        f"([liste, commun]) => liste.map((x) => {expression})", [liste, commun]
    )
    page.close()


LECTURES = yaml.safe_load((TESTS / "cas_nombres.yml").read_text("utf-8"))
ECRITURES = yaml.safe_load((TESTS / "cas_ecriture.yml").read_text("utf-8"))


def en_python(texte: str) -> dict:
    try:
        lu = nombres.lire_nombre(texte)
    except nombres.NombreAmbigu as erreur:
        return {"erreur": sans_espaces(str(erreur)), "lectures": list(erreur.lectures)}
    except nombres.NombreIllisible as erreur:
        return {"erreur": sans_espaces(str(erreur))}
    return {"valeur": lu.valeur, "unite": lu.unite}


def sans_espaces(phrase: str) -> str:
    """Python met aussi les espaces du français dans le texte cité ; le navigateur le cite tel qu'il a été tapé."""
    return re.sub(r"\s", "", phrase)


def comparable(lu: dict) -> dict:
    return {**lu, "erreur": sans_espaces(lu["erreur"])} if "erreur" in lu else lu


def test_lire_un_nombre_suit_la_table_partagee(js):
    for cas, lu in zip(LECTURES, js("trepied.lireNombre(x)", [cas["texte"] for cas in LECTURES]), strict=True):
        if "valeur" in cas:
            assert lu == {"valeur": cas["valeur"], "unite": cas["unite"]}, cas
        else:
            assert "erreur" in lu and lu.get("lectures") == cas.get("ambigu"), cas


def test_lire_un_nombre_dit_les_memes_phrases_qu_en_python(js):
    hasard = random.Random(5)
    morceaux = [
        *"0123456789",
        *"0123456789",
        " ",
        ",",
        ".",
        "'",
        "-",
        "−",
        "\u202f",
        "k",
        "M",
        "Md",
        "€",
        " €",
        "%",
        " h",
        " euros",
        "d'",
    ]
    textes = [cas["texte"] for cas in LECTURES]
    textes += ["".join(hasard.choices(morceaux, k=hasard.randint(1, 9))) for _ in range(4000)]
    textes += ["9" * 60, "1 " * 40, "1000000000000000,01", "x" * 41, "12 345,5 " * 9]
    for texte, lu in zip(textes, js("trepied.lireNombre(x)", textes), strict=True):
        assert comparable(lu) == en_python(texte), texte
        # Les espaces des phrases sont déjà celles du français.
        assert not re.search(r" [;!?:»]|« ", lu.get("erreur", "").replace(texte, "")), texte


def test_ecrire_un_nombre_suit_la_table_et_python(js):
    fonctions = {"nombre": "ecrireNombre", "euros": "ecrireEuros", "part": "ecrirePourcent"}
    for cas in ECRITURES:
        nom = next(n for n in fonctions if n in cas)
        assert js(f"trepied.{fonctions[nom]}(x[0], x[1])", [[cas[nom], cas["decimales"]]]) == [cas["ecrit"]], cas
    hasard = random.Random(6)
    tirages = [
        hasard.choice([1, -1]) * round(hasard.random() * 10 ** hasard.randint(-3, 12), hasard.randint(0, 6))
        for _ in range(2000)
    ]
    assert js("trepied.ecrireNombre(x)", tirages) == [nombres.ecrire_nombre(x) for x in tirages]
    assert js("trepied.ecrireNombre(x, 1)", tirages) == [nombres.ecrire_nombre(x, 1) for x in tirages]
    jours = ["2026-01-01", "2024-02-29", "2026-12-31"]
    assert js("trepied.ecrireDate(x)", jours) == [nombres.ecrire_date(date.fromisoformat(j)) for j in jours]
    assert js("trepied.ecrireDate(x)", ["hier", None, "2026-13-01", 3]) == [None] * 4


def test_poids_place_ecart_et_phrase_sont_ceux_de_python(js):
    hasard = random.Random(7)
    tirages = [
        [hasard.choice([0, 1, round(hasard.random() * 10 ** hasard.randint(0, 7), 2)]) for _ in range(3)]
        for _ in range(1500)
    ]
    tirages = [t for t in tirages if sum(t)] + [[1, 0, 0], [1e-300, 1e300, 0], [1, 1, 198], [38_400, 150_000, 21_600]]
    poids = [list(leviers.poids(t)) for t in tirages]
    assert js("trepied.fermeture(x)", tirages) == poids
    for calcule, attendu in zip(js("trepied.barycentre(x)", poids), map(leviers.barycentre, poids), strict=True):
        assert calcule == pytest.approx(attendu, abs=1e-12)
    assert js("trepied.phraseDesPoids(x)", poids) == [leviers.phrase_des_poids(p) for p in poids]
    paires = list(zip(poids, reversed(poids), strict=True))
    for calcule, (a, b) in zip(js("trepied.pointsADeplacer(x[0], x[1])", paires), paires, strict=True):
        assert calcule == pytest.approx(leviers.points_a_deplacer(a, b), abs=1e-12)
    assert js("trepied.fermeture(x)", [[0, 0, 0], [-1, 2, 3], [None, 1], []]) == [None, None, [0, 1], None]


def tirer_une_valeur(hasard: random.Random) -> dict:
    """Une position gardée, parfois abîmée : réponses hors échelle, repères inconnus, cibles absentes."""
    personnes = [f"p{i}" for i in range(hasard.randint(1, 5))]
    reponse = lambda: hasard.choice([0, 1, 2, 3, 4, 4, 2, "nsp", None, 7, -1, 2.5, "2", True])  # noqa: E731
    cles = [*(r.cle for r in DEFINITION.reperes), "inconnu"]
    return {
        "repondants": {p: hasard.choice(["présidence", "", "trésorerie"]) for p in personnes},
        "reponses": {p: {c: reponse() for c in hasard.sample(cles, hasard.randint(0, 19))} for p in personnes},
        "cibles": {
            c: reponse() for c in hasard.sample([HUMAINES, FINANCIERES, ALLIANCES, "autre"], hasard.randint(0, 4))
        },
        "date": hasard.choice(["2026-03-12", "2024-02-01", None, "hier"]),
    }


@pytest.mark.parametrize("express", [False, True])
def test_niveaux_et_phrases_sont_ceux_de_python(js, express):
    hasard = random.Random(8)
    contenu = Positionnement("entree", express=express).contenu
    valeurs = [tirer_une_valeur(hasard) for _ in range(300)]
    vus = js(
        "[trepied.positionnement.comparer(commun, x.reponses), trepied.positionnement.phrases(commun, x)]",
        valeurs,
        contenu,
    )
    for valeur, (comparaisons, phrases) in zip(valeurs, vus, strict=True):
        lue = positionnement.lire(valeur)
        assert phrases == lue.phrases(express), valeur
        for levier, attendue in lue.comparer(express).items():
            vue = comparaisons[levier]
            etendue = attendue.etendue and vars(attendue.etendue)
            assert (vue["etendue"], vue["points_de_vue"], vue["repondus"], vue["poses"]) == (
                etendue,
                attendue.points_de_vue,
                attendue.repondus,
                attendue.poses,
            )
            assert {q: n["mediane"] for q, n in vue["par_repondant"].items()} == {
                q: n.mediane for q, n in attendue.par_repondant.items()
            }


# --- Le positionnement, au clavier


@pytest.fixture
def positionner(ouvrir_page, tmp_path):
    def ouvrir(largeur=1280, express=False, theme="light", **options):
        page = ouvrir_page(largeur, 900, **options)
        page.goto(ecrire_page(tmp_path, Positionnement("entree", express=express), theme=theme))
        return page

    return ouvrir


def dessin(page) -> str:
    return page.locator(".trepied-cadre svg[role=img]").first.inner_html()


def repondre(page, niveau: int) -> None:
    """Choisit ce niveau à la question montrée, au clavier, puis passe à la suivante."""
    page.keyboard.press("Space")
    for _ in range(niveau):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_au_clavier_une_reponse_deplace_le_point_change_la_phrase_et_se_retrouve(positionner):
    page = positionner(express=True)
    page.get_by_role("button", name=re.compile("^Repère 3,")).focus()
    page.keyboard.press("Enter")
    assert "origine de l'argent" in page.get_by_role("group").locator("legend").inner_text()
    repondre(page, 1)
    repondre(page, 3)
    phrase = page.locator(".trepied-phrases li").nth(1)
    assert normal(phrase.inner_text()) == "Ressources financières : niveau 2 (Écrit)."
    point = page.locator(f".trepied-cadre .trepied-levier-{FINANCIERES} .trepied-marque")
    avant, image = float(point.get_attribute("cx")), dessin(page)
    page.get_by_role("button", name=re.compile("^Repère 3,")).press("Enter")
    assert page.evaluate("document.activeElement.checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert float(point.get_attribute("cx")) > avant and dessin(page) != image
    assert normal(phrase.inner_text()) == "Ressources financières : niveau 3 (Suivi)."
    assert normal(page.locator(".trepied-progression").inner_text()) == "2 repères sur 6"
    assert garde(page, "positionnement.entree")["reponses"] == {"p1": {"origine": 3, "tresorerie": 3}}
    page.reload()
    assert normal(phrase.inner_text()) == "Ressources financières : niveau 3 (Suivi)."
    assert "Ressources financières : niveau 3 (Suivi)." in normal(
        page.locator(".trepied-cadre svg").first.get_attribute("aria-label")
    )
    assert page.erreurs_console == [] and page.requetes_externes == []


def test_les_dix_huit_reperes_et_les_cibles_se_parcourent_a_la_touche_entree(positionner):
    page = positionner()
    page.get_by_role("radio").first.focus()
    questions = []
    for etape in range(21):
        visible = page.locator(
            ".trepied-fiche fieldset:visible legend, .trepied-fiche .trepied-cible:visible label"
        ).inner_text()
        questions.append(normal(visible))
        if etape % 7 == 6:  # la cible du levier : une liste, puis le bouton
            page.keyboard.press("ArrowDown")
            page.get_by_role("button", name="Suivant").press("Enter") if etape < 20 else None
        else:
            repondre(page, etape % 5)
    assert [q for q in questions if "où voulez-vous être dans 18 mois ?" not in q] == [
        normal(r.question) for r in DEFINITION.reperes
    ]
    assert normal(page.locator(".trepied-progression").inner_text()) == "18 repères sur 18"
    assert page.get_by_role("button", name="Suivant").is_disabled()
    valeur = garde(page, "positionnement.entree")
    assert len(valeur["reponses"]["p1"]) == 18 and len(valeur["cibles"]) == 3
    phrases = [normal(p) for p in page.locator(".trepied-phrases li").all_inner_texts()]
    assert phrases == [normal(p) for p in positionnement.lire(valeur).phrases()[:3]]


def test_un_lecteur_d_ecran_entend_le_levier_modifie_une_fois_la_personne_arretee(positionner):
    page = positionner(express=True)
    page.get_by_role("radio").nth(2).check()
    annonce = page.locator(".trepied-invisible[role=status]")
    assert annonce.inner_text() == ""
    annonce.get_by_text("trop peu de réponses (1 sur 2)").wait_for(timeout=3000)
    assert "1 repère sur 6" in normal(annonce.inner_text())


def test_la_cible_est_un_losange_et_peut_rester_inconnue(positionner):
    page = positionner(express=True)
    page.get_by_role("button", name=re.compile("^Cible, Richesses humaines")).click()
    page.get_by_label(re.compile("Richesses humaines.* où voulez-vous être dans 18 mois")).select_option("3")
    losange = page.locator(f".trepied-cadre .trepied-levier-{HUMAINES} .trepied-marque-cible")
    assert losange.count() == 1
    assert "3 (Suivi)" in normal(page.locator(".trepied-phrases li").first.inner_text())
    page.get_by_label(re.compile("Richesses humaines.* où voulez-vous être dans 18 mois")).select_option("")
    assert losange.count() == 0 and garde(page, "positionnement.entree")["cibles"] == {}


def test_plusieurs_points_de_vue_se_comparent_puis_se_retirent_sans_perte(positionner):
    page = positionner(express=True)
    page.get_by_role("radio").first.focus()
    repondre(page, 1)
    repondre(page, 1)
    page.get_by_text("Comparer plusieurs points de vue").click()
    page.get_by_role("button", name="Ajouter un point de vue").click()
    assert page.evaluate("document.activeElement.id") == page.get_by_label("Son rôle").get_attribute("id")
    page.get_by_label("Son rôle").fill("trésorerie")
    assert page.get_by_label("Qui répond").locator("option").all_inner_texts() == ["Moi", "trésorerie"]
    page.get_by_role("radio").first.focus()
    repondre(page, 4)
    repondre(page, 4)
    phrase = page.locator(".trepied-phrases li").first
    assert (
        normal(phrase.inner_text())
        == "Richesses humaines : niveau 2,5 (entre Écrit et Suivi). Les 2 points de vue vont de 1 à 4."
    )
    assert page.locator(f".trepied-cadre .trepied-levier-{HUMAINES} .trepied-etendue").count() == 1
    page.get_by_text("Les chiffres de ce dessin").click()
    page.locator(".trepied-defile").wait_for()
    lignes = [normal(t) for t in page.locator(".trepied-defile tr").all_inner_texts()]
    assert lignes[0].split("\t") == ["Levier ou repère", "Moi", "trésorerie", "Niveau", "Cible"]
    assert lignes[1].split("\t") == ["Richesses humaines", "1", "4", "2,5, de 1 à 4", "–"]
    page.get_by_role("button", name="Retirer ce point de vue").click()
    assert "« trésorerie » est retiré" in normal(page.locator("p[role=status]").all_inner_texts()[0])
    assert normal(phrase.inner_text()) == "Richesses humaines : niveau 1 (À l'oral)."
    page.get_by_role("button", name="Annuler").click()
    assert "vont de 1 à 4" in phrase.inner_text()
    page.reload()
    assert page.get_by_label("Qui répond").locator("option").all_inner_texts() == ["Moi", "trésorerie"]


def test_tout_effacer_se_defait(positionner):
    page = positionner(express=True)
    page.get_by_role("radio").first.focus()
    repondre(page, 2)
    avant = garde(page, "positionnement.entree")
    page.get_by_role("button", name="Tout effacer").click()
    assert garde(page, "positionnement.entree") == {}
    assert normal(page.locator(".trepied-progression").inner_text()) == "0 repère sur 6"
    page.get_by_role("button", name="Annuler").click()
    assert garde(page, "positionnement.entree") == avant
    assert normal(page.locator(".trepied-progression").inner_text()) == "1 repère sur 6"
    annuler = page.get_by_text("Annuler", exact=True)
    assert not annuler.is_visible()
    page.get_by_role("button", name="Tout effacer").click()
    assert annuler.is_visible()
    page.get_by_role("radio").first.check()
    assert not annuler.is_visible()


def test_le_questionnaire_complet_reprend_la_lecture_rapide_la_ou_elle_s_est_arretee(ouvrir_page, tmp_path):
    page = ouvrir_page()
    page.goto(ecrire_page(tmp_path, Positionnement("entree", express=True)))
    page.get_by_role("radio").first.focus()
    repondre(page, 2)
    page.goto(ecrire_page(tmp_path, Positionnement("entree")))
    assert normal(page.locator(".trepied-progression").inner_text()) == "1 repère sur 18"
    assert "repère 2 sur 18" in normal(page.locator(".trepied-place").inner_text())
    assert page.get_by_role("button", name="Repère 1, Qui fait quoi : Écrit").count() == 1


def test_une_position_abimee_n_empeche_pas_de_repondre(ouvrir_page, tmp_path):
    page = ouvrir_page()
    adresse = ecrire_page(tmp_path, Positionnement("entree"))
    page.goto(adresse)
    for valeur in (
        {"repondants": [], "reponses": 3, "cibles": None, "date": 5},
        {"repondants": {"p1": 4}, "reponses": {"p1": {"budget": "x"}}},
    ):
        page.evaluate(
            """valeur => localStorage.setItem("trepied:positionnement.entree",
                JSON.stringify({ valeur, modifie: "2026-01-01T00:00:00Z" }))""",
            valeur,
        )
        page.reload()
        page.get_by_role("radio").nth(2).check()
        assert normal(page.locator(".trepied-progression").inner_text()) == "1 repère sur 18"
    assert page.erreurs_console == []


def test_le_dessin_suit_la_touche_en_moins_de_cinquante_millisecondes(positionner):
    page = positionner()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.evaluate("""() => {
      window.delais = [];
      let touche = null;
      addEventListener("keydown", (e) => { touche = e.timeStamp; }, true);
      new MutationObserver(() => { if (touche !== null) delais.push(performance.now() - touche); touche = null; })
        .observe(document.querySelector(".trepied-cadre"), { childList: true });
    }""")
    for touche in ["ArrowDown"] * 5 + ["ArrowUp"] * 5 + ["ArrowDown"] * 5:
        page.keyboard.press(touche)
    delais = page.evaluate("delais")
    assert len(delais) == 15 and statistics.median(delais) < 50


# --- Le premier trépied

ARGENT, HEURES, APPORTS, TAUX = "Argent reçu", "Heures données", "Ce que vos partenaires", "Valeur choisie"


@pytest.fixture
def premier(ouvrir_page, tmp_path):
    def ouvrir(largeur=1280, theme="light", **options):
        page = ouvrir_page(largeur, 900, **options)
        page.goto(ecrire_page(tmp_path, PremierTrepied(), theme=theme))
        return page

    return ouvrir


def taper(page, libelle: str, texte: str) -> None:
    champ = page.get_by_label(re.compile(libelle)).first
    champ.focus()
    champ.press("Control+a")
    champ.press_sequentially(texte) if texte else champ.press("Delete")


def test_trois_nombres_a_la_francaise_donnent_triangle_barre_et_phrase(premier):
    page = premier()
    assert page.locator(".trepied-premier .trepied-marque").count() == 0
    assert "Triangle vide" in normal(page.locator(".trepied-cadre svg").first.get_attribute("aria-label"))
    taper(page, ARGENT, "150 000")
    assert (
        normal(page.locator(".trepied-avis").inner_text())
        == "Il reste à remplir : les heures données et les apports des partenaires."
    )
    taper(page, HEURES, "2 400 h")
    taper(page, APPORTS, "21,6 k€")
    taper(page, TAUX, "16")
    assert [normal(t) for t in page.locator(".trepied-premier .trepied-lecture").all_inner_texts()][:4] == [
        "Compris : 150 000 € par an",
        "Compris : 2 400 h par an",
        "Compris : 21 600 € par an",
        "Compris : 16 € l'heure",
    ]
    attendue = budget_elargi(produits=150_000, benevolat=38_400, apports_de_partenaires=21_600)
    assert page.locator(".trepied-phrase").inner_text() == leviers.phrase_des_poids(attendue.poids)
    assert [normal(t) for t in page.locator(".trepied-premier .trepied-legende li").all_inner_texts()] == [
        "Ressources financières (argent) : 71,4 %",
        "Richesses humaines (temps donné) : 18,3 %",
        "Alliances stratégiques (partenaires) : 10,3 %",
    ]
    assert "En tout : 210 000 € de moyens dans l'année, dont 38 400 € pour 2 400 h données, à 16 € l'heure." in normal(
        page.locator(".trepied-resultat").inner_text()
    )
    # Le point est bien au barycentre du triangle dessiné.
    x, y = leviers.barycentre(attendue.poids)
    (hx, hy), (fx, fy), _ = _sommets(page)
    point = page.locator(".trepied-premier .trepied-marque").first
    assert float(point.get_attribute("cx")) == pytest.approx(fx + x * (hx - fx), abs=0.01)
    assert float(point.get_attribute("cy")) == pytest.approx(fy - y * (hx - fx), abs=0.01)
    largeurs = [
        float(r.get_attribute("width")) for r in page.locator(".trepied-cadre").nth(1).locator(".trepied-morceau").all()
    ]
    assert [w / sum(largeurs) for w in largeurs] == pytest.approx([0.714, 0.183, 0.103], abs=0.01)
    page.get_by_text("Les chiffres de ce dessin").click()
    assert normal(page.locator(".trepied-defile tr").nth(2).inner_text()).split("\t")[:3] == [
        "Richesses humaines",
        "38 400 €",
        "18,3 %",
    ]
    page.reload()
    assert page.get_by_label(re.compile(APPORTS)).input_value() == "21,6 k€"
    assert page.locator(".trepied-phrase").inner_text() == leviers.phrase_des_poids(attendue.poids)
    assert page.erreurs_console == [] and page.requetes_externes == []


def _sommets(page) -> list[tuple[float, float]]:
    """Les trois coins du triangle dessiné, dans l'ordre humaines, financières, alliances."""
    chemin = page.locator(".trepied-premier path.trepied-axe").get_attribute("d")
    return [tuple(map(float, p.split(","))) for p in re.findall(r"[ML]([^MLZ]+)", chemin)]


@pytest.mark.parametrize(
    ("frappe", "phrase"),
    [
        ("abc", "Nous n'avons pas su lire un nombre dans « abc »"),
        ("-5", "Ce nombre ne peut pas être négatif"),
        ("12 h", "Ici, il faut un montant en euros. Vous avez écrit des heures."),
        ("45 %", "Ici, il faut un montant en euros. Vous avez écrit un pourcentage."),
    ],
)
def test_une_saisie_incomprise_le_dit_sous_son_champ_et_garde_le_dernier_dessin(premier, frappe, phrase):
    page = premier()
    for libelle, texte in ((ARGENT, "1000"), (HEURES, "0"), (APPORTS, "0")):
        taper(page, libelle, texte)
    avant = dessin(page)
    champ = page.get_by_label(re.compile(APPORTS))
    champ.fill(frappe)
    page.keyboard.press("Tab")
    erreur = page.locator(f"#{champ.get_attribute('aria-describedby').split()[-1]}")
    assert phrase in normal(erreur.inner_text())
    assert champ.get_attribute("aria-invalid") == "true"
    assert dessin(page) == avant
    assert "garde vos derniers nombres compris" in page.locator(".trepied-avis").inner_text()
    taper(page, APPORTS, "1000")
    assert not erreur.is_visible() and champ.get_attribute("aria-invalid") is None and dessin(page) != avant


def test_un_nombre_ambigu_demande_et_une_touche_choisit(premier):
    page = premier()
    taper(page, ARGENT, "1.234")
    page.keyboard.press("Tab")
    page.get_by_role("button", name=re.compile(r"^Je voulais dire 1\s234$")).press("Enter")
    assert normal(page.get_by_label(re.compile(ARGENT)).input_value()) == "1 234"
    assert "Compris : 1 234 € par an" in normal(page.locator(".trepied-lecture").first.inner_text())
    assert page.get_by_role("button", name=re.compile("Je voulais dire")).count() == 0


def test_on_n_est_pas_repris_au_milieu_d_un_nombre(premier):
    page = premier()
    taper(page, ARGENT, "150 0")
    assert page.locator(".trepied-erreur:visible").count() == 0
    page.locator(".trepied-erreur:visible").wait_for(timeout=4000)


def test_vider_la_valeur_de_l_heure_reprend_le_smic(premier):
    page = premier()
    champ = page.get_by_label(re.compile(TAUX))
    smic = champ.input_value()
    taper(page, TAUX, "20")
    taper(page, TAUX, "")
    assert champ.input_value() == ""
    page.keyboard.press("Tab")
    assert champ.input_value() == smic
    assert f"Compris : {smic} € l'heure" in normal(page.locator(".trepied-premier").inner_text())


def test_trois_zeros_ne_se_repartissent_pas(premier):
    page = premier()
    for libelle in (ARGENT, HEURES, APPORTS):
        taper(page, libelle, "0")
    assert "il n'y a encore rien à répartir" in normal(page.locator(".trepied-avis").inner_text())
    assert page.locator(".trepied-marque").count() == 0


def test_l_exemple_fictif_ne_touche_pas_aux_nombres_de_la_personne(premier):
    page = premier()
    for libelle, texte in ((ARGENT, "9 000"), (HEURES, "300"), (APPORTS, "0")):
        taper(page, libelle, texte)
    avant, phrase = garde(page, "premier_trepied"), page.locator(".trepied-phrase").inner_text()
    page.get_by_role("button", name=re.compile("Essayer avec un exemple")).press("Enter")
    assert (
        "71 viennent de l'argent, 18 du temps donné, 10 des partenaires" in page.locator(".trepied-phrase").inner_text()
    )
    assert page.locator(".trepied-fictif").inner_text() == "cas fictif"
    taper(page, ARGENT, "1")
    assert garde(page, "premier_trepied") == avant
    page.get_by_role("button", name="Revenir à mes nombres").press("Enter")
    assert page.locator(".trepied-phrase").inner_text() == phrase and page.locator(".trepied-fictif").count() == 0
    assert page.get_by_label(re.compile(ARGENT)).input_value() == "9 000"
    page.reload()
    assert page.locator(".trepied-phrase").inner_text() == phrase


def test_la_cible_somme_a_cent_et_donne_les_points_a_deplacer(premier):
    page = premier()
    for libelle, texte in ((ARGENT, "30 000"), (HEURES, "60 000"), (TAUX, "1"), (APPORTS, "10 000")):
        taper(page, libelle, texte)
    page.get_by_text("Votre cible dans 18 mois").click()
    resultat = page.locator(".trepied-resultat")
    taper(page, "Temps donné, en points", "45")
    assert "leur somme doit faire 100" in normal(resultat.inner_text())
    taper(page, "Argent, en points", "35")
    taper(page, "Partenaires, en points", "19")
    assert "La somme fait 99 : il reste 1 point à placer." in normal(resultat.inner_text())
    taper(page, "Partenaires, en points", "22")
    assert "La somme fait 102 : il y a 2 points de trop." in normal(resultat.inner_text())
    assert page.locator(".trepied-marque-cible").count() == 0
    taper(page, "Partenaires, en points", "20 %")
    assert f"{round(leviers.points_a_deplacer((60, 30, 10), (45, 35, 20)) * 100)} points à déplacer sur 100" in normal(
        resultat.inner_text()
    )
    assert page.locator(".trepied-premier .trepied-marque-cible").count() == 1
    assert "le point est plus près du sommet « richesses humaines »" in normal(
        page.locator(".trepied-cadre svg").first.get_attribute("aria-label").lower()
    )
    assert "La cible : Richesses humaines 45,0 %" in normal(
        page.locator(".trepied-cadre svg").first.get_attribute("aria-label")
    )


def test_effacer_ses_nombres_se_defait(premier):
    page = premier()
    taper(page, ARGENT, "9 000")
    page.get_by_role("button", name="Effacer mes nombres").press("Enter")
    assert garde(page, "premier_trepied") == {} and page.get_by_label(re.compile(ARGENT)).input_value() == ""
    page.get_by_role("button", name="Annuler").press("Enter")
    assert (
        garde(page, "premier_trepied") == {"argent": "9 000"}
        and page.get_by_label(re.compile(ARGENT)).input_value() == "9 000"
    )


# --- Pour tout le monde : contraste, petit écran, sans JavaScript, papier


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [1280, 320])
def test_sans_faute_grave_d_accessibilite_ni_defilement_lateral(ouvrir_page, tmp_path, theme, largeur):
    page = ouvrir_page(largeur, 900)
    page.goto(ecrire_page(tmp_path, Positionnement("entree"), PremierTrepied(), theme=theme))
    page.get_by_role("radio").nth(2).check()
    page.get_by_text("Comparer plusieurs points de vue").click()
    page.get_by_role("button", name="Ajouter un point de vue").click()
    page.get_by_role("button", name=re.compile("Essayer avec un exemple")).click()
    taper(page, APPORTS, "1.234")
    page.keyboard.press("Tab")
    for repli in page.locator("summary").all():
        if repli.evaluate("s => !s.parentElement.open"):
            repli.click()
    fautes = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in Axe().run(page.page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert fautes == []
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    petites = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, select, input[type=text], label.trepied-choix)")]
            .map((e) => [e.textContent, e.getBoundingClientRect()])
            .filter(([, r]) => r.width && (r.height < 24 || r.width < 24)).map(([texte]) => texte)"""
    )
    assert petites == []
    debords = page.evaluate(
        """() => [...document.querySelectorAll(".trepied-cadre svg")].flatMap((svg) => {
            const b = svg.getBoundingClientRect();
            return [...svg.querySelectorAll("text")].filter((t) => {
                const r = t.getBoundingClientRect();
                return r.left < b.left - 1 || r.right > b.right + 1 || r.top < b.top - 1 || r.bottom > b.bottom + 1;
            }).map((t) => t.textContent);
        })"""
    )
    assert debords == []


def test_chaque_saisie_garde_ses_fleches_dans_un_carnet_jupyter(ouvrir_page, tmp_path):
    page = ouvrir_page()
    page.goto(ecrire_page(tmp_path, Positionnement("entree"), PremierTrepied()))
    sans = page.evaluate(
        "() => [...document.querySelectorAll('.trepied-vivant :is(input, select, button, summary, [tabindex])')]"
        ".filter((e) => e.dataset.lmSuppressShortcuts !== 'true').map((e) => e.outerHTML)"
    )
    assert sans == []


def test_sans_javascript_les_questions_se_lisent(ouvrir_page, tmp_path):
    page = ouvrir_page(320, 900, java_script_enabled=False)
    page.goto(ecrire_page(tmp_path, Positionnement("entree"), PremierTrepied()))
    for repere in DEFINITION.reperes:
        assert page.get_by_text(repere.question, exact=False).first.is_visible()
        assert page.get_by_text(repere.ancrages[4], exact=False).first.is_visible()
    assert page.locator("svg[role=img]").is_visible()


def test_le_formulaire_s_imprime_sur_trois_pages_et_se_lit_au_telephone(ouvrir_page, tmp_path):
    (tmp_path / "formulaire.html").write_text(formulaire_html(), "utf-8")
    page = ouvrir_page(320, 700)
    page.goto((tmp_path / "formulaire.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [
        v["id"] for v in Axe().run(page.page).response["violations"] if v["impact"] in ("serious", "critical")
    ] == []
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 3
    # Rien ne déborde de la page : chaque section tient dans la hauteur imprimable (277 mm).
    page.set_viewport_size({"width": math.floor(184 / 25.4 * 96), "height": 1000})
    page.emulate_media(media="print")
    hauteurs = page.evaluate(
        "() => [...document.querySelectorAll('section')].map((s) => s.getBoundingClientRect().height / 96 * 25.4)"
    )
    assert len(hauteurs) == 3 and max(hauteurs) < 275
