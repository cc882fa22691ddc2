"""Forms of signing in, of one's own account and of giving roles."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Text
from muster.kernel.models import Tenant
from muster.kernel.permissions import areas_for
from muster.kernel.roles import DEVICE_ROLES, Role
from muster.platform.access.contracts import Scope, scoped_roles
from muster.platform.access.enums import Language
from muster.platform.access.queries import area_choices, area_name, grantable_roles
from muster.platform.access.rules import GRANT_ROLE, ISSUE_DEVICE
from muster.platform.access.services.choosing import password_fault, sign_in_name_fault
from muster.ui.forms import Form, TreePicker


def _offer_areas(
    form: forms.Form,
    actor: Actor,
    permission: str,
    tenant: Tenant,
    around: Collection[str] | None = None,
) -> None:
    """Let the area be chosen from those the actor has; the service decides in the end.

    With `around` only areas that hold one of these are offered: few, so no tree of them.
    """
    choices = area_choices(actor, permission, tenant)
    field = form.fields["area_code"]
    if around is not None:
        choices = [one for one in choices if any(covers(one[0], area) for area in around)]
        field.widget = forms.Select(choices=choices)
        return
    roots = {area or tenant.area_code for area in areas_for(actor, permission)}
    field.widget = TreePicker(
        "places:picker",
        choices=lambda: choices,
        label_of=lambda code: area_name(code, tenant),
        query={"within": next(iter(roots)) if len(roots) == 1 else ""},
    )
    field.widget.is_required = field.required
    if len(choices) == 1:
        field.initial = choices[0][0]


def _unless(fault: Text, typed: str) -> str:
    if fault:
        raise forms.ValidationError(str(fault))
    return typed


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignInForm(Form):
    """Sign-in name and password."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False, widget=_password("current-password")
    )


class CodeForm(Form):
    """A code from the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Sign-in code"),
        max_length=20,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class TotpForm(Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("Six digits the app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordAgainForm(Form):
    """The password once more, before something that matters."""

    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False, widget=_password("current-password")
    )


class PrintedCodeForm(Form):
    """A code typed from paper."""

    code = forms.CharField(
        label=_("Code on the paper"),
        max_length=30,
        help_text=_("Ten letters and digits, such as 7K3QX-9M2PA. Capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AcceptForm(Form):
    """Name and password chosen by someone invited."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As colleagues know you; it stands beside what you do."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        help_text=_(
            "Choose it yourself, for example from letters of your name. Spaces are left out."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least ten characters. Three words in a row are easy to keep in mind."),
        widget=_password("new-password"),
    )

    def clean_sign_in_name(self) -> str:
        """Say together with everything else that a name is short or taken."""
        typed: str = self.cleaned_data["sign_in_name"]
        return _unless(sign_in_name_fault(typed), typed)

    def clean_password(self) -> str:
        """Say together with everything else that a password is weak."""
        typed: str = self.cleaned_data["password"]
        return _unless(password_fault(typed), typed)


class PasswordForm(Form):
    """A new password."""

    current = forms.CharField(
        label=_("Current password"),
        max_length=200,
        strip=False,
        required=False,
        help_text=_("Leave it empty if this account has none yet."),
        widget=_password("current-password"),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least ten characters. Every other session ends."),
        widget=_password("new-password"),
    )

    def clean_password(self) -> str:
        """Say together with everything else that a password is weak."""
        typed: str = self.cleaned_data["password"]
        return _unless(password_fault(typed), typed)


class OwnAccountForm(Form):
    """One's own name and preferences."""

    display_name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    elder = forms.BooleanField(label=_("Large type (长辈版)"), required=False)


class GrantForm(Form):
    """A role in an area, until a day."""

    role = forms.ChoiceField(label=_("Role"))
    area_code = forms.CharField(label=_("Area"), max_length=26)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty means until somebody ends it."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        tenant: Tenant,
        role: str = "",
        scope: Scope | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the roles the actor may give; with a `scope` only `role`, for that one thing."""
        super().__init__(*args, **kwargs)
        self.tenant = tenant
        roles = grantable_roles(actor) - scoped_roles()
        if scope is not None:
            roles = grantable_roles(actor) & {role}
        field = self.fields["role"]
        field.choices = [(r.value, r.label) for r in Role if r in roles]  # type: ignore[attr-defined]
        if scope is None:
            _offer_areas(self, actor, GRANT_ROLE, tenant)
        else:
            only = [(scope.area_code, scope.name)]
            self.fields["area_code"].widget = forms.Select(choices=only)
            self.fields["area_code"].label = _("For")

    def valid_to(self) -> datetime | None:
        """Return the end of the last day at the place, in real time (a drill has its own days)."""
        day: date | None = self.cleaned_data.get("until")
        if day is None:
            return None
        zone = clock.local(clock.now(), self.tenant.time_zone).tzinfo
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        return end - (clock.now() - clock.real_now())


class InvitationForm(GrantForm):
    """Whom to invite to which role."""

    display_name = forms.CharField(
        label=_("Full name"), max_length=80, required=False, help_text=_("Printed on the sheet.")
    )
    contact = forms.CharField(
        label=_("Phone number or e-mail"),
        max_length=120,
        required=False,
        help_text=_("The link is sent there too, if a channel is set up. It is not kept."),
    )
    field_order = ("display_name", "role", "area_code", "until", "contact")


class PhoneForm(Form):
    """A phone for somebody who has no account yet."""

    display_name = forms.CharField(label=_("Full name"), max_length=80)
    role = forms.ChoiceField(
        label=_("Role"), choices=[(r.value, r.label) for r in Role if r in DEVICE_ROLES]
    )
    area_code = forms.CharField(label=_("Area"), max_length=26)

    def __init__(self, *args: Any, actor: Actor, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_areas(self, actor, ISSUE_DEVICE, tenant)


class PhoneAgainForm(Form):
    """Another phone for somebody who has an account."""

    label = forms.CharField(
        label=_("Which phone"),
        max_length=80,
        required=False,
        help_text=_("For example: the red one at the north gate."),
    )
    area_code = forms.CharField(label=_("Area"), max_length=26)

    def __init__(
        self, *args: Any, actor: Actor, tenant: Tenant, around: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_areas(self, actor, ISSUE_DEVICE, tenant, around)
