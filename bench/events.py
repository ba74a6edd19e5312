"""The corpora in, one table of how well events are read out: `python -m bench.events [SET…] [--ablate] [--misses]`.

Peer events (each page alone, no site known), institutes (template learned from the site's pages), turing (gold
bodies). `--ablate` switches one source of claims off at a time and shows what is lost; `--misses` prints what is wrong,
`--cpu` times the records of institute pages. Name sets (detail, listing, institutes, turing) to score only those.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from bench.event_scores import FIELDS, Scores, score_page, show_places
from extract import events, flow
from extract.flow import Extraction, extract_page, extract_parsed
from extract.page import Page, parse_page
from extract.records import Event
from extract.site import Site
from extract.template import learn_template
from extract.text import key
from pipelines.saved_pages import find_base, find_files, find_url
from pipelines.score_values import token_f1
from tests.corpora.bodies import find_corpora

SOURCES = ("markup", "calendar", "label", "card", "text")
SETS = ("detail", "listing", "institutes", "turing")
Result = tuple[dict[str, float], list[str]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


Read = Callable[[bytes, str], Sequence[Event]]


def read_events(content: bytes, url: str) -> Sequence[Event]:
    """The events of one page that is read alone."""
    return extract_page(content, url, content_type="text/html").events


def score_peers(corpora: Path, kind: str, read: Read = read_events) -> Result:
    """Recall by field and precision on pages of one kind, macro average by host."""
    folder, scores = corpora / "peer-events", Scores()
    for row in read_lines(folder / "gold.jsonl"):
        if row["kind"] == kind:
            content = gzip.decompress((folder / row["page"]).read_bytes())
            found = read(content, row["url"])
            if not found:
                scores.misses.append(f"{row['id']}: no event")
            score_page(scores, row, found)
    values = {name: scores.recall(name) for name in FIELDS} | {"precision": scores.precision()}
    return values, scores.misses


def read_sites(corpora: Path) -> dict[str, dict[str, Page]]:
    """The institutes' pages by site and file."""
    sites: dict[str, dict[str, Page]] = {}
    for folder in sorted((corpora / "institutes" / "html").iterdir()):
        files = find_files([folder])
        base = find_base(files, folder.name)
        sites[folder.name] = {
            f"html/{folder.name}/{one.relative}": parse_page(
                one.path.read_bytes(), find_url(one.relative, base), "text/html"
            )
            for one in files
        }
    return sites


def score_institutes(corpora: Path) -> Result:
    """Titles, starts, places of the gold pages, and speakers of those for which the gold lists any."""
    found: dict[str, Extraction] = {}
    for site, pages in read_sites(corpora).items():
        template = learn_template(pages.values())
        found |= {file: extract_parsed(page, Site(site), template, {}) for file, page in pages.items()}
    counts, misses = Counter[str](), list[str]()
    for gold in read_lines(corpora / "institutes" / "dev_gold.jsonl"):
        if gold["stored"] and gold["record"] == "gold" and "title" in gold:
            _score_institute(gold, found[gold["file"]], counts, misses)
    speakers = 2 * counts["speakers"] / max(1, counts["speakers stated"] + counts["speakers found"])
    shares = {name: counts[name] / counts[f"{name} stated"] for name in ("title", "start", "location")}
    kinds = {row["file"]: row["page_kind"] for row in read_lines(corpora / "institutes" / "manifest.jsonl")}
    right = [kinds[file] in _KINDS.get(one.page_kind, {one.page_kind}) for file, one in found.items()]
    misses += [
        f"{file} kind: {kinds[file]} – found {one.page_kind}"
        for (file, one), good in zip(found.items(), right, strict=True) if not good
    ]  # fmt: skip
    stray = sum(bool(one.events) and kinds[file] in ("person", "news", "other") for file, one in found.items())
    values = shares | {"speakers": speakers, "kind": sum(right) / len(right), "stray events": stray / len(found)}
    return values, misses


_KINDS = {
    "listing": {"event_listing", "group_listing"}, "event_series": {"event_listing", "event"},
    "blog": {"news", "other"}, "publication": {"other", "news"}, "project": {"other"}, "programme": {"other"},
    "opportunity": {"other", "news"},
}  # fmt: skip
"""What the institutes' manifest calls our kinds of pages."""


_IN = re.compile(r" in ")
"""Gold joins the parts of a place as the page's sentence does: "Imperial College in London"."""


def _score_institute(gold: Mapping[str, Any], one: Extraction, counts: Counter[str], misses: list[str]) -> None:
    event = one.events[0] if one.events else Event()
    start = event.start_date.isoformat() if event.start_date else None
    if start and "T" in (gold["start"] or "") and event.start_time:
        start += "T" + event.start_time
    place, wanted = (_IN.sub(" ", key(text)) for text in (show_places(event.location), gold["location"] or ""))
    right = {
        "title": key(one.title) == key(gold["title"]),
        "start": start == gold["start"],
        "location": not wanted or wanted in place or bool(place and place in wanted),
    }
    theirs = {key(name) for name in gold["speakers"] or ()}
    ours = {key(one.name or "") for one in event.performers} if theirs else set()
    counts["speakers"] += len(ours & theirs)
    counts["speakers found"] += len(ours)
    counts["speakers stated"] += len(theirs)
    for name, good in right.items():
        counts[f"{name} stated"] += name != "location" or bool(wanted)
        counts[name] += good and (name != "location" or bool(wanted))
        if not good:
            said = {"title": one.title, "start": start, "location": show_places(event.location)}[name]
            misses.append(f"{gold['file']} {name}: {gold[name]!r} – found {said!r} ({one.page_kind})")
    if ours != theirs:
        misses.append(f"{gold['file']} speakers: missing {theirs - ours}, extra {ours - theirs}")


