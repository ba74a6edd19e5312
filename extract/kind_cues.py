"""The text of a page in, what its words say of the kind of page out: cues that stand in a title or in the first
paragraphs."""

import re
from collections.abc import Iterable, Iterator

from extract.fields.date_statements import AGENDA
from extract.records import PageKind

_CUES: tuple[tuple[str, PageKind, float, str], ...] = (
    (r"\b(?:this|our|the|a)(?: [\w-]+){0,4} series\b"
     r"(?: of(?: [\w-]+){0,3} (?:talks|lectures|seminars|events)| aims| features)",
     "event_series", 3.5, " series of| series aims| series features"),
    (r"\b(?:this|the) (?:event|talk|workshop|seminar|lecture|webinar|conference) (?:will|is|was|aims|brings)\b",
     "event", 1.0, "this event |this talk |this workshop |this seminar |this lecture |this webinar |this conference "
     "|the event |the talk |the workshop |the seminar |the lecture |the webinar |the conference "),
    (r"\b(?:register (?:now|here|for)|registration (?:is|will|closes)|add to calendar)\b",
     "event", 0.6, "register now|register here|register for|registration is|registration will|registration closes"
     "|add to calendar"),
    (r"^(?:when|date|time|venue|speakers?|location)\s*:", "event", 0.6, ":"),
    (r"\bthe purpose of (?:this|the) (?:\w+ ){0,3}group\b", "group", 2.0, "the purpose of"),
    (r"\b(?:this|our|the) (?:\w+ ){0,2}(?:interest|working|research) group\b",
     "group", 0.5, "interest group|working group|research group"),
    (r"\b(?:the|our|this) (?:\w+ ){0,2}(?:group|network|committee|cent(?:re|er)|lab|task force) (?:meets|is (?:led|run"
     r"|chaired|convened|headed|open to)|has \w+ members|was (?:formed|founded|established|set up|created))\b"
     r"|\b(?:die|unsere|das) (?:\w*gruppe|\w*netzwerk|\w*arbeitskreis)(?: \S+)? (?:trifft|besteht|untersucht"
     r"|erforscht|wird von|wurde|befasst|beschäftigt)\b"
     r"|\b(?:le|notre) (?:groupe|réseau|comité)(?: \S+){0,6} (?:se réunit|est présidé|a pour (?:but|objet)|rassemble"
     r"|réunit|a été (?:créé|fondé))\b|\b(?:el|nuestro) grupo(?: \S+){0,4} (?:se reúne|estudia|investiga)\b"
     r"|\bil (?:gruppo|comitato)(?: \S+){0,4} (?:si riunisce|studia)\b"
     r"|\bde (?:\w*groep|commissie)(?: \S+){0,3} (?:komt bijeen|onderzoekt)\b",
     "group", 0.6, "group|gruppe|groupe|grupo|gruppo|groep|netzwerk|network|réseau|committee|comité|comitato|commissie"
     "|arbeitskreis|centre|center|lab|task force"),
    (r"\bjoin (?:us|the (?:\w+ ){0,3}group)\b", "group", 0.4, "join us|join the"),
    (r"\b(?:series of (?:events|talks|lectures|seminars)|(?:event|lecture|seminar) series)\b",
     "event_series", 0.3, "series of |event series|lecture series|seminar series"),
    (r"\bpage (?:not|cannot be) found\b|\baccess denied\b|\b404\b",
     "other", 3.0, "page not|page cannot|access denied|404"),
    (r"\b(?:closing date for applications|how to apply|we are (?:hiring|recruiting)|job description)\b",
     "opportunity", 1.0, "closing date|how to apply|we are hiring|we are recruiting|job description"),
    (r"\b(?:bewerbungs(?:frist|schluss|unterlagen)|ihre bewerbung|stellenausschreibung|poste à pourvoir|dossier de"
     r" candidature|oferta de empleo|bando di concorso|sollicitatie\w*|vacature)\b",
     "opportunity", 1.0, "bewerbung|ausschreibung|poste à|candidature|oferta de|bando di|sollicitatie|vacature"),
    (r"\bcall for (?:papers|abstracts|contributions|proposals)\b", "opportunity", 0.5, "call for"),
    (r"^(?:submitted|posted|published) (?:by|on)\b", "news", 0.2, "submitted |posted |published "),
    (rf"^{AGENDA}[^\n]{{0,30}}\b\d{{1,2}}\b[^\n]{{0,12}}\b(?:19|20)\d\d\b[^\n]{{0,12}}$", "event", 1.0,
     "agenda |tagesordnung |ordre du jour |orden del |ordine del "),
)  # fmt: skip
"""What a text says of its kind, the weight of that, and words of which one must stand for it: cheap to look for."""
_TEXT_CUES = tuple(
    (re.compile(pattern, re.I | re.M), kind, weight, words.split("|")) for pattern, kind, weight, words in _CUES
)
_HEAD_CHARACTERS = 4000  # cues stand early; a long programme must not outvote the heading


def find_cues(title: str, body: Iterable[str]) -> Iterator[tuple[PageKind, float]]:
    """Votes of a title and of the texts below it: what the title says counts twice."""
    title = title[:_HEAD_CHARACTERS]
    head = "\n".join((title, *body))[:_HEAD_CHARACTERS]
    lower = head.lower()
    for pattern, kind, weight, words in _TEXT_CUES:
        if not any(word in lower for word in words):
            continue
        if pattern.search(title):
            yield kind, 2 * weight
        elif pattern.search(head):
            yield kind, weight
