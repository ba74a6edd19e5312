"""Small faults put into the rules of `extract`, one at a time: which of them do the tests notice?

`python -m bench.mutants template --mutants 150 --seed 1` prints each that no test noticed, and the share that one did.
Mutants live in memory, each in a process of its own; no file is changed.
"""

import argparse
import ast
import contextlib
import copy
import doctest
import importlib
import io
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

import dateparser  # noqa: F401 - what is loaded here is not loaded again for each mutant
import hypothesis
import lxml.html  # noqa: F401
import numpy  # noqa: F401
import pydantic  # noqa: F401
import pytest
import selectolax.lexbor  # noqa: F401

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {
    "template": (("template*.py",), ("test_template.py", "test_template_sites.py")),
    "body": (("body*.py",), ("test_body.py",)),
    "dates": (
        ("clock.py", "date_*.py", "day*.py", "foreign_dates.py", "instants.py", "fields/dates.py"),
        ("test_dates.py", "test_events.py", "test_listings.py"),
    ),
}
"""Patterns of modules in `extract`, and the tests in `tests/extract` that are about them; their doctests run too."""
_SECONDS = 120  # of CPU that a mutant may take: one that loops is noticed
_OTHER: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Not: ast.Not, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the module, and the number of its place among the module's places."""

    path: Path
    place: int

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def make(self) -> tuple[ast.Module, str]:
        """The module's tree with the fault, and the line in words."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = list(find_places(tree))[self.place]
        before = ast.unparse(node)
        change(node)
        return tree, f"{self.path.relative_to(ROOT)}:{node.lineno}: {before}  →  {ast.unparse(node)}"


class Finder(MetaPathFinder):
    """Finds the module of a mutant as the mutant."""

    def __init__(self, mutant: Mutant, tree: ast.Module) -> None:
        self._mutant, self._tree = mutant, tree

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        code = compile(self._tree, str(self._mutant.path), "exec")

        class Loader(SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return code

        return spec_from_file_location(fullname, self._mutant.path, loader=Loader(fullname, str(self._mutant.path)))


def find_places(tree: ast.Module) -> Iterator[Any]:
    """Nodes of functions that can be changed: comparisons, logic, arithmetic, conditions, numbers, truth values."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in (part for statement in function.body for part in ast.walk(statement)):
            if any(type(one) in _OTHER for one in _operators(node)) or (
                isinstance(node, ast.Constant) and type(node.value) in (int, float, bool)
            ):
                yield node


def _operators(node: Any) -> list[Any]:
    """What a node does with its operands."""
    if isinstance(node, ast.Compare):
        return node.ops[:1]
    return [node.op] if isinstance(node, ast.BoolOp | ast.BinOp | ast.UnaryOp) else []


def change(node: Any) -> None:
    """Put the fault into a node."""
    if isinstance(node, ast.Compare):
        node.ops[0] = _OTHER[type(node.ops[0])]()
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), copy.deepcopy(node.operand))
    elif isinstance(node, ast.BoolOp | ast.BinOp):
        node.op = _OTHER[type(node.op)]()
    else:
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1


def draw(group: str, count: int, seed: int) -> list[Mutant]:
    """So many mutants of the group, by the dice."""
    patterns, _ = GROUPS[group]
    paths = sorted({path for pattern in patterns for path in (ROOT / "extract").glob(pattern)})
    every = [
        Mutant(path, place)
        for path in paths
        for place, _ in enumerate(find_places(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    return sorted(random.Random(seed).sample(every, min(count, len(every))), key=lambda one: (one.path, one.place))


def is_noticed(mutant: Mutant | None, tests: list[str]) -> bool:
    """Whether a test fails with this fault. None: as it is, which none should."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = _try(mutant, tests)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return status != 0


def _try(mutant: Mutant | None, tests: list[str]) -> int:
    signal.alarm(20 * _SECONDS)  # one that waits is noticed too
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    if mutant:
        sys.meta_path.insert(0, Finder(mutant, mutant.make()[0]))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if mutant and doctest.testmod(importlib.import_module(mutant.module)).failed:
            return 1
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutants", phases=phases, database=None, derandomize=True)
        hypothesis.settings.load_profile("mutants")
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


def main() -> None:
    """Print the mutants that live, and the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--mutants", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tests = [str(ROOT / "tests/extract" / name) for name in GROUPS[asked.group][1]]
    if is_noticed(None, tests):
        sys.exit("the tests fail without any fault: mend them first.")
    mutants = draw(asked.group, asked.mutants, asked.seed)
    lived = 0
    for mutant in mutants:
        if not is_noticed(mutant, tests):
            lived += 1
            print(mutant.make()[1], flush=True)
    print(f"{asked.group}: {len(mutants) - lived} of {len(mutants)} faults noticed (seed {asked.seed})")


if __name__ == "__main__":
    main()
