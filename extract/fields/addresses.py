"""Lines of an address in, a Place out; postcodes and countries by their form."""

import re

from extract.fields.words import COUNTRIES, US_STATES
from extract.records import Place
from extract.text import fold

_STATE = re.compile(rf"\b(?:{US_STATES}),? (?P<code>\d{{5}}(?:-\d{{4}})?)(?!\w)")
_DIGIT, _ZIP = re.compile(r"\d"), re.compile(r"\d{5}")
"""Cheap to look for: what a postcode, and that behind a state, has."""
_UK = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
_US = r"(?<=[A-Z]{2} )\d{5}(?:-\d{4})?|(?<=[A-Z]{2}, )\d{5}(?:-\d{4})?"
_DUTCH = r"\d{4} ?[A-Z]{2}(?=\s+[A-Z])"
_CANADA = r"[A-Z]\d[A-Z] \d[A-Z]\d"
_EUROPE = r"(?:[A-Z]{1,2}-)?(?!(?:19[5-9]|20[0-4])\d\b)\d{4,5}(?= [A-ZÄÖÜÉ])"  # "2027 Tide Festival" has a year
_POSTCODE = re.compile(rf"(?<![\w£$€])(?:{_UK}|{_CANADA}|{_US}|{_DUTCH}|{_EUROPE})(?!\w)")
_STREET = re.compile(
    r"\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|square|sq\.?|place|court|terrace|crescent|way|row"
    r"|hill|floor|boulevard|blvd|highway|gate|walk|quay|gardens|embankment|plaza"
    r"|\w{2,}(?:straße|strasse|str\.|platz|gasse|weg|allee|damm|ufer)|rue|allée|quai|calle|avenida|paseo|via|viale"
    r"|piazza|corso|\w*straat|\w*laan|\w*plein|\w*gracht|riva|largo|vicolo|strada|borgo|cours|chemin|impasse"
    r"|esplanade"
    r"|ronda|camino|carrer|travesía|\w+kade|\w+singel|\w+steeg|\w+dijk|\w+markt|\w+graben)\b",
    re.I,
)


_STREET_END = re.compile(
    r"\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd|crescent|quay|embankment|\w{2,}(?:straße"
    r"|strasse|str\."
    r"|gasse|allee|weg)|\w+(?:straat|laan|plein))$",
    re.I,
)
"""Words that end a street's name even without a number; "University Place" and "Quay Hall" are buildings."""


_AT_THE = re.compile(
    r"(?:Am|Im|Zum|Zur|(?:An|In|Auf|Unter|Hinter|Vor) (?:der|dem|den)) (?!.*(?:saal|raum|Raum|haus|Haus)\b)"
    r"[A-ZÄÖÜ][\w -]{2,30} \d{1,3} ?[a-z]?"
)
"""German streets that are called by what they lie at: "An der Mole 7"."""


def find_postcode(text: str) -> str:
    """The first UK, US, Canadian, Dutch or continental postcode; "" if there is none.

    >>> find_postcode("96 Harbour Road, Tidewick, NW1 2DB"), find_postcode("3 Pier Ave, Tidewick, Ohio 44114")
    ('NW1 2DB', '44114')
    """
    if not _DIGIT.search(text):
        return ""
    named = _STATE.search(text) if _ZIP.search(text) else None
    found = _POSTCODE.search(text)
    if named and (not found or named.start("code") <= found.start()):
        return named["code"]
    return found.group() if found else ""


def is_country(text: str) -> bool:
    """Whether the text is the name of a country.

    >>> is_country("The Netherlands"), is_country("Harbour")
    (True, False)
    """
    return fold(text).strip(" .,").lower() in COUNTRIES


def is_street(part: str) -> bool:
    """Whether a part of an address names a street: it has a number, or ends in a word for street.

    >>> is_street("12 Quay Street"), is_street("Pier Road"), is_street("Quay Hall"), is_street("1st floor")
    (True, True, False, True)
    """
    if _DIGIT.search(part) and _STREET.search(part):
        return True
    if re.match(r"\d{1,4}[a-z]?(?:-\d+)?,? [A-Z]", part) or _AT_THE.fullmatch(part):
        return True
    return bool(_STREET_END.search(part)) and 1 < len(part.split()) <= 4


def read_place(text: str) -> Place | None:
    """A place written on one line: "Harbour Hall, 12 Quay Street, Tidewick TW1 2AB, UK".

    >>> read_place("Harbour Hall, 12 Quay Street, Tidewick TW1 2AB, UK").address_locality
    'Tidewick'
    """
    hit = _BRACKETED.fullmatch(text)
    if hit and (is_street(_parts(hit["inside"])[0] if _parts(hit["inside"]) else "") or find_postcode(hit["inside"])):
        return read_place_lines([hit["name"], hit["inside"]])
    return read_place_lines([text])


