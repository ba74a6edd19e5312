"""Golden pages: each folder of tests/fixtures/pages is a test, as `colloquy inspect PAGE --fixture` wrote it."""

from pathlib import Path

import pytest

from pipelines.evidence import find_unsupported
from pipelines.fixtures import load_fixture, state

FOLDERS = sorted((Path(__file__).resolve().parents[1] / "fixtures/pages").iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_golden_page_gives_what_is_expected(folder: Path) -> None:
    fixture, expected = load_fixture(folder)
    extraction = fixture.extract()
    assert state(extraction) == expected
    assert list(find_unsupported(extraction, fixture.content, fixture.linked)) == []
