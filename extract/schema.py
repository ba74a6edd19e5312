"""schema.org items of a page in, claims on its event out. What the page contradicts is checked in `belief.py`."""

import re
from collections.abc import Iterator
from typing import Any

from extract.claims import Claim, View
from extract.fields.names import read_name
from extract.instants import Instant, read_instant
from extract.items import Item
from extract.records import Party, Place, Price, SubEvent
from extract.text import fold, key

EVENT_TYPES = frozenset("Festival Hackathon CourseInstance EventSeries".split())
TRUST = 0.9  # markup is written for machines, and forgotten when the page's words are changed


def find_item(view: View) -> Item | None:
    """The item that marks up this page's own event: the only one, or the one that has the page's name or address."""
    items = [item for item in view.markup.walk() if is_event(item)]
    named = [item for item in items if same_name(name_of(item), view.title)]
    if named:
        return named[0]
    placed = [item for item in items if view.url and item.text("url").rstrip("/") == view.url.rstrip("/")]
    if placed and len(placed) == 1:
        return placed[0]
    if len(items) != 1:
        return None
    name = key(name_of(items[0]))
    return items[0] if not view.title or not name or _heads_page(name, view) else None


_BESIDE = re.compile(r"^(?:aside|footer|nav)\b|side-?bar", re.I)


def _heads_page(name: str, view: View) -> bool:
    """Whether some heading is the event's name, so that the title was taken from elsewhere; not one of a sidebar."""
    return any(
        block.heading and key(block.text) == name and not any(map(_BESIDE.search, block.path))
        for block in (*view.body, *view.frame)
    )


def name_of(item: Item) -> str:
    """Its name; `summary` is what data-vocabulary.org and hCalendar call it."""
    return item.text("name") or item.text("summary") or item.text("headline")


def is_event(item: Item) -> bool:
    """Whether an item is an event of any schema.org type."""
    return item.type.endswith("Event") or item.type in EVENT_TYPES


def same_name(one: str, other: str) -> bool:
    """Whether two titles name one thing: most words of the shorter one stand in the longer.

    >>> same_name("Tea and Graphs", "Tea & Graphs – Harbour Institute")
    True
    >>> same_name("Harbour Days 2027", "Tea and Graphs")
    False
    """
    a, b = set(key(one).split()), set(key(other).split())
    if not a or not b:
        return False
    shared = len(a & b)
    return shared >= 0.6 * min(len(a), len(b)) and (shared >= 2 or min(len(a), len(b)) == 1)


def find_claims(item: Item, view: View) -> Iterator[Claim]:
    """Claims of one event item, dates apart (see `read_times`)."""
    yield from _names(item, view)
    yield from _closed(item)
    yield from find_places(item)
    for name, field in (("performer", "performers"), ("actor", "performers"), ("organizer", "organizers"),
                        ("sponsor", "sponsors"), ("funder", "sponsors")):  # fmt: skip
        yield from _parties(item, name, field, view)
    yield from _offers(item)
    for name in ("superEvent", "superevent", "eventSeries"):
        for outer in item.items(name)[:1]:
            if outer.text("name"):
                yield _claim(item, "super_event", plain(outer.text("name")), outer.text("name"), name)
    image = next((found for value in item.values("image") if (found := _address(value))), "")
    if image:
        yield _claim(item, "image", image, image, "image")
    for part in [*item.items("subEvent"), *item.items("subEvents")][:200]:
        if part.text("name"):
            yield _claim(item, "sub_events", _sub_event(part), part.text("name"), "subEvent")


MAX_DESCRIPTION = 600  # characters


def _names(item: Item, view: View) -> Iterator[Claim]:
    """Name, alternate name, description. A heading that the title passed over is believed more than the title."""
    called = plain(name_of(item))
    if called:
        trust = TRUST if same_name(called, view.title) else 0.97
        yield _claim(item, "name", called, name_of(item), "name", trust)
    other = plain(item.text("alternateName"))
    if other:
        yield _claim(item, "alternate_name", other, other, "alternateName")
    text = plain(item.text("description"))
    if text and item.syntax == "json-ld":  # elsewhere it is the page's own text without its line breaks
        words = item.text("description")[:MAX_DESCRIPTION]
        yield _claim(item, "description", text[:MAX_DESCRIPTION], words, "description", 0.55)


