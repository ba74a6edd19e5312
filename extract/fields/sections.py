"""Blocks in, what stands where out: sections under headings, values after labels, sentences that hold a cue."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.blocks import Block
from extract.claims import Pair, View
from extract.fields.names import read_name
from extract.fields.words import LABELS
from extract.group_words import GROUP_LABELS
from extract.text import fold, fold_lines, key


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks below it, sub-headings among them."""

    heading: Block
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The heading's key."""
        return key(self.heading.text)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: the field that the label names, the value's words, where they stand."""

    field: str
    value: str
    block: Block


MAX_TEXT = 12_000  # characters of one block that are read; the longest honest paragraph seen has 9,000


@lru_cache(maxsize=8)
def clip(view: View) -> View:
    """The view with blocks of endless text cut short: what a reader spends on a page stays bounded."""
    if all(len(block.text) <= MAX_TEXT for block in view.body):
        return view
    body = tuple(
        block._replace(text=block.text[:MAX_TEXT], lead=block.lead[:100]) if len(block.text) > MAX_TEXT else block
        for block in view.body
    )
    pairs = tuple(
        replace(pair, value=pair.value[:MAX_TEXT]) if len(pair.value) > MAX_TEXT else pair for pair in view.pairs
    )
    return replace(view, body=body, pairs=pairs)


_CACHED = 512
"""Blocks whose sentences and labels are remembered: each of the eight readers asks for those of the same page."""
_VIEWS = 8
"""Views whose labels and lower-case text are remembered: the body and the body with facts bars, each also clipped."""


_HEADING_STEP = re.compile(r"[._-](?:heading|headline|section-?title)\b", re.I)
_ITEM_TAGS = frozenset(("li", "td", "th", "dd", "a", "dt", "button"))
MAX_HEADING = 90  # characters; longer "headings" are sentences
MAX_LABEL = 40  # characters of a label


def level_of(block: Block) -> int:
    """1 to 6 for a heading, 6 for a block that only its class or its known label makes one, 0 for any other."""
    if block.heading:
        return block.heading
    if len(block.text) > MAX_HEADING or "\n" in block.text:
        return 0
    if _is_heading_step(block.path[-2:]):
        return 6
    if block.tag in _ITEM_TAGS or block.links or len(block.text) > MAX_LABEL:
        return 0
    name = key(block.text)
    return 6 if name in LABELS or name in GROUP_LABELS else 0


@lru_cache(maxsize=2_000)
def _is_heading_step(steps: tuple[str, ...]) -> bool:
    """Whether a class of one of the innermost elements says heading; the blocks of a page share most of them."""
    return bool(_HEADING_STEP.search("/".join(steps)))


def find_sections(blocks: Sequence[Block], wanted: Callable[[str], object]) -> Iterator[Section]:
    """The sections whose heading's key is `wanted`: up to the next heading that is no deeper and no person's name."""
    levels = [level_of(block) for block in blocks]
    for i, level in enumerate(levels):
        if level and len(blocks[i].text) <= MAX_HEADING and wanted(key(blocks[i].text)):
            ends = (j for j in range(i + 1, len(blocks)) if 0 < levels[j] <= level and not read_name(blocks[j].text))
            yield Section(blocks[i], tuple(blocks[i + 1 : next(ends, len(blocks))]))


@lru_cache(maxsize=_VIEWS)
def find_labelled(view: View) -> tuple[Labelled, ...]:
    """The page's label/value pairs that name a field, then the "Label: value" runs inside single blocks."""
    return tuple(_labelled(view))


def _labelled(view: View) -> Iterator[Labelled]:
    seen: set[tuple[str, str]] = set()
    for found in (*_paired(view), *(run for block in view.body for run in _runs(block))):
        mark = (found.field, key(found.value[:200]))
        if mark not in seen:
            seen.add(mark)
            yield found


def _paired(view: View) -> Iterator[Labelled]:
    for pair in view.pairs:
        field = LABELS.get(key(pair.label), "cut")
        value = _uncut(_with_lines(pair)) if field != "cut" else ""
        if value:
            yield Labelled(field, value, pair.block)


def _with_lines(pair: Pair) -> str:
    """A pair's value with the line breaks that its block has in it."""
    raw = pair.block.text[len(pair.block.lead) :].lstrip(" :–—-\n") if pair.block.lead else ""
    return raw if raw and fold(raw) == pair.value else pair.value


def _uncut(value: str) -> str:
    """A value up to the next label that got into it."""
    begin = next((begin for begin, _, _ in find_labels(value) if begin > 0), len(value))
    return fold_lines(value[:begin])


_DASHED = re.compile(r"(chair|chairs|speaker|speakers|moderator|host|keynote|venue|location)\s+[-–—]\s+(?=\S)", re.I)
MAX_LABELS = 60  # labels of one block


