"""The description of the API that lies in docs is that of the code."""

import json
from pathlib import Path

from django.utils import translation

from muster.delivery.api.root import api

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"


def described() -> str:
    with translation.override("en"):
        return json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True) + "\n"


def test_checked_in_description_is_current():
    assert DESCRIPTION.read_text(encoding="utf-8") == described(), "run python tools/openapi.py"


def test_every_operation_says_what_it_does():
    paths = json.loads(described())["paths"]
    silent = [
        f"{method} {path}"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if not operation.get("description") and not operation.get("summary")
    ]

    assert silent == []