def _claim(item: Item, field: str, value: Any, text: str, name: str, trust: float = TRUST) -> Claim:
    return Claim(field, value, text, "markup", name, trust, f"{item.path}.{name}")


_CODE = re.compile(r"([a-z]{2})(?:[-_]\w+)?$", re.I)  # of BCP 47 tags the part that is ISO 639-1


def _closed(item: Item) -> Iterator[Claim]:
    status = item.text("eventStatus").rsplit("/", 1)[-1]
    if status in ("EventCancelled", "EventPostponed", "EventRescheduled", "EventMovedOnline", "EventScheduled"):
        plain = status == "EventScheduled"  # every calendar plug-in's default: says little
        yield _claim(item, "event_status", status, item.text("eventStatus"), "eventStatus", 0.5 if plain else TRUST)
    mode = item.text("eventAttendanceMode").rsplit("/", 1)[-1]
    modes = {
        "OfflineEventAttendanceMode": "offline",
        "OnlineEventAttendanceMode": "online",
        "MixedEventAttendanceMode": "mixed",
    }
    if mode in modes:
        trust = 0.45 if mode.startswith("Offline") else 0.85  # "offline" is the plug-in's default, also for hybrids
        yield _claim(
            item, "event_attendance_mode", modes[mode], item.text("eventAttendanceMode"), "eventAttendanceMode", trust
        )
    for stated in item.values("inLanguage"):
        if found := _CODE.match(str(stated)):
            yield _claim(item, "in_language", found[1].lower(), str(stated), "inLanguage")
    free = item.values("isAccessibleForFree")
    if free and str(free[0]).rsplit("/", 1)[-1].lower() in ("true", "false"):
        yield _claim(
            item,
            "is_accessible_for_free",
            str(free[0]).rsplit("/", 1)[-1].lower() == "true",
            str(free[0]),
            "isAccessibleForFree",
        )
    capacity = item.text("maximumAttendeeCapacity")
    if capacity.isdigit() and 0 < int(capacity) < 1_000_000:
        yield _claim(item, "maximum_attendee_capacity", int(capacity), capacity, "maximumAttendeeCapacity")


def find_places(item: Item) -> Iterator[Claim]:
    for value in item.values("location"):
        if isinstance(value, str):
            text = plain(value)
            if text and not text.startswith("http"):
                yield _claim(item, "location", Place(name=text), text, "location")
        elif isinstance(value, Item) and value.type == "VirtualLocation":
            name = plain(value.text("name"))
            if name and not name.startswith("http"):
                yield _claim(item, "virtual_location", name, name, "location")
        elif isinstance(value, Item):
            place, text = read_place_item(value)
            if text:
                yield _claim(item, "location", place, text, "location")


def read_place_item(item: Item) -> tuple[Place, str]:
    """A Place item as a place, and the words it rests on."""
    holders = [*item.items("address"), item]

    def first(name: str) -> str | None:
        return next((text for holder in holders if (text := plain(holder.text(name)))), None)

    name = plain(item.text("name")) or None
    street = first("streetAddress") or (plain(item.text("address")) if not item.items("address") else None) or None
    place = Place(
        name=name, street_address=street if street != name else None, address_locality=first("addressLocality"),
        postal_code=first("postalCode"), address_country=first("addressCountry"),
    )  # fmt: skip
    return place, "\n".join(dict.fromkeys(text for text in place.model_dump().values() if text))