def score_turing(corpora: Path) -> Result:
    """Precision and recall over the non-null fields of the event records, from gold bodies; false fills on nulls."""
    folder = corpora / "turing" / "gold"
    bodies = {row["file"]: row["body"] for row in read_lines(folder / "body_dev.jsonl")}
    right = stated = found = fills = nulls = 0.0
    misses: list[str] = []
    for row in read_lines(folder / "events_dev.jsonl"):
        page = parse_page(bodies[row["file"]], row["url"], "text/plain")
        with patch.object(flow, "judge", _keep_all):
            ours = extract_parsed(page, Site("turing", time_zone="Europe/London"), None, {}).events
        for name, want, got in _fields(row, ours[0] if ours else Event()):
            if not want:
                fills, nulls = fills + bool(got), nulls + 1
            else:
                hits = _hits(want, got)
                right, stated, found = right + hits, stated + len(want), found + len(got)
            if len(want) != len(got) or _hits(want, got) < len(want):
                misses.append(f"{row['file'][8:60]} {name}: {want} – found {got}")
    shares = {"precision": right / max(1, found), "recall": right / max(1, stated)}
    return shares | {"false fills": fills / max(1, nulls)}, misses


def _keep_all(page: Page, template: object) -> tuple[Any, ...]:
    return tuple(flow.Judged(block, "body", "gold", 1.0) for block in page.blocks)


_SKIPPED = {
    "file", "url", "page_kind", "flags", "notes", "evidence", "description", "image", "contact", "language", "location",
    "same_as", "registration_url", "code_of_conduct",
}  # fmt: skip


def _fields(row: Mapping[str, Any], event: Event) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each field's expected and found values as texts; list items by their names."""
    for name, gold in row.items():
        if name in _SKIPPED or not hasattr(event, name):
            continue
        partial = getattr(event, f"{name}_partial", None)  # gold has one field for full and partial dates
        got = getattr(event, name) or partial
        accept = gold.get("accept", []) if isinstance(gold, dict) else []
        values = [_plain(one) for one in (gold if isinstance(gold, list) else [gold]) if one is not None]
        ours = [_text(one) for one in (got if isinstance(got, tuple) else [got]) if one is not None]
        if (ours and ours[0] in map(str, accept)) or (not ours and None in accept):
            values = ours
        yield name, values, ours


def _plain(gold: Any) -> str:
    if not isinstance(gold, dict):
        return str(gold)
    for name in ("value", "name", "title", "amount"):
        if gold.get(name) is not None:
            return _plain(gold[name])
    return str(gold)


def _text(value: Any) -> str:
    for name in ("name", "title", "amount"):
        if getattr(value, name, None) is not None and not isinstance(value, str):
            return str(getattr(value, name))
    return str(value)


_TITLES = re.compile(r"\b(?:dr|prof|professor|sir|dame|mr|mrs|ms|the)\b\.?\s?", re.I)


def _hits(want: Sequence[str], got: Sequence[str]) -> float:
    """How many are right, names by token F1 without their titles."""
    want, left, hits = [_TITLES.sub("", one) for one in want], [_TITLES.sub("", one) for one in got], 0.0
    for one in want:
        best = max(left, key=lambda other: token_f1(one, other), default="")
        if one in left or token_f1(one, best) >= 0.5:
            hits += 1.0 if one in left else token_f1(one, best)
            left.remove(one if one in left else best)
    return hits


RUNS: dict[str, Callable[[Path], Result]] = {
    "detail": lambda corpora: score_peers(corpora, "detail"),
    "listing": lambda corpora: score_peers(corpora, "listing"),
    "institutes": score_institutes,
    "turing": score_turing,
}


@contextmanager
def without(source: str) -> Iterator[None]:
    """No claims of one source, anywhere."""
    found, cards = events.find_claims, flow.find_cards

    def fewer(view: Any) -> Any:
        claims, problems = found(view)
        return [claim for claim in claims if claim.source != source], problems

    with (
        patch.object(events, "find_claims", fewer),
        patch.object(flow, "find_cards", (lambda *_: ()) if source == "card" else cards),
    ):
        yield


def cpu_for_records(corpora: Path) -> float:
    """Median milliseconds of a page from verdicts to records, institutes pages."""
    spent: list[float] = []
    for site, pages in read_sites(corpora).items():
        template = learn_template(pages.values())
        for page in pages.values():
            judged = flow.judge(page, template)
            with patch.object(flow, "judge", lambda *_, judged=judged: judged):
                begin = process_time()
                extract_parsed(page, Site(site), template, {})
                spent.append(process_time() - begin)
    return 1000 * sorted(spent)[len(spent) // 2]


def show(name: str, values: Mapping[str, float]) -> str:
    """One line of the table."""
    return f"| {name} | " + " | ".join(f"{field} {100 * value:.1f}" for field, value in values.items()) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; default: all")
    parser.add_argument("--ablate", action="store_true", help="also without each source of claims")
    parser.add_argument("--misses", action="store_true", help="print what is wrong, on stderr")
    parser.add_argument("--cpu", action="store_true", help="also the CPU time of records on institute pages")
    wanted = parser.parse_args()
    corpora = find_corpora()
    for name in wanted.sets or SETS:
        values, misses = RUNS[name](corpora)
        print(show(name, values), flush=True)
        if wanted.misses:
            print(*misses, sep="\n", file=sys.stderr)
        for source in SOURCES if wanted.ablate else ():
            with without(source):
                print(show(f"{name} without {source}", RUNS[name](corpora)[0]), flush=True)
    if wanted.cpu:
        print(f"| CPU for records, median | {cpu_for_records(corpora):.1f} ms |")


if __name__ == "__main__":
    main()
