"""A page without its chrome in, claims on its performers, organizers and sponsors out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, Source, View
from extract.fields.facts import find_facts
from extract.fields.names import leading_name
from extract.fields.organisations import split_organisations
from extract.fields.parties import split_people
from extract.fields.people_lines import find_lines
from extract.fields.people_prose import find_prose
from extract.fields.people_sections import find_sectioned
from extract.fields.sections import clip, where
from extract.records import Party
from extract.text import key

MAX_LIST = 600  # characters; a labelled list of people is short, more is an abstract that follows the label


def find(view: View) -> Iterator[Claim]:
    """Claims on `performers`, `organizers` and `sponsors`, one an item, the same person once."""
    view = clip(view)
    yield from _merge([*_labelled(view), *find_sectioned(view), *find_prose(view), *find_lines(view)])


def _labelled(view: View) -> Iterator[Claim]:
    """ "Speaker: Ada Brunel (CWI)", "Hosted by: the X Institute"."""
    for found in find_facts(view):
        field, _, role = found.field.partition(":")
        if field not in ("performers", "organizers", "sponsors"):
            continue
        people = list(_listed(found.value)) if field != "sponsors" else []
        for party, text in people:
            yield _claim(field, party.model_copy(update={"role": role or None}), text, "label", found.block, 0.8)
        if not people and len(found.value) < MAX_LIST and (field != "performers" or role == "host"):
            field = "organizers" if field == "performers" else field
            listed = (one for part in found.value.split(";") for one in split_organisations(part.strip()))
            for name, words in listed:
                yield _claim(field, Party(name=name), words, "label", found.block, 0.75)


_SET_OFF = re.compile(r"\s{0,4}(?:$|[,;(&/|•\n.]|[-–—]\s|(?:and|und|et|y|e|en|from|of|at|is|will|with)\s)")


def _listed(value: str) -> Iterator[tuple[Party, str]]:
    """The people of a labelled value, if it begins with one that is set off from what follows."""
    named = leading_name(value, lenient=True)
    if named and _SET_OFF.match(value[named.end :]):
        yield from split_people(value[:MAX_LIST], lenient=True)


def _claim(field: str, party: Party, text: str, source: Source, block: Block, trust: float) -> Claim:
    return Claim(field, party, text, source, party.role or field, trust, where(block))


MAX_PEOPLE = 400  # of one page; a page that names more is a directory


def _merge(claims: list[Claim]) -> Iterator[Claim]:
    """One claim a person and field: the most trusted one, with the affiliation that another adds.

    Who performs is not listed as organiser again unless a label says so.
    """
    kept: dict[tuple[str, str], Claim] = {}
    for claim in sorted(claims, key=lambda claim: -claim.trust):
        name = key(claim.value.name)
        same = next(
            (known for known in kept if known[0] == claim.field and _same(known[1], name, kept[known], claim)), None
        )
        if same is None and len(kept) < MAX_PEOPLE:
            kept[(claim.field, name)] = claim
        elif same and not kept[same].value.affiliation and claim.value.affiliation:
            kept[same] = _with_affiliation(kept[same], claim)
    performers = {name for field, name in kept if field == "performers"}
    for (field, name), claim in kept.items():
        if field == "performers" or name not in performers or claim.trust > 0.6:
            yield claim


def _same(known: str, name: str, kept: Claim, claim: Claim) -> bool:
    """Whether two names are one person's: equal, the same first and last word, or a nickname of a labelled one."""
    first, second = known.split(), name.split()
    if known == name:
        return True
    short = min(len(first), len(second))
    if short > 1 and first[:short] == second[:short]:  # "Ada Brunel" of Ada Brunel Mol, who has two surnames
        return True
    if not first or not second or first[-1] != second[-1]:
        return False
    if len(second) == 1:
        return True  # "Dr Brunel will explain"
    return first[0] == second[0] or (first[0][0] == second[0][0] and kept.trust >= 0.8 and claim.trust <= 0.6)


def _with_affiliation(kept: Claim, other: Claim) -> Claim:
    party = kept.value.model_copy(update={"affiliation": other.value.affiliation})
    return Claim(kept.field, party, other.text, other.source, other.rule, kept.trust, other.path)
