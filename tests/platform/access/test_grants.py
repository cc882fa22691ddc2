"""Roles are given for a period, end at once, and never go beyond the giver's own."""

from datetime import timedelta

import pytest
from tests.platform.access.conftest import COMMUNITY, HEPING, OTHER_COMMUNITY, SUBDISTRICT

from muster.kernel import clock
from muster.kernel.actors import GrantRef
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.roles import Role
from muster.platform.access import queries, services
from muster.platform.access.models import Grant


def test_grant_gives_the_role_in_its_area(make_account):
    account = make_account("lead", COMMUNITY)

    assert queries.actor_of(account).grants == (GrantRef("lead", COMMUNITY, None),)


def test_grant_before_its_period_gives_nothing(make_account, system, frozen_clock):
    account = make_account()
    with frozen_clock(2026, 2, 18):
        start = clock.real_now() + timedelta(days=1)
        services.grant(
            actor=system, account_id=account.id, role="guard", area_code=COMMUNITY, valid_from=start
        )

        assert queries.actor_of(account).grants == ()
    with frozen_clock(2026, 2, 19):
        assert queries.actor_of(account).roles == {"guard"}


def test_grant_at_the_end_of_its_period_gives_nothing(make_account, system, frozen_clock):
    account = make_account()
    with frozen_clock(2026, 2, 18):
        end = clock.real_now() + timedelta(days=1)
        services.grant(
            actor=system, account_id=account.id, role="guard", area_code=COMMUNITY, valid_to=end
        )
        assert queries.actor_of(account).roles == {"guard"}
    with frozen_clock(2026, 2, 19):
        assert queries.actor_of(account).grants == ()


def test_end_grant_takes_effect_at_once_and_keeps_the_row(make_account, acting):
    account = make_account("guard", COMMUNITY)
    lead = acting("lead", COMMUNITY)
    row = Grant.objects.get(account=account)

    services.end_grant(actor=lead, grant_id=row.id)

    row.refresh_from_db()
    assert queries.actor_of(account).grants == ()
    assert row.valid_to is not None
    assert row.ended_by == lead.account_id


def test_end_grant_twice_is_refused(make_account, acting):
    account = make_account("guard", COMMUNITY)
    lead = acting("lead", COMMUNITY)
    row = Grant.objects.get(account=account)
    services.end_grant(actor=lead, grant_id=row.id)

    with pytest.raises(Conflict):
        services.end_grant(actor=lead, grant_id=row.id)


def test_end_grant_in_another_area_finds_nothing(make_account, acting):
    account = make_account("guard", OTHER_COMMUNITY)
    lead = acting("lead", COMMUNITY)

    with pytest.raises(NotFound):
        services.end_grant(actor=lead, grant_id=Grant.objects.get(account=account).id)


def test_change_of_a_role_is_a_new_grant(make_account, acting):
    account = make_account("guard", COMMUNITY)
    lead = acting("lead", COMMUNITY)
    first = Grant.objects.get(account=account)

    services.end_grant(actor=lead, grant_id=first.id)
    second = services.grant(actor=lead, account_id=account.id, role="carer", area_code=COMMUNITY)

    assert Grant.objects.filter(account=account).count() == 2
    assert second.valid_from >= Grant.objects.get(pk=first.pk).valid_to


@pytest.mark.parametrize("role", ["commander", "planner", "clerk", "inspector", "maintainer"])
def test_lead_cannot_give_a_role_above_the_community(make_account, acting, role):
    account = make_account()

    with pytest.raises(NotAllowed):
        services.grant(
            actor=acting("lead", COMMUNITY), account_id=account.id, role=role, area_code=COMMUNITY
        )


def test_lead_cannot_give_a_role_in_another_area(make_account, acting):
    account = make_account()
    lead = acting("lead", COMMUNITY)

    for area in (OTHER_COMMUNITY, SUBDISTRICT, HEPING, ""):
        with pytest.raises(NotAllowed):
            services.grant(actor=lead, account_id=account.id, role="guard", area_code=area)


def test_commander_cannot_make_a_maintainer(make_account, acting):
    account = make_account()

    with pytest.raises(NotAllowed):
        services.grant(
            actor=acting("commander"), account_id=account.id, role="maintainer", area_code=HEPING
        )


def test_maintainer_opens_the_first_commander_and_no_other(make_account, acting):
    maintainer = acting("maintainer")
    first, second = make_account(name="first"), make_account(name="second")
    assert Role.COMMANDER in queries.grantable_roles(maintainer)

    services.grant(actor=maintainer, account_id=first.id, role="commander", area_code=HEPING)

    assert Role.COMMANDER not in queries.grantable_roles(maintainer)
    with pytest.raises(NotAllowed):
        services.grant(actor=maintainer, account_id=second.id, role="commander", area_code=HEPING)
    services.grant(
        actor=queries.actor_of(first), account_id=second.id, role="commander", area_code=HEPING
    )


