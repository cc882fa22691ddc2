"""`--help` in the reader's language: every line of every command."""

import re
from importlib import import_module

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from muster.delivery.cli.main import GROUPS, app

ENGLISH = re.compile(r"[A-Za-z]{2,}(?:,? [a-z]{2,}){2}")
"""Three words in a row, as names of commands, files and formats are not."""


def commands():
    """Every command: the words that call it, and what it asks for."""
    top = get_command(app)
    yield (), top
    for name, command in top.commands.items():
        if name not in GROUPS:
            yield (name,), command
            continue
        group = get_command(import_module(f"muster.delivery.cli.{name}").app)
        yield (name,), group
        yield from (((name, inner), each) for inner, each in group.commands.items())


EVERY = dict(commands())


def shown(words, **environment):
    done = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200", **environment})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_no_line_of_help_is_left_in_english(words, language):
    text = shown(words, MUSTER_LANGUAGE=language)

    assert not ENGLISH.findall(re.sub(r"(?:root|muster)(?: [a-z]+)*", "", text))
    for option in EVERY[words].params:
        assert option.help or option.hidden, option.name
        assert option.hidden or option.help not in text
    assert not any(title in text for title in ("Usage", "Options", "Arguments", "Commands"))
    assert not any(word in text for word in ("[default", "[required", "[OPTIONS]"))


def test_help_follows_what_is_set_for_messages():
    assert "用法：" in shown((), MUSTER_LANGUAGE="", LC_ALL="zh_CN.UTF-8")
    assert "選項" in shown((), MUSTER_LANGUAGE="", LC_ALL="zh_HK.UTF-8")
    english = shown(("plan", "solve"), MUSTER_LANGUAGE="en", LC_ALL="zh_CN.UTF-8")
    assert "plan solve [OPTIONS]" in english
    assert "A plan that falls short is legal: exit 0." in english
    assert "[default: local]" in english
