"""Bytes to blocks: what is a page, what is none, and that nothing runs together or is lost."""

import pytest

from extract import extract_page
from extract.claims import View
from extract.identity import canonical_url, plain_url, record_id
from extract.kinds import find_kind
from extract.page import parse_page

FOREIGN = [
    (b"", "empty"),
    (b" \n\t", "empty"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    ("\ufffd\x00\ufffd\ufffd words" * 40, "binary"),
    ("0000907856 00000 n\n" * 60, "without words"),
]


@pytest.mark.parametrize(("content", "says"), FOREIGN, ids=[says for _, says in FOREIGN])
def test_what_is_no_page_is_a_problem_and_gives_no_record(content: bytes | str, says: str) -> None:
    result = extract_page(content, url="https://lab.example/events/x")
    assert says in result.problems[0].message
    assert (result.events, result.groups, result.body.text) == ((), (), "")


def test_line_breaks_cells_and_items_never_run_words_together() -> None:
    page = parse_page(
        "<html><body><p>University of Bath<br>Florian</p><table><tr><td>A<td>B</table><ul><li>C<li>D</ul>"
    )
    assert [block.text for block in page.blocks] == ["University of Bath\nFlorian", "A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<span>March</span><span>30</span><span>1:00 PM</span>", "March 30 1:00 PM"),
        ("<em><em>28</em><em>May</em><em>4:30 pm</em></em><span><b>Tea</b></span>", "28 May 4:30 pm Tea"),
        ("<a href=/t>Tickets</a><a href=/m>Membership</a>", "Tickets Membership"),
        ("<span>C</span><span>ocoa</span> and H<sub>2</sub>O", "Cocoa and H2O"),
        ("<span>1</span><span>9</span><span>95</span>", "1995"),
    ],
)
def test_words_that_only_a_style_sets_apart_are_set_apart(line: str, text: str) -> None:
    assert parse_page(f"<html><body><p>{line}</p></body></html>", "").blocks[0].text == text


def test_white_space_is_folded_the_same_way_in_html_and_text() -> None:
    text = "Tide\u00a0tables \u200band\u00ad  mud"
    assert parse_page(text).blocks[0].text == "Tide tables and mud"
    assert parse_page(f"<html><body><p>{text}</p>").blocks[0].text == "Tide tables and mud"


def test_a_protected_mail_address_is_decoded() -> None:
    mail = '<a class="__cf_email__" data-cfemail="422b2c242d02273a232f322e276c2d3025">[email&#160;protected]</a>'
    assert parse_page(f"<html><body><p>Ask {mail}.</p>").blocks[0].text == "Ask info@example.org."


@pytest.mark.parametrize("depth", [300, 3_000, 20_000])
def test_deep_nesting_loses_no_text(depth: int) -> None:
    page = parse_page("<html><body>" + "<div>" * depth + "<p>deep words</p>" + "</div>" * depth + "<p>after</p>")
    assert [block.text for block in page.blocks] == ["deep words", "after"]
    assert bool(page.problems) == (depth > 5_000)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("<html><body><p>Zürich".encode(), ""),
        ("<html><body><p>Zürich".encode("cp1252"), ""),
        ("<html><body><p>Zürich".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<html><head><meta charset=iso-8859-1></head><body><p>Zürich".encode("latin-1"), ""),
        ("<html><body><p>Zürich".encode("utf-16"), ""),
    ],
)
def test_the_encoding_is_found_in_the_browser_s_order(content: bytes, content_type: str) -> None:
    assert parse_page(content, content_type=content_type).blocks[0].text == "Zürich"


def test_a_card_whose_anchor_holds_blocks_links_each_of_them() -> None:
    page = parse_page("<html><body><a href='/x'><h3>Tides</h3><p>An evening</p></a><p>More", "https://lab.example/")
    assert [[link.href for link in block.links] for block in page.blocks] == [["https://lab.example/x"]] * 2 + [[]]


def test_a_script_address_is_no_link() -> None:
    assert parse_page("<html><body><p><a href='javascript:alert(1)'>x</a>").blocks[0].links == ()


@pytest.mark.parametrize(
    "url",
    ["https://www.lab.example/events/tea/", "http://lab.example/events/tea?utm_source=x", "https://LAB.example/events/Tea#top"],
)  # fmt: skip
def test_spellings_of_one_address_are_one_record(url: str) -> None:
    assert record_id("event", url) == record_id("event", "https://lab.example/events/tea")


