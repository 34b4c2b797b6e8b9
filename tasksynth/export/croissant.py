"""Croissant metadata of an export: JSON-LD as MLCommons defines it, version 1.0."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from pydantic_core import to_json

from tasksynth.export.about import ExportFacts
from tasksynth.pipeline.folders.manifest import ShardReport

CONFORMS = "http://mlcommons.org/croissant/1.0"
_FORMATS = {
    "parquet": "application/x-parquet",
    "jsonl": "application/jsonlines",
    "jsonl.zst": "application/zstd",
}
_TYPES = {"string": "sc:Text", "int64": "sc:Integer", "float64": "sc:Float"}
_TERMS = {
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes, word for word."""


def croissant(about: ExportFacts, *, licence: str, description: str) -> bytes:
    """The metadata as JSON.

    Each file is a record set: its columns of text and numbers, by which a reader finds tasks; what
    nests, prompts and images, is in the files.
    """
    body = {
        "@context": {
            "@language": "en",
            "@vocab": "https://schema.org/",
            "sc": "https://schema.org/",
            "cr": "http://mlcommons.org/croissant/",
            "rai": "http://mlcommons.org/croissant/RAI/",
            "dct": "http://purl.org/dc/terms/",
            **_TERMS,
        },
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": about.name,
        "description": description,
        "license": licence,
        "version": version("tasksynth"),
        "citeAs": f"{about.name}, made by tasksynth {version('tasksynth')}",
        "inLanguage": list(about.stats.languages),
        "keywords": ["reinforcement-learning", "verifiable", "procedural", about.canary],
        "distribution": [_file(about, shard) for shard in about.shards],
        "recordSet": [_records(about, shard) for shard in about.shards],
    }
    return to_json(body, indent=2) + b"\n"


def _file(about: ExportFacts, shard: ShardReport) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": shard.name,
        "name": shard.name,
        "contentUrl": shard.name,
        "contentSize": f"{shard.bytes} B",
        "encodingFormat": _FORMATS[about.form],
        "sha256": shard.sha256,
    }


def _records(about: ExportFacts, shard: ShardReport) -> dict[str, Any]:
    name = shard.name.rpartition("/")[2].partition(".")[0]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{shard.tasks} tasks of the split {shard.split}",
        "field": list(_fields(about, shard, name)),
    }


def _fields(about: ExportFacts, shard: ShardReport, records: str) -> Iterator[dict[str, Any]]:
    for column, kind in about.columns.items():
        if isinstance(kind, str) and kind in _TYPES:
            key = {"jsonPath": column} if about.form == "jsonl" else {"column": column}
            yield {
                "@type": "cr:Field",
                "@id": f"{records}/{column}",
                "name": column,
                "dataType": _TYPES[kind],
                "source": {"fileObject": {"@id": shard.name}, "extract": key},
            }
