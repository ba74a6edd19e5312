"""`colloquy upload`."""

from typing import TYPE_CHECKING

import click

from pipelines.errors import UsageError

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("upload")
@click.pass_obj
def verb(context: "Context") -> None:
    """Move the segments of finished runs to the object storage that `segments` in colloquy.toml names.

    Crawl, import and all that writes segments anew do so at their end; this does what is left, or a whole older home.

    \b
    Example:  COLLOQUY_SEGMENTS=s3://bucket/prefix colloquy upload
    """
    if not context.home.settings().segments:
        raise UsageError('say where to: `segments = "s3://bucket/prefix"` in colloquy.toml of the home.')
    with context.home.lock():
        count = context.offload()
    click.echo(f"{context.home.path}: {count} segments uploaded")
