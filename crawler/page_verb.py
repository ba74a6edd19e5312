"""`colloquy page`: where the page comes from, and how its answer is printed."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.profiles import load_all_profiles
from pipelines.errors import ColloquyError, UsageError
from pipelines.home import Home
from pipelines.one_page import Answer, Source, answer_page, find_archived, find_same_content, find_site

_WEB = ("http://", "https://")
_SHOWN = 160  # characters of a block in the list of blocks


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The options as typed."""

    source: str
    url: str | None
    site: str | None
    use_template: bool
    fetch: bool
    show: str
    allow_loopback: bool


def show_page(home: Home, options: PageOptions, write: Callable[[str], None]) -> None:
    """Find the page, extract it, print what was asked for. Raises UsageError or ColloquyError in one clear line."""
    write(_show(find_answer(home, options)[1], options))


def find_answer(home: Home, options: PageOptions) -> tuple[Source, Answer]:
    """The page asked for and what extraction says of it. Raises UsageError or ColloquyError in one clear line."""
    profiles = load_all_profiles(home)
    source = _find_source(home, options)
    by_host = find_site(list(profiles.values()), source.url)
    name = options.site or source.site or (by_host.name if by_host else "")
    source = replace(source, site=name)
    answer = answer_page(home, source, profiles.get(name), options.use_template)
    blank = not answer.extraction.blocks
    reason = next((one.message for one in answer.extraction.problems if one.severity == "error"), "")
    if blank and reason:
        raise ColloquyError(f"{options.source}: {reason}. Give an HTML page or a text dump (one block a line).")
    return source, answer


def _find_source(home: Home, options: PageOptions) -> Source:
    if options.source.startswith(_WEB):
        return _find_web(home, options)
    if options.fetch:
        raise UsageError("--fetch needs a web address (http:// or https://).")
    content, kind = _read_local(options.source)
    known = find_same_content(home, content) if content else None
    if options.url and not options.url.startswith(_WEB):
        raise UsageError(f"--url {options.url}: give the address as it stands in a browser, with https://.")
    if options.url:
        return Source(content, options.url, kind, known.site if known else "")
    return known or Source(content, "", kind, "")


def _find_web(home: Home, options: PageOptions) -> Source:
    if options.fetch:
        from crawler.crawl_verb import fetch_one

        fetch_one(home, options.source, options.site, options.allow_loopback)
    found = find_archived(home, options.source)
    if found is None:
        raise UsageError(f"{options.source} is not in the archive of {home.path}. Add --fetch to fetch it now.")
    return found


def _read_local(source: str) -> tuple[bytes, str]:
    if source == "-":
        return sys.stdin.buffer.read(), ""
    path = Path(source)
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Give one page, or import the folder: colloquy import SITE {path}")
    if not path.is_file():
        raise UsageError(f"{path}: no such file. Give a saved page, a web address that was crawled, or - for stdin.")
    return path.read_bytes(), "text/plain; charset=utf-8" if path.suffix == ".txt" else ""


def _show(answer: Answer, options: PageOptions) -> str:
    if options.show == "body":
        return answer.extraction.body.text
    if options.show == "markdown":
        return answer.extraction.body.markdown
    if options.show == "blocks":
        return "\n".join(_block_lines(answer))
    if options.show == "template":
        if answer.template is None:
            raise UsageError("no template for this page: none was learned for its site. Use --site, or rebuild first.")
        return answer.template.to_json()
    return json.dumps(answer.as_record(), ensure_ascii=False, indent=2)


def _block_lines(answer: Answer) -> list[str]:
    """A line a block: verdict, deciding judge and score, the page judge's own word, element, text."""
    lines = ["verdict  judge score  page   element  text"]
    for one, alone in zip(answer.extraction.blocks, answer.alone, strict=True):
        text = one.block.text.replace("\n", " ⏎ ")
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        lines.append(
            f"{one.verdict:<8} {one.judge:<5} {one.score:5.2f}  {alone.score:5.2f}  {one.block.tag:<8} {shown}"
        )
    return lines
