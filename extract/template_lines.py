"""Line sequences of text dumps in, the chrome that they begin and end with out: two tries, from the head and the tail.

A line of chrome keeps its neighbours: the share of pages that go on with the same line is near 1 inside chrome and
falls at its edge. A line of the body that many pages share stands where the share has fallen.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

Lines = Sequence[str]

FEW, SHARE_OF_FEW, SHARE = 10, 0.6, 0.8
"""Of n < FEW pages c go on with one line when c / (n + 1) >= 0.6 (two of two, three of four), of more when 0.8."""

RUN, SURE = 5, 0.9
"""A line that fewer pages go on with is chrome when RUN lines follow that SURE of these pages share,"""

VARIANT, VARIANT_SHARE = 5, 0.05
"""and when these are VARIANT pages and VARIANT_SHARE of those that came so far."""

RUN_AT_EDGE = 2
"""At the page's very edge, where no body stands under chrome, VARIANT pages with two lines will do, or two with RUN."""

RESUME = 3
"""Lines of chrome after a strange one that make it chrome too: the mail address that one page shows and others hide."""

WORDS = 5
"""So many words of chrome in a row are no accident."""


class Step(NamedTuple):
    """A line of chrome, the step that it follows (-1: the page's edge), and how many pages have it there."""

    after: int
    line: str
    pages: int


@dataclass(frozen=True)
class Trie:
    """The chrome that pages begin with, as steps; a step comes after the one that it follows."""

    steps: tuple[Step, ...] = ()

    @cached_property
    def _next(self) -> dict[tuple[int, str], int]:
        return {(step.after, step.line): number for number, step in enumerate(self.steps)}

    def way(self, number: int) -> list[str]:
        """The lines from the page's edge to a step."""
        lines = []
        while number >= 0:
            lines.append(self.steps[number].line)
            number = self.steps[number].after
        return lines[::-1]

    def follow(self, lines: Lines) -> int:
        """How many of `lines`, from the page's edge on, are chrome. One line in its midst may be another.

        Fewer than RESUME lines are none: a body may begin with a line of the menu.
        """
        at, depth = -1, 0
        while depth < len(lines):
            found = self._next.get((at, lines[depth]))
            if found is None:
                found = self._step_over(at, lines[depth + 1 : depth + 1 + RESUME])
            if found is None:
                break
            at, depth = found, depth + 1
        return depth if depth >= RESUME or (depth and at not in self._children) else 0

    def _step_over(self, at: int, lines: Lines) -> int | None:
        """The step whose line a strange one stands for, if the chrome goes on behind it."""
        return next((child for child in self._children.get(at, ()) if self._goes_on(child, lines)), None)

    def _goes_on(self, at: int, lines: Lines) -> bool:
        """Whether `lines` follow a step for RESUME lines or to the chrome's other end."""
        for depth, line in enumerate(lines):
            if at not in self._children:
                return depth > 0
            found = self._next.get((at, line))
            if found is None:
                return False
            at = found
        return len(lines) >= RESUME or (at not in self._children and bool(lines))

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: defaultdict[int, list[int]] = defaultdict(list)
        for number, step in enumerate(self.steps):
            children[step.after].append(number)
        return children

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The steps after which nothing comes."""
        return tuple(number for number in range(len(self.steps)) if number not in self._children)


@dataclass(frozen=True)
class LineTemplate:
    """What a site's text dumps begin with, and what they end with (read backwards)."""

    head: Trie = Trie()
    tail: Trie = Trie()
    pages: int = 0

    def decisive(self) -> list[list[tuple[int, str]]]:
        """What verdicts hang on: the tries without their counts."""
        return [[(step.after, step.line) for step in trie.steps] for trie in (self.head, self.tail)]

    def explained(self, lines: Lines) -> float | None:
        """Share of the edges (head, tail) that the template has and the page shows too; None where it has none."""
        if not self.known:
            return None
        begin, end = self.cut(lines)
        shown = (bool(self.head.steps) and begin > 0) + (bool(self.tail.steps) and end < len(lines))
        return shown / (bool(self.head.steps) + bool(self.tail.steps))

    @property
    def known(self) -> bool:
        """Whether anything was learned."""
        return bool(self.head.steps or self.tail.steps)

    def cut(self, lines: Lines) -> tuple[int, int]:
        """Where the body of a page begins and ends.

        Cut until nothing is left to cut, so that a body is cut no further when it is judged again.
        """
        begin, end, reach = 0, len(lines), self._reach
        while True:
            front = lines[begin : min(end, begin + reach)]
            head = self.head.follow(front) or self._broken(front)
            back = lines[max(begin + head, end - reach) : end]
            tail = self.tail.follow(back[::-1]) or self._broken(back, backwards=True)
            if not head and not tail:
                return begin, end
            begin, end = begin + head, end - tail

    def _broken(self, lines: Lines, backwards: bool = False) -> int:
        """How many lines (two or more) at an edge are chrome with other breaks: another dump of the same footer."""
        known = self._words
        count, text = 0, ""
        for depth, line in enumerate(lines[::-1] if backwards else lines, 1):
            text = " ".join(filter(None, (_words([line]), text) if backwards else (text, _words([line]))))
            if f" {text} " not in known:
                break
            count = depth if depth > 1 and text.count(" ") + 1 >= WORDS else 0
        return count

    @cached_property
    def _reach(self) -> int:
        """Lines that chrome can have at most: each way through it, a word a line."""
        return len(self.head.steps) + len(self.tail.steps) + self._words.count(" ")

    @cached_property
    def _words(self) -> str:
        """The words of each way through the chrome, which other line breaks do not change."""
        tail = (_words(self.tail.way(end)[::-1]) for end in self.tail.ends)
        head = (_words(self.head.way(end)) for end in self.head.ends)
        return "\n".join(f" {words} " for words in (*head, *tail))


