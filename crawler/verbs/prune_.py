"""`colloquy prune`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("prune")
@click.option("--older-than", metavar="AGE", help="Like 5y, 400d or 52w.  [default: `retention` of colloquy.toml]")
@click.option("--rows", is_flag=True, help="Also the rows of records that were removed so long ago.")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@click.pass_obj
def verb(context: "Context", older_than: str | None, rows: bool, dry_run: bool) -> None:
    """Drop what is older than an age and no longer needed: old captures, states of the tables, reports.

    The newest good capture of a page that is still there stays, however old. There is no way back.

    \b
    Example:  colloquy prune --older-than 5y --dry-run
    """
    from datetime import UTC, datetime, timedelta

    from crawler.profiles import load_all_profiles
    from pipelines.errors import UsageError
    from pipelines.freshness import parse_age
    from pipelines.prune import Retention, prune, show_prune

    settings = context.home.settings()
    age = older_than or settings.retention
    if not age:
        raise UsageError("say how old: --older-than 5y, or `retention` in colloquy.toml of the home.")
    limit = parse_age(age)
    if limit < timedelta(days=1):
        raise UsageError(f"`{age}` is less than a day and would drop nearly everything. Write 400d, 26w or 5y.")
    retention = Retention(datetime.now(UTC) - limit, rows or settings.retention_rows)
    if dry_run:
        for line in show_prune(context.home, retention):
            click.echo(line)
        return
    with context.home.lock():
        for line in prune(context.home, retention, load_all_profiles(context.home)):
            click.echo(line)
        context.offload()
