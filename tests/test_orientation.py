"""L'orientation : le conseil sur toutes les réponses possibles, puis l'outil dans un vrai navigateur et dans JupyterLab."""

import copy
import json
import re
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import nbformat
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied import fichiers, lecon, orientation, parcours
from trepied.carnet import Carnet
from trepied.orientation import OrientationErreur, conseiller
from trepied.parcours import ParcoursErreur
from trepied.widgets import outil
from trepied.widgets.orientation import Orientation

REGLES = orientation.regles()
CHOIX = {q: {e["cle"]: e for e in REGLES[partie]} for q, partie in orientation.QUESTIONS.items()}
TOUTES = list(product(*CHOIX.values()))
CARTE = orientation.la_carte()
ACTIVITES = orientation.activites(CARTE)
REPONSES = st.tuples(*(st.sampled_from(list(cles)) for cles in CHOIX.values()))
COURT = {"profil": "association", "objectif": "traverser", "maturite": "oral", "temps": "120"}


def normal(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def minutes_de(temps: str) -> int:
    return CHOIX["temps"][temps]["minutes"]


# --- Le conseil, sur toutes les combinaisons


@pytest.fixture(scope="module")
def conseils():
    return {reponses: conseiller(*reponses, CARTE) for reponses in TOUTES}


def test_un_chemin_tient_dans_le_temps_commence_par_la_premiere_lecon_et_suit_le_cours(conseils):
    for (profil, *_, temps), conseil in conseils.items():
        rangs = [ACTIVITES.index(a) for a in conseil.activites]
        assert rangs == sorted(set(rangs)), "dans l'ordre du cours, et chacun une fois"
        assert rangs[0] == 0
        assert conseil.minutes == sum(a.minutes for a in conseil.activites) <= minutes_de(temps)
        assert {a.profil for a in conseil.activites} <= {"", profil}


def test_une_seule_phrase_nomme_le_profil_et_l_objectif_en_peu_de_mots(conseils):
    for (profil, objectif, maturite, temps), conseil in conseils.items():
        phrase = conseil.phrase
        assert len(phrase.split()) <= 45 and phrase.count(".") == 1 and phrase.endswith("."), phrase
        assert CHOIX["profil"][profil]["dans_la_phrase"] in phrase
        assert CHOIX["objectif"][objectif]["dans_la_phrase"] in phrase
        assert CHOIX["temps"][temps]["dans_la_phrase"] in phrase
        assert conseil.tout or CHOIX["maturite"][maturite]["facon"] in phrase
        assert normal(phrase).count(" ;") == 1 and "{" not in phrase


def test_ce_qu_on_lit_d_abord_est_toujours_la(conseils):
    """Un exercice vient avec les leçons de son niveau, une leçon plus longue avec la leçon 2 h de son étape."""
    for reponses, conseil in conseils.items():
        la = set(conseil.activites)
        for a in conseil.activites:
            avant = [
                x for x in ACTIVITES
                if x.etape == a.etape and not x.exercice and x.profil in ("", reponses[0])
                and (x.niveau == "2h" or (a.exercice and x.niveau == a.niveau))
            ]
            assert set(avant) <= la, (reponses, a.cle)


def test_chaque_cahier_ouvert_est_conseille_a_quelqu_un_qui_n_a_pas_douze_heures(conseils):
    vus = {a.cle for (*_, temps), c in conseils.items() if minutes_de(temps) <= 240 for a in c.activites}
    assert {a.cle for a in ACTIVITES} == vus


def test_chaque_question_sert(conseils):
    """Deux réponses à la même question donnent souvent des chemins différents, les trois autres étant les mêmes."""
    for rang, assez in enumerate((0.5, 0.9, 0.9, 1)):
        chemins = {}
        for reponses, conseil in conseils.items():
            if rang == 3 or reponses[3] in ("120", "240"):
                chemins.setdefault(reponses[:rang] + reponses[rang + 1:], set()).add(conseil.activites)
        assert sum(len(c) > 1 for c in chemins.values()) >= assez * len(chemins), rang


def test_douze_heures_donnent_tout_ce_qui_est_ouvert(conseils):
    for (profil, *_, temps), conseil in conseils.items():
        permises = [a for a in ACTIVITES if a.profil in ("", profil)]
        assert conseil.tout == (list(conseil.activites) == permises)
        if temps == "720" and sum(a.minutes for a in permises) <= 720:
            assert conseil.tout


@given(REPONSES, st.data())
@settings(max_examples=150, deadline=None)
def test_les_memes_proprietes_quand_la_carte_change(reponses, donnees):
    """D'autres durées, d'autres cahiers, des étapes qui s'ouvrent : rien ne déborde, rien ne casse."""
    toutes = [
        orientation.Activite(f"cahier-{i}", f"Cahier {i}", donnees.draw(st.integers(1, 60)), etape, niveau, exercice, profil)
        for i, (etape, niveau, exercice, profil) in enumerate(
            (e, n, x, p)
            for e in sorted(donnees.draw(st.sets(st.integers(1, 7), min_size=1)))
            for n in parcours.NIVEAUX
            for x in (False, True)
            for p in (["", *parcours.PROFILS] if n == "4h" and not x else [""])
            if donnees.draw(st.booleans())
        )
    ]
    conseil = orientation._conseiller(*reponses, toutes)
    permises = [a for a in toutes if a.profil in ("", reponses[0])]
    assert list(conseil.activites) == [a for a in permises if a in conseil.activites]
    if permises:
        assert permises[0] in conseil.activites
        assert conseil.minutes <= max(minutes_de(reponses[3]), permises[0].minutes + sum(
            a.minutes for a in orientation._avant(permises[0], permises)))


def test_une_reponse_inconnue_dit_ce_qui_existe():
    with pytest.raises(ValueError, match="« syndicat » n'est pas dans « profils ».*association"):
        conseiller("syndicat", "comprendre", "oral", "30", CARTE)


def test_la_carte_se_trouve_d_un_sous_dossier_et_son_absence_se_dit(tmp_path, monkeypatch, racine):
    monkeypatch.chdir(racine / "notebooks")
    assert orientation.trouver_la_carte() == racine / "parcours.yml"
    monkeypatch.chdir(tmp_path)
    assert orientation.trouver_la_carte() == racine / "parcours.yml"  # celle qui accompagne le paquet
    (tmp_path / "parcours.yml").write_text("autre: projet", "utf-8")
    assert orientation.trouver_la_carte() == racine / "parcours.yml"
    monkeypatch.setattr(fichiers, "__file__", str(tmp_path / "ailleurs.py"))
    with pytest.raises(ParcoursErreur, match="introuvable.*python3 cours.py"):
        orientation.trouver_la_carte()


def test_ouvrir_l_outil_ne_fait_pas_attendre_le_controle_de_la_carte():
    """Le contrôle de la carte importe de quoi lire un schéma : plus d'une seconde, que la leçon n'a pas."""
    code = "import sys; from trepied import lecon; lecon.orientation(); lecon.mon_modele(); print(*sys.modules)"
    charges = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"jsonschema", "pandas", "matplotlib"} & set(charges)


