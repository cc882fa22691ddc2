"""Every page that can be opened is looked at in a browser, or says here why not."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import URLResolver, get_resolver, path, resolve
from django.views.decorators.http import require_POST, require_safe
from tests.e2e.screens import ID, PRESS, SCREENS, Screen

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screens"
SIZES = (390, 1280)
SAMPLE_ID = "01900000-0000-7000-8000-000000000000"

NO_PAGE = {
    "api:api-root": "Ninja's name for the foot of the API.",
    "api:openapi-json": "The description of the API, for programs.",
    "duty:calendar": "A file.",
    "duty:card": "A file.",
    "files:file": "A file.",
    "files:template": "A file.",
    "files:wrong_rows": "A file.",
    "mobilise:ask_export": "A file.",
    "mobilise:plan_file": "A file.",
    "mobilise:plan_instance": "A file.",
    "jobs:progress": "The part of a page that moves.",
    "places:picker": "Rows of a choice, for a page that has one.",
    "ui:design_places": "Rows of a choice, for the gallery.",
    "web:health": "A word for load balancers.",
    "web:robots": "A word for crawlers.",
    "web:favicon": "It leads to the mark.",
}
"""What answers a GET with something else than a page."""

PICTURED_BY_STEPS = {"files:batch": "import-preview", "access:invitation": "invitation"}
"""Pages reached by filling in a form: tools/screenshots.py takes them by name."""

ONLY_WALKED = {
    "duty:alarm": "No post of the demo stands alone at 08:05; shifts/test_pages opens one.",
    "duty:book": "As shifts-book, with a form; shifts/test_pages opens it.",
    "duty:break": "The demo's responder has no shift now; shifts/test_pages opens it.",
    "duty:handover": "Nothing is handed over in the demo yet; shifts/test_pages opens it.",
    "duty:relief_call": "It dials a number, which is on record.",
    "duty:report": "Nothing is reported in the demo yet; shifts/test_pages opens it.",
    "duty:report_new": "The demo's responder has no shift now; shifts/test_pages opens it.",
    "duty:ask_change": "Its people change with the roster that the demo plans; a test opens it.",
    "duty:request": "The demo has no request that waits; tests/operations/duty opens one.",
    "duty:withdraw": "The form of one field; the demo's edition has begun.",
    "duty:ended_unit": "The demo's deployment goes on; tests/operations/duty ends one.",
    "duty:gear_back": "The demo's deployment goes on; tests/operations/duty ends one.",
    "duty:stand_down": "The demo's deployment goes on; tests/operations/duty ends one.",
    "access:device": "The page of invitation-code with a code filled in, which works once.",
    "access:issue_another_phone": "The form of phone-issue without the name.",
    "access:match_person": "Every account of the demo has its person; see phone-issue-person.",
    "access:second_factor": "The step between signin and home; test_newcomer walks through it.",
    "duty:at": "It leads on from a scanned code to the page of the post.",
    "measures:group_form": "In the demo every subdistrict has its group; as incident-group-change.",
    "measures:periods": "The demo has had one period; its page is the incident's.",
    "mobilise:assembly_place": "It opens from the code that hangs at a place.",
    "mobilise:claim_people": "As mobilise:whistle; the form of asked-people.",
    "mobilise:claim_refuse": "As mobilise:whistle; a form of one line.",
    "mobilise:claim_release": "As mobilise:whistle; a form of one line.",
    "mobilise:whistle": "Nobody has whistled in the demo; test_whistle_pages walks through it.",
    "mobilise:whistle_end": "As mobilise:whistle; a form of one line.",
    "mobilise:whistle_withdraw": "As mobilise:whistle; a form of one line.",
    "mobilise:ask_places": "It opens from a clerk's message; as plan-unit, for the own unit.",
    "mobilise:plan_cell": "A form of plan_edit_grid; plans/test_views walks through it.",
    "mobilise:plan_choose": "It leads on to plan_compare.",
    "mobilise:plan_compare": "The demo has one plan; plans/test_views walks through it.",
    "mobilise:plan_edit_grid": "As plan-community, with forms; plans/test_views walks through it.",
    "mobilise:plan_edits": "The demo changes no plan; plans/test_views walks through it.",
    "mobilise:replace": "In the demo everybody of the clerk's unit has arrived; as plan-begin.",
    "boards:community_of": "The page of community, for somebody else's.",
}
"""Pages without a picture, each with the reason."""


def views(patterns: list, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable]]:
    """Yield the full name of every view and the view; the API's operations are no pages."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from views(pattern.url_patterns, inner)
        elif not pattern.callback.__module__.startswith("ninja.operation"):
            yield ":".join((*names, pattern.name or str(pattern.pattern))), pattern.callback


def takes_get(view: Callable) -> bool:
    """True unless one of the view's decorators refuses a GET."""
    layer = view
    while layer is not None:
        held = inspect.getclosurevars(layer).nonlocals if inspect.isfunction(layer) else {}
        if "GET" not in held.get("request_method_list", ["GET"]):
            return False
        layer = getattr(layer, "__wrapped__", None)
    return True


def pages(patterns: list) -> set[str]:
    """The names of everything a browser can open."""
    return {name for name, view in views(patterns) if takes_get(view)} - NO_PAGE.keys()


def page_of(screen: Screen) -> str:
    """The name of the page that a screen ends on."""
    *_, last = (step for step in screen.reach if not step.startswith(PRESS))
    address = last.replace(ID, SAMPLE_ID).removeprefix("^").removesuffix("$")
    return resolve(urlsplit(address).path.rstrip("/") + "/").view_name


def pictured() -> set[str]:
    return {page_of(screen) for screen in SCREENS}


def test_every_page_has_a_picture_or_a_reason():
    named = PICTURED_BY_STEPS.keys() | ONLY_WALKED.keys()
    missing = pages(get_resolver().url_patterns) - pictured() - named

    assert sorted(missing) == [], "add these to tests/e2e/screens.py"


def test_no_reason_is_left_of_a_page_that_is_gone_or_has_a_picture():
    known = {name for name, _view in views(get_resolver().url_patterns)}
    named = [*NO_PAGE, *PICTURED_BY_STEPS, *ONLY_WALKED]

    assert [name for name in named if name not in known] == []
    assert [name for name in named if name in pictured()] == []
    assert len(named) == len(set(named))


@pytest.mark.parametrize("size", SIZES)
def test_every_picture_was_taken(size):
    wanted = [*(screen.name for screen in SCREENS), *PICTURED_BY_STEPS.values()]
    files = [PICTURES / f"{name}-{size}-zh-hans.png" for name in wanted]

    assert [file.name for file in files if not file.is_file()] == [], "run tools/screenshots.py"


def test_a_page_without_a_picture_is_found():
    """The walk itself: plant a page, and a view that only takes what is sent to it."""

    @require_safe
    def page(request):
        raise AssertionError("it is only looked at")

    planted = [path("p/", page, name="p"), path("q/", require_POST(page), name="q")]

    assert pages(planted) == {"p"}
