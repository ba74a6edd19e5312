"""The schema and the files of some tables in, Croissant metadata (JSON-LD, mlcommons.org/croissant/1.0) out."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from extract.records import RECORDS
from pipelines.schema import SCHEMA_VERSION, schema
from pipelines.table_files import TableFile

_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "samplingRate": "cr:samplingRate", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
"""The context that the specification prescribes."""
_KEYS = {**dict.fromkeys(RECORDS, ("site", "record_id")), "pages": ("site", "url"),
         "fetches": ("site", "url")}  # fmt: skip
_DESCRIPTION = (
    "Events and groups of research institutes, read from their public websites by colloquy. Every value was stated by a"
    " page, and `evidence` has the words; null means that the page does not state it."
)


def make_croissant(files: Sequence[TableFile], version: int, published: str | None, licences: Sequence[str]) -> Any:
    """The metadata of Parquet files that lie beside it. `published`: the day of the newest row; `version`: of the
    data."""
    stated = {"datePublished": published, "license": list(licences)}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "colloquy",
        "description": _DESCRIPTION,
        "version": f"{SCHEMA_VERSION}.{version}.0",
        "keywords": ["events", "research institutes", "research groups"],
        **{name: value for name, value in stated.items() if value},
        "distribution": [_distribution(one) for one in files],
        "recordSet": [_record_set(one.table) for one in files],
    }


def _distribution(file: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject", "@id": f"{file.table}.parquet", "name": f"{file.table}.parquet",
        "description": f"{file.rows} rows", "contentUrl": file.name, "contentSize": f"{file.bytes} B",
        "encodingFormat": "application/x-parquet", "sha256": file.sha256,
    }  # fmt: skip


def _record_set(table: str) -> dict[str, Any]:
    key = [{"@id": f"{table}/{name}"} for name in _KEYS.get(table, ())]
    fields = [_field(f"{table}/{field.name}", field, table, field.name, "$") for field in schema(table)]
    return {"@type": "cr:RecordSet", "@id": table, "name": table, "field": fields, **({"key": key} if key else {})}


def _field(identity: str, field: pa.Field, table: str, column: str, path: str) -> dict[str, Any]:
    """A column, or a part of one at a JSON path below it; lists are repeated, structs have sub-fields."""
    said = {name.decode(): text.decode() for name, text in (field.metadata or {}).items()}
    repeated = pa.types.is_list(field.type)
    kind = field.type.value_type if repeated else field.type
    inner = f"{path}[*]" if repeated else path
    meaning = said["description"] + (f" Unit: {said['unit']}." if "unit" in said else "")
    stated: dict[str, Any] = {"@type": "cr:Field", "@id": identity, "name": identity, "description": meaning}
    if "schema_org" in said:
        stated["equivalentProperty"] = said["schema_org"]
    if repeated:
        stated["repeated"] = True
    if pa.types.is_struct(kind):
        stated["subField"] = [_field(f"{identity}/{one.name}", one, table, column, f"{inner}.{one.name}")
                              for one in kind]  # fmt: skip
        return stated
    source: dict[str, Any] = {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": column}}
    if path != "$":
        source["transform"] = {"jsonPath": inner}
    return stated | {"dataType": _TYPES[kind], "source": source}


_TYPES = {
    pa.string(): "sc:Text", pa.int64(): "sc:Integer", pa.float64(): "sc:Float", pa.bool_(): "sc:Boolean",
    pa.date32(): "sc:Date", pa.timestamp("us", tz="UTC"): "sc:DateTime",
}  # fmt: skip
