"""A parsed page in, its structured data out: JSON-LD, microdata, RDFa lite, h-event, and the meta elements.

Depth, number of items and size are bounded: what was cut or broken is a problem, never an exception.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extract.items import Budget, Item
from extract.json_ld import read_json_ld
from extract.records import Problem
from extract.scopes import CUE, read_scopes
from extract.text import fold
from extract.tree import Tree

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


def read_markup(tree: Tree, url: str) -> Markup:
    """Read what the page marks up; `url` makes addresses in attributes absolute."""
    budget = Budget()
    items, troubles = read_json_ld(tree, budget)
    items += read_scopes(tree.css(CUE), url, budget)
    if budget.cut:
        troubles.append("structured data is too deep or holds too many items: the rest is not read")
    return Markup(tuple(items), read_meta(tree), tuple(Problem("markup", "warning", text) for text in troubles))


def read_meta(tree: Tree) -> dict[str, str]:
    """Names and properties of the meta elements with their content; of several with one name the first."""
    meta: dict[str, str] = {}
    for element in tree.css("meta[content]"):
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes["content"]
        if name and content and name not in meta:
            meta[name] = fold(content)
    return meta
