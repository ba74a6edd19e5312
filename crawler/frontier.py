"""The addresses of one site that a crawl knows: each is admitted once, and traps only up to a bound."""

from collections import Counter
from datetime import UTC, date, datetime
from urllib.parse import urljoin

from crawler.addresses import Scope, is_page_address, normalise
from crawler.traps import Echoes, find_calendar_trap, find_path_trap, find_patterns
from pipelines.denylist import Denylist
from pipelines.profiles import Profile

_MOST_ADDRESSES = 200_000  # of one site in memory, about 60 MB; the pages fetched are limited long before


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
        self.echoes = Echoes()
        self._alike: Counter[str] = Counter()
        self._today: date = datetime.now(UTC).date()

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
        trap = self._find_trap(url, alien)
        if trap:
            self.dropped[trap] += 1
            return None
        self._seen.add(url)
        return url

    def _find_trap(self, url: str, alien: bool) -> str:
        """Why an address looks like one of endlessly many, or ""; what is no trap is counted."""
        trap = find_path_trap(url) or ("" if alien else find_calendar_trap(url, self._today))
        patterns = find_patterns(url)
        full = next((pattern for pattern, most in patterns.items() if self._alike[pattern] >= most), None)
        if trap or full:
            return trap or f"more than {patterns[full or '']} addresses like {full}"
        self._alike.update(patterns.keys())
        return ""
