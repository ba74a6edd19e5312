"""`colloquy repair`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("repair")
@click.pass_obj
def verb(context: "Context") -> None:
    """Mend a damaged home: keep all that is undamaged, name what is lost; the next crawl fetches that again.

    \b
    Example:  colloquy verify || colloquy repair
    """
    from crawler.profiles import load_all_profiles
    from pipelines.repair import repair

    with context.home.lock():
        lines = 0
        for line in repair(context.home, dict(load_all_profiles(context.home))):
            click.echo(line)
            lines += 1
        context.offload()
    click.echo(f"{context.home.path}: {'mended' if lines else 'nothing to mend'}")
