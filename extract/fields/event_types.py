"""A page without its chrome in, claims on what sort of event it is out: the word of the closed list that says so."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import where

_TYPES = (
    ("data_study_group", r"data study groups?|collaborative hackathons?"),
    ("webinar", r"webinars?"),
    ("workshop", r"workshops?|atelier|taller|hackathon|studiedag|laboratorio (?=di |su )"),
    ("conference", r"jornadas?|fachtagung|conférence internationale|conferencia internacional"
                   r"|conferenza internazionale"
                   r"|conferences?|konferenz|tagung|congress|kongress|congrès|congreso|conférence annuelle|"
                   r"convegno|unconference"),
    ("symposium", r"symposium|symposia|simposio|colloque|journées? d['’]études?|giornat[ae] di studi[oi]?|coloquio"),
    ("seminar", r"seminars?|séminaire|seminario|colloquium|kolloquium|oberseminar"),
    ("lecture", r"conférence (?=de |d['’]|par |publique|inaugurale|plénière)|conferencia(?! internacional)"
                r"|conferenza(?! internazionale)|lezing"
                r"|gastvortrag|festvortrag|lectures?|vorlesung|lezione|#\w{2,20}lectures?|ringvorlesung"
                r"|antrittsvorlesung"),
    ("panel", r"panel (?:discussion|session|debate)|panel|podiumsdiskussion|podiumsgespräch|table ronde"
              r"|mesa redonda|tavola rotonda|paneldiscussie|round ?table"),
    ("training", r"training (?:day|course|school|session|event|workshop|programme)s?|masterclass|tutorial|summer"
                 r" school|winter school|night school|evening school|short course|bootcamp|sommerschule"
                 r"|(?<=this )course(?= (?:is|will|takes|runs|teaches|covers|introduces|offers|explores|provides|aims"
                 r"|gives|has|was|meets|starts|begins|consists)\b)|(?<=day )course|training for (?:volunteers"
                 r"|beginners"
                 r"|researchers|students|teachers|staff)"),
    ("launch", r"(?:official|formal|public) launch|formally launch|launch (?:event|party|of the)|buchvorstellung"
               r"|buchpräsentation"
               r"|présentation d['’](?:ouvrage|un livre)|presentación del libro|presentazione del (?:volume"
               r"|libro)|boekpresentatie"),
    ("festival", r"festival"),
    ("performance", r"performance|cabaret|concert|konzert|theatre|theater"),
    ("networking", r"networking(?: event| evening)?|meet-?up|get-together|stammtisch"),
    ("talk", r"talks?|vortrag|vorträge|exposé|charla|conferencia|fireside chat|intervento"),
)  # fmt: skip
_PATTERNS = {name: re.compile(rf"(?<![\w#-])(?:{words})(?!\w)", re.I) for name, words in _TYPES}
_STEMS = {
    "data_study_group": (
        "study group",
        "collaborative hack",
    ),
    "webinar": ("webinar",),
    "workshop": (
        "workshop",
        "atelier",
        "taller",
        "hackathon",
        "studiedag",
        "laboratorio",
    ),
    "conference": (
        "conferen",
        "konferenz",
        "tagung",
        "congr",
        "kongress",
        "convegno",
        "jornada",
        "conférence",
    ),
    "symposium": (
        "sympos",
        "simposio",
        "colloque",
        "journée",
        "giornat",
        "coloquio",
    ),
    "seminar": (
        "semina",
        "séminaire",
        "colloqui",
        "kolloqui",
    ),
    "lecture": (
        "lecture",
        "vorlesung",
        "lezione",
        "conféren",
        "conferen",
        "lezing",
        "vortrag",
    ),
    "panel": (
        "panel",
        "podium",
        "table",
        "mesa redonda",
        "tavola",
    ),
    "training": (
        "training",
        "masterclass",
        "tutorial",
        "school",
        "course",
        "bootcamp",
        "sommerschule",
    ),
    "launch": ("launch", "buch", "présentation d", "presentación del", "presentazione del", "boekpres"),
    "festival": ("festival",),
    "performance": (
        "performance",
        "cabaret",
        "concert",
        "konzert",
        "theat",
    ),
    "networking": (
        "networking",
        "meetup",
        "meet-up",
        "together",
        "stammtisch",
    ),
    "talk": (
        "talk",
        "vortr",
        "exposé",
        "charla",
        "conferencia",
        "fireside",
        "intervento",
    ),
}
"""Cheap to look for: only where one of its stems stands a type's words are searched."""
Stems = tuple[tuple[str, str], ...]
"""Types, each with a stem of its words."""
_EVERY_STEM: Stems = tuple((name, stem) for name, stems in _STEMS.items() for stem in stems)
_LIFTED = re.compile(r"#|official|public launch|formal", re.I)  # words that say it without a "this" before them
_THIS = re.compile(
    r"\b(?:this|our|day|hour|person|online|virtual|hybrid|interactive|join us (?:for|at) (?:an?|the|our)|(?:is|"
    r"be) an?|diese[rs]?|ce|"
    r"cette|este|esta|questo|deze|dit)[\s-](?:[\w-]+ ){0,2}$"
)
_THE = re.compile(r"\b(?:the|an?)\s(?:[\w-]+ ){0,2}$")
_DENIED = re.compile(r"\b(?:nobody|no one|none|not|no|never|without|instead of|rather than)\b[^.,;:!?]{0,25}$")
"""What stands before a word for something that the event is not: "nobody has to give a talk"."""
EARLY = 12  # blocks
MAX_TEXT = 1_500  # characters of a block
GENERIC = 0.11  # trust lost by "talk", seven blocks' worth: it is said of all kinds
STEP = 0.015  # trust lost with each block


