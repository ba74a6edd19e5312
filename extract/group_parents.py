"""A group's page in, the one claim on to whom the group belongs out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.names import leading_name
from extract.fields.parties import is_organisation
from extract.fields.sections import split_sentences, where
from extract.group_words import GROUP_TYPES
from extract.text import key

_TYPE = "|".join(sorted((re.escape(word) for word in GROUP_TYPES), key=len, reverse=True))
OWNER = re.compile(
    r"\b(?:universit\w*|national laborator\w+|department|school of|college|institute for"
    r"|institute of)\b",
    re.I,
)
_NAME = r"(?:[Tt]he )?(?:[^\W\d_a-z][\w&’'.-]*\s?|(?:of|and|for|the)\s){1,8}"
_PARENT = re.compile(
    rf"(?i:{_TYPE}|group)(?: \([^()]{{2,30}}\))? (?:at|of|within|in|hosted by|based at"
    rf"|based in) (?P<parent>{_NAME})"
    rf"|\bis (?:a )?part of (?P<part>{_NAME})"
    r"|\bis one of (?P<own>(?:[Tt]he )?(?:[^\W\d_a-z][\w.-]*\s?){1,5})[’']s\b"
)
_SELF = (
    r"(?:[Ww]e|[Ii]t|[A-Z]{2,8}[a-z]{0,2}(?:-[A-Z]{2,8})?"
    r"|(?i:group|lab|laboratory|team|centre|center|network|committee|panel|unit|task force|society|forum|consortium))"
)
_BELONGS = re.compile(
    rf"(?:^|[ ,]){_SELF}(?: \([^()]{{2,30}}\))? (?:[^.;,]{{0,60}}? and )?(?:currently |formally |also )?(?:"
    r"(?:is|are|was|were) (?:a|an|one of|the)(?: several| the| many| some)? (?:[a-z-]+ ){0,3}?"
    r"(?:groups?|committees?|networks?|labs?|centres?|centers?|units?|teams?|part|sub-?committees?|sections?|panels?)"
    r" (?:of|in|within|at|run by|hosted by|set up by)"
    r"|(?:is|are) (?:hosted|run|supported and hosted|based|housed|set up|overseen) (?:by|in|within|at)"
    r"|(?:has been|have been|forms?|is|are) (?:a )?part of|sits? (?:in|within|under)|reports? to|belongs? to"
    rf") (?P<parent>{_NAME})"
)
"""The group itself is said to be of somebody, who has a name with capitals."""
_FOREIGN = re.compile(
    r"\b(?:gehört (?:organisatorisch )?(?:zur|zum|zu der)|ist (?:ein )?teil (?:der|des)|ist (?:an der|am|beim|bei der)"
    r"|ist (?:der|dem)|untersteht (?:der|dem)|dépend(?: directement)? (?:de la|du|de l[’'])|fait partie (?:de la"
    r"|du|de l[’'])"
    r"|est rattachée? (?:à la|au|à l[’'])|relève (?:de la|du|de l[’'])|(?:depende|forma parte) (?:del|de la)"
    r"|(?:fa parte|dipende) (?:del|della|dell[’'])|(?:maakt deel uit van|valt onder) (?:de|het)) ?"
    r"(?P<parent>(?-i:[^\W\d_a-z])[^.,;:()\n]{3,90})",
    re.I,
)
_FOREIGN_SELF = re.compile(
    r"\b(?:wir|sie|[\w-]{0,30}(?:gruppe|netzwerk|kommission|ausschuss|kreis|zentrum|labor|verein)|nous|il|elle|groupe"
    r"|équipe|laboratoire|réseau|commission|comité|grupo|gruppo|laboratorio|equipo|rete|groep|netwerk|commissie)\b",
    re.I,
)
_FOREIGN_END = re.compile(
    r" (?:und (?=[^\W\dA-Z])|seit|wird|ist|hat|angegliedert|zugeordnet|unterstellt|an der|am|et (?=[^\W\dA-Z])"
    r"|qui|depuis"
    r"|que|y (?=[^\W\dA-Z])|desde|e (?=[^\W\dA-Z])|dal|che|en (?=[^\W\dA-Z])|sinds)(?: |$|(?<= ))"
    r"| (?:der|des|de l[’']|de la|del|della|van de|aan de) ?(?=Universit|Hochschule|Instit|École|Haute|ETH|TU )"
)
"""Where the name of the nearest owner ends: at what goes on, or at the owner of the owner."""
_OWNER_WORDS = (
    "universit", "institut", "school", "college", "department", "council", "centre", "center", "laborator",
    "association", "faculty", "société", "society", "academy", "programme", "consortium", "board", "division", "office",
    "committee", "directorate", "section", "abteilung", "fachbereich", "fakultät", "kommission", "zentrum",
    "hochschule", "verband", "departement", "département", "commission", "faculté", "école", "direction", "facultad",
    "departamento", "facoltà", "dipartimento", "faculteit", "afdeling", "program", "observatory", "museum",
)  # fmt: skip
_OWNER_WORD = re.compile(rf"\b(?:{'|'.join(_OWNER_WORDS)})", re.I)
_WIDER = re.compile(r"\s(?:at|of) (?:the )?(?=[^\W\d_a-z])")
MAX_OWNER = 90  # characters of the line below a group's name that says whose it is
MAX_BLOCKS = 30  # in which a page says whose the group is
MIN_OWN = 2  # words of a name that is whole before "of the": "Policy Programme of the Quay Institute"


def find_parents(view: View) -> Iterator[Claim]:
    """ "The MAS interest group at The Harbour Institute", "It reports to the Quay Council": the nearest owner."""
    for first, second in zip(view.body[:8], view.body[1:9], strict=False):
        named = key(first.text) in (key(view.title), key(view.title).removeprefix("welcome to the "))
        plain = len(second.text) <= MAX_OWNER and ":" not in second.text
        if named and plain and OWNER.search(second.text) and is_organisation(second.text):
            yield Claim("parent_organization", second.text, second.text, "text", "below_name", 0.6, where(second))
            return
    for block in view.body[:MAX_BLOCKS]:
        for sentence in split_sentences(block.text[:1500]):
            for parent, trust in _owners(sentence):
                yield Claim("parent_organization", parent, parent, "text", "parent", trust, where(block))


def _owners(sentence: str) -> Iterator[tuple[str, float]]:
    """The owners of a sentence. Who the group is said to belong to goes before who a phrase beside its name says, and a
    part of a university before the university."""
    lower = sentence.lower()
    if not any(word in lower for word in _OWNER_WORDS) or leading_name(sentence):
        return  # what a person belongs to is not what the group does
    stated = _BELONGS.search(sentence)
    if stated:
        yield from _as_owner(_nearest(stated["parent"]), 0.66)
    foreign = _FOREIGN.search(sentence) if _FOREIGN_SELF.search(sentence) else None
    if foreign:
        yield from _as_owner(_FOREIGN_END.split(foreign["parent"])[0].strip(" ’'"), 0.65)
    beside = _PARENT.search(sentence)
    if beside:
        yield from _as_owner(next(words for words in beside.groups() if words), 0.6)


def _as_owner(words: str, trust: float) -> Iterator[tuple[str, float]]:
    name = re.sub(r"(?:\s(?:of|and|for|the)){1,9}$", "", words.strip().rstrip("."))
    name = re.sub(r"^the\s+", "", name, flags=re.I)
    if _OWNER_WORD.search(name):
        yield name, trust - (0.02 if key(name).endswith("university") or key(name).startswith("university") else 0)


def _nearest(name: str) -> str:
    """ "Policy Programme" of "Policy Programme of the Quay Institute"; "Department of Tides" stays whole."""
    for hit in _WIDER.finditer(name):
        own = name[: hit.start()].removeprefix("the ").removeprefix("The ")
        if " at " in hit.group() or (len(own.split()) >= MIN_OWN and _OWNER_WORD.search(own)):
            return name[: hit.start()]
    return name
