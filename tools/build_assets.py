#!/usr/bin/env python3
"""Build the style sheet, the script and the symbols of the pages, without Node.

    python tools/build_assets.py            write src/muster/static/dist
    python tools/build_assets.py --check    change nothing; fail where the built files are stale
                                            or a source uses what the oldest browsers lack

Cascade layers: browsers from Chrome 80 and Safari 13.4 do not know `@layer`, so a layer is a file
(or, for components, a folder), and the order of the files below is the order of the layers. All
selectors of a layer are meant to weigh about the same; a later layer wins by standing later.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rcssmin

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("tokens", "base", "layout", "components", "utilities", "elder", "print")
BANNER = "/* Built by tools/build_assets.py from frontend/; edit there. */\n"

TOO_NEW_CSS = {
    "@layer": r"@layer",
    "@container": r"@container",
    ":is()": r":is\(",
    ":where()": r":where\(",
    ":has()": r":has\(",
    "aspect-ratio": r"aspect-ratio\s*:",
    "inset": r"(?<![-\w])inset(-\w+)*\s*:",
    "color-mix()": r"color-mix\(",
    "new viewport units": r"\d[dsl]v[hw]\b",
    "logical shorthands": r"(?:margin|padding)-(?:inline|block)\s*:",
    "media ranges": r"@media[^{]*[<>]",
    "nesting": r"[;{]\s*&",
    ":focus-visible without fallback": r"(?<!:not\():focus-visible",
    ":not() of a list": r":not\([^)]*,",
}
TOO_NEW_JS = {
    "logical assignment": r"\?\?=|\|\|=|&&=",
    "replaceAll": r"\.replaceAll\(",
    "at()": r"\.at\(",
    "structuredClone": r"structuredClone",
    "private fields": r"\bthis\.#",
    "eval": r"\beval\(|new Function\(",
    "inline style": r"\.style\b|setAttribute\(\"style\"",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FLEX_RULE = re.compile(r"\{[^{}]*display\s*:\s*(?:inline-)?flex[^{}]*\}")
GAP = re.compile(r"(?<![-\w])(?:row-|column-)?gap\s*:")


@dataclass(frozen=True)
class Fault:
    """Something in a source file that must be changed."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def style_sources(frontend: Path) -> list[Path]:
    """Return the style files in the order of their layers."""
    found: list[Path] = []
    for layer in LAYERS:
        folder = frontend / "css" / layer
        found += sorted(folder.glob("*.css")) if folder.is_dir() else [folder.with_suffix(".css")]
    return found


def script_sources(frontend: Path) -> list[Path]:
    """Return the script files in the order of their numbers."""
    return sorted((frontend / "js").glob("*.js"))


def build(frontend: Path) -> dict[str, str]:
    """Return the built files by name."""
    styles = "\n".join(path.read_text(encoding="utf-8") for path in style_sources(frontend))
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in script_sources(frontend))
    sprite = (frontend / "icons" / "sprite.svg").read_text(encoding="utf-8")
    return {
        "muster.css": BANNER + str(rcssmin.cssmin(styles)) + "\n",
        "muster.js": f'{BANNER}(() => {{\n"use strict";\n{_shorten(scripts)}\n}})();\n',
        "icons.svg": sprite.replace("\n<", "<"),
        "mark.svg": (frontend / "icons" / "mark.svg").read_text(encoding="utf-8"),
    }


def faults(frontend: Path) -> Iterator[Fault]:
    """Yield every use of what the oldest browsers lack or the security policy forbids."""
    for path in style_sources(frontend):
        text = _without_comments(path.read_text(encoding="utf-8"))
        yield from _search(path, text, TOO_NEW_CSS)
        for rule in FLEX_RULE.finditer(text):
            if GAP.search(rule.group()):
                yield Fault(path, _line(text, rule.start()), "flex with gap")
    for path in script_sources(frontend):
        yield from _search(path, path.read_text(encoding="utf-8"), TOO_NEW_JS)


def stale(frontend: Path, dist: Path) -> list[str]:
    """Return the names of built files that differ from what the sources give now."""
    return [
        name
        for name, text in build(frontend).items()
        if not (dist / name).is_file() or (dist / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where something is left to do."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    frontend = options.root / "frontend"
    dist = options.root / "src" / "muster" / "static" / "dist"
    found = [str(fault) for fault in faults(frontend)]
    if options.check:
        found += [f"{dist / name}: stale, build again" for name in stale(frontend, dist)]
    else:
        dist.mkdir(parents=True, exist_ok=True)
        for name, text in build(frontend).items():
            (dist / name).write_text(text, encoding="utf-8")
    for line in found:
        print(line)
    return 1 if found else 0


def _search(path: Path, text: str, patterns: dict[str, str]) -> Iterator[Fault]:
    for what, pattern in patterns.items():
        for match in re.finditer(pattern, text):
            yield Fault(path, _line(text, match.start()), f"too new or forbidden: {what}")


def _without_comments(text: str) -> str:
    """Blank comments out, keeping the count of lines."""
    return COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _shorten(script: str) -> str:
    """Drop indentation, blank lines and comment lines; the sources hold no multi-line strings."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


if __name__ == "__main__":
    sys.exit(main())
