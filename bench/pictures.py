"""The pictures of docs/, taken of the bundled sample: `python -m bench.pictures [FOLDER]`.

Fonts are those of the machine. Those in docs/ were taken with Inter and Charis SIL (Debian: fonts-inter,
fonts-sil-charis).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from crawler.demo import show_demo
from crawler.page_verb import PageOptions, find_answer
from pipelines.browse.server import open_server
from pipelines.home import Home
from pipelines.inspect_page import draw_page
from pipelines.report_page import store_page

PAGE = "/events/survey-weighting-masterclass"
SEARCH = "/?q=data&since=2026-01-01"
SHOWN = "#r0-start_date-0 summary"
WIDE, REPORT_HEIGHT, INSPECT_HEIGHT, BROWSE_HEIGHT = 1240, 900, 800, 900
SCALE = 1.4  # sharp on most screens, and below 300 KB


def take_pictures(folder: Path) -> list[Path]:
    """Crawl the sample into a home of its own, draw it, take the pictures into `folder`."""
    with tempfile.TemporaryDirectory() as place, chdir(place):
        home = Home(Path("data"))
        show_demo(home, None, print)
        report = store_page(home).resolve()
        inspected = Path("inspect.html").resolve()
        inspected.write_text(_draw_sample(home), encoding="utf-8")
        with _start_browser() as browser, _serve(home) as address:
            return [
                _take(browser, report.as_uri(), folder / "report.png", REPORT_HEIGHT),
                _take(browser, inspected.as_uri(), folder / "inspect.png", INSPECT_HEIGHT, SHOWN),
                _take(browser, address + SEARCH, folder / "browse.png", BROWSE_HEIGHT),
            ]


def _draw_sample(home: Home) -> str:
    from pipelines.archive import Archive

    with Archive(home.archive) as archive:
        url = next(row.capture.url for row in archive.pages("sample") if row.capture.url.endswith(PAGE))
    options = PageOptions(url, None, None, True, False, "records", False)
    source, answer = find_answer(home, options)
    return draw_page(answer, source)


@contextmanager
def _serve(home: Home) -> Iterator[str]:
    with open_server(home, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()


@contextmanager
def _start_browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=sandbox)


def _take(browser: Any, address: str, picture: Path, height: int, click: str = "") -> Path:
    page = browser.new_page(viewport={"width": WIDE, "height": height}, color_scheme="light", device_scale_factor=SCALE)
    page.goto(address)
    if click:
        page.emulate_media(reduced_motion="reduce")
        page.click(click)
        page.evaluate("scrollTo(0, 0)")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
    page.screenshot(path=picture)
    return picture


if __name__ == "__main__":
    for picture in take_pictures(Path(sys.argv[1] if len(sys.argv) > 1 else "docs").resolve()):
        print(f"{picture.name}: {picture.stat().st_size // 1024} KB")
