"""Who may open what: one entry a view or API operation, checked for four actors.

Each package keeps a module here, `entries/<package>.py`, with a dictionary `ENTRIES`. Its keys are
URL names ("places:detail") and, for the API, method and path below `/api` ("GET /places/areas").

Four actors ask every endpoint: nobody; somebody with a role the permission does not name; somebody
with the right role in another community; somebody with the right role in the right community. What
they must get follows from the decorator on the view:

    decorator      nobody    wrong role   right role elsewhere         right role here
    @public        open      open         open                         open
    @signed_in     signin    open         open                         open
    @requires(p)   signin    refused      hidden (with kwargs), open   open

`signin` is a redirect to /signin/ or 401, `refused` 403, `hidden` 404, `open` anything below 400
or 422, 409, 410: the door was open, what was sent may be wrong. An exact status can be asked for.

A view without kwargs whose defaults fit needs **no** entry; one with kwargs does. In most cases:

    from tests.matrix.entries import Entry

    def _unit(scene):
        return create_unit(actor=scene.system, area_code=scene.area, name="样本单位")

    ENTRIES = {
        # GET /responders/units/<uuid:unit_id>/ , a row that lies in the community `scene.area`
        "responders:unit": Entry(_unit, kwargs=lambda unit: {"unit_id": unit.id}),
        # a POST that changes the row
        "responders:unit_close": Entry(
            _unit, kwargs=lambda unit: {"unit_id": unit.id}, method="POST", data={"reason": "x"}
        ),
        # a list: it opens elsewhere too, but must not show the row there, and must show it here
        "responders:units": Entry(_unit, shows="样本单位"),
        # another role than the one picked (lead first), or a grant narrowed to one unit
        "responders:unit_home": Entry(_unit, role="clerk", scope=lambda unit: unit.id),
        # what differs from the table above is said, not left out
        "responders:reassign": Entry(_unit, kwargs=…, method="POST", elsewhere="refused"),
    }

`kwargs` and `data` are dictionaries or functions of the sample, which is made anew for each
actor. Look at `entries/access.py` for a full example. Run:

    .venv/bin/python -m pytest tests/matrix -q
    .venv/bin/python tools/access_matrix.py          # writes docs/develop/access-matrix.md
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Outcome = str | int
OUTCOMES = frozenset({"open", "signin", "refused", "hidden"})


@dataclass(frozen=True, slots=True)
class Entry:
    """How to ask one endpoint, and what differs from the defaults.

    `sample(scene)` makes the row it is about, in `scene.area`. `method` None means GET, or POST
    where the view takes no GET. `shows` is a text the answer holds here and not elsewhere.
    `person(sample)` is the person the right account belongs to. `why` explains an override.
    """

    sample: Callable[[Any], Any] | None = None
    kwargs: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] | None = None
    data: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] | None = None
    method: str | None = None
    role: str = ""
    wrong_role: str = ""
    scope: Callable[[Any], UUID] | None = None
    person: Callable[[Any], UUID] | None = None
    shows: str = ""
    nobody: Outcome = ""
    other_role: Outcome = ""
    elsewhere: Outcome = ""
    here: Outcome = ""
    why: str = ""


def bare_key(key: str) -> str:
    """Return a key without converters: `{uuid:job_id}` is `{job_id}`."""
    return re.sub(r"\{\w+:(\w+)\}", r"{\1}", key)


def entries() -> dict[str, Entry]:
    """Return the entries of every package; naming an endpoint twice is a mistake."""
    found: dict[str, Entry] = {}
    for module in pkgutil.iter_modules(__path__):
        written = importlib.import_module(f"{__name__}.{module.name}").ENTRIES
        named = {bare_key(key): entry for key, entry in written.items()}
        if twice := found.keys() & named.keys():
            raise ValueError(f"{module.name} repeats entries: {', '.join(sorted(twice))}")
        found |= named
    return found
