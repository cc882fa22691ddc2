"""`muster places`: what it prints for people and for programs, and how it leaves."""

import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from muster.delivery.cli.places import app

JINGYUAN = "120101001014"
pytestmark = pytest.mark.django_db


@pytest.fixture
def muster_places():
    """Run the command in English and give the result."""
    with translation.override("en"):
        yield lambda *words: CliRunner().invoke(app, list(words))


def test_stats_say_what_is_shipped_and_loaded(heping, muster_places):
    done = muster_places("stats", "--json")

    assert json.loads(done.stdout) == {
        "areas": 665276,
        "communities": 620573,
        "loaded": {"areas": 73, "communities": 64},
        "data_date": "2023-06-30",
    }


@pytest.mark.parametrize("typed", ["静园", "靜園", "jingyuan", "jy"])
def test_search_finds_jingyuan_near_heping(heping, muster_places, typed):
    done = muster_places("search", typed, "--near", "120101", "--json")

    first = json.loads(done.stdout)[0]
    assert (first["code"], first["name"], first["loaded"]) == (JINGYUAN, "静园社区", True)
    assert first["path"] == ["天津市", "和平区", "劝业场街道"]


def test_search_for_people_is_a_table(heping, muster_places):
    done = muster_places("search", "静园", "--limit", "3")

    assert done.exit_code == 0
    assert JINGYUAN in done.stdout


def test_search_that_finds_nothing_leaves_with_1(db, muster_places):
    assert muster_places("search", "没有这样的地方").exit_code == 1
    assert muster_places("search", "没有这样的地方", "--json").stdout.strip() == "[]"


@pytest.mark.parametrize("words", [(), ("--area", "120101", "--nation")])
def test_import_without_one_clear_scope_is_wrong_use(db, muster_places, words):
    assert muster_places("import", *words).exit_code == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en_GB", ("code", "name", "loaded", "until", "shipped", "The data is of 2023-06-30.")),
        ("zh_CN", ("代码", "名称", "已导入", "截至", "随软件附带", "数据截至 2023-06-30。")),
        ("zh_TW", ("代碼", "名稱", "已匯入", "截至", "隨軟件附帶", "資料截至 2023-06-30。")),
    ],
)
def test_tables_speak_the_language_of_the_terminal(
    heping, muster_places, monkeypatch, language, said
):
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    monkeypatch.delenv("MUSTER_LANGUAGE", raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    printed = muster_places("search", "静园", "--limit", "3").stdout
    printed += muster_places("stats").stdout

    assert [words for words in said if words not in printed] == []
