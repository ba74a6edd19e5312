"""Page results on disk, what need not be extracted again. May be deleted at any time.

    <home>/cache/<site>/<digest>.results.z      a part: the results of one unit of work, written by who read it
    <home>/cache/<site>/listings.z              what one page must know of the others: addresses, cards

A part is written whole or not at all and never changed, so that a rebuild that was killed goes on where it was: what
lies there is not read again.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, TypeVar

from pipelines.checked_file import DamagedFile, load_checked, load_first_line, store_checked
from pipelines.joining import Listings
from pipelines.results import ListedCard, PageHead, PageRecords, PageResult

View = TypeVar("View", PageResult, PageHead, PageRecords)

WORN = 0.5
"""A part of whose results less than this share is wanted is written anew without the others."""
_SUFFIX = ".results.z"


class Made(NamedTuple):
    """What a saved result was made of: a page's address, the digest of its content, and the key of all else."""

    url: str
    sha256: str
    key: str


class Line(NamedTuple):
    """A result as it is saved: what it was made of, and itself as JSON."""

    made: Made
    text: str


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
        for path in sorted(self.path(site).glob("*" + _SUFFIX)):
            part = _load_part(path)
            here = [made for made in part.made if made in wanted and made not in found]
            if len(here) < WORN * len(part.made) or not part.made:
                kept = self.write(site, map(line_of, self.read(site, dict.fromkeys(here, part.name), PageResult)))
                path.unlink()
                part = kept
            found |= dict.fromkeys(here, part.name)
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
        content = "\n".join((head, *(line.text for line in ordered)))
        store_checked(self._part_path(site, part.name), content, writer=f".{token_hex(4)}")
        return part

    def read(self, site: str, wanted: Mapping[Made, str], view: type[View]) -> Iterator[View]:
        """The wanted results, or a view of them, part by part, so that no more than a part is in memory."""
        ordered = sorted(wanted.items(), key=lambda item: (item[1], item[0]))
        for name, items in groupby(ordered, key=lambda item: item[1]):
            made = {one for one, _ in items}
            yield from (one for one in _read_part(self._part_path(site, name), view) if made_of(one) in made)

    def store_listings(self, site: str, addresses: Mapping[str, str], cards: Collection[ListedCard]) -> None:
        """Keep what one page of a site must know of the others: the address that each of them is known by, and what
        listings say of them."""
        lines = (json.dumps(addresses), *(card.model_dump_json() for card in cards))
        store_checked(self._listings_path(site), "\n".join(lines))

    def listings(self, site: str, own: Mapping[str, str]) -> Listings:
        """The site's listings as of its last rebuild, with the addresses of a page that is asked about."""
        try:
            head, *lines = (load_checked(self._listings_path(site)) or "{}").split("\n")
            return Listings(json.loads(head) | own, [ListedCard.model_validate_json(line) for line in lines])
        except (DamagedFile, ValueError):
            return Listings(own, ())

    def forget(self, site: str) -> None:
        """Drop all that is saved of a site."""
        shutil.rmtree(self.path(site), ignore_errors=True)

    def _part_path(self, site: str, name: str) -> Path:
        return self.path(site) / (name + _SUFFIX)

    def _listings_path(self, site: str) -> Path:
        return self.path(site) / "listings.z"


def made_of(result: PageHead | PageRecords) -> Made:
    """What a result was made of."""
    return Made(result.url, result.sha256, result.key)


def line_of(result: PageResult) -> Line:
    """A result as it is saved."""
    return Line(made_of(result), result.model_dump_json())


@cache
def _form() -> str:
    """Names the columns of a result: those of another version are not read."""
    return sha256(json.dumps(PageResult.model_json_schema()).encode()).hexdigest()[:8]


def _load_part(path: Path) -> Part:
    """What a part holds; nothing of one that is damaged or of another version."""
    name = path.name.removesuffix(_SUFFIX)
    try:
        form, made = json.loads(load_first_line(path))
    except (DamagedFile, ValueError, TypeError):
        return Part(name, ())
    return Part(name, tuple(Made(*one) for one in made) if form == _form() else ())


def _read_part(path: Path, view: type[View]) -> Iterator[View]:
    """The results of a part; none of one that is missing or damaged."""
    try:
        _, *lines = (load_checked(path) or "").split("\n")
    except DamagedFile:
        return
    yield from map(view.model_validate_json, lines)
