"""A page without its chrome in, claims on its performers, organizers and sponsors out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, Source, View
from extract.fields.names import find_names, is_organisation, is_post, leading_name, read_name, read_party, split_people
from extract.fields.organisations import split_organisations
from extract.fields.sections import Section, find_labelled, level_of, split_sections, split_sentences, where
from extract.fields.talks import find_talks
from extract.fields.words import LABELS
from extract.records import Party
from extract.text import key

MAX_LIST = 600  # a labelled list of people is short; more is an abstract that follows the label


def find(view: View) -> Iterator[Claim]:
    """Claims on `performers`, `organizers` and `sponsors`, one an item, the same person once."""
    claims = [*_labelled(view), *_sections(view), *_prose(view), *_talk_speakers(view), *_presenting(view), *_biographies(view), *_lines(view)]
    yield from _merge(claims)


def _claim(field: str, party: Party, text: str, source: Source, rule: str, block: Block, trust: float) -> Claim:
    return Claim(field, party, text, source, rule, trust, where(block))


def _labelled(view: View) -> Iterator[Claim]:
    """ "Speaker: Ada Brunel (CWI)", "Hosted by: the X Institute"."""
    for found in find_labelled(view):
        field, _, role = found.field.partition(":")
        if field == "performers":
            people = list(_listed(found.value, role))
            for party, text in people:
                yield _claim(field, party, text, "label", role, found.block, 0.8)
            if not people and role == "host" and len(found.value) < MAX_LIST:
                yield from _organisations("organizers", found.value, "label", "host", found.block, 0.8)
        elif field in ("organizers", "sponsors") and len(found.value) < MAX_LIST:
            people = list(_listed(found.value, None)) if field == "organizers" else []
            for party, text in people:
                yield _claim(field, party, text, "label", field, found.block, 0.8)
            if not people:
                yield from _organisations(field, found.value, "label", field, found.block, 0.75)


_SET_OFF = re.compile(r"\s*(?:$|[,;(&/|•\n.]|[-–—]\s|(?:and|und|et|y|e|en|from|of|at|is|will|with)\s)")


def _listed(value: str, role: str | None) -> Iterator[tuple[Party, str]]:
    """The people of a labelled value, if it begins with one that is set off from what follows."""
    named = leading_name(value)
    if named is None or not _SET_OFF.match(value[named.end :]):
        return
    for party, text in split_people(value[:MAX_LIST]):
        yield party.model_copy(update={"role": role}), text


def _organisations(field: str, text: str, source: Source, rule: str, block: Block, trust: float) -> Iterator[Claim]:
    for name, words in split_organisations(text):
        yield _claim(field, Party(name=name), words, source, rule, block, trust)


MAX_CARD_TEXT = 160  # a post or affiliation below a name; more is the biography


def _sections(view: View) -> Iterator[Claim]:
    """Cards, lists and paragraphs under "Speakers", "Panel", "Organising committee", "Sponsors"."""
    for section in split_sections(view.body):
        field, _, role = _section_label(section.name).partition(":")
        if field not in ("performers", "organizers") or section.heading is None:
            continue
        for party, text, block in _cards(section):
            yield _claim(field, party.model_copy(update={"role": role or None}), text, "label", "section", block, 0.7)


def _section_label(name: str) -> str:
    """A heading's field: a known label, or one by its last word ("Summer school speakers", "Invited talks")."""
    last = name.rsplit(" ", 1)[-1]
    if name in LABELS or len(name) > 50:
        return LABELS.get(name, "")
    if last in ("talk", "talks", "presentations"):
        return "performers:speaker"
    return LABELS.get(last, "") if last in ("speaker", "speakers", "keynotes", "organisers", "organizers", "panellists", "panelists") else ""


def _cards(section: Section) -> Iterator[tuple[Party, str, Block]]:
    """The people of a section: blocks that begin with a name, with the affiliation from the block or the next."""
    blocks = section.blocks
    for i, block in enumerate(blocks):
        if level_of(block) and not read_name(block.text) and level_of(block) <= level_of(section.heading or block):
            return
        text = block.lead if block.lead and read_name(block.lead) else block.text
        named = leading_name(text)
        if named is None or named.begin > 0:
            continue
        rest = text[named.end :]
        if rest.strip() and not re.match(r"\s*[,(\-–—|:\n;&]|\s+(?:and|is|will|was)\b", rest):
            continue
        people = list(split_people(text)) if len(text) < MAX_CARD_TEXT else []
        for party, words in people or ([read] if (read := read_party(text)) else []):
            if not party.affiliation and len(people) < 2 and not rest.strip():
                party = _with_affiliation(party, blocks[i + 1 : i + 3])
            yield party, words, block


