"""Text in, names of people out: what looks like a person's name, its titles, its affiliation, and lists of them.

No list of given names: a name is two to five words of which none belongs to an institution, a post, a place or a
calendar. Nobody beats a wrong person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.fields.words import INSTITUTION_WORDS, NEVER_IN_NAME, PARTICLES, POST_WORDS, SURNAMES, TITLES

_WORD = re.compile(r"\S+")
_EDGE = ",;:.!?()[]{}\"“”'‘’«»–—-|/*"
_INITIAL = re.compile(r"(?!U\.[SK]\.?$)[^\W\d_](?:\.-?[^\W\d_])*\.?$")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’‘´`][^\W\d_]+)*$")
HONOURS = re.compile(
    r",? (?:OBE|CBE|MBE|FRS|FREng|FBA|MP|PhD|Ph\.D\.?|MD|M\.D\.|MSc|FRSE|DBE|KBE|Jr\.?|Sr\.?|II"
    r"|III)(?=$|[\s,.;)])"
)
_OPENERS = "([{\"“‘'«*•"
MAX_TITLES = 4  # "Prof. Dr. Dr. h.c."
Words = list[tuple[int, str]]
"""The words of a text, each with the place where it begins."""
MAX_NAME = 80  # characters, titles and honours included
MAX_WORDS = 5  # "Maria del Carmen Ruiz Ortega"; longer runs of capitals are headings


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: where it begins (titles included) and ends, its titles, itself."""

    begin: int
    end: int
    title: str
    name: str


_REMEMBERED = 512  # texts whose names are remembered: several readers ask for those of the same lines of a page


@lru_cache(maxsize=_REMEMBERED)
def find_names(text: str, lenient: bool = False) -> tuple[Named, ...]:
    """Every run of words that can be a person's name, left to right, not overlapping.

    `lenient` lets a name end in a word that is a surname and a common word ("Park", "Young"): for places where only
    people are listed.

    >>> [(n.title, n.name) for n in find_names("We hear from Dr Ada Brunel and Prof. Piet van der Meer (Delft).")]
    [('Dr', 'Ada Brunel'), ('Prof.', 'Piet van der Meer')]
    """
    return tuple(_names(text, lenient))


