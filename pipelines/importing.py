"""Saved pages in, archived pages out: the `import` command."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.archive import Answer, Archive, Capture, Fetch, Resource, check_site_name
from pipelines.errors import GOOD, SOME_FAILED, UsageError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.progress import follow
from pipelines.saved_pages import SavedPage, find_base, find_files, is_warc, read_pages
from pipelines.storage import is_url
from pipelines.warc_pages import Place, WarcPage, WarcReader


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages of WARC files are taken, and how. `has` says of an address whether it belongs to the site; without,
    all of them do. `in_place`: they are indexed where they lie, not copied."""

    has: Callable[[str], bool] | None = None
    in_place: bool = False


@dataclass
class ImportReport:
    """What an import did: pages taken, pages skipped because the archive has them, and what was refused and why."""

    taken: int = 0
    skipped: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """Records of WARC files that are no pages of the site, by reason."""
    hosts: set[str] = field(default_factory=set)
    """Of the pages of WARC files."""
    masked: int = 0
    """Pages that were copied all the same, for something in them is on the denylist."""


def import_pages(
    home: Home, site: str, paths: Sequence[Path | str], urls: Mapping[str, str], profile: Profile | None,
    choice: Choice = Choice(),
) -> ImportReport:  # fmt: skip
    """Bring saved pages into the archive under one run. The home is not touched before the first good page.

    Raises UsageError for a path that is not there, DiskError when the home cannot be written, Locked when it is in use.
    """
    check_site_name(site)
    warcs: list[Path | str] = [path for path in paths if is_url(path)]
    files = find_files([Path(path) for path in paths if not is_url(path)]) if len(warcs) < len(paths) else []
    warcs += [one.path for one in files if is_warc(one.path.name)]
    files = [one for one in files if not is_warc(one.path.name)]
    _check_places(home, warcs, [one.path for one in files] if choice.in_place else [])
    reader = WarcReader(choice.has, choice.in_place)
    base = profile.url if profile else find_base(files, site)
    with ExitStack() as opened:
        intake = _Intake(home, site, opened)
        for page in follow(read_pages(files, base, urls), "importing pages"):
            intake.take(page)
        for found in follow(_read_warcs(reader, warcs), "importing pages"):
            intake.take_from_warc(found)
        report = intake.report
        report.refused += reader.damaged
        report.left_out += reader.left_out
        intake.finish()
    return report


def _read_warcs(reader: WarcReader, warcs: Sequence[Path | str]) -> Iterator[WarcPage]:
    for place in warcs:
        yield from reader.read(place)


def _check_places(home: Home, warcs: Sequence[Path | str], others: Sequence[Path]) -> None:
    for place in warcs:
        if not is_warc(str(place)):
            raise UsageError(f"{place}: of what lies elsewhere only WARC files (.warc, .warc.gz) can be imported.")
        if not is_url(place) and home.archive.absolute() in Path(place).absolute().parents:
            raise UsageError(f"{place} is a segment of this home's own archive.")
    if others:
        raise UsageError(f"--in-place: only WARC files can be read where they are, and {others[0]} is none.")


class _Intake:
    """Stores pages. Home and archive are opened for the first good one: an import that brings nothing leaves no trace.
    What it opens, `opened` closes."""

    def __init__(self, home: Home, site: str, opened: ExitStack) -> None:
        self._home, self._site, self._opened = home, site, opened
        self._reading = Archive(home.archive)  # for its denylist: an empty one where there is no home
        self._archive: Archive | None = None
        self._run_id = ""
        self.report = ImportReport()

    def take(self, page: SavedPage) -> None:
        """Keep a saved page, or say why not."""
        why = page.refused or (_DENIED if self._reading.denylist.refuses(page.url) else "")
        if why:
            self.report.refused.append((page.origin, why))
            return
        moment = page.fetched_at or datetime.now(UTC)
        resource = Resource(page.url, page.content, page.content_type, moment)
        self._note(self._open().store_resource(self._site, self._run_id, resource), len(page.content))

    def take_from_warc(self, page: WarcPage) -> None:
        """Keep a page of a WARC file: as it was answered, or where it lies."""
        denylist, moment = self._reading.denylist, page.fetched_at or datetime.now(UTC)
        if denylist.refuses(page.url):
            self.report.left_out["on the denylist"] += 1
            return
        self.report.hosts.add(urlsplit(page.url).hostname or "")
        archive = self._open()
        if page.place and denylist.redact_bytes(page.content) == page.content:
            draft = _draft(self._site, self._run_id, page, page.place, moment)
            self._note(archive.store_place(draft), len(page.content), page.url)
            return
        self.report.masked += page.place is not None
        if page.headers is None:
            kept = archive.store_resource(
                self._site, self._run_id, Resource(page.url, page.content, page.content_type, moment)
            )
        else:
            answer = Answer(page.url, 200, page.headers, page.content, None, moment)
            kept = archive.store_response(self._site, self._run_id, answer)
        self._note(kept, len(page.content))

    def finish(self) -> None:
        if self._archive:
            self._archive.finish_run(self._run_id, SOME_FAILED if self.report.refused else GOOD)

    def _open(self) -> Archive:
        if self._archive is None:
            self._opened.enter_context(self._home.lock())
            self._archive = self._opened.enter_context(Archive(self._home.archive, writable=True))
            run = self._archive.open_run("import", [self._site])
            self._run_id = run or self._archive.begin_run("import", [self._site])
        return self._archive

    def _note(self, kept: Capture | None, size: int, url: str = "") -> None:
        """Count a page; None, or a revisit, is one that the archive has."""
        known = kept is None or kept.kind == "revisit"
        self.report.skipped += known
        self.report.taken += not known
        fetch = Fetch(self._site, kept.url if kept else url, self._run_id, "ok", bytes=size, from_archive=known)
        self._open().store_fetch(fetch)


_DENIED = "its address is on the denylist of this home"


def _draft(site: str, run_id: str, page: WarcPage, place: Place, moment: datetime) -> Capture:
    """The row of a page that stays where it is."""
    headers = {name.lower(): value for name, value in page.headers or ()}
    is_answer = page.headers is not None
    return Capture(
        id=0, site=site, url=page.url, run_id=run_id, kind="response" if is_answer else "resource",
        status=200 if is_answer else None, fetched_at=moment, content_type=page.content_type,
        sha256=sha256(page.content).hexdigest(), size=len(page.content), etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""), withheld="", record_id=place.record_id, payload_id=0,
        file=place.file, offset=place.start, length=place.length, start=place.start, span_sha256=place.sha256,
    )  # fmt: skip
