"""What a page is about: votes of its address, its markup, its heading and its body, added up."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from extract.claims import View
from extract.group_listing import lists_groups
from extract.group_pages import is_acronym, names_group, split_head
from extract.kind_cues import find_cues
from extract.records import PageKind

_WORDS: dict[PageKind, str] = {
    "event": """event events veranstaltung veranstaltungen evenement evenements evento eventos eventi evenementen talk
        talks seminar seminars seminare seminaire colloquium colloquia kolloquium workshop workshops conference
        conferences webinar webinars meetup meetups lecture lectures termin termine agenda hackathon hackathons
        meeting meetings hearing hearings training trainings calendar kalender calendrier calendario""",
    "group": """group groups interest-groups sigs gruppe gruppen arbeitsgruppen forschungsgruppen arbeitskreise groupe
        groupes groupes-de-travail grupo grupos gruppi werkgroepen onderzoeksgroepen lab labs committee committees
        gremien commissions comites network networks netzwerke reseaux redes reti netwerken community communities
        centers centres zentren task-forces""",
    "person": """people person persons staff team members member author authors user users profile profiles fellows
        personen mitarbeiter personnes personas persone speaker speakers""",
    "news": """news press press-releases announcements newsletter newsletters aktuelles nachrichten actualites noticias
        notizie""",
    "blog": "blog blogs posts post stories",
    "publication": "publication publications papers paper publikationen reports",
    "project": "project projects projekte projet projets proyectos progetti",
    "programme": "programme programmes program programs themes",
    "opportunity": """jobs job vacancies vacancy careers opportunities opportunity studentships studentship work-for-us
        calls call-for-proposals stellenangebote emplois phd internships apply how-to-apply""",
    "other": """about privacy-policy cookie-policy contact faq terms legal sponsors venue share join join-us
        get-involved membership""",
    "listing": "taxonomy filed-under audience-type topics research-areas",
    "event_series": "series",
}
KIND_WORDS: dict[PageKind, frozenset[str]] = {kind: frozenset(words.split()) for kind, words in _WORDS.items()}
"""Words of an address (one path segment) that name a kind, in six languages."""

EVENT_WORDS = KIND_WORDS["event"] | frozenset(("schedule", "agendas"))
"""Words of an address or a title that say what a list is of: events."""
NEWS_WORDS = KIND_WORDS["news"] | KIND_WORDS["blog"] | KIND_WORDS["publication"] | KIND_WORDS["opportunity"]
"""Words that say that it is of something else with a day."""

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
    (re.compile(rf"(?:node--?type|page-node-type|single|post-type|type)-(?:\w+-)?{words}(?:[.#\s]|$)", re.I), kind)
    for words, kind in _KIND_CLASSES
)
"""Classes by which content systems name the type of a page: `node--type-event`, `single-tribe_events`."""
_TITLE_WEIGHT = 2.0  # a heading says what it is about, an address what it is filed under
_HOME_WEIGHT = 1.5  # a front page shows events, news and people, and is none of them
_URL_WEIGHT, _PARENT_WEIGHT, _MARKUP_WEIGHT, _CLASS_WEIGHT = 2.5, 0.8, 1.5, 3.0
_LIST_BLOCKS, _CARDS_WEIGHT = 5, 2.0
_LIST_GROUPS = 3  # groups listed: two are a group and its parent
_LIST_ITEMS, _MARKUP_LIST_WEIGHT = 3, 4.0
MAX_ITEMS = 50  # of markup that are looked at
_OVERRULE = 4.0  # a last segment that says more than its parents: `events/2024`, `events/x/code-of-conduct`
_UNSURE, _FACTS_WEIGHT = 1.5, 1.5
_FAINT = 0.6  # a single weak cue names no kind
_PAGING = re.compile(r"^(?:page[-_/]?\d+|p\d+|\d{1,3})$", re.I)
_YEAR = re.compile(r"^(?:\d{1,2}-)?(?:19|20)\d\d(?:-\d{1,2})?$")
_KEYWORDS = frozenset("tag tags category categories publication-type schlagwort etiqueta etiquetas mot-cle".split())
"""An index by keyword of whatever a site has posted: neither a listing of events nor one of groups."""
_RULES = frozenset("conduct coc policies guidelines privacy accessibility imprint impressum cookies governance".split())
_RULE_HEADS = frozenset("coc policies".split())
_ONE_GROUP = frozenset("group gruppe groupe grupo lab committee network community".split())
_PERIODS = frozenset("past upcoming previous archive archives".split())
_LIST_WORDS = frozenset(
    "calendar schedule agendas meetings events veranstaltungen termine evenementen eventi eventos kalender".split()
)
_SERIES = frozenset("series lectures seminars talks colloquia".split())
_OCCASIONS = frozenset(
    "symposium workshop conference seminar webinar hackathon lecture talk meetup day school meeting hearing".split()
)
_ITEMS = frozenset("detail details event meeting hearing item view show id node".split())
"""Segments before a number that is a page's own, not one of several pages of a list: `meetings/details/279`."""
_LIST_TITLE = re.compile(
    r"(?:^|\b(?:our|all|upcoming|past|previous|next|board|committee|public|event|meeting|training|\w+ing) )"
    r"(?:calendar|events|meetings|seminars|talks|lectures|workshops|courses|trainings|webinars|schedule|agendas?|"
    r"veranstaltungen|termine|veranstaltungskalender|agenda|évènements|événements|manifestations|eventos|eventi|"
    r"evenementen)"
    r"(?: (?:and|&|of|calendar|schedule|agendas?|minutes|events|meetings|archive|dates|list|\d{4})\b.*)?$",
    re.I,
)
"""Headings of lists of events: "Event Calendar", "Board Meetings", "Agendas and Minutes"."""
_LIST_TITLE_WEIGHT = 1.5  # less than the cards below it: a heading alone lists nothing


