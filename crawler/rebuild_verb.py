"""`colloquy rebuild`: checks first, then rebuilds under the home's lock."""

from collections.abc import Callable, Sequence

from crawler.profiles import load_all_profiles
from crawler.reports import show_rebuild
from pipelines.archive import Archive
from pipelines.engine import Engine
from pipelines.home import Home
from pipelines.rebuild import Rebuild, check_sites


def rebuild_sites(home: Home, sites: Sequence[str], engine: Engine, force: bool, write: Callable[[str], None]) -> int:
    """Rebuild the sites, or all; the exit code. Raises UsageError for a site that the archive does not hold."""
    with Archive(home.archive) as archive:
        check_sites(archive, home, sites)
    profiles, settings = load_all_profiles(home), home.settings()
    with home.lock():
        report = Rebuild(home, profiles, settings, engine, force).run(sites)
    return show_rebuild(report, write)
