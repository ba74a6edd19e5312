"""An answer about one page in, what the inspector shows of it out: blocks with marks, records, evidence."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from extract.judgement import Judged, Verdict
from extract.labels import find_pairs
from extract.records import Evidence, Record
from pipelines.evidence import UNJUDGED
from pipelines.evidence_links import PATH_STEPS, Segment, Span, cut_segments, is_elsewhere, link_evidence
from pipelines.one_page import Answer


class Word(NamedTuple):
    """A judge's word on a block; `verdict` is "" where it does not know. `decides`: whether it is what counts. That of
    trafilatura never does, and has no score."""

    judge: str
    verdict: str
    score: float
    decides: bool


class BlockView(NamedTuple):
    """A block as shown. `place` is where it stands, short."""

    number: int
    tag: str
    verdict: str
    score: float
    place: str
    words: tuple[Word, ...]
    segments: tuple[Segment, ...]


class RunView(NamedTuple):
    """Blocks one behind the other that are all chrome, or of which none is."""

    is_chrome: bool
    blocks: tuple[BlockView, ...]


class ValueView(NamedTuple):
    """One value (of a list: one item). `text` is the value or its leading part, `more` the other parts by name,
    `evidence` numbers what it rests on."""

    id: str
    text: str
    more: tuple[tuple[str, str], ...]
    evidence: tuple[int, ...]


class FieldView(NamedTuple):
    name: str
    description: str
    values: tuple[ValueView, ...]


class RecordView(NamedTuple):
    """`origin` is what says where the record comes from, `missing` the fields that the page does not state."""

    id: str
    kind: str
    name: str
    fields: tuple[FieldView, ...]
    origin: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


class EvidenceView(NamedTuple):
    """`blocks` numbers those that hold its words, `value` is the id of a value that rests on it, or ""."""

    number: int
    text: str
    rule: str
    path: str
    source: str
    blocks: tuple[int, ...]
    value: str


@dataclass(frozen=True, slots=True)
class InspectView:
    """All that the inspector shows. `elsewhere` is the evidence that does not stand in a block of the page; `left_out`
    counts records beyond MOST_RECORDS."""

    title: str
    url: str
    link: str
    facts: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str, str], ...]
    runs: tuple[RunView, ...]
    records: tuple[RecordView, ...]
    evidence: tuple[EvidenceView, ...]
    left_out: int

    @property
    def elsewhere(self) -> tuple[EvidenceView, ...]:
        return tuple(one for one in self.evidence if not one.blocks)


MOST_RECORDS = 40
"""Records shown of one page: a listing of 500 events would bury the page."""


def make_view(answer: Answer, opinion: Sequence[Verdict | None] = ()) -> InspectView:
    """What to show of a page. `opinion`: what trafilatura would keep of it, where it was asked."""
    extraction = answer.extraction
    all_records = tuple(chain.from_iterable(extraction.records.values()))
    shown = all_records[:MOST_RECORDS]
    evidence = tuple(one for record in shown for one in record.evidence)
    spans = link_evidence([one.block for one in extraction.blocks], evidence, extraction.url)
    starts = accumulate((len(record.evidence) for record in shown[:-1]), initial=0)
    listed = answer.as_record()
    stated = tuple(chain.from_iterable(listed[table] for table in extraction.records))[:MOST_RECORDS]
    records = tuple(
        _view_record(f"r{number}", record, fields, start)
        for number, (record, fields, start) in enumerate(zip(shown, stated, starts, strict=False))
    )
    rests = {number: value.id for value in reversed(list(_all_values(records))) for number in value.evidence}
    return InspectView(
        title=extraction.title or next((record.name for record in shown if record.name), "") or "Untitled page",
        url=extraction.url,
        link=extraction.url if urlsplit(extraction.url).scheme in ("http", "https") else "",
        facts=tuple(_facts(answer)),
        problems=tuple((one.severity, one.step, one.message) for one in extraction.problems),
        runs=tuple(
            RunView(is_chrome, tuple(blocks))
            for is_chrome, blocks in groupby(_view_blocks(answer, spans, opinion), lambda one: one.verdict == "chrome")
        ),
        records=records,
        evidence=tuple(
            _view_evidence(number, one, spans[number], rests.get(number, ""), extraction.url)
            for number, one in enumerate(evidence)
        ),
        left_out=len(all_records) - len(shown),
    )


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    one = answer.extraction
    kept = sum(judged.kept for judged in one.blocks)
    yield "kind", f"{one.page_kind.replace('_', ' ')}, {one.kind_confidence:.2f} sure"
    yield "site", one.site.name or "none"
    yield "language", one.language or "not stated"
    yield "blocks", f"{kept} of {len(one.blocks)} are body"
    if answer.template:
        explained = answer.template.explained(one.page)
        share = "" if explained is None else f", explains {100 * explained:.0f}\u00a0% of the chrome here"
        yield "template", f"{answer.template.id}, learned from {answer.template.pages} pages{share}"
    else:
        yield "template", "none: the page was judged alone"


def _view_blocks(
    answer: Answer, spans: Sequence[Sequence[Span]], opinion: Sequence[Verdict | None]
) -> Iterator[BlockView]:
    judged = answer.extraction.blocks
    of_block: defaultdict[int, list[tuple[int, Span]]] = defaultdict(list)
    for number, places in enumerate(spans):
        for span in places:
            of_block[span.block].append((number, span))
    template, page = answer.template, answer.extraction.page
    labels = {pair.label for pair in find_pairs(judged)}
    by_site = template.judge(page) if template else (None,) * len(judged)
    for number, (one, site, alone) in enumerate(zip(judged, by_site, answer.alone, strict=True)):
        yield BlockView(
            number=number,
            tag=one.block.tag,
            verdict="label" if one.kept and one.block.text.rstrip(" :–—-") in labels else one.verdict,
            score=one.score,
            place=" › ".join(one.block.path[-PATH_STEPS:]),
            words=(
                _view_word("site", site, one),
                _view_word("page", alone, one),
                Word("trafilatura", (opinion[number] if opinion else None) or "", 0.0, False),
            ),
            segments=cut_segments(one.block.text, of_block[number]),
        )


def _view_word(judge: str, word: Judged | None, decided: Judged) -> Word:
    return Word(judge, word.verdict if word else "", word.score if word else 0.0, decided.judge == judge)


def _view_record(name: str, record: Record, stated: Mapping[str, Any], start: int) -> RecordView:
    """`stated`: the record as JSON, with its instants. Its evidence is numbered from `start` on."""
    described = type(record).model_fields
    judged = {field: value for field, value in stated.items() if field in described and field not in UNJUDGED}
    rests = _find_rests(record.evidence, start)
    return RecordView(
        id=name,
        kind=type(record).__name__.lower(),
        name=record.name or "",
        fields=tuple(
            FieldView(field, described[field].description or "", tuple(_view_values(name, field, value, rests)))
            for field, value in judged.items()
            if value not in (None, [])
        ),
        origin=tuple(
            (field, str(value)) for field, value in stated.items() if value and field not in (*judged, "evidence")
        ),
        missing=tuple(field for field, value in judged.items() if value in (None, [])),
    )


def _find_rests(evidence: Sequence[Evidence], start: int) -> dict[str, tuple[int, ...]]:
    """Numbers of evidence by what they support: a field, or one item of it (`performers[1]`)."""
    found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, one in enumerate(evidence, start):
        field, bracket, item = one.field.partition("]")[0].partition("[")
        found[field + bracket + item] += (number,)
    return found


def _view_values(record: str, field: str, value: Any, rests: Mapping[str, tuple[int, ...]]) -> Iterator[ValueView]:
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items):
        known = (*rests.get(f"{field}[{number}", ()), *rests.get(field, ()))
        text, more = _show(item)
        yield ValueView(f"{record}-{field}-{number}", text, more, known)


_LEADING = ("name", "title", "question", "amount", "email")
"""The part of a structured value that stands for the whole of it, in this order."""


def _show(item: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A value as its leading text and its other parts.

    >>> _show({"name": "Ada Brunel", "affiliation": None, "role": "chair"})
    ('Ada Brunel', (('role', 'chair'),))
    >>> _show(True), _show({"start": "10:00", "title": "Tea", "end": None})[0]
    (('true', ()), 'Tea')
    """
    if not isinstance(item, dict):
        return (str(item).lower() if isinstance(item, bool) else str(item)), ()
    parts = {name: _show_part(value) for name, value in item.items() if value not in (None, [], ())}
    lead = next((name for name in (*_LEADING, *parts) if name in parts), "")
    return parts.pop(lead, ""), tuple(parts.items())


def _show_part(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else _show(value)[0]


def _all_values(records: Sequence[RecordView]) -> Iterator[ValueView]:
    return (value for record in records for field in record.fields for value in field.values)


def _view_evidence(number: int, one: Evidence, spans: Sequence[Span], value: str, url: str) -> EvidenceView:
    blocks = tuple(dict.fromkeys(span.block for span in spans))
    source = one.rule.partition(".")[0] if is_elsewhere(one, url) or not blocks else "page"
    return EvidenceView(number, one.text, one.rule, one.path, source, blocks, value)
