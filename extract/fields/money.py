"""Text in, amounts of money out: what one pays, in which currency, and who pays it."""

import re

from extract.records import Price

_CURRENCIES = {
    "£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "gbp": "GBP", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "usd": "USD", "a$": "AUD", "au$": "AUD", "aud": "AUD", "c$": "CAD", "ca$": "CAD", "cad": "CAD", "nz$": "NZD",
    "nzd": "NZD", "s$": "SGD", "hk$": "HKD",
    "chf": "CHF", "sek": "SEK", "dkk": "DKK", "nok": "NOK",
}  # fmt: skip
MONEY = re.compile(
    r"(?P<sign>(?:\b(?:US|AU?|CA?|NZ|HK|S))?\$|[£€]|\b(?:GBP|EUR|USD|AUD|CAD|NZD|CHF|SEK|DKK|NOK))\s?"
    r"(?P<a>\d{1,3}(?:,\d{3}){1,2}|\d{1,5})(?:[.,](?P<ac>\d{2}))?"
    r"(?!\d|\s?(?:m|bn|k|million|billion)\b)"
    r"|(?<![\d.,])(?P<b>\d{1,5})(?:[.,](?P<bc>\d{2}))?\s?(?P<unit>€|EUR\b|Euros?\b|CHF\b|GBP\b|USD\b|SEK\b|DKK\b"
    r"|NOK\b)",
    re.I,
)
MONEY_WORDS = ("£", "€", "$", "gbp", "eur", "usd", "aud", "cad", "nzd", "chf", "sek", "dkk", "nok")
PAYER = re.compile(
    r"\b(students?|members?|non-members?|academics?|industry|concessions?|standard|early[- ]bird|full|in[- ]person"
    r"|online|regular)\b",
    re.I,
)
_FROM = re.compile(r"\b(?:from|starting at|start at|ab|à partir de|desde|da|vanaf)\s?$", re.I)
GIFTS = r"prizes?|grants?|awards?|bursar\w+|reimburse\w*|raised|donat\w+"
"""Money that nobody pays to attend: it is given."""
DUES = r"tuition|cancellation|sponsors?|exhibitors?"
"""What somebody pays who does not just attend."""
EXTRAS = (
    r"dinners?|banquets?|lunch(?:es)?|meals?|drinks?|t-?shirts?|excursions?|parking|hotels?|deposits?|fines?"
    r"|accommodation|vouchers?|abendessen|dîners?|cena|diners?"
)
"""What one may pay for beside the event itself."""
RIDES = (
    r"trains?|bus(?:es)?|trams?|metro|subway|taxis?|cabs?|shuttles?|airports?|flights?|[us]-bahn|zug|rail|journeys?"
    r"|one-way|gare|aeropuerto|flughafen|trein"
)
"""What one pays for to get there."""
_EXTRA = re.compile(rf"\b(?:{EXTRAS})\b[^.;,(]{{0,30}}$", re.I)  # right before an amount


def is_extra(text: str, hit: re.Match[str]) -> bool:
    """Whether an amount is for something beside the event: "Dinner on Thursday costs £40"."""
    return bool(_EXTRA.search(text[max(0, hit.start() - 60) : hit.start()]))


def read_price(hit: re.Match[str], text: str, payer: str | None = None) -> Price:
    """The price at a hit of `MONEY` in a text; `payer` is who pays it, else the text says so.

    >>> read_price(MONEY.search("Tickets from £12.50"), "Tickets from £12.50").amount
    12.5
    """
    whole, cents = (hit["a"], hit["ac"]) if hit["a"] else (hit["b"], hit["bc"])
    minimum = bool(_FROM.search(text[max(0, hit.start() - 24) : hit.start()]))
    return Price(
        amount=float(whole.replace(",", "") + "." + (cents or "0")),
        price_currency=_CURRENCIES.get((hit["sign"] or hit["unit"]).lower()),
        applies_to=payer or _payer(text, hit),
        is_minimum=minimum or None,
    )


def _payer(text: str, hit: re.Match[str]) -> str | None:
    """Who pays it: the word right after the amount, else the nearest one before it. In "£60 (students £25)" the word
    after the first amount belongs to the second."""
    rest = text[hit.end() : hit.end() + 40].lstrip(" (-–:").removeprefix("for ").removeprefix("per ")
    after = PAYER.match(rest)
    if after and not MONEY.match(rest[after.end() :].lstrip(" :–-")):
        return after.group()
    before = list(PAYER.finditer(text[max(0, hit.start() - 60) : hit.start()]))
    return before[-1].group() if before else None
