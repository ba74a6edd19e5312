"""The corpora in, tables of how well and how fast bodies are kept, ours beside the peers': `python -m bench.bodies`.

Our page judge learned from most of these pages, so its quality is that of five models trained in the run, each judging
the domains that it has not seen; `--fast` leaves that out and takes the figures of `extract/body_model.md` instead.
"""

import argparse
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.costs import Run, Task, describe, measure_peaks, race, total
from bench.peers import OURS, PEERS, TOOLS, YARDSTICK, judge_with
from bench.train_body import fold_of, load_sites, make_examples, train_folds
from extract.blocks import join_text
from extract.body import add_facts, choose
from extract.body_features import measure
from extract.body_model import Model
from extract.page import Page, parse_page
from extract.template import learn_template
from tests.corpora.bodies import (
    DRAWS,
    Bounds,
    Record,
    check_bounds,
    find_corpora,
    load_bounds,
    load_dumps,
    load_institutes,
    load_sources,
    load_wcxb,
    mean_by_type,
    score_text,
    seeds_right,
    share_from_draws,
    share_right,
)

__all__ = ["find_corpora", "load_institutes"]

SITE = "colloquy, site judge"
Cells = dict[str, dict[str, str]]
"""What a table says: by row, by column."""

Pages = Sequence[tuple[Record, bytes]]


def measure_dumps(corpora: Path) -> Cells:
    """The site judge on text dumps."""
    dumps = load_dumps(corpora)
    everything = learn_template(dump.page for dump in dumps)
    shares = {
        f"all {len(dumps)} pages": f"{share_right(everything, dumps):.4f}",
        "the three seeds, on themselves": f"{seeds_right(dumps)} of 3",
        **{f"{size} pages (median of {DRAWS} draws)": f"{share_from_draws(dumps, size):.4f}" for size in (3, 10, 50)},
    }
    return {name: {"body exactly right": share} for name, share in shares.items()}


def measure_wcxb(pages: Pages) -> Cells:
    """Quality of the peers and the speed of all tools on WCXB."""
    runs = race([Task(html, record["url"], TOOLS) for record, html in pages])
    cells = {name: show_speed("", mine, runs[YARDSTICK]) for name, mine in runs.items()}
    for name in PEERS:
        scores = (score_text(run.text, record) for run, (record, _) in zip(runs[name], pages, strict=True))
        cells[name] = show_scores(mean_by_type((record for record, _ in pages), scores)) | cells[name]
    return cells


def measure_institutes(corpora: Path) -> Cells:
    """Bounds of the gold pages and the speed on all pages of whole sites, with each site's template and without."""
    sites, records = load_sources(corpora), load_bounds(corpora)
    tasks: dict[tuple[str, str], Task] = {}
    for site, sources in sites.items():
        tools = {SITE: judge_with(learn_template(source.parse() for source in sources.values())), **TOOLS}
        tasks |= {(site, file): Task(source.html, source.url, tools) for file, source in sources.items()}
    runs = race(list(tasks.values()))
    cells = {}
    for name, mine in runs.items():
        texts = dict(zip(tasks, (run.text for run in mine), strict=True))
        kept = {record["file"]: texts[record["site"], record["file"]] for record in records}
        cells[name] = show_bounds(check_bounds(records, kept)) | show_speed("sites: ", mine, runs[YARDSTICK])
    return cells


def measure_memory(pages: Pages) -> Cells:
    """Peak memory on the page with the most bytes, and on the one with the most tags."""
    small = min((html for _, html in pages if len(html) > 10_000), key=len)
    largest, fullest = (max((html for _, html in pages), key=size) for size in (len, lambda html: html.count(b"<")))
    names = {f"peak MiB, {len(largest) / 1e6:.1f} MB": largest, f"peak MiB, {fullest.count(b'<'):,} tags": fullest}
    cells: Cells = {name: {} for name in TOOLS}
    for column, html in names.items():
        for name, peak in measure_peaks(Task(small, "", {}), Task(html, "", {})).items():
            cells[name][column] = f"{peak:.0f}"
    return cells


