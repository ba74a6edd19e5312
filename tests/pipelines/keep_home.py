"""A small fictional home, packed: what an older version wrote must be read by every later one.

`python -m tests.pipelines.keep_home` writes `homes/schema-<version>.tar.xz` of the schema of now; do it whenever
`SCHEMA_VERSION` grows, and never change a file of a released version.
"""

import tarfile
import tempfile
from pathlib import Path

from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.schema import SCHEMA_VERSION
from pipelines.settings import Settings

HOMES = Path(__file__).parent / "homes"
PROFILES = {
    "lab": Profile(name="lab", url="https://lab.example/", time_zone="Europe/London"),
    "hof": Profile(name="hof", url="https://hof.example/", time_zone="Europe/Berlin"),
}
_PAGE = (
    "<html lang=en><head><title>{name} | {site}</title></head><body><nav><a href=/>Home</a></nav><main><h1>{name}</h1>"
    "<dl><dt>Date</dt><dd>{day}</dd><dt>Time</dt><dd>14:00 – 15:30</dd><dt>Speaker</dt><dd>Dr Orla Penhallick</dd></dl>"
    "<p>A talk on {name} and what the tides of the sea have to do with it.</p></main></body></html>"
)
_STATES = (
    {
        "lab": {"kelp": ("Kelp at sea", "3 May 2027"), "fog": ("Maps of fog", "9 July 2027")},
        "hof": {"uhren": ("Clocks of the coast", "7 June 2027")},
    },
    {"lab": {"kelp": ("Kelp at sea", "4 May 2027"), "salt": ("A history of salt", "11 July 2027")}, "hof": {}},
)
"""Two weeks of two institutes: in the second a talk was moved and one was announced."""


def make_home(folder: Path) -> Home:
    """The home, in `folder`: two imports, two commits."""
    home = Home(folder / "home")
    for number, state in enumerate(_STATES):
        for site, talks in state.items():
            saved = folder / f"saved-{number}" / site
            saved.mkdir(parents=True)
            for slug, (name, day) in talks.items():
                (saved / f"{slug}.html").write_text(_PAGE.format(name=name, site=site, day=day), "utf-8")
            if talks:
                import_pages(home, site, [saved], {}, PROFILES[site])
        with home.lock():
            Rebuild(home, PROFILES, Settings()).run()
    return home


def keep_home(folder: Path) -> Path:
    """Pack a new home into `folder`; gives the file."""
    packed = folder / f"schema-{SCHEMA_VERSION}.tar.xz"
    with tempfile.TemporaryDirectory() as scratch:
        home = make_home(Path(scratch))
        with tarfile.open(packed, "w:xz") as file:
            file.add(home.path, "home")
    return packed


if __name__ == "__main__":
    keep_home(HOMES)
