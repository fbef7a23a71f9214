"""L'auto-positionnement sans écran : le questionnaire, les niveaux, les phrases, ce qui est gardé, le formulaire."""

import copy
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trepied import positionnement
from trepied.carnet import Carnet
from trepied.formulaire import formulaire_html
from trepied.leviers import LEVIERS
from trepied.carnet import fusionner
from trepied.positionnement import DefinitionErreur, comparer, lire, niveaux
from trepied.widgets.outil import DOSSIER_JS
from trepied.widgets.positionnement import Positionnement
from trepied.widgets.premier_trepied import PremierTrepied

DEFINITION = positionnement.charger()
BRUT = yaml.safe_load(positionnement.FICHIER.read_text("utf-8"))
HUMAINES, FINANCIERES, ALLIANCES = (levier.cle for levier in LEVIERS)
REPONSE = st.one_of(st.integers(0, 4), st.just("nsp"))
REPONSES = st.dictionaries(st.sampled_from([r.cle for r in DEFINITION.reperes]), REPONSE)
PLUSIEURS = st.dictionaries(st.sampled_from(["p1", "p2", "p3", "p4"]), REPONSES, min_size=1)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.sampled_from(["nsp", "p1", "budget"]),
    lambda petits: (
        st.lists(petits, max_size=3)
        | st.dictionaries(
            st.sampled_from(["repondants", "reponses", "cibles", "date", "p1", "budget", HUMAINES]), petits, max_size=4
        )
    ),
    max_leaves=12,
)


def normal(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def reponses(levier: str, *valeurs) -> dict:
    return dict(zip((r.cle for r in DEFINITION.de(levier)), valeurs, strict=False))


# --- Le questionnaire


def test_six_reperes_par_levier_deux_en_lecture_rapide_cinq_ancrages():
    for levier in LEVIERS:
        assert len(DEFINITION.de(levier.cle)) == 6
        assert len(DEFINITION.de(levier.cle, express=True)) == 2
    assert {len(r.ancrages) for r in DEFINITION.reperes} == {5}
    assert len({r.cle for r in DEFINITION.reperes}) == 18 == len({r.court for r in DEFINITION.reperes})


@pytest.mark.parametrize("repere", DEFINITION.reperes, ids=lambda r: r.cle)
def test_chaque_ancrage_est_une_phrase_courte_qui_convient_a_tous_les_profils(repere):
    assert repere.question.endswith("?")
    for ancrage in repere.ancrages:
        assert ancrage[0].isupper() and ancrage.endswith(".") and ancrage.count(".") == 1
        assert len(ancrage.split()) <= 20
    tout = " ".join([repere.question, *repere.ancrages]).lower()
    # Ces mots ne vont qu'à un profil, jugent, ou demandent un accord plutôt qu'un fait.
    for mot in (
        "adhérent",
        "association",
        "client",
        "salarié",
        "élus",
        "agents",
        "bon ",
        "mauvais",
        "insuffisant",
        "d'accord",
        "·",
        "(e)",
    ):
        assert mot not in tout


@pytest.mark.parametrize(
    ("abimer", "attendu"),
    [
        (lambda b: b["leviers"][FINANCIERES].pop(), "« ressources_financieres » : il faut 6 repères, il y en a 5"),
        (lambda b: b["leviers"].pop(ALLIANCES), "« leviers » doit contenir exactement"),
        (lambda b: b["leviers"][HUMAINES][0]["ancrages"].pop(), "repère 1 (« qui_fait_quoi ») : il faut 5 ancrages"),
        (
            lambda b: b["leviers"][HUMAINES][0]["ancrages"].__setitem__(1, b["leviers"][HUMAINES][0]["ancrages"][0]),
            "tous différents",
        ),
        (lambda b: b["leviers"][HUMAINES][0]["ancrages"].__setitem__(1, {"oui": "non"}), "il faut 5 ancrages"),
        (lambda b: b["leviers"][HUMAINES][1].update(express=True), "« express: true » sur 2 repères, il y en a 3"),
        (lambda b: b["leviers"][HUMAINES][1].update(express="oui"), "« express » s'écrit true ou false"),
        (
            lambda b: b["leviers"][HUMAINES][1].update(repere="Une étiquette beaucoup trop longue"),
            "dépasse 28 caractères",
        ),
        (lambda b: b["leviers"][HUMAINES][1].update(question=""), "« question » doit être un texte"),
        (lambda b: b["leviers"][HUMAINES][1].update(aide=["a"]), "« aide » doit être un texte"),
        (lambda b: b["leviers"][HUMAINES][1].update(questoin="?"), "« questoin » n'est pas un champ connu"),
        (
            lambda b: b["leviers"][ALLIANCES][2].update(cle="budget"),
            "cette clé sert déjà dans le levier « ressources_financieres »",
        ),
        (lambda b: b["leviers"].update({HUMAINES: "rien"}), "il faut une liste de repères"),
        (lambda b: b["niveaux"].pop(), "« niveaux » doit donner 5 noms"),
        (lambda b: b["phrases"].clear(), "« phrases » : il manque"),
        (lambda b: b["phrases"].update(niveau="{levier} : {nivo}"), "« niveau » emploie {nivo}"),
        (lambda b: b.update(ecran="rien"), "« ecran » doit donner un texte"),
        (lambda b: b.pop("ecran"), "il manque : ecran"),
    ],
)
def test_un_questionnaire_mal_ecrit_dit_ou_et_quoi_corriger(tmp_path, abimer, attendu):
    brut = copy.deepcopy(BRUT)
    abimer(brut)
    (tmp_path / "essai.yml").write_text(yaml.safe_dump(brut, allow_unicode=True), "utf-8")
    with pytest.raises(DefinitionErreur) as erreur:
        positionnement.charger(tmp_path / "essai.yml")
    assert attendu in str(erreur.value)


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"niveaux: [", "n'est pas \u00e9crit correctement"),
        (b"\xff\xfe", "n'est pas \u00e9crit correctement"),
        (b"[]", "il manque"),
        (b"", "il manque"),
    ],
)
def test_un_questionnaire_illisible_donne_une_phrase(tmp_path, octets, attendu):
    (tmp_path / "essai.yml").write_bytes(octets)
    with pytest.raises(DefinitionErreur, match=attendu):
        positionnement.charger(tmp_path / "essai.yml")
    with pytest.raises(DefinitionErreur, match="ne s'ouvre pas"):
        positionnement.charger(tmp_path / "absent.yml")


