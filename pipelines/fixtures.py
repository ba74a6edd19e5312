"""Golden pages: a page with all that its records depend on in, a folder that is a test out, and back.

`page.html` (or `.txt`) is the page, `source.json` its address, header and site, `template.json` and `calendars.json`
what else it was read with, and `expected.json` what extraction must say of it: written as it is now, mended by hand.
What cards on other pages add to its record is no part of it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract.flow import Extraction, extract_parsed
from extract.page import parse_page
from extract.site import Site
from extract.template import Template
from pipelines.errors import ColloquyError, UsageError
from pipelines.evidence import UNJUDGED

EXPECTED = "expected.json"
_SOURCE, _TEMPLATE, _CALENDARS = "source.json", "template.json", "calendars.json"
_PAGES = {"html": "page.html", "text": "page.txt"}
_OWN = UNJUDGED - {"url"}


@dataclass(frozen=True, slots=True)
class Fixture:
    """A page and what its records depend on. `linked`: content of calendar files (.ics) by address."""

    content: bytes
    url: str
    content_type: str
    site: Site
    template: Template | None = None
    linked: Mapping[str, bytes] = field(default_factory=dict)

    def extract(self) -> Extraction:
        page = parse_page(self.content, self.url, self.content_type)
        return extract_parsed(page, self.site, self.template, self.linked)


def state(extraction: Extraction) -> dict[str, Any]:
    """What a golden page expects: kind, title, body, and of each record the fields that the page states."""
    return {
        "page_kind": extraction.page_kind, "title": extraction.title, "body": extraction.body.text.split("\n"),
        **{name: [_stated(one.model_dump(mode="json", exclude=set(_OWN))) for one in those]
           for name, those in extraction.records.items()},
    }  # fmt: skip


def _stated(value: Any) -> Any:
    """The value without what is null or empty in it: a new field does not break an old fixture."""
    if isinstance(value, dict):
        return {name: _stated(one) for name, one in value.items() if one not in (None, [], ())}
    return [_stated(one) for one in value] if isinstance(value, list | tuple) else value


def store_fixture(folder: Path, fixture: Fixture) -> Path:
    """Write a golden page into a folder of its own in `folder`; gives that. Raises UsageError when it is there."""
    extraction = fixture.extract()
    own = folder / name_page(fixture.url or extraction.title)
    if (own / EXPECTED).exists():
        raise UsageError(f"{own} is there already, perhaps mended by hand. Remove it to write it anew.")
    own.mkdir(parents=True, exist_ok=True)
    source = {"url": fixture.url, "content_type": fixture.content_type, "site": asdict(fixture.site)}
    (own / _PAGES[extraction.page.form]).write_bytes(fixture.content)
    _write(own / _SOURCE, source)
    if fixture.template:
        (own / _TEMPLATE).write_text(fixture.template.to_json() + "\n", encoding="utf-8")
    if fixture.linked:
        _write(own / _CALENDARS, {url: content.decode("utf-8", "replace") for url, content in fixture.linked.items()})
    _write(own / EXPECTED, state(extraction))
    return own


def load_fixture(folder: Path) -> tuple[Fixture, dict[str, Any]]:
    """A golden page and what is expected of it. Raises ColloquyError when it is not whole."""
    try:
        page = next(path for name in _PAGES.values() if (path := folder / name).exists())
        source, expected = (json.loads((folder / name).read_bytes()) for name in (_SOURCE, EXPECTED))
        linked = json.loads((folder / _CALENDARS).read_bytes()) if (folder / _CALENDARS).exists() else {}
        template = folder / _TEMPLATE
        site = Site(**{**source["site"], "languages": tuple(source["site"]["languages"])})
        fixture = Fixture(
            page.read_bytes(), source["url"], source["content_type"], site,
            Template.from_json(template.read_text(encoding="utf-8")) if template.exists() else None,
            {url: content.encode() for url, content in linked.items()},
        )  # fmt: skip
    except (OSError, StopIteration, ValueError, KeyError, TypeError) as error:
        raise ColloquyError(f"{folder} is no golden page ({error or 'no page in it'}). Write it anew.") from error
    return fixture, expected


def name_page(address: str) -> str:
    """A short name for files about a page.

    >>> name_page("https://x.example/events/Ein-Tag%20im?page=2"), name_page("saved/page 7.html"), name_page("")
    ('ein-tag-im-page-2', 'page-7', 'page')
    """
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".html").removesuffix(".htm").removesuffix(".txt")
    words = re.findall(r"[^\W_]+", f"{re.sub('%[0-9a-fA-F]{2}', ' ', last) or parts.hostname or ''} {parts.query}")
    return "-".join(words).lower()[:60].rstrip("-") or "page"


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
