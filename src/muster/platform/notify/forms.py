"""Setting up channels and the hours of quiet."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid
from muster.kernel.tenants import tenant_of
from muster.platform.access.queries import area_choices, area_name
from muster.platform.notify.enums import ROBOTS, Way
from muster.platform.notify.rules import SET_CHANNELS
from muster.ui.forms import Form, TreePicker

KEPT = {
    "url": _("Kept encrypted. Leave it empty to keep the one that is stored."),
    "secret": _("Where the robot asks for signatures. Empty keeps the one that is stored."),
}
"""What is said of sealed fields where one is stored."""


class RefusingForm(Form):
    """A form that shows what a service refused beside the fields it names."""

    def refuse(self, error: Invalid) -> None:
        """Put each sentence where it belongs."""
        for name, texts in error.errors.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            self.add_error(place, [str(text) for text in texts])


class ChannelForm(RefusingForm):
    """One channel; only the fields its kind needs are there.

    A new one needs its address; of one that is set up what is sealed stays where nothing is typed.
    """

    name = forms.CharField(label=_("Channel name"), max_length=60)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_("Kept encrypted."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Where the robot asks for signatures."),
    )
    area_code = forms.CharField(
        label=_("Area"),
        max_length=26,
        required=False,
        help_text=_("Only posts about this area go to the group. Leave it empty for all areas."),
    )
    headers = forms.CharField(
        label=_("Headers"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(
        label=_("Body"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "JSON, or a form such as a={phone}&b={text}. Places: {phone} {text} {timestamp} "
            "{nonce} {secret} {signature}; the secret comes from MUSTER_SMS_SECRET."
        ),
    )
    enabled = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self, *args: Any, way: Way, actor: Actor, is_new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = is_new
        for name, words in ({} if is_new else KEPT).items():
            self.fields[name].help_text = words
        tenant = tenant_of(actor.tenant_id)
        self.fields["area_code"].widget = TreePicker(
            "places:picker",
            choices=lambda: area_choices(actor, SET_CHANNELS, tenant),
            label_of=lambda code: area_name(code, tenant),
            prompt=_("All areas"),
        )
        unused = {"headers", "body"} if way in ROBOTS else {"area_code", "secret"}
        if way == Way.EMAIL:
            unused |= {"url", "headers", "body"}
        if way == Way.WECOM:
            unused |= {"secret"}
        for name in unused:
            del self.fields[name]


class TryForm(RefusingForm):
    """Where a test goes."""

    address = forms.CharField(
        label=_("Phone number or e-mail address for the test"), max_length=120, required=False
    )


class QuietForm(RefusingForm):
    """When ordinary messages stay in."""

    begins = forms.CharField(
        label=_("From"), max_length=5, required=False, help_text=_("Such as 22:00.")
    )
    ends = forms.CharField(
        label=_("To"), max_length=5, required=False, help_text=_("Such as 07:00.")
    )
