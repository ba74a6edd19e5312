"""`colloquy demo`: serve the bundled sample institute on loopback, crawl it for real, compare with its gold."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from crawler.crawl import crawl
from crawler.crawl_verb import CrawlOptions, finish
from crawler.profiles import SAMPLE, load_all_profiles
from crawler.sample_server import SampleServer
from pipelines.archive import Archive
from pipelines.dataset import load
from pipelines.errors import ColloquyError, UsageError
from pipelines.home import Home
from pipelines.report_page import store_page
from pipelines.score_report import short_lines_of
from pipelines.score_tables import score_tables

Write = Callable[[str], None]
_PORT = 8642  # beside that of `browse`


def show_demo(home: Home, port: int | None, write: Write) -> int:
    """Run the main job on the sample site and say what came out; gives the exit code."""
    folder = find_sample()
    profiles = load_all_profiles(home)
    with home.lock():
        with SampleServer(folder / "site", _choose_port(home, port)) as server:
            profile = profiles[SAMPLE].model_copy(update={"url": server.url})
            write(f"The Quillmere Institute (bundled, fictional) is served at {server.url}")
            options = CrawlOptions(sites=(SAMPLE,), allow_loopback=True)
            report = crawl(home, [profile], options.limits)
            code = finish(home, profiles, [profile], options, report, write, write)
        if report.interrupted:
            return code
        pages = load("pages", home.path, site=SAMPLE)
        write("")
        write("Against the sample's hand-made gold:")
        for line in short_lines_of(score_tables(folder / "gold", home.path, SAMPLE)):
            write("  " + line)
    write("")
    write(f"Tables: {home.tables}/{{pages,events,groups,fetches,changes,problems}}/*.parquet")
    write(f"Report: {store_page(home)}")
    write(f'Next:   {_shown("python")} -c \'from pipelines import load; print(load("events", "{home.path}"))\'')
    write(f"        {_shown('colloquy')} --home {home.path} browse --open")
    example = next((url for url in pages["url"] if "/events/" in url), None)
    if example:
        write(f"        {_shown('colloquy')} --home {home.path} inspect {example}")
    return code


def _shown(program: str) -> str:
    """How to type a program of this environment from where one stands."""
    folder = Path(sys.executable).parent
    return os.path.relpath(folder / program) if folder.is_relative_to(Path.cwd()) else str(folder / program)


def find_sample() -> Path:
    """Folder of the sample institute: in a checkout, or as it was installed."""
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "data" / "sample", here / "sample"):
        if (folder / "site" / "index.html").is_file():
            return folder
    raise ColloquyError("the bundled sample site is missing from this installation; install colloquy again.")


def _choose_port(home: Home, stated: int | None) -> int:
    """The port stated, else the one that this home's sample pages came from (addresses are ids), else a free one."""
    known = stated or _last_port(home)
    if known:
        if not _is_free(known):
            raise UsageError(f"port {known} is taken. Free it, or try another home: colloquy --home DIR demo")
        return known
    return _PORT if _is_free(_PORT) else 0


def _last_port(home: Home) -> int | None:
    with Archive(home.archive) as archive:
        row = next(archive.pages(SAMPLE), None)
    return urlsplit(row.capture.url).port if row else None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True
