"""The scripts of a page in, the items of its JSON-LD out. Broken JSON is repaired where that is safe, else reported."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from extract.items import MAX_DEPTH, MAX_PROPERTIES, Budget, Item, pick_type
from extract.text import fold
from extract.tree import Tree

MAX_SCRIPT = 1_000_000  # characters; the largest real one seen has 140,000
MAX_LIST = 1_000  # values of one property


def read_json_ld(tree: Tree, budget: Budget) -> tuple[list[Item], list[str]]:
    """Items of all JSON-LD scripts in document order, and what was wrong with the scripts."""
    items: list[Item] = []
    troubles: list[str] = []
    for script in tree.css('script[type*="ld+json" i]'):
        nodes, trouble = load_json(script.text())
        troubles += [trouble] if trouble else []
        items += _Graph(nodes, budget, len(items)).items()
    return items, troubles


def load_json(text: str) -> tuple[list[Any], str]:
    """Values of a script, and what was wrong with it or "".

    >>> load_json('<!-- {"@type": "Event", "name": "A",} //-->')
    ([{'@type': 'Event', 'name': 'A'}], '')
    """
    if len(text) > MAX_SCRIPT:
        return [], f"JSON-LD of {len(text)} characters is not read"
    body = _strip(text)
    if not body:
        return [], ""
    for attempt in (body, _TRAILING.sub(r"\1", body), _TRAILING.sub(r"\1", html.unescape(body))):
        values = _decode(attempt)
        if values is not None:
            return values, ""
    return [], f"broken JSON-LD is not read: {fold(body)[:80]}"


_WRAPPER = re.compile(
    r"<!--|-->|//\s*<!\[CDATA\[|//\s*\]\]>|/\*\s*<!\[CDATA\[\s*\*/|/\*\s*\]\]>\s*\*/|"
    r"<!\[CDATA\[|\]\]>"
)
_TRAILING = re.compile(r",\s{0,99}([}\]])")
_BETWEEN = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda name: None)


def _strip(text: str) -> str:
    """Without comment and CDATA wrappers at either end; what stands inside is data and stays."""
    head, tail = text[:200], text[200:]
    if len(tail) > 200:
        head, middle, tail = head, tail[:-200], tail[-200:]
        return (_WRAPPER.sub("", head) + middle + _WRAPPER.sub("", tail)).strip(" \t\r\n;/\ufeff")
    return _WRAPPER.sub("", text).strip(" \t\r\n;/\ufeff")


def _decode(body: str) -> list[Any] | None:
    """All objects that stand one after another in `body`; None if any part of it is broken."""
    values: list[Any] = []
    at = 0
    try:
        while at < len(body):
            value, at = _DECODER.raw_decode(body, at)
            values.append(value)
            space = _BETWEEN.match(body, at)
            at = space.end() if space else at
    except (ValueError, RecursionError):
        return None
    return values


class _Graph:
    """The nodes of one script; references by @id are replaced by the node they name."""

    def __init__(self, values: list[Any], budget: Budget, first: int) -> None:
        self.roots = list(_flatten(values, 0))
        self.budget = budget
        self.first = first
        self.named = {
            node["@id"]: node for node in self.roots if isinstance(node.get("@id"), str) and len(node) > 1
        }  # fmt: skip

    def items(self) -> list[Item]:
        found: list[Item] = []
        for node in self.roots:
            item = self._item(node, f"json-ld[{self.first + len(found)}]", 0)
            if item is None:
                break
            if item.type:
                found.append(item)
        return found

    def _item(self, node: dict[str, Any], path: str, depth: int) -> Item | None:
        if not self.budget.spend(depth):
            return None
        reference = node.get("@id")
        if len(node) == 1 and isinstance(reference, str):
            node = self.named.get(reference, node)
        types = [name for name in _listed(node.get("@type")) if isinstance(name, str)]
        properties: dict[str, Any] = {}
        for name, value in list(node.items())[:MAX_PROPERTIES]:
            read = self._value(value, f"{path}.{name}", depth + 1)
            if read is not None and name != "@type":
                properties[name.rsplit(":", 1)[-1] if name.startswith("schema:") else name] = read
        return Item(pick_type(types), properties, "json-ld", path)

    def _value(self, value: Any, path: str, depth: int) -> Any:
        if isinstance(value, dict):
            if "@value" in value:
                return self._value(value["@value"], path, depth) if depth <= MAX_DEPTH else None
            return self._item(value, path, depth)
        if isinstance(value, list):
            read = [self._value(part, path, depth + 1) for part in value[:MAX_LIST]] if depth <= MAX_DEPTH else []
            self.budget.cut |= len(value) > MAX_LIST or depth > MAX_DEPTH
            return tuple(part for part in read if part is not None)
        return html.unescape(value) if isinstance(value, str) else value


def _flatten(values: list[Any], depth: int) -> Iterator[dict[str, Any]]:
    """Top-level nodes, those in lists and @graph too."""
    for value in values:
        if isinstance(value, dict):
            if "@graph" in value and depth < MAX_DEPTH:
                yield from _flatten(_listed(value["@graph"]), depth + 1)
                value = {name: part for name, part in value.items() if name not in ("@graph", "@context")}
            if value:
                yield value
        elif isinstance(value, list) and depth < MAX_DEPTH:
            yield from _flatten(value, depth + 1)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
