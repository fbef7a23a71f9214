"""Les exercices notés : chaque réponse, juste, typiquement fausse ou absente, reçoit ses points et sa phrase."""

import base64
import json
import re
from functools import cache
from itertools import product
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from trepied import formateur
from trepied.verification import controle, fabriquer_serrures
from trepied.verification.corrige import RAPPELS_OUI, lire_corrige, partie_publique, resultat

RACINE = Path(__file__).parents[1]
CORRIGES = sorted((RACINE / "solutions").glob("*/corrige.yml"))
CAHIERS = sorted(p.relative_to(RACINE / "solutions") for p in (RACINE / "solutions").glob("*/*.ipynb"))
EXERCICES = {cle: exercice for chemin in CORRIGES for cle, exercice in lire_corrige(chemin).items()}
CACHE = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)


@cache
def cellules(dossier: str, cahier: Path) -> dict[str, nbformat.NotebookNode]:
    contenu = nbformat.read(RACINE / dossier / cahier, as_version=4)
    return {c.id: c for c in contenu.cells}


def code(dossier: str, cahier: Path):
    return {i: c for i, c in cellules(dossier, cahier).items() if c.cell_type == "code"}


def identifiant(cellule) -> str:
    trouve = re.search(r'verifier\("([^"]+)"', cellule.source)
    return trouve[1] if trouve else ""


def notes_de(dossier: str, cahier: Path):
    return {
        i: c for i, c in code(dossier, cahier).items() if c.metadata.nbgrader.grade and not c.metadata.nbgrader.solution
    }


@pytest.fixture
def noyau(monkeypatch):
    """Un IPython neuf, sans historique sur le disque, comme celui qui exécute un carnet."""
    monkeypatch.setattr(controle, "_essais", {})
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture
def executer(noyau, capsys):
    """Exécute une cellule ; rend sa valeur (ou None) et ce qui s'affiche."""
    noyau.run_cell("from trepied.verification import saisie\nsaisie.installer()")
    capsys.readouterr()

    def executer(source: str):
        resultat = noyau.run_cell(source, store_history=False)
        texte = capsys.readouterr().out
        texte = re.sub(r"^Out\[.*|^[0-9.]+$", "", texte, flags=re.MULTILINE)
        return (resultat.result if resultat.success else None), simple(texte)

    return executer


def simple(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ").strip()


def lignes_de(exercice: dict) -> list[dict]:
    return exercice.get("lignes") or exercice.get("etapes") or []


def erreurs_de(exercice: dict) -> list[dict]:
    """Toutes les erreurs typiques d'un exercice, de ligne ou d'ensemble."""
    par_ligne = [e for ligne in lignes_de(exercice) for e in ligne.get("erreurs", ())]
    return [*par_ligne, *exercice.get("erreurs", ()), *exercice.get("erreurs_communes", ())]


def essais(cle: str) -> list[tuple[str, str, float]]:
    """Chaque réponse connue de l'exercice, telle qu'on la taperait, la phrase attendue et les points attendus."""
    exercice = EXERCICES[cle]
    points = exercice["points"]
    if not lignes_de(exercice):
        return [(r, exercice["oui"], points) for r in exercice["juste"]] + [
            (e["reponse"], e["retour"], e.get("points", 0)) for e in exercice["erreurs"]
        ]
    part = points / len(lignes_de(exercice))
    connus = [({}, exercice["oui"], points)]
    for ligne in lignes_de(exercice):
        connus += [({ligne["texte"]: accepte}, exercice["oui"], points) for accepte in ligne.get("accepte", ())]
        for e in ligne.get("erreurs", ()):
            connus.append(({ligne["texte"]: e["reponse"]}, e["retour"], points - part + e.get("points", 0)))
    for commune in exercice.get("erreurs_communes", ()):
        ecarts = {texte: r[0] if isinstance(r, list) else r for texte, r in commune["lignes"].items()}
        connus.append((ecarts, commune["retour"], None))
    return [(tableau(exercice, ecarts), avec_le_nombre(exercice, phrase, ecarts), n) for ecarts, phrase, n in connus]


def tableau(exercice: dict, ecarts: dict[str, str]) -> str:
    """Tout juste, sauf les lignes de `ecarts`."""
    reponses = {x["texte"]: x["juste"] for x in lignes_de(exercice)} | ecarts
    return '"""\n' + "\n".join(f"{texte} : {r}" for texte, r in reponses.items()) + '\n"""'


def avec_le_nombre(exercice: dict, phrase: str, ecarts: dict[str, str]) -> str:
    """La phrase d'un calcul, avec le nombre que donnent ces choix."""
    if exercice["type"] != "calcul":
        return phrase
    return controle.avec_resultat(phrase, resultat(exercice, ecarts).resultat)


AUTO = [cle for cle, exercice in EXERCICES.items() if exercice["type"] != "texte"]


# --- le corrigé et ce qui en sort


def test_les_serrures_du_cours_sont_a_jour():
    attendu = json.dumps(fabriquer_serrures(CORRIGES), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert controle.SERRURES.read_text("utf-8") == attendu, "lancez : python3 cours.py refaire"


def test_les_exercices_publies_se_refont_a_l_octet_pres(tmp_path):
    publies = formateur.publier(RACINE, tmp_path)
    presents = sorted(
        f for f in (RACINE / "exercises").rglob("*") if f.is_file() and ".ipynb_checkpoints" not in f.parts
    )
    assert [f.relative_to(tmp_path) for f in sorted(publies)] == [f.relative_to(RACINE / "exercises") for f in presents]
    for publie in publies:
        assert publie.read_bytes() == (RACINE / "exercises" / publie.relative_to(tmp_path)).read_bytes(), publie.name


def test_publier_retire_ce_qui_n_est_plus_dans_les_corriges(tmp_path):
    (tmp_path / "etape-1").mkdir()
    (tmp_path / "etape-1" / "ancien.ipynb").write_text("{}")
    (tmp_path / "autre.txt").write_text("à moi")
    formateur.publier(RACINE, tmp_path)
    assert not (tmp_path / "etape-1" / "ancien.ipynb").exists()
    assert (tmp_path / "autre.txt").exists()


def test_un_corrige_que_nbgrader_refuse_ne_change_rien(tmp_path):
    fautif = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("### BEGIN SOLUTION\nx = 1", id="a")])
    (tmp_path / "solutions" / "etape-9").mkdir(parents=True)
    nbformat.write(fautif, tmp_path / "solutions" / "etape-9" / "2h.ipynb")
    with pytest.raises(formateur.PublicationErreur, match="etape-9"):
        formateur.publier(tmp_path, tmp_path / "exercises")
    assert not (tmp_path / "exercises").exists()