def _with_affiliation(party: Party, below: tuple[Block, ...]) -> Party:
    """The person with the organisation that the next blocks of its card name."""
    for block in below:
        if level_of(block) and read_name(block.text):
            return party
        read = read_party(f"{party.name}, {block.text}") if len(block.text) < MAX_CARD_TEXT else None
        if read and read[0].affiliation and key(read[0].affiliation) in key(block.text):
            return party.model_copy(update={"affiliation": read[0].affiliation})
    return party


_EVENT = r"(?:event|workshop|conference|seminar|webinar|lecture|talk|symposium|meeting|session|masterclass|course|training|series|panel|discussion|festival|school|debate)"
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern, re.I))
    for role, pattern in (
        ("chair", r"\b(?:chaired|moderated|facilitated) by\s+|\bmoderator is\s+|\bunter der leitung von\s+|\bmodéré[e]? par\s+"),
        ("host", r"\bhosted by\s+(?:comedian |broadcaster |journalist |presenter |author )?"),
        ("introducer", r"\bintroduced by\s+"),
        ("keynote", r"\bkeynotes?(?: talks?| lectures?| speech(?:es)?| address(?:es)?| speakers?)?(?: will be| is| are)?(?: given| delivered| presented)?(?: include| by|:)?\s+(?:by )?"),
        ("speaker", r"\b(?:we (?:will|shall) (?:be )?hear(?:ing)?|you(?:'ll| will) hear|hear) from\s+(?:our )?"),
        ("speaker", r"\b(?:talks?|presentations?|lectures?|seminars?|speech|address|vortrag|vorträge|conférence|charla|ponencia|lezione)(?: (?:will be|to be|is))? ?(?:given |delivered |presented )?(?:by|von|par|por|di|door)\s+"),
        ("speaker", r"\b(?:given|delivered|presented) by\s+"),
        ("speaker", r"\b(?:guest|invited) speakers?,?(?: is| are| include| includes|:)?\s+"),
        ("speaker", r"\bspeakers? (?:is|are|include|includes|including)\s+|\bspeakers?,? (?=(?-i:[A-Z]))|\b(?:taught|led) by\s+"),
        ("speaker", r"\b(?:fireside chat|q&a|conversation|discussion) with\s+"),
        ("speaker", r"\b(?:will )?welcome[sd]?\s+(?=\S)"),
        ("speaker", r"\bwe (?:are|were) (?:delighted|pleased|happy|excited|honoured|honored) to (?:welcome|host|announce|be joined by)\s+"),
        ("speaker", r"\bjoined by\s+"),
        ("speaker", r"\bfeaturing\s+"),
    )
)  # fmt: skip
_AFTER = re.compile(
    r"^(?:[,(][^.;!?]{0,160}?[,)])?,?\s*(?:\([^()]{0,80}\)\s*)?(?:will|is going to|wird|werden|va|spricht|hält|parlera|présentera|hablará|presentará|parlerà|presenterà|spreekt|zal)\b\s*"
    r"(?:then |also |be |each |both )?(?P<verb>\w+)",
    re.I,
)
_SPEAK_VERBS = {
    "speak", "speaking", "present", "presenting", "discuss", "discussing", "give", "giving", "talk", "talking", "deliver",
    "delivering", "share", "explore", "explain", "lead", "join", "joining", "introduce", "demonstrate", "describe",
    "outline", "argue", "use", "showcase", "show", "tell", "host", "hosting", "chair", "chairing", "moderate", "moderating",
    "facilitate", "examine", "defend", "defending", "advance", "address", "joined", "cover", "provide", "reflect", "review", "teach",
}  # fmt: skip
_VERB_ROLE = {"host": "host", "hosting": "host", "chair": "chair", "chairing": "chair", "moderate": "chair",
              "moderating": "chair", "facilitate": "chair"}  # fmt: skip
MAX_PROSE = 6000  # characters of one paragraph that are read for people


def _prose(view: View) -> Iterator[Claim]:
    for block in view.body:
        if not level_of(block):
            for sentence in split_sentences(block.text[:MAX_PROSE]):
                yield from _named_by(sentence, block)
                yield from _acting(sentence, block)
                yield from _organising(sentence, block)


