"""Claims: what one reader says of one field, with the words it rests on. Merged field by field into a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from extract.blocks import Block
from extract.markup import Markup
from extract.records import Evidence
from extract.site import Site

Source = Literal["markup", "calendar", "label", "card", "text", "url"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One value for one field. `text` must stand on the page; `rule` is the reader's short name for what it did.

    `trust` orders claims on one field: the highest wins, the earlier of two equals. List fields hold one claim an item.
    """

    field: str
    value: Any
    text: str
    source: Source
    rule: str
    trust: float = 0.5
    path: str = ""

    def evidence(self, field: str = "") -> Evidence:
        """The claim's words as they go into the record."""
        return Evidence(field=field or self.field, text=self.text, rule=f"{self.source}.{self.rule}", path=self.path)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the value that stands after it: "Date" and "3 May 2027". `block` is where the value stands."""

    label: str
    value: str
    block: Block


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: readers remember what they found in one
class View:
    """What every reader of facts gets to see: the page without its chrome.

    `body` is the blocks kept, in reading order; `pairs` the label/value pairs among them; `title` the page's own
    heading ("" in a text dump); `linked` holds the calendar files (.ics) that the page links to, by address; `head` is
    the page's `<title>`, `frame` the blocks that were taken for chrome: what the site says of itself. `wide` is the
    body and, in place, the blocks that the page judge dropped but held possible; `wide_pairs` the pairs of these.
    """

    url: str
    title: str
    body: tuple[Block, ...]
    pairs: tuple[Pair, ...]
    markup: Markup
    site: Site = field(default_factory=Site)
    linked: Mapping[str, bytes] = field(default_factory=dict)
    head: str = ""
    frame: tuple[Block, ...] = ()
    wide: tuple[Block, ...] = ()
    wide_pairs: tuple[Pair, ...] = ()

    def opened(self) -> "View":
        """The view with the facts bars that the page judge took for chrome, for readers of days, times and places."""
        return replace(self, body=self.wide, pairs=self.wide_pairs) if self.wide else self


def pick(claims: Iterable[Claim], field: str) -> Claim | None:
    """The most trusted claim on a field; of equals the first."""
    return max((claim for claim in claims if claim.field == field), key=lambda claim: claim.trust, default=None)
