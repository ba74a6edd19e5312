"""`colloquy import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler import completion
from pipelines.errors import SOME_FAILED, ColloquyError

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("import")
@click.argument("site", shell_complete=completion.offer_any_site)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--urls", type=click.Path(path_type=Path), help="CSV with the header `path,url`: the pages' addresses.")
@click.pass_obj
def verb(context: "Context", site: str, paths: tuple[Path, ...], urls: Path | None) -> None:
    """Bring saved pages into the archive: .html, .txt text dumps, .warc[.gz], .csv with url,body.

    SITE is the name of a profile or any new name. Follow it with `rebuild`.

    \b
    Example:  colloquy import turing saved/*.txt && colloquy rebuild turing
    """
    from crawler.profiles import load_all_profiles
    from pipelines.importing import import_pages
    from pipelines.saved_pages import read_urls

    profile = load_all_profiles(context.home).get(site)
    report = import_pages(context.home, site, paths, read_urls(urls) if urls else {}, profile)
    for origin, why in report.refused:
        context.say(f"refused {origin}: {why}")
    click.echo(
        f"{site}: {report.taken} taken, {report.skipped} skipped (already archived), {len(report.refused)} refused"
    )
    if report.refused:
        sys.exit(SOME_FAILED if report.taken + report.skipped else ColloquyError.exit_code)
