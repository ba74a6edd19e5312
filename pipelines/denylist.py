"""What this home must not hold: addresses, hosts and people's names, kept as salted digests so that the list itself
says nothing. Text in; whether it is refused, or the text without what is on the list, out.

Who has the home and guesses a name can check the guess; nobody can read the list.
"""

import html
import json
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from pipelines.checked_file import DamagedFile, load_checked, store_checked
from pipelines.errors import ColloquyError, UsageError

FILE_NAME = "denylist"
MASK = "*****"  # for each word: no letters, so that nothing reads it as a name, and ASCII, so that any encoding has it
_FEWEST_PATH_WORDS = 3  # of a path that is looked for alone, as relative links write it: `/events` would be everywhere
_LETTER = r"&[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron|lig);"
_CODE = r"&#(?!160;|3\d;|8\d{3};)\d+;|\\u00[c-fC-F][0-9a-fA-F]|\\u01[0-9a-fA-F]{2}|%[C-Fc-f8-9A-B][0-9A-Fa-f]"
_TOKEN = re.compile(rf"(?:[^\W_]|{_LETTER}|{_CODE})+")
_SPACE = re.compile(rf"&(?!{_LETTER[1:]})[A-Za-z]+;|&#(?:160|3\d|8\d{{3}});")  # entities that stand between words
_TAG = re.compile(r"<[^<>]*>")
_AFTER = re.compile(r"/?(?![\w\-/?=&%]|\.\w)")

