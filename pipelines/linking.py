"""Event rows of all sites in, for each record the records of other sites that announce the same event out.

A link is a list of ids and not one id for all: no record is the main one, none need change its name when another goes,
and `explode` gives the pairs. Linked are records of one day whose clock times agree where both state one, if

- one of them states the other's address (`same_as`, `registration_url`), or
- both send to one place to register, and their names are alike or they begin at one instant, or
- their names say the same, and they share a person, a venue, or an instant online; where both name people, one at least
  must be the same.

Where a record could be two of another site's (a talk given twice that day), nothing is linked: a link that is missing
is found by its name, a wrong one joins two events.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from extract.identity import canonical_url
from extract.schema import same_name
from extract.text import key

Key = tuple[str, str]  # site and record_id
COLUMNS = (
    "site", "record_id", "url", "name", "start_date", "start_time", "starts_at", "same_as", "registration_url",
    "location", "event_attendance_mode", "performers",
)  # fmt: skip
"""What a notice is read from."""
_ARTICLES = frozenset("the a an der die das ein eine le la les l un une el los las il lo gli i de het een and".split())


@dataclass(frozen=True, slots=True)
class Notice:
    """What one record says of its event, as far as it tells events apart. `stated`: addresses that it names beside its
    own; `venues`: the words of each venue's name, with the town's as written."""

    site: str
    record_id: str
    day: date
    name: str
    words: frozenset[str]
    clock: str | None
    instant: datetime | None
    url: str
    stated: frozenset[str]
    registration: str
    venues: tuple[tuple[frozenset[str], str], ...]
    online: bool
    people: frozenset[str]

    @property
    def key(self) -> Key:
        return self.site, self.record_id


def read_notice(row: Mapping[str, Any]) -> Notice | None:
    """The notice of an event row; None for one without day or name."""
    if not row["start_date"] or not row["name"]:
        return None
    registration = _address(row["registration_url"])
    return Notice(
        site=row["site"], record_id=row["record_id"], day=row["start_date"], name=row["name"],
        words=_words(row["name"]), clock=row["start_time"], instant=row["starts_at"], url=_address(row["url"]),
        stated=frozenset(filter(None, (registration, *map(_address, row["same_as"] or ())))),
        registration=registration if not registration.endswith("/?") else "",  # a ticket office's front door
        venues=tuple((_words(one["name"] or ""), key(one["address_locality"] or "")) for one in row["location"] or ()),
        online=row["event_attendance_mode"] == "online",
        people=frozenset(key(one["name"]) for one in row["performers"] or () if one["name"]),
    )  # fmt: skip


def link(notices: Iterable[Notice]) -> dict[Key, tuple[str, ...]]:
    """For each linked record the ids of the others, sorted; what is not linked is left out."""
    days: defaultdict[date, list[Notice]] = defaultdict(list)
    for notice in notices:
        days[notice.day].append(notice)
    links: dict[Key, tuple[str, ...]] = {}
    for day in days.values():
        for group in _groups(day):
            ids = {record_id for _, record_id in group}
            links |= {one: tuple(sorted(ids - {one[1]})) for one in group}
    return links


def is_same(one: Notice, other: Notice) -> bool:
    """Whether two records of different sites announce one event, as the head of this file says."""
    if one.site == other.site or one.day != other.day or _clocks_differ(one, other):
        return False
    if one.url in other.stated or other.url in one.stated:
        return True
    at_once = one.instant is not None and one.instant == other.instant
    if one.registration and one.registration == other.registration:
        return at_once or same_name(one.name, other.name)
    if not _named_alike(one.words, other.words):
        return False
    if one.people and other.people:
        return bool(one.people & other.people)
    return _share_venue(one, other) or (one.online and other.online and at_once)


def _clocks_differ(one: Notice, other: Notice) -> bool:
    if one.instant and other.instant:
        return one.instant != other.instant
    return bool(one.clock and other.clock and one.clock != other.clock)


def _named_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Same words, or all words of a name of four or more in the other; numbers that both have are the same."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if not short <= long or (len(short) < 2 if len(short) == len(long) else len(short) < 4):
        return False
    numbers = [{word for word in words if word.isdigit()} for words in (short, long)]
    return not all(numbers) or numbers[0] == numbers[1]


def _share_venue(one: Notice, other: Notice) -> bool:
    return any(
        (mine == yours or (min(len(mine), len(yours)) >= 2 and (mine <= yours or yours <= mine)))
        and mine and (not town or not place or town == place)
        for mine, town in one.venues for yours, place in other.venues
    )  # fmt: skip


def _groups(day: Collection[Notice]) -> Iterator[set[Key]]:
    """The records of one day that announce one event each, two or more. None where two of them are of one site."""
    partners: defaultdict[Key, set[Key]] = defaultdict(set)
    for one, other in find_candidates(day):
        if is_same(one, other):
            partners[one.key].add(other.key)
            partners[other.key].add(one.key)
    left = set(partners)
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = set().union(*(partners[one] for one in edge)) - group
        left -= group
        if len({site for site, _ in group}) == len(group):
            yield group


def find_candidates(day: Collection[Notice]) -> Iterator[tuple[Notice, Notice]]:
    """Pairs that may be the same: they share an address, or the word of a name that is rarest that day. So a day of
    a thousand events costs some thousand comparisons, not half a million; what more than CROWD share tells nothing."""
    if len({notice.site for notice in day}) < 2:
        return
    by_word: defaultdict[str, list[Notice]] = defaultdict(list)
    by_address: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in day:
        for word in notice.words:
            by_word[word].append(notice)
        for address in {notice.url, *notice.stated} - {""}:
            by_address[address].append(notice)
    seen: set[frozenset[Key]] = set()
    rarest = (min(notice.words, key=lambda word: (len(by_word[word]), word)) for notice in day if notice.words)
    shared = (*by_address.values(), *(by_word[word] for word in sorted(set(rarest))))
    for many in (one for one in shared if len(one) <= CROWD):
        for one, other in combinations(many, 2):
            pair = frozenset((one.key, other.key))
            if one.site != other.site and pair not in seen:
                seen.add(pair)
                yield one, other


CROWD = 200
"""Events of one day that share the rarest word of a name, or an address: more of them do not announce one event, and
comparing each with each takes as long as their square. Of a million generated pages 10,000 events fell on a day."""


def _words(name: str) -> frozenset[str]:
    return frozenset(key(name).split()) - _ARTICLES


def _address(url: str | None) -> str:
    """One spelling, without scheme and www; "" for none."""
    parts = urlsplit(canonical_url(url, "")) if url else None
    return f"{parts.netloc.removeprefix('www.')}{parts.path}?{parts.query}" if parts else ""
