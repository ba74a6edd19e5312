"""A group's page in, claims on what the group is called, what it is, and to whom it belongs out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.sections import split_sentences, where
from extract.fields.words import GROUP_TYPES
from extract.text import key

_TYPE = "|".join(sorted((re.escape(word) for word in GROUP_TYPES), key=len, reverse=True))
_TYPE_WORD = re.compile(rf"\b(?:{_TYPE}|group)s?\b", re.I)
_GENERIC = frozenset(
    "home|homepage|start|welcome|people|our people|team|our team|the team|meet the team|members|about|about us|join|join us|"
    "join the lab|contact|search|news|events|overview|leadership|governance|community governance|community leadership|"
    "partners|faculty|staff|working groups|research groups|interest groups|group|index|organising team|introduction|"
    "projects|research|communities|community|board|terms of reference|organizational members|menu|login|user login|"
    "startseite|accueil|inicio|personal|mitglieder|membres|miembros|membri|leden|mission|vision|become a member".split("|")
)
_ACRONYM = re.compile(r"\s*\((?:in short,? |short: )?(?P<short>[A-Z][\w.&-]{1,14})\)")
_VERB = (
    r"(?:is|are|was|has|aims|seeks|brings|hosts|provides|exists|works|will|focuses|unites|supports|drives|strives|develops|"
    r"promotes|consists|meets|at|of the|welcomed|organi[sz]es|offers|conducts|studies|investigates|serves|connects|theme)"
)
_CAPITALS = r"(?:[^\W\d_a-z][\w&’'.-]*|of|and|the|for|in|on|&|at)"
_STATED = re.compile(
    rf"\b(?:[Tt]he|[Tt]his|[Oo]ur)\s+(?P<name>(?:{_CAPITALS}\s){{0,9}}?(?:[^\W\d_a-z][\w&’'.-]*)\s(?:{_TYPE}|[Gg]roup))(?P<short>\s\([^()]{{2,30}}\))?\s+(?={_VERB}\b)",
)
_TYPES_CASE = re.compile(
    rf"\b[Tt]he\s+(?P<name>(?:[^\W\d_a-z][\w&’'.-]*\s|(?:of|and|for|in|on|&)\s|[a-z-]+\s){{1,6}}?(?:[Ii]nterest [Gg]roup|[Ww]orking [Gg]roup|[Rr]esearch [Gg]roup|[Uu]ser [Gg]roup))(?P<short>\s\([^()]{{2,30}}\))?\s+(?={_VERB}\b)"
)
_CREATED = re.compile(rf"\b(?:created|launched|established|founded|formed|started) the\s+(?P<name>(?:{_CAPITALS}\s){{1,8}}?(?:{_TYPE}|Group))\b")
_SHORT_ONLY = re.compile(r"\b[Tt]he (?P<name>[A-Z][A-Z0-9&-]{2,9})(?: (?:SIG|IG|WG|group|Group))?\s+(?=(?:hosts|aims|seeks|brings|is|provides|organi[sz]es|welcomed|will|meets)\b)")


def find_identity(view: View) -> Iterator[Claim]:
    """Claims on `name`, `alternate_name`, `group_type`, `parent_organization`."""
    names = [*_headed(view), *_stated(view)]
    yield from names
    best = max(names, key=lambda claim: claim.trust, default=None)
    yield from _shorts(view, str(best.value) if best else "")
    yield from _types(view, str(best.value) if best else "", best)
    yield from _parents(view)


def _headed(view: View) -> Iterator[Claim]:
    """The page's own heading, or the part of its title that is the group's name."""
    heads = [block for block in view.body[:12] if block.heading in (1, 2) or (block.path and "heading" in block.path[-1] + block.path[-2:][0])]
    for block in heads[:3]:
        yield from _as_name(block.text.replace("\n", " "), block.text, "heading", 0.7 - (block.heading == 2) / 50, where(block))
    if view.title:
        for part in re.split(r"\s[|–—·:]\s|\s-\s", view.title):
            yield from _as_name(part, view.title, "title", 0.6, "title")


def _as_name(text: str, words: str, rule: str, trust: float, path: str) -> Iterator[Claim]:
    short = _ACRONYM.search(text)
    name = re.sub(r"^(?:PROPOSED|DRAFT|Draft|Proposed|Welcome to(?: the)?)\s+|\s+(?:Charter|Terms of Reference|Home ?[Pp]age)$", "", text[: short.start()] if short else text).strip(" -–|")
    name = re.sub(r"^PROPOSED\s+", "", name)
    if not 2 <= len(name) <= 100 or key(name) in _GENERIC or name.endswith((".", "?", ":")):
        return
    known = 0.15 if _TYPE_WORD.search(name) else 0.0
    yield Claim("name", name, name if name in words else words, "text", rule, trust + known, path)


def _stated(view: View) -> Iterator[Claim]:
    """What the first paragraphs call the group: "The Tide Interest Group aims", "We have created the X Group"."""
    for i, block in enumerate(view.body[:40]):
        for sentence in split_sentences(block.text[:2500]):
            for rule, pattern, trust in (("stated", _STATED, 0.65), ("stated", _TYPES_CASE, 0.64), ("created", _CREATED, 0.6), ("short", _SHORT_ONLY, 0.4)):
                hit = pattern.search(sentence)
                if hit and key(hit["name"]) not in _GENERIC:
                    name = re.sub(r"^(?:the|The)\s+", "", hit["name"])
                    yield Claim("name", name, hit["name"], "text", rule, trust - min(i, 30) / 1000, where(block))
                    break


_INTRODUCED = re.compile(r"(?P<long>(?:[^\W\d_a-z][\w’'&-]*\s(?:(?:of|and|for|the|in|on|at|&)\s)*){1,9})\((?:in short,? |short: |or )?(?P<short>[A-Z][\w.&-]{1,14})\)")


def _shorts(view: View, name: str) -> Iterator[Claim]:
    """The acronym in brackets after the group's name, or the capitals that call it ("DEG Theme", "the CVDH SIG")."""
    seen: set[str] = {key(name)}
    texts = [(view.title, "title", "title")] + [(block.text[:2500], where(block), "body") for block in view.body[:40]]
    for text, path, _ in texts:
        for hit in _INTRODUCED.finditer(text):
            long, short = hit["long"].strip(), hit["short"]
            mine = bool(name) and (key(name) in key(long) or key(long).endswith(key(name)) or (len(long) > 12 and key(long) in key(name)))
            if mine and key(short) not in seen:
                seen.add(key(short))
                yield Claim("alternate_name", short, short, "text", "brackets", 0.7, path)
    initials = "".join(word[0] for word in re.findall(r"\b[^\W\d_]\w*", name) if word[0].isupper())
    for block in view.body:
        for hit in re.finditer(r"\b[A-Z]{2,8}\b", block.text[:2500]):
            named = len(initials) >= 3 and hit.group() == initials
            called = re.match(r" (?:SIG|IG|WG|[Ii]nterest [Gg]roup)\b", block.text[hit.end() : hit.end() + 18]) and not name.startswith(hit.group())
            if (named or (called and not name)) and key(hit.group()) not in seen:
                seen.add(key(hit.group()))
                yield Claim("alternate_name", hit.group(), hit.group(), "text", "initials", 0.5, where(block))


