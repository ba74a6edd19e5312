"""A group's page in, claims on what it says of itself at length out: description, outputs, contact."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields import contacts
from extract.fields.names import find_names
from extract.fields.sections import find_sections, level_of, where
from extract.group_pages import Role
from extract.group_words import GROUP_LABELS
from extract.records import Contact
from extract.text import key

MIN_DESCRIPTION = 60  # characters of a paragraph that describes a group; shorter ones are calls and captions
MAX_DESCRIPTION = 2_000  # characters; a paragraph that is longer is a text without marks of its own
MAX_OUTPUTS = 50  # of one group: more is a library, and each is looked at
MAX_OUTPUT = 400  # characters of one output
_CALL = re.compile(
    r"^(?:click|please|join|sign|register|subscribe|contact|photo|image|copyright|published|last updated)\b", re.I
)


def find_about(view: View, role: Role, names: Sequence[str]) -> Iterator[Claim]:
    """Claims on `description`, `outputs`, `contact`. `names`: what the group is called."""
    if role in ("own", "home", "about"):
        yield from _description(view)
        yield from _outputs(view)
    subscribed = frozenset(_subscribed(view))
    yield from (claim for claim in contacts.find(view) if claim.value.email not in subscribed)
    yield from _named_contact(view.body, names, 0.65)
    if role not in ("own", ""):
        yield from _named_contact(view.frame, names, 0.4)
        yield from _frame_contact(view)


_SUBSCRIBING = re.compile(
    r"\b(?:un)?subscri\w+|\bpost to\b|\bmailing-?\s?list\w*|\bget on the list\b|\babonn\w+|\beintragen\b|\bsuscri\w+",
    re.I,
)
"""Beside an address that many read, whom one does not ask."""


_ASKED = re.compile(r"\b(?:contact|questions?|enquir\w+|inquir\w+|reach|kontakt\w*|fragen|contacte\w*)\b", re.I)


def _subscribed(view: View) -> Iterator[str]:
    """The addresses of lists that one is told to subscribe to, and nowhere to ask."""
    offered = [(block, address) for block in view.body for address, _ in contacts.find_addresses(block)]
    asked = {address for block, address in offered if _ASKED.search(block.text)}
    for block, address in offered:
        if contacts.is_list_host(address) and address not in asked and _SUBSCRIBING.search(block.text):
            yield address


def _description(view: View) -> Iterator[Claim]:
    """The first paragraph that is more than a call or a caption, before the page lists people or events."""
    for block in view.body:
        if level_of(block):
            if GROUP_LABELS.get(key(block.text)) in ("members", "organizers", "former", "events", "outputs"):
                return
            continue
        plain = block.tag in ("p", "div", "section", "article") and block.link_share < 0.5
        if plain and len(block.text) >= MIN_DESCRIPTION and not _CALL.match(block.text) and "." in block.text:
            text = block.text[:MAX_DESCRIPTION]
            yield Claim("description", text, text, "text", "first_paragraph", 0.5, where(block))
            return


def _outputs(view: View) -> Iterator[Claim]:
    """The items under "Outputs" or "Publications"."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "outputs"):
        items = [block for block in section.blocks if block.tag == "li" and 8 <= len(block.text) <= MAX_OUTPUT]
        for block in items[:MAX_OUTPUTS]:
            yield Claim("outputs", block.text, block.text, "label", "outputs", 0.5, where(block))


def _named_contact(blocks: Sequence[Block], names: Sequence[str], trust: float) -> Iterator[Claim]:
    """An address that is called after the group: `tides@` of the Tide Group. One that a person's name stands before,
    or that is somebody's surname, is that person's."""
    words = {word for name in names for word in key(name).split() if len(word) >= MIN_WORD}
    for block in blocks:
        for address, text in contacts.find_addresses(block):
            user = address.partition("@")[0].casefold()
            parts = [part for part in re.split(r"[._-]", user) if len(part) >= MIN_WORD]
            called = any(part.startswith(word[:6]) or word.startswith(part) for word in words for part in parts)
            listed = contacts.is_list(address, block) or contacts.is_list_host(address)
            if called and not listed and user not in _surnames(blocks, names):
                yield Claim("contact", Contact(email=address), text, "text", "email_named", trust, where(block))


MIN_WORD = 4  # letters of a word that an address may be called after


def _surnames(blocks: Sequence[Block], names: Sequence[str]) -> frozenset[str]:
    """The last names of all who are named, but for what only looks like a name: the group's own."""
    own = {key(name) for name in names}
    people = (named.name for one in blocks for named in find_names(one.text[:200]))
    return frozenset(name.split()[-1].casefold() for name in people if key(name) not in own)


def _frame_contact(view: View) -> Iterator[Claim]:
    """A role address in the frame of a site that is the group's own."""
    for block in view.frame[-30:]:
        for address, text in contacts.find_addresses(block):
            if contacts.is_role_address(address) and not contacts.is_list_host(address):
                yield Claim("contact", Contact(email=address), text, "text", "email_frame", 0.3, where(block))
