"""How fast and how small a crawl is: our command and a bare Scrapy spider on the same synthetic site, in the same run.

    python -m bench.crawl_rate --pages 100000

Prints pages a second of the first crawl (fetched and archived, no rebuild), of the second (all not modified) and of the
bare spider (pages fetched, nothing kept), with the peak memory of each.
"""

import argparse
import asyncio
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.scale_pages import Model, load_models
from tests.corpora.bodies import find_corpora

_LINKS = 10  # of a page, each to a page of its own: a tree
_WORDS = "tide kelp fog salt maps clocks ropes gulls ice shells moss rain sand reed lamp quay".split()
_BARE = """
import scrapy
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = ["{url}"]
    custom_settings = {{"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True}}
    def parse(self, response):
        yield {{"url": response.url, "bytes": len(response.body)}}
        yield from response.follow_all(css="a")
"""


@dataclass(frozen=True, slots=True)
class Timing:
    what: str
    pages: int
    seconds: float
    cpu: float
    megabytes: float

    def line(self) -> str:
        spent = f"{self.seconds:>8.1f} s {self.cpu:>8.1f} s CPU"  # on a busy machine the second says more
        rate = f"{self.pages / self.seconds:>8.1f} pages/s"
        return f"{self.what:<28} {self.pages:>8} pages {spent} {rate} {self.megabytes:>7.0f} MB"


def make_page(number: int, pages: int) -> bytes:
    """A page with a paragraph of its own and links to its children in the tree."""
    children = range(number * _LINKS + 1, min(number * _LINKS + _LINKS + 1, pages))
    links = "".join(f'<li><a href="/p/{child}">Page {child}</a></li>' for child in children)
    seed = hashlib.sha256(str(number).encode()).digest()
    text = " ".join(_WORDS[byte % len(_WORDS)] for byte in seed * 4)
    return f"<!doctype html><title>Page {number}</title><h1>Page {number}</h1><p>{text}</p><ul>{links}</ul>".encode()


def make_real_page(number: int, pages: int, model: Model) -> bytes:
    """The same with the markup and the length of a page of an institute, whose own links lead nowhere."""
    html = model.make("real", number).html.replace(b" href=", b" data-href=")
    return html.replace(b"</body>", make_page(number, pages).partition(b"</p>")[2] + b"</body>", 1)


async def serve(pages: int, model: Model | None = None) -> None:
    """Answer until killed; says its port first. A page has an ETag and is not sent again to who has it. `model`: a real
    site that pages are made of."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                number = int(path[3:]) if path.startswith("/p/") else 0 if path == "/" else pages
                tag, body = b'"%d"' % number, b"none"
                if number >= pages:
                    status = b"404 Not Found"
                elif b"\r\nif-none-match: " + tag in head.lower():
                    status, body = b"304 Not Modified", b""
                else:
                    status = b"200 OK"
                    body = make_real_page(number, pages, model) if model else make_page(number, pages)
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, tag, len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def run(what: str, pages: int, command: list[str], folder: str | None = None) -> Timing:
    """Run a command to its end."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{what}: exit code {process.returncode}")
    return Timing(what, pages, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--model", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        models = load_models(find_corpora() / "institutes" / "html") if options.model else []
        asyncio.run(serve(options.pages, next((one for one in models if one.name == options.model), None)))
        return
    here = [sys.executable, "-m", "bench.crawl_rate", "--serve", "--pages", str(options.pages)]
    server = subprocess.Popen(here, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        with tempfile.TemporaryDirectory() as folder:
            bare = Path(folder) / "bare.py"
            bare.write_text(_BARE.format(url=url))
            profile = Path(folder) / "home/sites/bench.toml"
            profile.parent.mkdir(parents=True)
            profile.write_text(f'name = "bench"\nurl = "{url}"\nmax_pages = {options.pages + 10}\n')
            ours = [sys.executable, "-m", "crawler", "--home", str(profile.parents[1]), "crawl", "bench"]
            ours += ["--allow-loopback", "--no-rebuild"]
            plain = [sys.executable, "-m", "scrapy", "runspider", "-s", "LOG_ENABLED=0", str(bare)]
            timings = [
                run("bare Scrapy spider", options.pages, plain, folder),
                run("colloquy, first crawl", options.pages, ours),
                run("colloquy, all not modified", options.pages, ours),
            ]
    finally:
        server.kill()
    for timing in timings:
        print(timing.line())
    print(f"share of the bare spider's rate: {timings[0].seconds / timings[1].seconds:.0%}")


if __name__ == "__main__":
    main()
