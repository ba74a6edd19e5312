"""A page without its chrome in, claims on what it costs to come out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.facts import find_facts
from extract.fields.fees import find_fees
from extract.fields.money import DUES, GIFTS, MONEY, MONEY_WORDS, PAYER, RIDES, is_extra, read_price
from extract.fields.sections import said, where
from extract.records import Price

_COST = re.compile(
    r"\b(?:tickets?|price|prices|priced|fee|fees|cost|costs|admission|entry|registration|per person|attendance"
    r"|students?|members?"
    r"|early[- ]bird|concession|standard|preis|kosten|eintritt|gebühr|tarif|prix|precio|prezzo|prijs)\b",
    re.I,
)
_NOT_PRICE = re.compile(
    rf"\b(?:{GIFTS}|{DUES}|capped|funding|funded|fund|stipend|salary|budget|worth|invest\w*|million|billion|travel"
    r"|accommodation|expenses|covers?|fined?|fines|rental|memberships?|processing|publishing|publication|no-show"
    r"|per night|a night|average|maintenance|licen[cs]es?|(?:the|a|this) book|subscriptions?|monthly"
    r"|(?:per|a|each) (?:month|year))\b",
    re.I,
)


def find_prices(view: View) -> Iterator[Claim]:
    """Claims on `price` and `is_accessible_for_free`; prizes, caps and grants are no prices."""
    prices = [*find_fees(view), *_prices(view)]
    free = list(_free(view, paid=bool(prices)))
    yield from prices
    yield from free
    if not free:
        yield from _not_free(prices)


def _not_free(prices: list[Claim]) -> Iterator[Claim]:
    """That one pays to attend, where a price is not for some only."""
    for claim in prices:
        only = _SOME_ONLY.search(claim.value.applies_to or "") or _SOME_ONLY.match(claim.text)
        if not only and (claim.source == "label" or _TO_PAY.search(claim.text)):
            yield replace(claim, field="is_accessible_for_free", value=False, rule="paid")
            return


_SOME_ONLY = re.compile(r"\b(?:non-?members?|late|on[- ]?site)\b", re.I)
"""Who pays where others may not."""
_TO_PAY = re.compile(
    r"\b(?:tickets?|fees?|admission|entry|entrance|registration|attend\w*|participat\w+|per person|eintritt\w*"
    r"|gebühr\w*|teilnahme\w*|tarifs?|inscri\w+|iscri\w+|kosten|prijs|cursusprijs|deelname\w*)\b",
    re.I,
)
"""What a sentence on money must name, to say that one pays to attend."""


def _prices(view: View) -> Iterator[Claim]:
    for text, block, labelled in _money_texts(view):
        part = _own_part(text[:MAX_TEXT])
        if not (labelled or (_COST.search(part) and not _is_fare(text, block))):
            continue
        for hit in MONEY.finditer(part):
            price = read_price(hit, part)
            if price.amount and not is_extra(part, hit):
                yield Claim("price", price, text, "label" if labelled else "text", "price", 0.6, where(block))


MAX_TEXT = 800  # characters of a sentence that names money


def _own_part(text: str) -> str:
    """What a sentence says of the price: no clause on prizes or bursaries, nothing after "and includes lunch".

    >>> _own_part("The fee is £120 and covers travel"), _own_part("Tickets are £5; prizes of £50 are given")
    ('The fee is £120 and ', 'Tickets are £5')
    """
    clauses = [clause for one in text.split(";") if not _NOT_PRICE.search(clause := _uncovered(one))]
    return ";".join(clauses)


def _uncovered(clause: str) -> str:
    """A clause up to what a fee covers, which may be travel too."""
    hit = MONEY.search(clause)
    covered = _COVERED.search(clause, hit.end()) if hit else None
    return clause[: covered.start()] if covered and _FEE.search(clause[: covered.start()]) else clause


_COVERED = re.compile(
    r"\b(?:includ\w+|covers?|covering|inbegriffen|compris|incluid[oa]|inclus[oaie]+|inclusief)\b", re.I
)
_FEE = re.compile(r"\b(?:fees?|tickets?|prices?|costs?|admission|registration|entry|gebühr|tarif|prix|prijs)\b", re.I)
_FARE = re.compile(rf"\b(?:{RIDES})\b", re.I)
_TO_ATTEND = re.compile(
    r"\b(?:registration|registrations|admission|participation|to attend|attendance|entry|entrance|delegate|conference"
    r"|course|workshop|teilnahme\w*|eintritt|inscription|inscripción|iscrizione)\b",
    re.I,
)


def _is_fare(sentence: str, block: Block) -> bool:
    """Whether money in a text on trains and taxis is what the ride costs: 12 of 20 prices of institutes' pages were."""
    return bool(_FARE.search(block.text[:MAX_BLOCK])) and not _TO_ATTEND.search(sentence)


