"""Templates of one site by age in, the one that judges a page out; and whether new pages are a redesign.

A site has one template until it is redesigned; each is valid from the first capture that shows it, and none is ever
withdrawn, because parts of a site change later than others. So a page is judged by that template of its time which
explains most of its chrome, the newest unless an older one explains `MARGIN` more.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from statistics import fmean
from typing import NamedTuple

from extract.page import Page
from extract.template import Template, learn
from extract.template_sample import Sample, Sketch
from extract.template_tree import FOREIGN

MARGIN = 0.1
"""Two designs of one site share parts; what one explains better by less than this is chance."""

PAGES = 5
"""New pages that must show a design before it is taken for one: fewer are guests and strays."""

SHARE = 0.5
"""Share of the new pages that must be foreign to every template; a site that adds a small section is not redesigned."""

SHOWN = 0.5
"""Share of their own chrome that the template of a redesign must explain: strays have nothing in common."""


class Dated(NamedTuple):
    """A template and the moment of the first capture that showed it, None for a site's first."""

    since: datetime | None
    template: Template


def of_time(eras: Sequence[Dated], moment: datetime | None) -> tuple[Template, ...]:
    """The templates, oldest first, that a page captured at this moment may have; all when the moment is not known."""
    return tuple(era.template for era in eras if moment is None or era.since is None or era.since <= moment)


def choose(templates: Sequence[Template], page: Page) -> Template | None:
    """Of the templates of a page's time, oldest first, the one that judges it."""
    return _best(templates, lambda one: one.explained(page))


def choose_for_sketch(templates: Sequence[Template], sketch: Sketch) -> Template | None:
    """Like `choose`, for the page that a sketch was drawn from."""
    return _best(templates, lambda one: one.explained_sketch(sketch))


def _best(templates: Sequence[Template], explained: Callable[[Template], float | None]) -> Template | None:
    """The last, unless one before explains `MARGIN` more. Most sites have one template, of which nothing is asked."""
    if len(templates) < 2:
        return templates[0] if templates else None
    shares = [explained(one) or 0.0 for one in templates]
    best = len(shares) - 1
    for number in range(best - 1, -1, -1):
        if shares[number] > shares[best] + MARGIN:
            best = number
    return templates[best]


def known_share(templates: Sequence[Template], sketches: Sequence[Sketch]) -> float | None:
    """Mean share of their chrome that the best of the templates explains; None where no page shows any chrome."""
    shares = [share for sketch in sketches if (share := _most(templates, sketch)) is not None]
    return fmean(shares) if shares else None


def find_redesign(templates: Sequence[Template], sketches: Sequence[Sketch]) -> list[Sketch]:
    """Of new pages those that show a design which no template knows, if they are a redesign; else none."""
    shares = [(sketch, _most(templates, sketch)) for sketch in sketches]
    foreign = [sketch for sketch, share in shares if share is not None and share < FOREIGN]
    if len(foreign) < max(PAGES, SHARE * len(sketches)):
        return []
    template = learn_sketches(foreign)
    return foreign if (known_share([template], foreign) or 0.0) >= SHOWN else []


def learn_sketches(sketches: Sequence[Sketch]) -> Template:
    """The template of some sketches; those of equal content count once."""
    by_digest = {sketch.digest: sketch for sketch in sketches}
    return learn(Sample(tuple(by_digest[digest] for digest in sorted(by_digest)), len(sketches)))


def _most(templates: Sequence[Template], sketch: Sketch) -> float | None:
    shares = [share for one in templates if (share := one.explained_sketch(sketch)) is not None]
    return max(shares, default=None)
