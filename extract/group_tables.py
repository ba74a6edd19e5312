"""Blocks in, the people that rows of a table or lines of a fixed-width text present out: name, role, affiliation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.blocks import Block
from extract.fields.names import leading_name, read_name
from extract.fields.parties import is_organisation, is_post
from extract.group_parts import is_lead
from extract.text import key

CELLS = frozenset(("td", "th"))
_COLUMNS: Mapping[str, str] = {
    word: column
    for column, words in {
        "name": "name|names|member|members|person|committee member|mitglied|mitglieder|nom|nombre|nome|naam|membre|"
        "miembro|membro|lid",
        "role": "role|position|post|office|function|title|job title|funktion|rolle|amt|fonction|rôle|poste|cargo|"
        "función|ruolo|funzione|carica|functie|rol",
        "affiliation": "affiliation|organisation|organization|institution|employer|company|university|institute|"
        "einrichtung|institut|hochschule|universität|affiliierung|établissement|organisme|institución|universidad|"
        "istituzione|ente|università|instelling|organisatie|universiteit",
    }.items()
    for word in words.split("|")
}
"""What a column of a table of people is called, to what stands in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that presents a person: the name's words, what the person does and for whom, its first block's number.

    `office`: it begins with what one does, and several may do that.
    """

    name: str
    role: str = ""
    affiliation: str = ""
    at: int = 0
    office: bool = False


def read_rows(body: Sequence[Block]) -> Mapping[int, Row]:
    """The person of each row of a table, by the number of every cell of that row."""
    found: dict[int, Row] = {}
    columns: tuple[str, ...] = ()
    for cells in _rows(body):
        texts = [body[i].text for i in cells]
        named = tuple(_COLUMNS.get(key(text), "") for text in texts)
        if "name" in named and len(cells) > 1:
            columns = named
            continue
        row = _by_columns(texts, columns, cells) if len(columns) == len(texts) else _by_sort(texts, cells)
        if row:
            found |= dict.fromkeys(cells, row)
    return found


def _rows(body: Sequence[Block]) -> Iterator[tuple[int, ...]]:
    """The numbers of the cells of each row of two cells or more."""
    cells: list[int] = []
    for i, block in enumerate(body):
        row = block.nodes[-2] if block.tag in CELLS and len(block.nodes) > 1 else 0
        if cells and (not row or row != body[cells[0]].nodes[-2]):
            if len(cells) > 1:
                yield tuple(cells)
            cells = []
        if row:
            cells.append(i)
    if len(cells) > 1:
        yield tuple(cells)


def _by_columns(texts: Sequence[str], columns: Sequence[str], cells: Sequence[int]) -> Row | None:
    """The row below a head that says what stands in each column."""
    told = dict(reversed([(column, text) for column, text in zip(columns, texts, strict=True) if column]))
    if not read_name(told["name"], lenient=True):
        return None
    affiliation = told.get("affiliation", "")
    return Row(told["name"], told.get("role", ""), affiliation if is_organisation(affiliation) else "", cells[0])


def _by_sort(texts: Sequence[str], cells: Sequence[int]) -> Row | None:
    """The row of a table without a head: a name first, then a role and an organisation, as each looks."""
    if not read_name(texts[0], lenient=True):
        return _by_office(texts, cells)
    rest = texts[1:]
    place = next((text for text in rest if is_organisation(text) and not _is_role(text)), "")
    role = next((text for text in rest if _is_role(text)), "")
    if not role and len(rest) == 1 and not place and _PLAIN.fullmatch(rest[0]):
        role = rest[0]
    return Row(texts[0], role, place, cells[0])


def _by_office(texts: Sequence[str], cells: Sequence[int]) -> Row | None:
    """The row that begins with an office: "Treasurer", "Ada Brunel, CWI"."""
    named = leading_name(texts[1])
    if not named or named.begin or len(texts[0].split()) > MAX_OFFICE or re.search(r"\d", texts[0]):
        return None
    place = next((text for text in texts[2:] if is_organisation(text) and not _is_role(text)), "")
    return Row(texts[1], texts[0], place, cells[0], office=True)


MAX_OFFICE = 4  # words of an office: "Membership and newsletter secretary"
_PLAIN = re.compile(r"[^\W\d_][^\W_@.:/]{2,20}(?: [^\W\d_][^\W_@.:/]{0,20}){0,4}")
"""Up to five words: what somebody does, where the cell after a name says nothing else."""


def _is_role(text: str) -> bool:
    return is_post(text) or is_lead(text)


def read_lines(block: Block) -> tuple[Row, ...]:
    """The people of a fixed-width text, one a line with a post after the name; none if a line is anything else."""
    rows: list[Row] = []
    for line in block.text.split("\n") if block.tag == "pre" else ():
        named = leading_name(line)
        role = line[named.end :].strip(" ,;") if named and named.begin == 0 else ""
        if not named or not role or len(role) > MAX_ROLE or not _is_role(role):
            return ()
        rows.append(Row(line[: named.end], role))
    return tuple(rows) if len(rows) > 1 else ()


MAX_ROLE = 40  # characters of a post on a line of its own
