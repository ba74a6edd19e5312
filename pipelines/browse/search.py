"""A query and an index in; how many records it finds, one page of them, and what its filters could be set to, out."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.browse.query import NOT_STATED, Query
from pipelines.browse.search_index import WORDS

PAGE_SIZE = 20  # hits, three screens
MARK = ("\x02", "\x03")
"""Stand before and after a found word in `Hit.about`; no page holds these control characters."""
_SHOWN = ("record_id", "tab", "site", "url", "name", "kind", "mode", "status", "starts", "ends", "clock", "dates",
          "place", "language", "gone", "file", "position")  # fmt: skip
_WEIGHTS = "10.0, 4.0, 2.0, 1.0"  # of name, people and places, topics, body: a word of the name means the most
_WORDS_ABOUT = 36  # two to three lines of a hit; SQLite's snippet gives up to 64
FACETS = ("kind", "mode", "site")
_ORDERS = {
    "relevance": "score, first_day DESC",
    "newest": "first_day DESC, clock DESC, name",  # SQLite puts nulls first, in descending order last
    "oldest": "first_day IS NULL, first_day, clock, name",
    "name": "name IS NULL, name COLLATE NOCASE, first_day",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A record as lists and calendars show it. `file` and `position` say where its row stands."""

    record_id: str
    tab: str
    site: str
    url: str
    name: str | None
    kind: str | None
    mode: str | None
    status: str | None
    starts: date | None
    ends: date | None
    clock: str | None
    dates: str | None
    place: str | None
    language: str | None
    gone: bool
    file: str
    position: int
    about: str = ""
    """Words of it around what was searched for, or its first ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter could be set to, and how many records that would leave."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search finds."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Choice, ...]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(index: sqlite3.Connection, query: Query) -> Found:
    """The page of records that the query asks for, with the choices of its filters."""
    if query.q and not query.words():  # nothing but signs
        return Found(0, (), dict.fromkeys(FACETS, ()))
    source = _match(index, query)
    where, values = _conditions(query, ())
    combined = index.execute(
        f"SELECT kind, mode, site, count(*) FROM {source} WHERE {where} GROUP BY kind, mode, site", values
    ).fetchall()
    combinations = [(tuple(one or NOT_STATED for one in row[:-1]), row[-1]) for row in combined]
    total = sum(count for combination, count in combinations if _fits(query, combination, ""))
    facets = {name: _choices(query, combinations, name) for name in FACETS}
    return Found(total, tuple(_page(index, source, query)), facets)


def find_hits(index: sqlite3.Connection, query: Query, most: int) -> list[Hit]:
    """Up to `most` records that the query finds, in its order, on whatever page."""
    if query.q and not query.words():
        return []
    numbers = _find_numbers(index, _match(index, query), query, most, 0)
    return [hit for number in numbers if (hit := _load(index, number))]


def find_record(index: sqlite3.Connection, table: str, record_id: str) -> Hit | None:
    """The record of that id."""
    row = index.execute("SELECT id FROM records WHERE record_id = ? AND tab = ?", (record_id, table)).fetchone()
    return _load(index, row[0]) if row else None


def count_records(index: sqlite3.Connection) -> dict[str, int]:
    """How many present records there are of each table."""
    rows = index.execute("SELECT tab, count(*) FROM records WHERE NOT gone GROUP BY tab")
    return {"events": 0, "groups": 0} | dict(rows)


def find_span(index: sqlite3.Connection, query: Query) -> tuple[date, date] | None:
    """First day of the earliest and of the latest event that the query finds."""
    if query.q and not query.words():
        return None
    where, values = _conditions(query, FACETS)
    first, last = index.execute(
        f"SELECT min(first_day), max(first_day) FROM {_match(index, query)} WHERE {where}", values
    ).fetchone()
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else None


def _match(index: sqlite3.Connection, query: Query) -> str:
    """The table to search: that of all records or, gathered once for all that is asked of them, of those that hold the
    query's words."""
    if not query.q:
        return "records"
    index.execute("DROP TABLE IF EXISTS temp.matched")
    index.execute(
        f"""CREATE TEMP TABLE matched AS
        SELECT r.id, tab, gone, kind, mode, site, first_day, last_day, clock, r.name, bm25(words, {_WEIGHTS}) AS score
        FROM words CROSS JOIN records r ON r.id = words.rowid WHERE words MATCH ?""",
        (query.words(),),
    )
    return "temp.matched"