# --- Les niveaux


@pytest.mark.parametrize(
    ("valeurs", "mediane", "repondus"),
    [
        ((0, 1, 2, 3, 4, 4), 2.5, 6),
        ((4, 0, 0, 1), 0.5, 4),
        ((3, 3, 3, "nsp", "nsp", 1), 3.0, 4),
        ((2, 2, 2), None, 3),  # 3 sur 6, moins de 60 %
        ((2, 2, 2, "nsp", "nsp", "nsp"), None, 3),
        ((), None, 0),
    ],
)
def test_un_levier_se_montre_a_partir_de_soixante_pour_cent_de_reponses(valeurs, mediane, repondus):
    niveau = niveaux(reponses(FINANCIERES, *valeurs))[FINANCIERES]
    assert (niveau.mediane, niveau.repondus, niveau.poses) == (mediane, repondus, 6)


def test_la_lecture_rapide_veut_ses_deux_reponses_et_ignore_les_autres():
    assert niveaux({"origine": 1, "tresorerie": 4, "budget": 0}, express=True)[FINANCIERES].mediane == 2.5
    assert niveaux({"origine": 1, "budget": 0}, express=True)[FINANCIERES].mediane is None


@settings(deadline=None)
@given(REPONSES)
def test_une_mediane_reste_entre_les_reponses_et_dans_son_levier(donnees):
    resultat = niveaux(donnees)
    assert list(resultat) == [HUMAINES, FINANCIERES, ALLIANCES]
    for levier, niveau in resultat.items():
        valeurs = [donnees[r.cle] for r in DEFINITION.de(levier) if donnees.get(r.cle, "nsp") != "nsp"]
        assert niveau.repondus == len(valeurs)
        assert (niveau.mediane is not None) == (len(valeurs) >= 4)
        if niveau.mediane is not None:
            assert min(valeurs) <= niveau.mediane <= max(valeurs)
        seules = {cle: v for cle, v in donnees.items() if cle in {r.cle for r in DEFINITION.de(levier)}}
        # Les réponses des autres leviers n'y changent rien : il n'y a pas de total.
        assert niveaux(seules)[levier] == niveau


@settings(deadline=None)
@given(REPONSES, st.sampled_from([r.cle for r in DEFINITION.reperes]))
def test_monter_une_reponse_ne_fait_jamais_descendre_un_niveau(donnees, cle):
    if isinstance(donnees.get(cle), int) and donnees[cle] < 4:
        avant, apres = niveaux(donnees), niveaux({**donnees, cle: donnees[cle] + 1})
        assert all(n.mediane is None or apres[levier].mediane >= n.mediane for levier, n in avant.items())