def _types(view: View, name: str, best: Claim | None) -> Iterator[Claim]:
    """What the name's own word, else the first telling word of the text, says that the group is."""
    for text, words, trust, path in _typed_texts(view, name, best):
        hit = _find_type(text)
        if hit:
            yield Claim("group_type", GROUP_TYPES[hit.lower()], hit if hit in words else words, "text", "type_word", trust, path)
            return


def _typed_texts(view: View, name: str, best: Claim | None) -> Iterator[tuple[str, str, float, str]]:
    if best:
        yield name, best.text, 0.7, best.path
    for block in view.body[:6]:
        if block.heading:
            yield block.text, block.text, 0.6, where(block)
    if view.title:
        yield view.title, view.title, 0.55, "title"
    for block in view.body:
        for sentence in split_sentences(block.text[:1500]):
            if re.search(r"\b(?:this|our|the|is an?|we)\b", sentence, re.I) or block.heading:
                yield sentence, block.text, 0.5, where(block)


def _find_type(text: str) -> str:
    for word in GROUP_TYPES:
        hit = re.search(rf"\b{re.escape(word)}\b", text, re.I)
        if hit:
            return hit.group()
    return ""


_PARENT = re.compile(
    rf"(?:{_TYPE}|[Gg]roup)(?: \([^()]{{2,30}}\))? (?:at|of|within|in|hosted by|based at|based in) (?P<parent>(?:[Tt]he )?(?:[^\W\d_a-z][\w&’'.-]*\s?|(?:of|and|for|the)\s){{1,8}})"
    r"|\bis (?:a )?part of (?P<part>(?:[Tt]he )?(?:[^\W\d_a-z][\w&’'.-]*\s?|(?:of|and|for|the)\s){1,8})"
    r"|\bis one of (?P<own>(?:[Tt]he )?(?:[^\W\d_a-z][\w.-]*\s?){1,5})[’']s\b"
)
_OWNER = re.compile(r"\b(?P<owner>The (?:[^\W\d_a-z][\w-]*\s?){1,4}(?:Institute|University|Centre|College))[’']s\b")


def _parents(view: View) -> Iterator[Claim]:
    """ "The MAS interest group at The Harbour Institute", "Lab at the University of Tidewick"."""
    for block in view.body[:30]:
        for sentence in split_sentences(block.text[:1500]):
            hit = _PARENT.search(sentence)
            if not hit:
                continue
            words = next(hit[name] for name in ("parent", "part", "own") if hit[name]).strip()
            parent = re.sub(r"(?:\s(?:of|and|for|the))+$", "", words)
            if re.search(r"\b(?:universit|institut|school|college|department|council|centre|center|laborator|association|faculty|société|society|academy)", parent, re.I):
                yield Claim("parent_organization", re.sub(r"^the\s+", "", parent), parent, "text", "parent", 0.6, where(block))
                return
