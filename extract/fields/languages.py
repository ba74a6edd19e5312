"""A page in, claims on the languages that its event is held in out: what it says, never what it is written in."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.sections import find_labelled, said, where

_NAMES = {
    "en": "english|englisch|englischer|anglais|anglaise|inglés|inglesa|inglese|engels|engelse",
    "de": "german|deutsch|deutscher|allemand|allemande|alemán|alemana|tedesco|tedesca|duits|duitse",
    "fr": "french|französisch|französischer|français|française|francés|francesa|francese|frans|franse",
    "es": "spanish|spanisch|spanischer|espagnol|espagnole|español|española|spagnolo|spagnola|spaans|spaanse",
    "it": "italian|italienisch|italienischer|italien|italienne|italiano|italiana|italiaans|italiaanse",
    "nl": "dutch|niederländisch|niederländischer|néerlandais|néerlandaise|neerlandés|neerlandesa|olandese|nederlands"
    "|nederlandse",
    "pt": "portuguese|portugiesisch|portugais|portugués|portoghese|portugees",
    "ca": "catalan|katalanisch|catalán|catalano|catalaans",
    "zh": "chinese|mandarin|chinesisch|chinois|chino|cinese|chinees",
    "ja": "japanese|japanisch|japonais|japonés|giapponese|japans",
    "pl": "polish|polnisch|polonais|polaco|polacco|pools",
    "ru": "russian|russisch|russe|ruso|russo",
    "cy": "welsh|walisisch|gallois|galés|gallese",
}
"""ISO 639-1 code -> its language's names in English, German, French, Spanish, Italian and Dutch."""
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}
LANGUAGE_NAME = rf"(?:{'|'.join(sorted(_CODES, key=len, reverse=True))})"
"""A pattern of them all, in small letters."""
_LIST = (
    rf"(?P<what>{LANGUAGE_NAME}(?:(?:\s?[,/&]\s?|\s(?:and|or|und|oder|et|ou|y|o|e|en|of)\s){LANGUAGE_NAME}){{0,4}})\b"
)
_EVENT = (
    r"(?:event|workshop|course|seminar|lecture|talk|conference|school|session|webinar|training|symposium|meeting|series"
    r"|programme|presentations?|veranstaltung|vortrag|vorträge|kurs|tagung|konferenz|führung|gespräch|conférence"
    r"|séminaire|exposé|présentation|atelier|journée|cours|rencontre|charla|conferencia|seminario|taller|evento|curso"
    r"|jornada|ponencias?|conferenza|incontro|corso|lezione|convegno|lezing|bijeenkomst|cursus|lessen)"
)
_HOLDS = (
    r"(?:be|is|are|held|given|delivered|presented|taught|conducted|offered|place|findet|wird|werden|ist|sind|erfolgt"
    r"|sera|seront|est|aura lieu|se déroulera|será|es|se impartirá|se realizará|tendrá lugar|sarà|è|si terrà"
    r"|si svolgerà|wordt|worden)"
)
_IN = r"(?:in|auf|en)\s(?:the\s|het\s|lingua\s|lengua\s|langue\s)?"
_ENDS = (
    r"(?=\W*$|\s?[.,;:()–-]|\s(?:and|with|by|at|on|only|but|language|und|mit|von|statt|gehalten|durchgeführt|sprache"
    r"|et|avec|par|y|con|e|met|door|gehouden|gegeven)\b)"
)
"""What may follow: "in German towns" is no language."""
_HELD = re.compile(rf"\b{_EVENT}\b[^.;:?!]{{0,40}}?\b{_HOLDS}\b[^.;:?!]{{0,40}}?\b{_IN}{_LIST}{_ENDS}", re.I)
_NAMED = re.compile(
    rf"\b(?:voertaal|veranstaltungssprache|vortragssprache|language of (?:the |this )?{_EVENT}|working language)"
    rf" (?:is|ist|will be)\s{_LIST}{_ENDS}", re.I,
)  # fmt: skip
_CUES = (
    "english", "englisch", "anglais", "inglés", "inglese", "engels", "german", "deutsch", "allemand", "french",
    "französisch", "français", "spanish", "español", "italian", "dutch", "nederlands", "welsh",
)  # fmt: skip
_ASIDE = re.compile(r"\b(?:translat|interpret|subtitl|caption|übersetz|dolmetsch|tradu|sous-titr|vertaal|tolk)", re.I)
_WORD = re.compile(r"[^\W\d_]+")
MAX_SENTENCE = 300  # characters; the sentence that says it is short
MAX_LABELLED = 60  # characters of a labelled value that is a list of languages and nothing else


def find_languages(view: View) -> Iterator[Claim]:
    """Claims on `in_language`, one a language."""
    for found in find_labelled(view):
        if found.field == "in_language" and len(found.value) <= MAX_LABELLED:
            for code in read_languages(found.value):
                yield Claim("in_language", code, found.value, "label", "language", 0.8, where(found.block))
    for sentence, block in said(view, *_CUES):
        hit = (_HELD.search(sentence) or _NAMED.search(sentence)) if len(sentence) <= MAX_SENTENCE else None
        if hit and not _ASIDE.search(sentence[: hit.end()]):
            for code in read_languages(hit["what"]):
                yield Claim("in_language", code, sentence, "text", "language", 0.6, where(block))


def read_languages(text: str) -> list[str]:
    """The languages that a text names, each once, as ISO 639-1 codes.

    >>> read_languages("English and Deutsch (simultaneous)"), read_languages("Python")
    (['en', 'de'], [])
    """
    named = (_CODES.get(word.lower()) for word in _WORD.findall(text))
    return list(dict.fromkeys(code for code in named if code))
