"""Read this first. One page in, all that is known of it out:

    content ─parse_page→ Page ─judge→ blocks with verdicts ─find_pairs→ View ─find_kind→ kind
                                                              └─find_events, find_groups, find_listed→ records

A page has one answer however it was asked for: `crawl`, `rebuild`, `page` and `extract_page` all end in
`extract_parsed`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from extract.blocks import Block, join_text
from extract.body import find_title, judge
from extract.cards import Card, find_cards
from extract.events import find_events, has_facts
from extract.group_listing import find_entries, is_listed
from extract.groups import find_groups
from extract.identity import canonical_url, record_id
from extract.judgement import Judged
from extract.kinds import NO_KIND, Kind, find_kind
from extract.listings import LISTS, find_listed, identify_listed
from extract.markdown import write_markdown
from extract.page import Page, parse_page
from extract.records import RECORDS, Event, Group, PageKind, Problem, Record
from extract.site import Site
from extract.template import Template
from extract.template import learn_template as learn_from_pages
from extract.text import key
from extract.views import make_views

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Body:
    """What is left of a page without its chrome, in reading order."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """One block a line; a `<br>` inside a block is a line break too."""
        return join_text(self.blocks)

    @property
    def markdown(self) -> str:
        """The text with its headings, lists, tables and links."""
        return write_markdown(self.blocks)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that is known of one page. `kind_confidence` is 0 to 1; `cards` are a listing's entries for other pages."""

    page: Page
    site: Site
    page_kind: PageKind
    kind_confidence: float
    title: str
    canonical: str
    template_id: str | None
    blocks: tuple[Judged, ...]
    events: tuple[Event, ...]
    groups: tuple[Group, ...]
    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def records(self) -> dict[str, tuple[Record, ...]]:
        """All that was found, by table."""
        return {table: getattr(self, table) for table in RECORDS}

    @property
    def language(self) -> str | None:
        """As the page states it."""
        return self.page.language or None

    @property
    def body(self) -> Body:
        return Body(tuple(one.block for one in self.blocks if one.kept))


def extract_page(
    html: bytes | str, url: str = "", *, site: Site | str | None = None, template: Template | None = None,
    content_type: str = "", linked: Mapping[str, bytes] | None = None,
) -> Extraction:  # fmt: skip
    """Extract one page: HTML or a text dump (one block a line).

    url: where it came from; makes links absolute and ids stable. site: hints (zone, languages) or just a name.
    template: what the site repeats, from `learn_template`; without one the page is judged alone. content_type: the
    HTTP header. linked: content of calendar files (.ics) that the page links to, by address.
    Content that is no page gives no records and a problem that says what it is; nothing is raised for bad content.
    """
    hints = site if isinstance(site, Site) else Site(site or "")
    return extract_parsed(parse_page(html, url, content_type), hints, template, linked or {})


def extract_parsed(page: Page, site: Site, template: Template | None, linked: Mapping[str, bytes]) -> Extraction:
    """Like `extract_page`, from a page that is parsed already."""
    judged = judge(page, template)
    title = find_title(page, judged)
    views = make_views(page, judged, title, site, linked)
    view = views.page
    read_cards = cache(lambda: find_cards(view, views.unstripped))
    entries = find_entries(views.whole)
    kind = NO_KIND  # an address alone makes no record
    if page.blocks or page.markup.items:
        kind = find_kind(view, lambda: len(read_cards()), lambda: has_facts(view), len(entries))
    canonical = canonical_url(page.url, page.canonical)
    events, event_problems = find_events(view, kind.name)
    cards = read_cards() if kind.name in LISTS else ()
    listed = find_listed(view, kind.name, cards)
    groups, group_problems = find_groups(views.whole, kind.name, entries)
    if groups and kind.name == "listing" and not is_listed(groups[0]):
        kind = Kind("group", kind.confidence)  # a list of one group's people
    return Extraction(
        page=page,
        site=site,
        page_kind=kind.name,
        kind_confidence=kind.confidence,
        title=title,
        canonical=canonical,
        template_id=template.id if template else None,
        blocks=judged,
        events=(
            *_identify(events, "event", canonical, page, site, kind.confidence),
            *_identify_listed(listed, canonical, page, site, kind.confidence),
        ),
        groups=tuple(_identify(groups, "group", canonical, page, site, kind.confidence)),
        cards=cards if kind.name == "listing" or listed else (),
        problems=(*page.problems, *event_problems, *group_problems),
    )


def _identify(
    records: Sequence[R], kind: str, canonical: str, page: Page, site: Site, confidence: float
) -> Iterator[R]:
    """Give the records of one page their id, address, site and the confidence of the page's kind. The first is the
    page's own; others go by name. What a listing gives with an address of its own goes by that."""
    for number, record in enumerate(records):
        listed = isinstance(record, Group) and is_listed(record)
        part = key(record.name or str(number)) if number or listed else ""
        address = canonical_url(record.url, "") if listed and record.url else ""
        yield record.model_copy(
            update={
                "record_id": record_id(kind, address or canonical, "" if address else part),
                "url": record.url if address else page.url or canonical,
                "site": site.name,
                "confidence": confidence,
                "language": record.language or page.language or None,
            }
        )


def _identify_listed(
    events: Sequence[Event], canonical: str, page: Page, site: Site, confidence: float
) -> Iterator[Event]:
    """Like `_identify`, for the events of a listing's cards, which keep the addresses of their own pages."""
    for event, identity in zip(events, identify_listed(events, canonical), strict=True):
        known = {"record_id": identity, "url": event.url or canonical, "site": site.name, "confidence": confidence}
        yield event.model_copy(update={**known, "language": page.language or None})


def learn_template(pages: Iterable[Page | bytes | str]) -> Template:
    """Learn what a site repeats from its pages, parsed or not (HTML or text dumps); their order does not matter."""
    return learn_from_pages(page if isinstance(page, Page) else parse_page(page) for page in pages)
