"""Rows on their way out of the home: without what is on the denylist and, if asked, without people's names."""

import secrets
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from pipelines.denylist import Denylist, make_denylist, name_entries
from pipelines.draft import Rows
from pipelines.forget import clean_row

_PEOPLE = ("performers", "organizers", "members")
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
    parties = [party for field in _PEOPLE for party in record.get(field) or ()]
    for party in (*parties, record.get("contact") or {}):
        if party.get("name"):
            yield party["name"]


def _with_pseudonyms(row: dict[str, Any], key: str) -> dict[str, Any]:
    new: dict[str, Any] = {field: [_hide(party, key) for party in row[field]] for field in _PEOPLE if row.get(field)}
    if row.get("contact"):
        new["contact"] = _hide(row["contact"], key)
    return row | new


def _hide(party: dict[str, Any], key: str) -> dict[str, Any]:
    """The party under a pseudonym; its title and profile page would tell who it is."""
    hidden: dict[str, Any] = {name: None for name in ("url", "title") if name in party}
    if not party.get("name"):
        return party | hidden
    said = " ".join(party["name"].casefold().split())
    digest = blake2b(said.encode(), digest_size=_DIGEST_BYTES, salt=bytes.fromhex(key)).hexdigest()
    return party | hidden | {"name": f"person-{digest}"}
