"""The addresses of one site that a crawl knows: each is admitted once, and traps only up to a bound."""

import re
from collections import Counter
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.addresses import Scope, is_page_address, normalise
from pipelines.denylist import Denylist
from pipelines.profiles import Profile

_MOST_ADDRESSES = 200_000  # of one site in memory, about 60 MB; the pages fetched are limited long before
_MOST_ALIKE = 200  # addresses that differ only in query values: more is a calendar or a facet search without end


class Frontier:
    """`admit` gives the one spelling of an address that is new and in scope, else None."""

    def __init__(self, profile: Profile, max_pages: int | None, denylist: Denylist | None = None) -> None:
        self._denylist = denylist or Denylist()
        self.profile, self.scope = profile, Scope.of(profile)
        self.budget = min(profile.max_pages, max_pages or profile.max_pages)
        self.sitemaps: set[str] = set()
        self.asked: set[str] = set()
        self.dropped: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._alike: Counter[str] = Counter()

    @property
    def left(self) -> int:
        """How many more addresses the limit of pages has room for."""
        return max(self.budget - len(self._seen), 0)

    def start_urls(self, *, home: bool = True) -> list[str]:
        """Where the profile says to start, with `home` the home page first."""
        starts = ("", *self.profile.start) if home or not self.profile.start else self.profile.start
        return [urljoin(self.profile.url, start) for start in starts]

    def admit(self, address: str, *, alien: bool = False) -> str | None:
        """`alien` lets an address pass whose ending is not a page's."""
        url = normalise(address)
        if url is None or url in self._seen or not self.scope.has(url):
            return None
        if not alien and not is_page_address(url):
            return None
        if self._denylist.refuses(url):
            self.dropped["addresses on the denylist"] += 1
            return None
        if len(self._seen) >= _MOST_ADDRESSES:
            self.dropped[f"more than {_MOST_ADDRESSES} addresses"] += 1
            return None
        pattern = _find_pattern(url)
        if pattern and self._alike[pattern] >= _MOST_ALIKE:
            self.dropped[f"more than {_MOST_ALIKE} addresses like {pattern}"] += 1
            return None
        self._alike[pattern] += 1
        self._seen.add(url)
        return url


def _find_pattern(url: str) -> str:
    """What an address has in common with those that differ in query values only; "" where it has no query.

    >>> _find_pattern("https://lab.example/calendar/2026?month=4&view=list")
    '/calendar/0?month=&view='
    """
    parts = urlsplit(url)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} or {parts.query} - {""})
    return re.sub(r"\d+", "0", parts.path) + "?" + "&".join(f"{name}=" for name in names) if names else ""
