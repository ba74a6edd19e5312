"""A block's path in, the level at which a table, a row, an article stands in it out."""

from functools import lru_cache

PATHS = 20_000
"""Paths of which something is remembered: pages of a site share some thousands, a hostile page may have any number."""


@lru_cache(maxsize=PATHS)
def find_level(path: tuple[str, ...], *tags: str) -> int:
    """The level of the outermost element with one of the tags; 0 if there is none.

    >>> find_level(("html", "body", "table.days", "tr", "td", "table"), "table")
    2
    """
    return next((level for level, step in enumerate(path) if _tag(step) in tags), 0)


@lru_cache(maxsize=PATHS)
def find_innermost(path: tuple[str, ...], *tags: str) -> int:
    """The level of the innermost one; 0 if there is none.

    >>> find_innermost(("html", "body", "table.days", "tr", "td", "table"), "table")
    5
    """
    return max((level for level, step in enumerate(path) if _tag(step) in tags), default=0)


def _tag(step: str) -> str:
    return step.partition("#")[0].partition(".")[0]
