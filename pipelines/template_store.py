"""Site templates on disk: `<home>/templates/<site>.json`, learned again when the site's pages are others."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.page import Page
from extract.template import Template, learn_template
from pipelines.checked_file import DamagedFile, load_checked, store_checked

LEARN_PAGES = 2000
"""Pages a template is learned from at most, drawn by digest: a dozen pages in 1,500 still stand in the sample."""


class TemplateStore:
    """Templates of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, site: str) -> Path:
        """Where a site's template lies."""
        return self.folder / f"{site}.json"

    def load(self, site: str) -> Template | None:
        """The stored template, or None if there is none that can be read."""
        return self._read(site)[1]

    def learn(self, site: str, digests: Iterable[str], pages: Iterable[Page], version: str) -> Template:
        """The template of the pages with these content digests: the stored one if it was learned from the same by the
        same code, else learned now from `pages` (the same ones, parsed) and stored."""
        learned_from = hashlib.sha256("\n".join((version, *sorted(digests))).encode()).hexdigest()
        known_from, known = self._read(site)
        if known and known_from == learned_from:
            return known
        template = learn_template(pages)
        content = {"site": site, "learned_from": learned_from, "template": json.loads(template.to_json())}
        store_checked(self.path(site), json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        return template

    def _read(self, site: str) -> tuple[str, Template | None]:
        try:
            content = load_checked(self.path(site))
            stored: dict[str, Any] = json.loads(content) if content else {}
            return stored.get("learned_from", ""), _template(stored)
        except (DamagedFile, ValueError, KeyError, TypeError):  # damaged, or of another version: learn anew
            return "", None


def _template(stored: dict[str, Any]) -> Template | None:
    return Template.from_json(json.dumps(stored["template"])) if stored else None
