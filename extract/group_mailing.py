"""A group's page in, claims on its mailing list out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.contacts import find_addresses, is_list_host
from extract.fields.sections import said, where

_LIST = re.compile(
    r"\b(?:mailing|discussion|e-?mail|member-only|public) list\b|\bjiscmail\b|\blistserv\b"
    r"|\bmailing-?list[es]?\b|\bmailinglijst\b|\bmailverteiler\b|\bliste de diffusion\b|\blista de (?:correo"
    r"|distribución)\b"
    r"|\blista di distribuzione\b",
    re.I,
)
_LIST_LINK = re.compile(r"mailing list|discussion list|jiscmail|listserv|subscribe|mailman", re.I)


def find_mailing(view: View) -> Iterator[Claim]:
    """Claims on `mailing_list`."""
    yield from _addressed(view)
    yield from _list_call(view)


def _addressed(view: View) -> Iterator[Claim]:
    """The list's address or page, where a text speaks of a mailing list, else an address whose host serves lists."""
    for block in view.body:
        spoken = bool(_LIST.search(block.text[:3000]))
        links = (link for link in block.links if spoken and _LIST_LINK.search(f"{link.text} {link.href}"))
        link = next(links, None)
        for address, text in sorted(find_addresses(block), key=lambda found: is_for_robots(found[0])):
            if is_list_host(address) or (spoken and not link):
                trust = (0.7 if spoken else 0.5) - (0.2 if is_for_robots(address) else 0.0)
                yield Claim("mailing_list", address, text, "text", "list_address", trust, where(block))
                break
        else:
            if link:
                yield Claim("mailing_list", link.href, link.text, "text", "list_link", 0.6, where(block))


_ROBOT = re.compile(
    r"^(?:majordomo|listserv|sympa|mailman|listproc)@|[-+.](?:subscribe|unsubscribe|join|leave|request|owner|on|off)@",
    re.I,
)


def is_for_robots(address: str) -> bool:
    """Whether an address is not the list but what one writes to so as to be on it.

    >>> is_for_robots("tides-subscribe@lists.harbour.example"), is_for_robots("tides@lists.harbour.example")
    (True, False)
    """
    return bool(_ROBOT.search(address))


_LIST_CALL = re.compile(r"^(?:sign up|subscribe|join)\b[^.]{0,20}\b(?:mailing|discussion|e-?mail) list\b", re.I)


def _list_call(view: View) -> Iterator[Claim]:
    """The call to join a list whose link is lost: a text dump has none."""
    for sentence, block in said(view, " list") if not view.head else ():
        if _LIST_CALL.search(sentence) and len(sentence) <= MAX_CALL and not block.links:
            yield Claim("mailing_list", sentence, sentence, "text", "list_call", 0.3, where(block))
            return


MAX_CALL = 300  # characters of a call to join a list
