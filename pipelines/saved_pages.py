"""Paths in, saved pages out: HTML files, text dumps and CSV, each page with the address it stands for."""

import csv
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from extract.page import find_foreign, find_form
from pipelines.errors import UsageError
from pipelines.transfer import MOST_BYTES, TOO_LARGE

_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".csv", ".warc", ".warc.gz", ".html.gz", ".htm.gz", ".txt.gz")
_HTML, _TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
_CANONICAL = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.I)
_HREF = re.compile(rb"\bhref=[\"']?(https?://[^\"'\s>]+)", re.I)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page to import. `fetched_at` is None where the file does not say; `refused` says why it cannot be a page."""

    origin: str
    url: str
    content: bytes
    content_type: str
    fetched_at: datetime | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file below one of the given paths; `relative` is its path from there, the raw material of its address."""

    path: Path
    relative: str


def find_files(paths: Iterable[Path]) -> list[SavedFile]:
    """All importable files below the paths, sorted. Raises UsageError for a path that is not there."""
    found: list[SavedFile] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and one.name.lower().endswith(_SUFFIXES))
            found += [SavedFile(one, one.relative_to(path).as_posix()) for one in inside]
        elif path.is_file():
            found.append(SavedFile(path, path.name))
        else:
            raise UsageError(f"{path}: no such file or folder. Give saved pages: {', '.join(_SUFFIXES[:7])}.")
    if not found:
        raise UsageError(f"nothing to import: no {', '.join(_SUFFIXES[:7])} below the given paths.")
    return found


def read_urls(path: Path) -> dict[str, str]:
    """The `--urls` file: a CSV with the header `path,url`. Raises UsageError when it is not one."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            rows = csv.DictReader(handle)
            if not {"path", "url"} <= set(rows.fieldnames or ()):
                raise UsageError(f"{path}: needs the header `path,url`.")
            return {Path(row["path"]).as_posix(): row["url"].strip() for row in rows if row["path"] and row["url"]}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as CSV with the header `path,url` ({error}).") from error


def is_warc(name: str) -> bool:
    """Whether a file is a WARC file, by its name."""
    return name.lower().endswith((".warc", ".warc.gz"))


def read_pages(files: Iterable[SavedFile], base: str, urls: Mapping[str, str]) -> Iterator[SavedPage]:
    """Every page of the files. `base` is the site's address; `urls` overrides by path (whole, relative or name)."""
    for one in files:
        name = one.path.name.lower()
        if name.endswith(".csv"):
            yield from _read_csv(one)
        else:
            yield _read_page(one, base, urls)


def find_base(files: Iterable[SavedFile], site: str) -> str:
    """The address that a mirror of a site was saved from, voted by its pages' canonical links; else a reserved name.

    A vote counts where the link's path ends like the file's. `.invalid` never resolves (RFC 2606), so nothing that
    is not an address can be taken for one.
    """
    votes: Counter[str] = Counter()
    for one in files:
        if one.path.name.lower().endswith((".html", ".htm")):
            with one.path.open("rb") as handle:
                head = handle.read(100_000)
            votes.update(_vote(head, one.relative))
    best = max(votes, key=lambda base: (votes[base], base), default="")
    return best or f"http://{site}.invalid/"


def find_url(relative: str, base: str) -> str:
    """The address of a file: `events/tea.html` → `…/events/tea.html`, a dump `_events_tea.txt` → `…/events/tea`.

    >>> find_url("_events_tea.txt", "https://www.example.org/")
    'https://www.example.org/events/tea'
    >>> find_url("talks/index.html", "http://lab.invalid/")
    'http://lab.invalid/talks/'
    """
    name = re.sub(r"\.gz$", "", relative)
    if name.endswith(".txt"):
        name = name.removesuffix(".txt")
        name = name.replace("_", "/").lstrip("/") if name.startswith("_") else name
    path = re.sub(r"(^|/)index\.x?html?$", r"\1", name)
    return base.rstrip("/") + "/" + quote(path, safe="/~!$&'()*+,;=:@%")


def _vote(head: bytes, relative: str) -> Iterator[str]:
    link = _CANONICAL.search(head)
    href = _HREF.search(link[0]) if link else None
    if not href:
        return
    claimed = href[1].decode("utf-8", "replace")
    path = re.sub(r"(?:index)?\.x?html?$", "", relative)
    bare = re.sub(r"(?:index)?\.x?html?$", "", claimed)
    if path.strip("/") and bare.rstrip("/").endswith("/" + path.strip("/")):
        yield bare.rstrip("/").removesuffix(path.strip("/"))
    elif not path.strip("/"):
        yield claimed.rstrip("/") + "/"


def _read_page(one: SavedFile, base: str, urls: Mapping[str, str]) -> SavedPage:
    keys = (one.path.as_posix(), one.relative, one.path.name)
    url = next((urls[key] for key in keys if key in urls), "") or find_url(one.relative, base)
    origin = str(one.path)
    if one.path.stat().st_size > MOST_BYTES:
        return SavedPage(origin, url, b"", _HTML, refused=TOO_LARGE)
    content = one.path.read_bytes()
    if origin.endswith(".gz"):
        try:
            with gzip.open(one.path) as handle:
                content = handle.read(MOST_BYTES)
        except (OSError, EOFError) as error:
            return SavedPage(origin, url, b"", _HTML, refused=f"damaged gzip file ({error})")
    is_dump = ".txt" in one.path.suffixes
    return _checked(SavedPage(origin, url, content, _TEXT if is_dump else "text/html"))


def _checked(page: SavedPage) -> SavedPage:
    """The page, or why it is refused: an address that is none, content that is no page."""
    parts = urlsplit(page.url)
    why = "" if parts.scheme in ("http", "https") and parts.hostname else f"`{page.url}` is not a web address"
    why = why or find_foreign(page.content)
    return SavedPage(page.origin, page.url, page.content, page.content_type, page.fetched_at, why)


def _read_csv(one: SavedFile) -> Iterator[SavedPage]:
    csv.field_size_limit(min(sys.maxsize, MOST_BYTES))
    try:
        with one.path.open(newline="", encoding="utf-8-sig") as handle:
            rows = csv.DictReader(handle)
            if not {"url", "body"} <= set(rows.fieldnames or ()):
                raise UsageError(f"{one.path}: needs the header `url,body`.")
            for number, row in enumerate(rows, 2):
                body = row["body"] or ""
                kind = _HTML if find_form(body) == "html" else _TEXT
                yield _checked(SavedPage(f"{one.path}:{number}", (row["url"] or "").strip(), body.encode(), kind))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{one.path}: cannot be read as CSV with the header `url,body` ({error}).") from error
