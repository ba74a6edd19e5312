"""`colloquy score`: a small fictional corpus of every form of gold, what counts as right, and how bad input ends."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract import extract_page
from pipelines.errors import UsageError
from pipelines.evidence import find_unsupported
from pipelines.gold_file import read_gold
from pipelines.score import Score, score_gold
from pipelines.score_report import lines_of, record_of
from pipelines.score_values import compare, token_f1

GROUP = """<html><title>Tide Interest Group</title><body><h1>Tide Interest Group</h1>
<p>The purpose of this group is to bring together people who count waves by hand and by machine.</p>
<p>Join the Tide Interest Group.</p></body></html>"""
EVENT = """<html><title>Counting waves</title><body><h1>Counting waves</h1><p>Date: 4 May 2027</p>
<p>Time: 14:00 - 15:00</p><p>Speaker: Ada Brunel</p></body></html>"""
PERSON = "<html><title>Ada Brunel</title><body><h1>Ada Brunel</h1><p>Ada counts waves.</p></body></html>"


def write_corpus(folder: Path, rows: Sequence[Mapping[str, Any]], pages: Mapping[str, str]) -> Path:
    for name, content in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    folder.mkdir(exist_ok=True)
    gold = folder / "gold.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return gold


def group_row(**changes: Any) -> dict[str, Any]:
    said = {"value": "Tide Interest Group", "evidence": "Tide Interest Group", "where": "text"}
    group = {
        "name": said,
        "group_type": {"value": "interest_group"},
        "members": [],
        "founding_date": None,
        "accept": {},
    }
    return {"site": "harbour", "file": "html/harbour/groups/tide.html", "page_kind": "group", "page_role": None,
            "accept": [], "stored": True, "group": group} | changes  # fmt: skip


def score_groups(folder: Path, *rows: Mapping[str, Any]) -> Score:
    pages = {"html/harbour/groups/tide.html.gz": GROUP, "html/harbour/people/ada.html.gz": PERSON}
    return score_gold(write_corpus(folder, rows, pages))


def test_a_gold_of_ones_own_names_page_table_and_fields(tmp_path: Path) -> None:
    rows = [
        {"file": "waves.html", "table": "events", "name": "Counting waves", "start_date": "2027-05-04",
         "performers": [{"name": "Ada Brunel"}], "location": None, "url": "https://harbour.example/waves",
         "page_kind": "event"},
        {"file": "ada.html", "table": "events"},
    ]  # fmt: skip
    score = score_gold(write_corpus(tmp_path, rows, {"waves.html": EVENT, "ada.html": PERSON}))
    fields = score.fields()["events"]
    assert {name: count.agreement for name, count in fields.items()} == dict.fromkeys(
        ("name", "start_date", "performers", "location"), 1
    )
    assert (score.records_found, score.kinds_right, score.bare, score.bare_right) == (1, 1, 1, 1)
    assert list(score.hosts) == ["harbour.example"]


def test_group_pages_and_look_alikes_are_told_apart(tmp_path: Path) -> None:
    alike = {"site": "harbour", "file": "html/harbour/people/ada.html", "page_kind": "person", "page_role": None}
    score = score_groups(tmp_path, group_row(), alike)
    assert (score.records, score.records_found, score.bare, score.bare_right) == (1, 1, 1, 1)
    assert score.fields()["groups"]["name"].f1 == 1
    assert score.fields()["groups"]["founding_date"].false_rate == 0
    assert score.kinds_right == 2


def test_a_page_with_a_line_a_table_is_one_page_of_its_site(tmp_path: Path) -> None:
    """What stands on one page only is not taken for what the site repeats."""
    same = "<ul><li>Home</li><li>News</li></ul>"
    pages = {
        name: EVENT.replace("<h1>", f"{same}<h1>").replace("waves", name[:-5]) for name in ("ropes.html", "knots.html")
    }
    rows = [
        {"file": name, "table": table, "site": "harbour",
         "name": f"Counting {name[:-5]}" if table == "events" else None}
        for name in pages for table in ("events", "groups")
    ]  # fmt: skip
    score = score_gold(write_corpus(tmp_path, rows, pages))
    assert score.hosts["harbour"]["events"]["name"].right == len(pages)


def test_a_field_that_gold_calls_null_and_we_fill_is_a_false_fill(tmp_path: Path) -> None:
    row = group_row()
    row["group"]["name"] = None
    count = score_groups(tmp_path, row).fields()["groups"]["name"]
    assert (count.nulls, count.false, count.false_rate, count.agreement) == (1, 1, 1, 0)


def test_a_value_that_gold_accepts_for_an_empty_field_is_neither_gain_nor_loss(tmp_path: Path) -> None:
    row = group_row()
    row["group"] |= {"name": None, "accept": {"name": ["Tide Interest Group"]}}
    count = score_groups(tmp_path, row).fields()["groups"]["name"]
    assert (count.given, count.ours, count.false, count.agreement) == (0, 0, 0, 1)


def test_entries_that_a_page_should_list_and_does_not_are_missed(tmp_path: Path) -> None:
    listed = {"name": {"value": "Reed Group"}, "url": {"value": "reed.html"}, "description": None}
    score = score_groups(tmp_path, group_row(page_kind="group_listing", groups=[listed]))
    assert score.listings().recall == 0
    assert score.fields()["listed groups"]["name"].recall == 0


def test_pages_that_are_not_stored_are_left_out_and_missing_ones_named(tmp_path: Path) -> None:
    gone = group_row(file="html/harbour/groups/gone.html")
    score = score_groups(tmp_path, group_row(), group_row(stored=False), gone)
    assert (score.pages, score.left_out, score.missing) == (1, 1, ("html/harbour/groups/gone.html",))


def test_institute_gold_names_events_by_title_and_start(tmp_path: Path) -> None:
    row = {"record": "gold", "site": "harbour", "file": "html/harbour/events/waves.html", "page_kind": "event",
           "note": None, "title": "Counting waves", "start": "2027-05-04T14:00", "end": None, "location": None,
           "mode": None, "speakers": ["Dr Ada Brunel"], "organisers": [], "series": None}  # fmt: skip
    fields = score_gold(write_corpus(tmp_path, [row], {"html/harbour/events/waves.html": EVENT})).fields()["events"]
    assert [fields[name].right for name in ("name", "start_date", "start_time", "performers")] == [1, 1, 1, 1]


def test_peer_gold_is_compared_where_the_page_shows_it(tmp_path: Path) -> None:
    shown = {"title": True, "start_date": True, "start_time": False, "end": False, "location": True}
    event = {"title": "Counting waves", "start": "2027-05-04T09:00", "end": None, "location": {}, "shown": shown}
    row = {
        "page": "pages/waves.html.gz",
        "url": "https://www.harbour.example/waves",
        "kind": "detail",
        "expected": [event],
    }
    score = score_gold(write_corpus(tmp_path, [row], {"pages/waves.html.gz": EVENT}))
    assert set(score.fields()["events"]) == {"name", "start_date"}
    assert list(score.hosts) == ["harbour.example"]


def test_text_dumps_stand_in_a_folder_beside_the_gold(tmp_path: Path) -> None:
    row = {"file": "_groups_tide.txt", "url": "https://www.harbour.example/groups/tide", "page_kind": "group",
           "flags": [], "name": {"value": "Tide Interest Group"}, "aims": [], "members": []}  # fmt: skip
    dump = "The Tide Interest Group aims to count every wave that reaches the harbour wall.\nJoin the group.\n"
    write_corpus(tmp_path, [], {"raw/_groups_tide.txt": dump})
    gold = write_corpus(tmp_path / "gold", [row], {})
    assert score_gold(gold).fields()["groups"]["name"].right == 1


def test_the_bundled_sample_is_a_gold_too() -> None:
    gold = Path(__file__).resolve().parents[2] / "data/sample/gold/groups.jsonl"
    score = score_gold(gold)
    assert (score.pages, score.records_found) == (11, 11)
    assert score.fields()["groups"]["name"].f1 == 1


def test_the_answer_can_be_read_by_people_and_machines(tmp_path: Path) -> None:
    score = score_groups(tmp_path, group_row())
    lines = list(lines_of(score))
    assert any(line.startswith("name") and " 1.00" in line for line in lines)
    answer = json.loads(json.dumps(record_of(score)))
    assert answer["fields"]["groups"]["name"]["recall"] == 1
    assert answer["sites"]["harbour"]["groups"]["records"] == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no records"),
        ('{"file": "a"', "broken JSON"),
        ("[1]", "is not an object"),
        ('{"colour": "blue"}', "unknown form of gold. Give each line `file`"),
        ('{"file": "a", "table": "evnts"}', "no table `evnts` of records"),
        ('{"file": "a", "page_role": null, "page_kind": "group"}', "lacks or misspells 'site'"),
        ('{"file": "a.html", "site": "x", "page_role": null, "page_kind": "group"}', "stands beside it"),
    ],
)
def test_bad_gold_is_one_clear_error(tmp_path: Path, content: str, words: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=words):
        score_gold(gold)


def test_a_gold_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_gold(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("ours", "gold", "measure", "right"),
    [
        ("2027", "2027-05", "exact", 0.5),
        ("2027-05", "2027-05", "exact", 1),
        (True, True, "exact", 1),
        (False, True, "exact", 0),
        ("The Tide Group", "tide group", "name", 1),
        ("Reed Group", "Tide Group", "name", 0),
        ("https://www.harbour.example/join/", "http://harbour.example/join", "address", 1),
        ("Please join us", "join us", "phrase", 1),
        ({"email": "Info@harbour.example"}, "info@harbour.example", "contact", 1),
        ({"email": None, "email_obfuscated": True}, {"email_obfuscated": True}, "contact", 1),
        ([{"name": "Guildhall", "address_locality": "Quillmere"}], [{"name": "Guildhall, Quillmere"}], "place", 1),
    ],
)
def test_a_value_is_right_by_the_measure_of_its_field(ours: Any, gold: Any, measure: Any, right: float) -> None:
    assert compare(ours, gold, measure).right == right


def test_an_item_of_ours_pays_for_one_item_of_gold_only() -> None:
    assert compare(["Ada Brunel"], ["Ada Brunel", "Ada Brunel"], "people") == (2, 1, 1)
    assert token_f1("", "") == 0


def test_a_value_whose_evidence_is_not_in_the_page_is_found_out() -> None:
    extraction = extract_page(GROUP, "https://harbour.example/groups/tide")
    assert not list(find_unsupported(extraction, GROUP.encode()))
    bare = extract_page("<h1>Reed</h1><p>Nothing here.</p>", "https://harbour.example/x")
    swapped = replace(bare, groups=extraction.groups)
    assert {one.field for one in find_unsupported(swapped, b"<h1>Reed</h1>")} >= {"name", "purpose"}
