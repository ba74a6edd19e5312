"""A page without its chrome in, claims on registration, price, places, recording, audience, programme out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.prices import find_prices
from extract.fields.programme import find_programme
from extract.fields.sections import find_labelled, split_sentences, where


def find(view: View) -> Iterator[Claim]:
    """Claims on everything that one must know to come."""
    yield from _status(view)
    yield from _deadline(view)
    yield from _url(view)
    yield from find_prices(view)
    yield from _capacity(view)
    yield from _recording(view)
    yield from _audience(view)
    yield from _hashtags(view)
    yield from _conduct(view)
    yield from find_programme(view)


def sentences(view: View) -> Iterator[tuple[str, Block]]:
    """Every sentence of the body with its block."""
    for block in view.body:
        for sentence in split_sentences(block.text[:8000]):
            yield sentence, block


_BOOK = r"(?:registrations?|bookings?|applications?|tickets?|sign[- ]?ups?|expressions? of interest|apply to attend|anmeldung|inscriptions?|inscripción|iscrizioni?|aanmelding|registratie)"
_STATUS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (status, trust, re.compile(pattern, re.I))
    for status, trust, pattern in (
        ("full", 0.95, r"\bsold out\b|\b(?:event|workshop|course|conference|seminar|lecture) is (?:now )?(?:full|fully booked)\b|\bfully booked\b|\bausgebucht\b|\bcomplet\b(?! )|\bagotad[oa]s?\b|\besaurit[oi]\b|\buitverkocht\b|\bno (?:more )?(?:places|spaces|tickets) (?:are )?(?:left|available|remaining)\b"),
        ("open", 0.93, r"\bthere are (?:still )?(?:some |a few )?(?:spaces|places|tickets)(?: still)? (?:available|left)\b|\bspaces are still available\b"),
        ("closed", 0.9, rf"\b{_BOOK}(?: for (?:this|the) \w+)?(?: period)? (?:is|are|has|have|ist|est|is now)(?: now| been)?(?: now)? (?:closed|finished|ended|geschlossen|clos[ee]s?|cerrad[ao]s?|chius[ae]|gesloten)\b|\bapplications? have now closed\b"),
        ("invitation_only", 0.88, r"\b(?:by )?invitation[- ]only\b|\bby invitation\b(?! from)|\binvite[- ]only\b|\bnur auf einladung\b|\bsur invitation\b|\bpor invitación\b|\bsu invito\b|\bop uitnodiging\b"),
        ("not_required", 0.87, r"\bno (?:prior |advance )?(?:registration|booking|ticket|sign[- ]?up)s?(?: is| are)? (?:required|needed|necessary)\b|\bwithout registration\b|\b(?:registration|booking) is not (?:required|necessary|needed)\b|\bno need to (?:register|book)\b|\bkeine anmeldung\b|\bohne anmeldung\b|\bsans inscription\b|\bsin inscripción\b|\bsenza (?:iscrizione|prenotazione)\b|\bgeen aanmelding\b"),
        ("required", 0.8, r"\byou must register\b|\b(?:advance |prior |pre-?)?(?:registration|booking) is (?:required|essential|mandatory|necessary|obligatory|compulsory)\b|\b(?:registration|booking) (?:required|essential|mandatory)\b|\banmeldung (?:ist )?(?:erforderlich|notwendig)\b|\bum anmeldung wird gebeten\b|\binscription obligatoire\b|\binscripción obligatoria\b|\biscrizione obbligatoria\b|\baanmelden (?:is )?verplicht\b|\bregistration requested\b"),
        ("external", 0.75, r"\b(?:visit|see|via|through|on) the .{2,50}? (?:website|site|page) .{0,40}?\b(?:and|to) register\b"),
        ("open", 0.7, r"\b(?:please )?register (?:your (?:interest|attendance|place) |for (?:this|the) \w+ |in advance )?(?:now|here|today|online|via|using|at this|by clicking|in advance)\b|\bregister (?:in advance|your attendance|for free)\b|\bbook (?:now|your (?:place|ticket|tickets)|tickets|here|a place|online|free)\b|\bapply now\b|\bget (?:your )?tickets?\b|\breserve (?:your|a) (?:place|spot|seat)\b|\bsign up (?:here|now|to attend|for this)\b|\b(?:registration|booking|applications) (?:is|are) (?:now )?open\b|\bregistration open\b|\bapplications are being accepted\b|\bjetzt anmelden\b|\bzur anmeldung\b|\bhier anmelden\b|\bs['’]inscrire\b|\binscrivez-vous\b|\binscríbete\b|\biscriviti\b|\bmeld je aan\b|\bschrijf je in\b|\bbuy tickets?\b|['‘]register now['’]"),
    )
)
_NOT_STATUS = re.compile(r"\b(?:newsletter|mailing list|as a member|for our|previous|past|last year)\b", re.I)
_BUTTON = re.compile(r"^(?:please )?(?:register|book|apply|sign up|tickets?|anmelden|anmeldung|s['’]inscrire|inscription|inscribirse|iscriviti|aanmelden)(?: (?:now|here|today|online|tickets?|for free|for this event|to attend|your place))?[.!›»→ ]*$", re.I)


def _status(view: View) -> Iterator[Claim]:
    """What the text says of registration; a sentence beats a left-over button, "sold out" beats all."""
    for sentence, block in sentences(view):
        if len(sentence) > 500 or _NOT_STATUS.search(sentence):
            continue
        button = bool(_BUTTON.match(sentence))
        for status, trust, pattern in _STATUS:
            if pattern.search(sentence) or (status == "open" and trust < 0.9 and button):
                yield Claim("registration_status", status, sentence, "text", f"status_{status}", trust, where(block))
                break


_DEADLINE = re.compile(
    rf"\b{_BOOK} deadline\b|\bdeadline (?:for|to) (?:the )?(?:{_BOOK}|register|apply|registering)|\bclosing date for {_BOOK}|\bregister (?:by|before|no later than|until)\b|\b{_BOOK} (?:closes?|close|will close|ends?|is open until|deadline is|open until)\b|\bplease (?:register|apply|book|sign up) (?:by|before|until)\b"
    r"|\banmeldeschluss\b|\banmeldefrist\b|\banmeldung bis\b|\bdate limite d['’]inscription\b|\bfecha límite\b|\bentro il\b",
    re.I,
)
_NOT_OWN = re.compile(r"\b(?:abstract|paper|poster|submission|notification|camera[- ]ready|travel|bursary|visa|hotel|accommodation|early[- ]bird)s?\b", re.I)


def _deadline(view: View) -> Iterator[Claim]:
    """The day until which one can register, read by the date grammar."""
    for found in find_labelled(view):
        if found.field == "registration_deadline" and (value := _read_moment(found.value)):
            yield Claim("registration_deadline", value, found.value, "label", "deadline", 0.8, where(found.block))
    for sentence, block in sentences(view):
        hit = _DEADLINE.search(sentence) if len(sentence) <= 500 else None
        if not hit or _NOT_OWN.search(sentence[: hit.start()][-60:] + hit.group()):
            continue
        value = _read_moment(sentence[hit.start() : hit.end() + 80])
        if value:
            yield Claim("registration_deadline", value, sentence, "text", "deadline", 0.6, where(block))


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan januar janvier enero gennaio januari", "february feb februar février febrero febbraio februari",
         "march mar märz mars marzo maart", "april apr avril abril aprile", "may mai mayo maggio mei",
         "june jun juni juin junio giugno", "july jul juli juillet julio luglio", "august aug août agosto augustus",
         "september sep sept septembre septiembre settembre", "october oct oktober okt octobre octubre ottobre",
         "november nov novembre noviembre", "december dec dezember dez décembre diciembre dicembre"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:of |de )?(?P<month>{_MONTH})\b\.?(?:,?\s+(?:de )?(?P<year>20\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>20\d\d)\b)?",
    re.I,
)
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_CLOCK = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>am|pm)\b|\b(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)\b|\b(?P<word>noon|midday|midnight)\b", re.I)


def _read_moment(text: str) -> str | None:
    """A deadline as ISO 8601: "noon on 10 July 2023" is 2023-07-10T12:00, "June 9th" is --06-09.

    >>> _read_moment("noon on Monday 10 July 2023"), _read_moment("is June 9th")
    ('2023-07-10T12:00', '--06-09')
    """
    iso = _ISO.search(text)
    if iso:
        return iso.group()
    for hit in _DAY_MONTH.finditer(text):
        month = _MONTHS.get((hit["month"] or hit["month2"]).lower())
        day = int(hit["day"] or hit["day2"])
        if month and 1 <= day <= 31:
            year = hit["year"] or hit["year2"]
            clock = _read_clock(text) if year else ""
            return f"{year or '-'}-{month:02}-{day:02}{clock}"
    return None


def _read_clock(text: str) -> str:
    hit = _CLOCK.search(text)
    if not hit:
        return ""
    if hit["word"]:
        return "T23:59" if hit["word"].lower() == "midnight" else "T12:00"
    if hit["half"]:
        hour = int(hit["hour"]) % 12 + (12 if hit["half"].lower() == "pm" else 0)
        return f"T{hour:02}:{int(hit['minute'] or 0):02}" if int(hit["hour"]) <= 12 else ""
    return f"T{int(hit['h24']):02}:{hit['m24']}"


_CALL = re.compile(
    r"\b(?:register|registration|book (?:now|your|tickets?|here|a place)|tickets?|sign[- ]?up|rsvp|enrol|apply now|apply here|anmeld\w+|inscri\w+|iscri\w+|aanmeld\w+)\b",
    re.I,
)
_SELLERS = re.compile(r"//(?:[\w.-]+\.)?(?:eventbrite\.[a-z.]+|meetup\.com/[^/]+/events|ti\.to|tito\.io|lu\.ma|forms\.gle|docs\.google\.com/forms|indico\.[\w.]+|pretix\.\w+|ticketsource\.co\.uk|ticketspice\.com|hopin\.com|cvent\.com|forms\.office\.com|surveymonkey\.com/r|regonline\.com|airmeet\.com/e|zoom\.us/(?:meeting|webinar)/register|us\d\dweb\.zoom\.us/(?:meeting|webinar)/register)", re.I)
_NOT_CALL = re.compile(r"newsletter|mailing list|code of conduct|privacy|terms|log ?in|account|closed|speaker|present|abstract|contact|deadline|volunteer|past|previous|member", re.I)
_BAD_TARGET = re.compile(r"^(?:mailto:|tel:)|/(?:login|user|users)/|\.(?:pdf|docx?|ics)(?:$|\?)", re.I)


def _url(view: View) -> Iterator[Claim]:
    """Where to register: the target of a link that says so, or an address written after "register at"."""
    for found in find_labelled(view):
        for link in found.block.links if found.field == "registration_url" else ():
            if link.text in found.block.text and not _BAD_TARGET.search(link.href) and not _NOT_CALL.search(link.text):
                yield Claim("registration_url", link.href, link.text, "label", "link", 0.8, where(found.block))
    for block in view.body:
        for link in block.links:
            if _BAD_TARGET.search(link.href) or len(link.text) > 120 or _NOT_CALL.search(link.text) or link.href.split("#")[0] == view.url:
                continue
            seller = bool(_SELLERS.search(link.href))
            context = block.text if len(block.text) < 400 else link.text
            if _CALL.search(link.text):
                yield Claim("registration_url", link.href, link.text, "text", "link", 0.7 if seller else 0.6, where(block))
            elif seller and _CALL.search(context):
                yield Claim("registration_url", link.href, link.text, "text", "seller", 0.55, where(block))
    for sentence, block in sentences(view):
        written = re.search(r"\bregist\w+\b[^.]{0,80}?(https?://[^\s)>\]]+)", sentence[:1000], re.I) if "http" in sentence else None
        if written:
            target = written.group(1).rstrip(".,;")
            yield Claim("registration_url", target, target, "text", "written", 0.5, where(block))


_CAPACITY = re.compile(
    r"\b(?:limited to|capacity (?:of|is)|maximum (?:of |capacity of |number of (?:participants|attendees|places)[: ]+)|max\.? |up to|space for|room for|only|there are|cap(?:ped)? (?:of|at))\s+(?P<n>\d{1,3}(?:,\d{3})|\d{1,5})\s*(?:participants|attendees|people|places|seats|spaces|delegates|persons|students|teilnehmer|personnes|plazas|posti|deelnemers)\b(?!\s+(?:have|has|attended|registered))"
    r"|\bcapacity\s*:\s*(?P<n2>\d{1,5})\b",
    re.I,
)


def _capacity(view: View) -> Iterator[Claim]:
    for sentence, block in sentences(view):
        hit = _CAPACITY.search(sentence[:600])
        if hit and not re.search(r"\b(?:teams?|groups?) of\b|\bper (?:team|group)\b", sentence, re.I):
            number = int((hit["n"] or hit["n2"]).replace(",", ""))
            yield Claim("maximum_attendee_capacity", number, sentence, "text", "capacity", 0.5, where(block))


_RECORDING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("promised", re.compile(r"\b(?:recordings?|videos?)\b.{0,40}?\bwill (?:also )?be (?:made )?(?:available|posted|uploaded|published|shared|released|accessible)\b|\b(?:event|talk|talks|lecture|lectures|session|sessions|seminar|webinar|presentations?|it|this) will (?:also )?be (?:live[- ]?streamed and )?(?:video[- ])?recorded\b|\bwird aufgezeichnet\b|\bsera enregistrée?\b|\bserá grabad[ao]\b|\bsarà registrat[ao]\b", re.I)),
    ("available", re.compile(r"^(?:\W*)(?:watch|view|see) (?:the |a |this )?(?:full |event |talk |lecture |seminar )*(?:recordings?|video|videos)\b|\b(?:watch|view) (?:the |a |this )?(?:full |event |talk |lecture |seminar )*(?:recordings?|video)(?: of (?:the|this) \w+)?(?: online| here| back| on)\b|\brecordings? (?:of (?:the|this|all) [\w ]{2,30} )?(?:is|are|can be) (?:now )?(?:available|found|viewed|watched|accessed)\b|\bvideo recordings? (?:is|are) available\b", re.I)),
)


def _recording(view: View) -> Iterator[Claim]:
    for sentence, block in sentences(view):
        if len(sentence) > 400 or re.search(r"\b(?:previous|past|earlier|last) (?:\w+ ){0,2}(?:events?|lectures?|talks?|seminars?|years?|conferences?|workshops?)\b|\bsubscribe\b|\bnot be recorded\b", sentence, re.I):
            continue
        for value, pattern in _RECORDING:
            if pattern.search(sentence):
                yield Claim("recording", value, sentence, "text", "recording", 0.6 if value == "promised" else 0.55, where(block))
                break


_AUDIENCE: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\btarget audience (?:is|are|includes?)\s*:?\s+(?P<who>[^.;]{3,250})",
        r"\b(?:event|workshop|course|seminar|lecture|talk|conference|school|session|it|webinar|training) is (?:primarily |mainly |particularly |specifically )?(?:aimed at|designed for|intended for|targeted at|suitable for)\s+(?P<who>[^.;]{3,250})",
        r"(?:^|\b(?:is|are)\s)(?P<who>open to (?:all|everyone|anyone|the public|researchers|students|staff|members|any|both)[^.;]{0,160})",
        r"\b(?P<who>[\w ]{3,60}?) are invited to (?:register|attend|apply|join)\b",
        r"\b(?P<who>we welcome (?:participation|people|everyone|participants|attendees) from [^.;]{3,100})",
        r"\b(?:targeted at|suitable for)\s+(?P<who>[^.;]{2,200})",
        r"\b(?:richtet sich an)\s+(?P<who>[^.;]{3,200})",
        r"\b(?:s['’]adresse (?:à|aux?))\s+(?P<who>[^.;]{3,200})",
        r"\b(?:(?:está )?dirigid[ao] a)\s+(?P<who>[^.;]{3,200})",
        r"\b(?:(?:è )?rivolt[ao] a)\s+(?P<who>[^.;]{3,200})",
        r"\bbedoeld voor\s+(?P<who>[^.;]{3,200})",
        r"\b(?:bring|brings|bringing) together\s+(?P<who>(?:participants|researchers|experts|practitioners|academics|scientists|students|a group of|physics|data|[\w-]+ and [\w-]+ researchers)[^.;]{3,250}?)(?= to | at | for | in order| who will| with the aim|\.|$)",
        r"(?P<who>\b(?:everyone|all) (?:is|are) welcome)\b",
    )
)


def _audience(view: View) -> Iterator[Claim]:
    """The phrase that names whom it is for: the telling patterns first."""
    for found in find_labelled(view):
        if found.field == "audience" and len(found.value) <= 250:
            yield Claim("audience", found.value.strip(" ."), found.value, "label", "audience", 0.8, where(found.block))
    for rank, pattern in enumerate(_AUDIENCE):
        for sentence, block in sentences(view):
            hit = pattern.search(sentence[:1500])
            if hit:
                who = hit.group("who").strip(" ,.:")
                yield Claim("audience", who, who, "text", "audience", 0.6 - rank / 100, where(block))


_HASHTAG = re.compile(r"(?<![\w/#&])#(?=\w*[^\W\d_])\w{3,50}\b")


def _hashtags(view: View) -> Iterator[Claim]:
    seen: set[str] = set()
    for block in view.body:
        if len(block.text) > 300 and not re.search(r"\b(?:hashtag|tweet|twitter)\b", block.text, re.I):
            continue
        for hit in _HASHTAG.finditer(block.text):
            own = block.text.strip().startswith("#") or re.search(r"\b(?:hashtag|tweet|twitter|follow)\b", block.text, re.I)
            if own and hit.group().lower() not in seen:
                seen.add(hit.group().lower())
                yield Claim("hashtags", hit.group(), hit.group(), "text", "hashtag", 0.6, where(block))


_CONDUCT = re.compile(r"\bcode of conduct\b|\bverhaltenskodex\b|\bcode de conduite\b|\bcódigo de conducta\b|\bcodice di condotta\b|\bgedragscode\b", re.I)


def _conduct(view: View) -> Iterator[Claim]:
    """The address of the code of conduct that one agrees to, or the sentence that says so."""
    for block in view.body:
        for link in block.links:
            if _CONDUCT.search(link.text):
                yield Claim("code_of_conduct", link.href, link.text, "text", "link", 0.6, where(block))
        sentence = next((s for s in split_sentences(block.text[:6000]) if _CONDUCT.search(s)), None)
        if sentence and len(sentence) <= 400 and re.search(r"\b(?:agree|adhere|follow|abide|read|subject|see|our|comply)\w*\b", sentence, re.I):
            yield Claim("code_of_conduct", sentence, sentence, "text", "sentence", 0.5, where(block))
