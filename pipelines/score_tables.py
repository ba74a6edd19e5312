"""Tables of a site and a folder of gold in, the score of each table out: by the measures of `colloquy score`."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from extract.records import RECORDS
from pipelines.dataset import read_table
from pipelines.gold import Gold, GoldPage, Row
from pipelines.gold_file import read_gold
from pipelines.score import Score
from pipelines.score_records import score_record


def score_tables(folder: Path, home: Path, site: str) -> dict[str, Score]:
    """Compare the committed pages, events and groups of a site with `pages.jsonl`, `events.jsonl` and `groups.jsonl`.

    A row is matched by the path of its address, so that the site may be served at any. Unlike `score_gold`, which reads
    each page by itself, this sees what listings and calendars add. Raises UsageError for gold that cannot be read.
    """
    scores = {}
    for table in ("pages", *RECORDS):
        rows = read_table(table, home, site=site).to_pylist()
        ours = {_path(row["url"]): row for row in rows if row.get("removed_at") is None}
        scores[table] = _score_table(read_gold(folder / f"{table}.jsonl"), ours)
    return scores


def _score_table(gold: Gold, ours: Mapping[str, Row]) -> Score:
    """`ours`: the rows by path."""
    missing = tuple(page.file for page in gold.pages if page.file not in ours)
    extra = sorted(ours.keys() - {page.file for page in gold.pages})
    score = Score(gold.form, len(gold.pages) - len(missing), gold.left_out, missing, extra=extra)
    for page in gold.pages:
        _score_row(score, page, ours.get(page.file, {}))
    return score


def _score_row(score: Score, page: GoldPage, row: Row) -> None:
    if row:
        score.judge_page(page, row.get("page_kind"), row.get("title"))
    for record in page.own:
        score.records += 1
        score.records_found += bool(row)
        score_record(score.hosts[page.host][record.table], record, row, row.get("url", page.url))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
