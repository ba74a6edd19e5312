"""A page in, claims on whom its event is for out: the shortest phrase that names them."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.facts import find_facts
from extract.fields.sections import said, where

_EVENT = (
    r"(?:event|workshop|course|seminar|lecture|talk|conference|school|session|it|webinar|training|evening|day|class"
    r"|masterclass|symposium|meeting|series|hackathon)"
)
_PATTERNS = tuple(
    (cues.split("|"), re.compile(pattern, re.I))
    for cues, pattern in (
        ("target audience", r"\btarget audience (?:is|are|includes?)\s?:?\s(?P<who>[^.;]{3,250})"),
        (
            "aimed at|designed for|intended for|targeted at|suitable for|meant for|written for|made for"
            "|for people|for those|for anyone|for anybody|for everyone",
            rf"\b{_EVENT} is (?:primarily |mainly |particularly |specifically )?(?:aimed at|designed for"
            rf"|intended for|targeted at"
            r"|suitable for|meant for|written for|made for|for(?= (?:people|those|anyone|anybody|everyone)\b))"
            r"\s(?P<who>[^.;]{3,250})",
        ),
        (
            "open to ",
            r"(?:^|\b(?:is|are)\s)(?P<who>open to (?:all|everyone|anyone|the public|researchers|students|staff"
            r"|members|any|both)"
            r"[^.;]{0,160})",
        ),
        (" are invited to ", r"(?<![\w-])(?P<who>(?:[\w-]+ ){1,8}?)are invited to (?:register|attend|apply|join)\b"),
        (
            "we welcome",
            r"\b(?P<who>we welcome (?:participation|people|everyone|participants|attendees) from [^.;]{3,100})",
        ),
        ("targeted at", r"\btargeted at\s(?P<who>[^.;]{2,200})"),
        ("suitable for", r"\bsuitable for\s(?P<who>[^.;]{2,200})"),
        ("richtet sich an", r"\brichtet sich an\s(?P<who>[^.;]{3,200})"),
        ("adresse", r"\bs['’]adresse (?:à|aux?)\s(?P<who>[^.;]{3,200})"),
        ("dirigid", r"\bdirigid[ao] a\s(?P<who>[^.;]{3,200})"),
        ("rivolt", r"\brivolt[ao] a\s(?P<who>[^.;]{3,200})"),
        ("bedoeld voor", r"\bbedoeld voor\s(?P<who>[^.;]{3,200})"),
        (
            " together ",
            r"\bbring(?:s|ing)? together\s(?P<who>(?:participants|researchers|experts|practitioners|academics"
            r"|scientists|students"
            r"|a group of|[\w-]+ and [\w-]+ researchers)[^.;]{3,250}?)(?= to | at | for | in order| who will"
            r"| with the aim|\.|$)",
        ),
        (" welcome", r"\b(?P<who>(?:everyone|all) (?:is|are) welcome)\b"),
    )
)
"""Words of which one stands in a sentence, cheap to look for, and what it says. The most telling first: "the target
audience is" beats "everyone is welcome"."""
MAX_PHRASE = 250  # characters


def find_audience(view: View) -> Iterator[Claim]:
    """Claims on `audience`."""
    for found in find_facts(view):
        if found.field == "audience" and len(found.value) <= MAX_PHRASE:
            yield Claim("audience", found.value.strip(" ."), found.value, "label", "audience", 0.8, where(found.block))
    for rank, (cues, pattern) in enumerate(_PATTERNS):
        for sentence, block in said(view, *cues):
            if hit := pattern.search(sentence[:1500]):
                who = hit.group("who").strip(" ,.:")
                yield Claim("audience", who, who, "text", "audience", 0.6 - rank / 100, where(block))