class Kind(NamedTuple):
    """A page's kind and the share of all votes that it got, 0 to 1."""

    name: PageKind
    confidence: float


NO_KIND = Kind("other", 0.5)
"""Of a page that says nothing of its kind."""


def find_kind(
    view: View, count_cards: Callable[[], int] = int, has_facts: Callable[[], bool] = bool, listed_groups: int = 0
) -> Kind:
    """The kind with most votes; `other` without any.

    `count_cards` tells how many listing cards the page has, `has_facts` whether it states when something takes place:
    both cost more than all votes together and are asked only where their answer can decide. `listed_groups`: how many
    groups a page lists that is headed as a list of groups.
    """
    votes: dict[PageKind, float] = defaultdict(float)
    for kind, weight in _all_votes(view):
        votes[kind] += weight
    if max(votes.values(), default=0.0) <= votes["listing"] + _CARDS_WEIGHT and count_cards() >= _LIST_BLOCKS:
        votes["listing"] += _CARDS_WEIGHT
    if listed_groups >= _LIST_GROUPS:
        votes["listing"] += _OVERRULE
    elif view.title and lists_groups(view):
        votes["group"] += 1  # headed as a list of groups, it describes one or two
    if max(votes.values(), default=0.0) < _UNSURE and has_facts():
        votes["event"] += _FACTS_WEIGHT
    if max(votes.values(), default=0.0) < _FAINT:
        return NO_KIND
    name = max(votes, key=lambda kind: (votes[kind], kind))
    return Kind(name, round(votes[name] / sum(votes.values()), 3))


def _all_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    for voters in (_url_votes, _markup_votes, _class_votes, _title_votes, _text_votes):
        yield from voters(view)


def _title_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    """A heading that is a group's name, or the acronym of one that stands below it."""
    title = view.title.strip()
    if re.search(r"\d", title):
        return  # "6/7/2027 Advisory Board" is a meeting
    if any(names_group(part) for part in (title, *split_head(title))) or _spells_out(view, title):
        yield "group", _TITLE_WEIGHT


def _spells_out(view: View, title: str) -> bool:
    """Whether a line at the top spells out the acronym that is the heading."""
    short = re.sub(r" home ?page$", "", title, flags=re.I)
    lines = (line for block in view.body[:_TOP] for line in block.text.split("\n"))
    return bool(short) and any(
        names_group(line) and (line.endswith(f"({short})") or is_acronym(short, line)) for line in lines
    )


_TOP = 6  # blocks at the head of a page