def _named_by(sentence: str, block: Block) -> Iterator[Claim]:
    """People that a cue announces: "chaired by X", "hear from our fellows X and Y"."""
    for role, cue in _BEFORE:
        for hit in cue.finditer(sentence):
            yield from _run_of_people(sentence, hit.end(), role, block)


_LEADING_POST = re.compile(r"(?:[^\W\d_][\w'’&/-]*,? ){0,12}?(?=\S)")
_LINK = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|,\s*and\b)\s*(?:by |with |from )?$")


def _run_of_people(sentence: str, begin: int, role: str, block: Block) -> Iterator[Claim]:
    """The names from `begin` on, as long as only posts, affiliations, commas and "and" stand between them."""
    rest = sentence[begin : begin + MAX_LIST]
    names = list(find_names(rest))
    if not names or not _is_post_run(rest[: names[0].begin]):
        return
    for i, named in enumerate(names):
        end = names[i + 1].begin if i + 1 < len(names) else len(rest)
        read = read_party(rest[named.begin : end])
        if read:
            yield _claim("performers", read[0].model_copy(update={"role": role}), read[1], "text", "cue", block, 0.6)
        between = rest[named.end : end]
        if not _is_bridge(between):
            return


_VERBISH = re.compile(r"\b(?:will|is|are|was|were|who|whose|which|to|about|on|that|has|have|co-authored|from \d)\b|[.!?\"“”:]", re.I)


def _is_bridge(between: str) -> bool:
    """Whether one list goes on from a name to the next: posts, affiliations and at last a comma or "and"."""
    return (
        len(between) <= 140
        and not _VERBISH.search(re.sub(r"\([^()]*\)", "", between))
        and bool(re.search(r"(?:[,;&]|\b(?:and|und|et|y|e|en|with))\s*$", between))
    )


def _is_post_run(text: str) -> bool:
    """Whether only a post stands before the name: "our Turing-Roche Senior Research Associate"."""
    if not text.strip():
        return True
    if len(text) > 100 or re.search(r"[.;:!?\"“”]", text):
        return False
    return bool(re.search(r"(?:associate|fellow|professor|director|researcher|scientist|lead|head|engineer|student|officer|manager|comedian|author|expert|lecturer|chair|colleague|speakers?|ceo|cto|founder|analyst|reader),? $", text, re.I))


def _acting(sentence: str, block: Block) -> Iterator[Claim]:
    """People of whom the sentence says that they will act: "Ada Brunel will discuss ..."."""
    pending: list[tuple[Party, str]] = []
    names = list(find_names(sentence[:1500]))
    for i, named in enumerate(names):
        rest = sentence[named.end : named.end + 260]
        hit = _AFTER.match(rest)
        read = read_party(sentence[named.begin : named.begin + 400])
        if read is None:
            continue
        if hit and hit.group("verb").lower() in _SPEAK_VERBS:
            role = _VERB_ROLE.get(hit.group("verb").lower(), "speaker")
            for party, text in [*pending, read]:
                yield _claim("performers", party.model_copy(update={"role": role}), text, "text", "acting", block, 0.6)
            pending = []
            continue
        end = names[i + 1].begin if i + 1 < len(names) else len(sentence)
        joined = re.fullmatch(r"(?:\s*\([^()]*\))?,?\s*(?:and|&|,)?\s*", sentence[named.end : end]) or re.match(
            r"(?:\s*\([^()]*\))?,? and (?:members|others|colleagues)\b[^.]{0,80}? will (?:join|present|speak|discuss|lead)\b", sentence[named.end :]
        )
        pending = [*pending, read] if joined else []
        if joined and joined.re.pattern.startswith(r"(?:\s*\([^()]*\))?,? and (?:members"):
            for party, text in pending:
                yield _claim("performers", party.model_copy(update={"role": "speaker"}), text, "text", "acting", block, 0.6)
            pending = []


