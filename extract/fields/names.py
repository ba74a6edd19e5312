"""Text in, names of people out: what looks like a person's name, its titles, its affiliation, and lists of them.

No list of given names: a name is two to five words of which none belongs to an institution, a post, a place or a
calendar. Nobody beats a wrong person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.fields.words import INSTITUTION_WORDS, NEVER_IN_NAME, PARTICLES, POST_WORDS, TITLES
from extract.records import Party
from extract.text import key

_WORD = re.compile(r"\S+")
_EDGE = ",;:.!?()[]{}\"“”'‘’«»–—-|/*"
_INITIAL = re.compile(r"(?!U\.[SK]\.?$)[^\W\d_](?:\.-?[^\W\d_])*\.?$")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’‘´`][^\W\d_]+)*$")
_AFTER_NAME = re.compile(r",? (?:OBE|CBE|MBE|FRS|FREng|FBA|MP|PhD|Ph\.D\.?|MD|M\.D\.|MSc|FRSE|DBE|KBE|Jr\.?|Sr\.?|II|III)(?=$|[\s,.;)])")
MAX_WORDS = 5  # "Maria del Carmen Ruiz Ortega"; longer runs of capitals are headings


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: where it begins (titles included) and ends, its titles, itself."""

    begin: int
    end: int
    title: str
    name: str


