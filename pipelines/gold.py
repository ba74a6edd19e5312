"""What a gold file says: its pages, the records that each must give, the values of a field that count as right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.score_values import Measure

Row = Mapping[str, Any]
Table = Literal["events", "groups"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field of a gold record: all values that count as right (None: the page states none), the best first."""

    field: str
    right: tuple[Any, ...]
    measure: Measure
    whole: bool = True


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A record that a page must give. `fields` are those that gold judges."""

    table: Table
    fields: tuple[Wanted, ...]

    def value(self, field: str) -> Any:
        """The best value of a field; None when gold has none."""
        return next((one.right[0] for one in self.fields if one.field == field), None)


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page, named by `file` as gold names it. `own` is what the page is about, `listed` what it lists.

    `judged` are the tables that gold speaks of: a page without records gives none. `host` is what averages are taken
    over. `kinds` are the page kinds that count as right, () where gold names none; `title` is "" where it states none.
    """

    file: str
    site: str
    host: str
    url: str
    kinds: tuple[str, ...]
    judged: tuple[Table, ...]
    own: tuple[GoldRecord, ...] = ()
    listed: tuple[GoldRecord, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """All pages of a gold file that can be had, and how many it names whose content it says is not stored."""

    form: str
    pages: tuple[GoldPage, ...]
    left_out: int = 0
