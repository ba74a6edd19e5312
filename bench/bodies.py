"""The corpora in, one table of how well the judges keep bodies out: `python -m bench.bodies [--peers]`.

Site judge on text dumps (turing) and on HTML (institutes), page judge alone on institutes and WCXB. WCXB pages were
trained on: the model's honest figure is the cross-validated one in `extract/body_model.md`. `--peers` adds
trafilatura, with its CPU time beside ours on the same pages in the same run.
"""

import argparse
import json
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.body_labels import split_words, word_f1
from bench.train_body import find_corpora, load_wcxb
from extract.blocks import join_text
from extract.body import judge, judge_page
from extract.judgement import Judged
from extract.page import Page, parse_page
from extract.template import Template, learn_template
from extract.text import fold

DRAWS = 20
SEEDS = (
    "_research_interest-groups_learning-organisational-principles-living-systems.txt",
    "_events_turing-roche-knowledge-share-series-personalised-medicine-face-multi-scale-heterogeneity.txt",
    "_events_bigscience-philosophy-building-open-ai.txt",
)


class Dump(NamedTuple):
    """A text dump and the lines that are its body."""

    name: str
    page: Page
    body: list[str]


class Bounds(NamedTuple):
    """Of a set of pages: how many, begin with and hold the first eight words, hold and end with the last, leaks."""

    pages: int
    first: int
    last: int
    leaks: int
    begins: int
    ends: int


def load_dumps(corpora: Path) -> list[Dump]:
    """The text dumps with their gold bodies."""
    folder = corpora / "turing"
    records = map(json.loads, (folder / "gold" / "body_dev.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Dump(
            record["file"],
            parse_page((folder / "raw" / record["file"]).read_bytes(), content_type="text/plain"),
            [line for part in record["body"].splitlines() if (line := fold(part))],
        )
        for record in records
    ]


def body_lines(judged: Iterable[Judged]) -> list[str]:
    """The text of the blocks kept."""
    return [one.block.text for one in judged if one.kept]


def share_right(template: Template, dumps: Sequence[Dump]) -> float:
    """Share of the dumps whose body is exactly right; the site judge alone, what it does not know is kept."""
    return sum(is_right(template, dump) for dump in dumps) / len(dumps)


def is_right(template: Template, dump: Dump) -> bool:
    judged = template.judge(dump.page)
    kept = [block.text for block, one in zip(dump.page.blocks, judged, strict=True) if one is None or one.kept]
    return kept == dump.body


def share_from_draws(dumps: Sequence[Dump], size: int) -> float:
    """Median share right over draws of `size` pages to learn from."""
    dice = random.Random(size)
    draws = (dice.sample(dumps, size) for _ in range(DRAWS))
    return statistics.median(share_right(learn_template(dump.page for dump in draw), dumps) for draw in draws)


def seeds_right(dumps: Sequence[Dump]) -> int:
    """Of the three seed documents, how many are exactly right when only they are known."""
    three = [dump for dump in dumps if dump.name in SEEDS]
    template = learn_template(dump.page for dump in three)
    return sum(is_right(template, dump) for dump in three)


def load_institutes(corpora: Path) -> dict[str, dict[str, Page]]:
    """All pages by site and file."""
    folder = corpora / "institutes"
    sites: defaultdict[str, dict[str, Page]] = defaultdict(dict)
    for path in sorted(folder.glob("html/**/*.html")):
        name = path.relative_to(folder).as_posix()
        site = name.split("/")[1]
        sites[site][name] = parse_page(path.read_bytes(), f"https://{site}.example/{name}", "text/html")
    return dict(sites)


