"""A page in, claims on the people of its sections out: cards, lists and paragraphs under "Speakers", "Organisers"."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import leading_name, read_name
from extract.fields.parties import is_organisation, read_party, split_people
from extract.fields.sections import find_sections, level_of, where
from extract.fields.words import INSTITUTION_WORDS, LABELS
from extract.records import Party
from extract.text import key

MAX_CARD_TEXT = 160  # characters of a post or affiliation below a name; more is the biography
_LAST_WORDS = frozenset(("speaker", "speakers", "keynotes", "organisers", "organizers", "panellists", "panelists"))


def find_sectioned(view: View) -> Iterator[Claim]:
    """Claims on `performers` and `organizers`: the blocks of a section that begin with a name."""
    for section in find_sections(view.body, lambda name: _field_of(name).startswith(("performers", "organizers"))):
        field, _, role = _field_of(section.name).partition(":")
        label = not section.heading.heading and field == "organizers"
        if label and not any(_cards(section.blocks[:1])):
            continue  # the label of one value that is no person; what follows that value is not its list
        for party, text, block in _cards(section.blocks):
            party = party.model_copy(update={"role": role or None})
            yield Claim(field, party, text, "label", "section", 0.7, where(block))
        if field == "organizers" and section.heading.heading:
            yield from _bodies(section.blocks)


def _bodies(blocks: Sequence[Block]) -> Iterator[Claim]:
    """The organisations that stand right below a heading "Organizers", each in a block of its own."""
    for block in blocks[:MAX_BODIES]:
        known = any(word in INSTITUTION_WORDS for word in key(block.text).split())
        if not (known and is_organisation(block.text)) or read_name(block.text) or level_of(block):
            return
        yield Claim("organizers", Party(name=block.text), block.text, "label", "section", 0.7, where(block))


MAX_BODIES = 8  # organisations that organise one event


def _field_of(name: str) -> str:
    """A heading's field: a known label, or one by its last word ("Summer school speakers", "Invited talks")."""
    if name in LABELS:
        return LABELS[name]
    last = name.rsplit(" ", 1)[-1]
    if last in ("talk", "talks", "presentations"):
        return "performers:speaker"
    return LABELS[last] if last in _LAST_WORDS and len(name) <= 50 else ""


_SET_OFF = re.compile(r"^\s{0,4}[,(\-–—|:\n;&]|^\s+(?:and|is|will|was|on)\b")


_SEVERAL = re.compile(r"[;&\n]|\b(?:and|und|et|y|e|en|with)\b")
"""What joins people inside one item of a list; a comma there sets off an affiliation."""


def _cards(blocks: Sequence[Block]) -> Iterator[tuple[Party, str, Block]]:
    """The people of a section: blocks that begin with a name, with the affiliation from the block or the next."""
    items = sum(block.tag == "li" and leading_name(block.text, lenient=True) is not None for block in blocks)
    for i, block in enumerate(blocks):
        lines = [read_party(line, lenient=True) for line in block.text.split("\n")] if "\n" in block.text else []
        if len(lines) > 1 and all(lines):
            yield from ((*read, block) for read in lines if read)  # a person a line
            continue
        text = block.lead if block.lead and read_name(block.lead, lenient=True) else block.text
        named = leading_name(text, lenient=True)
        if named is None or named.begin > 0:
            continue
        rest = text[named.end :].strip()
        if rest and not _SET_OFF.match(text[named.end :]):
            continue
        item = items > 1 and block.tag == "li" and not _SEVERAL.search(text)
        people = list(split_people(text, lenient=True)) if len(text) < MAX_CARD_TEXT and not item else []
        for party, words in people or ([read] if (read := read_party(text, lenient=True)) else []):
            lone = not party.affiliation and len(people) < 2 and not rest
            yield _with_affiliation(party, blocks[i + 1 : i + 3]) if lone else party, words, block


def _with_affiliation(party: Party, below: Sequence[Block]) -> Party:
    """The person with the organisation that the next blocks of the card name."""
    for block in below:
        if key(block.text) in LABELS:
            return party  # the label of another fact
        if level_of(block) and read_name(block.text, lenient=True):
            return party
        read = read_party(f"{party.name}, {block.text}", lenient=True) if len(block.text) < MAX_CARD_TEXT else None
        if read and read[0].affiliation and key(read[0].affiliation) in key(block.text):
            return party.model_copy(update={"affiliation": read[0].affiliation})
    return party
