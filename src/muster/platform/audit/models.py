"""Tables of the audit. Triggers in the first migration keep every one of them append-only."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import new_id
from muster.kernel.querysets import ScopedQuerySet

HEX_DIGEST = 64
AREA_LENGTH = 26


class AuditEvent(models.Model):
    """Someone or something did or saw something: ids, codes and counts, never values.

    `tenant_id` is no foreign key: the record outlives what it is about, and what concerns the
    installation carries `contracts.INSTALLATION`. `role`, `actor_area` and `actor_scope_id` say in
    which capacity the actor acted, as it was then. `mac` proves that the program wrote the row.
    """

    view_permission: ClassVar[str] = "audit.view_event"
    area_field: ClassVar[str | None] = "area_code"
    scope_field: ClassVar[str | None] = None
    own_field: ClassVar[str | None] = "subject_id"

    pk = models.CompositePrimaryKey("tenant_id", "day", "id")
    tenant_id = models.UUIDField(editable=False)
    day = models.DateField(editable=False)
    id = models.UUIDField(default=new_id, editable=False)
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("what happened"), max_length=60)
    account_id = models.UUIDField(null=True)
    device_id = models.UUIDField(null=True)
    system = models.CharField(max_length=60)
    role = models.CharField(_("role"), max_length=120)
    actor_area = models.CharField(max_length=AREA_LENGTH)
    actor_scope_id = models.UUIDField(null=True)
    object_kind = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(max_length=64)
    subject_id = models.UUIDField(null=True)
    area_code = models.CharField(_("area"), max_length=AREA_LENGTH)
    purpose = models.CharField(_("purpose"), max_length=60)
    ids = models.JSONField(default=dict)
    mac = models.CharField(max_length=HEX_DIGEST)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        indexes = [
            models.Index(fields=["tenant_id", "id"], name="audit_event_id"),
            models.Index(fields=["tenant_id", "subject_id", "id"], name="audit_event_subject"),
            models.Index(fields=["tenant_id", "account_id", "id"], name="audit_event_account"),
            models.Index(
                fields=["tenant_id", "object_kind", "object_id", "id"], name="audit_event_object"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"


class AuditPending(models.Model):
    """An event that waits for its link. It keeps sealing cheap; the check does not rely on it."""

    pk = models.CompositePrimaryKey("tenant_id", "event_id")
    tenant_id = models.UUIDField(editable=False)
    event_id = models.UUIDField(editable=False)
    event_day = models.DateField(editable=False)

    class Meta:
        verbose_name = _("unsealed audit record")
        verbose_name_plural = _("unsealed audit records")

    def __str__(self) -> str:
        return str(self.event_id)


class AuditLink(models.Model):
    """The place of one event in its tenant's chain; it outlives the event's content."""

    pk = models.CompositePrimaryKey("tenant_id", "seq")
    tenant_id = models.UUIDField(editable=False)
    seq = models.PositiveBigIntegerField()
    event_id = models.UUIDField()
    event_day = models.DateField()
    digest = models.CharField(max_length=HEX_DIGEST)
    hash = models.CharField(max_length=HEX_DIGEST)

    class Meta:
        verbose_name = _("audit link")
        verbose_name_plural = _("audit links")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "event_id"], name="audit_one_link_per_event"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.seq}"


class AuditHead(models.Model):
    """The signed end of a tenant's chain: with it, a chain cut short is found."""

    tenant_id = models.UUIDField(primary_key=True, editable=False)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=HEX_DIGEST)
    signed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("audit head")
        verbose_name_plural = _("audit heads")

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.seq}"


class AuditDestruction(models.Model):
    """A signed record that retention destroyed the events of links `from_seq` to `to_seq`."""

    pk = models.CompositePrimaryKey("tenant_id", "from_seq")
    tenant_id = models.UUIDField(editable=False)
    from_seq = models.PositiveBigIntegerField()
    to_seq = models.PositiveBigIntegerField()
    end_hash = models.CharField(max_length=HEX_DIGEST)
    destroyed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("destruction of audit records")
        verbose_name_plural = _("destructions of audit records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_seq__gte=models.F("from_seq")),
                name="audit_destruction_is_a_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.from_seq}-{self.to_seq}"
