"""One record of gold and one of ours in, counts by field out: what is given, what we state, what of it is right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from pipelines.gold import GoldRecord, Wanted
from pipelines.score_values import compare, is_stated


@dataclass
class Count:
    """One field over records: values given in gold, ours, right among ours; records where gold has none, where we
    fill it all the same; records where the field is right or rightly empty, of all."""

    given: float = 0
    ours: float = 0
    right: float = 0
    nulls: int = 0
    false: int = 0
    agree: float = 0
    records: int = 0

    def add(self, other: "Count") -> None:
        """Take another count into this one."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float | None:
        return self.right / self.ours if self.ours else None

    @property
    def recall(self) -> float | None:
        return self.right / self.given if self.given else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.given + self.ours) if self.given else None

    @property
    def false_rate(self) -> float | None:
        return self.false / self.nulls if self.nulls else None

    @property
    def agreement(self) -> float | None:
        return self.agree / self.records if self.records else None


def score_record(counts: dict[str, Count], record: GoldRecord, ours: Mapping[str, Any], url: str) -> None:
    """Count the fields of a gold record against ours ({}: none was found); `url` is that of the page."""
    for one in record.fields:
        counts[one.field].add(_count_field(_absolute(one, url), ours.get(one.field)))


def _absolute(wanted: Wanted, url: str) -> Wanted:
    """Addresses as a page writes them, made absolute as ours are."""
    if wanted.measure != "address":
        return wanted
    return replace(wanted, right=tuple(_join(url, value) for value in wanted.right))


def _join(url: str, value: Any) -> Any:
    return urljoin(url, value) if isinstance(value, str) and "@" not in value and " " not in value else value


def _count_field(wanted: Wanted, ours: Any) -> Count:
    """How one field of ours agrees with what gold says is right."""
    best, *others = wanted.right
    filled = is_stated(ours)
    if not filled and None in wanted.right:
        return Count(nulls=int(best is None), agree=1, records=1)
    if best is None:
        hits = [compare(ours, one, wanted.measure) for one in others if one is not None]
        right = max((hit.right for hit in hits), default=0.0)
        if right:
            return Count(agree=1, records=1)  # accepted, but no gain
        items = len(ours) if isinstance(ours, list) else 1
        return Count(ours=items, nulls=1, false=1, records=1)
    found = [compare(ours, one, wanted.measure, wanted.whole) for one in wanted.right if one is not None]
    given, own, right = max(found, key=lambda hit: hit.right - hit.given / 1000)
    return Count(given=given, ours=own, right=right, agree=2 * right / (given + own), records=1)
