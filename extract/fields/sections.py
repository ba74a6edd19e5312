"""Blocks in, sections and labelled values out: what stands under a heading, what stands after "Label:"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.blocks import Block
from extract.claims import Pair, View
from extract.fields.names import is_name
from extract.fields.words import GROUP_LABELS, LABELS
from extract.text import fold, fold_lines, key


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (None before the first) with the blocks below it, sub-headings among them."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The heading's key, "" without one."""
        return key(self.heading.text) if self.heading else ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: the field that the label names, the value's words, where they stand."""

    field: str
    value: str
    block: Block
    label: str


_HEADING_STEP = re.compile(r"[._-](?:heading|headline|section-?title)\b", re.I)
MAX_HEADING = 90  # longer "headings" are sentences


def level_of(block: Block) -> int:
    """1 to 6 for a heading, 6 for a block that only its class or its known label makes one, 0 for any other."""
    if block.heading:
        return block.heading
    if len(block.text) > MAX_HEADING or "\n" in block.text:
        return 0
    name = key(block.text)
    if block.path and _HEADING_STEP.search(block.path[-1] + "/" + (block.path[-2] if len(block.path) > 1 else "")):
        return 6
    alone = block.tag not in ("li", "td", "th", "dd", "a", "dt") and not block.links
    return 6 if alone and (name in LABELS or name in GROUP_LABELS) else 0


def split_sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """Every heading with what stands below it, up to the next heading that is no deeper and no person's name.

    Sections nest: a block stands in each section whose heading rules it.
    """
    levels = [level_of(block) for block in blocks]
    names = [bool(level) and is_name(block.text) for level, block in zip(levels, blocks, strict=True)]
    first = next((i for i, level in enumerate(levels) if level), len(blocks))
    yield Section(None, tuple(blocks[:first]))
    for i in range(first, len(blocks)):
        if not levels[i] or names[i]:
            continue
        end = next((j for j in range(i + 1, len(blocks)) if 0 < levels[j] <= levels[i] and not names[j]), len(blocks))
        yield Section(blocks[i], tuple(blocks[i + 1 : end]))


def find_labelled(view: View) -> Iterator[Labelled]:
    """The page's label/value pairs that name a field, then the "Label: value" runs inside single blocks."""
    seen: set[tuple[str, str]] = set()
    for pair in view.pairs:
        field = LABELS.get(key(pair.label))
        value = _uncut(_with_lines(pair))
        if field and field != "cut" and value and (field, key(value)) not in seen:
            seen.add((field, key(value)))
            yield Labelled(field, value, pair.block, pair.label)
    for block in view.body:
        for found in _inline(block):
            if (found.field, key(found.value)) not in seen:
                seen.add((found.field, key(found.value)))
                yield found


_LABEL_RUN = re.compile(
    r"(?:^|(?<=[\s.;|•)]))(" + "|".join(sorted((word.replace(" ", r"[\s-]") for word in LABELS if len(word) > 2), key=len, reverse=True))
    + r")(?:\(s\))?\s?[:：]\s*",
    re.I | re.M,
)  # fmt: skip
_DASHED = re.compile(r"^(chair|chairs|speaker|speakers|moderator|host|keynote|venue|location)\s+[-–—]\s+(?=\S)", re.I)


def _inline(block: Block) -> Iterator[Labelled]:
    """"Speakers: A and B Date: Monday Venue: C": each label with its value, which ends where the next label begins."""
    text = block.text
    hits = list(_LABEL_RUN.finditer(text)) if ":" in text or "：" in text else []
    if not hits and (dashed := _DASHED.match(text)):
        hits = [dashed]
    for i, hit in enumerate(hits):
        if not _begins(text, hit):
            continue
        field = LABELS.get(key(hit.group(1)))
        end = hits[i + 1].start() if i + 1 < len(hits) else len(text)
        value = fold(text[hit.end() : end].split("\n")[0])
        if field and field != "cut" and value:
            yield Labelled(field, value, block, hit.group(1))


def _begins(text: str, hit: re.Match[str]) -> bool:
    """Whether a label stands where labels stand: at a beginning, or written as one ("... Venue: ...")."""
    before = text[: hit.start()].rstrip(" ")
    return not before or before[-1] in ".;|•\n)" or hit.group(1)[0].isupper()


def _with_lines(pair: Pair) -> str:
    """A pair's value with the line breaks that its block has in it."""
    raw = pair.block.text[len(pair.block.lead) :].lstrip(" :–—-\n") if pair.block.lead else ""
    return raw if raw and fold(raw) == pair.value else pair.value


def _uncut(value: str) -> str:
    """A pair's value up to the next label that got into it."""
    hit = next((hit for hit in _LABEL_RUN.finditer(value) if hit.start() > 0 and _begins(value, hit)), None)
    return fold_lines(value[: hit.start()] if hit else value)


def where(block: Block) -> str:
    """A block's place for an evidence: its three innermost elements."""
    return "/".join(block.path[-3:])


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W\d_a-z]|\d|#)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|Mx|St|Sir|e\.g|i\.e|vs|etc|No|approx|Inc|Ltd|Co|Dept|Univ|Jr|Sr|bzw|ca|z\.B|u\.a|Hr|Fr|M|Mme"
    r"|Rev|Hon|Ph\.D|Fig|al)\.|\b[^\W\d_a-z]\.)$"
)


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each an exact substring of it; "Dr. Brunel" is not an end.

    >>> list(split_sentences("We meet Dr. Brunel. Register now!"))
    ['We meet Dr. Brunel.', 'Register now!']
    """
    begin = 0
    for gap in _SENTENCE_END.finditer(text):
        if "\n" not in gap.group() and _ABBREVIATION.search(text[max(begin, gap.start() - 12) : gap.start()]):
            continue
        yield text[begin : gap.start()].strip() + gap.group().rstrip()
        begin = gap.end()
    if text[begin:].strip():
        yield text[begin:].strip()