def _url_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    parts = urlsplit(view.url)
    segments = [unquote(part).lower() for part in parts.path.split("/") if part and not part.startswith("index.")]
    segments = [re.sub(r"\.(?:html?|php|aspx?)$", "", part).replace("_", "-") for part in segments]
    if not segments:
        yield "other", _HOME_WEIGHT
        return
    *parents, last = segments
    for kind in KIND_WORDS:
        for distance, segment in enumerate(reversed(parents)):
            if _names(segment, kind):
                yield kind, _URL_WEIGHT / (1 + 0.4 * distance)
    yield from _last_votes(last, parents)
    yield from _parent_votes(parents)
    if "page=" in parts.query:
        yield "listing", _PARENT_WEIGHT


def _last_votes(last: str, parents: Sequence[str]) -> Iterator[tuple[PageKind, float]]:
    """What the last segment says: `events` lists events, `events/2024` too, `events/public-lectures` is a series."""
    words = last.split("-")
    below_events = any(_names(parent, "event") for parent in parents)
    if words[-1] in _RULES or words[0] in _RULE_HEADS or last in KIND_WORDS["other"]:
        yield "other", _OVERRULE
    elif _PAGING.match(last) and parents and parents[-1] in _ITEMS:
        pass
    elif _PAGING.match(last) or _YEAR.match(last) or (len(words) <= 3 and _PERIODS.intersection(words)):
        yield "listing", _OVERRULE if below_events else _PARENT_WEIGHT
    elif last in KIND_WORDS["opportunity"]:
        yield "opportunity", _URL_WEIGHT
    elif any(last in named for kind, named in KIND_WORDS.items() if kind != "event_series"):
        yield "listing", _URL_WEIGHT
    elif words[-1] in _LIST_WORDS:
        yield "listing", _OVERRULE if below_events else _URL_WEIGHT
    elif last.rsplit("-", 1)[-1] in _SERIES:
        yield ("event_series", _OVERRULE) if below_events else ("listing", _URL_WEIGHT)
    elif _OCCASIONS.intersection(words):
        yield "event", _PARENT_WEIGHT


def _parent_votes(parents: Sequence[str]) -> Iterator[tuple[PageKind, float]]:
    """What the segments before the last one say of a page, whatever it is called."""
    if parents and parents[-1] in KIND_WORDS["listing"]:
        yield "listing", _OVERRULE
    if _KEYWORDS.intersection(parents):
        yield "other", 2 * _OVERRULE


def _names(segment: str, kind: PageKind) -> bool:
    """Whether a segment names a kind: whole (`people`), or after one more word (`guest-lectures`). `smith-lab` is one
    group's site, and what stands below it need not be a group."""
    tail = segment.partition("-")[2]
    return segment in KIND_WORDS[kind] or (tail in KIND_WORDS[kind] and tail not in _ONE_GROUP)


def _markup_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    """One vote a type: a page that marks up several things of a type with names of their own lists them."""
    items = view.markup.items[:MAX_ITEMS]
    for kind in dict.fromkeys(kind for item in items if (kind := _MARKUP_KINDS.get(item.type))):
        names = {item.text("name") for item in items if _MARKUP_KINDS.get(item.type) == kind}
        listed = kind == "event" and len(names) >= _LIST_ITEMS
        yield ("listing", _MARKUP_LIST_WEIGHT) if listed else (kind, _MARKUP_WEIGHT)
    if view.markup.meta.get("og:type") == "profile":
        yield "person", _MARKUP_WEIGHT


def _class_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    """Classes of the elements that hold the whole body: `node--type-event`, `single-tribe_events`."""
    if not view.body:
        return
    for kind in dict.fromkeys(kind for step in view.body[0].path[:6] for kind in _kinds_of_step(step)):
        yield kind, _CLASS_WEIGHT


@lru_cache(maxsize=2_000)
def _kinds_of_step(step: str) -> tuple[PageKind, ...]:
    """The kinds that the classes of one element name; the pages of a site share most elements."""
    classes = step.replace(".", " ") + "."
    return tuple(kind for pattern, kind in _BODY_CLASSES if pattern.search(classes))


def _text_votes(view: View) -> Iterator[tuple[PageKind, float]]:
    if _LIST_TITLE.search(view.title):
        yield "listing", _LIST_TITLE_WEIGHT
    yield from find_cues(view.title, (block.text for block in view.body))
