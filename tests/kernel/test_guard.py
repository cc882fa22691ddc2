"""The query guard sees a forgotten key and lets bound statements pass."""

import pytest
from tests.guard import UnboundStatement, unbound_tables

from muster.kernel.crosstenant import ALLOWED, across_tenants
from muster.kernel.models import SignedDocument

T = "kernel_signeddocument"


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    ("sql", "unbound"),
    [
        (f'SELECT "{T}"."id" FROM "{T}"', (T,)),
        (f'SELECT "{T}"."id" FROM "{T}" WHERE "{T}"."kind" = %s', (T,)),
        (f'SELECT "{T}"."id" FROM "{T}" WHERE "{T}"."tenant_id" = %s', ()),
        (f'SELECT "{T}"."id" FROM "{T}" WHERE "{T}"."id" IN (%s, %s)', ()),
        (f'SELECT 1 FROM "{T}" WHERE ("{T}"."tenant_id" = %s OR "{T}"."kind" = %s)', (T,)),
        (f'SELECT 1 FROM "{T}" WHERE ("{T}"."tenant_id" = %s OR "{T}"."id" IN (%s))', ()),
        (f'SELECT 1 FROM "{T}" WHERE ("{T}"."tenant_id" = %s OR "{T}"."id" > %s)', (T,)),
        (f'SELECT 1 FROM "{T}" WHERE ("{T}"."id" = %s OR "{T}"."id" = %s OR TRUE)', (T,)),
        (f'SELECT 1 FROM "{T}" WHERE ("{T}"."tenant_id" = %s AND "{T}"."kind" > %s)', ()),
        (f'SELECT 1 FROM "{T}" WHERE NOT ("{T}"."tenant_id" = %s)', (T,)),
        (f'UPDATE "{T}" SET "kind" = %s', (T,)),
        (f'UPDATE "{T}" SET "kind" = %s WHERE "{T}"."tenant_id" = %s', ()),
        (f'DELETE FROM "{T}" WHERE "{T}"."kind" = %s', (T,)),
        (f'DELETE FROM "{T}" WHERE "{T}"."id" IN (%s)', ()),
        (f'INSERT INTO "{T}" ("id", "tenant_id", "kind") VALUES (%s, %s, %s)', ()),
        (
            f'SELECT 1 FROM "kernel_tenant" k JOIN "{T}" ON (k."id" = "{T}"."tenant_id") '  # noqa: ISC004
            'WHERE k."id" = %s',
            (),
        ),
        (f'SELECT 1 FROM "kernel_tenant" WHERE EXISTS(SELECT 1 FROM "{T}" U0 LIMIT 1)', (T,)),
    ],
)
def test_unbound_tables(sql, unbound, dialect):
    assert unbound_tables(sql, dialect) == unbound


def test_product_statement_without_a_key_fails_its_test(db):
    with pytest.raises(UnboundStatement, match=T):
        list(SignedDocument.objects.filter(kind="access.badge"))


def test_reading_across_tenants_needs_a_name_of_the_list(db):
    with across_tenants("verify.code"):
        assert list(SignedDocument.objects.filter(kind="access.badge")) == []
    with pytest.raises(LookupError), across_tenants("whatever"):
        pass


def test_the_list_of_cross_tenant_reads_stays_short():
    assert len(ALLOWED) <= 10
