"""Elements in, items out: microdata, RDFa lite and microformats (h-event, hCalendar), which all mark a scope and its
properties by attributes of ordinary elements."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from extract.items import MAX_PROPERTIES, Budget, Item, pick_type
from extract.text import fold

CUE = '//*[@itemscope or @typeof or contains(@class, "h-event") or contains(@class, "vevent")]'
MAX_TEXT = 4_000  # characters of one property
MAX_PIECES = 2_000  # text nodes of one property


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one syntax says what an element is: `scope` its type (None if it opens no item), `names` its properties."""

    name: str
    scope: Callable[[HtmlElement], str | None]
    names: Callable[[HtmlElement], list[str]]


def read_scopes(holders: Iterable[HtmlElement], url: str, budget: Budget) -> list[Item]:
    """Items of the elements that `CUE` found, outer ones only: inner ones are values of their properties."""
    items: list[Item] = []
    counts: dict[str, int] = {}
    for holder in holders:
        syntax = next((one for one in (MICRODATA, RDFA, MICROFORMATS) if one.scope(holder) is not None), None)
        if syntax is None or (syntax.names(holder) and _inside(holder, syntax)):
            continue
        number = counts.get(syntax.name, 0)
        item = _Reader(syntax, url, budget).item(holder, f"{syntax.name}[{number}]", 0)
        if item is None:
            break
        if item.type and item.properties:
            counts[syntax.name] = number + 1
            items.append(item)
    return items


def _inside(element: HtmlElement, syntax: Syntax) -> bool:
    return any(syntax.scope(outer) is not None for outer in islice(element.iterancestors(), 200))


class _Reader:
    """Reads one item and what is nested in it."""

    def __init__(self, syntax: Syntax, url: str, budget: Budget) -> None:
        self.syntax, self.url, self.budget = syntax, url, budget

    def item(self, holder: HtmlElement, path: str, depth: int) -> Item | None:
        if not self.budget.spend(depth):
            return None
        gathered: dict[str, list[Any]] = {}
        stack = list(reversed(holder))
        while stack:
            element = stack.pop()
            if not isinstance(element.tag, str):
                continue
            names = self.syntax.names(element)
            opens = self.syntax.scope(element) is not None
            for name in names[:5]:
                value = self.item(element, f"{path}.{name}", depth + 1) if opens else self._value(element)
                if value not in (None, "") and len(gathered.setdefault(name, [])) < MAX_PROPERTIES:
                    gathered[name].append(value)
            if not opens:
                stack.extend(reversed(element))
        properties = {name: values[0] if len(values) == 1 else tuple(values) for name, values in gathered.items()}
        return Item(self.syntax.scope(holder) or "", properties, self.syntax.name, path)

    def _value(self, element: HtmlElement) -> str:
        """What an element says: its machine-readable attribute, else its text."""
        for attribute in ("content", "datetime"):
            if element.get(attribute):
                return fold(element.get(attribute, ""))
        target = element.get("href") or element.get("src") or element.get("data")
        if target and element.tag in _LINKED and (self.syntax is not MICROFORMATS or _is_url(element)):
            return _join(self.url, target)
        if element.tag in ("abbr", "data", "meter") or "value-title" in element.get("class", ""):
            given = element.get("title") or element.get("value")
            if given:
                return fold(given)
        return fold("".join(islice(element.itertext(), MAX_PIECES))[:MAX_TEXT])


_LINKED = frozenset(("a", "area", "link", "img", "source", "iframe", "embed", "audio", "video", "object"))


def _is_url(element: HtmlElement) -> bool:
    return any(name in ("url", "u-url", "u-photo", "photo") for name in element.get("class", "").split())


def _join(url: str, target: str) -> str:
    try:
        return urljoin(url, target.strip())
    except ValueError:  # "http://[broken"
        return ""


def _microdata_scope(element: HtmlElement) -> str | None:
    return None if element.get("itemscope") is None else pick_type((element.get("itemtype") or "").split())


def _rdfa_scope(element: HtmlElement) -> str | None:
    return None if element.get("typeof") is None else pick_type((element.get("typeof") or "").split())


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


def _format_scope(element: HtmlElement) -> str | None:
    return next((_FORMATS[name] for name in element.get("class", "").split() if name in _FORMATS), None)


def _format_names(element: HtmlElement) -> list[str]:
    return [_FORMAT_NAMES[name] for name in element.get("class", "").split() if name in _FORMAT_NAMES]


def _rdfa_names(element: HtmlElement) -> list[str]:
    return [name.removeprefix("schema:") for name in (element.get("property") or "").split()]


MICRODATA = Syntax("microdata", _microdata_scope, lambda element: (element.get("itemprop") or "").split())
RDFA = Syntax("rdfa", _rdfa_scope, _rdfa_names)
MICROFORMATS = Syntax("h-event", _format_scope, _format_names)
