"""The page judge alone, both judges together, and the title."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.blocks import Block
from extract.body import add_facts, choose, find_runs, find_title, judge, judge_page
from extract.body_features import NAMES, measure, take_print
from extract.body_model import Model, load_model
from extract.page import Page, parse_page
from extract.template import learn_template

SITE = Path(__file__).resolve().parents[2] / "data" / "sample" / "site"
SENTENCE = "The tide comes in twice a day, and whoever lives by the harbour knows at what hour it will turn. "
ARTICLE = f"""<html><head><title>When the tide turns | Institute of Tides</title></head><body>
<header><a href=/>Institute of Tides</a><nav><ul><li><a href=/a>About us</a><li><a href=/b>Events</a>
<li><a href=/c>News and opinion</a></ul></nav></header>
<main><article><h1>When the tide turns</h1>{"".join(f"<p>{SENTENCE * 3}</p>" for _ in range(6))}</article></main>
<aside class=sidebar><h2>Related</h2><ul><li><a href=/x>Salt</a><li><a href=/y>Kelp</a></ul></aside>
<footer><p>© 2024 Institute of Tides</p><a href=/privacy>Privacy</a></footer></body></html>"""


def kept(page: Page) -> list[str]:
    return [one.block.text for one in judge_page(page) if one.kept]


def site(word: str) -> Page:
    return parse_page(ARTICLE.replace("tide", word), f"https://tides.example/{word}")


def test_an_article_is_kept_and_its_menu_is_not() -> None:
    text = "\n".join(kept(parse_page(ARTICLE, "https://tides.example/tide")))
    assert text.count(SENTENCE.strip()) == 18
    assert "About us" not in text
    assert "Privacy" not in text


def test_every_block_has_one_verdict_in_reading_order() -> None:
    page = parse_page(ARTICLE)
    assert [one.block for one in judge(page, None)] == list(page.blocks)


def test_the_site_judge_goes_before_the_page_judge() -> None:
    template = learn_template([site("wind"), site("salt"), site("kelp")])
    assert {one.judge for one in judge(site("foam"), template)} == {"site"}
    assert {one.judge for one in judge(site("foam"), None)} == {"page"}


def test_a_page_of_another_template_is_left_to_the_page_judge() -> None:
    template = learn_template([site("wind"), site("salt"), site("kelp")])
    stray = parse_page("<html><body><table><tr><td>Something else altogether</td></tr></table></body></html>")
    assert {one.judge for one in judge(stray, template)} == {"page"}


def test_a_run_that_comes_twice_in_a_dump_is_its_menu() -> None:
    menu = [f"Menu line {letter}" for letter in "abcdefg"]
    page = Page("", "text", tuple(map(Block, [*menu, "The talk", "Room 3", "© Tides", *menu])))
    assert kept(page) == ["The talk", "Room 3", "© Tides"]


def test_one_line_said_over_and_over_is_no_menu() -> None:
    assert find_runs(["Download"] * 20) == set()


def test_a_page_without_blocks_has_no_verdicts() -> None:
    assert judge(Page("", "html", ()), None) == judge(Page("", "text", ()), None) == ()


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 50)), max_size=30))
def test_the_cut_keeps_the_surest_blocks(rows: list[tuple[float, int]]) -> None:
    scores, words = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], np.float64)
    keep = choose(scores, words)
    if len(rows):
        assert min(scores[keep]) >= max(scores[~keep], default=0.0)


def test_a_sure_page_is_cut_between_sure_and_unsure() -> None:
    assert choose(np.array([0.99, 0.02, 0.97, 0.01]), np.full(4, 20.0)).tolist() == [True, False, True, False]


def test_a_listing_of_maybes_keeps_them() -> None:
    assert choose(np.full(10, 0.4), np.full(10, 8.0)).all()


@pytest.mark.parametrize(
    ("lines", "added"),
    [
        (["Place: Harbour House"], [True]),
        (["Place:", "Harbour House"], [True, True]),
        (["Harbour House is closed"], [False]),
        ([f"Place: {SENTENCE * 3}"], [False]),
    ],
    ids=["labelled", "label and value", "no label", "too long for a fact"],
)
def test_a_labelled_fact_in_a_container_that_is_mostly_kept_is_kept_too(lines: list[str], added: list[bool]) -> None:
    def add(step: str, beside: int) -> list[bool]:
        """What is kept of the lines, in an element with a text of so many words that is kept."""
        path = ("html", "body", step, "p")
        blocks = [Block(text, "p", path, (1, 2, 3, 4 + at)) for at, text in enumerate([SENTENCE, *lines])]
        words = np.array([beside, *(len(line.split()) for line in lines)], np.float64)
        return add_facts(blocks, np.array([True, *(False for _ in lines)]), words).tolist()[1:]

    assert add("main", 200) == added
    assert not any(add("main", 1)), "a container of which little is kept"
    assert not any(add("nav", 200)), "a menu"


def test_sureness_is_a_share_of_dumps_too() -> None:
    menu = ("Home", "About", "News", "Events", "Contact")
    found = judge_page(Page("", "text", tuple(map(Block, (*menu, "A talk", *menu)))))
    assert [one.kept for one in found] == [False] * 5 + [True] + [False] * 5
    assert all(0 <= one.score <= 1 for one in found)


def test_model_and_features_belong_together() -> None:
    arrays = load_model().arrays()
    assert tuple(arrays["names"]) == NAMES
    pages = [
        parse_page(path.read_bytes(), f"https://sample.example/{path.relative_to(SITE).as_posix()}", "text/html")
        for path in sorted(SITE.rglob("*.html"))
    ]
    same = np.allclose(take_print(pages), load_model().print, atol=1e-5)  # one word more in one block of 15,700
    assert same, "features changed: `make train`"
    with pytest.raises(ValueError, match=r"bench\.train_body"):
        Model.from_arrays({**arrays, "names": np.array(NAMES[1:])})


def test_features_are_finite_and_one_row_a_block() -> None:
    page = parse_page(ARTICLE)
    features = measure(page)
    assert features.shape == (len(page.blocks), len(NAMES))
    assert np.isfinite(features).all()


def test_the_same_page_has_the_same_scores_in_any_company() -> None:
    page = parse_page(ARTICLE)
    before = judge_page(page)
    judge_page(parse_page("<p>Another page"))
    assert judge_page(page) == before


TAG = st.sampled_from(["p", "div", "h1", "h2", "li", "td", "footer", "section", "a"])
HTML = st.recursive(
    st.text("abc ©.|\u200b\n", max_size=30),
    lambda inner: st.tuples(TAG, st.lists(inner, max_size=4)).map(lambda it: f"<{it[0]}>{' '.join(it[1])}</{it[0]}>"),
    max_leaves=25,
)


@given(HTML, st.lists(HTML, max_size=3))
@settings(max_examples=80)
def test_nothing_is_added_and_nothing_reordered(html: str, others: list[str]) -> None:
    page = parse_page(f"<body>{html}</body>")
    template = learn_template([page, *(parse_page(f"<body>{other}</body>") for other in others)])
    for judged in (judge(page, None), judge(page, template)):
        assert [one.block for one in judged] == list(page.blocks)
        assert all(0 <= one.score <= 1 for one in judged)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30))
def test_keeping_twice_is_keeping_once(lines: list[str]) -> None:
    menu = [f"Menu line {letter}" for letter in "abcdefg"]
    template = learn_template([Page("", "text", tuple(map(Block, [*menu, name]))) for name in ("one", "two", "three")])
    page = Page("", "text", tuple(map(Block, [*menu, *lines])))
    once = tuple(one.block for one in judge(page, template) if one.kept)
    again = tuple(one.block for one in judge(replace(page, blocks=once), template) if one.kept)
    assert again == once


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Salt | Tides</title>", "<h1>Salt</h1>", "Salt"),
        ("<title>Salt | Tides</title>", "<h1>Tides</h1><h1>Salt</h1>", "Salt"),
        ("<title>Salt and kelp – Institute of Tides</title>", "<p>No heading</p>", "Salt and kelp"),
        ("<meta property=og:title content='Salt, a talk'><title>Tides</title>", "<p>No heading</p>", "Salt, a talk"),
        ("", "<h1>Salt</h1>", "Salt"),
        ("<title>Salt-marsh life</title>", "<p>No heading</p>", "Salt-marsh life"),
        ("", "<p>Nothing that names it</p>", ""),
    ],
)
def test_the_title_is_the_page_s_own(head: str, body: str, title: str) -> None:
    page = parse_page(f"<html><head>{head}</head><body><main>{body}<p>{SENTENCE}</p></main></body></html>")
    assert find_title(page, judge(page, None)) == title


def test_a_dump_has_no_title() -> None:
    page = Page("", "text", (Block("Salt"),))
    assert find_title(page, judge(page, None)) == ""


@pytest.mark.parametrize("times", [1, 4])
def test_hostile_pages_cost_no_more_than_their_size(times: int) -> None:
    many = parse_page("<body>" + "<p>word and word</p>" * 12_000 * times)
    line = parse_page("<body><p>" + "w " * 50_000 * times)
    start = time.process_time()
    judge_page(many)
    judge_page(line)
    assert time.process_time() - start < 5 * times
