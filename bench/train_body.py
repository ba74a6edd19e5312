"""The WCXB development pages in, `extract/body_model.npz` and its card out: `python -m bench.train_body [--fast]`.

Cross-validates by domain first (five folds), then trains on all pages. Deterministic: the same corpora, code and
versions give the same bytes. `--fast` leaves the cross-validation out.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.body_labels import label_blocks
from extract.body import choose, find_title
from extract.body_features import measure, take_print
from extract.body_model import CLIP, Array, Model, Net
from extract.judgement import Judged
from extract.page import Page, parse_page
from extract.template import learn_template
from extract.text import fold
from tests.corpora.bodies import Record, find_corpora, load_wcxb, split_words, word_f1

FOLDS = 5
NETS, HIDDEN, EPOCHS, BATCH, RATE, DROP, DECAY = 5, (64, 32), 4, 512, 2e-3, 0.2, 1e-3
"""The nets differ by their seeds; the mean of three is 0.002 better than one. Trees in the mean (LightGBM, 120 of 31
leaves) gave 0.001 more and take longer than all the rest."""


@dataclass(frozen=True)
class Example:
    """A page to learn from: features and labels of its blocks, their words, the words of its body."""

    name: str
    type: str
    domain: str
    features: Array
    labels: NDArray[np.float64]
    blocks: list[list[str]]
    body: Counter[str]

    @property
    def words(self) -> NDArray[np.float64]:
        return np.array([len(block) for block in self.blocks], np.float64)


def make_example(record: Record, page: Page) -> Example:
    """Features and labels of one page."""
    blocks = [split_words(block.text) for block in page.blocks]
    body = split_words(record["main_content"])
    labels = label_blocks(blocks, body)
    features = measure(page)
    return Example(record["id"], record["page_type"], record["domain"], features, labels, blocks, Counter(body))


INSTITUTES = ("cni-iisc", "ldbc", "nordic-rse", "spec-org")
"""Sites whose licence allows training (MIT, Apache-2.0, CC BY 4.0); the others of that corpus are for tests alone."""


def load_sites(corpora: Path) -> dict[str, list[Page]]:
    """Pages of whole sites, which the site judge can label: four institutes, and the bundled sample."""
    sample = Path(__file__).resolve().parent.parent / "data" / "sample" / "site"
    folders = {name: corpora / "institutes" / "html" / name for name in INSTITUTES} | {"sample": sample}
    return {
        name: [
            parse_page(path.read_bytes(), f"https://{name}.example/{path.relative_to(folder).as_posix()}", "text/html")
            for path in sorted(folder.rglob("*.html"))
        ]
        for name, folder in folders.items()
    }


def label_site(name: str, pages: Sequence[Page]) -> list[Example]:
    """Examples of a site whose blocks are labelled by its template: what event pages keep, WCXB hardly shows.

    Only pages that the template knows wholly: what it leaves to the page judge would be labelled by the last model.
    """
    template = learn_template(pages)
    judged = [(page, template.judge(page)) for page in pages if page.blocks]
    return [label_page(name, page, [one for one in found if one]) for page, found in judged if None not in found]


def label_page(name: str, page: Page, judged: Sequence[Judged]) -> Example:
    """An example of the blocks that a judge keeps. The title counts as chrome, as in WCXB."""
    title = find_title(page, judged)
    kept = [one.kept and not (one.block.heading == 1 and fold(one.block.text) == title) for one in judged]
    blocks = [split_words(block.text) for block in page.blocks]
    body = Counter(word for words, keep in zip(blocks, kept, strict=True) if keep for word in words)
    return Example(page.url, "site", name, measure(page), np.array(kept, np.float64), blocks, body)


def make_examples(pages: Iterable[tuple[Record, bytes]], sites: Mapping[str, Sequence[Page]]) -> list[Example]:
    """All that is learned from: the pages of WCXB, then those of whole sites."""
    alone = (make_example(record, parse_page(html, record["url"], "text/html")) for record, html in pages)
    return [*alone, *(example for name, found in sites.items() for example in label_site(name, found))]


def weigh(example: Example) -> Array:
    """What each block counts: pages equally, in a page by words, a little for each block, no block for too much."""
    words = example.words
    total = max(50.0, min(words.sum(), 2.0 * example.body.total()))
    weights: Array = np.minimum(words / total + 0.2 / max(1, len(words)), 0.3).astype(np.float32)
    return weights


def train(examples: Sequence[Example], nets: int = NETS, epochs: int = EPOCHS) -> Model:
    """A model of the examples; its print is not taken."""
    features = np.concatenate([example.features for example in examples])
    labels = np.concatenate([example.labels for example in examples]).astype(np.float32)
    weights = np.concatenate([weigh(example) for example in examples])
    mean, spread = features.mean(axis=0), features.std(axis=0) + np.float32(1e-3)
    scaled = np.clip((features - mean) / spread, -CLIP, CLIP).astype(np.float32)
    trained = tuple(train_net(scaled, labels, weights / weights.mean(), seed, epochs) for seed in range(nets))
    return Model(mean, spread, trained, np.zeros_like(mean))


def train_net(scaled: Array, labels: Array, weights: Array, seed: int, epochs: int) -> Net:
    """Adam with cosine rate, dropout on the hidden layers, weight decay; cross-entropy against soft labels."""
    dice = np.random.default_rng(seed)
    sizes = (scaled.shape[1], *HIDDEN, 1)
    layers = [
        (dice.standard_normal((before, after)) * np.sqrt(2 / before)).astype(np.float32)
        for before, after in pairwise(sizes)
    ]
    offsets = [np.zeros(size, np.float32) for size in sizes[1:]]
    adam = _Adam([*layers, *offsets], len(layers), epochs * (len(scaled) // BATCH))
    for _ in range(epochs):
        order = dice.permutation(len(scaled))
        for start in range(0, len(scaled) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            adam.step(_slopes(layers, offsets, scaled[rows], labels[rows], weights[rows], dice))
    return Net(tuple(layers), tuple(offsets))


def _slopes(
    layers: list[Array], offsets: list[Array], rows: Array, labels: Array, weights: Array, dice: np.random.Generator
) -> list[Array]:
    """The gradient of the loss on a batch, for each layer's weights and then for each layer's offsets."""
    inputs, masks, values = [rows], [], rows
    for layer, offset in zip(layers[:-1], offsets[:-1], strict=True):
        values = np.maximum(values @ layer + offset, 0)
        mask = (dice.random(values.shape, dtype=np.float32) > DROP) / np.float32(1 - DROP)
        values = values * mask
        inputs.append(values)
        masks.append(mask)
    odds = np.clip(values @ layers[-1] + offsets[-1], -30, 30)[:, 0]
    slope = ((1 / (1 + np.exp(-odds)) - labels) * weights)[:, None].astype(np.float32)
    of_layers: list[Array] = []
    of_offsets: list[Array] = []
    for number in range(len(layers) - 1, -1, -1):
        of_layers.insert(0, inputs[number].T @ slope / np.float32(len(rows)))
        of_offsets.insert(0, slope.mean(axis=0))
        if number:
            slope = (slope @ layers[number].T) * (inputs[number] > 0) * masks[number - 1]
    return [*of_layers, *of_offsets]


class _Adam:
    """Changes parameters in place; the first `decayed` of them shrink."""

    def __init__(self, parameters: list[Array], decayed: int, steps: int) -> None:
        self.parameters, self.decayed, self.steps, self.done = parameters, decayed, steps, 0
        self.first = [np.zeros_like(parameter) for parameter in parameters]
        self.second = [np.zeros_like(parameter) for parameter in parameters]

    def step(self, slopes: list[Array]) -> None:
        self.done += 1
        warm, cosine = min(1.0, self.done / 300), 0.5 * (1 + np.cos(np.pi * self.done / self.steps))
        rate = np.float32(RATE * warm * cosine)
        for number, (parameter, slope) in enumerate(zip(self.parameters, slopes, strict=True)):
            self.first[number] = np.float32(0.9) * self.first[number] + np.float32(0.1) * slope
            self.second[number] = np.float32(0.999) * self.second[number] + np.float32(0.001) * slope * slope
            first = self.first[number] / np.float32(1 - 0.9**self.done)
            second = self.second[number] / np.float32(1 - 0.999**self.done)
            decay = np.float32(DECAY) * parameter if number < self.decayed else np.float32(0)
            parameter -= rate * (first / (np.sqrt(second) + np.float32(1e-8)) + decay)


def fold_of(domain: str) -> int:
    """The fold of a domain: its pages are never on both sides."""
    return int.from_bytes(blake2b(domain.encode(), digest_size=4).digest(), "big") % FOLDS


def train_folds(examples: Sequence[Example], nets: int = NETS, epochs: int = EPOCHS) -> Iterator[Model]:
    """For each fold a model of the others."""
    for left_out in range(FOLDS):
        yield train([example for example in examples if fold_of(example.domain) != left_out], nets, epochs)


def cross_validate(examples: Sequence[Example]) -> dict[str, float]:
    """Word-F1 of each page, judged by a model that has not seen its domain."""
    return {
        example.name: score(example, model)
        for left_out, model in enumerate(train_folds(examples))
        for example in examples
        if fold_of(example.domain) == left_out
    }


def score(example: Example, model: Model) -> float:
    """Word-F1 of what the model keeps of one page."""
    kept = choose(model.predict(example.features), example.words)
    return word_f1((word for number in np.flatnonzero(kept) for word in example.blocks[number]), example.body)


def tabulate(scores: Mapping[str, float], examples: Sequence[Example]) -> str:
    """A Markdown table: pages and mean F1 by page type and overall."""
    by_type: defaultdict[str, list[float]] = defaultdict(list)
    for example in examples:
        by_type[example.type].append(scores[example.name])
        if example.type != "site":
            by_type["all of WCXB"].append(scores[example.name])
    rows = [f"| {name} | {len(found)} | {np.mean(found):.3f} |" for name, found in sorted(by_type.items())]
    return "\n".join(["| page type | pages | word-F1 |", "|---|---|---|", *rows])


CARD = """# The page judge's model

