"""Which dates of a page are not the event's: postings, deadlines, history, other people's grants. Words and classes."""

import re
from datetime import date
from functools import lru_cache

from extract.blocks import Block
from extract.claims import View

_POSTED = re.compile(
    r"\b(?:posted|published|submitted|created|updated|modified|edited|revised|written|uploaded|added|last"
    r" (?:update|change|edit)d?"
    r"|publication date|date published|copyright|accessed|retrieved"
    r"|veröffentlicht|erstellt|aktualisiert|geändert|stand|eingestellt"
    r"|publié|mis à jour|modifié|créé|rédigé|publicado|actualizado|creado|pubblicato|aggiornato|creato"
    r"|gepubliceerd|bijgewerkt|geplaatst)\b|©|\(c\)|^by [^\d\n]{2,60}\bon\b|^by [^\d\n]{2,60}[|/·•,]",
    re.I,
)
_POSTED_STEP = re.compile(
    r"(?:post|entry|article|blog|news|story|title|page|node)[-_]{0,2}(?:meta|metadata|date)\b|card[-_]{1,2}meta\b|"
    r"byline|posted|"
    r"publish|pubdate|submitted|created|updated|modified|copyright|dateline|comment|author",
    re.I,
)
_SIGNED = re.compile(r"\s?[,|·–-]?\s?(?:[Pp]ar|[Bb]y|[Vv]on|[Pp]or|[Dd]oor)\s[^\W\d_a-z]")
_DEADLINE = re.compile(
    r"\b(?:deadlines?|apply (?:by|before|until)|appl(?:y|ications?)\b[^.]{0,60}|register (?:by|before|until)|"
    r"registrations?\b[^.]{0,40}"
    r"(?:close|open|end|until|by|due)\w*|sign[- ]?up (?:by|before|until)|submi(?:t|ssions?|tted)\b[^.]{0,60}|notif\w+|"
    r"abstracts?\b[^.]{0,40}(?:by|due|until|before|submi\w+|close\w*)|"
    r"early[- ]?bird|due|no later than|expressions? of interest[^.]{0,50}|nominations?|call for|closing date|"
    r"closes?|closed|"
    r"confirm(?:ed|ation)?|inform(?:ed)?|hear back|rsvp|book(?:ed)? by|before|by|as of|until|prior to|valid|"
    r"anmeldeschluss|anmeldefrist|anmeldung|bewerbung\w*|einsendeschluss|frist|inscriptions?|date limite|"
    r"fecha límite|inscripci\w+|scadenza|iscrizioni|aanmeld\w+|inschrij\w+)\W{0,5}(?:\w+\W{1,3}){0,3}$",
    re.I,
)
_HISTORY = re.compile(
    r"\b(?:since|founded|established|launched|born|awarded|grant(?:ed)?|funded|funding|joined|graduated|phd|published|"
    r"publication|paper|report|journal|arxiv|began|started|first held|previous(?:ly)?|last (?:year|month|week|"
    r"time)|earlier|"
    r"ago|formerly|history|recorded|minutes|seit|gegründet|depuis|fondé|desde|fundad\w+|dal|fondat\w+|sinds|opgericht|"
    r"appointed|elected|received|served|worked|was|were|had|until|between|received|died|passed|version|released?)"
    r"\W{0,4}(?:[^.\n]{0,40})$",
    re.I,
)


def is_posting_line(before: str) -> bool:
    """Whether the words in front of a date say that it dates the page itself."""
    return bool(_POSTED.search(before[-80:]))


def is_signed(after: str) -> bool:
    """Whether the words behind a date are who posted the page: "3 May 2027, by Ada Brunel".

    >>> is_signed(", par Secrétariat"), is_signed(", par visioconférence")
    (True, False)
    """
    return _SIGNED.match(after) is not None


def is_posting_block(block: Block) -> bool:
    """Whether a block's own element or the one around it is a theme's byline."""
    return _is_byline(block.path[-2:])


@lru_cache(maxsize=2_000)
def _is_byline(steps: tuple[str, ...]) -> bool:
    return any(_POSTED_STEP.search(step) and "event" not in step.lower() for step in steps)


def is_deadline(before: str) -> bool:
    """Whether the words in front of a date make it the last day of something."""
    return bool(_DEADLINE.search(before[-120:]))


def is_history(before: str) -> bool:
    """Whether the words in front of a date look back."""
    return bool(_HISTORY.search(before[-80:]))


_STAMPS = (
    "article:published_time", "article:modified_time", "datePublished", "dateModified", "dc.date", "DC.date", "date",
    "dcterms.created", "dcterms.modified", "dcterms.date", "og:updated_time", "og:published_time", "pubdate",
    "citation_publication_date", "citation_online_date", "last-modified",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def find_stamps(view: View) -> frozenset[date]:
    """Days on which the page says it was posted or changed, from its meta elements and article markup."""
    texts = [view.markup.meta.get(name, "") for name in _STAMPS]
    for item in view.markup.walk():
        if not item.type.endswith("Event"):
            texts += [item.text("datePublished"), item.text("dateModified"), item.text("dateCreated")]
    found = (_ISO.match(text) for text in texts)
    return frozenset(day for match in found if match and (day := _day(match)))


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
