"""`colloquy merge`."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("merge")
@click.argument("homes", nargs=-1, required=True, metavar="HOME…", type=click.Path(path_type=Path))
@click.pass_obj
def verb(context: "Context", homes: tuple[Path, ...]) -> None:
    """Join homes that shards of a crawl filled into this one. The others stay as they are.

    \b
    Example:  colloquy --home all merge shard-1 shard-2
    """
    from crawler.profiles import load_all_profiles
    from pipelines.home import Home
    from pipelines.merge import check_shard, merge

    others = [Home(path) for path in homes]
    for other in others:
        check_shard(context.home, other)
    with ExitStack() as locks:
        for home in (context.home, *others):
            locks.enter_context(home.lock())
        for other in others:
            for line in merge(context.home, other, load_all_profiles(context.home)):
                click.echo(line)
        context.offload()