`body_model.npz`: {nets} perceptrons ({features} features, {hidden} hidden units, 1), averaged.
It says how sure it is that a block of a web page belongs to the page's body. Plain numpy reads it.

- **Data**: WCXB, Web Content eXtraction Benchmark v1.0, by Murrough Foley
  (github.com/Murrough-Foley/web-content-extraction-benchmark), licence CC BY 4.0. The {pages} pages of its development
  split that are not also in its test split. Changed: the main content was aligned to blocks of the pages. Nothing of
  the test split was used. And {others} pages of four institutes (Centre for Networked Intelligence, IISc: MIT; Linked
  Data Benchmark Council: Apache-2.0; Nordic-RSE: CC BY 4.0; SPEC project: MIT) and of the bundled sample site, with the
  labels of the site judge ("site" below): WCXB has no event pages, whose facts stand in short lines.
- **Training**: `python -m bench.train_body`, from fixed seeds, on one thread, numpy {numpy}.
- **Score**: word-F1, five-fold cross-validation by domain, with the cut of `extract/body.py` (`choose`;
  `add_facts`, made for event pages, costs 0.001 of it):

{table}

- **Use**: pages of which no site template is known, mostly English. Weak on product and collection pages, where what
  is body is a matter of taste, and on pages whose text is not in the HTML.
"""


def main() -> None:
    """Train, and say how well it does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="no cross-validation, leave the card as it is")
    arguments = parser.parse_args()
    corpora = find_corpora()
    pages, sites = load_wcxb(corpora), load_sites(corpora)
    examples = make_examples(pages, sites)
    home = Path(__file__).resolve().parent.parent / "extract"
    if not arguments.fast:
        table = tabulate(cross_validate(examples), examples)
        print(table)
        hidden, count = " and ".join(map(str, HIDDEN)), examples[0].features.shape[1]
        card = CARD.format(
            nets=NETS,
            features=count,
            hidden=hidden,
            pages=len(pages),
            others=len(examples) - len(pages),
            table=table,
            numpy=np.__version__,
        )
        (home / "body_model.md").write_text(card, encoding="utf-8")
    arrays = replace(train(examples), print=take_print(sites["sample"])).arrays()
    with (home / "body_model.npz").open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
