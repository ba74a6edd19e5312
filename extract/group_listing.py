"""A page that lists groups in, its entries out: name, address and description as printed, without site code."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import where
from extract.group_pages import split_head
from extract.group_parts import loose_field, rules
from extract.group_words import GROUP_LABELS, GROUP_TYPES
from extract.records import Evidence, Group
from extract.siblings import form_of
from extract.text import key

_PLURALS = (
    r"(?:groups|communities|committees|networks|labs|laboratories|teams|centres|centers|task forces|sigs|associations"
    r"|consortia|forums|councils|chapters|gruppen|arbeitsgruppen|forschungsgruppen|arbeitskreise|netzwerke|ausschüsse"
    r"|groupes|équipes|laboratoires|réseaux|comités|grupos|equipos|laboratorios|redes|gruppi|laboratori|reti|comitati"
    r"|groepen|werkgroepen|onderzoeksgroepen|netwerken|commissies|departments)"
)
_LISTS = re.compile(rf"^(?:[\w&’'-]+ ){{0,6}}{_PLURALS}(?: (?:in|of|at|de|der|des|du|di|del) [\w ]{{2,40}})?$", re.I)
MIN_ENTRIES = 2  # one is no list
MAX_ENTRIES = 300  # of one page; a longer list is a register of people or papers
MAX_NAME = 90  # characters of a group's name
MAX_STRETCH = 14  # blocks of one entry that a description is looked for in
MIN_DESCRIPTION = 15  # characters; shorter ones are buttons


@dataclass(frozen=True, slots=True)
class Entry:
    """One group of a list: its name, the address it links to ("" without one), what is said of it ("" if nothing)."""

    name: str
    url: str
    description: str
    block: Block
    about: Block | None


def lists_groups(view: View) -> bool:
    """Whether a page says that it lists groups: in its heading or in the last step of its address."""
    return _lists_groups(view.url, view.title, view.head)


@lru_cache(maxsize=8)
def _lists_groups(url: str, title: str, head: str) -> bool:
    last = [step for step in urlsplit(url).path.split("/") if step and not step.startswith("index.")][-1:]
    words = key(re.sub(r"\.\w{3,5}$", "", unquote(last[0])).replace("-", " ").replace("_", " ")) if last else ""
    heads = (key(title), words, *(key(part) for part in split_head(head)[:1]))
    return any(_names_list(name) for name in heads if len(name) <= 80)


@lru_cache(maxsize=512)
def _names_list(name: str) -> bool:
    return bool(_LISTS.match(name))


def find_entries(view: View) -> tuple[Entry, ...]:
    """The entries of the page's list: of all sorts of blocks that look alike, those with most to say for themselves."""
    if not lists_groups(view):
        return ()
    best: list[Entry] = []
    for starts in _forms(view).values():
        entries = [_read(view.body, at, starts) for at in starts[:MAX_ENTRIES]]
        if _worth(entries) > _worth(best):
            best = entries
    best = [entry for entry in best if not _OTHER.search(urlsplit(entry.url).path)]
    first = {key(entry.name): entry for entry in reversed(best)}
    found = tuple(entry for entry in best if first[key(entry.name)] is entry)
    return found if len(found) >= MIN_ENTRIES else ()


_OTHER = re.compile(
    r"/(?:posts?|blogs?|news|press|events?|talks?|seminars?|people|persons?|authors?|publications?|papers?|projects?"
    r"|tags?|categor(?:y|ies)|jobs?|docs?)/",
    re.I,
)
"""Addresses of what is no group: a list of communities may be followed by their posts."""
_OTHERS = frozenset(("members", "organizers", "former", "join", "events"))
"""Parts of a page whose items are no groups."""


def _forms(view: View) -> dict[tuple[str, ...], list[int]]:
    """The numbers of the blocks that may name an entry, by what they look like."""
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    skipped = False
    for i, block in enumerate(view.body):
        if rules(block):
            skipped = (GROUP_LABELS.get(key(block.text)) or loose_field(block.text)) in _OTHERS
        name = key(_name_of(block)) if not skipped else ""
        if name and name != key(view.title) and not _names_list(name):
            forms[form_of(block)].append(i)
    return forms


def _name_of(block: Block) -> str:
    """The name that a block may give: a heading below the page's own, or the link that it begins with."""
    if block.heading > 1 and len(block.text) <= MAX_NAME and not block.text.endswith((".", ":", "?", "!")):
        return block.text
    link = block.links[0] if block.links else None
    begins = link and block.text.startswith(link.text) and 2 < len(link.text) <= MAX_NAME
    return link.text if link and begins and not _MORE.match(link.text) else ""


