"""The country's official areas as shipped, down to 620,573 communities, and search in them.

Pure Python over one compressed file: no database, no tenant. What a command has loaded, renamed
or added is in the tables of `places`; this knows only what the official edition says.
"""

from muster.platform.places.gazetteer.changes import KnownChange, known_changes
from muster.platform.places.gazetteer.edition import (
    Edition,
    GazetteerArea,
    Level,
    ancestors_of,
    edition,
    gazetteer,
    level_of,
    parent_of,
)
from muster.platform.places.gazetteer.names import is_filler, split_name, spoken_name
from muster.platform.places.gazetteer.search import Found, Match, SearchIndex, search_index

__all__ = [
    "Edition",
    "Found",
    "GazetteerArea",
    "KnownChange",
    "Level",
    "Match",
    "SearchIndex",
    "ancestors_of",
    "edition",
    "gazetteer",
    "is_filler",
    "known_changes",
    "level_of",
    "parent_of",
    "search_index",
    "split_name",
    "spoken_name",
]
