"""Le livre, construit pour de vrai en mode strict, puis lu dans un navigateur qui ne laisse rien sortir."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from trepied.carnet import Carnet

RACINE = Path(__file__).resolve().parent.parent
SECRET = "fraise-sauvage-1729"
A_COPIER = ("_config.yml", "_toc.yml", "parcours.yml", "book", "data", "exercises", "notebooks", "solutions")
SANS_PROSE = {"script", "style", "code", "pre", "kbd", "samp", "noscript"}
ATTRIBUTS_LUS = ("aria-label", "title", "placeholder", "alt", "data-bs-title")

# Ce que le thème, Sphinx et leurs extensions écrivent quand on les laisse faire.
ANGLAIS = [
    "Search this book", "Search the docs", "Search", "Toggle primary sidebar", "Toggle secondary sidebar",
    "Toggle hidden content", "Click to show", "Click to hide", "Show code cell", "Hide code cell", "Main", "Contents",
    "On this page", "Back to top", "Skip to main content", "Site navigation", "Section Navigation", "Breadcrumb",
    "Home", "Color mode", "System Settings", "Light", "Dark", "Print to PDF", "Download", "Launch", "Fullscreen mode",
    "Source repository", "Suggest edit", "Open issue", "Previous", "Next", "previous page", "next page", "Warning",
    "See also", "Tip", "Hint", "Permalink", "Link to this heading", "Copy to clipboard", "Last updated",
    "Created using", "By the", "Glossary", "Bibliography", "visited on", "Error", "Please activate JavaScript",
    "Announcement",
]


MAUVAISE_PAGE = """# Une page fautive

[Nulle part](pas-de-page-ici) et {term}`mot absent`.

<img src="logo.png" alt="_images/logo.png">

<img src="https://exemple.org/espion.png" alt="Un dessin">

```{qcm} etape-1/question-inconnue
```
"""
MAUVAISE_LECON = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_markdown_cell("# Leçon", id="titre"), nbformat.v4.new_code_cell("1 / 0", id="panne")],
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
)


@dataclass
class Livre:
    code: int
    journal: str
    dossier: Path  # le dossier de construction, `_build`

    @property
    def html(self) -> Path:
        return self.dossier / "html"

    @property
    def pages(self) -> list[str]:
        """Les pages qui se lisent, par leur adresse depuis la racine du livre."""
        pages = {p.relative_to(self.html).as_posix() for p in self.html.rglob("*.html") if "_static" not in p.parts}
        return sorted(pages - {"index.html"})  # celle-là renvoie aussitôt à l'accueil

    def soupe(self, page: str) -> BeautifulSoup:
        return BeautifulSoup((self.html / page).read_text("utf-8"), "html.parser")


def construire(source: Path, **env) -> Livre:
    commande = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    fini = subprocess.run(
        [commande, "build", str(source), "-W", "--keep-going"],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", **env}, timeout=600,
    )
    return Livre(fini.returncode, fini.stdout + fini.stderr, source / "_build")


@pytest.fixture(scope="session")
def constructions(tmp_path_factory) -> dict[str, Future]:
    """Le livre du projet et deux ébauches fautives, construits en même temps : c'est le plus long de ces tests."""
    carnet = tmp_path_factory.mktemp("carnet plein")
    for cle in _cles_des_outils():
        champs = ("argent", "heures", "phrase", "choix", "date", "tient", "projet", "profil")
        lignes = {"a": {"nom": SECRET, "roles": ["paie"], "heures": SECRET, "montant": SECRET}}
        Carnet.ouvrir(carnet).ecrire(cle, {**dict.fromkeys(champs, SECRET), "lignes": lignes, "ordre": ["a"]})
    dossiers = {nom: tmp_path_factory.mktemp("livre") / "un dossier accentué" for nom in ("livre", "page", "lecon")}
    for nom in A_COPIER:
        _copier(RACINE / nom, dossiers["livre"] / nom)
    _ebaucher(dossiers["page"], {"book/index.md": MAUVAISE_PAGE})
    lecon = {"book/index.md": "# Accueil\n", "notebooks/panne.ipynb": nbformat.writes(MAUVAISE_LECON)}
    _ebaucher(dossiers["lecon"], lecon)
    with ThreadPoolExecutor() as fils:
        yield {nom: fils.submit(construire, dossier, TREPIED_CARNET=str(carnet)) for nom, dossier in dossiers.items()}


