#!/usr/bin/env python3
"""Take a picture of every screen into docs/screens, and write the gallery that shows them.

    python tools/screenshots.py                     all, from a demo started for it
    python tools/screenshots.py --url URL command   some, from a demo that runs already

Every screen in simplified Chinese at 390 px and 1280 px; the main ones in English and traditional
Chinese too. Pictures show the window a person sees first, not the whole length of a list.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import machine
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.installation import start_demo  # noqa: E402
from tests.e2e.newcomer import invite  # noqa: E402
from tests.e2e.screens import (  # noqa: E402
    CAST,
    CHROMIUM_FLAGS,
    NOBODY,
    SCREENS,
    Screen,
    act_as,
    upload,
)
from tests.e2e.unit_sheet import write_sheet  # noqa: E402

FOLDER = ROOT / "docs" / "screens"
SIZES = {390: 844, 1280: 900}
LOCALES = {"zh-hans": "zh-CN", "zh-hant": "zh-TW", "en": "en-US"}
MAIN = {
    "welcome", "command", "community", "unit-home", "me", "responders", "person", "import-preview",
    "places-search", "area", "accounts", "audit", "signin",
}  # fmt: skip
COLOURS = 128
"""Colours kept in a picture: letters stay smooth and a picture weighs some tens of kB."""


def keep(page: Page, name: str, language: str) -> None:
    """Write the page as it stands, at both widths."""
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
        target = FOLDER / f"{name}-{width}-{language}.png"
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(target, optimize=True)


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(button).first.click()


def take(page: Page, screen: Screen, language: str) -> None:
    """Open a screen and keep it."""
    page.set_viewport_size({"width": 1280, "height": 900})
    screen.open(page)
    keep(page, screen.name, language)


def take_import(page: Page, language: str) -> None:
    """Upload a sheet and keep its preview, one open cell, and the sheet after committing."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "市统计局下沉人员名单.xlsx"
        write_sheet(sheet, seed=7)
        address = upload(page, sheet)
    page.locator(".sheet-preview").wait_for(state="attached")
    page.goto(f"{address}?show=wrong")
    keep(page, "import-preview", language)
    if language != "zh-hans":
        return
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}?show=wrong")
    page.locator("td.sheet-issues a[href*='edit=']").first.click()
    page.locator("#cell-value").wait_for()
    keep(page, "import-mend", language)
    page.set_viewport_size({"width": 1280, "height": 900})
    press(page, "form[action$='/commit/'] button")
    page.locator("form[action$='/undo/']").wait_for(state="attached", timeout=60_000)
    page.goto(address)
    keep(page, "import-committed", language)
    page.locator("details.confirm summary").first.click()
    press(page, "form[action$='/undo/'] button[type=submit]")


def take_printed(page: Page, language: str) -> None:
    """Make an invitation and keep its printed sheet, then the page its code opens."""
    page.set_viewport_size({"width": 1280, "height": 900})
    code = invite(page, role="planner", area="和平", name="赵明").replace("-", "").replace(" ", "")
    keep(page, "invitation-sheet", language)
    page.goto(f"/invite/{code}/")
    keep(page, "invitation", language)


def take_elder_and_dark(page: Page, language: str) -> None:
    """Keep what a responder sees in large type, and one page in dark colours."""
    page.goto("/me/")
    press(page, "footer form[action='/elder/'] button")
    keep(page, "me-large", language)
    page.set_viewport_size({"width": 1280, "height": 900})
    press(page, "footer form[action='/elder/'] button")
    press(page, "[data-theme-form] button")
    keep(page, "me-dark", language)


EXTRAS: dict[str, tuple[str, Callable[[Page, str], None]]] = {
    "import-preview": ("clerk", take_import),
    "invitation-sheet": ("commander", take_printed),
    "me-large": ("responder", take_elder_and_dark),
}


@contextmanager
def visitor(browser: Browser, url: str, language: str, role: str) -> Iterator[Page]:
    """Give a page of somebody who acts in the role."""
    context: BrowserContext = browser.new_context(
        base_url=url, locale=LOCALES[language], viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    if role != NOBODY:
        act_as(page, role)
    yield page
    context.close()


def take_all(browser: Browser, url: str, wanted: set[str]) -> list[str]:
    """Take every wanted picture; return what could not be reached."""
    missed = []
    for language in LOCALES:
        for role in (NOBODY, *CAST):
            mine = [s for s in SCREENS if s.role == role and due(s.name, language, wanted)]
            extras = [
                do
                for name, (who, do) in EXTRAS.items()
                if who == role and due(name, language, wanted)
            ]
            if not mine and not extras:
                continue
            with visitor(browser, url, language, role) as page:
                for screen in mine:
                    try:
                        take(page, screen, language)
                    except AssertionError as lost:
                        missed.append(f"{screen.name}: {lost}")
                for do in extras:
                    do(page, language)
    return missed


def due(name: str, language: str, wanted: set[str]) -> bool:
    """Tell whether this picture is asked for."""
    if wanted and name not in wanted:
        return False
    return language == "zh-hans" or name in MAIN


def write_gallery() -> None:
    """Write docs/screens/README.md: each screen at both widths, simplified Chinese first."""
    names = [*(screen.name for screen in SCREENS), *(p.stem for p in sorted(FOLDER.glob("*.png")))]
    seen: dict[str, None] = {}
    for name in names:
        seen.setdefault(name.split("-390-")[0].split("-1280-")[0])
    lines = [
        "# Screens",
        "",
        "Pictures of the demo, taken by `python tools/screenshots.py`. People, numbers and",
        "codes in them are invented; the places are real. Left as on a desk, right as on a phone.",
        "",
    ]
    for name in seen:
        for language in LOCALES:
            desk, phone = (f"{name}-{width}-{language}.png" for width in (1280, 390))
            if not (FOLDER / desk).exists():
                continue
            lines += [
                f"## {name}, {language}",
                "",
                f'<img src="{desk}" width="640" alt="{name} on a desk">',
                f'<img src="{phone}" width="195" alt="{name} on a phone">',
                "",
            ]
    (FOLDER / "README.md").write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="Take the pictures in docs/screens.")
    parser.add_argument("names", nargs="*", help="screens; all where none is named")
    parser.add_argument("--url", help="a demo that runs already")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as driver:
        demo = None if options.url else start_demo(Path(home), {})
        browser = driver.chromium.launch(
            executable_path=machine.browser_path(),
            args=CHROMIUM_FLAGS,
        )
        try:
            missed = take_all(browser, demo.url if demo else options.url, set(options.names))
        finally:
            browser.close()
            if demo:
                demo.stop()
    write_gallery()
    print("\n".join(missed) or f"{sum(1 for _ in FOLDER.glob('*.png'))} pictures")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
