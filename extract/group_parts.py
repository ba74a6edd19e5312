"""A group's page in, the part of the group that each block belongs to out: who leads, who is a member, who was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.blocks import Block
from extract.claims import View
from extract.fields.names import read_name
from extract.fields.parties import is_organisation, is_post
from extract.fields.sections import level_of
from extract.group_words import GROUP_LABELS
from extract.text import key

_LEAD = re.compile(
    r"^(?:(?:co|vice|deputy|stellvertretender?|stv\.?|honorary|group|lab|team|current|founding|general|scientific"
    r"|academic|managing|acting|associate|executive|interim|centre"
    r"|center|institute|network"
    r"|project|programme|committee|user committee|(?-i:[A-Z]{2,8}))[ -]?)?"
    r"(?:chair(?:man|woman|person)?|convener|convenor|coordinator|co-ordinator|lead|leader|head|director|president"
    r"|principal investigator|pi|"
    r"secretary|treasurer|organi[sz]er|contact|leiter(?:in)?|leitung|directeur|directrice|responsable|coordinador"
    r"|coordinatore|präsident(?:in)?|präsidium|présidente?|présidence|vorsitz(?:ende[rn]?)?|sprecher(?:in)?"
    r"|schatzmeister(?:in)?|trésori(?:er|ère)|secrétaire|coordinat(?:eur|rice)|animat(?:eur|rice)|koordinat(?:ion"
    r"|or|orin))"
    r"(?:\s(?:of|for|der|des|du|de)\s.{2,60})?(?:\s?\(.*\))?$",
    re.I,
)
"""A role that leads the group; "audit coordinator" and "Professor, Head of Outreach at X" do not."""


def is_lead(text: str) -> bool:
    """Whether a text is nothing but a role that leads a group."""
    return bool(_LEAD.match(text))


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the page that a heading opened: the field its people fill, the heading's level and text."""

    field: str
    level: int = 7
    heading: str = ""
    affiliation: str = ""


@lru_cache(maxsize=8)  # three readers ask for those of the same view
def find_parts(view: View) -> tuple[Part | None, ...]:
    """The part of each block: that of the last heading that names a part of the group. None for headings themselves."""
    return tuple(_parts(view))


def _parts(view: View) -> Iterator[Part | None]:
    whole = Part(_page_field(view))
    part = whole
    for i, block in enumerate(view.body):
        ruled = rules(block)
        if ruled and i and ruled > level_of(view.body[i - 1]) > 0 and read_name(view.body[i - 1].text, lenient=True):
            yield None  # the line below a name on a card
        elif ruled and not read_name(block.text, lenient=True):
            part = _next_part(part, whole, block, ruled)
            yield None
        else:
            yield part


def find_former(view: View) -> frozenset[Block]:
    """The blocks of those who were: nobody there is of the group."""
    pairs = zip(view.body, find_parts(view), strict=True)
    return frozenset(block for block, part in pairs if part and part.field == "former")


def rules(block: Block) -> int:
    """The level of a block that opens a part: a heading, or a line such as "Active members:" or "TWG Members"."""
    text = block.text
    short = len(text) <= 40 and block.tag in ("p", "div", "strong") and not block.links and ": " not in text
    if short and (text.endswith(":") or len(text.split()) <= 3) and loose_field(text.rstrip(":")):
        return 6
    return level_of(block)


def _next_part(part: Part, whole: Part, block: Block, level: int) -> Part:
    """The part after a heading: former members stay former below it; an organisation's name keeps the field."""
    if part.field == "former" and level > part.level:
        return part
    found = GROUP_LABELS.get(key(block.text)) or loose_field(block.text)
    if key(block.text) in ("current", "current members", "active") and whole.field:
        return Part(whole.field, level, "")
    if key(block.text) == MEMBERSHIP:
        return Part("members", level, MEMBERSHIP)
    if key(block.text) in _BOARD:
        return Part("organizers", level, "board member")
    if found in ("organizers", "members", "former"):
        return Part(found, level, block.text)
    if whole.field and is_organisation(block.text) and INSTITUTION.search(block.text) and not is_post(block.text):
        return Part(whole.field, level, "", block.text)
    return part if level > part.level and part.field else Part(whole.field if level > 2 else "")


MEMBERSHIP = "membership"
_BOARD = frozenset(("board", "the board", "current board", "board members", "our board"))
INSTITUTION = re.compile(
    r"\b(?:museum|council|service|universit\w+|institut\w+|college|library|archives?|society|trust|agency"
    r"|association|foundation|laborator\w+|centre|center|school|england|scotland|wales)\b",
    re.I,
)
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
            r"\b(?:alumni|alumnae|former|past|previous|ehemalige[rn]?|frühere|anciens?|anciennes|antiguos|ex"
            r"|exmiembros|oud leden)\b"
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
            r"^composition(?: of the (?:committee|group|board|panel))?(?: (?:19|20)\d\d(?: \d{2,4})?)?$"
            r"|\b(?:members|participants|team|people|researchers|scientists|students|staff|postdocs|fellows|editors"
            r"|committee|board|mitglieder|mitarbeiter(?:innen)?|mitarbeitende|doktorand\w*|studierende|membres"
            r"|doctorants|chercheurs"
            r"|étudiants|ingénieurs|miembros|investigadores|estudiantes|membri|dottorandi|ricercatori|studenti|leden"
            r"|promovendi|onderzoekers|medewerkers)\b"
        ),
    ),
)


def singular(label: str) -> str:
    """A label as a role: "Group leaders" is "Group leader", "Current Chair" is "Chair"."""
    text = re.sub(r"^(?:current|our|the)\s+", "", label.strip(" :"), flags=re.I)
    return re.sub(r"(?<=[a-z]{3})s$", "", text) if not text.endswith("ss") else text
