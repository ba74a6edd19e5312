"""A group's page in, claims on what it is for out: purpose, aims, topics, sub-groups, founding."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_sections, said, where
from extract.fields.words import GROUP_LABELS
from extract.group_founding import find_founding
from extract.group_purpose import MAX_PURPOSE, find_purpose
from extract.text import key


def find_statements(view: View) -> Iterator[Claim]:
    """Claims on `purpose`, `aims`, `topics`, `founding_date`."""
    purpose = find_purpose(view)
    if purpose:
        yield purpose
    yield from _aims(view, purpose.value if purpose else "")
    yield from _topics(view)
    yield from find_founding(view)


_AIM = re.compile(
    r"\b(?:we|group|lab|network|association|forum|(?<=[.;] )it|community|centre|center|programme) (?:also )?"
    r"(?:aims? to|aspires? to|seeks? to|will aim to|will seek to|strives? to)\b|\bfirst(?:ly)?,? we aim\b"
    r"|^it (?:will )?(?:aims?|seeks?) to\b|\bour (?:objective|goal|aim) is,? (?:\w+, )?to\b",
    re.I,
)
_AIM_LIST = re.compile(
    r"\b(?:(?:our|the|group|main|its) (?:main |key |following )?(?:aims?|goals?|objectives?)"
    r"|we (?:also )?(?:aim|seek|want|plan|hope|intend)"
    r"|works? on|aims? to|seeks? to"
    r"|purpose is|mission is|ziele|objectifs|objetivos|obiettivi)\b[^.]{0,70}:$",
    re.I,
)
_STATUTE_AIMS = re.compile(
    r"\bto (?:fulfil+|achieve|reach|reali[sz]e) (?:its|this|our|these|the) (?:purpose|aims?|goals?|mission)[^.]{0,60}$"
    r"|\bgroup (?:also )?sets out to:?$|^(?:it|we|the group) will:$",
    re.I,
)
_NO_AIM = re.compile(r"\b(?:decisions?|consensus|meetings?|calls?)\b", re.I)
MAX_ITEMS = 20  # of one list of aims or topics


def _aims(view: View, purpose: str) -> Iterator[Claim]:
    """The list after "we aim to:" or under "Aims", and further aim sentences."""
    for i, block in enumerate(view.body):
        end = block.text[-160:]
        listed = (end.endswith(":") and _AIM_LIST.search(end) and not _NO_AIM.search(end)) or _STATUTE_AIMS.search(end)
        if listed:
            yield from _items(view.body[i + 1 : i + 1 + MAX_ITEMS])
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "aims"):
        lead = next((i for i, block in enumerate(section.blocks[:3]) if block.tag == "li"), 0)
        yield from _items(section.blocks[lead : lead + MAX_ITEMS])
    for sentence, block in said(view, " aim", " seek", "aspire", "strive", "our objective", "our goal"):
        plain = len(sentence) <= MAX_PURPOSE and not sentence.endswith((":", "?")) and sentence != purpose
        if plain and _AIM.search(sentence) and not _NO_AIM.search(sentence):
            yield Claim("aims", sentence, sentence, "text", "aim", 0.5, where(block))


def _items(blocks: tuple[Block, ...]) -> Iterator[Claim]:
    for block in blocks:
        if block.tag != "li":
            return
        yield Claim("aims", block.text, block.text, "label", "aim_list", 0.6, where(block))


def _topics(view: View) -> Iterator[Claim]:
    """The short items of a list under "Research topics"."""
    for pair in view.pairs:
        if GROUP_LABELS.get(key(pair.label)) == "topics" and pair.block in view.body and len(pair.value) <= 80:
            yield Claim("topics", pair.value, pair.value, "label", "topics", 0.6, where(pair.block))
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "topics"):
        for block in section.blocks[:MAX_ITEMS]:
            if block.tag != "li" or len(block.text) > 80:
                break
            yield Claim("topics", block.text, block.text, "label", "topics", 0.6, where(block))


_LISTED_PARTS = re.compile(r"\b(?:sub-?groups|working groups|task forces): (?P<names>[^.;\n]{3,300})", re.I)
MAX_PART = 60  # characters of a sub-group's name


def find_sub_groups(view: View) -> Iterator[Claim]:
    """Claims on `sub_groups`: headings or items under "Sub-groups", "Our groups", or the names after "sub-groups:"."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "sub_groups"):
        if section.name == key(view.title):
            continue
        heads = [block for block in section.blocks if block.heading or block.tag == "dt"]
        for block in (heads or [block for block in section.blocks if block.tag == "li"])[:30]:
            if len(block.text) <= MAX_PART and not block.text.endswith(("!", "?", ":", ".")):
                yield Claim("sub_groups", block.text, block.text, "label", "sub_groups", 0.6, where(block))
    for sentence, block in said(view, "groups:", "forces:"):
        hit = _LISTED_PARTS.search(sentence)
        for name in re.split(r",\s*|(?<!\s)\s+and\s+", hit["names"]) if hit else ():
            if 2 <= len(name.strip()) <= MAX_PART:
                yield Claim("sub_groups", name.strip(), name.strip(), "text", "sub_groups", 0.6, where(block))
