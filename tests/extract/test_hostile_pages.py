"""Whole pages that mean harm in, records without a trace of it out. All names are made up."""

import json

import pytest

from extract.flow import Extraction, extract_page
from extract.text import fold

URL = "https://harbour.example/events/tea"
MARKUP = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Tea\u200b and \u202eGraphs",
    "startDate": "99/99/9999",
    "endDate": "2028-02-31T25:61:00Z",
    "url": "javascript:alert(1)",
    "image": " \n javascript:alert(2)",
    "sameAs": ["JavaScript:alert(3)", "data:text/html,x"],
    "performer": {"@type": "Person", "name": "Piet\u2066 Mol\u2069", "url": "vbscript:x"},
    "location": {"@type": "Place", "name": "Quay\u200f Hall"},
}
BODY = (
    "<h1>Tea\u200b and \u202eGraphs</h1><p>Friday 5 May 2028, 14:00 - 15:00</p>"
    "<dl><dt>Speaker</dt><dd>Ada\u200b Brunel\u202e (Harbour\u200d University)</dd>"
    "<dt>Venue</dt><dd>Quay \u2067Hall\u2069, 1 Pier Street, Tidewick TW1 2AB</dd></dl>"
    "<p>We drink tea and draw graphs until the ferry leaves, as we have done for years.</p>"
    "<p><a href=' javascript:alert(4)'>Register now</a></p>"
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    script = f"<script type='application/ld+json'>{json.dumps(MARKUP)}</script>"
    return extract_page(f"<html><head><title>Tea</title>{script}</head><body>{BODY}</body></html>", URL)


def test_invisible_signs_are_in_no_value(extraction: Extraction) -> None:
    (event,) = extraction.events
    assert event.name == "Tea and Graphs"
    assert "Ada Brunel" in {one.name for one in event.performers}
    written = event.model_dump_json()
    assert fold(written) == " ".join(written.split())


def test_no_address_that_a_browser_runs_is_in_a_value(extraction: Extraction) -> None:
    written = "".join(one.model_dump_json() for one in extraction.events).lower()
    assert not [scheme for scheme in ("javascript:", "vbscript:", "data:text") if scheme in written]


def test_days_that_no_calendar_has_do_not_hide_the_day_that_the_page_states(extraction: Extraction) -> None:
    (event,) = extraction.events
    assert (str(event.start_date), event.end_date, event.start_time) == ("2028-05-05", None, "14:00")