def test_des_niveaux_faibles_et_forts_se_distinguent_quand_leur_repartition_est_la_meme():
    partout = {n: {r.cle: n for r in DEFINITION.reperes} for n in (1, 4)}
    assert {n.mediane for n in niveaux(partout[1]).values()} == {1}
    assert {n.mediane for n in niveaux(partout[4]).values()} == {4}


@settings(deadline=None)
@given(PLUSIEURS)
def test_l_etendue_est_celle_des_personnes_qui_ont_assez_repondu(donnees):
    for levier, comparaison in comparer(donnees).items():
        medianes = [n[levier].mediane for n in map(niveaux, donnees.values()) if n[levier].mediane is not None]
        assert comparaison.points_de_vue == len(medianes)
        if medianes:
            assert (comparaison.etendue.minimum, comparaison.etendue.maximum) == (min(medianes), max(medianes))
            assert comparaison.etendue.minimum <= comparaison.etendue.mediane <= comparaison.etendue.maximum
        else:
            assert comparaison.etendue is None
        for cle, etendue in comparaison.reperes.items():
            vues = [d[cle] for d in donnees.values() if d.get(cle, "nsp") != "nsp"]
            assert (etendue.minimum, etendue.maximum) == (min(vues), max(vues))
    assert comparer(dict(reversed(donnees.items()))) == comparer(donnees)


# --- Les phrases


def position(cibles=None, jour="2026-03-01", **personnes) -> positionnement.Position:
    return lire(
        {
            "repondants": {qui: qui for qui in personnes},
            "cibles": cibles or {},
            "date": jour,
            "reponses": {qui: reponses(FINANCIERES, *valeurs) for qui, valeurs in personnes.items()},
        }
    )


CIBLE = "Votre cible dans 18 mois :"


@pytest.mark.parametrize(
    ("cible", "valeurs", "phrase"),
    [
        (None, [()], "pas encore de réponse."),
        (None, [(2, 2, 2)], "trop peu de réponses (3 sur 6)."),
        (3, [(2,)], f"trop peu de réponses (1 sur 6). {CIBLE} 3 (Suivi)."),
        (None, [(2, 2, 2, 2)], "niveau 2 (Écrit)."),
        (3, [(2, 2, 3, 3)], f"niveau 2,5 (entre Écrit et Suivi). {CIBLE} 3 (Suivi), 0,5 niveau plus haut."),
        (4, [(2, 2, 2, 2)], f"niveau 2 (Écrit). {CIBLE} 4 (Sert à décider), 2 niveaux plus haut."),
        (2, [(2, 2, 2, 2)], f"niveau 2 (Écrit). {CIBLE} 2 (Écrit). Vous y êtes."),
        (
            0,
            [(1, 1, 1, 1)],
            f"niveau 1 (À l'oral). {CIBLE} 0 (Pas encore), 1 niveau plus bas. C'est un choix possible.",
        ),
        (None, [(1,) * 4, (4,) * 4, (2,) * 4, (0,)], "niveau 2 (Écrit). Les 3 points de vue vont de 1 à 4."),
        (None, [(1,) * 4, (1,) * 4], "niveau 1 (À l'oral). Les 2 points de vue donnent le même niveau."),
    ],
)
def test_la_phrase_dit_le_niveau_les_ecarts_et_la_cible_sans_juger(cible, valeurs, phrase):
    vue = position({FINANCIERES: cible}, **{f"p{i}": siennes for i, siennes in enumerate(valeurs)})
    assert normal(vue.phrases()[1]) == f"Ressources financières : {phrase}"


def test_chaque_resultat_porte_ses_limites_date_et_points_de_vue():
    limites = "Ces niveaux viennent de vos déclarations, {} point{} de vue, au 1ᵉʳ mars 2026. Il n'y a pas de norme :"
    assert normal(position(p1=(2, 2, 2, 2)).phrases()[-1]).startswith(limites.format("d'un seul", ""))
    assert normal(position(p1=(2, 2, 2, 2), p2=(2, 2, 2, 2)).phrases()[-1]).startswith(limites.format("de 2", "s"))
    assert normal(position(p1=()).phrases()[-1]).startswith("Ces niveaux viendront de vos déclarations.")


