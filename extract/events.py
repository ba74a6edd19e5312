"""A page without its chrome and its kind in, the event that the page is about out, every value with its evidence."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ValidationError

from extract import calendars, schema
from extract.belief import Stated, weigh
from extract.claims import Claim, View, pick
from extract.date_grammar import find_impossible
from extract.date_tokens import find_date
from extract.fields import booking, contacts, dates, naming, people, places
from extract.records import Event, Evidence, PageKind, Problem
from extract.text import fold, key

Reader = Callable[[View], Iterator[Claim]]
READERS: tuple[Reader, ...] = (naming.find, people.find, booking.find, contacts.find)
FACT_READERS: tuple[Reader, ...] = (dates.find, places.find)
"""What they read stands in facts bars too, which the page judge takes for chrome."""
SINGLE = (
    "name", "description", "event_type", "super_event", "about", "start_date", "end_date", "start_time", "end_time",
    "door_time", "time_zone", "dates_text", "start_date_partial", "end_date_partial", "previous_start_date", "duration",
    "event_status", "event_attendance_mode", "virtual_location", "audience", "registration_status",
    "registration_deadline", "registration_url", "is_accessible_for_free", "maximum_attendee_capacity", "recording",
    "code_of_conduct", "contact", "image",
)  # fmt: skip
LISTS = (
    "alternate_name", "location", "performers", "organizers", "sponsors", "in_language", "price", "hashtags", "same_as",
    "agenda", "sub_events",
)  # fmt: skip
MAX_ITEMS = 500  # of one list; a page that lists more is no event's page


def find_events(view: View, kind: PageKind) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """The event of a page of kind "event", the hub of an "event_series"; nothing for any other kind."""
    if kind not in ("event", "event_series"):
        return (), ()
    claims, problems = find_claims(view)
    claims = [
        claim for claim in claims if _is_clean(claim) and not (kind == "event_series" and claim.field == "super_event")
    ]
    event, trouble = build_event(claims, view)
    return (event,) if event else (), (*problems, *trouble, *_find_impossible(event, view))


def _find_impossible(event: Event | None, view: View) -> Iterator[Problem]:
    """Why an event has no day, where its page states one that no calendar has."""
    if event is None or event.start_date or event.start_date_partial:
        return
    stated = (find_impossible(block.text, view.site.day_first) for block in view.opened().body)
    if words := next(filter(None, stated), None):
        yield Problem("events", "warning", f"no calendar has the day “{words}”")


SURE_DAY = 0.65  # trust of a day that stands by the heading, under a label or in a class of events


def has_facts(view: View) -> bool:
    """Whether a page states a day for something and, with it, a time, an end or a place."""
    _, said = read_facts(view)
    day = max((claim.trust for claim in said if claim.field.startswith("start_date")), default=0.0)
    return day >= SURE_DAY and any(claim.field in ("start_time", "end_date", "location") for claim in said)


@lru_cache(maxsize=4)
def read_facts(view: View) -> tuple[View, tuple[Claim, ...]]:
    """The view with its facts bars and what stands there: asked for the kind of a page and again for its event."""
    wide = view.opened()
    return wide, tuple(claim for reader in FACT_READERS for claim in reader(wide))


_OF_THAT_EVENT = frozenset(("location", "virtual_location", "event_attendance_mode", "performers", "organizers"))
"""What markup of another day is not believed about either: it is a program's default, or that of another event."""


def _is_near(day: date, said: Sequence[Claim]) -> bool:
    """Whether a day is one that the page names for the event all the same: within its days, a day beside them (a zone
    apart), or the one that it was moved from."""
    first, last, old = (pick(said, name) for name in ("start_date", "end_date", "previous_start_date"))
    if first is None:
        return False
    end = last.value if last else first.value
    return (timedelta(-1) <= day - first.value and day - end <= timedelta(1)) or bool(old and old.value == day)


