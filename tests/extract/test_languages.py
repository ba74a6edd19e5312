"""The languages that an event is held in: what the page says of it, never the page's own."""

import pytest

from extract.claims import View
from extract.fields.languages import find_languages
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.markup import NO_MARKUP
from extract.page import parse_page


def read(html: str) -> list[str]:
    blocks = parse_page(f"<!doctype html><html><body>{html}</body></html>", "https://harbour.example/e").blocks
    pairs = find_pairs([Judged(block, "body", "page", 1.0) for block in blocks])
    return [claim.value for claim in find_languages(View("https://harbour.example/e", "", blocks, pairs, NO_MARKUP))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The talk will be held in English.", ["en"]),
        ("Our workshop is given in English and French.", ["en", "fr"]),
        ("All presentations will be in Welsh, German or English.", ["cy", "de", "en"]),
        ("Die Veranstaltung findet in englischer Sprache statt.", ["en"]),
        ("Der Vortrag wird auf Deutsch gehalten.", ["de"]),
        ("La conférence sera donnée en anglais.", ["en"]),
        ("La charla se impartirá en inglés y español.", ["en", "es"]),
        ("Il seminario si terrà in lingua inglese.", ["en"]),
        ("De lezing is in het Engels.", ["en"]),
        ("The working language will be French.", ["fr"]),
        ("De voertaal is Nederlands.", ["nl"]),
    ],
)
def test_a_sentence_says_what_the_event_is_held_in(text: str, codes: list[str]) -> None:
    assert read(f"<p>{text}</p>") == codes


@pytest.mark.parametrize("label", ["Language", "Languages", "Sprache", "Langue", "Idioma", "Lingua", "Taal"])
def test_a_label_says_it(label: str) -> None:
    assert read(f"<dl><dt>{label}</dt><dd>English / Français</dd></dl>") == ["en", "fr"]


@pytest.mark.parametrize(
    "text",
    [
        "Her book is available in French.",
        "The talk, with simultaneous translation in French, begins at noon.",
        "The workshop is about programming in Python.",
        "A lecture on poets of the nineteenth century who wrote in exile. She taught in German schools.",
        "Das Buch ist auf Deutsch erschienen.",
        "The lecture is about the art of printing in German towns.",
        "The talk looks at how children learn to read English.",
    ],
)
def test_other_things_in_a_language_say_nothing(text: str) -> None:
    assert read(f"<p>{text}</p>") == []
