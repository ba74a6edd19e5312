"""A function in, the same out for workers: it refuses where its results would be others than here, or would be lost."""

import os
import platform
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipelines.errors import ColloquyError
from pipelines.version import code_version

U = TypeVar("U")
V = TypeVar("V")
_NAMED = 3
"""Differences that are named; more of them say no more than `another environment`."""


@cache
def find_versions() -> dict[str, str]:
    """The version, by name, of all that results depend on in this process."""
    found = {"Python": platform.python_version(), "colloquy": code_version()}
    required = (re.split(r"[^\w.-]", line)[0] for line in metadata.requires("colloquy") or () if "extra ==" not in line)
    for name in sorted(required):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found


@dataclass(frozen=True, slots=True)
class Checked(Generic[U, V]):
    """A function that a worker calls only where it has what the process has that made this value: the same versions,
    and the same `folder`, which it may write."""

    function: Callable[[U], V]
    folder: Path
    versions: Mapping[str, str] = field(default_factory=find_versions)

    def __call__(self, unit: U) -> V:
        trouble = describe_versions(self.versions, find_versions()) or describe_folder(self.folder)
        if trouble:
            raise ColloquyError(f"the worker {_own_address()} {trouble}")
        return self.function(unit)


def describe_versions(wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    """What is wrong with the versions of a worker; nothing when they are the wanted ones."""
    odd = [f"{name} {here.get(name, 'none')}, not {one}" for name, one in wanted.items() if here.get(name) != one]
    more = f" and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
    return f"has {', '.join(odd[:_NAMED])}{more}. {_SAME}" if odd else ""


def describe_folder(folder: Path) -> str:
    """What is wrong with a folder that is there while this is asked; nothing when it is there and may be written."""
    if not folder.is_dir():
        return f"does not see {folder}. All workers need the home under the same path, on a disk that they share."
    return "" if os.access(folder, os.W_OK) else f"may not write to {folder}. Start it as the user who owns the home."


def check_all(client: Any) -> None:
    """Raises ColloquyError when a process of a cluster has no colloquy at all: it could not even be asked to check."""
    known = client.get_versions(packages=["colloquy"])
    places = {"scheduler": known["scheduler"]} | {f"worker {one}": about for one, about in known["workers"].items()}
    for place, about in places.items():
        theirs = about["packages"].get("colloquy")
        if theirs != metadata.version("colloquy"):
            has = f"colloquy {theirs}" if theirs else "no colloquy"
            raise ColloquyError(f"the {place} has {has}, this command {metadata.version('colloquy')}. {_SAME}")


_SAME = "Start scheduler and workers from the environment of this command."


def _own_address() -> str:
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:
        return platform.node()