def test_maintainer_has_one_open_invitation_of_a_commander(acting):
    maintainer = acting("maintainer")
    invited = services.invite(actor=maintainer, role="commander", area_code=HEPING)

    with pytest.raises(NotAllowed):
        services.invite(actor=maintainer, role="commander", area_code=HEPING)
    services.withdraw_invitation(actor=maintainer, invitation_id=invited.invitation.pk)
    services.invite(actor=maintainer, role="commander", area_code=HEPING)


def test_maintainer_cannot_end_a_commander_to_name_another(make_account, acting):
    commander = make_account("commander")
    row = Grant.objects.get(account=commander)

    with pytest.raises(NotAllowed):
        services.end_grant(actor=acting("maintainer"), grant_id=row.id)
    with pytest.raises(NotAllowed):
        services.close_account(actor=acting("maintainer", name="m2"), account_id=commander.id)


@pytest.mark.parametrize("role", sorted(Role.values))
def test_maintainer_can_give_every_role(make_account, acting, role):
    account = make_account()

    row = services.grant(
        actor=acting("maintainer"), account_id=account.id, role=role, area_code=COMMUNITY
    )

    assert row.role == role


def test_grant_outlasting_the_givers_own_is_refused(make_account, acting):
    account = make_account()
    end = clock.real_now() + timedelta(days=10)
    lead = acting("lead", COMMUNITY, valid_to=end)
    given = {"actor": lead, "account_id": account.id, "role": "guard", "area_code": COMMUNITY}

    with pytest.raises(NotAllowed):
        services.grant(**given)
    with pytest.raises(NotAllowed):
        services.grant(**given, valid_to=end + timedelta(days=1))
    assert services.grant(**given, valid_to=end).valid_to == end


def test_grant_of_a_planner_is_refused(make_account, acting):
    account = make_account()

    with pytest.raises(NotAllowed):
        services.grant(
            actor=acting("planner"), account_id=account.id, role="guard", area_code=COMMUNITY
        )


def test_grant_outside_the_command_is_refused(make_account, acting):
    account = make_account()

    with pytest.raises(Invalid):
        services.grant(
            actor=acting("maintainer", ""), account_id=account.id, role="guard", area_code="120102"
        )


def test_grant_to_an_account_of_another_command_finds_nothing(acting, other_tenant):
    from muster.kernel.actors import system_actor

    stranger = services.create_account(
        actor=system_actor(other_tenant.id, "test"), sign_in_name="stranger", display_name="邻区"
    )

    with pytest.raises(NotFound):
        services.grant(
            actor=acting("commander"), account_id=stranger.id, role="guard", area_code=COMMUNITY
        )


def test_grant_given_twice_is_refused(make_account, acting):
    account = make_account("guard", COMMUNITY)

    with pytest.raises(Conflict):
        services.grant(
            actor=acting("lead", COMMUNITY),
            account_id=account.id,
            role="guard",
            area_code=COMMUNITY,
        )


def test_last_maintainer_cannot_be_ended(make_account):
    account = make_account("maintainer", "")
    actor = queries.actor_of(account)

    with pytest.raises(Conflict):
        services.end_grant(actor=actor, grant_id=Grant.objects.get(account=account).id)


def test_strong_roles_are_left_out_without_second_factor(make_account, system):
    account = make_account("lead", COMMUNITY)
    services.grant(actor=system, account_id=account.id, role="resident", area_code=COMMUNITY)

    assert queries.actor_of(account, strong=False).roles == {"resident"}
    assert queries.needs_second_factor(account)


def test_create_account_folds_the_sign_in_name(make_account):
    account = make_account(name="Ｗang　Wei")

    assert account.sign_in_name == "wangwei"


def test_create_account_with_a_taken_name_is_refused(make_account):
    make_account(name="wangwei")

    with pytest.raises(Invalid) as refused:
        make_account(name="Wang Wei")

    assert list(refused.value.errors) == ["sign_in_name"]


def test_create_account_with_a_weak_password_is_refused(make_account):
    with pytest.raises(Invalid) as refused:
        make_account(name="wangwei", password="password12")

    assert list(refused.value.errors) == ["password"]


def test_close_account_ends_roles_and_sessions(make_account, acting):
    account = make_account("guard", COMMUNITY)

    services.close_account(actor=acting("lead", COMMUNITY), account_id=account.id)

    account.refresh_from_db()
    assert account.is_active is False
    assert queries.actor_of(account).grants == ()


def test_close_account_with_a_higher_role_is_refused(make_account, acting, system):
    account = make_account("guard", COMMUNITY)
    services.grant(actor=system, account_id=account.id, role="inspector", area_code=COMMUNITY)

    with pytest.raises(NotAllowed):
        services.close_account(actor=acting("lead", COMMUNITY), account_id=account.id)
    account.refresh_from_db()
    assert account.is_active is True
