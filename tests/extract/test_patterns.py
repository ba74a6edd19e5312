"""No line makes a pattern slow: time may grow with the line, not with its square."""

import re

import pytest

from tests.extract.patterns import LONG, PIECES, Pattern, find_patterns, measure

PATTERNS = find_patterns()
LADDER = ((LONG // 200, 0.0002), (LONG // 10, 0.05), (LONG, 1.0))
"""Lengths of a line and CPU seconds that are too many: what is quick on a short line is not tried on longer ones. A
square takes 1 ms and 0.3 s on a quick machine. The bar is 0.1 s on the longest line, which `bench.hostile` measures."""


def is_slow(pattern: Pattern, piece: str) -> bool:
    return all(measure(pattern, piece, length) > bound for length, bound in LADDER)


def test_patterns_in_containers_and_in_functions_are_found() -> None:
    assert len(PATTERNS) > 400
    assert any(name.startswith("extract.fields.status _SAID[") for name in PATTERNS)
    assert any(" line " in name for name in PATTERNS)


@pytest.mark.parametrize("module", sorted({name.split()[0] for name in PATTERNS}))
def test_a_long_line_is_no_trouble_for_a_pattern(module: str) -> None:
    mine = {name: pattern for name, pattern in PATTERNS.items() if name.split()[0] == module}
    assert not [(name, piece) for name, pattern in mine.items() for piece in PIECES if is_slow(pattern, piece)]


def test_a_pattern_that_grows_with_the_square_is_found_out() -> None:
    square = re.compile(r"\s+x")
    assert all(measure(square, " ", length) > bound for length, bound in LADDER[:2])
    assert not is_slow(re.compile(r"(?<!\s)\s+x"), " ")
