"""A site's archived pages in, a saved result of each out: taken from the last time where reading the page again would
give the same, else read now, in units that engines spread."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from extract.site import Site
from extract.template_eras import Dated, of_time
from pipelines.archive import Archive, ArchivedPage, Capture
from pipelines.confined import read_confined
from pipelines.engine import Work
from pipelines.eras import DatedPage, Fit
from pipelines.progress import counting
from pipelines.reading import UNIT_PAGES, Unit, result_key, split_units
from pipelines.result_store import Line, Part, ResultStore
from pipelines.results import Made, PageHead
from pipelines.template_store import Learned


@dataclass(frozen=True, slots=True)
class SiteReading:
    """Where the result of each page lies, and how many pages were read now."""

    parts: Mapping[Made, str]
    read: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The result that a page needs, under the key of now; what it would have been before the templates changed, and
    the fit of now where both judge the page alike."""

    capture: Capture
    templates: tuple[str, ...]
    made: Made
    before: Made
    fit: Fit | None


class SiteReader:
    """Reads the pages of one site. `calendars` are its calendar files by address."""

    def __init__(self, archive: Archive, site: Site, learned: Learned, calendars: Mapping[str, Capture]) -> None:
        self.archive, self.site, self.learned, self.calendars = archive, site, learned, calendars
        self._key = cache(lambda ids: result_key(site, ids, calendars))

    def read(self, pages: Sequence[ArchivedPage], results: ResultStore, work: Work, force: bool) -> SiteReading:
        """Make sure that a result of each page is saved. `work`: how units are worked off. `force`: read all now."""
        wanted = [self._want(row) for row in pages]
        asked = {made for one in wanted for made in (one.made, one.before)}
        parts = results.find(self.site.name, () if force else asked)
        parts |= self._rename([one for one in wanted if one.made not in parts], parts, results)
        todo = [one for one in wanted if one.made not in parts]
        with counting(f"reading {self.site.name}", len(todo)) as step:
            fresh: dict[Made, str] = {}
            for part in self._work(todo, results, work):
                fresh |= dict.fromkeys(part.made, part.name)
                step.reach(len(fresh))
        parts |= fresh
        return SiteReading({one.made: parts[one.made] for one in wanted}, len(todo))

    def _want(self, row: ArchivedPage) -> _Wanted:
        now, before = _ids(self.learned.now, row), _ids(self.learned.before, row)
        made = Made(row.capture.url, row.capture.sha256, self._key(now))
        fit = self.learned.alike.get(DatedPage(row.capture.sha256, row.last_changed))
        return _Wanted(row.capture, now, made, made._replace(key=self._key(before)), fit)

    def _rename(self, missing: Iterable[_Wanted], parts: Mapping[Made, str], results: ResultStore) -> dict[Made, str]:
        """Results of before that serve under the name of the template of now, saved under it."""
        served = {one.before: one for one in missing if one.fit and one.before in parts}
        saved = results.lines(self.site.name, {made: parts[made] for made in served})
        renamed = (_under(line, served[line.made]) for line in saved)
        found: dict[Made, str] = {}
        while batch := list(islice(renamed, UNIT_PAGES)):
            part = results.write(self.site.name, batch)
            found |= dict.fromkeys(part.made, part.name)
        return found

    def _work(self, todo: Sequence[_Wanted], results: ResultStore, work: Work) -> Iterable[Part]:
        """The parts that reading these pages makes, one a unit."""
        by_templates: defaultdict[tuple[str, ...], list[Capture]] = defaultdict(list)
        for one in todo:
            by_templates[one.templates].append(self.archive.place(one.capture))
        calendars = {url: self.archive.place(capture) for url, capture in self.calendars.items()}
        known = {era.template.id: era.template for era in self.learned.now}
        units = [
            unit
            for ids, captures in by_templates.items()
            for unit in split_units(
                Unit(
                    self.archive.folder.resolve(), results.folder.resolve(), self.site, self._key(ids),
                    tuple(known[one].to_json() for one in ids), tuple(captures), calendars,
                )
            )
        ]  # fmt: skip
        return work(units, save_unit)


def save_unit(unit: Unit) -> Part:
    """Read all captures of a unit and save their results; in any process, of which it needs to hear no more."""
    return ResultStore(unit.results).write(unit.site.name, read_confined(unit))


def _under(line: Line, wanted: _Wanted) -> Line:
    assert wanted.fit
    head = PageHead.model_validate_json(line.head).model_copy(update=wanted.fit._asdict())
    return Line(wanted.made, head.model_dump_json(), line.records)


def _ids(eras: Sequence[Dated], row: ArchivedPage) -> tuple[str, ...]:
    return tuple(template.id for template in of_time(eras, row.last_changed))
