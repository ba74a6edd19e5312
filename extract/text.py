"""Text in, the same text with one form of white space out: every stage folds the same way."""

import re
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
"""Soft hyphens, zero-width and bidirectional controls (Unicode Cf), C0 and C1 controls that are no white space.

All of them are unprintable to Python too, and hardly any text has one: so `fold` looks for them only in what is."""


def fold(text: str) -> str:
    """One line: invisible characters gone, every run of white space (NBSP too) one space.

    >>> fold(" University\\xa0of\\n Bath\\u200b ")
    'University of Bath'
    """
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


def fold_lines(text: str, line: str = "\n") -> str:
    """Like `fold`, but line breaks stay; empty lines go.

    >>> fold_lines("British Library \\n\\n 96  Euston Road")
    'British Library\\n96 Euston Road'
    """
    return "\n".join(line for part in text.split(line) if (line := fold(part)))


def key(text: str) -> str:
    """What two spellings of one name share: folded, lower case, words only.

    >>> key("The “Turing” Lectures!") == key("the turing  lectures")
    True
    """
    return _key(text) if len(text) <= _SHORT else _spell(text)


_SHORT = 200  # characters of a text whose key is remembered; a page's names and labels are asked for again and again
_WORDS = re.compile(r"\w+")


def _spell(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text).casefold()))


_key = lru_cache(maxsize=4_096)(_spell)
