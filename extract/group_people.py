"""A group's page in, claims on who leads it and who belongs to it out. Former members are neither."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, Source, View
from extract.fields.contacts import PLACEHOLDER
from extract.fields.names import leading_name, read_name
from extract.fields.parties import is_organisation, split_people
from extract.fields.sections import where
from extract.group_leaders import find_leaders
from extract.group_parts import find_former, is_lead, singular
from extract.group_sections import find_sectioned
from extract.group_words import GROUP_LABELS
from extract.records import Party
from extract.text import key


def find_people(view: View) -> Iterator[Claim]:
    """Claims on `organizers` and `members`, each person once in each; who leads is a member too if listed so."""
    found = (_labelled, _glued, find_leaders, _officers, find_sectioned, _run_together)
    claims = [claim for find in found for claim in find(view)]
    leaders: set[str] = set()
    members: set[str] = set()
    for claim in claims:
        if claim.field == "organizers" and key(claim.value.name) not in leaders:
            leaders.add(key(claim.value.name))
            yield claim
    for claim in claims:
        name = key(claim.value.name)
        if claim.field == "members" and name not in members:
            members.add(name)
            yield claim


_SUB_GROUPS = re.compile(r"\bsub-?groups?: (?P<names>[^.;]{3,300})", re.I)


def own_part(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body before the first heading that is a sub-group's name: those below belong to the sub-groups."""
    listed = {
        key(name)
        for block in body
        if (hit := _SUB_GROUPS.search(block.text))
        for name in re.split(r",| and ", hit["names"])
    }
    cut = next((i for i, block in enumerate(body) if block.heading and key(block.text) in listed), len(body))
    return body[:cut]


def _claim(field: str, party: Party, text: str, source: Source, rule: str, block: Block) -> Claim:
    return Claim(field, party, text, source, rule, 0.6, where(block))


MAX_LIST = 600  # characters of a labelled list of people


def _labelled(view: View) -> Iterator[Claim]:
    """ "Group leader: Ada Brunel (CWI)", "Vice-chair" and "Piet Mol"; not among those who were."""
    former = find_former(view)
    for pair in view.pairs:
        field = _field_of(pair.label)
        if not field or pair.block not in view.body or pair.block in former or len(pair.value) > MAX_LIST:
            continue
        if leading_name(pair.value):
            role = singular(pair.label) if field == "organizers" else None
            for party, text in split_people(pair.value):
                yield _claim(field, party.model_copy(update={"role": role}), text, "label", field, pair.block)


def _field_of(label: str) -> str:
    """The people that a label names: "Members", "Deputy convenor"; whom to ask need not lead."""
    field = GROUP_LABELS.get(key(label), "")
    if field in ("organizers", "members"):
        return field
    return "organizers" if not field and is_lead(label) and "contact" not in key(label) else ""


def _glued(view: View) -> Iterator[Claim]:
    """ "Ada Brunel[email protected]": a contact card that lost its line break."""
    for block in view.body:
        head, mark, tail = block.text.partition(PLACEHOLDER)
        named = read_name(head) if mark and not tail.strip() and len(head) < 60 else None
        if named:
            party = Party(name=named.name, title=named.title or None, role="organizer")
            yield _claim("organizers", party, block.text, "text", "glued", block)


def _officers(view: View) -> Iterator[Claim]:
    """A row of a table: "Chair", "Ada Brunel", "Harbour Trust"."""
    former = find_former(view)
    for i, block in enumerate(view.body[:-1]):
        cell = view.body[i + 1]
        if block.tag not in _CELLS or cell.tag not in _CELLS or not is_lead(block.text) or len(block.nodes) < 2:
            continue
        named = read_name(cell.text) if block.nodes[-2] == cell.nodes[-2] and block not in former else None
        after = view.body[i + 2] if i + 2 < len(view.body) else None
        place = (
            after.text if after and after.nodes[-2:-1] == cell.nodes[-2:-1] and is_organisation(after.text) else None
        )
        if named:
            party = Party(name=named.name, title=named.title or None, role=block.text, affiliation=place)
            yield _claim("organizers", party, cell.text, "label", "office_row", cell)


_CELLS = frozenset(("td", "th", "dt", "dd"))


def _run_together(view: View) -> Iterator[Claim]:
    """ "Ada Brunel, University of XPiet Mol, CWI": a list of members that lost its line breaks."""
    for block in view.body:
        people = list(split_glued(block.text)) if len(block.text) < 20000 and "," in block.text else []
        if len(people) >= 3:
            for party, text in people:
                yield _claim("members", party, text, "text", "run_together", block)


def split_glued(text: str) -> Iterator[tuple[Party, str]]:
    """The people of "Name, AffiliationName, Affiliation"; DeepMind and arXiv stay whole.

    >>> [(p.name, p.affiliation) for p, _ in split_glued("Ada Brunel, Google DeepMindPiet Mol, Open UniIda Roe, CWI")]
    [('Ada Brunel', 'Google DeepMind'), ('Piet Mol', 'Open Uni'), ('Ida Roe', 'CWI')]
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