def find_types(view: View) -> Iterator[Claim]:
    """Claims by the title, by "this workshop" or "a one-day workshop", by the address, by any word near the top."""
    for name, match in _search(view.title, _EVERY_STEM):
        yield Claim("event_type", name, match[0], "text", "title", 0.7 - 0.01 * (match.start() > 0), "title")
    slug = re.sub(r"[-_]", " ", unquote(urlsplit(view.url).path).rsplit("/", 1)[-1])
    for name, match in _search(slug, _EVERY_STEM):
        yield Claim("event_type", name, match[0].replace(" ", "-"), "url", "slug", 0.5, "url")
    early = view.body[:EARLY]
    stems = _find_stems("\n".join([block.text[:MAX_TEXT] for block in early]).lower(), _EVERY_STEM)
    for number, block in enumerate(early if stems else ()):
        yield from _read_block(block, number, stems)


def _read_block(block: Block, number: int, stems: Stems) -> Iterator[Claim]:
    text = block.text[:MAX_TEXT]
    for name, match in _search(text, stems):
        before = text[max(0, match.start() - 40) : match.start()].lower()
        if _DENIED.search(before):
            continue
        rule, trust = _weigh(match, before)
        trust -= GENERIC if name == "talk" else 0.0  # a lecture's abstract says "in this talk" too
        yield Claim("event_type", name, match[0], "text", rule, trust - STEP * number, where(block))


def _find_stems(lower: str, stems: Stems) -> Stems:
    return tuple([one for one in stems if one[1] in lower])


def _search(text: str, stems: Stems) -> Iterator[tuple[str, re.Match[str]]]:
    """The first words of each type that a text names, of those whose stems it may hold."""
    for name in dict.fromkeys([name for name, _ in _find_stems(text.lower(), stems)]):
        match = _PATTERNS[name].search(text)
        if match:
            yield name, match


def _weigh(match: re.Match[str], before: str) -> tuple[str, float]:
    """How surely a word means the page's own event: "this lecture" most, then "the lecture", then "lectures"."""
    if match[0].lower().endswith("s"):
        return "word", 0.4
    if _THIS.search(before) or _LIFTED.match(match[0]):
        return "this", 0.6
    return ("the", 0.49) if _THE.search(before) else ("word", 0.4)
