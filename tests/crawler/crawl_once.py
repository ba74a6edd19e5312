"""Run one crawl in this process and say what came of it. Not a test: the tests run it in processes of its own."""

import json
import os
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler import leads
from crawler.crawl import Limits, crawl, make_profile
from crawler.spider import InstituteSpider
from pipelines.archive import Archive
from pipelines.errors import ColloquyError
from pipelines.home import Home


def crawl_once(
    home: str,
    url: str,
    finish: bool = True,
    others: Sequence[str] = (),
    profile: dict[str, Any] | None = None,
    most_links: int | None = None,
    **limits: Any,
) -> dict[str, Any]:
    """Crawl `url` with a profile made for it, changed by `profile`, and `others` with theirs; `limits` as `Limits`;
    `finish` closes the run; of one page no more than `most_links` are followed."""
    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    place = Home(Path(home)).prepare()
    site = make_profile(url).model_copy(update=profile or {})
    seen = _watch_settings()
    if most_links is not None:
        leads._MOST_LINKS = most_links
    try:
        report = crawl(place, [site, *map(make_profile, others)], Limits(**{"allow_loopback": True, **limits}))
    except ColloquyError as error:
        return {"error": type(error).__name__, "message": str(error)}
    with Archive(place.archive, writable=True) as archive:
        if finish and not report.interrupted:
            archive.finish_run(report.run_id, report.exit_code)
        return {
            "run_id": report.run_id,
            "code": report.exit_code,
            "interrupted": report.interrupted,
            "outcomes": report.outcomes,
            "failed": [one.failed for one in report.sites],
            "trouble": [one.trouble for one in report.sites],
            "sources": [report.sites[0].fetched, report.sites[0].not_modified, report.sites[0].from_archive],
            "rows": {
                fetch.url.replace(site.url.rstrip("/"), ""): [fetch.outcome, fetch.reason]
                for fetch in archive.fetches(site.name)
            },
            "pages": [
                row.capture.url.replace(site.url.rstrip("/"), "") for row in archive.pages(site.name) if not row.gone
            ],
            "problems": [problem.message for problem in archive.problems()],
            "damage": [damage.message for damage in archive.verify()],
            "peak_growth": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began) * 1024,
            **seen,
        }


def _watch_settings() -> dict[str, Any]:
    """A dict that holds, once the spider has closed, what was really in force."""
    seen: dict[str, Any] = {}
    real = InstituteSpider.closed

    def closed(spider: InstituteSpider, reason: str) -> None:
        crawler = spider.crawler
        assert crawler.engine and crawler.extensions
        from twisted.internet import reactor

        handlers = crawler.engine.downloader.handlers
        seen["settings"] = dict(crawler.settings.copy_to_dict())
        seen["extensions"] = [type(one).__name__ for one in crawler.extensions.middlewares]
        seen["middlewares"] = [type(one).__name__ for one in crawler.engine.downloader.middleware.middlewares]
        seen["schemes"] = sorted(handlers._schemes)
        seen["resolver"] = type(reactor.resolver).__name__  # type: ignore[attr-defined]  # the reactor is made at run time
        real(spider, reason)

    InstituteSpider.closed = closed  # type: ignore[method-assign]  # to look, not to change
    return seen


def write_crawl(asked: dict[str, Any], out: str, err: str) -> None:
    """Run `crawl_once` without the user's settings, its result as JSON into `out`, all messages into `err`."""
    Path(out).unlink(missing_ok=True)
    for name in [name for name in os.environ if name.startswith("COLLOQUY_")]:
        del os.environ[name]
    with Path(err).open("w") as messages:
        os.dup2(messages.fileno(), 2)
        seen = crawl_once(**asked)
    Path(out).write_text(json.dumps(seen, default=str))