def _conditions(query: Query, facets: Collection[str]) -> tuple[str, list[str]]:
    """What must hold of a record by the query's table and days and by these of its filters, and the values in it."""
    where = ["tab = ?"]
    values: list[str] = [query.table]
    if not query.gone:
        where.append("gone = 0")
    for condition, day in (("last_day >= ?", query.since), ("first_day <= ?", query.until)):
        if day and query.table == "events":
            where.append(condition)
            values.append(day.isoformat())
    for name in facets:
        chosen = getattr(query, name)
        if chosen:
            where.append(f"coalesce({name}, ?) IN ({', '.join('?' * len(chosen))})")
            values += [NOT_STATED, *chosen]
    return " AND ".join(where), values


def _fits(query: Query, combination: Sequence[str], free: str) -> bool:
    """Whether a combination of kind, mode and site is among those that the query asks for; `free` may be anything."""
    pairs = zip(FACETS, combination, strict=True)
    return all(name == free or not getattr(query, name) or value in getattr(query, name) for name, value in pairs)


def _choices(query: Query, combinations: Sequence[tuple[Sequence[str], int]], name: str) -> tuple[Choice, ...]:
    """What a filter could be set to under the other filters, most frequent first; what is chosen is always there."""
    chosen: Sequence[str] = getattr(query, name)
    counts = Counter(dict.fromkeys(chosen, 0))
    for combination, count in combinations:
        if _fits(query, combination, name):
            counts[combination[FACETS.index(name)]] += count
    ranked = sorted(counts.items(), key=lambda one: (one[0] == NOT_STATED, -one[1], one[0]))
    return tuple(Choice(value, count, value in chosen) for value, count in ranked)


def _page(index: sqlite3.Connection, source: str, query: Query) -> Iterator[Hit]:
    numbers = _find_numbers(index, source, query, PAGE_SIZE, PAGE_SIZE * (query.page - 1))
    found = _find_words(index, numbers, query) if query.q else {}
    for number in numbers:
        hit = _load(index, number)
        if hit:
            yield replace(hit, about=found.get(number) or hit.about)


def _find_numbers(index: sqlite3.Connection, source: str, query: Query, most: int, first: int) -> list[int]:
    where, values = _conditions(query, FACETS)
    order = _ORDERS[query.order]
    rows = index.execute(
        f"SELECT id FROM {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, most, first)
    )
    return [number for (number,) in rows]


def _find_words(index: sqlite3.Connection, numbers: Sequence[int], query: Query) -> dict[int, str]:
    """The words around those searched for, of a few records. They are searched again among themselves: to ask the whole
    index for each would gather each time all records that hold the words (20 times 37 ms where 60,000 do)."""
    index.execute("DROP TABLE IF EXISTS temp.shown")
    index.execute(f"CREATE VIRTUAL TABLE temp.shown USING {WORDS}")
    index.execute(
        "INSERT INTO temp.shown (rowid, name, people, about, body) SELECT rowid, name, people, about, body FROM words"
        f" WHERE rowid IN ({', '.join('?' * len(numbers))})",
        numbers,
    )
    rows = index.execute(
        f"SELECT rowid, snippet(shown, -1, ?, ?, ' … ', {_WORDS_ABOUT}) FROM temp.shown WHERE shown MATCH ?",
        (*MARK, query.words()),
    )
    return dict(rows.fetchall())


def _load(index: sqlite3.Connection, number: int) -> Hit | None:
    row = index.execute(f"SELECT {', '.join(_SHOWN)}, summary FROM records WHERE id = ?", (number,)).fetchone()
    if row is None:
        return None
    told = dict(zip((*_SHOWN, "about"), row, strict=True))
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("starts", "ends")}
    return Hit(**(told | days | {"gone": bool(told["gone"]), "about": _shorten(told["about"])}))


def _shorten(text: str) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:_WORDS_ABOUT]) + (" …" if len(words) > _WORDS_ABOUT else "")
