"""The published schemas are those of the model, and agree with the reader on structure."""

import json
from typing import Any

import jsonschema_rs
import pytest
from tests.engines.planner.samples import Json, everything, example, example_plan
from tests.engines.planner.test_faults import ONE_FAULT

from muster.engines.planner.cases import CASES
from muster.engines.planner.generate import generate
from muster.engines.planner.reading import (
    InstanceFaults,
    instance_to_json,
    plan_to_json,
    read_instance,
    read_plan,
)
from muster.engines.planner.schema import (
    DIALECT,
    FILES,
    FOLDER,
    instance_schema,
    plan_schema,
    schema_of,
)

STRUCTURAL = {
    "missing", "not_object", "not_list", "wrong_length", "not_text", "empty_text", "too_long",
    "bad_text", "not_whole", "not_number", "too_small", "too_large", "not_bool", "not_date",
    "not_clock", "not_choice", "wrong_schema", "not_right",
}  # fmt: skip
#: What no JSON text can say.
NO_JSON = {"NaN", "infinite weight", "half a character"}


def accepts(schema: Json, document: Any) -> bool:
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return bool(validator.is_valid(document))


@pytest.mark.parametrize("name", FILES)
def test_the_published_file_is_drawn_from_the_model(name: str) -> None:
    hint = "run python -m muster.engines.planner.schema"
    assert (FOLDER / name).read_bytes() == schema_of(name), hint
    schema = json.loads((FOLDER / name).read_text())
    assert schema["$schema"] == DIALECT
    jsonschema_rs.meta.validate(schema)


def test_the_examples_are_valid() -> None:
    for document in (example(), everything()):
        assert accepts(instance_schema(), document)
        assert accepts(instance_schema(), json.loads(instance_to_json(read_instance(document))))
    assert accepts(plan_schema(), example_plan())
    assert accepts(plan_schema(), json.loads(plan_to_json(read_plan(example_plan()))))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shifts", ["3x8", "4x6", "2x12"])
def test_what_the_generator_draws_is_valid(case: str, shifts: str) -> None:
    scale = 0.01 if case == "cangzhou" else 1.0
    assert accepts(instance_schema(), generate(case, 3, 0.9, shifts, scale))


@pytest.mark.parametrize("name", sorted(ONE_FAULT.keys() - NO_JSON))
def test_the_schema_refuses_what_the_reader_refuses_by_structure(name: str) -> None:
    apply, _, code = ONE_FAULT[name]
    document = example()
    apply(document)
    assert accepts(instance_schema(), document) is (code not in STRUCTURAL)


@pytest.mark.parametrize("table", ["people", "units", "communities", "shifts"])
def test_what_must_be_there_is_required(table: str) -> None:
    for name in example()[table][0]:
        document = example()
        del document[table][0][name]
        try:
            read_instance(document)
            readable = True
        except InstanceFaults as faults:
            readable = "missing" not in faults.counts
        assert accepts(instance_schema(), document) is readable


@pytest.mark.parametrize(
    "plan",
    [
        [],
        {"assignment": {"p1": 1}},
        {"roster": [{"person": "p1", "day": 0, "shift": "D"}]},
        {"roster": [{"person": "p1", "day": "0", "shift": "D", "post": "x"}]},
        {"first_secretary": []},
    ],
)
def test_a_plan_of_another_structure_is_refused(plan: Any) -> None:
    assert not accepts(plan_schema(), plan)
