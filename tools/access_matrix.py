#!/usr/bin/env python3
"""Write which role opens which endpoint, from the URL table and the declared permissions.

python tools/access_matrix.py            write docs/develop/access-matrix.md
python tools/access_matrix.py --check    change nothing; fail where the page is stale
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "develop" / "access-matrix.md"
HEAD = """# Who may open what

Written by `tools/access_matrix.py` from the URL table and the declared permissions; `make lint`
compares it. What each of four actors gets is tested endpoint by endpoint (`tests/matrix`), with a
row inside the area of the grant and outside it.

- **all**: everybody, for the reason given
- **own**: everyone who has signed in, on their own things only
- **●**: the role, inside the area (or the one thing) of its grant; elsewhere the row does not exist

"""


def page() -> str:
    """Return the page as it should stand."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings.test")
    import django

    django.setup()
    from django.utils.translation import override

    with override("en"):
        return HEAD + "\n".join(_lines()) + "\n"


def _lines() -> list[str]:
    from tests.matrix.endpoints import FOREIGN, endpoints

    from muster.kernel.permissions import declared
    from muster.kernel.roles import Role

    names = [role.value for role in Role]
    lines = [
        f"| endpoint | address | permission | {' | '.join(names)} |",
        f"|---|---|---|{'---|' * len(names)}",
    ]
    for one in endpoints():
        if one.access is None:
            lines.append(
                f"| {one.key} | `{one.route}` | all: {FOREIGN.get(one.key, '')} |{' |' * 11}"
            )
            continue
        words = {"public": "all", "signed_in": "own"}.get(one.access.kind, "")
        marks = [words or ("●" if name in one.roles else "") for name in names]
        permission = one.access.permission
        says = str(declared()[permission].label) if permission else one.access.reason
        cell = f"{permission}: {says}" if permission else f"{words}: {says}".rstrip(": ")
        lines.append(f"| {one.key} | `{one.route}` | {cell} | {' | '.join(marks)} |")
    return lines


def main() -> int:
    """Write or compare the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = page()
    if not check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{PAGE.relative_to(ROOT)} is stale. Run: python tools/access_matrix.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
