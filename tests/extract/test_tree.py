"""From bytes to blocks: nothing lost, nothing added, nothing reordered; hostile pages stay cheap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.page import Page, parse_page
from extract.tags import split_tags
from extract.tree import MAX_ATTRIBUTES, MAX_DEPTH, parse_tree

URL = "https://harbour.example/tides"


def page(html: str) -> Page:
    return parse_page(f"<!doctype html>{html}", URL, "text/html")


def texts(html: str) -> list[str]:
    return [block.text for block in page(html).blocks]


SHOWN = {
    "references": ("<p>AT&amp;T &lt;b&gt; 3&nbsp;km &amp;nbsp; &#8364;", ["AT&T <b> 3 km &nbsp; €"]),
    "comment with tags": ("<p>a<!-- <p>no</p> > -->b", ["ab"]),
    "sign in an attribute": ('<p title="a > b <p>">text<p data-x=\'"\'>more', ["text", "more"]),
    "what shows no text": ("<p>a<script>'<p>no'</script><style>p>b{}</style><svg><title>no</title></svg>b", ["ab"]),
    "head, closed early": ("<head><title>T</title><p>a</head><title>T</title> b", ["a b"]),
    "table rows that are none": ("<table>left<tr><td>cell</table>right", ["left", "cell", "right"]),
    "misnested": ("<p><b>one<p>two</b> three", ["one", "two three"]),
    "preformatted": ("<pre>low\n  high</pre><p>one\ntwo", ["low\nhigh", "one two"]),
    "ruled": ("<div>above<hr>below</div>after", ["above", "below", "after"]),
    "no script": ("<noscript><p>Please switch it on</p></noscript><p>a", ["Please switch it on", "a"]),
    "line separator": ("<p>one\u2028two", ["one\ntwo"]),
}


@pytest.mark.parametrize(("html", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_page_shows_what_a_browser_shows(html: str, shown: list[str]) -> None:
    assert texts(html) == shown


def test_marks_know_their_text() -> None:
    (block,) = page(
        '<p><b>When: </b><time datetime="2028-06-14">14 <i>June</i></time>, <a href="/a?b&amp;c">the a</a>'
    ).blocks
    assert block.lead == "When:"
    assert block.times == (("2028-06-14", "14 June"),)
    assert block.links == (("the a", "https://harbour.example/a?b&c"),)


def test_canonical_address_and_metadata_are_found_behind_a_head_that_ends_early() -> None:
    found = page("<head><noscript><img src=p.gif></noscript><link rel=canonical href=/a><meta name=b content=c></head>")
    assert (found.canonical, found.markup.meta) == ("https://harbour.example/a", {"b": "c"})


HOSTILE = {
    "paragraphs": ("<p>word" * 50_000, 50_000),
    "nested elements": ("<div>" * 100_000 + "word", 1),
    "nested and closed": ("<div>" * 20_000 + "word" + "</div>" * 20_000, 1),
    "nested inline, then end tags": ("<span>" * 50_000 + "</p>" * 50_000 + "word", 1),
    "attributes": (f"<p {' '.join(f'a{number}=1' for number in range(30_000))}>word", 1),
    "attributes with signs": ("<p " + " ".join(f'a{number}=">"' for number in range(30_000)) + ">word", 1),
    "one line": ("<p>" + "word " * 1_000_000, 1),
    "open brackets": ("<p>word" + "<a " * 50_000, 1),
    "comments": ("<p>word" + "<!--" * 50_000, 1),
    "formatting": ("<p>word" + "<b><i><font size=1>" * 20_000, 1),
    "formatting left open": ("".join(f"<p><font color={number}>word" for number in range(3_000)), 3_000),
    "formatting with brackets": ("".join(f"<p><b title='>{number}'>word" for number in range(3_000)), 3_000),
    "tags that never end": ("<p>word</p>" + "<div " * 36_000, 1),
    "links around one another": ("<table><tr><td><a href=/x>word" * 300 + "<p>word" * 3_000, 3_300),
    "a script": ("<p>word<script>" + "if(a<b){x='<p>'};" * 50_000 + "</script>", 1),
}


@pytest.mark.parametrize(("html", "blocks"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read(html: str, blocks: int) -> None:
    """What they cost is measured in `bench/hostile.py`; a quadratic step would make these run for minutes."""
    found = page(html)
    assert len(found.blocks) == blocks
    assert all(block.text.startswith("word") for block in found.blocks)
    assert max(len(block.path) for block in found.blocks) <= MAX_DEPTH


def test_what_was_cut_is_a_problem() -> None:
    assert [one.message.split(":")[0] for one in page("<div>" * 20_000 + "a").problems] == [
        f"nested deeper than {MAX_DEPTH} elements"
    ]
    crowded = f'<p {" ".join(f"a{number}={number}" for number in range(5_000))} class="late">a'
    assert [one.message.split(":")[0] for one in page(crowded).problems] == [
        f"a tag with more than {MAX_ATTRIBUTES} attributes"
    ]


def test_formatting_keeps_its_meaning_on_a_page_with_much_of_it() -> None:
    many = "".join(f"<p>One <i class=c{number}>word</i> in italics.</p>" for number in range(600))
    first, second, *_ = page(f"<p><b class=key>Date:</b> 3 May</p>{many}").blocks
    assert (first.lead, second.text) == ("Date:", "One word in italics.")


def test_many_tags_that_close_themselves_are_not_deep() -> None:
    rows = "".join(f"<tr><td>{number}<td><p>a<li>b" for number in range(3_000))
    assert page(f"<table>{rows}</table>").problems == ()


TAGS = st.sampled_from(
    "p div b i a span li ul td table tr h2 br hr em section pre dl dt dd time label article center".split()
)
PIECES = st.one_of(
    st.tuples(TAGS, st.sampled_from(["<{}>", "</{}>", '<{} class="x" href="/y">'])).map(
        lambda one: one[1].format(one[0])
    ),
    st.text(st.characters(categories=("L", "N"), max_codepoint=0x2FF), min_size=1, max_size=6).map(
        lambda word: f" {word} "
    ),
)


@given(st.lists(PIECES, max_size=40))
def test_every_word_of_any_markup_is_in_one_block_in_reading_order(pieces: list[str]) -> None:
    html = "".join(pieces)
    tree, _ = parse_tree(f"<!doctype html>{html}".encode())
    shown = " ".join(piece.partition(">")[2] for piece in split_tags(tree)).split()
    assert " ".join(texts(f"<body>{html}")).split() == shown
