"""`colloquy export`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from crawler import completion

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("export")
@click.argument("table", shell_complete=completion.offer_tables)
@click.option(
    "--format", "format_", type=click.Choice(["jsonl", "csv", "parquet", "ics"]), default="jsonl", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: stdout]"
)
@click.option("--redact", type=click.Choice(["names"]), help="names: people become pseudonyms, and their names are"
              " masked in texts.")  # fmt: skip
@click.option("--reserved", is_flag=True, help="Also rows of pages whose site reserves text and data mining.")
@click.pass_obj
def verb(context: "Context", table: str, format_: str, output: Path | None, redact: str | None, reserved: bool) -> None:
    """Take a table out: pages, events, groups, fetches, changes or problems.

    \b
    Example:  colloquy export events --format ics -o events.ics
    """
    from pipelines.export import Terms, export_table, find_reserved

    left_out = 0 if reserved else len(find_reserved(context.home.path))
    if left_out:
        context.say(f"left out: rows of {left_out} addresses that reserve text and data mining (see --reserved)")
    pieces = export_table(table, context.home.path, format_, Terms(not redact, reserved))  # type: ignore[arg-type]  # click checked the choice
    if output is None:
        _write_all(sys.stdout.buffer, pieces)
        return
    following = output.with_name(output.name + ".tmp")
    with following.open("wb") as handle:
        _write_all(handle, pieces)
    following.replace(output)


def _write_all(handle: IO[bytes], pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        handle.write(piece)
    handle.flush()
