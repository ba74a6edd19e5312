"""The page judge on every twenty-sixth page of WCXB, all of which the shipped model has seen.

So this notices a parser, features and a model that no longer fit together, and says nothing of pages that the model has
not seen (`extract/body_model.md` does).
"""

from pathlib import Path
from statistics import fmean

import pytest
from bodies import keep_text, load_wcxb, score_text

from extract.body import judge_page
from extract.page import parse_page

pytestmark = pytest.mark.corpora


def test_bodies_of_pages_that_were_trained_on_are_mostly_right(corpora: Path) -> None:
    sample = load_wcxb(corpora, every=26)
    scores = [
        score_text(keep_text(judge_page(parse_page(html, record["url"], "text/html"))), record)
        for record, html in sample
    ]
    assert len(scores) >= 50
    assert fmean(scores) >= 0.89
