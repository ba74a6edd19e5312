"""`colloquy import`."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler import completion
from pipelines.errors import SOME_FAILED, ColloquyError, UsageError

if TYPE_CHECKING:
    from crawler.cli import Context
    from pipelines.importing import Choice, ImportReport
    from pipelines.profiles import Profile


@click.command("import")
@click.argument("site", shell_complete=completion.offer_any_site)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…", type=click.Path(path_type=str))
@click.option("--urls", type=click.Path(path_type=Path), help="CSV with the header `path,url`: the pages' addresses.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Of WARC files take the pages of this host, with"
              " or without www.; may be repeated.  [default: the hosts of the profile, else all]")  # fmt: skip
@click.option("--in-place", is_flag=True, help="Do not copy WARC files: index their records and read them there.")
@click.pass_obj
def verb(
    context: "Context", site: str, paths: tuple[str, ...], urls: Path | None, hosts: tuple[str, ...], in_place: bool
) -> None:
    """Bring saved pages into the archive: .html, .txt text dumps, .warc[.gz], .csv with url,body.

    SITE is the name of a profile or any new name. WARC files may lie elsewhere (`s3://bucket/x.warc.gz`). Follow it
    with `rebuild`.

    \b
    Example:  colloquy import turing saved/*.txt && colloquy rebuild turing
              colloquy import lab --host lab.example.org --in-place CC-MAIN-*.warc.gz
    """
    from crawler.profiles import load_all_profiles
    from pipelines.importing import Choice, import_pages
    from pipelines.offload import check_storage
    from pipelines.saved_pages import read_urls

    check_storage(context.home)
    profile = load_all_profiles(context.home).get(site)
    choice = Choice(_find_scope(profile, hosts) if any(map(_may_have_warcs, paths)) else None, in_place)
    report = import_pages(context.home, site, paths, read_urls(urls) if urls else {}, profile, choice)
    for line in _find_notes(report, choice):
        context.say(line)
    click.echo(_summarise(site, report))
    if report.taken:
        context.say(f"next: colloquy rebuild {site}")
    if context.home.settings().segments:
        with context.home.lock():
            context.offload()
    if report.refused:
        sys.exit(SOME_FAILED if report.taken + report.skipped else ColloquyError.exit_code)


def _may_have_warcs(path: str) -> bool:
    """The scope of a site costs half a second: only WARC files are asked for it."""
    return ".warc" in path.lower() or Path(path).is_dir()


def _find_scope(profile: "Profile | None", hosts: tuple[str, ...]) -> "Callable[[str], bool] | None":
    """Which addresses belong to the site, by its profile or the named hosts; None: all of them."""
    from crawler.addresses import Scope

    if not hosts:
        return Scope.of(profile).has if profile else None
    strange = [host for host in hosts if "/" in host or "." not in host]
    if strange:
        raise UsageError(f"--host {strange[0]}: give the name of a host, like www.example.org.")
    scope = Scope.of_hosts(hosts, profile.deny if profile else ())
    return scope.has


def _find_notes(report: "ImportReport", choice: "Choice") -> Iterator[str]:
    yield from (f"refused {origin}: {why}" for origin, why in report.refused)
    if report.masked:
        yield f"{report.masked} pages were copied all the same: something in them is on the denylist of this home"
    if choice.has is None and len(report.hosts) > 1:
        yield f"pages of {len(report.hosts)} hosts were taken for one site; --host HOST would choose"


def _summarise(site: str, report: "ImportReport") -> str:
    left = ", ".join(f"{count:,} {why}" for why, count in report.left_out.most_common())
    return (
        f"{site}: {report.taken} taken, {report.skipped} skipped (already archived), {len(report.refused)} refused"
        + (f"; left out of WARC files: {left}" if left else "")
    )
