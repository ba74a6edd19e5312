"""Rows of events and groups in, schema.org items (JSON-LD) out.

Which property a column becomes is said once, in the record types (`schema_org` of its metadata); here stands only what
needs more than a name: days and clock times are one property, prices and registration are one offer.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipelines.calendar_file import zone_of
from pipelines.schema import schema

Row = Mapping[str, Any]

_TYPES = {"events": "Event", "groups": "Organization"}
_NAMED = {"super_event": "EventSeries", "parent_organization": "Organization", "sub_groups": "Organization",
          "outputs": "CreativeWork", "about": "Thing", "affiliation": "Organization"}  # fmt: skip
"""Columns of names that are things in schema.org."""
_APART = frozenset((
    "start_date", "end_date", "start_time", "end_time", "starts_at", "ends_at", "door_time", "virtual_location",
    "audience", "price", "registration_status", "registration_deadline", "registration_url", "time_zone", "agenda",
    "sub_events", "events", "same_as_record", "hashtags", "recording", "join", "join_url", "last_changed", "licence",
))  # fmt: skip
_MODES = {"offline": "OfflineEventAttendanceMode", "online": "OnlineEventAttendanceMode",
          "mixed": "MixedEventAttendanceMode"}  # fmt: skip
_AVAILABLE = {"open": "https://schema.org/InStock", "full": "https://schema.org/SoldOut"}


def make_linked_data(table: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON-LD document, in pieces; an item a row that is not gone."""
    yield b'{"@context": "https://schema.org", "@graph": ['
    between = b"\n"
    for row in rows:
        if not row["removed_at"]:
            yield between + json.dumps(make_item(table, row), ensure_ascii=False, default=str).encode()
            between = b",\n"
    yield b"\n]}\n"


def make_item(table: str, row: Row) -> dict[str, Any]:
    """The schema.org item of a row; what is null is left out."""
    item = {"@type": _TYPES[table], "@id": f"{row['url']}#{row['record_id']}", "identifier": row["record_id"]}
    for field in schema(table):
        term = _term(field)
        if term and field.name not in _APART and row.get(field.name) not in (None, [], ()):
            _put(item, term, _value(field.name, field.type, row[field.name]))
    for term, value in _time_and_place(row) if table == "events" else _joining(row):
        _put(item, term, value)
    return item


def _put(item: dict[str, Any], term: str, value: Any) -> None:
    """Add a value; a second one of a property makes it a list."""
    if value in (None, "", [], {}):
        return
    if term not in item:
        item[term] = value
        return
    item[term] = [*_as_list(item[term]), *(one for one in _as_list(value) if one not in _as_list(item[term]))]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _term(field: pa.Field) -> str:
    return str((field.metadata or {}).get(b"schema_org", b""), "utf-8").rpartition("/")[2]


def _value(name: str, kind: pa.DataType, value: Any) -> Any:
    if pa.types.is_list(kind):
        return [_value(name, kind.value_type, one) for one in value]
    if pa.types.is_struct(kind):
        stated = {field.name: value[field.name] for field in kind if value[field.name] not in (None, [])}
        return _PARTS[name](stated, {field.name: _term(field) for field in kind}) if name in _PARTS else value
    if name == "event_status":
        return f"https://schema.org/{value}"
    if name == "event_attendance_mode":
        return f"https://schema.org/{_MODES[value]}"
    return {"@type": _NAMED[name], "name": value} if name in _NAMED else value


def _place(stated: Row, terms: Mapping[str, str]) -> dict[str, Any]:
    address = {terms[name]: value for name, value in stated.items() if name != "name"}
    named = {"name": stated["name"]} if "name" in stated else {}
    return {"@type": "Place", **named, **({"address": {"@type": "PostalAddress", **address}} if address else {})}


def _party(stated: Row, terms: Mapping[str, str]) -> dict[str, Any]:
    """A person, if something is stated that only persons have; else a thing with a name."""
    item = {"@type": "Person"} if {"affiliation", "title"} & stated.keys() else {}
    return item | {terms[name]: _value(name, pa.string(), value) for name, value in stated.items() if name != "role"}


def _contact(stated: Row, terms: Mapping[str, str]) -> dict[str, Any]:
    return {"@type": "ContactPoint", **{terms[name]: value for name, value in stated.items() if terms[name]}}


def _question(stated: Row, terms: Mapping[str, str]) -> dict[str, Any]:
    return {"@type": "CreativeWork", **{terms[name]: value for name, value in stated.items()}}


_PARTS = {"location": _place, "performers": _party, "organizers": _party, "sponsors": _party, "members": _party,
          "contact": _contact, "research_questions": _question}  # fmt: skip


def _time_and_place(row: Row) -> Iterator[tuple[str, Any]]:
    yield "startDate", _moment(row, "start_date", "start_time", "starts_at")
    ends = row["end_date"] or (row["start_date"] if row["end_time"] else None)
    yield "endDate", _moment({**row, "end_date": ends}, "end_date", "end_time", "ends_at")
    if row["door_time"] and row["start_date"]:
        yield "doorTime", f"{row['start_date']}T{row['door_time']}"
    if row["virtual_location"]:
        yield "location", {"@type": "VirtualLocation", "name": row["virtual_location"]}
    if row["audience"]:
        yield "audience", {"@type": "Audience", "audienceType": row["audience"]}
    yield "keywords", list(row["hashtags"] or ())
    yield "offers", list(_offers(row))
    day = None if row["end_date"] else row["start_date"]
    yield "subEvent", [_sub_event(part, day) for part in (*(row["sub_events"] or ()), *(row["agenda"] or ()))]


def _sub_event(part: Row, day: Any) -> dict[str, Any]:
    """A session; its clock times only where its day is known: its own, or that of an event of one day."""
    day = part.get("start_date") or part.get("date") or day
    stated = {"name": part.get("name") or part.get("title"), "startDate": day}
    for term, clock in (("startDate", "start"), ("endDate", "end")):
        time = part.get(clock) or part.get(f"{clock}_time")
        if day and time:
            stated[term] = f"{day}T{time}"
    stated["performer"] = [{"name": name} for name in part.get("performers") or ()]
    return {"@type": "Event", **{term: value for term, value in stated.items() if value}}


def _moment(row: Row, day: str, clock: str, instant: str) -> str | None:
    """ISO 8601: with the offset from UTC where it is known, without a time where none is stated."""
    if row[instant]:
        return str(row[instant].astimezone(zone_of(row["time_zone"])).isoformat())
    if not row[day]:
        return None
    return f"{row[day]}T{row[clock]}" if row[clock] else str(row[day])


def _offers(row: Row) -> Iterator[dict[str, Any]]:
    """One for each price, or one for the registration alone."""
    stated = {"url": row["registration_url"], "validThrough": row["registration_deadline"],
              "availability": _AVAILABLE.get(row["registration_status"] or "")}  # fmt: skip
    shared = {term: value for term, value in stated.items() if value}
    for price in row["price"] or ():
        own = {"price": price["amount"], "priceCurrency": price["price_currency"],
               "eligibleCustomerType": price["applies_to"]}  # fmt: skip
        yield {"@type": "Offer", **{term: value for term, value in own.items() if value is not None}, **shared}
    if shared and not row["price"]:
        yield {"@type": "Offer", **shared}


def _joining(row: Row) -> Iterator[tuple[str, Any]]:
    yield "event", [_sub_event(part, None) for part in row["events"] or ()]
    if row["join"] or row["join_url"]:
        stated = {"name": row["join"], "target": row["join_url"]}
        yield "potentialAction", {"@type": "JoinAction", **{term: value for term, value in stated.items() if value}}
