"""What extraction said of one page, as values that can be kept on disk: the rebuild's unit of saved work.

A rebuild reads the heads of all pages first, since what a listing says of another page must be known before that page's
records are rows, and then the records, a page at a time. So the records of no more than some pages are in memory,
however many a site has.
"""

from typing import NamedTuple

from extract.cards import Card
from extract.flow import Extraction
from extract.markup import Markup
from extract.records import RECORDS, Event, Group, PageKind, Problem, Record, Value

_PUBLISHED = ("article:published_time", "datepublished", "dc.date", "dcterms.created", "citation_publication_date")
_MODIFIED = ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time")


class Listed(Value):
    """What one page of a site must know of the others: by the address of each the one that it is known by, and by that
    of each listing its cards."""

    addresses: dict[str, str]
    cards: dict[str, tuple[Card, ...]]


class Made(NamedTuple):
    """What a result was made of: a page's address, the digest of its content, and the key of all else."""

    url: str
    sha256: str
    key: str


class PageHead(Value):
    """What is known of a page beside its records, and what it says of other pages."""

    url: str
    canonical_url: str
    page_kind: PageKind
    title: str | None
    language: str | None
    body: str
    body_blocks: int
    blocks: int
    published_at: str | None
    modified_at: str | None
    template_id: str | None
    explained: float | None
    """Share of the page's chrome that the template explains; None without a template, or without chrome."""
    robots: str | None
    usage_signals: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    problems: tuple[Problem, ...] = ()


class PageRecords(Value):
    """The records of a page."""

    url: str
    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def records(self) -> dict[str, tuple[Record, ...]]:
        """What was found on the page, by table."""
        return {table: getattr(self, table) for table in RECORDS}


class PageResult(NamedTuple):
    """One page as read: all of it."""

    made: Made
    head: PageHead
    records: PageRecords


def make_head(extraction: Extraction, explained: float | None, usage_signals: tuple[str, ...]) -> PageHead:
    """What tables need of an extraction beside its records. `explained`: how much of the page's chrome its template
    explains; `usage_signals`: what page and headers state about its use."""
    body, markup = extraction.body, extraction.page.markup
    return PageHead(
        url=extraction.url,
        canonical_url=extraction.canonical,
        page_kind=extraction.page_kind,
        title=extraction.title or None,
        language=extraction.language,
        body=body.text,
        body_blocks=len(body.blocks),
        blocks=len(extraction.blocks),
        published_at=_stated(markup, _PUBLISHED, "datePublished"),
        modified_at=_stated(markup, _MODIFIED, "dateModified"),
        template_id=extraction.template_id,
        explained=explained,
        robots=markup.meta.get("robots"),
        usage_signals=usage_signals,
        cards=extraction.cards,
        problems=extraction.problems,
    )


def _stated(markup: Markup, names: tuple[str, ...], name: str) -> str | None:
    by_meta = next((markup.meta[one] for one in names if markup.meta.get(one)), None)
    items = (item.properties.get(name) for item in markup.items)
    return by_meta or next((value for value in items if isinstance(value, str)), None)
