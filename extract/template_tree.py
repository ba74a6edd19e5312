"""Sketches of HTML pages in, what each container of the site holds out: text that repeats (chrome) or varies (body).

A container is a path prefix. It is chrome when nearly all its text stands in the same place on other pages too, and it
is not where the pages keep what sets them apart. So a menu with its active item is chrome as a whole, and a venue line
that twenty events share stays body. Short repeated text in front of varying values is a label.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from extract.blocks import Block
from extract.template_sample import Sketch, shorten, trim

Path = tuple[str, ...]
Word = Literal["body", "chrome", "label"]

REPEATED = 0.8
"""Share of the other pages with this container that must show the same block (or block by block the same text)."""

REPEATED_IN_LANDMARK = 0.25
"""The same for navigation, footers, asides, pagers: their items vary from page to page (breadcrumbs, active items)."""

HELD = 0.25
"""A container that holds more than this share of what varies on its pages is no chrome, whatever else it holds."""

LONG = 40
"""Words of a block that count as its mass at most: one long page must not outweigh the other pages."""

KEPT = 0.5
"""Share from which on a repeated block is kept in the template."""

LABEL_SHARE = 0.25
"""Share of its pages on which a label must stand in front of a value: on others the value may be missing."""

LABEL_BLOCKS, LABEL_WORDS = 6, 12
"""Labels, with values that repeat among them ("Country:", "Video:", "Watch", "Slides:"), are short even in a row."""

_LANDMARK_TAGS = frozenset(("nav", "footer", "aside"))
_LANDMARK_WORDS = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs footer sidebar cookie cookies consent pager pagination share"
    " sharing social related skip login copyright newsletter toolbar modal popup masthead prev previous next".split()
)
_SURE_WORDS = frozenset("breadcrumb breadcrumbs pager pagination cookie cookies".split())
_WORD = re.compile(r"[a-z]+")


class Container(NamedTuple):
    """Over the pages that have it: how many, words in it, words of these that repeat, words on these pages that vary."""

    pages: int = 0
    mass: float = 0.0
    repeated: float = 0.0
    varying: float = 0.0

    @property
    def share(self) -> float:
        """Share of its text that repeats."""
        return self.repeated / self.mass if self.mass else 0.0

    @property
    def held(self) -> float:
        """Its share of what varies on its pages."""
        return (self.mass - self.repeated) / self.varying if self.varying else 0.0


class Repeat(NamedTuple):
    """A block that repeats: pages with it, share of the pages with its container, and how often it stood as a label."""

    pages: int
    share: float
    label: bool = False


@dataclass(frozen=True)
class TreeTemplate:
    """What is known of a site's containers and of the blocks that repeat in them."""

    containers: dict[Path, Container] = field(default_factory=dict)
    repeats: dict[tuple[str, Path], Repeat] = field(default_factory=dict)
    pages: int = 0

    def decisive(self) -> list[Any]:
        """What verdicts hang on, in a fixed order."""
        labels = {fingerprint: repeat.label for fingerprint, repeat in self.repeats.items()}
        return [sorted(self.chrome), sorted(labels.items()), sorted({path[:1] for path in self.containers})]

    @cached_property
    def chrome(self) -> frozenset[Path]:
        """The containers that are chrome."""
        return frozenset(path for path, container in self.containers.items() if is_chrome(path, container))

    def judge(self, blocks: Sequence[Block]) -> list[tuple[Word, float] | None]:
        """A word and the sureness of body for each block; None where the template does not know the container."""
        texts, paths = [shorten(block.text) for block in blocks], [trim(block.path) for block in blocks]
        marks = [self._mark(text, path) for text, path in zip(texts, paths, strict=True)]
        if "chrome" not in marks and "repeat" not in marks:
            return [None] * len(marks)
        within = _within(marks)
        return [
            self._decide(mark, text, path, inner)
            for mark, text, path, inner in zip(marks, texts, paths, within, strict=True)
        ]

    def explained(self, texts: Sequence[str], paths: Sequence[Path]) -> float:
        """Share of the blocks in chrome-like places (landmarks, known chrome) that stand there on other pages too."""
        places = [(text, path) for text, path in zip(texts, paths, strict=True) if self._is_chrome_place(text, path)]
        return sum(place in self.repeats for place in places) / len(places) if places else 0.0

    def _is_chrome_place(self, text: str, path: Path) -> bool:
        if self._mark(text, path) in ("chrome", "repeat"):
            return True
        return any(is_landmark(path[end]) for end in range(len(path)) if path[: end + 1] not in self.containers)

    def _mark(self, text: str, path: Path) -> str:
        """ "chrome" (by container), "repeat" (by itself), "body", or "" for unknown."""
        for end in range(1, len(path) + 1):
            if path[:end] in self.chrome:
                repeat = self.repeats.get((text, path))
                return "repeat" if repeat and repeat.label else "chrome"
        repeat = self.repeats.get((text, path))
        if repeat and repeat.share >= REPEATED:
            return "repeat"
        return "body" if self._known(path) else ""

    def _known(self, path: Path) -> bool:
        return not path or path[:1] in self.containers

    def _decide(self, mark: str, text: str, path: Path, inner: bool) -> tuple[Word, float] | None:
        if mark == "":
            return None
        if mark == "body":
            return "body", 0.9
        if mark == "chrome":
            return "chrome", 0.05
        repeat = self.repeats[text, path]
        return ("label", 0.7) if repeat.label and inner else ("chrome", 0.1)


