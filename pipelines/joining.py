"""Listing cards and page results in, each page's own records out: what a card says goes to the page it links to, and
a card whose page is known is no record of its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract.cards import Card, merge_card
from extract.identity import canonical_url
from extract.records import Event, PageKind

_OWN: frozenset[PageKind] = frozenset(("event", "event_series"))


class Listings:
    """All cards of a site by the page that they link to.

    `addresses` names, for each address of the site's pages, the one that the page is known by (its canonical one);
    `cards` are those of each listing, by its address.
    """

    def __init__(self, addresses: Mapping[str, str], cards: Mapping[str, Sequence[Card]]) -> None:
        self.addresses = dict(addresses)
        for known in list(self.addresses.values()):
            self.addresses.setdefault(known, known)
        for url, known in addresses.items():
            self.addresses.setdefault(canonical_url(url, ""), known)
        self._pages: dict[str, str | None] = {}
        self.cards: defaultdict[str, list[tuple[str, Card]]] = defaultdict(list)
        """Each with the listing that it stands on."""
        for listing, of_listing in cards.items():
            for card in of_listing:
                if page := self.page_at(card.url):
                    self.cards[page].append((listing, card))

    def page_at(self, url: str) -> str | None:
        """The page that an address leads to, by the address that it is known by; None if it is none of the site's."""
        if url not in self._pages:  # a listing that stands on every page names the same addresses each time
            self._pages[url] = self.addresses.get(url) or self.addresses.get(canonical_url(url, "")) if url else None
        return self._pages[url]

    def join(self, canonical: str, kind: PageKind, events: Sequence[Event]) -> tuple[Event, ...]:
        """The events of one page: its own filled from the cards that link to it, none that has a page of its own."""
        kept = [event for event in events if self.page_at(event.url) in (None, canonical)]
        if kept and kind in _OWN:
            for listing, card in self.cards.get(canonical, ()):
                kept[0] = merge_card(kept[0], card, listing)
        return tuple(kept)
