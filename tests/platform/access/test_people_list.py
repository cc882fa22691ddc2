"""The list of accounts: found by name in any script, reading, sign-in name and area, by pinyin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.pages import main_of, read
from tests.platform.access.conftest import COMMUNITY, HEPING, SUBDISTRICT

from muster.platform.access import queries, services
from muster.platform.places.services import import_areas

JINGYUAN = "120101001014"


@pytest.fixture(autouse=True)
def areas(db):
    """The real areas of the district, found by name."""
    import_areas(code=HEPING)


@pytest.fixture
def people(make_account):
    """Five accounts in two communities."""
    return {
        name: make_account(role, area, name=name)
        for name, role, area in (
            ("徐晓萍", "lead", COMMUNITY),
            ("安娜", "guard", COMMUNITY),
            ("王伟", "guard", JINGYUAN),
            ("張麗", "carer", JINGYUAN),
            ("li.ming", "responder", SUBDISTRICT),
        )
    }


@pytest.fixture
def commander(acting):
    return acting("commander", name="祝司令")


def found(actor, **wanted):
    return [row.account.display_name for row in queries.grants(actor, **wanted)]


def test_rows_stand_in_the_order_of_pinyin(commander, people):
    assert found(commander) == ["安娜", "li.ming", "王伟", "徐晓萍", "張麗", "祝司令"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("徐晓萍", ["徐晓萍"]),
        ("徐曉萍", ["徐晓萍"]),
        ("晓萍", ["徐晓萍"]),
        ("xuxiaoping", ["徐晓萍"]),
        ("Xu Xiao", ["徐晓萍"]),
        ("xxp", ["徐晓萍"]),
        ("张丽", ["張麗"]),
        ("LI.MING", ["li.ming"]),
        ("x", ["徐晓萍"]),
        ("没有这个人", []),
        ("12a", []),
    ],
)
def test_accounts_are_found_by_name_reading_and_sign_in_name(commander, people, typed, names):
    assert found(commander, text=typed) == names


def test_accounts_are_found_by_name_and_code_of_their_area(commander, people):
    for typed in ("静园", "靜園", "jingyuan", JINGYUAN):
        assert found(commander, text=typed) == ["王伟", "張麗"]
        assert found(commander, area=typed) == ["王伟", "張麗"]


def test_unknown_search_gives_an_empty_list_that_says_so(client, make_account, sign_in, people):
    sign_in(client, make_account("commander", HEPING, name="祝司令"))
    client.cookies["muster_language"] = "en"

    for address, words in (
        ("/access/?q=没有这个人", "No account fits what you typed"),
        ("/access/?area=没有这个人", "Nobody has a role in this area"),
    ):
        page = main_of(read(client.get(address).content.decode()))
        assert list(page.every(lambda e: e.tag == "tr")) == []
        assert words in page.text
        assert "Show every account" in page.text


def test_search_costs_the_same_for_one_row_and_for_many(client, make_account, sign_in, people):
    sign_in(client, make_account("commander", HEPING, name="祝司令"))
    counts = []
    for names in (("贺一",), ("贺二", "贺三", "贺四", "贺五")):
        for name in names:
            make_account("guard", COMMUNITY, name=name)
        with CaptureQueriesContext(connection) as run:
            client.get("/access/?q=he")
        counts.append(len(run))

    assert counts[0] == counts[1]


def test_new_name_is_sorted_and_found_anew(commander, people):
    services.update_own_account(actor=queries.actor_of(people["王伟"]), display_name="白伟")

    assert found(commander, text="bw") == ["白伟"]
    assert found(commander)[:2] == ["安娜", "白伟"]
