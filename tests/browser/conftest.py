"""A real browser on a real server; console errors, refused loads and requests elsewhere fail."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app.service.workspace import Workspace
from tests.database import migrated_file
from tests.web.conftest import filled_file, open_app

__all__ = ["filled_file", "migrated_file"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, PHONE = 1280, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Barriers are told in full; the thousands of parts that have none are not, which takes a third of
# the time.
# No rule of these looks at the style sheets themselves, so that they are not read anew.
PRELOAD = {"assets": ["media"]}
AXE = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": PRELOAD,
}


@dataclass
class Site:
    url: str
    workspace: Workspace


@pytest.fixture(scope="session")
def site(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on a free port of this machine."""
    app = open_app(tmp_path_factory.mktemp("browser"), filled_file)
    workspace = app.extensions["eready"]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", workspace)
    server.shutdown()
    thread.join(10)
    server.server_close()
    workspace.engine.dispose()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A window on the site. `allowed` holds patterns of console messages a test expects."""

    url: str
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def go(self, path: str, *, status: int = 200) -> Page:
        """Open a page; one that is refused writes to the console, which is then expected."""
        if status >= 400:
            self.allowed.append(rf"Failed to load resource: .* {status} ")
        response = self.page.goto(self.url + path)
        assert response is not None
        assert response.status == status, path
        return self.page

    @property
    def width_needed(self) -> int:
        """How wide the page is, in CSS pixels; more than the window means sideways scrolling."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width

    def find_barriers(self) -> list[str]:
        """Run axe; one line for each finding."""
        found: dict[str, Any] = Axe().run(self.page, options=AXE).response
        return [
            f"{item['id']}: {node['html'][:160]} {node['failureSummary']}"
            for item in found["violations"]
            for node in item["nodes"]
        ]

    def unexpected(self) -> list[str]:
        return [
            text
            for text in self.problems
            if not any(re.search(pattern, text) for pattern in self.allowed)
        ]


OpenVisit = Callable[..., Visit]


def watch(visit: Visit) -> None:
    """Note what no page may do."""
    own = urlsplit(visit.url).netloc

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != own:
            visit.problems.append(f"request elsewhere: {request.url}")

    visit.context.on("request", note_request)
    visit.context.on(
        "console",
        lambda said: (
            visit.problems.append(f"{said.type}: {said.text}")
            if said.type in {"error", "warning"}
            else None
        ),
    )
    visit.context.on("weberror", lambda raised: visit.problems.append(f"raised: {raised.error}"))


@contextmanager
def open_windows(url: str, browser: Browser) -> Iterator[OpenVisit]:
    """Open windows on a site, and fail at the end if a page did what none may do."""
    visits: list[Visit] = []

    def open_one(
        *, language: str = "en", width: int = WIDE, scheme: str = "light", script: bool = True,
        proxy: str = "",
    ) -> Visit:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
            locale=language,
            reduced_motion="reduce",
            # Chromium passes a proxy by for this machine unless it is told not to.
            proxy={"server": proxy, "bypass": "<-loopback>"} if proxy else None,
        )
        visit = Visit(url, context, context.new_page())
        watch(visit)
        visits.append(visit)
        return visit

    yield open_one
    said = [text for visit in visits for text in visit.unexpected()]
    for visit in visits:
        visit.context.close()
    assert not said, said


@pytest.fixture
def open_visit(site: Site, browser: Browser) -> Iterator[OpenVisit]:
    """Open windows: `open_visit(language="ar", width=PHONE, scheme="dark", script=False)`."""
    with open_windows(site.url, browser) as open_one:
        yield open_one
