"""`colloquy verify`."""

import sys
from typing import TYPE_CHECKING

import click

from pipelines.errors import ColloquyError

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("verify")
@click.pass_obj
def verb(context: "Context") -> None:
    """Check every byte of archive, tables, templates, saved results and reports against what was stored.

    \b
    Example:  colloquy verify
    """
    from pipelines.verify import find_damage

    count = 0
    for line in find_damage(context.home):
        click.echo(line)
        count += 1
    if count:
        context.say(f"{count} damaged. All that is undamaged can still be read; `colloquy repair` mends the home.")
        sys.exit(ColloquyError.exit_code)
    click.echo(f"{context.home.path}: sound")
