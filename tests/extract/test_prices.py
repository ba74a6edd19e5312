"""What it costs to come: fees in tables, sentences and facts, never fares, prizes or dinners. All names are made up."""

import pytest

from extract.claims import View, pick
from extract.fields.prices import find_prices
from tests.extract.viewed import html, text

Prices = list[tuple[float, str | None]]


def prices(view: View) -> Prices:
    claims = [claim for claim in find_prices(view) if claim.field == "price"]
    return list(dict.fromkeys((claim.value.amount, claim.value.applies_to) for claim in claims))


@pytest.mark.parametrize(
    "sentence",
    ["The annual membership fee is £40.", "Students pay £9,000 in tuition fees.", "There is a no-show fee of £20.",
     "The article processing fee is £1,200.", "Rooms cost £60 per person per night."],
)  # fmt: skip
def test_what_one_pays_for_something_else_says_nothing_of_the_event(sentence: str) -> None:
    view = html(f"<p>{sentence}</p>")
    assert (prices(view), free(view)) == ([], None)


def free(view: View) -> object:
    claim = pick(find_prices(view), "is_accessible_for_free")
    return claim.value if claim else None


TABLE = (
    "<h2>{}</h2><table><tr><th>Full fee</th><td>£240</td></tr><tr><th>Student or unwaged</th><td>£95</td></tr></table>"
)
FEES = {
    "table": (TABLE.format("Fees"), [(240.0, "Full fee"), (95.0, "Student or unwaged")]),
    "heading of two": (TABLE.format("Fees and booking"), [(240.0, "Full fee"), (95.0, "Student or unwaged")]),
    "cells without heads": (
        "<h3>Registration fees</h3><table><tr><td>Students</td><td>€50</td><td>€70</td></tr></table>",
        [(50.0, "Students"), (70.0, "Students")],
    ),
    "list": (
        "<h2>Tickets</h2><ul><li>$22 Adults</li><li>Members: $10</li></ul>",
        [(22.0, "Adults"), (10.0, "Members")],
    ),
    "definitions": ("<h2>Preise</h2><dl><dt>Mitglieder</dt><dd>40 €</dd></dl>", [(40.0, "Mitglieder")]),
    "prizes": (TABLE.format("Prizes"), []),
    "a budget": (TABLE.format("What the harbour spends"), []),
    "beside the event": (
        "<h2>Fees</h2><dl><dt>Conference dinner</dt><dd>£45</dd><dt>Travel grant</dt><dd>£90</dd></dl>",
        [],
    ),
    "of a stay": (
        "<h2>Rates</h2><dl><dt>Double</dt><dd>£90</dd><dt>Breakfast</dt><dd>£8</dd>"
        "<dt>Taxi for a student</dt><dd>£9</dd><dt>Cancellation</dt><dd>£30</dd></dl>",
        [],
    ),
    "an amount alone": ("<h2>Fees</h2><p>£45</p>", []),
    "places": ("<h2>Fees</h2><table><tr><th>Places</th><td>18</td></tr></table>", []),
    "the next section": ("<h2>Fees</h2><p>See below.</p><h2>Our boat</h2><dl><dt>Mast</dt><dd>£900</dd></dl>", []),
}


@pytest.mark.parametrize(("body", "found"), FEES.values(), ids=FEES)
def test_a_table_of_fees_is_a_list_of_prices(body: str, found: Prices) -> None:
    assert prices(html(body)) == found


SENTENCES = {
    "what it covers": ("The fee is £120 and covers lunches and travel by boat.", [(120.0, None)]),
    "what it includes": ("Registration costs €90, including €20 for the dinner.", [(90.0, None)]),
    "another clause": ("Tickets are £5; four travel bursaries of £200 are available.", [(5.0, None)]),
    "each its payer": ("The cost is £60 (students £25).", [(60.0, None), (25.0, "students")]),
    "a grant that covers": ("The grant of £500 covers fees.", []),
    "a sum that covers": ("A sum of £500 per person covers travel.", []),
    "dinner": ("The conference dinner costs £40.", []),
    "a train": ("The train leaves every hour. Tickets cost around 3€.", []),
    "a taxi": ("A taxi from the airport has a fixed price of 45 euros.", []),
    "a fee beside a train": ("Come by train. The registration fee is £30.", [(30.0, None)]),
    "a fine": ("There is a fine of £20 for each member who is late.", []),
    "a sponsor's": ("Sponsors pay a fee of £5000.", []),
    "a book's": ("The book costs £30.", []),
    "a subscription": ("The price is £9 per month.", []),
}


@pytest.mark.parametrize(("sentence", "found"), SENTENCES.values(), ids=SENTENCES)
def test_a_price_is_what_one_pays_to_attend(sentence: str, found: Prices) -> None:
    assert prices(text(sentence)) == found


@pytest.mark.parametrize(
    ("words", "currency"),
    [
        ("A$650", "AUD"), ("AU$ 650", "AUD"), ("C$650", "CAD"), ("NZ$650", "NZD"), ("HK$650", "HKD"), ("US$650", "USD"),
        ("$650", "USD"), ("£650", "GBP"), ("CAD 650", "CAD"),
    ],
)  # fmt: skip
def test_a_letter_before_the_dollar_says_whose_it_is(words: str, currency: str) -> None:
    (claim,) = [one for one in find_prices(text(f"The fee is {words}.")) if one.field == "price"]
    assert (claim.value.amount, claim.value.price_currency) == (650.0, currency)


FREE = {
    "paid": ("Tickets cost £8 on the door.", False),
    "table": ("Fees\nStandard: £240", False),
    "open to all": ("This event is free and open to all, but you must register.", True),
    "in brackets": ("A (free) registration is required.", True),
    "after a comma": ("It takes place online only, on Zoom, and is free.", True),
    "some pay": ("Tickets are £5. Students attend the lecture free of charge, admission is free.", None),
    "those who do not belong": ("The fee for non-members is £20.", None),
    "those who are late": ("Late fee: £20", None),
    "who knows what for": ("For members it costs £12.", None),
    "a prize": ("A prize of £50 is given.", None),
    "a fare": ("The bus costs £3 per person.", None),
    "software": ("The workshop is free and open source software is used.", None),
    "hyphen": ("We promise a stress-free event.", None),
    "parking": ("This evening parking is free.", None),
    "a bus": ("The tour bus is free.", None),
}


@pytest.mark.parametrize(("lines", "found"), FREE.values(), ids=FREE)
def test_an_event_is_free_paid_or_nobody_says(lines: str, found: bool | None) -> None:
    assert free(text(lines)) is found


def test_what_is_said_to_cost_money_rests_on_the_words_of_the_price() -> None:
    claims = {claim.field: claim.text for claim in find_prices(text("Come.\nAdmission is £8 for all."))}
    assert claims == {"price": "Admission is £8 for all.", "is_accessible_for_free": "Admission is £8 for all."}
