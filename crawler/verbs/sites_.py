"""`colloquy sites`."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.group("sites", invoke_without_command=True)
@click.pass_context
def verb(ctx: click.Context) -> None:
    """A line a site: pages, events, groups, last good crawl, problems.

    \b
    Example:  colloquy sites
    """
    if ctx.invoked_subcommand is None:
        from crawler.reports import show_sites

        show_sites(ctx.obj.home, click.echo)


@verb.command("new")
@click.argument("url")
@click.option("--name", help="Name of the site.  [default: from its host]")
@click.option("--allow-loopback", is_flag=True, help="Let loopback addresses through.")
@click.pass_obj
def sites_new(context: "Context", url: str, name: str | None, allow_loopback: bool) -> None:
    """Look at a site and write its profile into the home.

    \b
    Example:  colloquy sites new https://www.example.org/
    """
    from crawler.new_site import write_profile

    path = write_profile(context.home, url, name, allow_loopback)
    click.echo(f"wrote {path}. Read it, then: colloquy crawl {path.stem}{' --allow-loopback' * allow_loopback}")
