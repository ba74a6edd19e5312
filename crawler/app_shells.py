"""Pages that say nothing before their scripts have run."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

_FEW_WORDS = 25  # a shell says "Loading" or has a line of copyright; the shortest honest page that we saw had 31 words
_UNSEEN = {"head", "script", "style", "noscript", "template", "svg", "iframe"}


def is_shell(root: "etree._Element") -> bool:
    """Whether a page has next to no text, and a script that may bring it.

    >>> from lxml.html import fromstring
    >>> shell = '<html><title>Lab</title><body><div id=app></div><noscript>No scripts?</noscript><script src=a.js>'
    >>> [is_shell(fromstring(page)) for page in (shell, shell.replace("<div", "talk " * 40 + "<div"), "<p>Short.")]
    [True, False, False]
    """
    return has_few_words(root) and next(root.iter("script"), None) is not None


def has_few_words(root: "etree._Element") -> bool:
    """Looks no further than needed: of a usual page at its beginning alone."""
    return len(list(islice(_find_words(root), _FEW_WORDS))) < _FEW_WORDS


def _find_words(root: "etree._Element") -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event != "start":
            yield from (element.tail or "").split()
        elif element.tag in _UNSEEN:
            walk.skip_subtree()
        else:
            yield from (element.text or "").split()
