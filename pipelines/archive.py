"""The archive: pages and imported files in, WARC segments and one index out, and back by offset and digest.

A capture is in the archive once its bytes are fsynced and its row is committed, bytes first. A writer that is killed in
between leaves a tail that no row knows; the next writer cuts it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipelines.archive_check import Damage, find_damage
from pipelines.archive_index import Index, disk_trouble
from pipelines.archive_rewrite import RENEWAL, sweep_renewal
from pipelines.archive_rows import Capture, Fetch, Kind, Leads, Run, RunProblem, values_of
from pipelines.captures import Captures
from pipelines.denylist import Denylist, load_denylist
from pipelines.errors import UsageError
from pipelines.histories import ArchivedPage
from pipelines.segments import SegmentWriter, check_room
from pipelines.warc import (
    Answer,
    DamagedArchive,
    Origin,
    Resource,
    make_record_id,
    pack_answer,
    pack_resource,
    stamp,
)

__all__ = [
    "Answer",
    "Archive",
    "ArchivedPage",
    "Capture",
    "Damage",
    "DamagedArchive",
    "Fetch",
    "Leads",
    "Resource",
    "Run",
    "RunProblem",
]  # fmt: skip

_SITE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


class Archive(Captures):
    """One home's archive. Reading an archive that does not exist gives an empty one. Only one writer at a time."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        super().__init__(folder, writable=writable)
        self._writers: dict[str, SegmentWriter] = {}
        if writable:
            with disk_trouble(folder):
                folder.mkdir(parents=True, exist_ok=True)
                self._sweep()

    def store_response(self, site: str, run_id: str, answer: Answer) -> Capture:
        """Keep an HTTP answer. A good page whose payload is that of the newest capture becomes a revisit record."""
        answer = self._clean(answer)
        digest = sha256(answer.body).hexdigest()
        known = None if answer.withheld else self.newest(answer.url, site)
        return self._store_answer(site, run_id, answer, known if known and known.sha256 == digest else None)

    def store_not_modified(self, site: str, run_id: str, answer: Answer, known: Capture) -> Capture:
        """Keep a 304 as a revisit of `known`, which may itself be a revisit."""
        return self._store_answer(site, run_id, self._clean(replace(answer, withheld=known.withheld)), known)

    def store_resource(self, site: str, run_id: str, resource: Resource) -> Capture:
        """Keep an imported file, or a revisit when the newest capture of its URL has the same content."""
        moment = resource.fetched_at or datetime.now(UTC)
        resource = replace(resource, content=self.denylist.redact_bytes(resource.content))
        known = self.newest(resource.url, site)
        same = known if known and known.sha256 == sha256(resource.content).hexdigest() else None
        record_id = make_record_id()
        member = pack_resource(replace(resource, fetched_at=moment), record_id, self._origin(same))
        draft = _draft("resource", same, resource.url, resource.content, record_id, moment)
        draft = replace(draft, site=site, run_id=run_id, content_type=resource.content_type)
        return self._append(draft, b"", member)

    @cached_property
    def denylist(self) -> Denylist:
        """What this archive must not hold."""
        return load_denylist(self.folder.parent)

    def _clean(self, answer: Answer) -> Answer:
        """The answer without what is on the denylist."""
        if not self.denylist:
            return answer
        headers = tuple((name, self.denylist.redact(value)) for name, value in answer.headers)
        return replace(answer, headers=headers, body=self.denylist.redact_bytes(answer.body))

    def store_fetch(self, fetch: Fetch) -> None:
        super().store_fetch(replace(fetch, reason=self.denylist.redact(fetch.reason)))

    def _store_answer(self, site: str, run_id: str, answer: Answer, same: Capture | None) -> Capture:
        moment, record_id = answer.fetched_at or datetime.now(UTC), make_record_id()
        request, main = pack_answer(replace(answer, fetched_at=moment), record_id, self._origin(same))
        headers = {name.lower(): value for name, value in answer.headers}
        draft = _draft("response", same, answer.url, answer.body, record_id, moment)
        draft = replace(
            draft,
            site=site,
            run_id=run_id,
            status=draft.status or answer.status,
            content_type=draft.content_type or headers.get("content-type", ""),
            etag=headers.get("etag", draft.etag),
            last_modified=headers.get("last-modified", draft.last_modified),
            withheld=answer.withheld,
        )
        return self._append(draft, request, main)

    def _append(self, draft: Capture, request: bytes, main: bytes) -> Capture:
        """Write the members of `draft` and its row; both become durable with the next flush."""
        check_site_name(draft.site)
        writer = self._writers.setdefault(draft.run_id, SegmentWriter(self.folder, draft.run_id))
        with self._storing():
            with disk_trouble(self.folder / draft.site):
                file, start, head = writer.append(draft.site, request + main)
            number = self.index.take_id()
            capture = replace(
                draft,
                id=number,
                payload_id=draft.payload_id or number,
                file=file,
                offset=start + len(head) + len(request),
                length=len(main),
                start=start,
                span_sha256=sha256(head + request + main).hexdigest(),
            )
            self.index.insert("captures", values_of(capture))
        return capture

    def store_place(self, draft: Capture) -> Capture | None:
        """Index a record of a file that is not ours, which is read and never written; None when it is known already."""
        check_site_name(draft.site)
        query = "SELECT 1 FROM captures WHERE file = ? AND start = ? AND site = ?"
        if next(self.index.rows(query, draft.file, draft.start, draft.site), None):
            return None
        with self._storing():
            number = self.index.take_id()
            capture = replace(draft, id=number, payload_id=number)
            self.index.insert("captures", values_of(capture))
        return capture

    def _origin(self, capture: Capture | None) -> Origin | None:
        if capture is None:
            return None
        origin = capture if capture.payload_id == capture.id else self.capture(capture.payload_id)
        return Origin(origin.record_id, origin.url, stamp(origin.fetched_at), origin.sha256)

    def _commit(self, index: Index) -> None:
        """Bytes first, then rows. Stops while there still is room to close: a disk that is full to the last byte
        cannot even take the index's journal."""
        if self._writers:
            check_room(self.folder)
        with disk_trouble(self.folder):
            for writer in self._writers.values():
                writer.sync()
        super()._commit(index)
        for writer in self._writers.values():
            writer.settle()

    def _undo(self) -> None:
        super()._undo()
        with disk_trouble(self.folder):
            for writer in self._writers.values():
                writer.undo()

    def _sweep(self) -> None:
        """Finish what a killed writer began."""
        if (self.folder / RENEWAL).exists():
            sweep_renewal(self.folder, self.index)
        self._cut_torn_tails()

    def _cut_torn_tails(self) -> None:
        """Cut what a killed writer left behind the last indexed byte, in segments of unfinished runs alone: other
        bytes that the index does not know are damage, and damage is reported, never deleted."""
        for run in self.runs():
            for path in self.folder.glob(f"*/{run.id}-*.warc.gz") if run.finished_at is None else ():
                query = "SELECT coalesce(max(offset + length), 0) FROM captures WHERE file = ?"
                ((end,),) = self.index.rows(query, path.relative_to(self.folder).as_posix())
                if path.stat().st_size > end:
                    with path.open("r+b") as handle:
                        handle.truncate(end)

    def store_beside(self, site: str, run_id: str, answer: Answer) -> None:
        """Keep such a file once a run, as a revisit where it is what it was; `answer.withheld` says what it is."""
        answer = self._clean(answer)
        known = self.latest(answer.url, site)
        is_same = known and (known.sha256, known.withheld) == (sha256(answer.body).hexdigest(), answer.withheld)
        if not (known and is_same and known.run_id == run_id):
            self._store_answer(site, run_id, answer, known if is_same else None)

    def verify(self) -> Iterator[Damage]:
        """Everything in the archive that is not as it was stored; nothing when it is sound."""
        self.flush()
        return find_damage(self.folder)


def _draft(kind: Kind, same: Capture | None, url: str, content: bytes, record_id: str, moment: datetime) -> Capture:
    """A capture that has no place yet; with `same` a revisit, which keeps what is said of the payload."""
    blank = Capture(
        id=0, site="", url=url, run_id="", kind=kind, status=None, fetched_at=moment, content_type="",
        sha256=sha256(content).hexdigest(), size=len(content), etag="", last_modified="", withheld="",
        record_id=record_id, payload_id=0, file="", offset=0, length=0, start=0, span_sha256="",
    )  # fmt: skip
    return blank if same is None else replace(same, id=0, kind="revisit", fetched_at=moment, record_id=record_id)


def check_site_name(site: str) -> None:
    """Raises UsageError for a name that could not be a folder everywhere."""
    if not _SITE_NAME.fullmatch(site):
        raise UsageError(f"`{site}` is no site name: small letters, digits, dot, dash and underscore only.")
