"""A page in, claims on whether and where one registers out. What a sentence says beats a left-over button."""

import re
from collections.abc import Iterator

from extract.blocks import Block, Link
from extract.claims import Claim, View
from extract.fields.facts import find_buttons, find_facts
from extract.fields.sections import said, where


def find_registration(view: View) -> Iterator[Claim]:
    """Claims on `registration_status` and `registration_url`."""
    yield from _status(view)
    yield from _url(view)


_PLACE = r"(?:your|a) (?:free )?(?:place|seat|spot|space|ticket)s?"
_BOOK = (
    r"(?:registrations?|bookings?|applications?|tickets?|sign[- ]?ups?|expressions? of interest|apply to attend"
    r"|anmeldung"
    r"|inscriptions?|inscripción|inscripciones|iscrizioni?|aanmelding|registratie)"
)
_SAYINGS: tuple[tuple[str, float, str, str], ...] = (
    (
        "full", 0.95,
        "sold out|full|ausgebucht|complet|agotad|esaurit|uitverkocht|no more |no place|no space|no ticket",
        r"\bsold out\b|\b(?:event|workshop|course|conference|seminar|lecture) is (?:now )?(?:full|fully booked)\b"
        r"|\bfully booked\b"
        r"|\bausgebucht\b|\bau complet\b|\bagotad[oa]s?\b|\besaurit[oi]\b|\buitverkocht\b"
        r"|\bno (?:more )?(?:places|spaces|tickets) (?:are )?(?:left|available|remaining)\b",
    ),
    (
        "open", 0.93, "available|left",
        r"\bthere are (?:still )?(?:some |a few )?(?:spaces|places|tickets)(?: still)? (?:available|left)\b"
        r"|\b(?:spaces|places|tickets) are still available\b",
    ),
    (
        "closed", 0.9, "clos|finish|ended|geschlossen|beendet|cerrad|chius|gesloten",
        rf"\b{_BOOK}(?: for (?:this|the) \w+)?(?: period)? (?:is|are|has|have|ist|est|están?|sono|è)(?: now"
        rf"| been)?(?: now)? "
        r"(?:closed|finished|ended|geschlossen|beendet|clos[ee]s?|cerrad[ao]s?|chius[ae]|gesloten)\b",
    ),
    (
        "invitation_only", 0.88, "invit|einladung|uitnodiging",
        r"\b(?:by )?invitation[- ]only\b|\bby invitation\b(?! from)|\binvite[- ]only\b|\bnur auf einladung\b"
        r"|\bsur invitation\b"
        r"|\bpor invitación\b|\bsu invito\b|\bop uitnodiging\b",
    ),
    (
        "not_required", 0.87, "no |without|not |just |simply |keine|ohne|sans|sin |senza|geen|niet",
        r"\bno (?:prior |advance )?(?:registration|booking|ticket|sign[- ]?up)s?(?: is| are)? (?:required|needed"
        r"|necessary)\b"
        r"|\bwithout registration\b|\b(?:registration|booking) is not (?:required|necessary|needed)\b"
        r"|\bno need to (?:register|book|reply|rsvp|sign up)\b(?! to\b)(?! if\b)"
        r"|\b(?:just|simply) (?:turn up|drop in|come along|show up)"
        r"(?=\s?[.;:!)]|$| on the day| at any time| and )"
        r"|^no (?:booking|registration|tickets?|sign-?up)(?=\s?[.;,:!]|$)"
        r"|\bkeine anmeldung\b|\bohne anmeldung\b|\bsans inscription\b|\bsin inscripción\b|\bsenza (?:iscrizione"
        r"|prenotazione)\b"
        r"|\bgeen aanmelding\b|\baanmelden is niet nodig\b",
    ),
    (
        "required", 0.8,
        "must register|required|essential|mandatory|necessary|bligat|compulsory|requested|anmeldung|verplicht",
        r"\byou must register\b|\b(?:advance |prior |pre-?)?(?:registration|booking) (?:is |are )?(?:required"
        r"|essential|mandatory"
        r"|necessary|obligatory|compulsory|requested)\b|\banmeldung (?:ist )?(?:erforderlich|notwendig)\b"
        r"|\bum anmeldung wird gebeten\b"
        r"|\binscription obligatoire\b|\binscripción obligatoria\b|\biscrizione obbligatoria\b"
        r"|\baanmelden (?:is )?verplicht\b",
    ),
    (
        "external", 0.75, "and register|to register",
        r"\b(?:visit|see|via|through|on) the .{2,50}? (?:website|site|page) .{0,40}?\b(?:and|to) register\b",
    ),
    (
        "open", 0.7,
        "regist|book|apply|ticket|reserve|sign up|open|accepted|anmeld|inscri|inscrí|iscriviti|meld |schrijf",
        r"\b(?:please )?register (?:your (?:interest|attendance|place) |for (?:this|the) \w+ |in advance )?"
        r"(?:now|here|today|online|via|using|at this|by clicking|in advance)\b|\bregister (?:in advance"
        r"|your attendance|for free)\b"
        rf"|\bbook (?:now|{_PLACE}|tickets|here|online|free)\b|\bapply now\b"
        r"|\bget (?:your )?tickets?\b"
        rf"|\b(?:reserve|secure) {_PLACE}\b|\bregister (?:for|to (?:get|receive)) (?:the|a|your)"
        r" (?:joining |zoom |teams |meeting |webinar )?(?:link|instructions|details)\b"
        r"|\bsign up (?:here|now|to attend|for this)\b|\bbuy tickets?\b"
        r"|\b(?:registration|booking|applications) (?:is |are )?(?:now )?open\b|\bapplications are being accepted\b"
        r"|\bjetzt anmelden\b|\bzur anmeldung\b|\bhier anmelden\b|\bs['’]inscrire\b|\binscrivez-vous\b"
        r"|\binscríbete\b|\biscriviti\b"
        r"|\bmeld je aan\b|\bschrijf je in\b|['‘]register now['’]",
    ),
)  # fmt: skip
"""A status, the trust in its sayings, words of which one stands in each of them, cheap to look for, and the sayings."""
_STATUS = tuple(
    (status, trust, words.split("|"), re.compile(pattern, re.I)) for status, trust, words, pattern in _SAYINGS
)
_STATUS_WORDS = (
    "regist", "book", "turn up", "drop in", "come along", "show up", "reply", "rsvp",
    "sold out", "ticket", "invit", "appl", "sign", "expression", "full", "spaces", "places",
    "reserve", "anmeld",
    "ausgebucht", "einladung", "inscri", "inscrí", "complet", "agotad", "esaurit", "iscri", "prenotazione", "invito",
    "uitverkocht", "aanmeld", "uitnodiging", "meld je", "schrijf je",
)  # fmt: skip
_NOT_STATUS = re.compile(r"\b(?:newsletter|mailing list|as a member|for our|previous|past|last year)\b", re.I)
_BUTTON = re.compile(
    r"(?:please )?(?:register|book|apply|sign up|tickets?|anmelden|anmeldung|s['’]inscrire|inscription|inscribirse"
    r"|iscriviti|aanmelden)"
    r"(?: (?:now|here|today|online|tickets?|for free|for this event|to attend|your place))?[.!›»→ ]{0,4}"
    rf"|(?:please )?(?:book|reserve|get|secure) {_PLACE}"
    r"(?: (?:now|here|today|online))?[.!›»→ ]{0,4}",
    re.I,
)
MAX_SENTENCE = 500  # characters; a longer sentence about booking is a whole text without full stops


