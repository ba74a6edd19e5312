"""Rows taken out of every generation of the tables, the current one and the older: what `forget` and `prune` share."""

from collections.abc import Callable, Mapping

from pipelines.draft import Rows
from pipelines.manifest import Generation
from pipelines.progress import follow
from pipelines.schema import ROWS
from pipelines.tables import Tables

Clean = Callable[[Mapping[str, Rows]], dict[str, Rows]]
"""The rows of one site by table in, those that may stay out."""


def rewrite_generations(tables: Tables, clean: Clean) -> int:
    """Write anew each generation in which `clean` changes something; gives how many."""
    current, count = tables.current(), 0
    generations = list(tables.generations())
    for generation in follow(generations, "cleaning tables", len(generations)):
        changed = _clean_generation(tables, generation, clean)
        if not changed:
            continue
        count += 1
        if current and generation.number == current.number:
            tables.commit(changed, keep=10**6)
        else:
            tables.rewrite(generation, changed)
    newest = tables.current()
    if current and newest and newest.number != current.number:
        tables.remove(current)
    return count


def _clean_generation(tables: Tables, generation: Generation, clean: Clean) -> dict[str, dict[str, Rows]]:
    """The new rows of each site that has something to lose."""
    changed: dict[str, dict[str, Rows]] = {}
    for site in {one.site for one in generation.files}:
        old = {table: tables.rows_of(generation, table, site) for table in ROWS}
        new = clean(old)
        if new != old:
            changed[site] = new
    return changed
