"""Whether this machine can run the scripts of pages: the extra `browser` brings the driver, the system Chromium."""

import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.profiles import Profile

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TO_INSTALL = "install it with `pip install 'colloquy[browser]'` (in a checkout `pip install -e '.[browser]'`)"


def find_chromium(stated: str) -> Path | None:
    """The program that the user named, else the first of the usual names."""
    found = shutil.which(stated) if stated else next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


def find_obstacle(stated: str) -> str:
    """What has to be installed before scripts can be run, or ""."""
    if find_spec("playwright") is None:
        return f"the extra `browser` is missing: {_TO_INSTALL}"
    if find_chromium(stated) is None:
        where = f"there is no program {stated}" if stated else "no Chromium found"
        return f"{where}: install it (`apt-get install chromium`), or set `chromium` to its path in colloquy.toml"
    return ""


def check_browser(profiles: Iterable[Profile], stated: str) -> None:
    """Raises UsageError when a site is to be read through a browser and there is none."""
    name = next((profile.name for profile in profiles if profile.browser == "always"), "")
    obstacle = find_obstacle(stated) if name else ""
    if obstacle:
        raise UsageError(f"the profile of {name} wants a browser, but {obstacle}.")
