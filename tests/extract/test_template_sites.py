"""The site judge on small fictional sites, each with one habit of real ones: the body comes out right all the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.blocks import Block
from extract.body import judge, judge_page
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.page import Page, parse_page
from extract.template import Template, gather, learn, learn_template, merge

WORDS = tuple(f"{a}{b}{c}" for a in "bdfgklmnprstvw" for b in "aeiou" for c in "lmnrst")
MENU = ("Home", "What we do", "Our people", "Lectures and walks", "News and letters", "Visit us")
FOOT = ("© 2027 The Institute of Tides", "A registered charity", "Write to us", "Legal notes", "How to find us")


def lines(word: str) -> list[str]:
    """The body of the page on a word."""
    return [f"Evening on {word}", f"All that {word} people say of {word}.", f"Come and bring your {word}."]


def main(word: str) -> str:
    title, *rest = lines(word)
    return f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in rest)


def page(body: str, before: str = "", after: str = "") -> Page:
    menu = "".join(f"<li><a href=/{n}>{text}</a></li>" for n, text in enumerate(MENU))
    foot = "".join(f"<p>{line}</p>" for line in FOOT)
    return parse_page(
        f"<html><body><div id=page>{before}<nav><ul>{menu}</ul></nav><main>{body}</main>{after}"
        f"<footer>{foot}</footer></div></body></html>",
        "https://tides.example/page",
    )


def dump(*body: str, head: Sequence[str] = MENU, tail: Sequence[str] = FOOT) -> Page:
    return Page("", "text", tuple(Block(line) for line in (*head, *body, *tail)))


def body_of(template: Template, one: Page) -> list[str]:
    """The site judge alone: what it does not know is kept."""
    judged = template.judge(one)
    return [block.text for block, found in zip(one.blocks, judged, strict=True) if found is None or found.kept]


def check(pages: Sequence[Page], bodies: Sequence[Sequence[str]]) -> None:
    """Learned from the first half and from all, every body is exactly right."""
    for learned in (pages[: len(pages) // 2], pages):
        template = learn_template(learned)
        assert [body_of(template, one) for one in pages] == [list(body) for body in bodies]


BEFORE_OR_AFTER: dict[str, tuple[Callable[[int, str], str], Callable[[int, str], str]]] = {
    "a menu for desktops and one for telephones": (
        lambda number, word: "<div class=d-desktop>" + "".join(f"<p>{text}</p>" for text in MENU) + "</div>"
        "<div class=d-mobile><p>Menu</p>" + "".join(f"<p>{text}</p>" for text in MENU) + "</div>",
        lambda number, word: "",
    ),
    "a cookie notice on some pages": (
        lambda number, word: "<div id=cookie-bar><p>We use cookies.</p><p>Accept</p></div>" * (number % 3 == 0),
        lambda number, word: "",
    ),
    "a cookie notice without a name": (
        lambda number, word: "",
        lambda number, word: "<div class=x7><p>This site stores small files.</p><p>Fine</p></div>" * (number % 2),
    ),
    "links to the page before and after": (
        lambda number, word: "",
        lambda number, word: f"<div class=pager><a>Evening on {WORDS[number - 1]}</a>"
        f"<p>Evening on {WORDS[number + 1]}</p></div>",
    ),
    "links to the page before and after as WordPress writes them": (
        lambda number, word: "",
        lambda number, word: "<nav class='navigation post-navigation'><h2>Post navigation</h2><div class=nav-links>"
        f"<div class=nav-previous><a>Evening on {WORDS[number - 1]}</a></div><div class=nav-next><a>Evening on"
        f" {WORDS[number + 1]}</a></div></div></nav>",
    ),
    "a footer for print": (
        lambda number, word: "",
        lambda number, word: f"<div class=print-footer>Printed from tides.example/{word} on {number} May 2027</div>",
    ),
    "a line that says when the page was changed": (
        lambda number, word: "",
        lambda number, word: f"<div class=meta><p>Last updated: {number + 1} May 2027</p></div>",
    ),
    "breadcrumbs": (
        lambda number, word: f"<ol class=breadcrumb><li>Home</li><li>Evenings</li><li>Evening on {word}</li></ol>",
        lambda number, word: "",
    ),
    "share buttons": (
        lambda number, word: "",
        lambda number, word: "<div class=social-share><span>Share</span><p>Mail this</p><p>Post this</p></div>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("habit", BEFORE_OR_AFTER)
def test_what_stands_around_the_body_goes(habit: str) -> None:
    before, after = BEFORE_OR_AFTER[habit]
    pages = [page(main(word), before(number, word), after(number, word)) for number, word in enumerate(WORDS[:16])]
    check(pages, [lines(word) for word in WORDS[:16]])


RELATED = (
    "Related events", "You may also like", "Read more", "Ähnliche Veranstaltungen", "Weitere Termine", "Lesen Sie auch",
    "Articles similaires", "À lire aussi", "Voir aussi", "Eventos relacionados", "También te puede interesar",
    "Potrebbe interessarti anche", "Eventi correlati", "Gerelateerde berichten", "Lees ook",
)  # fmt: skip


@pytest.mark.parametrize("heading", RELATED)
def test_related_cards_go_though_each_page_has_others(heading: str) -> None:
    def cards(number: int) -> str:
        return (
            f"<section><h2>{heading}</h2>"
            + "".join(
                f"<div class=card><h3>Evening on {WORDS[(number + step) % 40]}</h3><p>{number % 5 + step} May</p></div>"
                for step in (3, 7, 12)
            )
            + "</section>"
        )

    pages = [page(main(word) + cards(number)) for number, word in enumerate(WORDS[:16])]
    check(pages, [lines(word) for word in WORDS[:16]])


def test_saved_error_pages_do_not_take_the_body_of_others() -> None:
    lost = [page(f"<h1>Page not found</h1><p>There is no page {n} here.</p><p>Go home</p>") for n in range(60)]
    pages = [page(main(word)) for word in WORDS[:6]]
    template = learn_template([*pages, *lost])
    assert [body_of(template, one) for one in pages] == [lines(word) for word in WORDS[:6]]
    assert not {*MENU, *FOOT} & set(body_of(template, lost[0]))


def test_saved_error_dumps_do_not_take_the_body_of_others() -> None:
    lost = [dump("Page not found", f"There is no page {n} here.", "Go home") for n in range(60)]
    pages = [dump(*lines(word)) for word in WORDS[:6]]
    template = learn_template([*pages, *lost])
    assert [body_of(template, one) for one in pages] == [lines(word) for word in WORDS[:6]]


def test_an_empty_listing_says_that_it_is_empty_and_nothing_else() -> None:
    empty = page("<h1>Evenings in winter</h1><div class=list></div><p>No evenings found.</p>")
    template = learn_template([page(main(word)) for word in WORDS[:8]])
    assert body_of(template, empty) == ["Evenings in winter", "No evenings found."]
    assert body_of(learn_template([dump(*lines(word)) for word in WORDS[:8]]), dump()) == []


def test_an_empty_page_in_html_has_no_body() -> None:
    template = learn_template([page(main(word)) for word in WORDS[:8]])
    assert body_of(template, page("")) == []


DUMP_TAILS: dict[str, Callable[[int, str], tuple[str, ...]]] = {
    "a cookie notice on some": lambda number, word: (*FOOT, *("We use cookies", "Accept") * (number % 2)),
    "a footer for print": lambda number, word: (*FOOT, f"Printed from tides.example/{word} on {number + 1} May 2027"),
    "the day of the last change": lambda number, word: (f"Last updated: {number + 1} May 2027", *FOOT),
    "the menu once more": lambda number, word: (*MENU, *FOOT),
    "a footer cut short": lambda number, word: FOOT if number % 3 else FOOT[:3],
}


@pytest.mark.parametrize("habit", DUMP_TAILS)
def test_what_dumps_end_with_goes(habit: str) -> None:
    pages = [dump(*lines(word), tail=DUMP_TAILS[habit](number, word)) for number, word in enumerate(WORDS[:24])]
    check(pages, [lines(word) for word in WORDS[:24]])


def test_the_menu_that_stands_twice_in_one_dump_goes_without_a_template() -> None:
    one = dump(*lines("wind"), tail=MENU)
    assert [found.block.text for found in judge_page(one) if found.kept] == lines("wind")


def other(word: str) -> Page:
    """A page of a sub-site in another design."""
    return parse_page(
        "<html><body><div class=fair-top><p>Tides Fair</p><p>Tickets</p><p>Stands</p></div><div class=fair>"
        f"<div class=stand><h2>Stand {word}</h2><p>Goods of {word}, and of {word} alone.</p></div>"
        "<div class=fair-end><p>Tides Fair office, Hall 3</p><p>Open at ten</p></div></div></body></html>"
    )


def year(word: str, number: int) -> Page:
    """A page of the design of one year: years stand side by side."""
    return parse_page(
        f"<html><body class=y{'abcd'[number]}><div class=top{'abcd'[number]}><p>Fair of year {number}</p>"
        f"<p>Programme {number}</p></div><div class=text{'abcd'[number]}><h1>Talk {word}</h1><p>By {word} people.</p>"
        f"</div><div class=end{'abcd'[number]}><p>Hall {number}</p><p>See you in year {number + 1}</p></div>"
    )


def test_a_dozen_pages_of_a_sub_site_among_fifteen_hundred() -> None:
    many = [dump_or_page for word in WORDS[:1] for dump_or_page in (page(main(word + str(n))) for n in range(1500))]
    few = [other(word) for word in WORDS[:12]]
    template = learn_template([*many, *few])
    assert [body_of(template, one) for one in few] == [
        [f"Stand {word}", f"Goods of {word}, and of {word} alone."] for word in WORDS[:12]
    ]
    assert body_of(template, many[7]) == lines(f"{WORDS[0]}7")


def test_a_dozen_dumps_of_a_sub_site_among_fifteen_hundred() -> None:
    many = [dump(*lines(f"x{n}")) for n in range(1500)]
    notice = ("© The Tides Fair", "This site uses cookies", "Strictly necessary", "If you disable", "these cookies")
    few = [dump(f"Stand {word}", f"Goods of {word}", head=(), tail=notice) for word in WORDS[:12]]
    template = learn_template([*many, *few])
    assert [body_of(template, one) for one in few] == [[f"Stand {word}", f"Goods of {word}"] for word in WORDS[:12]]
    assert body_of(template, many[7]) == lines("x7")


def test_the_designs_of_several_years_stand_side_by_side() -> None:
    pages = [year(word, number % 4) for number, word in enumerate(WORDS[:32])]
    check(pages, [[f"Talk {word}", f"By {word} people."] for word in WORDS[:32]])


def plain(word: str) -> Page:
    """A sub-site in plain markup, whose containers the large site has too."""
    return parse_page(
        "<html><body><div id=page><div><p>Tides Fair</p><p>Tickets</p><p>Stands</p></div>"
        f"<div><h2>Stand {word}</h2><p>Goods of {word}, and of {word} alone.</p></div>"
        "<div><p>Tides Fair office</p><p>Hall 3</p></div></div></body></html>"
    )


def test_a_sub_site_in_plain_markup_among_pages_in_plain_markup() -> None:
    many = [page(main(f"x{n}"), after=f"<div><p>Note {n} on x{n}</p></div>") for n in range(300)]
    few = [plain(word) for word in WORDS[:12]]
    template = learn_template([*many, *few])
    assert [body_of(template, one) for one in few] == [
        [f"Stand {word}", f"Goods of {word}, and of {word} alone."] for word in WORDS[:12]
    ]
    assert body_of(template, many[7]) == [*lines("x7"), "Note 7 on x7"]
    for one in few:
        once = keep(one, template.judge(one))
        assert keep(once, template.judge(once)) == once
    assert Template.from_json(template.to_json()) == template


SCREENS = (
    ("d-none d-md-block", "d-md-none"), ("visible-xs", "hidden-xs"), ("facts-desktop", "facts-mobile"),
    ("hidden md:block", "md:hidden"), ("show-for-large", "hide-for-large"),
)  # fmt: skip


@pytest.mark.parametrize(("wide", "narrow"), SCREENS)
def test_what_is_there_for_two_screens_is_said_once(wide: str, narrow: str) -> None:
    def both(number: int, word: str) -> str:
        facts = f"<p>{number % 9 + 1} May 2027</p><p>House of {word}</p>"
        return f"<div class='{wide}'>{facts}</div>{main(word)}<div class='{narrow}'>{facts}</div>"

    pages = [page(both(number, word)) for number, word in enumerate(WORDS[:16])]
    check(
        pages,
        [[f"{number % 9 + 1} May 2027", f"House of {word}", *lines(word)] for number, word in enumerate(WORDS[:16])],
    )


def test_rows_that_say_the_same_are_no_copies() -> None:
    table = "<table class=d-md-block>" + "<tr><td>Tea</td><td>Hall</td></tr>" * 3 + "</table>"
    pages = [page(f"{main(word)}{table}<p>End of {word}</p>") for word in WORDS[:3]]
    template = learn_template([page(main(word)) for word in WORDS[:8]])
    assert body_of(template, pages[0]).count("Tea") == 3


def test_labels_of_lists_tables_and_bold_words_reach_the_pairs() -> None:
    def facts(number: int, word: str) -> str:
        day, place = f"{number % 9 + 1} May 2027", ("Harbour House", "Boat Shed")[number % 2]
        return (
            f"<h1>Evening on {word}</h1><dl><dt>Date</dt><dd>{day}</dd></dl><table><tr><th>Place</th><td>{place}</td>"
            f"</tr></table><p><strong>Host:</strong> The {word} club</p><div class=row><div>Fee</div><div>{number + 3}"
            f" pounds</div></div><p>All that {word} people say.</p>"
        )

    pages = [page(facts(number, word)) for number, word in enumerate(WORDS[:12])]
    template = learn_template(pages)
    for number, (word, one) in enumerate(zip(WORDS[:12], pages, strict=True)):
        judged = judge(one, template)
        pairs = {pair.label: pair.value for pair in find_pairs(judged)}
        assert pairs["Date"] == f"{number % 9 + 1} May 2027"
        assert pairs["Place"] == ("Harbour House", "Boat Shed")[number % 2]
        assert pairs["Host"] == f"The {word} club"
        assert pairs["Fee"] == f"{number + 3} pounds"
        verdicts = {found.block.text: found.verdict for found in judged}
        assert (verdicts["Fee"], verdicts["Home"]) == ("label", "chrome")


def test_a_whole_site_learned_in_shards_is_learned_the_same() -> None:
    pages = [*(page(main(word)) for word in WORDS[:40]), *(other(word) for word in WORDS[:12])]
    for limits in ((4000, 600_000), (20, 600_000), (4000, 300)):
        whole = gather(pages, *limits)
        for count in (2, 5, 13):
            shards = [gather(pages[number::count], *limits) for number in range(count)]
            tree = merge([merge(shards[count // 2 :], *limits), *shards[: count // 2][::-1]], *limits)
            assert tree == whole
            assert learn(tree) == learn(whole)


LINE = st.sampled_from([*MENU, *FOOT[:2], "wind", "salt", "12 May", "Harbour House", "Date:", "Soon", "a b c"])
DUMP = st.lists(LINE, max_size=24).map(lambda body: dump(*body, head=(), tail=()))
PIECE = st.builds(
    "<{0}>{1}</{2}>".format,
    st.shared(st.sampled_from(["p", "h1", "h2", "li", "div", "dt", "dd", "div class=card"]), key="tag"),
    LINE,
    st.shared(st.sampled_from(["p", "h1", "h2", "li", "div", "dt", "dd", "div class=card"]), key="tag").map(
        lambda tag: tag.split()[0]
    ),
)
MAIN = st.lists(PIECE, max_size=8).map("".join)
RICH = st.builds(page, MAIN, st.sampled_from(["", "<div class=pager><p>wind</p></div>"]), MAIN)
SITE = st.lists(st.one_of(RICH, st.sampled_from(WORDS).map(lambda word: page(main(word)))), max_size=12)


def keep(one: Page, judged: Sequence[Judged | None]) -> Page:
    """The page rebuilt from its kept blocks."""
    kept = (block for block, found in zip(one.blocks, judged, strict=True) if found is None or found.kept)
    return replace(one, blocks=tuple(kept))


@given(st.lists(st.sampled_from("abc"), min_size=8, max_size=40).map(lambda body: dump(*body, head=(), tail=())))
@settings(max_examples=300)
def test_a_dump_judged_alone_twice_is_judged_once(one: Page) -> None:
    once = keep(one, judge_page(one))
    assert keep(once, judge_page(once)) == once


@given(st.lists(DUMP, max_size=10), DUMP)
def test_a_dump_judged_by_both_twice_is_judged_once(pages: list[Page], one: Page) -> None:
    template = learn_template(pages)
    once = keep(one, judge(one, template))
    assert keep(once, judge(once, template)) == once


@given(SITE, RICH)
def test_a_page_of_html_judged_by_its_site_twice_is_judged_once(pages: list[Page], one: Page) -> None:
    template = learn_template(pages)
    for page_of_site in (one, *pages):
        once = keep(page_of_site, template.judge(page_of_site))
        assert keep(once, template.judge(once)) == once
