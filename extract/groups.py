"""A page without its chrome and its kind in, the group that the page is about out, every value with its evidence."""

from collections.abc import Iterable, Iterator, Sequence

from extract.claims import Claim, View, pick
from extract.fields import contacts
from extract.fields.sections import clip
from extract.group_events import find_group_events
from extract.group_joining import find_joining
from extract.group_listing import Entry, build_groups
from extract.group_names import SAMPLE, find_identity
from extract.group_pages import TYPED, Role, find_role, find_site_names, is_institute
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


def find_groups(
    view: View, kind: PageKind, entries: Sequence[Entry] = ()
) -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
    """The group that a page speaks for, or those that a listing lists; nothing for any other page. Sample text of
    themes is no value."""
    if kind == "listing" and entries:
        return build_groups(view, entries), ()
    role = find_role(view, kind)
    if not role:
        return (), ()
    claims = tuple(_own(find_claims(clip(view), role)))
    if role != "own" and not _speaks(view, role, claims):
        return (), ()
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


def _speaks(view: View, role: Role, claims: Sequence[Claim]) -> bool:
    """Whether a home, about or people page is a group's: it is named as one, or says what it is; a list of people
    without a group's name must name people. A whole institute or university is no group."""
    name, kind = pick(claims, "name"), pick(claims, "group_type")
    site = next((name for name, _, _ in find_site_names(view)), "")
    if is_institute(site) or (name and is_institute(str(name.value))) or not kind or kind.value == "institute":
        return False
    people = sum(claim.field in ("organizers", "members") for claim in claims)
    return people >= MIN_PEOPLE if role == "people" and not (name and TYPED.search(str(name.value))) else bool(name)


MIN_PEOPLE = 3  # a page of people without a group's name shows that many


def find_claims(view: View, role: Role = "own") -> Iterator[Claim]:
    """Every claim on a field of Group."""
    yield from find_identity(view, role)
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
        if mark in seen or SAMPLE.search(claim.text) or SAMPLE.search(str(claim.value)):
            continue
        seen.add(mark)
        yield claim
