"""A parsed page in, its structured data out: JSON-LD, microdata, RDFa lite, h-event, and the meta elements.

Depth, number of items and size are bounded: what was cut or broken is a problem, never an exception.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extract.items import Budget, Item
from extract.json_ld import read_json_ld
from extract.records import Problem
from extract.scopes import CUE, read_scopes
from extract.text import fold

__all__ = ["NO_MARKUP", "Item", "Markup", "read_markup"]


@dataclass(frozen=True, slots=True)
class Markup:
    """All items of a page in document order, and `<meta>` names and properties (first one wins) as written."""

    items: tuple[Item, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Item]:
        """Every item, nested ones too, outer before inner."""
        stack = list(reversed(self.items))
        while stack:
            item = stack.pop()
            yield item
            inner = [child for name in item.properties for child in item.items(name)]
            stack.extend(reversed(inner))


NO_MARKUP = Markup()


def read_markup(root: HtmlElement, url: str) -> Markup:
    """Read what the page marks up; `url` makes addresses in attributes absolute."""
    budget = Budget()
    items, troubles = read_json_ld(root, budget)
    holders = root.xpath(CUE)
    if holders:
        items += read_scopes(holders, url, budget)
    if budget.cut:
        troubles.append("structured data is too deep or holds too many items: the rest is not read")
    return Markup(tuple(items), read_meta(root), tuple(Problem("markup", "warning", text) for text in troubles))


def read_meta(root: HtmlElement) -> dict[str, str]:
    """Names and properties of the meta elements with their content; of several with one name the first."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and name not in meta:
            meta[name] = fold(content)
    return meta
