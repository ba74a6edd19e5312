"""The archive's captures and what they hold, found by address, site, run or digest. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pipelines.archive_rows import Capture
from pipelines.histories import ArchivedPage, summarise
from pipelines.ledger import Ledger
from pipelines.segment_reader import SegmentReader, is_outside, name_place
from pipelines.storage import StorageError
from pipelines.warc import DamagedArchive, Unpacked, unpack


class Captures(Ledger):
    """Finds captures and reads their payloads."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        super().__init__(folder, writable=writable)
        self.segments = SegmentReader(folder)

    def capture(self, number: int) -> Capture:
        found = next(self.index.captures("id = ?", number), None)
        if found is None:
            raise DamagedArchive(f"{self.folder}: the index has no capture {number}. `colloquy verify` says more.")
        return found

    def has_any(self, url: str, site: str) -> bool:
        """Whether there is a capture of a URL, whatever it says."""
        query = "SELECT 1 FROM captures WHERE url = ? AND site = ? LIMIT 1"
        return next(self.index.rows(query, url, site), None) is not None

    def latest(self, url: str, site: str | None = None) -> Capture | None:
        """The newest capture of a URL, whatever it says (a page, not found, a redirect ...)."""
        return self._newest(url, site, "")

    def newest(self, url: str, site: str | None = None) -> Capture | None:
        """The newest good capture of a URL; of a revisit `read` gives the payload that it stands for."""
        return self._newest(url, site, "AND withheld = ''")

    def _newest(self, url: str, site: str | None, more: str) -> Capture | None:
        of_site, values = ("AND site = ?", [site]) if site else ("", [])
        order = "ORDER BY fetched_at DESC, id DESC LIMIT 1"
        return next(self.index.captures(f"url = ? {of_site} {more} {order}", url, *values), None)

    def beside(self, site: str, kind: str) -> list[Capture]:
        """The newest capture of each file of a site that is no page but says something about pages (`robots.txt`)."""
        captures = self.index.captures("site = ? AND withheld = ? ORDER BY fetched_at, id", site, kind)
        return list({capture.url: capture for capture in captures}.values())

    def find_digest(self, sha256: str) -> Capture | None:
        """Some capture that holds this payload."""
        return next(self.index.captures("sha256 = ? AND id = payload_id LIMIT 1", sha256), None)

    def sites(self) -> list[str]:
        """Names of all sites with a capture."""
        return [site for (site,) in self.index.rows("SELECT DISTINCT site FROM captures ORDER BY site")]

    def count_urls(self) -> dict[str, int]:
        """How many URLs of each site the archive has a capture of."""
        return dict(self.index.rows("SELECT site, count(DISTINCT url) FROM captures GROUP BY site"))

    def weigh(self, site: str) -> int:
        """Bytes of all payloads that the archive has of a site."""
        return next(size or 0 for (size,) in self.index.rows("SELECT sum(size) FROM captures WHERE site = ?", site))

    def has_pages_of(self, site: str, run_id: str) -> bool:
        """Whether a run saw a page of the site, new or not modified."""
        query = "SELECT 1 FROM captures WHERE site = ? AND run_id = ? AND withheld = '' LIMIT 1"
        return next(self.index.rows(query, site, run_id), None) is not None

    def urls(self, site: str) -> Iterator[str]:
        """Every URL that the archive has a capture of, in order."""
        yield from (url for (url,) in self.index.rows("SELECT DISTINCT url FROM captures WHERE site = ?", site))

    def page(self, url: str, site: str) -> ArchivedPage | None:
        """The row of one URL; none when it never was a page."""
        return summarise(list(self.index.captures("url = ? AND site = ? ORDER BY fetched_at, id", url, site)))

    def pages(self, site: str) -> Iterator[ArchivedPage]:
        """One row a URL that ever was a page, in URL order."""
        captures = self.index.captures("site = ? ORDER BY url, fetched_at, id", site)
        for _, history in groupby(captures, key=lambda capture: capture.url):
            row = summarise(list(history))
            if row:
                yield row

    def pages_like(self, site: str, types: Sequence[str], ending: str) -> Iterator[ArchivedPage]:
        """Like `pages`, but only URLs that hold `ending` or had content of these types; other rows may come with them.
        Of a large site they are few, and found in a tenth of the time."""
        like = [("content_type", f"{kind}%") for kind in types] + [("url", f"%{ending}%")]
        where = " OR ".join(f"{column} LIKE ?" for column, _ in like)
        query = f"SELECT DISTINCT url FROM captures WHERE site = ? AND ({where}) ORDER BY url"
        found = (self.page(url, site) for (url,) in self.index.rows(query, site, *(pattern for _, pattern in like)))
        yield from filter(None, found)

    def place(self, capture: Capture) -> Capture:
        """The capture under number and place of its payload, so that reading it needs no index: a forked process
        cannot use one that its parent has open. One whose payload the index has lost stays as it is."""
        if capture.payload_id == capture.id:
            return capture
        held = next(self.index.captures("id = ?", capture.payload_id), None)
        if held is None:
            return capture
        return replace(capture, id=held.id, file=held.file, offset=held.offset, length=held.length)

    def read(self, capture: Capture) -> bytes:
        """The payload. Raises DamagedArchive when it is not what was stored, StorageError when it cannot be had now."""
        return self.read_record(capture).payload

    def read_record(self, capture: Capture) -> Unpacked:
        """Status, headers and payload of the record that holds the payload."""
        held = capture if capture.payload_id == capture.id else self.capture(capture.payload_id)
        where = f"{name_place(self.folder, held.file)}, record at byte {held.offset} ({held.url})"
        member = self.segments.read(held.file, held.offset, held.length)
        if member is None and is_outside(held):  # perhaps only a disk that is not mounted: no page is to pay for it
            raise StorageError(
                f"{name_place(self.folder, held.file)}, which was imported in place, is missing. Bring it back, or have"
                " `colloquy repair` take its pages out."
            )
        if member is None:
            raise DamagedArchive(f"{where}: the segment is missing.")
        try:
            record = unpack(member)
        except ValueError as error:
            raise DamagedArchive(f"{where}: {error}.") from error
        if sha256(record.payload).hexdigest() != held.sha256:
            raise DamagedArchive(f"{where}: its content is not what was stored.")
        return record
