"""« Mon modèle en une page » et le positionnement « en cours » : ce qui est relu, jamais redemandé ni publié."""

import copy
import json
import math
import random
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from trepied import lecon, modele, orientation, positionnement
from trepied.carnet import Carnet
from trepied.leviers import LEVIERS
from trepied.modele import ModeleErreur
from trepied.widgets import outil
from trepied.widgets.mon_modele import MonModele
from trepied.widgets.positionnement import Positionnement

HUMAINES, FINANCIERES, ALLIANCES = (levier.cle for levier in LEVIERS)
DEFINITION = modele.charger()
SECRET = "fraise-sauvage-1729"
# Une association qui a tout rempli, avec des phrases de longueur ordinaire.
PLEIN = {
    "orientation": {"profil": "association", "objectif": "traverser", "maturite": "oral", "temps": "120"},
    "premier_trepied": {"argent": "150 000 €", "heures": "2 400", "apports": "21,6 k€", "taux": "16"},
    "positionnement.entree": {
        "repondants": {"p1": "Moi"}, "date": "2026-03-12", "cibles": {HUMAINES: 3},
        "reponses": {"p1": {"qui_fait_quoi": 2, "releve": 1, "origine": 3, "tresorerie": 2, "partenaires": 1, "couts_evites": 1}},
    },
    "registre.etape-2.acteurs": {
        "lignes": {
            "a": {"nom": "Commune", "roles": ["paie"]},
            "b": {"nom": "Habitants adhérents", "roles": ["bénéficie", "agit"]},
            "c": {"nom": "", "roles": ["paie"]},
        },
        "ordre": ["b", "a"],
    },
    "registre.etape-3.activites": {
        "lignes": {
            "a": {"nom": "La boutique", "modele": "Prestation et savoir-faire", "montant": "60000"},
            "b": {"nom": "Les samedis à prix libre", "modele": "", "montant": ""},
        },
        "ordre": ["a", "b"],
    },
    "registre.etape-4.heures": {
        "lignes": {
            "a": {"nom": "Réparation", "forme": "bénévolat de terrain", "heures": "1 250 h"},
            "b": {"nom": "Conseil", "forme": "bénévolat de gouvernance", "heures": "550"},
            "c": {"nom": "Équipe", "forme": "salariat", "heures": "3200"},
            "d": {"nom": "Sans forme", "forme": "", "heures": "90"},
            "e": {"nom": "Illisible", "forme": "volontariat", "heures": "beaucoup"},
        },
    },
}
PHRASE = "Une équipe bénévole solide, la salle prêtée par la commune, et des réparations payées par les habitants."
for _section in DEFINITION["sections"]:
    for _ligne in _section["lignes"]:
        if _ligne["rendu"] in ("texte", "nombre"):
            PLEIN.setdefault(_ligne["cle"], {})[_ligne["champ"]] = "12,5" if _ligne["rendu"] == "nombre" else PHRASE


