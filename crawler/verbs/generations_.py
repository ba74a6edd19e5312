"""`colloquy generations`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("generations")
@click.pass_obj
def verb(context: "Context") -> None:
    """A line a kept state of the tables: number, when committed, rows, which one is read now.

    \b
    Example:  colloquy generations
    """
    from crawler.reports import show_generations

    show_generations(context.home, click.echo)
