"""Where evidence stands in the blocks of a page."""

from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import Block
from extract.records import Evidence
from pipelines.evidence_links import Span, cut_segments, link_evidence


def proof(text: str, rule: str = "text.sentence", path: str = "") -> Evidence:
    return Evidence(field="x", text=text, rule=rule, path=path)


def words(blocks: list[Block], evidence: Evidence, url: str = "") -> list[tuple[int, str]]:
    (spans,) = link_evidence(blocks, [evidence], url)
    return [(span.block, blocks[span.block].text[span.start : span.end]) for span in spans]


def test_words_that_come_twice_are_those_at_the_path() -> None:
    blocks = [Block("17:30", "li", ("nav", "li")), Block("17:30", "p", ("main", "p"))]
    assert words(blocks, proof("17:30", path="main/p")) == [(1, "17:30")]


def test_only_the_last_three_steps_of_a_path_count() -> None:
    blocks = [Block("Guildhall", "p", ("html", "body", "div")), Block("Guildhall", "dd", ("html", "main", "dl", "dd"))]
    assert words(blocks, proof("Guildhall", path="main/dl/dd"))[0][0] == 1


def test_a_whole_word_is_preferred_to_a_part_of_one() -> None:
    blocks = [Block("seminarroom"), Block("a seminar")]
    assert words(blocks, proof("seminar")) == [(1, "seminar")]
    assert words(blocks[:1], proof("seminar")) == [(0, "seminar")]


def test_the_title_is_the_first_heading() -> None:
    blocks = [Block("Counting rain", "a"), Block("Counting rain", "h1")]
    assert words(blocks, proof("Counting rain", "text.title", "title")) == [(1, "Counting rain")]


def test_lines_are_found_one_behind_the_other() -> None:
    blocks = [Block("Tarn Abbas station"), Block("Meeting point"), Block("Tarn Abbas station"), Block("10 a.m.")]
    assert words(blocks, proof("Meeting point\nTarn Abbas station")) == [
        (1, "Meeting point"),
        (2, "Tarn Abbas station"),
    ]


def test_a_line_break_inside_a_block_is_one_span() -> None:
    assert words([Block("12 Market Place\nQuillmere")], proof("12 Market Place\n Quillmere")) == [
        (0, "12 Market Place\nQuillmere")
    ]


def test_what_was_read_elsewhere_is_not_marked_where_its_words_happen_to_stand() -> None:
    blocks = [Block("Guildhall")]
    assert words(blocks, proof("Guildhall", "markup.location", "json-ld[0].location")) == []
    assert words(blocks, proof("Guildhall", "card.place", "https://x.example/events")) == []


def test_a_card_is_marked_on_the_listing_that_it_stands_on() -> None:
    url = "https://x.example/events"
    assert words([Block("Guildhall")], proof("Guildhall", "card.place", url), url) == [(0, "Guildhall")]
    assert words([Block("Rain", "td", ("tr", "td"))], proof("Rain", "card.group", "tr/td"), url) == [(0, "Rain")]


def test_words_that_stand_nowhere_have_no_place() -> None:
    assert words([Block("Guildhall")], proof("Malthouse")) == []
    assert words([], proof("Malthouse")) == []
    assert words([Block("Guildhall")], proof("")) == []


def test_the_evidence_of_the_fewest_words_comes_first() -> None:
    text = "On Thursday 10 December 2026, from 7pm"
    cut = cut_segments(text, [(0, Span(0, 0, len(text))), (1, Span(0, 3, 28)), (2, Span(0, 12, 14))])
    assert next(one.evidence for one in cut if one.text == "10") == (2, 1, 0)


def test_evidence_as_wide_as_its_paragraph_picks_nothing_out() -> None:
    text = "word " * 40
    (whole,) = cut_segments(text, [(0, Span(0, 0, len(text)))])
    assert whole.wide
    assert not any(one.wide for one in cut_segments(text, [(0, Span(0, 0, len(text))), (1, Span(0, 5, 9))])[1:2])
    assert not cut_segments("Counting rain", [(0, Span(0, 0, 13))])[0].wide


@given(st.text("ab c", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_segments_are_the_text_again_and_each_evidence_its_span(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(number, Span(0, min(a, b, len(text)), min(max(a, b), len(text)))) for number, (a, b) in enumerate(places)]
    cut = cut_segments(text, spans)
    assert "".join(one.text for one in cut) == text
    for number, span in spans:
        assert "".join(one.text for one in cut if number in one.evidence) == text[span.start : span.end]
