"""From JSON to records of the model, noting every value that is not what the format says.

msgspec decides what is right. Where it refuses, the value is taken apart until each refusal has a
path, and holes are filled with something of the right type so that the rest can still be checked:
an empty string is an id that nobody knows.
"""

import datetime as dt
import functools
import json
import math
import types
import typing
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from muster.engines.planner.model.leaves import Clock
from muster.engines.planner.reading.faults import Faults, Param, shown

_CLOCK = msgspec.inspect.type_info(Clock)

_FILLERS: Mapping[type, Any] = {
    msgspec.inspect.VarTupleType: (),
    msgspec.inspect.DictType: {},
    msgspec.inspect.StrType: "",
    msgspec.inspect.BoolType: False,
    msgspec.inspect.IntType: 0,
    msgspec.inspect.FloatType: 0.0,
    msgspec.inspect.DateType: dt.date(2000, 1, 3),
}


class Doubled(dict[str, Any]):
    """An object in which keys stand twice."""

    keys_twice: tuple[str, ...] = ()


def parse(text: str, faults: Faults) -> Any:
    """The JSON value in `text`, or None with a fault; NaN and infinity pass: `scan` finds them."""
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as e:
        faults.add("", "not_json", line=e.lineno, column=e.colno, reason=e.msg)
    except RecursionError:
        faults.add("", "too_deep")
    except ValueError as e:  # a number of thousands of digits
        faults.add("", "not_json", line=1, column=1, reason=str(e))
    return None


def has_doubled_keys(text: str) -> bool:
    """Whether any object of the JSON in `text` holds a key twice; keeps nothing in memory."""
    found = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len(dict(pairs)) != len(pairs)

    json.loads(text, object_pairs_hook=look)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) == len(pairs):
        return whole
    doubled = Doubled(whole)
    times = Counter(key for key, _ in pairs)
    doubled.keys_twice = tuple(key for key, count in times.items() if count > 1)
    return doubled


def scan(value: Any, path: str, faults: Faults) -> None:
    """Note keys that stand twice, numbers that are not finite and text that no file can hold."""
    match value:
        case Mapping():
            for key in getattr(value, "keys_twice", ()):
                faults.add(f"{path}.{key}".lstrip("."), "duplicate_key", key=key)
            for key, item in value.items():
                scan(item, f"{path}.{key}".lstrip("."), faults)
        case list() | tuple():
            for at, item in enumerate(value):
                scan(item, f"{path}[{at}]", faults)
        case float() if not math.isfinite(value):
            faults.add(path, "not_finite", found=str(value))
        case str() if any("\ud800" <= sign <= "\udfff" for sign in value):
            faults.add(path, "bad_text")


def take(value: Any, wanted: Any, path: str, faults: Faults) -> Any:
    """`value` as the type `wanted`, its holes filled and noted."""
    try:
        return msgspec.convert(value, wanted)
    except (msgspec.ValidationError, RecursionError) as e:
        reason = str(e)
    before = faults.counts.total()
    taken = _apart(value, wanted, path, faults)
    if faults.counts.total() == before and not faults.known(path) and not faults.inside(path):
        faults.add(path, "not_right", reason=reason)
    return taken


def _apart(value: Any, wanted: Any, path: str, faults: Faults) -> Any:
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return _record(value, wanted, path, faults)
    if origin is tuple:
        return _list(value, inner, path, faults)
    if origin is dict:
        return _mapping(value, inner[1], path, faults)
    if origin in (types.UnionType, typing.Union):
        kind = next(kind for kind in inner if kind not in (type(None), msgspec.UnsetType))
        return take(value, kind, path, faults)
    _blame(value, wanted, path, faults)
    return filler(wanted)


