"""Traps: addresses of which a site makes endlessly many. An address, or what its pages say, in; why it is one, out."""

import re
from collections import Counter
from datetime import date
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit

_MOST_ALIKE = 200  # addresses that differ only in query values and bring nothing new: a calendar, an endless search
_MOST_OF_PATH = 300  # addresses of one path with whatever query: facets are there in every combination
_MOST_ECHOES = 100  # answers in a row that say the same at addresses alike
_MOST_SAME, _DEEPEST = 3, 16  # times that a path names one part; parts of a path (the deepest honest one had 11)
_MONTHS = 24  # of a calendar, back and forth
_TOKEN = re.compile(r"(?i)^(?=[^/]*\d)[0-9a-f-]{16,}$")  # a session's or a copy's mark
_MONTH = re.compile(r"(?<!\d)(19\d\d|2\d\d\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?(?:0[1-9]|[12]\d|3[01]))?/?$")
_YEAR_NAME, _MONTH_NAME = re.compile(r"(?i)year|yr|jahr|annee|anno|jaar"), re.compile(r"(?i)month|monat|mois|mes|mese")
_TAG = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>|\s+", re.IGNORECASE | re.DOTALL)


def find_patterns(url: str) -> dict[str, int]:
    """What an address has in common with those that may be endless, and how many of them may bring nothing new;
    empty for an address without a query, a token or a day at its end.

    >>> find_patterns("https://lab.example/calendar/2026?month=4&view=list")
    {'/calendar/0?month=&view=': 200, '/calendar/0?*': 300}
    >>> find_patterns("https://lab.example/calendar/2026/04"), find_patterns("https://lab.example/talks/17")
    ({'/calendar/0/0': 200}, {})
    """
    parts = urlsplit(url)
    path = _blur(parts.path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} or {parts.query} - {""})
    if names:
        return {f"{path}?{'&'.join(f'{name}=' for name in names)}": _MOST_ALIKE, f"{path}?*": _MOST_OF_PATH}
    marked = any(_TOKEN.fullmatch(part) for part in parts.path.split("/")[:-1])  # as the last it names a page
    return {path: _MOST_ALIKE} if marked or _MONTH.search(parts.path) else {}


def find_path_trap(url: str) -> str:
    """Why a path leads ever deeper, or "".

    >>> find_path_trap("https://lab.example/a/x/b/x/c/x"), find_path_trap("https://lab.example/2025/05/05/talk")
    ('paths that name one part 3 times', '')
    """
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if len(parts) > _DEEPEST:
        return f"paths of more than {_DEEPEST} parts"
    named = Counter(part for part in parts if not part.isdigit())
    same = max(named.values(), default=0) >= _MOST_SAME or re.search(r"/([^/]+)/\1/\1(?:/|$)", urlsplit(url).path)
    return f"paths that name one part {_MOST_SAME} times" if same else ""


def find_calendar_trap(url: str, today: date) -> str:
    """Why an address is a calendar's leaf of long ago or far ahead, or "". A leaf ends with its month or day; a page
    that has a name behind it is none.

    >>> [find_calendar_trap(f"https://lab.example/{end}", date(2026, 5, 1)) != "" for end in (
    ...     "calendar/2026/04", "calendar/2031-05-02", "news/2015/03/title", "cal?month=1&year=1999", "cal?d=203105")]
    [False, True, False, True, True]
    """
    month = _find_month(url)
    far = month is not None and abs(month - (today.year * 12 + today.month)) > _MONTHS
    return f"calendar pages more than {_MONTHS} months away" if far else ""


def _find_month(url: str) -> int | None:
    """Months since the year 0."""
    parts = urlsplit(url)
    stated = parse_qsl(parts.query)
    found = next((hit for text in (*(value for _, value in stated), parts.path) if (hit := _MONTH.search(text))), None)
    if found:
        return int(found[1]) * 12 + int(found[2])
    year = next((value for name, value in stated if _YEAR_NAME.search(name) and re.fullmatch(r"\d{4}", value)), None)
    month = next((value for name, value in stated if _MONTH_NAME.search(name) and re.fullmatch(r"\d\d?", value)), None)
    return int(year) * 12 + int(month) if year and month else None


def digest_text(content: bytes) -> str:
    """Digest of what an answer says. Its tags count for nothing: they hold the addresses of the next."""
    return blake2b(_TAG.sub(b"", content), digest_size=16).hexdigest()


class Echoes:
    """Notices where every page of a folder says the same, or that there is none: what is behind it is not asked."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self._in_a_row: Counter[str] = Counter()

    def note(self, url: str, said: str) -> None:
        """What an answer said, by its digest."""
        folder = _folder(url)
        self._in_a_row[folder] = self._in_a_row[folder] + 1 if self._last.get(folder) == said else 1
        self._last[folder] = said

    def find(self, url: str) -> str:
        """Why an address promises nothing new, or ""."""
        folder = _folder(url)
        full = self._in_a_row[folder] >= _MOST_ECHOES
        return f"{_MOST_ECHOES} pages in a row say the same in {folder}" if full else ""


def _folder(url: str) -> str:
    return _blur(urlsplit(url).path).rpartition("/")[0] + "/"


def _blur(path: str) -> str:
    """The path with a 0 for each number and each token."""
    return "/".join("0" if _TOKEN.fullmatch(part) else re.sub(r"\d+", "0", part) for part in path.split("/"))
