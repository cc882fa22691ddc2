"""The catalogue tool: what it reads, keeps, drafts and refuses."""

import csv
import gettext
from pathlib import Path

import messages
import polib
import pytest
import traditional

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

LABEL = _("Community")
MARCH = pgettext("verb", "March")

def told(count):
    return ngettext("%(count)s person told", "%(count)s people told", count)
"""

TEMPLATE = """
{% load i18n %}
    {# Translators: the name of the place is put in #}
    <p>{% blocktranslate trimmed with place=area.name %}
        Nobody is at
        {{ place }}.
    {% endblocktranslate %}</p>
  <b>{% translate "March" context "month" %}</b>
{% blocktranslate count n=total trimmed %}
  {{ n }} post{% plural %}{{ n }} posts
{% endblocktranslate %}
{{ value|default:_("None yet") }}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "src" / "places"
    (folder / "templates" / "places").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates" / "places" / "list.html").write_text(TEMPLATE)
    return folder


def run(package: Path, *arguments: str) -> int:
    return messages.main(["--source", str(package.parent), *arguments])


def catalogue(package: Path, language: str = "zh_Hans") -> polib.POFile:
    return messages.read_catalogue(messages.catalogue_path(package, language))


def translate(package: Path, **sentences: str) -> None:
    """Fill the simplified catalogue: {English: Chinese}, everything else with one sign."""
    path = messages.catalogue_path(package, "zh_Hans")
    text = path.read_text(encoding="utf-8")
    po = polib.pofile(text, wrapwidth=0)
    for entry in po:
        wording = sentences.get(entry.msgid, "字" + "".join(sorted(messages._placeholders(entry))))
        messages._set_translation(entry, wording)
    path.write_text(str(po), encoding="utf-8")


def test_extract_package_reads_python_and_templates_with_plurals_and_contexts(package):
    found = messages.extract_package(package)

    assert [(m.context, m.english, m.plural) for m in found.values()] == [
        (None, "Community", None),
        ("verb", "March", None),
        (None, "%(count)s person told", "%(count)s people told"),
        (None, "Nobody is at %(place)s.", None),
        ("month", "March", None),
        (None, "%(n)s post", "%(n)s posts"),
        (None, "None yet", None),
    ]


def test_extract_package_reads_the_help_of_commands(package):
    (package / "views.py").write_text(
        "import typer\n"
        "Many = Annotated[int, typer.Option(help='How many.')]\n"
        "@app.command()\n"
        "def show(many: Many):\n"
        '    """Show them.\n\n    The first\n    ones only.\n    """\n'
        "def inner():\n"
        '    """Not a command."""\n'
    )
    for template in package.rglob("*.html"):
        template.unlink()

    found = messages.extract_package(package)

    assert [english for _, english in found] == ["How many.", "Show them.", "The first ones only."]


def test_write_twice_gives_the_same_bytes_and_no_line_numbers(package):
    run(package)
    first = {p: p.read_bytes() for p in package.glob("locale/**/django.*")}

    run(package)

    assert {p: p.read_bytes() for p in package.glob("locale/**/django.*")} == first
    assert b"#: views.py\n" in first[messages.catalogue_path(package, "zh_Hans")]


def test_check_with_untranslated_sentence_fails_and_names_it(package, capsys):
    run(package)

    assert run(package, "--check") == 1
    assert "not translated: Nobody is at %(place)s." in capsys.readouterr().out


def test_translated_package_passes_check_and_speaks_both_scripts(package, capsys):
    run(package)
    translate(package, Community="社区", **{"%(count)s person told": "已通知 %(count)s 人"})
    run(package)

    assert run(package, "--check") == 0, capsys.readouterr().out
    said = {}
    for language in ("zh_Hans", "zh_Hant"):
        path = messages.catalogue_path(package, language).with_suffix(".mo")
        with path.open("rb") as compiled:
            words = gettext.GNUTranslations(compiled)
        told = words.ngettext("%(count)s person told", "%(count)s people told", 7)
        said[language] = (words.gettext("Community"), told % {"count": 7})
    assert said == {"zh_Hans": ("社区", "已通知 7 人"), "zh_Hant": ("社區", "已通知 7 人")}


def test_draft_is_kept_when_mended_by_hand_and_redrawn_when_simplified_changes(package):
    run(package)
    translate(package, Community="社区")
    run(package)
    path = messages.catalogue_path(package, "zh_Hant")
    path.write_text(path.read_text(encoding="utf-8").replace('"社區"', '"本社區"'))

    run(package)
    mended = catalogue(package, "zh_Hant").find("Community").msgstr
    translate(package, Community="小区")
    run(package)

    assert mended == "本社區"
    assert catalogue(package, "zh_Hant").find("Community").msgstr == "小區"


def test_changed_sentence_loses_its_translation_and_is_never_fuzzy(package):
    run(package)
    translate(package, Community="社区")
    run(package)
    views = package / "views.py"
    views.write_text(views.read_text().replace('"Community"', '"Communities"'))

    run(package)

    assert catalogue(package).find("Community") is None
    assert catalogue(package).find("Communities").msgstr == ""
    assert catalogue(package).find("Communities").fuzzy is False


def test_check_with_lost_placeholder_fails(package, capsys):
    run(package)
    translate(package, **{"Nobody is at %(place)s.": "没有人。"})
    run(package)

    assert run(package, "--check") == 1
    assert "placeholders differ: Nobody is at %(place)s." in capsys.readouterr().out


def test_check_with_a_familiar_you_fails(package, capsys):
    run(package)
    translate(package, **{"Nobody is at %(place)s.": "你不在%(place)s。"})
    run(package)

    assert run(package, "--check") == 1
    said = capsys.readouterr().out
    assert said.count("says 你 where the screens say 您: Nobody is at %(place)s.") == 2


def test_check_where_two_packages_disagree_fails(package, capsys):
    other = package.parent / "access"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "views.py").write_text('LABEL = _("Community")\n')
    run(package)
    translate(package, Community="社区")
    translate(other, Community="社区居委会")
    run(package)

    assert run(package, "--check") == 1
    assert "access and places (zh_Hans): «Community»" in capsys.readouterr().out


def test_package_without_sentences_keeps_no_catalogue(package):
    run(package)
    (package / "views.py").write_text("")
    (package / "templates" / "places" / "list.html").write_text("")

    run(package)

    assert list(package.glob("locale/**/django.*")) == []


def test_unknown_package_is_wrong_use(package):
    with pytest.raises(SystemExit) as stopped:
        run(package, "place")

    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("simplified", "traditional_text"),
    [
        ("静园社区还差 {n} 人", "靜園社區還差 {n} 人"),
        ("端口 %(port)s 已被占用", "連接埠 %(port)s 已被佔用"),
        ("点位要么空着，要么至少两人", "點位要麼空著，要麼至少兩人"),
        ("第 %(row)s 行", "第 %(row)s 列"),
        ("流行病期间步行", "流行病期間步行"),
        ("体温", "體溫"),
        ("过去 100 次里", "過去 100 次裡"),
    ],
)
def test_draft_uses_the_words_of_the_screens(simplified, traditional_text):
    assert traditional.draft(simplified) == traditional_text


def test_glossary_names_each_term_once_in_three_languages():
    with traditional.GLOSSARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))

    assert rows[0] == ["zh_Hans", "zh_Hant", "en"]
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    assert len({row[0] for row in rows}) == len(rows)