def test_une_carte_illisible_dit_pourquoi_meme_sans_controle(tmp_path):
    (tmp_path / "parcours.yml").write_text("parcours: {}\netapes: [{numero: 1}]\n", "utf-8")
    with pytest.raises(ParcoursErreur, match="est à corriger"):
        parcours.charger(tmp_path / "parcours.yml", controler=False)


@pytest.mark.parametrize(
    ("abimer", "message"),
    [
        (lambda b: b.pop("temps"), "il manque : temps"),
        (lambda b: b["objectifs"][0].pop("retenu"), "« objectifs », entrée 1 (« comprendre ») : retenu manque"),
        (lambda b: b["maturites"][1].update(ordre=["2h"]), "« ordre » doit citer une fois chacun"),
        (lambda b: b["maturites"][1].update(largeur="oui"), "« largeur » doit être true ou false"),
        (lambda b: b["temps"][0].update(minutes="trente"), "« minutes » doit être un nombre entier"),
        (lambda b: b["profils"].reverse(), "« profils » doit donner, dans l'ordre : association"),
        (lambda b: b["objectifs"][1].update(cle="comprendre"), "deux entrées ont la même clé"),
        (lambda b: b["phrases"].update(choix="Pour {qui}."), "emploie {qui}"),
    ],
)
def test_des_regles_mal_ecrites_sont_refusees_avec_leur_endroit(tmp_path, abimer, message):
    brut = yaml.safe_load(orientation.FICHIER.read_text("utf-8"))
    abimer(brut := copy.deepcopy(brut))
    (tmp_path / "orientation.yml").write_text(yaml.safe_dump(brut, allow_unicode=True), "utf-8")
    with pytest.raises(OrientationErreur) as erreur:
        orientation.regles(tmp_path / "orientation.yml")
    assert message in str(erreur.value)


