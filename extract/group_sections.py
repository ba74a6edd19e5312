"""A group's page in, claims on the people of its sections out: cards, lists and lines under "Leads", "Members"."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import Named, leading_name, read_name
from extract.fields.parties import is_organisation, is_post, split_people
from extract.fields.sections import level_of, where
from extract.group_parts import INSTITUTION, MEMBERSHIP, Part, find_parts, is_lead, loose_field, singular
from extract.group_tables import MAX_OFFICE, Row, read_lines, read_rows
from extract.group_words import GROUP_LABELS
from extract.records import Party
from extract.text import key


def find_sectioned(view: View) -> Iterator[Claim]:
    """People under headings: each block belongs to the last heading that names a part of the group."""
    rows = read_rows(view.body)
    for i, (block, part) in enumerate(zip(view.body, find_parts(view), strict=True)):
        if part is None:
            continue
        if part.field in ("organizers", "members"):
            row = rows.get(i)
            if row:
                yield from _claim_row(row, block, part) if row.at == i else ()
            elif part.heading != MEMBERSHIP or block.tag in _LISTED:
                yield from _roled(block, part) or _people_of(view.body, i, part)
        elif not part.field and _PERSON_STEP.search("/".join(block.path[-3:])) and read_name(block.text):
            yield from _people_of(view.body, i, Part("members"))


_LISTED = frozenset(("li", "dt", "dd", "td"))
"""Where the people of "Membership" stand, which is also a heading above what one pays."""


def _claim_row(row: Row, block: Block, part: Part) -> Iterator[Claim]:
    """The person of a row, who leads if the role or the part says so; those of an office, each with it."""
    if row.office:
        yield from _of_office(row.role, row.name, row.affiliation, block, part)
        return
    named = read_name(row.name, lenient=True) or leading_name(row.name, lenient=True)
    if not named:
        return
    role, field = row.role or None, part.field
    if field == "organizers" and not role and part.heading:
        role = singular(part.heading)
    field = "organizers" if role and is_lead(role) else field
    party = Party(name=named.name, title=named.title or None, role=role, affiliation=row.affiliation or None)
    yield Claim(field, party, row.name, "label", "row", 0.6, where(block))


_ROLE_LINE = re.compile(r"(?P<role>[^\W\d_][^:.!?;\n]{1,40}?)\s?:\s+(?=\S)")
MAX_ROLED = 600  # characters of the lines below a heading that say who does what


def _field_of_role(label: str, part: Part) -> str:
    """What those after a label are: below "Office bearers" each has an office, below "Members" a label may say anything
    else ("Gone but not forgotten")."""
    field = GROUP_LABELS.get(key(label)) or loose_field(label)
    if is_lead(label) and field != "former":
        return "organizers"
    if field or len(label.split()) > MAX_OFFICE:
        return field if field in ("organizers", "members") else ""
    return part.field if part.field == "organizers" or is_post(label) else ""


def _of_office(label: str, people: str, place: str, block: Block, part: Part) -> Iterator[Claim]:
    """The people after a label, if it names an office and they stand right there."""
    field = _field_of_role(label, part) if leading_name(people) else ""
    for party, words in split_people(people) if field else ():
        more = {"role": singular(label), "affiliation": party.affiliation or place or None}
        yield Claim(field, party.model_copy(update=more), words, "label", "role_line", 0.6, where(block))


def _roled(block: Block, part: Part) -> list[Claim]:
    """The people of "Treasurer: Ada Brunel (CWI), Piet Mol" below "Office bearers", and of a text in columns."""
    claims = [claim for row in read_lines(block) for claim in _claim_row(row, block, part)]
    for line in block.text.split("\n") if len(block.text) <= MAX_ROLED else ():
        hit = _ROLE_LINE.match(line)
        if hit:
            claims.extend(_of_office(hit["role"], line[hit.end() :], "", block, part))
    return claims


_PERSON_STEP = re.compile(r"(?:^|[/._-])(?:members?|team|people|persons?|portrait|profile|staff)(?:$|[/._-])", re.I)


_NOISE = re.compile(r"^(?:add|send|last login|follow|view|read|see)\b", re.I)
MAX_CARD = 260  # characters of a line that presents one person


def _people_of(body: Sequence[Block], i: int, part: Part) -> Iterator[Claim]:
    """The person that a block presents, with role and affiliation from its own line and the lines of its card."""
    block = body[i]
    if len(block.text) > MAX_CARD or _NOISE.match(block.text) or block.tag in ("button", "option", "label"):
        return
    text = re.sub(r"^[-•*–]\s*", "", block.text)
    named = read_name(block.lead, lenient=True) if block.lead and text.startswith(block.lead) else None
    named = named or leading_name(text, lenient=True)
    if named is None or named.begin > 0 or not _is_presented(text, named):
        yield from _member_organisation(block, part)
        return
    together = list(split_people(text)) if part.field and block.tag == "p" and text.count(",") else []
    if len(together) > 1 and not is_post(together[1][1]):
        for party, words in together:
            role = singular(part.heading) if part.field == "organizers" and part.heading else None
            one = party.model_copy(update={"role": role})
            yield Claim(part.field, one, words, "label", "section", 0.6, where(block))
        return
    rest = text[named.end :]
    below = _card(body, i) if not rest.strip(" ,.") else ()
    role, affiliation = _describe(rest, below)
    duty = role and _DUTY.fullmatch(role) and _BODY.search(part.heading)
    if part.field == "organizers" and part.heading and not duty and not (role and is_lead(role)):
        role = singular(part.heading)  # the office in the group, not the post at home
    affiliation = affiliation or part.affiliation or None
    leads = part.field == "organizers" or bool(role and is_lead(role))
    party = Party(
        name=named.name, title=named.title or None, role=role, affiliation=affiliation, url=_profile(block, named)
    )
    yield Claim("organizers" if leads else "members", party, text, "label", "section", 0.6, where(block))


_BODIES = ("organisations", "organizations", "institutions", "mitgliedsorganisationen", "organizaciones")
"""Ends of headings whose members are bodies, whatever they are called."""


def _member_organisation(block: Block, part: Part) -> Iterator[Claim]:
    """An organisation in a list of members: the items of "Members" need not be people."""
    text = block.text
    heading = key(part.heading)
    listed = block.tag == "li" and len(text) <= 80 and heading.endswith(("members", *_BODIES))
    institution = INSTITUTION.search(text) and is_organisation(text) and not is_post(text)
    if listed and (institution or heading.endswith(_BODIES)):
        yield Claim(part.field, Party(name=text), text, "label", "section", 0.6, where(block))


def _is_presented(text: str, named: Named) -> bool:
    """Whether the block is about the person: nothing but the name, or what follows is set off."""
    rest = text[named.end :]
    return not rest.strip() or bool(re.match(r"^\s*(?:[,(|:\n]|[-–—]\s)", rest))


def _card(body: Sequence[Block], i: int) -> tuple[Block, ...]:
    """The blocks after a name that belong to its card: the next three at most, up to the next name."""
    out: list[Block] = []
    for block in body[i + 1 : i + 4]:
        named = leading_name(block.text)
        deeper = level_of(block) > level_of(body[i]) if body[i].heading else not block.heading
        if (named and _is_presented(block.text, named)) or (level_of(block) and not deeper):
            break
        if len(block.text) <= 120 and not _NOISE.match(block.text):
            out.append(block)
    return tuple(out)


def _describe(rest: str, below: tuple[Block, ...]) -> tuple[str | None, str | None]:
    """Role and affiliation from "(chair), Professor, University of X" or from the lines of a card."""
    role, affiliation = None, None
    bracket = re.match(r"^\s*\(([^()]{2,80})\)", rest)
    if bracket:
        inner = bracket.group(1)
        if is_lead(inner) or is_post(inner) or not is_organisation(inner):
            role = inner
        else:
            affiliation = inner
        rest = rest[bracket.end() :]
    parts = [part.strip(" .;") for part in re.split(r",| [-–—|] |\n", rest) if part.strip(" .;:")]
    texts = [*parts, *(block.text for block in below)]
    told = any(INSTITUTION.search(text) and is_organisation(text) for text in texts)
    for text in texts:
        if is_post(text) or is_lead(text):
            role = role or text
        elif is_organisation(text) and (not told or INSTITUTION.search(text)):
            affiliation = affiliation or text
        elif told and not role and not affiliation and _DUTY.fullmatch(text):
            role = text
    return role, affiliation


_DUTY = re.compile(r"[^\W\d_][^\W\d_]{2,20}(?: (?:and |& )?[^\W\d_]{3,20}){0,2}")
"""What somebody sees to, before the organisation: "Communications"; nothing with an address in it."""
_BODY = re.compile(
    r"\b(?:steering|group|committee|team|board|officers|bearers|vorstand|präsidium|bureau|leadership)\b", re.I
)
"""Headings that name a body, not the office of each in it."""


def _profile(block: Block, named: Named) -> str | None:
    href = next((link.href for link in block.links if named.name in link.text), "")
    return href if href.startswith("http") else None
