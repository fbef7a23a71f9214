"""Références en français : « Nom et Nom, année » dans le texte comme dans la liste."""

from collections import Counter

from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting import BaseStyle, toplevel
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import field, href, optional, optional_field, sentence, tag


def _auteurs(entree) -> str:
    noms = [str(Text(*personne.rich_last_names)) for personne in entree.persons["author"]]
    return " et ".join(filter(None, [", ".join(noms[:-1]), noms[-1]]))


class EtiquettesAuteurAnnee(BaseLabelStyle):
    """« Insee, 2021 » ; « s. d. » quand la date n'est pas connue ; « 2021a », « s. d.-a » quand il y en a deux."""

    def format_labels(self, entrees):
        etiquettes = [f"{_auteurs(e)}, {e.fields.get('year', 's. d.')}" for e in entrees]
        vues = Counter()
        for etiquette in etiquettes:
            vues[etiquette] += 1
            rang = " abcdefghij"[vues[etiquette]] if etiquettes.count(etiquette) > 1 else ""
            yield f"{etiquette}-{rang}" if rang and etiquette.endswith(".") else etiquette + rang


class StyleFrancais(BaseStyle):
    """Le titre, qui l'a publié, ce qu'il faut savoir de la source, son adresse."""

    default_label_style = EtiquettesAuteurAnnee
    default_sorting_style = "author_year_title"

    def get_misc_template(self, _entree):
        adresse = field("url", raw=True)
        return toplevel[
            sentence[tag("em")[field("title")]],
            sentence[optional_field("howpublished")],
            sentence[optional_field("note")],
            optional[Text("Adresse : "), href(adresse)[adresse]],
        ]


def setup(_app):
    register_plugin("pybtex.style.formatting", "francais", StyleFrancais)
