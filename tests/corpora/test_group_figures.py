"""Groups of many sites against their gold: figures that must not fall, and no record from what only looks like one."""

import pytest
from groups import Scored, measure

from pipelines.score import Score

pytestmark = pytest.mark.corpora


@pytest.fixture
def score(scored: Scored) -> Score:
    return scored("groups/gold.jsonl")


def test_the_figures_stay_where_they_are(score: Score) -> None:
    below = [line for line in measure(score) if line.ours < line.bar]
    assert not below


def test_look_alikes_give_no_group(score: Score) -> None:
    assert score.extra == []


def test_turing_groups_keep_their_precision_and_recall(scored: Scored) -> None:
    whole = scored("turing/gold/groups_dev.jsonl").total("", "groups")
    assert (whole.precision or 0) >= 0.97
    assert (whole.recall or 0) >= 0.92