@pytest.fixture(scope="session")
def livre(constructions) -> Livre:
    """Le livre du projet, construit chez une personne dont le carnet est plein de réponses privées."""
    return constructions["livre"].result()


def _copier(source: Path, cible: Path) -> None:
    cible.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, cible, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
    else:
        shutil.copy(source, cible)


def _ebaucher(dossier: Path, pages: dict[str, str]) -> None:
    """Un livre d'essai : les réglages du vrai, et quelques pages."""
    for nom in ("_config.yml", "book/_ext", "book/_static", "book/_templates", "book/references.bib"):
        _copier(RACINE / nom, dossier / nom)
    # Le pied de page mène à ces trois-là.
    pages = dict.fromkeys(("book/a-propos.md", "book/mes-donnees.md", "book/accessibilite.md"), "# Page\n") | pages
    for nom, texte in pages.items():
        (dossier / nom).parent.mkdir(parents=True, exist_ok=True)
        (dossier / nom).write_text(texte, "utf-8")
    chapitres = "".join(f"  - file: {Path(nom).with_suffix('')}\n" for nom in pages if nom != "book/index.md")
    (dossier / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\nparts:\n- chapters:\n{chapitres}", "utf-8")


def _cles_des_outils() -> list[str]:
    """Les clés sous lesquelles les leçons gardent quelque chose."""
    cles = ["premier_trepied", "orientation", *(f"positionnement.{m}" for m in ("entree", "en_cours", "sortie"))]
    for cahier in (RACINE / "notebooks").rglob("*.ipynb"):
        for outil, reference in re.findall(r"lecon\.(qcm|chez_vous|registre)\(\\?[\"']([\w/-]+)", cahier.read_text("utf-8")):
            cles.append(f"{outil}.{reference.replace('/', '.')}")
    assert len(cles) > 60, "les appels des leçons ne sont plus reconnus"
    return cles


# --- La construction --------------------------------------------------------------------------------------------


def test_la_construction_stricte_reussit_sans_avertissement(livre):
    assert livre.code == 0, livre.journal[-4000:]
    assert ": WARNING:" not in livre.journal  # ipykernel, lui, avertit à chaque démarrage


def test_aucune_reponse_privee_n_entre_dans_le_livre(livre):
    fautifs = [p for p in livre.dossier.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
    assert not fautifs


def test_aucun_corrige_n_entre_dans_le_livre(livre):
    interdits = {"BEGIN SOLUTION", "BEGIN HIDDEN", "END HIDDEN", "BEGIN MARK SCHEME", *_lignes_des_corriges()}
    assert len(interdits) > 10
    fautifs = [
        (ligne, p.name)
        for p in livre.dossier.rglob("*")
        if p.is_file() and p.suffix in {".html", ".js", ".json", ".ipynb", ".md", ".txt", ".css"}
        for ligne in interdits
        if ligne in p.read_text("utf-8", "replace")
    ]
    assert not fautifs


def _lignes_des_corriges() -> set[str]:
    """Les lignes assez longues des régions que nbgrader retire : solutions, tests cachés, barèmes."""
    lignes = set()
    regions = re.compile(r"(?s)BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\n(.*?)\n[^\n]*END ")
    for chemin in (RACINE / "solutions").rglob("*.ipynb"):
        for cellule in nbformat.read(chemin, as_version=4).cells:
            for region in regions.findall(cellule.source):
                lignes |= {ligne.strip() for ligne in region.splitlines() if len(ligne.strip()) > 25}
    return lignes


def test_une_page_fautive_fait_echouer_la_construction_et_chaque_faute_est_nommee(constructions):
    fautif = constructions["page"].result()
    assert fautif.code != 0
    fautes = ("pas-de-page-ici", "mot absent", "Image sans texte de remplacement", "espion.png", "question-inconnue")
    for faute in fautes:
        assert faute in fautif.journal, faute


def test_une_lecon_qui_echoue_fait_echouer_la_construction(constructions):
    fautif = constructions["lecon"].result()
    assert fautif.code != 0
    assert "ZeroDivisionError" in fautif.journal


# --- Ce qui est écrit -------------------------------------------------------------------------------------------


def test_chaque_page_est_en_francais_et_a_un_titre(livre):
    for page in livre.pages:
        soupe = livre.soupe(page)
        assert soupe.html["lang"] == "fr", page
        assert soupe.title.get_text(strip=True), page


def test_l_adresse_sans_nom_de_page_mene_a_l_accueil(livre, adresse, page_hors_ligne):
    assert livre.soupe("index.html").html["lang"] == "fr"
    page_hors_ligne.goto(f"{adresse}/")
    page_hors_ligne.wait_for_url("**/book/index.html", timeout=5000)


def test_l_accueil_propose_les_trois_durees_et_dit_d_ou_vient_le_cours(livre):
    accueil = livre.soupe("book/index.html").article
    parcours = [lien["href"] for lien in accueil.find_all("a", href=True) if "parcours" in lien["href"]]
    assert parcours[:3] == ["parcours-2h.html", "parcours-4h.html", "parcours-12h.html"]
    texte = " ".join(accueil.get_text(" ").split())
    assert "ceux du parcours officiel n'ont pas été consultés" in texte.replace("’", "'")
    assert "RAMEAU" in texte


def _textes(soupe):
    """Tout ce qui se lit ou s'entend, hors code."""
    for texte in soupe.find_all(string=True):
        if not isinstance(texte, PreformattedString) and texte.strip() and not texte.find_parent(SANS_PROSE):
            yield texte.strip()
    for nom in ATTRIBUTS_LUS:
        yield from (balise[nom] for balise in soupe.find_all(attrs={nom: True}))


def test_aucune_chaine_anglaise_du_theme_ne_reste(livre):
    motif = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, ANGLAIS)) + r")(?![\w-])")
    restes = {(page, texte[:80]) for page in livre.pages for texte in _textes(livre.soupe(page)) if motif.search(texte)}
    assert not restes