@pytest.mark.parametrize("cahier", CAHIERS, ids=str)
def test_rien_du_corrige_ne_se_lit_dans_l_exercice_publie(cahier):
    publie = (RACINE / "exercises" / cahier).read_text("utf-8")
    assert "HIDDEN" not in publie and "SOLUTION" not in publie
    assert not (RACINE / "exercises" / cahier.parent / "corrige.yml").exists()
    for i, cellule in code("solutions", cahier).items():
        for cachee in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", cellule.source, re.DOTALL):
            consigne = cellules("exercises", cahier)[i].source.splitlines()
            for ligne in cachee.splitlines():
                assert len(ligne) < 5 or ligne in consigne or json.dumps(ligne, ensure_ascii=False)[1:-1] not in publie


def test_aucune_reponse_ni_aucune_phrase_ne_se_lit_dans_les_serrures():
    texte = controle.SERRURES.read_text("utf-8")
    coffres = [base64.b64decode(c) for e in json.loads(texte).values() for c in e.get("serrures", {}).values()]
    assert len(coffres) > 100
    lisible = texte + "".join(c.decode("utf-8", "ignore") for c in coffres)
    for cle in AUTO:
        exercice = EXERCICES[cle]
        for phrase in [exercice["oui"], *(e["retour"] for e in erreurs_de(exercice))]:
            assert simple(phrase)[:25] not in lisible, phrase
        # Le nombre ou la règle qui convient ne se lit pas ; parmi des choix, rien ne dit lequel convient.
        if exercice["type"] in ("nombre", "regle"):
            assert not any(f'"{r}"' in texte for r in exercice["juste"])
        public = {k: v for k, v in json.loads(texte)[cle].items() if k != "serrures"}
        assert public == json.loads(json.dumps(partie_publique(sans_reponse(exercice))))
    assert '"points":' in texte
    assert not any(b'"phrase"' in c for c in coffres)


def sans_reponse(exercice: dict) -> dict:
    """L'exercice sans rien de ce que dit son corrigé : ce qui s'en publie ne doit pas changer."""
    prive = {"juste", "erreurs", "accepte", "oui", "erreurs_communes", "incomplet", "en_trop", "donnees"}
    vide = {cle: valeur for cle, valeur in exercice.items() if cle not in prive}
    for lignes in {"lignes", "etapes"} & set(vide):
        vide[lignes] = [{k: v for k, v in ligne.items() if k not in prive} for ligne in vide[lignes]]
    return vide