def test_les_phares_et_les_etapes_des_regles_existent_dans_la_carte():
    cles = {a.cle for a in ACTIVITES}
    for objectif in REGLES["objectifs"]:
        assert set(objectif["phares"]) <= cles
        assert set(objectif["etapes"]) <= {e.numero for e in CARTE.etapes}


# --- L'outil


def test_l_ecran_lit_la_table_et_dit_les_memes_phrases_que_python(chromium, conseils):
    contenu = Orientation().contenu
    page = chromium.new_page()
    page.add_script_tag(content=outil._assembler(*outil.SOCLE))
    phrases = page.evaluate(
        """({ choix, conseils, chemins, phrases }) => conseils.map((rang, i) => {
            const noms = Object.keys(choix), reponses = {};
            for (const nom of [...noms].reverse()) {
                reponses[nom] = choix[nom][i % choix[nom].length];
                i = Math.floor(i / choix[nom].length);
            }
            const { profil, objectif, maturite, temps } = reponses;
            return trepied.remplir(phrases[chemins[rang].phrase], { profil: profil.dans_la_phrase, objectif: objectif.dans_la_phrase,
                retenu: objectif.retenu, facon: maturite.facon, temps: temps.dans_la_phrase });
        })""",
        contenu,
    )
    page.close()
    for reponses, rang, phrase in zip(TOUTES, contenu["conseils"], phrases, strict=True):
        chemin = contenu["chemins"][rang]
        assert [contenu["activites"][r]["cle"] for r in chemin["activites"]] == [a.cle for a in conseils[reponses].activites]
        assert chemin["minutes"] == conseils[reponses].minutes
        assert phrase == conseils[reponses].phrase


def test_les_choix_se_gardent_et_rien_de_prive_n_entre_dans_le_cahier(carnet_prive):
    Orientation().valeur = {**COURT, "ajouts": ["notebooks/x"]}
    assert Carnet.ouvrir().lire("orientation") == {**COURT, "ajouts": ["notebooks/x"]}
    paquet, _ = Orientation()._repr_mimebundle_()
    assert '"valeur": {}' in paquet["text/html"] and "notebooks/x" not in paquet["text/html"]


def ecrire_page(dossier: Path, theme: str = "light", attributs: str = "", nom: str = "page.html") -> str:
    fond, encre = {"light": ("#ffffff", "#222832"), "dark": ("#14181e", "#ced6dd")}[theme]
    (dossier / nom).write_text(
        f'<!doctype html><html lang="fr" data-theme="{theme}" {attributs}><head><meta charset="utf-8"><title>Essai</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>html {{ background: {fond}; color-scheme: {theme}; --pst-color-text-base: {encre}; --pst-color-background: {fond}; }}"
        f"{outil.FEUILLE_DE_STYLE.read_text('utf-8')}</style></head><body><main><h1>Essai</h1><article>"
        f"{lecon.orientation().html_statique()}</article></main><script>{outil.script_du_livre()}</script></body></html>",
        "utf-8",
    )
    return (dossier / nom).as_uri()


