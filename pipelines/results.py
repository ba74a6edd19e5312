"""What extraction said of one page, as a value that can be kept on disk: the rebuild's unit of saved work.

A rebuild reads it twice: the heads of all pages first, since what a listing says of another page must be known before
that page's records are rows, and then the records, a page at a time. So the records of no more than some pages are in
memory, however many a site has.
"""

from pydantic import ConfigDict

from extract.cards import Card
from extract.flow import Extraction
from extract.markup import Markup
from extract.records import RECORDS, Event, Group, PageKind, Problem, Record, Value

_PUBLISHED = ("article:published_time", "datepublished", "dc.date", "dcterms.created", "citation_publication_date")
_MODIFIED = ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time")


class ListedCard(Value):
    """A card and the listing that it stands on."""

    listing: str
    card: Card


class _Saved(Value):
    """What every view of a saved result has, which leaves out what it does not name. `sha256` is the digest of the
    page's content, `key` names all else that the result depends on."""

    model_config = ConfigDict(extra="ignore")

    url: str
    sha256: str
    key: str
    canonical_url: str
    page_kind: PageKind


class PageHead(_Saved):
    """What is known of a page beside its records, and what it says of other pages."""

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


class PageRecords(_Saved):
    """The records of a page."""

    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def records(self) -> dict[str, tuple[Record, ...]]:
        """What was found on the page, by table."""
        return {table: getattr(self, table) for table in RECORDS}


class PageResult(PageHead, PageRecords):
    """One page as read: all of it."""

    model_config = ConfigDict(extra="forbid")


def make_result(extraction: Extraction, sha256: str, key: str, explained: float | None) -> PageResult:
    """The part of an extraction that tables need, and how much of the page's chrome its template explains."""
    body, markup = extraction.body, extraction.page.markup
    return PageResult(
        url=extraction.url,
        sha256=sha256,
        key=key,
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
        events=extraction.events,
        groups=extraction.groups,
        cards=extraction.cards,
        problems=extraction.problems,
    )


def _stated(markup: Markup, names: tuple[str, ...], name: str) -> str | None:
    by_meta = next((markup.meta[one] for one in names if markup.meta.get(one)), None)
    items = (item.properties.get(name) for item in markup.items)
    return by_meta or next((value for value in items if isinstance(value, str)), None)
