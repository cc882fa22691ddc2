"""Entries of platform.access."""

from tests.matrix.entries import Entry

from muster.kernel.ids import new_id
from muster.platform.access import services
from muster.platform.access.models import Grant, SignIn

SIGNIN_STEP = "Nobody is half signed in here, so it leads back to the first step."


def _guard(scene):
    return scene.account("guard", scene.area)


def _person_account(scene):
    return scene.account("guard", scene.area, person_id=new_id())


def _grant(scene):
    return Grant.objects.get(account=_guard(scene))


def _issued(scene):
    return services.issue_device(
        actor=scene.system, account_id=_guard(scene).id, area_code=scene.area
    )


def _invited(scene):
    return services.invite(
        actor=scene.system, role="guard", area_code=scene.area, display_name="样本受邀人"
    )


def _strangers_session(scene):
    return SignIn.objects.create(account=_guard(scene), factor="password")


def _account(account):
    return {"account_id": account.id}


ENTRIES = {
    "access:second_factor": Entry(nobody="signin", why=SIGNIN_STEP),
    "access:set_up": Entry(nobody="signin", why=SIGNIN_STEP),
    "access:new_passkey": Entry(nobody="signin", why=SIGNIN_STEP),
    "access:new_passkey_options": Entry(nobody="signin", why=SIGNIN_STEP),
    "access:signout": Entry(
        method="POST",
        nobody="signin",
        other_role="signin",
        elsewhere="signin",
        here="signin",
        why="Signing out ends on the sign-in page.",
    ),
    "access:invitation": Entry(_invited, kwargs=lambda invited: {"code": invited.code}),
    "access:device": Entry(_issued, kwargs=lambda issued: {"code": issued.code}),
    "access:end_session": Entry(
        _strangers_session,
        kwargs=lambda row: {"sign_in_id": row.pk},
        method="POST",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why="Only one's own sessions: the sample is somebody else's.",
    ),
    "access:revoke_own_device": Entry(
        _issued,
        kwargs=lambda issued: {"device_id": issued.device.pk},
        method="POST",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why="Only one's own phones: the sample is somebody else's.",
    ),
    "access:remove_factor": Entry(
        kwargs={"authenticator_id": 1},
        method="POST",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why="Only one's own factors.",
    ),
    "access:people": Entry(_guard, shows="Matrix guard"),
    "access:person": Entry(_guard, kwargs=_account, shows="Matrix guard"),
    "access:grant": Entry(_guard, kwargs=_account, here=200),
    "access:close_account": Entry(_guard, kwargs=_account, method="POST", here=302),
    "access:issue_another_phone": Entry(_guard, kwargs=_account, here=200),
    "access:match_person": Entry(_guard, kwargs=_account, shows="Matrix guard"),
    "access:unmatch_person": Entry(
        _person_account,
        kwargs=_account,
        method="POST",
        here=302,
    ),
    "access:end_grant": Entry(
        _grant, kwargs=lambda row: {"grant_id": row.pk}, method="POST", here=302
    ),
    "access:invitations": Entry(_invited, shows="样本受邀人"),
    "access:withdraw_invitation": Entry(
        _invited,
        kwargs=lambda invited: {"invitation_id": invited.invitation.pk},
        method="POST",
        here=302,
    ),
    "access:phones": Entry(_issued, shows="Matrix guard"),
    "access:revoke_phone": Entry(
        _issued, kwargs=lambda issued: {"device_id": issued.device.pk}, method="POST", here=302
    ),
    "POST /access/device": Entry(
        data={"code": "nothing"},
        nobody="hidden",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why="A code that opens nothing is answered alike for everybody.",
    ),
}
