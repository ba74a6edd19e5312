"""Site templates on disk: `<home>/templates/<site>.json` holds a site's dated templates and what they explained.

A site's pages are learned from anew when they are others; what was sketched before is not parsed again. Of a site that
is larger than its sample, learning waits until enough of it is new. A redesign gets a template of its own as soon as
a day brings five pages of it (of a site larger than its sample: five of the sample), from its first capture on; the one
before it stays as it is.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from extract.template import Template
from extract.template_eras import Dated, find_redesign, known_share
from extract.template_sample import BLOCKS, PAGES
from pipelines.checked_file import DamagedFile, load_checked, store_checked
from pipelines.eras import (
    DatedPage,
    Era,
    Fit,
    MakeSketches,
    alike,
    assign,
    date,
    renew,
    sample_lowest,
    settle,
    split_days,
    steady,
)
from pipelines.progress import follow
from pipelines.sketch_store import Sketches, SketchStore

RUNS = 50
"""Runs that are remembered: a report shows that many."""

WAITING = 0.05
"""Share of the sample of a large site that may be new before it is learned again. So few pages move a template by less
than chance does (another sample of 4,000 pages moves it as much), and learning costs as much as reading 500 pages."""


class TemplateRun(NamedTuple):
    """What a site's templates explain of its chrome after a run: of all its pages; and what the templates that were
    known before the run explained of the pages that it brought. With how many templates there are."""

    run: str
    explained: float | None
    known: float | None = None
    new_pages: int = 0
    templates: int = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """All that is stored of a site: its templates, oldest first; digests of the pages sampled last, and of those among
    them that were not learned from yet; its last runs."""

    eras: tuple[Era, ...] = ()
    pages: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    runs: tuple[TemplateRun, ...] = ()

    @property
    def dated(self) -> tuple[Dated, ...]:
        return date(self.eras)


@dataclass(frozen=True, slots=True)
class Learned:
    """The templates of a site before and now; the pages that both judge alike; what those before explained of the
    chrome of the `new_pages`."""

    before: tuple[Dated, ...] = ()
    now: tuple[Dated, ...] = ()
    alike: Mapping[DatedPage, Fit] = field(default_factory=dict)
    known: float | None = None
    new_pages: int = 0


class TemplateStore:
    """Templates of one home; the sketches that they are learned from lie in its cache."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.sketches = folder, SketchStore(cache)

    def path(self, site: str) -> Path:
        """Where a site's templates lie."""
        return self.folder / f"{site}.json"

    def load(self, site: str) -> Stored:
        """What is stored of a site; nothing when that is missing or damaged: it is learned anew. Templates of another
        version are empty, and learned again from the same pages."""
        try:
            content = load_checked(self.path(site))
            return _read(json.loads(content)) if content else Stored()
        except (DamagedFile, ValueError, KeyError, TypeError):
            return Stored()

    def learn(self, site: str, found: Iterable[DatedPage], make: MakeSketches, version: str) -> Learned:
        """The templates of a site on which these pages were found: the stored ones where the same code learned them
        from the same sample of pages or, of a large site, from nearly the same, else learned now and stored."""
        stored = self.load(site)
        pages = sample_lowest(found)
        if all(era.version == version for era in stored.eras):
            if stored.pages == tuple(pages):
                return Learned(stored.dated, stored.dated)
            if postponed := self._postpone(site, stored, pages, make):
                return postponed
        sketches = self._sketch(site, pages, make, version)
        before = tuple(renew(era, sketches, make, version) for era in stored.eras)
        known = {*stored.pages, *(member for era in before for member in era.members)}
        new = [pages[sha256] for sha256 in sketches if sha256 not in known]
        waited = [pages[sha256] for sha256 in stored.waiting if sha256 in sketches]
        share = known_share([era.template for era in before], [sketches[one.sha256] for one in new])
        eras = settle(assign(before, (*waited, *new), sketches), sketches, version)
        if len(sketches) == PAGES or len(sketches) < len(pages):
            eras = steady(before, eras, list(sketches.values()))
        self._store(site, replace(stored, eras=eras, pages=tuple(pages), waiting=()))
        now = date(eras)
        return Learned(stored.dated, now, alike(stored.dated, now, pages, sketches), share, len(new))

    def _postpone(
        self, site: str, stored: Stored, pages: Mapping[str, DatedPage], make: MakeSketches
    ) -> Learned | None:
        """The stored templates of a large site of whose sample little is new, if what is new is no redesign."""
        known = {*stored.pages, *(member for era in stored.eras for member in era.members)}
        new = [one for sha256, one in pages.items() if sha256 not in known]
        waiting = sorted({*stored.waiting, *(one.sha256 for one in new)} & pages.keys())
        if not stored.eras or len(pages) < PAGES or len(waiting) > WAITING * PAGES:
            return None
        made = make([one.sha256 for one in new])
        sketches = {one.sha256: sketch for one, sketch in zip(new, made, strict=True) if sketch}
        templates = [era.template for era in stored.eras]
        if any(find_redesign(templates, [sketches[one.sha256] for one in day if one.sha256 in sketches])
               for day in split_days(new)):  # fmt: skip
            return None
        self._store(site, replace(stored, pages=tuple(pages), waiting=tuple(waiting)))
        share = known_share(templates, list(sketches.values()))
        return Learned(stored.dated, stored.dated, known=share, new_pages=len(sketches))

    def store_run(self, site: str, run: TemplateRun) -> tuple[TemplateRun, ...]:
        """Remember what a run's pages showed of the templates; gives the last runs, this one last. A rebuild that met
        no new pages does not take back what one before it said of the same run."""
        stored = self.load(site)
        same = next((one for one in stored.runs if one.run == run.run), None)
        if same and not run.new_pages:
            run = run._replace(known=same.known, new_pages=same.new_pages)
        runs = (*(one for one in stored.runs if one is not same), run)[-RUNS:]
        if runs != stored.runs:
            self._store(site, replace(stored, runs=runs))
        return runs

    def _sketch(self, site: str, pages: Collection[str], make: MakeSketches, version: str) -> Sketches:
        """The sketches of these contents, as many as memory allows; those not made before are made and stored."""
        known = self.sketches.load(site, version)
        made = make([sha256 for sha256 in pages if sha256 not in known])
        sketches: Sketches = {}
        held = 0
        for sha256 in follow(pages, f"learning {site}", len(pages)):
            sketch = known[sha256] if sha256 in known else next(made)
            held += len(sketch.texts) if sketch else 0
            if held > BLOCKS:
                break
            if sketch:
                sketches[sha256] = sketch
        if sketches.keys() != known.keys():
            self.sketches.store(site, version, sketches)
        return sketches

    def _store(self, site: str, stored: Stored) -> None:
        content = json.dumps(_write(site, stored), ensure_ascii=False, sort_keys=True)
        store_checked(self.path(site), content + "\n")


def _write(site: str, stored: Stored) -> dict[str, Any]:
    return {
        "site": site,
        "templates": [
            {
                "since": era.since.isoformat() if era.since else None,
                "learned_by": era.version,
                "learned_from": era.members,
                "template": json.loads(era.template.to_json()),
            }
            for era in stored.eras
        ],
        "pages": stored.pages,
        "waiting": stored.waiting,
        "runs": [run._asdict() for run in stored.runs],
    }


def _read(data: dict[str, Any]) -> Stored:
    eras = tuple(
        Era(
            datetime.fromisoformat(one["since"]) if one["since"] else None,
            one["learned_by"],
            tuple(one["learned_from"]),
            _read_template(one["template"]),
        )
        for one in data["templates"]
    )
    return Stored(eras, tuple(data["pages"]), tuple(data["waiting"]), tuple(TemplateRun(**run) for run in data["runs"]))


def _read_template(data: dict[str, Any]) -> Template:
    """One of another version is empty: its pages are known, and it is learned from them again."""
    try:
        return Template.from_json(json.dumps(data))
    except ValueError:
        return Template()
