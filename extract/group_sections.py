"""A group's page in, claims on the people of its sections out: cards, lists and lines under "Leads", "Members"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import Named, leading_name, read_name
from extract.fields.parties import is_organisation, is_post, split_people
from extract.fields.sections import level_of, where
from extract.fields.words import GROUP_LABELS
from extract.records import Party
from extract.text import key

_LEAD = re.compile(
    r"^(?:(?:co|vice|deputy|group|lab|team|current|founding|general|scientific|academic|managing|acting|centre"
    r"|center|institute|network"
    r"|project|programme|committee|user committee|(?-i:[A-Z]{2,8}))[ -]?)?"
    r"(?:chair(?:man|woman|person)?|convener|convenor|coordinator|co-ordinator|lead|leader|head|director|president"
    r"|principal investigator|pi|"
    r"secretary|treasurer|organi[sz]er|contact|leiter(?:in)?|leitung|directeur|directrice|responsable|coordinador"
    r"|coordinatore)"
    r"(?:\s(?:of|for|der|des|du|de)\s.{2,60})?(?:\s?\(.*\))?$",
    re.I,
)
"""A role that leads the group; "audit coordinator" and "Professor, Head of Outreach at X" do not."""


def is_lead(text: str) -> bool:
    """Whether a text is nothing but a role that leads a group."""
    return bool(_LEAD.match(text))


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the page that a heading opened: the field its people fill, the heading's level and text."""

    field: str
    level: int = 7
    heading: str = ""
    affiliation: str = ""


def find_sectioned(view: View) -> Iterator[Claim]:
    """People under headings: each block belongs to the last heading that names a part of the group."""
    whole = _Part(_page_field(view))
    part = whole
    for i, block in enumerate(view.body):
        ruled = rules(block)
        if ruled and i and ruled > level_of(view.body[i - 1]) > 0 and read_name(view.body[i - 1].text, lenient=True):
            continue  # the line below a name on a card
        if ruled and not read_name(block.text, lenient=True):
            part = _next_part(part, whole, block, ruled)
        elif part.field in ("organizers", "members"):
            yield from _people_of(view.body, i, part)
        elif not part.field and _PERSON_STEP.search("/".join(block.path[-3:])) and read_name(block.text):
            yield from _people_of(view.body, i, _Part("members"))


_PERSON_STEP = re.compile(r"(?:^|[/._-])(?:members?|team|people|persons?|portrait|profile|staff)(?:$|[/._-])", re.I)


def rules(block: Block) -> int:
    """The level of a block that opens a part: a heading, or a line such as "Active members:" or "TWG Members"."""
    text = block.text
    short = len(text) <= 40 and block.tag in ("p", "div", "strong") and not block.links
    if short and (text.endswith(":") or len(text.split()) <= 3) and loose_field(text.rstrip(":")):
        return 6
    return level_of(block)


def _next_part(part: _Part, whole: _Part, block: Block, level: int) -> _Part:
    """The part after a heading: former members stay former below it; an organisation's name keeps the field."""
    if part.field == "former" and level > part.level:
        return part
    found = GROUP_LABELS.get(key(block.text)) or loose_field(block.text)
    if key(block.text) in ("current", "current members", "active") and whole.field:
        return _Part(whole.field, level, "")
    if key(block.text) in _BOARD:
        return _Part("organizers", level, "board member")
    if found in ("organizers", "members", "former"):
        return _Part(found, level, block.text)
    if whole.field and is_organisation(block.text) and _INSTITUTION.search(block.text) and not is_post(block.text):
        return _Part(whole.field, level, "", block.text)
    return part if level > part.level and part.field else _Part(whole.field if level > 2 else "")


_BOARD = frozenset(("board", "the board", "current board", "board members", "our board"))
_MIN_NAMES = 5  # a page that shows fewer names in lines of their own is not a page of people


def _page_field(view: View) -> str:
    """The part of the group that a whole page lists: by its title, its address, or by being mostly names."""
    title = re.split(r"\s[|–—·-]\s", view.title)[0] if view.title else ""
    segment = [part for part in view.url.split("?")[0].split("/") if part and not part.startswith("index.")][-1:]
    for name in (title, *segment):
        field = GROUP_LABELS.get(key(name.removesuffix(".html").replace("-", " ")))
        if field in ("organizers", "members"):
            return field
    names = sum(bool(read_name(block.text)) for block in view.body if len(block.text) <= 60)
    return "members" if names >= _MIN_NAMES and names * 4 >= len(view.body) else ""


