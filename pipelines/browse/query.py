"""The parameters of an address in, what a person asks for out; and back, for links."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Table = Literal["events", "groups"]
Order = Literal["relevance", "newest", "oldest", "name"]

NOT_STATED = "-"
"""Stands for "the page does not state it" among the choices of a filter."""
MOST_WORDS = 32  # of a question; each is a look into the index
_LISTS = ("kind", "site", "mode")
_PREFIX_FROM = 3  # letters; shorter beginnings match half a dictionary
_TERM = re.compile(r'"([^"]*)"|(\S+)')


class BadQueryError(ValueError):
    """A parameter that cannot be understood; the text says which, and what would be."""


class Query(BaseModel):
    """A search as its address states it. Lists hold alternatives; an empty one asks for all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: Table = "events"
    q: str = Field(default="", max_length=300)
    since: date | None = None
    until: date | None = None
    kind: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    gone: Literal["", "yes"] = ""
    """`yes`: also what was found removed."""
    sort: Order | None = None
    page: int = Field(default=1, ge=1, le=1_000_000)

    @property
    def order(self) -> Order:
        """The order asked for, else the one that fits: by relevance for words, by name for groups, newest first."""
        if self.sort and (self.sort != "relevance" or self.q):
            return self.sort
        if self.q:
            return "relevance"
        return "newest" if self.table == "events" else "name"

    @property
    def is_filtered(self) -> bool:
        """Whether it asks for less than the whole table."""
        return any((self.q, self.since, self.until, self.kind, self.site, self.mode))

    def words(self) -> str:
        """The search words as SQLite's full-text search understands them; "" where there are none.

        All must be found. What stands in quotes is found as it stands, other words also as beginnings of longer ones.

        >>> Query(q='flood "bridge gauges" O\\'Neil AND').words()
        '"flood"* "bridge gauges" "O Neil"* "AND"*'
        """
        return " ".join(_terms(self.q))

    def link(self, path: str = "/", **changes: object) -> str:
        """The address of this search on the page `path`, with some parameters changed. Of a list it is the first page
        unless another is stated."""
        stated = {**self.model_dump(), "page": 1, **changes}
        pairs = [(name, one) for name, value in stated.items() for one in _spell(name, value)]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def parse_query(arguments: Mapping[str, Iterable[str]]) -> Query:
    """The search of an address's parameters, each with its values; empty ones (of an unfilled form) count as absent.

    Raises BadQueryError for an unknown or repeated parameter, and for a value that is none.
    """
    stated: dict[str, object] = {}
    for name, values in arguments.items():
        given = [value.strip() for value in values if value.strip()]
        if name not in Query.model_fields:
            raise BadQueryError(f"there is no parameter “{name}”. Known: {', '.join(Query.model_fields)}.")
        if len(given) > 1 and name not in _LISTS:
            raise BadQueryError(f"“{name}” is said more than once.")
        if given:
            stated[name] = tuple(dict.fromkeys(given)) if name in _LISTS else given[0]
    try:
        query = Query.model_validate(stated)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadQueryError(f"“{first['loc'][0]}” is {first['input']!r:.80}: {_explain(first['msg'])}.") from error
    if query.since and query.until and query.until < query.since:
        raise BadQueryError(f"the period ends ({query.until}) before it begins ({query.since}).")
    if sum(1 for _ in _terms(query.q)) > MOST_WORDS:
        raise BadQueryError(f"more than {MOST_WORDS} words to search for.")
    return query


def _explain(message: str) -> str:
    """pydantic's message as the end of a sentence; a date's lists every way in which it could have gone wrong."""
    if "date" in message:
        return "give a day as YYYY-MM-DD"
    return message[:1].lower() + message[1:]


def _terms(text: str) -> Iterable[str]:
    for quoted, plain in _TERM.findall(text):
        words = " ".join(re.findall(r"[^\W_]+", quoted or plain))
        if words:
            open_end = not quoted and len(words) >= _PREFIX_FROM
            yield f'"{words}"*' if open_end else f'"{words}"'


def _spell(name: str, value: object) -> list[str]:
    """A parameter's values as an address states them: none where it says what goes without saying."""
    if not value or (name, value) in (("table", "events"), ("page", 1)):
        return []
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value)]
