"""A group's page in, claims on what the group is called out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, Source, View
from extract.fields.names import read_name
from extract.fields.sections import level_of, split_sentences, where
from extract.fields.words import LABELS
from extract.group_pages import TYPED, Role, find_site_names
from extract.group_parents import OWNER
from extract.group_words import GROUP_LABELS, GROUP_TYPES
from extract.text import key

_TYPE = "|".join(sorted((re.escape(word) for word in GROUP_TYPES), key=len, reverse=True))
_TYPE_WORD = re.compile(rf"\b(?:{_TYPE}|group)s?\b", re.I)
SAMPLE = re.compile(
    r"\[(?:chair name|dd month|yyyy|shortname|name|your)|\blorem ipsum\b|\bwowchemy\b|\bbighetti\b|@example\."
    r"|@test\.",
    re.I,
)
"""Text that themes and templates come with: the value of no group."""
_GENERIC = frozenset(
    "home|homepage|start|welcome|people|our people|team|our team|the team|meet the team|members|about|about us|join"
    "|join us|"
    "join the lab|contact|search|news|events|overview|leadership|governance|community governance|community leadership|"
    "partners|faculty|staff|working groups|research groups|interest groups|group|index|organising team|introduction|"
    "projects|research|communities|community|board|terms of reference|organizational members|menu|login|user login|"
    "latest news|get involved|code of conduct|current|past|researchers|graduate students|principal investigators"
    "|useful links|startseite|accueil|inicio|personal|mitglieder|membres|miembros|membri|leden|mission|vision"
    "|become a member".split("|")
)
_VERB = (
    r"(?:is|are|was|has|helps?|aims|seeks|brings|hosts|provides|exists|works|will|focuses|unites|supports|drives"
    r"|strives|develops|"
    r"promotes|consists|meets|at|of the|welcomed|organi[sz]es|offers|conducts|studies|investigates|serves|connects"
    r"|theme)"
)
_CAPITALS = r"(?:[^\W\d_a-z][\w&’'.-]*|of|and|the|for|in|on|&|at)"
_STATED = re.compile(
    rf"\b(?:[Tt]he|[Tt]his|[Oo]ur)\s+(?P<name>(?:{_CAPITALS}\s){{0,9}}?(?:[^\W\d_a-z][\w&’'.-]*)\s(?i:{_TYPE}"
    rf"|group))(?P<short>\s\([^()]{{2,30}}\))?\s+(?={_VERB}\b)",
)
_TYPES_CASE = re.compile(
    rf"\b[Tt]he\s+(?P<name>(?:[^\W\d_a-z][\w&’'.-]*\s|(?:of|and|for|in|on|&)\s"
    rf"|[a-z-]+\s){{1,6}}?(?:[Ii]nterest [Gg]roup|[Ww]orking [Gg]roup|[Rr]esearch [Gg]roup"
    rf"|[Uu]ser [Gg]roup))(?P<short>\s\([^()]{{2,30}}\))?\s+(?={_VERB}\b)"
)
_CREATED = re.compile(
    rf"\b(?:created|launched|established|founded|formed"
    rf"|started) the\s+(?P<name>(?:{_CAPITALS}\s){{1,8}}?(?:{_TYPE}|Group))\b"
)
_STATUTES = re.compile(
    rf"\b(?:[Tt]he name of the (?:association|society|group|network|forum|organi[sz]ation) is"
    rf"|registered (?:in [A-Z]\w+ )?as|[Dd]er Verein führt den Namen"
    rf"|[Ll]'association (?:prend pour nom|est dénommée)|[Ll]a asociación se denomina"
    rf"|[Ll]'associazione è denominata|[Dd]e vereniging draagt de naam)(?: the| den| la| de)?"
    rf" [\"“„«]?(?P<name>(?:{_CAPITALS}\s){{0,9}}(?:[^\W\d_a-z][\w&’'-]*)"
    r"(?: ry| e\. ?V\.| eV| asbl| gGmbH| vzw| ETS)?)(?=[\"”“»,.; ]|$)"
)
"""What statutes say; the name that they give may hold no word for a group."""
_LONG_AND_SHORT = re.compile(
    r"^(?:The|the)\s+(?P<name>(?:[^\W\d_a-z][\w&’'.-]*,?\s|(?:of|and|for|in"
    r"|on)\s){2,9}?)(?P<short>\((?:in short,? )?[A-Z][\w.&-]{1,14}\))\s+(?=(?:is|was|aims"
    r"|has|brings|works)\b)"
)
_SHORT_ONLY = re.compile(
    r"\b[Tt]he (?P<name>[A-Z][A-Z0-9&-]{2,9})\s+(?=(?:hosts|aims|seeks|brings|provides"
    r"|organi[sz]es|meets)\b)"
)


def find_identity(view: View, role: Role) -> Iterator[Claim]:
    """Claims on `name` and `alternate_name`."""
    found = (*_spelled(view), *_titled(view), *_headed(view, role), *_stated(view), *_site_names(view, role))
    names = [claim for claim in found if not SAMPLE.search(str(claim.value))]
    yield from names
    best = max(names, key=lambda claim: claim.trust, default=None)
    yield from _shorts(view, str(best.value) if best else "")
    if best and role in ("home", "about"):
        yield from _other_names(view, str(best.value))


_ACRONYM = re.compile(r"[A-Z]{2,8}(?:-[A-Z]{2,8})?$")
MAX_SPELLED = 4  # blocks at the top in which a page spells its acronym out


def _spelled(view: View) -> Iterator[Claim]:
    """The line below a heading that is an acronym, where its words begin with those letters: "SIG-TW" and "Special
    Interest Group on Tidal Waters"."""
    short = view.title.strip()
    if not _ACRONYM.match(short):
        return
    for block in view.body[:MAX_SPELLED]:
        letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", block.text[:100]) if word[0].isupper())
        if letters == short.replace("-", "") and _is_group_name(block.text) and _TYPE_WORD.search(block.text):
            yield Claim("name", block.text, block.text, "text", "spelled", 0.9, where(block))
            yield Claim("alternate_name", short, short, "text", "spelled", 0.7, "title")