def _status(view: View) -> Iterator[Claim]:
    """What the text says of registration: "sold out" beats all, a button is the weakest word."""
    for sentence, block in said(view, *_STATUS_WORDS):
        if len(sentence) > MAX_SENTENCE or _NOT_STATUS.search(sentence):
            continue
        button, lower = bool(_BUTTON.fullmatch(sentence)), sentence.lower()
        for status, trust, words, pattern in _STATUS:
            said_so = any(word in lower for word in words) and pattern.search(sentence)
            if said_so or (status == "open" and trust < 0.9 and button):
                yield Claim("registration_status", status, sentence, "text", f"says_{status}", trust, where(block))
                break
    for link, block in find_buttons(view):
        if _BUTTON.fullmatch(link.text):
            yield Claim("registration_status", "open", link.text, "text", "beside", 0.5, where(block))


_CALL = re.compile(
    r"\b(?:register|registration|(?:book|reserve|secure) (?:now|your|tickets?|here|a (?:free )?(?:place|seat|spot))"
    r"|tickets?|sign[- ]?up|rsvp|enrol|apply now"
    r"|apply here|anmeld\w+"
    r"|inscri\w+|iscri\w+|aanmeld\w+)\b",
    re.I,
)
_SELLERS = re.compile(
    r"//(?:[\w-]+\.){0,3}(?:eventbrite\.[a-z.]+|meetup\.com/[^/]+/events|ti\.to|tito\.io|lu\.ma|forms\.gle"
    r"|docs\.google\.com/forms"
    r"|indico\.[\w.]+|pretix\.\w+|ticketsource\.co\.uk|hopin\.com|cvent\.com|forms\.office\.com|surveymonkey\.com/r"
    r"|regonline\.com"
    r"|airmeet\.com/e|zoom\.us/(?:meeting|webinar)/register)",
    re.I,
)
_NOT_CALL = re.compile(
    r"newsletter|mailing list|code of conduct|privacy|terms|log ?in|account|closed|speaker|present|abstract|contact"
    r"|deadline"
    r"|volunteer|past|previous|member",
    re.I,
)
_BAD_TARGET = re.compile(r"^(?!https?:)|/(?:login|user|users)/|\.(?:pdf|docx?|ics)(?:$|\?)", re.I)
_WRITTEN = re.compile(r"\bregist\w+\b[^.]{0,80}?(https?://[^\s)>\]]{4,300})", re.I)
MAX_CONTEXT = 400  # characters of the text around a link to a ticket seller


