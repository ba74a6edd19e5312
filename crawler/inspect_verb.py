"""`colloquy inspect`: find and extract a page as `page` does, and draw it, or keep it as a golden test."""

import sys
from collections.abc import Callable
from pathlib import Path

from crawler.page_verb import PageOptions, find_answer
from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.one_page import Answer, Source


def inspect_page(
    home: Home, options: PageOptions, output: Path | None, fixture: Path | None, write: Callable[[str], None]
) -> None:
    """Draw the page into `output` ("-": stdout), or into a file named after it where none is given. With `fixture` the
    page is kept in that folder as a golden test instead, or as well if both are given."""
    source, answer = find_answer(home, options)
    if fixture:
        write(str(_keep(fixture, source, answer)))
    if output or not fixture:
        _draw(options, output, source, answer, write)


def _keep(folder: Path, source: Source, answer: Answer) -> Path:
    from pipelines.fixtures import Fixture, store_fixture

    made = Fixture(
        source.content, source.url, source.content_type, answer.extraction.site, answer.template, answer.linked
    )
    return store_fixture(folder, made)


def _draw(
    options: PageOptions, output: Path | None, source: Source, answer: Answer, write: Callable[[str], None]
) -> None:
    from pipelines.fixtures import name_page
    from pipelines.inspect_page import draw_page
    from pipelines.whole_file import store_whole

    drawn = draw_page(answer, source)
    if output and str(output) == "-":
        sys.stdout.write(drawn)
        return
    path = output or Path(f"{name_page(source.url or options.source.removeprefix('-'))}.inspect.html")
    if path.exists() and Path(options.source).exists() and path.samefile(options.source):
        raise UsageError(f"{path} is the page itself. Choose another file with -o.")
    store_whole(path, drawn.encode())
    write(str(path))
