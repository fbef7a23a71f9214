"""Ce qui se déduit est à jour, se refait à l'identique, et toute différence est nommée."""

import shutil

import pytest

from trepied.atelier import cahiers, derives


def test_tout_est_a_jour(racine):
    assert derives.ecarts(racine) == []


@pytest.fixture(scope="module")
def copie(tmp_path_factory):
    from pathlib import Path

    racine, vers = Path(__file__).parents[1], tmp_path_factory.mktemp("copie") / "cours"
    ignorer = shutil.ignore_patterns(".git", ".venv", ".outils", "_build", "_correction", "__pycache__")
    shutil.copytree(racine, vers, ignore=ignorer)
    return vers


def test_une_difference_est_nommee_puis_refaite(copie):
    toc, exercice = copie / "_toc.yml", copie / "exercises" / "etape-1" / "2h.ipynb"
    avant = {f: f.read_bytes() for f in (toc, exercice)}
    toc.write_bytes(avant[toc] + b"# ajout\n")
    exercice.unlink()
    trop = copie / "exercises" / "etape-1" / "vieux.ipynb"
    trop.write_text("{}")
    assert derives.ecarts(copie) == [
        "_toc.yml n'est pas à jour.", "exercises/etape-1/2h.ipynb manque.", "exercises/etape-1/vieux.ipynb ne devrait plus exister.",
    ]
    derives.refaire(copie)
    assert {f: f.read_bytes() for f in avant} == avant and not trop.exists()
    assert derives.refaire(copie) == []


def test_un_cahier_passe_par_jupyterlab_retrouve_la_meme_ecriture(racine):
    """Exécuté, réordonné par l'éditeur, avec des identifiants neufs : le fichier revient octet pour octet."""
    import nbformat

    chemin = next(racine.glob("notebooks/etape-1-*/2h-*.ipynb"))
    texte = chemin.read_text("utf-8")
    notebook = nbformat.reads(texte, as_version=4)
    notebook.metadata["widgets"] = {"état": 1}
    for cellule in notebook.cells:
        cellule.metadata["trusted"] = True
        if cellule.cell_type == "code":
            cellule.execution_count = 3
            cellule.outputs = [nbformat.v4.new_output("stream", text="bruit")]
    assert cahiers.mettre_en_forme(nbformat.writes(notebook), lecon=True) == texte


def test_une_cellule_neuve_recoit_un_identifiant_lisible():
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("## Où en êtes-vous ?"),
        nbformat.v4.new_code_cell('from trepied import lecon\n\nlecon.qcm("etape-1/ciseau")'),
        nbformat.v4.new_markdown_cell("## Où en êtes-vous ?"),
    ])
    refait = nbformat.reads(cahiers.mettre_en_forme(nbformat.writes(notebook), lecon=True), as_version=4)
    assert [c.id for c in refait.cells] == ["ou-en-etes-vous", "qcm-ciseau", "ou-en-etes-vous-2"]
