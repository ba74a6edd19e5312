"""Pages of a site in, its template out: what the site repeats around what its pages say; and the site judge.

Learning is three steps, each a value: `gather` pages into a bounded sample, `merge` the samples of shards, `learn` the
template of a sample. Text dumps are judged by the sequence of their lines, HTML by its containers.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self

from extract.judgement import Judged
from extract.page import Page
from extract.template_clusters import Clusters, learn_clusters
from extract.template_lines import LineTemplate, Step, Trie, learn_lines
from extract.template_places import Container, Fingerprint
from extract.template_sample import Sample, Sketch, gather, merge, shorten, trim
from extract.template_tree import SURENESS, Repeat, TreeTemplate, Word

__all__ = ["Sample", "Template", "gather", "learn", "learn_template", "merge"]

VERSION = 2
"""Of the JSON form. A template of another version is learned again."""


@dataclass(frozen=True)
class Template:
    """What a site repeats: in its text dumps, in its HTML pages."""

    lines: LineTemplate = field(default_factory=LineTemplate)
    trees: Clusters = field(default_factory=Clusters)
    pages: int = 0

    def judge(self, page: Page) -> tuple[Judged | None, ...]:
        """A verdict for every block of the page, None where the template does not know."""
        if page.form == "text":
            return self._judge_lines(page)
        words = self.trees.judge(_prints(page))
        return tuple(
            [
                word and Judged(block, word, "site", SURENESS[word])
                for block, word in zip(page.blocks, words, strict=True)
            ]
        )

    def explained(self, page: Page) -> float | None:
        """Share of the page's chrome that the template knows, 0 to 1; None where nothing looks like chrome. Its fall
        over a crawl is a redesign."""
        if page.form == "text":
            return self.lines.explained([shorten(block.text) for block in page.blocks])
        return self.trees.explained(_prints(page))

    def judge_sketch(self, sketch: Sketch) -> list[Word | None]:
        """What `judge` would say of the page that a sketch was drawn from, block by block."""
        if sketch.form == "html":
            return self.trees.judge(sketch.prints)
        begin, end = self.lines.cut(sketch.texts)
        return ["body" if begin <= number < end else "chrome" for number in range(len(sketch.texts))]

    def explained_sketch(self, sketch: Sketch) -> float | None:
        """What `explained` would say of the page that a sketch was drawn from."""
        return self.trees.explained(sketch.prints) if sketch.form == "html" else self.lines.explained(sketch.texts)

    @cached_property
    def id(self) -> str:
        """Digest of what decides verdicts (not of counts): equal templates have equal names."""
        decisive = json.dumps([self.lines.decisive(), self.trees.decisive()], ensure_ascii=False)
        return blake2b(decisive.encode("utf-8", "replace"), digest_size=6).hexdigest()

    def to_json(self) -> str:
        """The template as JSON that a person can read, with its counts."""
        return json.dumps({"version": VERSION, "id": self.id, **_write(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The template that `to_json` wrote. ValueError when it is of another version."""
        data = json.loads(text)
        if data.get("version") != VERSION:
            raise ValueError(f"template of version {data.get('version')}, not {VERSION}: learn it again")
        return cls(_read_lines(data["text"]), Clusters(tuple(map(_read_tree, data["html"]))), data["pages"])

    def _judge_lines(self, page: Page) -> tuple[Judged | None, ...]:
        """A dump that shows nothing of the site's chrome is all body: a stray page, or one that was cut already."""
        if not self.lines.known:
            return (None,) * len(page.blocks)
        begin, end = self.lines.cut([shorten(block.text) for block in page.blocks])
        sure = 0.95 if begin or end < len(page.blocks) else 0.6
        return tuple(
            Judged(block, "body", "site", sure) if begin <= number < end else Judged(block, "chrome", "site", 0.02)
            for number, block in enumerate(page.blocks)
        )


def learn_template(pages: Iterable[Page]) -> Template:
    """The template of a site, from some of its pages. One page teaches nothing; two are enough."""
    return learn(gather(pages))


def learn(sample: Sample) -> Template:
    """The template of a sample of a site's pages."""
    lines = learn_lines([sketch.texts for sketch in sample.of("text")])
    return Template(lines, learn_clusters(sample.of("html")), sample.seen)


def _prints(page: Page) -> list[Fingerprint]:
    return [(shorten(block.text), trim(block.path)) for block in page.blocks]


def _write(template: Template) -> dict[str, Any]:
    lines = template.lines
    return {
        "pages": template.pages,
        "text": {"pages": lines.pages, "head": lines.head.steps, "tail": lines.tail.steps},
        "html": [_write_tree(tree) for tree in template.trees.trees],
    }


def _write_tree(tree: TreeTemplate) -> dict[str, Any]:
    return {
        "pages": tree.pages,
        "chrome": sorted(tree.chrome),
        "containers": [[*path, list(counts)] for path, counts in sorted(tree.containers.items())],
        "repeats": [[text, list(path), *repeat] for (text, path), repeat in sorted(tree.repeats.items())],
    }


def _read_lines(data: dict[str, Any]) -> LineTemplate:
    head, tail = (Trie(tuple(Step(*step) for step in data[edge])) for edge in ("head", "tail"))
    return LineTemplate(head, tail, data["pages"])


def _read_tree(data: dict[str, Any]) -> TreeTemplate:
    containers = {tuple(path): Container(*counts) for *path, counts in data["containers"]}
    repeats = {(text, tuple(path)): Repeat(*repeat) for text, path, *repeat in data["repeats"]}
    return TreeTemplate(containers, repeats, data["pages"])
