"""What a user says once, for all runs on one home."""

import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipelines.errors import UsageError

_REACHED = re.compile(r"https?://[^\s/]+\S*|(?:mailto:)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
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

    @field_validator("contact")
    @classmethod
    def _can_be_reached(cls, stated: str) -> str:
        if not _REACHED.fullmatch(stated):
            raise ValueError(f"{stated!r} is neither a web page (https://…) nor a mail address (someone@example.org)")
        return stated


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise UsageError(f"{path} or environment: {explain(error, Settings.model_fields)}") from error


def explain(error: ValidationError, known: Iterable[str] = ()) -> str:
    """The first fault of a pydantic error as one line with the key's name; of an unknown key, which are `known`."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        return f"`{key}` is no key. Keys: {', '.join(known)}{more}"
    return f"`{key}`: {first['msg'].removeprefix('Value error, ')}{more}"
