"""Blocks of a page in, those out that the page shows a second time for another screen: desktop and telephone.

Both copies stand in containers that name a screen, and say the same to the letter: so nothing that the page says is
lost with the second. Rows and cells that repeat in a table are no copies.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from extract.levels import PATHS
from extract.template_places import Fingerprint, Path

_WORD = re.compile(r"[a-z]+")
_SCREENS = frozenset(("mobile", "desktop", "tablet", "smartphone", "handheld"))
_SIZES = frozenset(("xs", "sm", "md", "lg", "xl", "small", "medium", "large"))
_SHOWN = frozenset(("none", "block", "hidden", "visible", "show", "hide"))


def find_copies(prints: Sequence[Fingerprint]) -> set[int]:
    """The numbers of the blocks of second copies.

    >>> wide, narrow = ("main", "div.d-none.d-md-block", "p"), ("main", "div.d-md-none", "p")
    >>> sorted(find_copies([("3 May", wide), ("Harbour", wide), ("3 May", narrow), ("Harbour", narrow)]))
    [2, 3]
    """
    holders = [find_screen(path) for _, path in prints]
    copies: set[int] = set()
    if not any(holders):
        return copies
    seen: dict[tuple[str, ...], Path] = {}
    for holder, run in groupby(range(len(prints)), key=holders.__getitem__):
        numbers = list(run)
        texts = tuple(prints[number][0] for number in numbers)
        if holder and seen.setdefault(texts, holder) != holder:
            copies.update(numbers)
    return copies


@lru_cache(maxsize=PATHS)
def find_screen(path: Path) -> Path:
    """The container on a path that is there for one kind of screen, by its path; () if there is none."""
    return next((path[: end + 1] for end, step in enumerate(path) if _names_screen(step)), ())


@lru_cache(maxsize=PATHS)
def _names_screen(step: str) -> bool:
    words = set(_WORD.findall(step.replace("#", ".").partition(".")[2].lower()))
    return bool(words & _SCREENS or (words & _SIZES and words & _SHOWN))