def _titled(view: View) -> Iterator[Claim]:
    """The page's own heading, or the part of it that is a name: with a word for a group it beats all."""
    for number, part in enumerate(re.split(r"\s[|–—·:]\s|\s-\s", view.title)):
        yield from _as_name(part, view.title, "title", 0.62 - number / 50, 0.25, "title")


def _headed(view: View, role: Role) -> Iterator[Claim]:
    """A heading at the top of the body. On a page of people a heading names a part of the group."""
    fall = 0.2 if role == "people" else 0.0
    heads = [block for block in view.body[:12] if level_of(block) and key(block.text) != key(view.title)]
    for number, block in enumerate(heads[:3]):
        typed = _TYPE_WORD.search(block.text) and not OWNER.search(block.text)
        if typed and number == 0 and key(block.text) in GROUP_LABELS and " " in block.text:
            yield Claim("name", block.text, block.text, "text", "heading", 0.5 - fall, where(block))
        if (number == 0 and not view.title and block.heading) or (typed and number < 2):
            trust = (0.62 if number == 0 else 0.5) - fall
            yield from _as_name(block.text.replace("\n", " "), block.text, "heading", trust, 0.1, where(block))


def _site_names(view: View, role: Role) -> Iterator[Claim]:
    """What the site calls itself: on the site of a group this is the group's name, elsewhere only if nothing else is
    known and it is a group's name."""
    trust, typed = (0.3, 0.2) if role == "own" else (0.5, 0.3)
    for number, (name, words, path) in enumerate(find_site_names(view)):
        for claim in _as_name(name, words, "site_name", trust - number / 50, typed, path):
            if claim.trust >= 0.4:
                source: Source = "markup" if path.startswith("meta") else "text"
                yield Claim(claim.field, claim.value, claim.text, source, claim.rule, claim.trust, claim.path)
    description = view.markup.meta.get("description", "")[:600]
    hit = _STATED.search(description)
    if hit and _is_group_name(hit["name"]):
        yield Claim("name", hit["name"], hit["name"], "markup", "description", 0.45, "meta[description]")


def _as_name(text: str, words: str, rule: str, trust: float, typed: float, path: str) -> Iterator[Claim]:
    """The text as a group's name, if it can be one; `typed` is what a word for a group adds to the trust."""
    name = re.sub(
        r"(?:(?<!\s)\s+)?\((?:in short,? )?[A-Z][\w.&-]*[A-Z][\w.&-]{0,10}\)$", "", _FRAME.sub("", text).strip(" -–|")
    )
    name = re.sub(r"^[A-Z][A-Z&-]{1,9}, the ", "", name)
    if not _is_group_name(name, page=path == "title"):
        return
    known = typed if _TYPE_WORD.search(name) else 0.0
    yield Claim("name", name, name if name in words else words, "text", rule, trust + known, path)


_FRAME = re.compile(
    r"^(?:PROPOSED|DRAFT|Draft|Proposed|Welcome to(?: the)?|About(?: the)?|The)\s+"
    r"|(?<!\s)\s+(?:Charter|Terms of Reference|Home ?[Pp]age|\|.*)$"
)


_NOT_NAME = re.compile(
    r"\b(?:entries|members|subscriptions?|updates|news|events|meetings|minutes|login|users?|projects)$"
    r"|\b(?:of this|of the (?:group|interest group|working group)|this|aims|objectives|goals|these)\b"
)


_INITIAL_LAST = re.compile(r"\b[^\W\d_a-z]\.$")  # "Labor für Netze, Brunel A."


def _is_group_name(name: str, page: bool = False) -> bool:
    """Whether a text can name a group: no page's part, no sentence, more than the word for a group. What heads the
    `page` itself may look like a person's name ("Big Dog")."""
    words = key(name)
    if not 2 <= len(name) <= 100 or words in _GENERIC or words in GROUP_LABELS or words in LABELS:
        return False
    if (
        (name.endswith((".", "?", ":", "!")) and not _INITIAL_LAST.search(name))
        or _NOT_NAME.search(words)
        or (not page and read_name(name) and not _TYPE_WORD.search(name))
    ):
        return False
    return bool(
        re.sub(
            rf"\b(?:{_TYPE}|group|the|our|this|current|board entries|members|subscription)s?\b", "", words, flags=re.I
        ).strip()
    )


