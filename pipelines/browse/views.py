"""A snapshot and the parameters of an address in, an answer out: one function a page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from pipelines.browse.library import Snapshot
from pipelines.browse.months import MOST_EVENTS, following, lay_out, parse_month
from pipelines.browse.pages import make_page, read_style
from pipelines.browse.query import BadQueryError, Query, parse_query
from pipelines.browse.records import list_fields, list_origin, read_history, read_rows
from pipelines.browse.search import Hit, count_records, find_hits, find_record, find_span, search
from pipelines.calendar_file import make_calendar
from pipelines.denylist import load_denylist
from pipelines.export import find_reserved
from pipelines.redaction import drop_forgotten

MOST_IN_CALENDAR = 5_000
"""Events that a search's calendar file may hold: it is made in memory, at half a millisecond an event, and no calendar
program takes more."""
Arguments = MultiDict[str, str]


def show_search(snapshot: Snapshot, arguments: Arguments) -> Response:
    """The list of what a search finds."""
    query = parse_query(dict(arguments.lists()))
    found = search(snapshot.index, query)
    if query.page > found.pages:
        raise BadQueryError(f"there is no page {query.page}: this search has {found.pages}.")
    return _html("search.html.j2", snapshot, query=query, found=found, most=MOST_IN_CALENDAR)


def show_calendar(snapshot: Snapshot, arguments: Arguments) -> Response:
    """A month of what a search finds. Without a month: that of the newest event that is not in the future, or else of
    the first one."""
    given = arguments.copy()
    stated = given.poplist("month")
    query = parse_query(dict(given.lists()))
    if query.table != "events":
        raise BadQueryError("groups have no days; leave “table” away.")
    if len(stated) > 1:
        raise BadQueryError("“month” is said more than once.")
    today = datetime.now(UTC).date()
    span = find_span(snapshot.index, query)
    month = parse_month(stated[0].strip()) if stated and stated[0].strip() else _choose_month(span, today)
    shown = query.model_copy(update={"since": _later(query.since, month), "until": _earlier(query.until, month)})
    hits = find_hits(snapshot.index, shown.model_copy(update={"sort": "oldest"}), MOST_EVENTS)
    return _html(
        "calendar.html.j2", snapshot, query=query, month=lay_out(month, hits), before=following(month, -1),
        after=following(month), today=today, count=len(hits), span=span, shown=shown, most=MOST_IN_CALENDAR,
    )  # fmt: skip


def show_record(snapshot: Snapshot, arguments: Arguments, table: str, record_id: str) -> Response:
    """One record: every value beside its evidence, what changed, where it comes from."""
    hit, row = _find(snapshot, table, record_id)
    assert snapshot.generation
    return _html(
        "record.html.j2", snapshot, query=Query(table=table), hit=hit, row=row,  # type: ignore[arg-type]  # the route's choice
        fields=list_fields(table, row), origin=list_origin(table, row), changes=read_history(snapshot.generation, hit),
    )  # fmt: skip


def send_search(snapshot: Snapshot, arguments: Arguments) -> Response:
    """The calendar file of what a search finds."""
    query = parse_query(dict(arguments.lists()))
    if query.table != "events":
        raise BadQueryError("only events have a calendar form.")
    hits = find_hits(snapshot.index, query, MOST_IN_CALENDAR + 1)
    if len(hits) > MOST_IN_CALENDAR:
        raise BadQueryError(
            f"more than {MOST_IN_CALENDAR:,} events are too many for one calendar: narrow the search, or take them all"
            " with `colloquy export events --format ics`."
        )
    return _send_calendar(snapshot, hits, "events.ics")


def send_record(snapshot: Snapshot, arguments: Arguments, record_id: str) -> Response:
    """The calendar file of one event."""
    hit, _ = _find(snapshot, "events", record_id)
    return _send_calendar(snapshot, [hit], f"{record_id}.ics")


def send_style() -> Response:
    """The style sheet of all pages."""
    return Response(read_style(), mimetype="text/css")


def show_error(code: int, title: str, message: str) -> Response:
    """A page that says what is wrong."""
    return Response(
        make_page("error.html.j2", heading=title, message=message, query=Query()), code, mimetype="text/html"
    )


def _html(template: str, snapshot: Snapshot, **values: Any) -> Response:
    generation = snapshot.generation
    known: Mapping[str, Any] = {
        "counts": count_records(snapshot.index),
        "generation": generation.number if generation else None,
        "home": str(snapshot.home.path),
    }
    return Response(make_page(template, **known, **values), mimetype="text/html")


def _find(snapshot: Snapshot, table: str, record_id: str) -> tuple[Hit, dict[str, Any]]:
    hit = find_record(snapshot.index, table, record_id)
    if hit is None or snapshot.generation is None:
        raise NotFound(f"There is no record {record_id!r:.80} among the {table}. It may have been forgotten.")
    return hit, read_rows(snapshot.generation, [hit])[0]


def _send_calendar(snapshot: Snapshot, hits: list[Hit], name: str) -> Response:
    """What may leave the home of these events, as `export` hands it out."""
    home = snapshot.home.path
    rows = read_rows(snapshot.generation, hits, evidence=False) if snapshot.generation else []
    reserved = find_reserved(home)
    rows = drop_forgotten([row for row in rows if row["url"] not in reserved], load_denylist(home))
    return Response(
        make_calendar(rows), mimetype="text/calendar", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _choose_month(span: tuple[date, date] | None, today: date) -> date:
    if span is None:
        return today.replace(day=1)
    return min(max(today, span[0]), span[1]).replace(day=1)


def _later(since: date | None, month: date) -> date:
    return max(since or month, month)


def _earlier(until: date | None, month: date) -> date:
    last = lay_out(month, ()).last
    return min(until or last, last)
