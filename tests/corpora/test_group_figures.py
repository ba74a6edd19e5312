"""Groups of many sites against their gold: figures that must not fall, and no record from what only looks like one."""

from pathlib import Path

import pytest

from pipelines.score import Score, score_gold
from tests.corpora.groups import measure

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def score(corpora: Path) -> Score:
    return score_gold(corpora / "groups/gold.jsonl")


def test_the_figures_stay_where_they_are(score: Score) -> None:
    below = [line for line in measure(score) if line.ours < line.bar]
    assert not below


def test_look_alikes_give_no_group(score: Score) -> None:
    assert score.extra == []


def test_turing_groups_keep_their_precision_and_recall(corpora: Path) -> None:
    whole = score_gold(corpora / "turing/gold/groups_dev.jsonl").total("", "groups")
    assert (whole.precision or 0) >= 0.97
    assert (whole.recall or 0) >= 0.92
