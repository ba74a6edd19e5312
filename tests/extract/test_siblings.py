"""Lists are kept whole: what looks like a kept block and stands in one container with it is kept too."""

from extract.blocks import Block
from extract.page import parse_page
from extract.siblings import add_siblings


def blocks_of(html: str) -> tuple[Block, ...]:
    return parse_page(html, "https://harbour.example/").blocks


LISTS = (
    "<nav><ul><li>Home</li><li>News</li></ul></nav><main><p>Members of the group.</p>"
    "<ul><li>Ada Brunel</li><li>Piet Mol</li></ul></main>"
)


def test_the_other_items_of_a_kept_item_s_list_are_kept() -> None:
    blocks = blocks_of(LISTS)
    kept = [block for block in blocks if block.text == "Ada Brunel"]
    assert [block.text for block in add_siblings(kept, blocks)] == ["Ada Brunel", "Piet Mol"]


def test_items_of_another_list_are_not() -> None:
    blocks = blocks_of(LISTS)
    kept = [block for block in blocks if block.text in ("Members of the group.", "Piet Mol")]
    assert "Home" not in [block.text for block in add_siblings(kept, blocks)]


def test_keeping_twice_equals_keeping_once() -> None:
    blocks = blocks_of(LISTS)
    once = add_siblings(blocks[2:4], blocks)
    assert add_siblings(once, blocks) == once


def test_the_lines_of_a_text_dump_have_no_siblings() -> None:
    lines = (Block("Ada Brunel"), Block("Piet Mol"))
    assert add_siblings(lines[:1], lines) == lines[:1]
