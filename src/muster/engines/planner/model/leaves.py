"""What the fields of both files are made of."""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

SCHEMA: Final = "muster-plan-input/1"

#: No control characters: ids stand in tables, cells and messages.
Id: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*$(?!\n)")
]
Text: TypeAlias = Annotated[
    str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*$(?!\n)")
]
#: `HH:MM`, 00:00 to 23:59.
Clock: TypeAlias = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
Weekday: TypeAlias = Annotated[int, Meta(ge=0, le=6)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000)]
Positive: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000)]
Amount: TypeAlias = Annotated[float, Meta(ge=0, le=1e9)]
Balance: TypeAlias = Annotated[float, Meta(ge=-1e9, le=1e9)]
Ids: TypeAlias = tuple[Id, ...]
HomeRule: TypeAlias = Literal["forbid", "prefer", "ignore"]


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What every part of the two files has in common."""
