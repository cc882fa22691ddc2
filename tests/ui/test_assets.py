"""The built files are fresh, old browsers understand them, and the first page stays small."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from tools.build_assets import ROOT, faults, main

STATIC = ROOT / "src" / "muster" / "static"
FIRST_PAGE_BYTES = 60_000


def copy_of(tmp_path: Path) -> Path:
    for part in ("frontend", "src/muster/static/dist"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def test_built_files_are_what_the_sources_give():
    assert main(["--check"]) == 0


def test_check_of_a_changed_source_fails(tmp_path, capsys):
    root = copy_of(tmp_path)
    with (root / "frontend/css/utilities.css").open("a") as sheet:
        sheet.write(".other { color: var(--ink); }\n")

    assert main(["--check", "--root", str(root)]) == 1
    assert "muster.css: stale" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        (".a { display: flex; gap: 8px; }", "flex with gap"),
        (".a { aspect-ratio: 1; }", "aspect-ratio"),
        (".a { inset: 0; }", "inset"),
        (".a:is(.b) { top: 0; }", ":is()"),
        (".a:where(.b) { top: 0; }", ":where()"),
        (".a:has(.b) { top: 0; }", ":has()"),
        ("@layer base { a { top: 0; } }", "@layer"),
        (".a { height: 100dvh; }", "new viewport units"),
        (".a { margin-inline: 4px; }", "logical shorthands"),
        ("@media (width < 640px) { a { top: 0; } }", "media ranges"),
        (".a:focus-visible { top: 0; }", ":focus-visible without fallback"),
        (".a { color: color-mix(in srgb, red, blue); }", "color-mix()"),
    ],
)
def test_style_that_old_browsers_lack_is_found(tmp_path, rule, what):
    root = copy_of(tmp_path)
    (root / "frontend/css/components/new.css").write_text(rule)

    assert next(faults(root / "frontend")).what.endswith(what)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("a ??= b;", "logical assignment"),
        ('eval("1");', "eval"),
        ('a.style.top = "0";', "inline style"),
        ('a.replaceAll("b", "c");', "replaceAll"),
    ],
)
def test_script_that_old_browsers_or_the_policy_refuse_is_found(tmp_path, line, what):
    root = copy_of(tmp_path)
    (root / "frontend/js/95-new.js").write_text(line)

    assert next(faults(root / "frontend")).what.endswith(what)


def test_grid_with_gap_is_no_fault(tmp_path):
    root = copy_of(tmp_path)
    (root / "frontend/css/components/new.css").write_text(".a { display: grid; gap: 8px; }")

    assert list(faults(root / "frontend")) == []


def test_first_page_with_styles_scripts_and_symbols_stays_below_60_kb(alone, client):
    page = client.get("/design/").content
    files = ["dist/muster.css", "dist/muster.js", "dist/icons.svg", "vendor/htmx/htmx.min.js"]
    parts = [page, *((STATIC / name).read_bytes() for name in files)]

    assert sum(len(gzip.compress(part)) for part in parts) < FIRST_PAGE_BYTES


def test_every_class_in_a_template_is_in_the_style_sheet():
    sheet = (STATIC / "dist" / "muster.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.([A-Za-z][\w-]*)", sheet))
    unknown = {
        f"{path.name}: {word}"
        for path in (ROOT / "src" / "muster").rglob("templates/**/*.html")
        for words in re.findall(r'class="([^"]*)"', _without_tags(path.read_text(encoding="utf-8")))
        for word in words.split()
        if word not in known and not word.endswith("-")
    }
    assert unknown == set()


def test_every_symbol_in_a_template_is_in_the_sprite():
    sprite = (STATIC / "dist" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'symbol id="([\w-]+)"', sprite))
    used = {
        name
        for path in (ROOT / "src" / "muster").rglob("templates/**/*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert used - known == set()


def test_large_layout_holds_no_type_below_18_px():
    sizes = re.findall(
        r"--t-([\w-]+): ([\d.]+)rem", (ROOT / "frontend/css/tokens.css").read_text(encoding="utf-8")
    ) + re.findall(
        r"--t-([\w-]+): ([\d.]+)rem", (ROOT / "frontend/css/elder.css").read_text(encoding="utf-8")
    )
    assert min(float(size) * 24 for _name, size in sizes) >= 18


def test_vendored_htmx_is_the_pinned_version():
    script = (STATIC / "vendor" / "htmx" / "htmx.min.js").read_text(encoding="utf-8")
    assert 'version:"2.0.11"' in script


def _without_tags(template: str) -> str:
    return re.sub(r"\{[%{#].*?[#%}]\}", lambda tag: " " if "{%" in tag.group() else "-", template)
