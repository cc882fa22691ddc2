"""Read and write the two files, and the list of absences; every fault of a file at once."""

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from muster.engines.planner.model import Absence, Instance, Plan
from muster.engines.planner.reading.faults import FAULT_MESSAGES, Fault, Faults, InstanceFaults
from muster.engines.planner.reading.known import Known
from muster.engines.planner.reading.locks import LockChecks
from muster.engines.planner.reading.structure import has_doubled_keys, parse, scan, take
from muster.engines.planner.reading.tables import (
    check_communities,
    check_distances,
    check_horizon,
    check_people,
    check_qualified,
    check_units,
)

__all__ = [
    "FAULT_MESSAGES",
    "Fault",
    "InstanceFaults",
    "instance_hash",
    "instance_to_json",
    "plan_to_json",
    "read_absences",
    "read_instance",
    "read_plan",
    "write_plan",
]

T = TypeVar("T")
#: What the format does not mark optional is written even where it says nothing.
ALWAYS_WRITTEN: Mapping[str, Mapping[str, Any]] = {
    "communities": {"posts": [], "demand": []},
    "units": {"level": "", "people": [], "keep_together": False, "min_team": 1},
    "people": {"skills": [], "lead": False, "excluded_shifts": [], "leave": []},
}
NO_HISTORY = {"last_shift": None, "consecutive_days": 0, "consecutive_nights": 0, "hours": 0}
Source = bytes | str | Mapping[str, Any]


def read_instance(data: Source) -> Instance:
    """The instance in a file's content, or in what a JSON reader made of it.

    Raises:
        InstanceFaults: everything that is wrong with it.
    """
    faults = Faults()
    instance = _read(data, Instance, faults)
    check_instance(instance, faults)
    faults.stop()
    return instance


def check_instance(instance: Instance, faults: Faults) -> None:
    """Note everything that an instance of the right structure says wrongly."""
    start, days = (not faults.known(f"horizon.{name}") for name in ("start_date", "days"))
    check_horizon(instance, faults)
    known = Known(instance, faults, calendar=start and days, counted=days)
    check_distances(instance, faults)
    check_communities(instance, known, faults)
    check_qualified(instance, faults)
    check_units(instance, known, faults)
    check_people(instance, known, faults)
    LockChecks(instance, known, faults).run()


def read_plan(data: Source, instance: Instance | None = None) -> Plan:
    """The plan in a file's content; with its instance, what the plan names must exist there.

    Raises:
        InstanceFaults: everything that is wrong with it.
    """
    faults = Faults()
    plan = _read(data, Plan, faults)
    if instance is not None:
        known = Known(instance, Faults(), calendar=True)
        for person, community in plan.assignment.items():
            path = f"assignment.{person}"
            known.one("person", person, path, faults)
            known.one("community", community, path, faults)
        for community, person in plan.first_secretary.items():
            path = f"first_secretary.{community}"
            known.one("community", community, path, faults)
            known.one("person", person, path, faults)
        for at, row in enumerate(plan.roster):
            known.one("person", row.person, f"roster[{at}].person", faults)
            known.day(row.day, f"roster[{at}].day", faults)
            known.one("shift", row.shift, f"roster[{at}].shift", faults)
            known.one("post", row.post, f"roster[{at}].post", faults)
    faults.stop()
    return plan


def read_absences(
    data: bytes | str | list[Any], instance: Instance | None = None
) -> tuple[Absence, ...]:
    """The list of absences; with the instance, people must exist and days lie in the horizon.

    Raises:
        InstanceFaults: everything that is wrong with it.
    """
    faults = Faults()
    absences: tuple[Absence, ...] = _read(data, tuple[Absence, ...], faults)
    known = None if instance is None else Known(instance, Faults(), calendar=True)
    for at, absence in enumerate(absences):
        path = f"[{at}]"
        if absence.to_day is not None and absence.to_day < absence.from_day:
            faults.add(path, "reversed", since=absence.from_day, to=absence.to_day)
        if known is not None:
            known.one("person", absence.person, f"{path}.person", faults)
            known.day(absence.from_day, f"{path}.from_day", faults)
            if absence.to_day is not None:
                known.day(absence.to_day, f"{path}.to_day", faults)
    faults.stop()
    return absences


def _read(data: Any, wanted: type[T], faults: Faults) -> T:
    """Decode straight into records; only where that fails, slowly and with every reason."""
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            faults.add("", "not_utf8")
            faults.stop()
    if isinstance(data, str):
        try:
            decoded = msgspec.json.decode(data, type=wanted)
        except (msgspec.DecodeError, RecursionError):
            pass
        else:
            if not has_doubled_keys(data):
                return decoded
        data = parse(data, faults)
        faults.stop()
    scan(data, "", faults)
    taken: T = take(data, wanted, "", faults)
    if faults.known(""):
        faults.stop()
    return taken


def instance_hash(instance: Instance) -> str:
    """SHA-256, in hex, of what the instance says: not of how its file is laid out.

    A default that is written says what one left out does, and 0 what -0.0 does.
    """
    return hashlib.sha256(msgspec.json.encode(_said(instance), order="sorted")).hexdigest()


def _said(value: Any) -> Any:
    """Reduce a value of the model to what it says beyond the defaults."""
    if isinstance(value, msgspec.Struct):
        found = {}
        for name, default in _defaults(type(value)):
            own = getattr(value, name)
            if own == default:  # UNSET is one, too
                continue
            said = _said(own)
            if said != {} or default is msgspec.NODEFAULT:
                found[name] = said
        return found
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    return value + 0.0 if isinstance(value, float) else value


@functools.cache
def _defaults(record: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (
            field.name,
            field.default
            if field.default_factory is msgspec.NODEFAULT
            else field.default_factory(),
        )
        for field in msgspec.structs.fields(record)
    )


def instance_to_json(instance: Instance) -> bytes:
    """The instance as a file that `read_instance` reads back equal; the same bytes every time."""
    whole = msgspec.to_builtins(instance)
    for table, always in ALWAYS_WRITTEN.items():
        whole[table] = [{**always, **item} for item in whole[table]]
    for person in whole["people"]:
        person["history"] = {**NO_HISTORY, **person.get("history", {})}
    return msgspec.json.format(msgspec.json.encode(whole, order="deterministic"), indent=1)


def plan_to_json(plan: Plan) -> bytes:
    """The plan as a file; equal plans give the same bytes, rows by day, shift, post and person."""
    ordered = msgspec.structs.replace(
        plan,
        roster=tuple(
            sorted(plan.roster, key=lambda row: (row.day, row.shift, row.post, row.person))
        ),
    )
    return msgspec.json.format(msgspec.json.encode(ordered, order="sorted"), indent=1)


def write_plan(plan: Plan, path: Path) -> None:
    """Write the plan to `path`, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(plan_to_json(plan))
    draft.replace(path)
