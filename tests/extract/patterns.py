"""Every pattern of `extract` and lines that are made to be slow: what tests and `bench.hostile` let them search."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import extract

Pattern = re.Pattern[str] | re.Pattern[bytes]

LONG = 200_000  # characters of a line
PIECES = (
    "a", "A", "1", " ", "-", "(", "_", "\n", "a ", "Aa ", "1 ", "ab-", ", ", "a: ", "a.a", "a@a.", "http://a",
    "Jan 1, ", "1:00 ", "12-", "10am-", "Ada Brunel, ", "((a) ", "and ", "of the ", "the event is ", "is a ", "in a ",
    "register for the ", "workshop ", "series of ", "online and ", "“",
)  # fmt: skip
"""Lines repeat one of them: runs of one sort of character, and words that patterns begin or go on with."""


def find_patterns() -> dict[str, Pattern]:
    """Compiled patterns by "module name": those of modules, in containers too, and those written inside functions."""
    found: dict[str, Pattern] = {}
    for info in pkgutil.walk_packages(extract.__path__, "extract."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for place, pattern in _walk(value, f"{info.name} {name}"):
                found.setdefault(place, pattern)
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        found |= {f"{info.name} line {line}": pattern for line, pattern in _inner(ast.parse(source))}
    by_words = {(pattern.pattern, pattern.flags): name for name, pattern in reversed(found.items())}
    return {name: found[name] for name in sorted(by_words.values())}


def _walk(value: object, place: str) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, re.Pattern):
        yield place, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _walk(one, f"{place}[{name!r}]")
    elif isinstance(value, list | tuple) and not place.endswith("]" * 4):
        for number, one in enumerate(value):
            yield from _walk(one, f"{place}[{number}]")


def _inner(tree: ast.Module) -> Iterator[tuple[int, Pattern]]:
    """Patterns that a function hands to `re` as it runs."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        named = isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr != "compile"
        words = node.args[0]
        if named and isinstance(words, ast.Constant) and isinstance(words.value, str):
            yield node.lineno, re.compile(words.value, re.I)


def measure(pattern: Pattern, piece: str, length: int) -> float:
    """CPU seconds in which a pattern is tried at every place of a line, and on the whole of it."""
    line = (piece * (length // len(piece) + 1))[:length]
    begin = time.thread_time()
    if isinstance(pattern.pattern, bytes):
        _try(pattern, line.encode())
    else:
        _try(pattern, line)
    return time.thread_time() - begin


def _try(pattern: re.Pattern, line: str | bytes) -> None:  # type: ignore[type-arg]
    for _ in pattern.finditer(line):
        pass
    pattern.fullmatch(line)