def normal(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def lignes(valeurs: dict) -> dict[str, modele.Ligne]:
    return {ligne.libelle: ligne for section in modele.sections(valeurs) for ligne in section.lignes}


def texte(rendu: str, valeur, **options) -> str:
    """Une ligne seule, pour cette valeur de sa clé."""
    cle = {"poids": "premier_trepied"}.get(rendu, "registre.etape-4.heures" if rendu in modele.DES_REGISTRES else "chez_vous.e.x")
    ligne = {"libelle": "L", "rendu": rendu, "cle": cle, "lecon": "x", **options}
    definition = {**DEFINITION, "sections": [{"titre": "S", "lignes": [ligne]}]}
    return normal(modele.sections({cle: valeur}, definition)[0].lignes[0].texte)


# --- Ce que la page dit


def test_les_reponses_du_carnet_deviennent_des_lignes():
    page = {libelle: normal(ligne.texte) for libelle, ligne in lignes(PLEIN).items()}
    assert page["Nous sommes"] == "une association"
    assert page["Leur poids"] == "Sur 100 € de moyens mobilisés, environ 71 viennent de l'argent, 18 du temps donné, 10 des partenaires."
    assert page["Leurs niveaux"].splitlines() == [
        "Richesses humaines : niveau 1,5 (entre À l'oral et Écrit). Votre cible dans 18 mois : 3 (Suivi), 1,5 niveau plus haut.",
        "Ressources financières : niveau 2,5 (entre Écrit et Suivi).",
        "Alliances stratégiques : niveau 1 (À l'oral).",
        "À l'entrée, au 12 mars 2026, en lecture rapide.",
    ]
    assert page["Autour de nous"] == "2 acteurs : bénéficie 1, agit 1, paie 1"
    assert page["Le temps donné"] == "1 800 h en un an, soit 1,12 équivalent temps plein (à 1 607 h par an)."
    assert all(page.values()), [libelle for libelle, t in page.items() if not t]


@pytest.mark.parametrize(
    ("rendu", "valeur", "options", "attendu"),
    [
        ("texte", {"a": "  la salle \n"}, {"champ": "a"}, "la salle"),
        ("texte", {"a": 12}, {"champ": "a"}, ""),
        ("nombre", {"a": "12 k€"}, {"champ": "a", "unite": "€"}, "12 000 €"),
        ("nombre", {"a": "12 %"}, {"champ": "a", "unite": "€"}, ""),
        ("nombre", {"a": "1.234"}, {"champ": "a", "unite": "€"}, ""),
        ("choix", {"a": "x"}, {"champ": "a", "mots": {"x": "Le X"}}, "Le X"),
        ("choix", {"a": "toString"}, {"champ": "a", "mots": {"x": "Le X"}}, ""),
        ("poids", {"argent": "1", "heures": "0"}, {}, ""),
        ("poids", {"argent": "0", "heures": "0", "apports": "0"}, {}, ""),
        ("poids", {"argent": "100", "heures": "0", "apports": "0"}, {}, "Sur 100 € de moyens mobilisés, environ 100 viennent de l'argent, 0 du temps donné, 0 des partenaires."),
        ("compte", {"lignes": {"a": {"nom": "Une"}}}, {"un": "{nombre} acteur", "plusieurs": "{nombre} acteurs"}, "1 acteur"),
        ("compte", {"lignes": {"a": {"nom": " "}}}, {"un": "{nombre} acteur", "plusieurs": "{nombre} acteurs"}, ""),
        ("liste", {"lignes": {"a": {"nom": "Une", "m": ""}, "b": {"nom": "Deux", "m": ["x", "y"]}}, "ordre": ["b"]}, {"modele": "{nom} / {m}"}, "Deux / x, y\nUne / …"),
        ("liste", {"lignes": {str(i): {"nom": f"n{i}"} for i in range(10)}}, {"modele": "{nom}"}, "n0\nn1\nn2\nn3\nn4\nn5\nn6\net 3 autres"),
        ("heures", {"lignes": {"a": {"forme": "volontariat", "heures": "3 214"}}}, {}, "3 214 h en un an, soit 2,00 équivalents temps plein (à 1 607 h par an)."),
        ("heures", {"lignes": {"a": {"forme": "salariat", "heures": "3 214"}}}, {}, ""),
    ],
)
def test_chaque_rendu_ecrit_ce_qui_est_compris_et_se_tait_sinon(rendu, valeur, options, attendu):
    assert texte(rendu, valeur, **options) == attendu


def test_le_dernier_moment_repondu_donne_les_niveaux():
    def position(niveau, jour):
        return {"repondants": {"p1": ""}, "date": jour, "reponses": {"p1": {r.cle: niveau for r in positionnement.charger().reperes}}}

    valeurs = {"positionnement.entree": position(1, "2026-01-05"), "positionnement.en_cours": position(3, "2026-02-05")}
    niveaux = normal(lignes(valeurs)["Leurs niveaux"].texte)
    assert niveaux.startswith("Richesses humaines : niveau 3 (Suivi).") and niveaux.endswith("En cours de parcours, au 5 février 2026.")
    valeurs["positionnement.sortie"] = {"repondants": {"p1": ""}, "reponses": {"p1": {}}, "date": "2026-03-05"}
    assert normal(lignes(valeurs)["Leurs niveaux"].texte) == niveaux  # rien de répondu à la sortie


def test_une_ligne_vide_dit_ou_la_remplir_et_suit_le_profil():
    vides = lignes({})
    assert all(not ligne.texte and ligne.vide and ligne.lecon for ligne in vides.values())
    for profil in ("association", "fondation", "collectivite", "entreprise"):
        assert f"/4h-{profil}-" in lignes({"orientation": {"profil": profil}})["Autour de nous"].lecon
    assert "/2h-" in vides["Autour de nous"].lecon


def test_toutes_les_lecons_et_toutes_les_cles_existent(racine):
    connus = {a.cle for a in orientation.activites(orientation.la_carte())}
    for section in DEFINITION["sections"]:
        for ligne in section["lignes"]:
            chemins = ligne["lecon"].values() if isinstance(ligne["lecon"], dict) else [ligne["lecon"]]
            assert set(chemins) <= connus, ligne["libelle"]
            sorte, *reste = ligne["cle"].split(".")
            if sorte in ("chez_vous", "registre"):
                fiche = yaml.safe_load((modele.FICHIER.parent / sorte / f"{reste[0]}.yml").read_text("utf-8"))[reste[1]]
                cles = {c["cle"] for c in fiche.get("champs") or fiche["colonnes"]}
                demandes = {ligne[nom] for nom in ("champ", "par") if nom in ligne} | set(re.findall(r"\{(\w+)\}", ligne.get("modele", "")))
                assert demandes <= cles, ligne["libelle"]


def test_chaque_lecon_annoncee_demande_bien_la_reponse(racine):
    """La leçon vers laquelle une ligne vide envoie contient l'outil qui remplit cette ligne."""
    manquent = []
    for section in DEFINITION["sections"]:
        for ligne in section["lignes"]:
            sorte, *reste = ligne["cle"].split(".")
            appel = f'lecon.{sorte}(\\"{"/".join(reste)}\\"' if reste else f"lecon.{sorte}("
            chemins = [v for k, v in ligne["lecon"].items() if k != "sinon"] if isinstance(ligne["lecon"], dict) else [ligne["lecon"]]
            manquent += [(ligne["libelle"], c) for c in chemins if appel not in (racine / f"{c}.ipynb").read_text("utf-8")]
    assert not manquent


def _changer(section: int, ligne: int, **champs):
    def abimer(brut):
        cible = brut["sections"][section]["lignes"][ligne]
        for nom, valeur in champs.items():
            if valeur is None:
                cible.pop(nom)
            else:
                cible[nom] = valeur

    return abimer


@pytest.mark.parametrize(
    ("abimer", "message"),
    [
        (lambda b: b.pop("nature"), "il manque : nature"),
        (lambda b: b["sections"][0].update(lignes=[]), "section « Portrait » : il faut au moins une ligne"),
        (_changer(0, 0, rendu="image"), "« Portrait », ligne 1 (« Nous sommes ») : « rendu » vaut texte, nombre"),
        (_changer(0, 1, champ=None), "« champ » manque, ou n'est pas un texte"),
        (_changer(0, 1, modele="x"), "« modele » n'est pas un champ connu pour le rendu « texte »"),
        (_changer(0, 1, cle="etape-2/projet"), "la clé « etape-2/projet » n'a pas la bonne forme"),
        (_changer(0, 1, lecon=None), "« lecon » manque"),
        (_changer(0, 1, lecon={"association": "x"}), "« lecon » selon le profil donne exactement : association"),
        (_changer(1, 0, cle="orientation"), "le rendu « poids » se lit dans « premier_trepied »"),
        (_changer(0, 1, rendu="liste", champ=None, modele="{nom}"), "ne se lit que dans un registre"),
    ],
)
def test_une_page_mal_ecrite_est_refusee_avec_l_endroit_et_le_remede(tmp_path, abimer, message):
    brut = copy.deepcopy(yaml.safe_load(modele.FICHIER.read_text("utf-8")))
    abimer(brut)
    (tmp_path / "mon_modele.yml").write_text(yaml.safe_dump(brut, allow_unicode=True), "utf-8")
    with pytest.raises(ModeleErreur) as erreur:
        modele.charger(tmp_path / "mon_modele.yml")
    assert message in str(erreur.value)


def test_le_texte_a_copier_ne_contient_que_les_lignes_remplies():
    copie = normal(modele.en_texte(modele.sections({"chez_vous.etape-1.phrase": {"tient": "la salle"}}), date(2026, 3, 1)))
    assert copie.startswith("Mon modèle en une page\nAu 1ᵉʳ mars 2026\nDocument de travail, auto-déclaratif")
    assert copie.endswith("CE QUI NOUS FAIT TENIR, CE QUI NOUS FRAGILISERAIT\n- Notre maison tient grâce à : la salle\n")


# --- L'outil : rien de privé dans le cahier, et les mêmes lignes sans Python


def remplir_le_carnet(valeurs: dict) -> None:
    for cle, valeur in valeurs.items():
        Carnet.ouvrir().ecrire(cle, valeur)


def test_la_page_relit_le_carnet_a_chaque_affichage_et_ne_publie_rien():
    page = MonModele()
    remplir_le_carnet({"chez_vous.etape-1.phrase": {"tient": SECRET}})
    paquet, _ = page._repr_mimebundle_()
    assert SECRET in json.dumps(page.valeur)
    assert SECRET not in json.dumps(paquet) and SECRET not in json.dumps(page.contenu)
    Carnet.ouvrir().ecrire("chez_vous.etape-1.phrase", {"tient": "autre"})
    page._recevoir(page, {"action": "actualiser"}, [])
    assert "autre" in json.dumps(page.valeur) and "dernières réponses" in page.etat
    assert Carnet.ouvrir().cles() == ["chez_vous.etape-1.phrase"]


def test_un_carnet_illisible_laisse_une_page_vide_et_le_dit(carnet_prive):
    (carnet_prive / "carnet.json").write_text('{"version": 9}')
    page = MonModele()
    assert "version plus récente" in page.etat and not any(t for s in page.valeur["textes"] for t in s)


def abimer(hasard: random.Random, valeur, profondeur=0):
    """La même valeur, avec par endroits autre chose que ce qu'on attend."""
    if hasard.random() < 0.08:
        return hasard.choice([None, 3, "", [], {}, "texte", ["x", None], True])
    if isinstance(valeur, dict):
        return {c: abimer(hasard, v, profondeur + 1) for c, v in valeur.items() if hasard.random() > 0.08}
    return [abimer(hasard, v, profondeur + 1) for v in valeur] if isinstance(valeur, list) else valeur


def test_sans_python_l_ecran_ecrit_les_memes_lignes(chromium):
    hasard = random.Random(4)
    cas = [PLEIN, {}] + [abimer(hasard, copy.deepcopy(PLEIN)) for _ in range(150)]
    cas = [c if isinstance(c, dict) else {} for c in cas]
    page = chromium.new_page()
    page.add_script_tag(content=outil._assembler(*outil.SOCLE, "positionnement.js", "mon_modele.js"))
    vus = page.evaluate(
        "([contenu, cas]) => cas.map((valeurs) => trepied.monModele.textes(contenu, (cle) => valeurs[cle]))", [MonModele().contenu, cas]
    )
    page.close()
    for valeurs, vu in zip(cas, vus, strict=True):
        assert vu == [[ligne.texte for ligne in s.lignes] for s in modele.sections(valeurs)], valeurs


# --- Dans une page


def ecrire_page(dossier: Path, *outils, theme: str = "light") -> str:
    fond, encre = {"light": ("#ffffff", "#222832"), "dark": ("#14181e", "#ced6dd")}[theme]
    (dossier / "page.html").write_text(
        f'<!doctype html><html lang="fr" data-theme="{theme}"><head><meta charset="utf-8"><title>Essai</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>html {{ background: {fond}; color-scheme: {theme}; --pst-color-text-base: {encre}; --pst-color-background: {fond}; }}"
        f"{outil.FEUILLE_DE_STYLE.read_text('utf-8')}</style></head><body><main><h1>Essai</h1><article>"
        f"{''.join(o.html_statique() for o in outils)}</article></main><script>{outil.script_du_livre()}</script></body></html>",
        "utf-8",
    )
    return (dossier / "page.html").as_uri()


def poser(page, valeurs: dict) -> None:
    page.evaluate(
        """valeurs => Object.entries(valeurs).forEach(([cle, valeur]) =>
            localStorage.setItem("trepied:" + cle, JSON.stringify({ valeur, modifie: "2026-01-01T00:00:00Z" })))""",
        valeurs,
    )
    page.reload()


def garde(page, cle: str):
    return page.evaluate("cle => JSON.parse(localStorage.getItem('trepied:' + cle) ?? 'null')?.valeur ?? null", cle)


def test_dans_le_livre_la_page_se_remplit_de_ce_que_garde_le_navigateur(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, lecon.mon_modele(), lecon.chez_vous("etape-1/phrase")))
    corps = page.locator(".trepied-modele")
    nombre = sum(len(s["lignes"]) for s in DEFINITION["sections"])
    assert f"0 ligne sur {nombre} est remplie." in normal(corps.inner_text())
    # Rien n'est rempli : la page dit seulement quoi répondre, et dans quelle leçon.
    assert corps.locator("dd").count() == 0
    lien = corps.locator("li a").first
    assert lien.get_attribute("href").endswith("2h-le-projet-avant-les-moyens.html")
    assert "Notre projet" in corps.locator("li").first.inner_text()
    # Répondre plus bas dans la page se voit tout de suite.
    page.get_by_label(re.compile("Notre maison tient")).fill("la salle du mardi")
    page.get_by_label(re.compile("Notre maison tient")).blur()
    corps.get_by_text("la salle du mardi").wait_for(timeout=2000)
    poser(page, PLEIN)
    assert "Toutes les lignes sont remplies." in normal(corps.inner_text())
    attendu = [ligne.texte for s in modele.sections(PLEIN) for ligne in s.lignes]
    assert corps.locator("dd").all_inner_texts() == attendu
    assert page.get_by_role("button", name="Télécharger").is_visible()
    assert page.erreurs_console == [] and page.requetes_externes == []


