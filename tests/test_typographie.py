"""Le filtre des espaces : ce qu'il pose, ce qu'il ne touche jamais."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trepied.typographie import typographier

FINE, INSECABLE = "\u202f", "\u00a0"


def lisible(texte: str) -> str:
    """Rend les espaces visibles : ~ pour la fine insécable, _ pour l'insécable."""
    return texte.replace(FINE, "~").replace(INSECABLE, "_")


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("Et vous ? Oui ! Bien ; fin", "Et vous~? Oui~! Bien~; fin"),
        ("Deux points : voici", "Deux points_: voici"),
        ("Il dit : « bonjour »", "Il dit_: «_bonjour_»"),
        ("«bonjour», Quoi?", "«_bonjour_», Quoi~?"),
        ("Quoi ?!", "Quoi~?!"),
        ("(Pourquoi ?) **Titre :** *Ici !*", "(Pourquoi~?) **Titre_:** *Ici~!*"),
        ("42,6 %, 45%, 12 345 €, 12 k€", "42,6_%, 45_%, 12~345_€, 12_k€"),
        ("1 234 567 personnes", "1~234~567 personnes"),
        ("à 14 h, 14 h 30 ou 10:30", "à 14_h, 14_h_30 ou 10:30"),
        ("1,5 ETP et 20 min", "1,5_ETP et 20_min"),
        ("trop  ;  deux espaces", "trop~;  deux espaces"),
        ("Quoi\u00a0? Oui\u202f:", "Quoi~? Oui_:"),
        ("| Part : | 45 % |", "| Part_: | 45_% |"),
        ("## Étape 1 : pourquoi ?", "## Étape 1_: pourquoi~?"),
        ("- un ;\n- deux !", "- un~;\n- deux~!"),
        ("`code` : ceci ; cela", "`code`_: ceci~; cela"),
        ("https://exemple.fr/a?b=1 ; suite", "https://exemple.fr/a?b=1~; suite"),
        ("<b>Pourquoi ?</b>", "<b>Pourquoi~?</b>"),
        ("![Que voit-on ?](figure.svg)", "![Que voit-on~?](figure.svg)"),
    ],
)
def test_les_espaces_du_francais_sont_poses(avant, apres):
    assert lisible(typographier(avant)) == apres


@pytest.mark.parametrize(
    "intact",
    [
        "Une phrase simple, sans rien.",
        "En 2018 125 associations",
        "tél. 02 41 05 50 00",
        "`a ; b : c ?` et ``x ` ; y !``",
        "{doc}`une page : ici !` {term}`levier ; pilier`",
        "{admonition}` {width=50%}",
        "https://exemple.fr/?q=a;b!c:d www.exemple.fr/x?y",
        "<https://exemple.fr/a?b>",
        "[texte](https://exemple.fr/a?b;c \"Un titre ; ici !\")",
        '<a href="x ; y" title="Quoi ?">texte</a>',
        "<!-- une note ; ici ! -->",
        "<pre>a ; b !</pre>",
        "&nbsp;&eacute;",
        "à 10:30 :smile: et :warning:",
        "$a ; b !$ puis $$x ; y$$",
        "\\`pas du code\\`",
        "| :--- | ---: | :-: |",
        "terme\n: définition",
        "- ! urgent",
        "title: Pourquoi ?",
        "12:45:30",
        "mot\n; suite",
        "",
    ],
)
def test_ce_qui_est_code_adresse_ou_syntaxe_ne_bouge_pas(intact):
    assert typographier(intact) == intact


def test_les_blocs_de_code_ne_bougent_pas_et_le_texte_autour_si():
    page = "Avant ?\n\n```python\nx = 1 ; y !\n\nz ?\n```\n\nAprès ?\n\n~~~\na ;\n~~~\n\nFin ?"
    assert lisible(typographier(page)) == page.replace("Avant ?", "Avant~?").replace("Après ?", "Après~?").replace(
        "Fin ?", "Fin~?"
    )


def test_un_bloc_de_code_jamais_ferme_reste_intact_jusqu_au_bout():
    assert typographier("```\na ; b !\n\nc ?") == "```\na ; b !\n\nc ?"


def test_une_directive_garde_sa_syntaxe_et_ses_options_mais_sa_prose_est_filtree():
    page = (
        "````{admonition} Et chez vous ?\n:class: tip ; x\n:name: un-nom\n\nÀ vous !\n\n"
        "```python\na ; b\n```\n\n:::{note}\n---\nclass: x ; y\n---\nNoté !\n:::\n\nEncore ?\n````\n\nFin !"
    )
    assert lisible(typographier(page)) == (
        "````{admonition} Et chez vous~?\n:class: tip ; x\n:name: un-nom\n\nÀ vous~!\n\n"
        "```python\na ; b\n```\n\n:::{note}\n---\nclass: x ; y\n---\nNoté~!\n:::\n\nEncore~?\n````\n\nFin~!"
    )


def test_une_directive_de_code_est_intacte_jusqu_a_sa_cloture():
    page = "```{code-cell} ipython3\n:tags: [hide-input]\nprint('a ; b !')\n```\nFin !"
    assert lisible(typographier(page)) == page.replace("Fin !", "Fin~!")


def test_l_en_tete_d_une_page_est_intact():
    page = "---\ntitle: Pourquoi ?\nkernel : x !\n---\nPourquoi ?"
    assert lisible(typographier(page)) == "---\ntitle: Pourquoi ?\nkernel : x !\n---\nPourquoi~?"


def test_les_formules_et_blocs_html_de_plusieurs_lignes_sont_intacts():
    page = "$$\na ; b\n\nc !\n$$\n<style>\na ; b\n\n}\n</style>\nFin !"
    assert lisible(typographier(page)) == page.replace("Fin !", "Fin~!")


def test_les_fins_de_ligne_windows_et_les_retours_forces_restent():
    assert lisible(typographier("Quoi ?\r\nOui !  \r\n")) == "Quoi~?\r\nOui~!  \r\n"


# Des morceaux qui se gênent volontiers : c'est leur voisinage qui fait les pannes.
MORCEAUX = st.sampled_from(
    list(" \n\u00a0\u202f;:!?«»%€$`<>()[]{}|-*_#.,'\"\\&")
    + ["12", "345", "h", "a", "mot", " ;", " : ", "```", ":::", "---", "$$", "```{note}", "```python", ":cle: ",
       "https://a.fr", "<b>", "</pre>", "<pre>", "<!--", "-->", "- ", "cle: ", ":ok:", "\r\n", "\n\n", "&amp;"]
)
PAGES = st.lists(MORCEAUX, max_size=40).map("".join)


@settings(deadline=None)
@given(PAGES | st.text())
@example("«")
@example("«»")
@example("« »")
@example("$5% ;$")
def test_appliquer_deux_fois_ne_change_plus_rien(texte):
    une_fois = typographier(texte)
    assert typographier(une_fois) == une_fois


@settings(deadline=None)
@given(PAGES | st.text())
def test_seules_les_espaces_changent(texte):
    def lettres(t):
        return "".join(c for c in t if c not in " \u00a0\u202f\u2009")

    assert lettres(typographier(texte)) == lettres(texte)


@settings(deadline=None)
@given(PAGES)
def test_le_nombre_de_lignes_ne_change_pas(texte):
    assert typographier(texte).count("\n") == texte.count("\n")


def test_une_longue_page_reste_rapide():
    page = "Une phrase ; avec `code` et 12 345 € : « oui » ! <b>gras</b> $x$ https://a.fr/b?c=d\n\n" * 2000
    debut = time.perf_counter()
    typographier(page)
    assert time.perf_counter() - debut < 3