def garde(page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('trepied:orientation')"))["valeur"]


def poser(page, valeur: dict) -> None:
    page.evaluate(
        "valeur => localStorage.setItem('trepied:orientation', JSON.stringify({ valeur, modifie: '2026-01-01T00:00:00Z' }))", valeur
    )
    page.reload()


def repondre_au_clavier(page, reponses: dict) -> None:
    for question, cle in reponses.items():
        page.locator(f"fieldset.trepied-orientation-{question} input").first.focus()
        page.keyboard.press("Space")
        for _ in range(list(CHOIX[question]).index(cle)):
            page.keyboard.press("ArrowDown")


def test_au_clavier_quatre_reponses_donnent_un_chemin_qui_se_change_et_se_retrouve(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path))
    avis = page.locator(".trepied-avis")
    assert "qui vous êtes, ce que vous voulez, ce qui existe déjà et votre temps" in normal(avis.inner_text())
    repondre_au_clavier(page, COURT)
    assert avis.inner_text() == ""
    attendu = conseiller(*COURT.values(), CARTE)
    assert page.locator(".trepied-phrase").inner_text() == attendu.phrase
    assert page.locator(".trepied-cahier a").all_inner_texts() == [a.titre for a in attendu.activites]
    total = page.locator(".trepied-total")
    assert f"En tout : {attendu.minutes // 60} h" in normal(total.inner_text()) or f"{attendu.minutes} minutes" in total.inner_text()
    page.locator(".trepied-invisible[role=status]").get_by_text("Pour une association").wait_for(timeout=3000)

    # Retirer : le focus reste sur la case, le cahier reste lisible, le total baisse.
    premiere = page.get_by_role("checkbox").first
    premiere.focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.cle") == attendu.activites[0].cle
    assert not premiere.is_checked() and "retiré par vous" in page.locator(".trepied-chemin li").first.inner_text()
    assert garde(page)["retraits"] == [attendu.activites[0].cle]

    # Ajouter : un cahier hors du conseil, même si l'on dépasse.
    autre = max((a for a in ACTIVITES if a not in attendu.activites and not a.profil), key=lambda a: a.minutes)
    page.get_by_label("Ajouter un cahier").select_option(autre.cle)
    page.get_by_role("button", name="Ajouter", exact=True).press("Enter")
    ligne = page.locator(".trepied-chemin li").filter(has=page.locator("a", has_text=autre.titre))
    assert "ajouté par vous" in ligne.inner_text()
    page.keyboard.press("Tab")
    premiere.press("Space")
    depasse = attendu.minutes + autre.minutes - 120
    if depasse > 0:
        assert f"Vous dépassez de {depasse} minute" in normal(total.inner_text())
        assert "C'est permis" in normal(total.inner_text())
    assert autre.cle not in page.get_by_label("Ajouter un cahier").locator("option").evaluate_all("os => os.map((o) => o.value)")

    assert garde(page)["ajouts"] == [autre.cle]
    page.reload()
    page.locator(".trepied-chemin li").first.wait_for(timeout=10_000)
    assert garde(page)["ajouts"] == [autre.cle]
    assert page.locator(".trepied-chemin li").filter(has=page.locator("a", has_text=autre.titre)).get_by_role("checkbox").is_checked()
    page.get_by_role("button", name="Revenir au chemin conseillé").press("Enter")
    assert page.locator(".trepied-cahier a").all_inner_texts() == [a.titre for a in attendu.activites]
    assert page.evaluate("document.activeElement.textContent") == "Annuler"
    page.keyboard.press("Enter")
    assert autre.titre in page.locator(".trepied-cahier a").all_inner_texts()
    assert page.erreurs_console == [] and page.requetes_externes == []


def test_depasser_de_douze_minutes_se_dit_et_n_empeche_rien(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path))
    attendu = conseiller("association", "comprendre", "oral", "30", CARTE)
    ajouts, minutes = [], attendu.minutes
    for a in ACTIVITES:
        if a not in attendu.activites and not a.profil and minutes + a.minutes <= 42:
            ajouts.append(a.cle)
            minutes += a.minutes
    poser(page, {"profil": "association", "objectif": "comprendre", "maturite": "oral", "temps": "30", "ajouts": ajouts})
    ecart = minutes - 30
    assert ecart > 0
    assert f"Vous dépassez de {ecart} minute" in normal(page.locator(".trepied-total").inner_text())


def test_la_carte_change_le_conseil_est_refait_et_les_ajouts_restent(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path))
    attendu = conseiller(*COURT.values(), CARTE)
    ajout = next(a for a in ACTIVITES if a not in attendu.activites and not a.profil)
    poser(page, {**COURT, "ajouts": [ajout.cle, "notebooks/etape-6-alliances/disparu"], "retraits": ["exercises/disparu", 3]})
    titres = page.locator(".trepied-cahier a").all_inner_texts()
    assert ajout.titre in titres and len(titres) == len(attendu.activites) + 1
    page.get_by_role("checkbox").first.uncheck()
    # Un cahier qui n'est plus, ou pas encore, dans la carte n'est pas oublié pour autant.
    assert "notebooks/etape-6-alliances/disparu" in garde(page)["ajouts"]
    assert page.erreurs_console == []


