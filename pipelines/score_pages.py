"""Gold pages in, each with its content and what extraction says of it out: found beside the gold, read on the fly.

A page is read by itself: what only a listing or a linked calendar says of its event is not merged in.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.flow import Extraction, extract_parsed
from extract.page import Page, parse_page
from extract.site import Site
from extract.template import Template, learn_template
from pipelines.errors import UsageError
from pipelines.gold import GoldPage
from pipelines.progress import follow
from pipelines.saved_pages import SavedFile, find_base, find_files, find_url

_FOLDERS = ("", "raw", "html", "pages", "site")
"""Where a corpus keeps pages, seen from the folder of its gold file or from the one above."""
_LEARN_PAGES = 800  # of one site that a template is learned from: the largest corpus has 759
_MIN_PAGES = 3  # three pages suffice to learn what a site repeats; two may be two of a kind


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A gold page, its content and its extraction."""

    gold: GoldPage
    content: bytes
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that were found, by gold page, and the names of those that were not."""

    root: Path
    """The folder that holds gold and pages: nothing is looked for above it."""
    found: tuple[tuple[GoldPage, Path], ...]
    missing: tuple[str, ...]


def find_pages(gold: Path, pages: Sequence[GoldPage]) -> Pages:
    """Look for each page beside the gold file. Raises UsageError when not one is there."""
    roots = [base / folder for base in (gold.parent, gold.parent.parent) for folder in _FOLDERS]
    roots = [root for root in dict.fromkeys(roots) if root.is_dir()]
    looked = [(page, _find_page(roots, page)) for page in pages]
    found = tuple((page, path) for page, path in looked if path)
    if not found:
        first = f" ({pages[0].file})" if pages else ""
        raise UsageError(
            f"{gold}: none of its {len(pages)} pages{first} stands beside it. Keep pages and gold together."
        )
    return Pages(gold.resolve().parent.parent, found, tuple(page.file for page, path in looked if not path))


def _find_page(roots: Iterable[Path], page: GoldPage) -> Path | None:
    name = page.file.lstrip("/")
    names = [name, f"{name}.gz"] if name else []
    if page.file.startswith("/"):  # a path of the bundled sample: a query stands behind two underscores
        bare = name.replace("?", "__") or "index"
        names = [f"{bare}.html", f"{bare}/index.html", *names]
    return next((path for root in roots for one in names if (path := root / one).is_file()), None)


def read_pages(all_pages: Pages) -> Iterator[ReadPage]:
    """Extract every page, site by site, with the template of its site where the corpus has several pages of it."""
    by_site: dict[str, list[tuple[GoldPage, Path]]] = defaultdict(list)
    for page, path in all_pages.found:
        by_site[page.site].append((page, path))
    for site, pages in by_site.items():
        yield from _read_site(site, pages, all_pages.root)


def _read_site(site: str, pages: Sequence[tuple[GoldPage, Path]], root: Path) -> Iterator[ReadPage]:
    folder = _site_folder(site, [path for _, path in pages], root)
    files = (
        find_files([folder])
        if folder
        else [SavedFile(path, path.name) for path in dict.fromkeys(path for _, path in pages)]
    )
    base = find_base(files, site or "site")
    relative = {one.path: one.relative for one in files}
    template = _learn(files)
    for page, path in pages:
        content = read_file(path)
        url = page.url or find_url(relative.get(path, path.name), base)
        yield ReadPage(page, content, extract_parsed(_parse(path, content, url), Site(site), template, {}))


def _site_folder(site: str, paths: Sequence[Path], root: Path) -> Path | None:
    """The folder below `root` that holds the site's pages and no other's: named after it, or of text dumps, or of the
    sample."""
    for path in paths:
        for folder in path.parents:
            if not folder.resolve().is_relative_to(root) or folder.resolve() == root:
                break
            if folder.name == site or folder.name in ("raw", "site"):
                return folder
    return None


def _learn(files: Sequence[SavedFile]) -> Template | None:
    if len(files) < _MIN_PAGES:
        return None
    drawn = files[:_LEARN_PAGES]
    return learn_template(
        _parse(one.path, read_file(one.path), "http://site.invalid/")
        for one in follow(drawn, "learning the template", len(drawn))
    )


def _parse(path: Path, content: bytes, url: str) -> Page:
    return parse_page(content, url, "text/plain; charset=utf-8" if ".txt" in path.suffixes else "text/html")


def read_file(path: Path) -> bytes:
    """The content of a file, unpacked where it is gzip. Raises UsageError for a damaged one."""
    content = path.read_bytes()
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise UsageError(f"{path}: damaged gzip file ({error}). Save the page again.") from error
