"""Every page for members on a phone, in Arabic and in the dark: axe, room, errors, targets."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app.web.sign_in import COOKIE
from tests.browser.conftest import PHONE, open_windows
from tests.browser.sweep import prepare, sweep_narrow
from tests.member_page import join_everything
from tests.web.conftest import open_app

pytestmark = pytest.mark.needs_chromium

FEWEST = 40


@pytest.fixture
def served(
    filled_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, str]]:
    app = open_app(tmp_path_factory.mktemp("members"), filled_file)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_members_pages_have_no_barrier(served: tuple[Flask, str], browser: Browser) -> None:
    app, url = served
    membership = join_everything(app)
    client = app.test_client()
    client.set_cookie(COOKIE, membership.secret)
    found: list[str] = []
    tried = 0
    with open_windows(url, browser) as open_one:
        visit = open_one(language="ar", width=PHONE)
        prepare(visit.context)
        visit.page.emulate_media(color_scheme="dark")
        cookie = {"name": COOKIE, "value": membership.secret, "path": "/", "domain": "127.0.0.1"}
        visit.context.add_cookies([cookie])
        for addresses in membership.addresses.values():
            # The round under way comes last; an approved one refuses what changes answers.
            for address in reversed(addresses):
                answer = client.get(address)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    page = visit.go(address)
                    tried += 1
                    found += [f"{address} ({what}): {it}" for what, it in sweep_narrow(page)]
                    break
    assert not found, "\n".join(found)
    assert tried > FEWEST
