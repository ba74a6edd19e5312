"""What a site says about text and data mining and AI use: headers, meta elements and site files in; signals out.

Read are the TDM Reservation Protocol (header and meta `tdm-reservation`, `/.well-known/tdmrep.json`), `Content-Usage`
and `Content-Signal` (header or robots.txt), and `noai` among robots directives. All are recorded as stated; a
reservation of text and data mining keeps a page out of exports, the others speak of uses that this project does not
make.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipelines.archive import Archive, Capture, DamagedArchive

ROBOTS, TDMREP = "robots.txt", "tdmrep.json"
TDMREP_PATH = "/.well-known/tdmrep.json"
_STATED = ("tdm-reservation", "tdm-policy", "content-usage", "content-signal")
_NO_AI = re.compile(r"\bno(?:image)?ai\b", re.IGNORECASE)
_RESERVED = re.compile(r"tdm-reservation=1\b|content-(?:usage|signal)=.*\btdm=n", re.IGNORECASE)
_LONGEST = 300  # characters of one signal


@dataclass(frozen=True, slots=True)
class Policy:
    """Signals of one origin by path pattern, the most special first."""

    origin: str
    rules: tuple[tuple[str, tuple[str, ...]], ...]

    def signals(self, url: str) -> tuple[str, ...]:
        """Those of the first pattern that fits the address."""
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return ()
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return next((signals for pattern, signals in self.rules if _fits(pattern, path)), ())


def is_reserved(signals: Iterable[str]) -> bool:
    """Whether text and data mining is reserved.

    >>> is_reserved(["tdm-reservation=1 (header)"]), is_reserved(["robots=noai (meta)"])
    (True, False)
    """
    return any(_RESERVED.match(signal) for signal in signals)


def find_signals(headers: Iterable[tuple[str, str]], meta: Mapping[str, str]) -> tuple[str, ...]:
    """What a page says itself.

    >>> find_signals([("TDM-Reservation", "1"), ("X-Robots-Tag", "noai")], {"robots": "index, noimageai"})
    ('tdm-reservation=1 (header)', 'robots=noai (header)', 'robots=noimageai (meta)')
    """
    stated = [("header", name.lower(), value) for name, value in headers]
    stated += [("meta", name.lower(), value) for name, value in meta.items()]
    found: list[str] = []
    for place, name, value in stated:
        if name in _STATED:
            found.append(f"{name}={' '.join(value.split())[:_LONGEST]} ({place})")
        elif name in ("x-robots-tag", "robots"):
            found += [f"robots={word.lower()} ({place})" for word in _NO_AI.findall(value)]
    return tuple(dict.fromkeys(found))


def load_policies(archive: Archive, site: str) -> list[Policy]:
    """Policies of a site's origins, from the newest robots.txt and tdmrep.json in the archive."""
    found = [_read_policy(archive, capture) for kind in (ROBOTS, TDMREP) for capture in archive.beside(site, kind)]
    return [policy for policy in found if policy and policy.rules]


def parse_tdmrep(content: bytes, origin: str) -> Policy:
    """A tdmrep.json: a list of locations with reservation and policy; what is not is no policy.

    >>> policy = parse_tdmrep(b'[{"location": "/talks/*", "tdm-reservation": 1}]', "https://lab.example")
    >>> policy.signals("https://lab.example/a"), policy.signals("https://lab.example/talks/a")
    ((), ('tdm-reservation=1 (tdmrep.json)',))
    """
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError):
        entries = []
    rules = [_read_entry(one) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return Policy(origin, tuple(sorted(rules, key=lambda rule: -len(rule[0]))))


def parse_robots_usage(content: bytes, origin: str) -> Policy:
    """The Content-Usage and Content-Signal lines of a robots.txt, of the groups for everybody or for us.

    >>> policy = parse_robots_usage(b"User-agent: *\\nContent-Usage: train-ai=n", "https://lab.example")
    >>> policy.signals("https://lab.example/x")
    ('content-usage=train-ai=n (robots.txt)',)
    """
    rules: dict[str, list[str]] = {}
    ours, in_head = False, False
    for line in content.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            ours, in_head = value.lower() in ("*", "colloquy") or (in_head and ours), True
            continue
        in_head = in_head and not colon
        if ours and name in ("content-usage", "content-signal") and value:
            path, _, rest = value.partition(" ") if value.startswith("/") else ("/", "", value)
            rules.setdefault(path, []).append(f"{name}={rest.strip()[:_LONGEST]} (robots.txt)")
    return Policy(origin, tuple((path, tuple(rules[path])) for path in sorted(rules, key=len, reverse=True)))


def _read_entry(entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    stated = [f"{name}={str(entry[name])[:_LONGEST]} (tdmrep.json)" for name in _STATED if name in entry]
    return str(entry.get("location", "/")), tuple(stated)


def _read_policy(archive: Archive, capture: Capture) -> Policy | None:
    if capture.status != 200:
        return None
    try:
        content = archive.read(capture)
    except DamagedArchive:
        return None
    parts = urlsplit(capture.url)
    parse = parse_tdmrep if capture.withheld == TDMREP else parse_robots_usage
    return parse(content, f"{parts.scheme}://{parts.netloc}")


def _fits(pattern: str, path: str) -> bool:
    """As robots.txt patterns: a prefix, `*` for anything, `$` for the end."""
    whole = pattern.endswith("$")
    parts = [re.escape(part) for part in pattern.rstrip("$").split("*")]
    return re.match(".*".join(parts) + ("$" if whole else ""), path) is not None
