"""The `colloquy` command. Every verb is a thin skin over one call; what it needs is imported when it is typed."""

import logging
import os
import sys
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, cast

import click

from crawler import completion
from crawler.log import JsonLines
from crawler.progress_bar import show_progress
from extract.text import fold
from pipelines.errors import ColloquyError, DiskError
from pipelines.home import Home, find_home

_ROOMS = ("crawler", "extract", "pipelines")
_WRITERS = (
    "demo",
    "crawl",
    "import",
    "rebuild",
    "repair",
    "merge",
    "forget",
    "prune",
    "upload",
)  # the check takes 0.3 s: too long for those who only look
_IN_MODULES = ("import", "export", "publish", "report", "inspect", "browse", "sites", "status", "verify", "repair",
               "generations", "rollback", "merge", "forget", "prune", "upload", "score")  # fmt: skip
"""Verbs of `crawler.verbs`, in the order of the help: each a small module `<name>_` that imports nothing heavy."""
_EXIT_CODES = (
    "Exit codes: 0 good, 1 failed, 2 usage, 3 finished but some pages failed, 4 quality gate held the commit back,"
    " 5 disk or limits, 75 another run holds the lock."
)


@dataclass(frozen=True, slots=True)
class Context:
    """What every verb may need."""

    home: Home
    verbose: bool
    json_log: bool = False

    def say(self, line: str) -> None:
        """A line for the person, on stderr: stdout is for results."""
        if self.json_log:
            logging.getLogger("colloquy").info(line)
        else:
            click.echo(line, err=True)

    def offload(self) -> int:
        """Move the segments of finished runs to the object storage that the settings name, if any, and say so; gives
        how many. For who holds the home's lock."""
        from pipelines.offload import offload

        count = 0
        for line in offload(self.home):
            self.say(line)
            count += 1
        return count


