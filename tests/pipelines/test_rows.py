"""Local dates and clock times as instants, over the nights on which clocks change."""

from datetime import date

import pytest

from pipelines.rows import utc_instant


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        ("00:30", "2028-03-25T23:30"), ("02:30", "2028-03-26T01:30"), ("03:30", "2028-03-26T01:30"),
        ("", None),
    ],
)  # fmt: skip
def test_a_clock_time_that_the_start_of_summer_time_skips_is_read_as_before_the_change(
    clock: str, instant: str | None
) -> None:
    found = utc_instant(date(2028, 3, 26), clock or None, "Europe/Berlin")
    assert (found and found.strftime("%Y-%m-%dT%H:%M")) == instant


def test_a_clock_time_that_the_end_of_summer_time_doubles_is_the_first_of_the_two() -> None:
    found = utc_instant(date(2028, 10, 29), "02:30", "Europe/Berlin")
    assert found and found.strftime("%Y-%m-%dT%H:%M") == "2028-10-29T00:30"
