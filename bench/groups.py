"""The corpora in, how well groups are read out, each figure beside its bar: `python -m bench.groups`."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.score import Score, score_gold
from tests.corpora.bodies import find_corpora


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


def main() -> None:
    """Print the figures of the groups corpus and, where they should stay, of turing."""
    corpora = find_corpora()
    score = score_gold(corpora / "groups/gold.jsonl")
    for line in measure(score):
        print(f"{line.name:<32}{line.ours:>8.3f}  bar {line.bar:g}{'' if line.ours >= line.bar else '  below'}")
    print("look-alikes that give a record:", ", ".join(score.extra) or "none")
    turing = score_gold(corpora / "turing/gold/groups_dev.jsonl").total("", "groups")
    print(f"turing groups: precision {turing.precision:.2f}, recall {turing.recall:.2f}, false fills {turing.false}")


if __name__ == "__main__":
    main()
