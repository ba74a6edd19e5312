"""A judged page in, what readers get to see of it out: its body, the facts beside it, its lists as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.blocks import Block
from extract.claims import View
from extract.day_order import with_order
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.page import Page
from extract.siblings import add_siblings
from extract.site import Site


@dataclass(frozen=True, slots=True)
class Views:
    """`page` is for readers of events; `whole` has lists of people and groups without gaps; `unstripped` is all blocks
    that the site does not repeat: the page judge alone takes the cards of a listing for chrome too."""

    page: View
    whole: View
    unstripped: tuple[Block, ...]


def make_views(page: Page, judged: Sequence[Judged], title: str, site: Site, linked: Mapping[str, bytes]) -> Views:
    """What the page shows once it is judged. `linked`: content of calendar files by address."""
    body = tuple(one.block for one in judged if one.kept)
    seen = find_seen(page, judged)
    wide = tuple(one.block for one in seen) if len(seen) > len(body) else ()
    view = View(
        url=page.url,
        title=title,
        body=body,
        pairs=find_pairs(judged),
        markup=page.markup,
        site=with_order(site, page.blocks),
        linked=linked,
        head=page.title,
        frame=tuple(one.block for one in judged if not one.kept),
        wide=wide,
        wide_pairs=find_pairs(seen) if wide else (),
    )
    unstripped = tuple(one.block for one in judged if one.kept or one.judge != "site")
    return Views(view, _with_siblings(view, judged, unstripped), unstripped)


MAYBE = 0.05
"""Sureness from which on a block that the page judge dropped may state facts. It learned from articles, where what
stands beside the text is a byline; on event pages it is the date and the place. At 0.05 the date is seen on 86 of 100
event pages of unknown sites, without such blocks on 70."""


def find_seen(page: Page, judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The blocks that readers of facts see: those kept, and of a web page those that the page judge held possible."""
    if page.form == "text":
        return tuple(one for one in judged if one.kept)
    return tuple(
        one if one.kept else one._replace(verdict="body")
        for one in judged
        if one.kept or (one.judge == "page" and one.score >= MAYBE)
    )


def _with_siblings(view: View, judged: Sequence[Judged], unstripped: Sequence[Block]) -> View:
    """The view with whole lists: of people, of groups, of a table's rows."""
    body = add_siblings(view.body, unstripped)
    if len(body) == len(view.body):
        return view
    added = {id(block) for block in body}
    whole = [one._replace(verdict="body") if not one.kept and id(one.block) in added else one for one in judged]
    return replace(view, body=body, pairs=find_pairs(whole))
