"""A page in, claims on the people of single lines out: bylines, talks, biographies, "Ada Brunel presents ..."."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import leading_name, read_name
from extract.fields.parties import is_organisation, is_post, read_party, split_people
from extract.fields.sections import level_of, split_sentences, where
from extract.fields.talks import find_talks
from extract.fields.words import LABELS
from extract.records import Party
from extract.text import key


def find_lines(view: View) -> Iterator[Claim]:
    """Claims on `performers`."""
    for talk in find_talks(view):
        for party, text in talk.people:
            yield _claim(party, text, "talk", talk.block, 0.5, talk.role)
    yield from _presenting(view)
    yield from _biographies(view)
    yield from _alone(view)


def _claim(party: Party, text: str, rule: str, block: Block, trust: float, role: str = "speaker") -> Claim:
    return Claim("performers", party.model_copy(update={"role": role}), text, "text", rule, trust, where(block))


_ENDS = r"(?=[.,;!]|$)"
_OWN = (
    r"(?:(?=[.,;!]|$)|\s(?:the|this|our|an?)\s(?:[\w-]+\s){0,2}?(?:event|evening|afternoon|morning|day|session|walk|workshop"
    r"|lecture|talk|panel|discussion|class|course|part|half|webinar|seminar|meeting|tour|conversation|debate)\b"
    r"(?! of this series| in (?:1|20)\d))"
)
"""What one may lead or open elsewhere too: here it is the event, or a part of it."""
_ELSEWHERE = re.compile(
    r"\b(?:in|with) (?:his|her|their|an?) (?:[\w-]+ ){0,2}?(?:books?|novels?|journals?|memoirs?|diar\w+|poems?|letters"
    r"|essays?|papers?|articles?)\b",
    re.I,
)
"""Where somebody argued who is not here: "in her novel"."""
_VERBS: tuple[tuple[str, str], ...] = (
    ("host", rf"(?:hosts|hosted){_OWN}|is (?:the|our|your) host{_ENDS}"),
    (
        "chair",
        rf"(?:chairs|chaired|moderates){_OWN}|takes the chair{_ENDS}|is (?:the|our|your) (?:chair|moderator){_ENDS}",
    ),
    (
        "speaker",
        r"demonstrates?|presents?|presented|discuss(?:es)?|introduces?|explores?|talks? about|shares?|explains?"
        r"|describes?|argues|compares|teaches|reports on|speaks? about|spoke (?:about|on)|walks? us|shows? (?:us|how)"
        rf"|(?:leads|opens|gives|gave|traces|presented){_OWN}|is (?:the|our|your) (?:guest )?speaker{_ENDS}",
    ),
)
_BETWEEN = (
    r"(?P<post>,[^.;]{3,100},| \((?!\d|born|c\.)[^()]{2,80}\)| (?:of|from|at) (?:the )?[^\W\d_a-z][^.;,]{2,60}?)?"
)
_PRESENTS = tuple((role, re.compile(rf"^{_BETWEEN}\s+(?:and [^.;]{{3,60}} )?(?:{verbs})\b")) for role, verbs in _VERBS)
_IN_PERSON = re.compile(rf"^{_BETWEEN}\s+(?:reads|tells|asks|looks at|reflects on|leads|gives|traces)\b")
"""What else one may do "in this lecture"."""
_OCCASION = re.compile(
    r"(?:In|At|For) (?:this|the) (?:[\w’'-]+ ){0,3}"
    r"(?:lecture|talk|seminar|webinar|workshop|session|event|evening|class|course|masterclass),? ",
    re.I,
)
"""Before who acts: "In this lecture Ada Brunel reads ..."."""
_SAID_WITHIN = 250  # characters of a sentence that say who acts, and where
_FIRST_BLOCKS = 12  # in which a page says who acts; further down it speaks of others


def _presenting(view: View) -> Iterator[Claim]:
    """ "Ada Brunel demonstrates how to ..." in the first lines of the page; further on in a paragraph, only of a person
    with a title or a post, or after "In this lecture"."""
    for block in view.body[:_FIRST_BLOCKS]:
        for line in block.text.split("\n") if not level_of(block) else ():
            for at, sentence in enumerate(split_sentences(line)):
                occasion = _OCCASION.match(sentence)
                yield from _acting(sentence[occasion.end() if occasion else 0 :], block, at == 0, bool(occasion))


def _acting(sentence: str, block: Block, first: bool, there: bool) -> Iterator[Claim]:
    """Who acts in a sentence. `first`: of its line; `there`: it says that this is at the event."""
    named = leading_name(sentence)
    if named is None or named.begin > 0 or _ELSEWHERE.search(sentence[:_SAID_WITHIN]):
        return
    for role, pattern in (*_PRESENTS, ("speaker", _IN_PERSON)) if there else _PRESENTS:
        hit = pattern.match(sentence[named.end :])
        read = read_party(sentence) if hit and (first or there or named.title or hit["post"]) else None
        if read:
            yield _claim(*read, "presenting", block, 0.5, role)
            return


_LEAD_IN = re.compile(r"(?:Bio(?:s|graphy|graphies)?|About)\s{0,3}:?\s{0,3}", re.I)
_BIOGRAPHY = re.compile(
    r"^(?: \([^()]{2,80}\)| (?:OBE|CBE|MBE|FRS|FREng))?,?\s+(?:is|has been|joined|leads|holds|received|obtained"
    r"|works as|currently"
    r"|ist|est|es|è)\b"
)
MIN_BIOGRAPHY = 90  # characters; a shorter "X is ..." is a remark


def _biographies(view: View) -> Iterator[Claim]:
    """Paragraphs that begin "Ada Brunel is ...": a biography, which an event page gives of those who speak."""
    for block in view.body:
        if len(block.text) < MIN_BIOGRAPHY or level_of(block):
            continue
        lead_in = _LEAD_IN.match(block.text)
        text = block.text[lead_in.end() if lead_in else 0 :]
        named = leading_name(text)
        if named and named.begin == 0 and _BIOGRAPHY.match(text[named.end :]):
            party = Party(name=named.name, title=named.title or None, affiliation=_employer(text[named.end :]))
            yield _claim(party, text[: named.end], "biography", block, 0.4)


_EMPLOYER = re.compile(
    r"\b(?:at (?:the )?|(?:of|for) (?:the )?(?=Univ|Inst|Depart|Cent|Nation|Royal|Lab))"
    r"(?P<where>[^\W\d_a-z][^.,;()]{2,80})"
)
_AFTER_EMPLOYER = re.compile(r" (?:and|where|who|in|with|for|on|since|working|at|leading)\b")


def _employer(text: str) -> str | None:
    """The organisation of "is a Professor at X": the first that a biography's first sentence names."""
    hit = _EMPLOYER.search(next(iter(split_sentences(text[:1500])), ""))
    name = _AFTER_EMPLOYER.split(hit.group("where"))[0].strip() if hit else ""
    return name if is_organisation(name) and (" " in name or name.isupper()) else None


