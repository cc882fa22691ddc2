"""Which column of which sheet is which field of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec
from msgspec import UNSET, UnsetType
from msgspec import inspect as kinds

from muster.engines.planner.model import (
    LIMITS,
    Community,
    Demand,
    History,
    Horizon,
    Instance,
    Limits,
    Lock,
    Person,
    Post,
    PostType,
    Request,
    Rules,
    Shift,
    Unit,
    Weights,
)  # fmt: skip
from muster.engines.planner.model.leaves import Clock

Kind = Literal["text", "whole", "number", "flag", "date", "clock", "texts", "wholes"]
_CLOCK = kinds.type_info(Clock)
_KINDS: Mapping[type, Kind] = {
    kinds.StrType: "text", kinds.LiteralType: "text", kinds.IntType: "whole",
    kinds.FloatType: "number", kinds.BoolType: "flag", kinds.DateType: "date",
}  # fmt: skip

#: A limit that the person's own limits lift, one that they leave to the rule; all that is offered.
LIFTED, OF_RULE, ALL = "none", "rule", "*"


@dataclass(frozen=True)
class Column:
    """A field: `name` heads it, `path` leads to it from the record, a `default` leaves it empty."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    default: Any = None
    required: bool = False


def _column(struct: type[msgspec.Struct], field: str, *before: str, name: str = "") -> Column:
    found = next(one for one in msgspec.structs.fields(struct) if one.name == field)
    default = None if found.default in (msgspec.NODEFAULT, UNSET) else found.default
    kind = _kind(found.type)
    return Column(name or field, (*before, field), kind, default, required=found.required)


def _kind(wanted: Any) -> Kind:
    inner = [one for one in get_args(wanted) if one not in (type(None), UnsetType)]
    info = kinds.type_info(wanted)
    if isinstance(info, kinds.UnionType):
        info = kinds.type_info(inner[0])
    if isinstance(info, kinds.VarTupleType):
        return "wholes" if isinstance(info.item_type, kinds.IntType) else "texts"
    return "clock" if info == _CLOCK else _KINDS[type(info)]


def _columns(struct: type[msgspec.Struct], *but: str) -> tuple[Column, ...]:
    fields = [one.name for one in msgspec.structs.fields(struct) if one.name not in but]
    return tuple(_column(struct, field) for field in fields)


def _key(name: str) -> Column:
    """A column that says to which record a row belongs."""
    return Column(name, (), "text", required=True)


_HISTORY = tuple(
    _column(History, field, "history", name="shifts_before" if field == "shifts" else field)
    for field in History.__struct_fields__
)
_AVAILABLE = (
    Column("available_weekdays", ("availability", "weekdays"), "wholes"),
    Column("available_shifts", ("availability", "shifts"), "texts"),
)
#: Where a unit lists its people in another order than the sheet, their place in it.
PLACE = Column("place", (), "whole")

#: Sheets of one record a row.
TABLES: Mapping[str, tuple[Column, ...]] = {
    "shifts": _columns(Shift),
    "post_types": _columns(PostType),
    "communities": _columns(Community, "posts", "demand"),
    "posts": (
        _key("community"),
        *_columns(Post, "hours_pattern", "points", "hardship"),
        Column("shifts", ("hours_pattern", "shifts"), "texts", required=True),
        Column("weekdays", ("hours_pattern", "weekdays"), "wholes"),
        *_columns(Post, "id", "type", "crew_min", "hours_pattern"),
    ),
    "demand": (_key("community"), *_columns(Demand)),
    "units": _columns(Unit, "people"),
    "people": (
        *_columns(Person, "leave", "history", "requests", "limits", "availability"),
        *_HISTORY,
        *_AVAILABLE,
        *(_column(Limits, field, "limits") for field in LIMITS),
        PLACE,
    ),
    "leave": (
        _key("person"),
        Column("from", ("from",), "whole", required=True),
        Column("to", ("to",), "whole", required=True),
    ),
    "requests": (_key("person"), *_columns(Request)),
    "locks": _columns(Lock),
    "declared": (
        Column("of", (), "text", required=True),
        Column("level", (), "text"),
        Column("people", (), "whole"),
    ),
}
#: Sheets of a name and a value a row.
PAIRS: Mapping[str, tuple[Column, ...]] = {
    "instance": (
        *_columns(Instance, *(set(Instance.__struct_fields__) - {"schema", "id"})),
        *(_column(Horizon, field, "horizon") for field in Horizon.__struct_fields__),
        Column("meta", ("meta",), "text"),
    ),
    "rules": _columns(Rules),
    "weights": _columns(Weights),
}
#: In the order in which they stand in the workbook.
SHEETS = (
    "instance", "shifts", "post_types", "rules", "weights", "communities", "posts", "demand",
    "units", "people", "leave", "requests", "locks", "declared",
)  # fmt: skip
REQUIRED_SHEETS = ("instance", "shifts", "communities", "units", "people")
