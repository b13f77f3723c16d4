"""The author's site in a browser: it follows the file, keeps what is typed, and has no barrier."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app.paths import TOOLKITS
from app.service.preview.state import Preview
from app.web.preview import create_preview
from tests.browser.conftest import PHONE, WIDE, OpenVisit, open_windows

pytestmark = pytest.mark.needs_chromium

SAMPLE = TOOLKITS / "_features" / "right" / "when.yaml"
PAGES = ["/form/base", "/findings", "/score", "/score/total", "/report", "/report/profile",
         "/blank", "/setting"]  # fmt: skip
LOOKS = [("en", WIDE, "light"), ("zh", WIDE, "dark"), ("ar", PHONE, "light")]
SLOW = 20_000


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[tuple[str, Path, Preview]]:
    """The author's site on a free port, and the file it follows."""
    path = tmp_path / "when.yaml"
    path.write_bytes(SAMPLE.read_bytes())
    preview = Preview(path, secret="for tests, long enough to be taken")
    preview.fill("middle")
    server = make_server("127.0.0.1", 0, create_preview(preview), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", path, preview
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def open_preview(
    trial: tuple[str, Path, Preview], browser: Browser
) -> Iterator[tuple[OpenVisit, Path]]:
    url, path, _ = trial
    with open_windows(url, browser) as open_one:
        yield open_one, path


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_pages_have_no_barrier(
    open_preview: tuple[OpenVisit, Path], language: str, width: int, scheme: str
) -> None:
    visit = open_preview[0](language=language, width=width, scheme=scheme)
    for path in PAGES:
        page = visit.go(path)
        assert page.locator("html").get_attribute("lang") == language
        assert visit.width_needed <= width, path
        assert not visit.find_barriers(), path


def test_broken_save_has_no_barrier_and_keeps_what_is_typed(
    open_preview: tuple[OpenVisit, Path],
) -> None:
    open_one, path = open_preview
    visit = open_one()
    page = visit.go("/form/base")
    page.click("#L-1 summary >> nth=-1")
    page.fill("[name='L-1.note']", "half a thought")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("state: There is no plan.", "state: bad", 1), encoding="utf-8")
    page.wait_for_selector(".stale", timeout=SLOW)
    assert page.input_value("[name='L-1.note']") == "half a thought"
    assert page.locator(".finding").first.is_visible()
    assert not visit.find_barriers()
    path.write_text(text, encoding="utf-8")
    page.wait_for_selector(".stale", state="detached", timeout=SLOW)


def test_an_answer_changes_the_score_and_what_is_asked(
    open_preview: tuple[OpenVisit, Path],
) -> None:
    page = open_preview[0]().go("/form/base")
    whole = page.inner_text("[data-whole]")
    page.check("[name='L-1'][value='=0']")
    page.wait_for_selector("#L-2.parked", timeout=SLOW)
    assert page.inner_text("[data-whole]") != whole
    page.check("[name='L-1'][value='=2']")
    page.wait_for_selector("fieldset#L-2", timeout=SLOW)


def test_without_script_buttons_do_it(open_preview: tuple[OpenVisit, Path]) -> None:
    open_one, path = open_preview
    page = open_one(script=False).go("/form/base")
    page.check("[name='L-1'][value='=0']")
    page.click("form[data-trial] button.button")
    page.wait_for_url("**/score")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Base", "title: Another name"), encoding="utf-8")
    page.click(".reload a")
    assert "Another name" in page.inner_text("main")