def _record(value: Any, wanted: type[msgspec.Struct], path: str, faults: Faults) -> Any:
    if not isinstance(value, Mapping):
        faults.add(path, "not_object", found=shown(value))
        return filler(wanted)
    found = {}
    for field in msgspec.structs.fields(wanted):
        where = f"{path}.{field.name}".lstrip(".")
        if field.name in value:
            found[field.name] = take(value[field.name], field.type, where, faults)
        elif field.required:
            faults.add(where, "missing")
            found[field.name] = filler(field.type)
    return wanted(**found)


def _list(value: Any, inner: tuple[Any, ...], path: str, faults: Faults) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        faults.add(path, "not_list", found=shown(value))
        return () if inner[-1] is Ellipsis else tuple(filler(kind) for kind in inner)
    if inner[-1] is Ellipsis:
        kinds: tuple[Any, ...] = (inner[0],) * len(value)
    elif len(value) == len(inner):
        kinds = inner
    else:
        faults.add(path, "wrong_length", expected=len(inner), found=len(value))
        return tuple(filler(kind) for kind in inner)
    pairs = enumerate(zip(value, kinds, strict=True))
    return tuple(take(item, kind, f"{path}[{at}]", faults) for at, (item, kind) in pairs)


def _mapping(value: Any, kind: Any, path: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        faults.add(path, "not_object", found=shown(value))
        return {}
    return {
        str(key): take(item, kind, f"{path}.{key}", faults)
        for key, item in value.items()
    }  # fmt: skip


def _blame(value: Any, wanted: Any, path: str, faults: Faults) -> None:
    """Note why a single value is refused."""
    info = type_info(wanted)
    found: Param = shown(value)
    match info:
        case msgspec.inspect.LiteralType(values=values):
            code = "wrong_schema" if path == "schema" else "not_choice"
            choices = ", ".join(map(str, values))
            faults.add(path, code, found=found, choices=choices, expected=choices)
        case msgspec.inspect.StrType():
            _blame_text(value, info, path, faults)
        case msgspec.inspect.BoolType():
            faults.add(path, "not_bool", found=found)
        case msgspec.inspect.DateType():
            faults.add(path, "not_date", found=found)
        case msgspec.inspect.IntType() | msgspec.inspect.FloatType():
            whole = isinstance(info, msgspec.inspect.IntType)
            numbers = int if whole else int | float
            if isinstance(value, bool) or not isinstance(value, numbers):
                faults.add(path, "not_whole" if whole else "not_number", found=found)
            elif info.ge is not None and value < info.ge:
                faults.add(path, "too_small", found=found, least=info.ge)
            elif info.le is not None and value > info.le:
                faults.add(path, "too_large", found=found, most=info.le)


def _blame_text(value: Any, info: msgspec.inspect.StrType, path: str, faults: Faults) -> None:
    if info == _CLOCK:
        faults.add(path, "not_clock", found=shown(value))
    elif not isinstance(value, str):
        faults.add(path, "not_text", found=shown(value))
    elif not value:
        faults.add(path, "empty_text")
    elif info.max_length is not None and len(value) > info.max_length:
        faults.add(path, "too_long", most=info.max_length)
    else:
        faults.add(path, "bad_text")


@functools.cache
def type_info(wanted: Any) -> msgspec.inspect.Type:
    """What msgspec knows of a type."""
    return msgspec.inspect.type_info(wanted)


def filler(wanted: Any) -> Any:
    """Something of the type `wanted` for a value that is missing or refused."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        fields = msgspec.structs.fields(wanted)
        return wanted(**{field.name: filler(field.type) for field in fields if field.required})
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return UNSET if msgspec.UnsetType in inner else None
    if origin is tuple and inner[-1] is not Ellipsis:
        return tuple(filler(kind) for kind in inner)
    return _plain_filler(wanted)


def _plain_filler(wanted: Any) -> Any:
    info = type_info(wanted)
    if info == _CLOCK:
        return "00:00"
    if isinstance(info, msgspec.inspect.LiteralType):
        return info.values[0]
    return getattr(info, "ge", None) or _FILLERS[type(info)]
