"""A home to play with: three fictional institutes over four weeks, made in about ten seconds, without a network.

The Quillmere Institute is the bundled sample; its neighbours, the Harbour Centre and Institut Lindenhof, are made from
`neighbours.tsv`. Each Monday of November 2026 the pages are archived and read; in between talks are announced, moved,
cancelled and taken down, so there is a history to look at. `make_demo_home()` gives the folder, and makes it once.
"""

import csv
import html
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.demo import find_sample
from pipelines.archive import Answer, Archive, Fetch, Resource
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from pipelines.version import extractor_version

WEEKS = [datetime(2026, 11, 2, 6, tzinfo=UTC) + timedelta(weeks=number) for number in range(4)]
SITES = {
    "quillmere": Profile(name="quillmere", url="https://www.quillmere.example/", time_zone="Europe/London",
                         languages=("en",)),
    "harbour": Profile(name="harbour", url="https://harbour.example/", time_zone="Europe/London", languages=("en",)),
    "lindenhof": Profile(name="lindenhof", url="https://lindenhof.example/", time_zone="Europe/Berlin",
                         languages=("de",)),
}  # fmt: skip
_NAMES = {"harbour": "Harbour Centre for Slow Data", "lindenhof": "Institut Lindenhof"}
_ANNOUNCED = {"maps-at-midnight": 1, "night-school-parish-councils": 1, "winter-residency": 2}
"""Pages of Quillmere that appear in a later week; until then its lists say that they will."""
_TAKEN_DOWN = {"reading-group-rope": 2}
"""The week from which a page is no longer found."""


def make_demo_home() -> Path:
    """The folder of the home. It stays in the temporary folder of the system and is made anew with new code."""
    folder = Path(tempfile.gettempdir()) / f"colloquy-notebooks-{extractor_version().rpartition('+')[2]}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            home = Home(Path(scratch) / "home")
            for week, moment in enumerate(WEEKS):
                _archive_week(home, week, moment)
                with home.lock():
                    Rebuild(home, SITES, Settings(), clock=lambda at=moment: at).run()  # type: ignore[misc]
            home.path.rename(folder)
    return folder


def _archive_week(home: Home, week: int, moment: datetime) -> None:
    """Archive what the three sites show that Monday."""
    with home.lock(), Archive(home.archive, writable=True) as archive:
        for site, profile in SITES.items():
            run = archive.begin_run("import", [site])
            pages = _quillmere(week) if site == "quillmere" else _neighbour(site, week)
            for path, text in pages:
                url = profile.url + path
                if text is None:
                    archive.store_response(site, run, Answer(url, 404, (), b"Not found", fetched_at=moment))
                else:
                    page = Resource(url, text.encode(), "text/html; charset=utf-8", moment)
                    archive.store_resource(site, run, page)
                archive.store_fetch(Fetch(site, url, run, "removed" if text is None else "ok"))
            archive.finish_run(run, 0)


def _quillmere(week: int) -> Iterator[tuple[str, str]]:
    """Path and text of each page of the sample."""
    root = find_sample() / "site"
    for file in sorted(root.rglob("*.html")):
        path = file.relative_to(root).as_posix()
        if not path.startswith("archive"):  # its old pages still have the addresses of files
            path = path.removesuffix(".html").removesuffix("index").replace("__", "?")
        name = path.rpartition("/")[2]
        if week >= _ANNOUNCED.get(name, 0) and not path.startswith("admin"):
            yield path, _edit(name, file.read_text("utf-8"), week)


def _edit(name: str, text: str, week: int) -> str:
    """The page as its editors leave it after some weeks: a launch is moved in the third, a panel called off in the
    fourth."""
    if name == "launch-fair-forecast-toolkit" and week >= 2:
        return text.replace("15 September 2027", "22 September 2027").replace("2027-09-15T", "2027-09-22T")
    if name == "whose-training-data" and week >= 3:
        return text.replace("</h1>", '</h1><p class="messages">This event has been cancelled.</p>', 1)
    return text


def _neighbour(site: str, week: int) -> Iterator[tuple[str, str | None]]:
    """Path and text of each page; no text for one that was taken down."""
    with (Path(__file__).parent / "neighbours.tsv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle, delimiter="\t") if row["site"] == site]
    for row in rows:
        if int(row["week"]) <= week:
            text = _harbour_page(row) if site == "harbour" else _lindenhof_page(row, week)
            gone = week >= _TAKEN_DOWN.get(row["slug"], len(WEEKS))
            yield f"events/{row['slug']}", None if gone else text


def _harbour_page(row: dict[str, str]) -> str:
    """English, with schema.org markup."""
    online = row["venue"] == "online"
    place = {"@type": "VirtualLocation", "name": "Zoom"} if online else {"@type": "Place", "name": row["venue"]}
    markup: dict[str, object] = {
        "@context": "https://schema.org", "@type": "Event", "name": row["title"], "location": place,
        "startDate": f"{row['day']}T{row['start']}", "endDate": f"{row['day']}T{row['end']}",
        "performer": {"@type": "Person", "name": row["speaker"],
                      "affiliation": {"@type": "Organization", "name": row["affiliation"]}},
        "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode",
    }  # fmt: skip
    if row["slug"] == "coastal-erosion":
        markup["offers"] = {"url": "https://www.quillmere.example/events/coastal-erosion-colloquium"}
    day = f"{datetime.fromisoformat(row['day']):%A %-d %B %Y}"
    return _page("en", row, markup, f"""
      <p class="facts">{day}, {row["start"]} – {row["end"]}, {html.escape(row["venue"])}</p><p>{row["kind"]}</p>
      <p>{html.escape(row["speaker"])} ({html.escape(row["affiliation"])}) gives an hour to
      “{html.escape(row["title"])}”, which others answer in a minute. Bring a pencil; there will be tea.</p>
      <p>Admission is free.</p>""")  # fmt: skip


def _lindenhof_page(row: dict[str, str], week: int) -> str:
    """German, with labels and no markup."""
    off = (
        "<p><strong>Die Veranstaltung ist abgesagt.</strong></p>" if row["slug"] == "kolloquium-karten" and week else ""
    )
    day = datetime.fromisoformat(row["day"])
    months = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    return _page("de", row, None, f"""{off}<dl><dt>Datum</dt><dd>{day.day}. {months[day.month - 1]} {day.year}</dd>
      <dt>Uhrzeit</dt><dd>{row["start"]} – {row["end"]} Uhr</dd><dt>Ort</dt><dd>{html.escape(row["venue"])}</dd>
      <dt>Art</dt><dd>{row["kind"]}</dd>
      <dt>Referent</dt><dd>{html.escape(row["speaker"])} ({html.escape(row["affiliation"])})</dd></dl>
      <p>„{html.escape(row["title"])}“: über das, was sich zählen lässt, und das, was dabei verloren geht. Es spricht
      {html.escape(row["speaker"])}; Gäste sind willkommen.</p>""")  # fmt: skip


def _page(language: str, row: dict[str, str], markup: object, body: str) -> str:
    name, title = _NAMES[row["site"]], html.escape(row["title"])
    script = f'<script type="application/ld+json">{json.dumps(markup)}</script>' if markup else ""
    menu = "".join(f'<li><a href="/{one}">{one.title()}</a></li>' for one in ("events", "people", "library", "about"))
    return (
        f"<!doctype html><html lang={language}><head><title>{title} | {name}</title>{script}</head><body><header>"
        f"<nav><ul>{menu}</ul></nav></header><main><h1>{title}</h1>{body}</main>"
        f"<footer><p>{name}</p></footer></body></html>"
    )
