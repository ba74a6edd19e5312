"""After `forget`, a search over every byte of the home finds nothing, and nothing brings it back."""

import json
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from test_gate import PROFILE
from test_repair import flip

from extract.records import RECORDS, Contact, Party
from pipelines.archive import Answer, Archive
from pipelines.dataset import load
from pipelines.denylist import MASK, load_denylist
from pipelines.errors import ColloquyError
from pipelines.export import Terms, export_table
from pipelines.forget import forget
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.rebuild import Rebuild
from pipelines.redaction import hide_names
from pipelines.settings import Settings
from pipelines.tables import Tables
from pipelines.verify import find_damage
from pipelines.warc import RENDERED, TLS_VERIFIED

PERSON = "Wilma Quillfeather"
PAGE = (
    "<html lang=en><head><title>{name} | Lab</title>"
    '<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Event", "name": "{name}",'
    ' "startDate": "2027-05-0{day}", "performer": {{"@type": "Person", "name": "{speaker}"}}}}</script></head>'
    "<body><nav><a href=/>Home</a></nav><main><h1>{name}</h1><p>3 May 2027</p><p>A talk by {speaker} on {name}.</p>"
    "<p><a href=/people/{slug}.html>{speaker}</a>, see also <a href=/events/talk-2.html>the second talk</a></p>"
    "</main></body></html>"
)
SPEAKERS = (PERSON, "Emma Stone", PERSON, "Otto Reed")
TOPICS = ("Kelp", "Fog", "Salt", "Ice")


def make_home(folder: Path) -> Home:
    """Four talks, two of them by one person, in two generations; then a page of another site."""
    home, saved = Home(folder / "home"), folder / "saved"
    (saved / "events").mkdir(parents=True)
    for turn in ("at sea", "on land"):
        for number, (topic, speaker) in enumerate(zip(TOPICS, SPEAKERS, strict=True)):
            slug = speaker.casefold().replace(" ", "-")
            text = PAGE.format(name=f"{topic} {turn}", day=number + 1, speaker=speaker, slug=slug)
            (saved / "events" / f"talk-{number}.html").write_text(text, "utf-8")
        import_pages(home, "lab", [saved], {}, PROFILE)
        run(home)
    (saved / "other.html").write_text(
        "<html lang=en><h1>Other</h1><p>Nothing about anybody at all, said at length.</p>"
    )
    import_pages(home, "other.example", [saved / "other.html"], {}, None)
    run(home)
    return home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `make_home` was at work."""
    folder = tmp_path_factory.mktemp("made")
    make_home(folder)
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """A copy of the home that was made; what it was made of lies in `saved` beside it."""
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Home(tmp_path / "home")


def run(home: Home) -> None:
    with home.lock():
        Rebuild(home, {"lab": PROFILE}, Settings()).run()


def do_forget(home: Home, target: str) -> list[str]:
    with home.lock():
        return list(forget(home, target, {"lab": PROFILE}))


def everything(home: Home) -> Iterator[tuple[Path, str]]:
    """Every file's path and bytes, and what is compressed in it, as text."""
    for path in home.path.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield path, f"{path.relative_to(home.path)}\n{content.decode('utf-8', 'replace')}"
        rest = content if path.name.endswith(".gz") else b""
        while rest:
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
            yield path, inflater.decompress(rest).decode("utf-8", "replace")
            rest = inflater.unused_data
    tables = Tables(home.path)
    for generation in tables.generations():
        for one in generation.files:
            yield generation.folder / one.name, json.dumps(tables.rows_of(generation, one.table, one.site), default=str)


def holders(home: Home, *needles: str) -> list[str]:
    found = {str(path) for path, text in everything(home) for needle in needles if needle.casefold() in text.casefold()}
    return sorted(found)


def test_a_person_is_masked_everywhere_and_the_talks_stay(home: Home, tmp_path: Path) -> None:
    assert len(holders(home, PERSON, "wilma-quillfeather")) > 5
    do_forget(home, PERSON)
    assert holders(home, "quillfeather") == []
    assert list(find_damage(home)) == []
    events = load("events", home.path)
    assert len(events[events["removed_at"].isna()]) == 4
    said = " ".join(str(row) for row in events["performers"])
    assert "Emma Stone" in said

    run(home)
    import_pages(home, "lab", [tmp_path / "saved"], {}, PROFILE)  # the pages still name the person
    run(home)
    assert holders(home, "quillfeather") == []


def test_a_page_is_gone_from_archive_and_every_generation(home: Home, tmp_path: Path) -> None:
    with Archive(home.archive) as archive:
        url = next(row.capture.url for row in archive.pages("lab") if "talk-2" in row.capture.url)
    before = len(list(Tables(home.path).generations()))
    do_forget(home, url)
    assert holders(home, url, "Salt at sea", "Salt on land") == []
    assert len(load("pages", home.path)) == 4
    assert list(find_damage(home)) == []
    assert len(list(Tables(home.path).generations())) >= before
    report = import_pages(home, "lab", [tmp_path / "saved" / "events"], {}, PROFILE)
    with Archive(home.archive) as archive:
        assert url not in {row.capture.url for row in archive.pages("lab")}
    assert report.taken + report.skipped + len(report.refused) == 4


def test_a_host_is_gone_with_its_site(home: Home) -> None:
    with Archive(home.archive) as archive:
        (url,) = (row.capture.url for row in archive.pages("other.example"))
    host = url.split("/")[2]
    do_forget(home, host)
    assert holders(home, host, "Nothing about anybody") == []
    assert set(load("pages", home.path)["site"]) == {"lab"}
    assert list(find_damage(home)) == []


