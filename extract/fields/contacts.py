"""A page without its chrome in, claims on whom to ask out: role addresses and placeholders, never a person's mail."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.facts import find_facts
from extract.fields.names import find_names, leading_name
from extract.fields.sections import clip, split_sentences, where
from extract.records import Contact
from extract.text import key

PLACEHOLDER = "[email protected]"
"""What Cloudflare leaves of an address in a page's text (after folding)."""
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,18}(?![\w-])")
_WRITTEN = re.compile(
    r"\b(?P<user>[A-Za-z0-9][\w.+-]{0,40})\s?(?:\(at\)|\[at\]|\{at\}"
    r"|\bAT\b)\s?(?P<host>[A-Za-z0-9-]{1,40}(?:(?:\s?(?:\(dot\)|\[dot\]|\bDOT\b)\s?|\.)[A-Za-z0-9-]{2,20}){1,4})"
)
_AT_SIGNS = ("(at)", "[at]", "{at}", "AT")
"""Cheap to look for: without one no address is written in words."""
_ROLE = re.compile(
    r"(?:^|[._-])(?:info|events?|contact|office|admin|administration|secretary|secretariat|enquir\w*|inquir\w*"
    r"|support|help|team|"
    r"conference\w*|workshop\w*|seminars?|registration|booking|tickets?|press|media|editors?|board|chairs?"
    r"|organi[sz]ers?|committee|programme|"
    r"program|group|lab|centre|center|institute|network|forum|society|training|courses?|school|summer\w*|hello|mail"
    r"|web|webmaster|"
    r"news|list|users?|community|hub|membership|members|join|kontakt|sekretariat|veranstaltung\w*|anmeldung|contacto"
    r"|eventos|"
    r"contatti|eventi|segreteria|secretaria|secretariaat|evenementen|hr|jobs|outreach|partnerships?|education"
    r"|academy|kolloqui\w*|tagung\w*|jornadas|convegn[oi]|congreso|congres|colloques?|seminaires?|seminari\w?|studiedag\w*"
    r"|lezing\w*|comunicacion|communication|kommunikation|presse|prensa|stampa|biblioteca|bibliotheek|bibliothek"
    r"|redaktion|inscriptions?|inscripciones|iscrizioni|inschrijv\w*|aanmeld\w*|actividades|agenda|dsg|terminolog\w*|standards)"
    r"(?:$|[._-])|^(?:public|internal|member)-|-(?:wg|ig|cg|sig|group|editors|users|dev|discuss|announce)$",
    re.I,
)
_OFFICE = re.compile(
    r"symposi\w*|colloqui\w*|applications?|admissions?|cursus|kurse?|formation|formazione|learning|library|museum|gallery"
    r"|theatre|studio|visits?|visitors?|tours?|residenc\w*|fellowships?|scholarships?|posters?|hr|jobs|outreach"
    r"|partnerships?|education",
    re.I,
)
"""Offices only where nothing stands beside them: "ada.tours@" may be a person's."""
_SAMPLE = re.compile(r"@(?:example|domain|email|yourdomain|test|university|company|mysite)\.(?:org|com|net|edu)$", re.I)
_FRAME = re.compile(
    r"\b(?:website|web ?site|webmaster|privacy|cookie|copyright|unsubscribe|press enquiries"
    r"|media enquiries|postmaster)\b",
    re.I,
)
_CUE = re.compile(
    r"\b(?:contact|e-?mail|enquir\w+|inquir\w+|questions?|queries|information|reach|write to|get in touch|in touch"
    r"|feedback|kontakt\w*|fragen|contacte\w*|contacto|contatti|vragen|rückfragen|auskunft|renseignements?|informes|información|informaci|informazion\w*|informatie|écrire|schreiben"
    r"|meldet|scrivendo|stuur|request\w*|discuss|funding)\b",
    re.I,
)


def find(view: View) -> Iterator[Claim]:
    """Claims on `contact`: a role address, a placeholder, a team's name."""
    view = clip(view)
    yield from _addresses(view)
    yield from _placeholders(view)


def is_role_address(address: str) -> bool:
    """Whether an address belongs to an office, not to a person.

    >>> is_role_address("events@harbour.example"), is_role_address("ada.brunel@harbour.example")
    (True, False)
    """
    user = address.partition("@")[0]
    return bool(_ROLE.search(user) or _OFFICE.fullmatch(user)) and not _SAMPLE.search(address)


_LIST_HOST = re.compile(
    r"@(?:lists?|listserv|mailman|groups?|sympa|liste[ns]?)\.|@(?:googlegroups\.com|jiscmail\.ac\.uk)$", re.I
)