def test_une_valeur_abimee_n_empeche_pas_de_repondre(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path))
    poser(page, {"profil": 3, "objectif": "voler", "ajouts": "tout", "retraits": None, "temps": {}})
    repondre_au_clavier(page, COURT)
    assert page.locator(".trepied-cahier a").count() > 3 and page.erreurs_console == []


def test_les_liens_menent_aux_pages_du_livre_et_les_exercices_se_telechargent(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    (tmp_path / "book").mkdir()
    page.goto(ecrire_page(tmp_path / "book", attributs='data-content_root="../"'))
    poser(page, {"profil": "association", "objectif": "comprendre", "maturite": "oral", "temps": "720"})
    liens = page.locator(".trepied-cahier a").evaluate_all("as => as.map((a) => [a.getAttribute('href'), a.hasAttribute('download')])")
    assert liens == [
        [f"../{a.cle.replace('exercises', 'telechargements')}.ipynb" if a.exercice else f"../{a.cle}.html", a.exercice]
        for a in ACTIVITES if a.profil in ("", "association")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [1280, 320])
def test_accessible_clair_et_sombre_et_sans_defilement_lateral(ouvrir_page, tmp_path, theme, largeur):
    page = ouvrir_page(largeur, 900)
    page.goto(ecrire_page(tmp_path, theme))
    poser(page, {**COURT, "temps": "30", "ajouts": [a.cle for a in ACTIVITES[:9]], "retraits": [ACTIVITES[1].cle]})
    graves = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in Axe().run(page.page).response["violations"] if v["impact"] in ("serious", "critical")
    ]
    assert graves == []
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    petites = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, select, label.trepied-choix, label.trepied-coche-large)")]
            .map((e) => [e.outerHTML, e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.height < 24 || r.width < 24))"""
    )
    assert petites == []


def test_sans_javascript_les_quatre_questions_se_lisent(ouvrir_page, tmp_path):
    page = ouvrir_page(320, 900, java_script_enabled=False)
    page.goto(ecrire_page(tmp_path))
    for choix in CHOIX.values():
        for entree in choix.values():
            assert page.get_by_text(entree["libelle"]).first.is_visible()


# --- Dans JupyterLab : les liens ouvrent les cahiers, dans le même JupyterLab


def test_dans_jupyterlab_le_modele_se_met_a_jour_et_un_lien_du_chemin_ouvre_le_cahier(jupyterlab, ouvrir_page):
    dossier = jupyterlab.dossier / "notebooks" / "etape-2-au-service-de-quoi"
    dossier.mkdir(parents=True, exist_ok=True)
    cellules = [
        nbformat.v4.new_code_cell(f"from trepied import lecon\n\nlecon.{nom}()", id=nom) for nom in ("orientation", "mon_modele")
    ]
    essai = nbformat.v4.new_notebook(cells=cellules, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(essai, dossier / "essai.ipynb")
    page = ouvrir_page(1280, 900)
    page.goto(jupyterlab.adresse("notebooks/etape-2-au-service-de-quoi/essai.ipynb"))
    bouton = page.get_by_role("button", name="▶ Démarrer la leçon")
    bouton.wait_for(timeout=60_000)
    fin = time.monotonic() + 60
    while not page.locator(".trepied-orientation").count() and time.monotonic() < fin:
        bouton.click()
        page.wait_for_timeout(3000)
    for question, cle in COURT.items():
        page.locator(f".trepied-orientation fieldset.trepied-orientation-{question} input[value='{cle}']").check()
    modele = page.locator(".trepied-modele")
    assert "une association" not in modele.inner_text()
    modele.get_by_role("button", name="Actualiser").press("Enter")
    modele.get_by_text("une association").wait_for(timeout=20_000)
    lien = page.locator(".trepied-orientation .trepied-cahier a").first
    lien.wait_for(timeout=20_000)
    assert re.search(r"/lab/tree/notebooks/etape-1-pourquoi/2h-[\w-]+\.ipynb$", lien.get_attribute("href"))
    page.evaluate("window.memePage = true")
    lien.click()
    page.get_by_role("tab", name=re.compile("2h-l-equilibre-de-la-maison")).wait_for(timeout=30_000)
    assert page.evaluate("window.memePage"), "JupyterLab n'a pas été rechargé"
    assert "orientation" in json.loads((jupyterlab.carnet / "carnet.json").read_text("utf-8"))["valeurs"]
