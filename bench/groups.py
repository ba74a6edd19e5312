"""The corpora in, how well groups are read out, each figure beside its bar: `python -m bench.groups`."""

from pipelines.score import score_gold
from tests.corpora.bodies import find_corpora
from tests.corpora.groups import measure


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
