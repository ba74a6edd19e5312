"""A Dask client of workers on this machine, or of a scheduler that runs already."""

import asyncio
import json
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from pipelines.errors import ColloquyError, UsageError

_CONNECT_SECONDS = 10  # a person waits no longer to be told of a wrong address
_CONFIG = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Nothing is told by HTTP. Dask opens the ports all the same; that of the scheduler is 8787 unless another is said, and
a second rebuild on the machine would find it taken."""


@contextmanager
def embed(workers: int | None, folder: Path) -> Iterator[Any]:
    """A client of workers (one a core, if not said) that end with this process. They listen on loopback alone, and lay
    their files into `folder`."""
    import dask
    from distributed import Client, LocalCluster

    _silence()
    with (
        dask.config.set({**_CONFIG, "temporary-directory": str(folder)}),
        LocalCluster(  # type: ignore[no-untyped-call]  # Dask ships no types
            n_workers=workers or os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None,
            host="127.0.0.1", silence_logs=logging.CRITICAL, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):  # fmt: skip
        yield client


@contextmanager
def join(address: str | None, file: str | None) -> Iterator[Any]:
    """A client of the scheduler at an address, or of the one that wrote a file. Raises ColloquyError when none answers
    there, or one of another version of Dask, which would fail in its own words or not at all."""
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    _silence()
    where = address or load_address(Path(file or ""))
    check_version(where, _ask_version(where))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)  # we look at what matters ourselves, and stop
        try:
            client = Client(where, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise _unreachable(where, error) from error
    with client:
        yield client


def load_address(file: Path) -> str:
    """The address that a scheduler wrote into its file. Raises UsageError when it wrote none."""
    try:
        found = json.loads(file.read_text("utf-8"))["address"]
        if not isinstance(found, str):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{file} is no file that a Dask scheduler wrote. Start one with: dask scheduler --scheduler-file {file}"
        ) from error
    return found


def check_version(where: str, theirs: str | None) -> None:
    """Raises ColloquyError when a scheduler's version of Dask (None: it could not say) is not ours."""
    ours = metadata.version("distributed")
    if theirs != ours:
        raise ColloquyError(
            f"the scheduler at {where} runs Dask {theirs or 'of a version that it cannot say'}, this command Dask"
            f" {ours}. Start scheduler and workers from the environment of this command."
        )


def _ask_version(where: str) -> str | None:
    """The version of Dask that a scheduler says it has. Raises ColloquyError when there is none."""
    try:
        answer = asyncio.run(asyncio.wait_for(_ask(where), _CONNECT_SECONDS))
    except (OSError, ValueError) as error:
        raise _unreachable(where, error) from error
    except Exception:  # whatever an older or newer one makes of the question
        return None
    packages = answer.get("packages") if isinstance(answer, dict) else None
    return str(packages.get("distributed")) if isinstance(packages, dict) else None


async def _ask(where: str) -> Any:
    from distributed import rpc
    from distributed.security import Security

    arguments = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    async with rpc(where, timeout=_CONNECT_SECONDS, connection_args=arguments) as scheduler:  # type: ignore[no-untyped-call]
        return await scheduler.versions()


def _unreachable(where: str, error: Exception) -> ColloquyError:
    return ColloquyError(
        f"no Dask scheduler answers at {where} ({type(error).__name__}). Start one (dask scheduler), or leave"
        " --scheduler and --scheduler-file out."
    )


def _silence() -> None:
    """Dask logs what we say in our own words, and what it mends itself. Its import gives levels to single loggers."""
    for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
