"""From saved pages to rows: import, rebuild, load."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.site import Site
from pipelines.archive import Archive
from pipelines.dataset import load
from pipelines.engine import Engine, Pool
from pipelines.errors import DiskError, UsageError
from pipelines.groundwork import Done, lay_side_by_side
from pipelines.home import Home
from pipelines.importing import ImportReport, import_pages
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild, RebuildReport
from pipelines.saved_pages import find_base, find_files
from pipelines.settings import Settings

MENU = "".join(f"<li><a href='/menu/{n}'>Menu entry number {n}</a></li>" for n in range(12))
PROFILE = Profile(name="lab", url="https://lab.example/", time_zone="Europe/London")


def page(title: str, main: str) -> str:
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Lab</title></head><body><nav><ul>{MENU}</ul></nav>"
        f"<main><h1>{title}</h1>{main}</main><footer><p>The Lab, a registered charity in Quillmere</p></footer>"
        "</body></html>"
    )


TALK = "<dl><dt>Date</dt><dd>3 May 2027</dd><dt>Time</dt><dd>14:00 – 15:30</dd></dl><p>A talk on tide tables.</p>"
PAGES = {
    "events/tides.html": page("Tides and tables", TALK),
    "events/clocks.html": page("Clocks at sea", TALK.replace("3 May", "7 June").replace("tide tables", "clocks")),
    "events/maps.html": page("Maps of fog", TALK.replace("3 May", "9 July").replace("tide tables", "fog")),
    "about.html": page("About us", "<p>We are a small laboratory that studies the sea and its papers.</p>"),
}


def save(folder: Path, pages: Mapping[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def bring_in(home: Home, folder: Path, pages: Mapping[str, str] = PAGES) -> ImportReport:
    return import_pages(home, "lab", [save(folder, pages)], {}, PROFILE)


def rebuild(home: Home, **options: object) -> RebuildReport:
    with home.lock():
        return Rebuild(home, {"lab": PROFILE}, Settings(), **options).run()  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_pages_become_events_with_date_time_and_instant(home: Home, tmp_path: Path) -> None:
    assert bring_in(home, tmp_path / "saved").taken == 4
    rebuild(home)
    events = load("events", home.path).set_index("name")
    row = events.loc["Tides and tables"]
    assert (row["start_date"], row["start_time"], row["end_time"]) == (date(2027, 5, 3), "14:00", "15:30")
    assert row["starts_at"].isoformat() == "2027-05-03T13:00:00+00:00"
    assert row["url"] == "https://lab.example/events/tides.html"
    assert set(load("pages", home.path)["page_kind"]) == {"event", "other"}


def test_the_menu_and_the_footer_are_no_body(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    rebuild(home)
    text = "\n".join(load("pages", home.path)["body"])
    assert "Menu entry" not in text
    assert "registered charity" not in text
    assert "tide tables" in text


def test_a_second_import_of_the_same_pages_takes_none_and_reads_none(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    rebuild(home)
    again = bring_in(home, tmp_path / "saved")
    assert (again.taken, again.skipped) == (0, 4)
    report = rebuild(home).sites[0]
    assert (report.read, report.new_changes) == (0, 0)


def test_an_event_that_moved_is_a_change_and_the_same_record(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    rebuild(home)
    before = load("events", home.path).set_index("name")["record_id"]
    moved = PAGES["events/tides.html"].replace("3 May 2027", "4 May 2027")
    bring_in(home, tmp_path / "saved", {"events/tides.html": moved})
    rebuild(home)
    changes = load("changes", home.path)
    changed = changes[changes["change"] == "changed"]
    assert ("start_date", '"2027-05-03"', '"2027-05-04"') in set(
        zip(changed["field"], changed["old"], changed["new"], strict=True)
    )
    assert load("events", home.path).set_index("name")["record_id"].to_dict() == before.to_dict()


def test_local_and_dask_give_the_same_rows(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    rebuild(home)
    local = load("events", home.path)
    report = rebuild(home, engine=Engine("dask", workers=1), force=True)
    assert report.sites[0].read == 4
    assert load("events", home.path).equals(local)


def test_sites_side_by_side_give_the_same_rows(home: Home, tmp_path: Path) -> None:
    for number in range(4):
        import_pages(home, f"lab{number}", [save(tmp_path / f"saved-{number}", PAGES)], {}, None)
    beside = Home(tmp_path / "beside")
    shutil.copytree(home.path, beside.path)
    rebuild(home)
    sites = [Site(f"lab{number}") for number in range(4)]
    with Archive(beside.archive) as archive, Engine("dask", workers=1).open(beside.cache) as pool:
        done = list(lay_side_by_side(archive, beside, sites, pool, force=False))
    assert {one.site: one.read for one in done} == dict.fromkeys((site.name for site in sites), 4)
    assert list(beside.cache.glob(".engine")) == []
    shutil.rmtree(beside.cache), shutil.rmtree(beside.templates)
    assert [one.read for one in rebuild(beside, engine=Engine("dask", workers=1)).sites] == [4] * 4
    for table in ("pages", "events"):
        assert len(load(table, home.path)) == 4 * len(load(table, home.path, site="lab0")) > 0
        assert load(table, beside.path).equals(load(table, home.path))
    assert [one.read for one in rebuild(beside).sites] == [0] * 4


def test_sites_side_by_side_are_begun_with_the_longest(home: Home, tmp_path: Path) -> None:
    for name, length in (("lab1", 10), ("lab2", 1_000), ("lab3", 100)):
        pages = {path: html.replace("</main>", "<p>Mud. </p>" * length + "</main>") for path, html in PAGES.items()}
        import_pages(home, name, [save(tmp_path / name, pages)], {}, None)
    sites = [Site(f"lab{number}") for number in (1, 2, 3)]
    begun: list[str] = []

    class Alone(Pool):
        def work(self, units, function, weight=None):  # type: ignore[no-untyped-def]
            begun.extend(unit.site.name for unit in units)
            return map(function, units)

    with Archive(home.archive) as archive, ExitStack() as stack:
        engine = Engine("dask", workers=1)
        found = list(lay_side_by_side(archive, home, sites, Alone(engine, tmp_path / "room", stack), force=False))
    assert begun == ["lab2", "lab3", "lab1"] == [one.site for one in found]


def test_a_site_that_was_laid_in_part_is_finished_when_the_others_are(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lab1", "lab2"):
        import_pages(home, name, [save(tmp_path / name, PAGES)], {}, None)
    said = Done("lab2", 3, None, 4)  # but nothing of it is saved
    monkeypatch.setattr("pipelines.rebuild.lay_side_by_side", lambda *_args: (one for one in [said]))
    report = rebuild(home)
    assert [(one.site, one.read) for one in report.sites] == [("lab1", 4), ("lab2", 3 + 4)]
    assert len(load("pages", home.path, site="lab2")) == 4


def test_tables_that_cannot_be_made_end_the_work_beside_them(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_pages(home, "lab", [save(tmp_path / "saved", PAGES)], {}, None)
    rebuild(home)
    ended: list[str] = []

    def beside(*_args: object) -> Iterator[Done]:
        try:
            yield Done("lab", 0, None, 0)
        finally:
            ended.append("beside")

    def fail(_self: object) -> None:
        ended.append("tables")
        raise DiskError("the disk is full")

    monkeypatch.setattr("pipelines.rebuild.lay_side_by_side", beside)
    monkeypatch.setattr("pipelines.rebuild.SiteRebuild.build", fail)
    before = load("pages", home.path)
    with pytest.raises(DiskError):
        rebuild(home)
    assert ended == ["tables", "beside"]
    assert load("pages", home.path).equals(before)


def test_refused_files_are_named_and_nothing_is_made_of_them(home: Home, tmp_path: Path) -> None:
    save(tmp_path / "bad", {"empty.html": "", "print.html": "%PDF-1.7 …"})
    report = import_pages(home, "lab", [tmp_path / "bad"], {}, PROFILE)
    assert [why for _, why in report.refused] == ["empty: there is nothing to read", "not a page but a PDF document"]
    assert not home.path.exists()


def test_an_unknown_site_is_a_usage_error_that_lists_the_known(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    with home.lock(), pytest.raises(UsageError, match="lab"):
        Rebuild(home, {}, Settings()).run(["labb"])


def test_the_base_address_is_voted_by_canonical_links(tmp_path: Path) -> None:
    link = "<link rel=canonical href='https://www.lab.example/x/events/{}'>"
    save(tmp_path, {f"events/{n}.html": "<html><head>" + link.format(n) + "</head></html>" for n in range(3)})
    assert find_base(find_files([tmp_path]), "lab") == "https://www.lab.example/x/"


def test_without_canonical_links_the_address_is_a_reserved_name(tmp_path: Path) -> None:
    save(tmp_path, {"a.html": "<html><body><p>x</p></body></html>"})
    assert find_base(find_files([tmp_path]), "lab") == "http://lab.invalid/"


def test_every_value_of_an_event_has_evidence(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    rebuild(home)
    for _, row in load("events", home.path).iterrows():
        named = {one["field"].partition("[")[0] for one in row["evidence"]}
        assert {"name", "start_date", "start_time", "end_time"} <= named


def test_the_archive_of_imported_pages_is_sound(home: Home, tmp_path: Path) -> None:
    bring_in(home, tmp_path / "saved")
    with Archive(home.archive) as archive:
        assert [row.capture.kind for row in archive.pages("lab")] == ["resource"] * 4


GROUPS = {
    "groups/index.html": page(
        "Research groups",
        "<div><h3><a href='/groups/fog'>Fog</a></h3><p>Counts what cannot be seen from the harbour wall.</p></div>"
        "<div><h3><a href='/groups/rain'>Rain</a></h3><p>Measures puddles on working days.</p></div>"
        "<div><h3><a href='/tea'>Tea</a></h3><p>Drinks it, mostly on Fridays.</p></div>",
    ),
    "groups/fog.html": page("Fog", "<p>The Fog research group aims to count what cannot be seen.</p>"),
    "tea.html": page("Tea", "<p>Tea is served in the loft.</p>"),
}


def test_a_listed_group_is_a_record_unless_its_own_page_is_there(home: Home, tmp_path: Path) -> None:
    base = {name.removesuffix(".html") if name != "groups/index.html" else name: text for name, text in GROUPS.items()}
    urls = {str(tmp_path / name): f"https://lab.example/{path}" for name, path in zip(GROUPS, base, strict=True)}
    import_pages(home, "lab", [save(tmp_path, GROUPS)], urls, PROFILE)
    rebuild(home)
    groups = load("groups", home.path).set_index("name")
    assert set(groups.index) == {"Fog", "Rain"}
    assert groups.loc["Fog", "description"] == "Counts what cannot be seen from the harbour wall."
    assert groups.loc["Fog", "purpose"] == "The Fog research group aims to count what cannot be seen."
    assert groups.loc["Rain", "url"] == "https://lab.example/groups/rain"
    listing = [one["path"] for one in groups.loc["Fog", "evidence"] if one["field"] == "description"]
    assert listing == ["https://lab.example/groups/index.html"]


def test_what_another_institute_announces_is_linked_when_it_is_read_and_was_not_before(
    home: Home, tmp_path: Path
) -> None:
    hof = Profile(name="hof", url="https://hof.example/", time_zone="Europe/London")
    profiles, weeks = {"lab": PROFILE, "hof": hof}, [datetime(2027, 1, day, 6, tzinfo=UTC) for day in (4, 11)]
    same = page("Tides and tables", TALK + "<p><a href='https://lab.example/events/tides.html'>Book a place</a></p>")
    for site, saved, now in (("lab", PAGES, weeks[0]), ("hof", {"events/a.html": same}, weeks[1])):
        import_pages(home, site, [save(tmp_path / site, saved)], {}, profiles[site])
        with home.lock():
            Rebuild(home, profiles, Settings(), clock=lambda now=now: now).run([site])
    events = load("events", home.path).set_index("site")
    here = events.loc["lab"].set_index("name").loc["Tides and tables"]
    assert list(here["same_as_record"]) == [events.loc["hof", "record_id"]]
    then = load("events", home.path, as_of=weeks[0]).set_index("name")
    assert list(then.loc["Tides and tables", "same_as_record"]) == []
    assert set(then["site"]) == {"lab"}
