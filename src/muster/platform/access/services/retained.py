"""Counting and destroying what is held only for a time."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from muster.platform.access.models import Invitation, SignIn


def count_sign_ins(tenant_id: UUID) -> int:
    """Count the sign-ins held for a tenant."""
    return SignIn.objects.filter(account__tenant_id=tenant_id).count()


def sign_in_days(tenant_id: UUID) -> QuerySet[SignIn, tuple[UUID, datetime]]:
    """Return the id and time of every sign-in held, oldest first: not whose."""
    rows = SignIn.objects.filter(account__tenant_id=tenant_id)
    return rows.order_by("started_at", "pk").values_list("pk", "started_at")


def destroy_sign_ins(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` sign-ins begun before `before`; return their ids."""
    rows = SignIn.objects.filter(account__tenant_id=tenant_id, started_at__lt=before)
    ids = list(rows.order_by("started_at").values_list("pk", flat=True)[:limit])
    SignIn.objects.filter(pk__in=ids).delete()
    return ids


def count_invitations(tenant_id: UUID) -> int:
    """Count the invitations held for a tenant."""
    return Invitation.objects.of_tenant(tenant_id).count()


def invitation_days(tenant_id: UUID) -> QuerySet[Invitation, tuple[UUID, datetime]]:
    """Return the id and time of every invitation held, oldest first: not for whom."""
    rows = Invitation.objects.of_tenant(tenant_id)
    return rows.order_by("created_at", "pk").values_list("pk", "created_at")


def destroy_invitations(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` invitations made before `before`; return their ids."""
    rows = Invitation.objects.of_tenant(tenant_id).filter(created_at__lt=before)
    ids = list(rows.order_by("created_at").values_list("pk", flat=True)[:limit])
    Invitation.objects.of_tenant(tenant_id).filter(pk__in=ids).delete()
    return ids
