"""`colloquy browse`."""

import signal
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("browse")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of 127.0.0.1; 0 for a free one.  [default: 8641, or a"
              " free one when that is taken]")  # fmt: skip
@click.option("--open", "open_", is_flag=True, help="Also open it in the web browser.")
@click.pass_obj
def verb(context: "Context", port: int | None, open_: bool) -> None:
    """Search the dataset in a web browser: a page on this machine only, which changes nothing.

    \b
    Example:  colloquy browse --open
    """
    from pipelines.browse.server import open_server

    with open_server(context.home, port) as server:
        address = f"http://127.0.0.1:{server.port}/"
        click.echo(f"{context.home.path} is at {address} until you press Ctrl+C.")
        if open_:
            import webbrowser

            webbrowser.open(address)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl+C does
        server.serve_forever()
