"""The gold of the corpora in, how well a judge keeps the bodies of their pages out.

Text dumps of one site (turing: exact bodies), whole sites of HTML (institutes: where the main content begins and ends,
what must be gone), single pages (WCXB: the main text). The tests hold the judges to bars with it, `bench` compares
them with peers.
"""

import gzip
import json
import os
import random
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extract.blocks import join_text
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

Record = Mapping[str, Any]


def find_corpora() -> Path:
    """The folder with the corpora: COLLOQUY_CORPORA, or beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "corpora"
    return Path(os.environ.get("COLLOQUY_CORPORA") or beside)


def keep_text(judged: Iterable[Judged]) -> str:
    """The text of the blocks kept, one a line."""
    return join_text(one.block for one in judged if one.kept)


# Text dumps


class Dump(NamedTuple):
    """A text dump and the lines that are its body."""

    name: str
    page: Page
    body: list[str]


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


def share_right(template: Template, dumps: Sequence[Dump]) -> float:
    """Share of the dumps whose body is exactly right; the site judge alone, what it does not know is kept."""
    return sum(is_right(template, dump) for dump in dumps) / len(dumps)


def is_right(template: Template, dump: Dump) -> bool:
    """Whether the blocks that the template does not strip are the body, no more and no less."""
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


# Whole sites of HTML


class Bounds(NamedTuple):
    """Of a set of pages: how many, begin with and hold the first eight words, hold and end with the last, leaks."""

    pages: int
    first: int
    last: int
    leaks: int
    begins: int
    ends: int


class Source(NamedTuple):
    """A page as served: its bytes and its address."""

    html: bytes
    url: str

    def parse(self) -> Page:
        """The page."""
        return parse_page(self.html, self.url, "text/html")


def load_sources(corpora: Path) -> dict[str, dict[str, Source]]:
    """All pages of the institutes as served, by site and file."""
    folder = corpora / "institutes"
    sites: defaultdict[str, dict[str, Source]] = defaultdict(dict)
    for path in sorted(folder.glob("html/**/*.html")):
        name = path.relative_to(folder).as_posix()
        site = name.split("/")[1]
        sites[site][name] = Source(path.read_bytes(), f"https://{site}.example/{name}")
    return dict(sites)


def load_institutes(corpora: Path) -> dict[str, dict[str, Page]]:
    """All pages of the institutes, parsed, by site and file."""
    return {
        site: {name: source.parse() for name, source in sources.items()}
        for site, sources in load_sources(corpora).items()
    }


def load_bounds(corpora: Path) -> list[Record]:
    """The gold records that say where the main content begins and ends."""
    lines = (corpora / "institutes" / "dev_gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if "main_content" in record]


def check_bounds(records: Sequence[Record], kept: Mapping[str, str]) -> Bounds:
    """Compare the text kept of each record's file with its bounds."""
    total: Counter[str] = Counter()
    for record in records:
        text, content = _squeeze(kept[record["file"]]), record["main_content"]
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


# Single pages


def load_wcxb(corpora: Path, every: int = 1) -> list[tuple[Record, bytes]]:
    """The gold records of WCXB with their pages, or each so many."""
    folder = corpora / "wcxb-dev"
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::every]
    return [(record, gzip.decompress((folder / "html" / f"{record['id']}.html.gz").read_bytes())) for record in records]


_WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """The words that count: WCXB compares `\\w+`, lower case."""
    return _WORD.findall(text.lower())


def word_f1(kept: Iterable[str], wanted: Counter[str]) -> float:
    """F1 of two multisets of words; 0 when they share none."""
    got = Counter(kept)
    shared = sum((got & wanted).values())
    return 2 * shared / (got.total() + wanted.total()) if shared else 0.0


def score_text(text: str, record: Record) -> float:
    """Word-F1 of a page's kept text against its gold."""
    return word_f1(split_words(text), Counter(split_words(record["main_content"])))


def mean_by_type(records: Iterable[Record], scores: Iterable[float]) -> dict[str, float]:
    """The mean score of each page type, and of "all"."""
    by_type: defaultdict[str, list[float]] = defaultdict(list)
    for record, found in zip(records, scores, strict=True):
        by_type[record["page_type"]].append(found)
        by_type["all"].append(found)
    return {name: statistics.fmean(found) for name, found in sorted(by_type.items())}
