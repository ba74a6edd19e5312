"""A page and its kind in, whether it speaks for a group out: also home, about and people pages of a group's site."""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote, urlsplit

from extract.claims import View
from extract.group_words import GROUP_TYPES
from extract.records import PageKind
from extract.text import fold, key

Role = Literal["own", "home", "about", "people", "join", ""]
"""own: a page of the group's own among others of an institute; the rest: what a page is on the site of a group."""

_HOME = frozenset(
    "home homepage start startseite welcome willkommen accueil inicio inizio main docs public site www"
    " en de fr es it nl".split()
)
_WORDS: dict[Role, str] = {
    "about": r"about(?: us| the \w+| \w+ (?:group|lab))?|who we are|introduction|governance|(?:community )?governance"
             r"|terms of reference|charter|statutes|mission|the (?:group|lab|association|network)|association|überblick"
             r"|über uns|wir über uns|qui sommes nous|à propos|présentation|quiénes somos|presentación|chi siamo"
             r"|over ons|wie zijn wij|uber uns|qui-sommes-nous",
    "people": r"people|our people|people .{2,40}|(?:our |the |meet the |organi[sz]ing |core |research )?team|(?:our "
              r"|group |lab )?members|staff|faculty|leadership|community leadership|board(?: of directors)?|committee"
              r"|organi[sz]ers|partners|researchers|fellows|personnel|mitglieder|mitarbeiter(?:innen)?|personen"
              r"|menschen"
              r"|équipe|l équipe|equipe|membres|equipo|miembros|integrantes|persone|membri|gruppo|leden|medewerkers"
              r"|mensen|principal investigators?|group members|current members|who s who",
    "join": r"join|join us|join the .{2,30}|joining|get involved|how to join|membership|become a member|mitmachen"
            r"|mitglied werden|nous rejoindre|adhérer|únete|unisciti|word lid|opportunities to join",
}  # fmt: skip
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(words, re.I)) for role, words in _WORDS.items()
)
_OPEN: frozenset[PageKind] = frozenset(("other", "listing", "group", "person"))
"""Kinds of page that may speak for a group beside what they are: its home page, its list of people."""
_SAMPLE = re.compile(r"\[(?:group |short)?name\]|\[chair|\byyyy\b", re.I)


def find_role(view: View, kind: PageKind) -> Role:
    """What the page is to a group, by its kind, its address and its heading; "" if it is nothing."""
    if _SAMPLE.search(view.title):
        return ""
    if kind not in _OPEN:
        return ""
    role = _site_role(view)
    return role or ("own" if kind == "group" else "")


def _site_role(view: View) -> Role:
    steps = [step for step in urlsplit(view.url).path.split("/") if step]
    if steps and re.fullmatch(r"(?:index|default)\.\w{3,5}", steps[-1]):
        steps.pop()
    last = key(re.sub(r"\.\w{3,5}$", "", unquote(steps[-1])).replace("-", " ").replace("_", " ")) if steps else ""
    if view.url and (not steps or (len(steps) == 1 and last in _HOME)):
        return "home"
    names = (key(view.title), last, *(key(part) for part in split_head(view.head)[:1]))
    return next((role for role, words in _ROLES for name in names if words.fullmatch(name)), "")


_BREAK = re.compile(r"(?<!\s)\s+[|–—·»:-]\s+|(?:(?<!\s)\s+)?\|\s*")


def split_head(head: str) -> list[str]:
    """The parts of a `<title>`: page, then site.

    >>> split_head("People | Tide Lab")
    ['People', 'Tide Lab']
    """
    return [part for one in _BREAK.split(head) if (part := fold(one))]