def test_aucun_texte_n_a_d_espace_ordinaire_devant_une_ponctuation_haute(livre):
    motif = re.compile(r"\w [;!?:»](?!\w)|« \w|\d [%€]")
    restes = set()
    for page in livre.pages:
        soupe = livre.soupe(page)
        for bloc in soupe.find_all(["p", "li", "h1", "h2", "h3", "td", "th", "dt", "dd", "summary", "a"]):
            for code in bloc.find_all(SANS_PROSE):
                code.replace_with("x")
            if trouve := motif.search(bloc.get_text()):
                restes.add((page, bloc.get_text()[max(0, trouve.start() - 30):trouve.end() + 10]))
    assert not restes


def test_chaque_image_existe_et_a_un_vrai_texte_de_remplacement(livre):
    for page in livre.pages:
        for image in livre.soupe(page).find_all("img"):
            assert len(image.get("alt", "")) > 10 and not re.search(r"\.(png|svg|jpg)$", image["alt"]), (page, image)
            if not image["src"].startswith("data:"):
                assert (livre.html / page).parent.joinpath(unquote(image["src"])).is_file(), (page, image["src"])


def test_chaque_lien_du_livre_mene_quelque_part(livre):
    ancres = {page: {b["id"] for b in livre.soupe(page).find_all(id=True)} for page in livre.pages}
    casses = []
    for page in livre.pages:
        for lien in livre.soupe(page).find_all("a", href=True):
            adresse = urlsplit(lien["href"])
            if adresse.scheme or lien["href"].startswith("#pst"):
                continue
            ici = livre.html / page
            cible = ici.parent.joinpath(unquote(adresse.path)).resolve() if adresse.path else ici.resolve()
            nom = os.path.relpath(cible, livre.html.resolve()).replace(os.sep, "/")
            if not cible.is_file() or (adresse.fragment and unquote(adresse.fragment) not in ancres.get(nom, ())):
                casses.append((page, lien["href"]))
    assert not casses


