"""The site judge: what it learns from small pages made by hand, each showing one thing that real sites do."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.blocks import Block
from extract.judgement import Judged
from extract.page import Page, parse_page
from extract.template import Template, gather, learn, learn_template, merge
from extract.template_sample import digest_page, shorten, sketch_page

MENU = ["Section page", "What we do", "Our people", "Lectures and walks", "Applications have now closed"]
FOOT = ["© The Institute of Tides", "All rights reserved", "A registered charity", "Write to us", "Legal"]


def dump(*lines: str) -> Page:
    return Page("", "text", tuple(Block(line) for line in lines))


def dumps(*bodies: Sequence[str]) -> list[Page]:
    return [dump(*MENU, *body, *FOOT) for body in bodies]


def body_of(template: Template, page: Page) -> list[str]:
    judged = template.judge(page)
    return [block.text for block, one in zip(page.blocks, judged, strict=True) if kept(one)]


def kept(judged: Judged | None) -> bool:
    """What the template does not know stays, as far as it is asked."""
    return judged is None or judged.kept


def words_of(template: Template, page: Page) -> dict[str, str | None]:
    judged = template.judge(page)
    return {block.text: one and one.verdict for block, one in zip(page.blocks, judged, strict=True)}


def html(main: str, menu: str = "", after: str = "") -> Page:
    links = menu or "".join(f"<li><a href=/{number}>{text}</a></li>" for number, text in enumerate(MENU))
    foot = "".join(f"<p>{line}</p>" for line in FOOT)
    text = f"<html><body><div id=page><nav><ul>{links}</ul></nav><main>{main}</main>{after}"
    return parse_page(f"{text}<footer>{foot}</footer></div></body></html>", "https://tides.example/page")


def events(count: int, more: str = "") -> list[Page]:
    """Pages with a title, a labelled place, a labelled date, a text of their own, and `more`."""
    places = ("Harbour House", "Harbour House", "The Old Pier", "Boat Shed")
    return [
        html(
            f"<h1>Evening {word}</h1><div class=facts><div class=label>Place</div><div>{places[number % 4]}</div>"
            f"<div class=label>Date</div><div>{number + 1} May</div></div>"
            f"<p>Evening {word} is about {word} and nothing else, as {word} people say.</p>{more}"
        )
        for number, word in enumerate(f"{letter}{letter}ing" for letter in "bcdfghklmnprst"[:count])
    ]


def test_two_dumps_are_enough() -> None:
    template = learn_template(dumps(["One body"], ["Another", "body"]))
    assert body_of(template, dump(*MENU, "A third", *FOOT)) == ["A third"]


def test_one_page_teaches_nothing() -> None:
    page = dump(*MENU, "One body", *FOOT)
    assert learn_template([page]).judge(page) == (None,) * len(page.blocks)


def test_a_line_of_many_bodies_beside_the_footer_stays_body() -> None:
    bodies = [[f"Talk number {letter}", "Harbour House, 1 Quay Lane"] for letter in "abcdefghijkl"]
    others = [[f"Person {letter}", "a biography"] for letter in "mnopqrstuvwxyz"]
    template = learn_template(dumps(*bodies, *others))
    assert body_of(template, dump(*MENU, "Talk", "Harbour House, 1 Quay Lane", *FOOT)) == [
        "Talk",
        "Harbour House, 1 Quay Lane",
    ]


def test_a_menu_line_inside_a_body_stays_body() -> None:
    template = learn_template(dumps(["One body"], ["Another"], ["Third"]))
    page = dump(*MENU, "News", "Applications have now closed", "Try again next year", *FOOT)
    assert "Applications have now closed" in body_of(template, page)


def test_a_body_that_begins_or_ends_with_a_menu_line_keeps_it() -> None:
    template = learn_template(dumps(["One body"], ["Another"], ["Third"]))
    for line in (*MENU, *FOOT):
        assert body_of(template, dump(*MENU, line, *FOOT)) == [line]
        assert body_of(template, dump(*MENU, line, "and more", *FOOT)) == [line, "and more"]


def test_copied_paragraphs_in_the_middle_stay_body() -> None:
    copied = [f"Paragraph {letter} of a study week" for letter in "abcdefg"]
    weeks = [[f"Week of {word}", *copied, f"Ask {word}"] for word in ("wind", "salt", "kelp", "sand", "foam")]
    template = learn_template(dumps(*weeks, *([f"Page {letter}"] for letter in "abcdefghijklm")))
    assert body_of(template, dump(*MENU, "Week of fog", *copied, "Ask fog", *FOOT)) == [
        "Week of fog",
        *copied,
        "Ask fog",
    ]


def test_a_page_without_body_is_all_chrome() -> None:
    template = learn_template(dumps(["One body"], ["Another"]))
    assert body_of(template, dump(*MENU, *FOOT)) == []


def test_a_stray_page_is_all_body_but_not_for_sure() -> None:
    template = learn_template(dumps(["One body"], ["Another"]))
    stray = dump("Buy our meetings", "Meet anywhere", "Prices")
    assert [(one.verdict, one.score) for one in template.judge(stray) if one] == [("body", 0.6)] * 3


def test_a_second_footer_is_learned_beside_the_first() -> None:
    cookies = ["© The Tides Fair", "This site uses cookies", "Strictly necessary", "If you disable", "these cookies"]
    fair = [dump(f"Stand {letter}", f"Goods of {letter}", *cookies) for letter in "abc"]
    template = learn_template([*dumps(*([f"Page {letter}"] for letter in "abcdefghijklmnopqrst")), *fair])
    assert body_of(template, dump("Stand z", *cookies)) == ["Stand z"]


def test_a_footer_with_other_line_breaks_is_the_same_footer() -> None:
    template = learn_template(dumps(["One body"], ["Another"]))
    joined = dump(*MENU, "Third", "© The Institute of Tides All rights reserved", "A registered charity")
    assert body_of(template, joined) == ["Third"]


def test_one_strange_line_does_not_end_the_footer() -> None:
    template = learn_template(dumps(["One body"], ["Another"]))
    page = dump(*MENU, "Third", *FOOT[:1], "All rights [protected]", *FOOT[2:])
    assert body_of(template, page) == ["Third"]


def test_the_year_of_a_footer_is_no_new_footer() -> None:
    template = learn_template([dump("one", "© 2023 Tides", "Help"), dump("two", "© 2023 Tides", "Help")])
    assert body_of(template, dump("three", "© 2024 Tides", "Help")) == ["three"]


def test_html_chrome_goes_and_the_body_stays() -> None:
    pages = events(6)
    template = learn_template(pages)
    kept = body_of(template, pages[0])
    assert kept[0] == "Evening bbing"
    assert not set(kept) & {*MENU, *FOOT}


def test_repeated_text_before_varying_values_is_a_label() -> None:
    pages = events(8)
    words = words_of(learn_template(pages), pages[0])
    assert (words["Place"], words["Date"]) == ("label", "label")
    assert words["Harbour House"] == words["1 May"] == "body"


def test_an_active_menu_item_is_chrome_on_its_page_too() -> None:
    menus = [
        "".join(f"<li{' class=active' if one == here else ''}><a href=/{one}>{one}</a></li>" for one in MENU)
        for here in MENU
    ]
    pages = [html(f"<h1>Page {here}x</h1><p>Of {here} alone</p>", menu) for here, menu in zip(MENU, menus, strict=True)]
    template = learn_template(pages)
    assert body_of(template, pages[2]) == ["Page Our peoplex", "Of Our people alone"]


REST = {word: f"All on {word} and not a word on the rest" for word in ("wind", "salt", "kelp", "sand")}


def test_a_breadcrumb_is_chrome_though_it_names_the_page() -> None:
    pages = [
        html(f"<ol class=breadcrumb><li>Home</li><li>Talk {word}</li></ol><h1>Talk {word}</h1><p>{REST[word]}</p>")
        for word in REST
    ]
    assert body_of(learn_template(pages), pages[0]) == ["Talk wind", REST["wind"]]


def test_related_cards_are_chrome_though_each_page_has_others() -> None:
    words = ("wind", "salt", "kelp", "sand", "foam", "reef")
    pages = [
        html(
            f"<article><h1>Talk {word}</h1><p>All that there is to say on {word}, and who says it</p></article>"
            f"<section><h2>Related events</h2><h3>Talk {words[number - 1]}</h3><h3>Talk {words[number - 2]}</h3>"
            "</section>"
        )
        for number, word in enumerate(words)
    ]
    template = learn_template(pages)
    assert body_of(template, pages[3]) == ["Talk sand", "All that there is to say on sand, and who says it"]


def test_a_minority_template_of_a_dozen_pages_is_learned() -> None:
    def fair(word: str) -> Page:
        rest = "<div class=bottom><p>Tides Fair office</p><p>Hall 3</p></div>"
        return parse_page(f"<html><body><div class=fair><p>Tickets</p><div><p>Stand {word}</p></div></div>{rest}")

    words = [f"{a}{b}" for a in "bcdfghklmn" for b in "aeiou"]
    pages = [html(f"<h1>Page {word}</h1><p>Of {word} only</p>") for word in words] + [fair(word) for word in words[:12]]
    assert body_of(learn_template(pages), fair("zz")) == ["Stand zz"]


def test_a_listing_keeps_its_cards() -> None:
    listing = html(
        "<h1>Events</h1><div class=list>" + "".join(f"<p>Evening {a}{a}ing, soon</p>" for a in "bcdfg") + "</div>"
    )
    kept = body_of(learn_template([*events(8), listing]), listing)
    assert kept == ["Events", *(f"Evening {a}{a}ing, soon" for a in "bcdfg")]


def test_a_redesign_shows_as_unexplained_chrome() -> None:
    pages = events(6)
    template = learn_template(pages)
    new = parse_page(
        "<html><body><div class=top-menu><p>Neu</p></div><div class=x><p>text</p></div><footer>Ende</footer>"
    )
    assert template.explained(pages[0]) > 0.9
    assert template.explained(new) == 0.0
    assert set(template.judge(new)) == {None}


def test_a_menu_that_the_site_has_not_shown_before_is_not_known_to_be_body() -> None:
    found = words_of(learn_template(events(6)), html("<h1>Evening zzing</h1><nav class=more><p>A word</p></nav>"))
    assert (found["Evening zzing"], found["A word"]) == ("body", None)


def test_a_label_that_is_a_link_is_one_and_links_in_a_row_are_none() -> None:
    label, links = "<p><a href=/where>Where</a></p>", "".join(f"<p><a href=/{n}>{n}</a></p>" for n in ("Back", "Next"))
    pages = [html(f"<h1>Evening {w}</h1>{label}<p>Hall {w}</p>{links}<p>{w} again</p>") for w in "abcdefgh"]
    found = words_of(learn_template(pages), pages[0])
    assert [found[text] for text in ("Where", "Hall a", "Back", "Next")] == ["label", "body", "chrome", "chrome"]


def test_sureness_is_a_share() -> None:
    template = learn_template([*dumps(["One body"], ["Another"]), *events(6)])
    pages = (*dumps(["A third"]), dump("bare"), *events(2), html("<p>new</p>"))
    assert all(0 <= one.score <= 1 for page in pages for one in template.judge(page) if one)


def test_drift_of_dumps_counts_the_edges() -> None:
    template = learn_template(dumps(["One body"], ["Another"]))
    explained = [template.explained(dump(*lines)) for lines in ([*MENU, "x", *FOOT], [*MENU, "x"], ["x"])]
    assert explained == [1.0, 0.5, 0.0]


def test_another_version_of_the_json_is_refused() -> None:
    with pytest.raises(ValueError, match="learn it again"):
        Template.from_json('{"version": 0}')


def test_pages_without_blocks_are_not_counted() -> None:
    assert gather([dump(), *dumps(["One"], ["Two"])]).seen == 2


LINE = st.sampled_from([*MENU, *FOOT, "Harbour House", "Register now", "a", "b", "c", "One more", "12 May", "13 May"])
DUMP = st.lists(LINE, max_size=12).map(lambda lines: dump(*lines))
FULL = st.lists(LINE, max_size=5).map(lambda lines: dump(*MENU, *lines, *FOOT))
HTML = st.lists(LINE, max_size=4).map(lambda lines: html("".join(f"<p>{line}</p>" for line in lines)))
SITE = st.lists(st.one_of(DUMP, FULL, HTML), max_size=12)


@given(SITE, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_pages_does_not_matter(pages: list[Page], dice: random.Random) -> None:
    shuffled = dice.sample(pages, len(pages))
    assert learn_template(shuffled) == learn_template(pages)


@given(SITE, SITE)
@settings(max_examples=60)
def test_merged_samples_are_the_sample_of_all(some: list[Page], others: list[Page]) -> None:
    for limit in (4, 4000):
        merged = merge([gather(some, limit), gather(others, limit)], limit)
        assert merged == gather([*some, *others], limit)
        assert learn(merged) == learn(gather([*others, *some], limit))


@given(SITE)
@settings(max_examples=60)
def test_json_keeps_the_template(pages: list[Page]) -> None:
    template = learn_template(pages)
    again = Template.from_json(template.to_json())
    assert again == template
    assert again.id == template.id


@given(SITE, st.one_of(DUMP, FULL, HTML))
@settings(max_examples=100)
def test_keeping_twice_is_keeping_once(pages: list[Page], page: Page) -> None:
    template = learn_template(pages)
    once = replace(page, blocks=tuple(b for b, one in zip(page.blocks, template.judge(page), strict=True) if kept(one)))
    assert body_of(template, once) == [block.text for block in once.blocks]


@given(SITE)
@settings(max_examples=60)
def test_every_block_has_its_place_in_the_answer(pages: list[Page]) -> None:
    template = learn_template(pages)
    for page in pages:
        judged = template.judge(page)
        assert [one.block for one in judged if one] == [
            block for block, one in zip(page.blocks, judged, strict=True) if one
        ]
        assert len(judged) == len(page.blocks)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=2, max_size=10, unique=True))
def test_a_block_on_every_page_is_never_body(texts: list[str]) -> None:
    pages = [html(f"<p>Only {text} here</p>") for text in texts]
    template = learn_template(pages)
    for page in pages:
        assert not {*MENU, *FOOT} & set(body_of(template, page))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=2, max_size=10, unique=True))
def test_what_one_page_alone_says_is_never_chrome(texts: list[str]) -> None:
    pages = dumps(*([f"Only {text} here"] for text in texts))
    template = learn_template(pages)
    assert [body_of(template, page) for page in pages] == [[f"Only {text} here"] for text in texts]


def test_only_a_copyright_line_is_known_without_its_numbers() -> None:
    assert shorten("© 2024 Tides") == shorten("© 2025 Tides")
    assert shorten("12 May 2027, 14:00") != shorten("13 May 2027, 15:00")


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_sketch_is_judged_and_explained_like_the_page_that_it_was_drawn_from(form: str) -> None:
    def content(word: str) -> str:
        lines = [*MENU, f"Evening on {word}", f"All that {word} people say, and nothing of the rest.", *FOOT]
        return "\n".join(lines) if form == "text" else "".join(f"<p>{line}</p>" for line in lines)

    pages = [parse_page(content(word), f"https://tides.example/{word}") for word in ("wind", "salt", "kelp")]
    template = learn(gather(pages))
    for page in pages:
        sketch = sketch_page(page, digest_page(page))
        words = [one.verdict if one else None for one in template.judge(page)]
        assert words == template.judge_sketch(sketch)
        assert (page.form, template.explained(page)) == (form, template.explained_sketch(sketch))
        assert {"body", "chrome"} <= {word or "body" for word in words}
