"""Where a page leads: an answer in, the addresses that nothing before it had led to out, to be kept beside it.

While a page stays the same they serve in place of its text. Only new addresses are kept, so a menu that stands on every
page is kept once; what a page leads to besides is known already.
"""

import logging

from scrapy.http import Response, TextResponse

from crawler.answers import Verdict
from crawler.feeds import find_entries, find_head_links
from crawler.frontier import Frontier
from crawler.links import find_links
from crawler.traps import digest_text
from pipelines.archive_rows import Leads

_MOST_LINKS = 5_000  # of one page; the longest honest index that we saw had 1,900
_KEPT = {"", "noindex", "a feed"}  # what is said of the page itself, not of where it is; all else is judged anew

logger = logging.getLogger("institute")


def read_leads(response: Response, url: str, verdict: Verdict, frontier: Frontier) -> Leads:
    """Read what an answer at `url` says and where it leads. The content's digest is the archive's affair."""
    heads, links = [], []
    if verdict.follow and isinstance(response, TextResponse):
        heads, links = find_head_links(response), _find_links(response, frontier)
    return Leads(
        site=frontier.profile.name,
        url=url,
        sha256="",
        reader=frontier.reader,
        said=digest_text(response.body),
        new=frontier.alike.is_new(url, response.body),
        heads=tuple(frontier.sift(heads, alien=True)),  # /feed.xml ends like no page
        links=tuple(frontier.sift(links)),
    )


def stands_for_itself(withheld: str) -> bool:
    """Whether what was said of a page holds as long as its content does."""
    return withheld in _KEPT


def repeat(withheld: str) -> Verdict:
    """The verdict of before on a page that stands for itself."""
    return Verdict("skipped" if withheld else "ok", withheld, withheld, definite=True, body=True, follow=True)


def _find_links(response: TextResponse, frontier: Frontier) -> list[str]:
    try:
        links, more = find_links(response, _MOST_LINKS)
    except (ValueError, LookupError, RecursionError) as error:
        logger.warning("no links read from %s: %s", response.url, error)
        return []
    if more:
        frontier.dropped[f"links beyond the first {_MOST_LINKS} of a page"] += more
    return [*find_entries(response), *links]
