"""Text in, the pieces that dates are made of out: numbers, months, weekdays, joining words, whole dates, times."""

import re
from datetime import date
from typing import Literal, NamedTuple

from extract.clock import MAX_TEXT, Clock, read_clocks
from extract.date_words import (
    INNER_WORDS,
    LEAD_WORDS,
    LIST_WORDS,
    MONTHS,
    PLAIN_WORDS,
    RANGE_WORDS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)

Kind = Literal[
    "number", "year", "month", "weekday", "range", "list", "inner", "lead", "whole", "clock", "open", "other"
]


class Token(NamedTuple):
    """One piece: `value` is its number; `whole` holds year, month, day of a date in figures, year 0 for none."""

    kind: Kind
    begin: int
    finish: int
    value: int = 0
    word: str = ""
    whole: tuple[int, int, int] = (0, 0, 0)
    clock: Clock | None = None


_FIGURES = (
    r"(?P<iso>(?<![\d.,/-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/]|"
    r"[-.]\d)(?:T[\d:.]{0,15}(?:Z|[+-]\d\d:?\d\d)?)?)"
    r"|(?P<figures>(?<![\d.,/])(?P<a>\d{1,2})(?P<t>[./-]|\.\s)(?P<b>\d{1,2})(?P=t)(?P<c>\d{4}|\d{2})(?![\d/]|[-.]\d))"
    r"|(?P<german>(?<![\d.,/-])(?P<e>\d{1,2})\.\s?(?P<f>[01]?\d)\.(?![\d/]))"
)
_TOKEN = re.compile(
    rf"(?P<dutch>\bt/m\b)|(?P<word>[^\W\d_]+)\.?|{_FIGURES}"
    r"|(?P<number>(?:19|20)\d\d(?=\d{1,2}:\d\d)|\d+)(?P<ordinal>(?:st|nd|rd|th|er|ère|ten|de|e|º|ª|°|"
    r"o)(?![^\W\d_]))?\.?"
    r"|['’](?P<short>\d\d)(?!\d)"
    r"|(?P<dash>[-–—−‒]+)"
    r"|(?P<comma>[,&+/])"
    r"|(?P<open>[(\[|·•@:])"
    r"|(?P<other>[^\s)\]])"
)
_DIGIT = re.compile(r"\d")
_IN_FIGURES = re.compile(_FIGURES)
_LETTERS = re.compile(r"[^\W\d_]+")


def split_tokens(text: str, day_first: bool) -> list[Token]:
    """Tokens in order; [] where nothing can be a date: no digit, or neither a month nor a date in figures."""
    text = text[:MAX_TEXT]
    if not _DIGIT.search(text) or not (_names_month(text) or _IN_FIGURES.search(text)):
        return []
    clocks = {clock.begin: clock for clock in read_clocks(text)}
    tokens: list[Token] = []
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        clock = clocks.get(match.start())
        if clock:
            tokens.append(Token("clock", clock.begin, clock.finish, clock=clock))
            at = clock.finish
            continue
        tokens.append(_read_token(match, day_first))
        at = match.end()
    return tokens


def _names_month(text: str) -> bool:
    return not MONTHS.keys().isdisjoint(_LETTERS.findall(text.lower()))


def _read_token(match: re.Match[str], day_first: bool) -> Token:
    kind = match.lastgroup or "other"
    if kind == "word":
        return _read_word(match)
    if kind in ("number", "ordinal"):
        return _read_number(match)
    if kind == "figures":
        return _read_figures(match, day_first)
    begin, finish = match.span()
    if kind == "iso":
        return Token("whole", begin, finish, whole=(int(match["y"]), int(match["m"]), int(match["d"])))
    if kind == "german":
        return Token("whole", begin, finish, whole=(0, int(match["f"]), int(match["e"])), word="german")
    if kind == "dutch":
        return Token("range", begin, finish, word="t/m")
    if kind == "short":
        return Token("year", begin, finish, 2000 + int(match["short"]))
    return Token(_SIGNS.get(kind, "other"), begin, finish, word=match[0])


_SIGNS: dict[str, Kind] = {"dash": "range", "comma": "list", "open": "open"}


def _read_figures(match: re.Match[str], day_first: bool) -> Token:
    """3/4/2027 and 3.4.2027 by the page's order, 13/4 and 4/13 by sense."""
    first, second, year, sign = int(match["a"]), int(match["b"]), match["c"], match["t"][0]
    begin, finish = match.span()
    chained = sign == "-" and match.string[max(0, begin - 1) : begin] == "-"  # within a number of five parts
    unsure = chained or (
        len(year) == 2 and (sign == "-" or (sign == "." and min(len(match["a"]), len(match["b"])) < 2))
    )
    if unsure and (day_first or second <= 12 or chained):  # 12-05-27 is a telephone number as well, 1.2.10 a version
        return Token("other", begin, finish)
    if not first or not second:
        return Token("other", begin, finish)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if second > 12 or (first <= 12 and not day_first):
        first, second = second, first
    either = "either" if sign != "." and first <= 12 and second <= 12 and first != second else ""
    return Token("whole", begin, finish, whole=(full, second, first), word=either)


def _read_number(match: re.Match[str]) -> Token:
    digits = match["number"]
    begin, finish = match.span()
    if len(digits) == 4 and 1900 <= int(digits) <= 2100 and not match["ordinal"]:
        finish = begin + 4
        return Token("year", begin, finish, int(digits))
    if len(digits) <= 2 and 1 <= int(digits) <= 31:
        return Token("number", begin, finish, int(digits), match["ordinal"] or "")
    return Token("other", begin, finish, word=digits)


def _read_word(match: re.Match[str]) -> Token:
    written = match["word"]
    word = written.lower()
    kind, value = _WORDS.get(word, _OTHER)
    begin, finish = match.span()
    if kind == "month" and word in PLAIN_WORDS and written == word:
        return Token("month", begin, finish, value, "plain")
    return Token(kind, begin, finish, value, word)


_OTHER: tuple[Kind, int] = ("other", 0)
_WORDS: dict[str, tuple[Kind, int]] = (
    dict.fromkeys(LEAD_WORDS, ("lead", 0))
    | dict.fromkeys(INNER_WORDS, ("inner", 0))
    | dict.fromkeys(LIST_WORDS, ("list", 0))
    | dict.fromkeys(RANGE_WORDS, ("range", 0))
    | {word: ("weekday", -1) for word in SHORT_WEEKDAYS if word not in INNER_WORDS}
    | {word: ("weekday", number) for word, number in WEEKDAYS.items()}
    | {word: ("month", number) for word, number in MONTHS.items()}
)
"""What a word means; of two lists that have it the later one here holds."""


def find_date(year: int, month: int, day: int) -> date | None:
    """The day, or None for one that no calendar has or that no page of today is about.

    >>> find_date(2027, 2, 31), find_date(9999, 1, 1), find_date(2027, 2, 28)
    (None, None, datetime.date(2027, 2, 28))
    """
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
