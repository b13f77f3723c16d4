"""The author's site on files of one's own, and pages that are checked as they are fetched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.paths import REFERENCE
from app.service.log import set_up_log
from app.service.preview.state import Preview
from app.web.preview import create_preview
from tests.log import own_log
from tests.web import sense
from tests.web.page import Element, Page, check_page

OWN = {"Origin": "http://localhost"}
SECRET = "for tests, long enough to be taken"


class Author:
    """Somebody who writes a toolkit, with the preview open in a browser without script."""

    def __init__(self, app: Flask, preview: Preview) -> None:
        self.app = app
        self.preview = preview
        self.client = app.test_client()

    def open(self, path: str, *, status: int = 200) -> Page:
        """Open a page, follow where it leads, and check what holds for every page."""
        response = self.client.get(path, follow_redirects=True)
        assert response.status_code == status, path
        return check_page(response)

    def act(self, path: str, fields: dict[str, object] | None = None, **headers: str) -> object:
        return self.client.post(path, data=fields or {}, headers={**OWN, **headers})

    def find(self, page: Page, name: str) -> list[Element]:
        """Give the elements of a page with a class."""
        return [item for item in page.elements if name in item.attributes.get("class", "").split()]

    def fill(self, pattern: str) -> None:
        self.act("/fill", {"pattern": pattern, "seed": "3"})

    def text(self, path: str) -> str:
        response = self.client.get(path, follow_redirects=True)
        return str(response.get_data(as_text=True))


OpenAuthor = Callable[..., Author]


@pytest.fixture
def open_author(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAuthor]:
    """Open the author's site on a toolkit."""

    def open_one(path: Path, *, language: str | None = None, with_data: bool = False) -> Author:
        # Most tests need no published figures, which take time to read.
        reference = REFERENCE if with_data else path.parent / "no-reference"
        preview = Preview(path, secret=SECRET, reference=reference)
        # It logs errors only: left so, other tests would look into an empty log.
        set_up_log(preview.settings)
        app = create_preview(preview, language_code=language)
        # Links are looked up among the routes of this site.
        monkeypatch.setattr(sense, "ROUTES", app.url_map.bind("localhost"))
        return Author(app, preview)

    with own_log():
        yield open_one