def test_les_citations_et_les_references_se_lisent_en_francais(livre):
    texte = livre.soupe("book/references.html").article.get_text(" ", strip=True)
    assert "La Fonda et Le RAMEAU" in texte
    assert " and " not in texte and "URL:" not in texte
    assert "[Le RAMEAU, 2023]" in re.sub(r"\s*([\[\]])\s*", r"\1", livre.soupe("book/glossaire.html").get_text())


MOTS = """modèle socio-économique, levier, richesses humaines, ressources financières, alliances stratégiques, impact,
performance durable, capacité d'innover, confiance, effet ciseau, équilibre de la maison, produit, charge, résultat,
amortissement, bénévolat valorisé, contribution volontaire en nature, subvention, commande publique, mécénat,
mécénat de compétences, coûts évités, budget, business model, plan de financement, frugalité, barycentre, base 100"""


def test_le_glossaire_definit_les_mots_de_l_etape_1_en_peu_de_phrases(livre):
    soupe = livre.soupe("book/glossaire.html")
    definitions = {}
    for terme in soupe.select("dl.glossary > dt"):
        terme.find("a", class_="headerlink").decompose()
        definitions[terme.get_text(strip=True)] = terme.find_next_sibling("dd").get_text(" ", strip=True)
    assert {mot.strip() for mot in MOTS.split(",")} <= definitions.keys()
    for terme, definition in definitions.items():
        assert 1 <= len(re.findall(r"[.!?](?= [A-ZÀÉÊ]|$)", definition)) <= 3, (terme, definition)


def test_le_livre_est_leger_et_ne_garde_ni_source_ni_greffon_inutile(livre):
    assert not (livre.html / "_sources").exists()
    assert not list(livre.html.rglob("fontawesome*")) and not list(livre.html.rglob("*.map"))
    poids = {p: p.stat().st_size for p in livre.html.rglob("*") if p.is_file()}
    pages = {p: octets for p, octets in poids.items() if p.suffix == ".html"}
    lourds = sorted(poids.items(), key=lambda x: -x[1])[:5]
    assert sum(pages.values()) < 45_000 * len(pages), lourds
    assert sum(poids.values()) - sum(pages.values()) < 1_600_000, lourds


def test_aucune_page_n_embarque_l_etat_d_ipywidgets(livre):
    for page in livre.pages:
        assert "vnd.jupyter.widget" not in (livre.html / page).read_text("utf-8"), page


# --- Dans le navigateur -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def adresse(livre, serveur_statique) -> str:
    return serveur_statique(livre.html)


