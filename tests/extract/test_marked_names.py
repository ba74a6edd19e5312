"""A page with one marked event and another heading: whether the event is the page's own."""

import pytest

from extract import extract_page

PAGE = """<!doctype html><html><head><title>Materials | Harbour Institute</title></head><body><h1>Materials</h1>
<p>To see the slides of a meeting, click its name.</p>{before}<div itemscope itemtype="https://schema.org/Event">
<{tag} itemprop=name>Committee on Tides</{tag}><ul>
<li>Date: <time itemprop=startDate datetime=2028-05-03>3 May 2028</time>

<li>Location: <span itemprop=location>Harbour Hall</span></ul></div>{after}</body></html>"""


@pytest.mark.parametrize(
    ("before", "tag", "after", "name"),
    [
        ("", "h2", "", "Committee on Tides"),
        ("", "span", "", "Materials"),
        ("<aside>", "h2", "</aside>", "Materials"),
    ],
)
def test_a_marked_name_that_heads_the_facts_names_the_event(before: str, tag: str, after: str, name: str) -> None:
    html = PAGE.format(before=before, tag=tag, after=after)
    (event,) = extract_page(html, "https://harbour.example/events/materials-of-the-meeting").events
    assert event.name == name
