#!/usr/bin/env python3
"""Keep every package's catalogue in step with its strings, without GNU gettext.

    python tools/messages.py            write all catalogues
    python tools/messages.py places ui  only these packages
    python tools/messages.py --check    change nothing; fail where something is left to do

Strings are read from the package's Python files and templates; of commands also the help is, which
is what their docstrings and `help=` say. Translations are kept as long as the English sentence
stands; a sentence that changed is a new one, so nothing is ever marked fuzzy. An empty zh_Hant
entry is drafted from zh_Hans (tools/traditional.py) and remembers, in its comment, the wording it
was drafted from: when that wording changes, the draft is made again.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
import traditional
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE, DRAFTED = "zh_Hans", "zh_Hant"
DRAWN_FROM = "简体："  # opens the comment of a drafted entry

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")

TOO_FAMILIAR = "你"
FAMILIAR: frozenset[str] = frozenset()
"""English sentences whose translation may say 你, such as words quoted from somebody's mouth; the
screens say 您 to everybody."""

Key = tuple[str | None, str]  # (context, English)


@dataclass
class Message:
    """One sentence of a package: where it stands and what its author says about it."""

    context: str | None
    english: str
    plural: str | None = None
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# ── reading the sources ──────────────────────────────────────────────────────────────────────────


def packages(source: Path) -> list[Path]:
    """Return every folder that owns a catalogue: Django apps, the command line, the planner."""
    apps = {path.parent for path in source.rglob("apps.py")}
    others = (source / "delivery" / "cli", source / "engines" / "planner")
    return sorted(apps | {path for path in others if path.is_dir()})


def extract_package(package: Path) -> dict[Key, Message]:
    """Return the package's messages in reading order: file by file, top to bottom."""
    found: dict[Key, Message] = {}
    for path in _sources(package):
        name = path.relative_to(package).as_posix()
        for context, english, plural, notes in _extract_file(path):
            message = found.setdefault((context, english), Message(context, english))
            if plural and message.plural not in (None, plural):
                raise SystemExit(f"{path}: «{english}» has two plurals; give one a context.")
            message.plural = message.plural or plural
            message.files += [name] if name not in message.files else []
            message.notes += [note for note in notes if note not in message.notes]
    return found


def _sources(package: Path) -> list[Path]:
    python = [p for p in package.rglob("*.py") if "migrations" not in p.parts]
    templates = (p for p in package.glob("templates/**/*") if p.suffix in TEMPLATE_SUFFIXES)
    return sorted(python) + sorted(templates)


def _extract_file(path: Path) -> Iterator[tuple[str | None, str, str | None, list[str]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indentation of markup means nothing, but Babel's reader takes it for Python's.
        text = "\n".join(line.lstrip() for line in templatize(text, str(path)).splitlines())
    stream = BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    for _line, strings, notes, context in extract(
        "python", stream, KEYWORDS, ["Translators"], options, strip_comment_tags=True
    ):
        english, plural = strings[:2] if isinstance(strings, tuple) else (strings, None)
        if english:
            yield context, english, plural, notes
    if path.suffix == ".py" and "import typer" in text:
        yield from ((None, paragraph, None, []) for paragraph in _help_of_commands(text))


def _help_of_commands(text: str) -> Iterator[str]:
    """Yield what `--help` shows, by paragraphs: docstrings of commands and `help=` of options."""
    for node in sorted(ast.walk(ast.parse(text)), key=lambda node: getattr(node, "lineno", 0)):
        said = None
        if isinstance(node, ast.keyword) and node.arg == "help":
            said = node.value.value if isinstance(node.value, ast.Constant) else None
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            asks = [each.annotation for each in (*node.args.args, *node.args.kwonlyargs)]
            parts = (ast.unparse(part) for part in (*node.decorator_list, *asks) if part)
            if any(".command(" in part or "typer." in part for part in parts):
                said = ast.get_docstring(node)
        for paragraph in (said or "").split("\n\n"):
            if paragraph:
                yield " ".join(paragraph.split())


# ── writing the catalogues ───────────────────────────────────────────────────────────────────────


def catalogue_path(package: Path, language: str) -> Path:
    """Return where Django looks for the package's catalogue of `language`."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> polib.POFile:
    """Return the catalogue as it stands, or an empty one."""
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def merge(messages: dict[Key, Message], old: polib.POFile, language: str) -> polib.POFile:
    """Return a catalogue of exactly `messages`, with the translations `old` has for them."""
    kept = {(e.msgctxt, e.msgid): e for e in old if not (e.obsolete or e.fuzzy)}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "muster",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for key, message in messages.items():
        before = kept.get(key)
        entry = polib.POEntry(
            msgctxt=message.context,
            msgid=message.english,
            msgid_plural=message.plural or "",
            occurrences=[(name, "") for name in message.files],
            comment="\n".join(message.notes),
            flags=["python-format"] if re.search(r"%\(\w+\)[a-z]", message.english) else [],
        )
        same = before is not None and before.msgid_plural == entry.msgid_plural
        _set_translation(entry, translation(before) if same else "")
        entry.tcomment = before.tcomment if same else ""
        new.append(entry)
    return new


def translation(entry: polib.POEntry) -> str:
    """Return what the entry says; Chinese has one plural form, so it is always one string."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _set_translation(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text


def draft_from(simplified: polib.POFile, target: polib.POFile) -> None:
    """Fill what is empty in `target`, and what was drafted from wording that has changed since."""
    for source, entry in zip(simplified, target, strict=True):
        wording = translation(source)
        remembered = DRAWN_FROM + wording.replace("\n", "\\n")
        outdated = entry.tcomment not in ("", remembered)
        if wording and (outdated or not translation(entry)):
            _set_translation(entry, traditional.draft(wording))
        entry.tcomment = remembered if wording else ""
        if not wording:
            _set_translation(entry, "")


def build(package: Path) -> dict[Path, bytes]:
    """Return every catalogue file the package should have, with its content."""
    messages = extract_package(package)
    if not messages:
        return {}
    simplified, drafted = (
        merge(messages, read_catalogue(catalogue_path(package, language)), language)
        for language in (SOURCE, DRAFTED)
    )
    draft_from(simplified, drafted)
    files: dict[Path, bytes] = {}
    for language, catalogue in ((SOURCE, simplified), (DRAFTED, drafted)):
        path = catalogue_path(package, language)
        files[path] = (str(catalogue).rstrip("\n") + "\n").encode()
        files[path.with_suffix(".mo")] = catalogue.to_binary()
    return files


# ── judging them ─────────────────────────────────────────────────────────────────────────────────


def faults(path: Path) -> list[str]:
    """Return what is wrong with one catalogue on disk, each with the sentence it concerns."""
    catalogue = read_catalogue(path)
    found = [f"obsolete: {entry.msgid}" for entry in catalogue.obsolete_entries()]
    for entry in catalogue:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid}")
        elif not translation(entry).strip():
            found.append(f"not translated: {entry.msgid}")
        elif _placeholders(entry) != set(PLACEHOLDER.findall(translation(entry))):
            found.append(f"placeholders differ: {entry.msgid}")
        elif TOO_FAMILIAR in translation(entry) and entry.msgid not in FAMILIAR:
            found.append(f"says 你 where the screens say 您: {entry.msgid}")
    return found


def _placeholders(entry: polib.POEntry) -> set[str]:
    return set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))