def _stated(view: View) -> Iterator[Claim]:
    """What the first paragraphs call the group: "The Tide Interest Group aims", "We have created the X Group"."""
    told = [block for block in view.body if len(block.text) > 60 and not level_of(block)]
    for i, block in enumerate(told[:30]):
        for sentence in split_sentences(block.text[:2500]):
            for rule, pattern, trust in (
                ("stated", _STATED, 0.65),
                ("stated", _TYPES_CASE, 0.64),
                ("created", _CREATED, 0.6),
                ("statutes", _STATUTES, 0.85),
                ("stated", _LONG_AND_SHORT, 0.63),
                ("short", _SHORT_ONLY, 0.4),
            ):
                hit = pattern.search(sentence)
                name = re.sub(r"^(?:the|The)\s+", "", hit["name"]).strip() if hit else ""
                if name and _is_group_name(name):
                    yield Claim("name", name, name, "text", rule, _stated_trust(view, hit, trust, i), where(block))  # type: ignore[arg-type]
                    break


def _stated_trust(view: View, hit: re.Match[str], trust: float, number: int) -> float:
    """A name stated in the first paragraphs, or beside the acronym that is the page's heading, is trusted most."""
    short = (hit.groupdict().get("short") or "").strip(" ()").removeprefix("in short, ")
    known = {key(view.title), *(key(name) for name, _, _ in find_site_names(view))}
    if short and key(short) in known:
        return 0.9
    often = sum(hit["name"] in block.text for block in view.body) >= OFTEN
    return trust - number / 1000 - (0 if often else (number > 2) / 5)


OFTEN = 3  # blocks that call the group by a name: it is not one that is mentioned in passing


_INTRODUCED = re.compile(
    r"(?P<long>(?:[^\W\d_a-z][\w’'&-]{0,40}\s(?:(?:of|and|for|the|in|on|at"
    r"|&)\s)*){1,9})\((?:in short,? |short: |or )?(?P<short>[A-Z][\w.&-]{0,8}[A-Z][\w.&-]{0,8})\)"
)


def _other_names(view: View, name: str) -> Iterator[Claim]:
    """What the site calls itself beside the group's name: its short form ("WPE", "Tide-RSE") or its other name."""
    for other, words, path in find_site_names(view):
        short = " " not in other and 2 <= len(other) <= 20 and sum(map(str.isupper, other)) >= 2
        known = key(other) == key(name) or key(other) in _GENERIC
        if not known and not SAMPLE.search(other) and path != "footer" and (short or TYPED.search(other)):
            source: Source = "markup" if path.startswith("meta") else "text"
            yield Claim("alternate_name", other, words, source, "site_name", 0.5, path)


def _shorts(view: View, name: str) -> Iterator[Claim]:
    """The acronym in brackets after the group's name, or the capitals that call it ("DEG Theme", "the CVDH SIG")."""
    seen: set[str] = {key(name)}
    beside = re.compile(rf"{re.escape(name)}\s\((?P<short>[\w.&-]{{2,14}})\)", re.I) if name else None
    for block in view.body[:40] if beside else ():
        hit = beside.search(block.text[:2500]) if beside else None
        if hit and sum(map(str.isupper, hit["short"])) >= 2 and key(hit["short"]) not in seen:
            seen.add(key(hit["short"]))
            yield Claim("alternate_name", hit["short"], hit["short"], "text", "brackets", 0.7, where(block))
    texts = [(view.title, "title", "title")] + [(block.text[:2500], where(block), "body") for block in view.body[:40]]
    for text, path, _ in texts:
        for hit in _INTRODUCED.finditer(text):
            long, short = hit["long"].strip(), hit["short"]
            mine = bool(name) and (
                key(name) in key(long) or key(long).endswith(key(name)) or (len(long) > 12 and key(long) in key(name))
            )
            if mine and key(short) not in seen:
                seen.add(key(short))
                yield Claim("alternate_name", short, short, "text", "brackets", 0.7, path)
    initials = "".join(word[0] for word in re.findall(r"\b[^\W\d_]\w*", name) if word[0].isupper())
    for block in view.body:
        for hit in re.finditer(r"\b[A-Z]{2,8}\b", block.text[:2500]):
            named = len(initials) >= 3 and hit.group() == initials
            called = re.match(
                r" (?:SIG|IG|WG|[Ii]nterest [Gg]roup)\b", block.text[hit.end() : hit.end() + 18]
            ) and not name.startswith(hit.group())
            if (named or (called and not name)) and key(hit.group()) not in seen:
                seen.add(key(hit.group()))
                yield Claim("alternate_name", hit.group(), hit.group(), "text", "initials", 0.5, where(block))
