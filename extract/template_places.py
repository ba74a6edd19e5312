"""Sketches of pages in, the weight of each container (path prefix) out, and whether it is a place of chrome."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.template_sample import Sketch

Path = tuple[str, ...]
Fingerprint = tuple[str, Path]

REPEATED = 0.8
"""Share of a container's text that must repeat for it to be chrome."""

REPEATED_IN_LANDMARK = 0.25
"""The same for navigation, footers, asides: their items vary from page to page (active items, latest posts)."""

HELD = 0.25
"""A container with more than this share of the text that only its pages have is no chrome, whatever else it holds."""

RELATED = 0.5
"""Share of its pages on which a container must begin a part with a heading like "Related events"."""

LONG = 40
"""Words of a block that count at most: one long page must not outweigh the other pages."""

_LANDMARK_TAGS = frozenset(("nav", "footer", "aside"))
_LANDMARK_WORDS = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs footer sidebar cookie cookies consent pager pagination share"
    " sharing social related skip login copyright newsletter toolbar modal popup masthead prev previous next".split()
)
_SURE_WORDS = frozenset("breadcrumb breadcrumbs pager pagination cookie cookies related".split())
_WORD = re.compile(r"[a-z]+")
_RELATED = re.compile(
    r"(?:related|similar|recommended|latest|recent|upcoming|other|more) (?:events?|news|posts?|articles?|stories|talks?"
    r"|projects?|pages?|content)|you (?:may|might) (?:also|like)|see also|related$|read (?:more|next)$"
    r"|(?:ähnliche|weitere|verwandte|aktuelle|nächste) (?:veranstaltungen|termine|artikel|beiträge|themen|nachrichten"
    r"|meldungen|projekte|seiten)|(?:lesen|sehen) sie auch|siehe auch|mehr zum thema|das könnte sie"
    r"|(?:articles?|événements?|actualités|contenus?|pages|projets|autres) (?:similaires|connexes|liée?s|associée?s"
    r"|récente?s|événements|articles|actualités)|(?:à|a) lire (?:aussi|également)|voir (?:aussi|également)"
    r"|(?:eventos|noticias|artículos|entradas|contenidos?|proyectos) (?:relacionad[oa]s?|similares|recientes)"
    r"|(?:también )?te puede interesar|(?:lea|véase|ver) también"
    r"|(?:eventi|notizie|articoli|contenuti|progetti) (?:correlati|correlate|simili|recenti)"
    r"|potrebbe(?:ro)? (?:anche )?interessarti|(?:leggi|vedi) anche"
    r"|(?:gerelateerde|vergelijkbare|recente|andere) (?:\w*berichten|evenementen|nieuws|artikelen|activiteiten)"
    r"|lees (?:ook|verder|meer)|zie ook",
    re.I,
)


class Container(NamedTuple):
    """Over the pages that have it: how many; its words; those that repeat in place; those that no other page has, of
    how many such words on these pages; pages on which it begins with a heading like "Related events"."""

    pages: int = 0
    mass: float = 0.0
    repeated: float = 0.0
    own: float = 0.0
    own_of: float = 0.0
    related: int = 0

    @property
    def share(self) -> float:
        """Share of its text that repeats."""
        return self.repeated / self.mass if self.mass else 0.0

    @property
    def held(self) -> float:
        """Its share of what only its pages say."""
        return self.own / self.own_of if self.own_of else 0.0


def is_chrome(path: Path, container: Container) -> bool:
    """Whether a container as a whole is chrome.

    >>> is_chrome(("div", "nav"), Container(pages=9, mass=90, repeated=30, own=3, own_of=900))
    True
    >>> is_chrome(("div", "div.body"), Container(pages=9, mass=90, repeated=30, own=60, own_of=66))
    False
    """
    if container.pages < 2 or container.held > HELD:
        return False
    if container.related >= RELATED * container.pages or not _SURE_WORDS.isdisjoint(_words(path[-1])):
        return True
    return container.share >= (REPEATED_IN_LANDMARK if is_landmark(path[-1]) else REPEATED)


@lru_cache(maxsize=20_000)
def is_landmark(step: str) -> bool:
    """Whether a step names itself navigation, footer, pager and the like.

    >>> is_landmark("div#block-main-menu.block"), is_landmark("div.field")
    (True, False)
    """
    tag = step.replace("#", ".").partition(".")[0]
    return tag in _LANDMARK_TAGS or not _LANDMARK_WORDS.isdisjoint(_words(step))


def _words(step: str) -> list[str]:
    """The words in an element's id and classes."""
    return _WORD.findall(step.replace("#", ".").partition(".")[2].lower())


def weigh(sketches: Sequence[Sketch], shares: Mapping[Fingerprint, float]) -> dict[Path, Container]:
    """The containers that two pages or more have; `shares` tells how much each repeated block repeats."""
    having: Counter[str] = Counter()
    for sketch in sketches:
        having.update(set(sketch.texts))
    sums: defaultdict[Path, list[float]] = defaultdict(lambda: [0.0] * len(Container._fields))
    for sketch in sketches:
        own = [having[text] == 1 for text in sketch.texts]
        own_of = float(sum(min(words, LONG) for words, mine in zip(sketch.words, own, strict=True) if mine))
        for path, counts in _weigh_page(sketch, shares, own).items():
            for number, count in enumerate((1.0, *counts[:3], own_of, float(counts[3] > 0))):
                sums[path][number] += count
    return {
        path: Container(int(pages), mass, repeated, own_words, own_of, int(related))
        for path, (pages, mass, repeated, own_words, own_of, related) in sums.items()
        if pages > 1
    }


def _weigh_page(
    sketch: Sketch, shares: Mapping[Fingerprint, float], own: Sequence[bool]
) -> defaultdict[Path, list[float]]:
    """For each container of a page: its words, those that repeat, those of its own, its headings of related pages."""
    sums: defaultdict[Path, list[float]] = defaultdict(lambda: [0.0] * 4)
    for text, path, words, mine in zip(sketch.texts, sketch.paths, sketch.words, own, strict=True):
        weight = float(min(words, LONG))
        repeated = weight * shares.get((text, path), 0.0)
        for end in range(1, len(path) + 1):
            counts = sums[path[:end]]
            counts[0] += weight
            counts[1] += repeated
            counts[2] += weight * mine
        if len(path) > 1 and _RELATED.match(text) and path[-1].split(".")[0] in ("h2", "h3", "h4", "h5"):
            sums[path[:-1]][3] += 1
    return sums
