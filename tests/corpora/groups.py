"""The score of the groups corpus in, its figures beside their bars out: tests hold them, `bench.groups` prints them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipelines.score import Score

Scored = Callable[[str], Score]
"""What the fixture `scored` gives."""


class Line(NamedTuple):
    """A figure and the bar that it should reach."""

    name: str
    ours: float
    bar: float


def measure(score: Score) -> Iterator[Line]:
    """The figures that matter for groups. What is right: recall of single values, F1 of texts and lists."""
    fields, named = score.fields()["groups"], score.fields()["listed groups"]["name"]
    yield Line("name, recall", fields["name"].recall or 0, 0.95)
    yield Line("group_type, recall", fields["group_type"].recall or 0, 0.85)
    yield Line("purpose, token F1", fields["purpose"].recall or 0, 0.75)
    yield Line("leads, F1", fields["organizers"].f1 or 0, 0.80)
    yield Line("members, F1", fields["members"].f1 or 0, 0.80)
    yield Line("join, right or rightly null", fields["join"].agreement or 0, 0.85)
    yield Line("look-alikes without a record", score.bare_right, 22)
    yield Line("listed groups found", named.recall or 0, 0.85)