def test_chaque_page_est_accessible_tient_sur_un_telephone_et_ne_demande_rien_au_dehors(livre, adresse, ouvrir_page):
    page = ouvrir_page()
    defauts = []
    for chemin in livre.pages:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(f"{adresse}/{chemin}", wait_until="load")
        for teinte, regles in (("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
            page.emulate_media(color_scheme=teinte, reduced_motion="reduce")
            if chemin.startswith("book/"):
                page.wait_for_function("(teinte) => document.documentElement.dataset.theme === teinte", arg=teinte)
            # « preload » irait chercher des feuilles de style à une adresse qui n'existe pas.
            options = {"resultTypes": ["violations"], "preload": False, **regles}
            releve = Axe().run(page.page, options=options).response["violations"]
            graves = [v for v in releve if v["impact"] in ("serious", "critical")]
            defauts += [(chemin, teinte, v["id"], v["nodes"][0]["html"][:120]) for v in graves]
        page.set_viewport_size({"width": 320, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            defauts.append((chemin, "défile en largeur à 320 px"))
    assert not defauts
    assert not page.requetes_externes
    assert not page.erreurs_console


def test_chaque_page_s_ouvre_par_un_double_clic_sans_erreur_ni_requete(livre, ouvrir_page):
    page = ouvrir_page(320, 640)
    for chemin in livre.pages:
        page.goto((livre.html / chemin).as_uri(), wait_until="load")
    assert not page.requetes_externes
    assert not page.erreurs_console


def _page_avec(livre: Livre, outil: str) -> str:
    """La première page du livre qui montre cet outil."""
    return next(p for p in livre.pages if livre.soupe(p).find(class_="trepied-outil", attrs={"data-outil": outil}))


def test_une_question_se_repond_au_clavier_et_se_retrouve_apres_rechargement(livre, page_hors_ligne):
    page = page_hors_ligne
    page.goto((livre.html / _page_avec(livre, "qcm")).as_uri())
    question = page.locator(".trepied-outil[data-outil=qcm]").first
    assert not question.locator(".trepied-sans-js").is_visible()
    choix = question.get_by_role("radio")
    reponse = question.get_by_role("status").first
    choix.first.focus()
    reponses = []
    for _ in range(choix.count()):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        reponses.append(reponse.inner_text())
        page.keyboard.press("ArrowDown")
    assert len(set(reponses)) == choix.count(), "chaque choix reçoit sa propre réponse"
    assert sum("C'est juste." in r for r in reponses) == 1

    page.keyboard.press("Enter")
    coche = choix.evaluate_all("cases => cases.findIndex((c) => c.checked)")
    assert re.search(r"Gardé dans ce navigateur à \d\d:\d\d", question.inner_text())
    page.reload()
    assert choix.nth(coche).is_checked()


def test_sans_javascript_la_question_et_ses_reponses_repliees_se_lisent(livre, ouvrir_page):
    page = ouvrir_page(java_script_enabled=False)
    page.goto((livre.html / _page_avec(livre, "qcm")).as_uri())
    question = page.locator(".trepied-outil[data-outil=qcm]").first
    assert question.locator(".trepied-question").is_visible()
    replie = question.locator("details")
    assert not replie.locator("ul").is_visible()
    replie.locator("summary").click()
    assert replie.get_by_text("Juste.").is_visible()
    page.goto((livre.html / "book/positionnement.html").as_uri())
    assert page.locator(".trepied-outil[data-outil=positionnement] .trepied-question").count() >= 18


def test_l_auto_positionnement_vit_dans_la_page_et_se_garde(livre, page_hors_ligne):
    page = page_hors_ligne
    page.goto((livre.html / "book/positionnement.html").as_uri())
    outil = page.locator(".trepied-outil[data-outil=positionnement]")
    assert outil.get_by_text("0 repère sur 18").is_visible()
    outil.get_by_role("radio").nth(3).focus()
    page.keyboard.press("Space")
    assert outil.get_by_text("1 repère sur 18").is_visible()
    assert re.search(r"Gardé dans ce navigateur à \d\d:\d\d", outil.inner_text())
    page.reload()
    assert outil.get_by_text("1 repère sur 18").is_visible()


def test_le_premier_trepied_se_dessine_en_tapant_des_nombres_francais(livre, page_hors_ligne):
    page = page_hors_ligne
    page.goto((livre.html / "book/positionnement.html").as_uri())
    outil = page.locator(".trepied-outil[data-outil=premier_trepied]")
    saisies = {"Argent reçu": "150 000 €", "Heures données": "2 400 h", "Valeur choisie": "16", "Ce que vos": "21 600"}
    for nom, texte in saisies.items():
        outil.get_by_label(nom).fill(texte)
    # Le cas travaillé du cours : 71,4 / 18,3 / 10,3 % (F18).
    phrase = outil.get_by_text(re.compile("Sur 100\\s€.*71.*18.*10"))
    phrase.first.wait_for(timeout=2000)
    page.reload()
    assert phrase.first.is_visible()


# --- L'hôte : ce que le navigateur garde ------------------------------------------------------------------------


@pytest.fixture
def fabrique(livre, tmp_path, ouvrir_page):
    """fabrique(blocs=2, avant="…") : une page avec un compteur d'essai affiché `blocs` fois sous la même clé."""
    outils = (livre.html / "_static" / "outils.js").read_text("utf-8")
    essai = """
trepied.outils.essai = { render({ model, el }) {
  const { element } = trepied;
  const nombre = element("output", {}, "");
  const montrer = () => { nombre.textContent = model.get("valeur").n ?? 0; };
  const ajouter = () => trepied.changer(model, { n: (model.get("valeur").n ?? 0) + 1 });
  el.append(nombre, element("button", { type: "button", onclick: ajouter }, "Plus"), trepied.ligneEtat(model));
  model.on("change:valeur", montrer);
  montrer();
} };
trepied.outils.en_panne = { render() { throw new Error("panne voulue"); } };
"""
    debut = outils.index("// L'hôte du livre statique")
    (tmp_path / "outils.js").write_text(outils[:debut] + essai + outils[debut:], "utf-8")

    def faire(blocs: int = 1, avant: str = "", outil: str = "essai", **options):
        donnees = json.dumps({"contenu": {}, "valeur": {"n": 0}})
        bloc = (
            f'<div class="trepied-outil" data-outil="{outil}" data-cle="essai.un">'
            f'<script type="application/json">{donnees}</script>'
            '<div class="trepied-sans-js">À lire sans JavaScript</div></div>'
        )
        (tmp_path / "page.html").write_text(
            f'<!DOCTYPE html><html lang="fr"><title>Essai</title><article>{bloc * blocs}</article>'
            f'<script>{avant}</script><script src="outils.js"></script></html>', "utf-8",
        )
        page = ouvrir_page(**options)
        page.goto((tmp_path / "page.html").as_uri())
        return page

    return faire


def test_deux_outils_de_meme_cle_restent_ensemble_dans_la_page_et_d_un_onglet_a_l_autre(fabrique):
    page = fabrique(blocs=2)
    page.get_by_role("button", name="Plus").first.click()
    assert page.locator("output").all_inner_texts() == ["1", "1"]
    autre = page.context.new_page()
    autre.goto(page.url)
    autre.get_by_role("button", name="Plus").last.click()
    page.locator("output", has_text="2").first.wait_for(timeout=2000)
    assert page.locator("output").all_inner_texts() == ["2", "2"]


@pytest.mark.parametrize("panne", [
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refusé', 'SecurityError'); } });",
    "Storage.prototype.setItem = () => { throw new DOMException('plein', 'QuotaExceededError'); };",
], ids=["stockage interdit", "stockage plein"])
def test_sans_stockage_l_outil_fonctionne_et_dit_que_rien_ne_sera_garde(fabrique, panne):
    page = fabrique(avant=panne)
    page.get_by_role("button", name="Plus").click()
    assert page.locator("output").inner_text() == "1"
    assert "ne garde pas vos réponses" in page.locator(".trepied-etat").inner_text()
    page.get_by_role("button", name="Télécharger").click()
    assert not page.erreurs_console


def test_une_reponse_abimee_est_mise_de_cote_et_l_outil_repart(fabrique):
    page = fabrique(avant="localStorage.setItem('trepied:essai.un', '{\"valeur\": {\"n\": 4');")
    assert page.locator("output").inner_text() == "0"
    assert "abîmées" in page.locator(".trepied-etat").inner_text()
    assert page.evaluate("localStorage.getItem('trepied-abime:essai.un')").startswith('{"valeur"')
    page.get_by_role("button", name="Plus").click()
    assert page.locator("output").inner_text() == "1"


def test_un_outil_en_panne_laisse_sa_version_a_lire(fabrique):
    page = fabrique(outil="en_panne")
    assert page.get_by_text("À lire sans JavaScript").is_visible()
    assert "n'a pas pu démarrer" in page.locator("article").inner_text()


def test_les_reponses_se_telechargent_et_passent_au_carnet_de_bord_dans_les_deux_sens(fabrique, tmp_path):
    page = fabrique()
    page.get_by_role("button", name="Plus").click()
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Télécharger").click()
    fichier = tmp_path / attendu.value.suggested_filename
    attendu.value.save_as(fichier)

    carnet = Carnet.ouvrir(tmp_path / "carnet")
    carnet.importer(fichier.read_bytes())
    assert carnet.lire("essai.un") == {"n": 1}

    carnet.ecrire("essai.un", {"n": 7})
    fichier.write_bytes(carnet.exporter())
    page.locator("input[type=file]").set_input_files(fichier)
    page.locator("output", has_text="7").wait_for(timeout=2000)
    assert "sont reprises" in page.locator(".trepied-barre").inner_text()


@pytest.mark.parametrize("contenu", ["{", "[1]", '{"valeurs": {"essai.un": 3}}', '{"version": 99, "valeurs": {}}'])
def test_un_fichier_qui_n_est_pas_le_bon_ne_change_rien_et_le_dit(fabrique, tmp_path, contenu):
    page = fabrique()
    page.get_by_role("button", name="Plus").click()
    (tmp_path / "autre.json").write_text(contenu, "utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "autre.json")
    page.get_by_text("rien n'a été changé").wait_for(timeout=2000)
    assert page.locator("output").inner_text() == "1"


def test_effacer_demande_le_mot_au_clavier_et_vide_tout(fabrique):
    page = fabrique()
    page.get_by_role("button", name="Plus").click()
    page.get_by_role("button", name="Effacer").focus()
    page.keyboard.press("Enter")
    fenetre = page.get_by_role("dialog")
    assert fenetre.get_by_role("textbox").is_visible()
    fenetre.get_by_role("textbox").fill("effacer")
    page.keyboard.press("Enter")
    assert "Rien n'a été effacé" in fenetre.inner_text()
    assert page.locator("output").inner_text() == "1"
    fenetre.get_by_role("textbox").fill("EFFACER")
    page.keyboard.press("Enter")
    assert not fenetre.is_visible()
    assert page.locator("output").inner_text() == "0"
    assert page.evaluate("Object.keys(localStorage).filter((c) => c.startsWith('trepied')).length") == 0


# --- La recherche -----------------------------------------------------------------------------------------------


def _chercher(page, livre, mot: str) -> set[str]:
    page.goto(f"{(livre.html / 'search.html').as_uri()}?q={mot}")
    page.locator("#search-results p.search-summary").filter(has_not_text="…").wait_for(timeout=10_000)
    page.wait_for_timeout(300)
    return set(page.locator("#search-results li > a").all_inner_texts())


MEMES_MOTS = [("équilibre", "equilibre"), ("bénévolat", "benevolat"), ("économie", "ECONOMIE")]


@pytest.mark.parametrize(("avec", "sans"), MEMES_MOTS)
def test_la_recherche_trouve_les_memes_pages_avec_et_sans_accents_depuis_un_fichier(livre, page_hors_ligne, avec, sans):
    trouvees = _chercher(page_hors_ligne, livre, avec)
    assert trouvees
    assert _chercher(page_hors_ligne, livre, sans) == trouvees
    assert not page_hors_ligne.erreurs_console
