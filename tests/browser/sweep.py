"""What is tried on every page that is open: by keyboard, enlarged, with other colours, by axe."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import PHONE, PRELOAD, RULES, WIDE

SCRIPT: Final = Path(__file__).with_name("sweep.js").read_text(encoding="utf-8")
AXE: Final[str] = Axe().axe_script
HALF: Final = WIDE // 2
HEIGHT: Final = 800
ALIKE: Final = 4
"""Of many alike axe looks at so many."""
BY_COLOUR: Final = {"runOnly": ["color-contrast", "link-in-text-block"]}
BY_ALL: Final = {"runOnly": RULES, "preload": PRELOAD}
LOOK: Final = """async (only) => {
  const found = await axe.run(document, { ...only, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""

Finding = tuple[str, str]
Check = Callable[[Page], Iterator[Finding]]


def prepare(context: BrowserContext) -> None:
    """Give every page of a window what it is asked with, as it comes: that is sent once."""
    context.add_init_script(SCRIPT)
    context.add_init_script(AXE)


def say(page: Page, what: str, asked: str) -> Iterator[Finding]:
    """Give what one question to the page finds, each with what was tried."""
    for finding in page.evaluate(f"sweep.{asked}"):
        yield what, finding


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def walk(page: Page, *, is_whole: bool) -> Iterator[Finding]:
    """Press Tab from the first stop to the one after the last."""
    presses = page.evaluate("whole => sweep.begin(whole)", is_whole)
    for _ in range(presses):
        page.keyboard.press("Tab")
    yield from say(page, "by keyboard", "end()")


def enlarge(page: Page) -> Iterator[Finding]:
    """1280 pixels at 200 % are 640 CSS pixels, at 400 % 320; text alone can be doubled as well."""
    for width in (WIDE, HALF, PHONE):
        resize(page, width)
        yield from say(page, f"{width} wide", "findLost()")
        page.evaluate("sweep.space(true)")
        yield from say(page, f"{width} wide, spaced", "findLost()")
        page.evaluate("sweep.space(false)")
    yield from say(page, "targets on a phone", "findSmallTargets()")
    resize(page, HALF)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    yield from say(page, "text twice as large", "findLost()")
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    resize(page, WIDE)


def recolour(page: Page) -> Iterator[Finding]:
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        yield from say(page, f"forced colours, {scheme}", "findLostWithoutColours()")
    page.emulate_media(forced_colors="none", color_scheme="light")


def look(page: Page, what: str, only: Mapping[str, Any]) -> Iterator[Finding]:
    """Run axe."""
    for finding in page.evaluate(LOOK, only):
        yield what, finding


def sweep_wide(page: Page, *, is_first: bool) -> Iterator[Finding]:
    """Try everything on a page that is open at full width; little of it stands afterwards."""
    yield from say(page, "errors", "findDumbErrors()")
    yield from say(page, "pictures", "findPoorPictures()")
    yield from say(page, "without movement", "findMovement()")
    yield from say(page, "targets", "findSmallTargets()")
    yield from walk(page, is_whole=is_first)
    yield from enlarge(page)
    yield from recolour(page)
    page.evaluate("most => sweep.thin(most)", ALIKE)
    yield from look(page, "axe", BY_ALL)
    page.emulate_media(color_scheme="dark")
    yield from look(page, "axe, dark", BY_COLOUR)
    page.emulate_media(color_scheme="light")


def sweep_narrow(page: Page) -> Iterator[Finding]:
    """Try on a phone what differs from language to language."""
    yield from say(page, "on a phone", "findLost()")
    yield from say(page, "errors", "findDumbErrors()")
    yield from say(page, "targets on a phone", "findSmallTargets()")
    page.evaluate("most => sweep.thin(most)", ALIKE)
    yield from look(page, "axe", BY_ALL)
