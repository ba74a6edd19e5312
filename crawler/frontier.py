"""The addresses of one site that a crawl knows: each is admitted once, and those alike only while they bring news."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache, cached_property
from hashlib import blake2b
from heapq import heappop, heappush
from pathlib import Path
from urllib.parse import urljoin

from crawler.addresses import Scope, is_page_address, normalise, rank
from crawler.allowances import Allowances
from crawler.traps import Echoes, find_calendar_trap, find_path_trap
from pipelines.denylist import Denylist
from pipelines.profiles import Profile

_MOST_ADDRESSES = 200_000  # of one site in memory, about 60 MB; the pages fetched are limited long before


@cache
def digest_code() -> str:
    """Changes whenever the code of this room does."""
    digest = blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Frontier:
    """`admit` gives the one spelling of an address that is new and in scope, else None. `is_known`: whether the archive
    has an address; such ones need no turn."""

    def __init__(
        self, profile: Profile, max_pages: int | None, denylist: Denylist | None = None,
        is_known: Callable[[str], bool] = lambda url: False,
    ) -> None:  # fmt: skip
        self._denylist, self._is_known = denylist or Denylist(), is_known
        self.profile, self.scope = profile, Scope.of(profile)
        self.budget = min(profile.max_pages, max_pages or profile.max_pages)
        self.sitemaps: set[str] = set()
        self.asked: set[str] = set()
        self.dropped: Counter[str] = Counter()
        self._seen: set[str] = set()
        self.echoes = Echoes()
        self.alike = Allowances()
        self.under_way = 0
        self._waiting: list[tuple[int, int, str, int]] = []
        self._today: date = datetime.now(UTC).date()

    @property
    def left(self) -> int:
        """How many more addresses the limit of pages has room for."""
        return max(self.budget - len(self._seen), 0)

    def has(self, url: str) -> bool:
        """Whether an address, in its one spelling, was admitted."""
        return url in self._seen

    def wait(self, url: str, depth: int) -> None:
        """Let an admitted address wait for its turn: by rank, and of one rank the first first."""
        heappush(self._waiting, (-rank(url, depth), len(self._seen), url, depth))

    def take_next(self) -> tuple[str, int] | None:
        """The address whose turn it is, and its depth."""
        return heappop(self._waiting)[2:] if self._waiting else None

    def start_urls(self, *, home: bool = True) -> list[str]:
        """Where the profile says to start, with `home` the home page first."""
        starts = ("", *self.profile.start) if home or not self.profile.start else self.profile.start
        return [urljoin(self.profile.url, start) for start in starts]

    @cached_property
    def reader(self) -> str:
        """Names all that decides where a page leads: the code of this room, the site's scope, its scripts."""
        profile = self.profile
        stated = repr((digest_code(), profile.url, sorted(profile.host_names), profile.deny, profile.browser))
        return blake2b(stated.encode(), digest_size=8).hexdigest()

    def sift(self, addresses: Iterable[str], *, alien: bool = False) -> list[str]:
        """The one spelling of those that are new, in scope and not forbidden; nothing is admitted yet."""
        found = dict.fromkeys(url for address in addresses if (url := self._find_new(address, alien)))
        return [url for url in found if not self._is_denied(url)]

    def _is_denied(self, url: str) -> bool:
        denied = self._denylist.refuses(url)
        self.dropped.update({"addresses on the denylist": 1} if denied else {})
        return denied

    def _find_new(self, address: str, alien: bool) -> str | None:
        url = normalise(address)
        if url is None or url in self._seen or url in self.alike or not self.scope.has(url):
            return None
        return url if alien or is_page_address(url) else None

    def admit(self, address: str, *, alien: bool = False, sifted: bool = False) -> str | None:
        """`alien` lets an address pass whose ending is not a page's; `sifted`: `sift` gave it, now or before."""
        if sifted:
            url = None if address in self._seen or address in self.alike else address
        else:
            url = self._find_new(address, alien)
        if url is None:
            return None
        if self._is_denied(url):
            return None
        if len(self._seen) >= _MOST_ADDRESSES:
            self.dropped[f"more than {_MOST_ADDRESSES} addresses"] += 1
            return None
        trap = find_path_trap(url) or ("" if alien else find_calendar_trap(url, self._today))
        if trap:
            self.dropped[trap] += 1
            return None
        full = self.alike.find_full(url)
        if full and not self._is_known(url):
            self.alike.hold(url, full)
            return None
        self.alike.take(url)
        self._seen.add(url)
        return url