_BRACKETED = re.compile(r"(?P<name>[^()]{3,100}?) ?\((?P<inside>[^()]{5,120})\)")
"""A name with its address in brackets."""
_STOREY = re.compile(
    r"(?<![\dIVX])(?:[\dIVX]{1,4}[.°ºª]? )?(?:primo |secondo |terzo )?(?:piano|stock|étage|planta|verdieping"
    r"|floor|og|eg)(?: \w+)?$",
    re.I,
)


def read_place_lines(lines: list[str]) -> Place | None:
    """A place written on lines: name first, then street, town, postcode, country. None if nothing names it."""
    lines = [line for line in lines if _parts(line)]  # "( ," holds no part
    if not lines:
        return None
    parts = [part for line in lines for part in _parts(line)]
    text = "\n".join(lines)
    code = find_postcode(text)
    country = next((part for part in reversed(parts) if is_country(part)), None)
    rest = [part for part in parts if part != country]
    town = _town(rest, code, bool(country))
    rest = [part for part in rest if part not in (town[1], code) and not town[0].endswith(f", {part}")]
    street = [part for part in rest if is_street(part)]
    if len(lines) > 1 and not is_street(_parts(lines[0])[0]):
        name, street = _split_lines(lines, rest, street, town[0])
    else:
        name = _name(rest, street, town)
        street = _street_run(rest, street, name)
    return Place(
        name=name or None,
        street_address=", ".join(street) or None,
        address_locality=town[0] or None,
        postal_code=code or None,
        address_country=country,
    )


def _parts(line: str) -> list[str]:
    """The parts of a line between commas outside brackets."""
    out, depth, begin = [], 0, 0
    for i, char in enumerate(line):
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            out.append(line[begin:i])
            begin = i + 1
    out.append(line[begin:])
    return [part for raw in out if (part := fold(raw).strip(" .;"))]


_LONE_TOWN = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_]+){0,3}")
"""What behind a street can be its town only, if it is no storey."""
_VENUE_IN_TOWN = re.compile(r"^(?P<venue>.+) in (?P<town>[^\W\d_a-z][\w .'’-]+)$")


def _town(parts: list[str], code: str, country: bool) -> tuple[str, str]:
    """The town and the part it stands in: before or beside the postcode, or the last part before a country."""
    for i, part in enumerate(parts):
        if code and code in part:
            beside = fold(part.replace(code, " ")).strip(" ,-")
            beside = re.sub(r"^[A-Z]{1,2}-$", "", beside)
            if re.fullmatch(r"[A-Z]{2}", beside) and i:  # "Boston, MA 02215"
                return parts[i - 1], parts[i - 1]
            if beside and not re.search(r"\d", beside):
                return beside, part
            if i and not is_street(parts[i - 1]):
                return parts[i - 1], parts[i - 1]
            return "", ""
    if country and parts and not is_street(parts[-1]) and len(parts[-1].split()) <= 4:
        if re.fullmatch(r"[A-Z]{2}", parts[-1]) and len(parts) > 1:  # "Harbour Hall in Boston, MA, USA"
            inside = _VENUE_IN_TOWN.search(parts[-2])
            return (f"{inside['town']}, {parts[-1]}", "") if inside else (f"{parts[-2]}, {parts[-1]}", parts[-2])
        if len(parts) > 1 or not re.search(r"university|institute|centre|center|hotel|hall", parts[-1], re.I):
            inside = _VENUE_IN_TOWN.search(parts[-1])
            return (inside["town"], "") if inside else (parts[-1], parts[-1])
    if len(parts) > 1 and is_street(parts[-2]) and _LONE_TOWN.fullmatch(parts[-1]) and not is_street(parts[-1]):
        return (parts[-1], parts[-1]) if not (code or country or _STOREY.search(parts[-1])) else ("", "")
    inside = _VENUE_IN_TOWN.search(parts[0]) if len(parts) == 1 else None
    return (inside["town"], "") if inside else ("", "")


def _split_lines(lines: list[str], rest: list[str], street: list[str], town: str) -> tuple[str, list[str]]:
    """Name and street of a place whose first line is its name; the street ends with its last street word."""
    first = [part for part in _parts(lines[0]) if part in rest and not (town and town.startswith(part))]
    below = [part for part in rest if part not in _parts(lines[0])]
    last = max((i for i, part in enumerate(below) if part in street), default=-1)
    return ", ".join(first), below[: last + 1]


def _name(rest: list[str], street: list[str], town: tuple[str, str]) -> str:
    """The venue: the parts before street and town."""
    if not rest:
        return ""
    stop = next((i for i, part in enumerate(rest) if part in street), len(rest))
    before = rest[:stop]
    if not before:
        return ""
    name = ", ".join(before)
    tail = " in " + town[0].split(",")[0]
    if town[0] and not town[1] and name.endswith(tail):
        name = name[: -len(tail)]
    return name.strip(" ,")


def _street_run(rest: list[str], street: list[str], name: str) -> list[str]:
    """Everything between name and town that belongs to the street: "1st floor of the Library, 96 Quay Road"."""
    if not street:
        return []
    last = max(i for i, part in enumerate(rest) if part in street)
    return [part for part in rest[: last + 1] if part not in name.split(", ") and part != name]
