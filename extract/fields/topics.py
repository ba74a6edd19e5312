"""A mail address and its page in, whether it is that of the page's topic and not of a person out: "tides@" where the
page speaks of tides."""

import re
from functools import lru_cache

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
_COMMON = re.compile(r"(?<![\w@.-])[a-z]{4,25}(?![\w@-])")
_TITLED = re.compile(r"\b(?:dr|prof|professor|mr|mrs|ms|mx|herr|frau|mme)\.? ([^\W\d_]{5,24})\b", re.I)
MAX_TEXT = 3_000  # characters of a block that are searched
_VIEWS = 2  # views whose words are remembered: a page may write hundreds of addresses


def is_topical(address: str, view: View) -> bool:
    """Whether the words of the page know what stands before the @ as a common noun, or as what a group works on, and
    nobody on it is called so."""
    word = address.partition("@")[0]
    forms = {word, word.removesuffix("s"), f"{word}s"}
    if not _TOPIC.match(word) or not forms.isdisjoint(_GIVEN_NAMES | SURNAMES):
        return False
    return not forms.isdisjoint(_find_topics(view)) and word not in _find_called(view)


@lru_cache(maxsize=_VIEWS)
def _find_topics(view: View) -> frozenset[str]:
    """The words that stand in lower case, no parts of addresses, and those that groups are named after."""
    texts = [block.text[:MAX_TEXT] for block in view.body]
    groups = [hit[1].lower().split() for text in texts for hit in _NAMED_AFTER.finditer(text)]
    return frozenset(word for words in (*groups, *map(_COMMON.findall, texts)) for word in words)


@lru_cache(maxsize=_VIEWS)
def _find_called(view: View) -> frozenset[str]:
    """The words by which somebody is called: "Dr Frost", "Ada Frost"."""
    texts = [_NAMED_AFTER.sub(" ", block.text[:MAX_TEXT]) for block in view.body]
    names = [one.name.lower().split() for text in texts for one in find_names(text)]
    titled = [hit.lower() for text in texts for hit in _TITLED.findall(text)]
    return frozenset((*titled, *(word for words in names for word in words)))
