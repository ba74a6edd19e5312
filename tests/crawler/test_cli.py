"""The command as a person types it: what it prints, how it ends, and that bad input leaves the home as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from crawling import colloquy

from pipelines.dataset import read_table

SITE = Path(__file__).resolve().parents[2] / "data/sample/site"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[CompletedProcess[bytes]]]:
    """A home that the demo ran in twice, and what it printed. The first is started as a person does."""
    home = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "crawler", "--home", str(home), "demo"]
    return home, [subprocess.run(command, capture_output=True, timeout=120), colloquy(home, "demo")]


def test_the_demo_crawls_the_whole_sample_and_says_how_it_compares(demo) -> None:
    first = demo[1][0].stdout.decode()
    assert demo[1][0].returncode == 0, demo[1][0].stderr.decode()
    assert "94 of 94 found" in first
    assert "11 of 11 found" in first
    assert str(demo[0] / "tables") in first


def test_the_second_demo_revalidates_and_changes_no_row(demo) -> None:
    second = demo[1][1].stdout.decode()
    assert demo[1][1].returncode == 0
    assert "95 not modified" in second
    row = next(line for line in second.splitlines() if line.startswith("sample ")).split()
    assert row[4:6] == ["0", "0"]  # read now, changes


def test_a_page_of_the_demo_answers_with_evidence(demo) -> None:
    url = json.loads(colloquy(demo[0], "export", "events").stdout.splitlines()[0])["url"]
    answer = colloquy(demo[0], "page", url)
    record = json.loads(answer.stdout)["events"][0]
    assert record["url"] == url
    assert record["evidence"]["name"][0]["text"]


@pytest.mark.parametrize("show", ["body", "blocks", "template"])
def test_a_page_can_be_shown_as(demo, show: str) -> None:
    url = json.loads(colloquy(demo[0], "export", "events").stdout.splitlines()[0])["url"]
    assert len(colloquy(demo[0], "page", url, "--show", show).stdout) > 100


def test_a_file_of_the_archive_is_known_by_its_content(demo, tmp_path: Path) -> None:
    first = json.loads(colloquy(demo[0], "export", "pages").stdout.splitlines()[0])
    from pipelines.archive import Archive

    with Archive(demo[0] / "archive") as archive:
        found = archive.newest(first["url"])
        assert found
        (tmp_path / "saved.html").write_bytes(archive.read(found))
    answer = json.loads(colloquy(demo[0], "page", str(tmp_path / "saved.html")).stdout)
    assert (answer["url"], answer["site"]) == (first["url"], "sample")


def test_verify_finds_the_demo_sound_and_names_a_flipped_bit(demo, tmp_path: Path) -> None:
    assert colloquy(demo[0], "verify").returncode == 0
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(demo[0], copy, symlinks=True)
    path = next((copy / "templates").glob("*.json"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    damaged = colloquy(copy, "verify")
    assert damaged.returncode == 1
    assert str(path) in damaged.stdout.decode()


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "ics"])
def test_events_can_be_exported_before_the_first_commit_and_after(demo, tmp_path: Path, format: str) -> None:
    for home in (tmp_path / "none", demo[0]):
        done = colloquy(home, "export", "events", "--format", format, "-o", str(tmp_path / "out"))
        assert done.returncode == 0, done.stderr.decode()
        assert (tmp_path / "out").exists()


def test_the_calendar_is_valid_and_has_every_dated_event(demo) -> None:
    from icalendar import Calendar

    calendar = Calendar.from_ical(colloquy(demo[0], "export", "events", "--format", "ics").stdout)
    rows = [json.loads(line) for line in colloquy(demo[0], "export", "events").stdout.splitlines()]
    entries = calendar.walk("VEVENT")
    assert len(entries) == sum(row["start_date"] is not None for row in rows)
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_sites_lists_profiles_and_what_they_hold(demo) -> None:
    lines = colloquy(demo[0], "sites").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["site", "sample", "turing"]


BAD = [
    (("page", "missing.html"), 2, "no such file"),
    (("page", "empty.html"), 1, "empty"),
    (("page", "print.html"), 1, "PDF"),
    (("page", "https://never-fetched.example/"), 2, "--fetch"),
    (("page", "good.html", "--url", "foo"), 2, "as it stands in a browser"),
    (("sites", "--home", "elsewhere"), 2, "--home stands before the verb: colloquy --home … sites"),
    (("sites", "--hom"), 2, "No such option"),
    (("import", "lab", "missing"), 2, "no such file"),
    (("import", "lab", "empty.html"), 1, "empty"),
    (("import", "lab", "print.html"), 1, "PDF"),
    (("import", "Bad Name!", "good.html"), 2, "site name"),
    (("crawl",), 2, "--all"),
    (("crawl", "nosuchsite"), 2, "Profiles:"),
    (("crawl", "turing"), 2, "COLLOQUY_CONTACT"),
    (("rebuild", "nosuchsite"), 2, "Sites there"),
    (("export", "evnts"), 2, "Tables:"),
    (("export", "pages", "--format", "ics"), 2, "calendar"),
]


@pytest.mark.parametrize(("words", "code", "hint"), BAD, ids=[" ".join(words) for words, _, _ in BAD])
def test_bad_input_gives_one_line_a_code_and_leaves_the_home_alone(
    tmp_path: Path, words: tuple[str, ...], code: int, hint: str
) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "print.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")
    (tmp_path / "good.html").write_text("<html><body><p>words</p></body></html>")
    known = {"missing.html", "empty.html", "print.html", "good.html", "missing"}
    home = tmp_path / "home"
    done = colloquy(home, *(str(tmp_path / word) if word in known else word for word in words))
    message = done.stderr.decode()
    assert done.returncode == code, message
    assert hint in message
    assert "Traceback" not in message
    assert not home.exists()


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    done = colloquy(tmp_path / "home", "sites")
    assert (done.returncode, b"is no folder. A home is a folder" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ('kontact = "x"', "`kontact` is no key. Keys: contact, delay, "),
        ('contact = "nobody"', "`contact`: 'nobody' is neither a web page"),
        ('delay = "slow"', "`delay`: "),
        ("delay", "not valid TOML"),
    ],
)
def test_what_is_wrong_in_the_settings_is_named(stated: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "colloquy.toml").write_text(stated)
    done = colloquy(tmp_path, "sites")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert words in done.stderr.decode()
    assert "colloquy.toml" in done.stderr.decode()


def test_what_is_written_has_its_folder_made(demo, tmp_path: Path) -> None:
    page = read_table("pages", demo[0], columns=["url"])["url"][0].as_py()
    for words in (("export", "events"), ("report",), ("report", "--json"), ("inspect", "@page")):
        output = tmp_path / words[-1] / "deep" / "file"
        done = colloquy(demo[0], *(page if word == "@page" else word for word in words), "-o", str(output))
        assert (done.returncode, done.stderr) == (0, b"")
        assert [one.name for one in output.parent.iterdir()] == ["file"]


def test_a_past_before_the_first_commit_is_said_to_be_one(demo) -> None:
    done = colloquy(demo[0], "export", "events", "--as-of", "2020-01-01")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(b"nothing was known at 2020-01-01: the history of this dataset begins at 20")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('strat = ["/events"]', "`strat` is no key. Keys: name, "),
        ('deny = ["("]', "`deny`: '(' is no regular expression"),
        ('hosts = ["https://lab.example/"]', "`hosts`: 'https://lab.example/' is no name of a host"),
        ('languages = ["english"]', "`languages`: 'english' is no ISO 639-1 code"),
        ('time_zone = "Europe/Londn"', "`time_zone`: 'Europe/Londn' is no IANA time zone"),
        ('time_zone = "../etc"', "`time_zone`: '../etc' is no IANA time zone"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(line: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/lab.toml").write_text(f'name = "lab"\nurl = "https://lab.example/"\n{line}\n')
    done = colloquy(tmp_path, "crawl", "lab")
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert "lab.toml" in done.stderr.decode()


def test_a_host_that_does_not_resolve_is_said_in_one_line(tmp_path: Path) -> None:
    done = colloquy(tmp_path, "crawl", "--url", "http://nowhere.invalid/", COLLOQUY_CONTACT="https://lab.example/bot")
    assert done.returncode == 3
    assert "nowhere.invalid" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_second_run_on_one_home_is_refused_at_once(tmp_path: Path) -> None:
    from pipelines.home import Home

    with Home(tmp_path).lock():
        done = colloquy(tmp_path, "rebuild")
    assert done.returncode == 75
    assert str(os.getpid()) in done.stderr.decode()


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/version").exists(), reason="needs a folder that is no folder")
def test_a_home_that_cannot_be_written_is_exit_code_5(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = colloquy(tmp_path / "file" / "home", "import", "lab", str(SITE / "index.html"))
    assert done.returncode == 5
    assert "--home" in done.stderr.decode()


def test_a_package_that_installs_one_of_our_names_too_is_refused_by_name(tmp_path: Path) -> None:
    """Its code would run instead of ours, or ours instead of its."""
    foreign = tmp_path / "site/other_extract-1.0.dist-info"
    foreign.mkdir(parents=True)
    (foreign / "METADATA").write_text("Metadata-Version: 2.1\nName: other-extract\nVersion: 1.0\n")
    (foreign / "RECORD").write_text("extract/__init__.py,,\n")
    code = f"import sys; sys.path.append({str(foreign.parent)!r}); from crawler.cli import main; main()"
    command = [sys.executable, "-c", code, "--home", str(tmp_path / "home"), "rebuild"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the package `other-extract` also installs `extract`" in done.stderr
    assert not (tmp_path / "home").exists()


def test_every_verb_has_help_with_an_example() -> None:
    import click
    from click.testing import CliRunner

    from crawler.cli import cli

    for name in cli.list_commands(click.Context(cli)):
        text = CliRunner().invoke(cli, [name, "--help"]).output
        assert text.startswith("Usage: "), name
        assert "Example:" in text or name == "sites", name


def test_a_new_site_gets_a_profile_that_a_page_can_be_fetched_by(tmp_path: Path) -> None:
    from crawler.sample_server import SampleServer
    from pipelines.profiles import load_profile

    with SampleServer(SITE) as server:
        made = colloquy(tmp_path, "sites", "new", server.url, "--name", "quill", "--allow-loopback")
        assert made.returncode == 0, made.stderr.decode()
        profile = load_profile(tmp_path / "sites/quill.toml")
        assert set(profile.start) == {"/events", "/research/interest-groups"}
        url = f"{server.url}events/mapping-loneliness"
        answer = colloquy(tmp_path, "page", url, "--fetch", "--allow-loopback")
        assert json.loads(answer.stdout)["site"] == "quill"
        assert [path for _, path, _ in server.requests if path.startswith("/events")] == ["/events/mapping-loneliness"]


GOLD = SITE.parent / "gold"


def test_the_score_of_the_sample_is_a_table_or_json(tmp_path: Path) -> None:
    table = colloquy(tmp_path, "score", str(GOLD / "groups.jsonl"))
    assert table.returncode == 0, table.stderr.decode()
    assert "11 of 11 that state one" in table.stdout.decode()
    answer = json.loads(colloquy(tmp_path, "score", str(GOLD / "groups.jsonl"), "--json").stdout)
    assert answer["records"] == {"found": 11, "of": 11}


def test_a_gold_file_that_is_none_ends_in_one_line(tmp_path: Path) -> None:
    answer = colloquy(tmp_path, "score", str(tmp_path / "none.jsonl"))
    assert (answer.returncode, answer.stderr.decode().count("\n")) == (2, 1)
    assert "no such file" in answer.stderr.decode()
