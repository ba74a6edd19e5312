"""Read this first. One page in, all that is known of it out:

    content ─parse_page→ Page ─judge→ blocks with verdicts ─find_pairs→ View ─find_kind→ kind
                                                              └─find_events, find_groups, find_cards→ records

A page has one answer however it was asked for: `crawl`, `rebuild`, `page` and `extract_page` all end in
`extract_parsed`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from extract.blocks import Block, join_text
from extract.body import find_title, judge
from extract.cards import Card, find_cards
from extract.claims import View
from extract.events import find_events
from extract.group_listing import find_entries, is_listed
from extract.groups import find_groups
from extract.identity import canonical_url, record_id
from extract.judgement import Judged
from extract.kinds import NO_KIND, Kind, find_kind
from extract.labels import find_pairs
from extract.markdown import write_markdown
from extract.page import Page, parse_page
from extract.records import Event, Group, PageKind, Problem
from extract.siblings import add_siblings
from extract.site import Site
from extract.template import Template
from extract.template import learn_template as learn_from_pages
from extract.text import key

R = TypeVar("R", Event, Group)


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
    body = tuple(one.block for one in judged if one.kept)
    frame = tuple(one.block for one in judged if not one.kept)
    view = View(page.url, title, body, find_pairs(judged), page.markup, site, linked, page.title, frame)
    wide = tuple(one.block for one in judged if not _is_site_chrome(one))
    cards = find_cards(view, wide)
    whole = _with_siblings(view, judged, wide)
    entries = find_entries(whole)
    kind = find_kind(view, len(cards), len(entries)) if page.blocks else NO_KIND  # an address alone makes no record
    canonical = canonical_url(page.url, page.canonical)
    events, event_problems = find_events(view, kind.name)
    groups, group_problems = find_groups(whole, kind.name, entries)
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
        events=tuple(_identify(events, "event", canonical, page, site, kind.confidence)),
        groups=tuple(_identify(groups, "group", canonical, page, site, kind.confidence)),
        cards=cards if kind.name == "listing" else (),
        problems=(*page.problems, *event_problems, *group_problems),
    )


def _with_siblings(view: View, judged: Sequence[Judged], wide: Sequence[Block]) -> View:
    """The view with whole lists: of people, of groups, of a table's rows."""
    body = add_siblings(view.body, wide)
    if len(body) == len(view.body):
        return view
    added = {id(block) for block in body}
    whole = [one._replace(verdict="body") if not one.kept and id(one.block) in added else one for one in judged]
    return replace(view, body=body, pairs=find_pairs(whole))


def _is_site_chrome(one: Judged) -> bool:
    """Chrome by the site's template. The page judge alone takes the cards of a listing for chrome too."""
    return one.verdict == "chrome" and one.judge == "site"


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


def learn_template(pages: Iterable[Page | bytes | str]) -> Template:
    """Learn what a site repeats from its pages, parsed or not (HTML or text dumps); their order does not matter."""
    return learn_from_pages(page if isinstance(page, Page) else parse_page(page) for page in pages)