def loose_field(heading: str) -> str:
    """A heading's field by its words: "Meet our PhD students", "Past editors (2010-2015)"."""
    words = key(heading)
    if len(words) > 60:
        return ""
    return next((field for field, pattern in _LOOSE if pattern.search(words)), "")


_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "former",
        re.compile(
            r"\b(?:alumni|alumnae|former|past|previous|ehemalige[rn]?|anciens?|antiguos|ex|exmiembros|oud leden)\b"
        ),
    ),
    ("", re.compile(r"\b(?:entries|network|collaborat\w+|publications?|news|events?|meetings?|join|our research)\b")),
    (
        "organizers",
        re.compile(
            r"\b(?:organi[sz]ers|leads|leaders|chairs?|leadership|principal investigators?|conveners?|directors?"
            r"|officers|leitung|vorstand|sprecher(?:in)?|direction|responsables?|dirección|direzione|responsabili"
            r"|leiding|bestuur)\b"
        ),
    ),
    (
        "members",
        re.compile(
            r"\b(?:members|participants|team|people|researchers|scientists|students|staff|postdocs|fellows|editors"
            r"|committee|board|mitglieder|mitarbeiter(?:innen)?|doktorand\w*|studierende|membres|doctorants|chercheurs"
            r"|étudiants|ingénieurs|miembros|investigadores|estudiantes|membri|dottorandi|ricercatori|studenti|leden"
            r"|promovendi|onderzoekers|medewerkers)\b"
        ),
    ),
)


_NOISE = re.compile(r"^(?:add|send|last login|follow|view|read|see)\b", re.I)
MAX_CARD = 260  # characters of a line that presents one person


def _people_of(body: Sequence[Block], i: int, part: _Part) -> Iterator[Claim]:
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
    if part.field == "organizers" and part.heading and not (role and _LEAD.match(role)):
        role = singular(part.heading)  # the office in the group, not the post at home
    affiliation = affiliation or part.affiliation or None
    leads = part.field == "organizers" or bool(role and _LEAD.match(role))
    party = Party(
        name=named.name, title=named.title or None, role=role, affiliation=affiliation, url=_profile(block, named)
    )
    yield Claim("organizers" if leads else "members", party, text, "label", "section", 0.6, where(block))


_BODIES = ("organisations", "organizations", "institutions", "mitgliedsorganisationen", "organizaciones")
"""Ends of headings whose members are bodies, whatever they are called."""


def _member_organisation(block: Block, part: _Part) -> Iterator[Claim]:
    """An organisation in a list of members: the items of "Members" need not be people."""
    text = block.text
    heading = key(part.heading)
    listed = block.tag == "li" and len(text) <= 80 and heading.endswith(("members", *_BODIES))
    institution = _INSTITUTION.search(text) and is_organisation(text) and not is_post(text)
    if listed and (institution or heading.endswith(_BODIES)):
        yield Claim(part.field, Party(name=text), text, "label", "section", 0.6, where(block))


_INSTITUTION = re.compile(
    r"\b(?:museum|council|service|universit\w+|institut\w+|college|library|archives?|society|trust|agency"
    r"|association|foundation|laborator\w+|centre|center|school|england|scotland|wales)\b",
    re.I,
)


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
        if _LEAD.search(inner) or is_post(inner) or not is_organisation(inner):
            role = inner
        else:
            affiliation = inner
        rest = rest[bracket.end() :]
    parts = [part.strip(" .;") for part in re.split(r",| [-–—|] |\n", rest) if part.strip(" .;:")]
    for text in [*parts, *(block.text for block in below)]:
        if is_post(text) or _LEAD.search(text):
            role = role or text
        elif is_organisation(text):
            affiliation = affiliation or text
    return role, affiliation


def _profile(block: Block, named: Named) -> str | None:
    href = next((link.href for link in block.links if named.name in link.text), "")
    return href if href.startswith("http") else None


def singular(label: str) -> str:
    """A label as a role: "Group leaders" is "Group leader", "Current Chair" is "Chair"."""
    text = re.sub(r"^(?:current|our|the)\s+", "", label.strip(" :"), flags=re.I)
    return re.sub(r"(?<=[a-z]{3})s$", "", text) if not text.endswith("ss") else text
