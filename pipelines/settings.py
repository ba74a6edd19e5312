"""What a user says once, for all runs on one home."""

import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import UsageError

PLACEHOLDER_CONTACT = "https://example.org/set-COLLOQUY_CONTACT"


class Settings(BaseModel):
    """What a user says once: `<home>/colloquy.toml`, each overridden by the environment (`COLLOQUY_CONTACT`, ...)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str = PLACEHOLDER_CONTACT
    """Address (URL or mail) in the user agent, where a webmaster can ask you to stop."""
    delay: float = 2.0
    """Seconds between two requests to one host."""
    chromium: str = ""
    """Path of the Chromium that runs the scripts of pages that need them; without, the usual names are looked for."""
    keep_generations: int = 5
    """How many older generations of the tables are kept for rollback."""
    keep_reports: int = 400
    """How many run reports are kept: a year of nightly runs. 0 keeps all."""
    retention: str = ""
    """Age after which `colloquy prune` drops what is no longer needed (`5y`, `400d`). Nothing goes without it."""
    retention_rows: bool = False
    """Whether rows of records that were removed so long ago go too."""
    segments: str = ""
    """Object storage to which the archive's segments go when their run is finished (`s3://bucket/prefix`)."""
    ping: str = ""
    """URL to tell that a crawl started (`/start`), succeeded, or failed (`/fail`)."""


def load_settings(path: Path) -> Settings:
    """Settings of the TOML file, overridden by the environment. Raises UsageError that names the key."""
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


def explain(error: ValidationError) -> str:
    """The first fault of a pydantic error as one line with the key's name."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"`{key}`: {first['msg'].removeprefix('Value error, ')}{more}"