_ORGANISED = re.compile(
    r"(?:^(?:jointly |co-?)?(?:organi[sz]ed|hosted) (?:jointly )?(?:by|in (?:collaboration|partnership) with)"
    rf"|\b(?:this|the|our|next|annual|\w+)\s(?:\w+\s){{0,4}}?{_EVENT}s?\s(?:is|are|was|will be|has been)\s(?:being |jointly |co-)?(?:organi[sz]ed|hosted|run|convened)\s(?:jointly )?"
    r"(?:by|in (?:collaboration|partnership|cooperation) with))\s+",
    re.I,
)
_PLEASED = re.compile(r"^(?P<who>.{3,160}?),? (?:is|are) (?:delighted|pleased|proud|excited) to (?:host|present|announce|organi[sz]e|invite)\b")
_PARTNERS = re.compile(
    rf"\b(?:{_EVENT}s?|initiative)\b[^.]{{0,160}}?\b(?:in (?:partnership|collaboration|cooperation)|partnering|co-organi[sz]ed) with\s+"
    r"|\b(?:jointly )?partnering with\s+",
    re.I,
)
_CO_CHAIRS = re.compile(r"\b(?:the |our )?(?P<role>co-chair|chair|organi[sz]er|convenor|convener)s? (?:of (?:the|this) \w+ )?(?:is|are)\s+", re.I)
_JOINTLY = re.compile(r"^(?P<who>.{3,160}?) (?:is|are) (?:jointly |co-)?(?:organi[sz]ing|hosting) (?:this|the|a)\b")
_SPONSORED = re.compile(
    rf"(?:^|\b{_EVENT}s?\s(?:is|are|was|will be)\s(?:\w+\s){{0,3}}?|\bkindly |\bgenerously )(?:sponsored|funded|supported) by\s+"
    rf"|\band supported by\s+|\bwith (?:the )?(?:generous |kind |financial )?(?:support|sponsorship|funding) (?:of|from)\s+",
    re.I,
)


def _organising(sentence: str, block: Block) -> Iterator[Claim]:
    """Organisations and people that organise or pay, as a sentence about the event says."""
    for hit in _CO_CHAIRS.finditer(sentence):
        for claim in _run_of_people(sentence, hit.end(), hit["role"].lower(), block):
            if hit["role"].lower() != "chair":
                yield Claim("organizers", claim.value, claim.text, "text", "co_chairs", 0.65, claim.path)
    for field, cue in (("organizers", _ORGANISED), ("organizers", _PARTNERS), ("sponsors", _SPONSORED)):
        for hit in cue.finditer(sentence):
            people = list(_listed(sentence[hit.end() :], None)) if field == "organizers" else []
            if people and "hosted" not in hit.group().lower():
                for party, text in people:
                    yield _claim(field, party, text, "text", "organised", block, 0.55)
            elif not people:
                yield from _organisations(field, sentence[hit.end() :], "text", "organised", block, 0.55)
    for cue in (_PLEASED, _JOINTLY):
        hit = cue.match(sentence)
        if hit:
            yield from _organisations("organizers", hit.group("who"), "text", "pleased", block, 0.55)


def _talk_speakers(view: View) -> Iterator[Claim]:
    """The speakers of programme lines and talk titles."""
    for talk in find_talks(view):
        for party, text in talk.people:
            yield _claim("performers", party.model_copy(update={"role": talk.role}), text, "text", "talk", talk.block, 0.5)


_BIOGRAPHY = re.compile(
    r"^(?:\s*\([^()]{2,80}\)| (?:OBE|CBE|MBE|FRS|FREng))?,?\s+(?:is|has been|joined|leads|holds|received|obtained|works as|currently|ist|est|es|è)\b"
)
MIN_BIOGRAPHY = 90  # characters; a shorter "X is ..." is a remark


_PRESENTS = re.compile(
    r"^(?:,[^.;]{3,100},)?\s+(?:and [^.;]{3,60} )?(?:demonstrates?|presents?|discuss(?:es)?|introduces?|explores?|talks? about|shares?|explains?|speaks? about|walks? us|shows? (?:us|how))\b"
)


def _presenting(view: View) -> Iterator[Claim]:
    """ "Ada Brunel demonstrates how to ..." in the first lines of the page."""
    for block in view.body[:8]:
        for line in block.text.split("\n"):
            named = leading_name(line)
            read = read_party(line) if named and named.begin == 0 and _PRESENTS.match(line[named.end :]) else None
            if read and not level_of(block):
                yield _claim("performers", read[0].model_copy(update={"role": "speaker"}), read[1], "text", "presenting", block, 0.5)


