"""`muster invite` as the keeper of a new installation types it, to the account it ends in."""

import re
import sqlite3
from contextlib import closing
from uuid import uuid4

import httpx
import pytest
from tests.delivery.cli.conftest import Installation, free_port, refused

LINK = re.compile(r"^  (http\S+/invite/[0-9A-Z]{10}/)$", re.MULTILINE)


def commands(installation: Installation) -> list[tuple[str, str]]:
    """Area and name of every command, read past Muster."""
    with closing(sqlite3.connect(installation.home / "muster.sqlite3")) as database:
        return database.execute("SELECT area_code, name FROM kernel_tenant").fetchall()


def open_command(installation: Installation, area: str, *, drill: bool = False) -> None:
    """Have a command of that area there already."""
    row = {
        "id": uuid4().hex,
        "area_code": area,
        "name": "此前",
        "time_zone": "Asia/Shanghai",
        "drill": drill,
        "settings": "{}",
        "created_at": "2026-01-01 00:00:00",
    }
    statement = f"INSERT INTO kernel_tenant ({', '.join(row)}) VALUES (:{', :'.join(row)})"
    with closing(sqlite3.connect(installation.home / "muster.sqlite3")) as database, database:
        database.execute(statement, row)


def test_invitation_opens_a_command_and_its_link_makes_the_account(installation):
    address = f"http://127.0.0.1:{free_port()}"
    with installation.serving() as serving:
        invited = installation.run(
            "invite", "王芳", "--area", "120101", env={"MUSTER_PUBLIC_URL": address}
        )
        assert (invited.returncode, invited.stderr) == (0, "")
        assert invited.stdout.startswith("Invitation for 王芳, Commander, 和平区:\n")
        link = LINK.search(invited.stdout)[1]
        assert link.startswith(f"{address}/invite/")
        _accept(link.replace(address, f"http://127.0.0.1:{serving.port}"))

    again = installation.run("invite", "李强", "--area", "120101", "--role", "planner")

    assert again.stdout.startswith("Invitation for 李强, Planner, 和平区:\n")
    assert commands(installation) == [("120101", "和平区")]


def _accept(link):
    """Open the link as a browser does, choose a name and see that it has worked once."""
    with httpx.Client(headers={"accept-language": "en"}) as browser:
        page = browser.get(link)
        assert page.status_code == 200
        assert "王芳" in page.text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        chosen = {
            "display_name": "王芳",
            "sign_in_name": "wangfang",
            "password": "three-plain-words",
            "csrfmiddlewaretoken": token,
        }
        entered = browser.post(link, data=chosen)
        assert (entered.status_code, entered.headers["location"][:8]) == (302, "/signin/")
        assert httpx.get(link).status_code == 410


def test_wrong_words_are_refused_in_one_line_and_open_no_command(installation):
    known = "commander, planner, clerk, lead, responder, guard"
    refusals = {
        ("王芳", "--area", "12010"): "12010 is no code of a prefecture (4 digits) or county",
        ("王芳", "--area", "999999"): "The official areas of 2023-06-30 have no code 999999.",
        (" ", "--area", "120101"): "A name has 1 to 80 characters.",
        ("王芳", "--area", "120101", "--role", "king"): f"There is no role king. Roles: {known}",
    }
    for words, says in refusals.items():
        line = refused(installation.run("invite", *words))
        assert line.startswith(says)
        assert line.count("Look it up with") == ("999999" in words)

    assert commands(installation) == []


def test_refusal_speaks_the_language_of_the_terminal(installation):
    words = ("invite", "王芳", "--area", "120101", "--role", "king")

    line = refused(installation.run(*words, env={"LANG": "zh_CN.UTF-8"}))

    assert line.startswith("没有角色 king。可用角色：commander")


@pytest.mark.parametrize(
    ("open_already", "asked"), [("1201", "120101"), ("120101", "1201")], ids=["within", "around"]
)
def test_area_never_has_two_commands(installation, open_already, asked):
    open_command(installation, open_already)

    line = refused(installation.run("invite", "王芳", "--area", asked))

    assert line == (
        "The command of 此前 reaches into this area, and an area has one command at a time. "
        f"Invite with --area {open_already}."
    )
    assert commands(installation) == [(open_already, "此前")]


def test_command_never_mixes_with_a_demo(installation):
    open_command(installation, "120101", drill=True)

    line = refused(installation.run("invite", "王芳", "--area", "120102"))

    assert line.startswith("This installation holds a demo, and a real command never mixes with it")
    assert commands(installation) == [("120101", "此前")]


def test_name_is_printed_as_it_was_typed(installation):
    done = installation.run("invite", "李[/]四 [red]:smile:", "--area", "120101")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Invitation for 李[/]四 [red]:smile:, Commander, 和平区:\n")


@pytest.mark.long
def test_new_installation_is_prepared_by_its_first_invitation(new_installation: Installation):
    done = new_installation.run("invite", "王芳", "--area", "120101")

    assert done.returncode == 0, done.stderr
    assert LINK.search(done.stdout)
    assert (new_installation.home / "keys.json").stat().st_mode & 0o077 == 0