def test_au_clavier_on_copie_le_texte_et_l_on_actualise(ouvrir_page, tmp_path):
    page = ouvrir_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(ecrire_page(tmp_path, lecon.mon_modele()))
    poser(page, PLEIN)
    page.get_by_role("button", name="Copier le texte").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Le texte est copié").wait_for(timeout=3000)
    copie = page.evaluate("navigator.clipboard.readText()")
    assert copie.replace("\r\n", "\n") == modele.en_texte(modele.sections(PLEIN), date.today())
    page.evaluate("localStorage.removeItem('trepied:orientation')")
    page.get_by_role("button", name="Actualiser").focus()
    page.keyboard.press("Enter")
    page.get_by_text("La page reprend vos dernières réponses.").wait_for(timeout=2000)
    assert "une association" not in page.locator(".trepied-modele").inner_text()


def test_si_le_navigateur_ne_laisse_pas_copier_le_texte_se_montre(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, lecon.mon_modele()))
    poser(page, PLEIN)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refusé')); }")
    page.get_by_role("button", name="Copier le texte").press("Enter")
    zone = page.get_by_label("Le texte de la page")
    zone.wait_for(timeout=2000)
    assert zone.input_value() == modele.en_texte(modele.sections(PLEIN), date.today())
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_la_page_remplie_tient_sur_une_feuille_et_ses_mots_ne_sont_pas_du_html(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, lecon.mon_modele()))
    poser(page, {**PLEIN, "chez_vous.etape-1.phrase": {"tient": "<img src=x onerror=alert(1)> & co", "fragile": PHRASE}})
    page.get_by_role("button", name="Imprimer cette page").press("Enter")
    feuille = page.locator("iframe").get_attribute("srcdoc")
    (tmp_path / "feuille.html").write_text(feuille, "utf-8")
    page.goto((tmp_path / "feuille.html").as_uri())
    assert "<img src=x onerror=alert(1)> & co" in page.locator("body").inner_text()
    assert page.locator("img, script").count() == 0
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    # Elle tient dans la hauteur imprimable (273 mm).
    page.set_viewport_size({"width": math.floor(182 / 25.4 * 96), "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate("document.body.getBoundingClientRect().height") / 96 * 25.4 < 273


@pytest.mark.parametrize("plein", [PLEIN, {}], ids=["remplie", "vide"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [1280, 320])
def test_accessible_clair_et_sombre_et_sans_defilement_lateral(ouvrir_page, tmp_path, theme, largeur, plein):
    page = ouvrir_page(largeur, 900)
    page.goto(ecrire_page(tmp_path, lecon.mon_modele(), theme=theme))
    poser(page, {**plein, "chez_vous.etape-2.fiche-de-profil": {"projet": "réparer" * 30}} if plein else {})
    graves = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in Axe().run(page.page).response["violations"] if v["impact"] in ("serious", "critical")
    ]
    assert graves == []
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur


def test_sans_javascript_la_page_se_remplit_a_la_main(ouvrir_page, tmp_path):
    page = ouvrir_page(320, 900, java_script_enabled=False)
    page.goto(ecrire_page(tmp_path, lecon.mon_modele()))
    assert page.locator(".trepied-ligne").count() == sum(len(s["lignes"]) for s in DEFINITION["sections"])
    assert page.get_by_text("Elle serait fragile si").is_visible()


# --- Le positionnement en cours de route


ENTREE = PLEIN["positionnement.entree"]


def test_en_cours_part_de_l_entree_sans_la_changer_et_complete_peu_a_peu():
    remplir_le_carnet({"positionnement.entree": ENTREE})
    ecran = Positionnement("en_cours", levier=HUMAINES)
    assert ecran.valeur == ENTREE and Carnet.ouvrir().lire("positionnement.en_cours") is None
    change = copy.deepcopy(ENTREE)
    change["reponses"]["p1"]["releve"] = 3
    ecran.valeur = change
    assert Carnet.ouvrir().lire("positionnement.en_cours") == change
    assert Carnet.ouvrir().lire("positionnement.entree") == ENTREE
    # Une autre leçon, un autre levier : la même clé.
    autre = Positionnement("en_cours", levier=FINANCIERES)
    assert autre.valeur == change
    suite = copy.deepcopy(change)
    suite["reponses"]["p1"]["origine"] = 4
    autre.valeur = suite
    assert Carnet.ouvrir().lire("positionnement.en_cours") == suite


def test_deux_lecons_ouvertes_avant_la_premiere_reponse_ne_se_recouvrent_pas():
    remplir_le_carnet({"positionnement.entree": ENTREE})
    ici, ailleurs = Positionnement("en_cours", levier=HUMAINES), Positionnement("en_cours", levier=FINANCIERES)
    for ecran, repere in ((ici, "releve"), (ailleurs, "origine")):
        change = copy.deepcopy(ecran.valeur)
        change["reponses"]["p1"][repere] = 4
        ecran.valeur = change
    garde = Carnet.ouvrir().lire("positionnement.en_cours")["reponses"]["p1"]
    assert garde == {**ENTREE["reponses"]["p1"], "releve": 4, "origine": 4}


def test_tout_effacer_en_cours_ne_fait_pas_revenir_l_entree():
    remplir_le_carnet({"positionnement.entree": ENTREE})
    Positionnement("en_cours").valeur = {}
    assert Carnet.ouvrir().lire("positionnement.en_cours") == {} and Positionnement("en_cours").valeur == {}


def test_les_reponses_d_entree_ne_sont_pas_dans_le_cahier():
    remplir_le_carnet({"positionnement.entree": {**ENTREE, "repondants": {"p1": SECRET}}})
    ecran = Positionnement("en_cours")
    assert ecran.valeur["repondants"] == {"p1": SECRET}
    assert SECRET not in json.dumps(ecran._repr_mimebundle_()[0])


def test_un_moment_ou_un_levier_inconnu_dit_ce_qui_existe():
    with pytest.raises(ValueError, match="Écrivez « entree », « en_cours » ou « sortie »"):
        Positionnement("milieu")
    with pytest.raises(ValueError, match="« argent » n'est pas un levier. Écrivez « richesses_humaines »"):
        Positionnement("entree", levier="argent")


def test_dans_le_livre_en_cours_part_de_l_entree_et_n_efface_que_son_levier(page_hors_ligne, tmp_path):
    page = page_hors_ligne
    page.goto(ecrire_page(tmp_path, Positionnement("en_cours", levier=HUMAINES)))
    assert "Vos réponses d'entrée" not in page.locator(".trepied-positionnement").inner_text()
    poser(page, {"positionnement.entree": ENTREE})
    assert "Vos réponses d'entrée sont déjà là" in normal(page.locator(".trepied-positionnement").inner_text())
    assert page.get_by_role("radio").count() == 6 * 6 or page.locator("fieldset").count() == 6
    assert normal(page.locator(".trepied-progression").inner_text()) == "2 repères sur 6"
    assert garde(page, "positionnement.en_cours") is None
    # La première question sans réponse, au clavier.
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert normal(page.locator(".trepied-progression").inner_text()) == "3 repères sur 6"
    apres = garde(page, "positionnement.en_cours")
    assert {**ENTREE["reponses"]["p1"]}.items() <= apres["reponses"]["p1"].items()
    assert garde(page, "positionnement.entree") == ENTREE
    page.get_by_role("button", name="Effacer ce levier").press("Enter")
    assert normal(page.locator(".trepied-progression").inner_text()) == "0 repère sur 6"
    reste = garde(page, "positionnement.en_cours")
    assert set(reste["reponses"]["p1"]) == {"origine", "tresorerie", "partenaires", "couts_evites"} and reste["cibles"] == {}
    page.get_by_role("button", name="Annuler").press("Enter")
    assert garde(page, "positionnement.en_cours") == apres
    assert page.erreurs_console == [] and page.requetes_externes == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [1280, 320])
def test_un_seul_levier_est_accessible_et_tient_dans_l_ecran(ouvrir_page, tmp_path, theme, largeur):
    page = ouvrir_page(largeur, 900)
    page.goto(ecrire_page(tmp_path, Positionnement("en_cours", express=True, levier=ALLIANCES), theme=theme))
    poser(page, {"positionnement.entree": ENTREE})
    graves = [v["id"] for v in Axe().run(page.page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert graves == [] and page.evaluate("document.documentElement.scrollWidth") <= largeur
