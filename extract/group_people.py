"""A group's page in, claims on who leads it and who belongs to it out. Former members are neither."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, Source, View
from extract.fields.contacts import PLACEHOLDER
from extract.fields.names import (
    Named,
    find_names,
    is_organisation,
    is_post,
    leading_name,
    read_name,
    read_party,
    split_people,
)
from extract.fields.sections import level_of, split_sentences, where
from extract.fields.words import GROUP_LABELS
from extract.records import Party
from extract.text import key

_LEAD = re.compile(
    r"\b(?:chair|co-?chair|vice[- ]chair|convener|convenor|co-?convener|coordinator|co-ordinator|lead|leader|co-lead|head|director|president|principal investigator|pi|"
    r"secretary|treasurer|organi[sz]er|team contact|leiter(?:in)?|leitung|directeur|directrice|responsable|coordinador|coordinatore)\b",
    re.I,
)


def find_people(view: View) -> Iterator[Claim]:
    """Claims on `organizers` and `members`, each person once; leaders are not repeated as members."""
    claims = [*_labelled(view), *_glued(view), *_led(view), *_sectioned(view), *_run_together(view)]
    leaders: set[str] = set()
    members: set[str] = set()
    for claim in claims:
        if claim.field == "organizers" and key(claim.value.name) not in leaders:
            leaders.add(key(claim.value.name))
            yield claim
    for claim in claims:
        name = key(claim.value.name)
        if claim.field == "members" and name not in leaders and name not in members:
            members.add(name)
            yield claim


def _claim(field: str, party: Party, text: str, source: Source, rule: str, block: Block) -> Claim:
    return Claim(field, party, text, source, rule, 0.6, where(block))


def _labelled(view: View) -> Iterator[Claim]:
    """ "Group leader: Ada Brunel (CWI)"."""
    for pair in view.pairs:
        field = GROUP_LABELS.get(key(pair.label))
        if field in ("organizers", "members") and len(pair.value) < 600 and leading_name(pair.value):
            role = _singular(pair.label) if field == "organizers" else None
            for party, text in split_people(pair.value):
                yield _claim(field, party.model_copy(update={"role": role}), text, "label", field, pair.block)


def _glued(view: View) -> Iterator[Claim]:
    """ "Ada Brunel[email protected]": a contact card that lost its line break."""
    for block in view.body:
        head, mark, tail = block.text.partition(PLACEHOLDER)
        named = read_name(head) if mark and not tail.strip() and len(head) < 60 else None
        if named:
            party = Party(name=named.name, title=named.title or None, role="organizer")
            yield _claim("organizers", party, block.text, "text", "glued", block)


_LED_BY = re.compile(
    r"\b(?:lab|group|team|network|centre|center|meetings?|committee|forum|gruppe|laboratoire|grupo|gruppo) (?:is|are|wird|est|está|è) (?:currently |jointly |co-)?(?P<how>led|run|chaired|headed|directed|coordinated|geleitet|dirigée?|dirigid[oa]|dirett[oa]) (?:by|von|par|por|da) (?:the [\w -]{3,40}, )?"
    r"|\b(?:group|lab|team) (?:organisers|organizers|leads|leaders|chairs) (?:are )?",
    re.I,
)
_IS_OFFICE = re.compile(r"^(?:the )?(?:[\w-]+ ){0,3}(?P<office>co-ordinator|coordinator|convener|convenor|chair|director|head|leader|secretary) is $", re.I)


def _led(view: View) -> Iterator[Claim]:
    """ "The lab is led by Dr Ada Brunel", "group organisers Ada Brunel and Piet Mol"."""
    for block in view.body:
        for sentence in split_sentences(block.text[:4000]):
            hit = _LED_BY.search(sentence)
            if hit:
                yield from _run(sentence[hit.end() :], "lead" if hit["how"] else "organizer", block)
            first = next(find_names(sentence[:120]), None)
            office = _IS_OFFICE.match(sentence[: first.begin]) if first else None
            if first and office and (read := read_party(sentence[first.begin :])):
                yield _claim("organizers", read[0].model_copy(update={"role": office["office"]}), read[1], "text", "office", block)


def _run(text: str, role: str, block: Block) -> Iterator[Claim]:
    """The names that the text begins with, joined by commas and "and"."""
    at = 0
    for named in find_names(text[:400]):
        if not re.fullmatch(r"\s*(?:,|and|&|,? and|und|et|y|e|en)?\s*(?:by )?", text[at : named.begin]):
            return
        at = named.end
        read = read_party(text[named.begin :])
        if read:
            yield _claim("organizers", read[0].model_copy(update={"role": role}), read[1], "text", "led_by", block)


def _sectioned(view: View) -> Iterator[Claim]:
    """People under headings: each block belongs to the last heading that names a part of the group."""
    field, level, role, off = _page_field(view), 7, "", False
    for i, block in enumerate(view.body):
        ruled = level_of(block)
        if ruled and not read_name(block.text):
            found = GROUP_LABELS.get(key(block.text)) or _loose_field(block.text)
            if off and ruled > level:
                continue
            if found in ("organizers", "members", "former"):
                field, level, role = found, ruled, block.text
                off = found == "former"
            elif ruled <= level or not found:
                keeps = ruled > level and field
                field, level, role, off = (field, level, role, off) if keeps else ("", 7, "", False)
            continue
        if field and not off:
            yield from _people_of(view.body, i, field, role)


def _page_field(view: View) -> str:
    """The part of the group that a whole page lists, by its title or address: "Faculty", /people/."""
    title = re.split(r"\s[|–—·-]\s", view.title)[0] if view.title else ""
    segment = [part for part in view.url.split("?")[0].split("/") if part and not part.startswith("index.")][-1:]
    for name in (title, *segment):
        field = GROUP_LABELS.get(key(name.removesuffix(".html").replace("-", " ")))
        if field in ("organizers", "members"):
            return field
    return ""


def _loose_field(heading: str) -> str:
    """A heading's field by its words: "Meet our PhD students", "Past editors (2010-2015)"."""
    words = key(heading)
    if len(words) > 60:
        return ""
    if re.search(r"\b(?:alumni|former|past|previous|ehemalige|anciens|exmiembros|oud leden)\b", words):
        return "former"
    if re.search(r"\b(?:organi[sz]ers|leads|leaders|chairs?|leadership|principal investigators?|conveners?|directors?)\b", words):
        return "organizers"
    if re.search(r"\b(?:members|team|people|researchers|students|staff|postdocs|fellows|editors|committee|board)\b", words):
        return "members"
    return ""


