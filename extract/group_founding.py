"""A group's page in, the one claim on when the group was founded out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.date_words import MONTHS
from extract.fields.sections import said, where
from extract.group_words import GROUP_TYPES
from extract.text import key

_GROUP = (
    r"(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|team|task force"
    r"|(?-i:[A-Z]{3,8}(?:-[A-Z]{2,8})?|[A-Z]{2,8}[a-z])|department|it|we|council|society|consortium|unit|alliance"
    r"|initiative|club"
    r"|[\w-]{0,30}gruppe|[\w-]{0,30}netzwerk|[\w-]{0,30}verein|labor|arbeitskreis|kommission|ausschuss"
    r"|groupe|laboratoire|équipe|réseau|commission|comité|grupo|laboratorio|equipo|gruppo|rete|groep|netwerk"
    r"|лаборатория)"
)
_DONE = (
    r"(?:founded|established|formed|launched|set up|created|started|constituted|gegründet|fondée?|créée?|fundad[oa]"
    r"|cread[oa]|fondat[oa]|opgericht|основана)"
)
_DATE = (
    r"(?:(?:early|mid|late|spring|summer|autumn|fall|winter|the year|frühjahr|sommer|herbst|jahre?)[ -](?:of )?)?"
    r"(?:(?P<month>[^\W\d_]{3,10})\.? (?:of |de |del )?)?(?P<year>(?:19|20)\d\d)\b"
)
_IN = r"(?:in|on|since|im|en|nel|seit|depuis|desde|dal|sinds|в)"
_FOUNDED: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_GROUP}\b[^.;]{{0,60}}?\b(?:was |were |is |been |wurde |a été |è stat[oa] )?(?:first )?{_DONE}\b"
        rf"(?: \w+){{0,3}}? {_IN} {_DATE}",
        rf"\b{_GROUP}\b[^.;]{{0,60}}?\bsince (?:its|our|the) (?:founding|foundation|formation|creation|launch"
        rf"|establishment|inception) in {_DATE}",
        rf"\b{_GROUP}\b[^.;]{{0,60}}?\b(?:besteht|existiert|gibt es) (?:bereits |schon )?seit (?:dem )?{_DATE}",
        rf"\b{_GROUP}\b[^.;]{{0,60}}?\bexiste depuis {_DATE}",
        rf"\b{_GROUP}\b[^.;]{{0,40}}?\bwurden? (?:bereits )?(?:im )?{_DATE}[^.;]{{0,80}}?\b(?:gegründet|gebildet"
        rf"|eingesetzt)\b",
    )
)
_OPENING = re.compile(
    rf"^(?:{_DONE} {_IN} |(?:im )?(?=[^.;]{{4,25}} gegründet\b)){_DATE}(?: gegründet\b)?(?P<rest>[^.;]{{0,80}})", re.I
)
"""A sentence without a subject of its own before it: "Founded in 2020, the group ..."."""
_ANOTHER = re.compile(r"\b(?:universit|college|institut|school|hochschule|academy|company|city|town|journal)", re.I)
"""Who else may have been founded then."""
_SET_UP = re.compile(
    rf"^{_IN} {_DATE},? [^.;]{{0,60}}?\b(?:set up|established|formed|founded|created|launched) (?:a|the|this|our)"
    r" (?P<what>[^.;]{3,80})",
    re.I,
)
_TYPE_WORD = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in GROUP_TYPES if len(word) > 3), re.I)


def find_founding(view: View) -> Iterator[Claim]:
    """The group's own founding, not that of its charter or its host."""
    for sentence, block in said(view, " 19", " 20"):
        hit = _founded(sentence[:1200], view.title)
        if hit:
            yield Claim("founding_date", _date(hit), hit.group(), "text", "founded", 0.6, where(block))
            return


def _founded(sentence: str, title: str) -> re.Match[str] | None:
    for pattern in _FOUNDED:
        if hit := pattern.search(sentence):
            return hit
    opening = _OPENING.match(sentence)
    if opening and not _ANOTHER.search(opening["rest"]):
        return opening
    made = _SET_UP.match(sentence)
    return made if made and _is_titled(made["what"], title) else None


def _is_titled(what: str, title: str) -> bool:
    """Whether what somebody set up is called as the page is: "a task force" on the page of the Task Force on Quays."""
    word = _TYPE_WORD.search(what)
    return bool(word and key(word.group()) in key(title))


def _date(hit: re.Match[str]) -> str:
    month = MONTHS.get((hit["month"] or "").lower())
    return f"{hit['year']}-{month:02}" if month else hit["year"]
