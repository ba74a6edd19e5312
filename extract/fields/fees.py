"""A page in, the prices of its tables and lists of fees out: "Standard | £240" below a heading "Fees"."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.money import DUES, EXTRAS, GIFTS, MONEY, RIDES, is_extra, read_price
from extract.fields.sections import find_sections, where

_FEES = re.compile(
    r"(?:(?:registration|ticket|tickets|course|conference|workshop|participation|event|attendance) )?"
    r"(?:fees?|prices?|pricing|costs?|tickets?|rates|charges)"
    r"(?: (?:and|&) (?:bookings?|registration|payments?|prices|fees|tickets|costs))?"
    r"|registration (?:and|&) fees|bookings? (?:and|&) (?:fees|prices|costs)"
    r"|(?:teilnahme)?gebühren|preise|kosten|tarifs?|frais d inscription|tarifas?|precios|tariffe|quote|prijzen",
)
_OTHER = re.compile(
    rf"\b(?:{GIFTS}|{DUES}|{EXTRAS}|{RIDES}|refund\w*|travel|rooms?|breakfast|night|boat|proceedings|page|degree"
    r"|programme|vat|sponsorship|exhibition|discount\w*)\b",
    re.I,
)
"""Rows of such tables that are not what one pays to attend."""
_PAYS = re.compile(
    r"\b(?:students?|phds?|members?|academics?|academia|universit\w+|industr\w+|compan\w+|commercial|non-?profit|charit\w+"
    r"|concessions?|concessionary|standard|regular|normal|general|full|reduced|early|late|on-?site|in[- ]person|online"
    r"|virtual|remote|adults?|child(?:ren)?|seniors?|famil\w+|unwaged|waged|staff|delegates?|participants?|speakers?"
    r"|attendees?|individuals?|groups?|day|half-day|one-day|week|registration|admission|entry|ticket|course|workshop"
    r"|conference|studierende|mitglieder|étudiant\w*|estudiantes?|studenti|studenten)\b",
    re.I,
)
"""Who pays, or for what: rows that say nothing of the kind are breakfasts and taxis."""
_CELLS = frozenset(("td", "th", "dt", "dd"))
MAX_ROW = 80  # characters of a line that is a price and who pays it
_MAX_PAYER = 60
_BACK = 4  # cells between an amount and the first of its row
_DIGIT = re.compile(r"\d")


def find_fees(view: View) -> Iterator[Claim]:
    """Claims on `price`: the rows below a heading that says fees."""
    for section in find_sections(view.body, _FEES.fullmatch):
        for number, block in enumerate(section.blocks):
            if len(block.text) <= MAX_ROW and _DIGIT.search(block.text):
                yield from _row(section.blocks, number)


def _row(blocks: Sequence[Block], number: int) -> Iterator[Claim]:
    """The price of a cell that is an amount, or of a line that begins or ends with one."""
    block = blocks[number]
    hit = MONEY.search(block.text)
    if hit is None or MONEY.search(block.text, hit.end()):
        return
    before, after = block.text[: hit.start()].strip(" :–-("), block.text[hit.end() :].strip(" :–-()")
    if (before and after) or _DIGIT.search(before + after):
        return
    payer = before or after or _label(blocks, number)
    price = read_price(hit, block.text, payer.removeprefix("for ") if len(payer) <= _MAX_PAYER else None)
    if price.amount and _PAYS.search(payer) and not _OTHER.search(payer) and not is_extra(block.text, hit):
        yield Claim("price", price, block.text, "label", "fees", 0.6, where(block))


def _label(blocks: Sequence[Block], number: int) -> str:
    """The words of the nearest cell before an amount, in its row, that is no amount itself; "" if there is none."""
    block = blocks[number]
    for one in reversed(blocks[max(0, number - _BACK) : number]):
        if not (one.tag in _CELLS and block.tag in _CELLS and one.nodes[-2:-1] == block.nodes[-2:-1]):
            return ""
        if not MONEY.search(one.text):
            return one.text
    return ""
