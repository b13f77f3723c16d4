"""The pages of a laptop's host, and those for paper, on a phone in Arabic and in the dark."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app.service.secret import hash_secret
from tests.browser.conftest import PHONE, open_windows
from tests.browser.sweep import prepare, sweep_narrow
from tests.room import open_alone
from tests.web.conftest import open_app
from tests.web.walk import workspace_of

pytestmark = pytest.mark.needs_chromium


@pytest.fixture
def laptop(filled_file: Path, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    app = open_app(tmp_path / "laptop", filled_file, accounts=False, host_key=hash_secret("key"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_they_have_no_barrier(laptop: tuple[Flask, str], browser: Browser) -> None:
    app, url = laptop
    room = open_alone(workspace_of(app), "e-government", anonymity="named", balance={"sex": ("A",)})
    root, found = f"/workshop/{room.id}", []
    with open_windows(url, browser) as open_one:
        visit = open_one(language="ar", width=PHONE)
        visit.allowed.append("status of 422")
        prepare(visit.context)
        visit.page.emulate_media(color_scheme="dark")
        page = visit.go("/host/key")
        found += sweep_narrow(page)
        page.click("main form button")
        assert page.url == f"{url}/host"
        pages = (
            "/host",
            f"{root}/paper",
            f"{root}/paper/form",
            f"{root}/tally",
            f"{root}/workbook",
        )
        for address in pages:
            found += [(address, *it) for it in sweep_narrow(visit.go(address))]
        page = visit.go(f"{root}/paper/form")
        page.fill("[name='a.POL-01']", "9")
        page.press("[name='a.POL-01']", "Enter")
        page.wait_for_selector("#errors")
        assert page.evaluate("document.activeElement.id") == "errors"
        found += [("refused", *it) for it in sweep_narrow(page)]
    assert not found, found