@pytest.mark.parametrize("cle", EXERCICES)
def test_chaque_exercice_note_par_la_machine_distingue_au_moins_trois_idees_recues(cle):
    exercice = EXERCICES[cle]
    if exercice["type"] == "texte":
        assert 2 <= len(exercice["bareme"]) <= 4
        assert exercice["points"] == 3 * len(exercice["bareme"])
        assert {len(c["niveaux"]) for c in exercice["bareme"]} == {4}
        assert set(exercice["exemples_de_reponses"]) == {c["critere"] for c in exercice["bareme"]}
        for critere in exercice["bareme"]:
            exemples = exercice["exemples_de_reponses"][critere["critere"]]
            assert [len(exemples[niveau]) for niveau in range(4)] == [2, 2, 2, 2], "deux textes repères par niveau"
        return
    erreurs = erreurs_de(exercice)
    assert len({e["idee_recue"] for e in erreurs}) >= 3
    assert len({e["retour"] for e in erreurs}) >= len(erreurs) - 2, "chaque erreur a sa propre phrase"
    if exercice["type"] == "nombre":
        # Le calcul lui-même est refait par fabriquer_serrures, qui refuse une valeur inventée.
        assert all("calcul" in e for e in erreurs)


def test_les_phrases_parlent_du_sens_sans_juger():
    juge = re.compile(r"\b(faux|fausse|erreur|échoué|bravo|dommage|hélas|mauvaise?)\b", re.IGNORECASE)
    for cle in AUTO:
        exercice = EXERCICES[cle]
        champs = {"sinon", "indice", "exemple", "incomplet", "en_trop"} & set(exercice)
        autres = [exercice[champ] for champ in champs]
        for phrase in [exercice["oui"], *(e["retour"] for e in erreurs_de(exercice)), *autres]:
            assert not juge.search(phrase), phrase
            mots = [len(re.findall(r"\w+", p)) for p in re.split(r"[.!?:]", phrase)]
            assert max(mots) <= 30, phrase


# --- ce qui se passe quand on répond


@pytest.mark.parametrize("cahier", CAHIERS, ids=str)
def test_le_corrige_a_tous_les_points_et_l_exercice_vide_aucun(cahier, executer):
    for dossier, plein in (("solutions", True), ("exercises", False)):
        for i, cellule in code(dossier, cahier).items():
            # Le test noté est celui du corrigé, avec sa partie cachée : c'est lui que nbgrader exécute.
            source = cellules("solutions", cahier)[i].source if i in notes_de("solutions", cahier) else cellule.source
            valeur, texte = executer(source)
            if i in notes_de("solutions", cahier):
                points = cellules("solutions", cahier)[i].metadata.nbgrader.points
                assert float(repr(valeur)) == (points if plein else 0), (dossier, i, texte)
                assert "pas encore répondu" in texte or plein, i
            elif identifiant(cellule) and plein:
                complet = EXERCICES[identifiant(cellule)].get("rappels_oui", RAPPELS_OUI)
                assert "la longueur convient" in texte and simple(complet) in texte, "le texte repère suit sa consigne"


@pytest.mark.parametrize("cle", AUTO)
def test_chaque_reponse_connue_recoit_sa_phrase_et_le_test_cache_donne_les_memes_points(cle, executer):
    cahier, test = next((c, t) for c in CAHIERS for t in notes_de("solutions", c).values() if identifiant(t) == cle)
    exercice = EXERCICES[cle]
    points = test.metadata.nbgrader.points
    assert points == exercice["points"]
    autres = ["", "...", "banane", "0", "-1", "12,5", "1.234", "4000 h", "3 %", "produits", '"""\nA : Z\n"""']
    for reponse, phrase, attendus in [*essais(cle), *product(autres, [None], [None])]:
        executer(f"{exercice['nom']} = {reponse}")
        visible, texte = executer(CACHE.sub("", test.source))
        note, texte_note = executer(test.source)
        assert texte == texte_note, "la partie cachée n'affiche rien"
        assert float(repr(visible)) == pytest.approx(float(repr(note)), abs=1e-6), (reponse, texte)
        if phrase:
            assert simple(phrase) in texte, reponse
        if attendus is not None:
            assert note == pytest.approx(attendus), (reponse, texte)
        else:
            assert note < points


