"""Base tables: the tenant directory, rows with a UUIDv7, and rows that belong to a tenant."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.ids import new_id
from muster.kernel.querysets import ScopedQuerySet


class Model(models.Model):
    """A row named by one UUIDv7, made wherever the record is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Tenant(Model):
    """The area of one command: everything it works with belongs to it and moves with it.

    In a drill, operational time is real time plus `drill_offset`, and nothing leaves the house.
    """

    area_code = models.CharField(_("area code"), max_length=12)
    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    drill = models.BooleanField(_("drill"), default=False)
    drill_offset = models.DurationField(_("drill clock offset"), null=True, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("command")
        verbose_name_plural = _("commands")
        constraints = [
            models.UniqueConstraint(
                fields=["area_code"],
                condition=models.Q(closed_at__isnull=True),
                name="kernel_one_open_tenant_per_area",
            ),
            models.CheckConstraint(
                condition=models.Q(drill=True) | models.Q(drill_offset__isnull=True),
                name="kernel_only_drills_shift_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenantModel(Model):
    """A row of one tenant, with the rule by which actors see it.

    `view_permission` names the permission to see it; `area_field` holds the code that a grant's
    area must cover (None: every grant of the tenant does); `scope_field` holds the id that a grant
    narrowed to one thing must name; `own_field` holds the id of the person it is about.
    """

    view_permission: ClassVar[str] = ""
    area_field: ClassVar[str | None] = "area_code"
    scope_field: ClassVar[str | None] = None
    own_field: ClassVar[str | None] = None

    tenant = models.ForeignKey(
        "kernel.Tenant", on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class KeyCheck(models.Model):
    """A known word sealed with each key: a wrong or missing key is found before it is needed."""

    key_id = models.CharField(max_length=16, primary_key=True)
    sealed = models.TextField()
    created_at = models.DateTimeField(default=clock.real_now, editable=False)

    def __str__(self) -> str:
        return self.key_id


class SignedDocument(TenantModel):
    """A document this installation has signed: anybody with its code can check that it is real.

    `public` holds what the check page shows: facts printed on the document, no more. `digest` is
    SHA-256 of the content; `signature` is ES256 over code, kind, digest, public facts and expiry.
    """

    area_field = None

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    public = models.JSONField(default=dict)
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signed document")
        verbose_name_plural = _("signed documents")
        indexes = [models.Index(fields=["tenant", "subject_id", "kind"], name="kernel_doc_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