_NOT_SPEAKERS = re.compile(
    r"\b(?:attendees?|participants?|committee|organi[sz]\w+|sponsors?|contacts?|authors?|team|related|members?|people|challenges?|partners?|locations?|venue|travel|hotels?|directions|references?|publications?|about us|news|comments?|staff|alumni|teilnehm\w+)\b",
    re.I,
)


def _lines(view: View) -> Iterator[Claim]:
    """Lines and headings that are nothing but a person: the byline below the title, "Ada Brunel, Director, CWI"."""
    for i, block in enumerate(view.body):
        if len(block.text) > MAX_CARD_TEXT or block.tag in ("a", "td", "th", "dt", "figcaption") or block.text == view.title:
            continue
        ruling = next((b.text for b in view.body[i - 1 :: -1] if level_of(b) and not read_name(b.text)), "") if i else ""
        if _NOT_SPEAKERS.search(ruling) or LABELS.get(key(ruling), "").startswith(("organizers", "sponsors", "contact")):
            continue
        for party, text in _alone(block):
            yield _claim("performers", party.model_copy(update={"role": "speaker"}), text, "text", "line", block, 0.42)


def _alone(block: Block) -> list[tuple[Party, str]]:
    """The people of a block that holds nothing else: names, posts, organisations."""
    read = read_party(block.text)
    if read is None or not block.text.startswith(read[1][:3]):
        return []
    named = leading_name(block.text)
    rest = block.text[named.end :].strip(" ,.") if named else ""
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
    if block.heading and rest == party.affiliation:
        return True
    if rest[0] == "(" and rest[-1] == ")":
        return party.affiliation is not None
    return is_post(rest) and bool(re.match(r"[^.!?]{2,120}$", rest)) and "," in block.text[: len(block.text) - len(rest)]


def _biographies(view: View) -> Iterator[Claim]:
    """Paragraphs that begin "Ada Brunel is ...": a biography, which an event page gives of those who speak."""
    for block in view.body:
        text = re.sub(r"^(?:Bio(?:s|graphy|graphies)?|About)\s*:?\s*", "", block.text, flags=re.I)
        named = leading_name(text) if len(block.text) >= MIN_BIOGRAPHY and not level_of(block) else None
        if named and named.begin == 0 and _BIOGRAPHY.match(text[named.end :]):
            party = Party(name=named.name, title=named.title or None, role="speaker", affiliation=_employer(text[named.end :]))
            yield _claim("performers", party, text[: named.end], "text", "biography", block, 0.4)


_EMPLOYER = re.compile(r"\b(?:at|for|of) (?:the )?(?P<where>[^\W\d_a-z][^.,;()]{2,80})")


def _employer(text: str) -> str | None:
    """The organisation of "is a Professor at X": the first that a biography's first sentence names."""
    sentence = next(split_sentences(text), "")
    hit = _EMPLOYER.search(sentence)
    if not hit:
        return None
    name = re.split(r" (?:and|where|who|in|with|for|on|since|working|at|leading)\b", hit.group("where"))[0].strip()
    return name if is_organisation(name) else None


def _merge(claims: list[Claim]) -> Iterator[Claim]:
    """One claim a person and field: the first of the most trusted, with what the others add."""
    kept: dict[tuple[str, str], Claim] = {}
    order = sorted(range(len(claims)), key=lambda i: -claims[i].trust)
    for claim in (claims[i] for i in order):
        same = next((k for k in kept if _same(k, claim, kept[k])), None)
        if same is None:
            kept[(claim.field, key(claim.value.name))] = claim
        elif not kept[same].value.affiliation and claim.value.affiliation and claim.value.affiliation in claim.text:
            party = kept[same].value.model_copy(update={"affiliation": claim.value.affiliation})
            kept[same] = Claim(claim.field, party, claim.text, claim.source, claim.rule, kept[same].trust, claim.path)
    performers = {name for field, name in kept if field == "performers"}
    for (field, name), claim in kept.items():
        if field == "performers" or name not in performers or claim.trust > 0.6:
            yield claim


def _same(known: tuple[str, str], claim: Claim, other: Claim) -> bool:
    """Whether a claim names the same person: equal, or the same first and last word ("J. Ada Brunel")."""
    field, name = known
    mine = key(claim.value.name)
    if field != claim.field:
        return False
    first, second = name.split(), mine.split()
    nickname = first[-1] == second[-1] and first[0][0] == second[0][0] and other.trust >= 0.8 and claim.trust <= 0.6
    return name == mine or (first[0] == second[0] and first[-1] == second[-1]) or nickname
