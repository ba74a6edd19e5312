"""One item of structured data, however it was written, and the budget that bounds how many a page may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extract.text import fold

MAX_ITEMS = 2_000  # the largest real page seen marks up 300; a bomb of 10,000 is cut
MAX_DEPTH = 24  # real markup nests 6 deep
MAX_PROPERTIES = 100  # of one item; real ones have 30


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its type without the vocabulary's address ("Event"), its properties, how it was written.

    A property is a text, number or truth value, an Item, or a tuple of these. `path` says where the item stood:
    "json-ld[0].location".
    """

    type: str
    properties: Mapping[str, Any]
    syntax: str
    path: str = ""

    def values(self, name: str) -> tuple[Any, ...]:
        """All values of a property, in order; () if it has none."""
        value = self.properties.get(name)
        return value if isinstance(value, tuple) else () if value is None else (value,)

    def text(self, name: str) -> str:
        """The first text (or number, as text) of a property, folded; "" if it has none."""
        for value in self.values(name):
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                return fold(str(value))
        return ""

    def items(self, name: str) -> "tuple[Item, ...]":
        """The items among the values of a property."""
        return tuple(value for value in self.values(name) if isinstance(value, Item))


class Budget:
    """How many items may still be read from a page; remembers whether something was cut."""

    def __init__(self) -> None:
        self.left = MAX_ITEMS
        self.cut = False

    def spend(self, depth: int) -> bool:
        """Take one item at `depth`; False when there is none left or it lies too deep."""
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            self.cut = True
            return False
        return True


def short_type(name: str) -> str:
    """A type without the address of its vocabulary.

    >>> short_type("https://schema.org/Event"), short_type("schema:Event"), short_type("Event")
    ('Event', 'Event', 'Event')
    """
    return fold(name).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


def pick_type(names: list[str]) -> str:
    """Of several types of one item the one that says event, else the first; "" for none.

    >>> pick_type(["Thing", "BusinessEvent"])
    'BusinessEvent'
    """
    types = [short for name in names if (short := short_type(name))]
    return next((name for name in types if name.endswith("Event")), types[0] if types else "")
