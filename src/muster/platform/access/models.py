"""Accounts, the grants that give them roles, and the ways they sign in."""

import unicodedata
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import Model, TenantModel
from muster.kernel.querysets import ScopedQuerySet
from muster.kernel.roles import Role
from muster.platform.access.enums import Factor, Language
from muster.platform.access.rules import ISSUE_DEVICE, VIEW_ACCOUNTS


def fold_sign_in_name(typed: str) -> str:
    """Return a sign-in name as it is stored: compatibility forms, case and spaces folded.

    Full-width letters typed on a Chinese keyboard thus find the same account.
    """
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


class AccountRows(BaseUserManager["Account"]):
    """Accounts by the name people sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this sign-in name, folded first."""
        return self.get(sign_in_name=fold_sign_in_name(username or ""))


class Account(AbstractBaseUser, Model):
    """Someone who can sign in. What they may do stands in their grants.

    `person_id` is the person on record the account belongs to, where there is one. A person has one
    open account; one that only a phone opens (`phone_only`) may stand beside it. A maintainer of
    the installation may have no tenant until the first is made.
    """

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    tenant = models.ForeignKey(
        "kernel.Tenant", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sign_in_name = models.CharField(_("sign-in name"), max_length=64, unique=True)
    display_name = models.CharField(_("name of the person"), max_length=80)
    name_key = models.CharField(max_length=120, editable=False)
    name_folded = models.CharField(max_length=80, editable=False)
    name_pinyin = models.CharField(max_length=400, editable=False)
    name_initials = models.CharField(max_length=80, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language.choices, default=Language.ZH_HANS
    )
    elder = models.BooleanField(_("large text"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    person_id = models.UUIDField(null=True, blank=True, db_index=True)
    phone_only = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)

    objects = AccountRows()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [models.Index(fields=["tenant", "name_key", "id"], name="access_account_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person_id"],
                condition=Q(person_id__isnull=False, is_active=True, phone_only=False),
                name="access_one_account_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Fold the sign-in name."""
        self.sign_in_name = fold_sign_in_name(self.sign_in_name)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: grants decide."""
        return False


class PeriodQuerySet(ScopedQuerySet[Any]):
    """Rows with a period `[valid_from, valid_to)`."""

    def in_force(self, at: datetime) -> "PeriodQuerySet":
        """Rows whose period contains `at`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


class Grant(TenantModel):
    """A role in an area for a period `[valid_from, valid_to)`, in real time.

    A grant is never rewritten: to end it sets `valid_to`, to change it makes another. `scope_id`
    narrows it to one thing, such as a clerk's own unit. An empty `area_code` is the whole tenant.
    """

    view_permission = VIEW_ACCOUNTS
    scope_field = "scope_id"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    area_code = models.CharField(_("area"), max_length=26, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    valid_from = models.DateTimeField(_("from"), default=clock.real_now)
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.UUIDField(null=True, blank=True, editable=False)
    ended_by = models.UUIDField(null=True, blank=True, editable=False)

    objects: ClassVar[PeriodQuerySet] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [
            models.Index(fields=["tenant", "account"], name="access_grant_account"),
            models.Index(fields=["tenant", "role", "area_code"], name="access_grant_role"),
            models.Index(fields=["tenant", "area_code"], name="access_grant_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="access_grant_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[str(role) for role in Role]), name="access_grant_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_code}"

    def holds_at(self, at: datetime) -> bool:
        """Tell whether `at` lies in the period."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


class Invitation(TenantModel):
    """A code that makes one account with one grant. Only its hash is kept; it works once."""

    view_permission = VIEW_ACCOUNTS
    scope_field = "scope_id"

    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    area_code = models.CharField(_("area"), max_length=26, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    display_name = models.CharField(_("name of the person"), max_length=80, blank=True)
    grant_until = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [models.Index(fields=["tenant", "area_code"], name="access_invitation_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(account__isnull=False),
                name="access_used_invitation_has_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_code}"


class Device(TenantModel):
    """One phone that works without a password, in the name of one account.

    A lead issues a code, the phone redeems it for a token, and the token is kept as a hash. It
    carries only roles meant for devices, and only inside `area_code`, whatever else the account
    may do: whoever issues a phone for one community cannot act in another with it.

    `grant` is the role that was given for this phone alone; it ends with the last phone using it.
    """

    view_permission = ISSUE_DEVICE

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="devices")
    area_code = models.CharField(_("area"), max_length=26, blank=True)
    label = models.CharField(_("phone"), max_length=80, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    code_expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    grant = models.ForeignKey(
        Grant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    issued_by = models.UUIDField(null=True, blank=True, editable=False)
    issued_at = models.DateTimeField(default=clock.real_now, editable=False)
    redeemed_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        indexes = [
            models.Index(fields=["tenant", "area_code"], name="access_device_area"),
            models.Index(fields=["tenant", "account"], name="access_device_account"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.account)


class SignIn(Model):
    """One session of one account, as its owner sees it and may end it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    factor = models.CharField(max_length=12, choices=Factor.choices)
    user_agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=clock.real_now, editable=False)
    last_seen_at = models.DateTimeField(default=clock.real_now)
    proved_at = models.DateTimeField(default=clock.real_now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [models.Index(fields=["account", "ended_at"], name="access_sign_in_open")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.started_at:%Y-%m-%d %H:%M}"


class Bucket(models.Model):
    """What is left of an allowance: `tokens` at `filled_at`, refilled with time."""

    key = models.CharField(max_length=120, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return self.key
