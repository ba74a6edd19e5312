"""A page without its chrome in, claims on what it costs to come out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_labelled, said, where
from extract.records import Price

_CURRENCIES = {
    "£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "gbp": "GBP", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "usd": "USD",
    "chf": "CHF", "sek": "SEK", "dkk": "DKK", "nok": "NOK",
}  # fmt: skip
_MONEY = re.compile(
    r"(?P<sign>US\$|[£€$]|\b(?:GBP|EUR|USD|CHF|SEK|DKK|NOK))\s?(?P<a>\d{1,3}(?:,\d{3}){1,2}"
    r"|\d{1,5})(?:[.,](?P<ac>\d{2}))?"
    r"(?!\d|\s?(?:m|bn|k|million|billion)\b)"
    r"|(?<![\d.,])(?P<b>\d{1,5})(?:[.,](?P<bc>\d{2}))?\s?(?P<unit>€|EUR\b|Euros?\b|CHF\b|GBP\b|USD\b|SEK\b|DKK\b"
    r"|NOK\b)",
    re.I,
)
_MONEY_WORDS = ("£", "€", "$", "gbp", "eur", "usd", "chf", "sek", "dkk", "nok")
_COST = re.compile(
    r"\b(?:tickets?|price|prices|priced|fee|fees|cost|costs|admission|entry|registration|per person|attendance"
    r"|students?|members?"
    r"|early[- ]bird|concession|standard|preis|kosten|eintritt|gebühr|tarif|prix|precio|prezzo|prijs)\b",
    re.I,
)
_NOT_PRICE = re.compile(
    r"\b(?:capped|prizes?|grants?|awards?|funding|funded|bursar\w+|reimburse\w*|stipend|salary|budget|worth"
    r"|invest\w*|raised|million"
    r"|billion|fund|travel|accommodation|expenses|covers?|donat\w+)\b",
    re.I,
)


def find_prices(view: View) -> Iterator[Claim]:
    """Claims on `price` and `is_accessible_for_free`; prizes, caps and grants are no prices."""
    prices = list(_prices(view))
    yield from prices
    yield from _free(view, paid=bool(prices))


def _prices(view: View) -> Iterator[Claim]:
    for text, block, labelled in _money_texts(view):
        hits = list(_MONEY.finditer(text[:800]))
        if not hits or _NOT_PRICE.search(text) or not (labelled or _COST.search(text)):
            continue
        for hit in hits:
            price = _price(hit, text)
            if price.amount:
                yield Claim("price", price, text, "label" if labelled else "text", "price", 0.6, where(block))


def _money_texts(view: View) -> Iterator[tuple[str, Block, bool]]:
    """Labelled prices, then the sentences that name money outside of those."""
    labelled = [found for found in find_labelled(view) if found.field == "price" and len(found.value) <= 200]
    for found in labelled:
        yield found.value, found.block, True
    for sentence, block in said(view, *_MONEY_WORDS):
        if not any(found.value in block.text for found in labelled):
            yield sentence, block, False


_FROM = re.compile(r"\b(?:from|starting at|start at|ab|à partir de|desde|da|vanaf)\s?$", re.I)


def _price(hit: re.Match[str], text: str) -> Price:
    whole, cents = (hit["a"], hit["ac"]) if hit["a"] else (hit["b"], hit["bc"])
    minimum = bool(_FROM.search(text[max(0, hit.start() - 24) : hit.start()]))
    return Price(
        amount=float(whole.replace(",", "") + "." + (cents or "0")),
        price_currency=_CURRENCIES.get((hit["sign"] or hit["unit"]).lower()),
        applies_to=_payer(text, hit),
        is_minimum=minimum or None,
    )


_PAYER = re.compile(
    r"\b(students?|members?|non-members?|academics?|industry|concessions?|standard|early[- ]bird|full|in[- ]person"
    r"|online|regular)\b",
    re.I,
)


def _payer(text: str, hit: re.Match[str]) -> str | None:
    """Who pays it: the word right after the amount, else the nearest one before it."""
    after = _PAYER.match(text[hit.end() : hit.end() + 40].lstrip(" (-–:").removeprefix("for ").removeprefix("per "))
    before = list(_PAYER.finditer(text[max(0, hit.start() - 60) : hit.start()]))
    return after.group() if after else before[-1].group() if before else None


_FREE = re.compile(r"\b(?:free|kostenlos\w*|kostenfrei\w*|gratuit\w*|gratis|frei)\b", re.I)
_FREE_EVENT = re.compile(
    r"\bfree (?:of charge|to attend|entry|admission|event|events|\d-day|one-day|two-day|half-day|online|hybrid"
    r"|public|workshop|seminar"
    r"|webinar|lecture|conference|registration|training|course|talk|tickets?)\b"
    r"|\b(?:event|events|workshop|seminar|webinar|lecture|conference|attendance|registration|participation|admission"
    r"|entry|course"
    r"|tickets?|talk|school)\b[^.;]{0,30}? (?:is|are|will be) (?:\w+ )?free\b"
    r"|\b(?:it|this|day|evening|afternoon|morning|series|lectures|seminars|talks|workshops|class|clinic|walk|tour)\b"
    r"[^.;]{0,30}? (?:is|are) free(?=[.,;]|$| and\b(?! open))|^free(?:,| and)(?= (?:and |but )?(?:there is )?no |"
    r" open to )|^free[.;]"
    r"|\bregister for free\b|\bfree,? but (?:registration|booking)\b|\bno (?:registration |conference "
    r"|admission )?(?:fee|charge)\b"
    r"|\b(?:teilnahme|veranstaltung|eintritt) ist (?:kostenlos|kostenfrei|frei)\b|\bkostenlose (?:teilnahme"
    r"|veranstaltung)\b"
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
)
_NOT_FREE = re.compile(
    r"\b(?:feel free|free software|free and open|free wi-?fi|free lunch|free parking|free speech|free trial"
    r"|toll[- ]free|free time"
    r"|free access to|not free|free text|free movement)\b",
    re.I,
)


def _free(view: View, paid: bool) -> Iterator[Claim]:
    """That the event is free; where others pay, that those whom the sentence names do not."""
    for found in find_labelled(view):
        if found.field == "price" and len(found.value) <= 120 and _FREE.search(found.value):
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


def _who_is_free(sentence: str) -> str | None:
    if re.search(r"\b(?:virtual\w*|online|remote\w*)\b", sentence, re.I):
        return "online"
    hit = _PAYER.search(sentence)
    return hit.group() if hit else None
