"""What is known of a run after its end: report, metrics, pings, status, and that the accounts add up."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawling import TableServer, colloquy, page, tree

from crawler.crawl import settle_accounts
from crawler.pings import ping
from pipelines.archive import Answer, Archive, Fetch, RunProblem
from pipelines.errors import UsageError
from pipelines.freshness import Freshness, find_freshness, parse_age
from pipelines.home import Home
from pipelines.run_report import METRICS, store_metrics, store_report
from pipelines.site_states import find_states


def test_a_run_pings_reports_and_counts_as_fresh(tmp_path: Path, monitor: tuple[str, list[str]]) -> None:
    url, heard = monitor
    with TableServer(tree(6)) as site:
        command = ("--json-log", "crawl", "--url", site.url + "/", "--allow-loopback")
        done = colloquy(tmp_path, *command, COLLOQUY_PING=url)
    assert done.returncode == 0, done.stderr.decode()
    assert heard == ["/nightly/start", "/nightly"]
    assert all("message" in json.loads(line) for line in done.stderr.splitlines())
    (path,) = (tmp_path / "reports").glob("*.json")
    report = json.loads(path.read_text())
    (of_site,) = report["sites"]
    assert (report["exit_code"], of_site["asked"], of_site["outcomes"], of_site["pages"]) == (0, 7, {"ok": 7}, 7)
    assert 'outcome="ok"} 7' in (tmp_path / "reports/colloquy.prom").read_text()
    fresh = colloquy(tmp_path, "status", "--max-age", "5m")
    assert (fresh.returncode, b"good" in fresh.stdout) == (0, True)


def test_a_run_that_cannot_start_pings_failure(tmp_path: Path, monitor: tuple[str, list[str]]) -> None:
    url, heard = monitor
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "index.sqlite").write_bytes(b"no database")
    with TableServer({"/": page("Home")}) as site:
        done = colloquy(tmp_path, "crawl", "--url", site.url, "--allow-loopback", COLLOQUY_PING=url)
    assert done.returncode == 1
    assert heard == ["/nightly/start", "/nightly/fail"]


def test_a_monitor_that_is_down_is_one_line() -> None:
    said: list[str] = []
    ping("http://127.0.0.1:9/nightly", "start", "x", said.append)
    assert len(said) == 1
    assert "not delivered" in said[0]


def test_a_home_without_a_crawl_has_no_status(tmp_path: Path) -> None:
    done = colloquy(tmp_path, "status")
    assert done.returncode == 1
    assert "colloquy crawl" in done.stderr.decode()


@pytest.mark.parametrize("text", ["", "36", "h", "-3h", "1f", "3 h 4"])
def test_what_is_no_length_of_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match="36h"):
        parse_age(text)


def see(archive: Archive, run_id: str, status: int = 200, withheld: str = "") -> None:
    archive.store_response(
        "lab", run_id, Answer("https://lab.example/", status, (), run_id.encode(), withheld=withheld)
    )


def test_the_last_good_run_is_one_that_saw_a_page_and_was_not_held_back(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        good = archive.begin_run("crawl", ["lab"])
        see(archive, good)
        archive.finish_run(good, 0)
        held = archive.begin_run("crawl", ["lab"])
        see(archive, held)
        archive.store_problem(RunProblem("lab", "", held, "gate", "error", "held back: events 12 → 0"))
        archive.finish_run(held, 4)
        down = archive.begin_run("crawl", ["lab"])
        archive.store_fetch(Fetch("lab", "https://lab.example/", down, "error"))
        archive.finish_run(down, 3)
        archive.begin_run("crawl", ["lab"])  # never ended
        (found, never) = find_freshness(archive, ["new"])
        assert found == Freshness("lab", next(run.finished_at for run in archive.runs() if run.id == good))
        assert never == Freshness("new", None)


def test_a_site_is_late_when_its_last_good_run_is_older_than_the_limit() -> None:
    now = datetime(2027, 5, 3, tzinfo=UTC)
    assert not Freshness("lab", now - timedelta(hours=36)).is_older(timedelta(hours=36), now)
    assert Freshness("lab", now - timedelta(hours=37)).is_older(timedelta(hours=36), now)
    assert Freshness("lab", None).is_older(timedelta(weeks=9), now)


def test_old_reports_give_way_to_new_ones(tmp_path: Path) -> None:
    for number in range(4):
        report = {"run_id": f"r{number}", "finished_at_seconds": 1, "exit_code": 0, "seconds": 1.0, "sites": []}
        store_report(tmp_path, report, keep=2)
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["r2.json", "r3.json"]


def test_a_scheduled_url_without_an_outcome_becomes_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run_id = archive.begin_run("crawl", ["lab"])
        archive.store_fetch(Fetch("lab", "https://lab.example/a", run_id, "ok"))
        asked = {"https://lab.example/a", "https://lab.example/b"}
        assert settle_accounts(archive, "lab", run_id, asked) == 1
        assert settle_accounts(archive, "lab", run_id, asked) == 0
        assert {fetch.url: fetch.outcome for fetch in archive.fetches()} == {
            "https://lab.example/a": "ok",
            "https://lab.example/b": "error",
        }


def test_every_site_of_the_home_is_in_the_metrics_whichever_run_saw_it_last(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    with Archive(home.archive, writable=True) as archive:
        for site, code in (("lab", 0), ("hall", 4), ("lab", 0)):
            run = archive.begin_run("crawl", [site])
            url = f"https://{site}.example/"
            archive.store_response(site, run, Answer(url, 200, (), run.encode()))
            archive.store_fetch(Fetch(site, url, run, "ok"))
            if code:
                archive.store_problem(RunProblem(site, "", run, "gate", "error", "held back: events 12 → 0"))
            archive.finish_run(run, code)
    report = {"run_id": run, "finished_at_seconds": 1, "exit_code": 0, "seconds": 1.0}
    tmp_path.joinpath("reports").mkdir()
    store_metrics(home.reports, report, list(find_states(home)))
    lines = (home.reports / METRICS).read_text().splitlines()
    assert 'colloquy_urls{site="hall",outcome="ok"} 1' in lines
    assert {'colloquy_held{site="hall"} 1', 'colloquy_held{site="lab"} 0'} <= set(lines)
    assert [line.split("{")[1][:10] for line in lines if line.startswith("colloquy_last_good")] == ['site="lab"']


def test_a_site_that_is_held_back_says_so_until_somebody_lets_it_through(tmp_path: Path) -> None:
    with TableServer(tree(6)) as site:
        assert colloquy(tmp_path, "crawl", "--url", site.url + "/", "--allow-loopback").returncode == 0
    home = Home(tmp_path)
    with home.lock(), Archive(home.archive, writable=True) as archive:
        run = next(iter(archive.runs()))
        (name,) = run.sites
        archive.store_problem(RunProblem(name, "", run.id, "gate", "error", "held back: events 9 → 0"))
    assert b"held back" in colloquy(tmp_path, "status").stdout
    assert b"held back since" in colloquy(tmp_path, "sites").stdout
    assert colloquy(tmp_path, "rebuild", name, "--accept", name).returncode == 0
    assert b"good" in colloquy(tmp_path, "status").stdout
    assert b"held back" not in colloquy(tmp_path, "sites").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prune", "--older-than", "6m"), b"less than a day"),
        (("crawl", "--url", "foo"), b"is no web address"),
    ],
)
def test_what_was_hardly_meant_is_refused(tmp_path: Path, words: tuple[str, ...], said: bytes) -> None:
    done = colloquy(tmp_path, *words)
    assert (done.returncode, said in done.stderr) == (2, True)