def disagreements(paths: list[Path]) -> list[str]:
    """Return sentences that two packages translate differently: Django would show only one."""
    seen: dict[tuple[str, str | None, str], tuple[str, Path]] = {}
    found = []
    for path in paths:
        for entry in read_catalogue(path):
            text = translation(entry)
            key = (path.parts[-3], entry.msgctxt, entry.msgid)
            other, where = seen.setdefault(key, (text, path))
            if text and other and text != other:
                names = f"{where.parents[3].name} and {path.parents[3].name}"
                found.append(f"{names} ({key[0]}): «{entry.msgid}» is {other} and {text}")
    return found


def stale_files(package: Path, wanted: dict[Path, bytes]) -> list[Path]:
    """Return files under the package's locale folder that extraction would not leave so."""
    present = {p for p in package.glob("locale/*/LC_MESSAGES/*") if p.is_file()}
    differ = {p for p, content in wanted.items() if p not in present or p.read_bytes() != content}
    return sorted(differ | (present - wanted.keys()))


def _check(chosen: list[Path], every: list[Path]) -> int:
    found = []
    for package in chosen:
        wanted = build(package)
        if stale := stale_files(package, wanted):
            found.append(f"{_short(stale[0])}: not in step, run make messages")
        for path in sorted(p for p in wanted if p.suffix == ".po" and p.exists()):
            found += [f"{_short(path)}: {fault}" for fault in faults(path)]
    found += disagreements([p for package in every for p in package.glob("locale/*/*/django.po")])
    print("\n".join(found) if found else f"catalogues of {len(chosen)} packages are complete")
    return 1 if found else 0


def _write(chosen: list[Path]) -> int:
    for package in chosen:
        wanted = build(package)
        for path in stale_files(package, wanted):
            if path in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(wanted[path])
            else:
                path.unlink()
        for path in sorted(p for p in wanted if p.suffix == ".po"):
            left = faults(path)
            state = f"{len(left)} to do, see the file" if left else "complete"
            print(f"{_short(path)}: {len(read_catalogue(path))} sentences, {state}")
    return 0


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def main(arguments: list[str] | None = None) -> int:
    """Write or check the catalogues; 1 where a check found something, 2 on an unknown package."""
    parser = argparse.ArgumentParser(description="Write or check the translation catalogues.")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help="a folder name, e.g. places")
    parser.add_argument("--check", action="store_true", help="change nothing, fail if incomplete")
    parser.add_argument("--source", type=Path, default=ROOT / "src" / "muster")
    options = parser.parse_args(arguments)
    every = packages(options.source)
    if unknown := set(options.packages) - {package.name for package in every}:
        known = ", ".join(package.name for package in every)
        parser.error(f"no package {', '.join(sorted(unknown))}; there are {known}")
    chosen = [p for p in every if not options.packages or p.name in options.packages]
    return _check(chosen, every) if options.check else _write(chosen)


if __name__ == "__main__":
    sys.exit(main())
