"""Four actors at every door: the URL table is walked, so a new view without an entry fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from tests.matrix.endpoints import FOREIGN, Endpoint, endpoints
from tests.matrix.entries import Entry, entries
from tests.matrix.scene import PREFERRED, Scene

from muster.kernel.ids import new_id

ENDPOINTS = endpoints()
ENTRIES = entries()
OPEN_STATUS = frozenset({409, 410, 422})


def guarded() -> list[Endpoint]:
    return [one for one in ENDPOINTS if one.access is not None]


def askable() -> list[Endpoint]:
    """Endpoints that can be asked; those without an entry they need fail in a test of their own."""
    return [one for one in guarded() if not one.kwargs or one.key in ENTRIES]


def test_every_view_says_who_may_open_it():
    silent = [one.key for one in ENDPOINTS if one.access is None and one.key not in FOREIGN]

    assert silent == [], "put @requires, @signed_in or @public on these views"


def test_every_endpoint_with_arguments_has_an_entry():
    missing = [one.key for one in guarded() if one.kwargs and one.key not in ENTRIES]

    assert missing == [], "add these to tests/matrix/entries/<package>.py"


def test_no_entry_is_left_of_a_view_that_is_gone():
    known = {one.key for one in ENDPOINTS}

    assert sorted(ENTRIES.keys() - known) == []


def test_a_view_without_a_decorator_or_entry_is_found(settings):
    """The walk itself: plant both mistakes and see them."""
    from django.urls import path
    from tests.matrix.endpoints import _views

    from muster.kernel.permissions import signed_in

    def silent(request):
        raise AssertionError("it is only looked at")

    planted = list(
        _views(
            [path("silent/", silent, name="s"), path("x/<uuid:pk>/", signed_in(silent), name="x")],
            "/",
            (),
        )
    )

    assert [one.key for one in planted if one.access is None] == ["s"]
    assert [one.key for one in planted if one.access and one.kwargs] == ["x"]


@pytest.mark.parametrize("endpoint", askable(), ids=lambda one: one.key)
@pytest.mark.django_db
def test_four_actors(endpoint: Endpoint, tenant: Any) -> None:
    entry = ENTRIES.get(endpoint.key, Entry())
    expected = expectations(endpoint, entry)
    found = {}
    for actor in expected:
        with transaction.atomic():
            found[actor] = ask(endpoint, entry, actor, Scene.of(tenant))
            transaction.set_rollback(True)

    assert {actor: result for actor, (result, _) in found.items()} == {
        actor: result_as(outcome, found[actor]) for actor, outcome in expected.items()
    }
    if entry.shows:
        assert entry.shows in found["here"][1], "the right actor does not see the row"
        assert entry.shows not in found.get("elsewhere", ("", ""))[1], "the row leaks"


def expectations(endpoint: Endpoint, entry: Entry) -> dict[str, str | int]:
    """Return what each of the four must get."""
    kind = endpoint.access.kind
    gated = kind == "permission"
    expected: dict[str, str | int] = {
        "nobody": entry.nobody or ("open" if kind == "public" else "signin"),
        "other_role": entry.other_role or ("refused" if gated else "open"),
        "elsewhere": entry.elsewhere or ("hidden" if gated and endpoint.kwargs else "open"),
        "here": entry.here or "open",
    }
    if gated and not wrong_roles(endpoint):
        del expected["other_role"]
    return expected


def wrong_roles(endpoint: Endpoint) -> list[str]:
    return [str(role) for role in reversed(PREFERRED) if role not in endpoint.roles]


def right_role(endpoint: Endpoint, entry: Entry) -> str:
    return entry.role or next(str(role) for role in PREFERRED if role in endpoint.roles)


def ask(endpoint: Endpoint, entry: Entry, actor: str, scene: Scene) -> tuple[str | int, str]:
    """Return the class of the answer and its text."""
    sample = entry.sample(scene) if entry.sample else None
    client = scene.client(account_of(endpoint, entry, actor, scene, sample))
    kwargs, data = given(entry.kwargs, sample), given(entry.data, sample)
    if endpoint.method:
        url = endpoint.route
        for name, value in kwargs.items():
            url = url.replace(f"{{{name}}}", str(value))
        response = client.generic(
            endpoint.method,
            url,
            json.dumps(data, default=str),
            content_type="application/json",
        )
    elif entry.method == "POST":
        response = client.post(reverse(endpoint.key, kwargs=kwargs), data)
    else:
        response = client.get(reverse(endpoint.key, kwargs=kwargs), data)
        if response.status_code == 405 and entry.method is None:
            response = client.post(reverse(endpoint.key, kwargs=kwargs), data)
    return outcome_of(response), text_of(response)


def account_of(endpoint: Endpoint, entry: Entry, actor: str, scene: Scene, sample: Any) -> Any:
    if actor == "nobody":
        return None
    if actor == "other_role":
        wrong = wrong_roles(endpoint) or ["resident"]
        return scene.account(entry.wrong_role or wrong[0], scene.area)
    here = actor == "here"
    scope = entry.scope and (entry.scope(sample) if here else new_id())
    person = entry.person(sample) if entry.person and here else None
    area = scene.area if here else scene.other_area
    return scene.account(
        right_role(endpoint, entry), area, scope_id=scope or None, person_id=person
    )


def given(value: Any, sample: Any) -> dict[str, Any]:
    return dict(value(sample) if callable(value) else value or {})


def outcome_of(response: Any) -> str | int:
    status = response.status_code
    if status == 401 or (status == 302 and response["Location"].split("?")[0] == "/signin/"):
        return "signin"
    if status == 403:
        return "refused"
    if status == 404:
        return "hidden"
    return status


def text_of(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode(errors="replace")


def result_as(expected: str | int, found: tuple[str | int, str]) -> str | int:
    """Return the expectation in the words of the finding: "open" covers several statuses."""
    result = found[0]
    if expected == "open" and isinstance(result, int) and (result < 400 or result in OPEN_STATUS):
        return result
    return expected
