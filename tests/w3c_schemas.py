"""The W3C's own schemas of Web Annotations, where they stand beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from jsonschema import Draft4Validator  # type: ignore[import-untyped]
    from referencing import Registry

SCHEMAS = Path(__file__).parents[2] / "shared" / "corpus" / "w3c_schema"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the W3C's schemas stand in ../shared/corpus")


def definition(name: str) -> Draft4Validator:
    """A definition of the W3C's schemas, as ``file#definition``."""
    # Its grammar of addresses takes seconds to load, in each process, also where there are no schemas.
    from jsonschema import Draft4Validator, FormatChecker  # noqa: PLC0415
    from referencing import Registry, Resource  # noqa: PLC0415

    contents: dict[str, Any] = {}
    for path in SCHEMAS.glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        contents[schema["id"]] = schema
    registry: Registry[Any] = Registry()
    for key, schema in contents.items():
        registry = registry.with_resource(
            key, Resource.from_contents(schema | {"$schema": "http://json-schema.org/draft-04/schema#"})
        )
    file, _, item = name.partition("#")
    return Draft4Validator({"$ref": f"{file}#/definitions/{item}"}, registry=registry, format_checker=FormatChecker())
