"""Blocks of a page in, their text with its structure as Markdown out (CommonMark 0.31, tables as GitHub writes them).

Headings, lists, tables, quotations, preformatted text and links are kept; nothing is added, nothing reordered.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from extract.blocks import Block, Link

_SPECIAL = re.compile(r"([\\`*\[\]<])")
_OPENING = re.compile(r"^(?:(?=#{1,6}\s|>|[-+]\s)|(\d{1,9})(?=[.)]\s))")
_TABLE, _ITEM, _LISTS = "table", "li", ("ul", "ol")


def write_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, in reading order.

    >>> write_markdown([Block("Tides", "h2"), Block("See the atlas", links=(Link("atlas", "https://tides.example/"),))])
    '## Tides\\n\\nSee the [atlas](https://tides.example/)'
    """
    parts: list[str] = []
    tight = False
    for (kind, _), group in groupby(blocks, key=_group):
        together = list(group)
        text = _write_table(together) if kind == _TABLE else "\n\n".join(map(_write_alone, together))
        if kind == _ITEM:
            text = _write_item(together)
        parts.append(("\n" if tight and kind == _ITEM else "\n\n") + text)
        tight = kind == _ITEM
    return "".join(parts).strip("\n")


def _names(block: Block) -> list[str]:
    """The elements around a block, from the outside, without their ids and classes."""
    return [step.replace("#", ".").partition(".")[0] for step in block.path]


def _last(names: Sequence[str], wanted: str) -> int:
    """The place of the innermost element of that name, -1 if there is none."""
    return len(names) - 1 - names[::-1].index(wanted) if wanted in names else -1


def _group(block: Block) -> tuple[str, int]:
    """What a block is part of: a table or a list item (with its number in the page), or nothing."""
    names = _names(block)
    table, item = names.index(_TABLE) if _TABLE in names else -1, _last(names, _ITEM)
    if table >= 0 and "tr" in names[table:] and item < table:
        return _TABLE, block.nodes[table]
    return (_ITEM, block.nodes[item]) if item >= 0 and not block.heading else ("", 0)


def _write_alone(block: Block) -> str:
    if block.heading:
        return "#" * block.heading + " " + _write_text(block).replace("\n", " ")
    names = _names(block)
    if "pre" in names:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
        return f"{fence}\n{block.text}\n{fence}"
    text = _write_text(block).replace("\n", "\\\n")
    if block.tag == "dt":
        return f"**{text}**"
    return "> " + text.replace("\n", "\n> ") if "blockquote" in names else text


def _write_item(blocks: Sequence[Block]) -> str:
    """A list item: its first block behind the sign, the others indented below it."""
    names = _names(blocks[0])
    lists = [name for name in names[: _last(names, _ITEM)] if name in _LISTS]
    sign = "1." if lists[-1:] == ["ol"] else "-"
    indent = "  " * max(0, len(lists) - 1)
    first, *lines = "\n\n".join(map(_write_alone, blocks)).split("\n")
    inner = indent + " " * (len(sign) + 1)
    return "\n".join([f"{indent}{sign} {first}", *(inner + line if line else "" for line in lines)])


def _write_table(blocks: Sequence[Block]) -> str:
    """A table with a row a line, its first row as the head; one of a single column or row is only layout."""
    rows = [
        [
            " ".join(_write_text(block).replace("\n", "<br>").replace("|", r"\|") for block in cell)
            for cell in _cells(row)
        ]
        for row in _split_by(blocks, "tr")
    ]
    width = max(map(len, rows))
    if width < 2 or len(rows) < 2:
        return "\n\n".join(map(_write_alone, blocks))
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = [rows[0], ["---"] * width, *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _split_by(blocks: Sequence[Block], name: str) -> Iterator[list[Block]]:
    """Runs of blocks that stand in one element of that name."""
    for _, run in groupby(blocks, key=lambda block: block.nodes[at] if (at := _last(_names(block), name)) >= 0 else 0):
        yield list(run)


def _cells(row: Sequence[Block]) -> Iterator[list[Block]]:
    """The cells of a row: what stands in one child of it."""
    for _, cell in groupby(row, key=lambda block: block.nodes[_last(_names(block), "tr") + 1 :][:1]):
        yield list(cell)


def _write_text(block: Block) -> str:
    """The text of a block with its links in place."""
    out, rest = "", block.text
    for link in block.links:
        before, found, after = rest.partition(link.text)
        if found:
            out += _escape(before) + _write_link(link)
            rest = after
    return _OPENING.sub(r"\1\\", out + _escape(rest)) if not block.heading else out + _escape(rest)


def _write_link(link: Link) -> str:
    target = "".join(
        one if one.isprintable() and one not in " ()" else quote(one, "", errors="replace") for one in link.href
    )
    return f"[{_escape(link.text)}]({target})"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
