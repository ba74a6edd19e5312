"""Small state files: whole, noticed when damaged, and their first line read without the rest."""

from pathlib import Path

import pytest

from pipelines.checked_file import DamagedFile, load_checked, load_first_line, store_checked


@pytest.mark.parametrize("first", ["", "short", "long " * 100_000, "größer " * 50_000])
@pytest.mark.parametrize("rest", ["", "\nanother\n"])
def test_the_first_line_is_what_stands_before_the_first_end_of_line(tmp_path: Path, first: str, rest: str) -> None:
    path = tmp_path / "state.zst"
    store_checked(path, first + rest)
    assert load_first_line(path) == first
    assert load_checked(path) == first + rest


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert load_first_line(tmp_path / "none.zst") == ""
    assert load_checked(tmp_path / "none.zst") is None


@pytest.mark.parametrize("load", [load_checked, load_first_line])
def test_one_other_byte_is_noticed(tmp_path: Path, load: object) -> None:
    path = tmp_path / "state.zst"
    store_checked(path, "first\nsecond")
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedFile):
        load(path)  # type: ignore[operator]
