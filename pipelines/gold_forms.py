"""The forms that gold files have: which fields mark one, and a row of it in, a page of gold out."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from extract.records import RECORDS
from pipelines.errors import UsageError
from pipelines.gold import GoldPage, GoldRecord, Row, Table, Wanted
from pipelines.gold_fields import want, want_fields

_KINDS: Mapping[str, str] = {"event_listing": "listing", "group_listing": "listing"}
_ROUGH: Mapping[str, tuple[str, ...]] = {
    "news": ("blog",), "event_listing": ("event_series",),
    "other": ("project", "programme", "publication", "opportunity"),
}  # fmt: skip
"""What the forms with seven kinds call by one name."""
_MODES: Mapping[str, str] = {"in_person": "offline", "online": "online", "hybrid": "mixed"}


def _kind(row: Row) -> tuple[str, ...]:
    named = (row["page_kind"], *(row.get("accept") or ()))
    return tuple(_KINDS.get(kind, kind) for kind in named)


def _rough_kind(row: Row) -> tuple[str, ...]:
    return (*_kind(row), *_ROUGH.get(row["page_kind"], ()))


def _own_page(row: Row) -> GoldPage:
    """The form for anybody's pages: `file`, `table`, the fields of a record; without a name, no record is right."""
    table: Table = row["table"]
    if table not in RECORDS:
        raise UsageError(f"{row['file']}: no table `{table}` of records. Tables: {', '.join(RECORDS)}.")
    url, kinds = row.get("url") or "", (row["page_kind"],) if row.get("page_kind") else ()
    site = row.get("site") or urlsplit(url).hostname or row["file"]
    own = (GoldRecord(table, want_fields(row, table)),) if row.get("name") else ()
    return GoldPage(row["file"], site, site, url, kinds, (table,), own)


def _group_page(row: Row) -> GoldPage:
    """The form with `group`, `groups` (what a page lists) and rows without either, which must give no group."""
    page = row["file"]
    group = row.get("group")
    own = () if not group else (GoldRecord("groups", want_fields(group, "groups", group.get("accept"))),)
    listed = tuple(
        GoldRecord("groups", (*want_fields(one, "groups"), want("url", one.get("url"))))
        for one in row.get("groups", ())
    )
    if listed:
        own = ()  # what a listing says of itself is no record: it lists
    return GoldPage(page, row["site"], row["site"], "", _kind(row), ("groups",), own, listed)


def _institute_page(row: Row) -> GoldPage:
    """The form with one event or group a page: `title`, `start`, `speakers`, … or `description_first_sentence`."""
    own: tuple[GoldRecord, ...] = ()
    if "description_first_sentence" in row:
        named = {"name": "name", "join_url": "join_url", "organizers": "leads", "contact": "contact_email"}
        own = (GoldRecord("groups", tuple(want(field, row[name]) for field, name in named.items())),)
    elif row["page_kind"] == "event":
        own = (GoldRecord("events", tuple(_event_fields(row))),)
    return GoldPage(row["file"], row["site"], row["site"], "", _rough_kind(row), tuple(one.table for one in own), own)


def _event_fields(row: Row) -> Iterator[Wanted]:
    start, end = row["start"] or "", row["end"] or ""
    yield want("name", row["title"], [row["talk_title"]] if row.get("talk_title") else ())
    yield want("start_date", start[:10] or None, [row["start_from_url"]] if row.get("start_from_url") else ())
    yield want("start_time", start[11:16] or None)
    yield want("end_date", end[:10] if end[:10] != start[:10] else None)
    yield want("end_time", end[11:16] or None)
    yield want("location", row["location"])
    yield want("event_attendance_mode", _MODES.get(row["mode"] or ""))
    yield want("performers", row["speakers"])
    yield want("organizers", row["organisers"])
    yield want("super_event", row["series"] or row.get("series_context"), (None,))


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
        yield want("name", one["title"])
    if shown["start_date"]:
        yield want("start_date", start[:10] or None)
    if shown["start_time"] and not one.get("all_day"):
        yield want("start_time", start[11:16] or None)
    if shown["end"] and end[11:16]:
        yield want("end_time", end[11:16])
    place = {name: value for name, value in (one["location"] or {}).items() if value}
    if shown["location"] and place:
        yield want("location", [place])


def _dump_page(row: Row) -> GoldPage:
    """The form of text dumps: a row is the record, its file and address beside."""
    table: Table = "groups" if row["page_kind"] == "group" else "events"
    host = urlsplit(row["url"] or "").hostname or ""
    return GoldPage(row["file"], host, host, row["url"] or "", (row["page_kind"],), (table,),
                    (GoldRecord(table, want_fields(row, table)),))  # fmt: skip


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
    own = (GoldRecord(table, want_fields(row, table)),) if table else ()
    url = urljoin(_SAMPLE_ORIGIN, row["path"])
    return GoldPage(row["path"], "sample", "sample", url, _kind(row) if not table else (),
                    (table,) if table else (), own, title=row.get("title", ""))  # fmt: skip


_SAMPLE_ORIGIN = "https://www.quillmere.example/"
"""Where the bundled sample's pages say that they stand."""
FORMS: Mapping[str, tuple[frozenset[str], Callable[[Row], GoldPage]]] = {
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
