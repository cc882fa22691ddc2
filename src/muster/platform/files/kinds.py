"""The import kinds that packages declare in their `sheets.py`, found by name."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from muster.engines.sheets import LEDGER, RESPONDERS, Kind, Schema
from muster.engines.sheets import FieldSpec as SheetField
from muster.kernel.actors import Actor
from muster.kernel.errors import NotFound
from muster.kernel.imports import FieldSpec, ImportKind
from muster.kernel.permissions import allowed

_ENGINE_KINDS = {"list": "words"}

_kinds: dict[str, ImportKind] = {}


def discover() -> None:
    """Collect `IMPORT_KINDS` from the `sheets` module of every package that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("muster.") and find_spec(f"{config.name}.sheets"):
            for kind in getattr(import_module(f"{config.name}.sheets"), "IMPORT_KINDS", ()):
                _kinds[kind.name] = kind


def kinds_for(actor: Actor) -> list[ImportKind]:
    """Return the kinds of sheet the actor may import."""
    return [kind for kind in _kinds.values() if allowed(actor, kind.permission)]


def kind_named(name: str) -> ImportKind:
    """Return a kind.

    Raises:
        NotFound: no package declares it.
    """
    if name not in _kinds:
        raise NotFound(_("There is no kind of sheet with this name."))
    return _kinds[name]


def schema_of(kind: ImportKind) -> Schema:
    """Return what the sheet engine looks for.

    A field that the engine knows by the same name brings its synonyms along.
    """
    fields = tuple(_field(field) for field in kind.fields)
    return Schema(kind.name, fields, any_of=tuple(f.name for f in kind.fields if f.required))


def _field(field: FieldSpec) -> SheetField:
    labels = tuple(_labels(field))
    known = _known_field(field.name)
    choices = {key: tuple(words) for key, words in field.choices.items()}
    wanted = Kind(_ENGINE_KINDS.get(field.kind, field.kind))
    if known is None:
        return SheetField(
            name=field.name,
            kind=wanted,
            synonyms=(*labels, *field.synonyms),
            required=field.required,
            choices=choices,
        )
    return replace(
        known,
        kind=wanted,
        synonyms=tuple(dict.fromkeys((*labels, *field.synonyms, *known.synonyms))),
        required=field.required,
        choices=choices or known.choices,
    )


def _known_field(name: str) -> SheetField | None:
    for schema in (RESPONDERS, LEDGER):
        for field in schema.fields:
            if field.name == name:
                return field
    return None


def _labels(field: FieldSpec) -> Iterator[str]:
    """The field's label in every language: templates carry them, so reading must know them."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(field.label)
