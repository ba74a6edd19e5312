"""The records of a site's pages become tables: of one record on several pages the best, in whatever order they come."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extract.records import Event, Evidence, Group
from pipelines.archive import ArchivedPage, Capture
from pipelines.joining import Listings
from pipelines.record_tables import SiteFacts, make_record_tables
from pipelines.results import PageRecords
from pipelines.rows import ReadPage, Stamp

SITE, NOON = "https://harbour.example", datetime(2028, 6, 1, 12, tzinfo=UTC)
Read = tuple[ReadPage, PageRecords]


def event(name: str, evidence: int = 1) -> Event:
    said = (Evidence(field="name", text="Tea", rule="label", path=""),) * evidence
    return Event(record_id="tea", url=f"{SITE}/tea", name=name, evidence=said)


def group(name: str, rule: str = "label", **fields: Any) -> Group:
    evidence = tuple(Evidence(field=field, text="Tea", rule=rule, path="") for field in ("name", *fields))
    return Group(record_id="lab", url=f"{SITE}/lab", name=name, evidence=evidence, **fields)


def read(path: str, *found: Event | Group, known_as: str = "", gone: bool = False) -> Read:
    """A page at a path, the address that it is known by, and its records."""
    url, canonical = f"{SITE}/{path}", f"{SITE}/{known_as or path}"
    capture = Capture(
        id=1, site="harbour", url=url, run_id="run", kind="response", status=200, fetched_at=NOON,
        content_type="text/html", sha256="0", size=1, etag="", last_modified="", withheld="", record_id="",
        payload_id=1, file="f", offset=0, length=1, start=0, span_sha256="",
    )  # fmt: skip
    page = ReadPage(ArchivedPage(capture, NOON, NOON, NOON, gone), canonical, "event", NOON if gone else None)
    events, groups = ([one for one in found if isinstance(one, kind)] for kind in (Event, Group))
    return page, PageRecords(url=url, events=tuple(events), groups=tuple(groups))


def rows(table: str, pages: Sequence[Read], denied: str = "-") -> list[dict[str, Any]]:
    addresses = {page.url: page.canonical_url for page, _ in pages}
    present = {page.canonical_url for page, _ in pages if not page.removed_at}
    facts = SiteFacts(Listings(addresses, {}), present, Stamp("1"), lambda url: denied in url)
    return make_record_tables(pages, facts)[table].to_pylist()


OWN, COPY = read("tea", event("Own")), read("tea/print", event("Copy", 9), known_as="tea")
GONE = read("tea", event("Gone", 9), gone=True)


@given(st.permutations([OWN, COPY, GONE, read("a", event("First"), known_as="tea")]))
def test_a_page_that_is_there_and_stands_where_it_is_known_has_the_word(pages: list[Read]) -> None:
    assert [row["name"] for row in rows("events", pages)] == ["Own"]


@given(st.permutations([read("c", event("Short")), read("b", event("Long", 3)), read("a", event("Late", 2))]))
def test_else_it_is_the_page_that_says_most(pages: list[Read]) -> None:
    assert [row["name"] for row in rows("events", pages)] == ["Long"]


@given(st.permutations([read("c", event("C")), read("b", event("B")), read("a", event("A"))]))
def test_else_the_first_address(pages: list[Read]) -> None:
    assert [row["name"] for row in rows("events", pages)] == ["A"]


LISTED = group("Tides", "card.group", description="To sail.")


@given(st.permutations([read("lab", group("Tide Lab")), read("labs", LISTED)]))
def test_a_list_of_groups_completes_the_group_of_its_own_page(pages: list[Read]) -> None:
    (row,) = rows("groups", pages)
    assert (row["name"], row["description"]) == ("Tide Lab", "To sail.")


def test_a_listed_group_whose_own_page_makes_none_is_none() -> None:
    listing = read("labs", group("Tides", "card.group"))
    assert [row["name"] for row in rows("groups", [listing])] == ["Tides"]
    assert rows("groups", [listing, read("lab")]) == []


def test_what_is_on_the_denylist_is_no_row() -> None:
    pages = [OWN, read("lab", group("Tide Lab"))]
    assert rows("events", pages, denied="/tea") == []
    assert len(rows("groups", pages, denied="/tea")) == 1
    assert rows("groups", pages, denied="/lab") == []
