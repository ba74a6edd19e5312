"""Development pages in, as many pages of as many sites as asked for out: their markup, chrome and labels real, their
own words others, so that parsing, learning and reading cost what they cost on real pages.

A word that stands on several pages of a site (chrome, labels, months, everyday words) stays. Each other word is
written in an alphabet of the page's own: vowels for vowels, consonants for consonants, so lengths and shapes stay.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE_PAGES = 10_000
"""Pages of a site at most: institutes have from a hundred to some ten thousand."""
SHARED = 3
"""Pages of a site that a word must stand on to stay."""
_TEXT = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.S | re.I)
_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


class Source(NamedTuple):
    """A real page: its path on its site, and its markup."""

    path: str
    html: str


class Made(NamedTuple):
    """A page that was made of a real one."""

    site: str
    url: str
    html: bytes


class Model:
    """A real site that sites are made of."""

    def __init__(self, name: str, pages: Sequence[Source]) -> None:
        self.name, self.pages = name, pages

    @cached_property
    def shared(self) -> frozenset[str]:
        """Words that stand on SHARED or more of the pages, folded."""
        counts = Counter(word for page in self.pages for word in {one.lower() for one in _words(page.html)})
        return frozenset(word for word, count in counts.items() if count >= SHARED)

    def make(self, site: str, number: int, version: int = 0) -> Made:
        """The page with this number; another version has other words at the same address."""
        page = self.pages[number % len(self.pages)]
        url = f"https://{site}.example.org/{number // len(self.pages)}/{page.path}"
        return Made(site, url, self._rewrite(page.html, random.Random(f"{site} {number} {version}")).encode())

    def _rewrite(self, html: str, dice: random.Random) -> str:
        own = _alphabet(dice)
        shared = self.shared

        def write(found: re.Match[str]) -> str:
            word = found[0]
            return word if word.lower() in shared else word.translate(own)

        parts = _TEXT.split(html)
        parts[::2] = [_WORD.sub(write, part) if part.strip() else part for part in parts[::2]]
        return "".join(parts)


def load_models(folder: Path) -> list[Model]:
    """The real sites below a folder of saved pages, one folder each."""
    found = []
    for site in sorted(one for one in folder.iterdir() if one.is_dir()):
        paths = sorted(one for one in site.rglob("*") if one.is_file())
        pages = [Source(one.relative_to(site).as_posix(), one.read_text("utf-8", "replace")) for one in paths]
        found.append(Model(site.name, pages))
    return found


def make_pages(models: Sequence[Model], count: int, version: int = 0, share: float = 1.0) -> Iterator[Made]:
    """`count` pages of sites of SITE_PAGES at most; with a smaller `share` only each so-manieth of them."""
    step = round(1 / share)
    for number in range(0, count, step):
        model = models[number // SITE_PAGES % len(models)]
        yield model.make(name_site(models, number), number % SITE_PAGES, version)


def name_site(models: Sequence[Model], number: int) -> str:
    """The site that the page with this number belongs to."""
    at = number // SITE_PAGES
    return f"{models[at % len(models)].name}-{at}"


def write_warcs(folder: Path, pages: Iterator[Made], moment: datetime) -> dict[str, Path]:
    """The pages as a WARC file a site, as warcio writes it by itself; the files by site."""
    files: dict[str, Path] = {}
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for page in pages:
        new = page.site not in files
        path = files.setdefault(page.site, folder / f"{page.site}.warc.gz")
        with path.open("wb" if new else "ab") as handle:
            writer = WARCWriter(handle, gzip=True)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                page.url, "response", payload=BytesIO(page.html), http_headers=headers,
                warc_headers_dict={"WARC-Date": stamp},
            )  # fmt: skip
            writer.write_record(record)
    return files


def _words(html: str) -> Iterator[str]:
    for part in _TEXT.split(html)[::2]:
        yield from _WORD.findall(part)


def _alphabet(dice: random.Random) -> dict[int, str]:
    """Each letter's stand-in."""
    table: dict[int, str] = {}
    for letters in (_VOWELS, _CONSONANTS):
        others = "".join(dice.sample(letters, len(letters)))
        table |= str.maketrans(letters + letters.upper(), others + others.upper())
    return table
