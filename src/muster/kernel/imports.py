"""The seam between a sheet and a register: what a package declares so that rows can be imported.

`platform.files` runs the flow (upload, header, columns, preview, commit, undo); a package's
`sheets.py` says in `IMPORT_KINDS` what a row means. Issues name a cell's field, a code and a
sentence; what was written is kept.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from muster.kernel.actors import Actor
from muster.kernel.errors import Text

Values = Mapping[str, Any]
"""Parsed values of one row by field name."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A column an import understands.

    `kind` is one of the sheet engine's cell kinds: text, name, id_number, phones, date, integer,
    number, sex, tick, choice, list. `synonyms` are headers people write for it. `sensitive` fields
    are shown masked in the preview. `choices` are the words a cell may say for each key,
    `choice_labels` what the reader calls them.
    """

    name: str
    label: Text
    kind: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    choice_labels: Mapping[str, Text] = dataclasses.field(default_factory=dict)
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong (`error`: the row is not committed) or worth a look (`warning`) in one cell.

    `message` is said later in each reader's language, so it is a lazy translation and what changes
    from row to row stands in `params`; a sentence made here and now would keep one language for
    all. `fix` is a value that would mend it, offered beside the cell.
    """

    field: str
    message: Text
    code: str
    severity: str = "error"
    fix: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class ImportKind(Protocol):
    """One kind of sheet. Methods get the importing actor and check what it may do."""

    name: str
    label: Text
    permission: str
    fields: Sequence[FieldSpec]

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return each row's issues (in order) against the register: unknown unit, duplicate."""

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Write rows inside the caller's transaction and return the id each became, in order."""

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take back rows of a batch in the caller's transaction; return ids that had to stay."""
