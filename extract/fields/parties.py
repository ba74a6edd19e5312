"""Text in, people with their affiliation out: "Dr Ada Brunel (CWI)", and lists of them; what an organisation is."""

import re
from collections.abc import Iterator

from extract.fields.names import HONOURS, Named, find_names, leading_name, read_name
from extract.fields.words import INSTITUTION_WORDS, POST_WORDS
from extract.records import Party
from extract.text import key

_PARENTHESIS = re.compile(r"(?<!\s)\s*\(([^()]{2,160})\)")
_CUT = re.compile(r"(?<!\s)\s*(?:,|\s[-–—|•]|\n)\s*|(?<!\s)\s+(?:from|of|at) (?:the )?(?=[^\W\d_a-z])")
_AT = re.compile(r"\b(?:at|from|of|bei|von|à|de la|de l’|de l'|dell['’]|van de) (?:the |der |dem )?(?=[^\W\d_a-z])")
_AT_PLACE = re.compile(r"\s(?:at|bei|presso) (?:the |der |dem )?(?=[^\W\d_a-z])")
_JOINED_POST = re.compile(
    r"\s(?:and|&)\s(?:[\w'’-]+\s){0,3}(?:Professor|Fellow|Director|Chair|Lead|Scientist|Lecturer|Head|Member"
    r"|Founder)\b.*$"
)
_INSTITUTION = re.compile(r"\b(?:" + "|".join(sorted(INSTITUTION_WORDS, key=len, reverse=True)) + r")\b", re.I)
MAX_AFFILIATION = 120  # a longer tail is a sentence, not an organisation


def read_party(text: str, lenient: bool = False) -> tuple[Party, str] | None:
    """A person that the text begins with, with affiliation and the words used; None if it begins with none.

    >>> read_party("Dr Ada Brunel, Research Fellow, University of Bath")[0].affiliation
    'University of Bath'
    """
    named = leading_name(text, lenient)
    if named is None:
        return None
    rest = text[named.end :]
    honours = HONOURS.match(rest)
    used = named.end + (honours.end() if honours else 0)
    rest = text[used:]
    affiliation, length = read_affiliation(rest)
    end = used + length if affiliation else named.end
    party = Party(name=named.name, title=named.title or None, affiliation=affiliation)
    return party, text[named.begin : end]


def read_affiliation(rest: str) -> tuple[str | None, int]:
    """The organisation in what follows a name: "(UCL)", ", Professor, UCL", " - UCL"; and how far it reaches."""
    begin = 0
    for _ in range(2):
        bracket = _PARENTHESIS.match(rest, begin)
        if not bracket:
            break
        inside = bracket.group(1)
        if is_post(inside) and "," in inside:
            found, _ = _pick_organisation(inside, 0)
            return found, bracket.end()
        if is_organisation(inside) and read_name(inside) is None:
            return inside.strip(), bracket.end()
        begin = bracket.end()
    cut = _CUT.match(rest, begin)
    if not cut:
        return None, 0
    tail = rest[cut.end() : cut.end() + 400].split("\n")[0]
    return _pick_organisation(tail, cut.end())


def _pick_organisation(tail: str, offset: int) -> tuple[str | None, int]:
    """The first part of ", post, organisation" that is an organisation and no post."""
    at = 0
    for part in re.split(r"(?:,|;| [-–—|] )", tail):
        begin = tail.index(part, at)
        at = begin + len(part)
        text = _JOINED_POST.sub("", part.strip(" ."))
        employer = _employer(text) if is_post(text) else ""
        if employer:
            text = employer
        elif is_post(text) or not text or len(text) > MAX_AFFILIATION:
            continue
        text = re.sub(r"^(?:from|at|of) (?:the )?", "", text)
        if is_organisation(text) and read_name(text) is None:
            return text, offset + tail.index(text, begin) + len(text)
        return None, 0
    return None, 0


def _employer(post: str) -> str:
    """The organisation inside a post: "Professor of Tides at the University of Bath", "Director of the Tide Lab"."""
    places = list(_AT_PLACE.finditer(post))
    inner = post[places[-1].end() :] if places else ""
    if not inner:
        hit = _AT.search(post)
        inner = post[hit.end() :] if hit and _INSTITUTION.search(post[hit.end() :]) else ""
    return re.sub(r"\s(?:and|&)$", "", inner)


def is_post(text: str) -> bool:
    """Whether a text names a post ("Senior Research Fellow") rather than an organisation."""
    words = key(text).split()
    return any(word in POST_WORDS for word in words)


def is_organisation(text: str) -> bool:
    """Whether a text can name an organisation: capitalised, short, no post, no sentence."""
    text = text.strip()
    if not 2 <= len(text) <= MAX_AFFILIATION:
        return False
    if not (text[0].isupper() or text[0].isdigit() or _INSTITUTION.search(text)):
        return bool(_BRAND.fullmatch(text))
    words = _SORT_OF_GROUP.sub("", text).split()
    capital = sum(word[0].isupper() or word[0] in "(&" for word in words)
    small = sum(word.lower() in _SMALL for word in words)
    if (is_post(text) and not _INSTITUTION.search(text)) or (len(words) > 4 and text.endswith(".")):
        return False
    return capital >= max(1, (len(words) - small) * 0.6) and not re.search(r"[.!?] |https?:|@", text)


_SORT_OF_GROUP = re.compile(
    r"(?<=\w) (?:(?:special )?(?:interest|working|research|reading|study|user|task|steering) )?"
    r"(?:groups?|teams?|networks?|committees?|forum|society|project|programme|program)$"
)
"""What a name ends with in small letters: "Tidal Rivers interest group"."""
_BRAND = re.compile(r"[a-z]{1,12}(?:[A-Z]\w+|\.[a-z]{2,8})(?: [A-Z][\w-]+){0,3}")  # arXiv, data.world, eBPF Foundation
_SMALL = frozenset(
    "of for the and in de la le les du des della di da del der die das und für et y e & at van voor het".split()
)


def split_people(text: str, lenient: bool = False) -> Iterator[tuple[Party, str]]:
    """The people of a list: "A (X), B and C (Y)", "A, X; B, Y", "A, XB, Y" run together.

    >>> [(p.name, p.affiliation) for p, _ in split_people("Ada Brunel (Intel, UK) and Piet Mol (CWI)")]
    [('Ada Brunel', 'Intel, UK'), ('Piet Mol', 'CWI')]
    """
    found = (named for named in find_names(text, lenient) if _stands_as_item(text, named))
    names = [named for number, named in enumerate(found) if number == 0 or not _GOES_ON.match(text, named.end)]
    for i, named in enumerate(names):
        end = names[i + 1].begin if i + 1 < len(names) else len(text)
        piece = _AND_AFTER.sub("", text[named.begin : end].rstrip(" \n,;&")).rstrip(" \n,;&")
        read = read_party(piece, lenient)
        if read:
            yield read


_GOES_ON = re.compile(r" [^\W\d_a-z][^\W\d_]{2,}(?=[\s,;.)]|$)")
"""A word with a capital behind what looks like a name: "Southern Ocean Analytics" names no person."""
_AND_AFTER = re.compile(r"[\s,](?:and|und|et|y|e|en)$")


def _stands_as_item(text: str, named: Named) -> bool:
    """Whether a name begins a list item: after the beginning, a comma, semicolon, bracket, bullet or "and"."""
    before = text[max(0, named.begin - 12) : named.begin]
    return not before.strip() or bool(re.search(r"(?:[,;•|\n/)&:–—-]|\b(?:and|und|et|y|e|en|with|by))\s*$", before))
