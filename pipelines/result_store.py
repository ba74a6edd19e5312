"""Page results on disk, what need not be extracted again. May be deleted at any time.

    <home>/cache/<site>/<digest>.heads.zst      a part: the results of one unit of work, written by who read it,
    <home>/cache/<site>/<digest>.records.zst    in two halves, since a rebuild wants one at a time
    <home>/cache/<site>/listings.zst            what one page must know of the others: addresses, cards

The first line of both halves says what the results were made of. A part is there when its heads are, which are written
last and whole or not at all; it is never changed, so that a rebuild that was killed goes on where it was: what lies
there is not read again.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, TypeVar

from pipelines.checked_file import DamagedFile, load_checked, load_first_line, load_lines, store_checked
from pipelines.results import Listed, Made, PageHead, PageRecords, PageResult

Half = TypeVar("Half", PageHead, PageRecords)

WORN = 0.5
"""A part of whose results less than this share is wanted is written anew without the others."""
_HEADS, _RECORDS = ".heads.zst", ".records.zst"
_SUFFIX: dict[type[PageHead] | type[PageRecords], str] = {PageHead: _HEADS, PageRecords: _RECORDS}


class Line(NamedTuple):
    """A result as it is saved: what it was made of, and its halves as JSON."""

    made: Made
    head: str
    records: str


class Part(NamedTuple):
    """A part's name, and what its results were made of."""

    name: str
    made: tuple[Made, ...]


class ResultStore:
    """Saved page results of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, site: str) -> Path:
        """The folder of a site's results."""
        return self.folder / site

    def find(self, site: str, wanted: Collection[Made]) -> dict[Made, str]:
        """The name of the part in which each wanted result lies, where one does. Parts that hold none are dropped, and
        so is what a killed writer left; worn parts are written anew."""
        found: dict[Made, str] = {}
        for name in self._names(site, _HEADS):
            part = Part(name, self._load_made(site, name))
            here = [made for made in part.made if made in wanted and made not in found]
            if len(here) < WORN * len(part.made) or not part.made:
                kept = self.write(site, self.lines(site, dict.fromkeys(here, name)))
                self._drop(site, name)
                part = kept
            found |= dict.fromkeys(here, part.name)
        for name in set(self._names(site, _RECORDS)).difference(self._names(site, _HEADS)):
            self._drop(site, name)
        for rest in self.path(site).glob("*.tmp"):
            rest.unlink(missing_ok=True)  # a worker whose driver was killed may just have finished it
        return found

    def write(self, site: str, lines: Iterable[Line]) -> Part:
        """Save results as one part more, unless there are none. Two may save the same: a worker that lives on when its
        driver was killed, and the one that the next run gave its unit to."""
        ordered = sorted(lines)
        part = Part("", tuple(line.made for line in ordered))
        if not ordered:
            return part
        head = json.dumps([_form(), part.made])
        part = part._replace(name=sha256(head.encode()).hexdigest()[:16])
        writer = f".{token_hex(4)}"
        halves = ((_RECORDS, [line.records for line in ordered]), (_HEADS, [line.head for line in ordered]))
        for suffix, texts in halves:
            store_checked(self._half(site, part.name, suffix), "\n".join((head, *texts)), writer)
        return part

    def read(self, site: str, wanted: Mapping[Made, str], half: type[Half]) -> Iterator[Half]:
        """One half of the wanted results, part by part, so that no more than a part is in memory."""
        for name, made in _by_part(wanted):
            for one, text in self._load_half(site, name, _SUFFIX[half]):
                if one in made:
                    yield half.model_validate_json(text)

    def lines(self, site: str, wanted: Mapping[Made, str]) -> Iterator[Line]:
        """The wanted results as they are saved, part by part."""
        for name, made in _by_part(wanted):
            halves = (self._load_half(site, name, suffix) for suffix in (_HEADS, _RECORDS))
            for (one, head), (_, records) in zip(*halves, strict=False):  # a half may be gone: then there are none
                if one in made:
                    yield Line(one, head.decode(), records.decode())

    def store_listed(self, site: str, listed: Listed) -> None:
        """Keep what one page of a site must know of the others."""
        store_checked(self._listings_path(site), listed.model_dump_json())

    def load_listed(self, site: str) -> Listed:
        """What the site's last rebuild kept; nothing where that is gone or damaged."""
        try:
            return Listed.model_validate_json(load_checked(self._listings_path(site)) or "")
        except (DamagedFile, ValueError):
            return Listed(addresses={}, cards={})

    def forget(self, site: str) -> None:
        """Drop all that is saved of a site."""
        shutil.rmtree(self.path(site), ignore_errors=True)

    def _half(self, site: str, name: str, suffix: str) -> Path:
        return self.path(site) / (name + suffix)

    def _names(self, site: str, suffix: str) -> list[str]:
        return sorted(path.name.removesuffix(suffix) for path in self.path(site).glob("*" + suffix))

    def _load_made(self, site: str, name: str) -> tuple[Made, ...]:
        """What the results of a part were made of; nothing of one that is damaged or of another version."""
        try:
            heads, records = (load_first_line(self._half(site, name, suffix)) for suffix in (_HEADS, _RECORDS))
        except DamagedFile:
            return ()
        return _read_made(heads) if heads == records else ()

    def _load_half(self, site: str, name: str, suffix: str) -> Iterator[tuple[Made, bytes]]:
        """The results of a part, each a half of it as JSON; none of one that is missing or damaged."""
        try:
            first, *texts = load_lines(self._half(site, name, suffix)) or (b"",)
        except DamagedFile:
            return
        yield from zip(_read_made(first), texts, strict=False)

    def _drop(self, site: str, name: str) -> None:
        for suffix in (_HEADS, _RECORDS):
            self._half(site, name, suffix).unlink(missing_ok=True)

    def _listings_path(self, site: str) -> Path:
        return self.path(site) / "listings.zst"


def line_of(result: PageResult) -> Line:
    """A result as it is saved."""
    return Line(result.made, result.head.model_dump_json(), result.records.model_dump_json())


@cache
def _form() -> str:
    """Names the columns of a result: those of another version are not read."""
    schemas = [half.model_json_schema() for half in _SUFFIX]
    return sha256(json.dumps(schemas).encode()).hexdigest()[:8]


def _by_part(wanted: Mapping[Made, str]) -> Iterator[tuple[str, set[Made]]]:
    """The wanted results by the part in which they lie."""
    ordered = sorted(wanted.items(), key=itemgetter(1))
    for name, items in groupby(ordered, key=itemgetter(1)):
        yield name, {made for made, _ in items}


def _read_made(line: str | bytes) -> tuple[Made, ...]:
    """What the first line of a half says; nothing of one of another version."""
    try:
        form, made = json.loads(line)
    except (ValueError, TypeError):
        return ()
    return tuple(Made(*one) for one in made) if form == _form() else ()
