"""A group's page in, claims on what the group is out."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extract.claims import Claim, Source, View
from extract.fields.sections import split_sentences, where
from extract.group_words import GROUP_TYPES

_TYPE = "|".join(sorted((re.escape(word) for word in GROUP_TYPES), key=len, reverse=True))


def find_types(view: View, best: Claim | None) -> Iterator[Claim]:
    """What the name's own word, else the first telling word of the text, says that the group is."""
    for text, words, trust, path in _typed_texts(view, best):
        hit = _find_type(re.sub(r"(?<=[a-z])s$", "", text) if path == "url" else text)
        if hit:
            source: Source = "url" if path == "url" else "text"
            said = hit if hit in words else words
            yield Claim("group_type", GROUP_TYPES[hit.lower()], said, source, "type_word", trust, path)
            return


def _typed_texts(view: View, best: Claim | None) -> Iterator[tuple[str, str, float, str]]:
    if best:
        yield str(best.value), best.text, 0.7, best.path
        if _BARE_GROUP.search(str(best.value)) and any(_ACADEMIC.search(block.text[:2000]) for block in view.body[:60]):
            yield "research group", best.text, 0.6, best.path
    grouped = bool(best and _BARE_GROUP.search(str(best.value)))
    for block in view.body[:6]:
        if block.heading:
            yield block.text, block.text, 0.6, where(block)
    if view.title:
        yield view.title, view.title, 0.55, "title"
    for words in _types_of_address(view.url):
        yield words.replace("-", " "), words, 0.52, "url"
    for block in view.body:
        for sentence in split_sentences(block.text[:1500]):
            hit = _CALLED.search(sentence)
            if hit and not (grouped and _HOST.search(hit.group())):
                yield hit.group(), block.text, 0.5, where(block)


def _types_of_address(url: str) -> Iterator[str]:
    """The steps of an address that say what stands below them: `interest-groups` in `/interest-groups/tide`."""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    for step in reversed(steps[:-1]):
        if _find_type(re.sub(r"(?<=[a-z])s$", "", step.replace("-", " ").replace("_", " "))):
            yield step


_BARE_GROUP = re.compile(r"\b(?:group|gruppe|groupe|grupo|gruppo|groep)$", re.I)
_HOST = re.compile(r"\binstitut\w*$", re.I)
"""What a group is at, and is not itself: "the Institute" on the page of a reading group."""
_ACADEMIC = re.compile(
    r"\b(?:research|ph\.?d|postdoc\w*|professor\w*|forschung\w*|recherche|investigación|ricerca|onderzoek)\b", re.I
)
"""Words by which a plain "group" is one of research."""
_CALLED = re.compile(
    rf"\b(?:this|our|the|is an?|are an?|as an?|[A-Z][A-Z&-]{{1,30}}[’']s)\s(?:[\w’'-]+,?\s){{0,5}}?(?:{_TYPE})\b", re.I
)


def _find_type(text: str) -> str:
    lower = text.lower()
    for word, pattern in _WORDS:
        hit = pattern.search(text) if word in lower else None
        if hit:
            return hit.group()
    return ""


_BOUND = r"\b"
_COMPOUNDED = frozenset("netzwerk verein ausschuss zentrum forschungsgruppe arbeitsgruppe".split())
"""German words that end longer ones: "Nachwuchsnetzwerk"."""
_WORDS = tuple(
    (word, re.compile(rf"{'' if word in _COMPOUNDED else _BOUND}{re.escape(word)}{_BOUND}", re.I))
    for word in GROUP_TYPES
)
