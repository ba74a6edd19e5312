"""The `colloquy` command. Every verb is a thin skin over one call; what it needs is imported when it is typed."""

import os
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from pipelines.errors import ColloquyError, DiskError
from pipelines.home import Home, find_home

_ROOMS = ("crawler", "extract", "pipelines")
_WRITERS = ("demo", "crawl", "import", "rebuild")  # the check takes 0.3 s: too long for those who only look
_EXIT_CODES = (
    "Exit codes: 0 good, 1 failed, 2 usage, 3 finished but some pages failed, 4 quality gate held the commit back,"
    " 5 disk or limits, 75 another run holds the lock."
)


@dataclass(frozen=True, slots=True)
class Context:
    """What every verb may need."""

    home: Home
    verbose: bool

    def say(self, line: str) -> None:
        """A line for the person, on stderr: stdout is for results."""
        click.echo(line, err=True)


class Verbs(click.Group):
    """The group of all verbs. Every error ends as one line and an exit code; `-v` shows where an odd one arose."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except ColloquyError as error:
            click.echo(f"colloquy: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # the reader of our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"colloquy: {where}{error.strerror or error}.", err=True)
            ctx.exit(DiskError.exit_code)
        except Exception as error:
            if ctx.params.get("verbose"):
                raise
            click.echo(
                f"colloquy: unexpected {type(error).__name__}: {error}. Run it again with -v to see where.", err=True
            )
            ctx.exit(ColloquyError.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Verbs, epilog=_EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="colloquy")
@click.option("--home", type=click.Path(path_type=Path), help="The dataset's folder.  [default: data/ of the checkout,"
              " else ./colloquy-data; also COLLOQUY_HOME]")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
@click.option("--json-log", is_flag=True, help="Write log lines on stderr as JSON.")
@click.pass_context
def cli(ctx: click.Context, home: Path | None, verbose: bool, json_log: bool) -> None:
    """Turns the public websites of research institutes into a dataset of their events and groups."""
    if ctx.invoked_subcommand in _WRITERS:
        _check_rooms()
    from crawler.log import start_log

    start_log(verbose, json_log)
    ctx.obj = Context(Home(find_home(home)), verbose)


@cli.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port of the loopback server.  [default: the home's last, else 8642]"
)
@click.pass_obj
def demo(context: Context, port: int | None) -> None:
    """Crawl the bundled sample institute over HTTP and show what came out. Needs no network.

    \b
    Example:  colloquy --home /tmp/try demo
    """
    from crawler.demo import show_demo

    sys.exit(show_demo(context.home, port, click.echo))


@cli.command()
@click.argument("sites", nargs=-1)
@click.option("--all", "all_sites", is_flag=True, help="Every site that has a profile, but the sample.")
@click.option("--url", help="Start here; needs no profile.")
@click.option("--max-pages", type=click.IntRange(1), help="Fetch at most so many pages of each site.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between two requests to one host.  [default: 2]")
@click.option("--shard", help="Only the sites of shard I of N, as I/N.")
@click.option("--no-rebuild", is_flag=True, help="Archive only; leave the tables as they are.")
@click.option("--allow-loopback", is_flag=True, help="Let loopback addresses through (demo and tests).")
@click.pass_obj
def crawl(
    context: Context, sites: tuple[str, ...], all_sites: bool, url: str | None, max_pages: int | None,
    delay: float | None, shard: str | None, no_rebuild: bool, allow_loopback: bool,
) -> None:  # fmt: skip
    """Fetch what is new or changed, archive it, rebuild the tables.

    \b
    Example:  colloquy crawl turing
              colloquy crawl --url https://www.example.org/ --max-pages 200
    """
    from crawler.crawl_verb import CrawlOptions, crawl_and_rebuild

    options = CrawlOptions(sites, all_sites, url, max_pages, delay, shard, not no_rebuild, allow_loopback)
    sys.exit(crawl_and_rebuild(context.home, options, context.say, click.echo))


@cli.command("import")
@click.argument("site")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--urls", type=click.Path(path_type=Path), help="CSV with the header `path,url`: the pages' addresses.")
@click.pass_obj
def import_(context: Context, site: str, paths: tuple[Path, ...], urls: Path | None) -> None:
    """Bring saved pages into the archive: .html, .txt text dumps, .warc[.gz], .csv with url,body.

    SITE is the name of a profile or any new name. Follow it with `rebuild`.

    \b
    Example:  colloquy import turing saved/*.txt && colloquy rebuild turing
    """
    from crawler.import_verb import import_saved

    sys.exit(import_saved(context.home, site, paths, urls, context.say, click.echo))


@cli.command()
@click.argument("sites", nargs=-1)
@click.option("--engine", type=click.Choice(["local", "dask"]), help="local: this process; dask: a cluster."
              "  [default: local for small jobs, an embedded cluster for large ones]")  # fmt: skip
@click.option("--scheduler", help="Address of a Dask scheduler that runs already.")
@click.option("--scheduler-file", type=click.Path(exists=True), help="Its scheduler file.")
@click.option("--workers", type=click.IntRange(1), help="Workers of the embedded cluster.  [default: one a core]")
@click.option("--force", is_flag=True, help="Extract every page again.")
@click.pass_obj
def rebuild(
    context: Context, sites: tuple[str, ...], engine: str | None, scheduler: str | None, scheduler_file: str | None,
    workers: int | None, force: bool,
) -> None:  # fmt: skip
    """Learn templates, extract, commit. Only what changed is extracted again.

    \b
    Example:  colloquy rebuild
              colloquy rebuild turing --engine dask --workers 4
    """
    from crawler.rebuild_verb import rebuild_sites
    from pipelines.engine import Engine

    chosen = Engine(engine, scheduler, scheduler_file, workers)  # type: ignore[arg-type]  # click checked the choice
    sys.exit(rebuild_sites(context.home, sites, chosen, force, click.echo))


@cli.command()
@click.argument("source", metavar="URL|FILE|-")
@click.option("--url", help="Address of the page, when SOURCE is a file.")
@click.option("--site", help="Site whose template and hints to use.")
@click.option("--no-template", is_flag=True, help="Judge the page alone.")
@click.option("--fetch", is_flag=True, help="Fetch the URL now, politely, into the archive.")
@click.option("--show", type=click.Choice(["records", "body", "blocks", "template"]), default="records",
              show_default=True, help="What to print.")  # fmt: skip
@click.option("--allow-loopback", is_flag=True, help="With --fetch: let loopback addresses through.")
@click.pass_obj
def page(
    context: Context, source: str, url: str | None, site: str | None, no_template: bool, fetch: bool, show: str,
    allow_loopback: bool,
) -> None:  # fmt: skip
    """Extract one page again and show why a value is what it is: JSON on stdout.

    \b
    Example:  colloquy page https://www.turing.ac.uk/events/some-event
              colloquy page saved.html --url https://www.example.org/x --show blocks
    """
    from crawler.page_verb import PageOptions, show_page

    show_page(context.home, PageOptions(source, url, site, not no_template, fetch, show, allow_loopback), click.echo)


@cli.command()
@click.argument("table")
@click.option(
    "--format", "format_", type=click.Choice(["jsonl", "csv", "parquet", "ics"]), default="jsonl", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: stdout]"
)
@click.pass_obj
def export(context: Context, table: str, format_: str, output: Path | None) -> None:
    """Take a table out: pages, events, groups, fetches, changes or problems.

    \b
    Example:  colloquy export events --format ics -o events.ics
    """
    from crawler.export_verb import write_table

    write_table(context.home.path, table, format_, output)


@cli.group(invoke_without_command=True)
@click.pass_context
def sites(ctx: click.Context) -> None:
    """A line a site: pages, events, groups, last good crawl, problems."""
    if ctx.invoked_subcommand is None:
        from crawler.reports import show_sites

        show_sites(ctx.obj.home, click.echo)


@sites.command("new")
@click.argument("url")
@click.option("--name", help="Name of the site.  [default: from its host]")
@click.option("--allow-loopback", is_flag=True, help="Let loopback addresses through.")
@click.pass_obj
def sites_new(context: Context, url: str, name: str | None, allow_loopback: bool) -> None:
    """Look at a site and write its profile into the home.

    \b
    Example:  colloquy sites new https://www.example.org/
    """
    from crawler.new_site import write_profile

    path = write_profile(context.home, url, name, allow_loopback)
    click.echo(f"wrote {path}. Read it, then: colloquy crawl {path.stem}")


@cli.command()
@click.pass_obj
def verify(context: Context) -> None:
    """Check every byte of archive, tables, templates and saved results against what was stored.

    \b
    Example:  colloquy verify
    """
    from crawler.reports import show_damage

    sys.exit(show_damage(context.home, context.say, click.echo))


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.pass_obj
def score(context: Context, gold: Path, as_json: bool) -> None:
    """Compare what extraction says of pages with gold records that stand beside them.

    \b
    Example:  colloquy score data/sample/gold/groups.jsonl
    """
    from crawler.score_verb import show_score

    sys.exit(show_score(gold, as_json, context.say, click.echo))


def main() -> None:
    """Entry point of the installed command."""
    cli(prog_name="colloquy")


def _check_rooms() -> None:
    """Raise when another distribution owns one of our generic import names: its code would run instead of ours."""
    owners = metadata.packages_distributions()
    for room in _ROOMS:
        others = sorted(set(owners.get(room, ())) - {"colloquy"})
        if others:
            raise ColloquyError(
                f"the package `{others[0]}` also installs `{room}`, so it must not share an environment with colloquy."
                " Install colloquy in a virtual environment of its own."
            )
