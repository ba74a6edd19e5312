"""Pings: tell a configured URL that a run started, succeeded or failed, so that somebody notices when none comes.

Spoken like healthchecks.io and its kin: `URL/start`, `URL` for success, `URL/fail`; the body is one line for a person.
"""

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Literal

from pipelines.errors import GOOD, SOME_FAILED

_PATIENCE = 10.0  # seconds; a monitor that is down must not hold up a crawl
_ENDINGS = {"start": "/start", "success": "", "failure": "/fail"}


def ping(url: str, what: Literal["start", "success", "failure"], text: str, say: Callable[[str], None]) -> None:
    """Send one ping; trouble with it is one line and nothing more. Without a URL nothing is sent."""
    if not url:
        return
    target = url.rstrip("/") + _ENDINGS[what]
    request = urllib.request.Request(target, data=text.encode("utf-8", "replace"), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):
            pass
    except (OSError, ValueError) as error:
        say(f"ping not delivered to {target}: {getattr(error, 'reason', error)}")


def ping_end(url: str, code: int, say: Callable[[str], None]) -> None:
    """Success is a finished run, even if some pages failed: on the open web some always do."""
    what: Literal["success", "failure"] = "success" if code in (GOOD, SOME_FAILED) else "failure"
    ping(url, what, f"colloquy ended with exit code {code}", say)
