"""Addresses of access."""

from django.urls import path

from muster.platform.access.views import (
    account,
    codes,
    issuing,
    matching,
    people,
    second_factor,
    signin,
)

app_name = "access"

urlpatterns = [
    path("signin/", signin.signin, name="signin"),
    path("signin/code/", second_factor.second_factor, name="second_factor"),
    path("signin/setup/", second_factor.set_up, name="set_up"),
    path("signin/setup/passkey/", second_factor.new_passkey, name="new_passkey"),
    path(
        "signin/setup/passkey/options/",
        second_factor.new_passkey_options,
        name="new_passkey_options",
    ),
    path("signin/passkey/", second_factor.passkey, name="passkey"),
    path("signin/passkey/options/", second_factor.passkey_options, name="passkey_options"),
    path("signout/", signin.signout, name="signout"),
    path("invite/", codes.invitation_code, name="invitation_code"),
    path("invite/<str:code>/", codes.invitation, name="invitation"),
    path("device/", codes.device_code, name="device_code"),
    path("device/<str:code>/", codes.device, name="device"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path(
        "account/factors/<int:authenticator_id>/remove/",
        second_factor.remove_factor,
        name="remove_factor",
    ),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:sign_in_id>/end/", account.end_session, name="end_session"),
    path(
        "account/phones/<uuid:device_id>/revoke/",
        account.revoke_own_device,
        name="revoke_own_device",
    ),
    path("account/badge/", account.badge, name="badge"),
    path("access/", people.people, name="people"),
    path("access/people/<uuid:account_id>/", people.person, name="person"),
    path("access/people/<uuid:account_id>/grant/", people.grant, name="grant"),
    path("access/people/<uuid:account_id>/close/", people.close_account, name="close_account"),
    path("access/people/<uuid:account_id>/person/", matching.match_person, name="match_person"),
    path(
        "access/people/<uuid:account_id>/person/end/",
        matching.unmatch_person,
        name="unmatch_person",
    ),
    path(
        "access/people/<uuid:account_id>/phone/",
        issuing.issue_another_phone,
        name="issue_another_phone",
    ),
    path("access/grants/<uuid:grant_id>/end/", people.end_grant, name="end_grant"),
    path("access/invitations/", issuing.invitations, name="invitations"),
    path("access/invitations/new/", issuing.invite, name="invite"),
    path(
        "access/invitations/<uuid:invitation_id>/withdraw/",
        issuing.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("access/phones/", issuing.phones, name="phones"),
    path("access/phones/new/", issuing.issue_phone, name="issue_phone"),
    path("access/phones/<uuid:device_id>/revoke/", issuing.revoke_phone, name="revoke_phone"),
]
