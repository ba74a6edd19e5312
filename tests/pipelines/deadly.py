"""Units of work that kill the process that they run in. Not a test: such a process imports this and nothing more."""

import os

Unit = tuple[int, ...]
DEADLY = 13


def add_or_die(unit: Unit) -> int:
    """The sum of the unit, unless the deadly number is in it."""
    if DEADLY in unit:
        os._exit(1)
    return sum(unit)


def halve(unit: Unit) -> list[Unit]:
    """The two halves; nothing of what cannot be divided."""
    half = len(unit) // 2
    return [unit[:half], unit[half:]] if half else []


def name(unit: Unit) -> int:
    """What stands for a unit that was lost."""
    return -unit[0]
