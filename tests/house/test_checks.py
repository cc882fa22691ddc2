"""Each house rule on a sample that keeps it and one that breaks it."""

from pathlib import Path, PurePosixPath

import pytest
from checks import is_product_code
from checks.leftovers import LeftoverCheck
from checks.python_words import PythonWordsCheck, error_names
from checks.scope import ScopeCheck
from checks.sizes import SizeCheck
from checks.template_words import TemplateWordsCheck
from checks.traces import TraceCheck

HOME = Path("/srv/checkouts/muster")
SCOPE, SIZE, TEMPLATE = ScopeCheck(), SizeCheck(), TemplateWordsCheck()
PYTHON = PythonWordsCheck({"MusterError", "NotAllowed", "CrewTooSmall"})
TRACE, LEFTOVER = TraceCheck(HOME), LeftoverCheck()
PLACES = "src/muster/platform/places/"
CLI = "src/muster/delivery/cli/places.py"
PAGE = PLACES + "templates/places/list.html"


def lines(check, path: str, text: str) -> list[int]:
    path = PurePosixPath(path)
    return [found.line for found in check.look(path, text)] if check.applies(path) else []


GOOD = [
    (SCOPE, PLACES + "queries.py", "Area.objects.all()"),
    (SCOPE, PLACES + "services/areas.py", "Area.objects.all()"),
    (SCOPE, PLACES + "migrations/0002_names.py", "Area.objects.all()"),
    (SCOPE, "tests/places/test_views.py", "Area.objects.all()"),
    (SCOPE, PLACES + "views.py", "areas_below(actor=actor, code='12')"),
    (SIZE, PLACES + "views.py", "x = 1\n" * 500),
    (SIZE, PLACES + "views.py", "def f():\n" + "    x = 1\n" * 49),
    (SIZE, PLACES + "migrations/0001_initial.py", "x = 1\n" * 900),
    (SIZE, "src/muster/static/dist/gate.js", "x = 1;\n" * 900),
    (TEMPLATE, PAGE, "<h1>{% translate 'Communities' %}</h1> · {{ name }} <b>3 m</b>"),
    (TEMPLATE, PAGE, "{% blocktranslate trimmed %}\n Nobody\n is here.\n{% endblocktranslate %}"),
    (TEMPLATE, PAGE, "{# Words for developers #}{% comment %}And more{% endcomment %}"),
    (
        TEMPLATE,
        PAGE,
        '<input placeholder="{% translate "Name" %}" name="the name" class="wide row">',
    ),
    (TEMPLATE, PAGE, '<button name="size" value="large">{{ label }}</button>'),
    (TEMPLATE, PAGE, '<code>muster doctor</code><span translate="no">TOTP</span>'),
    (
        TEMPLATE,
        PAGE,
        "<{% if url %}a href='{{ url }}'{% else %}span{% endif %} title='{{ t }}'></a>",
    ),
    (TEMPLATE, PAGE, '<a href="?l=en">English</a> <a href="?l=zh-hans">简体</a>'),
    (TEMPLATE, PAGE, '{% mark "ok" _("Complete") %}{% badge word class="a b" %}'),
    (TEMPLATE, PAGE, '{% if state == "Open Now" %}{% include "Some file.html" %}{% endif %}'),
    (PYTHON, PLACES + "services.py", 'raise NotAllowed(_("This area is not yours."))'),
    (PYTHON, PLACES + "services.py", 'raise ValueError("areas have 2 to 12 digits")'),
    (PYTHON, PLACES + "forms.py", 'name = CharField(label=_("Name"), initial="x")'),
    (PYTHON, PLACES + "enums.py", 'class Level(TextChoices):\n    CITY = "city", _("City")'),
    (PYTHON, PLACES + "enums.py", 'class L(TextChoices):\n    HANS = "zh-hans", "简体"'),
    (PYTHON, PLACES + "sheets.py", 'SYNONYMS = ("社区", "小区")'),
    (
        PYTHON,
        PLACES + "views.py",
        '"""简体 is the default."""\nmessages.success(request, _("Saved."))',
    ),
    (PYTHON, "src/muster/ui/checks.py", 'Error("A url is missing", hint="Name it.")'),
    (PYTHON, "src/muster/engines/sheets/read.py", 'raise MusterError("No header")'),
    (PYTHON, CLI, 'Table(_("code"), "", "–", title=f"{scenario} · {seconds:g} s")'),
    (PYTHON, CLI, 'table.add_row(code, f"{n:,}", "" if n else _("none"))'),
    (PYTHON, CLI, 'out.print(f"  {url}/invite/{code}/", _("(in use)") if now else "")'),
    (PYTHON, CLI, 'print("words of a log"); open("some file")'),
    (PYTHON, PLACES + "tables.py", 'Table("some words")'),
    (TRACE, "README.md", "Copy the lock; any index will do. Open http://127.0.0.1:8000/home/abc"),
    (TRACE, "frontend/vendor/htmx.js", "// from registry.npm" + "js.org"),
    (LEFTOVER, PLACES + "views.py", "# What is left to do is shown to the lead."),
]
BAD = [
    (SCOPE, PLACES + "views.py", "x = 1\nArea.objects.all()", [2]),
    (SCOPE, PLACES + "forms.py", "self.Meta.model._default_manager.get(pk=1)", [1]),
    (SIZE, PLACES + "views.py", "x = 1\n" * 501, [501]),
    (SIZE, PLACES + "views.py", "x = 1\ndef f():\n" + "    x = 1\n" * 50, [2]),
    (SIZE, "tests/test_x.py", "class T:\n    async def f():\n" + "        x = 1\n" * 50, [2]),
    (SIZE, "frontend/css/components.css", "a{}\n" * 501, [501]),
    (TEMPLATE, PAGE, "<p>\n  Nobody is here.\n</p>", [2]),
    (TEMPLATE, PAGE, "<p>社区</p>", [1]),
    (TEMPLATE, PAGE, '<img alt="A map">', [1]),
    (TEMPLATE, PAGE, '<p>\n<a href="x"\n aria-label="Close"></a></p>', [2]),
    (TEMPLATE, PAGE, '<input type="submit" value="Save">', [1]),
    (TEMPLATE, PAGE, "{% comment %}\nx\n{% endcomment %}{% if a %}Ready{% endif %}", [3]),
    (TEMPLATE, PAGE, '{% mark "ok" "Complete" %}', [1]),
    (TEMPLATE, PAGE, '{% section title="the posts" %}', [1]),
    (TEMPLATE, PAGE, '{% include "ui/empty.html" with title="Nothing yet" %}', [1]),
    (TEMPLATE, PLACES + "templates/places/mail.txt", "Dear {{ name }},", [1]),
    (PYTHON, PLACES + "services.py", 'raise NotAllowed("This area is not yours.")', [1]),
    (PYTHON, PLACES + "services.py", 'raise errors.CrewTooSmall(f"{n} present")', [1]),
    (PYTHON, PLACES + "services.py", 'raise NotAllowed(_("No."), next_step="Ask.")', [1]),
    (PYTHON, PLACES + "views.py", 'messages.success(request, "Saved.")', [1]),
    (PYTHON, PLACES + "forms.py", 'x = 1\nname = CharField(label="Name")', [2]),
    (PYTHON, PLACES + "apps.py", 'nav.register(NavItem("places", "Places", "places:index"))', [1]),
    (PYTHON, PLACES + "enums.py", 'class Level(TextChoices):\n    CITY = "city", "City"', [2]),
    (PYTHON, PLACES + "enums.py", 'class Level(TextChoices):\n    CITY = "city"', [2]),
    (PYTHON, PLACES + "views.py", 'heading = "社区"', [1]),
    (PYTHON, CLI, 'table = Table("code", "name")', [1, 1]),
    (PYTHON, CLI, 'Table(title="All areas")', [1]),
    (PYTHON, CLI, 'table.add_column("places")', [1]),
    (PYTHON, CLI, 'x = 1\ntable.add_row(code, "yes" if loaded else "")', [2]),
    (PYTHON, CLI, 'out.print(f"The data is of {day}.")', [1]),
    (PYTHON, CLI, 'err.print("No file %s" % name)', [1]),
    (PYTHON, CLI, 'fail(f"No area is called {name}.")', [1]),
    (PYTHON, CLI, 'Text("met", style="green")', [1]),
    (TRACE, "requirements/run.lock", "# from https://py" + "pi.org/simple", [1]),
    (
        TRACE,
        "frontend/package-lock.json",
        '"resol' + 'ved": "ht' + "tps://regi" + "stry.npm" + 'js.org/x.tgz"',
        [1],
    ),
    (TRACE, "Makefile", "pip install --extra-in" + "dex-url x", [1]),
    (TRACE, "docs/notes.md", "see\n/srv/checkouts/" + "notes.txt", [2]),
    (TRACE, "docs/notes.md", "/Us" + "ers/somebody/muster", [1]),
    (LEFTOVER, PLACES + "views.py", "x = 1  # TO" + "DO: ask the lead", [1]),
    (LEFTOVER, PLACES + "views.py", "raise NotImplemented" + "Error()", [1]),
]


@pytest.mark.parametrize(("check", "path", "text"), GOOD)
def test_check_on_good_sample_is_silent(check, path, text):
    assert lines(check, path, text) == []


@pytest.mark.parametrize(("check", "path", "text", "expected"), BAD)
def test_check_on_bad_sample_names_the_line(check, path, text, expected):
    assert lines(check, path, text) == expected


def test_error_names_follow_inheritance_through_files():
    sources = {
        PurePosixPath("a.py"): "class NotAllowed(MusterError): ...",
        PurePosixPath("b.py"): "class Alone(errors.NotAllowed): ...\nclass Other(ValueError): ...",
    }

    assert error_names(sources) == {"MusterError", "NotAllowed", "Alone"}


def test_product_code_leaves_out_migrations_and_tests():
    names = ["src/muster/ui/nav.py", "src/muster/ui/migrations/0001.py", "tests/ui/test_nav.py"]

    assert [is_product_code(PurePosixPath(name)) for name in names] == [True, False, False]