class Verbs(click.Group):
    """The group of all verbs. Every error ends as one line and an exit code; `-v` shows where an odd one arose."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if error.option_name not in {name for one in self.params for name in one.opts}:
                raise
            said = (
                f"{error.option_name} stands before the verb: colloquy {error.option_name} … {ctx.invoked_subcommand} …"
            )
            raise click.UsageError(said, ctx=error.ctx) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except ColloquyError as error:
            click.echo(f"colloquy: {fold(str(error))}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # the reader of our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"colloquy: {fold(where + (error.strerror or str(error)))}.", err=True)
            ctx.exit(DiskError.exit_code)
        except Exception as error:
            if ctx.params.get("verbose"):
                raise
            click.echo(
                f"colloquy: unexpected {type(error).__name__}: {fold(str(error))}. Run it again with -v to see where.",
                err=True,
            )
            ctx.exit(ColloquyError.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *_IN_MODULES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = super().get_command(ctx, cmd_name)
        if known or cmd_name not in _IN_MODULES:
            return known
        module = import_module(f"crawler.verbs.{cmd_name}_")
        return cast(click.Command, module.verb)


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
    _start_log(verbose, json_log)
    ctx.obj = Context(Home(find_home(home)), verbose, json_log)
    if not json_log:
        ctx.with_resource(show_progress())


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
@click.argument("sites", nargs=-1, shell_complete=completion.offer_profiles)
@click.option("--all", "all_sites", is_flag=True, help="Every site that has a profile, but the sample.")
@click.option("--url", help="Start here; needs no profile.")
@click.option("--max-pages", type=click.IntRange(1), help="Fetch at most so many pages of each site.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between two requests to one host.  [default: 2]")
@click.option("--shard", help="Only the sites of shard I of N, as I/N.")
@click.option("--no-rebuild", is_flag=True, help="Archive only; leave the tables as they are.")
@click.option("--accept", multiple=True, metavar="SITE", help="Let SITE through the quality gate.",
              shell_complete=completion.offer_any_site)  # fmt: skip
@click.option("--allow-loopback", is_flag=True, help="Let loopback addresses through (demo and tests).")
@click.pass_obj
def crawl(
    context: Context, sites: tuple[str, ...], all_sites: bool, url: str | None, max_pages: int | None,
    delay: float | None, shard: str | None, no_rebuild: bool, accept: tuple[str, ...], allow_loopback: bool,
) -> None:  # fmt: skip
    """Fetch what is new or changed, archive it, rebuild the tables.

    \b
    Example:  colloquy crawl turing
              colloquy crawl --url https://www.example.org/ --max-pages 200
    """
    from crawler.crawl_verb import CrawlOptions, crawl_and_rebuild

    options = CrawlOptions(
        sites, all_sites, url, max_pages, delay, shard, not no_rebuild, allow_loopback, accept, context.verbose
    )
    sys.exit(crawl_and_rebuild(context.home, options, context.say, click.echo))


@cli.command()
@click.argument("sites", nargs=-1, shell_complete=completion.offer_sites)
@click.option("--engine", type=click.Choice(["local", "dask"]), help="local: this process; dask: a cluster."
              "  [default: local for small jobs, an embedded cluster for large ones]")  # fmt: skip
@click.option("--scheduler", help="Address of a Dask scheduler that runs already.")
@click.option("--scheduler-file", type=click.Path(exists=True), help="Its scheduler file.")
@click.option("--workers", type=click.IntRange(1), help="Workers of the embedded cluster.  [default: one a core]")
@click.option("--force", is_flag=True, help="Extract every page again.")
@click.option("--accept", multiple=True, metavar="SITE", help="Let SITE through the quality gate.",
              shell_complete=completion.offer_any_site)  # fmt: skip
@click.pass_obj
def rebuild(
    context: Context, sites: tuple[str, ...], engine: str | None, scheduler: str | None, scheduler_file: str | None,
    workers: int | None, force: bool, accept: tuple[str, ...],
) -> None:  # fmt: skip
    """Learn templates, extract, commit. Only what changed is extracted again.

    \b
    Example:  colloquy rebuild
              colloquy rebuild turing --engine dask --workers 4
    """
    from crawler.profiles import load_all_profiles
    from crawler.reports import judge_rebuild, show_rebuild
    from pipelines.archive import Archive
    from pipelines.engine import Engine
    from pipelines.rebuild import Rebuild, check_sites

    with Archive(context.home.archive) as archive:
        check_sites(archive, context.home, sites)
    chosen = Engine(engine, scheduler, scheduler_file, workers)  # type: ignore[arg-type]  # click checked the choice
    profiles, settings = load_all_profiles(context.home), context.home.settings()
    with context.home.lock():
        chosen.check()
        report = Rebuild(context.home, profiles, settings, chosen, force, accept).run(sites)
    show_rebuild(report, click.echo)
    sys.exit(judge_rebuild(report))


@cli.command()
@click.argument("source", metavar="URL|FILE|-")
@click.option("--url", help="Address of the page, when SOURCE is a file.")
@click.option("--site", help="Site whose template and hints to use.", shell_complete=completion.offer_any_site)
@click.option("--no-template", is_flag=True, help="Judge the page alone.")
@click.option("--fetch", is_flag=True, help="Fetch the URL now, politely, into the archive.")
@click.option("--show", type=click.Choice(["records", "body", "markdown", "blocks", "template"]), default="records",
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


def main() -> None:
    """Entry point of the installed command."""
    cli(prog_name="colloquy")


def _check_rooms() -> None:
    """Raise when another distribution owns one of our generic import names: its code would run instead of ours."""
    for one in metadata.distributions():
        files = one.read_text("RECORD") or ""  # its name is asked for last: reading 250 of them takes 0.3 s
        room = next((room for room in _ROOMS if f"\n{room}/" in f"\n{files}"), "")
        if room and one.name != "colloquy":
            raise ColloquyError(
                f"the package `{one.name}` also installs `{room}`, so it must not share an environment with colloquy."
                " Install colloquy in a virtual environment of its own."
            )


def _start_log(verbose: bool, as_json: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler])
    if as_json:
        own = logging.StreamHandler(sys.stderr)
        own.setFormatter(JsonLines())
        logger = logging.getLogger("colloquy")
        logger.addHandler(own)
        logger.setLevel(logging.INFO)
        logger.propagate = False