@pytest.mark.parametrize("cle", [cle for cle in AUTO if EXERCICES[cle]["type"] == "calcul"])
def test_le_test_cache_d_un_calcul_le_refait_a_partir_de_la_table(cle):
    """Sans cela, la note ne dépendrait que de mots choisis, et une table changée ne se verrait pas."""
    test = next(t for c in CAHIERS for t in notes_de("solutions", c).values() if identifiant(t) == cle)
    cachee = CACHE.search(test.source)[0]
    for appel in (f'calcul_lu("{cle}"', f'donnees.lignes("{EXERCICES[cle]["table"]}")'):
        assert appel in cachee, "src/trepied/verification/corrige.py donne un exemple de test caché"


def test_la_regle_est_jugee_sur_d_autres_comptes_que_ceux_du_fichier_public(executer):
    """Une règle taillée pour les comptes lisibles ne marque rien."""
    cahier = next(c for c in CAHIERS if "1-2-bis" in notes_de("solutions", c))
    test = notes_de("solutions", cahier)["1-2-bis"]
    publics = json.loads(controle.SERRURES.read_text("utf-8"))["1.2-bis"]["comptes"]
    for compte in publics:
        executer(f"regle = {compte['produits'] - compte['charges']}")
        assert executer(test.source)[0] == 0
    for reponse in (
        "les produits moins les charges",
        "(produits + bénévolat) − (bénévolat + charges)",
        "résultat = produits - charges",
    ):
        executer(f"regle = {reponse}")
        assert executer(test.source)[0] == 2, reponse


def test_une_cellule_de_reponse_oubliee_donne_une_phrase_et_zero(noyau, executer, capsys):
    for cahier in CAHIERS:
        for i, test in notes_de("solutions", cahier).items():
            resultat = noyau.run_cell(test.source, store_history=False)
            assert not resultat.success, f"{i} : nbgrader compterait tous les points"
            assert "pas encore enregistrée" in simple(capsys.readouterr().out)


# --- la forme des cahiers


@pytest.mark.parametrize(("dossier", "cahier"), [*product(("solutions", "exercises"), CAHIERS)], ids=str)
def test_chaque_cahier_est_court_propre_et_lisible_sans_python(dossier, cahier):
    contenu = nbformat.read(RACINE / dossier / cahier, as_version=4)
    assert len(contenu.cells) <= 13  # dont le titre et le retour au parcours
    assert contenu.metadata.kernelspec.name == "python3"
    assert contenu.cells[0].source.startswith("# ")
    assert re.search(r"\*\* · \d+ minutes · \d+ points · cas fictif", simple(contenu.cells[0].source))
    points = sum(c.metadata.nbgrader.get("points", 0) for c in contenu.cells)
    assert f" {points} points" in simple(contenu.cells[0].source)
    for cellule in contenu.cells:
        reglages = cellule.metadata.nbgrader
        assert cellule.id == reglages.grade_id
        assert re.fullmatch(r"[a-z0-9-]+", cellule.id)
        if cellule.cell_type == "code":
            assert not cellule.outputs and cellule.execution_count is None
            if not reglages.solution:
                assert cellule.metadata.jupyter.source_hidden and "hide-input" in cellule.metadata.tags
                assert dossier == "solutions" or len(cellule.source.splitlines()) <= 2
            elif dossier == "exercises":
                assert re.search(r"^\w+ = (\.\.\.|\"\"\")$", cellule.source, re.MULTILINE), "la case reste exécutable"
                assert "VOTRE RÉPONSE ICI" in cellule.source


def test_chaque_identifiant_verifie_existe_et_chaque_exercice_est_pose():
    poses = {identifiant(c) for cahier in CAHIERS for c in code("exercises", cahier).values()} - {""}
    assert poses == set(EXERCICES)


def test_les_nombres_de_l_enonce_sont_ceux_du_corrige_et_du_cas():
    import yaml

    cas = yaml.safe_load((RACINE / "src/trepied/contenu/cas/ateliers-du-moulin.yml").read_text("utf-8"))
    lignes = [ligne for cote in ("produits", "charges") for ligne in cas[cote].values()]
    enonce = simple(cellules("exercises", Path("etape-1/2h.ipynb"))["1-2-enonce"].source)
    for ligne in lignes:
        montant = f"{ligne['montant']:,}".replace(",", " ")
        assert f"| {ligne['libelle']} | {montant} € |" in enonce
    assert sorted(x["montant"] for x in lignes) == sorted(
        v for k, v in EXERCICES["1.2-resultat"]["donnees"].items() if k != "benevolat"
    )
    assert (
        EXERCICES["1.2-resultat"]["donnees"]["benevolat"]
        == cas["benevolat"]["heures"] * cas["benevolat"]["taux_horaire"]
    )
