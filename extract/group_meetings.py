"""A group's page in, the one claim on how often the group meets out."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.sections import said, where

_OFTEN = (
    r"(?:weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly|annually|yearly|daily|twice (?:a|per|yearly|each)"
    r"(?: (?:year|month|week))?|once (?:a|per|every|or twice)\b[^.;,]{0,30}"
    r"|every (?:\w+ ){0,2}(?:weeks?|months?|years?|monday|tuesday|wednesday|thursday|friday)|(?:per|each|a) (?:year"
    r"|month|week|term|semester|quarter))"
)
_FOREIGN = re.compile(
    r"\b(?:trifft sich|treffen sich|tagt|treffen finden|sitzungen finden|kommt [^.;]{0,40}?zusammen)\b[^.;]{0,80}?"
    r"\b(?:(?:wöchent|monat|vierteljähr|halbjähr|jähr)lich\w*|alle \w+ (?:wochen|monate|jahre)"
    r"|jede[nrsm]? (?:\w+ ){0,2}?(?:\w+tag|mittwoch|woche|monat|semester|jahr)"
    r"|(?:\w{2,10}mal|\d+ ?mal|\d+x) (?:im|pro|jährlich)(?: (?:jahr|monat|quartal|semester|woche))?)\b"
    r"|\b(?:se réuni(?:t|ssent)|se retrouvent?)\b[^.;]{0,80}?"
    r"\b(?:\w+ fois (?:par|l[’']) ?(?:an|année|mois|semaine|trimestre|semestre)|chaque \w+|tou(?:s|tes) les \w+"
    r"|mensuellement|hebdomadairement)\b"
    r"|\bse reúnen?\b[^.;]{0,80}?\b(?:cada (?:\w+ )?\w+|\w+ ve(?:z|ces) (?:al|por) \w+|mensualmente|semanalmente)\b"
    r"|\bsi (?:riunisc(?:e|ono)|incontra(?:no)?)\b[^.;]{0,80}?"
    r"\b(?:ogni (?:\w+ )?\w+|\w+ volt[ae] (?:all[’']|al |a )\w+|mensilmente)\b"
    r"|\b(?:komt|komen|vergadert|vergaderen)\b[^.;]{0,80}?"
    r"\b(?:wekelijks|maandelijks|jaarlijks|elke (?:\w+ )?\w+|\w+ keer per \w+)\b",
    re.I,
)
_OTHER_BODY = re.compile(r"^an? (?:[\w-]+ ){0,3}(?:board|committee|panel|council|jury|group)\b", re.I)
"""Who meets is not this group: "A board of sailors meets twice a year"."""
_FREQUENCY = re.compile(
    r"\b(?:meet(?:s|ings?)?|seminars?|calls?|teleconferences?|sessions?|talks?|talk series|gather(?:s|ings)?"
    r"|workshops?|telecons?)\b"
    rf"[^.;]{{0,120}}?\b{_OFTEN}\b"
    rf"|\b(?:group|club|circle|forum|seminar) runs {_OFTEN}\b"
    r"|\b(?:weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly|annual) (?:\w+ )?(?:meetings?|seminars?"
    r"|calls?|talks?|telecons?"
    r"|webinars?|reading group|sessions?)\b"
    r"|\bon the (?:first|second|third|fourth|last) \w+day of (?:the|each|every) month\b"
    r"|\bevery (?:two|other|second|first|last|three|four) (?:weeks?|months?|\w+day)\b[^.]{0,80}\bmeets?\b",
    re.I,
)
_FREQUENCY_WORDS = (
    "week", "month", "quarter", "annual", "year", "fortnight", "daily", "twice", "once ", "every ", "each ",
    "trifft", "treffen", "sitzungen", "tagt", "zusammen", "réuni", "retrouve", "reúne", "riunisc", "incontra", "komt",
    "komen", "vergader",
)  # fmt: skip
_MEETING_LINE = re.compile(
    r"(?:teleconferences?|tele-?calls?|calls?|meetings?|regular meetings?|meeting (?:frequency|schedule)|treffen"
    rf"|réunions?|reuniones|riunioni|bijeenkomsten)\s?:\s?(?=.*(?:{_OFTEN}|\d(?:-\d)? per \w+|regelmäßig|wöchentlich"
    r"|monatlich|hebdomadaire|mensuelle?|mensual|semanal|mensile|wekelijks|maandelijks))",
    re.I,
)
_NO_FREQUENCY = re.compile(r"\b(?:elected|decid(?:es|ed)|was|were|fee|attendees? per|newsletter)\b", re.I)
_REGULARLY = re.compile(
    r"\b(?:meets|meet|meetings (?:are held|take place)) (?:\w+ )?regularly\b|\bregular meetings\b", re.I
)
_HELD = re.compile(r"\b(?:held|meets?|takes? place|hosts?)\b", re.I)


MAX_LINE = 160  # characters of a line that states the meetings


def _meeting_line(view: View) -> Claim | None:
    """ "Teleconferences: weekly"."""
    lines = ((line, block) for block in view.body if ":" in block.text for line in block.text.split("\n"))
    for line, block in lines:
        if len(line) <= MAX_LINE and _MEETING_LINE.match(line):
            return Claim("meeting_frequency", line, line, "label", "meetings", 0.8, where(block))
    return None


def find_meetings(view: View) -> Iterator[Claim]:
    """How often the group meets, in the page's words: a line that says nothing else, or a sentence ("are held")."""
    best = _meeting_line(view)
    for sentence, block in said(view, *_FREQUENCY_WORDS):
        hit = _FREQUENCY.search(sentence[:1200]) or _FOREIGN.search(sentence[:1200])
        if not hit or _NO_FREQUENCY.search(sentence) or _OTHER_BODY.match(sentence):
            continue
        words = sentence if len(sentence) <= MAX_LINE else hit.group()
        trust = 0.7 if _HELD.search(sentence) else 0.6
        if best is None or trust > best.trust:
            best = Claim("meeting_frequency", words, words, "text", "frequency", trust, where(block))
    if best is None:
        best = next(_regular(view), None)
    if best:
        yield best


def _regular(view: View) -> Iterator[Claim]:
    """ "The group meets regularly", where nothing says it better."""
    for sentence, block in said(view, "regular"):
        hit = _REGULARLY.search(sentence)
        if hit and not _NO_FREQUENCY.search(sentence):
            yield Claim("meeting_frequency", hit.group(), hit.group(), "text", "regularly", 0.4, where(block))
