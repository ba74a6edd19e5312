"""A site's dated templates and its pages in, the templates with those pages in them out: which page belongs to which,
when a redesign begins, what is learned again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from extract.template import Template
from extract.template_eras import Dated, choose_for_sketch, find_redesign, learn_sketches, of_time
from extract.template_sample import ENDS, PAGES, Sketch, fit
from pipelines.sketch_store import Sketches

TOLERATED = 0.002
"""Of a site that is larger than its sample the template is replaced when the one learned anew judges more than this
share of the sample otherwise: replacing it reads a million pages again. Smaller sites are always exact."""

GROWTH = 1.2
"""A day's pages are compared with a template that was learned from nearly as many pages as there were before them."""

MakeSketches = Callable[[Sequence[str]], Iterator[Sketch | None]]
"""The sketches of the contents with these digests, in order; None where the archive cannot give one."""


class DatedPage(NamedTuple):
    """A page to learn from: its content's digest, and when this content was first captured."""

    sha256: str
    since: datetime


class Fit(NamedTuple):
    """Which template judges a page, and how much of its chrome it explains."""

    template_id: str
    explained: float | None


@dataclass(frozen=True, slots=True)
class Era:
    """A dated template as stored: the code that learned it and the digests of the pages it was learned from."""

    since: datetime | None
    version: str
    members: tuple[str, ...]
    template: Template


def sample_lowest(pages: Iterable[DatedPage], limit: int = PAGES) -> dict[str, DatedPage]:
    """The pages of lowest digest, in its order: a fair sample that needs no more memory than its size. Of those with
    one content the first."""
    kept: dict[str, DatedPage] = {}
    for one in pages:
        kept[one.sha256] = min(one, kept.get(one.sha256, one))
        if len(kept) > 2 * limit:
            kept = {sha256: kept[sha256] for sha256 in sorted(kept)[:limit]}
    return {sha256: kept[sha256] for sha256 in sorted(kept)[:limit]}


def date(eras: Iterable[Era]) -> tuple[Dated, ...]:
    """What judging needs of eras."""
    return tuple(Dated(era.since, era.template) for era in eras)


def renew(era: Era, known: Sketches, make: MakeSketches, version: str) -> Era:
    """An era, its template learned again from the same pages if other code learned it. `known`: sketches that need not
    be made."""
    if era.version == version:
        return era
    made = make([sha256 for sha256 in era.members if sha256 not in known])
    found = (known[sha256] if sha256 in known else next(made) for sha256 in era.members)
    sketches = list(fit(filter(None, found)))
    return replace(era, version=version, template=learn_sketches(sketches)) if len(sketches) > 1 else era


def assign(eras: tuple[Era, ...], new: Iterable[DatedPage], sketches: Sketches) -> tuple[Era, ...]:
    """The eras with the new pages in them, a day's pages at a time, so that a history which is learned at once has
    the eras that it would have had day by day."""
    for batch in split_days(new):
        eras = _extend(eras, batch, sketches) if eras else (_begin(None, batch, sketches),)
    return eras


def split_days(pages: Iterable[DatedPage]) -> Iterator[list[DatedPage]]:
    """Pages a day at a time, oldest first."""
    for _, day in groupby(sorted(pages, key=lambda one: (one.since, one.sha256)), key=lambda one: one.since.date()):
        yield list(day)


def _extend(eras: tuple[Era, ...], batch: Sequence[DatedPage], sketches: Sketches) -> tuple[Era, ...]:
    """The eras with a day's pages: in the newest those that it explains best, in one more those of a redesign."""
    *closed, newest = eras
    pages = [sketches[one.sha256] for one in batch]
    if len(newest.members) > GROWTH * newest.template.pages:
        newest = replace(newest, template=_learn_members(newest.members, sketches) or newest.template)
    templates = [*(era.template for era in closed), newest.template]
    foreign = {sketch.digest for sketch in find_redesign(templates, pages)} if newest.template.pages > 1 else set()
    if foreign:
        shown = [one for one in batch if sketches[one.sha256].digest in foreign]
        return *closed, newest, _begin(shown[0].since, shown, sketches)
    joining = (one.sha256 for one, page in zip(batch, pages, strict=True) if _is_last(templates, page))
    return *closed, replace(newest, members=(*newest.members, *joining))


def _begin(since: datetime | None, batch: Sequence[DatedPage], sketches: Sketches) -> Era:
    members = tuple(one.sha256 for one in batch)
    return Era(since, "", members, learn_sketches([sketches[one] for one in members]))


def _is_last(templates: Sequence[Template], page: Sketch) -> bool:
    return choose_for_sketch(templates, page) is templates[-1]


def _learn_members(members: Iterable[str], sketches: Sketches) -> Template | None:
    """The template of those members that are still on the site, if they are enough to learn from."""
    present = [sketches[one] for one in members if one in sketches]
    return learn_sketches(present) if len(present) > 1 else None


def settle(eras: tuple[Era, ...], sketches: Sketches, version: str) -> tuple[Era, ...]:
    """The eras, the newest with the template of those of its pages that are still on the site. One page repeats
    nothing but itself: a site that never had more has no template, the page judge sees it alone."""
    if not eras:
        return ()
    *closed, newest = eras
    template = _learn_members(newest.members, sketches)
    if template:
        newest = replace(newest, members=tuple(sorted(one for one in newest.members if one in sketches)))
    elif newest.template.pages < 2:
        return tuple(closed)
    dated = (*closed, replace(newest, template=template or newest.template))
    return tuple(replace(era, version=version) for era in dated)


def steady(before: Sequence[Era], after: tuple[Era, ...], sketches: Sequence[Sketch]) -> tuple[Era, ...]:
    """The eras with the newest template as it was, if the one learned anew judges nearly all alike."""
    if len(before) != len(after) or not before or before[-1].version != after[-1].version:
        return after
    old, new = before[-1].template, after[-1].template
    others = sum(old.judge_sketch(sketch) != new.judge_sketch(sketch) for sketch in sketches)
    return (*after[:-1], replace(after[-1], template=old)) if others <= TOLERATED * len(sketches) else after


def alike(
    before: Sequence[Dated], now: Sequence[Dated], pages: Mapping[str, DatedPage], sketches: Sketches
) -> dict[DatedPage, Fit]:
    """The pages whose every block is judged now as before: they need not be read again. With what is new of them."""
    found = {}
    for sha256, sketch in sketches.items():
        moment = pages[sha256].since
        old, new = (choose_for_sketch(of_time(eras, moment), sketch) for eras in (before, now))
        same = old and new and old.judge_sketch(sketch) == new.judge_sketch(sketch)
        if new and same and len(sketch.texts) < 2 * ENDS:
            found[pages[sha256]] = Fit(new.id, new.explained_sketch(sketch))
    return found
