"""A group's page in, claims on what it is for out: purpose, aims, topics, sub-groups, founding."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_sections, level_of, said, split_sentences, where
from extract.fields.words import GROUP_LABELS
from extract.text import key


def find_statements(view: View) -> Iterator[Claim]:
    """Claims on `purpose`, `aims`, `topics`, `founding_date`."""
    purpose = _purpose(view)
    if purpose:
        yield purpose
    yield from _aims(view, purpose.value if purpose else "")
    yield from _topics(view)
    yield from _founding(view)


_WHO = (
    r"(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|team|community|council|SIG"
    r"|consortium|unit|alliance|federation|initiative|chapter|club|arbeitskreis|fachgruppe|labor|lehrstuhl|équipe|association"
    r"|laboratorio|equipo|asociación|associazione|istituto|centro|vereniging|commissie|onderzoeksgroep"
    r"|society|programme|our research|research in the lab|gruppe|verein|netzwerk|groupe|laboratoire|réseau|grupo"
    r"|gruppo|rete"
    r"|werkgroep|netwerk)"
)
_AIMING = (
    r"(?:aims? (?:to|at)|aiming to|seeks? to|(?:will )?brings? (?:\w+ ){0,6}?together|unites?"
    r"|exists? (?:to|so that|for)|strives? to|has been charged with"
    r"|is de(?:dicated|voted) to|has (?:two|three|four) (?:main )?(?:goals|aims)|focus(?:es)? on|provides? a|connects?"
    r"|is a (?:forum|place)|works? together to|will work to|hat (?:zum|das) ziel|a pour (?:but|objectif)"
    r"|tiene (?:como|por) objetivo|ha lo scopo|heeft (?:als|tot) doel)"
)
_PURPOSES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (trust, re.compile(pattern, re.I))
    for trust, pattern in (
        (
            0.9,
            r"\b(?:purpose|mission|overarching goal|main goal|overall aim|goal|aim) of (?:this|the|our)\b[^.]{0,80}?"
            r"\b(?:is|are|provides)\b|\bour (?:mission|purpose|vision|goal|aim) is\b",
        ),
        (
            0.8,
            rf"\b(?:this|the|our|we|der|die|das|le|la|el|il|het"
            rf"|de)\s(?:[\w&’'-]+\s){{0,9}}?{_WHO}\b(?: \([^()]{{0,80}}\))?"
            rf"[^.;]{{0,60}}?\b{_AIMING}\b",
        ),
        (
            0.7,
            r"\b(?:we have (?:created|established|set up|formed) (?:the|this)|is a forum for|our research (?:focuses"
            r"|focusses|aims)"
            r"|we aim to|we work towards?|help support|pioneering|to advance)\b",
        ),
        (
            0.6,
            r"\b(?:group|lab|network|centre|center|community|committee|SIG|(?-i:[A-Z]{3,8})|gruppe|arbeitsgruppe|labor"
            r"|laboratoire|équipe|laboratorio|grupo|gruppo|groep)(?: (?-i:[A-Z])\w+){0,3}(?: \([^()]{2,30}\))?"
            r" (?:hosts|meets"
            r"|organi[sz]es"
            r"|investigates?"
            r"|studies|untersucht|erforscht|étudie|estudia|studia|onderzoekt|bestudeert|develops|promotes|explores|supports|helps?|leads|works|provides)\b"
            r"|\bworking groups investigate\b",
        ),
        (0.5, r"\bwe (?:study|investigate|develop|explore|work on|are interested in)\b"),
    )
)
_ASIDE = re.compile(r"(?:while|although|please|click|if|as a|join|register|sign up|contact)\b", re.I)
MAX_PURPOSE = 700  # characters of a sentence that says what a group is for
MIN_PURPOSE = 30  # characters; shorter ones are headings with a full stop
MAX_SENTENCES = 150  # sentences in which a page says what the group is for


def _purpose(view: View) -> Claim | None:
    """The sentence below "Mission", else the value of "Focus:", else the sentence that says it most plainly."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "purpose"):
        first = section.blocks[0] if section.blocks else None
        sentence = next(iter(split_sentences(first.text[:3000])), "") if first and not level_of(first) else ""
        if first and _may_be_purpose(sentence):
            return Claim("purpose", sentence, sentence, "label", "purpose_section", 0.88, where(first))
    for pair in view.pairs:
        if (
            GROUP_LABELS.get(key(pair.label)) == "purpose"
            and pair.block in view.body
            and 15 <= len(pair.value) <= MAX_PURPOSE
        ):
            return Claim("purpose", pair.value, pair.value, "label", "purpose", 0.85, where(pair.block))
    return _stated_purpose(view)


