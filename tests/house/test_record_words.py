"""Whatever the record may hold has words in every language: objects, fields, verbs are no codes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from muster.platform.audit.contracts import field_labels
from muster.platform.audit.queries import kind_of
from muster.registers.responders.enums import RevealField

SOURCE = Path(__file__).resolve().parents[2] / "src" / "muster"
HAN = re.compile("[一-鿿]")
CODE = re.compile(r"[a-z]+[._][a-z_]+")


def written(tree: ast.AST) -> Iterator[str | None]:
    """Yield the kind of every (kind, id) handed to `record`; None where it is no literal."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record"):
            continue
        for given in node.args[2:3]:
            if isinstance(given, ast.Tuple):
                kind = given.elts[0]
                yield kind.value if isinstance(kind, ast.Constant) else None


def kinds() -> set[str | None]:
    """Every kind written as such, and every table of ours: a row of any may be on record."""
    found: set[str | None] = set()
    for file in SOURCE.rglob("*.py"):
        found.update(written(ast.parse(file.read_text(encoding="utf-8"))))
    ours = (m for m in apps.get_models() if m.__module__.startswith("muster."))
    return found | {model._meta.label_lower for model in ours}


def test_kinds_of_objects_are_literals():
    assert None not in kinds()
    assert {"premises_batch", "files.batch", "responders.responder"} <= kinds()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_kind_of_object_has_a_label(language):
    with translation.override(language):
        bare = sorted(kind for kind in kinds() if not HAN.search(kind_of(kind)))

    assert bare == [], "describe_kind, or a verbose_name that is translated"


def test_no_kind_of_object_is_a_code_in_english():
    with translation.override("en"):
        bare = sorted(kind for kind in kinds() if CODE.fullmatch(kind_of(kind)))

    assert bare == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_sealed_field_that_can_be_shown_has_a_label(language):
    with translation.override(language):
        assert all(HAN.search(str(field_labels()[field.value])) for field in RevealField)
