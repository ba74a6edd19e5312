"""data/README.md from the schema: `python -m pipelines.dataset_card` prints it, a test fails when it is stale."""

import sys

from pipelines.schema import ROWS, schema

_HEAD = """# The dataset

This folder is the default home of a dataset that `colloquy` makes: pages of research institutes' websites, and the
events and groups found on them. `sample/` is the bundled fictional institute and the only thing here that is in git.

| folder | holds |
|---|---|
| `archive/` | every page as fetched: WARC 1.1 segments and an index |
| `templates/` | what each site repeats around its pages, a dated template for each of its designs |
| `tables/` | the current generation of the tables, Parquet (a link into `generations/`) |
| `cache/` | results of pages that need not be read again; may be deleted |

Load a table with `from pipelines import load; load("events")`, with `pd.read_parquet("data/tables/events")`, or in
DuckDB with `read_parquet('data/tables/events/*.parquet')`. A null (or an empty list) means: the page does not state it.
Clock times are local to the event; columns that end in `_at`, `_seen` and `_changed` are UTC.

The columns below are generated from the record types (`python -m pipelines.dataset_card > data/README.md`).
"""


def make_card() -> str:
    """The dataset card as Markdown."""
    return _HEAD + "".join(_make_section(table) for table in ROWS)


def _make_section(table: str) -> str:
    rows = "".join(
        f"| `{field.name}` | {str(field.type).replace('item: ', '')} | {field.metadata[b'description'].decode()} |\n"
        for field in schema(table)
    )
    return f"\n## {table}\n\n| column | type | meaning |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    sys.stdout.write(make_card())
