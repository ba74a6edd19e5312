"""What templates explained in each run in, a problem out where that fell: so a redesign announces itself."""

from collections.abc import Sequence

from extract.records import Problem
from extract.template_eras import PAGES
from pipelines.template_store import TemplateRun

FALL = 0.25
"""Between two runs of an unchanged site the share moves by a few hundredths; a new menu alone costs more than this."""


def find_drift(runs: Sequence[TemplateRun]) -> Problem | None:
    """The problem of a site whose last run's pages show much less known chrome than the run before."""
    if len(runs) < 2 or runs[-2].explained is None:
        return None
    before, last = runs[-2], runs[-1]
    assert before.explained is not None
    if last.known is not None and last.new_pages >= PAGES and before.explained - last.known > FALL:
        told = (
            f"the site looks different: its templates knew {_percent(last.known)} of the chrome of the"
            f" {last.new_pages} pages that are new, {_percent(before.explained)} in the run before."
        )
        return Problem("template", "warning", f"{told} {_advise(before, last)}")
    if last.explained is not None and before.explained - last.explained > FALL:
        told = (
            f"the site's templates explain {_percent(last.explained)} of the chrome of its pages,"
            f" {_percent(before.explained)} in the run before."
        )
        return Problem("template", "warning", f"{told} {_advise(before, last)}")
    return None


def _advise(before: TemplateRun, last: TemplateRun) -> str:
    look = "Look at one of them: `colloquy page URL --show blocks`."
    if last.templates > before.templates:
        explains = f", which explains {_percent(last.explained)} of it" if last.explained is not None else ""
        return f"A new template was learned from them{explains}; pages captured before keep theirs. {look}"
    return f"They show no new design to learn a template from yet: crawl more of the site, then rebuild. {look}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
