"""The heads of a site's page results in, one at a time; what its tables need of them out, so that the text of no more
than some pages is in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pyarrow as pa

from extract.cards import Card
from pipelines.archive import ArchivedPage
from pipelines.results import Listed, PageHead
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
    """What the heads of a site's pages come to. `read` holds the pages by address."""

    stamp: Stamp
    policies: Sequence[Policy]
    read: dict[str, ReadPage] = field(default_factory=dict)
    cards: dict[str, tuple[Card, ...]] = field(default_factory=dict)
    """The cards of each listing that is there, by its address."""
    problems: list[Row] = field(default_factory=list)
    explained: list[float] = field(default_factory=list)
    pages: pa.Table = field(default_factory=lambda: schema("pages").empty_table())
    """The rows of the pages, as stored."""

    def add(self, archived: ArchivedPage, head: PageHead, removed_at: datetime | None) -> Row:
        """Keep what other rows need of a page; gives its own."""
        url = archived.capture.url
        canonical = url if head.canonical_url == url else head.canonical_url  # one string, not two that are equal
        page = self.read[url] = ReadPage(archived, canonical, head.page_kind, removed_at)
        if head.cards and not removed_at:
            self.cards[url] = head.cards
        if head.explained is not None:
            self.explained.append(head.explained)
        self.problems += ({"url": url} | problem._asdict() for problem in head.problems)
        return _page_row(page, head, self.stamp, self.policies)

    def finish(self) -> "Gathered":
        """Everything in the order of the pages' addresses, in whatever order they came."""
        self.cards = dict(sorted(self.cards.items()))
        self.problems.sort(key=lambda row: str(row["url"]))
        return self

    @property
    def present(self) -> set[str]:
        """The addresses that pages which are there are known by."""
        return {page.canonical_url for page in self.read.values() if not page.removed_at}

    @cached_property
    def listed(self) -> Listed:
        """What the site's listings say of its pages."""
        return Listed(addresses={url: page.canonical_url for url, page in self.read.items()}, cards=self.cards)


def gather(
    heads: Iterable[PageHead], archived: Mapping[str, ArchivedPage], gone: Mapping[str, datetime], stamp: Stamp,
    policies: Sequence[Policy],
) -> Gathered:  # fmt: skip
    """What the heads of a site's `archived` pages come to; `gone` says since when a page is no more."""
    gathered = Gathered(stamp, policies)
    rows = (gathered.add(archived[head.url], head, gone.get(head.url)) for head in heads)
    gathered.pages = to_arrow(rows, "pages")
    return gathered.finish()


def _page_row(page: ReadPage, head: PageHead, stamp: Stamp, policies: Sequence[Policy]) -> Row:
    capture = page.archived.capture
    stated: Row = head.model_dump(include=_COLUMNS)
    return stated | seen(page, stamp) | _use(head, policies) | {
        "template_explains": head.explained,
        "site": capture.site, "status": capture.status, "fetched_at": capture.fetched_at,
        "content_type": capture.content_type or None, "sha256": capture.sha256, "archive_length": capture.length,
        "run_id": capture.run_id,
    }  # fmt: skip


def _use(head: PageHead, policies: Sequence[Policy]) -> Row:
    """What page and site state about the page's use. What the page states itself counts alone where it speaks of
    mining: the TDM protocol ranks it before the site's file."""
    own = head.usage_signals
    site = tuple(signal for policy in policies for signal in policy.signals(head.url))
    decisive = own if any(signal.startswith("tdm-reservation") for signal in own) else (*own, *site)
    return {"usage_signals": [*own, *site], "tdm_reserved": is_reserved(decisive)}