def test_what_is_forgotten_stays_out_of_a_crawl_and_its_ledger(home: Home) -> None:
    do_forget(home, PERSON)
    with Archive(home.archive, writable=True) as archive:
        run_id = archive.begin_run("crawl", ["lab"])
        sent = Answer(
            "https://lab.example/x", 200, (("Link", "</people/wilma-quillfeather>"),), f"<p>{PERSON}".encode()
        )
        archive.store_response("lab", run_id, sent)
        archive.finish_run(run_id, 0)
    assert holders(home, "quillfeather") == []


def test_a_masked_page_still_says_how_it_came_to_be(tmp_path: Path) -> None:
    home, url = Home(tmp_path).prepare(), "https://lab.example/"
    notes = ((RENDERED, "Chromium 1"), (TLS_VERIFIED, "false"))
    body = f"<h1>Talk</h1><p>By {PERSON}, who says a lot.</p>".encode()
    with Archive(home.archive, writable=True) as archive:
        run_id = archive.begin_run("crawl", ["lab"])
        archive.store_response("lab", run_id, Answer(url, 200, (("Content-Type", "text/html"),), body, notes=notes))
        archive.finish_run(run_id, 0)
    do_forget(home, PERSON)
    with Archive(home.archive) as archive:
        capture = archive.newest(url)
        assert capture
        record = archive.read_record(capture)
    assert b"Quillfeather" not in record.payload
    assert [record.warc[name.lower()] for name, _ in notes] == ["Chromium 1", "false"]


def test_what_a_listing_still_links_to_is_no_record_and_is_not_asked_for(tmp_path: Path) -> None:
    home, saved = Home(tmp_path / "home"), tmp_path / "saved"
    saved.mkdir()
    cards = "".join(
        f"<li><h3><a href=/events/{topic.lower()}-talk.html>{topic} at sea</a></h3><p>{day} May 2027</p></li>"
        for day, topic in enumerate(TOPICS, 3)
    )
    (saved / "events.html").write_text(f"<html lang=en><title>Events</title><h1>Events</h1><ul>{cards}</ul>", "utf-8")
    import_pages(home, "lab", [saved], {}, PROFILE)
    run(home)
    assert sorted(load("events", home.path)["name"]) == sorted(f"{topic} at sea" for topic in TOPICS)
    do_forget(home, f"{PROFILE.url}events/kelp-talk.html")
    run(home)
    assert sorted(load("events", home.path)["name"]) == ["Fog at sea", "Ice at sea", "Salt at sea"]
    assert load_denylist(home.path).refuses(f"{PROFILE.url}{MASK}/{MASK}-{MASK}.{MASK}")


def test_what_matches_nothing_is_said(home: Home) -> None:
    assert any("nothing here matched" in line for line in do_forget(home, "Wilma Qillfeather"))
    assert not any("nothing here matched" in line for line in do_forget(home, PERSON))


def test_a_damaged_archive_is_repaired_first(home: Home) -> None:
    segment = next(home.archive.glob("lab/*.warc.gz"))
    flip(segment, segment.stat().st_size // 2)
    with pytest.raises(ColloquyError, match="colloquy repair"):
        do_forget(home, PERSON)


def test_forgetting_twice_changes_nothing_more(home: Home) -> None:
    do_forget(home, PERSON)
    before = load("events", home.path)
    assert "0 captures dropped, 0 masked" in " ".join(do_forget(home, PERSON))
    assert load("events", home.path).equals(before)


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_export_without_names_names_nobody_and_tells_people_apart(home: Home, format: str) -> None:
    for table in ("events", "pages", "changes"):
        text = b"".join(export_table(table, home.path, format, Terms(names=False))).decode()  # type: ignore[arg-type]
        assert "Quillfeather" not in text
        assert "Emma Stone" not in text
    rows = [
        json.loads(line)
        for line in b"".join(export_table("events", home.path, "jsonl", Terms(names=False))).splitlines()
    ]
    people = [party["name"] for row in rows if row["removed_at"] is None for party in row["performers"]]
    assert len(people) == 4
    assert len(set(people)) == 3
    assert all(name.startswith("person-") for name in people)


def test_no_field_of_a_record_names_anybody_when_names_are_hidden() -> None:
    """Every field that can hold a name holds one; a field that comes later is caught too."""
    rows = []
    for table, record in RECORDS.items():
        row: dict[str, Any] = {"url": "https://lab.example/a", "description": "Said by Perpetua Quillfeather."}
        for name, about in record.model_fields.items():
            kinds = get_args(about.annotation)
            if Party in kinds or Contact in kinds:
                party = {"name": "Perpetua Quillfeather", "url": "https://lab.example/quillfeather", "role": "host"}
                row[name] = [party] if Ellipsis in kinds else party
            elif any(isinstance(kind, type) and "performers" in getattr(kind, "model_fields", ()) for kind in kinds):
                row[name] = [{"name": "A talk", "performers": ["Perpetua Quillfeather"]}]
        assert {"performers", "contact"} <= row.keys() or table != "events"
        rows.append(row)
    hidden = json.dumps(hide_names(rows, rows, "00" * 8))
    assert "uillfeather" not in hidden
    assert hidden.count("person-") >= 8
    assert len(set(re.findall(r"person-\w+", hidden))) == 1
