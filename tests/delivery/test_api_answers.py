"""The API is asked at random and keeps to its own description, whoever asks.

Schemathesis makes the questions from the description that is served: data that fits it and data
that does not, for rows that exist and rows that do not. A status that is not described, a body of
another form, a fault of ours, taking what does not fit or refusing what does is a failure.
"""

from collections import Counter
from dataclasses import dataclass, field

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.matrix.entries.files import CSV
from tests.matrix.scene import COMMUNITY, DISTRICT, Scene

from muster.kernel.ids import new_id
from muster.platform.access import queries as access_queries
from muster.platform.access import services as access
from muster.platform.files.services import start_import
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job
from muster.platform.notify.enums import Urgency, Way
from muster.platform.notify.models import Message
from muster.platform.places.services import import_areas
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

pytestmark = [pytest.mark.django_db, pytest.mark.second_when_long]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
]
EXAMPLES, FEW = 12, 2
CSRF = "x" * 32
PHONE, STRANGER = "guard's phone", "nobody"
ROLES = ("commander", "lead", "clerk", "responder", "maintainer", PHONE, STRANGER)


@dataclass
class Caller:
    """Who asks: cookies and headers of every question, and rows that answer them."""

    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Encoding": "identity"})
    cookies: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def connection_stays():
    """Keep the connection between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def description(db):
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    schema.config.generation.update(with_security_parameters=False)
    return schema


@pytest.fixture
def caller(request, tenant):
    """The one who asks, with rows of every kind that the API knows."""
    scene = Scene.of(tenant)
    import_areas(code=DISTRICT)
    unit = responders.add_unit(
        actor=scene.system, name="样本单位", level="community", area_code=COMMUNITY
    )
    draft = PersonDraft(name="样本人", unit_id=unit.id, phone="15400000001")
    person = responders.add_responder(actor=scene.system, draft=draft)
    caller = Caller(rows={"code": COMMUNITY, "responder_id": str(person.id)})
    if request.param == PHONE:
        issued = access.issue_device_to_new(
            actor=scene.system, display_name="门岗", role="guard", area_code=COMMUNITY
        )
        _device, token = access.redeem_device(code=issued.code)
        caller.headers["Authorization"] = f"Bearer {token}"
        account_id = issued.device.account_id
    elif request.param == STRANGER:
        account_id = new_id()
    else:
        account_id = _sign_in(caller, scene, request.param, unit.id, person.id)
    job = Job.objects.create(tenant=tenant, name="audit.seal", requested_by=account_id)
    message = Message.objects.create(
        tenant=tenant,
        way=Way.INBOX,
        account_id=account_id,
        words="access.code",
        urgency=Urgency.LOW,
    )
    caller.rows |= {"job_id": str(job.id), "message_id": str(message.id)}
    return caller


def _sign_in(caller, scene, role, unit_id, person_id):
    account = scene.account(
        role,
        DISTRICT if role in {"commander", "maintainer", "clerk"} else COMMUNITY,
        scope_id=unit_id if role == "clerk" else None,
        person_id=person_id if role == "responder" else None,
    )
    client = scene.client(account)
    caller.cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
    caller.cookies[django_settings.CSRF_COOKIE_NAME] = CSRF
    caller.headers["X-CSRFToken"] = CSRF
    if role in {"commander", "lead", "clerk"}:
        batch = start_import(
            actor=access_queries.actor_of(account),
            kind_name="responders.people",
            name="名单.csv",
            content=CSV,
            options={},
        )
        caller.rows["batch_id"] = str(batch.id)
    return account.id


@pytest.mark.parametrize("caller", ROLES, indirect=True)
def test_answers_are_as_described(caller, description, request, caplog):
    caplog.set_level("ERROR", "django.request")  # a refusal is no news here
    role = request.node.callspec.params["caller"]
    examples = EXAMPLES if role == ROLES[0] else FEW
    found = Counter()
    for result in description.get_all_operations():
        operation = result.ok()
        needed = [parameter.name for parameter in operation.path_parameters]
        rows = {name: caller.rows[name] for name in needed if name in caller.rows}
        found += ask(operation, caller, GenerationMode.POSITIVE, examples, rows)
        if needed:
            found += ask(operation, caller, GenerationMode.POSITIVE, FEW)
        if needed or operation.query or operation.body:
            found += ask(operation, caller, GenerationMode.NEGATIVE, examples)

    assert found[404]
    assert found[422]
    assert bool(found[200]) == (role != STRANGER)
    assert bool(found[401]) == (role == STRANGER)


def ask(operation, caller, mode, examples, rows=None):
    """Ask one operation and undo what it did, at most `examples` times; return the statuses."""
    seen = Counter()

    @seed(20200218)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=rows or {}))
    def one(case):
        with transaction.atomic():
            answer = case.call(headers=caller.headers, cookies=caller.cookies)
            transaction.set_rollback(True)
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    one()
    return seen


def test_code_of_a_phone_is_refused_as_described(tenant, client, description):
    """The refusals that no single question meets: used already, and too many tries."""
    scene = Scene.of(tenant)
    issued = access.issue_device_to_new(
        actor=scene.system, display_name="门岗", role="guard", area_code=COMMUNITY
    )

    def redeem(code):
        return client.post("/api/access/device", {"code": code}, content_type="application/json")

    answers = [redeem(issued.code), redeem(issued.code), redeem("nothing")]
    while answers[-1].status_code != 429:
        answers.append(redeem("nothing"))

    statuses = {answer.status_code for answer in answers}
    described = description.raw_schema["paths"]["/api/access/device"]["post"]["responses"]
    assert statuses == {200, 404, 410, 429}
    assert {str(status) for status in statuses} <= described.keys()
    assert int(answers[-1]["Retry-After"]) > 0


def test_work_that_has_ended_is_not_stopped_again(tenant, client, description):
    scene = Scene.of(tenant)
    account = scene.account("lead", COMMUNITY)
    job = Job.objects.create(
        tenant=tenant, name="audit.seal", requested_by=account.id, state=JobState.DONE
    )

    answer = scene.client(account).post(f"/api/jobs/{job.id}/cancel")

    described = description.raw_schema["paths"]["/api/jobs/{job_id}/cancel"]["post"]["responses"]
    assert answer.status_code == 409
    assert "409" in described
    assert answer.json()["error"]["code"] == "conflict"


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [({"code": 7}, 422, "invalid", {"code"}), ("{", 400, "refused", set())],
)
def test_refusals_have_one_form(client, db, body, status, code, fields):  # noqa: PLR0917
    answer = client.post("/api/access/device", body, content_type="application/json")

    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["next_step"]
    assert error.get("fields", {}).keys() == fields
