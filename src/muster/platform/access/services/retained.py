"""Counting and destroying what is held only for a time."""

from datetime import datetime
from uuid import UUID

from muster.platform.access.models import Invitation, SignIn


def count_sign_ins(tenant_id: UUID) -> int:
    """Count the sign-ins held for a tenant."""
    return SignIn.objects.filter(account__tenant_id=tenant_id).count()


def destroy_sign_ins(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` sign-ins begun before `before`; return their ids."""
    rows = SignIn.objects.filter(account__tenant_id=tenant_id, started_at__lt=before)
    ids = list(rows.order_by("started_at").values_list("pk", flat=True)[:limit])
    SignIn.objects.filter(pk__in=ids).delete()
    return ids


def count_invitations(tenant_id: UUID) -> int:
    """Count the invitations held for a tenant."""
    return Invitation.objects.of_tenant(tenant_id).count()


def destroy_invitations(tenant_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Destroy at most `limit` invitations made before `before`; return their ids."""
    rows = Invitation.objects.of_tenant(tenant_id).filter(created_at__lt=before)
    ids = list(rows.order_by("created_at").values_list("pk", flat=True)[:limit])
    Invitation.objects.of_tenant(tenant_id).filter(pk__in=ids).delete()
    return ids
