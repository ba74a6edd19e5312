"""`colloquy score`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("score")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.pass_obj
def verb(context: "Context", gold: Path, as_json: bool) -> None:
    """Compare what extraction says of pages with gold records that stand beside them.

    \b
    Example:  colloquy score data/sample/gold/groups.jsonl
    """
    from pipelines.errors import GOOD, SOME_FAILED
    from pipelines.score import score_gold
    from pipelines.score_report import lines_of, record_of

    score = score_gold(gold)
    lines = [json.dumps(record_of(score), ensure_ascii=False, indent=2)] if as_json else lines_of(score)
    for line in lines:
        click.echo(line)
    for page in score.missing:
        context.say(f"not found beside {gold}: {page}")
    sys.exit(SOME_FAILED if score.missing else GOOD)
