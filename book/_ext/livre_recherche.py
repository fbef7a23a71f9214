"""Recherche en français, avec ou sans accents : « economie » et « économie » donnent les mêmes pages."""

import unicodedata

from sphinx.search import languages
from sphinx.search.fr import SearchFrench

# Les deux bouts doivent faire pareil : ôter les accents, puis réduire le mot à sa racine.
SANS_ACCENTS_JS = """
const racineFrancaise = Stemmer;
Stemmer = function () {
  const racine = new racineFrancaise();
  this.stemWord = (mot) => racine.stemWord(mot.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""));
};
"""


def sans_accents(mot: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", mot) if not unicodedata.combining(c))


class RechercheSansAccents(SearchFrench):
    # Sphinx écrit ce code après sa propre racinisation : le seul endroit d'où la compléter.
    js_splitter_code = SANS_ACCENTS_JS

    def stem(self, word: str) -> str:
        return super().stem(sans_accents(word).lower())

    def word_filter(self, word: str) -> bool:
        # Sphinx laisse passer « Les » et « Pour » en tête de phrase, faute de comparer en minuscules.
        return super().word_filter(word.lower())


def setup(_app):
    languages["fr"] = RechercheSansAccents
