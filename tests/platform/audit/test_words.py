"""Whatever is put on record can be read in words."""

import ast
from pathlib import Path

import muster
from muster.platform.audit.contracts import verb_labels

SOURCE = Path(muster.__file__).parent


def recorded_verbs() -> dict[str, Path]:
    """Return each verb that a call of `record` names as a literal, and where."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            literals = [a.value for a in node.args[1:2] if isinstance(a, ast.Constant)]
            if name == "record" and literals and isinstance(literals[0], str):
                found[literals[0]] = path.relative_to(SOURCE)
    return found


def test_every_verb_on_record_has_words():
    found = recorded_verbs()

    assert len(found) > 30
    assert {verb: str(path) for verb, path in found.items() if verb not in verb_labels()} == {}