def test_chaque_mot_de_l_ecran_est_defini_et_sert():
    code = (DOSSIER_JS / "positionnement.js").read_text("utf-8")
    assert set(re.findall(r"\becran\.(\w+)", code)) == set(DEFINITION.ecran) - {"titre_en_cours", "titre_sortie"}
    code = (DOSSIER_JS / "premier_trepied.js").read_text("utf-8")
    noms = re.search(r"const \{([^}]*)\} = contenu;", code)[1]
    employes = set(re.findall(r"\bcontenu\.(\w+)", code)) | {nom.split(":")[0].strip() for nom in noms.split(",")}
    assert employes == set(PremierTrepied().contenu)


def test_aucun_nom_ni_aucune_phrase_ne_fait_une_note_ou_un_total():
    assert not [nom for nom in dir(positionnement) if re.search("score|total|note_|equilibre", nom, re.I)]
    dites = normal(" ".join([*DEFINITION.phrases.values(), *map(str, DEFINITION.ecran.values())])).lower()
    assert "auto-déclaratif, sans norme" in dites
    for mot in ("score", "bravo", "bon niveau", "insuffisant", "maturité", "faible"):
        assert mot not in dites


# --- Ce que le carnet garde


@settings(deadline=None)
@given(JSON)
def test_une_valeur_abimee_se_lit_sans_panne_et_sans_invention(valeur):
    lue = lire(valeur)
    assert len(lue.phrases()) == 4
    for siennes in lue.reponses.values():
        assert all(r == "nsp" or (type(r) is int and 0 <= r <= 4) for r in siennes.values())


def test_une_reponse_abimee_n_en_perd_pas_d_autre():
    lue = lire(
        {
            "repondants": {"p1": "présidence", "p2": 3},
            "date": "hier",
            "reponses": {
                "p1": {"budget": 2, "origine": 7, "couts": True, "inconnu": 1, "coup_dur": "nsp"},
                "p2": {"budget": 1},
            },
            "cibles": {FINANCIERES: 3, HUMAINES: 9, "autre": 1},
        }
    )
    assert lue == positionnement.Position(
        {"p1": "présidence"}, {"p1": {"budget": 2, "coup_dur": "nsp"}}, {FINANCIERES: 3}, None
    )


DICTIONNAIRES = st.recursive(
    st.integers(0, 3), lambda petits: st.dictionaries(st.sampled_from("abc"), petits), max_leaves=8
).filter(lambda v: isinstance(v, dict))


@settings(deadline=None)
@given(DICTIONNAIRES, DICTIONNAIRES)
def test_fusionner_seul_rend_ce_que_le_geste_a_fait(avant, apres):
    sans_vides = _sans_dictionnaires_vides
    assert sans_vides(fusionner(avant, apres, avant)) == sans_vides(apres)
    assert fusionner(avant, avant, apres) == apres


def _sans_dictionnaires_vides(valeur):
    if not isinstance(valeur, dict):
        return valeur
    propres = {cle: _sans_dictionnaires_vides(v) for cle, v in valeur.items()}
    return {cle: v for cle, v in propres.items() if v != {}}


def test_deux_lecons_ouvertes_gardent_les_reponses_de_l_une_et_de_l_autre():
    rapide, complet = Positionnement("entree", express=True), Positionnement("entree")
    moi = {"repondants": {"p1": "Moi"}, "cibles": {}}
    rapide.valeur = {**moi, "reponses": {"p1": {"releve": 1}}}
    complet.valeur = {**moi, "reponses": {"p1": {"budget": 2}}}
    complet.valeur = {**complet.valeur, "cibles": {FINANCIERES: 3}}
    rapide.valeur = {**rapide.valeur, "reponses": {"p1": {"releve": 4}}}
    assert Positionnement("entree").valeur == {
        **moi,
        "reponses": {"p1": {"releve": 4, "budget": 2}},
        "cibles": {FINANCIERES: 3},
    }
    assert Positionnement("sortie").valeur == {}
    complet.valeur = {}
    assert rapide.valeur != {} and Positionnement("entree").valeur == {}
    # Effacé ailleurs, modifié ici : seul le nouveau geste revient, pas ce qui a été effacé.
    rapide.valeur = {**rapide.valeur, "reponses": {"p1": {**rapide.valeur["reponses"]["p1"], "origine": 2}}}
    assert Positionnement("entree").valeur == {"reponses": {"p1": {"origine": 2}}}


