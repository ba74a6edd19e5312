"""Site profiles: one small TOML file a site. It says where to start and how to read dates; it holds no selectors."""

import re
import tomllib
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from extract.site import Site
from pipelines.errors import UsageError
from pipelines.settings import explain


class Profile(BaseModel):
    """One site. Only `name` and `url` are needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="Name used on the command line and in the tables.")
    url: str = Field(description="Home page.")
    start: tuple[str, ...] = Field(default=(), description="Pages to start from, absolute or relative to `url`.")
    hosts: tuple[str, ...] = Field(default=(), description="Hosts that belong to the site; default: that of `url`.")
    sitemap: bool = Field(default=True, description="Whether to read the site's sitemaps.")
    browser: Literal["never", "auto", "always"] = Field(
        default="auto", description="Whether scripts are run: of no page, of pages that say nothing without, of all."
    )
    tls_verified: bool = Field(
        default=True, description="Whether its certificate is checked; else what comes from it says tls_verified=false."
    )
    deny: tuple[str, ...] = Field(default=(), description="Regular expressions on the URL: never fetched.")
    time_zone: str | None = Field(default=None, description="IANA zone of clock times without a zone.")
    languages: tuple[str, ...] = Field(default=("en",), description="ISO 639-1 codes, most frequent first.")
    day_first: bool = Field(default=True, description="Whether 3/4/2026 is the third of April.")
    max_pages: int = Field(default=10_000, gt=0, description="Pages fetched at most in one crawl.")
    max_megabytes: int = Field(default=5_000, gt=0, description="Megabytes fetched at most in one crawl.")
    max_minutes: int = Field(default=1_200, gt=0, description="Minutes after which a crawl asks for no more pages.")
    licence: str | None = Field(default=None, description="Licence of the site's texts, where it states one.")

    @field_validator("url")
    @classmethod
    def _web(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("must be a web address with http:// or https://")
        return value

    @field_validator("hosts")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not host or any(mark in host for mark in "/?#@ "):
                raise ValueError(f"'{host}' is no name of a host, like www.example.org")
        return value

    @field_validator("languages")
    @classmethod
    def _codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if not re.fullmatch("[a-z]{2}", code):
                raise ValueError(f"'{code}' is no ISO 639-1 code, like en")
        return value

    @field_validator("deny")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is no regular expression ({error})") from error
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (ValueError, ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(f"'{value}' is no IANA time zone, like Europe/London") from error

    @property
    def host_names(self) -> frozenset[str]:
        """Hosts in scope, lower case."""
        return frozenset(host.lower() for host in self.hosts) or frozenset((urlsplit(self.url).hostname or "",))

    @property
    def hints(self) -> Site:
        """What extraction may know."""
        return Site(self.name, self.time_zone, self.languages, self.day_first)


def load_profile(path: Path) -> Profile:
    """Read one profile. Raises UsageError that names the file and the key."""
    try:
        return Profile(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"site profile {path} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise UsageError(f"site profile {path}: {explain(error, Profile.model_fields)}.") from error


def load_profiles(*folders: Path) -> dict[str, Profile]:
    """All profiles of the folders by name; a later folder overrides an earlier one."""
    paths = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    return {profile.name: profile for profile in map(load_profile, paths)}
