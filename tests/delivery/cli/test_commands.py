"""The command itself: help, versions, wrong words, exit codes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from muster import __version__
from muster.delivery.cli.terminal import file_sentence

COMMANDS = ("serve", "demo", "invite", "doctor", "backup", "restore", "keys", "bench")
GROUPS = ("places", "sheets")


def muster(*words):
    return subprocess.run(
        [sys.executable, "-m", "muster", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "", "COLUMNS": "200", "LANG": "C.UTF-8"},
    )


def test_help_lists_every_command_without_loading_django():
    code = (
        "import sys; sys.argv = ['muster', '--help']\n"
        "from muster.delivery.cli.main import main\n"
        "try: main()\n"
        "finally: print([m for m in sys.modules if m.split('.')[0] in "
        "('django', 'numpy', 'granian')])"
    )
    before = time.process_time()

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert done.stdout.rstrip().endswith("[]")
    assert all(f" {name} " in done.stdout for name in (*COMMANDS, *GROUPS))
    assert time.process_time() - before < 1


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_explains_every_option(name):
    from typer.main import get_command

    from muster.delivery.cli.main import app

    command = get_command(app).commands[name]

    assert command.help
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", ""), f"{name} {parameter.name}"


@pytest.mark.parametrize("name", GROUPS)
def test_group_is_loaded_when_it_is_used(name):
    done = muster(name, "--help")

    assert done.returncode == 0, done.stderr
    assert f"muster {name} [OPTIONS] COMMAND" in " ".join(done.stdout.split())


def test_version_is_printed():
    done = muster("--version")

    assert (done.returncode, done.stdout) == (0, f"muster {__version__}\n")


@pytest.mark.parametrize("words", [("fly",), ("serve", "--port", "0"), ("backup",)])
def test_wrong_use_is_exit_code_2_without_a_traceback(words):
    done = muster(*words)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_unknown_benchmark_is_named(tmp_path):
    done = muster("bench", "nothing")

    assert done.returncode == 2
    assert done.stderr.startswith("There is no benchmark nothing here.")


def test_full_disk_and_closed_doors_are_told_in_one_line():
    assert file_sentence(OSError(28, "No space left on device", "/x")).startswith(
        "The disk is full"
    )
    assert file_sentence(OSError(13, "Permission denied", "/x")).startswith("Cannot open /x")
    assert file_sentence(OSError(5, "Input/output error", "/x")) == ""


def test_words_of_a_sheet_are_printed_as_they_are(tmp_path):
    sheet = tmp_path / "名单.csv"
    sheet.write_text("姓名,联系电话\n李[/]四,15400000001\n王[red]芳:smile:,15400000002\n")

    done = muster("sheets", "read", str(sheet), "--schema", "responders")

    assert "Traceback" not in done.stderr
    assert "李[/]四" in done.stdout
    assert "王[red]芳:smile:" in done.stdout


def test_file_that_is_no_sheet_is_called_so():
    done = muster("sheets", "read", str(Path(__file__).parents[3] / "README.md"))

    assert done.returncode == 1
    assert "it may be no sheet" in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_search_for_nothing_asks_for_a_name():
    done = muster("places", "search", " ")

    assert done.returncode == 2
    assert done.stderr.startswith("Type part of a name")


@pytest.mark.parametrize(("command", "advice"), [("stats", "places search"), ("import", "--area")])
def test_code_without_its_option_names_the_option(command, advice):
    done = muster("places", command, "120101")

    assert done.returncode == 2
    assert advice in done.stderr
