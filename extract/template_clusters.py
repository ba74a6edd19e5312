"""Sketches of a site's HTML pages in, its templates out: one for the site, more for pages whose chrome is another's.

Containers with names of their own need no second template: what only a sub-site has is known for itself. But where a
dozen pages in plain markup have the containers of a thousand others, the text that repeats on them is lost in the
others' count. Such pages show next to none of the blocks that most pages have; they are learned from apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extract.template_places import Fingerprint
from extract.template_sample import Sketch
from extract.template_tree import TreeTemplate, Word, learn_tree

CLUSTERS = 8
"""Templates of one design of a site at most: hosts with more sub-sites than this show them by containers' names."""

PAGES = 10
"""Pages that make a cluster: on fewer, a paragraph that five of them share would look like chrome."""


@dataclass(frozen=True)
class Clusters:
    """The templates of a site's clusters of pages, the whole site's first."""

    trees: tuple[TreeTemplate, ...] = (TreeTemplate(),)

    def find(self, prints: Sequence[Fingerprint]) -> TreeTemplate:
        """The template of a page: the first whose chrome it shows. What shows none, as a page does whose chrome was
        taken off already, is judged by the site's."""
        if len(self.trees) == 1:
            return self.trees[0]
        return next((tree for tree in self.trees if tree.stands_on(prints)), self.trees[0])

    def judge(self, prints: Sequence[Fingerprint]) -> list[Word | None]:
        """A word for each block, None where the page's template does not know."""
        return self.find(prints).judge(prints)

    def explained(self, prints: Sequence[Fingerprint]) -> float | None:
        """Share of the page's chrome that its template knows."""
        return self.find(prints).explained(prints)

    def decisive(self) -> list[Any]:
        """What verdicts hang on, in a fixed order."""
        return [tree.decisive() for tree in self.trees]


def learn_clusters(sketches: Iterable[Sketch]) -> Clusters:
    """The templates of the sketches of HTML pages."""
    rest = list(sketches)
    trees = [learn_tree(rest)]
    while len(trees) < CLUSTERS:
        rest = [sketch for sketch in rest if not trees[-1].stands_on(sketch.prints)]
        tree = learn_tree(rest) if len(rest) >= PAGES else TreeTemplate()
        if not tree.common:
            break
        trees.append(tree)
    return Clusters(tuple(trees))