def test_the_canonical_claim_is_believed_on_the_same_host_but_not_for_the_home_page() -> None:
    node = "https://lab.example/node/17"
    assert canonical_url(node, "https://lab.example/events/tea") == "https://lab.example/events/tea"
    assert canonical_url(node, "https://lab.example/") == node
    assert canonical_url(node, "https://other.example/events/tea") == node
    assert plain_url(plain_url(node)) == plain_url(node)


KINDS = [
    ("https://lab.example/events/tea", "event"),
    ("https://lab.example/events", "listing"),
    ("https://lab.example/events/2024", "listing"),
    ("https://lab.example/event/page/2", "listing"),
    ("https://lab.example/guest-lectures/tides-and-tables", "event"),
    ("https://lab.example/events/public-lectures", "event_series"),
    ("https://lab.example/events/tea/code-of-conduct", "other"),
    ("https://lab.example/research/interest-groups/mud", "group"),
    ("https://lab.example/research/research-projects/mud-and-privacy-of-birds", "project"),
    ("https://lab.example/people/ada-quill", "person"),
    ("https://lab.example/tags/mud", "other"),
    ("https://lab.example/veranstaltungen/tee", "event"),
    ("https://lab.example/", "other"),
]


@pytest.mark.parametrize(("url", "kind"), KINDS, ids=[url[19:] for url, _ in KINDS])
def test_an_address_alone_tells_the_kind(url: str, kind: str) -> None:
    from extract.claims import View
    from extract.markup import NO_MARKUP

    assert find_kind(View(url, "", (), (), NO_MARKUP)).name == kind


def test_the_class_of_a_page_names_its_kind_wherever_it_stands_among_the_others() -> None:
    text = "<h1>Graphs by the Sea</h1><p>We look at tides, and at what they have to do with graphs of boats.</p>"
    page = parse_page(f'<body class="wp-singular single single-event has-menu">{text}</body>', "https://a.example/x")
    view = View(page.url, "Graphs by the Sea", page.blocks, (), page.markup)
    assert find_kind(view).name == "event"


def told(title: str, *paragraphs: str, address: str = "https://lab.example/page.aspx?id=7") -> str:
    """The kind of a page whose address says nothing."""
    page = parse_page(f"<body><h1>{title}</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs), address)
    return find_kind(View(page.url, title, page.blocks, (), page.markup)).name


GROUP_TITLES = (
    "Task Force on Tidal Records", "Committee for the Care of Charts", "Centre for Slow Rivers",
    "The Quay Society : Working Group on Ropes", "Forschungsgruppe Gezeiten und Deiche", "Fachgruppe Seezeichen",
    "Zentrum für Deichkunde", "Groupe de travail Marées et ports", "Réseau des capitaineries",
    "Gruppo di ricerca Maree", "Werkgroep Getijden",
)  # fmt: skip


@pytest.mark.parametrize("title", GROUP_TITLES)
def test_a_heading_that_begins_as_a_group_s_name_does_tells_a_group(title: str) -> None:
    assert told(title, "We count the boats that come in and those that go out again.") == "group"


@pytest.mark.parametrize(
    "title", ["Centre Street reopens", "Network cables", "Committee room booking", "Forum on Tides"]
)
def test_a_heading_that_only_begins_with_such_a_word_does_not(title: str) -> None:
    assert told(title, "We count the boats that come in and those that go out again.") == "other"


def test_an_acronym_that_is_spelled_out_below_tells_a_group() -> None:
    spelled = "Special Interest Group on Tidal Harbour Charts"
    assert told("SIG-THC", spelled, "We lend tables to harbours.") == "group"
    assert told("THC Home Page", "Tidal Harbour Committee", "We lend tables to harbours.") == "group"
    assert told("SIG-XYZ", spelled, "We lend tables to harbours.") == "other"


@pytest.mark.parametrize(
    "text",
    [
        "The group meets on Mondays.",
        "Die Arbeitsgruppe trifft sich am Montag.",
        "Le groupe se réunit le lundi.",
        "De werkgroep komt bijeen op maandag.",
    ],
)
def test_what_a_text_says_of_its_group_tells_one(text: str) -> None:
    assert told("Ropes and Knots", text) == "group"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Doktorandenstelle Gezeiten", "Die Forschungsgruppe untersucht Deiche. Bewerbungsfrist: 3. Mai 2027."),
        ("Call for papers: Ropes", "The network meets in May."),
    ],
)
def test_a_post_or_a_call_of_a_group_is_no_group(title: str, text: str) -> None:
    assert told(title, text) == "opportunity"
