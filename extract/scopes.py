"""Elements in, items out: microdata, RDFa lite and microformats (h-event, hCalendar), which all mark a scope and its
properties by attributes of ordinary elements."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode as Element

from extract.identity import join_address
from extract.items import MAX_PROPERTIES, Budget, Item, pick_type
from extract.text import fold

CUE = '[itemscope], [typeof], [class*="h-event"], [class*="vevent"]'
MAX_TEXT = 4_000  # characters of one property
MAX_OUTER = 200  # elements around one that are looked at

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one syntax says what an element is: `scope` its type (None if it opens no item), `names` its properties."""

    name: str
    scope: Callable[[Attributes], str | None]
    names: Callable[[Attributes], list[str]]


def read_scopes(holders: Iterable[Element], url: str, budget: Budget) -> list[Item]:
    """Items of the elements that `CUE` found, outer ones only: inner ones are values of their properties."""
    items: list[Item] = []
    counts: dict[str, int] = {}
    for holder in holders:
        attributes = holder.attributes
        syntax = next((one for one in (MICRODATA, RDFA, MICROFORMATS) if one.scope(attributes) is not None), None)
        if syntax is None or (syntax.names(attributes) and _inside(holder, syntax)):
            continue
        number = counts.get(syntax.name, 0)
        item = _Reader(syntax, url, budget).item(holder, f"{syntax.name}[{number}]", 0)
        if item is None:
            break
        if item.type and item.properties:
            counts[syntax.name] = number + 1
            items.append(item)
    return items


def _inside(element: Element, syntax: Syntax) -> bool:
    outer = element.parent
    for _ in range(MAX_OUTER):
        if outer is None or not outer.is_element_node:
            return False
        if syntax.scope(outer.attributes) is not None:
            return True
        outer = outer.parent
    return False


class _Reader:
    """Reads one item and what is nested in it."""

    def __init__(self, syntax: Syntax, url: str, budget: Budget) -> None:
        self.syntax, self.url, self.budget = syntax, url, budget

    def item(self, holder: Element, path: str, depth: int) -> Item | None:
        if not self.budget.spend(depth):
            return None
        gathered: dict[str, list[Any]] = {}
        stack = list(holder.iter())[::-1]
        while stack:
            element = stack.pop()
            attributes = element.attributes
            names = self.syntax.names(attributes)
            opens = self.syntax.scope(attributes) is not None
            for name in names[:5]:
                value = self.item(element, f"{path}.{name}", depth + 1) if opens else self._value(element, attributes)
                if value not in (None, "") and len(gathered.setdefault(name, [])) < MAX_PROPERTIES:
                    gathered[name].append(value)
            if not opens:
                stack.extend(list(element.iter())[::-1])
        properties = {name: values[0] if len(values) == 1 else tuple(values) for name, values in gathered.items()}
        return Item(self.syntax.scope(holder.attributes) or "", properties, self.syntax.name, path)

    def _value(self, element: Element, attributes: Attributes) -> str:
        """What an element says: its machine-readable attribute, else its text."""
        for attribute in ("content", "datetime"):
            if given := attributes.get(attribute):
                return fold(given)
        target = attributes.get("href") or attributes.get("src") or attributes.get("data")
        if target and element.tag in _LINKED and (self.syntax is not MICROFORMATS or _is_url(attributes)):
            return join_address(self.url, target.strip())
        if element.tag in ("abbr", "data", "meter") or "value-title" in _classes(attributes):
            given = attributes.get("title") or attributes.get("value")
            if given:
                return fold(given)
        return fold(element.text()[:MAX_TEXT])


_LINKED = frozenset(("a", "area", "link", "img", "source", "iframe", "embed", "audio", "video", "object"))


def _classes(attributes: Attributes) -> list[str]:
    return (attributes.get("class") or "").split()


def _is_url(attributes: Attributes) -> bool:
    return any(name in ("url", "u-url", "u-photo", "photo") for name in _classes(attributes))


def _microdata_scope(attributes: Attributes) -> str | None:
    return None if "itemscope" not in attributes else pick_type((attributes.get("itemtype") or "").split())


def _rdfa_scope(attributes: Attributes) -> str | None:
    return None if "typeof" not in attributes else pick_type((attributes.get("typeof") or "").split())


_FORMATS = {
    "h-event": "Event", "vevent": "Event", "h-card": "Person", "vcard": "Organization", "h-adr": "PostalAddress",
}  # fmt: skip
_FORMAT_NAMES = {
    "p-name": "name", "summary": "name", "fn": "name", "dt-start": "startDate", "dtstart": "startDate",
    "dt-end": "endDate", "dtend": "endDate", "p-location": "location", "location": "location", "u-url": "url",
    "url": "url", "p-summary": "description", "description": "description", "e-content": "description",
    "p-organizer": "organizer", "organizer": "organizer", "p-author": "author", "p-locality": "addressLocality",
    "locality": "addressLocality", "p-street-address": "streetAddress", "street-address": "streetAddress",
    "p-postal-code": "postalCode", "postal-code": "postalCode",
}  # fmt: skip


def _format_scope(attributes: Attributes) -> str | None:
    return next((_FORMATS[name] for name in _classes(attributes) if name in _FORMATS), None)


def _format_names(attributes: Attributes) -> list[str]:
    return [_FORMAT_NAMES[name] for name in _classes(attributes) if name in _FORMAT_NAMES]


def _rdfa_names(attributes: Attributes) -> list[str]:
    return [name.removeprefix("schema:") for name in (attributes.get("property") or "").split()]


MICRODATA = Syntax("microdata", _microdata_scope, lambda attributes: (attributes.get("itemprop") or "").split())
RDFA = Syntax("rdfa", _rdfa_scope, _rdfa_names)
MICROFORMATS = Syntax("h-event", _format_scope, _format_names)
