"""What the inspector shows, without a browser: the picture's values, the page's layout, golden pages."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from extract.body import judge_page
from extract.flow import extract_parsed, learn_template
from extract.page import parse_page
from extract.site import Site
from extract.text import fold
from pipelines import second_opinion
from pipelines.errors import ColloquyError, UsageError
from pipelines.fixtures import Fixture, load_fixture, state, store_fixture
from pipelines.inspect_layout import LARGEST, draw_layout
from pipelines.inspect_page import draw_page
from pipelines.inspect_view import MOST_RECORDS, InspectView, make_view
from pipelines.one_page import Answer, Source
from pipelines.second_opinion import ask

SAMPLE = Path(__file__).resolve().parents[2] / "data/sample/site"
URL = "https://www.quillmere.example/events/x"


def answer(content: bytes, kind: str = "text/html", learn: tuple[str, ...] = (), url: str = URL) -> Answer:
    page = parse_page(content, url, kind)
    template = learn_template([(SAMPLE / name).read_bytes() for name in learn]) if learn else None
    return Answer(extract_parsed(page, Site("sample", "Europe/London"), template, {}), template, judge_page(page), {})


def draw(content: bytes, kind: str = "text/html", url: str = URL) -> BeautifulSoup:
    found = answer(content, kind, url=url)
    return BeautifulSoup(draw_page(found, Source(content, url, kind, "sample")), "html.parser")


@pytest.fixture(scope="module")
def view() -> InspectView:
    three = ("events/maps-at-midnight.html", "events/winter-residency.html", "events/survey-weighting-masterclass.html")
    return make_view(answer((SAMPLE / three[2]).read_bytes(), learn=three))


def test_every_value_leads_to_its_words_and_they_lead_back(view: InspectView) -> None:
    values = [value for record in view.records for field in record.fields for value in field.values]
    assert len(values) > 10
    for value in values:
        assert value.evidence
        for number in value.evidence:
            assert view.evidence[number].blocks or view.evidence[number] in view.elsewhere
    ids = {value.id for value in values}
    assert {one.value for one in view.evidence} <= ids
    marked = {
        number for run in view.runs for block in run.blocks for part in block.segments for number in part.evidence
    }
    assert marked | {one.number for one in view.elsewhere} == set(range(len(view.evidence)))


def test_trafilatura_is_asked_and_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (SAMPLE / "events/survey-weighting-masterclass.html").read_bytes()
    blocks = draw(content).select("[data-trafilatura]")
    said = {one["data-trafilatura"] for one in blocks}
    assert said == {"body", "chrome"}
    assert {one.get("data-decides") for one in blocks} == {"page"}
    page = parse_page(content, URL, "text/html")
    longest = max(range(len(page.blocks)), key=lambda number: len(page.blocks[number].text))
    assert ask(content, "text/html", page)[longest] == "body"
    monkeypatch.setattr(second_opinion, "SECONDS", 0.01)
    assert set(ask(content, "text/html", page)) == {None}
    dump = parse_page(b"Home\nKelp at sea\n", URL, "text/plain")
    assert ask(b"Home\nKelp at sea\n", "text/plain", dump) == (None, None)


def test_both_judges_have_their_word_on_each_block(view: InspectView) -> None:
    blocks = [block for run in view.runs for block in run.blocks]
    assert [block.number for block in blocks] == list(range(len(blocks)))
    for block in blocks:
        assert [word.judge for word in block.words] == ["site", "page", "trafilatura"]
        assert sum(word.decides for word in block.words) == 1
    assert {block.words[0].verdict for block in blocks} >= {"body", "chrome"}
    assert any(block.words[0].score != block.words[1].score for block in blocks)


def test_labels_are_marked_also_where_the_template_does_not_know_them(view: InspectView) -> None:
    verdicts = {
        "".join(part.text for part in block.segments): block.verdict for run in view.runs for block in run.blocks
    }
    assert verdicts["Speakers"] == "label"
    assert verdicts["Ferry Lane Studio, 6 Ferry Lane, Quillmere, QM1 4FL"] == "body"


def test_what_the_page_does_not_state_is_named(view: InspectView) -> None:
    (record,) = view.records
    assert "hashtags" in record.missing
    assert not {field.name for field in record.fields} & set(record.missing)


@pytest.mark.parametrize("name", ["events/poverty-lines-panel.html", "archive/2019/venue.html", "people.html"])
def test_the_layout_says_every_block_and_nothing_else(name: str) -> None:
    content = (SAMPLE / name).read_bytes()
    page = parse_page(content)
    drawn = BeautifulSoup(draw_layout(content, "", ["body"] * len(page.blocks)) or "", "html.parser")
    said: dict[int, str] = {}
    for part in drawn.find_all("span", attrs={"data-block": True}):
        number = int(str(part["data-block"]))
        said[number] = said.get(number, "") + part.get_text()
    assert ["".join(fold(said[number]).split()) for number in sorted(said)] == [
        re.sub(r"\s", "", "[email\xa0protected]".join(re.split(r"[\w.]+@[\w.]+", fold(block.text))))
        if "@" in block.text and "protected" in said[number]
        else "".join(block.text.split())
        for number, block in enumerate(page.blocks)
    ]


def test_a_layout_is_bounded() -> None:
    page = b"<p>word</p>" + b"<!-- x -->" * (LARGEST // 10)
    assert draw_layout(page, "", ["body"]) is None
    assert "a layout is drawn of up to" in draw(page).get_text()


def test_elements_inside_one_another_9000_deep_are_drawn() -> None:
    page = b"<div>" * 9_000 + b"deep"
    drawn = draw_layout(page, "", ["body"])
    assert drawn is not None
    assert "deep" in drawn


def test_a_text_dump_is_shown_without_a_layout() -> None:
    drawn = draw(b"Counting rain\nMonday 3 May 2027, 18:00\nGuildhall", "text/plain")
    assert "it has no layout" in drawn.get_text()
    assert drawn.find("iframe") is None
    assert len(drawn.select("[data-number]")) == 3


def test_a_page_without_records_says_so() -> None:
    assert "No event and no group was found" in draw(b"<p>Hello there.</p>", url="").get_text()


def test_a_listing_of_very_many_events_is_cut_and_says_so() -> None:
    one = answer((SAMPLE / "events/poverty-lines-panel.html").read_bytes())
    many = tuple(one.extraction.events[0].model_copy(update={"record_id": str(n)}) for n in range(MOST_RECORDS + 3))
    shown = make_view(replace(one, extraction=replace(one.extraction, events=many)))
    assert (len(shown.records), shown.left_out) == (MOST_RECORDS, 3)


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    page = parse_page(b"<h1>Rain</h1><p>Hello there.</p>", "javascript:alert(1)")
    one = Answer(extract_parsed(page, Site(), None, {}), None, judge_page(page), {})
    assert make_view(one).link == ""


def fixture(name: str = "events/maps-at-midnight.html", **more: object) -> Fixture:
    pages = [path.read_bytes() for path in sorted(SAMPLE.glob("events/[l-n]*.html"))]
    site = Site("sample", "Europe/London", ("en", "de"))
    whole = Fixture((SAMPLE / name).read_bytes(), URL, "text/html", site, learn_template(pages))
    return replace(whole, **more)  # type: ignore[arg-type]


def test_a_golden_page_comes_back_as_it_was(tmp_path: Path) -> None:
    made = fixture(linked={"https://www.quillmere.example/x.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"})
    loaded, expected = load_fixture(store_fixture(tmp_path, made))
    assert loaded == made
    assert state(loaded.extract()) == expected
    assert expected["events"][0]["name"] == "Maps at midnight"
    assert len(expected["body"]) > 2


def test_a_golden_page_that_was_mended_by_hand_is_not_written_over(tmp_path: Path) -> None:
    own = store_fixture(tmp_path, fixture())
    with pytest.raises(UsageError, match="Remove it"):
        store_fixture(tmp_path, fixture())
    assert own.name == "x"


@pytest.mark.parametrize("lost", ["page.html", "source.json", "expected.json"])
def test_a_golden_page_that_is_not_whole_says_so(tmp_path: Path, lost: str) -> None:
    own = store_fixture(tmp_path, fixture())
    (own / lost).unlink()
    with pytest.raises(ColloquyError, match="is no golden page"):
        load_fixture(own)


def test_a_golden_page_expects_nothing_of_what_is_not_stated(tmp_path: Path) -> None:
    own = store_fixture(tmp_path, fixture(template=None))
    (event,) = json.loads((own / "expected.json").read_bytes())["events"]
    assert None not in event.values()
    assert not {"evidence", "confidence", "record_id"} & event.keys()
    assert not (own / "template.json").exists()
