"""What a shell offers for a word that is being typed: names of sites and of tables. Nothing is read but names of files,
so that the answer is there before one has lifted the finger."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import ColloquyError
from pipelines.home import Home, find_home

if TYPE_CHECKING:
    import click

_BUNDLED = Path(__file__).with_name("sites")  # as `crawler.profiles` says, which takes 0.2 s to import


def offer_profiles(ctx: "click.Context", param: "click.Parameter", begun: str) -> list[str]:
    """Sites that can be crawled."""
    files = (*_BUNDLED.glob("*.toml"), *_home(ctx).sites.glob("*.toml"))
    return _beginning_with(begun, (path.stem for path in files))


def offer_sites(ctx: "click.Context", param: "click.Parameter", begun: str) -> list[str]:
    """Sites whose pages the home holds: here, or elsewhere, of which a template tells."""
    home = _home(ctx)
    here = {path.name for path in home.archive.glob("*/") if any(path.glob("*.warc.gz"))}
    return _beginning_with(begun, sorted(here | {path.stem for path in home.templates.glob("*.json")}))


def offer_any_site(ctx: "click.Context", param: "click.Parameter", begun: str) -> list[str]:
    """Sites that can be crawled, or whose pages the home holds."""
    return _beginning_with(begun, (*offer_profiles(ctx, param, begun), *offer_sites(ctx, param, begun)))


def offer_tables(ctx: "click.Context", param: "click.Parameter", begun: str) -> list[str]:
    """Tables of the dataset."""
    known = [path.name for path in _home(ctx).tables.glob("*/")]
    if not known:
        from pipelines.schema import ROWS

        known = list(ROWS)
    return _beginning_with(begun, known)


def offer_generations(ctx: "click.Context", param: "click.Parameter", begun: str) -> list[str]:
    """Numbers of the kept states of the tables."""
    folders = (_home(ctx).path / "generations").glob("[0-9]*")
    return _beginning_with(begun, (str(int(folder.name)) for folder in folders if folder.name.isdigit()))


def _home(ctx: "click.Context") -> Home:
    try:
        return Home(find_home(ctx.find_root().params.get("home")))
    except ColloquyError:  # the command itself says what is wrong
        return Home(Path("colloquy-data"))


def _beginning_with(begun: str, names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(begun)})
