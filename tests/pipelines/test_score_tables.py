"""Committed tables against a folder of gold: rows are found by path, and judged as `colloquy score` judges pages."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.score import Score
from pipelines.score_report import short_lines_of
from pipelines.score_tables import score_tables
from pipelines.tables import Tables

_GOLD: Mapping[str, list[dict[str, Any]]] = {
    "pages": [{"path": "/waves", "page_kind": "event", "title": "Counting waves"},
              {"path": "/events?page=1", "page_kind": "other", "accept": ["listing"], "title": "What's on"},
              {"path": "/lost", "page_kind": "other", "title": "Lost"}],
    "events": [{"path": "/waves", "name": "Counting waves", "start_date": "2027-05-04", "location": None,
                "performers": [{"name": "Ada Brunel"}, {"name": "Otto Reed"}], "registration_url": "/tickets"}],
    "groups": [{"path": "/tides", "name": "Tide Interest Group"}],
}  # fmt: skip


def at(path: str, **fields: Any) -> dict[str, Any]:
    return {"url": f"http://127.0.0.1:8642{path}", "site": "lab", **fields}


@pytest.fixture
def scores(tmp_path: Path) -> dict[str, Score]:
    for table, rows in _GOLD.items():
        (tmp_path / f"{table}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    pages = [at("/waves", page_kind="event", title="Counting waves"),
             at("/events?page=1", page_kind="listing", title="Elsewhere")]  # fmt: skip
    waves = at("/waves", record_id="a", name="Counting waves", start_date=date(2027, 5, 4), location=[{"name": "Hall"}],
               performers=[{"name": "Dr Ada Brunel"}], registration_url="http://127.0.0.1:8642/tickets")  # fmt: skip
    stray = at("/stray", record_id="b", name="A stray event")
    Tables(tmp_path).commit({"lab": {"pages": pages, "events": [waves, stray]}}, keep=2)
    return score_tables(tmp_path, tmp_path, "lab")


def test_pages_are_judged_by_kind_and_title(scores: dict[str, Score]) -> None:
    pages = scores["pages"]
    assert (pages.pages, pages.missing, pages.extra) == (2, ("/lost",), [])
    assert (pages.kinds_right, pages.kinds, pages.titles_right, pages.titles) == (2, 2, 1, 2)


def test_records_are_judged_field_by_field_wherever_the_site_is_served(scores: dict[str, Score]) -> None:
    events = scores["events"]
    assert (events.records_found, events.records, events.extra) == (1, 1, ["/stray"])
    counts = events.fields()["events"]
    assert {name: (one.given, one.ours, one.right) for name, one in counts.items()} == {
        "name": (1, 1, 1), "start_date": (1, 1, 1), "performers": (2, 1, 1), "registration_url": (1, 1, 1),
        "location": (0, 1, 0),
    }  # fmt: skip
    assert (counts["location"].false, counts["location"].nulls) == (1, 1)


def test_a_record_that_no_row_gives_is_missing(scores: dict[str, Score]) -> None:
    assert (scores["groups"].records_found, scores["groups"].records) == (0, 1)
    assert scores["groups"].total("", "groups").recall == 0


def test_the_lines_name_what_is_found_and_the_fields_stated_most(scores: dict[str, Score]) -> None:
    assert list(short_lines_of(scores)) == [
        "pages   2 of 3 found, 0 extra; 2 kinds and 1 titles right",
        "events  1 of 1 found, 1 extra",
        "        values: precision 0.80, recall 0.80 (5 stated); not stated but filled: 1 of 1",
        "        performers 1/2, name 1/1, registration_url 1/1, start_date 1/1",
        "groups  0 of 1 found, 0 extra",
        "        values: precision –, recall 0.00 (1 stated); not stated but filled: 0 of 0",
        "        name 0/1",
    ]


def test_gold_that_is_not_there_is_named(tmp_path: Path) -> None:
    Tables(tmp_path).commit({"lab": {"pages": [at("/waves")]}}, keep=2)
    with pytest.raises(UsageError, match=r"pages\.jsonl: no such file"):
        score_tables(tmp_path, tmp_path, "lab")
