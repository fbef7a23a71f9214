"""Chaque réponse proposée dans les leçons, cochée pour de vrai : la réplique qu'on lit est la sienne."""

import pytest
import yaml

from trepied.typographie import typographier
from trepied.widgets import outil
from trepied.widgets.contenus import CONTENU
from trepied.widgets.qcm import Qcm

QUESTIONS = {
    f"{fichier.stem}/{nom}": question
    for fichier in sorted((CONTENU / "qcm").glob("*.yml"))
    for nom, question in yaml.safe_load(fichier.read_text("utf-8")).items()
}


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    """Toutes les questions du cours dans une page, avec le vrai script du livre."""
    dossier = tmp_path_factory.mktemp("questions")
    (dossier / "outils.js").write_text(outil.script_du_livre(), "utf-8")
    corps = "".join(f'<div id="{nom.replace("/", "-")}">{Qcm(nom).html_statique()}</div>' for nom in QUESTIONS)
    (dossier / "page.html").write_text(
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Questions</title><article>{corps}</article>'
        '<script src="outils.js"></script></html>', "utf-8",
    )
    contexte = chromium.new_context(locale="fr-FR")
    page = contexte.new_page()
    page.goto((dossier / "page.html").as_uri())
    yield page
    contexte.close()


@pytest.mark.parametrize("nom", QUESTIONS)
def test_chaque_reponse_cochee_recoit_sa_propre_replique(page, nom):
    question = page.locator(f"#{nom.replace('/', '-')} .trepied-qcm")
    for rang, choix in enumerate(QUESTIONS[nom]["choix"]):
        if QUESTIONS[nom].get("plusieurs"):
            for case in question.locator("input").all():
                case.uncheck()
        question.locator("input").nth(rang).check()
        question.get_by_role("button", name="Vérifier").click()
        lu = question.locator(".trepied-reponse").inner_text()
        assert ("C'est juste" in lu) == bool(choix.get("juste")) or QUESTIONS[nom].get("plusieurs")
        assert typographier(choix["reponse"]) in lu or (choix.get("juste") and "ce n'est pas tout" in lu)
