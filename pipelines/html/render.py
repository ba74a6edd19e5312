"""A template and its values in, one self-contained page out: styles and scripts inline, and nothing else may run.

Every value is escaped. The page's own Content-Security-Policy names each style and script by its hash, so whatever a
crawled page smuggles into a value neither runs nor loads.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent


def render(
    template: str, *, styles: Sequence[str] = ("style.css",), scripts: Sequence[str] = (),
    more_styles: Iterable[str] = (), **values: Any,
) -> str:  # fmt: skip
    """The page of a template of this folder.

    styles, scripts: files of this folder, put inline. more_styles: the text of further styles that may apply, in a
    frame of the page. values: what the template shows; all of it is escaped.
    """
    from markupsafe import Markup

    style, script = ("\n".join(map(read_asset, names)) for names in (styles, scripts))
    return _environment().get_template(template).render(
        values,
        csp=make_policy((style, *more_styles), (script,) if script else ()),
        style=Markup(style),  # files of ours, not values
        script=Markup(script),
    )  # fmt: skip


def make_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A Content-Security-Policy that lets these texts apply and run, shows embedded pictures, and forbids the rest.

    >>> make_policy((), ())
    "default-src 'none'; style-src 'none'; script-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    allowed = {"style-src": styles, "script-src": scripts}
    stated = [f"{kind} {' '.join(map(hash_source, dict.fromkeys(texts))) or _NONE}" for kind, texts in allowed.items()]
    return "; ".join((f"default-src {_NONE}", *stated, "img-src data:", f"base-uri {_NONE}", f"form-action {_NONE}"))


_NONE = "'none'"


def hash_source(text: str) -> str:
    """An inline style or script as the policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def read_asset(name: str) -> str:
    """A style or script of this folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["number"] = show_number
    made.filters["percent"] = show_percent
    return made


def show_number(value: int | float) -> str:
    """A number for people: groups of three by thin spaces.

    >>> show_number(1234567).replace(chr(0x202F), "_"), show_number(2.25)
    ('1_234_567', '2.2')
    """
    return f"{value:,}".replace(",", "\u202f") if isinstance(value, int) else f"{value:,.1f}".replace(",", "\u202f")


def show_percent(share: float | None) -> str:
    """A share of 0 to 1 in whole percent; what is not quite all or nothing does not round to it.

    >>> show_percent(0.999), show_percent(0.001), show_percent(1.0), show_percent(None)
    ('99\\xa0%', '1\\xa0%', '100\\xa0%', '–')
    """
    if share is None:
        return "–"
    whole = round(100 * share)
    whole = min(max(whole, 1), 99) if 0 < share < 1 else whole
    return f"{whole}\u00a0%"
