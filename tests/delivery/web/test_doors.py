"""No number without its list: on every screen, a number that is a link opens as many rows."""

import pytest
from tests.pages import doors_on, read, rows_at

from muster.delivery.replay import heping
from muster.kernel import clock
from muster.operations.mobilise.models import CallUp, DeploymentPlan, UnitAsk
from muster.platform.files.models import Batch
from muster.platform.notify.enums import Way
from muster.platform.notify.models import Message
from muster.registers.responders.models import SendingUnit, Team

pytestmark = pytest.mark.second_when_long

COMMUNITY = "120101001014"
SCREENS = {
    "commander": (
        "/command/", "/responders/", "/responders/?level=sent", "/responders/units/?level=local",
        "/responders/?level=city", "/responders/?status=ended",
        "/responders/?area=120101001", "/responders/units/", "/responders/units/?level=district",
        "/responders/units/?area=120101001", "/responders/teams/", "/responders/pairings/",
        "/responders/pairings/?area=120101001", "/places/", "/places/120101/",
        "/places/120101001/", f"/places/{COMMUNITY}/", f"/places/{COMMUNITY}/list/",
        "/posts/", "/posts/?area=120101001", "/posts/communities/", "/posts/requisition/",
        "/posts/kinds/", "/posts/templates/",
        "/access/", "/access/?ended=1", "/audit/", "/retention/", "/imports/", "/mydata/",
        "/incident/", "/call-ups/", "/whistles/",
    ),
    "planner": ("/command/", "/responders/units/", "/responders/pairings/"),
    "clerk": ("/unit/", "/responders/", "/responders/units/", "/imports/", "/mydata/"),
    "lead": (
        "/whistles/", "/responders/", "/responders/pairings/", f"/places/{COMMUNITY}/", "/access/",
    ),
    "maintainer": ("/access/", "/audit/", "/retention/", "/imports/", "/places/", "/mydata/"),
    "responder": ("/mydata/",),
}  # fmt: skip

GROWING = ("/audit/",)
"""Lists that grow while they are looked at."""


def wrong_doors(client, url, known=None):
    """Find the doors that open another number of rows; `known` lists were counted before."""
    known = {} if known is None else known
    answer = client.get(url)
    assert answer.status_code == 200, url
    for door in doors_on(read(answer.content.decode()), url):
        if not door.url.startswith("/retention/certificates/"):
            if door.url.startswith(GROWING) or door.url not in known:
                known[door.url] = rows_at(client, door.url)
            rows = known[door.url]
            if rows != door.number:
                yield f"{door.words} on {url}: {door.url} has {rows}"


@pytest.mark.parametrize("role", SCREENS)
def test_numbers_that_are_links_open_as_many_rows(demo, role):
    client, known = demo.enter(role), {}
    wrong = [fault for url in SCREENS[role] for fault in wrong_doors(client, url, known)]

    assert wrong == []


def test_pages_of_one_thing_count_what_their_lists_have(demo):
    unit = SendingUnit.objects.filter(tenant=demo.tenant).order_by("-people_ended").first()
    team = Team.objects.filter(tenant=demo.tenant, unit=None).get()
    batch = Batch.objects.get(tenant=demo.tenant, kind="responders.people")
    call_up = CallUp.objects.get(tenant=demo.tenant)
    ask = UnitAsk.objects.filter(tenant=demo.tenant, unit__name=heping.CLERKS_UNIT).get()
    call_ups = [f"/call-ups/{call_up.id}/{part}" for part in ("", "reconciliation/", "arrivals/")]
    pages = {
        "commander": (
            f"/responders/units/{unit.id}/",
            f"/responders/teams/{team.id}/",
            *call_ups,
        ),
        "clerk": (
            f"/imports/{batch.id}/",
            f"/imports/{batch.id}/?show=asides",
            f"/call-ups/asked/{ask.id}/",
        ),
    }
    wrong = [
        fault
        for role, urls in pages.items()
        for url in urls
        for fault in wrong_doors(demo.enter(role), url)
    ]

    assert wrong == []


@pytest.mark.long
def test_pages_of_a_plan_count_what_their_lists_have(demo):
    plan = DeploymentPlan.objects.get(tenant=demo.tenant)
    client = demo.enter("commander")

    for page in (f"/plans/{plan.id}/", f"/plans/{plan.id}/units/"):
        assert wrong_doors(client, page) == []


def test_rows_of_a_sheet_that_are_no_records_are_listed(demo):
    batch = Batch.objects.get(tenant=demo.tenant, kind="responders.people")
    page = demo.enter("clerk").get(f"/imports/{batch.id}/?show=asides").content.decode()

    for words in ("Title", "Column names", "Blank row", "Foot of the table"):
        assert words in page


def test_new_messages_are_a_door_to_those_alone(demo):
    clerk = demo.cast["clerk"].account_id
    letters = Message.objects.filter(tenant=demo.tenant, account_id=clerk, way=Way.INBOX)
    Message.objects.filter(pk=letters.first().pk).update(read_at=clock.real_now())
    client = demo.enter("clerk")
    unread = letters.filter(read_at=None).count()

    page = client.get("/inbox/").content.decode()
    new = client.get("/inbox/?new=1").content.decode()

    assert f'<a class="door" href="?new=1">{unread} new message' in page
    assert new.count('<section class="section"') == unread == letters.count() - 1


def test_held_rows_are_no_door_for_somebody_who_may_not_list_all_of_them(demo):
    def doors(role):
        page = read(demo.enter(role).get("/retention/").content.decode())
        return {door.url.partition("?")[0] for door in doors_on(page, "/retention/")}

    assert {"/responders/", "/imports/", "/jobs/", "/access/invitations/"} <= doors("commander")
    assert {"/responders/", "/imports/"} & doors("maintainer") == set()
    assert "/jobs/" in doors("maintainer")


def test_browser_asking_for_favicon_ico_gets_the_mark(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 301
    assert "mark" in answer["Location"]