_NO_PURPOSE = re.compile(r"\[(?!email)[a-z][\w ]{3,}|\bharassment\b", re.I)
"""A placeholder of a template, a code of conduct."""


def _may_be_purpose(sentence: str) -> bool:
    return (
        not _NO_PURPOSE.search(sentence)
        and MIN_PURPOSE <= len(sentence) <= MAX_PURPOSE
        and not sentence.endswith((":", "?"))
    )


def _stated_purpose(view: View) -> Claim | None:
    """The most telling sentence; of equals the first."""
    own = _own_name(view)
    best: Claim | None = None
    sentences = ((s, block) for block in view.body if not level_of(block) for s in split_sentences(block.text))
    for number, (sentence, block) in zip(range(MAX_SENTENCES), sentences, strict=False):
        if not _may_be_purpose(sentence):
            continue
        trust = next((trust for trust, pattern in _PURPOSES if pattern.search(sentence)), 0.0)
        if own and trust < 0.85 and own.search(sentence):
            trust = 0.85
        trust -= 0.3 if _ASIDE.match(sentence) else 0.0
        if trust > 0.3 and (best is None or trust - number / 100 > best.trust):
            best = Claim("purpose", sentence, sentence, "text", "purpose", trust - number / 100, where(block))
    return best


def _own_name(view: View) -> re.Pattern[str] | None:
    """A pattern for "<the page's own name> aims to ...", from its heading and the acronym in it."""
    parts = [part.strip() for part in re.split(r"\s[|–—:-]\s|[()]|: ", view.title[:200])]
    names = [re.escape(part) for part in parts if 2 <= len(part) <= 60 and key(part) not in GROUP_LABELS]
    if not names:
        return None
    is_a = (
        r"is an? (?:[\w-]+ ){0,4}?(?:group|forum|network|association|organi[sz]ation|lab|centre|center|community|place)"
        r"|is (?:an? [\w -]{0,40}?)?for (?:people|anybody|anyone|those|everyone|researchers|scientists|practitioners)"
    )
    return re.compile(rf"\b(?:{'|'.join(names)})\b[^.;]{{0,60}}?\b(?:{_AIMING}|{is_a})\b", re.I)


_AIM = re.compile(
    r"\b(?:we|group|lab|network|association|forum|(?<=[.;] )it|community|centre|center|programme) (?:also )?"
    r"(?:aims? to|aspires? to|seeks? to|will aim to|will seek to|strives? to)\b|\bfirst(?:ly)?,? we aim\b"
    r"|^it (?:will )?(?:aims?|seeks?) to\b|\bour (?:objective|goal|aim) is,? (?:\w+, )?to\b",
    re.I,
)
_AIM_LIST = re.compile(
    r"\b(?:(?:our|the|group|main|its) (?:main |key |following )?(?:aims?|goals?|objectives?)"
    r"|we (?:also )?(?:aim|seek|want|plan|hope|intend)"
    r"|works? on|aims? to|seeks? to"
    r"|purpose is|mission is|ziele|objectifs|objetivos|obiettivi)\b[^.]{0,70}:$",
    re.I,
)
_STATUTE_AIMS = re.compile(
    r"\bto (?:fulfil+|achieve|reach|reali[sz]e) (?:its|this|our|these|the) (?:purpose|aims?|goals?|mission)[^.]{0,60}$"
    r"|\bgroup (?:also )?sets out to:?$|^(?:it|we|the group) will:$",
    re.I,
)
_NO_AIM = re.compile(r"\b(?:decisions?|consensus|meetings?|calls?)\b", re.I)
MAX_ITEMS = 20  # of one list of aims or topics