def find_names(text: str) -> Iterator[Named]:
    """Every run of words that can be a person's name, left to right, not overlapping.

    >>> [(n.title, n.name) for n in find_names("We hear from Dr Ada Brunel and Prof. Piet van der Meer (Delft).")]
    [('Dr', 'Ada Brunel'), ('Prof.', 'Piet van der Meer')]
    """
    words = [(m.start(), m.group()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        found = _name_at(text, words, at)
        if found is None:
            at += 1
            continue
        named, following = found
        if not _is_part_of_organisation(text, words, at, named, following):
            yield named
        at = following


def _is_part_of_organisation(text: str, words: list[tuple[int, str]], at: int, named: Named, following: int) -> bool:
    """Whether a name is but part of one of an organisation: "the Alan Turing Institute"."""
    if named.title:
        return False
    if at and words[at - 1][1].lower() in ("the", "der", "die", "das", "le", "la", "el", "il"):
        return True
    after = words[following][1].strip(_EDGE).lower() if following < len(words) else ""
    adjacent = following < len(words) and not text[named.end : words[following][0]].strip()
    return adjacent and words[following][1][0].isupper() and after in INSTITUTION_WORDS


def is_name(text: str) -> bool:
    """Whether the whole text is one person's name, titles and honours allowed.

    >>> is_name("Prof. Dr. Ludwig Prandtl"), is_name("Data Science Institute"), is_name("Grace")
    (True, False, False)
    """
    return read_name(text) is not None


def read_name(text: str) -> Named | None:
    """The name that the whole text is, or None."""
    text = _AFTER_NAME.sub("", text.strip(" ,.;:–-*•"))
    named = next(find_names(text), None)
    if named and named.begin == 0 and named.end == len(text):
        return named
    return None


def leading_name(text: str) -> Named | None:
    """The name that the text begins with, or None."""
    words = [(m.start(), m.group()) for _, m in zip(range(12), _WORD.finditer(text), strict=False)]
    found = _name_at(text, words, 0) if words else None
    return found[0] if found else None


def _name_at(text: str, words: list[tuple[int, str]], at: int) -> tuple[Named, int] | None:
    """The name that begins with word `at`, and the word after it."""
    begin, titles = words[at][0], []
    if words[at][1][0] in "([{\"“‘'«":
        begin += 1
    start = at
    while at < len(words) and at - start < 4 and _is_title(words[at][1], words[at + 1][1] if at + 1 < len(words) else ""):
        titles.append(words[at][1].lstrip("(["))
        at += 1
    taken: list[str] = []
    end = begin
    while at < len(words) and len(taken) < MAX_WORDS + 1:
        offset, word = words[at]
        if taken and "\n" in text[end:offset]:
            break
        core, closed = _core(word, first=not taken and not titles)
        if core in ("A", "I") and not taken:  # an article or a pronoun; the initial has its dot
            break
        if not core or not (_is_name_word(core) or (taken and core.lower() in PARTICLES and not closed)):
            break
        taken.append(core)
        end = offset + word.index(core) + len(core)
        at += 1
        if closed:
            break
    while taken and taken[-1].lower() in PARTICLES and taken[-1][0].islower():
        taken.pop()
        at -= 1
        end = words[at - 1][0] + words[at - 1][1].rindex(taken[-1]) + len(taken[-1]) if taken else begin
    if not _is_person(taken, bool(titles)):
        return None
    name_begin = words[start + len(titles)][0]
    name_begin += len(words[start + len(titles)][1]) - len(words[start + len(titles)][1].lstrip(_EDGE))
    return Named(begin, end, " ".join(titles), text[name_begin:end]), max(at, start + 1)


def _core(word: str, first: bool) -> tuple[str, bool]:
    """A word without the marks around it, and whether a mark after it ends the name."""
    if not first and word[0] in "([{\"“‘«":
        return "", True
    core = word.lstrip("([{\"“‘'«*•").rstrip(_EDGE)
    for end in ("'s", "’s"):
        if core.endswith(end):
            return core[:-2], True
    tail = word[word.index(core) + len(core):] if core else ""
    if core and tail.startswith(".") and (_INITIAL.match(core) or core.lower() in PARTICLES or core in ("St", "Jr")):
        return core + ".", len(tail) > 1
    return core, bool(tail)


def _is_title(word: str, after: str) -> bool:
    bare = word.lstrip("([").rstrip(".,").lower()
    if bare not in TITLES or not word.lstrip("([")[:1].isupper() or word.endswith(","):
        return False
    return bool(after) and (after[0].isupper() or after.lower() in PARTICLES)


def _is_name_word(core: str) -> bool:
    if not core[0].isupper():
        return False
    if _INITIAL.match(core):
        return True
    plain = core.rstrip(".")
    if not _LETTERS.match(plain):
        return False
    lower = plain.lower()
    if lower in NEVER_IN_NAME or lower in INSTITUTION_WORDS or lower in POST_WORDS:
        return False
    if _COMMON.search(lower) and lower not in _UNCOMMON:
        return False
    if any(len(part) >= 4 and part in NEVER_IN_NAME and part != "young" for part in lower.split("-")[: 9 if "-" in lower else 0]):
        return False
    return not (plain.isupper() and len(plain) <= 4) and not _mixed(plain)


_COMMON = re.compile(
    r".{2}(?:tion|sion|ology|ologies|istic|istics|ivity|bility|ational|ogical|etical|itive|ment|ments|ness|ware|works?|loads?|graphs?|cted|nced|ated"
    r"|ized|ised|ered|ured|ating|izing|ising|yzing|ysing|cting|rting|nting|oring|uring|ching|ilding|anding|gies|ries)$"
)
"""Endings of words that no name has, as titles of talks have them: "Analyzing", "Alignment", "Connected"."""
_UNCOMMON = frozenset("clement guinness harkness inness holness furness wilderness lament benson".split())


def _mixed(word: str) -> bool:
    """Capitals inside a word: DeepMind and arXiv are no names, McArthur and DeLuca are."""
    parts = re.split(r"[-'’‘´`]", word)
    return any(
        not part.isupper() and any(c.isupper() for c in part[1:])
        and not re.match(r"(?:Mc|Mac|De|Di|La|Le|Van|Fitz|Du|Da|Del|O|D)[^\W\d_]", part)
        for part in parts
    )


def _is_person(taken: list[str], titled: bool) -> bool:
    full = [word for word in taken if not _INITIAL.match(word) and word.lower() not in PARTICLES]
    if len(taken) > MAX_WORDS or not full:
        return False
    if all(word.isupper() for word in full):
        return False
    return len(full) >= 2 or (len(full) == 1 and len(taken) >= 2 and len(full[0]) > 2) or (titled and len(full[0]) > 2)


_PARENTHESIS = re.compile(r"\s*\(([^()]{2,160})\)")
_CUT = re.compile(r"\s*(?:,|\s[-–—|•]|\n)\s*|\s+(?:from|of|at) (?:the )?(?=[^\W\d_a-z])")
_AT = re.compile(r"\b(?:at|from|of|bei|von|à|de la|de l’|de l'|dell['’]|van de) (?:the |der |dem )?(?=[^\W\d_a-z])")
_JOINED_POST = re.compile(
    r"\s(?:and|&)\s(?:[\w'’-]+\s){0,3}(?:Professor|Fellow|Director|Chair|Lead|Scientist|Lecturer|Head|Member|Founder)\b.*$"
)
_INSTITUTION = re.compile(r"\b(?:" + "|".join(sorted(INSTITUTION_WORDS, key=len, reverse=True)) + r")\b", re.I)
MAX_AFFILIATION = 120  # a longer tail is a sentence, not an organisation


def read_party(text: str, role: str | None = None) -> tuple[Party, str] | None:
    """A person that the text begins with, with affiliation and the words used; None if it begins with none.

    >>> read_party("Dr Ada Brunel, Research Fellow, University of Bath")[0].affiliation
    'University of Bath'
    """
    named = leading_name(text)
    if named is None:
        return None
    rest = text[named.end :]
    honours = _AFTER_NAME.match(rest)
    used = named.end + (honours.end() if honours else 0)
    rest = text[used:]
    affiliation, length = read_affiliation(rest)
    end = used + length if affiliation else named.end
    party = Party(name=named.name, title=named.title or None, affiliation=affiliation, role=role)
    return party, text[named.begin : end]


def read_affiliation(rest: str) -> tuple[str | None, int]:
    """The organisation in what follows a name: "(UCL)", ", Professor, UCL", " - UCL"; and how far it reaches."""
    begin = 0
    for _ in range(2):
        bracket = _PARENTHESIS.match(rest, begin)
        if not bracket:
            break
        if is_organisation(bracket.group(1)) and read_name(bracket.group(1)) is None:
            return bracket.group(1).strip(), bracket.end()
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
        inner = _AT.search(text) if is_post(text) else None
        if inner and _INSTITUTION.search(text[inner.end() :]):
            text = text[inner.end() :]
        elif is_post(text) or not text or len(text) > MAX_AFFILIATION:
            continue
        text = re.sub(r"^(?:from|at|of) (?:the )?", "", text)
        if is_organisation(text) and read_name(text) is None:
            return text, offset + tail.index(text, begin) + len(text)
        return None, 0
    return None, 0


def is_post(text: str) -> bool:
    """Whether a text names a post ("Senior Research Fellow") rather than an organisation."""
    words = key(text).split()
    return any(word in POST_WORDS for word in words)


def is_organisation(text: str) -> bool:
    """Whether a text can name an organisation: capitalised, short, no post, no sentence."""
    text = text.strip()
    if not 2 <= len(text) <= MAX_AFFILIATION or not (text[0].isupper() or text[0].isdigit() or _INSTITUTION.search(text)):
        return bool(re.fullmatch(r"[a-z]{1,12}(?:[A-Z]\w+|\.[a-z]{2,8})(?: [A-Z][\w-]+){0,3}", text))  # arXiv, data.world
    words = text.split()
    capital = sum(word[0].isupper() or word[0] in "(&" for word in words)
    small = sum(word.lower() in _SMALL for word in words)
    if is_post(text) and not _INSTITUTION.search(text):
        return False
    return capital >= max(1, (len(words) - small) * 0.6) and not re.search(r"[.!?] |https?:|@", text)


_SMALL = frozenset("of for the and in de la le les du des della di da del der die das und für et y e & at van voor het".split())


def split_people(text: str) -> Iterator[tuple[Party, str]]:
    """The people of a list: "A (X), B and C (Y)", "A, X; B, Y", "A, XB, Y" run together.

    >>> [(p.name, p.affiliation) for p, _ in split_people("Ada Brunel (Intel, UK) and Piet Mol (CWI)")]
    [('Ada Brunel', 'Intel, UK'), ('Piet Mol', 'CWI')]
    """
    names = [named for named in find_names(text) if _stands_as_item(text, named)]
    for i, named in enumerate(names):
        end = names[i + 1].begin if i + 1 < len(names) else len(text)
        piece = text[named.begin : end].rstrip()
        piece = re.sub(r"[\s,;&]*(?:\b(?:and|und|et|y|e|en)\b)?[\s,;&]*$", "", piece)
        read = read_party(piece)
        if read:
            yield read


def _stands_as_item(text: str, named: Named) -> bool:
    """Whether a name begins a list item: after the beginning, a comma, semicolon, bracket, bullet or "and"."""
    before = text[max(0, named.begin - 12) : named.begin]
    return not before.strip() or bool(re.search(r"(?:[,;•|\n/)&:–—-]|\b(?:and|und|et|y|e|en|with|by))\s*$", before))
