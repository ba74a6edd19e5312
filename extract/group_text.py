"""A group's page in, claims on what it is for out: purpose, aims, topics, sub-groups, founding."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_sections, said, where
from extract.group_founding import find_founding
from extract.group_purpose import MAX_PURPOSE, find_purpose
from extract.group_words import GROUP_LABELS
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
        for block in section.blocks[:3]:
            yield from (_aim(item, block) for item in split_numbered(block.text) if block.tag != "li")
    for sentence, block in said(view, " aim", " seek", "aspire", "strive", "our objective", "our goal"):
        plain = len(sentence) <= MAX_PURPOSE and not sentence.endswith((":", "?")) and sentence != purpose
        if plain and _AIM.search(sentence) and not _NO_AIM.search(sentence):
            yield Claim("aims", sentence, sentence, "text", "aim", 0.5, where(block))


def _items(blocks: tuple[Block, ...]) -> Iterator[Claim]:
    for block in blocks:
        if block.tag != "li":
            return
        yield _aim(block.text, block)


def _aim(text: str, block: Block) -> Claim:
    return Claim("aims", text, text, "label", "aim_list", 0.6, where(block))


_NUMBER = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,2})[.)]\s")


def split_numbered(text: str) -> list[str]:
    """The items of a paragraph that numbers them.

    >>> split_numbered("1. Map tides. 2. Feed gulls."), split_numbered("In 1952 there were 2. And 3 more.")
    (['Map tides.', 'Feed gulls.'], [])
    """
    hits = list(_NUMBER.finditer(text[:MAX_NUMBERED]))
    if len(hits) < 2 or hits[0].start() or [int(hit["number"]) for hit in hits] != list(range(1, len(hits) + 1)):
        return []
    ends = [hit.start() for hit in hits[1:]] + [len(text)]
    return [text[hit.end() : end].strip() for hit, end in zip(hits, ends, strict=True)]


MAX_NUMBERED = 3_000  # characters of a paragraph that numbers what it says


def _topics(view: View) -> Iterator[Claim]:
    """The short items of a list under "Research topics", its terms, or what commas part there."""
    for pair in view.pairs:
        if GROUP_LABELS.get(key(pair.label)) == "topics" and pair.block in view.body and len(pair.value) <= MAX_TOPIC:
            yield Claim("topics", pair.value, pair.value, "label", "topics", 0.6, where(pair.block))
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "topics"):
        blocks = [block for block in section.blocks if block.tag != "dd"]
        for block in blocks[:MAX_ITEMS]:
            if block.tag not in ("li", "dt") or len(block.text) > MAX_TOPIC:
                break
            yield Claim("topics", block.text, block.text, "label", "topics", 0.6, where(block))
        for topic in split_topics(blocks[0].text) if blocks and blocks[0].tag in ("p", "div") else ():
            yield Claim("topics", topic, topic, "label", "topics", 0.6, where(blocks[0]))


MAX_TOPIC = 80  # characters of a topic; more is a sentence
MAX_TOPIC_WORDS = 6  # of one among commas


def split_topics(text: str) -> list[str]:
    """The topics of a line that is nothing else.

    >>> split_topics("tides, gulls and boats, quays."), split_topics("We like tides, gulls, and feed them.")
    (['tides', 'gulls and boats', 'quays'], [])
    """
    parts = [re.sub(r"^(?:and|und|et|y|e|en) ", "", part.strip()) for part in re.split(r"[,;·•|]", text.rstrip(" ."))]
    plain = len(parts) > 1 and not re.search(r"[.!?:]", text.rstrip(" .")) and not _SENTENCE.match(text)
    return parts if plain and all(part and len(part.split()) <= MAX_TOPIC_WORDS for part in parts) else []


_SENTENCE = re.compile(r"(?:we|our|the|this|these|i|in|it|wir|unsere?|die|der|das|nous|nos|le|la|les)\b", re.I)
"""How a text begins that is no list of topics."""

_PARTS_OF = re.compile(
    r"(?:(?:working |research |regional |local |sub)?groups|units|labs|chapters|working parties)"
    r" (?:of|in|within) (?:the|our) [\w -]{3,40}"
)


def _names_parts(name: str) -> bool:
    """Whether a heading stands above the names of sub-groups: "Sub-groups", "Units of the Centre"."""
    return GROUP_LABELS.get(name) == "sub_groups" or bool(_PARTS_OF.fullmatch(name))


_LISTED_PARTS = re.compile(r"\b(?:sub-?groups|working groups|task forces): (?P<names>[^.;\n]{3,300})", re.I)
MAX_PART = 60  # characters of a sub-group's name


def find_sub_groups(view: View) -> Iterator[Claim]:
    """Claims on `sub_groups`: headings or items under "Sub-groups", "Our groups", or the names after "sub-groups:"."""
    for section in find_sections(view.body, _names_parts):
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
