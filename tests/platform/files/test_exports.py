"""A list that left the house is shown to whoever answers for its area, in their language."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from muster.engines.sheets import WriteColumn
from muster.kernel.actors import Actor, GrantRef
from muster.kernel.areas import shared
from muster.kernel.ids import new_id
from muster.platform.files import rules
from muster.platform.files.contracts import register_title
from muster.platform.files.models import Export
from muster.platform.files.queries import exports
from muster.platform.files.services import export_table, own_area
from muster.registers.responders.contracts import PEOPLE_LIST


def take(actor, title="名单", area="120101"):
    return export_table(
        actor=actor,
        permission=rules.EXPORT,
        title=title,
        area_code=area,
        columns=[WriteColumn("姓名")],
        rows=[("王伟",)],
    )


def test_export_without_an_area_is_a_mistake_in_the_code(make_actor):
    with pytest.raises(ValueError, match="without an area"):
        take(make_actor("commander"), area="")
    with pytest.raises(TypeError, match="area_code"):
        export_table(
            actor=make_actor("commander"),
            permission=rules.EXPORT,
            title="名单",
            columns=[],
            rows=[],
        )


def test_database_keeps_no_export_without_an_area(tenant):
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(tenant=tenant, title="名单", code="AAAA1111", rows=1, area_code="")


@pytest.mark.parametrize(
    ("codes", "area"),
    [
        (["120101001001"], "120101001001"),
        (["120101001001", "120101001002"], "120101001"),
        (["120101001", "120101002003"], "120101"),
        (["120101", "130101"], ""),
        ([], ""),
    ],
)
def test_smallest_area_of_several(codes, area):
    assert shared(codes) == area


@pytest.mark.parametrize(
    ("areas", "area"),
    [
        (["120101001"], "120101001"),
        (["120101001001", "120101001002"], "120101001"),
        (["120101001", "120101"], "120101"),
        ([""], "120101"),
    ],
)
def test_own_area_is_that_of_the_grants_within_the_command(tenant, areas, area):
    actor = Actor(
        account_id=new_id(),
        tenant_id=tenant.id,
        grants=tuple(GrantRef(role="commander", area=one) for one in areas),
    )

    assert own_area(actor, rules.EXPORT) == area


def test_title_is_said_in_the_language_of_whoever_reads(make_actor):
    commander = make_actor("commander")
    with translation.override("zh-hans"):
        take(commander, PEOPLE_LIST)
    [export] = exports(actor=commander)

    with translation.override("en"):
        assert export.called == "Responders"
    with translation.override("zh-hans"):
        assert export.called == "下沉人员"
    assert export.title == "下沉人员"


def test_names_in_a_title_stay_and_an_unknown_title_is_said_as_it_was_made(make_actor):
    commander = make_actor("commander")
    title = register_title("tests.list", translation.gettext_lazy("Roster of %(name)s"))
    with translation.override("zh-hans"):
        take(commander, title.of(name="静园社区"))
    [export] = exports(actor=commander)

    with translation.override("en"):
        assert export.called == "Roster of 静园社区"
        export.title_key = "gone.with_an_update"
        assert export.called == export.title
        assert export.title != "Roster of 静园社区"
