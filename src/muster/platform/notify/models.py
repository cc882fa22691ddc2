"""The outbox and the channels messages leave by."""

import json
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import BlindIndexField, SealedField
from muster.kernel.models import TenantModel
from muster.platform.notify.contracts import words_of
from muster.platform.notify.enums import MessageState, Urgency, Way
from muster.platform.notify.rules import SET_CHANNELS, VIEW_OUTBOX


class Channel(TenantModel):
    """A way out of the house, set up by a maintainer. What opens it rests sealed.

    `area_code` narrows a group robot to an area. For a text message gateway `headers` and `body`
    are templates; see `gateway` for their placeholders.
    """

    view_permission: ClassVar[str] = SET_CHANNELS
    area_field: ClassVar[str | None] = None

    way = models.CharField(_("kind"), max_length=10, choices=Way.choices)
    name = models.CharField(_("name"), max_length=60)
    area_code = models.CharField(_("area"), max_length=26, blank=True)
    url = SealedField(_("address"), blank=True)
    secret = SealedField(_("secret"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    body = models.TextField(_("body"), blank=True)
    enabled = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        indexes = [models.Index(fields=["tenant", "way"], name="notify_channel_way")]

    def __str__(self) -> str:
        return self.name

    @property
    def headers_text(self) -> str:
        """Headers as a maintainer writes them."""
        return json.dumps(self.headers, ensure_ascii=False) if self.headers else ""


class Message(TenantModel):
    """One message on one way to one recipient, written in the transaction that causes it.

    `params` holds ids, counts and safe words; `secret_params` what must not lie in the database in
    the open (a code), emptied with `address` once the message has gone. Times are the wall clock's.
    """

    view_permission: ClassVar[str] = VIEW_OUTBOX
    area_field: ClassVar[str | None] = None

    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    channel = models.ForeignKey(
        Channel, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    account_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    address = SealedField(blank=True)
    address_key = BlindIndexField(source="address")
    words = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    secret_params = SealedField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=clock.real_now)
    error = models.CharField(max_length=300, blank=True)
    digest_of = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    shown_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["tenant", "account_id", "way", "-id"], name="notify_inbox"),
            models.Index(fields=["tenant", "-id"], name="notify_outbox"),
            models.Index(
                fields=["state", "run_after"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="notify_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is about, in the reader's language."""
        return str(words_of(self.words).title) % self.values

    @property
    def text(self) -> str:
        """What it says, in the reader's language."""
        return str(words_of(self.words).text) % self.values

    @property
    def values(self) -> dict[str, Any]:
        """What fills the placeholders; empty for what was secret and has gone."""
        secret = self.secret_params.open() if self.secret_params else ""
        return _Blanks({**self.params, **(json.loads(secret) if secret else {})})

    def in_own_language(self) -> tuple[str, str]:
        """Return title and text in the recipient's language."""
        with translation.override(self.language or translation.get_language()):
            return self.title, self.text


class _Blanks(dict[str, Any]):
    """Values of placeholders; what is gone shows as dots."""

    def __missing__(self, key: str) -> str:
        return "•••"
