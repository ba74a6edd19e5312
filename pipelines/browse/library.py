"""A home in; for each request its newest tables with an index that says the same out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from pipelines.browse.search_index import FILE_NAME, connect, drop_index, is_current, refresh
from pipelines.errors import DiskError
from pipelines.home import Home
from pipelines.manifest import Generation
from pipelines.tables import Tables


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the dataset: `generation` is None before the first commit."""

    home: Home
    generation: Generation | None
    index: sqlite3.Connection


class Library:
    """Opens snapshots. A commit of another process is seen by the next one; who comes first waits for the index."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._lock = Lock()
        self._spare: TemporaryDirectory[str] | None = None
        self.path = self._find_place()

    @contextmanager
    def open(self) -> Iterator[Snapshot]:
        """The state of now, which stays the same until the end. Raises ColloquyError when the tables are damaged."""
        generation = Tables(self.home.path).current()
        connection = self._connect(generation)
        try:
            yield Snapshot(self.home, generation, connection)
        finally:
            connection.close()

    def discard(self) -> None:
        """Delete the index; the next snapshot makes it anew."""
        with self._lock:
            drop_index(self.path)

    def _connect(self, generation: Generation | None) -> sqlite3.Connection:
        with self._lock:
            connection = self._try_current(generation)
            if connection is None:
                try:
                    refresh(self.path, generation)
                except sqlite3.OperationalError as error:
                    raise DiskError(
                        f"{self.path}: {error}. Free some space; the index is made again when a page is loaded."
                    ) from error
                connection = connect(self.path)
                connection.execute("BEGIN")
            return connection

    def _try_current(self, generation: Generation | None) -> sqlite3.Connection | None:
        """The index if it is there and says what the generation says; what is read of it stays as it is now."""
        if not self.path.is_file():
            return None
        connection = connect(self.path)
        try:
            connection.execute("BEGIN")
            if is_current(connection, generation):
                return connection
        except sqlite3.DatabaseError:  # damaged, or of an older layout: it is made anew
            pass
        connection.close()
        return None

    def _find_place(self) -> Path:
        """In the home's cache; in a folder of its own where there is no home yet, or one that may only be read."""
        try:
            if self.home.path.is_dir():
                self.home.cache.mkdir(exist_ok=True)
                with TemporaryDirectory(dir=self.home.cache):
                    return self.home.cache / FILE_NAME
        except OSError:
            pass
        self._spare = TemporaryDirectory(prefix="colloquy-")  # deleted with this value
        return Path(self._spare.name) / FILE_NAME
