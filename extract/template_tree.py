"""Sketches of HTML pages in, what each container of the site holds out: text that repeats (chrome) or varies (body).

A container is a path prefix. It is chrome when nearly all its text stands in the same place on other pages too, and it
is not where the pages keep what sets them apart. So a menu with its active item is chrome as a whole, and a venue line
that twenty events share stays body. Short repeated text in front of varying values is a label.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from extract.levels import PATHS
from extract.template_copies import find_copies
from extract.template_places import Container, Fingerprint, Path, is_chrome, is_landmark, weigh
from extract.template_sample import Sketch

Word = Literal["body", "chrome", "label"]
Mark = Literal["body", "chrome", "repeat", "unknown"]

REPEATED = 0.8
"""Share of the other pages with the container around it that must show a block for it to count as repeated."""

KEPT = 0.5
"""Share from which on a repeated block is kept in the template: enough to see drift."""

LABEL_SHARE = 0.25
"""Share of its pages on which a label must stand in front of a value: on others the value may be missing."""

LABEL_BLOCKS, LABEL_WORDS = 6, 12
"""Labels, with values that repeat among them ("Country:", "Video:", "Watch", "Slides:"), are short even in a row."""

FOREIGN = 0.3
"""A page of which less chrome than this is explained is of another template: a redesign, a guest, a stray page."""

_LOOKS = frozenset(("chrome", "repeat"))

COMMON, SHOWN = 0.5, 0.3
"""Share of the pages that have a block which most have, and of these blocks that a page of the template shows."""

SURENESS: Mapping[Word, float] = {"body": 0.9, "label": 0.7, "chrome": 0.05}


class Repeat(NamedTuple):
    """A block that repeats: its pages, their share of the pages with its container, and whether it is a label."""

    pages: int
    share: float
    label: bool = False


@dataclass(frozen=True)
class TreeTemplate:
    """What is known of a site's containers and of the blocks that repeat in them."""

    containers: Mapping[Path, Container] = field(default_factory=dict)
    repeats: Mapping[Fingerprint, Repeat] = field(default_factory=dict)
    pages: int = 0

    @cached_property
    def chrome(self) -> frozenset[Path]:
        """The containers that are chrome."""
        return frozenset(path for path, container in self.containers.items() if is_chrome(path, container))

    @cached_property
    def common(self) -> frozenset[Fingerprint]:
        """The blocks that most pages have."""
        return frozenset(one for one, repeat in self.repeats.items() if repeat.pages >= COMMON * self.pages)

    def stands_on(self, prints: Iterable[Fingerprint]) -> bool:
        """Whether a page shows enough of the blocks that most pages have; any page does where they have none."""
        return len(self.common.intersection(prints)) >= SHOWN * len(self.common)

    def decisive(self) -> list[Any]:
        """What verdicts hang on, in a fixed order."""
        labels = sorted((*fingerprint, repeat.label) for fingerprint, repeat in self.repeats.items())
        return [sorted(self.chrome), labels, sorted(self.containers), sorted(self.common)]

    def judge(self, prints: Sequence[Fingerprint]) -> list[Word | None]:
        """A word for each block, None where the template does not know the container, or the page."""
        marks = self.mark(prints)
        if self._is_foreign(prints, marks):
            return [None] * len(prints)
        first = next((number for number, mark in enumerate(marks) if mark in ("body", "unknown")), len(marks))
        words = [
            mark if mark in ("body", "chrome") else self._decide(fingerprint, mark, number > first)
            for number, (fingerprint, mark) in enumerate(zip(prints, marks, strict=True))
        ]
        for number in find_copies(prints):
            words[number] = "chrome"
        return words

    def explained(self, prints: Sequence[Fingerprint]) -> float | None:
        """Share of the blocks in chrome-like places (landmarks, known chrome) that stand there on other pages too; None
        where all blocks stand in places of the body."""
        marks = self.mark(prints)
        explained = self._explained(prints, marks)
        return 0.0 if explained is None and "body" not in marks else explained

    def mark(self, prints: Sequence[Fingerprint]) -> list[Mark]:
        """What is known of each block for itself, before its neighbours are looked at."""
        known, place = self.repeats, self._place
        return [self._mark(known[one], place(one[1])) if one in known else self._mark_own(one[1]) for one in prints]

    def _mark_own(self, path: Path) -> Mark:
        """A main heading that no other page has there is body, though most pages have one in common: that many saved
        error pages say "Page not found" takes the others no title."""
        place = self._place(path)
        return "body" if place == "chrome" and path[-1][:2] == "h1" and not _in_landmark(path) else place

    @cached_property
    def _place(self) -> Callable[[Path], Mark]:
        """Looks up what the containers along a path say; remembers the paths that the site's pages share."""
        return lru_cache(maxsize=PATHS)(self._find_place)

    def _find_place(self, path: Path) -> Mark:
        """What the containers along a path say."""
        known = True
        for end in range(1, len(path) + 1):
            if path[:end] in self.chrome:
                return "chrome"
            known = known and path[:end] in self.containers
            if not known and (end == 1 or is_landmark(path[end - 1])):
                return "unknown"
        return "body"

    def _mark(self, repeat: Repeat, place: Mark) -> Mark:
        return "repeat" if repeat.label or (place == "body" and repeat.share >= REPEATED) else place

    def _explained(self, prints: Sequence[Fingerprint], marks: Sequence[Mark]) -> float | None:
        """The share of what looks like chrome that is known; None where nothing looks like it."""
        looks = [
            fingerprint
            for fingerprint, mark in zip(prints, marks, strict=True)
            if mark in _LOOKS or (mark == "unknown" and _in_landmark(fingerprint[1]))
        ]
        return sum(fingerprint in self.repeats for fingerprint in looks) / len(looks) if looks else None

    def _is_foreign(self, prints: Sequence[Fingerprint], marks: Sequence[Mark]) -> bool:
        """Whether a page has another template; one whose chrome was taken off already has not."""
        explained = self._explained(prints, marks)
        return "body" not in marks if explained is None else explained < FOREIGN

    def _decide(self, fingerprint: Fingerprint, mark: Mark, inner: bool) -> Word | None:
        if mark == "unknown":
            return None
        return "label" if inner and self.repeats[fingerprint].label else "chrome"


