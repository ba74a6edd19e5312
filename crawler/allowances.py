"""How many addresses that are alike are asked: some, and one more for each of their pages that says something new.

So a site that serves all its pages as `index.php?id=7` is crawled whole, and a calendar or facets, whose pages repeat
what others said, end by themselves. Addresses beyond wait until a page earns their turn; those left over are counted.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from hashlib import blake2b

from crawler.traps import find_patterns

_MOST_WAITING = 20_000  # addresses of one site; beyond they are counted only
_NEW_LETTERS = 100  # a title and a sentence; pages of traps differ in numbers, or in nothing
_LEAST_LETTERS = 12  # of a piece of text: "next", "March" and the like stand everywhere
_BITS = 8_388_608  # a megabyte a site, and only of a site that has such addresses; full after ten million pieces
_HIDDEN = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAGS, _NUMBERED = re.compile(rb"<[^>]*>"), re.compile(rb"[^\s<>]*\d[^\s<>]*")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


class Allowances:
    """Of one site: addresses asked and turns earned by pattern, and what its pages said so far."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._earned: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[str]] = defaultdict(deque)
        self._held: set[str] = set()
        self._beyond: Counter[str] = Counter()
        self._said = bytearray()

    def __contains__(self, url: str) -> bool:
        """Whether an address waits."""
        return url in self._held

    def find_full(self, url: str) -> str:
        """The pattern of an address that has no turn left, or ""."""
        patterns = find_patterns(url).items()
        return next((one for one, most in patterns if self._asked[one] >= most + self._earned[one]), "")

    def take(self, url: str) -> None:
        """One turn of each of its patterns."""
        self._asked.update(find_patterns(url).keys())

    def hold(self, url: str, pattern: str) -> None:
        """Let an address wait for a turn of the pattern that is full."""
        if len(self._held) < _MOST_WAITING:
            self._held.add(url)
            self._waiting[pattern].append(url)
        else:
            self._beyond[pattern] += 1

    def earn(self, url: str) -> Iterator[str]:
        """A page said something new: gives the addresses whose turn it is now, to be admitted like new ones."""
        for pattern, most in find_patterns(url).items():
            self._earned[pattern] += 1
            for _ in range(most + self._earned[pattern] - self._asked[pattern]):
                if self._waiting[pattern]:
                    waited = self._waiting[pattern].popleft()
                    self._held.discard(waited)
                    yield waited

    def is_new(self, url: str, content: bytes) -> bool:
        """Whether a page of an address that has patterns says much that no such page said before."""
        if not find_patterns(url):
            return False
        self._said = self._said or bytearray(_BITS // 8)
        return sum(len(piece) for piece in split_text(content) if self._note(piece)) >= _NEW_LETTERS

    def left_over(self) -> dict[str, int]:
        """Addresses that were never asked, by what kept them."""
        counts = self._beyond + Counter({pattern: len(urls) for pattern, urls in self._waiting.items()})
        return {
            f"addresses like {pattern} beyond the first {self._asked[pattern]}": counts[pattern] for pattern in counts
        }

    def _note(self, piece: bytes) -> bool:
        """Whether a piece of text is new; it is not from now on."""
        place, bit = divmod(int.from_bytes(blake2b(piece, digest_size=8).digest()) % _BITS, 8)
        known = self._said[place] >> bit & 1
        self._said[place] |= 1 << bit
        return not known


def split_text(content: bytes) -> Iterator[bytes]:
    """The letters of each piece of text between tags that has some; words with a number in them count for nothing.

    >>> list(split_text(b"<h1>Tides of the northern sea, 2026</h1><p>Page 7</p><script>let tides = 1</script>"))
    [b'Tidesofthenorthernsea']
    """
    for piece in _TAGS.split(_NUMBERED.sub(b"", _HIDDEN.sub(b"", content))):
        letters = piece.translate(None, _NO_LETTERS)
        if len(letters) >= _LEAST_LETTERS:
            yield letters
