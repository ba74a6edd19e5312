"""A page without its chrome in, claims on what it costs to come out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_labelled, split_sentences, where
from extract.records import Price

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "gbp": "GBP", "eur": "EUR", "euro": "EUR", "euros": "EUR",
          "usd": "USD", "chf": "CHF", "fr.": "CHF", "sek": "SEK", "dkk": "DKK", "nok": "NOK"}  # fmt: skip
_MONEY = re.compile(
    r"(?P<sign>US\$|[£€$]|\b(?:GBP|EUR|USD|CHF|SEK|DKK|NOK))\s?(?P<a>\d{1,3}(?:,\d{3})+|\d{1,5})(?:[.,](?P<ac>\d{2}))?(?!\d|\s?(?:m|bn|k|million|billion)\b)"
    r"|(?<![\d.,])(?P<b>\d{1,5})(?:[.,](?P<bc>\d{2}))?\s?(?P<unit>€|EUR\b|Euros?\b|CHF\b|GBP\b|USD\b|SEK\b|DKK\b|NOK\b)",
    re.I,
)
_COST = re.compile(
    r"\b(?:tickets?|price|prices|priced|fee|fees|cost|costs|admission|entry|registration|per person|attendance|student|students|member|members|early[- ]bird|concession|standard|preis|kosten|eintritt|gebühr|tarif|prix|precio|prezzo|prijs)\b",
    re.I,
)
_NOT_PRICE = re.compile(
    r"\b(?:capped|prizes?|grants?|awards?|funding|funded|bursar\w+|reimburse\w*|stipend|salary|budget|worth|invest\w*|raised|million|billion|fund|up to a maximum|travel|accommodation|expenses|cover)\b",
    re.I,
)
_FREE = re.compile(
    r"\b(?:free|kostenlos\w*|kostenfrei\w*|gratuit\w*|gratis|gratuito|eintritt frei)\b", re.I,
)
_FREE_EVENT = re.compile(
    r"\bfree (?:of charge|to attend|entry|admission|event|events|\d-day|one-day|two-day|half-day|online|hybrid|public|workshop|seminar|webinar|lecture|conference|registration|training|course|talk|tickets?)\b"
    r"|\b(?:event|events|workshop|seminar|webinar|lecture|conference|attendance|registration|participation|admission|entry|course|tickets?|talk|school)\b[^.;]{0,30}? (?:is|are|will be) (?:\w+ )?free\b"
    r"|\bregister for free\b|\bfree,? but (?:registration|booking)\b|\bno (?:registration |conference |admission )?(?:fee|charge)\b"
    r"|\b(?:teilnahme|veranstaltung|eintritt) ist (?:kostenlos|kostenfrei|frei)\b|\bkostenlose (?:teilnahme|veranstaltung)\b|\bentrée (?:libre|gratuite)\b|\bgratuit(?:e)?(?: et ouvert| sur inscription)|\bentrada (?:libre|gratuita)\b|\bingresso (?:libero|gratuito)\b|\bgratis (?:toegang|toegankelijk)\b|\btoegang (?:is )?gratis\b",
    re.I,
)
_NOT_FREE = re.compile(r"\b(?:feel free|free software|free and open|free wifi|free wi-fi|free lunch|free parking|free speech|free trial|toll[- ]free|free time|free access to|not free|free text|free movement)\b", re.I)


def find_prices(view: View) -> Iterator[Claim]:
    """Claims on `price` and `is_accessible_for_free`; prizes, caps and grants are no prices."""
    paid = False
    for sentence, block, labelled in _money_texts(view):
        hits = list(_MONEY.finditer(sentence[:800]))
        if not hits or _NOT_PRICE.search(sentence) or not (labelled or _COST.search(sentence)):
            continue
        for hit in hits:
            price = _price(hit, sentence)
            if price and not (price.amount == 0):
                paid = True
                yield Claim("price", price, sentence, "label" if labelled else "text", "price", 0.6, where(block))
    yield from _free(view, paid)


def _money_texts(view: View) -> Iterator[tuple[str, Block, bool]]:
    seen: set[str] = set()
    for found in find_labelled(view):
        if found.field == "price" and len(found.value) <= 200:
            seen.add(found.value)
            yield found.value, found.block, True
    for block in view.body:
        if not any(value in block.text for value in seen):
            for sentence in split_sentences(block.text[:6000]):
                yield sentence, block, False


def _price(hit: re.Match[str], sentence: str) -> Price | None:
    whole, cents = (hit["a"], hit["ac"]) if hit["a"] else (hit["b"], hit["bc"])
    sign = (hit["sign"] or hit["unit"]).lower()
    before = sentence[max(0, hit.start() - 24) : hit.start()].lower()
    amount = float(whole.replace(",", "") + "." + (cents or "0"))
    minimum = bool(re.search(r"\b(?:from|starting at|start at|ab|à partir de|desde|da|vanaf)\s*$", before))
    return Price(
        amount=amount, price_currency=_SIGNS.get(sign), applies_to=_payer(sentence, hit), is_minimum=minimum or None
    )


_PAYER = re.compile(
    r"\b(students?|members?|non-members?|academics?|industry|concessions?|standard|early[- ]bird|full|in[- ]person|online|regular)\b",
    re.I,
)


def _payer(sentence: str, hit: re.Match[str]) -> str | None:
    """Who pays it, by the nearest word before the amount, else right after it."""
    before = list(_PAYER.finditer(sentence[max(0, hit.start() - 60) : hit.start()]))
    after = _PAYER.match(sentence[hit.end() :].lstrip(" (-–:").removeprefix("for ").removeprefix("per "))
    return after.group() if after else before[-1].group() if before else None


def _free(view: View, paid: bool) -> Iterator[Claim]:
    for found in find_labelled(view):
        if found.field == "price" and len(found.value) <= 120 and _FREE.search(found.value):
            yield Claim("is_accessible_for_free", True, found.value, "label", "free", 0.8, where(found.block))
            return
    for block in view.body:
        for sentence in split_sentences(block.text[:6000]):
            if not _FREE_EVENT.search(sentence) or _NOT_FREE.search(sentence):
                continue
            if paid:
                hit = _PAYER.search(sentence)
                online = re.search(r"\b(?:virtual\w*|online|remote\w*)\b", sentence, re.I)
                payer = "online" if online else hit.group() if hit else None
                yield Claim("price", Price(amount=0.0, applies_to=payer), sentence, "text", "free", 0.5, where(block))
                return
            else:
                yield Claim("is_accessible_for_free", True, sentence, "text", "free", 0.6, where(block))
                return
