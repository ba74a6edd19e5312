"""`colloquy sites new URL`: look at a site's home page, write a profile that a person then reads."""

import json
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from crawler.crawl import Limits, crawl, make_profile
from crawler.profiles import load_all_profiles
from extract.kinds import KIND_WORDS
from extract.page import Page, parse_page
from pipelines.archive import Archive, check_site_name
from pipelines.errors import ColloquyError, UsageError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.whole_file import store_whole

_STARTS = 6  # addresses to begin with; who needs more writes them into the profile
_STARTED_BY = KIND_WORDS["event"] | KIND_WORDS["group"] | KIND_WORDS["event_series"]


def write_profile(home: Home, url: str, name: str | None, allow_loopback: bool) -> Path:
    """Fetch the home page politely and write `<home>/sites/<name>.toml`. Raises when it cannot be had or exists."""
    made = make_profile(url)
    name = name or re.sub(r"\.[a-z]{2,3}(?:\.[a-z]{2})?$", "", made.name) or made.name
    check_site_name(name)
    if name in load_all_profiles(home):
        raise UsageError(f"there is a profile `{name}` already. Say another with --name, or edit that one.")
    page = _fetch(home, made, allow_loopback)
    path = home.sites / f"{name}.toml"
    store_whole(path, make_toml(name, made.url, page).encode())
    return path


def make_toml(name: str, url: str, page: Page) -> str:
    """The profile as text: what the page states, and as comments what only a person can know."""
    starts = ", ".join(map(json.dumps, find_starts(url, page)[:_STARTS]))
    language = page.language or "en"
    return (
        f"# {page.title or name}\n"
        f'name = "{name}"\n'
        f"url = {json.dumps(url)}\n"
        f"start = [{starts}]\n"
        f'languages = ["{language}"]\n'
        "# The zone of clock times that are printed without one; starts_at and ends_at stay empty without it.\n"
        '# time_zone = "Europe/London"\n'
        "# false where 3/4/2026 is the fourth of March.\n"
        "day_first = true\n"
    )


def find_starts(url: str, page: Page) -> list[str]:
    """Paths of the page's links that look like listings of events or groups, as they come."""
    host = urlsplit(url).hostname
    paths: dict[str, None] = {}
    for block in page.blocks:
        for link in block.links:
            parts = urlsplit(link.href)
            last = parts.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html").lower()
            if parts.hostname == host and last in _STARTED_BY:
                paths[parts.path] = None
    return list(paths)


def _fetch(home: Home, profile: Profile, allow_loopback: bool) -> Page:
    """The site's home page, through the crawler, into an archive that is thrown away."""
    alone = profile.model_copy(update={"start": (profile.url,), "sitemap": False})
    with tempfile.TemporaryDirectory() as folder:
        looked = _Looked(Path(folder), home).prepare()
        report = crawl(looked, [alone], Limits(allow_loopback=allow_loopback, follow=False))
        with Archive(looked.archive) as archive:
            row = next(archive.pages(alone.name), None)
            if row is None:
                why = report.sites[0].trouble or "no page came back"
                raise ColloquyError(f"{profile.url} could not be read: {why}.")
            return parse_page(archive.read(row.capture), row.capture.url, row.capture.content_type)


class _Looked(Home):
    """A throw-away home with the settings of the real one (the contact above all)."""

    def __init__(self, path: Path, real: Home) -> None:
        super().__init__(path)
        self.settings = real.settings  # type: ignore[method-assign]
