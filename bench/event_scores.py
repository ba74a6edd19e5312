"""Expected and found events in, counts of what is right out: the rules of `corpora/peer-events/README.md`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from extract.records import Event, Place
from extract.text import key
from pipelines.score_values import token_f1

TITLE_F1, PLACE_F1 = 0.8, 0.5
MAX_EVENTS = 150  # of one page: one listing unfolds to 1,112 occurrences
FIELDS = ("title+date", "date", "start time", "end", "location")


@dataclass
class Count:
    """Values right, stated by the gold, and found."""

    right: int = 0
    stated: int = 0
    found: int = 0


@dataclass
class Scores:
    """Counts by host and field; what was missed, to look at."""

    hosts: dict[str, dict[str, Count]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def count(self, host: str, name: str) -> Count:
        return self.hosts.setdefault(host, {}).setdefault(name, Count())

    def recall(self, name: str) -> float:
        """Macro average by host, of hosts that state the field."""
        shares = [one[name].right / one[name].stated for one in self.hosts.values() if name in one and one[name].stated]
        return mean(shares) if shares else 0.0

    def precision(self, name: str = "title+date") -> float:
        """Macro average by host, of hosts for which something was found."""
        shares = [one[name].right / one[name].found for one in self.hosts.values() if name in one and one[name].found]
        return mean(shares) if shares else 0.0


def score_page(scores: Scores, row: Mapping[str, Any], found: Sequence[Event]) -> None:
    """Add one page: each expected event takes the best event found that nobody has taken."""
    host = row["url"].split("/")[2]
    expected = [one for one in row["expected"] if one["shown"]["start_date"]]
    if not expected:
        return
    dated = [one for one in found if one.start_date or one.start_date_partial]
    pairs = _match(expected, dated)
    both = scores.count(host, "title+date")
    both.stated += min(MAX_EVENTS, len(expected))
    both.right += min(MAX_EVENTS, len(pairs))
    both.found += min(MAX_EVENTS, len(dated) * min(MAX_EVENTS, len(pairs)) // len(pairs) if pairs else len(dated))
    _count_dates(scores, host, expected, dated)
    single = row["kind"] == "detail"
    for number, one in enumerate(expected[:MAX_EVENTS]):
        ours = pairs.get(number) or (found[0] if single and found else None)
        if number not in pairs:
            said = f"{ours.name!r} {_day(ours)}" if ours else "nothing"
            scores.misses.append(f"{row['id']} {row['url']}: {one['title']!r} {one['start']} – found {said}")
        if ours:
            _score_fields(scores, host, one, ours, row["id"])
        elif single:
            _miss_fields(scores, host, one)


def _match(expected: Sequence[Mapping[str, Any]], found: Sequence[Event]) -> dict[int, Event]:
    """Pairs with title and date right; of several those with the start time right first."""
    by_day: dict[str, list[Event]] = {}
    for event in found:
        by_day.setdefault(_month_day(event), []).append(event)
    taken: set[int] = set()
    pairs: dict[int, Event] = {}
    for strict in (True, False):
        for number, one in enumerate(expected):
            fits = (
                event for event in by_day.get(one["start"][5:10], ())
                if id(event) not in taken and is_day(one["start"], event) and _same_title(one, event)
                and (not strict or event.start_time == _time(one["start"]))
            )  # fmt: skip
            event = None if number in pairs else next(fits, None)
            if event:
                taken.add(id(event))
                pairs[number] = event
    return pairs


def _count_dates(scores: Scores, host: str, expected: Sequence[Mapping[str, Any]], found: Sequence[Event]) -> None:
    left = Counter(_month_day(event) for event in found)
    count = scores.count(host, "date")
    wanted = Counter(one["start"][5:10] for one in expected)
    count.stated += min(MAX_EVENTS, len(expected))
    count.right += min(MAX_EVENTS, sum((left & wanted).values()))
    count.found += min(MAX_EVENTS, len(found))


def _same_title(one: Mapping[str, Any], event: Event) -> bool:
    return not one["shown"]["title"] or token_f1(one["title"], event.name or "") >= TITLE_F1


def _score_fields(scores: Scores, host: str, one: Mapping[str, Any], ours: Event, page: str) -> None:
    shown = one["shown"]
    if shown["start_time"] and _time(one["start"]) not in ("", "00:00"):
        _add(scores, host, "start time", ours.start_time == _time(one["start"]), f"{page} start", one["start"], ours)
    if shown["end"] and one["end"]:
        _add(scores, host, "end", _is_end(one, ours), f"{page} end", one["end"], ours)
    if shown["location"] and place_words(one["location"]):
        right = same_place(place_words(one["location"]), ours.location)
        _add(scores, host, "location", right, f"{page} location", place_words(one["location"]), ours)


def _miss_fields(scores: Scores, host: str, one: Mapping[str, Any]) -> None:
    shown = one["shown"]
    for name, stated in (
        ("start time", shown["start_time"] and _time(one["start"])), ("end", shown["end"] and one["end"]),
        ("location", shown["location"] and place_words(one["location"])),
    ):  # fmt: skip
        scores.count(host, name).stated += bool(stated)


def _add(scores: Scores, host: str, name: str, right: bool, what: str, gold: str, ours: Event) -> None:
    count = scores.count(host, name)
    count.stated += 1
    count.right += right
    if not right:
        said = (ours.start_time, str(ours.end_date or ours.end_date_partial), ours.end_time, show_places(ours.location))
        scores.misses.append(f"{what}: {fold_words(gold)} – found {said}")


def fold_words(text: str) -> str:
    return " ".join(text.split())


def _day(event: Event) -> str:
    return event.start_date.isoformat() if event.start_date else event.start_date_partial or ""


def _month_day(event: Event) -> str:
    return _day(event)[-5:]


def is_day(gold: str, event: Event) -> bool:
    """Whether an event starts on the day; month and day decide where the page states no year."""
    if event.start_date:
        return event.start_date.isoformat() == gold[:10]
    return (event.start_date_partial or "").removeprefix("--") == gold[5:10]


def _time(stamp: str) -> str:
    return stamp[11:16] if "T" in stamp else ""


def _is_end(one: Mapping[str, Any], ours: Event) -> bool:
    """Same day and, where the gold has one, same clock time; an end before the start is on the next day."""
    gold = one["end"]
    timed = one["shown"]["start_time"] and _time(gold) not in ("", "00:00")  # else a parser's default
    if timed and ours.end_time != _time(gold):
        return False
    last = ours.end_date.isoformat() if ours.end_date else (ours.end_date_partial or "").removeprefix("--")
    if last:
        return gold[:10].endswith(last)
    night = timed and _time(gold) <= _time(one["start"])
    return night or gold[:10] == one["start"][:10]


def place_words(place: Any) -> str:
    """All words of a gold location."""
    values: Iterable[Any] = place.values() if isinstance(place, Mapping) else [place]
    return " ".join(str(value) for value in values if value)


def show_places(places: Sequence[Place]) -> str:
    return ", ".join(text for place in places for text in place.model_dump().values() if text)


def same_place(gold: str, ours: Sequence[Place]) -> bool:
    """Token F1 of a half, or one within the other."""
    found = show_places(ours)
    a, b = key(gold), key(found)
    return bool(b) and (a in b or b in a or token_f1(gold, found) >= PLACE_F1)
