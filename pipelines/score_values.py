"""One value of ours and one of gold in, how right ours is out: the measures of `colloquy score`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from extract.fields.words import TITLES
from extract.identity import plain_url
from extract.text import key

Measure = Literal["exact", "name", "words", "phrase", "place", "address", "list", "people", "contact"]
"""exact: the same value (a day known to the month is half right); name: words agree to `SAME_NAME`; words: the token
F1 itself; phrase and place: token F1 of a half, or one contains the other; address: one URL or e-mail; list, people:
item by item; contact: the address, or that it is hidden."""

SAME_NAME = 0.8  # token F1 at which two spellings name one thing: a lost article or acronym, not another name
SAME_TEXT = 0.5  # token F1 at which two excerpts are of one statement
_NAMES = ("name", "title", "question", "challenges", "example_output", "text", "start", "amount", "email")


class Hits(NamedTuple):
    """One field of one record: values that gold states, values that we state, how many of ours are right."""

    given: float
    ours: float
    right: float


def compare(ours: Any, gold: Any, measure: Measure, whole: bool = True) -> Hits:
    """Compare a stated value. `whole`: gold lists every item; else more of ours than it has are not held against us.

    >>> compare("2026-05-04", "2026-05-04", "exact")
    Hits(given=1, ours=1, right=1.0)
    >>> compare(["Dr Ada Brunel", "Bo"], [{"name": "Ada Brunel"}], "people")
    Hits(given=1, ours=2, right=1)
    """
    if not isinstance(gold, list):
        own = _first(ours) if measure in ("place", "name", "exact", "address") else ours
        return Hits(1, int(is_stated(ours)), _credit(own, gold, measure) if is_stated(ours) else 0.0)
    left = list(ours) if isinstance(ours, Sequence) and not isinstance(ours, str) else [ours] if is_stated(ours) else []
    own_count, right = len(left), 0
    for item in gold:
        found = next((one for one in left if _is_same(one, item, measure)), None)
        if found is not None:
            left.remove(found)
            right += 1
    return Hits(len(gold), own_count if whole else right, right)


def is_stated(value: Any) -> bool:
    """Whether a value says anything: not None, no empty list, no structure of nothing."""
    return value is not None and value not in ("", [], (), {})


def token_f1(ours: str, gold: str) -> float:
    """The harmonic mean of the shares of words that the two texts have in common.

    >>> token_f1("The Tide Lab", "tide lab")
    0.8
    """
    mine, theirs = Counter(key(ours).split()), Counter(key(gold).split())
    common = sum((mine & theirs).values())
    return 2 * common / (sum(mine.values()) + sum(theirs.values())) if common else 0.0


def main_text(item: Any) -> str:
    """What an item of a list is known by: its name, title or question; a plain text is itself."""
    if isinstance(item, Mapping):
        return str(next((item[name] for name in _NAMES if is_stated(item.get(name))), ""))
    return str(item)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1 else value


def _credit(ours: Any, gold: Any, measure: Measure) -> float:
    if measure == "exact":
        return _exact(ours, gold)
    if measure == "contact":
        return float(_same_contact(ours, gold))
    if measure == "words":
        return token_f1(main_text(ours), main_text(gold))
    return float(_is_same(ours, gold, measure))


def _exact(ours: Any, gold: Any) -> float:
    mine, theirs = (str(value) if not isinstance(value, bool | int | float) else value for value in (ours, gold))
    if isinstance(mine, str) and isinstance(theirs, str):
        shorter = len(mine) >= 4 and theirs.startswith(mine + "-") and mine[:4].isdigit()
        return 1.0 if mine == theirs else 0.5 if shorter else 0.0
    return float(mine == theirs)


def _is_same(ours: Any, gold: Any, measure: Measure) -> bool:
    mine, theirs = main_text(ours), main_text(gold)
    if measure == "place":
        mine, theirs = _all_text(ours), _all_text(gold)
    if measure == "address":
        return _address(mine) == _address(theirs)
    if measure == "contact":
        return _same_contact(ours, gold)
    if measure in ("people", "name"):
        mine, theirs = _untitled(mine), _untitled(theirs)
        return token_f1(mine, theirs) >= SAME_NAME or key(mine) == key(theirs) != ""
    mine, theirs = key(mine), key(theirs)
    inside = bool(mine and theirs) and (f" {mine} " in f" {theirs} " or f" {theirs} " in f" {mine} ")
    return inside or token_f1(mine, theirs) >= SAME_TEXT


def _same_contact(ours: Any, gold: Any) -> bool:
    if not isinstance(ours, Mapping):
        return False
    if isinstance(gold, str):
        return "@" in gold and str(ours.get("email") or "").casefold() == gold.casefold()
    stated = {name: value for name, value in gold.items() if is_stated(value)}
    email, hidden, name = stated.get("email"), stated.get("email_obfuscated"), stated.get("name")
    if email:
        return bool(str(ours.get("email") or "").casefold() == str(email).casefold())
    if hidden:
        return bool(ours.get("email_obfuscated"))
    return bool(name) and _is_same(ours.get("name") or "", name, "name")


def _all_text(place: Any) -> str:
    parts = place if isinstance(place, list | tuple) else [place]
    texts = [" ".join(str(v) for v in one.values() if v) if isinstance(one, Mapping) else str(one) for one in parts]
    return " ".join(texts)


def _address(text: str) -> str:
    text = text.strip().removeprefix("mailto:")
    if not text.startswith("http"):
        return text.casefold()
    try:
        return re.sub(r"^https?://(?:www\.)?", "", plain_url(text)).casefold()
    except ValueError:
        return text.casefold()


def _untitled(name: str) -> str:
    return " ".join(word for word in key(name).split() if word not in TITLES)
