"""A mail address and its page in, whether it is that of the page's topic and not of a person out: "tides@" where the
page speaks of tides."""

import re

from extract.claims import View
from extract.fields.names import find_names
from extract.fields.words import SURNAMES

_TOPIC = re.compile(r"[a-z]{5,24}$")
"""One word; shorter ones are initials and nicknames."""
_GIVEN_NAMES = frozenset(
    "amber april autumn basil carol chance charity chase christian clark cliff cooper constance crystal daisy dawn"
    " drake earnest ernest faith felicity flora forest frank garnet ginger glen glory grace grant guy harmony hazel"
    " heath heather herb holly hunter iris ivory jasmine jewel justice laurel lance lily linden linnet marina mason"
    " melody mercy merit miles myrtle norma olive parker patience pearl penny petal piers pierce poppy porter prudence"
    " raven reason robin rosemary ruby saffron sailor sandy savannah scarlet sharon sienna skipper sterling stone"
    " storm summer taylor terry tiger trinity tucker valentine verity victor victoria violet virginia walker"
    " winter".split()
)
"""Given names and surnames that stand in lower case on pages too."""
_NAMED_AFTER = re.compile(
    r"\b((?:[A-Z][\w-]+|and|for|of|in)(?: (?:[A-Z][\w-]+|and|for|of|in)){0,5}) "
    r"(?i:(?:special )?interest group|working group|network|forum|programme|committee|society|consortium)\b"
)
MAX_TEXT = 3_000  # characters of a block that are searched


def is_topical(address: str, view: View) -> bool:
    """Whether the words of the page know what stands before the @ as a common noun, or as what a group works on, and
    nobody on it is called so."""
    word = address.partition("@")[0]
    if not _TOPIC.match(word) or _may_be_name(word):
        return False
    texts = [block.text[:MAX_TEXT] for block in view.body]
    forms = "|".join((word, word.removesuffix("s"), f"{word}s"))
    common = re.compile(rf"(?<![\w@.-])(?:{forms})(?![\w@-])")  # as it is written: in lower case
    if not any(common.search(text) or _has_group(text, word) for text in texts):
        return False
    return not any(_is_called(word, _NAMED_AFTER.sub(" ", text)) for text in texts)


def _is_called(word: str, text: str) -> bool:
    """Whether somebody is called by a word: "Dr Frost", "Ada Frost"."""
    if word not in text.lower():
        return False
    titled = re.search(rf"\b(?:dr|prof|professor|mr|mrs|ms|mx|herr|frau|mme)\.? {word}\b", text, re.I)
    return bool(titled) or any(word in one.name.lower().split() for one in find_names(text))


def _may_be_name(word: str) -> bool:
    return not {word, word.removesuffix("s")}.isdisjoint(_GIVEN_NAMES | SURNAMES)


def _has_group(text: str, word: str) -> bool:
    hits = _NAMED_AFTER.finditer(text) if word in text.lower() else ()
    return any(word in hit[1].lower().split() for hit in hits)
