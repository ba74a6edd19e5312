"""A call in, made by a worker: it refuses where its results would be others than here, or would be lost."""

import os
import pickle
import platform
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

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


def pack_call(function: Callable[[U], V], unit: U) -> bytes:
    """A call, so that a scheduler or worker of other code can take it without stumbling over what it says."""
    return pickle.dumps((function, unit), pickle.HIGHEST_PROTOCOL)


def call_checked(packed: bytes, folder: Path, versions: Mapping[str, str]) -> Any:
    """What a packed call gives. A worker makes it only where it has these versions, those of the process that packed
    it, and sees the same folder, which it may write; else this raises ColloquyError."""
    trouble = describe_versions(versions, find_versions()) or describe_folder(folder)
    if trouble:
        raise ColloquyError(f"the worker {_own_address()} {trouble}")
    function, unit = pickle.loads(packed)
    return function(unit)


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
