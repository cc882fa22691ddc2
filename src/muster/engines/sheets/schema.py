"""What a caller wants from a sheet: fields with their kinds, names and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read, and what its value is in Python."""

    TEXT = "text"  # str
    NAME = "name"  # str, padding between two characters removed
    ID_NUMBER = "id_number"  # str, upper case
    PHONES = "phones"  # list[str]
    WORDS = "words"  # list[str], parted by 、 , ; / and line ends
    DATE = "date"  # datetime.date
    BIRTH_DATE = "birth_date"  # datetime.date, two-digit years are refused
    INTEGER = "integer"  # int, units such as 岁 and 人 removed
    NUMBER = "number"  # float
    TEMPERATURE = "temperature"  # float, °C
    SEX = "sex"  # "male" or "female"
    TICK = "tick"  # bool
    CHOICE = "choice"  # a key of `choices`


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    synonyms: column names that mean it, in either script or English; matching folds script, width,
        case and punctuation. `weak` ones give way to any other column. A column whose name has one
        of `excludes` in it belongs to somebody or something else.
    strict: an error in the cell rejects the row; otherwise the row is kept without this value.
    unique: the same value twice in one reading is a problem (an error where strict).
    minimum, maximum: bounds of numbers.
    """

    name: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    required: bool = False
    strict: bool = True
    unique: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 1_000


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of one kind of list. A row with none of `any_of` filled names nobody."""

    name: str
    fields: tuple[FieldSpec, ...]
    any_of: tuple[str, ...] = ()

    def field(self, name: str) -> FieldSpec:
        """The field called `name`; KeyError if there is none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)
