"""A home: the folder that holds one dataset (archive, templates, tables, reports), its lock and its settings."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import DiskError, Locked, UsageError

if TYPE_CHECKING:
    from pipelines.settings import Settings


class Home:
    """Paths of one home. Making the value touches nothing; `prepare` makes the folders."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def templates(self) -> Path:
        return self.path / "templates"

    @property
    def tables(self) -> Path:
        return self.path / "tables"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    @property
    def reports(self) -> Path:
        return self.path / "reports"

    @property
    def sites(self) -> Path:
        """Folder of the user's own site profiles."""
        return self.path / "sites"

    def prepare(self) -> "Home":
        """Make the folders. Raises DiskError when the home cannot be written."""
        try:
            for folder in (self.archive, self.templates, self.tables, self.cache):
                if not folder.is_symlink():  # `tables` once something is committed
                    folder.mkdir(parents=True, exist_ok=True)
            probe = self.path / ".lock"
            probe.touch()
        except OSError as error:
            raise DiskError(
                f"cannot write to {self.path}: {error.strerror}. Choose another with --home DIR."
            ) from error
        return self

    def settings(self) -> "Settings":
        """Settings of this home. Raises UsageError when the file has an unknown key or a value of the wrong kind."""
        from pipelines.settings import load_settings

        return load_settings(self.path / "colloquy.toml")

    @contextmanager
    def lock(self, held: int | None = None) -> Iterator[int]:
        """Hold the home for one run; gives the number of its open lock file. `held`: that number, where the process had
        the lock before it became another program. Raises Locked at once when another process has it."""
        self.prepare()
        with (self.path / ".lock").open("r+") if held is None else os.fdopen(held, "r+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = handle.read().strip() or "another process"
                raise Locked(f"{self.path} is in use by {holder}. Wait for it to end, or use another --home.") from None
            handle.seek(0)
            handle.truncate()
            handle.write(f"process {os.getpid()}")
            handle.flush()
            try:
                yield handle.fileno()
            finally:
                handle.seek(0)
                handle.truncate()


def find_home(path: str | Path | None = None) -> Path:
    """The home: `path`, else `COLLOQUY_HOME`, else `data/` of the checkout one stands in, else ./colloquy-data. Raises
    UsageError when something else than a folder stands there."""
    stated = path or os.environ.get("COLLOQUY_HOME")
    if stated:
        if Path(stated).exists() and not Path(stated).is_dir():
            raise UsageError(
                f"{stated} is no folder. A home is a folder: give another with --home DIR or COLLOQUY_HOME."
            )
        return Path(stated)
    checkout = Path(__file__).resolve().parent.parent
    return checkout / "data" if (checkout / "scrapy.cfg").is_file() else Path("colloquy-data")
