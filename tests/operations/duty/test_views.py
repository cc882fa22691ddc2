"""The pages of posts, driven through the whole stack."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.operations.duty.conftest import COMMUNITY, DISTRICT, FAR, NEIGHBOUR
from tests.platform.access.conftest import session_for

from muster.kernel.ids import new_id
from muster.operations.duty import queries, services
from muster.operations.duty.contracts import PostDraft
from muster.platform.access import services as access
from muster.platform.access.enums import Factor


@pytest.fixture
def sign_in_as(system):
    """Sign in as somebody: `sign_in_as("lead", COMMUNITY)`."""

    def sign_in(role, area=DISTRICT, *, scope_id=None, language="en"):
        account = access.create_account(
            actor=system, sign_in_name=f"{role}-{new_id().hex[:8]}", display_name=role
        )
        access.grant(
            actor=system, account_id=account.id, role=role, area_code=area, scope_id=scope_id
        )
        client = Client()
        session_for(client, account, Factor.TOTP)
        client.cookies["muster_language"] = language
        return client

    return sign_in


def form_of(post, **changes):
    """What a browser sends back from the form of a post as it stands, with changes."""
    from muster.operations.duty.forms import PostForm

    shown = PostForm.initial_of(services.draft_of(post), post.version)
    data = {}
    for name, value in {**shown, **changes}.items():
        if isinstance(value, bool):
            data |= {name: "on"} if value else {}
        elif value is not None:
            data[name] = value
    return data


def test_list_says_what_it_is_without_an_incident(sign_in_as):
    page = sign_in_as("commander").get("/posts/").content.decode()

    assert "No incident is running" in page


def test_list_shows_posts_with_filters_that_count_what_they_open(sign_in_as, make_post, incident):
    make_post(name="东门岗", place="静园东门")
    make_post("publicity", area_code=FAR)
    client = sign_in_as("commander")

    page = client.get("/posts/").content.decode()
    assert "东门岗" in page
    assert "Publicity no. 1" in page
    narrowed = client.get("/posts/?kind=publicity&without_place=1").content.decode()
    assert "东门岗" not in narrowed
    assert "Publicity no. 1" in narrowed


def test_list_costs_as_many_queries_for_one_post_as_for_fifty(sign_in_as, post, incident, system):
    client = sign_in_as("commander")
    client.get("/posts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/posts/")
    drafts = [PostDraft(area_code=FAR, kind="point") for _ in range(50)]
    services.add_posts(actor=system, incident_id=incident.id, drafts=drafts)
    with CaptureQueriesContext(connection) as many:
        client.get("/posts/")

    assert len(many) == len(one)


def test_page_of_a_post_costs_as_many_queries_whatever_it_has(sign_in_as, post, commander):
    client = sign_in_as("commander")
    client.get(f"/posts/{post.id}/")
    with CaptureQueriesContext(connection) as plain:
        client.get(f"/posts/{post.id}/")
    for at in range(1, 6):
        services.change_post(actor=commander, post_id=post.id, version=at, wanted=2 + at)
    with CaptureQueriesContext(connection) as changed:
        page = client.get(f"/posts/{post.id}/").content.decode()

    assert len(changed) == len(plain)
    assert "People each shift: 6 → 7" in page


@pytest.mark.parametrize(
    ("role", "area", "sees", "edits"),
    [
        ("commander", DISTRICT, True, True),
        ("planner", DISTRICT, True, True),
        ("lead", COMMUNITY, True, True),
        ("lead", FAR, False, False),
        ("responder", DISTRICT, True, False),
        ("guard", COMMUNITY, True, False),
        ("carer", COMMUNITY, False, False),
    ],
)
def test_who_sees_and_changes_a_post(sign_in_as, post, role, area, sees, edits):  # noqa: PLR0917
    client = sign_in_as(role, area)

    assert (client.get(f"/posts/{post.id}/").status_code == 200) == sees
    assert (client.get(f"/posts/{post.id}/edit/").status_code == 200) == edits


def test_post_is_added_with_what_its_kind_starts_with(sign_in_as, incident, commander):
    client = sign_in_as("lead", COMMUNITY)
    page = client.get(f"/posts/new/?area={COMMUNITY}").content.decode()
    assert "开封道" not in page
    answer = client.post(
        "/posts/new/", {"kind": "point", "area_code": COMMUNITY, "weekdays": list("0123456")}
    )

    [post] = queries.posts(actor=commander, incident_id=incident.id)
    assert answer.url == f"/posts/{post.id}/"
    assert (post.wanted, len(post.shift_links.all()), post.gear.count()) == (2, 3, 7)


def test_crew_of_one_is_refused_beside_its_field(sign_in_as, incident):
    answer = sign_in_as("commander").post(
        "/posts/new/",
        {"kind": "point", "area_code": COMMUNITY, "weekdays": ["0"], "crew_min": "1"},
    )

    assert answer.status_code == 422
    assert "Nobody stands a post alone" in answer.content.decode()


def test_form_sent_back_as_it_was_changes_nothing(sign_in_as, post, commander):
    answer = sign_in_as("commander").post(f"/posts/{post.id}/edit/", form_of(post))

    assert answer.status_code == 302
    assert queries.post(actor=commander, post_id=post.id).version == 1


def test_second_editor_sees_the_first_ones_change_and_loses_nothing(
    sign_in_as, post, lead, commander
):
    client = sign_in_as("commander")
    mine = form_of(post, place="静园西门", wanted=4)
    services.change_post(
        actor=lead, post_id=post.id, version=1, place="静园北门", contacts="022-0000 0142"
    )

    answer = client.post(f"/posts/{post.id}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "lead has changed this post" in page
    for words in ("静园东门", "静园北门", 'value="静园西门"', 'value="4"', "022-0000 0142"):
        assert words in page

    now = queries.post(actor=commander, post_id=post.id)
    client.post(f"/posts/{post.id}/edit/", form_of(now, place="静园西门", wanted=4))
    saved = queries.post(actor=commander, post_id=post.id)
    assert (saved.place, saved.wanted, saved.contacts) == ("静园西门", 4, "022-0000 0142")


def test_communities_are_set_up_from_a_template_in_one_go(sign_in_as, incident, commander):
    client = sign_in_as("planner")
    client.post(
        "/posts/templates/new/", {"name": "标准社区", "count_point": 3, "count_cleaning": 1}
    )
    [template] = queries.templates(actor=commander)
    answer = client.post(
        "/posts/communities/",
        {"source": f"template:{template.id}", "areas": [COMMUNITY, NEIGHBOUR, FAR]},
        follow=True,
    )

    assert "12 posts are added in 3 communities." in answer.content.decode()
    again = client.post(
        f"/posts/communities/{FAR}/", {"source": f"community:{COMMUNITY}"}, follow=True
    )
    assert "4 were there already" in again.content.decode()


def test_lead_sets_up_the_own_community_only(sign_in_as, incident, commander):
    drafts = services.counted_drafts(commander, {"point": 2})
    template = services.save_template(actor=commander, name="标准", drafts=drafts)
    client = sign_in_as("lead", COMMUNITY)
    source = {"source": f"template:{template.id}"}

    assert client.get("/posts/communities/").content.decode().count('name="areas"') == 1
    assert client.post("/posts/communities/", {**source, "areas": [FAR]}).status_code == 422
    assert client.post(f"/posts/communities/{FAR}/", source).status_code == 404
    assert client.post(f"/posts/communities/{COMMUNITY}/", source).status_code == 302


def test_requisition_on_screen_and_sheet_agree(sign_in_as, make_post):
    make_post()
    client = sign_in_as("commander")
    page = client.get("/posts/requisition/?days=14").content.decode()
    sheet = client.post("/posts/requisition/export/?days=14")
    book = load_workbook(io.BytesIO(sheet.content)).active
    rows = [[cell.value for cell in row] for row in book.iter_rows()][2:]

    masks = [row for row in rows if row[3] == "Mask"]
    assert [(row[4], row[6], row[8]) for row in masks] == [
        ("Early", 4, 56), ("Evening", 4, 56), ("Night", 4, 56),
    ]  # fmt: skip
    assert "168" in page


def test_own_kind_and_pattern_by_the_forms(sign_in_as, incident, commander):
    client = sign_in_as("commander")
    client.post(
        "/posts/patterns/new/",
        {"label": "机关班制", "shifts": "D 白班 07:00-15:00\nN 夜 23:00–07:00 夜"},
    )
    client.post(
        "/posts/kinds/new/",
        {"label": "核酸采样", "crew_min": 3, "gear": "口罩 3/人", "steps": "问：预约码\nAsk: x"},
    )

    pattern = queries.patterns(actor=commander)[-1]
    assert [(s.letter, s.label, s.hours, s.night) for s in pattern.shifts.all()] == [
        ("D", "白班", "07:00–15:00", False), ("N", "夜", "23:00–07:00", True),
    ]  # fmt: skip
    kind = queries.kind(actor=commander, key=queries.kinds(actor=commander)[-1].key)
    assert (kind.label, kind.crew_min, [s.title for s in kind.steps.all()]) == (
        "核酸采样", 3, ["问", "Ask"],
    )  # fmt: skip
    assert [(g.item, g.quantity, g.basis) for g in kind.gear.all()] == [("mask", 3, "person")]


def test_standard_words_stay_standard_through_the_form(sign_in_as, incident, commander):
    from muster.operations.duty.forms import KindForm

    services.standards(commander.tenant_id)
    client = sign_in_as("commander")
    shown = KindForm.initial_of(queries.kind(actor=commander, key="point"))
    answer = client.post("/posts/kinds/point/", shown | {"crew_min": 3})

    assert answer.status_code == 302
    kind = queries.kind(actor=commander, key="point")
    assert kind.crew_min == 3
    assert {step.key for step in kind.steps.all()} >= {"ask", "disinfect"}
    assert not any(step.own_title for step in kind.steps.all())


def test_code_of_a_card_leads_to_its_post(sign_in_as, post):
    answer = sign_in_as("responder").get(f"/posts/at/{post.code.lower()}/")

    assert answer.url == f"/posts/{post.id}/"


def test_card_is_sent_as_a_pdf(sign_in_as, post):
    answer = sign_in_as("lead", COMMUNITY).get(f"/posts/{post.id}/card-a6/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_cards_page_queues_the_printing_and_leads_to_it(sign_in_as, post):
    client = sign_in_as("lead", COMMUNITY)
    page = client.get("/posts/cards/").content.decode()
    assert "1 cards" in page
    answer = client.post("/posts/cards/", {"area": COMMUNITY, "paper": "a4", "language": "zh-hant"})

    assert answer.url.startswith("/jobs/")


def test_closed_post_says_so_and_offers_to_open_it_again(sign_in_as, post):
    client = sign_in_as("commander")
    client.post(f"/posts/{post.id}/close/")
    page = client.get(f"/posts/{post.id}/").content.decode()

    assert "Open again" in page
    assert "Print" not in page
    assert client.get("/posts/?closed=1").content.decode().count("3 号门岗") >= 1
    client.post(f"/posts/{post.id}/reopen/")
    assert "Open again" not in client.get(f"/posts/{post.id}/").content.decode()


def test_page_of_a_joint_post_names_its_units(sign_in_as, make_post, system):
    from muster.registers.responders.services import add_unit

    unit = add_unit(actor=system, name="区交通局", level="district", area_code=DISTRICT)
    post = make_post(area_code=DISTRICT, site="高速路口", joint_unit_ids=(unit.id,))
    page = sign_in_as("clerk", scope_id=unit.id).get(f"/posts/{post.id}/").content.decode()

    assert "区交通局" in page
    assert "高速路口" in page


def test_pages_offer_only_what_the_reader_may_open(sign_in_as, incident):
    page = sign_in_as("responder").get("/posts/kinds/").content.decode()

    assert "/posts/patterns/" in page
    assert "/posts/templates/" not in page
