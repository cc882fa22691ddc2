"""Every write of places."""

from muster.platform.places.pattern import Pattern
from muster.platform.places.services.areas import (
    add_alias,
    place_areas,
    remove_alias,
    rename_area,
)
from muster.platform.places.services.grids import (
    assign_responsible,
    close_grid,
    create_grid,
    set_buildings,
)
from muster.platform.places.services.loading import import_areas
from muster.platform.places.services.pattern import (
    Batch,
    add_by_pattern,
    fault_sentence,
    planned_buildings,
)
from muster.platform.places.services.premises import (
    PremisesDraft,
    add_many,
    add_premises,
    change_premises,
    check_parent,
    end_premises,
)
from muster.platform.places.services.undo import Undone, undo_batch

__all__ = [
    "Batch",
    "Pattern",
    "PremisesDraft",
    "Undone",
    "add_alias",
    "add_by_pattern",
    "add_many",
    "add_premises",
    "assign_responsible",
    "change_premises",
    "check_parent",
    "close_grid",
    "create_grid",
    "end_premises",
    "fault_sentence",
    "import_areas",
    "place_areas",
    "planned_buildings",
    "remove_alias",
    "rename_area",
    "set_buildings",
    "undo_batch",
]
