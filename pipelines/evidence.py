"""An extraction in, the values out whose evidence does not stand where it says: page, markup, calendar, address."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import unquote

from extract.flow import Extraction
from extract.records import Evidence, Record
from extract.text import fold

UNJUDGED = frozenset(("record_id", "url", "site", "language", "evidence", "confidence"))
"""Fields that say where a record comes from, not what it states."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A stated value without evidence, or whose evidence does not stand in the page."""

    record: str
    field: str
    value: Any
    why: str


@dataclass(frozen=True)
class Words:
    """All that a page says: its blocks, its title, its source with attributes and markup, its address, calendars."""

    extraction: Extraction
    content: bytes
    linked: Mapping[str, bytes]

    @cached_property
    def _shown(self) -> str:
        page = self.extraction.page
        return fold(" ".join((self.extraction.title, page.title, *(block.text for block in page.blocks))))

    @cached_property
    def _source(self) -> str:
        """The page's source as text: entities, JSON escapes and percent signs resolved."""
        raw = self.content.decode("utf-8", "replace") + " ".join(
            one.decode("utf-8", "replace").replace("\\,", ",") for one in self.linked.values()
        )
        links = " ".join(link.href for block in self.extraction.page.blocks for link in block.links)
        plain = html.unescape(html.unescape(raw))
        plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda hit: chr(int(hit[1], 16)), plain).replace('\\"', '"')
        plain = plain.replace(2 * chr(92), chr(92))
        return fold(f"{plain.replace(chr(92) + '/', '/')} {links}")

    @cached_property
    def _unquoted(self) -> str:
        return fold(unquote(f"{self._source} {self.extraction.page.url} {self.extraction.canonical}"))

    @cached_property
    def _any_case(self) -> str:
        return f"{self._shown} {self._source} {self._unquoted} {self._untagged}".casefold()

    @cached_property
    def _untagged(self) -> str:
        return fold(re.sub(r"<[^<>]{0,400}>", " ", self._source))

    def hold(self, text: str, rule: str = "text") -> bool:
        """Whether the text, or each of its lines, stands on the page. Markup states one thing in several properties:
        of its evidence each part has to stand ("Guildhall, Quillmere"), and `true` is True."""
        if rule.startswith("markup."):
            parts = [fold(part).casefold() for part in text.replace("\n", ", ").split(", ")]
            return all(part in self._any_case for part in parts)
        return all(
            line in self._shown or line in self._source or line in self._unquoted or line in self._untagged
            for part in text.split("\n") if (line := fold(part))
        )  # fmt: skip


def find_unsupported(
    extraction: Extraction, content: bytes, linked: Mapping[str, bytes] | None = None
) -> Iterator[Unsupported]:
    """Every stated value of the page's records without at least one evidence whose text the page holds."""
    words = Words(extraction, content, linked or {})
    for record in chain.from_iterable(extraction.records.values()):
        yield from _of_record(record, words)


def count_values(record: Record) -> int:
    """How many values a record states; each item of a list is one."""
    return sum(1 for _ in _values(record))


def _of_record(record: Record, words: Words) -> Iterator[Unsupported]:
    by_field: dict[str, list[Evidence]] = {}
    for one in record.evidence:
        by_field.setdefault(one.field, []).append(one)
    for field, value in _values(record):
        found = by_field.get(field, ())
        if not any(one.text.strip() and words.hold(one.text, one.rule) for one in found):
            why = f"not in the page: {found[0].text[:160]!r}" if found else "no evidence"
            yield Unsupported(f"{type(record).__name__.lower()} {record.name!r}", field, value, why)


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in UNJUDGED or value is None or value == ():
            continue
        if isinstance(value, tuple):
            yield from ((f"{name}[{number}]", item) for number, item in enumerate(value))
        else:
            yield name, value