Kind = Literal["url", "host", "name"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """`words` in a row whose digest is `digest`: of a name whatever stands between them, else exactly as written."""

    kind: Kind
    words: int
    digest: str
    added: str


@dataclass(frozen=True, slots=True)
class Denylist:
    """An empty one refuses nothing and changes nothing, and costs nothing."""

    salt: str = ""
    entries: tuple[Entry, ...] = ()
    _digests: dict[tuple[bool, int], frozenset[str]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def add(self, target: str) -> "Denylist":
        """The list with a web address, a host or a person's name (two words or more) on it. Raises UsageError."""
        kind = kind_of(target)
        salt, day = self.salt or secrets.token_hex(16), f"{datetime.now(UTC):%Y-%m-%d}"
        known = {(one.kind, one.digest) for one in self.entries}
        new = [
            entry for text in _spellings(kind, target)
            if ((entry := _make_entry(kind, text, salt, day)).kind, entry.digest) not in known
        ]  # fmt: skip
        return make_denylist(salt, (*self.entries, *new))

    def refuses(self, url: str) -> bool:
        """Whether an address, its host, or a name in it is on the list, or words of it were masked already: a listing
        still links to a page that was forgotten."""
        if not self.entries:
            return False
        if MASK in url:
            return True
        host = len(_spell_url(url).partition("/")[0])  # what matches in the path alone is of another host
        here = any(start < host for start, _ in self._find(_spell_url(url), exact=True))
        return here or bool(self._find(unquote(url), exact=False))

    def redact(self, text: str) -> str:
        """The text with every word masked that belongs to something on the list."""
        if not self.entries:
            return text
        spans = sorted(set(self._find(text, exact=True)) | set(self._find_names(text)))
        for start, stop in reversed(spans):
            text = text[:start] + MASK + text[stop:]
        return text

    def redact_bytes(self, content: bytes) -> bytes:
        """The same for a page as stored; what is in neither UTF-8 nor a Western code page stays as it is."""
        if not self.entries:
            return content
        for encoding in ("utf-8", "cp1252", "latin-1"):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            clean = self.redact(text)
            return content if clean == text else clean.encode(encoding)
        return content

    def redact_value(self, value: Any) -> Any:
        """The same for all text in a nested value of a table."""
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, dict):
            return {name: self.redact_value(one) for name, one in value.items()}
        return [self.redact_value(one) for one in value] if isinstance(value, list | tuple) else value

    def _find_names(self, text: str) -> Iterator[Span]:
        """Names in the text and, where it is markup, across its tags and inside of them."""
        yield from self._find(text, exact=False)
        if "<" in text:
            yield from self._find(_TAG.sub(_blank, text), exact=False)

    def _find(self, text: str, *, exact: bool) -> list[Span]:
        sizes = {words: digests for (is_exact, words), digests in self._digests.items() if is_exact == exact}
        spans = [found.span() for found in _TOKEN.finditer(_SPACE.sub(_blank, text))] if sizes else []
        words = [] if exact else [_plain(text[start:stop]) for start, stop in spans]
        found: list[Span] = []
        for size, digests in sizes.items():
            for first in range(len(spans) - size + 1):
                part = spans[first : first + size]
                said = text[part[0][0] : part[-1][1]].casefold() if exact else " ".join(words[first : first + size])
                if _digest(said, self.salt) in digests and (not exact or _stands_alone(text, part)):
                    found += part
        return found


def name_entries(name: str, salt: str) -> list[Entry]:
    """Entries of a person's name; none for a single word, which would mask half a language."""
    words = _TOKEN.findall(name)
    return [_make_entry("name", text, salt, "") for text in _spellings("name", name)] if len(words) > 1 else []


def make_denylist(salt: str, entries: Sequence[Entry]) -> Denylist:
    digests: dict[tuple[bool, int], set[str]] = {}
    for one in entries:
        digests.setdefault((one.kind != "name", one.words), set()).add(one.digest)
    return Denylist(salt, tuple(entries), {key: frozenset(value) for key, value in digests.items()})


def load_denylist(home: Path) -> Denylist:
    """The home's list. Raises ColloquyError when it is damaged: to go on without it could store what must not be."""
    try:
        content = load_checked(home / FILE_NAME)
        stated: dict[str, Any] = json.loads(content) if content else {"salt": "", "entries": []}
        return make_denylist(stated["salt"], [Entry(**one) for one in stated["entries"]])
    except (DamagedFile, ValueError, KeyError, TypeError) as error:
        raise ColloquyError(
            f"{home / FILE_NAME}: damaged. Restore it from a backup, or delete it and forget again."
        ) from error


def store_denylist(home: Path, denylist: Denylist) -> None:
    from dataclasses import asdict

    entries = [asdict(one) for one in denylist.entries]
    store_checked(home / FILE_NAME, json.dumps({"salt": denylist.salt, "entries": entries}, indent=1) + "\n")


def kind_of(target: str) -> Kind:
    """What a target is.

    >>> kind_of("https://lab.example/people/x"), kind_of("lab.example"), kind_of("Wilma Quill")
    ('url', 'host', 'name')
    """
    if target.startswith(("http://", "https://")) and urlsplit(target).hostname:
        return "url"
    words = _TOKEN.findall(target)
    if not re.search(r"\s", target.strip()) and re.fullmatch(r"(?i)[\w-]+(\.[\w-]+)+", target.strip()):
        return "host"
    if len(words) >= 2 and "/" not in target:
        return "name"
    raise UsageError(f"`{target}` is no web address, no host and no full name (two words or more).")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _spellings(kind: Kind, target: str) -> Collection[str]:
    if kind == "name":
        words = [_plain(word) for word in _TOKEN.findall(target)]
        return {" ".join(words), " ".join((words[-1], *words[:-1]))}
    if kind == "host":
        return {target.strip().casefold().removeprefix("www.")}
    whole = _spell_url(target)
    if "/" not in whole:
        raise UsageError(f"{target} is the home page of a site. To forget the whole site: colloquy forget {whole}")
    path = _trim(whole.partition("/")[2])
    return {whole, path} if len(_TOKEN.findall(path)) >= _FEWEST_PATH_WORDS else {whole}


def _spell_url(url: str) -> str:
    """An address without what may differ between two links to the same page."""
    parts = urlsplit(url.casefold())
    query = f"?{parts.query}" if parts.query else ""
    return _trim(f"{parts.netloc.removeprefix('www.')}{parts.path}{query}")


def _trim(text: str) -> str:
    """From the first word to the end of the last one."""
    spans = [found.span() for found in _TOKEN.finditer(text)]
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _make_entry(kind: Kind, text: str, salt: str, day: str) -> Entry:
    return Entry(kind, len(_TOKEN.findall(text)), _digest(text, salt), day)


def _stands_alone(text: str, part: Sequence[Span]) -> bool:
    """Whether an address or host ends where the words do: `lab.example/a` is not `lab.example/a/b`; what follows a
    host may be a path."""
    start, stop = part[0][0], part[-1][1]
    if start and text[start - 1] in "-_":
        return False
    is_host = "/" not in text[start:stop]
    return bool(re.match(r"(?![\w\-]|\.\w)", text[stop:]) if is_host else _AFTER.match(text, stop))


def _plain(word: str) -> str:
    """A word as it is compared: entities and escapes read, no accents, no case."""
    said = unquote(html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), word)))
    apart = unicodedata.normalize("NFKD", said.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _digest(text: str, salt: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16, salt=bytes.fromhex(salt)).hexdigest()