_NOISE = re.compile(r"^(?:add|send|last login|follow|view|read|see)\b", re.I)
MAX_CARD = 260  # characters of a line that presents one person


def _people_of(body: Sequence[Block], i: int, field: str, section: str) -> Iterator[Claim]:
    """The person that a block presents, with role and affiliation from its own line and the lines of its card."""
    block = body[i]
    if len(block.text) > MAX_CARD or _NOISE.match(block.text):
        return
    text = re.sub(r"^[-•*–]\s*", "", block.text)
    named = read_name(block.lead) if block.lead and text.startswith(block.lead) else None
    named = named or leading_name(text)
    if named is None or named.begin > 0 or not _is_presented(text, named):
        return
    rest = text[named.end :]
    below = _card(body, i) if not rest.strip(" ,.") else ()
    role, affiliation = _describe(rest, below)
    role = role or (_singular(section) if field == "organizers" and section else None)
    leads = field == "organizers" or bool(role and _LEAD.search(role) and not re.search(r"\b(?:task force|sub-?group|programme director)\b", role, re.I))
    party = Party(name=named.name, title=named.title or None, role=role, affiliation=affiliation, url=_profile(block, named))
    yield _claim("organizers" if leads else "members", party, text, "label", "section", block)


def _is_presented(text: str, named: Named) -> bool:
    """Whether the block is about the person: nothing but the name, or what follows is set off."""
    rest = text[named.end :]
    return not rest.strip() or bool(re.match(r"\s*(?:[,(|:\n]|[-–—]\s)", rest))


def _card(body: Sequence[Block], i: int) -> tuple[Block, ...]:
    """The blocks after a name that belong to its card: the next three at most, up to the next name."""
    out: list[Block] = []
    for block in body[i + 1 : i + 4]:
        named = leading_name(block.text)
        if (named and _is_presented(block.text, named)) or (level_of(block) and level_of(block) <= level_of(body[i])):
            break
        if len(block.text) <= 120 and not _NOISE.match(block.text):
            out.append(block)
    return tuple(out)


def _describe(rest: str, below: tuple[Block, ...]) -> tuple[str | None, str | None]:
    """Role and affiliation from "(chair), Professor, University of X" or from the lines of a card."""
    role, affiliation = None, None
    bracket = re.match(r"\s*\(([^()]{2,80})\)", rest)
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


def _singular(label: str) -> str:
    """A label as a role: "Group leaders" is "Group leader", "Current Chair" is "Chair"."""
    text = re.sub(r"^(?:current|our|the)\s+", "", label.strip(" :"), flags=re.I)
    return re.sub(r"(?<=[a-z]{3})s$", "", text) if not text.endswith("ss") else text


def _run_together(view: View) -> Iterator[Claim]:
    """ "Ada Brunel, University of XPiet Mol, CWI": a list of members that lost its line breaks."""
    for block in view.body:
        people = list(split_glued(block.text)) if len(block.text) < 20000 and "," in block.text else []
        if len(people) >= 3:
            for party, text in people:
                yield _claim("members", party, text, "text", "run_together", block)


def split_glued(text: str) -> Iterator[tuple[Party, str]]:
    """The people of "Name, AffiliationName, Affiliation"; DeepMind and arXiv stay whole.

    >>> [(p.name, p.affiliation) for p, _ in split_glued("Ada Brunel, Google DeepMindPiet Mol, University of BathIda Roe, CWI")]
    [('Ada Brunel', 'Google DeepMind'), ('Piet Mol', 'University of Bath'), ('Ida Roe', 'CWI')]
    """
    parts = text.split(",")
    name = read_name(parts[0])
    affiliation: list[str] = []
    for i, part in enumerate(parts[1:], 1):
        cut = _seam(part) if i + 1 < len(parts) else -1
        affiliation.append(part[:cut] if cut > 0 else part)
        if cut > 0 or i + 1 == len(parts):
            if name is None:
                return
            place = ",".join(affiliation).strip(" .")
            yield Party(name=name.name, title=name.title or None, affiliation=place or None), name.name
            name, affiliation = read_name(part[cut:]) if cut > 0 else None, []


def _seam(part: str) -> int:
    """Where in "University of BathPiet Mol" the next name begins; -1 if it does not."""
    for hit in re.finditer(r"(?<=[^\W\dA-Z_)])(?=[^\W\d_a-z])|(?<=\))(?=[^\W\d_a-z])", part):
        if part[hit.start()].isupper() and read_name(part[hit.start() :]):
            return hit.start()
    return -1
