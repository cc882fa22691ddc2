"""Doors: each person sees what their grants open, and where they stand."""

import pytest

from muster.kernel import permissions
from muster.kernel.actors import ANONYMOUS, Actor, GrantRef
from muster.kernel.ids import new_id
from muster.ui import nav
from muster.ui.checks import doors_lead_somewhere
from muster.ui.nav import NavItem, NavLink

SEE = "ui_test.view_design"


@pytest.fixture(autouse=True)
def doors(alone, monkeypatch):
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(permissions, "_declared", {})
    permissions.declare(SEE, roles=["planner"], label="see the design")


def actor(role: str) -> Actor:
    return Actor(new_id(), new_id(), "周敏", (GrantRef(role, "120101"),))


def test_door_with_a_permission_opens_to_its_roles_alone(request_to):
    nav.register(NavItem("design", "Design", "ui:design", SEE))

    assert len(nav.links(request_to(), actor("planner"))) == 1
    assert nav.links(request_to(), actor("guard")) == []


def test_door_without_a_permission_opens_to_everyone_signed_in(request_to):
    nav.register(NavItem("design", "Design", "ui:design"))

    assert [len(nav.links(request_to(), who)) for who in (actor("guard"), ANONYMOUS)] == [1, 0]


def test_public_door_opens_to_anyone(request_to):
    nav.register(NavItem("design", "Design", "ui:design", public=True, place="footer"))

    assert [link.key for link in nav.links(request_to(), ANONYMOUS, "footer")] == ["design"]


def test_current_door_is_the_longest_that_fits(request_to):
    nav.register(NavItem("design", "Design", "ui:design", order=1))
    nav.register(NavItem("places", "Places", "ui:design_places", order=2))

    links = nav.links(request_to("/design/places/?q=a"), actor("guard"))

    assert [(link.key, link.current) for link in links] == [("design", False), ("places", True)]


def test_door_to_nowhere_is_hidden_and_reported(request_to):
    nav.register(NavItem("lost", "Lost", "ui:nowhere"))

    assert nav.links(request_to(), actor("guard")) == []
    assert [found.id for found in doors_lead_somewhere()] == ["ui.E001"]


def test_registering_a_key_again_replaces_the_door():
    nav.register(NavItem("design", "Old", "ui:design"))
    nav.register(NavItem("design", "New", "ui:design"))

    assert [item.label for item in nav.registered()] == ["New"]


@pytest.mark.parametrize(
    ("doors_open", "limit", "shown", "behind"),
    [(5, 5, 5, 0), (6, 5, 4, 2), (4, 3, 2, 2), (0, 5, 0, 0)],
)
def test_bar_keeps_a_place_for_more(doors_open, limit, shown, behind):
    links = [NavLink(str(n), "", "/", "list", post=False, current=False) for n in range(doors_open)]

    bar, rest = nav.fold(links, limit=limit)

    assert (len(bar), len(rest)) == (shown, behind)


def test_doors_behind_more_stand_under_their_headings():
    doors = [
        NavLink(key, "", "/", "list", post=False, current=False, group=group)
        for key, group in (("a", "People"), ("b", ""), ("c", "Places"), ("d", "People"))
    ]

    grouped = [(heading, [link.key for link in links]) for heading, links in nav.grouped(doors)]

    assert grouped == [("", ["b"]), ("People", ["a", "d"]), ("Places", ["c"])]