def load_bounds(corpora: Path) -> list[dict[str, Any]]:
    """The gold records that say where the main content begins and ends."""
    lines = (corpora / "institutes" / "dev_gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if "main_content" in record]


def check_bounds(records: Sequence[Mapping[str, Any]], keep: Callable[[Mapping[str, Any]], str]) -> Bounds:
    """Compare the text that `keep` gives for each record with its bounds."""
    total: Counter[str] = Counter()
    for record in records:
        text, content = _squeeze(keep(record)), record["main_content"]
        first, last = _squeeze(content["first8"]), _squeeze(content["last8"])
        total["first"] += first in text
        total["last"] += last in text
        total["leaks"] += sum(_squeeze(snippet) in text for snippet in content["boilerplate"])
        total["begins"] += text.removeprefix(_squeeze(record.get("title") or "")).startswith(first)
        total["ends"] += text.endswith(last)
    return Bounds(len(records), *(total[name] for name in Bounds._fields[1:]))


def _squeeze(text: str) -> str:
    """Without white space, case and kinds of quotation marks."""
    return "".join(fold(text).casefold().translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).split())


def measure_institutes(corpora: Path) -> Iterator[tuple[str, Bounds]]:
    """Bounds with each site's template, and with the page judge alone."""
    sites, records = load_institutes(corpora), load_bounds(corpora)
    templates = {site: learn_template(pages.values()) for site, pages in sites.items()}

    def page(record: Mapping[str, Any]) -> Page:
        return sites[record["site"]][record["file"]]

    yield (
        "with template",
        check_bounds(
            records,
            lambda record: join_text(one.block for one in judge(page(record), templates[record["site"]]) if one.kept),
        ),
    )
    yield (
        "page alone",
        check_bounds(records, lambda record: join_text(one.block for one in judge_page(page(record)) if one.kept)),
    )


def measure_wcxb(pages: Sequence[tuple[dict[str, Any], bytes]], keep: Callable[[bytes, str], str]) -> dict[str, float]:
    """Mean word-F1 by page type and overall; CPU milliseconds a page as "ms"."""
    by_type: defaultdict[str, list[float]] = defaultdict(list)
    spent = 0.0
    for record, html in pages:
        start = time.process_time()
        kept = keep(html, record["url"])
        spent += time.process_time() - start
        found = word_f1(split_words(kept), Counter(split_words(record["main_content"])))
        by_type[record["page_type"]].append(found)
        by_type["all"].append(found)
    return {
        **{name: statistics.fmean(found) for name, found in sorted(by_type.items())},
        "ms": 1000 * spent / len(pages),
    }


def keep_ours(html: bytes, url: str) -> str:
    """The body by the page judge, from bytes to text."""
    return join_text(one.block for one in judge_page(parse_page(html, url, "text/html")) if one.kept)


def keep_trafilatura(html: bytes, url: str) -> str:
    import trafilatura

    return trafilatura.extract(html, url=url) or ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="trafilatura too")
    arguments = parser.parse_args()
    corpora = find_corpora()
    dumps = load_dumps(corpora)
    everything = learn_template(dump.page for dump in dumps)
    print("| text dumps, body exactly right, template of | share |\n|---|---|")
    print(f"| all {len(dumps)} pages | {share_right(everything, dumps):.4f} |")
    print(f"| the three seeds, on themselves | {seeds_right(dumps)} of 3 |")
    for size in (3, 10, 50):
        print(f"| {size} pages (median of {DRAWS} draws) | {share_from_draws(dumps, size):.4f} |")
    print(
        "\n| institutes | pages | first 8 | last 8 | leaks | begins with | ends with |\n|---|---|---|---|---|---|---|"
    )
    for name, bounds in measure_institutes(corpora):
        print(f"| {name} | {' | '.join(map(str, bounds))} |")
    pages = load_wcxb(corpora)
    rows = {"page judge (trained on these)": measure_wcxb(pages, keep_ours)}
    if arguments.peers:
        rows["trafilatura"] = measure_wcxb(pages, keep_trafilatura)
    columns = list(next(iter(rows.values())))
    print(f"\n| WCXB word-F1 | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, row in rows.items():
        cells = (f"{row[column]:.1f}" if column == "ms" else f"{row[column]:.3f}" for column in columns)
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
