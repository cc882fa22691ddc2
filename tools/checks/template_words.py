"""Every word a template shows can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePosixPath

from django.template.base import Lexer, Token, TokenType

from checks import CHINESE, PRODUCT, SAME_EVERYWHERE, Finding

SHOWN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
NOT_WORDS_IN = {"script", "style", "code", "kbd", "samp", "pre"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Tags of Django whose literals are names of files, urls or values to compare.
NOT_SHOWN_BY = {
    *("url", "load", "extends", "block", "endblock", "static", "if", "elif", "ifchanged", "for"),
    *("cycle", "now", "regroup", "icon", "translate", "trans", "language", "csrf_token"),
}
WORD = re.compile(r"[^\W\d_]{2,}")
LITERAL = re.compile(r"""(?:([\w-]+)=)?(?<![(\w|:])("[^"]*"|'[^']*')""")
NAMES_IN_CODE = {"class", "css", "id", "name", "url", "href", "method", "query"}


class TemplateWordsCheck:
    """Text, the attributes that are read out, and literals handed to component tags."""

    name = "template words"
    rule = "Words in a template stand in translate or blocktranslate."

    def applies(self, path: PurePosixPath) -> bool:
        """Templates of the product."""
        return PRODUCT in path.parents and "templates" in path.parts and path.suffix != ".typ"

    def look(self, path: PurePosixPath, text: str) -> Iterator[Finding]:
        """Take the translated parts out and read what is left."""
        rest, findings = [], []
        inside = ""  # the tag whose content is not shown as it stands
        for token in Lexer(text).tokenize():
            source = _source(token)
            if token.token_type == TokenType.BLOCK:
                inside = _enter_or_leave(token.contents, inside)
                if not inside:
                    findings += _literals(token)
            shown = token.token_type == TokenType.TEXT and not inside
            rest.append(source if shown else _blank(token, inside))
        reader = _Reader(plain=path.suffix == ".txt")
        reader.feed("".join(rest))
        reader.close()
        yield from sorted(findings + reader.findings)


def _enter_or_leave(contents: str, inside: str) -> str:
    name = (contents.split(maxsplit=1) or [""])[0]
    if inside:
        return "" if name == f"end{inside}" else inside
    return name if name in {"blocktranslate", "blocktrans", "comment", "verbatim"} else ""


def _source(token: Token) -> str:
    return token.contents if token.token_type == TokenType.TEXT else ""


def _blank(token: Token, inside: str) -> str:
    """Return what keeps the line numbers right, and a sign where a value will stand."""
    lines = "\n" * token.contents.count("\n")
    return "0" + lines if token.token_type == TokenType.VAR and not inside else lines


def _literals(token: Token) -> Iterator[Finding]:
    contents = token.contents
    name = (contents.split(maxsplit=1) or [""])[0]
    if name in NOT_SHOWN_BY or name.startswith("end"):
        return
    for key, quoted in LITERAL.findall(contents):
        literal = quoted[1:-1]
        if name == "include" and not key:
            continue  # the name of the file
        looks_read = CHINESE.search(literal) or re.search(r"^[A-Z][a-z]+|[a-z] [a-z]", literal)
        if looks_read and key not in NAMES_IN_CODE and literal not in SAME_EVERYWHERE:
            yield Finding(token.lineno or 1, f'"{literal}" in {{% {name} %}}: write _("…")')


class _Reader(HTMLParser):
    """Collects words that a person would read."""

    def __init__(self, *, plain: bool) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.open: list[tuple[str, bool]] = []  # (element, its words are not for translation)
        self.plain = plain

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        exempt = tag in NOT_WORDS_IN or values.get("translate") == "no"
        if tag not in VOID:
            self.open.append((tag, exempt))
        shown = SHOWN_ATTRIBUTES
        if tag == "input" and values.get("type") in {"submit", "button"}:
            shown = shown | {"value"}
        if not exempt:
            for name in sorted(shown & values.keys()):
                self._read(values[name] or "", f"{name}=")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        if not any(exempt for _, exempt in self.open):
            self._read(data, "")

    def _read(self, text: str, where: str) -> None:
        if CHINESE.search(text) or WORD.search(text):
            words = " ".join(text.split())
            if words not in SAME_EVERYWHERE:
                offset = text[: len(text) - len(text.lstrip())].count("\n")
                self.findings.append(
                    Finding(self.getpos()[0] + offset, f"{where}“{words[:60]}” is not translated")
                )
