"""Whatever a plan says, the validator answers, and its sums hold together."""

import json
import math
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.engines.planner.drawn import documents
from tests.engines.planner.samples import Json
from tests.examples import examples

from muster.engines.planner.validate import check_plan, check_repair


@st.composite
def plans(draw: Any, document: Json) -> Json:
    """Rows of anybody anywhere, sometimes of what does not exist."""
    people = [person["id"] for person in document["people"]] + ["nobody"]
    places = [place["id"] for place in document["communities"]] + ["nowhere"]
    posts = [post["id"] for place in document["communities"] for post in place.get("posts", [])]
    rows = st.fixed_dictionaries(
        {
            "person": st.sampled_from(people),
            "day": st.integers(-1, document["horizon"]["days"]),
            "shift": st.sampled_from([shift["id"] for shift in document["shifts"]]),
            "post": st.sampled_from([*posts, "nowhere"]),
        }
    )
    return {
        "assignment": draw(st.dictionaries(st.sampled_from(people), st.sampled_from(places))),
        "first_secretary": draw(st.dictionaries(st.sampled_from(places), st.sampled_from(people))),
        "roster": draw(st.lists(rows, max_size=12)),
    }


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # these documents shrink too slowly
)
@given(st.data())
def test_every_plan_gets_a_report(data: Any) -> None:
    document = data.draw(documents())
    old, new = data.draw(plans(document)), data.draw(plans(document))
    report = check_plan(document, new)
    json.dumps(report.document())
    places = {place["id"] for place in document["communities"]}
    sent = {person for person, place in new["assignment"].items() if place in places}
    elsewhere = [person for person in document["people"] if person["id"] not in sent]
    for name, value in report.values.items():
        parts = sum(place[name] for place in report.by_community.values())
        assert math.isclose(value, parts) or (elsewhere and value > parts)
    again = check_plan(document, new | {"meta": {"objective_terms": dict(report.values)}})
    assert again.findings == report.findings

    absences = [{"person": document["people"][0]["id"], "from_day": 0}]
    repair = check_repair(document, old, new, absences, 1).repair
    back = check_repair(document, new, old, absences, 1).repair
    assert repair is not None
    assert back is not None
    assert {cell[:2] for cell in repair.cells} == {cell[:2] for cell in back.cells}
    assert all(cell[1] >= 1 for cell in repair.cells)
