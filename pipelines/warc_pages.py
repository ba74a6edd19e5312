"""A WARC file in, the pages of one site out: good HTML answers, each where it is or as a copy; all else is counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from extract.page import find_foreign
from pipelines.errors import UsageError
from pipelines.storage import is_url, open_stream
from pipelines.transfer import MOST_BYTES, TOO_LARGE, CodingError, decode_body
from pipelines.warc import Headers, make_record_id, split_answer, unpack
from pipelines.warc_files import FoundRecord, Readable, WarcHeaders, read_records

_ALONE = (b"\x1f\x8b", b"WARC/")  # how a record begins that can be read without those before it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies that is not copied: a file of its own name, or a URL."""

    file: str
    start: int
    length: int
    sha256: str
    """Of the record's bytes as they lie there."""
    record_id: str


@dataclass(frozen=True, slots=True)
class WarcPage:
    """One page of a WARC file. `headers` are those of its answer, None where it was none (a `resource` record)."""

    url: str
    content: bytes
    content_type: str
    fetched_at: datetime | None
    headers: Headers | None
    place: Place | None = None


@dataclass(slots=True)
class WarcReader:
    """Reads WARC files. `has` says of an address whether it belongs to the site; `in_place`: with the place of each.

    `left_out` gathers how many records were left out, by reason; `damaged` which files could not be read to their end.
    """

    has: Callable[[str], bool] | None = None
    in_place: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    damaged: list[tuple[str, str]] = field(default_factory=list)

    def read(self, place: Path | str) -> Iterator[WarcPage]:
        """The pages of one file, in its order. Raises UsageError for a file that cannot be read in place."""
        name = str(place) if is_url(place) else str(Path(place).absolute())
        try:
            with _open(place) as stream:
                for found in read_records(stream, self._is_wanted, members=self.in_place):
                    page = self._read_page(found, name)
                    if page:
                        yield page
        except (OSError, ValueError) as error:
            self.damaged.append((str(place), f"damaged WARC file ({error}); what comes after is not read"))

    def _is_wanted(self, warc: WarcHeaders) -> bool:
        why = self._refuse(warc)
        self.left_out[why] += bool(why)
        return not why

    def _refuse(self, warc: WarcHeaders) -> str:
        """Why a record is none of the site's pages, as far as its own headers say, or ""."""
        kind, url, media = warc.get("warc-type", ""), find_target(warc), warc.get("content-type", "").lower()
        if kind == "revisit":
            return "revisits"
        if kind not in ("response", "resource") or not url.startswith(("http://", "https://")):
            return "no responses"
        if self.has and not self.has(url):
            return "of other hosts"
        if kind == "resource" and "html" not in media:
            return "not HTML"
        return "truncated" if warc.get("warc-truncated") else ""

    def _read_page(self, found: FoundRecord, file: str) -> WarcPage | None:
        """The page of a record; None, and counted, when it is none."""
        is_answer = found.warc.get("content-type", "").lower().startswith("application/http")
        status, headers, body = split_answer(found.block) if is_answer else (HTTPStatus.OK, (), found.block)
        media = next((value for name, value in headers if name.lower() == "content-type"), "")
        media = media or (found.warc.get("content-type", "") if not is_answer else "")
        why = _find_reason(status, media, found)
        try:
            content = b"" if why else decode_body(headers, body)
            why = why or (TOO_LARGE if len(content) > MOST_BYTES else "")
        except CodingError:
            content, why = b"", "not to be decoded"
        why = why or ("empty or binary" if find_foreign(content) else "")
        place = None if why or not self.in_place else _place(found, file)
        if why or (self.in_place and place is None):
            self.left_out[why or "cut short"] += 1
            return None
        url = find_target(found.warc)
        return WarcPage(url, content, media, _find_date(found.warc), headers if is_answer else None, place)


def find_target(warc: WarcHeaders) -> str:
    """The address of a record; some writers put it into angle brackets."""
    return warc.get("warc-target-uri", "").strip("<>")


def _find_reason(status: int | None, media: str, found: FoundRecord) -> str:
    if status != HTTPStatus.OK:
        return "not status 200"
    return found.trouble if "html" in media.lower() else "not HTML"


def _place(found: FoundRecord, file: str) -> Place | None:
    """Where the record lies, if it can be read there alone; None for the last of a file that is cut short."""
    try:
        unpack(found.member)
    except ValueError as error:
        if found.is_last and found.member.startswith(_ALONE):
            return None
        raise UsageError(
            f"{file}: its records cannot be read one by one ({error}), so not in place. Import it without --in-place,"
            " or write it anew with one gzip member a record (`warcio recompress IN OUT`)."
        ) from error
    record_id = found.warc.get("warc-record-id") or make_record_id()
    return Place(file, found.start, len(found.member), sha256(found.member).hexdigest(), record_id)


def _find_date(warc: WarcHeaders) -> datetime | None:
    try:
        moment = datetime.fromisoformat(warc.get("warc-date", ""))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _open(place: Path | str) -> AbstractContextManager[Readable]:
    return open_stream(str(place)) if is_url(place) else Path(place).open("rb")