def _parties(item: Item, name: str, field: str, view: View) -> Iterator[Claim]:
    for value in item.values(name)[:100]:
        who = plain(value if isinstance(value, str) else value.text("name") if isinstance(value, Item) else "")
        if not who or "@" in who or who.startswith("http"):
            continue
        if field == "performers" and _is_default(item, value, view):
            continue
        link = _address(value.text("url")) if isinstance(value, Item) else ""
        parts = value.items("affiliation") + value.items("worksFor") if isinstance(value, Item) else ()
        where = next((plain(part.text("name")) for part in parts if part.text("name")), None)
        role = "speaker" if field == "performers" else None
        named = read_name(who)
        party = Party(
            name=named.name if named else who, title=named.title or None if named else None, affiliation=where,
            role=role, url=link or None,
        )  # fmt: skip
        yield _claim(item, field, party, who, name)


def _is_default(item: Item, performer: Any, view: View) -> bool:
    """Whether a theme names a performer for want of one: the site, or the organisation that organises or publishes."""
    called = _bare(performer if isinstance(performer, str) else performer.text("name"))
    if called in _TYPES_OF_PERFORMER:
        return True
    if called == _bare(view.markup.meta.get("og:site_name", "")):
        return True
    hosts = [one for name in ("organizer", "publisher", "author") for one in item.items(name)]
    person = isinstance(performer, Item) and performer.type == "Person"
    return not person and any(_bare(host.text("name")) == called for host in hosts)


_TYPES_OF_PERFORMER = frozenset(("organization", "person", "performinggroup", "performing group"))
"""What a calendar plug-in writes for the name of a performer that nobody gave."""


def _bare(name: str) -> str:
    return key(name).removeprefix("the ")


def _offers(item: Item) -> Iterator[Claim]:
    for offer in item.items("offers")[:20]:
        price = offer.text("price") or offer.text("lowPrice")
        amount = _amount(price)
        currency = offer.text("priceCurrency").upper()
        if amount is not None and amount > 0:
            who = plain(offer.text("name")) or None
            value = Price(
                amount=amount, price_currency=currency if re.fullmatch("[A-Z]{3}", currency) else None, applies_to=who
            )
            yield _claim(item, "price", value, price, "offers.price")
        address = _address(offer.text("url"))
        if address:
            yield _claim(item, "registration_url", address, address, "offers.url", 0.4)
        state = offer.text("availability").rsplit("/", 1)[-1]
        if state == "SoldOut":
            yield _claim(item, "registration_status", "full", offer.text("availability"), "offers.availability", 0.6)


def _amount(text: str) -> float | None:
    match = re.fullmatch(r"\D{0,4}(\d{1,7}(?:[.,]\d{1,2})?)\D{0,4}", text)
    return float(match[1].replace(",", ".")) if match else None


def _sub_event(part: Item) -> SubEvent:
    start, end = read_instant(part.text("startDate")), read_instant(part.text("endDate"))
    names = tuple(plain(who.text("name")) for who in part.items("performer") if who.text("name"))
    return SubEvent(
        name=plain(part.text("name")), start_date=start.day.isoformat() if start else None,
        start_time=start.time if start else None, end_time=end.time if end else None, performers=names,
    )  # fmt: skip


def read_times(item: Item, view: View) -> tuple[Instant | None, Instant | None]:
    """Start and end of an item on the wall clock of the place; an end that is not after its start is none."""
    start = read_instant(item.text("startDate"))
    end = read_instant(item.text("endDate"))
    start = start.local(view.site.time_zone) if start else None
    end = end.local(view.site.time_zone) if end else None
    if start and end and (end.day, end.time or "24:00") <= (start.day, start.time or ""):
        end = None
    return start, end


_TAG = re.compile(r"<[^<>]{1,200}>")
_SLASHED = re.compile(r"\\+(?=['\"‘’“”])")


def plain(text: str) -> str:
    """Text without the tags, and the backslashes before quotation marks, that some sites put into their markup."""
    text = _SLASHED.sub("", text) if "\\" in text else text
    return fold(_TAG.sub(" ", text)) if "<" in text else fold(text)


def _address(value: Any) -> str:
    """An http address of a value, or ""."""
    text = (
        value
        if isinstance(value, str)
        else value.text("url") or value.text("contentUrl")
        if isinstance(value, Item)
        else ""
    )
    return text if re.match(r"https?://[^\s<>\"]+$", text) else ""
