"""Whole pages in, CPU time of all that is read of them out: `python -m bench.pages [--every N]`.

Ours is everything: parse, blocks, judges, records, evidence; with the site's template known, and of a page alone. The
peers are what one would join for half of that: trafilatura for the text and extruct for what the markup states, once
all that it reads (RDFa, microformats, Open Graph, Dublin Core too), once the two syntaxes that institutes use.
"""

import argparse
import gzip
import statistics
from collections.abc import Sequence
from pathlib import Path

import extruct

from bench.bodies import Cells, tabulate
from bench.costs import Run, Task, describe, race, total
from bench.events import read_lines
from bench.peers import Tool, run_trafilatura
from extract.flow import extract_page
from extract.page import parse_page
from extract.template import Template, learn_template
from pipelines.saved_pages import find_base, find_files, find_url
from tests.corpora.bodies import find_corpora

PEERS, ALL = "trafilatura + extruct (JSON-LD, microdata)", "trafilatura + extruct (all)"
ALONE, KNOWN = "colloquy, page alone", "colloquy, template known"
_SYNTAXES = ["json-ld", "microdata"]


def run_peers(html: bytes, url: str) -> str:
    """The text and the markup of two syntaxes; one on which extruct raises is left out."""
    extruct.extract(html, base_url=url, syntaxes=_SYNTAXES, errors="ignore")
    return run_trafilatura(html, url)


def run_all(html: bytes, url: str) -> str:
    """The text and all markup that extruct reads."""
    extruct.extract(html, base_url=url, errors="ignore")
    return run_trafilatura(html, url)


def extract_with(template: Template | None) -> Tool:
    """Ours, with all records and their evidence."""
    return lambda html, url: extract_page(html, url, template=template, content_type="text/html").body.text


def load_institute_pages(corpora: Path) -> list[Task]:
    """The institutes' pages, each with its site's template."""
    tasks: list[Task] = []
    for folder in sorted((corpora / "institutes" / "html").iterdir()):
        files = find_files([folder])
        base = find_base(files, folder.name)
        pages = [(one.path.read_bytes(), find_url(one.relative, base)) for one in files]
        template = learn_template(parse_page(html, url, "text/html") for html, url in pages)
        tools = {PEERS: run_peers, ALL: run_all, ALONE: extract_with(None), KNOWN: extract_with(template)}
        tasks += [Task(html, url, tools) for html, url in pages]
    return tasks


def load_event_pages(corpora: Path) -> list[Task]:
    """Pages of events and of lists of them, hardly two of one site."""
    folder = corpora / "peer-events"
    tools = {PEERS: run_peers, ALL: run_all, ALONE: extract_with(None)}
    return [
        Task(gzip.decompress((folder / row["page"]).read_bytes()), row["url"], tools)
        for row in read_lines(folder / "gold.jsonl")
    ]


def show_runs(mine: Sequence[Run], theirs: Sequence[Run]) -> dict[str, str]:
    """Milliseconds of the median page, how many times faster than the peers on the median page and over all pages."""
    ratios = [peer.seconds / run.seconds for run, peer in zip(mine, theirs, strict=True)]
    return {
        "median ms": f"{1000 * statistics.median(run.seconds for run in mine):.1f}",
        "times as fast, median page": f"{statistics.median(ratios):.1f}",
        "times as fast, all pages": f"{total(theirs) / total(mine):.1f}",
        "failed": str(sum(run.failed for run in mine)),
    }


def measure(name: str, tasks: Sequence[Task]) -> Cells:
    """A row a tool."""
    runs = race(tasks)
    return {f"{name}: {tool}": show_runs(mine, runs[PEERS]) for tool, mine in runs.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    every = parser.parse_args().every
    corpora = find_corpora()
    print(f"{describe()}\n", flush=True)
    institutes, events = load_institute_pages(corpora)[::every], load_event_pages(corpora)[::every]
    parts = [
        measure(f"{len(institutes)} institute pages", institutes),
        measure(f"{len(events)} event pages, unknown hosts", events),
    ]
    print(tabulate("pages: tool", parts))


if __name__ == "__main__":
    main()
