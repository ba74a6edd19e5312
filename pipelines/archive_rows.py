"""The rows of the archive's index as values: captures, and what each run did. They are read and written elsewhere."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

Kind = Literal["response", "resource", "revisit"]
Outcome = Literal["ok", "partial", "error", "skipped", "removed"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One record of the archive. A revisit has the digest, size and type of the payload that it stands for."""

    id: int
    site: str
    url: str
    run_id: str
    kind: Kind
    status: int | None
    fetched_at: datetime
    content_type: str
    sha256: str
    size: int
    etag: str
    last_modified: str
    withheld: str
    """Why this answer is no page of the dataset ("noindex", "redirect to ...", "not found"), or ""."""
    record_id: str
    payload_id: int
    """Capture that holds the payload: itself, or for a revisit the one it refers to."""
    file: str
    """Segment, relative to the archive folder, or its URL; of a record that was imported in place, the absolute path or
    URL of the file that holds it."""
    offset: int
    length: int
    start: int
    """Where the append began that wrote this record (before its request record), up to `offset + length`."""
    span_sha256: str
    """Of all bytes from `start` to the end of the record as they lie in the file."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """What became of one URL in the newest run that touched it."""

    site: str
    url: str
    run_id: str
    outcome: Outcome
    http_status: int | None = None
    reason: str = ""
    attempts: int = 1
    bytes: int = 0
    seconds: float = 0.0
    from_archive: bool = False


GATE = "gate"
"""The step of the problem that says what the quality gate held back."""


@dataclass(frozen=True, slots=True)
class RunProblem:
    """Expected trouble, as a row."""

    site: str
    url: str
    run_id: str
    step: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Leads:
    """Where the content of a page led when it was read: what need not be parsed again while it is the same. `reader`
    names the code and the scope that read it."""

    site: str
    url: str
    sha256: str
    reader: str
    said: str
    """Digest of its text without tags."""
    new: bool
    """Whether it said what pages of addresses alike had not."""
    heads: tuple[str, ...]
    """Addresses in its head (feeds, the next page of a listing) that nothing before had led to."""
    links: tuple[str, ...]
    """The other addresses that nothing before had led to."""


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    kind: str
    sites: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None
    exit_code: int | None


NAMES = {made: tuple(field.name for field in fields(made)) for made in (Capture, Fetch, RunProblem, Leads, Run)}
"""Columns of the table of each kind of row, in order."""


def values_of(value: Capture | Fetch | RunProblem | Leads | Run) -> tuple[object, ...]:
    return tuple(getattr(value, name) for name in NAMES[type(value)])  # `astuple` copies each value deeply