def _names(text: str, lenient: bool) -> Iterator[Named]:
    words = [(m.start(), m.group()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        word = words[at][1]
        if not (word[0].isupper() or (len(word) > 1 and word[1].isupper())):
            at += 1
            continue
        found = _name_at(text, words, at, lenient)
        if found is None:
            at += 1
            continue
        named, following = found
        if not _is_part_of_organisation(text, words, at, named, following):
            yield named
        at = following


def _is_part_of_organisation(text: str, words: Words, at: int, named: Named, following: int) -> bool:
    """Whether a name is but part of one of an organisation: "the Alan Turing Institute"."""
    if named.title:
        return False
    if at and words[at - 1][1].lower() in ("the", "der", "die", "das", "le", "la", "el", "il"):
        return True
    after = words[following][1].strip(_EDGE).lower() if following < len(words) else ""
    adjacent = following < len(words) and not text[named.end : words[following][0]].strip()
    return adjacent and words[following][1][0].isupper() and after in INSTITUTION_WORDS


def read_name(text: str, lenient: bool = False) -> Named | None:
    """The person's name that the whole text is, titles and honours allowed, or None.

    >>> [bool(read_name(text)) for text in ("Prof. Dr. Ludwig Brand", "Data Science Institute", "Grace")]
    [True, False, False]
    """
    if len(text) > MAX_NAME:
        return None
    text = HONOURS.sub("", text.strip(" ,.;:–-*•"))
    named = next(iter(find_names(text, lenient)), None)
    if named and named.begin == 0 and named.end == len(text):
        return named
    return None


@lru_cache(maxsize=_REMEMBERED)
def leading_name(text: str, lenient: bool = False) -> Named | None:
    """The name that the text begins with, or None."""
    words = [(m.start(), m.group()) for _, m in zip(range(12), _WORD.finditer(text), strict=False)]
    found = _name_at(text, words, 0, lenient) if words else None
    return found[0] if found else None


def _name_at(text: str, words: Words, at: int, lenient: bool) -> tuple[Named, int] | None:
    """The name that begins with word `at`, and the word after it."""
    start = at
    while at < len(words) and at - start < MAX_TITLES and _is_title(words[at][1], words[at + 1 : at + 2]):
        at += 1
    first = at
    taken: list[str] = []
    ends: list[int] = []
    while at < len(words) and len(taken) <= MAX_WORDS:
        offset, word = words[at]
        core, closed = _core(word, first=at == start)
        if (taken and "\n" in text[ends[-1] : offset]) or not _continues(core, taken, closed, lenient):
            break
        taken.append(core)
        ends.append(offset + word.index(core) + len(core))
        at += 1
        if closed:
            break
    while taken and taken[-1] in PARTICLES:  # "Ada Brunel de" of "Ada Brunel de 10h à midi"
        taken.pop()
        ends.pop()
        at -= 1
    if not _is_person(taken, titled=first > start):
        return None
    begin = words[start][0] + (words[start][1][0] in _OPENERS)
    name_begin = words[first][0] + (words[first][1][0] in _OPENERS)
    titles = " ".join(word.lstrip(_OPENERS) for _, word in words[start:first])
    return Named(begin, ends[-1], titles, text[name_begin : ends[-1]]), at


def _continues(core: str, taken: list[str], closed: bool, lenient: bool) -> bool:
    """Whether a word can go on with the name whose words are `taken`."""
    if not core or (not taken and core in ("A", "I")):  # an article or a pronoun; the initial has its dot
        return False
    if taken and core.lower() in PARTICLES and not closed:
        return True
    if taken and core[0].islower() and _ARTICLE.match(core):
        return True
    surname = lenient and bool(taken) and core[0].isupper() and core.lower() in SURNAMES
    return surname or _is_name_word(core)


_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|at|az|d|de)[-'’][^\W\d_a-z][^\W\d_]+$")  # al-Harbi, d'Este


def _core(word: str, first: bool) -> tuple[str, bool]:
    """A word without the marks around it, and whether a mark after it ends the name."""
    if not first and word[0] in _OPENERS:
        return "", True
    core = (word[1:] if word[0] in _OPENERS else word).rstrip(_EDGE)
    for end in ("'s", "’s"):
        if core.endswith(end):
            return core[:-2], True
    tail = word[word.index(core) + len(core) :] if core else ""
    if core and tail.startswith(".") and (_INITIAL.match(core) or core.lower() in PARTICLES or core in ("St", "Jr")):
        return core + ".", len(tail) > 1
    return core, bool(tail)


def _is_title(word: str, after: Words) -> bool:
    bare = word.lstrip(_OPENERS).rstrip(".")
    if bare.lower() not in TITLES or not bare[0].isupper():
        return False
    return bool(after) and (after[0][1][0].isupper() or after[0][1].lower() in PARTICLES)


def _is_name_word(core: str) -> bool:
    return core[0].isupper() and _may_name(core)


@lru_cache(maxsize=4_096)
def _may_name(core: str) -> bool:
    """Whether a word with a capital can stand in a name; the same words come again on every page."""
    if _INITIAL.match(core):
        return True
    plain = core.rstrip(".")
    if not _LETTERS.match(plain):
        return False
    lower = plain.lower()
    if lower in NEVER_IN_NAME or lower in INSTITUTION_WORDS or lower in POST_WORDS:
        return False
    if _COMMON.search(lower) and lower not in _UNCOMMON:
        return False
    if "-" in lower and any(len(part) >= 4 and part in NEVER_IN_NAME for part in lower.split("-") if part != "young"):
        return False
    return not (plain.isupper() and len(plain) <= 4) and not _mixed(plain)


_COMMON = re.compile(
    r".{2}(?:tion|sion|ology|ologies|istic|istics|ivity|bility|ational|ogical|etical|itive|ment|ments|ness|ware"
    r"|works?|loads?|graphs?|cted|nced|ated"
    r"|ized|ised|ered|ured|ating|izing|ising|yzing|ysing|cting|rting|nting|oring|uring|ching|ilding|anding|gies|ries)$"
)
"""Endings of words that no name has, as titles of talks have them: "Analyzing", "Alignment", "Connected"."""
_UNCOMMON = frozenset("clement guinness harkness inness holness furness wilderness lament benson".split())


def _mixed(word: str) -> bool:
    """Capitals inside a word: DeepMind and arXiv are no names, McArthur and DeLuca are."""
    if word[1:].islower():
        return False
    parts = re.split(r"[-'’‘´`]", word)
    return any(
        not part.isupper()
        and any(c.isupper() for c in part[1:])
        and not re.match(r"(?:Mc|Mac|De|Di|La|Le|Van|Fitz|Du|Da|Del|O|D)[^\W\d_]", part)
        for part in parts
    )


def _is_person(taken: list[str], titled: bool) -> bool:
    full = [word for word in taken if not _INITIAL.match(word) and word.lower() not in PARTICLES]
    if len(taken) > MAX_WORDS or not full:
        return False
    if all(word.isupper() for word in full):
        return False
    return len(full) >= 2 or (len(full) == 1 and len(taken) >= 2 and len(full[0]) > 2) or (titled and len(full[0]) > 2)