def _aims(view: View, purpose: str) -> Iterator[Claim]:
    """The list after "we aim to:" or under "Aims", and further aim sentences."""
    for i, block in enumerate(view.body):
        end = block.text[-160:]
        listed = (end.endswith(":") and _AIM_LIST.search(end) and not _NO_AIM.search(end)) or _STATUTE_AIMS.search(end)
        if listed:
            yield from _items(view.body[i + 1 : i + 1 + MAX_ITEMS])
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "aims"):
        lead = next((i for i, block in enumerate(section.blocks[:3]) if block.tag == "li"), 0)
        yield from _items(section.blocks[lead : lead + MAX_ITEMS])
    for sentence, block in said(view, " aim", " seek", "aspire", "strive", "our objective", "our goal"):
        plain = len(sentence) <= MAX_PURPOSE and not sentence.endswith((":", "?")) and sentence != purpose
        if plain and _AIM.search(sentence) and not _NO_AIM.search(sentence):
            yield Claim("aims", sentence, sentence, "text", "aim", 0.5, where(block))


def _items(blocks: tuple[Block, ...]) -> Iterator[Claim]:
    for block in blocks:
        if block.tag != "li":
            return
        yield Claim("aims", block.text, block.text, "label", "aim_list", 0.6, where(block))


def _topics(view: View) -> Iterator[Claim]:
    """The short items of a list under "Research topics"."""
    for pair in view.pairs:
        if GROUP_LABELS.get(key(pair.label)) == "topics" and pair.block in view.body and len(pair.value) <= 80:
            yield Claim("topics", pair.value, pair.value, "label", "topics", 0.6, where(pair.block))
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "topics"):
        for block in section.blocks[:MAX_ITEMS]:
            if block.tag != "li" or len(block.text) > 80:
                break
            yield Claim("topics", block.text, block.text, "label", "topics", 0.6, where(block))


_LISTED_PARTS = re.compile(r"\b(?:sub-?groups|working groups|task forces): (?P<names>[^.;\n]{3,300})", re.I)
MAX_PART = 60  # characters of a sub-group's name


def find_sub_groups(view: View) -> Iterator[Claim]:
    """Claims on `sub_groups`: headings or items under "Sub-groups", "Our groups", or the names after "sub-groups:"."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "sub_groups"):
        if section.name == key(view.title):
            continue
        heads = [block for block in section.blocks if block.heading or block.tag == "dt"]
        for block in (heads or [block for block in section.blocks if block.tag == "li"])[:30]:
            if len(block.text) <= MAX_PART and not block.text.endswith(("!", "?", ":", ".")):
                yield Claim("sub_groups", block.text, block.text, "label", "sub_groups", 0.6, where(block))
    for sentence, block in said(view, "groups:", "forces:"):
        hit = _LISTED_PARTS.search(sentence)
        for name in re.split(r",\s*|(?<!\s)\s+and\s+", hit["names"]) if hit else ():
            if 2 <= len(name.strip()) <= MAX_PART:
                yield Claim("sub_groups", name.strip(), name.strip(), "text", "sub_groups", 0.6, where(block))


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_FOUNDED = re.compile(
    r"\b(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|(?-i:[A-Z]{3,8})"
    r"|department|it|we|council"
    r"|society|consortium|gruppe|netzwerk|verein|labor|groupe|laboratoire|équipe|réseau|grupo|laboratorio|equipo|gruppo"
    r"|rete|groep|netwerk|лаборатория)\b[^.;]{0,60}?\b(?:was |were |is |been |wurde |a été |è stat[oa] )?(?:first )?"
    r"(?:founded|established|formed|launched|set up|created|started|gegründet|fondée?|fundad[oa]|fondat[oa]"
    r"|opgericht|основана)\b"
    rf"(?: \w+){{0,3}}? (?:in|on|im|en|nel|since|в) (?:(?P<month>{'|'.join(_MONTHS)}) )?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)


def _founding(view: View) -> Iterator[Claim]:
    """The group's own founding, not that of its charter or its host."""
    for sentence, block in said(view, " 19", " 20"):
        hit = _FOUNDED.search(sentence[:1200])
        if hit:
            month = f"-{_MONTHS.index(hit['month'].lower()) + 1:02}" if hit["month"] else ""
            yield Claim("founding_date", hit["year"] + month, hit.group(), "text", "founded", 0.6, where(block))
            return
