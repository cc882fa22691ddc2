"""The planner's own Instance and Plan of the documents that a plan keeps."""

import json
from collections.abc import Mapping
from typing import Any

from muster.engines.planner.model import Instance, Plan
from muster.engines.planner.reading import read_instance, read_plan


def opened(facts: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[Instance, Plan]:
    """Return the planner's own Instance and Plan of two documents."""
    given = read_instance(json.dumps(facts).encode())
    return given, read_plan(json.dumps(document).encode(), given)
