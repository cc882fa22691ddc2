#!/usr/bin/env python3
"""Write the description of the API to docs/api/openapi.json."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi.json"


def main() -> None:
    """Load the API and write what it says of itself, in English."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings.test")
    django.setup()
    from django.utils import translation

    from muster.delivery.api.root import api

    with translation.override("en"):
        text = json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True) + "\n"
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
