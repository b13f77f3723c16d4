"""Every kind of page, in English and Arabic, for everybody: keyboard, zoom, colours, axe."""

import os
import threading
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error
from werkzeug.serving import make_server

from tests.browser.conftest import PHONE, OpenVisit, Visit, open_windows
from tests.browser.gallery import KENYA, Gallery, fill_gallery
from tests.browser.page_kind import GROUPS, PUBLIC_KINDS, PageKind
from tests.browser.sweep import Finding, prepare, sweep_narrow, sweep_wide

pytestmark = pytest.mark.needs_chromium

PATIENCE = 10_000
EXPECTED = Path(__file__).with_name("expected")


@pytest.fixture(scope="module")
def gallery(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    made = fill_gallery(tmp_path_factory.mktemp("gallery") / "site", filled_file)
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join(10)
    server.server_close()
    made.workspace.engine.dispose()


@pytest.fixture
def open_gallery(gallery: Gallery, browser: Browser) -> Iterator[OpenVisit]:
    with open_windows(gallery.url, browser) as open_one:
        yield open_one


def come_to(visit: Visit, kind: PageKind, **places: str) -> None:
    """Open a page and do what leads to its kind."""
    if kind.status >= 400:
        visit.allowed.append(rf"Failed to load resource: .* {kind.status} ")
    page = visit.go(kind.path.format(**places), status=200 if kind.act else kind.status)
    if kind.act:
        kind.act(page)
    page.locator(kind.shows).first.wait_for(timeout=PATIENCE)


def list_kinds(
    visit: Visit, gallery: Gallery, language: str, who: str
) -> Iterator[tuple[PageKind, str]]:
    """Open one kind of page after the other; one that can't be opened says why."""
    link = next(item["value"] for item in gallery.cookies[language] if item["name"] == "link")
    if who != "stranger":
        gallery.give_cookies(visit.context, language)
    for kind in GROUPS[who]:
        try:
            come_to(visit, kind, link=link, assessment=gallery.assessment)
        except (AssertionError, Error) as error:
            yield kind, f"{kind.name} can't be opened: {error}"
        else:
            yield kind, ""


def tell(kind: PageKind, findings: Iterator[Finding]) -> list[str]:
    return [f"{kind.name} ({what}): {finding}" for what, finding in findings]


def check_expected(name: str, text: str) -> None:
    """Compare with what was read through and kept; EREADY_EXPECTED=write keeps it anew."""
    path = EXPECTED / name
    if os.environ.get("EREADY_EXPECTED") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    difference = unified_diff(kept.splitlines(), text.splitlines(), lineterm="", n=1)
    assert kept == text, "\n".join(difference)


# Before the others, which change what stands in the pages.
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_read_aloud_as_they_were_read_through(
    open_gallery: OpenVisit, gallery: Gallery, language: str
) -> None:
    visit = open_gallery(language=language)
    gallery.give_cookies(visit.context, language)
    for name, path in (("question", "answers/policy"), ("result", "result")):
        page = visit.go(f"{KENYA}/{path}")
        check_expected(f"{name}.{language}.yaml", page.locator("main").aria_snapshot() + "\n")


@pytest.mark.parametrize("who", GROUPS)
def test_in_english_at_every_size(open_gallery: OpenVisit, gallery: Gallery, who: str) -> None:
    visit = open_gallery()
    prepare(visit.context)
    found: list[str] = []
    for kind, problem in list_kinds(visit, gallery, "en", who):
        is_first = kind is PUBLIC_KINDS[0]
        found += [problem] if problem else tell(kind, sweep_wide(visit.page, is_first=is_first))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", GROUPS)
def test_in_arabic_on_a_phone(open_gallery: OpenVisit, gallery: Gallery, who: str) -> None:
    visit = open_gallery(language="ar", width=PHONE)
    prepare(visit.context)
    found: list[str] = []
    for kind, problem in list_kinds(visit, gallery, "ar", who):
        found += [problem] if problem else tell(kind, sweep_narrow(visit.page))
        assert visit.page.locator("html").get_attribute("dir") == "rtl"
    assert not found, "\n".join(found)