_MORE = re.compile(
    r"(?:learn|read|find|view|see|click|show|join|sign|log|more|mehr|weiter|plus|lire|leer|leggi|lees|all|back"
    r"|next|home"
    r"|add|edit|contact)\b",
    re.I,
)


def _worth(entries: Sequence[Entry]) -> int:
    """How much a list of entries says: addresses count twice, the same name again nothing."""
    if len({key(entry.name) for entry in entries}) < MIN_ENTRIES:
        return 0
    return sum(2 * bool(entry.url) + bool(entry.description) for entry in entries)


def _read(body: Sequence[Block], at: int, starts: Sequence[int]) -> Entry:
    block = body[at]
    name = _name_of(block)
    stretch = list(_stretch(body, at, set(starts)))
    link = next((link for link in block.links if link.text in name or name in link.text), None)
    link = link or next((link for one in stretch for link in one.links if _MORE.match(link.text)), None)
    url = link.href if link and link.href.startswith("http") else ""
    rest = block.text[len(name) :]
    if rest.strip(" ,;.") and not block.heading:
        said = re.match(r"^(?:\s*[-–—:|]|[^\S\n]*\n)\s*(\S.*)", rest, re.S)
        short, _, cut = name.partition(" - ")
        if said or cut:
            return Entry(short if cut and not said else name, url, said[1] if said else cut, block, block)
        return Entry(name, url, "", block, None)
    parts = re.match(r"([A-ZÄÖÜ][\w-]{1,14}) [-–—] (\S.{9,})$", name)
    if parts and not block.heading:
        return Entry(parts[1], url, parts[2], block, block)
    about = next((one for one in stretch if _describes(one)), None)
    return Entry(name, url, about.text if about else "", block, about)


def _stretch(body: Sequence[Block], at: int, starts: set[int]) -> Iterator[Block]:
    level = body[at].heading
    for i in range(at + 1, min(at + 1 + MAX_STRETCH, len(body))):
        if i in starts or (body[i].heading and (not level or body[i].heading <= level)):
            return
        yield body[i]


def _describes(block: Block) -> bool:
    plain = not block.heading and block.tag in ("p", "td", "div", "dd", "span", "li", "section", "article")
    return plain and len(block.text) >= MIN_DESCRIPTION and not _MORE.match(block.text) and block.text.count(" ") >= 1


def build_groups(view: View, entries: Sequence[Entry]) -> tuple[Group, ...]:
    """A record for each entry; every value with the words of the listing that it rests on."""
    kind = _type_of(view)
    out: list[Group] = []
    for entry in entries:
        evidence = [_claim("name", entry.name, entry.block)]
        if entry.description and entry.about:
            evidence.append(_claim("description", entry.description, entry.about))
        if kind:
            evidence.append(Evidence(field="group_type", text=kind[1], rule=_RULE, path="title"))
        out.append(
            Group(
                url=entry.url, name=entry.name, description=entry.description or None,
                group_type=kind[0] if kind else None, evidence=tuple(evidence),
            )
        )  # fmt: skip
    return tuple(out)


def is_listed(group: Group) -> bool:
    """Whether a record says what a listing says of a group, not what the group's own page says."""
    return any(one.rule == _RULE for one in group.evidence)


_RULE = "card.group"


def merge_listed(own: Group, listed: Group, listing_url: str) -> Group:
    """Fill what the group's own page leaves out from the listing that links to it; evidence names the listing."""
    update = {
        field: getattr(listed, field)
        for field in ("name", "group_type", "description")
        if getattr(own, field) is None and getattr(listed, field) is not None
    }
    if not update:
        return own
    evidence = [one.model_copy(update={"path": listing_url}) for one in listed.evidence if one.field in update]
    return own.model_copy(update={**update, "evidence": (*own.evidence, *evidence)})


def _claim(field: str, text: str, block: Block) -> Evidence:
    return Claim(field, text, text, "card", "group", 0.5, where(block)).evidence()


def _type_of(view: View) -> tuple[str, str] | None:
    """What the page's heading calls its entries: "Working groups" lists working groups."""
    for head in (view.title, *split_head(view.head)[:1]):
        for word, kind in GROUP_TYPES.items():
            hit = re.search(rf"\b{re.escape(word)}(?:e?s|n|en)\b", head, re.I)
            if hit:
                return kind, hit.group()
    return None