def test_une_ecriture_ratee_n_est_pas_oubliee_a_la_suivante(carnet_prive):
    outil = Positionnement("entree")
    outil.valeur = {"reponses": {"p1": {"budget": 1}}}
    ouvert = Carnet.ouvrir()
    ouvert.dossier.rename(ouvert.dossier.with_name("parti"))
    ouvert.dossier.write_text("un fichier à la place du dossier")
    outil.valeur = {"reponses": {"p1": {"budget": 1, "origine": 2}}}
    assert "Gardé" not in outil.etat and outil.etat.endswith(".")
    assert outil.valeur == {"reponses": {"p1": {"budget": 1, "origine": 2}}}
    ouvert.dossier.unlink()
    ouvert.dossier.with_name("parti").rename(ouvert.dossier)
    outil.valeur = {"reponses": {"p1": {"budget": 1, "origine": 2, "couts": 3}}}
    assert "Gardé sur cet ordinateur" in outil.etat
    assert Positionnement("entree").valeur == {"reponses": {"p1": {"budget": 1, "origine": 2, "couts": 3}}}


def test_un_moment_inconnu_est_refuse_en_francais():
    with pytest.raises(ValueError, match="« milieu » n'est pas un moment"):
        Positionnement("milieu")


def test_la_lecture_rapide_pose_six_questions_et_le_complet_dix_huit():
    def compte(outil):
        return sum(len(levier["reperes"]) for levier in outil.contenu["leviers"])

    assert (compte(Positionnement(express=True)), compte(Positionnement())) == (6, 18)


def test_le_premier_trepied_propose_le_smic_date_et_l_exemple_du_cours(monkeypatch):
    outil = PremierTrepied()
    assert re.fullmatch(r"\d+,\d\d", outil.contenu["taux"])
    assert re.search(r"Smic horaire brut au \S+ \S+ 20\d\d", normal(outil.contenu["champs"]["taux"]["aide"]))
    assert {c: normal(t) for c, t in outil.contenu["cas"]["textes"].items()} == {
        "argent": "150 000",
        "heures": "2 400",
        "taux": "16",
        "apports": "21 600",
    }


def test_sans_les_donnees_le_premier_trepied_demande_la_valeur_de_l_heure(monkeypatch, tmp_path):
    monkeypatch.setenv("TREPIED_DONNEES", str(tmp_path))
    outil = PremierTrepied()
    assert outil.contenu["taux"] == "" and "Smic" not in outil.contenu["champs"]["taux"]["aide"]


# --- Sans JavaScript, et sur papier


class Lecture(HTMLParser):
    """Le texte d'une page, ses balises et ses adresses."""

    def __init__(self, page: str):
        super().__init__()
        self.textes, self.adresses, self.ouvertes, self.balises = [], [], [], []
        self.feed(page)
        self.texte = normal(" ".join(self.textes))

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "line", "path"}:
            self.ouvertes.append(tag)
        self.adresses += [v for nom, v in attrs if nom in {"src", "href", "action"}]

    def handle_endtag(self, tag):
        assert self.ouvertes.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.textes.append(data)


def test_sans_javascript_toutes_les_questions_et_leurs_ancrages_se_lisent():
    page = Lecture(Positionnement("entree").sans_javascript())
    for repere in DEFINITION.reperes:
        for texte in (repere.question, repere.aide, *repere.ancrages):
            assert normal(texte) in page.texte
    assert page.ouvertes == []
    premier = Lecture(PremierTrepied().sans_javascript())
    assert (
        "Argent reçu dans l'année" in premier.texte
        and "svg" in [b for b, _ in premier.balises]
        and premier.ouvertes == []
    )


def test_le_formulaire_reprend_tout_le_questionnaire_et_ne_demande_rien_au_dehors():
    html = formulaire_html()
    page = Lecture(html)
    for repere in DEFINITION.reperes:
        for texte in (repere.question, repere.aide, *repere.ancrages):
            assert normal(texte) in page.texte
    assert [a for b, a in page.balises if b == "html"] == [{"lang": "fr"}]
    assert sum(a.get("class") == "case" for _, a in page.balises) == 18 * 6
    assert page.adresses == [] and page.ouvertes == []
    assert not re.search(r"url\(|@import|https?:|<script", html)
    assert "médiane" in page.texte and "Triangle vierge" in html
    assert not re.search(r"[ ][;!?:»](?![\w/])|«[ ]", re.sub(r"<style>.*?</style>", "", html, flags=re.S))


def test_le_contenu_envoye_au_navigateur_est_du_json_sans_espace_de_machine():
    for outil in (Positionnement("entree"), PremierTrepied()):
        texte = json.dumps(outil.contenu, ensure_ascii=False)
        assert not re.search(r"[ ][;!?»](?![\w/])|«[ ]", texte)


def test_la_date_gardee_est_relue():
    assert position(p1=(2,), jour="2026-08-11").jour == date(2026, 8, 11)
