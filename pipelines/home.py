"""A home: the folder that holds one dataset (archive, templates, tables, reports), its lock and its settings."""

import fcntl
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import DiskError, Locked, UsageError

PLACEHOLDER_CONTACT = "https://example.org/set-COLLOQUY_CONTACT"


class Settings(BaseModel):
    """What a user says once: `<home>/colloquy.toml`, each overridden by the environment (`COLLOQUY_CONTACT`, ...)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str = PLACEHOLDER_CONTACT
    """Address (URL or mail) in the user agent, where a webmaster can ask you to stop."""
    delay: float = 2.0
    """Seconds between two requests to one host."""
    keep_generations: int = 5
    """How many older generations of the tables are kept for rollback."""


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
    def sites(self) -> Path:
        """Folder of the user's own site profiles."""
        return self.path / "sites"

    def prepare(self) -> "Home":
        """Make the folders. Raises DiskError when the home cannot be written."""
        try:
            for folder in (self.archive, self.templates, self.tables, self.cache):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.path / ".lock"
            probe.touch()
        except OSError as error:
            raise DiskError(
                f"cannot write to {self.path}: {error.strerror}. Choose another with --home DIR."
            ) from error
        return self

    def settings(self) -> Settings:
        """Settings of this home. Raises UsageError when the file has an unknown key or a value of the wrong kind."""
        path = self.path / "colloquy.toml"
        try:
            stated = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
            from_environment = {
                name: os.environ[variable]
                for name in Settings.model_fields
                if (variable := f"COLLOQUY_{name.upper()}") in os.environ
            }
            return Settings(**{**stated, **from_environment})
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{path} is not valid TOML: {error}") from error
        except ValidationError as error:
            raise UsageError(f"{path} or environment: {explain(error)}") from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the home for one run. Raises Locked at once when another process has it."""
        self.prepare()
        with (self.path / ".lock").open("r+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = handle.read().strip() or "another process"
                raise Locked(f"{self.path} is in use by {holder}. Wait for it to end, or use another --home.") from None
            handle.truncate(0)
            handle.write(f"process {os.getpid()}")
            handle.flush()
            try:
                yield
            finally:
                handle.seek(0)
                handle.truncate(0)


def explain(error: ValidationError) -> str:
    """The first fault of a pydantic error as one line with the key's name."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"`{key}`: {first['msg']}{more}"
