"""`colloquy forget`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("forget")
@click.argument("target", metavar="URL|HOST|NAME")
@click.pass_obj
def verb(context: "Context", target: str) -> None:
    """Take a page, a host or a person out of archive and tables, older ones too, and never fetch it again.

    A name is masked wherever it stands; pages about others stay. There is no way back.

    \b
    Example:  colloquy forget https://www.example.org/people/someone
              colloquy forget "Some One"
    """
    from crawler.profiles import load_all_profiles
    from pipelines.forget import forget

    with context.home.lock():
        for line in forget(context.home, target, load_all_profiles(context.home)):
            click.echo(line)
        context.offload()
