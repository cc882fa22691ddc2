"""A signed document proves itself until it expires, is withdrawn or was altered."""

from datetime import timedelta

import pytest

from muster.kernel import clock, signatures
from muster.kernel.models import SignedDocument
from muster.kernel.signatures import VerdictKind


@pytest.fixture
def document(tenant):
    return signatures.sign_document(
        tenant_id=tenant.id, kind="access.badge", content=b"page", public={"name": "王芳"},
        subject_id=tenant.id, expires_at=clock.now() + timedelta(hours=8),
    )  # fmt: skip


def test_check_of_a_signed_document_is_genuine_with_its_public_facts(document):
    verdict = signatures.check(document.code.lower())

    assert (verdict.kind, verdict.public) == (VerdictKind.GENUINE, {"name": "王芳"})


def test_check_with_other_content_finds_it_altered(document):
    assert signatures.check(document.code, b"page").kind == VerdictKind.GENUINE
    assert signatures.check(document.code, b"Page").kind == VerdictKind.ALTERED


def test_check_of_a_changed_row_finds_it_altered(document):
    SignedDocument.objects.filter(pk=document.pk).update(public={"name": "别人"})

    assert signatures.check(document.code).kind == VerdictKind.ALTERED


def test_check_of_a_prolonged_row_finds_it_altered(document):
    later = document.expires_at + timedelta(days=365)
    SignedDocument.objects.filter(pk=document.pk).update(expires_at=later)

    assert signatures.check(document.code).kind == VerdictKind.ALTERED


def test_check_after_its_end_finds_it_expired(document):
    with clock.frozen(document.expires_at + timedelta(seconds=1)):
        assert signatures.check(document.code).kind == VerdictKind.EXPIRED


def test_check_after_withdrawal_finds_it_revoked(document):
    signatures.revoke(
        tenant_id=document.tenant_id, subject_id=document.subject_id, kind=document.kind
    )

    assert signatures.check(document.code).kind == VerdictKind.REVOKED


def test_check_of_a_code_nobody_made_is_unknown(db):
    assert signatures.check("NOSVCH").kind == VerdictKind.UNKNOWN
