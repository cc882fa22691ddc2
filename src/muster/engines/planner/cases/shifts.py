"""The three shift patterns, and what point duty each shift of them needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Part = Literal["day", "evening", "night"]


@dataclass(frozen=True)
class Pattern:
    """Shifts of a day, each with the part of the day it stands for, and the limits that fit."""

    shifts: tuple[Mapping[str, Any], ...]
    parts: Mapping[str, Part]
    max_shifts: int
    target_shifts: int

    def of(self, *parts: Part) -> list[str]:
        """Ids of the shifts in those parts of the day."""
        return [shift for shift, part in self.parts.items() if part in parts]


PATTERNS: Mapping[str, Pattern] = {
    "3x8": Pattern(
        (
            {"id": "D", "start": "06:00", "end": "14:00"},
            {"id": "E", "start": "14:00", "end": "22:00"},
            {"id": "N", "start": "22:00", "end": "06:00", "night": True},
        ),
        {"D": "day", "E": "evening", "N": "night"},
        max_shifts=12,
        target_shifts=10,
    ),
    "4x6": Pattern(
        (
            {"id": "N", "start": "00:00", "end": "06:00", "night": True},
            {"id": "M", "start": "06:00", "end": "12:00"},
            {"id": "A", "start": "12:00", "end": "18:00"},
            {"id": "E", "start": "18:00", "end": "00:00"},
        ),
        {"N": "night", "M": "day", "A": "day", "E": "evening"},
        max_shifts=12,
        target_shifts=10,
    ),
    "2x12": Pattern(
        (
            {"id": "D", "start": "08:00", "end": "20:00"},
            {"id": "N", "start": "20:00", "end": "08:00", "night": True},
        ),
        {"D": "day", "N": "night"},
        max_shifts=8,
        target_shifts=7,
    ),
}