_TOO_LARGE = frozenset(("institute",))
"""A whole institute is the owner of groups, not one: its home page and its staff list make no group record."""
_TYPE_NAMES = "|".join(
    sorted((re.escape(word) for word, kind in GROUP_TYPES.items() if kind not in _TOO_LARGE), key=len, reverse=True)
)
TYPED = re.compile(rf"\b(?:{_TYPE_NAMES}|group|gruppe|groupe|grupo|gruppo|groep)\b", re.I)
"""A word that says that a name is a group's."""
_SMALL = "|".join(
    re.escape(word) for word in GROUP_TYPES if GROUP_TYPES[word] not in ("institute", "association", "team")
)
"""Words for a group that is not the owner of the site, as an institute or an association is."""
_FIRST = "|".join(
    re.escape(word) for word in GROUP_TYPES
    if GROUP_TYPES[word] not in ("institute", "association", "team") and word not in ("board", "forum", "consortium")
)  # fmt: skip
_NAME = re.compile(
    rf"\b(?:{_SMALL})(?: \([\w .&-]{{2,20}}\))?(?: (?:charter|terms of reference|home ?page))?$"
    rf"|^(?:the )?(?:{_FIRST}) (?:on|for|of|für|der|des|zu[rm]?|pour|sur|du|de|d['’]\w+|para|en|sobre|per|di|del|della"
    r"|voor|van|over) \S"
    r"|^(?:\w*(?:forschungs|arbeits|projekt|fach|nachwuchs)(?:gruppe|kreis|netzwerk)|groupe de (?:travail|recherche)"
    r"|grupo de (?:investigación|trabajo)|gruppo di (?:ricerca|lavoro)|werkgroep|onderzoeksgroep"
    r"|(?:special )?interest group|working group|task force):? (?-i:[«„“‘\"]?[A-ZÀ-Þ])",
    re.I,
)
_LONGEST = 100  # characters of a heading that names a group


def names_group(text: str) -> bool:
    """Whether a heading is the name of a group that is smaller than an institute.

    >>> names_group("Task Force on the Union Catalogue"), names_group("Lab manual"), names_group("The Tide Lab")
    (True, False, True)
    """
    return len(text) <= _LONGEST and " " in text and bool(_NAME.search(text))


def is_acronym(short: str, name: str) -> bool:
    """Whether a word is made of the first letters of a name's words, those with a capital.

    >>> is_acronym("SIG-RDL", "Special Interest Group on Rural Digital Libraries")
    True
    """
    letters = re.sub(r"[\W_]", "", short)
    return len(letters) >= _LETTERS and letters == "".join(re.findall(r"\b[^\W\d_a-zß-ÿ]", name))


_LETTERS = 3  # of an acronym: two are the first letters of too much
_OWNERS = re.compile(r"\b(?:universit\w+|institut\w*|college|hochschule|school|faculty of)\b", re.I)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+|the\s+)?([^.|©\n]{3,80})", re.I
)


def find_site_names(view: View) -> Iterator[tuple[str, str, str]]:
    """What the site calls itself, the surest first: each name with the words and the place that it stands in."""
    name = fold(view.markup.meta.get("og:site_name", ""))
    if name:
        yield name, name, "meta[og:site_name]"
    parts = split_head(view.head)
    for part in reversed(parts[1:] or parts):
        yield part, part, "title"
    for block in view.frame[-12:]:
        hit = _RIGHTS.search(block.text[:400])
        if hit:
            owner = re.sub(
                r"^(?:copyright|\d{4})\W*|(?:(?<!\W)\W+)?\d{4}$|,? all rights.*$", "", hit[1], flags=re.I
            ).strip(" .,–-")
            owner = re.sub(rf",\s.*{_OWNERS.pattern}.*$", "", owner, flags=re.I)  # "Tide Group, University of X"
            if TYPED.search(owner):
                yield owner, owner, "footer"


def is_institute(name: str) -> bool:
    """Whether a name is that of an institute or university, not of a group at one.

    >>> is_institute("Tide Institute"), is_institute("Tide Lab at the University of Quillmere")
    (True, False)
    """
    owner, typed = _OWNERS.search(name), TYPED.search(name)
    return bool(owner) and not (typed and owner and typed.start() < owner.start())
