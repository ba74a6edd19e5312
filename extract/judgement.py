"""A judge's word on one block."""

from typing import Literal, NamedTuple

from extract.blocks import Block

Verdict = Literal["body", "chrome", "label"]


class Judged(NamedTuple):
    """A block, what it is, which judge says so ("site", "page"), and the judge's sureness that it is body, 0 to 1."""

    block: Block
    verdict: Verdict
    judge: str
    score: float

    @property
    def kept(self) -> bool:
        """Whether the block belongs to the body (a label does: it stands in front of a value)."""
        return self.verdict != "chrome"
