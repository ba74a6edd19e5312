"""The cards of a page in, the events that it lists out: those of a listing, or of a page that tells its own dates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from extract.cards import Card, build_event
from extract.claims import View
from extract.identity import canonical_url, record_id
from extract.kinds import EVENT_WORDS, NEWS_WORDS
from extract.records import Event, PageKind
from extract.text import key

LISTS: frozenset[PageKind] = frozenset(("listing", "other"))
"""Kinds of pages whose cards may be events. A home page lists meetings too; the cards of a news page are news, those
beside an event other events' teasers, and a group's own events stand in its record."""
FEW = 2  # cards of a list: one dated line is a remark
OCCASIONS = re.compile(
    r"\b(?:meetings?|hearings?|workshops?|seminars?|lectures?|talks?|trainings?|sessions?|courses?|conferences?|"
    r"festivals?|concerts?|tours?|forums?|webinars?|symposi\w+|exhibitions?|colloqui\w+|kolloqui\w+|tagung\w*|vortr\w+|"
    r"ateliers?|séminaires?|conférences?|talleres|corsi|lezi\w+|school|hackathons?|retreat|screening|council|board|committees?|commission)\b",
    re.I,
)


def find_listed(view: View, kind: PageKind, cards: Sequence[Card]) -> tuple[Event, ...]:
    """The events of a page's cards, if it is a list of events; each with the address of its own page if it links one.

    Whether that page is known, and the card's record so one too many, is for those to see who know all pages.
    """
    cards = [card for card in cards if card.name]
    if kind not in LISTS or not cards or not _lists_events(view, kind, cards):
        return ()
    return tuple(build_event(card, view.url) for card in cards)


def identify_listed(events: Sequence[Event], canonical: str) -> Iterator[str]:
    """An id for each: that of its own page, so that it stays when that page is crawled. Cards that share a page, or
    link none, go by name and day, wherever on the site they are listed."""
    own = Counter(canonical_url(event.url, "") for event in events)
    for event in events:
        address = canonical_url(event.url, "")
        day = str(event.start_date or event.start_date_partial or "")
        if own[address] == 1 and address != canonical:
            yield record_id("event", address)
        else:
            place = urljoin(canonical, "/") if address == canonical else address
            yield record_id("event", place, f"{key(event.name or '')} {day} {event.start_time or ''}".strip())


def _lists_events(view: View, kind: PageKind, cards: Sequence[Card]) -> bool:
    """Whether cards are events: their markup says so, or address or title name events, or most have a clock time or
    the name of an occasion. On a page of news none are."""
    if any(claim.rule == "markup" for claim in cards[0].claims):
        return True
    words = _words(view)
    timed = sum(any(claim.field == "start_time" for claim in card.claims) for card in cards)
    named = bool(words & EVENT_WORDS) and kind == "listing"
    if words & NEWS_WORDS or len(cards) < FEW - (named and timed):
        return False
    if named:
        return True
    occasions = sum(OCCASIONS.search(card.name) is not None for card in cards)
    return max(timed, occasions) >= 0.5 * len(cards)


def _words(view: View) -> set[str]:
    """Words of the address and the title."""
    path = unquote(urlsplit(view.url).path).lower()
    return {*re.split(r"[\W_]+", path), *key(view.title).split()}