def learn_lines(pages: Iterable[Lines]) -> LineTemplate:
    """The template of pages that are given as lines."""
    together = list(pages)
    return LineTemplate(grow(together), grow([lines[::-1] for lines in together]), len(together))


def grow(pages: Sequence[Lines]) -> Trie:
    """What `pages` begin with, as far as it is chrome."""
    steps: list[Step] = []
    waiting: list[tuple[int, int, list[Lines]]] = [(-1, 0, list(pages))]
    while waiting:
        at, depth, group = waiting.pop()
        for line, following in _split(group, depth):
            if is_chrome(following, group, depth):
                steps.append(Step(at, line, len(following)))
                waiting.append((len(steps) - 1, depth + 1, following))
    return Trie(tuple(steps))


def is_chrome(following: Sequence[Lines], group: Sequence[Lines], depth: int) -> bool:
    """Whether the line at `depth` of the pages `following`, which are some of a `group` alike so far, is chrome."""
    count, all_pages = len(following), sum(len(lines) > depth for lines in group)
    if count < 2:
        return False
    if count >= (SHARE_OF_FEW * (all_pages + 1) if all_pages < FEW else SHARE * all_pages):
        return True
    if depth:
        return count >= max(VARIANT, VARIANT_SHARE * all_pages) and goes_on(following, depth, RUN)
    return goes_on(following, depth, RUN if count < VARIANT else RUN_AT_EDGE)


def goes_on(pages: Sequence[Lines], depth: int, length: int) -> bool:
    """Whether most of `pages`, alike up to the line at `depth`, are alike for `length` lines."""
    runs = Counter(tuple(lines[depth : depth + length]) for lines in pages)
    run, count = runs.most_common(1)[0]
    return len(run) == length and (count >= SURE * len(pages) or count == len(pages) - 1 > 2)


def _split(group: Iterable[Lines], depth: int) -> list[tuple[str, list[Lines]]]:
    """The pages of a group by their line at `depth`, the commonest line first."""
    by_line: defaultdict[str, list[Lines]] = defaultdict(list)
    for lines in group:
        if len(lines) > depth:
            by_line[lines[depth]].append(lines)
    return sorted(by_line.items(), key=lambda item: (-len(item[1]), item[0]))


def _words(lines: Iterable[str]) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\d+", "0", " ".join(lines).casefold())))
