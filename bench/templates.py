"""Time and peak memory of the site judge: `python -m bench.templates`.

Learning from as many sketches as a sample holds, a million pages streamed through `gather`, and CPU time a page of
judging real pages with a known template. Each is measured in a process of its own, because peaks do not fall.
"""

import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence

from bench.bodies import find_corpora, load_institutes
from extract.blocks import Block
from extract.page import Page
from extract.template import Template, gather, learn, learn_template
from extract.template_sample import BLOCKS, PAGES, TEXT

CHROME, BODY = 120, 80
"""Blocks of a page: a large menu twice and a footer; a long body. Institutes' pages have 51 in the median."""

WORDS = 25
"""Of a block of the body: more than any real mean."""

WIDE = "\N{OHM SIGN}" * TEXT
STREAMED = 1_000_000
ROUNDS = 5


def make_page(number: int, chrome: int = CHROME, body: int = BODY) -> Page:
    """A page of a generated site: menu and footer by place, a body that no other page has."""
    dice = random.Random(number)
    top = ("html", "body.page-node", "div#page", "header", "nav.main-menu", "ul", "li.item")
    inner = ("html", "body.page-node", "div#page", "main", "article.node", "div.field", "p")
    blocks = [Block(f"Menu entry {place}", "li", (*top[:-1], f"li.item-{place % 7}")) for place in range(chrome)]
    for place in range(body):
        words = " ".join(map(str, dice.choices(range(10_000, 99_999), k=WORDS)))
        blocks.append(Block(f"Paragraph {number} {place}: {words}", "p", inner))
    return Page(f"https://site.example/{number}", "html", tuple(blocks))


def learn_full_sample() -> str:
    """A sample filled to its bounds, and the template of it."""
    start = time.process_time()
    sample = gather(map(make_page, range(PAGES)))
    gathered = time.process_time()
    learn(sample)
    held = sum(len(sketch.texts) for sketch in sample.sketches)
    return (
        f"{len(sample.sketches)} of {PAGES} pages kept, {held:,} blocks; made and gathered in"
        f" {gathered - start:.1f} s, learned in {time.process_time() - gathered:.1f} s"
    )


def learn_worst_sample() -> str:
    """A sample of the longest texts that it keeps, in wide characters, no two of them alike."""
    path = ("html", "body", "main", "p")
    pages = (
        Page("", "html", tuple(Block(f"{number} {place} {WIDE}", "p", path) for place in range(BLOCKS // PAGES)))
        for number in range(PAGES)
    )
    template = learn(gather(pages))
    return f"{template.pages} pages, {BLOCKS:,} blocks, {len(template.trees.trees[0].repeats)} repeats"


def stream_million() -> str:
    """A million small pages, none of them held."""
    start = time.process_time()
    sample = gather(_small_pages(STREAMED))
    learn(sample)
    return (
        f"{sample.seen:,} pages of 12 blocks seen, {len(sample.sketches)} kept, in {time.process_time() - start:.0f} s"
    )


def judge_institutes() -> str:
    """Real pages, with the template of their own site."""
    sites = load_institutes(find_corpora())
    known = [(learn_template(pages.values()), list(pages.values())) for pages in sites.values()]
    best = min(_time_judging(known) for _ in range(ROUNDS))
    count = sum(len(pages) for _, pages in known)
    return f"{count} pages of {len(known)} sites, best of {ROUNDS} rounds: {1000 * best / count:.3f} ms a page"


def _time_judging(known: Sequence[tuple[Template, Sequence[Page]]]) -> float:
    start = time.process_time()
    for template, pages in known:
        for page in pages:
            template.judge(page)
    return time.process_time() - start


def _small_pages(count: int) -> Iterator[Page]:
    path = ("html", "body", "nav", "li")
    menu = tuple(Block(f"Menu {place}", "li", path) for place in range(10))
    for number in range(count):
        own = (
            Block(f"Title {number}", "h1", ("html", "body", "h1")),
            Block(f"Text of {number}", "p", ("html", "body", "p")),
        )
        yield Page("", "html", (*menu, *own))


def measure(task: Callable[[], str]) -> str:
    """What a task says, and the peak memory of a fresh process that did nothing else, in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        base, said, peak = pool.apply(_run, (task,))
    return f"{said}; peak {peak} MB ({base} MB of it before it began)"


def _run(task: Callable[[], str]) -> tuple[int, str, int]:
    base = _peak()
    return base, task(), _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print a line a measurement."""
    for task in (learn_full_sample, learn_worst_sample, stream_million, judge_institutes):
        print(f"{task.__name__}: {measure(task)}", flush=True)


if __name__ == "__main__":
    main()
