"""A score in, what `colloquy score` prints out: a table for people, JSON for machines."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.score import Score
from pipelines.score_records import Count

_HEAD = " given  ours  right  prec. recall    F1 by host    false  agree"
_SHOWN = 10  # failures that the table names; --json has all
_SHORT = 7  # fields that the short lines name, most given first: what a line of a terminal holds


def lines_of(score: Score) -> Iterator[str]:
    """The score as a table."""
    yield from _heads_of(score)
    for table, named in sorted(score.fields().items()):
        yield ""
        yield f"{table:<26}{_HEAD}"
        for name, count in named.items():
            yield _line(name, count, score.macro(table, name))
        for host in sorted(score.hosts):
            if len(score.hosts) > 1 and host and (one := score.total(host, table)).records:
                yield _line(f"  {host}"[:25], one, None)
        yield _line("all", score.total("", table), score.macro(table, ""))
    for page, value in score.unsupported[:_SHOWN]:
        yield f"no evidence: {page}: {value.record} {value.field}: {value.why}"


def _heads_of(score: Score) -> Iterator[str]:
    yield f"{score.form}: {score.pages} pages" + (f", {score.left_out} not stored" if score.left_out else "")
    if score.kinds:
        yield f"page kinds right     {score.kinds_right} of {score.kinds}"
    if score.titles:
        yield f"titles right         {score.titles_right} of {score.titles}"
    if score.records:
        yield f"pages with a record  {score.records_found} of {score.records} that state one"
    if score.bare:
        yield f"look-alikes          {score.bare_right} of {score.bare} give no record, as is right"
    if score.listed:
        yield f"listed entries       {_rates(score.listings())}, by host {_rates(score.listings_by_host())}"
    yield f"evidence             {score.values - len(score.unsupported)} of {score.values} values stand in their page"


def short_lines_of(scores: Mapping[str, Score]) -> Iterator[str]:
    """The scores of tables by name, two or three lines each, without what is right everywhere."""
    for table, score in scores.items():
        whole = f"{table:<7} {score.pages} of {score.pages + len(score.missing)} found, {len(score.extra)} extra"
        if score.kinds:
            whole += f"; {score.kinds_right} kinds and {score.titles_right} titles right"
        yield whole
        if named := score.fields().get(table):
            total = score.total("", table)
            filled = f"not stated but filled: {total.false} of {total.nulls}"
            yield f"        values: {_rates(total)} ({total.given:g} stated); {filled}"
            yield "        " + ", ".join(_short(name, count) for name, count in _largest(named))


def _largest(named: Mapping[str, Count]) -> list[tuple[str, Count]]:
    stated = [(name, count) for name, count in named.items() if count.given]
    return sorted(stated, key=lambda pair: (-pair[1].given, pair[0]))[:_SHORT]


def _short(name: str, count: Count) -> str:
    return f"{name} {count.right:.3g}/{count.given:g}"


def record_of(score: Score) -> dict[str, Any]:
    """The score as one JSON object."""
    tables = {table: {name: _json(count) | {"f1_by_host": score.macro(table, name)} for name, count in named.items()}
              for table, named in score.fields().items()}  # fmt: skip
    return {
        "form": score.form, "pages": score.pages, "not_stored": score.left_out, "missing": list(score.missing),
        "kinds": {"right": score.kinds_right, "of": score.kinds,
                  "wrong": [dict(zip(("page", "gold", "ours"), one, strict=True)) for one in score.wrong_kinds]},
        "titles": {"right": score.titles_right, "of": score.titles},
        "records": {"found": score.records_found, "of": score.records},
        "look_alikes": {"right": score.bare_right, "of": score.bare, "wrong": score.extra},
        "listed": _json(score.listings()) if score.listed else None,
        "listed_by_host": _json(score.listings_by_host()) if score.listed else None,
        "evidence": {"values": score.values, "unsupported": [
            {"page": page, "record": value.record, "field": value.field, "why": value.why}
            for page, value in score.unsupported]},
        "fields": tables,
        "totals": {table: _json(score.total("", table)) | {"f1_by_host": score.macro(table, "")} for table in tables},
        "sites": {host: {table: _json(score.total(host, table)) for table in fields}
                  for host, fields in sorted(score.hosts.items())},
    }  # fmt: skip


def _json(count: Count) -> dict[str, Any]:
    stated = {name: getattr(count, name) for name in count.__dataclass_fields__}
    rates = ("precision", "recall", "f1", "false_rate", "agreement")
    return stated | {name: _rounded(getattr(count, name)) for name in rates}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _line(name: str, count: Count, by_host: float | None) -> str:
    false = f"{count.false} of {count.nulls}"
    return (
        f"{name:<26}{count.given:>6g}{count.ours:>6g}{count.right:>7.1f}{_share(count.precision):>7}"
        f"{_share(count.recall):>7}{_share(count.f1):>6}{_share(by_host):>8}{false:>9}{_share(count.agreement):>7}"
    )


def _rates(count: Count) -> str:
    return f"precision {_share(count.precision)}, recall {_share(count.recall)}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
