"""A page without its chrome and its kind in, the group that the page is about out, every value with its evidence."""

import re
from collections.abc import Iterable, Iterator

from extract.claims import Claim, View, pick
from extract.fields import contacts
from extract.fields.sections import clip
from extract.group_events import find_group_events
from extract.group_joining import find_joining
from extract.group_names import find_identity
from extract.group_people import find_people
from extract.group_questions import find_questions
from extract.group_text import find_statements
from extract.records import Evidence, Group, PageKind, Problem

SINGLE = (
    "name", "group_type", "purpose", "parent_organization", "founding_date", "meeting_frequency", "membership",
    "join", "join_url", "mailing_list", "contact",
)  # fmt: skip
LISTS = (
    "alternate_name", "aims", "research_questions", "topics", "organizers", "members", "sub_groups", "events",
    "outputs", "same_as",
)  # fmt: skip
MAX_ITEMS = 500  # items of one list; a page that lists more is a directory
_SAMPLE = re.compile(
    r"\[(?:chair name|dd month|yyyy|shortname|name|your)|\blorem ipsum\b|\bwowchemy\b|\bbighetti\b|@example\."
    r"|@test\.",
    re.I,
)


def find_groups(view: View, kind: PageKind) -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
    """The group of a page of kind "group"; nothing for any other kind. Sample text of themes is no value."""
    if kind != "group":
        return (), ()
    claims = tuple(_own(find_claims(clip(view))))
    values: dict[str, object] = {}
    evidence: list[Evidence] = []
    for field in SINGLE:
        if best := pick(claims, field):
            values[field] = best.value
            evidence.append(best.evidence())
    for field in LISTS:
        items = [claim for claim in claims if claim.field == field][:MAX_ITEMS]
        if items:
            values[field] = tuple(claim.value for claim in items)
            evidence.extend(claim.evidence(f"{field}[{i}]") for i, claim in enumerate(items))
    if not values:
        return (), (Problem("groups", "info", "a group's page that states nothing of the group"),)
    group = Group(url=view.url, site=view.site.name, evidence=tuple(evidence), **values)  # type: ignore[arg-type]
    return (group,), ()


def find_claims(view: View) -> Iterator[Claim]:
    """Every claim on a field of Group."""
    yield from find_identity(view)
    yield from find_statements(view)
    yield from find_joining(view)
    yield from find_questions(view)
    yield from find_people(view)
    yield from find_group_events(view)
    yield from contacts.find(view)


def _own(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Without sample text and without a list's repetitions."""
    seen: set[tuple[str, str]] = set()
    for claim in claims:
        mark = (claim.field, repr(claim.value))
        if mark in seen or _SAMPLE.search(claim.text) or _SAMPLE.search(str(claim.value)):
            continue
        seen.add(mark)
        yield claim
