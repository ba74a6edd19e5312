"""Structured data of a page: what is read, what is repaired, what is cut."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.items import MAX_ITEMS, Item
from extract.json_ld import load_json
from extract.markup import Markup, read_markup
from extract.tree import parse_tree

URL = "https://harbour.example/events/tea"


def read(body: str, head: str = "") -> Markup:
    root, _ = parse_tree(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>".encode())
    return read_markup(root, URL)


def script(text: str) -> Markup:
    return read("", f'<script type="application/ld+json">{text}</script>')


def test_a_page_without_markup_gives_nothing() -> None:
    assert read("<p>Tea</p>") == Markup()


def test_nested_items_are_items() -> None:
    place = {"@type": "Place", "name": "Harbour Hall", "address": {"@type": "PostalAddress", "postalCode": "HX1 1AA"}}
    (item,) = script(
        json.dumps({"@context": "https://schema.org", "@type": "Event", "name": "Tea", "location": place})
    ).items
    assert (item.type, item.text("name"), item.syntax, item.path) == ("Event", "Tea", "json-ld", "json-ld[0]")
    (found,) = item.items("location")
    assert found.path == "json-ld[0].location"
    assert found.items("address")[0].text("postalCode") == "HX1 1AA"


def test_graphs_and_lists_are_flattened_and_references_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "Event", "name": "Tea", "location": {"@id": "#hall"}},
            {"@id": "#hall", "@type": "Place", "name": "Hall"},
        ]
    }
    event, place = script(json.dumps([graph])).items
    assert event.items("location")[0].text("name") == place.text("name") == "Hall"


def test_references_in_a_circle_end() -> None:
    nodes = [
        {"@id": "#a", "@type": "Event", "superEvent": {"@id": "#b"}},
        {"@id": "#b", "@type": "Event", "subEvent": {"@id": "#a"}},
    ]
    markup = script(json.dumps({"@graph": nodes}))
    assert len(markup.items) == 2
    assert markup.problems


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "Event", "name": "Tea",}',
        '<!-- {"@type": "Event", "name": "Tea"} -->',
        '//<![CDATA[\n{"@type": "Event", "name": "Tea"}\n//]]>',
        '/*<![CDATA[*/{"@type": "Event", "name": "Tea"}/*]]>*/',
        '{"@type": "Event", "name": "Te\ta", "n": [1, 2,]};',
        '{"@type": "Event", "name": "Tea"}\n{"@type": "Place"}',
        "{&quot;@type&quot;: &quot;Event&quot;, &quot;name&quot;: &quot;Tea&quot;}",
        '{"@type": ["Thing", "Event"], "name": "Tea"}',
        '{"@type": "https://schema.org/Event", "name": "Tea", "price": NaN}',
    ],
)
def test_broken_json_is_repaired(text: str) -> None:
    values, trouble = load_json(text)
    assert not trouble
    assert "Event" in str(values[0]["@type"])


@pytest.mark.parametrize(
    "text",
    ['{"name": "Tea"', "{name: Tea}", "[" * 50_000, '{"a":' * 20_000, "9" * 5_000 + "x", '{"n": ' + "9" * 5_000 + "}"],
)
def test_json_beyond_repair_is_a_problem(text: str) -> None:
    markup = script(text)
    assert markup.items == ()
    assert [problem.step for problem in markup.problems] == ["markup"]


def test_a_bomb_of_items_is_cut() -> None:
    many = [{"@type": "Event", "name": str(number)} for number in range(10_000)]
    begin = time.perf_counter()
    markup = script(json.dumps({"@type": "Event", "name": "Tea", "subEvent": many}))
    assert time.perf_counter() - begin < 2
    assert len(list(markup.walk())) <= MAX_ITEMS
    assert markup.problems
    assert len(script(json.dumps(many)).items) <= MAX_ITEMS


def test_a_bomb_of_depth_is_cut() -> None:
    deep: dict[str, object] = {"@type": "Event"}
    for _ in range(400):
        deep = {"@type": "Event", "superEvent": deep}
    markup = script(json.dumps(deep))
    assert len(list(markup.walk())) < 50
    assert markup.problems


def test_microdata_is_read() -> None:
    markup = read(
        '<div itemscope itemtype="http://schema.org/Event"><h1 itemprop="name">Tea  and Graphs</h1>'
        '<time itemprop="startDate" datetime="2028-06-14T14:00">14 June</time><a itemprop="url" href="/t">x</a>'
        '<meta itemprop="endDate" content="2028-06-14T15:00"><div itemprop="location" itemscope'
        ' itemtype="http://schema.org/Place">'
        '<span itemprop="name">Harbour Hall</span></div></div>'
    )
    (item,) = markup.items
    assert (item.type, item.text("name"), item.syntax) == ("Event", "Tea and Graphs", "microdata")
    assert (item.text("startDate"), item.text("endDate")) == ("2028-06-14T14:00", "2028-06-14T15:00")
    assert item.text("url") == "https://harbour.example/t"
    assert item.items("location")[0].text("name") == "Harbour Hall"


def test_rdfa_lite_is_read() -> None:
    (item,) = read(
        '<div vocab="https://schema.org/" typeof="Event"><b property="name">Tea</b><i property="startDate"'
        ' content="2028-06-14">x</i></div>'
    ).items
    assert (item.type, item.text("name"), item.text("startDate"), item.syntax) == ("Event", "Tea", "2028-06-14", "rdfa")


@pytest.mark.parametrize(
    "body",
    [
        '<div class="h-event"><b class="p-name">Tea</b><time class="dt-start" datetime="2028-06-14">x</time></div>',
        '<div class="vevent"><b class="summary">Tea</b><abbr class="dtstart" title="2028-06-14">x</abbr></div>',
    ],
)
def test_microformats_are_read(body: str) -> None:
    (item,) = read(body).items
    assert (item.type, item.text("name"), item.text("startDate"), item.syntax) == (
        "Event",
        "Tea",
        "2028-06-14",
        "h-event",
    )


def test_an_element_a_thousand_deep_is_no_trouble() -> None:
    body = '<div itemscope itemtype="Event"><i itemprop="name">' * 1_000 + "Tea" + "</i></div>" * 1_000
    assert {item.text("name") for item in read(body).walk()} == {"Tea"}


def test_of_several_meta_elements_the_first_wins() -> None:
    head = (
        '<meta property="og:title" content=" Tea "><meta name="og:title" content="Coffee"><meta name="robots"'
        ' content="noindex">'
    )
    assert read("", head).meta == {"og:title": "Tea", "robots": "noindex"}


@given(st.text(max_size=200))
def test_any_script_is_read_without_trouble(text: str) -> None:
    values, trouble = load_json(text)
    assert isinstance(values, list)
    assert isinstance(trouble, str)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_json_that_is_whole_is_read_as_it_stands(value: dict[str, str]) -> None:
    assert load_json(json.dumps(value)) == ([value], "")


def test_text_of_an_item_is_folded_and_no_truth_value() -> None:
    item = Item("Event", {"name": (True, " Te\u200ba "), "n": 3}, "json-ld")
    assert (item.text("name"), item.text("n"), item.text("x")) == ("Tea", "3", "")
