"""Every list of the product answers a filter it does not have with a sentence, and still lists."""

import pytest
from tests.pages import main_of, read

UNKNOWN = "00000000-0000-4000-8000-000000000000"
COMMUNITY = "120101001014"
LISTS = [
    ("commander", "/command/", "show=zzz"),
    ("commander", "/command/register/", "show=zzz"),
    ("commander", "/command/register/", "below=999999999"),
    ("commander", "/coverage/posts/", "show=zzz"),
    ("commander", "/coverage/people/", "show=zzz"),
    ("commander", "/posts/", "kind=castle"),
    ("commander", "/posts/", "lacking=zzz"),
    ("commander", "/alarms/", "show=zzz"),
    ("commander", "/whistles/", "state=zzz"),
    ("commander", "/responders/", "unit=notauuid"),
    ("commander", "/responders/", f"unit={UNKNOWN}"),
    ("commander", "/responders/", "status=zzz"),
    ("commander", "/responders/", "level=galaxy"),
    ("commander", "/responders/", "area=12a"),
    ("commander", "/responders/", "area=440000"),
    ("commander", "/responders/", "skill=flying"),
    ("commander", "/responders/", "nights=yes"),
    ("commander", "/responders/", "after=x"),
    ("commander", "/responders/", "before=x"),
    ("commander", "/responders/units/", "level=galaxy"),
    ("commander", "/responders/units/", "area=440000"),
    ("commander", "/responders/units/", "closed=yes"),
    ("commander", "/responders/pairings/", "lacking=zzz"),
    ("commander", "/responders/pairings/", "state=zzz"),
    ("commander", "/responders/pairings/", "area=440000"),
    ("clerk", "/unit/", f"unit={UNKNOWN}"),
    ("lead", f"/places/{COMMUNITY}/list/", "kind=castle"),
    ("lead", f"/places/{COMMUNITY}/list/", "page=99"),
    ("maintainer", "/access/", "role=emperor"),
    ("maintainer", "/access/", "ended=yes"),
    ("maintainer", "/access/", "page=99"),
    ("maintainer", "/audit/", "verb=zzz.zzz"),
    ("maintainer", "/audit/", "verb=zzz"),
    ("maintainer", "/audit/", "account=notauuid"),
    ("maintainer", "/audit/", "area=12a"),
    ("maintainer", "/audit/", "since=nonsense"),
    ("maintainer", "/audit/", "until=2020-02-31"),
    ("maintainer", "/audit/", "seal=zzz"),
    ("maintainer", "/audit/", "page=x"),
    ("maintainer", "/jobs/", "state=zzz"),
    ("maintainer", "/jobs/", "page=x"),
    ("maintainer", "/inbox/outbox/", "state=zzz"),
    ("maintainer", "/inbox/", "new=yes"),
    ("maintainer", "/inbox/", "page=99"),
    ("maintainer", "/retention/certificates/", "page=99"),
    ("maintainer", "/exports/", "page=99"),
    ("maintainer", "/exports/", "code=nothing0"),
    ("clerk", "/imports/", "page=99"),
]  # fmt: skip


def shown(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    main = main_of(read(answer.content.decode()))
    notices = [e for e in main.every(lambda e: "notice" in e.classes) if "tone-warn" in e.classes]
    lists = main.every(lambda e: "data-rows" in e.attributes)
    rows = [row.text for one in lists for row in one.every(lambda e: e.tag in {"tr", "li"})]
    return notices, rows


@pytest.fixture
def enter(demo):
    known = {}

    def once(role):
        return known.setdefault(role, demo.enter(role))

    return once


def test_unknown_filter_is_named_and_the_list_is_as_without_it(enter):
    wrong = []
    for role, url, query in LISTS:
        client = enter(role)
        value = query.partition("=")[2]
        notices, rows = shown(client, f"{url}?{query}")
        plain_notices, plain_rows = shown(client, url)
        said = [notice.text for notice in notices if value in notice.text]
        if len(said) != 1:
            wrong.append(f"{url}?{query} says {said}")
        links = [
            a.attributes["href"] for notice in notices for a in notice.every(lambda e: e.tag == "a")
        ]
        if links != ["?"]:
            wrong.append(f"{url}?{query} leads to {links}")
        if plain_notices or len(rows) != len(plain_rows):
            wrong.append(f"{url}?{query} lists {len(rows)} rows instead of {len(plain_rows)}")

    assert wrong == []


def test_preview_of_a_sheet_names_an_unknown_choice_of_rows(demo):
    from muster.platform.files.models import Batch

    batch = Batch.objects.get(tenant=demo.tenant, kind="responders.people")
    notices, _ = shown(demo.enter("clerk"), f"/imports/{batch.id}/?show=zzz")

    assert ["zzz" in notice.text for notice in notices] == [True]


def test_known_filters_beside_an_unknown_one_stay(enter):
    client = enter("commander")
    notices, rows = shown(client, "/responders/?level=city&status=zzz&q=")
    _, wanted = shown(client, "/responders/?level=city")

    assert "level=city" in next(notices[0].every(lambda e: e.tag == "a")).attributes["href"]
    assert rows == wanted


def test_nothing_is_exported_under_a_filter_that_does_not_exist(enter):
    answer = enter("commander").post("/responders/export/?level=galaxy")

    assert answer.status_code == 422
    assert "galaxy" in answer.content.decode()


FORMS = [
    ("maintainer", "/inbox/channels/new/", "way=pigeon"),
    ("commander", "/responders/teams/new/", f"unit={UNKNOWN}"),
    ("commander", "/responders/pairings/new/", f"unit={UNKNOWN}"),
    ("commander", "/responders/new/", "unit=zzz"),
    ("commander", "/access/invitations/new/", "role=emperor"),
    ("clerk", "/imports/new/", "kind=zzz"),
]


@pytest.mark.parametrize(("role", "url", "query"), FORMS)
def test_form_says_that_the_address_fills_in_no_choice_of_it(demo, role, url, query):
    client = demo.enter(role)
    answer = client.get(f"{url}?{query}")
    assert answer.status_code == 200

    notices, _rows = shown(client, f"{url}?{query}")

    assert f"“{query.partition('=')[2]}” is no choice for" in notices[0].text
    assert shown(client, url)[0] == []