def find_claims(view: View) -> tuple[list[Claim], list[Problem]]:
    """Every claim on a field of Event: the page's own words, then markup and calendars as far as they are believed."""
    wide, facts = read_facts(view)
    said = [claim for reader in READERS for claim in reader(view)]
    said += facts
    said += agenda_times(said)
    problems: list[Problem] = []
    found: list[Claim] = []
    for stated, more in _structured(wide, problems):
        believed, doubts = weigh(stated, said, wide) if stated else ([], [])
        other = stated is not None and bool(doubts) and not believed and not _is_near(stated.start.day, said)
        found += believed + [claim for claim in more if not (other and claim.field in _OF_THAT_EVENT)]
        problems += doubts
    return [*found, *said], problems


def _structured(view: View, problems: list[Problem]) -> Iterator[tuple[Stated | None, list[Claim]]]:
    """What markup and calendars say, markup first."""
    item = schema.find_item(view)
    if item:
        start, end = schema.read_times(item, view)
        words = (item.text("startDate"), item.text("endDate"))
        path = f"{item.path}.startDate"
        stated = Stated("markup", "startDate", start, end, words, path, schema.TRUST) if start else None
        if words[0] and not start:
            problems.append(Problem("events", "warning", f"markup not believed: “{words[0][:80]}” is no ISO 8601 date"))
        yield stated, list(schema.find_claims(item, view))
    elif any(schema.is_event(one) for one in view.markup.walk()):
        problems.append(Problem("events", "info", "markup not believed: its event has another name than the page"))
    entries, troubles = calendars.find_entries(view)
    problems += troubles
    yield from entries


_DOORS = re.compile(
    r"\b(?:registration|arrivals?|doors?|check-?in|welcome (?:coffee|tea|refreshments)|sign[- ]?in|einlass|"
    r"anmeldung|accueil|"
    r"registrierung|inscription|ankunft|arrivo|ontvangst|inloop)\b",
    re.I,
)
_CLOSE = re.compile(r"\b(?:end|ends|close|closes|finish|finishes|closing|schluss|ende|fin|fine|einde|depart)\b", re.I)


DOOR_WORDS = 40  # characters of an item that say what it is; further on a lunch may be told to need an inscription


def agenda_times(claims: list[Claim]) -> list[Claim]:
    """Start, end and doors as the programme gives them: first item that is no registration, end of the last."""
    lines = [claim for claim in claims if claim.field == "agenda"]
    if len(lines) < 2 or len({line.value.date for line in lines}) > 1:
        return []
    out: list[Claim] = []
    doors = [line for line in lines[:2] if _DOORS.search((line.value.title or "")[:DOOR_WORDS])]
    if doors:
        out.append(_timed("door_time", doors[0], doors[0].value.start))
    first = next((line for line in lines if line not in doors), lines[0])
    out.append(_timed("start_time", first, first.value.start))
    last = lines[-1]
    end = last.value.end or (last.value.start if _CLOSE.search(last.value.title or "") else None)
    if end:
        out.append(_timed("end_time", last, end))
    starts = [line.value.start for line in lines]
    turns = sum(later < earlier for earlier, later in pairwise(starts))  # a new day, or disorder
    many = [claim for claim in claims if claim.field.startswith("end_date")]
    if many and many[0].rule != "programme":  # the days of a conference differ; its first talk says little
        return []
    return out if turns <= len(many) else out[: 1 if doors else 0]


def _timed(field: str, line: Claim, value: str | None) -> Claim:
    return Claim(field, value, line.text, line.source, "agenda", 0.45, line.path)


def _is_clean(claim: Claim) -> bool:
    """Whether a value may enter a column: nothing empty, no address that a browser would run."""
    return all(bool(text) and not _UNSAFE.match(text) for text in _texts(claim.value)) and bool(claim.text)


_UNSAFE = re.compile(r"^\s*(?:javascript|data|vbscript|file|blob)\s*:", re.I)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for part in vars(value).values():
            yield from _texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)


