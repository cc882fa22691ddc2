"""The published JSON Schemas (draft 2020-12) of instance and plan.

They say what the reader refuses by structure: names, types, ranges, spellings. What the parts of a
file say of each other only the reader checks. `python -m muster.engines.planner.schema` writes the
two files anew after a change of the model.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from muster.engines.planner.model import Instance, Plan

FOLDER = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "instance.schema.json": (Instance, "urn:muster:plan-input:1"),
    "plan.schema.json": (Plan, "urn:muster:plan:1"),
}


def instance_schema() -> dict[str, Any]:
    """The schema of an instance, as published."""
    return _published("instance.schema.json")


def plan_schema() -> dict[str, Any]:
    """The schema of a plan, as published."""
    return _published("plan.schema.json")


def _published(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((FOLDER / name).read_bytes())
    return schema


def schema_of(name: str) -> bytes:
    """What the file `name` must hold: drawn from the model."""
    kind, identity = FILES[name]
    body = msgspec.json.schema(kind)
    schema = {"$schema": DIALECT, "$id": identity, "title": kind.__name__, **body}
    return json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    for file in FILES:
        (FOLDER / file).write_bytes(schema_of(file))
