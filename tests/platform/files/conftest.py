"""A unit's sheet of names with three rows that are wrong, and the clerk who brings it."""

import io
from random import Random

import pytest
from openpyxl import Workbook

from muster.engines.text import Sex, invented_id
from muster.kernel.actors import system_actor
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.jobs import runner
from muster.registers.responders.services import add_unit

HEADERS = ("序号", "姓名", "性别", "证件号码", "手机号", "派出单位", "备注")


def people(count, *, seed=1, first=0):
    """Rows of people that can be committed as they stand."""
    from datetime import date

    rng = Random(seed)
    rows = []
    for at in range(first, first + count):
        born = date(1970 + at % 25, 1 + at % 12, 1 + at % 28)
        number = invented_id(rng, birth=born, sex=Sex.FEMALE)
        name = "王李张刘陈"[at % 5] + "芳敏静丽艳"[at // 5 % 5] + "华英玉兰云"[at // 25 % 5]
        rows.append([at + 1, name, "女", number, f"154{at:08d}", "市统计局", "可上夜班"])
    return rows


def workbook(rows, *, title="市统计局下沉人员名单"):
    """A sheet with a title, headers, the rows and a line that is no record."""
    book = Workbook()
    page = book.active
    page.append([title])
    page.append(list(HEADERS))
    for row in rows:
        page.append(row)
    page.append([])
    page.append(["填表人：", "", "", "审核："])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def unit(tenant):
    return add_unit(
        actor=system_actor(tenant.id, "tests"), name="市统计局", level="city", area_code="120101"
    )


@pytest.fixture
def clerk(tenant, unit):
    system = system_actor(tenant.id, "tests")
    account = create_account(actor=system, sign_in_name="clerk", display_name="田秀兰")
    grant(actor=system, account_id=account.id, role="clerk", area_code="120101", scope_id=unit.id)
    return actor_of(account)


@pytest.fixture
def three_wrong():
    """Five rows: a day that does not exist, a number the spreadsheet cut, a unit nobody has."""
    rows = people(5)
    rows[1][3] = rows[1][3][:6] + "19880230" + rows[1][3][14:]
    rows[2][3] = "1.20101E+17"
    rows[3][5] = "市统记局"
    return rows


@pytest.fixture
def run_job():
    """Run a queued job here and now, as the worker would."""

    def run(job_id):
        runner.run(job_id)

    return run
