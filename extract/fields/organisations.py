"""Text in, the organisations that it lists out: "the X Institute, Y and the University of Z"."""

import re
from collections.abc import Iterator

from extract.fields.names import read_name
from extract.fields.parties import is_organisation, is_post
from extract.fields.words import INSTITUTION_WORDS
from extract.text import key

_END = re.compile(
    r"[;!?\n]|\.(?:\s|$)| [-–—] |\s(?:to|who|which|where|that|together|jointly|will|is|are|was|were|has|have|from|on"
    r"|with|as|via|under|during|through|took|takes|this|please|who|whose|before|after)\s|\bat\s(?=\d)|:\s"
    r"|\sin\s(?=[^\W\dA-Z]|\d|the\s)"
)
_ARTICLES = r"(?:vom|von|des|der|dem|den|par|la|le|el|il|de|del|della|da|dal|dalla|door|het)\s|(?:l|dall|dell|d)['’]"
_HOUSES = rf"(?:(?i:{'|'.join(sorted(map(re.escape, INSTITUTION_WORDS), key=len, reverse=True))})|[A-Z]{{2,8}})\b"
"""What stands behind "und der", where another organisation follows and not the rest of a name."""
_SPLIT = re.compile(
    r",\s*(?:and\s+)?|(?<!\s)\s+(?:and|&|und|et|y|e|en|with)\s+(?:by\s+)?(?=the\s|[^\W\d_a-z]|#)"
    rf"|(?<!\s)\s+(?:und|et|y|e|en)\s+(?:{_ARTICLES})+(?={_HOUSES})"
    r"|(?<!\s)\s+and\s+supported by\s+"
)
_LEADING = re.compile(
    rf"^(?:So, |by |with |the |The |our |Our |both |partner |partners |(?:{_ARTICLES})(?=[^\W\d_a-z]))+"
)
MAX_ORGANISATION = 90  # characters
MAX_PARTS = 12  # organisations of one statement; a text of more is no list of hosts


def split_organisations(text: str) -> Iterator[tuple[str, str]]:
    """Name and words of each organisation that the text begins with.

    >>> [name for name, _ in split_organisations("the Quay Institute, Tidewater Labs and OpenSea Alliance. Come.")]
    ['Quay Institute', 'Tidewater Labs', 'OpenSea Alliance']
    """
    begin = 0
    region = re.sub(r"^So, |(?<!\s)\s+and supported by .*$", "", text[:500])
    end = _END.search(region + " ")
    region = region[: end.start()] if end else region
    for part in _rejoin(region, _SPLIT.split(region))[:MAX_PARTS]:
        at = text.find(part, begin)
        begin = at + len(part) if at >= 0 else begin
        name = _LEADING.sub("", part.strip(" ,.;:")).strip()
        if _is_named_organisation(name):
            yield name, name
        elif name:
            return


_TAIL = re.compile(r"[^\W\d_a-z][\w-]*(?: \([A-Z][\w&]{1,9}\))?[.,]?$")
_COMMON = re.compile(
    r"^(?:[^\W\d_a-z]\w*\s){1,2}(?:(?:special )?(?:interest|working|research|reading|study|user|task|steering) )?"
    r"(?:project|programme|program|group|team|network|centre|initiative)$"
)


def _rejoin(region: str, parts: list[str]) -> list[str]:
    """The parts with those put together again that one name spans: "Office of Technology and Innovation (OTI)"."""
    out: list[str] = []
    at = 0
    for part in parts:
        if not part or not part.strip():
            continue
        begin = region.index(part, at)
        at = begin + len(part)
        if out and _belongs(out, part.strip()):
            start = region.rindex(out[-1], 0, begin)
            out[-1] = region[start:at]
        else:
            out.append(part)
    return out


def _belongs(out: list[str], part: str) -> bool:
    """Whether a part continues the name before it: a lone word after "of ...", or an acronym that spans both."""
    before = key(out[-1]).split()
    short = re.search(r"\(([A-Z]{2,10})\)", part)
    if short and len([word for word in part.split() if word[0].isupper()]) < len(short.group(1)):
        return any(word in ("of", "for") for word in before) or before[-1] not in INSTITUTION_WORDS
    if _COMMON.match(part) and before[-1] not in INSTITUTION_WORDS:
        return True
    if _FIELD.fullmatch(part) and _OF_FIELDS.search(out[-1]):
        return True
    lone = bool(_TAIL.match(part)) and key(part).split()[0] not in INSTITUTION_WORDS
    return (
        lone
        and any(word in ("of", "for") for word in before)
        and before[-1] not in INSTITUTION_WORDS
        and not part.isupper()
    )


_OF_FIELDS = re.compile(
    r"\b(?:institute|department|centre|center|school|faculty|college|division|unit|programme|program|chair)"
    r" (?:for|of)(?: (?-i:[A-ZÀ-Þ])[\w-]{0,30}){1,3}\s?$",
    re.I,
)
_FIELD = re.compile(
    r"(?:[A-Z][\w-]{1,20} ){0,2}(?:Studies|Sciences?|Engineering|Technology|Technologies|Research|History|Arts"
    r"|Humanities|Economics|Mathematics|Statistics|Physics|Medicine|Law|Policy|Planning|Design|Linguistics|Informatics|Computing"
    r"|Management|Education|Society|Culture|Environment|Analysis|Systems)[.,]?"
)
"""A field of study: the rest of "Institute for Island and Coastal Studies"."""


def _is_named_organisation(name: str) -> bool:
    if (
        not 2 <= len(name) <= MAX_ORGANISATION
        or not (name[0].isupper() or name[0].isdigit() or name[1].isupper())
        or read_name(name)
        or not is_organisation(name)
    ):
        return False
    words = key(name).split()
    known = any(word in INSTITUTION_WORDS for word in words)
    return known or (not is_post(name) and (len(words) >= 2 or name.isupper() or name[0].isupper()))
