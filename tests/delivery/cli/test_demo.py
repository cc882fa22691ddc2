"""`muster demo` in its own processes: kept on a second start, forgotten with --fresh."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.delivery.cli.conftest import Installation, refused
from tests.prepared import copy

SMALL = """
from muster.delivery.replay import heping
heping.CITY_UNITS, heping.CITY_TOTAL = ("市统计局",), 4
heping.DISTRICT_UNITS = ("区应急管理局", "区大数据管理中心")
heping.DISTRICT_TOTAL, heping.STAFF_OF_SUBDISTRICTS = 24, 18
heping.OLDER_NIGHT_VOLUNTEERS = ("区大数据管理中心", 1)
from muster.delivery.cli.main import main
main()
"""
"""The demo's district with a few people; the rest of the command is the real one."""
DEMO = ("-c", SMALL, "demo")
LINK = re.compile(r"^  http\S+(/invite/[0-9A-Z]{10}/)$", re.MULTILINE)


@pytest.fixture(scope="module")
def demo_home(prepared_home, tmp_path_factory) -> Path:
    """The home of a demo that was served once and stopped."""
    home = tmp_path_factory.mktemp("demo") / "home"
    copy(prepared_home, home)
    with Installation(home).serving(program=DEMO) as serving:
        serving.wait_for("Ready after")
        assert serving.stop() == 0
    return home


@pytest.fixture
def demo(demo_home, tmp_path) -> Installation:
    """A demo that was shown before."""
    return Installation(copy(demo_home, tmp_path / "home"))


def rows(installation: Installation, table: str) -> list[tuple]:
    """The ids of a table, read past Muster."""
    with closing(sqlite3.connect(installation.home / "muster.sqlite3")) as database:
        return database.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()


def test_second_start_keeps_the_demo_and_invites_a_visitor(demo):
    before = rows(demo, "kernel_tenant"), rows(demo, "responders_responder")
    invited = rows(demo, "access_invitation")

    with demo.serving(program=DEMO) as serving:
        printed = serving.wait_for("Ready after")
        assert "Invitation for Visitor, Commander, 和平区:" in printed
        link = LINK.search(printed)[1]
        page = httpx.get(f"http://127.0.0.1:{serving.port}{link}")
        assert page.status_code == 200
        assert serving.stop() == 0

    assert (rows(demo, "kernel_tenant"), rows(demo, "responders_responder")) == before
    assert len(before[0]) == 1
    assert len(before[1]) > 46  # those sent, and the staff and guards of 64 communities
    assert len(rows(demo, "access_invitation")) == len(invited) + 1


def test_fresh_start_forgets_rows_record_and_attachments_of_the_last_demo(demo):
    (before,) = rows(demo, "kernel_tenant")
    people = rows(demo, "responders_responder")
    invited = rows(demo, "access_invitation")
    keys = (demo.home / "keys.json").read_bytes()
    attachment = demo.home / "files" / uuid4().hex
    attachment.parent.mkdir(exist_ok=True)
    attachment.write_bytes(b"x")

    with demo.serving("--fresh", program=DEMO) as serving:
        link = LINK.search(serving.wait_for("Ready after"))[1]
        page = httpx.get(f"http://127.0.0.1:{serving.port}{link}")
        assert page.status_code == 200
        assert serving.stop() == 0

    assert len(rows(demo, "kernel_tenant")) == 1
    assert before not in rows(demo, "kernel_tenant")
    assert len(rows(demo, "responders_responder")) == len(people)
    assert not set(people) & set(rows(demo, "responders_responder"))
    invited_anew = rows(demo, "access_invitation")
    assert len(invited_anew) == len(invited)
    assert not set(invited) & set(invited_anew)
    assert not attachment.exists()
    assert (demo.home / "keys.json").read_bytes() == keys


@pytest.mark.parametrize("words", [(), ("--fresh",)], ids=["kept", "fresh"])
def test_home_with_a_real_command_is_refused_and_left_alone(demo, words):
    with closing(sqlite3.connect(demo.home / "muster.sqlite3")) as database, database:
        database.execute("UPDATE kernel_tenant SET drill = 0, drill_offset = NULL")
    people = rows(demo, "responders_responder")

    line = refused(demo.run("demo", *words))

    assert line == (
        "This installation holds a real command, and a demo never mixes with it. "
        "Set MUSTER_HOME to an empty folder for the demo."
    )
    assert rows(demo, "responders_responder") == people
