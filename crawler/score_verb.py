"""`colloquy score`: how its answer is printed."""

import json
from collections.abc import Callable
from pathlib import Path

from pipelines.errors import GOOD, SOME_FAILED
from pipelines.score import score_gold
from pipelines.score_report import lines_of, record_of


def show_score(gold: Path, as_json: bool, say: Callable[[str], None], write: Callable[[str], None]) -> int:
    """Score the gold file's pages and print it; the exit code. Raises UsageError in one clear line."""
    score = score_gold(gold)
    if as_json:
        write(json.dumps(record_of(score), ensure_ascii=False, indent=2))
    else:
        for line in lines_of(score):
            write(line)
    for page in score.missing:
        say(f"not found beside {gold}: {page}")
    return SOME_FAILED if score.missing else GOOD
