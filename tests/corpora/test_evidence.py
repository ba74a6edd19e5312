"""Every value of every record rests on words that stand in its page, whatever page it is."""

from collections import Counter

import pytest
from groups import Scored

pytestmark = pytest.mark.corpora

GOLD = (
    "turing/gold/events_dev.jsonl",
    "turing/gold/groups_dev.jsonl",
    "turing/gold/page_kind_dev.jsonl",
    "institutes/manifest.jsonl",
    "groups/gold.jsonl",
    "peer-events/gold.jsonl",
)


@pytest.mark.parametrize("gold", GOLD)
def test_every_value_has_evidence_that_stands_in_the_page(scored: Scored, gold: str) -> None:
    score = scored(gold)
    assert score.values > 100
    assert not Counter(f"{page} {one.field}: {one.why}" for page, one in score.unsupported)
