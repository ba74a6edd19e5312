"""Files that are replaced whole or not at all, and what must never be replaced."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipelines.whole_file import store_whole


def _fail() -> Iterator[bytes]:
    yield b"new"
    raise OSError("no more")


def test_the_folder_is_made_and_nothing_else_stays(tmp_path: Path) -> None:
    store_whole(tmp_path / "deep/file", (piece for piece in (b"a", b"b")), durable=True)
    assert (tmp_path / "deep/file").read_bytes() == b"ab"
    assert len(list((tmp_path / "deep").iterdir())) == 1


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    store_whole(tmp_path / "file", b"old")
    with pytest.raises(OSError, match="no more"):
        store_whole(tmp_path / "file", _fail())
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"old")]


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    private, link = tmp_path / "private", tmp_path / "link"
    private.write_bytes(b"old")
    private.chmod(0o600)
    link.symlink_to(private)
    store_whole(link, b"new")
    assert link.is_symlink()
    assert private.read_bytes() == b"new"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_a_stream_is_written_to_as_it_is(tmp_path: Path) -> None:
    with (tmp_path / "redirected").open("wb") as target:
        stdout = tmp_path / "stdout"
        stdout.symlink_to(f"/proc/self/fd/{target.fileno()}")  # as /dev/stdout is
        store_whole(stdout, b"said")
        store_whole(Path(f"/proc/self/fd/{target.fileno()}"), b"said again")
        assert stdout.is_symlink()
    assert (tmp_path / "redirected").read_bytes() == b"said again"
    assert Path("/dev/null").is_char_device()
    store_whole(Path("/dev/null"), b"nothing")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a file system below /dev")
def test_a_folder_in_memory_is_one_like_others() -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        store_whole(Path(folder) / "deep/file", b"old")
        with pytest.raises(OSError, match="no more"):
            store_whole(Path(folder) / "deep/file", _fail())
        assert [(one.name, one.read_bytes()) for one in (Path(folder) / "deep").iterdir()] == [("file", b"old")]


def test_a_pipe_gets_it_all(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    store_whole(tmp_path / "pipe", b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