_NOT_SPEAKERS = re.compile(
    r"\b(?:attendees?|participants?|committee|organi[sz]\w+|sponsors?|contacts?|authors?|team|related|members?"
    r"|people|challenges?"
    r"|partners?|locations?|venue|travel|hotels?|directions|references?|publications?|about us|news|comments?|staff"
    r"|alumni"
    r"|teilnehm\w+|jury|jurys|promotor(?:en)?|promotiecommissie|prüfungskommission|gutachter\w*|beirat)\b",
    re.I,
)
MAX_LINE = 160  # characters of a line that is nothing but a person
_NO_LINE_TAGS = frozenset(("a", "td", "th", "dt", "figcaption", "button"))


def _alone(view: View) -> Iterator[Claim]:
    """Lines and headings that are nothing but a person: the byline below the title, "Ada Brunel, Director, CWI"."""
    speaking = True
    for block in view.body:
        text = block.text
        if len(text) > MAX_LINE:
            continue
        if (level_of(block) or text.endswith(":")) and not read_name(text):
            speaking = not (
                _NOT_SPEAKERS.search(text)
                or LABELS.get(key(text), "").startswith(("organizers", "sponsors", "contact"))
            )
        if speaking and block.tag not in _NO_LINE_TAGS and text != view.title and text[0].isupper():
            for party, words in _people_alone(block):
                yield _claim(party, words, "line", block, 0.42)


def _people_alone(block: Block) -> list[tuple[Party, str]]:
    """The people of a block that holds nothing else: names, posts, organisations."""
    named = leading_name(block.text)
    read = read_party(block.text) if named and named.begin == 0 else None
    if named is None or read is None:
        return []
    rest = block.text[named.end :].strip(" ,.")
    if _is_whole(block, rest, read[0]):
        return [read]
    people = list(split_people(block.text))
    left = block.text
    for _, words in people:
        left = left.replace(words, "", 1)
    return people if len(people) > 1 and not re.sub(r"\W|\band\b", "", left) else []


def _is_whole(block: Block, rest: str, party: Party) -> bool:
    """Whether what follows the name is nothing, an organisation in brackets, or a post set off by a comma."""
    if not rest:
        return bool(block.heading) or bool(block.lead)
    if (block.heading or party.title) and rest == party.affiliation:
        return True
    if rest[0] == "(" and rest[-1] == ")":
        return party.affiliation is not None
    return is_post(rest) and len(rest) <= 120 and not re.search(r"[.!?]", rest) and "," in block.text[: -len(rest)]
