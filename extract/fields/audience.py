"""A page in, claims on whom its event is for out: the shortest phrase that names them."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.facts import find_facts
from extract.fields.sections import find_sections, said, split_sentences, where
from extract.fields.words import AUDIENCES, LABELS

_EVENT = (
    r"(?:event|workshop|course|seminar|lecture|talk|conference|school|session|it|webinar|training|evening|day|class"
    r"|masterclass|symposium|meeting|series|hackathon|programme|residency|clinic|tour)"
)
_ABROAD = (
    r"(?:séminaire|conférence|colloque|journée|séance|atelier|événement|mesa redonda|conferencia|jornada|seminario"
    r"|charla|acto|convegno|incontro|lezione|laboratorio|evento)"
)
_PEOPLE = rf"(?:{'|'.join(AUDIENCES)}|\w{{3,20}}(?:ists|icians|ographers))"
_NAMED = re.compile(rf"\b{_PEOPLE}\b", re.I)
_WHO = (
    r"(?:(?:all|the) )?(?:(?!(?:and|or|the|this|that|an?|all|of|to|from|by|with|for|in|on|at|as|if|when|you|we|your|our"
    rf"|my|their|his|her|its|is|are|no|so|then|also)\b)[\w’'-]{{1,30}},? ){{0,3}}?{_PEOPLE}\b"
)
"""A group of people: up to three words that may describe them, and what they are."""
_SOFTLY = r"(?:(?:all|both|also|very|most|warmly|cordially|especially|particularly|more than|equally|always) ){0,2}"
_OPENING = (
    r"(?!(?:to|for|if|as|in|on|at|during|after|before|when|while|this|these|because|since|with|from|by|we|you|they|he"
    r"|she|it|towards?|given|through|throughout|under|although|however|here|today|there)\b)"
)
_PATTERNS = tuple(
    (cues.split("|"), re.compile(pattern, re.I))
    for cues, pattern in (
        ("target audience", r"\btarget audience (?:is|are|includes?)\s?:?\s(?P<who>[^.;]{3,250})"),
        (
            "aimed at|designed for|intended for|targeted at|suitable for|meant for|written for|made for"
            "|for people|for those|for anyone|for anybody|for everyone",
            rf"\b{_EVENT} is (?:free and )?(?:primarily |mainly |particularly |specifically )?(?:aimed at|designed for"
            rf"|intended for|targeted at"
            r"|suitable for|meant for|written for|made for|for(?= (?:people|those|anyone|anybody|everyone)\b))"
            r"\s(?P<who>[^.;]{3,250})",
        ),
        (
            "open to ",
            r"(?:^|\b(?:is|are)\s)(?:free and )?(?P<who>open to (?:all|everyone|anyone|the public|researchers|students"
            r"|staff|members|any|both)"
            r"[^.;]{0,160})",
        ),
        ("open to ", rf"\b{_EVENT} (?:is|are) (?:free and |also )?open to (?P<who>{_WHO}[^.;:]{{0,160}})"),
        (" is for ", rf"\b{_EVENT} is (?:only |mainly |chiefly )?for (?P<who>{_WHO}(?! to )[^.;:]{{0,160}})"),
        (
            " invited to ",
            rf"^(?P<who>{_OPENING}[^.;:!?]{{2,60}}, [^.;:!?]{{2,60}}? and [^.;:!?]{{2,60}}?) are {_SOFTLY}invited to"
            r" (?:register|attend|apply|join|participate|take part|come|bring)\b",
        ),
        (
            " invited to ",
            rf"(?<![\w-])(?P<who>(?:[\w-]+ ){{1,8}}?)are {_SOFTLY}invited to"
            r" (?:register|attend|apply|join|participate|take part)\b",
        ),
        (
            "we welcome",
            r"\b(?P<who>we welcome (?:participation|people|everyone|participants|attendees) from [^.;]{3,100})",
        ),
        (
            "welcome|invite",
            rf"\b(?:we (?:warmly )?(?:welcome|invite)|invites) (?P<who>{_WHO}[^.;:!?]{{0,100}}?) to"
            r" (?:attend|take part|participate|register|join us|come)\b",
        ),
        ("targeted at", r"\btargeted at\s(?P<who>[^.;]{2,200})"),
        ("suitable for", r"\bsuitable for\s(?P<who>[^.;]{2,200})"),
        ("richtet sich an", r"\brichtet sich an\s(?P<who>[^.;]{3,200})"),
        ("adresse", r"\bs['’]adresse (?:à|aux?)\s(?P<who>[^.;]{3,200})"),
        ("dirigid", r"\bdirigid[ao] a\s(?P<who>[^.;]{3,200})"),
        ("ouvert", rf"\b{_ABROAD} est (?P<who>ouverte? à (?:tous|toutes|tout public)\b[^.,;]{{0,60}})"),
        ("abiert", rf"\b{_ABROAD} (?:está|es|fue) (?:gratuit[oa] y )?(?P<who>abiert[oa] a tod[oa]s\b[^.;]{{0,80}})"),
        ("riservat", rf"\b{_ABROAD} è riservat[oa] a(?:i|gli|lle)? (?P<who>[^.;]{{3,120}})"),
        ("rivolt", r"\brivolt[ao] a\s(?P<who>[^.;]{3,200})"),
        ("bedoeld voor", r"\bbedoeld voor\s(?P<who>[^.;]{3,200})"),
        (
            " together ",
            r"\bbring(?:s|ing)? together\s(?P<who>(?:participants|researchers|experts|practitioners|academics"
            r"|scientists|students"
            r"|a group of|[\w-]+ and [\w-]+ researchers)[^.;]{3,250}?)(?= to | at | for | in order| who will"
            r"| with the aim|\.|$)",
        ),
        (
            " audience",
            r"\b(?:given|aimed|suitable|accessible|pitched|intended|designed|presented)\b[^.;]{0,120}?"
            r"\b(?:to|at|for) (?P<who>an? (?:general|lay|non-?specialist|non-?technical|mixed|wide|broad) audience)\b",
        ),
        (
            "welcome",
            r"(?:^|[:–—] |\bbut |\band )(?P<who>(?!(?:everyone|everybody|anyone) (?:is|are)\b)"
            rf"{_WHO}[^.;:!?]{{0,80}}?) (?:are|is) {_SOFTLY}welcome\b",
        ),
        (" welcome", r"\b(?P<who>(?:everyone|all) (?:is|are) welcome)\b"),
    )
)
"""Words of which one stands in a sentence, cheap to look for, and what it says. The most telling first: "the target
audience is" beats "everyone is welcome"."""
MAX_PHRASE = 250  # characters
MAX_LINE = 100  # characters of what stands alone below "For whom?"
_TITLE = re.compile(
    rf"\b(?:training|course|workshop|school|class|masterclass|introduction|tutorial|bootcamp)\b[^.:?!]{{0,40}}? for"
    rf" (?P<who>{_WHO})$",
    re.I,
)
_NOBODY = re.compile(r"(?:them|you|us|it|this|that|these|me|him|her)\b", re.I)
_VERB = re.compile(
    r",? (?:and|but) (?:(?:may|can|will|is|has|takes?|starts?|includes?|covers?|assumes?|requires?)\b).*"
    r"|,? but (?:registration|booking|places|spaces|seats|tickets|please|you|we|it)\b.*"
    r"|,? please\b.*|,? (?:using|via|at) the (?:following )?link.*|\s?\(?https?:.*"
)
"""Where a sentence goes on to speak of the event."""
_WISH = re.compile(r",? (?:who|and) (?:would like|want|wish|hope)\b.*")
_ANYBODY = re.compile(r"(?:people|those|anyone|anybody|everyone|everybody|all|you)$", re.I)
_BARE = ("targeted at", "suitable for")
"""Said of tools and places too: what follows must be people, or their age."""
_AGE = re.compile(r"\b\d{1,2}(?:\s?\+| and over| years)", re.I)


