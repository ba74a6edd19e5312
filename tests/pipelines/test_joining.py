"""Cards and pages of one site: what a listing says goes to the page it links to, and no event is there twice."""

from datetime import date

from extract.cards import Card
from extract.claims import Claim
from extract.records import Event
from pipelines.joining import Listings

SITE = "https://harbour.example"
LISTING, TEA = f"{SITE}/events", f"{SITE}/events/tea"


def card(url: str, name: str = "Tea and Graphs") -> Card:
    day = Claim("start_date", date(2028, 6, 14), "14 June 2028", "card", "day")
    return Card(url, name, (day,))


def listings(*cards: Card) -> Listings:
    return Listings({LISTING: LISTING, f"{TEA}/?utm_source=x": TEA}, {LISTING: cards})


def test_a_card_fills_the_event_of_the_page_it_links_to_however_the_link_is_written() -> None:
    for url in (TEA, f"{TEA}/", f"{TEA}?utm_campaign=may", f"{TEA}/?utm_source=x"):
        (event,) = listings(card(url)).join(TEA, "event", [Event(url=TEA, name="Tea and Graphs")])
        assert event.start_date == date(2028, 6, 14)
        assert [one.path for one in event.evidence] == [LISTING]


def test_a_listed_event_with_a_page_of_its_own_is_no_record_of_the_listing() -> None:
    listed = [Event(url=TEA, name="Tea and Graphs"), Event(url=f"{SITE}/events/cake", name="Cake Days")]
    kept = listings(card(TEA)).join(LISTING, "listing", listed)
    assert [event.name for event in kept] == ["Cake Days"]


def test_a_listed_event_that_links_nowhere_or_to_its_listing_stays() -> None:
    listed = [Event(url=LISTING, name="Board Meeting"), Event(url="https://elsewhere.example/x", name="Fair")]
    assert list(listings().join(LISTING, "listing", listed)) == listed


def test_a_card_that_links_to_a_listing_fills_none_of_its_events() -> None:
    listed = [Event(url=LISTING, name="Board Meeting")]
    assert list(listings(card(LISTING)).join(LISTING, "listing", listed)) == listed