def build_event(claims: Iterable[Claim], view: View) -> tuple[Event | None, tuple[Problem, ...]]:
    """Merge claims field by field; None if they say nothing but what every page has."""
    of: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of[claim.field].append(claim)
    values: dict[str, Any] = {"url": view.url, "site": view.site.name}
    evidence: list[Evidence] = []
    for field in SINGLE:
        best = pick(of[field], field) if field in of else None
        if best and best.value is not None:
            values[field] = fold(best.value) if isinstance(best.value, str) and field != "description" else best.value
            evidence += [claim.evidence() for claim in _supporting(of[field], best)]
    _lend_year(values)
    _date_deadline(values)
    _drop_contradictions(values)
    for field in LISTS:
        items = merge_items(of[field])[:MAX_ITEMS] if field in of else []
        if items:
            values[field] = tuple(claim.value for claim in items)
            evidence += [claim.evidence(f"{field}[{number}]") for number, claim in enumerate(items)]
    if "end_date" in values and not any(one.field == "end_date" for one in evidence):
        evidence += [
            one.model_copy(update={"field": "end_date"}) for one in evidence if one.field == "end_date_partial"
        ]
    values["evidence"] = tuple(one for one in evidence if values.get(one.field.split("[")[0]) not in (None, ()))
    try:
        return Event(**values), ()
    except ValidationError as trouble:
        return None, (Problem("events", "error", f"no record: {str(trouble)[:200]}"),)


def _supporting(claims: list[Claim], best: Claim) -> list[Claim]:
    """The claim that won and those on its field, of other sources, that say the same."""
    same = [claim for claim in claims if claim.value == best.value and claim is not best]
    return [best, *same[:2]]


def _lend_year(values: dict[str, Any]) -> None:
    """An end without a year takes that of the start, where markup or a calendar gave the start its year."""
    start, partial = values.get("start_date"), values.get("end_date_partial")
    if not isinstance(start, date) or "end_date" in values or not re.fullmatch(r"--\d\d-\d\d", str(partial)):
        return
    if values.get("start_date_partial") != f"--{start:%m-%d}":
        return
    month, day = int(str(partial)[2:4]), int(str(partial)[5:7])
    values["end_date"] = find_date(start.year + ((month, day) < (start.month, start.day)), month, day)


def _date_deadline(values: dict[str, Any]) -> None:
    """A deadline without a year is the last such day before the event begins: nobody registers later."""
    start, stated = values.get("start_date"), str(values.get("registration_deadline"))
    if not isinstance(start, date) or not re.fullmatch(r"--\d\d-\d\d", stated):
        return
    month, day = int(stated[2:4]), int(stated[5:7])
    found = find_date(start.year - ((month, day) > (start.month, start.day)), month, day)
    if found:
        values["registration_deadline"] = found.isoformat()


def _drop_contradictions(values: dict[str, Any]) -> None:
    """Of values from different claims those go that cannot stand together."""
    start, end = values.get("start_date"), values.get("end_date")
    if isinstance(end, date) and (not isinstance(start, date) or end <= start):
        values.pop("end_date")
    if start:
        values.pop("start_date_partial", None)
    if values.get("end_date") or (start and str(values.get("end_date_partial", ""))[:2] == "--"):
        values.pop("end_date_partial", None)
    same_day = not values.get("end_date") and not values.get("end_date_partial")
    if same_day and values.get("end_time") and values.get("end_time") == values.get("start_time"):
        values.pop("end_time")
    if "start_time" not in values and values.get("end_time") and values.get("door_time") is None and not start:
        values.pop("end_time")


def merge_items(claims: list[Claim]) -> list[Claim]:
    """List items, the most trusted source first, the same thing once; markup's parties only where the page has none."""
    if not claims:
        return []
    if claims[0].field in ("location", "price"):
        best = max(claim.trust for claim in claims)
        source = next(claim.source for claim in claims if claim.trust == best)
        claims = [claim for claim in claims if claim.source == source]
    keys = {id(claim): _item_key(claim) for claim in claims}
    kept: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda one: -one.trust) if claims[0].field != "agenda" else claims:
        kept.setdefault(keys[id(claim)], claim)
    return [claim for claim in claims if claim == kept[keys[id(claim)]]]


def _item_key(claim: Claim) -> str:
    value = claim.value
    if claim.field in ("performers", "organizers", "sponsors") and isinstance(value, BaseModel):
        return key(str(getattr(value, "name", "")))
    return repr(value) if isinstance(value, BaseModel) else key(str(value)) or str(value)
