"""data/README.md from the schema: `python -m pipelines.dataset_card` prints it, a test fails when it is stale."""

import json
import sys
from collections.abc import Sequence

import pyarrow as pa

from pipelines.schema import ROWS, SCHEMA_VERSION, schema

_HOME = """# The dataset

This folder is the default home of a dataset that `colloquy` makes: pages of research institutes' websites, and the
events and groups found on them. `sample/` is the bundled fictional institute and the only thing here that is in git.

| folder | holds |
|---|---|
| `archive/` | every page as fetched: WARC 1.1 segments and an index |
| `templates/` | what each site repeats around its pages, a dated template for each of its designs |
| `tables/` | the current generation of the tables, Parquet (a link into `generations/`) |
| `generations/` | this and older states of the tables, for `colloquy rollback` |
| `cache/` | results of pages that need not be read again, how fast hosts were asked; may be deleted between runs |
| `reports/` | what each run did, and metrics |
| `sites/`, `colloquy.toml` | your own profiles and settings |

## Reading it

```python
from pipelines import load

events = load("events")  # pandas, Arrow dtypes; events.attrs["columns"] describes each column
soon = load("events", site="sample", since="2026-09-01", columns=["name", "start_date"])  # reads no more than that
then = load("events", as_of="2026-11-01")  # as the dataset knew them at the end of that day

people = events[["record_id", "name", "performers"]].explode("performers", ignore_index=True).dropna()
people = people.join(people.pop("performers").struct.explode().add_prefix("person_"))  # a row a person
```

`load` needs colloquy; other tools read the files:

```python
pandas.read_parquet("data/tables/events", dtype_backend="pyarrow")
polars.read_parquet("data/tables/events/*.parquet")
duckdb.sql("SELECT name, unnest(performers, recursive := true) FROM read_parquet('data/tables/events/*.parquet')")
```

```r
arrow::open_dataset("data/tables/events") |> dplyr::filter(start_date >= as.Date("2026-09-01")) |> dplyr::collect()
```

To give it away: `colloquy publish FOLDER` writes Parquet files, this card's tables and Croissant metadata.
"""
_MEANING = """
A null (or an empty list) means: the page does not state it. Clock times are local to the event; instants are UTC.
Rows of records that are gone stay, with `removed_at`. `changes` says what became of each record and when the dataset
learned of it (`recorded_at`); `same_as_record` links what several institutes announce.
"""
_GENERATED = """
The columns below (schema {version}) are generated from the record types
(`python -m pipelines.dataset_card > data/README.md`); the Parquet files state the same in each field's metadata. The
last column is the property of [schema.org](https://schema.org/) that a column maps to.
"""


def make_card() -> str:
    """The dataset card of a home, as Markdown."""
    return _HOME + _MEANING + _GENERATED.format(version=SCHEMA_VERSION) + make_sections(list(ROWS))


def make_sections(tables: Sequence[str]) -> str:
    """The columns of tables, as Markdown."""
    return "".join(_make_section(table) for table in tables)


def make_meaning() -> str:
    """What holds for all tables, as Markdown."""
    return _MEANING


def _make_section(table: str) -> str:
    rows = "".join(_make_row(field) for field in schema(table))
    return f"\n## {table}\n\n| column | type | unit | meaning | schema.org |\n|---|---|---|---|---|\n{rows}"


def _make_row(field: pa.Field) -> str:
    said = {name.decode(): text.decode() for name, text in field.metadata.items()}
    term = said.get("schema_org_path") or said.get("schema_org", "").removeprefix("https://schema.org/")
    values = f" One of: {', '.join(json.loads(said['values']))}." if "values" in said else ""
    kind = str(field.type).replace("item: ", "").replace("[us, tz=UTC]", "").replace("[day]", "")
    return f"| `{field.name}` | {kind} | {said.get('unit', '')} | {said['description']}{values} | {term} |\n"


if __name__ == "__main__":
    sys.stdout.write(make_card())
