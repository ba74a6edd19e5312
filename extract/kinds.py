"""What a page is about: votes of its address, its markup, its heading and its body, added up."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from extract.claims import View
from extract.records import PageKind

KIND_WORDS: dict[PageKind, frozenset[str]] = {
    "event": frozenset((
        "event events veranstaltung veranstaltungen evenement evenements evento eventos eventi evenementen"
        " talk talks seminar seminars seminare seminaire colloquium colloquia kolloquium workshop workshops"
        " conference conferences webinar webinars meetup meetups lecture lectures termin termine agenda"
    ).split()),
    "group": frozenset((
        "group groups interest-groups interest-group working-groups working-group research-groups research-"
        " group special-interest-groups gruppe gruppen arbeitsgruppen groupe groupes grupo grupos gruppi lab"
        " labs team teams committee committees network networks"
    ).split()),
    "person": frozenset((
        "people person persons staff team-members members member author authors users user profile profiles"
        " fellows personen mitarbeiter personnes personas persone speaker speakers"
    ).split()),
    "news": frozenset("news press press-releases announcements aktuelles nachrichten actualites noticias notizie".split()),
    "blog": frozenset("blog blogs posts post stories".split()),
    "publication": frozenset("publication publications papers paper publikationen reports working-papers".split()),
    "project": frozenset("project projects research-projects projekte projet projets proyectos progetti".split()),
    "programme": frozenset("programme programmes program programs research-programmes themes".split()),
    "opportunity": frozenset((
        "jobs job vacancies vacancy careers opportunities opportunity studentships studentship work-for-us"
        " calls open-calls call-for-proposals stellenangebote emplois phd internships apply how-to-apply"
    ).split()),
    "listing": frozenset("tag tags category categories taxonomy archive archives topics events-archive".split()),
    "event_series": frozenset("series event-series lecture-series seminar-series".split()),
}  # fmt: skip
"""Words of an address (one path segment) that name a kind, in six languages."""

_MARKUP_KINDS: dict[str, PageKind] = {
    "Event": "event", "BusinessEvent": "event", "EducationEvent": "event", "SocialEvent": "event",
    "EventSeries": "event_series", "Person": "person", "ProfilePage": "person", "NewsArticle": "news",
    "BlogPosting": "blog", "ScholarlyArticle": "publication", "JobPosting": "opportunity",
    "CollectionPage": "listing", "ResearchProject": "project",
}  # fmt: skip
_KIND_CLASSES: tuple[tuple[str, PageKind], ...] = (
    ("events?", "event"), ("(?:interest-)?groups?", "group"), ("(?:person|people|profile|staff)", "person"),
    ("(?:news|press)", "news"), ("blog(?:-?post)?", "blog"), ("projects?", "project"), ("programmes?", "programme"),
    ("publications?", "publication"), ("(?:job|vacancy|opportunity)", "opportunity"),
    ("(?:lecture|talk|seminar|workshop)s?", "event"),
)  # fmt: skip
_BODY_CLASSES = tuple(
    (re.compile(rf"(?:node--?type|page-node-type|single|post-type|type)-(?:\w+-)?{words}(?:[.#]|$)", re.I), kind)
    for words, kind in _KIND_CLASSES
)
"""Classes by which content systems name the type of a page: `node--type-event`, `single-tribe_events`."""
_KIND_CUES: tuple[tuple[str, PageKind, float], ...] = (
    (r"\b(?:this|the) (?:event|talk|workshop|seminar|lecture|webinar|conference) (?:will|is|was|aims|brings)\b",
     "event", 1.0),
    (r"\b(?:register (?:now|here|for)|registration (?:is|will|closes)|add to calendar)\b", "event", 0.6),
    (r"^(?:when|date|time|venue|speakers?|location)\s*:", "event", 0.6),
    (r"\bthe purpose of (?:this|the) (?:\w+ ){0,3}group\b", "group", 2.0),
    (r"\b(?:this|our|the) (?:\w+ ){0,2}(?:interest|working|research) group\b", "group", 1.0),
    (r"\bjoin (?:us|the (?:\w+ ){0,3}group)\b", "group", 0.4),
    (r"\b(?:series of (?:events|talks|lectures|seminars)|(?:event|lecture|seminar) series)\b", "event_series", 0.3),
    (r"\bpage (?:not|cannot be) found\b|\baccess denied\b|\b404\b", "other", 3.0),
    (r"\b(?:closing date for applications|how to apply|we are (?:hiring|recruiting)|job description)\b",
     "opportunity", 1.0),
    (r"^(?:submitted|posted|published) (?:by|on)\b", "news", 0.2),
)  # fmt: skip
_TEXT_CUES = tuple((re.compile(pattern, re.I), kind, weight) for pattern, kind, weight in _KIND_CUES)
_HEAD_CHARACTERS = 4000  # cues stand early; a long programme must not outvote the heading
_URL_WEIGHT, _PARENT_WEIGHT, _MARKUP_WEIGHT, _CLASS_WEIGHT = 2.5, 0.8, 1.5, 3.0
_LIST_BLOCKS = 5
_PAGING = re.compile(r"^(?:page[-_/]?\d+|p\d+)$", re.I)


class Kind(NamedTuple):
    """A page's kind and the share of all votes that it got, 0 to 1."""

    name: PageKind
    confidence: float


