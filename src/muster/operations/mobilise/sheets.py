"""A unit's sheet of names for a call-up: the register's own sheet, and the unit's list.

Who is not on the register yet is put there, as the register's sheet would do it; who is there
already is only named. A person of another unit is named too: that is a difference for the command
to close, not an error of the clerk.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold, parse_identity, parse_phone
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.imports import FieldSpec, ImportKind, Issue, Values
from muster.kernel.permissions import require
from muster.operations.mobilise import queries, rules, services
from muster.platform.files.queries import import_kind
from muster.registers.responders.queries import holders_of

ASK_OPTION = "ask_id"
UNIT_OPTION = "unit_id"
REGISTER = "responders.people"
_KNOWN = frozenset({"known", "known_elsewhere"})

Holder = tuple[UUID, UUID]


class NamesImport:
    """Names a unit sends for a call-up."""

    name = "mobilise.names"
    label = _("Names of a unit for a call-up")
    permission = rules.ANSWER

    @property
    def fields(self) -> Sequence[FieldSpec]:
        """The columns of the register's sheet."""
        return _register().fields

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return what is wrong with each row; being on the register already is not wrong here."""
        require(actor, rules.ANSWER)
        ask = queries.ask(actor=actor, ask_id=_ask_id(options))
        holders = _holders(actor, rows)
        found = _register().check(actor=actor, rows=rows, options=_options(options, ask.unit_id))
        return [
            _named(issues, _holder(row, holders), ask.unit_id)
            for row, issues in zip(rows, found, strict=True)
        ]

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Put new people on the register and everybody on the unit's list; return their ids."""
        ask = queries.ask(actor=actor, ask_id=_ask_id(options))
        holders = _holders(actor, rows)
        there = [_holder(row, holders) for row in rows]
        new = [row for row, holder in zip(rows, there, strict=True) if holder is None]
        made = iter(
            _register().commit(
                actor=actor,
                rows=new,
                options=_options(options, ask.unit_id),
                batch_id=batch_id,
            )
            if new
            else ()
        )
        people = [holder[0] if holder else next(made) for holder in there]
        services.name_people(actor=actor, ask_id=ask.id, responder_ids=people, batch_id=batch_id)
        return people

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take the names off the list, and off the register whoever came there by this sheet."""
        stayed = set(services.take_back_batch(actor=actor, batch_id=batch_id))
        gone = [one for one in ids if one not in stayed]
        _register().undo(actor=actor, ids=gone, batch_id=batch_id)
        return [one for one in ids if one in stayed]


IMPORT_KINDS = (NamesImport(),)


def _register() -> ImportKind:
    return import_kind(REGISTER)


def _ask_id(options: Values) -> UUID:
    try:
        return UUID(str(options.get(ASK_OPTION, "")))
    except ValueError:
        raise Invalid(
            _("This sheet belongs to no call-up."),
            next_step=_("Open the call-up of your unit and choose the sheet there."),
        ) from None


def _options(options: Values, unit_id: UUID) -> Mapping[str, Any]:
    return {**options, UNIT_OPTION: str(unit_id)}


def _holders(actor: Actor, rows: Sequence[Values]) -> Mapping[str, Holder]:
    """Who of the sheet is on the register, by identity number, or name and phone."""
    return holders_of(
        actor=actor,
        identities=[_identity(row) for row in rows],
        pairs=[_pair(row) for row in rows],
    )


def _holder(row: Values, holders: Mapping[str, Holder]) -> Holder | None:
    identity = _identity(row)
    if identity and identity in holders:
        return holders[identity]
    return holders.get("\0".join(_pair(row))) if not identity else None


def _identity(row: Values) -> str:
    return parse_identity(str(row.get("id_number") or ""), today=clock.today()).canonical


def _pair(row: Values) -> tuple[str, str]:
    phones: Any = row.get("phone") or ""
    first = phones if isinstance(phones, str) else next(iter(phones), "")
    return fold(str(row.get("name") or "")), parse_phone(str(first)).canonical


def _named(issues: Sequence[Issue], holder: Holder | None, unit_id: UUID) -> list[Issue]:
    """Say of somebody on the register what naming them means, instead of that they are there."""
    rest = [one for one in issues if one.code not in _KNOWN]
    if holder is None:
        return list(issues)
    if holder[1] == unit_id:
        return rest
    sentence = _(
        "This person is on the register of another unit. The name goes on your list; the command "
        "decides which unit keeps the person."
    )
    return [*rest, Issue("name", sentence, "other_unit", "warning")]
