"""A field of a gold row in, the values that count as right and how they are compared out."""

from collections.abc import Mapping, Sequence
from typing import Any

from extract.records import RECORDS
from pipelines.gold import Row, Table, Wanted
from pipelines.score_values import Measure, is_stated

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
"""How a field is compared; a list that is not named here item by item, everything else exactly."""
_LISTS = frozenset(
    name for record in RECORDS.values() for name, about in record.model_fields.items() if about.default == ()
)


def want(field: str, given: Any, also: Sequence[Any] = (), whole: bool = True) -> Wanted:
    """What is right for a field: the value that gold gives, what gold accepts beside it, what else is right `also`."""
    value, accepted = _plain(given)
    right = tuple(one if is_stated(one) else None for one in (value, *accepted, *also))
    return Wanted(field, right, _MEASURES.get(field, "list" if field in _LISTS else "exact"), whole)


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


def want_fields(row: Row, table: Table, accepted: Mapping[str, Any] | None = None) -> tuple[Wanted, ...]:
    """Every field of a row that is a field of the table's record."""
    known = RECORDS[table].model_fields
    out: list[Wanted] = []
    for name in row:
        if name in known and name not in ("url", "site", "evidence"):
            also = (accepted or {}).get(name, ())
            others = also if isinstance(also, list) else (None,) if also else ()
            out.append(want(name, row[name], others, bool(row.get(f"{name}_complete", True))))
    return tuple(out)
