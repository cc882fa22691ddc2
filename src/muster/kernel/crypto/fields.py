"""Model fields for what must not be readable in the database.

A sealed value is bound to its tenant, table, field and row: copied elsewhere it does not open.
"""

import hashlib
import hmac
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from muster.kernel.crypto.keyring import keyring

MASK = "••••"
INDEX_BYTES = 16


class Sealed:
    """A sealed value as read from the database; showing it shows a mask."""

    __slots__ = ("context", "text")

    def __init__(self, text: str, context: str) -> None:
        self.text = text
        self.context = context

    def open(self) -> str:
        """Return the plain value. Whoever shows it to a person records that (`reveal` services)."""
        return keyring().open(self.text, self.context) if self.text else ""

    def __str__(self) -> str:
        return MASK if self.text else ""

    def __repr__(self) -> str:
        return f"<Sealed {self.context}>"

    def __bool__(self) -> bool:
        return bool(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and (other.text, other.context) == (
            self.text,
            self.context,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.context))


class _SealedAttribute:
    """Gives a row's value as `Sealed`; takes plain text, which is sealed when the row is saved."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, Sealed):
            return value
        if value and _is_sealed(value):
            return Sealed(value, self.field.context(row))
        return (
            Sealed(self.field.seal(row, value), self.field.context(row))
            if value
            else Sealed("", "")
        )

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _SealedText = models.TextField[str | Sealed, Sealed]
else:
    _SealedText = models.TextField


class SealedField(_SealedText):
    """Text encrypted with AES-256-GCM. Assign a plain string; reading gives `Sealed`."""

    descriptor_class = _SealedAttribute

    def context(self, row: models.Model) -> str:
        """Return what the value is bound to: tenant, table, field and row."""
        tenant = getattr(row, "tenant_id", None) or ""
        return f"{tenant}|{self.model._meta.db_table}|{self.column}|{row.pk}"

    def seal(self, row: models.Model, plain: str) -> str:
        """Return `plain` sealed for this row."""
        return keyring().seal(plain, self.context(row)) if plain else ""

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Install the attribute."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _SealedAttribute(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        """Seal what was assigned as plain text."""
        value = model_instance.__dict__.get(self.attname) or ""
        if isinstance(value, Sealed):
            return value.text
        if _is_sealed(value):
            return value
        for field in self.model._meta.concrete_fields:
            if isinstance(field, BlindIndexField) and field.source == self.attname:
                field.compute(model_instance, value)
        sealed = self.seal(model_instance, value)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_prep_value(self, value: Any) -> Any:
        """Write the sealed text."""
        return value.text if isinstance(value, Sealed) else value


class BlindIndexField(models.CharField):
    """A keyed hash of a sealed field beside it, for exact look-up without opening anything."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2 * INDEX_BYTES)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep `source` in migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        """Recompute the index where the source was assigned as plain text."""
        source = model_instance.__dict__.get(self.source)
        if isinstance(source, str) and not _is_sealed(source):
            self.compute(model_instance, source)
        return getattr(model_instance, self.attname)

    def compute(self, row: models.Model, plain: str) -> None:
        """Set the index of `plain` on the row."""
        tenant_id = row.tenant_id  # type: ignore[attr-defined]
        setattr(row, self.attname, blind_index(tenant_id, self.source, plain))


def blind_index(tenant_id: UUID, purpose: str, value: str) -> str:
    """Return the look-up key of `value` among one tenant's values of `purpose`; empty for empty.

    `value` must already be in canonical form (`engines.text`); the same purpose in two tables gives
    the same key, so that they can be joined inside the tenant.
    """
    if not value:
        return ""
    key = keyring().index_key_for(tenant_id, purpose)
    return hmac.new(key, value.encode(), hashlib.sha256).digest()[:INDEX_BYTES].hex()


def _is_sealed(value: str) -> bool:
    """True for text this module made: `k` and six hex digits, a dot, and the sealed body."""
    head, dot, body = value.partition(".")
    return (
        bool(dot and body)
        and len(head) == 7  # noqa: PLR2004
        and head[0] == "k"
        and all(c in "0123456789abcdef" for c in head[1:])
    )
