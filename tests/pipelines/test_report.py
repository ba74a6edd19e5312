"""The report of a home: what it counts, what it cuts, and that it works where there is little to say."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from bs4 import BeautifulSoup

from pipelines.archive import Archive
from pipelines.errors import ColloquyError
from pipelines.home import Home
from pipelines.report import Drift, Fill, SiteReport, SiteRun, make_report
from pipelines.report_changes import MOST_ADDED, MOST_CHANGES, MOST_EXAMPLES, ProblemGroup, group_problems
from pipelines.report_charts import HEIGHT, draw_columns
from pipelines.report_counts import MOST_COLUMNS, make_timeline
from pipelines.report_page import MOST_HEATED, MOST_PROBLEMS, MOST_SITES, draw_report
from pipelines.schema import schema
from pipelines.tables import Tables
from pipelines.template_store import TemplateRun

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)


def event(site: str, number: int, **more: Any) -> dict[str, Any]:
    return {"record_id": f"{site}-{number}", "site": site, "url": f"https://{site}.example/{number}", **more}


def fill(home: Path, rows: dict[str, dict[str, list[dict[str, Any]]]], sites: tuple[str, ...] = ("lab",)) -> Home:
    """A home whose last run began at noon yesterday and whose tables hold these rows."""
    with Archive(home / "archive", writable=True) as archive:
        run = archive.begin_run("crawl", sites)
        archive.finish_run(run, 3)
    Tables(home).commit(rows, keep=1)
    return Home(home)


def change(number: int, kind: str, **more: Any) -> dict[str, Any]:
    when = datetime.now(UTC) + timedelta(hours=1, seconds=number)
    return {"record_id": f"lab-{number}", "table": "events", "site": "lab", "observed_at": when, "change": kind, **more}


def test_an_empty_home_has_an_empty_report(tmp_path: Path) -> None:
    report = make_report(Home(tmp_path / "nowhere"), NOW)
    assert report.run is None
    assert "Nothing has been crawled yet" in draw_report(report)
    assert json.loads(json.dumps(report.as_record(), default=str))["sites"] == []
    assert not (tmp_path / "nowhere").exists()


def test_shares_are_of_records_that_are_there(tmp_path: Path) -> None:
    day, gone = date(2027, 3, 1), {"removed_at": NOW}
    lab = [
        event("lab", 1, start_date=day, hashtags=["#rain"]),
        event("lab", 2),
        event("lab", 3, start_date=day, **gone),
    ]
    sea = [event("sea", 1, start_date=day, hashtags=[])]
    report = make_report(fill(tmp_path, {"lab": {"events": lab}, "sea": {"events": sea}}), NOW)
    fills = {one.field: one for one in report.fills if one.table == "events"}
    assert fills["start_date"].sites == {"lab": 0.5, "sea": 1.0}
    assert fills["start_date"].share == pytest.approx(2 / 3)
    assert fills["hashtags"].sites == {"lab": 0.5, "sea": 0.0}
    assert report.timeline.undated == 1
    assert [one.events for one in report.timeline.periods] == [2]


def test_sites_say_how_well_they_are_covered(tmp_path: Path) -> None:
    fetches = [{"url": str(n), "site": "lab", "outcome": "ok" if n else "error"} for n in range(4)]
    pages = [{"url": str(n), "site": "lab", "page_kind": "event" if n else None} for n in range(3)]
    report = make_report(fill(tmp_path, {"lab": {"fetches": fetches, "pages": pages}}), NOW)
    (lab,) = report.sites
    assert lab.covered == 0.75
    assert lab.outcomes == {"ok": 3, "error": 1}
    assert lab.kinds == {"event": 2, "unknown": 1}
    assert lab.last_good is None
    assert report.outcomes == lab.outcomes


def test_a_crawl_says_what_it_did(tmp_path: Path) -> None:
    home = fill(tmp_path, {"lab": {"pages": [{"url": "u", "site": "lab"}]}})
    assert make_report(home, NOW).ran == ()
    with Archive(home.archive) as archive:
        (run,) = archive.runs()
    home.reports.mkdir()
    stated = {"site": "lab", "asked": 9, "fetched": 8, "read": 7, "held": ["events fell from 40 to 2"]}
    (home.reports / f"{run.id}.json").write_text(json.dumps({"sites": [stated]}))
    report = make_report(home, NOW)
    assert report.ran == (SiteRun("lab", 9, 8, 0, 0, 7, 0, ("events fell from 40 to 2",)),)
    assert "events fell from 40 to 2" in draw_report(report)
    (home.reports / f"{run.id}.json").write_text("{")
    assert make_report(home, NOW).ran == ()


def test_changes_are_those_since_the_last_run_began(tmp_path: Path) -> None:
    old = change(1, "changed", field="start_time", old='"18:00"', new='"19:00"') | {"observed_at": NOW - timedelta(999)}
    new = change(2, "changed", field="start_time", old='"18:00"', new='"19:30"')
    new |= {"observed_at": NOW - timedelta(999), "recorded_at": datetime.now(UTC) + timedelta(hours=1)}  # an import
    rows = {"events": [event("lab", 2, name="Counting rain")], "changes": [old, new]}
    changes = make_report(fill(tmp_path, {"lab": rows}), NOW).changes
    assert changes.counts == {"events": {"changed": 1}}
    (shown,) = changes.shown
    assert (shown.name, shown.old, shown.new) == ("Counting rain", "18:00", "19:30")


def test_what_is_known_and_changed_comes_before_what_is_new(tmp_path: Path) -> None:
    many = [change(number, "added") for number in range(100)] + [change(200 + n, "changed") for n in range(100)]
    report = make_report(fill(tmp_path, {"lab": {"changes": many}}), NOW)
    kinds = [one.change for one in report.changes.shown]
    assert kinds == ["changed"] * MOST_CHANGES + ["added"] * MOST_ADDED
    assert f"{200 - len(kinds)} more" in draw_report(report)


def test_problems_that_are_alike_are_one() -> None:
    common = {"site": "lab", "step": "events", "severity": "warning", "message": "odd"}
    rows = [{**common, "url": f"https://lab.example/{number}"} for number in range(5)]
    rows.append({"site": "sea", "url": None, "step": "gate", "severity": "error", "message": "held back"})
    first, second = group_problems(pa.Table.from_pylist(rows, schema=schema("problems")))
    assert (first.severity, first.examples) == ("error", (("held back", ""),))
    assert (second.count, len(second.examples)) == (5, MOST_EXAMPLES)
    assert second.examples[0] == ("odd", "https://lab.example/0")


def test_one_old_event_does_not_squeeze_the_others() -> None:
    days = [date(2019, 5, 1)] + [date(2027, 1 + n % 12, 3) for n in range(60)]
    line = make_timeline(Counter(days), date(2027, 6, 1))
    assert (line.unit, line.outside, len(line.periods)) == ("month", 1, 12)
    assert sum(one.to_come for one in line.periods) == sum(day >= date(2027, 6, 1) for day in days)


@pytest.mark.parametrize(("years", "unit"), [(3, "month"), (9, "quarter"), (30, "year"), (300, "year")])
def test_time_is_shown_in_as_many_columns_as_can_be_read(years: int, unit: str) -> None:
    days = [date(1700 + year, month, 1) for year in range(years) for month in (1, 4, 7, 10)]
    line = make_timeline(Counter(days), date(2027, 1, 1))
    assert line.unit == unit
    assert len(line.periods) <= MOST_COLUMNS
    assert sum(one.events for one in line.periods) + line.outside == len(days)


def test_columns_stand_on_the_floor_and_stay_in_the_picture() -> None:
    line = make_timeline(Counter(date(2027, month, 1) for month in (1, 1, 1, 2, 5)), date(2027, 2, 1))
    chart = draw_columns(line)
    for bar in chart.bars:
        assert bar.past_y + bar.past == pytest.approx(chart.floor, abs=0.2)
        assert bar.coming_y + bar.coming == pytest.approx(bar.past_y, abs=0.2)
        assert 0 <= bar.coming_y <= HEIGHT
    assert chart.bars[0].past == max(bar.past for bar in chart.bars)
    assert [tick.label for tick in chart.steps] == ["0", "1", "2", "3"]


def test_a_report_of_very_many_sites_and_problems_stays_small(tmp_path: Path) -> None:
    names = [f"institute-of-very-long-names-{number:04}" for number in range(MOST_SITES + 200)]
    empty = {"outcomes": {"ok": 1}, "kinds": {"event": 1}, "pages": 1, "groups": 0, "problems": 3, "covered": 1.0}
    sites = tuple(SiteReport(site, NOW, **empty, events=1, dated=1.0) for site in names)
    trouble = [
        ProblemGroup(site, f"step-{n}", "error", 9, (("m" * 5_000, "https://x.example/" + "u" * 900),) * 3)
        for site in names
        for n in range(3)
    ]
    fills = tuple(Fill("events", f"field_{n}", "d" * 200, 1.0, dict.fromkeys(names, 1.0)) for n in range(45))
    drift = tuple(Drift(site, tuple(TemplateRun(str(n), 0.9) for n in range(50)), "t" * 300) for site in names)
    made = make_report(Home(tmp_path), NOW)
    drawn = draw_report(replace(made, sites=sites, problems=tuple(trouble), fills=fills, drift=drift))
    assert len(drawn.encode()) < 1_000_000
    soup = BeautifulSoup(drawn, "html.parser")
    assert len(soup.select("table.heat thead th")) == 2 + MOST_HEATED
    assert f"The {MOST_SITES} largest; 200 more" in soup.get_text()
    assert f"{len(trouble) - MOST_PROBLEMS} more kinds" in soup.get_text()


def test_a_damaged_table_is_one_clear_error(tmp_path: Path) -> None:
    home = fill(tmp_path, {"lab": {"events": [event("lab", 1)]}})
    generation = Tables(tmp_path).current()
    assert generation
    (path,) = generation.paths("events")
    path.write_bytes(b"PAR1 and then nothing that one could read PAR1")
    with pytest.raises(ColloquyError, match="colloquy repair"):
        make_report(home, NOW)