def is_list_host(address: str) -> bool:
    """Whether the host of an address serves mailing lists only.

    >>> is_list_host("tides@lists.harbour.example"), is_list_host("tides@harbour.example")
    (True, False)
    """
    return bool(_LIST_HOST.search(address))


_LIST = re.compile(r"\b(?:mailing|discussion|e-?mail|member-only|public) list\b|\barchives?\b", re.I)


def is_list(address: str, block: Block) -> bool:
    """Whether an address is a mailing list: it is called so, or its text speaks of one right around it."""
    at = max(0, block.text.find(address))
    around = block.text[max(0, at - 100) : at + len(address) + 60]
    return bool(re.match(r"(?:public|member|internal)-", address) or _LIST.search(around))


def find_addresses(block: Block) -> Iterator[tuple[str, str]]:
    """Every mail address of a block, in lower-case host form, with the words or link target it stands in."""
    text = block.text
    for hit in _EMAIL.finditer(text) if "@" in text else ():
        yield hit.group(), hit.group()
    for hit in _WRITTEN.finditer(text[:2000]) if any(sign in text for sign in _AT_SIGNS) else ():
        host = re.sub(r"\s?(?:\(dot\)|\[dot\]|\bDOT\b)\s?", ".", hit["host"])
        if "." in host and ("DOT" in hit.group().upper() or hit.group()[len(hit["user"]) :].strip()[0] in "([{"):
            yield f"{hit['user']}@{host}", hit.group()
    for link in block.links:
        if link.href.lower().startswith("mailto:"):
            address = unquote(link.href[7:].split("?")[0]).strip()
            if _EMAIL.fullmatch(address) and address not in text:
                yield address, link.href


def _addresses(view: View) -> Iterator[Claim]:
    labelled = [found.block for found in find_facts(view) if found.field == "contact"]
    for block in (*view.body, *(block for block in labelled if block not in view.body)):
        found = [] if _FRAME.search(block.text[:300]) else list(find_addresses(block))
        team = _find_team((block,)) if found else None
        trust = 0.7 if found and _CUE.search(block.text) else 0.5
        for address, text in found:
            if is_list(address, block) or not is_role_address(address):
                continue
            source = "address" if text.startswith("mailto:") else "text"
            contact = Contact(name=team, email=address)
            yield Claim("contact", contact, text, "text", f"email_{source}", trust, where(block))


def _placeholders(view: View) -> Iterator[Claim]:
    """The obfuscated address that a sentence of this page offers, or that stands alone as its last line."""
    claims: list[Claim] = []
    for i, block in enumerate(view.body):
        text = block.text
        if PLACEHOLDER not in text or _FRAME.search(text):
            continue
        last = i >= len(view.body) - 4
        alone = text == PLACEHOLDER
        named = (
            leading_name(text.split("[", 1)[0]) if text.endswith(PLACEHOLDER) and not alone and len(text) < 80 else None
        )
        if not (alone or named or _CUE.search(text)) or (alone and not last and claims):
            continue
        name, words = (named.name, text) if named else _contact_name(text)
        claims.append(
            Claim(
                "contact",
                Contact(name=name, email_obfuscated=True),
                words,
                "text",
                "placeholder",
                0.6 if not alone else 0.55,
                where(block),
            )
        )
    team = _find_team(view.body)
    for claim in claims[:1]:
        value = claim.value
        if team and not value.name:
            value = Contact(name=team, email_obfuscated=True)
        yield Claim("contact", value, claim.text, claim.source, claim.rule, claim.trust, claim.path)


def _contact_name(text: str) -> tuple[str | None, str]:
    """The person that the words around the placeholder name, and those words."""
    sentence = next((one for one in split_sentences(text) if PLACEHOLDER in one), text)
    names = list(find_names(sentence))
    name = names[-1].name if len({key(n.name) for n in names}) == 1 else None
    return name, sentence


_TEAM = re.compile(
    r"\b(?i:queries|questions|enquiries|inquiries) (?:can|should|may) be (?:directed|addressed"
    r"|sent) to (?:the )?(?P<team>[^\W\d_a-z][\w ]{3,50}?[Tt]eam)\b"
)


def _find_team(blocks: Sequence[Block]) -> str | None:
    """The team to which queries go, as a text says."""
    texts = (block.text[:1500] for block in blocks if "team" in block.text or "Team" in block.text)
    hit = next((hit for text in texts if (hit := _TEAM.search(text))), None)
    return hit.group("team") if hit else None
