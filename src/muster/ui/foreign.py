"""Names in the other script: Chinese on a page that is not, marked so that it is drawn and read so.

People, units and areas have Chinese names in every language of the page. Marking them one by one in
every template would be forgotten in the next one, so the finished page is walked once.
"""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

CHINESE = "zh"
_HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ANY = re.compile(f"[{_HAN}]")
_RUN = re.compile(f"[{_HAN}](?:[{_HAN}·、，。：；（）—…“”0-9 ]*[{_HAN}）”])?")
_PIECE = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
_TAG = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
_LANG = re.compile(r"\slang\s*=")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_SILENT = frozenset({"script", "style", "title", "textarea", "svg"})
_FLOWING = frozenset({"p", "td", "dd", "h1", "h2", "h3", "caption"})
"""Elements whose text flows: a run in the midst of it may become an element of its own. Elsewhere
(buttons, chips) each element inside is laid out for itself, and the words would drift apart."""


class ForeignNamesMiddleware:
    """Mark Chinese runs on pages in another language with `lang`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the answer where it is a whole page or a part of one."""
        answer = self.get_response(request)
        if (
            isinstance(answer, HttpResponse)
            and answer.get("Content-Type", "").startswith("text/html")
            and not (get_language() or CHINESE).startswith(CHINESE)
        ):
            page = answer.content.decode(answer.charset)
            if _ANY.search(page):
                answer.content = marked(page)
        return answer


def marked(page: str) -> str:
    """Return the page with `lang="zh"` on what is Chinese and stands in no element with a `lang`.

    An element that holds nothing else is marked itself; other runs get an element of their own.
    """
    return "".join(_walk(_PIECE.findall(page)))


def _walk(pieces: list[str]) -> Iterator[str]:
    inside: list[tuple[str, bool]] = []
    for at, piece in enumerate(pieces):
        if not piece.startswith("<"):
            name, known = inside[-1] if inside else ("", False)
            alone = _alone(pieces, at)
            yield piece if known or alone or name == "option" else _text(piece, name)
            continue
        tag = _TAG.match(piece)
        if tag is None:
            yield piece
            continue
        name, wanted = tag.group(1).lower(), False
        if piece.startswith("</"):
            _close(inside, name)
        elif name not in _VOID and not piece.endswith("/>"):
            known = bool(inside) and inside[-1][1]
            known |= name in _SILENT or (name != "html" and bool(_LANG.search(piece)))
            wanted = not known and _alone(pieces, at + 1)
            inside.append((name, known))
        yield f'{piece[:-1]} lang="{CHINESE}">' if wanted else piece


def _alone(pieces: list[str], at: int) -> bool:
    """Tell whether this text is Chinese and all that the element around it holds."""
    return (
        0 < at < len(pieces) - 1
        and _RUN.fullmatch(pieces[at].strip()) is not None
        and _opens(pieces[at - 1])
        and pieces[at + 1].startswith("</")
    )


def _opens(piece: str) -> bool:
    """Tell whether this is the tag that opens an element."""
    tag = _TAG.match(piece)
    return tag is not None and not piece.startswith("</") and tag.group(1).lower() not in _VOID


def _text(text: str, name: str) -> str:
    bare = text.strip()
    if _RUN.fullmatch(bare):
        return text.replace(bare, _run(bare), 1)
    return _RUN.sub(lambda run: _run(run.group()), text) if name in _FLOWING else text


def _run(words: str) -> str:
    return f'<span lang="{CHINESE}">{words}</span>'


def _close(inside: list[tuple[str, bool]], name: str) -> None:
    """Leave the innermost element of this name; one that nobody opened closes nothing."""
    for depth in range(len(inside) - 1, -1, -1):
        if inside[depth][0] == name:
            del inside[depth:]
            return
