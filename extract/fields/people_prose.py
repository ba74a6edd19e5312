"""A page in, claims on the people and organisations that its sentences name out: "chaired by Ada Brunel"."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields import people_abroad as abroad
from extract.fields.names import find_names, leading_name
from extract.fields.organisations import split_organisations
from extract.fields.parties import read_party
from extract.fields.sections import level_of, said, where
from extract.records import Party

_CUES: tuple[tuple[str, str], ...] = (
    ("chair", r"(?:chaired|moderated|facilitated) by|moderator is|unter der leitung von|modérée? par"),
    ("chair", r"(?:your|our) (?:chair|moderator)(?: will be| is)"),
    ("host", r"(?:your|our) hosts?(?: will be| is| are)"),
    ("panellist", r"on the panel(?: will be| is| are)"),
    ("host", r"hosted by(?: comedian| broadcaster| journalist| presenter| author)?"),
    ("introducer", r"introduced by"),
    (
        "keynote",
        r"keynotes?(?: talks?| lectures?| speech(?:es)?| address(?:es)?| speakers?)?(?: will be| is| are)?"
        r"(?: given| delivered| presented)?(?: include| by|:)?",
    ),
    ("speaker", r"(?:we (?:will|shall) (?:be )?hear(?:ing)?|you(?:'ll| will) hear|hear) from(?: our)?"),
    (
        "speaker",
        r"(?:talks?|presentations?|lectures?|seminars?|speech|address|vortrag|vorträge|conférence|charla|ponencia"
        r"|lezione)"
        r"(?: will be| to be| is)? ?(?:given |delivered |presented )?(?:by|von|par|por|di|door)",
    ),
    ("speaker", r"(?:given|delivered|presented|taught|led|joined) by"),
    ("speaker", r"(?:guest|invited) speakers?,?(?: is| are| include| includes|:)?"),
    ("speaker", r"speakers?,?(?: is| are| include| includes| including)?"),
    ("speaker", r"(?:the|our|your) (?:tutors?|trainers?|instructors?|lecturers?|presenters?) (?:is|are|will be)"),
    ("speaker", r"(?:fireside chat|q&a|conversation|discussion) with"),
    ("speaker", r"welcome[sd]?"),
    (
        "speaker",
        r"we (?:are|were) (?:delighted|pleased|happy|excited|honou?red) to (?:welcome|host|announce|be joined by)",
    ),
    ("speaker", r"featuring"),
    *abroad.CUES,
)
_BEFORE = tuple((role, re.compile(rf"\b(?:{pattern})\s+(?=\S)", re.I)) for role, pattern in _CUES)
_CUE_WORDS = (
    " by ", "host", "panel", "chair ",
    "tutor", "trainer", "instructor", "lecturer", "presenter",
    "keynote", "hear from", "hearing from", "speaker", "chat with", "q&a with", "conversation with",
    "discussion with",
    "welcom", "we are", "we were", "featuring", "moderator is", "leitung von", " par ", " von ", " por ", " di ",
    " door ", *abroad.CUE_WORDS,
)  # fmt: skip
MAX_RUN = 600  # characters of a list of people in a sentence


def find_prose(view: View) -> Iterator[Claim]:
    """Claims on `performers`, `organizers` and `sponsors` from sentences."""
    for sentence, block in said(view, *_CUE_WORDS):
        if not level_of(block):
            yield from _announced(sentence, block)
    for sentence, block in said(view, *_WILL):
        yield from _acting(sentence, block)
    for sentence, block in said(view, *_ORGANISING):
        yield from _organising(sentence, block)


def _claim(field: str, party: Party, role: str | None, text: str, rule: str, block: Block, trust: float = 0.6) -> Claim:
    return Claim(field, party.model_copy(update={"role": role}), text, "text", rule, trust, where(block))


_CREDIT = re.compile(r"\b(?:photos?|images?|pictures?|illustrations?|licen[cs]ed?|cc by)\b", re.I)


def _announced(sentence: str, block: Block) -> Iterator[Claim]:
    """People that a cue announces: "chaired by X", "hear from our fellows X and Y"."""
    if _CREDIT.search(sentence):
        return
    for role, cue in _BEFORE:
        for hit in cue.finditer(sentence):
            for party, text in _run_of_people(sentence[hit.end() :]):
                yield _claim("performers", party, role, text, "cue", block)


def _run_of_people(text: str) -> Iterator[tuple[Party, str]]:
    """The names that the text begins with, as long as only posts, affiliations, commas and "and" stand between."""
    rest = text[:MAX_RUN]
    names = list(find_names(rest)) if _may_name(rest) else []
    if not names or not _is_post_run(rest[: names[0].begin]):
        return
    for i, named in enumerate(names):
        end = names[i + 1].begin if i + 1 < len(names) else len(rest)
        if read := read_party(rest[named.begin : end]):
            yield read
        if not _is_bridge(rest[named.end : end]):
            return


def _may_name(text: str) -> bool:
    """Whether a capital stands soon: a quick look before the names are read."""
    return any(word[:1].isupper() for word in text.split(maxsplit=14)[:14])


_POST_END = re.compile(
    r"(?:associate|fellow|professor|director|researcher|scientist|lead|head|engineer|student|officer|manager"
    r"|comedian|author"
    r"|expert|lecturer|chair|colleague|speakers?|ceo|cto|founder|analyst|reader),? $",
    re.I,
)


def _is_post_run(text: str) -> bool:
    """Whether only a post stands before the name: "our Harbour-Tide Senior Research Associate "."""
    if not text.strip():
        return True
    return len(text) <= 100 and not re.search(r"[.;:!?\"“”]", text) and bool(_POST_END.search(text))


_VERBISH = re.compile(
    r"\b(?:will|is|are|was|were|who|whose|which|to|about|on|that|has|have|co-authored)\b"
    r"|[.!?\"“”:]",
    re.I,
)
_LINK_END = re.compile(r"(?:[,;&]|\b(?:and|und|et|y|e|en|with))\s*$")
MAX_BRIDGE = 140  # characters between two names of one list


def _is_bridge(between: str) -> bool:
    """Whether one list goes on from a name to the next: posts, affiliations and at last a comma or "and"."""
    if len(between) > MAX_BRIDGE or _VERBISH.search(re.sub(r"\([^()]{0,140}\)", "", between)):
        return False
    return bool(_LINK_END.search(between))


_WILL = (
    "will ",
    "is going to",
    " wird ",
    " werden ",
    " spricht",
    " hält",
    "présentera",
    "parlera",
    " presentará",
    " presenterà",
    " zal ",
)
_AFTER = re.compile(
    r"^(?:[,(][^.;!?]{0,160}?[,)])?,?\s{0,3}(?:\([^()]{0,80}\)\s{0,3})?(?:will|is going to|wird|werden|va|spricht"
    r"|hält|parlera"
    r"|présentera|hablará|presentará|parlerà|presenterà|spreekt|zal)\b\s{0,3}(?:then |also |be |each "
    r"|both )?(?P<verb>\w+)(?! your\b)",
    re.I,
)
_VERBS = frozenset(
    "speak speaking present presenting discuss discussing give giving talk talking deliver delivering share"
    " explore explain train read perform play lead join joining joined introduce demonstrate describe outline"
    " argue use showcase show tell host hosting chair chairing"
    " moderate moderating facilitate examine advance address cover provide reflect review teach defend defending"
    " sprechen vortragen halten".split()
)
_VERB_ROLE = {
    "host": "host", "hosting": "host", "chair": "chair", "chairing": "chair", "moderate": "chair",
    "moderating": "chair",
    "facilitate": "chair",
}  # fmt: skip
_AND_OTHERS = re.compile(
    r"(?:\s{0,3}\([^()]{0,80}\))?,? and (?:members|others|colleagues)\b[^.]{0,80}? will (?:join|present|speak"
    r"|discuss|lead)\b"
)
_AND = re.compile(r"(?:\s{0,3}\([^()]{0,80}\))?,?\s{0,3}(?:and|&|,|und|et|y|e|en)?\s{0,3}")


def _acting(sentence: str, block: Block) -> Iterator[Claim]:
    """People of whom the sentence says that they will act: "Ada Brunel and Piet Mol will discuss ..."."""
    pending: list[tuple[Party, str]] = []
    names = list(find_names(sentence[:1500]))
    for i, named in enumerate(names):
        read = read_party(sentence[named.begin : named.begin + 400])
        if read is None:
            continue
        rest = sentence[named.end : named.end + 260]
        hit = _AFTER.match(rest)
        verb = hit.group("verb").lower() if hit else ""
        if verb in _VERBS or _AND_OTHERS.match(rest):
            for party, text in (*pending, read):
                yield _claim("performers", party, _VERB_ROLE.get(verb, "speaker"), text, "acting", block)
            pending = []
            continue
        end = names[i + 1].begin if i + 1 < len(names) else len(sentence)
        pending = [*pending, read] if _AND.fullmatch(sentence[named.end : end]) else []


_EVENT = (
    r"(?:event|workshop|conference|seminar|webinar|lecture|talk|symposium|meeting|session|masterclass|course"
    r"|training|series"
    r"|panel|discussion|festival|school|debate)s?"
)
_ORGANISING = (
    "organis", "organiz", "hosted", "presented ", "convened", "collaboration", "partner", "cooperation", "sponsored",
    "funded",
    "supported", " run by", "put on by", "put on jointly by",
    "support of", "support from", "sponsorship", "funding", "pleased to", "delighted to", "proud to", "excited to",
    "hosting",
    "chairs are", "chairs is", "chair is", *abroad.ORGANISED_WORDS,
)  # fmt: skip
_ORGANISED = re.compile(
    r"(?:^(?:jointly |co-?)?(?:organi[sz]ed|hosted|presented) (?:jointly )?(?:by|in (?:collaboration|partnership) with)"
    rf"|(?:\b{_EVENT}|^it|^this)\s(?:is|are|was|will be|has been)\s(?:being |jointly |co-)?"
    r"(?:organi[sz]ed|hosted|run|put on|convened)\s(?:jointly )?"
    r"(?:by|in (?:collaboration|partnership|cooperation) with)"
    rf"|\b(?:{_EVENT}|initiative)\b[^.]{{0,160}}?\b(?:in (?:partnership|collaboration|cooperation)|partnering"
    rf"|co-organi[sz]ed) with"
    rf"|\bpartnering with|{abroad.ORGANISED})\s+|{abroad.ORGANISED_APOSTROPHE}",
    re.I,
)
_PAYING = ("sponsor", "fund", "support")
_SPONSORED = re.compile(
    rf"(?:^|\b{_EVENT}\s(?:is|are|was|will be)\s(?:\w+\s){{0,3}}?|\bkindly |\bgenerously |\band )(?:sponsored|funded"
    rf"|supported) by\s+"
    r"|\bwith (?:the )?(?:generous |kind |financial )?(?:support|sponsorship|funding) (?:of|from)\s+",
    re.I,
)
_HOSTS = re.compile(
    r"^(?P<who>.{3,160}?),? (?:(?:is|are) (?:delighted|pleased|proud|excited) to (?:host|present|announce|organi[sz]e"
    r"|invite)\b"
    r"|(?:is|are) (?:jointly |co-)?(?:organi[sz]ing|hosting) (?:this|the|a)\b)"
)
_CO_CHAIRS = re.compile(
    r"\b(?P<role>co-chair|organi[sz]er|convenor|convener)s? (?:of (?:the|this) \w+ )?(?:is"
    r"|are)\s+",
    re.I,
)


def _organising(sentence: str, block: Block) -> Iterator[Claim]:
    """Organisations and people that organise or pay, as a sentence about the event says."""
    for hit in _CO_CHAIRS.finditer(sentence):
        for party, text in _run_of_people(sentence[hit.end() :]):
            yield _claim("organizers", party, hit["role"].lower(), text, "co_chairs", block, 0.65)
    for hit in _ORGANISED.finditer(sentence):
        rest = sentence[hit.end() :]
        if leading_name(rest) is None:
            yield from _organisations("organizers", rest, "organised", block)
        elif not any(word in hit.group().lower() for word in ("hosted", "presented")):
            for party, text in _run_of_people(rest):
                yield _claim("organizers", party, None, text, "organised", block, 0.55)
    lower = sentence.lower()
    for hit in _SPONSORED.finditer(sentence) if any(word in lower for word in _PAYING) else ():
        yield from _organisations("sponsors", sentence[hit.end() :], "sponsored", block)
    hosts = _HOSTS.match(sentence)
    if hosts:
        yield from _organisations("organizers", hosts["who"], "pleased", block)


def _organisations(field: str, text: str, rule: str, block: Block) -> Iterator[Claim]:
    for name, words in split_organisations(text):
        yield _claim(field, Party(name=name), None, words, rule, block, 0.55)