@lru_cache(maxsize=PATHS)
def _in_landmark(path: Path) -> bool:
    return any(map(is_landmark, path))


def learn_tree(sketches: Iterable[Sketch]) -> TreeTemplate:
    """The template of the sketches of HTML pages."""
    together = list(sketches)
    shares = {path: Repeat(count, share) for path, (count, share) in find_repeats(together).items()}
    containers = weigh(together, {fingerprint: repeat.share for fingerprint, repeat in shares.items()})
    template = TreeTemplate(containers, shares, len(together))
    kept = {fingerprint: repeat for fingerprint, repeat in shares.items() if repeat.share >= KEPT}
    return TreeTemplate(_prune(containers, template.chrome), _find_labels(template, kept, together), len(together))


def find_repeats(sketches: Iterable[Sketch]) -> dict[Fingerprint, tuple[int, float]]:
    """The blocks that stand in one place on two pages or more: how many, and of the other pages with that place."""
    together = list(sketches)
    having: Counter[Path] = Counter()
    texts: Counter[str] = Counter()
    for sketch in together:
        having.update(set(sketch.paths))
        texts.update(set(sketch.texts))
    common = {text for text, count in texts.items() if count > 1}  # most texts are one page's own: not worth a key
    pages: Counter[Fingerprint] = Counter()
    for sketch in together:
        pages.update({one for one in sketch.prints if one[0] in common})
    return {
        fingerprint: (count, (count - 1) / (having[fingerprint[1]] - 1))
        for fingerprint, count in sorted(pages.items())
        if count > 1
    }


def _prune(containers: Mapping[Path, Container], chrome: frozenset[Path]) -> dict[Path, Container]:
    """The containers that no chrome contains: what is below chrome is never asked."""
    return {
        path: container
        for path, container in sorted(containers.items())
        if not any(path[:end] in chrome for end in range(1, len(path)))
    }


def _find_labels(
    template: TreeTemplate, kept: Mapping[Fingerprint, Repeat], sketches: Iterable[Sketch]
) -> dict[Fingerprint, Repeat]:
    """The repeats, with those as labels that stand in front of values on enough of their pages."""
    inner: Counter[Fingerprint] = Counter()
    for sketch in sketches:
        prints = sketch.prints
        runs = _short_runs(template.mark(prints), sketch)
        inner.update({prints[number] for run in runs for number in run})
    return {
        fingerprint: repeat._replace(label=inner[fingerprint] >= max(2, LABEL_SHARE * repeat.pages))
        for fingerprint, repeat in kept.items()
    }


def _short_runs(marks: Sequence[Mark], sketch: Sketch) -> Iterator[range]:
    """Runs of repeated blocks between blocks of the body that are short enough for labels, and no list of links."""
    body = [number for number, mark in enumerate(marks) if mark == "body"]
    for before, after in pairwise(body):
        run = range(before + 1, after)
        if 0 < len(run) <= LABEL_BLOCKS and sum(sketch.words[number] for number in run) <= LABEL_WORDS:
            linked = sum(sketch.linked[number] for number in run)
            landmarks = any(is_landmark(step) for number in run for step in sketch.paths[number])
            if not landmarks and (linked < 2 or 2 * linked <= len(run)):
                yield run
