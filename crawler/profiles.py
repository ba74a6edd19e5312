"""Where site profiles lie: the bundled ones beside this file, the user's own in the home."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.profiles import Profile, load_profiles

BUNDLED = Path(__file__).parent / "sites"
SAMPLE = "sample"
"""The profile of the bundled institute: served by the demo, left out by `crawl --all`."""


def load_all_profiles(home: Home) -> dict[str, Profile]:
    """Bundled profiles, overridden by those of the home."""
    return load_profiles(BUNDLED, home.sites)


def find_profile(profiles: Mapping[str, Profile], name: str) -> Profile:
    """The profile of that name. Raises UsageError that lists the names there are."""
    if name not in profiles:
        raise UsageError(
            f"no site profile `{name}`. Profiles: {', '.join(sorted(profiles))}. Make one with"
            " `colloquy sites new URL`, or crawl without one: `colloquy crawl --url URL`."
        )
    return profiles[name]
