"""A page without its chrome and its kind in, the group that the page is about out, every value with its evidence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract.claims import Claim, View, pick
from extract.fields.sections import clip
from extract.group_about import find_about
from extract.group_events import find_group_events
from extract.group_joining import find_joining
from extract.group_listing import Entry, build_groups
from extract.group_names import SAMPLE, find_identity
from extract.group_pages import TYPED, Role, find_role, find_site_names, is_institute
from extract.group_parents import find_parents
from extract.group_people import find_people, own_part
from extract.group_questions import find_questions
from extract.group_text import find_statements, find_sub_groups
from extract.group_types import find_types
from extract.records import Evidence, Group, PageKind, Problem

SINGLE = (
    "name", "group_type", "purpose", "description", "parent_organization", "founding_date", "meeting_frequency",
    "membership", "join", "join_url", "mailing_list", "contact",
)  # fmt: skip
LISTS = (
    "alternate_name", "aims", "research_questions", "topics", "organizers", "members", "sub_groups", "events",
    "outputs", "same_as",
)  # fmt: skip
MAX_TITLE = 500  # characters of a heading that are read
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
    short = replace(clip(view), title=view.title[:MAX_TITLE], head=view.head[:MAX_TITLE])
    claims = tuple(_own(find_claims(short, role)))
    if kind != "group" and not _speaks(view, role, claims):
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
    if is_institute(site) or (name and is_institute(str(name.value))) or (kind and kind.value == "institute"):
        return False
    if role == "people" and not (name and TYPED.search(str(name.value))):
        return sum(claim.field in ("organizers", "members") for claim in claims) >= MIN_PEOPLE
    purpose = pick(claims, "purpose")
    sure = kind or (name and name.trust >= SURE) or (role == "home" and purpose and purpose.trust >= SURE - 0.05)
    return bool(name and sure)


SURE = 0.85  # of a name or purpose: enough without a word that says what the group is
MIN_PEOPLE = 3  # a page of people without a group's name shows that many


def find_claims(view: View, role: Role = "own") -> Iterator[Claim]:
    """Every claim on a field of Group."""
    whole, view = view, replace(view, body=own_part(view.body))
    identity = list(find_identity(view, role))
    yield from identity
    yield from find_types(view, pick(identity, "name"))
    yield from find_parents(view)
    yield from find_statements(view)
    yield from find_sub_groups(whole)
    yield from find_joining(view, role)
    yield from find_questions(view)
    yield from find_people(view)
    yield from find_group_events(view)
    names = [str(claim.value) for claim in identity if claim.field in ("name", "alternate_name") and claim.trust >= 0.4]
    yield from find_about(view, role, names)


def _own(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Without sample text and without a list's repetitions."""
    seen: set[tuple[str, str]] = set()
    for claim in claims:
        mark = (claim.field, repr(claim.value))
        if mark in seen or SAMPLE.search(claim.text) or SAMPLE.search(str(claim.value)):
            continue
        seen.add(mark)
        yield claim
