"""A group's page in, claims on who leads it out, where a sentence says so."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import Named, find_names, leading_name
from extract.fields.parties import read_party
from extract.fields.sections import said, where
from extract.group_parts import is_lead, singular

_GROUP = (
    r"(?:lab|laboratory|group|team|network|centre|center|meetings?|committee|forum|it|which|association|consortium|unit"
    r"|task force|panel|board|society|programme|initiative|(?-i:[A-Z]{3,8})"
    r"|[\w-]{0,30}gruppe|[\w-]{0,30}netzwerk|arbeitskreis|kommission|ausschuss|verein|labor|laboratoire|équipe|groupe"
    r"|commission|comité|réseau|elle|il|grupo|laboratorio|equipo|red|gruppo|rete|groep|netwerk)"
)
_LEADING = (
    r"(?:led|run|chaired|headed|directed|coordinated|co-ordinated|organi[sz]ed|convened|managed|geleitet|koordiniert"
    r"|dirigée?|présidée?|animée?|coordonnée?|pilotée?|dirigid[oa]|coordinad[oa]|dirett[oa]|coordinat[oa]|geleid)"
)
_LED_BY = re.compile(
    rf"\b{_GROUP} (?:is|are|wird|est|está|è|wordt) (?:currently |jointly |co-|actuellement |derzeit )?{_LEADING}"
    r" (?:by|von|par|por|da|door) "
    r"|\b(?P<named>(?:group|lab|team) (?:organisers|organizers|leads|leaders|chairs)) (?:are )?",
    re.I,
)
_LED_LATE = re.compile(
    rf"\b{_GROUP} (?:wird|werden) (?:(?:seit|derzeit|gemeinsam|aktuell|\d{{4}}) ){{0,3}}von (?P<who>[^;:]{{5,200}}?) "
    r"(?:geleitet|koordiniert|präsidiert|organisiert|betreut)\b",
    re.I,
)
"""German, which ends with its verb."""
_LEADS = re.compile(
    r" (?:currently |jointly )?(?:co-)?(?:leads?|chairs?|heads?|directs?|convenes?|runs?|coordinates?) (?:the|our|this)"
    r" (?:lab|group|team|network|committee|forum|task force|working group|research group|interest group)(?=[.,;]"
    r"| and | with )"
    r"|(?: gemeinsam)? (?:leitet|leiten) (?:die|das|den) (?:[\w-]{0,20}gruppe|netzwerk|arbeitskreis|labor"
    r"|verein)(?=[.,;])",
    re.I,
)
"""After who does: "Ada Brunel and Piet Mol lead the group"; the group of a longer name may be another."""
_OFFICES = (
    r"co-ordinators?|coordinators?|conven[eo]rs?|chairs?|chairpersons?|directors?|heads?|leaders?|secretary|president"
    r"|organi[sz]ers?|treasurer"
)
_IS_OFFICE = re.compile(
    rf"^(?:the |our |its )?(?:[\w-]+ ){{0,3}}(?P<office>(?:(?:co|vice|deputy)[ -])?(?:{_OFFICES}))"
    r"(?: (?:for these meetings|(?:of|for) (?:the|our|this) \w+))? (?:is|are) (?:currently )?(?=\S)"
    r"|^(?:der |die )?(?P<amt>leiter(?:in)?|sprecher(?:in)?|vorsitzende[r]?|koordinator(?:in)?)"
    r"(?: (?:der|des|dieser|dieses|unserer) [\w-]+)? (?:ist|sind) "
    r"|^(?:die |den )?(?P<lage>leitung|vorsitz|koordination|geschäftsführung)(?: (?:der|des) [\w-]+)?"
    r" (?:hat|haben|liegt bei|führt|übernimmt|wird von) "
    r"|^l[ea] (?P<charge>secrétariat|présidence|coordination|direction|animation)(?: (?:du|de la) \w+)?"
    r" est (?:assurée?|confiée? à|exercée?)(?: par)? ",
    re.I,
)
_CUES = (
    " lead", "chair", " head", " direct", " convene", " run", " coordinate", "leite", " by ", " von ", " par ", " por ",
    " da ", " door ", "organis", "organiz", "leaders ", " is ", " are ", " ist ", " sind ", " hat ", " haben ",
    "liegt bei", "führt", "übernimmt", "confié",
)  # fmt: skip


def find_leaders(view: View) -> Iterator[Claim]:
    """ "The lab is led by Dr Ada Brunel", "The convenors are Ada Brunel of CWI and Piet Mol", "Leiter ist Piet Mol"."""
    for sentence, block in said(view, *_CUES):
        short = sentence[:1200]
        if hit := _LED_BY.search(short):
            yield from _run(short[hit.end() :], "organizer" if hit["named"] else "lead", block)
        doing = _LEADS.search(short) if leading_name(short) else None
        if doing:
            yield from _run(short[: doing.start()], "lead", block)
        if late := _LED_LATE.search(short):
            yield from _run(late["who"], "lead", block)
        if office := _IS_OFFICE.match(short):
            yield from _run(short[office.end() :], singular(next(word for word in office.groups() if word)), block)


_POST = (
    r"(?:(?:associate |executive |deputy |scientific |managing |founding )?"
    r"(?:co-)?(?:director|chair|convenor|convener|president|head|leader|coordinator|principal investigator|professeure?"
    r"|professorin|directeur|directrice|leiter|leiterin),? )"
)
_BEFORE = re.compile(
    r"\s*[,;]?\s?(?:and |& |und |et |y |e |en |with |mit |avec )?(?:by |von |par |por |da )?"
    rf"(?:(?:the |its |our |la |le |der |die |den |dem )?(?P<post>{_POST})?|the [\w -]{{3,40}}, )",
    re.I,
)
"""What may stand before each name of a run."""
_AS = re.compile(r",? (?:as|als|comme|en tant que) (?:the |its |our )?(?P<role>[\w -]{3,40}?)(?=[.,;]| and |$)")
_TAIL = re.compile(r"[\s,](?:and|und|et|y|e|en|with|mit|avec)$")
MAX_RUN = 400  # characters in which the leaders of one sentence stand


def _run(text: str, role: str, block: Block) -> Iterator[Claim]:
    """The people that the text begins with, each with affiliation and "as Associate Director"."""
    text = text[:MAX_RUN]
    names = find_names(text)
    at = 0
    for i, named in enumerate(names):
        before = _BEFORE.fullmatch(text[at : named.begin])
        read = read_party(_piece(text, names, i)) if before else None
        if before is None or read is None:
            return
        at = named.begin + len(read[1])
        own = _AS.match(text, at)
        post = own["role"] if own else (before["post"] or "").strip(" ,")
        at = own.end() if own else at
        party = read[0].model_copy(update={"role": post if is_lead(post) else role})
        yield Claim("organizers", party, read[1], "text", "led_by", 0.6, where(block))


def _piece(text: str, names: tuple[Named, ...], i: int) -> str:
    """A name with what follows up to the next one."""
    end = names[i + 1].begin if i + 1 < len(names) else len(text)
    piece = text[names[i].begin : end].rstrip(" ,;")
    return _TAIL.sub("", piece).rstrip(" ,;")
