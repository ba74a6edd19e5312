"""How one joins a group, its list, whom one asks, what it is. All groups and addresses are made up."""

import pytest

from tests.extract.test_groups import group_of, html

AIM = "<h1>Tide Group</h1><p>The group aims to map the tides of the coast.</p>"
CALLS: dict[str, tuple[str, str | None, str | None]] = {
    "below a heading": (
        "<h2>Joining</h2><p>It is fun. Sign up on the <a href='/form'>reading group form</a> today. Bring a cup.</p>",
        "Sign up on the reading group form today.", "https://harbour.example/form",
    ),
    "a list's": (
        "<h2>Join the list</h2><p>To become a member, send an empty message to tide-subscribe@lists.quay.example.</p>",
        "To become a member, send an empty message to tide-subscribe@lists.quay.example.", None,
    ),
    "membership form": (
        "<p>It is free. Fill in the <a href='/form'>membership form</a> or write a note.</p>",
        "Fill in the membership form or write a note.", "https://harbour.example/form",
    ),
    "german": (
        "<h2>Mitglied werden</h2><p>Es kostet nichts. <a href='/ja'>Jetzt der Gruppe beitreten</a></p>",
        "Jetzt der Gruppe beitreten", "https://harbour.example/ja",
    ),
    "mitmachen": (
        "<h2>Mitmachen</h2><p>Wer segeln mag, kann sich unter gezeiten@quay.example melden.</p>",
        "Wer segeln mag, kann sich unter gezeiten@quay.example melden.", None,
    ),
    "closed": ("<h2>Joining</h2><p>We do not accept letters; please do not contact ada@quay.example.</p>", None, None),
    "a talk": ("<h2>Joining</h2><p>Sign up for the seminar <a href='/talk'>here</a>.</p>", None, None),
    "another form": ("<p>Fill in the <a href='/form'>booking form</a> for the boat.</p>", None, None),
    "elsewhere": ("<h2>Boats</h2><p>Send the oars to boats@quay.example.</p>", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "call", "link"), CALLS.values(), ids=CALLS)
def test_the_call_to_join_says_what_to_do(body: str, call: str | None, link: str | None) -> None:
    group = group_of(html(f"{AIM}{body}", "Tide Group"))
    assert (group.join, group.join_url) == (call, link)


LISTS = {
    "not the robot": ("<p>Write to majordomo@lists.quay.example to get on the list tide@lists.quay.example.</p>",
                      "tide@lists.quay.example"),
    "not the subscribing": ("<p>Mail tide-subscribe@lists.quay.example, then tide@lists.quay.example.</p>",
                            "tide@lists.quay.example"),
    "german": ("<p>Mailingliste: tide@quay.example</p>", "tide@quay.example"),
    "an office": ("<p>Kontakt: tide@quay.example</p>", None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "address"), LISTS.values(), ids=LISTS)
def test_the_list_is_not_what_one_writes_to_so_as_to_be_on_it(body: str, address: str | None) -> None:
    assert group_of(html(f"{AIM}{body}", "Tide Group")).mailing_list == address


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("<p>Once you are subscribed you can post to tide-group@lists.quay.example.</p>", None),
        ("<p>Subscribe to or contact tide-group@lists.quay.example.</p>", "tide-group@lists.quay.example"),
        ("<p>Subscribe to the news. Contact tide-group@quay.example.</p>", "tide-group@quay.example"),
    ],
)
def test_a_list_that_one_subscribes_to_is_no_contact(body: str, address: str | None) -> None:
    contact = group_of(html(f"{AIM}{body}", "Tide Group")).contact
    assert (contact and contact.email) == address


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("Nachwuchsnetzwerk Gezeiten", "Wir segeln.", "network"),
        ("Tide Reading Group", "It is open to staff of the Institute.", None),
        ("Tide Readers", "Our Institute is old.", "institute"),
        ("Netzwerker der Gezeiten", "Wir segeln.", None),
    ],
)
def test_the_kind_is_the_groups_own(name: str, words: str, kind: str | None) -> None:
    assert group_of(html(f"<h1>{name}</h1><p>{words}</p>", name)).group_type == kind