def find_kind(view: View, dated_cards: int = 0) -> Kind:
    """The kind with most votes; `other` without any. `dated_cards`: how many listing cards the body has."""
    votes: dict[PageKind, float] = defaultdict(float)
    for kind, weight in (*_url_votes(view), *_markup_votes(view), *_class_votes(view), *_text_votes(view)):
        votes[kind] += weight
    if dated_cards >= _LIST_BLOCKS:
        votes["listing"] += 2  # type: ignore[assignment]
    if not votes:
        return Kind("other", 0.5)
    name = max(votes, key=lambda kind: (votes[kind], kind))
    return Kind(name, round(votes[name] / sum(votes.values()), 3))


def _url_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    parts = urlsplit(view.url)
    segments = [unquote(part).lower() for part in parts.path.split("/") if part and not part.startswith("index.")]
    segments = [re.sub(r"\.(?:html?|php|aspx?)$", "", part).replace("_", "-") for part in segments]
    if not segments:
        yield "other", 1.0
        return
    last = segments[-1]
    for kind, words in KIND_WORDS.items():
        if last in words or _PAGING.match(last):
            yield "listing", _URL_WEIGHT if last in words else _PARENT_WEIGHT
            if last in words and kind in ("group", "event_series"):
                yield kind, _PARENT_WEIGHT
        for distance, segment in enumerate(reversed(segments[:-1])):
            if segment in words:
                yield kind, _URL_WEIGHT / (1 + 0.4 * distance)
    if "page=" in parts.query:
        yield "listing", _PARENT_WEIGHT


def _markup_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    for item in view.markup.items[:20]:
        kind = _MARKUP_KINDS.get(item.type)
        if kind:
            yield kind, _MARKUP_WEIGHT
    if view.markup.meta.get("og:type") == "profile":
        yield "person", _MARKUP_WEIGHT


def _class_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    """Classes of the elements that hold the whole body: `node--type-event`, `single-tribe_events`."""
    if not view.body:
        return
    steps = set(view.body[0].path[:6])
    kinds = {kind for step in steps for pattern, kind in _BODY_CLASSES if pattern.search(step.replace(".", " ") + ".")}
    for kind in kinds:
        yield kind, _CLASS_WEIGHT


def _text_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    head = "\n".join((view.title, *(block.text for block in view.body)))[:_HEAD_CHARACTERS]
    for pattern, kind, weight in _TEXT_CUES:
        if pattern.search(view.title):
            yield kind, 2 * weight
        elif any(pattern.search(line) for line in head.split("\n")):
            yield kind, weight
