"""What each part of body judging buys: `python -m bench.ablation`.

Groups of features: the page judge trained without the group, cross-validated by domain, one net and fewer epochs than
what ships, so that all of it takes minutes; compare rows of this table with one another only. Nets: the same, with the
mean of more of them. Judges: each alone and both, on text dumps and on whole sites (the shipped model has seen four of
the seven).
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np

from bench.bodies import Cells, show_bounds, tabulate
from bench.costs import describe
from bench.train_body import Example, fold_of, load_sites, make_examples, score, train_folds
from extract.body import judge, judge_page
from extract.body_features import NAMES
from extract.body_model import Model
from extract.judgement import Judged
from extract.page import Page
from extract.template import Template, learn_template
from tests.corpora.bodies import (
    check_bounds,
    find_corpora,
    keep_text,
    load_bounds,
    load_dumps,
    load_institutes,
    load_wcxb,
)

EPOCHS = 2
NETS = (1, 3, 5)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "says (words of the block, of its heading)": ("says", "heading"),
    "tag, in, depth": ("tag", "in", "depth"),
    "class": ("class",),
    "container": ("container",),
    "neighbour": ("neighbour",),
    "place": ("place",),
    "kin": ("kin",),
    "page": ("page",),
    "markup": ("markup",),
    "address": ("address",),
}
"""The groups, each by the first words of its features' names."""

Judge = Callable[[Page, Template], Sequence[Judged]]


def find_columns(words: Sequence[str]) -> list[int]:
    """The features whose names begin with one of the words."""
    return [number for number, name in enumerate(NAMES) if name.split()[0] in words]


def leave_out(examples: Sequence[Example], columns: Sequence[int]) -> list[Example]:
    """The examples with some features always zero, which nothing can be learned from."""
    blind = np.ones(len(NAMES), np.float32)
    blind[list(columns)] = 0
    return [replace(example, features=example.features * blind) for example in examples]


def score_folds(examples: Sequence[Example], models: Sequence[Model]) -> float:
    """Mean word-F1 of the WCXB pages, each judged by the model that has not seen its domain."""
    return fmean(score(example, models[fold_of(example.domain)]) for example in examples if example.type != "site")


def measure_nets(examples: Sequence[Example]) -> tuple[Cells, float]:
    """Word-F1 by the number of nets, and that of one."""
    models = list(train_folds(examples, max(NETS), EPOCHS))
    scores = [score_folds(examples, [replace(model, nets=model.nets[:count]) for model in models]) for count in NETS]
    return {f"{count}": {"word-F1": f"{found:.4f}"} for count, found in zip(NETS, scores, strict=True)}, scores[0]


def measure_groups(examples: Sequence[Example], everything: float) -> Iterator[Cells]:
    """For each group what is lost without it."""
    for name, words in GROUPS.items():
        columns = find_columns(words)
        blind = leave_out(examples, columns)
        found = score_folds(blind, list(train_folds(blind, 1, EPOCHS)))
        yield {
            name: {
                "features": str(len(columns)),
                "word-F1 without": f"{found:.4f}",
                "lost": f"{everything - found:+.4f}",
            }
        }


def judge_by_site(page: Page, template: Template) -> list[Judged]:
    """The site judge alone: what it does not know is kept."""
    judged = template.judge(page)
    return [one or Judged(block, "body", "site", 0.5) for block, one in zip(page.blocks, judged, strict=True)]


JUDGES: Mapping[str, Judge] = {
    "site alone": judge_by_site,
    "page alone": lambda page, _: judge_page(page),
    "both": judge,
}


def measure_judges(corpora: Path, judges: Mapping[str, Judge]) -> Cells:
    """Text dumps exactly right, and the bounds of the institutes' pages."""
    dumps, sites, records = load_dumps(corpora), load_institutes(corpora), load_bounds(corpora)
    of_dumps = learn_template(dump.page for dump in dumps)
    templates = {site: learn_template(pages.values()) for site, pages in sites.items()}
    cells: Cells = {}
    for name, judging in judges.items():
        right = fmean(
            [one.block.text for one in judging(dump.page, of_dumps) if one.kept] == dump.body for dump in dumps
        )
        kept = {
            record["file"]: keep_text(judging(sites[record["site"]][record["file"]], templates[record["site"]]))
            for record in records
        }
        cells[name] = {"dumps exactly right": f"{right:.4f}"} | show_bounds(check_bounds(records, kept))
    return cells


def main() -> None:
    """Print the tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    corpora = find_corpora()
    print(describe(), flush=True)
    sites = load_sites(corpora)
    examples = make_examples(load_wcxb(corpora), sites)
    nets, one = measure_nets(examples)
    print(f"\n{tabulate(f'nets ({EPOCHS} epochs)', [nets])}\n", flush=True)
    print(tabulate(f"group left out (1 net, {EPOCHS} epochs)", measure_groups(examples, one)), flush=True)
    print(f"\n{tabulate('judge', [measure_judges(corpora, JUDGES)])}")


if __name__ == "__main__":
    main()
