"""Rows on their way out of the home: without what is on the denylist and, if asked, without people's names."""

import secrets
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, get_args

from extract.records import RECORDS, Contact, Party, SubEvent
from pipelines.denylist import Denylist, make_denylist, name_entries
from pipelines.draft import Rows
from pipelines.forget import clean_row


def _find_fields(*kinds: type) -> frozenset[str]:
    """The fields of records that hold values of these kinds."""
    return frozenset(
        name
        for record in RECORDS.values()
        for name, about in record.model_fields.items()
        if not {*kinds}.isdisjoint(get_args(about.annotation))
    )


_PARTIES, _TALKS = _find_fields(Party, Contact), _find_fields(SubEvent)
_DIGEST_BYTES = 6  # of a pseudonym: two people of one dataset share one once in ten million datasets


def drop_forgotten(rows: Rows, denylist: Denylist) -> Rows:
    """The rows that may go out, masked where they must be."""
    if not denylist:
        return rows
    return [clean_row(row, denylist) for row in rows if not denylist.refuses(row.get("url") or "")]


def hide_names(rows: Rows, records: Iterable[dict[str, Any]], salt: str) -> Rows:
    """The rows with the names of all people of the `records` hidden: a person becomes `person-<digest>`, the same for
    the same name under one salt; in running text and addresses the words of the name are masked."""
    key = salt or secrets.token_hex(16)
    names = {name for record in records for name in _find_names(record)}
    masked = make_denylist(key, [entry for name in sorted(names) for entry in name_entries(name, key)])
    return [clean_row(_with_pseudonyms(row, key), masked) for row in rows]


def _find_names(record: dict[str, Any]) -> Iterator[str]:
    parties = [party for field in _PARTIES for party in _listed(record.get(field))]
    yield from (party["name"] for party in parties if party.get("name"))
    for field in _TALKS:
        for talk in record.get(field) or ():
            yield from talk.get("performers") or ()


def _listed(value: Any) -> list[dict[str, Any]]:
    """The parties of a field that holds several, or one."""
    return value if isinstance(value, list) else [value] if value else []


def _with_pseudonyms(row: dict[str, Any], key: str) -> dict[str, Any]:
    new: dict[str, Any] = {}
    for field in _PARTIES & row.keys():
        value = row[field]
        new[field] = [_hide(one, key) for one in value] if isinstance(value, list) else value and _hide(value, key)
    for field in _TALKS & row.keys():
        new[field] = row[field] and [_hide_performers(talk, key) for talk in row[field]]
    return row | new


def _hide_performers(talk: dict[str, Any], key: str) -> dict[str, Any]:
    return talk | {"performers": [_pseudonym(name, key) for name in talk.get("performers") or ()]}


def _hide(party: dict[str, Any], key: str) -> dict[str, Any]:
    """The party under a pseudonym; its title and profile page would tell who it is."""
    hidden: dict[str, Any] = {name: None for name in ("url", "title") if name in party}
    return party | hidden | ({"name": _pseudonym(party["name"], key)} if party.get("name") else {})


def _pseudonym(name: str, key: str) -> str:
    said = " ".join(name.casefold().split())
    return f"person-{blake2b(said.encode(), digest_size=_DIGEST_BYTES, salt=bytes.fromhex(key)).hexdigest()}"
