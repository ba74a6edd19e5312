"""A file of gold records in, its pages with what must be found on them out. Knows the forms that gold files have."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from extract.records import RECORDS, Event, Group
from pipelines.errors import UsageError
from pipelines.score_values import Measure, is_stated

Row = Mapping[str, Any]
Table = Literal["events", "groups"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field of a gold record: all values that count as right (None: the page states none), the best first."""

    field: str
    right: tuple[Any, ...]
    measure: Measure
    whole: bool = True


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A record that a page must give. `fields` are those that gold judges."""

    table: Table
    fields: tuple[Wanted, ...]

    def value(self, field: str) -> Any:
        """The best value of a field; None when gold has none."""
        return next((one.right[0] for one in self.fields if one.field == field), None)


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page, named by `file` as gold names it. `own` is what the page is about, `listed` what it lists.

    `judged` are the tables that gold speaks of: a page without records gives none. `host` is what averages are taken
    over. `kinds` are the page kinds that count as right, () where gold names none.
    """

    file: str
    site: str
    host: str
    url: str
    kinds: tuple[str, ...]
    judged: tuple[Table, ...]
    own: tuple[GoldRecord, ...] = ()
    listed: tuple[GoldRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """All pages of a gold file that can be had, and how many it names whose content it says is not stored."""

    form: str
    pages: tuple[GoldPage, ...]
    left_out: int = 0


def read_gold(path: Path) -> Gold:
    """Read a gold file (JSON, one object a line). Raises UsageError for a file that is not there or not gold."""
    rows = list(_rows(path))
    if not rows:
        raise UsageError(f"{path}: holds no records. Give a gold file: one JSON object a line.")
    for form, (mark, read) in _FORMS.items():
        if mark <= rows[0].keys():
            kept = [row for row in rows if row.get("stored", True)]
            try:
                return Gold(form, tuple(read(row) for row in kept), len(rows) - len(kept))
            except (KeyError, TypeError, AttributeError) as error:
                raise UsageError(f"{path}: a record of form `{form}` lacks or misspells {error}. Mend it.") from error
    raise UsageError(
        f"{path}: unknown form of gold. Give each line `file` (a page beside the gold) and `table` (events or groups),"
        " and beside them the fields of the record that the page should give."
    )


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise UsageError(f"{path}: no such file. Give a gold file: one JSON object a line.")
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text ({error.reason}). Give one JSON object a line.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: broken JSON ({error}). Mend the line or take it out.") from error
        if not isinstance(row, dict):
            raise UsageError(f"{path}:{number}: is not an object. Give one JSON object a line.")
        yield row


_MEASURES: Mapping[str, Measure] = {
    "name": "name", "super_event": "name", "parent_organization": "name", "virtual_location": "name",
    "purpose": "words", "description": "words", "audience": "words", "about": "words",
    "join": "phrase", "membership": "phrase", "meeting_frequency": "phrase", "code_of_conduct": "phrase",
    "url": "address", "join_url": "address", "mailing_list": "address", "registration_url": "address",
    "same_as": "address",
    "location": "place", "contact": "contact",
    "performers": "people", "organizers": "people", "members": "people", "sponsors": "people",
    "alternate_name": "name",
}  # fmt: skip
"""How a field is compared: lists item by item, everything that is not named here exactly."""
_LISTS: Mapping[str, Measure] = {
    name: _MEASURES.get(name, "list") for record in (Event, Group) for name, about in record.model_fields.items()
    if about.default == ()
}  # fmt: skip
_KINDS: Mapping[str, str] = {"event_listing": "listing", "group_listing": "listing"}
_MODES: Mapping[str, str] = {"in_person": "offline", "online": "online", "hybrid": "mixed"}


def _wanted(field: str, given: Any, also: Sequence[Any] = (), whole: bool = True) -> Wanted:
    value, accept = _plain(given)
    measure = _LISTS.get(field) or _MEASURES.get(field, "exact")
    if field == "location":
        measure = "place"
    right = (value if is_stated(value) else None, *accept, *also)
    return Wanted(field, tuple(dict.fromkeys(_frozen(one) for one in right)) if not _nested(right) else right, measure,
                  whole)  # fmt: skip


def _frozen(value: Any) -> Any:
    return value if is_stated(value) else None


def _nested(values: Sequence[Any]) -> bool:
    return any(isinstance(value, list | dict) for value in values)


def _plain(given: Any) -> tuple[Any, tuple[Any, ...]]:
    """A value of gold without its evidence, and the other values that gold accepts."""
    if isinstance(given, Mapping) and "value" in given:
        accept = given.get("accept") or ()
        others = accept if isinstance(accept, list) else [accept] if accept != () else []
        also = (None,) if given.get("kind") == "personal" else ()  # a person's address is never kept
        return given["value"], (*others, *also)
    if isinstance(given, Mapping):
        return {name: _plain(value)[0] for name, value in given.items() if name not in _NOTES}, ()
    if isinstance(given, list):
        return [_plain(one)[0] for one in given], ()
    return given, ()


_NOTES = frozenset(("evidence", "where", "note", "accept", "source", "role_evidence", "affiliation_evidence", "kind"))


def _fields(row: Row, table: Table, accepted: Mapping[str, Any] | None = None) -> tuple[Wanted, ...]:
    """Every field of a row that is a field of the table's record."""
    known = (Event if table == "events" else Group).model_fields
    out: list[Wanted] = []
    for name in row:
        if name in known and name not in ("url", "site", "evidence"):
            also = (accepted or {}).get(name, ())
            out.append(_wanted(name, row[name], also if isinstance(also, list) else (None,) if also else (),
                               bool(row.get(f"{name}_complete", True))))  # fmt: skip
    return tuple(out)


def _kind(row: Row) -> tuple[str, ...]:
    named = (row["page_kind"], *(row.get("accept") or ()))
    return tuple(_KINDS.get(kind, kind) for kind in named)


_ROUGH: Mapping[str, tuple[str, ...]] = {
    "news": ("blog",), "event_listing": ("event_series",),
    "other": ("project", "programme", "publication", "opportunity"),
}  # fmt: skip
"""What the forms with seven kinds call by one name."""


def _rough_kind(row: Row) -> tuple[str, ...]:
    return (*_kind(row), *_ROUGH.get(row["page_kind"], ()))


def _own_page(row: Row) -> GoldPage:
    """The form for anybody's pages: `file`, `table`, the fields of a record; without a name, no record is right."""
    table: Table = row["table"]
    if table not in RECORDS:
        raise UsageError(f"{row['file']}: no table `{table}` of records. Tables: {', '.join(RECORDS)}.")
    url, kinds = row.get("url") or "", (row["page_kind"],) if row.get("page_kind") else ()
    site = row.get("site") or urlsplit(url).hostname or row["file"]
    own = (GoldRecord(table, _fields(row, table)),) if row.get("name") else ()
    return GoldPage(row["file"], site, site, url, kinds, (table,), own)


def _group_page(row: Row) -> GoldPage:
    """The form with `group`, `groups` (what a page lists) and rows without either, which must give no group."""
    page = row["file"]
    group = row.get("group")
    own = () if not group else (GoldRecord("groups", _fields(group, "groups", group.get("accept"))),)
    listed = tuple(
        GoldRecord("groups", (*_fields(one, "groups"), _wanted("url", one.get("url")))) for one in row.get("groups", ())
    )
    if listed:
        own = ()  # what a listing says of itself is no record: it lists
    return GoldPage(page, row["site"], row["site"], "", _kind(row), ("groups",), own, listed)


def _institute_page(row: Row) -> GoldPage:
    """The form with one event or group a page: `title`, `start`, `speakers`, … or `description_first_sentence`."""
    own: tuple[GoldRecord, ...] = ()
    if "description_first_sentence" in row:
        named = {"name": "name", "join_url": "join_url", "organizers": "leads", "contact": "contact_email"}
        own = (GoldRecord("groups", tuple(_wanted(field, row[name]) for field, name in named.items())),)
    elif row["page_kind"] == "event":
        own = (GoldRecord("events", tuple(_event_fields(row))),)
    return GoldPage(row["file"], row["site"], row["site"], "", _rough_kind(row), tuple(one.table for one in own), own)


def _event_fields(row: Row) -> Iterator[Wanted]:
    start, end = row["start"] or "", row["end"] or ""
    yield _wanted("name", row["title"], [row["talk_title"]] if row.get("talk_title") else ())
    yield _wanted("start_date", start[:10] or None, [row["start_from_url"]] if row.get("start_from_url") else ())
    yield _wanted("start_time", start[11:16] or None)
    yield _wanted("end_date", end[:10] if end[:10] != start[:10] else None)
    yield _wanted("end_time", end[11:16] or None)
    yield _wanted("location", row["location"])
    yield _wanted("event_attendance_mode", _MODES.get(row["mode"] or ""))
    yield _wanted("performers", row["speakers"])
    yield _wanted("organizers", row["organisers"])
    yield _wanted("super_event", row["series"] or row.get("series_context"), (None,))


_LISTED = 150  # events of one page that are compared: a listing expands to 1,112 occurrences of the same few


def _peer_page(row: Row) -> GoldPage:
    """The form with `expected` events a page, each saying what of it the page shows."""
    records = tuple(GoldRecord("events", tuple(_shown_fields(one))) for one in row["expected"][:_LISTED])
    host = re.sub(r"^www\.", "", urlsplit(row["url"]).hostname or "")
    listing = row["kind"] == "listing"
    return GoldPage(row["page"], host, host, row["url"], ("listing",) if listing else ("event",), ("events",),
                    () if listing else records[:1], records if listing else ())  # fmt: skip


def _shown_fields(one: Row) -> Iterator[Wanted]:
    shown, start, end = one["shown"], one["start"] or "", one["end"] or ""
    if shown["title"]:
        yield _wanted("name", one["title"])
    if shown["start_date"]:
        yield _wanted("start_date", start[:10] or None)
    if shown["start_time"] and not one.get("all_day"):
        yield _wanted("start_time", start[11:16] or None)
    if shown["end"] and end[11:16]:
        yield _wanted("end_time", end[11:16])
    place = {name: value for name, value in (one["location"] or {}).items() if value}
    if shown["location"] and place:
        yield _wanted("location", [place])


def _dump_page(row: Row) -> GoldPage:
    """The form of text dumps: a row is the record, its file and address beside."""
    table: Table = "groups" if row["page_kind"] == "group" else "events"
    host = urlsplit(row["url"] or "").hostname or ""
    return GoldPage(row["file"], host, host, row["url"] or "", (row["page_kind"],), (table,),
                    (GoldRecord(table, _fields(row, table)),))  # fmt: skip


def _labelled_page(row: Row) -> GoldPage:
    """The form that names the kinds of text dumps only."""
    host = urlsplit(row["url"] or "").hostname or ""
    return GoldPage(row["file"], host, host, row["url"] or "", _kind(row), ())


def _manifest_page(row: Row) -> GoldPage:
    """The form that names the kinds of a site's pages. Its addresses are the pages' own claims, which may be wrong."""
    return GoldPage(row["file"], row["site"], row["site"], "", _rough_kind(row), ())


def _sample_page(row: Row) -> GoldPage:
    """The form of the bundled sample: `path` on the one site, the fields of a table or a page's kind."""
    table: Table | None = None if "page_kind" in row else "events" if "start_date" in row else "groups"
    own = (GoldRecord(table, _fields(row, table)),) if table else ()
    url = urljoin(SAMPLE_ORIGIN, row["path"])
    return GoldPage(row["path"], "sample", "sample", url, _kind(row) if not table else (),
                    (table,) if table else (), own)  # fmt: skip


SAMPLE_ORIGIN = "https://www.quillmere.example/"
"""Where the bundled sample's pages say that they stand."""
_FORMS: Mapping[str, tuple[frozenset[str], Callable[[Row], GoldPage]]] = {
    "records": (frozenset(("file", "table")), _own_page),
    "groups": (frozenset(("file", "page_role", "page_kind")), _group_page),
    "peers": (frozenset(("page", "expected", "kind")), _peer_page),
    "institutes": (frozenset(("file", "record", "page_kind", "note")), _institute_page),
    "dumps": (frozenset(("file", "page_kind", "name", "flags")), _dump_page),
    "kinds": (frozenset(("file", "page_kind", "label_basis")), _manifest_page),
    "dump kinds": (frozenset(("file", "page_kind", "basis")), _labelled_page),
    "sample pages": (frozenset(("path", "page_kind", "title")), _sample_page),
    "sample records": (frozenset(("path", "name")), _sample_page),
}
"""The forms by name: the fields that mark one, and the reader of a row."""