def cross_validate(corpora: Path, pages: Pages) -> Cells:
    """Quality of our page judge on WCXB and on the institutes, by models that have not seen the domain."""
    models = list(train_folds(make_examples(pages, load_sites(corpora))))
    scores = (
        score_text(keep_by(models[fold_of(record["domain"])], parse_page(html, record["url"], "text/html")), record)
        for record, html in pages
    )
    sites = load_institutes(corpora)
    records = load_bounds(corpora)
    kept = {
        record["file"]: keep_by(models[fold_of(record["site"])], sites[record["site"]][record["file"]])
        for record in records
    }
    quality = show_scores(mean_by_type((record for record, _ in pages), scores))
    return {OURS: quality | show_bounds(check_bounds(records, kept))}


def keep_by(model: Model, page: Page) -> str:
    """The body by the page judge, with another model than the one that is shipped."""
    words = np.array([len(block.text.split()) for block in page.blocks], np.float64)
    kept = add_facts(page.blocks, choose(model.predict(measure(page)), words), words)
    return join_text(block for block, keep in zip(page.blocks, kept.tolist(), strict=True) if keep)


def read_card() -> Cells:
    """Quality of our page judge as its card has it."""
    card = (Path(__file__).resolve().parent.parent / "extract" / "body_model.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in card.splitlines() if line.startswith("| ")]
    names = {"all of WCXB": "all"}
    return {OURS: {names.get(row[1], row[1]): row[3] for row in rows if row[1] not in ("page type", "site")}}


def show_scores(scores: Mapping[str, float]) -> dict[str, str]:
    return {name: f"{score:.3f}" for name, score in scores.items()}


def show_speed(prefix: str, mine: Sequence[Run], yardstick: Sequence[Run]) -> dict[str, str]:
    """Pages a second, how many times faster over all pages and on the median page, and how many pages it raised on."""
    faster = statistics.median(theirs.seconds / run.seconds for run, theirs in zip(mine, yardstick, strict=True))
    return {
        f"{prefix}pages/CPU s": f"{len(mine) / total(mine):.1f}",
        f"{prefix}× {YARDSTICK}": f"{total(yardstick) / total(mine):.1f}",
        f"{prefix}on the median page": f"{faster:.1f}",
        f"{prefix}failed": str(sum(run.failed for run in mine)),
    }


def show_bounds(bounds: Bounds) -> dict[str, str]:
    """Counts of pages: the first and the last eight words kept, nothing before them, nothing after; snippets leaked."""
    return {
        f"sites: first 8 (of {bounds.pages})": str(bounds.first),
        "sites: last 8": str(bounds.last),
        "sites: nothing before": str(bounds.begins),
        "sites: nothing after": str(bounds.ends),
        "sites: leaks": str(bounds.leaks),
    }


def tabulate(head: str, parts: Iterable[Cells]) -> str:
    """A Markdown table of the rows and columns of all parts; later parts win."""
    rows: Cells = {}
    for part in parts:
        for name, cells in part.items():
            rows[name] = rows.get(name, {}) | cells
    columns = list(dict.fromkeys(column for cells in rows.values() for column in cells))
    lines = [f"| {name} | {' | '.join(cells.get(column, '–') for column in columns)} |" for name, cells in rows.items()]
    return "\n".join([f"| {head} | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}", *lines])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="no models trained: quality from the model's card")
    arguments = parser.parse_args()
    corpora = find_corpora()
    print(describe(), flush=True)
    print(f"\n{tabulate('text dumps, site judge, template of', [measure_dumps(corpora)])}\n", flush=True)
    pages = load_wcxb(corpora)
    raced = [measure_wcxb(pages), measure_institutes(corpora), measure_memory(pages)]
    print("colloquy's quality on WCXB:", "from the model's card" if arguments.fast else "cross-validated in this run")
    print("raced", file=sys.stderr, flush=True)
    quality = read_card() if arguments.fast else cross_validate(corpora, pages)
    print(tabulate("tool", [{OURS: quality[OURS], SITE: {}}, *raced, quality]))


if __name__ == "__main__":
    main()
