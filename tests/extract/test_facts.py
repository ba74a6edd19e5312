"""The facts box beside a page's text, which the page judge takes for chrome. All names are made up."""

import pytest

from extract.claims import View, pick
from extract.fields import booking, contacts, people
from extract.judgement import Judged
from extract.markup import NO_MARKUP
from extract.page import parse_page
from extract.records import Contact
from extract.site import Site
from extract.views import make_views

TEXT = (
    "<article><h1>A day of tides</h1><p>We look at the harbour, and at what the sea leaves on its stones.</p></article>"
)
ROWS = (
    "<li><b>When</b> 8 June 2027</li><li><b>Cost</b> £60 (students £25)</li><li><b>Book by</b> 21 May 2027</li>"
    "<li><b>Who it is for</b> sailors</li><li><b>Contact</b> symposium@tide.example</li>"
    "<li><b>Organised by</b> Tide interest group</li>"
)
BUTTON = "<a class='button' href='/tickets/7'>Book a place</a>"
BOX = f"<aside><h2>At a glance</h2><ul>{ROWS}</ul>{BUTTON}</aside>"


def view_of(body: str) -> View:
    """A page of which the article is body, an aside held possible, a button in it sure chrome."""
    page = parse_page(f"<!doctype html><html><body><main>{body}</main></body></html>", "https://tide.example/e")
    judged = [
        Judged(block, "body", "page", 1.0) if "article" in "/".join(block.path)
        else Judged(block, "chrome", "page", 0.01 if block.links else 0.3)
        for block in page.blocks
    ]  # fmt: skip
    return make_views(page, judged, "A day of tides", Site("tide"), {}).page


def value(view: View, field: str) -> object:
    claim = pick((*booking.find(view), *contacts.find(view)), field)
    return claim.value if claim else None


def test_a_box_beside_the_text_states_what_one_must_know() -> None:
    view = view_of(TEXT + BOX)
    assert value(view, "registration_deadline") == "2027-05-21"
    assert value(view, "is_accessible_for_free") is False
    assert value(view, "audience") == "sailors"
    assert value(view, "contact") == Contact(email="symposium@tide.example")
    prices = [claim.value for claim in booking.find(view) if claim.field == "price"]
    assert [(price.amount, price.applies_to) for price in prices] == [(60.0, None), (25.0, "students")]


def test_a_box_beside_the_text_states_who_organises() -> None:
    organisers = [claim.value.name for claim in people.find(view_of(TEXT + BOX)) if claim.field == "organizers"]
    assert organisers == ["Tide interest group"]


def test_the_button_of_the_box_is_where_to_book() -> None:
    view = view_of(TEXT + BOX)
    assert value(view, "registration_url") == "https://tide.example/tickets/7"
    assert value(view, "registration_status") == "open"


NO_BOXES = {
    "one label is a teaser's": f"<aside><ul><li><b>Cost</b> £60</li></ul>{BUTTON}</aside>",
    "two boxes are two events'": BOX + BOX.replace("£60", "£70"),
    "a card's text": f"<aside><p>When: 8 June 2027<br>Cost: £60<br>{'It is a long one. ' * 12}</p></aside>",
}


@pytest.mark.parametrize("box", NO_BOXES.values(), ids=NO_BOXES)
def test_what_stands_in_cards_is_of_other_events(box: str) -> None:
    assert value(view_of(TEXT + box), "price") is None


@pytest.mark.parametrize("link", ["Log in to book", "All tickets of the season", "Read more"])
def test_another_link_of_the_box_is_no_button(link: str) -> None:
    view = view_of(TEXT + BOX.replace("Book a place", link))
    assert value(view, "registration_url") is None


def test_what_the_text_labels_beats_the_box() -> None:
    view = view_of(TEXT.replace("<p>", "<p>Cost: £5</p><p>", 1) + BOX)
    prices = [claim.value.amount for claim in booking.find(view) if claim.field == "price"]
    assert prices == [5.0]


def test_a_page_without_a_box_has_no_facts_beside() -> None:
    page = parse_page("<!doctype html><html><body><p>Cost: £5</p></body></html>", "")
    view = View("", "", page.blocks, (), NO_MARKUP)
    assert value(view, "price") is not None