def find_audience(view: View) -> Iterator[Claim]:
    """Claims on `audience`."""
    for found in find_facts(view):
        value = next(iter(split_sentences(found.value[: 4 * MAX_PHRASE])), "") if found.field == "audience" else ""
        if 0 < len(value) <= MAX_PHRASE:
            yield Claim("audience", value.strip(" ."), value, "label", "audience", 0.8, where(found.block))
    yield from _below_heading(view)
    for rank, (cues, pattern) in enumerate(_PATTERNS):
        for sentence, block in said(view, *cues):
            hit = pattern.search(sentence[:1500])
            who = _trim(hit.group("who")) if hit else ""
            if who and _may_be_people(who, cues[0] in _BARE):
                yield Claim("audience", who, who, "text", "audience", 0.6 - rank / 100, where(block))
    if hit := _TITLE.search(view.title[:MAX_PHRASE]):
        yield Claim("audience", hit["who"], hit["who"], "text", "title", 0.35, "title")


def _may_be_people(who: str, bare: bool) -> bool:
    return not _NOBODY.match(who) and (not bare or bool(_NAMED.search(who) or _AGE.search(who)))


def _below_heading(view: View) -> Iterator[Claim]:
    """The one line on people right below "For whom?"; of several lines none is the whole answer."""
    for section in find_sections(view.body, lambda name: LABELS.get(name) == "audience"):
        lines = [block for block in section.blocks[:3] if _NAMED.search(block.text)]
        if len(lines) == 1 and lines[0] is section.blocks[0] and len(lines[0].text) <= MAX_LINE:
            who = lines[0].text.strip(" .")
            if not re.search(r"[.:?!]|\d", who):
                yield Claim("audience", who, lines[0].text, "label", "heading", 0.7, where(lines[0]))


def _trim(who: str) -> str:
    """Whom the words name, without what else the sentence says of the event, or of their wishes.

    >>> _trim("students who would like to sail"), _trim("people who would like to sail")
    ('students', 'people who would like to sail')
    """
    who = _VERB.sub("", who).strip(" ,.:")
    wish = _WISH.search(who)
    return who[: wish.start()] if wish and not _ANYBODY.search(who[: wish.start()]) else who