@lru_cache(maxsize=_CACHED)
def find_labels(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where known labels stand in a text: where they begin, where their value begins, the field they name.

    >>> [(text[a:b], f) for text in ["Speaker: Ada Date: 3 May"] for a, b, f in find_labels(text)]
    [('Speaker: ', 'performers:speaker'), ('Date: ', 'cut')]
    """
    return tuple(_labels(text))


def _labels(text: str) -> Iterator[tuple[int, int, str]]:
    colon = text.find(":")
    for _ in range(MAX_LABELS):
        if colon < 0:
            return
        label = _label_before(text, colon)
        if label:
            end = colon + 1
            while end < len(text) and text[end] in " \u00a0":
                end += 1
            yield label[0], end, label[1]
        colon = text.find(":", colon + 1)


def _label_before(text: str, colon: int) -> tuple[int, str] | None:
    """The longest known label that ends at a colon, where labels stand: at a beginning, or with a capital."""
    line = max(text.rfind("\n", 0, colon) + 1, colon - MAX_LABEL)
    words = [(m.start() + line, m.group()) for m in re.finditer(r"\S+", text[line:colon])]
    for begin, word in words[-5:]:
        field = LABELS.get(key(text[begin:colon].replace("(s)", "")))
        before = text[:begin].rstrip(" ")[-1:]
        if field and (word[0].isupper() or before in ("", ".", ";", "|", "•", "\n", ")")):
            return begin, field
    return None


def _runs(block: Block) -> Iterator[Labelled]:
    """ "Speakers: A and B Date: Monday Venue: C": each label with its value, which ends where the next label begins."""
    text = block.text
    labels = find_labels(text) if ":" in text else ()
    if not labels and (dashed := _DASHED.match(text)):
        labels = ((0, dashed.end(), LABELS[dashed.group(1).lower()]),)
    for i, (_, begin, field) in enumerate(labels):
        end = labels[i + 1][0] if i + 1 < len(labels) else len(text)
        value = fold(text[begin:end].split("\n")[0])
        if field != "cut" and value:
            yield Labelled(field, value, block)


def where(block: Block) -> str:
    """A block's place for an evidence: its three innermost elements."""
    return "/".join(block.path[-3:])


@lru_cache(maxsize=_VIEWS)
def _lower(view: View) -> tuple[str, tuple[str, ...]]:
    """The body in lower case, as one text and block by block."""
    lowered = tuple(block.text.lower() for block in view.body)
    return "\n".join(lowered), lowered


def said(view: View, *cues: str) -> Iterator[tuple[str, Block]]:
    """The sentences of the body that hold one of the cues (lower case), each with its block."""
    stated = _stated(view, cues)
    for _, block in _holding(view, stated):
        for sentence in split_sentences(block.text):
            folded = sentence.lower()
            if any(cue in folded for cue in stated):
                yield sentence, block


def find_holding(view: View, words: tuple[str, ...]) -> Iterator[tuple[int, Block]]:
    """The blocks of the body that hold one of the words (lower case), each with its number."""
    yield from _holding(view, _stated(view, words))


def _holding(view: View, stated: tuple[str, ...]) -> Iterator[tuple[int, Block]]:
    for number, lower in enumerate(_lower(view)[1] if stated else ()):
        for word in stated:
            if word in lower:
                yield number, view.body[number]
                break


def _stated(view: View, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that the body holds at all: few of many, so that single blocks are looked at for those only."""
    whole = _lower(view)[0]
    return tuple([word for word in words if word in whole])


ORDINAL = r"(?!(?<=\d\.\s)(?<!\d{3}\.\s)(?:Jän|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
"""What does not follow the gap behind a sentence: the month of a German day, "am 14. Oktober"."""
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[\"”’')\]]*\s+{ORDINAL}(?=[\"“‘'(\[]?(?:[^\W\d_a-z]|\d|#))|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Dra|Sra?|Dott|dott|prof|ssa|Univ|Prof|Mr|Mrs|Ms|Mx|St|Sir|e\.g|i\.e|vs|etc|No|approx|Inc|Ltd|Co|Dept|Univ|Jr|Sr|bzw|ca|z\.B|u\.a|Hr|Fr"
    r"|M|Mme|Rev|Hon|Ph\.D|Fig|al)\.|\b[^\W\d_a-z]\.)$"
)


@lru_cache(maxsize=_CACHED)
def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each an exact substring of it; "Dr. Brunel" is not an end.

    >>> split_sentences("We meet Dr. Brunel. Register now!")
    ('We meet Dr. Brunel.', 'Register now!')
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for gap in _SENTENCE_END.finditer(text):
        if gap.group() != "\n" and _ABBREVIATION.search(text[max(begin, gap.start() - 12) : gap.start()]):
            continue
        sentence = (text[begin : gap.start()] + gap.group().rstrip()).strip()
        begin = gap.end()
        if sentence:
            yield sentence
    if text[begin:].strip():
        yield text[begin:].strip()
