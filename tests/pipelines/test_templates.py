"""The life of a site's templates: learned from what is new, dated at a redesign, watched for drift."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from extract.page import parse_page
from extract.template_eras import choose, of_time
from extract.template_sample import Sketch, digest_page, sketch_page
from pipelines import sketching
from pipelines.archive import Archive, Resource
from pipelines.dataset import load
from pipelines.drift import find_drift
from pipelines.engine import work_alone
from pipelines.eras import DatedPage, sample_lowest
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from pipelines.site_rebuild import RebuiltSite
from pipelines.sketch_store import SketchStore
from pipelines.sketching import Sheet, Sketcher
from pipelines.template_store import TemplateRun, TemplateStore

START = datetime(2027, 1, 10, 8, tzinfo=UTC)
WORDS = ("wind", "salt", "kelp", "sand", "foam", "reef", "tide", "gull", "mast", "rope", "sail", "oar")
OLD_MENU = "".join(f"<li>Old entry {number}</li>" for number in "ABCDEFGH")
NEW_MENU = "".join(f"<a>Neuer Punkt {number}</a>" for number in "ABCDEFGH")


def old(word: str, more: str = "") -> str:
    """A page of the first design."""
    return (
        f"<html><body><nav><ul>{OLD_MENU}</ul></nav><main><h1>Evening on {word}</h1><p>All that {word} people say, and"
        f" nothing of the rest.{more}</p></main><footer><p>The Tide House, Quillmere</p></footer></body></html>"
    )


def new(word: str) -> str:
    """The same page after a redesign."""
    return (
        f"<html><body><div class=page><div class=top-menu>{NEW_MENU}</div><div class=content><h1>Evening on {word}</h1>"
        f"<p>All that {word} people say, and nothing of the rest.</p></div><div class=page-footer><p>Tide House 2027"
        "</p><p>Quay Lane</p></div></div></body></html>"
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def crawl(home: Home, day: int, pages: Mapping[str, str]) -> str:
    """Archive pages as a run of that day would."""
    with home.lock(), Archive(home.archive, writable=True) as archive:
        run = archive.begin_run("crawl", ["tides"])
        for number, (name, html) in enumerate(pages.items()):
            moment = START + timedelta(days=day, seconds=number)
            archive.store_resource(
                "tides", run, Resource(f"https://tides.example/{name}", html.encode(), "text/html", moment)
            )
        archive.finish_run(run, 0)
        return run


def rebuild(home: Home, force: bool = False) -> RebuiltSite:
    with home.lock():
        profile = Profile(name="tides", url="https://tides.example/")
        return Rebuild(home, {"tides": profile}, Settings(), force=force).run().sites[0]


def store_of(home: Home) -> TemplateStore:
    return TemplateStore(home.templates, home.cache)


def ids(home: Home) -> dict[str, str]:
    pages = load("pages", home.path)
    return {url.rpartition("/")[2]: one for url, one in zip(pages["url"], pages["template_id"], strict=True)}


def bodies(home: Home) -> dict[str, str]:
    pages = load("pages", home.path)
    return {url.rpartition("/")[2]: body for url, body in zip(pages["url"], pages["body"], strict=True)}


def body(word: str) -> str:
    return f"Evening on {word}\nAll that {word} people say, and nothing of the rest."


def drift_of(home: Home) -> list[str]:
    problems = load("problems", home.path)
    return list(problems[problems["step"] == "template"]["message"])


def test_a_page_more_reads_that_page_alone(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS[:8]})
    assert rebuild(home).read == 8
    crawl(home, 1, {"mast": old("mast", " And more.")})
    report = rebuild(home)
    assert report.read == 1
    assert set(ids(home).values()) == {report.template_id}
    assert rebuild(home).read == 0


def test_what_is_carried_over_is_what_would_be_read(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS[:6]})
    rebuild(home)
    crawl(home, 1, {word: old(word, " A label: and more.") for word in WORDS[6:]})
    rebuild(home)
    carried = load("pages", home.path)
    assert rebuild(home, force=True).read == 12
    assert load("pages", home.path).equals(carried)


def test_a_page_that_the_new_template_judges_otherwise_is_read_again(home: Home) -> None:
    line = "<p class=note>Doors open at seven</p>"
    crawl(home, 0, {"wind": old("wind", line), "salt": old("salt"), "kelp": old("kelp")})
    rebuild(home)
    assert "Doors open" in bodies(home)["wind"]
    crawl(home, 1, {word: old(word, line) for word in WORDS[3:]})
    rebuild(home)
    kept = bodies(home)
    rebuild(home, force=True)
    assert bodies(home) == kept


def test_a_redesign_makes_a_new_template_and_old_captures_keep_theirs(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    before = rebuild(home)
    crawl(home, 30, {word: new(word) for word in WORDS[:7]})
    after = rebuild(home)
    assert after.read == 7
    assert after.template_id != before.template_id
    assert ids(home) == {word: after.template_id if word in WORDS[:7] else before.template_id for word in WORDS}
    assert bodies(home) == {word: body(word) for word in WORDS}
    eras = store_of(home).load("tides").eras
    assert [era.since for era in eras] == [None, START + timedelta(days=30)]


def test_pages_of_both_designs_after_a_redesign_each_have_their_own(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    rebuild(home)
    crawl(home, 30, {word: new(word) for word in WORDS[:7]})
    rebuild(home)
    crawl(home, 31, {"oar": old("oar", " Soon."), "sail": new("sail")})
    assert rebuild(home).read == 2
    old_id, new_id = (era.template.id for era in store_of(home).load("tides").eras)
    assert (ids(home)["oar"], ids(home)["sail"]) == (old_id, new_id)
    assert bodies(home)["oar"] == body("oar") + " Soon."


def test_a_history_learned_at_once_has_the_templates_it_had_day_by_day(home: Home) -> None:
    for day, pages in ((0, {word: old(word) for word in WORDS}), (30, {word: new(word) for word in WORDS[:6]})):
        crawl(home, day, pages)
        rebuild(home)
    by_day, kept = store_of(home).load("tides"), bodies(home)
    store_of(home).path("tides").unlink()
    rebuild(home, force=True)
    at_once = store_of(home).load("tides")
    assert [era.since for era in at_once.eras] == [era.since for era in by_day.eras]
    assert bodies(home) == kept


def test_other_code_learns_each_template_again_from_its_own_pages(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    rebuild(home)
    crawl(home, 30, {word: new(word) for word in WORDS})
    rebuild(home)
    store, with_archive = store_of(home), Archive(home.archive)
    stored = store.load("tides")
    with with_archive as archive:
        sampled = [DatedPage(row.capture.sha256, row.last_changed) for row in archive.pages("tides")]

        learned = store.learn("tides", sampled, Sketcher(archive, work_alone, 0).make, "another version")
    assert [era.template.id for era in learned.now] == [era.template.id for era in stored.eras]
    assert {era.version for era in store.load("tides").eras} == {"another version"}


def test_a_redesign_is_a_problem_that_names_both_figures(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    assert rebuild(home).template_explains == 1.0
    crawl(home, 30, {word: new(word) for word in WORDS[:7]})
    report = rebuild(home)
    (message,) = drift_of(home)
    assert "knew 0 % of the chrome of the 7 pages that are new, 100 % in the run before" in message
    assert "colloquy page URL" in message
    assert report.template_explains == 1.0
    rebuild(home)
    assert drift_of(home) == [message]
    crawl(home, 31, {"sail": new("sail")})
    rebuild(home)
    assert drift_of(home) == []


def test_a_site_that_changes_as_sites_do_has_no_drift(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS[:8]})
    rebuild(home)
    crawl(home, 1, {word: old(word, " More.") for word in WORDS[2:]})
    rebuild(home)
    assert drift_of(home) == []
    assert len(store_of(home).load("tides").eras) == 1


def test_strays_that_share_nothing_are_no_redesign(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    rebuild(home)
    stray = {f"x{n}": f"<html><body><div class=menu{'abcdefg'[n]}>Odd {n}</div><p>Stray {n}</p>" for n in range(7)}
    crawl(home, 1, stray)
    rebuild(home)
    assert len(store_of(home).load("tides").eras) == 1


def test_one_page_has_no_template(home: Home) -> None:
    crawl(home, 0, {"wind": old("wind")})
    report = rebuild(home)
    assert (report.template_id, report.template_explains) == (None, None)


def test_a_damaged_template_file_is_learned_anew(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    known = rebuild(home).template_id
    path = store_of(home).path("tides")
    path.write_text(path.read_text().replace("Old entry A", "Old entry B"))
    assert store_of(home).load("tides").eras == ()
    assert rebuild(home).template_id == known


def test_damaged_sketches_are_drawn_anew(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS[:6]})
    rebuild(home)
    SketchStore(home.cache).path("tides").write_bytes(b"\x1f\x8bno gzip")
    crawl(home, 1, {word: old(word) for word in WORDS[6:]})
    assert rebuild(home).read == 6


def test_sketches_survive_the_disk(tmp_path: Path) -> None:
    pages = [parse_page(old(word, "<br>\ud800 — ±")) for word in WORDS]
    sketches = {word: sketch_page(page, digest_page(page)) for word, page in zip(WORDS, pages, strict=True)}
    store = SketchStore(tmp_path)
    store.store("tides", "v1", sketches)
    assert store.load("tides", "v1") == sketches
    assert store.load("tides", "v2") == {}


def test_the_stored_templates_can_be_read_by_a_person(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    rebuild(home)
    text = store_of(home).path("tides").read_text("utf-8")
    data = json.loads(text.partition("\n")[2])
    (template,) = data["templates"]
    assert template["since"] is None
    assert ["Old entry A", ["nav", "ul", "li"], 12, 1.0, False] in template["template"]["html"][0]["repeats"]


def test_an_archived_page_is_shown_with_the_template_of_its_time(home: Home) -> None:
    from pipelines.one_page import answer_page, find_archived

    crawl(home, 0, {word: old(word) for word in WORDS})
    before = rebuild(home).template_id
    crawl(home, 30, {word: new(word) for word in WORDS[:7]})
    after = rebuild(home).template_id
    for word, wanted in (("wind", after), ("oar", before)):
        source = find_archived(home, f"https://tides.example/{word}")
        assert source is not None
        template = answer_page(home, source, None, True).template
        assert template is not None
        assert template.id == wanted


def test_the_template_that_explains_most_judges_the_newest_on_a_tie(home: Home) -> None:
    crawl(home, 0, {word: old(word) for word in WORDS})
    rebuild(home)
    crawl(home, 30, {word: new(word) for word in WORDS[:7]})
    rebuild(home)
    dated = store_of(home).load("tides").dated
    first, second = (era.template for era in dated)
    assert of_time(dated, START) == (first,)
    assert of_time(dated, None) == (first, second)
    assert choose((first, second), parse_page(old("bell"))) is first
    assert choose((first, second), parse_page(new("bell"))) is second
    assert choose((first, second), parse_page("<p>bare</p>")) is second
    assert choose((), parse_page(old("bell"))) is None


@pytest.mark.parametrize(
    ("last", "drifts"),
    [
        (TemplateRun("b", 0.95, 0.9, 40), False),
        (TemplateRun("b", 0.95, 0.2, 40), True),
        (TemplateRun("b", 0.95, 0.2, 2), False),  # two odd pages are no redesign
        (TemplateRun("b", 0.4, None), True),
        (TemplateRun("b", None, None), False),
    ],
)
def test_a_sharp_fall_alone_is_drift(last: TemplateRun, drifts: bool) -> None:
    before = TemplateRun("a", 0.97, 0.97, 40)
    assert bool(find_drift([before, last])) is drifts
    assert find_drift([last]) is None
    assert find_drift([replace_explained(before), last]) is None


def replace_explained(run: TemplateRun) -> TemplateRun:
    return run._replace(explained=None)


def test_a_draw_keeps_the_lowest_digests_and_the_first_capture_of_each() -> None:
    pages = [DatedPage(f"{number % 50:02d}", START + timedelta(days=number)) for number in range(200)]
    sampled = sample_lowest(pages, 10)
    assert list(sampled) == [f"{number:02d}" for number in range(10)]
    assert {one.since for one in sampled.values()} == {START + timedelta(days=number) for number in range(10)}


def _sketches(word: str, html: str, count: int, since: datetime) -> dict[DatedPage, Sketch]:
    """So many pages with the shape of one, each with a text and a digest of its own."""
    page = parse_page(html.encode(), f"https://tides.example/{word}", "text/html")
    whole = sketch_page(page, digest_page(page))
    texts = [[f"{text} {number}" if word in text else text for text in whole.texts] for number in range(count)]
    names = [sha256(f"{word} {number}".encode()).hexdigest() for number in range(count)]
    return {
        DatedPage(name, since): replace(whole, digest=name, texts=tuple(own))
        for name, own in zip(names, texts, strict=True)
    }


def test_of_a_large_site_little_that_is_new_waits_and_a_redesign_does_not(home: Home) -> None:
    later = START + timedelta(days=1)
    many = _sketches("wind", old("wind"), 4200, START)
    few, more = _sketches("salt", old("salt"), 40, later), _sketches("kelp", old("kelp"), 400, later)
    redesigned = _sketches("sand", new("sand"), 40, later)
    known = {one.sha256: sketch for group in (many, few, more, redesigned) for one, sketch in group.items()}
    asked: list[str] = []

    def look(digests: Sequence[str]) -> Iterator[Sketch]:
        asked.extend(digests)
        return map(known.__getitem__, digests)

    store = store_of(home)
    first = store.learn("tides", many, look, "v1")
    asked.clear()
    waiting = store.learn("tides", [*many, *few], look, "v1")
    assert waiting.now == first.now
    assert (waiting.known, waiting.new_pages) == (1.0, len(asked))
    assert 0 < len(asked) <= 40
    assert store.load("tides").waiting == tuple(sorted(asked))
    asked.clear()
    assert store.learn("tides", [*many, *few], look, "v1").now == first.now
    assert asked == []
    grown = store.learn("tides", [*many, *few, *more], look, "v1")
    assert store.load("tides").waiting == ()
    assert len(grown.now) == 1
    assert set(store.load("tides").eras[0].members) & {one.sha256 for one in few}
    assert len(store.learn("tides", [*many, *few, *more, *redesigned], look, "v1").now) == 2


def test_contents_are_drawn_in_order_whoever_draws_them(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketching, "UNIT_PAGES", 2)
    monkeypatch.setattr(sketching, "_MANY", 3)

    def work_backwards(units: Sequence[Sheet], function: Any, weight: int | None = None) -> Iterator[Any]:
        weights.append((len(units), weight))
        return map(function, reversed(units))

    crawl(home, 0, {word: old(word) for word in WORDS[:5]})
    weights: list[tuple[int, int | None]] = []
    with Archive(home.archive) as archive:
        digests = [row.capture.sha256 for row in archive.pages("tides")][:5]
        asked = [*digests[:3], "f" * 64, *digests[3:]]
        alone = list(Sketcher(archive, work_alone, 7).make(asked))
        assert list(Sketcher(archive, work_backwards, 7).make(asked)) == alone
        monkeypatch.setattr(sketching, "_MANY", 4)
        assert list(Sketcher(archive, work_backwards, 7).make(asked)) == alone
        assert list(Sketcher(archive, work_backwards, 7).make([])) == []
    assert [sketch is None for sketch in alone] == [False] * 3 + [True] + [False] * 2
    assert weights == [(3, 4), (3, 3)], "a few are no work for others, whatever else the site is"
