"""A listing page in, its cards out: repeated containers that hold a link and a date, with what they say of an event."""

from dataclasses import dataclass

from extract.claims import Claim, View
from extract.records import Event


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing: the address it links to, its name, claims on the event's facts."""

    url: str
    name: str
    claims: tuple[Claim, ...]


def find_cards(view: View) -> tuple[Card, ...]:
    """The cards of a page in reading order."""
    return ()


def merge_card(event: Event, card: Card, listing_url: str) -> Event:
    """Fill what the event's own page leaves out from the card that links to it."""
    return event
