"""Page results on disk, `<home>/cache/<site>.jsonl`: what need not be extracted again. May be deleted at any time."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from pipelines.checked_file import DamagedFile, load_checked, store_checked
from pipelines.results import ListedCard, PageResult


class ResultStore:
    """Saved page results of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, site: str) -> Path:
        """Where a site's results lie."""
        return self.folder / f"{site}.jsonl"

    def load(self, site: str) -> dict[str, PageResult]:
        """Results by page address; none when they are missing, damaged or of another version."""
        try:
            lines = (load_checked(self.path(site)) or "").splitlines()
            results = [PageResult.model_validate_json(line) for line in lines]
        except (DamagedFile, ValidationError):
            return {}
        return {result.url: result for result in results}

    def store(self, site: str, results: Sequence[PageResult]) -> None:
        """Replace a site's results."""
        store_checked(self.path(site), "".join(result.model_dump_json() + "\n" for result in results))
        addresses = {result.url: result.canonical_url for result in results}
        store_checked(self._addresses_path(site), json.dumps(addresses) + "\n")
        cards = (ListedCard(listing=result.url, card=card) for result in results for card in result.cards)
        store_checked(self._cards_path(site), "".join(card.model_dump_json() + "\n" for card in cards))

    def cards(self, site: str) -> list[ListedCard]:
        """What the site's listings say of other pages, without loading those pages' results."""
        try:
            lines = (load_checked(self._cards_path(site)) or "").splitlines()
            return [ListedCard.model_validate_json(line) for line in lines]
        except (DamagedFile, ValidationError):
            return []

    def addresses(self, site: str) -> dict[str, str]:
        """The address that each of the site's pages is known by."""
        try:
            return dict(json.loads(load_checked(self._addresses_path(site)) or "{}"))
        except (DamagedFile, ValueError):
            return {}

    def _addresses_path(self, site: str) -> Path:
        return self.folder / f"{site}.addresses.json"

    def _cards_path(self, site: str) -> Path:
        return self.folder / f"{site}.cards.jsonl"
