"""A browser without script: reads the forms of a page, fills fields, presses buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.service.workspace import Workspace
from tests.web.page import Element, Page, Reader, check_page

SEEN: set[tuple[object, ...]] = set()
"""Kinds of pages that were checked in this run; reading one to the letter takes its time."""
KENYA = "/check/e-government/KEN"
OWN = {"Origin": "http://localhost"}
SCRIPT = {**OWN, "Accept": "application/json"}

Fields = dict[str, list[str]]


def workspace_of(app: Flask) -> Workspace:
    found: Workspace = app.extensions["eready"]
    return found


def count_rows(app: Flask, *tables: str) -> dict[str, int]:
    """Count the rows of tables; of all that visitors fill where none is named."""
    wanted = tables or (
        "quick_check", "answer", "access_key", "feedback", "job", "document", "audit",
    )  # fmt: skip
    with workspace_of(app).engine.connect() as connection:
        return {
            name: connection.execute(text(f"select count(*) from {name}")).scalar_one()  # noqa: S608
            for name in wanted
        }


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    fields: Fields
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_form(page: Page, form: Element, address: str) -> Form:
    """Read what a browser would send of a form that nobody touched."""
    fields: Fields = {}
    buttons: dict[str, tuple[str, str]] = {}
    for item in page.elements:
        if form not in item.parents:
            continue
        values = item.attributes
        if item.tag == "button":
            buttons[item.text] = (values.get("name", ""), values.get("value", ""))
        if "name" not in values or item.tag == "button":
            continue
        if item.tag == "textarea":
            # A browser leaves out the first line break of a text area.
            fields.setdefault(values["name"], []).append("".join(item.texts).removeprefix("\n"))
        elif item.tag == "select":
            fields.setdefault(values["name"], []).append(chosen(page, item))
        elif values.get("type") not in {"radio", "checkbox"} or "checked" in values:
            fields.setdefault(values["name"], []).append(values.get("value", "on"))
    return Form(form.attributes.get("action") or address, fields, buttons)


def chosen(page: Page, select: Element) -> str:
    options = [item for item in page.find("option") if select in item.parents]
    marked = [item for item in options if "selected" in item.attributes] or options[:1]
    return marked[0].attributes["value"]


class Walker:
    """One visitor on one device. Cookies and the token of each form are all it has."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.address = ""
        self.page: Page | None = None

    def go(self, address: str, *, status: int = 200) -> Page:
        return self._take(self.client.get(address), address, status)

    def _take(self, response: TestResponse, address: str, status: int) -> Page:
        while response.status_code in {303, 308}:
            address = response.headers["Location"]
            response = self.client.get(address)
        assert response.status_code == status, (address, response.get_data(as_text=True)[:3000])
        self.address, self.page = address, self._read(response)
        return self.page

    @staticmethod
    def _read(response: TestResponse) -> Page:
        """Read a page; the rules of every page are checked when its like is seen first."""
        parts = urlsplit(response.request.path).path.split("/")
        like = (response.status_code, len(parts), *parts[1:3], *parts[4:5])
        if like not in SEEN:
            SEEN.add(like)
            return check_page(response)
        reader = Reader()
        reader.feed(response.get_data(as_text=True))
        return Page(response, reader.elements)

    def form(self, action: str = "") -> Form:
        """Give the form that goes to an address ending so, the first one without a name."""
        assert self.page is not None
        forms = [
            read_form(self.page, item, self.address)
            for item in self.page.find("form")
            if item.attributes.get("method") == "post"
        ]
        return next(form for form in forms if form.action.endswith(action))

    def send(
        self, action: str = "", *, press: tuple[str, str] | None = None, status: int = 200,
        **changes: str | list[str],
    ) -> Page:  # fmt: skip
        """Fill a form and press a button; `POL_01__note` stands for `POL-01.note`."""
        form = self.form(action)
        data = form.fields | named(changes)
        if press:
            data[press[0]] = [press[1]]
        # No Origin: the token in the form alone proves where it is from.
        response = self.client.post(form.action, data=data)
        return self._take(response, form.action, status)

    def save(
        self, address: str, fields: Mapping[str, str | list[str]] | None = None,
        **changes: str | list[str],
    ) -> TestResponse:  # fmt: skip
        """Save as the script does."""
        data = dict(fields or {}) | named(changes)
        for question in {name.split(".")[0] for name in data}:
            if "-" in question:
                data.setdefault(f"{question}.version", "0")
        return self.client.post(address, data=data, headers=SCRIPT)


def named(changes: Mapping[str, str | list[str]]) -> Fields:
    return {
        name.replace("__", ".").replace("_", "-") if name[0].isupper() else name: [value]
        if isinstance(value, str)
        else value
        for name, value in changes.items()
    }


def main_text(page: Page) -> str:
    return page.one("main").text
