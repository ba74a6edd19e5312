"""Page results of one site in, one at a time; what its tables need of them out, so that the text of no more than some
pages is in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from pipelines.archive import ArchivedPage
from pipelines.joining import Listings
from pipelines.results import ListedCard, PageResult
from pipelines.rows import ReadPage, Row, Stamp, seen
from pipelines.schema import schema
from pipelines.table_files import to_arrow
from pipelines.usage_signals import Policy, is_reserved

_COLUMNS = {
    "url", "canonical_url", "page_kind", "title", "language", "body", "body_blocks", "blocks", "published_at",
    "modified_at", "template_id", "robots",
}  # fmt: skip


@dataclass
class Gathered:
    """What the results of a site's pages come to. `read` holds the pages with records, without their text."""

    stamp: Stamp
    policies: Sequence[Policy]
    read: list[ReadPage] = field(default_factory=list)
    cards: list[ListedCard] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    problems: list[Row] = field(default_factory=list)
    explained: list[float] = field(default_factory=list)
    pages: pa.Table = field(default_factory=lambda: schema("pages").empty_table())
    """The rows of the pages, as stored."""

    def add(self, page: ReadPage) -> Row:
        """Keep what other rows need of a page; gives its own."""
        result, url = page.result, page.archived.capture.url
        canonical = url if result.canonical_url == url else result.canonical_url  # one string, not two that are equal
        self.addresses[url] = canonical
        if not page.removed_at:
            self.present.add(canonical)
            self.cards += (ListedCard(listing=result.url, card=card) for card in result.cards)
        if any(result.records.values()):
            self.read.append(page.without_text())
        if result.explained is not None:
            self.explained.append(result.explained)
        self.problems += ({"url": result.url} | problem._asdict() for problem in result.problems)
        return _page_row(page, self.stamp, self.policies)

    def finish(self) -> "Gathered":
        """Everything in the order of the pages' addresses, in whatever order they came."""
        self.read.sort(key=lambda page: page.result.url)
        self.cards.sort(key=lambda card: card.listing)
        self.problems.sort(key=lambda row: str(row["url"]))
        return self

    @property
    def listings(self) -> Listings:
        """What the site's listings say of its pages."""
        return Listings(self.addresses, self.cards)


def gather(
    results: Iterable[PageResult], archived: Mapping[str, ArchivedPage], gone: Mapping[str, datetime], stamp: Stamp,
    policies: Sequence[Policy],
) -> Gathered:  # fmt: skip
    """What the results of a site's `archived` pages come to; `gone` says since when a page is no more."""
    gathered = Gathered(stamp, policies)
    read = (ReadPage(archived[result.url], result, gone.get(result.url)) for result in results)
    gathered.pages = to_arrow(map(gathered.add, read), "pages")
    return gathered.finish()


def _page_row(page: ReadPage, stamp: Stamp, policies: Sequence[Policy]) -> Row:
    capture, result = page.archived.capture, page.result
    stated: Row = result.model_dump(include=_COLUMNS)
    return stated | seen(page, stamp) | _use(result, policies) | {
        "template_explains": result.explained,
        "site": capture.site, "status": capture.status, "fetched_at": capture.fetched_at,
        "content_type": capture.content_type or None, "sha256": capture.sha256, "archive_length": capture.length,
        "run_id": capture.run_id,
    }  # fmt: skip


def _use(result: PageResult, policies: Sequence[Policy]) -> Row:
    """What page and site state about the page's use. What the page states itself counts alone where it speaks of
    mining: the TDM protocol ranks it before the site's file."""
    own = result.usage_signals
    site = tuple(signal for policy in policies for signal in policy.signals(result.url))
    decisive = own if any(signal.startswith("tdm-reservation") for signal in own) else (*own, *site)
    return {"usage_signals": [*own, *site], "tdm_reserved": is_reserved(decisive)}
