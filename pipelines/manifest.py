"""A generation of the tables: a folder of Parquet files, and a manifest that names each of them with its digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import ColloquyError, NewerSchema
from pipelines.schema import SCHEMA_VERSION
from pipelines.table_files import TableFile

MANIFEST = "_manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state of all tables."""

    folder: Path
    number: int
    schema_version: int
    files: tuple[TableFile, ...]
    summaries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By site, what the quality gate compares the next run with."""
    linked_by: str | None = None
    """The code that linked all its events across sites; None where rows came in without that."""

    def paths(self, table: str, site: str | None = None) -> list[Path]:
        """Files of a table, of one site if given."""
        return [self.folder / one.name for one in self.files if one.table == table and site in (None, one.site)]

    def count(self, table: str, site: str) -> int:
        """Rows of a table that a site has; of records those that are not removed."""
        kept = self.summaries.get(site, {}).get("records", {}).get(table)
        return sum(one.rows for one in self.files if (one.table, one.site) == (table, site)) if kept is None else kept


def load_generation(folder: Path) -> Generation:
    """The generation of a folder. Raises ColloquyError when its manifest is missing or damaged, or a newer version of
    colloquy wrote it."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        stated = json.loads(content)
        _check_version(stated, folder)
        files = tuple(TableFile(**one) for one in stated["files"])
        number, version, summaries = stated["generation"], stated["schema_version"], stated["summaries"]
        whole = Generation(folder, number, version, files, summaries, stated.get("linked_by"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ColloquyError(f"{path}: missing or damaged. `colloquy repair` mends it.") from error
    if content != pack_manifest(number, files, summaries, whole.linked_by, version):
        raise ColloquyError(f"{path}: damaged (it is not what was written). `colloquy repair` mends it.")
    return whole


def pack_manifest(
    number: int, files: Iterable[TableFile], summaries: Mapping[str, Any], linked_by: str | None = None,
    version: int = SCHEMA_VERSION,
) -> bytes:  # fmt: skip
    """The manifest's bytes; its last entry is the digest of all others, and no other bytes mean the same."""
    stated: dict[str, Any] = {"generation": number, "schema_version": version, "files": [asdict(one) for one in files]}
    stated["summaries"] = dict(sorted(summaries.items()))
    if linked_by:
        stated["linked_by"] = linked_by
    stated["sha256"] = _digest(stated)
    return json.dumps(stated, indent=1).encode()


def _check_version(stated: dict[str, Any], folder: Path) -> None:
    """Raises NewerSchema when a newer version wrote the manifest, and nothing of it is damaged."""
    version, rest = stated["schema_version"], {key: one for key, one in stated.items() if key != "sha256"}
    if version > SCHEMA_VERSION and stated["sha256"] == _digest(rest):
        raise NewerSchema(
            f"{folder.parent.parent} was written by a newer colloquy (schema {version} of its tables; this one knows"
            f" {SCHEMA_VERSION}). Upgrade colloquy, or use another --home."
        )


def _digest(stated: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(stated).encode()).hexdigest()