MAX_BLOCK = 3_000  # characters of a paragraph that are looked at for a means of transport


def _money_texts(view: View) -> Iterator[tuple[str, Block, bool]]:
    """Labelled prices, then the sentences that name money outside of those."""
    labelled = [found for found in find_facts(view) if found.field == "price" and len(found.value) <= 200]
    for found in labelled:
        yield found.value, found.block, True
    for sentence, block in said(view, *MONEY_WORDS):
        if not any(found.value in block.text for found in labelled):
            yield sentence, block, False


_FREE = re.compile(r"\b(?:free|kostenlos\w*|kostenfrei\w*|gratuit\w*|gratis|frei)\b", re.I)
_FREE_EVENT = re.compile(
    r"(?<![\w-])free\)? (?:of charge|to attend|entry|admission|event|events|\d-day|one-day|two-day|half-day|online"
    r"|hybrid|public|workshop|seminar"
    r"|webinar|lecture|conference|registration|training|course|talk|tickets?)\b"
    r"|\b(?:event|events|workshop|seminar|webinar|lecture|conference|attendance|registration|participation|admission"
    r"|entry|course"
    r"|tickets?|talk|school)\b[^.;]{0,30}? (?:is|are|will be) (?:\w+ )?free\b"
    r"|\b(?:it|this|day|evening|afternoon|morning|series|lectures|seminars|talks|workshops|class|clinic|walk|tour)\b"
    r"[^.;]{0,30}? (?:is|are) free(?=[.,;]|$| and\b(?! open))|^free(?:,| and)(?= (?:and |but )?(?:there is )?no |"
    r" open to )|^free[.;]"
    r"|^(?:it|this|the) [^.;]{0,120}? and is free(?=[.,;]|$)"
    r"|\bregister for free\b|\bfree,? but (?:registration|booking)\b|\bno (?:registration |conference "
    r"|admission )?(?:fee|charge)\b"
    r"|\b(?:teilnahme|veranstaltung|eintritt) ist (?:kostenlos|kostenfrei|frei)\b|\bkostenlose (?:teilnahme"
    r"|veranstaltung)\b"
    r"|\b(?:inscription|participation) (?:est )?gratuite\b|\bgratuite? mais\b|\basistencia (?:libre|gratuita)\b"
    r"|\binscripción gratuita\b"
    r"|\b(?:fue|es|será) gratuit[ao]\b|\bingresso è (?:libero|gratuito)\b|\bpartecipazione (?:è )?(?:libera"
    r"|gratuita)\b"
    r"|\bdeelname (?:is )?gratis\b|\bfreier eintritt\b|\beintritt frei\b"
    r"|\bentrée (?:libre|gratuite)\b|\bgratuite? (?:et ouvert|sur inscription)|\bentrada (?:libre|gratuita)\b"
    r"|\bingresso (?:libero|gratuito)\b|\bgratis (?:toegang|toegankelijk)\b|\btoegang (?:is )?gratis\b",
    re.I,
)
_FREE_WORDS = (
    "free",
    "no registration fee",
    "no fee",
    "no charge",
    "kosten",
    "frei",
    "gratuit",
    "libre",
    "gratis",
    "libero",
    "libera",
)
_NOT_FREE = re.compile(
    r"\b(?:feel free|free software|free and open(?! to | for )|free wi-?fi|free lunch|free parking|free speech"
    r"|free trial|toll[- ]free|free time"
    r"|(?:parking|bus|shuttle|coffee|tea|lunch|wi-?fi|drinks?|refreshments?|membership|software|app"
    r"|gluten)\b[^.;]{0,20}"
    r" (?:is|are) free|free access to|not free|free text|free movement)\b",
    re.I,
)


def _free(view: View, paid: bool) -> Iterator[Claim]:
    """That the event is free; where others pay, that those whom the sentence names do not."""
    for found in find_facts(view):
        if found.field == "price" and len(found.value) <= 120 and _is_free(found.value):
            yield Claim("is_accessible_for_free", True, found.value, "label", "free", 0.8, where(found.block))
            return
    for sentence, block in said(view, *_FREE_WORDS):
        if not _FREE_EVENT.search(sentence[:1500]) or _NOT_FREE.search(sentence):
            continue
        if not paid:
            yield Claim("is_accessible_for_free", True, sentence, "text", "free", 0.6, where(block))
        else:
            price = Price(amount=0.0, applies_to=_who_is_free(sentence))
            yield Claim("price", price, sentence, "text", "free", 0.5, where(block))
        return


def _is_free(value: str) -> bool:
    """Whether a labelled price is none: "free", but not "€ 5, members free"."""
    return _FREE.search(value) is not None and not MONEY.search(value)


def _who_is_free(sentence: str) -> str | None:
    if re.search(r"\b(?:virtual\w*|online|remote\w*)\b", sentence, re.I):
        return "online"
    hit = PAYER.search(sentence)
    return hit.group() if hit else None