def is_chrome(path: Path, container: Container) -> bool:
    """Whether a container as a whole is chrome."""
    if container.pages < 2 or container.held > HELD:
        return False
    if not _SURE_WORDS.isdisjoint(_WORD.findall(path[-1])):
        return True
    return container.share >= (REPEATED_IN_LANDMARK if is_landmark(path[-1]) else REPEATED)


@cache
def is_landmark(step: str) -> bool:
    """Whether a step names itself navigation, footer, pager and the like.

    >>> is_landmark("div#block-main-menu.block"), is_landmark("div.field")
    (True, False)
    """
    tag, _, names = step.replace("#", ".").partition(".")
    return tag in _LANDMARK_TAGS or not _LANDMARK_WORDS.isdisjoint(_WORD.findall(names.lower()))


def learn_tree(sketches: Iterable[Sketch]) -> TreeTemplate:
    """The template of the sketches of HTML pages."""
    together = list(sketches)
    having, repeats = _count(together)
    containers = _weigh(together, having, repeats)
    template = TreeTemplate(containers, repeats, len(together))
    return TreeTemplate(_prune(containers, template.chrome), _find_labels(template, together), len(together))


def _prune(containers: dict[Path, Container], chrome: frozenset[Path]) -> dict[Path, Container]:
    """The containers that no chrome contains: what is below chrome is never asked."""
    return {
        path: container
        for path, container in sorted(containers.items())
        if not any(path[:end] in chrome for end in range(1, len(path)))
    }


def _count(sketches: Sequence[Sketch]) -> tuple[Counter[Path], dict[tuple[str, Path], Repeat]]:
    """Pages that have each container, and the blocks that stand in one place on two pages or more."""
    having: Counter[Path] = Counter()
    blocks: Counter[tuple[str, Path]] = Counter()
    for sketch in sketches:
        having.update({path[:end] for path in set(sketch.paths) for end in range(1, len(path) + 1)})
        blocks.update(set(zip(sketch.texts, sketch.paths, strict=True)))
    repeats = {
        (text, path): Repeat(count, (count - 1) / max(1, having[path] - 1))
        for (text, path), count in blocks.items()
        if count > 1
    }
    return having, repeats


def _weigh(
    sketches: Sequence[Sketch], having: Counter[Path], repeats: dict[tuple[str, Path], Repeat]
) -> dict[Path, Container]:
    mass: defaultdict[Path, float] = defaultdict(float)
    repeated: defaultdict[Path, float] = defaultdict(float)
    varying: defaultdict[Path, float] = defaultdict(float)
    for sketch in sketches:
        in_page: defaultdict[Path, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for text, path, words in zip(sketch.texts, sketch.paths, sketch.words, strict=True):
            repeat = repeats.get((text, path))
            weight = float(min(words, LONG))
            for end in range(1, len(path) + 1):
                sums = in_page[path[:end]]
                sums[0] += weight
                sums[1] += weight * repeat.share if repeat else 0.0
        page_varying = sum(sums[0] - sums[1] for path, sums in in_page.items() if len(path) == 1)
        for path, (all_words, same_words) in in_page.items():
            mass[path] += all_words
            repeated[path] += same_words
            varying[path] += page_varying
    return {
        path: Container(pages, mass[path], repeated[path], varying[path]) for path, pages in having.items() if pages > 1
    }


def _find_labels(template: TreeTemplate, sketches: Sequence[Sketch]) -> dict[tuple[str, Path], Repeat]:
    """The repeats, told which of them stand mostly within the body in short runs."""
    inner: Counter[tuple[str, Path]] = Counter()
    for sketch in sketches:
        marks = [template._mark(text, path) for text, path in zip(sketch.texts, sketch.paths, strict=True)]
        inner.update(
            {(sketch.texts[number], sketch.paths[number]) for run in _short_runs(marks, sketch) for number in run}
        )
    known = sorted(item for item in template.repeats.items() if item[1].share >= KEPT)
    return {
        fingerprint: repeat._replace(label=inner[fingerprint] >= max(2, LABEL_SHARE * repeat.pages))
        for fingerprint, repeat in known
    }


def _short_runs(marks: Sequence[str], sketch: Sketch) -> Iterable[range]:
    """Runs of repeated blocks between body blocks that are short enough for labels."""
    body = [number for number, mark in enumerate(marks) if mark == "body"]
    for before, after in zip(body, body[1:], strict=False):
        run = range(before + 1, after)
        words = sum(sketch.words[number] for number in run)
        linked = sum(sketch.linked[number] for number in run)
        short = 0 < len(run) <= LABEL_BLOCKS and words <= LABEL_WORDS and (linked < 2 or 2 * linked <= len(run))
        if short and not any(is_landmark(step) for number in run for step in sketch.paths[number]):
            yield run


def _within(marks: Sequence[str]) -> list[bool]:
    """Whether each block stands behind the first block of the body."""
    first = next((number for number, mark in enumerate(marks) if mark in ("body", "")), len(marks))
    return [number > first for number in range(len(marks))]
