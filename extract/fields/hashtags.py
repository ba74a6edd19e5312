"""A page in, claims on its event's hashtags out: those that stand for themselves or are offered as such."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.sections import where

_HASHTAG = re.compile(r"(?<![\w/#&])#(?=\w{0,50}[^\W\d_])\w{3,50}\b")
_CUE = re.compile(
    r"\b(?:hashtags?|tweet|twitter|follow|(?:(?<!we )use|using|tag(?:ged)?(?: with)?) (?:the )?(?=#))", re.I
)
_ALONE = re.compile(r"(?:^|[.!?] |\n)#\w{3,50}(?:,? (?:and )?#\w{3,50}){0,5}[.!]?$")
"""Hashtags that are a block's last sentence."""
_TAIL = 400  # characters of a block's end in which they stand


def find_hashtags(view: View) -> Iterator[Claim]:
    """Claims on `hashtags`, each once."""
    seen: set[str] = set()
    for block in view.body:
        if "#" not in block.text:
            continue
        offered = block.text.startswith("#") or _CUE.search(block.text)
        last = None if offered else _ALONE.search(block.text[-_TAIL:])
        for hit in _HASHTAG.finditer(block.text if offered else last.group() if last else ""):
            if hit.group().lower() not in seen:
                seen.add(hit.group().lower())
                yield Claim("hashtags", hit.group(), hit.group(), "text", "hashtag", 0.6, where(block))