def _url(view: View) -> Iterator[Claim]:
    """Where to register: the target of a link that says so, or an address written after "register at"."""
    labelled = [found.block for found in find_facts(view) if found.field == "registration_url"]
    for block in (*view.body, *(block for block in labelled if block not in view.body)):
        for link in block.links:
            if _may_be_call(link, view.url):
                yield from _linked(link, block, block in labelled)
    for link, block in find_buttons(view):
        if _may_be_call(link, view.url) and _BUTTON.fullmatch(link.text):
            yield Claim("registration_url", link.href, link.text, "text", "beside", 0.5, where(block))
    for sentence, block in said(view, "http"):
        if written := _WRITTEN.search(sentence[:1000]):
            target = written.group(1).rstrip(".,;")
            yield Claim("registration_url", target, target, "text", "written", 0.5, where(block))


def _may_be_call(link: Link, url: str) -> bool:
    elsewhere = link.href.split("#")[0] != url
    return elsewhere and len(link.text) <= 120 and not _BAD_TARGET.search(link.href) and not _NOT_CALL.search(link.text)


def _linked(link: Link, block: Block, labelled: bool) -> Iterator[Claim]:
    seller = bool(_SELLERS.search(link.href))
    if labelled:
        yield Claim("registration_url", link.href, link.text, "label", "link", 0.8, where(block))
    elif _CALL.search(link.text):
        yield Claim("registration_url", link.href, link.text, "text", "link", 0.7 if seller else 0.6, where(block))
    elif seller and len(block.text) < MAX_CONTEXT and _CALL.search(block.text):
        yield Claim("registration_url", link.href, link.text, "text", "seller", 0.55, where(block))
