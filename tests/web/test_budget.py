"""What a first visit to each kind of page weighs, in all six languages: never above its line.

`budget.txt` has a line for each kind: the most bytes, headers included, and the address of one of
the heaviest pages of that kind. A new page that needs no account needs a line; none may be above
60 kB without a reason after a #.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.presentation.language import LANGUAGES
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.publication import publish
from app.service.assessment.step import Wish
from app.service.check_state import Change
from app.web.area import OPEN_TO_ALL
from app.web.scene import access_of
from tests.room import OpenRoom, open_alone
from tests.team import make_team
from tests.web.walk import KENYA, Walker, workspace_of

TABLE = Path(__file__).with_name("budget.txt")
PROMISE = 60_000
PROMISED = {"/", KENYA}
MOST_REQUESTS = 7
# The first line of an answer and the lines that the server adds: its name and the date.
SERVER = len("HTTP/1.1 200 OK\r\nserver: granian\r\ndate: Sun, 22 Nov 2026 09:00:00 GMT\r\n\r\n")
LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')
NO_PAGES = re.compile(r"\.(json|csv|pdf|zip|xlsx|ics|txt|<kind>|ico)$|^/static/|^/health$|^/demo$")
# They send to another page, or a word to a script.
SENDERS = {
    "data.choose_country", "answer.begin", "toolkit.show_question", "toolkit.show_version_question",
    "oidc.leave", "oidc.come_back", "room.show_pulse",
}  # fmt: skip
NOWHERE = "/nowhere"


@dataclass(frozen=True)
class Line:
    most: int
    address: str
    reason: str


def read_table() -> list[Line]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [re.fullmatch(r"(\d+) (\S+)(?: # (.+))?", row) for row in rows]
    return [Line(int(cell[1]), cell[2], cell[3] or "") for cell in cells if cell]


def weigh(response: TestResponse) -> int:
    """Count the bytes of an answer on the wire, headers too."""
    headers = sum(len(f"{name}: {value}\r\n") for name, value in response.headers)
    return SERVER + headers + len(response.data)


def read_body(response: TestResponse) -> str:
    is_packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.data) if is_packed else response.data).decode()


class Visitor:
    """Somebody with an empty cache, on plain HTTP: gzip, as Brotli is for HTTPS only."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.files: dict[str, int] = {}
        self.room: OpenRoom | None = None

    def visit(self, address: str, language: str) -> tuple[int, int]:
        """Open a page with all it loads; give the bytes and the requests."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": language}
        response = self.client.get(address, headers=headers)
        assert response.status_code in {200, 400, 404}, address
        assert response.mimetype == "text/html", address
        page = read_body(response)
        assert f'<html lang="{language}"' in page
        loaded = set(LOADED.findall(page))
        assert any("/css/" in name for name in loaded)
        for name in loaded - self.files.keys():
            self.files[name] = weigh(self.client.get(name, headers=headers))
        return weigh(response) + sum(self.files[name] for name in loaded), 1 + len(loaded)


@pytest.fixture(scope="module")
def visitor(app: Flask) -> Iterator[Visitor]:
    """One who has answered every question, so that the pages of the check are full."""
    walker = Walker(app)
    walker.go(f"{KENYA}/answers/infrastructure")
    for _ in range(4):
        form = walker.form()
        questions = {name.removesuffix(".version") for name in form.fields if ".version" in name}
        given = {name: ["=1"] for name in questions if not form.fields.get(name)}
        notes = {f"{name}.note": ["A note of some length. " * 4] for name in questions}
        response = walker.client.post(form.action, data=form.fields | given | notes)
        walker.go(response.headers["Location"])
    assert walker.address == f"{KENYA}/result"
    publish_everything(app)
    visitor = Visitor(walker.client)
    visitor.room = sit_down(app, walker)
    return visitor


def sit_down(app: Flask, walker: Walker) -> OpenRoom:
    """Take a seat in a room in which everything that can be asked at the door is asked."""
    balance = {"sector": ("Government", "Private"), "region": ("North", "South")}
    room = open_alone(workspace_of(app), "e-government", anonymity="named", balance=balance)
    walker.go(f"/join/{room.code}")
    walker.send(f"/{room.code}", name="Amina", role="Teacher")
    room.open("policy")
    return room


def publish_everything(app: Flask) -> None:
    """Publish all parts of an assessment in which every question is answered."""
    team = make_team(workspace_of(app))
    assessment_id = team.begin("e-government")
    toolkit = team.workspace.toolkits.get("e-government")
    assert toolkit is not None
    changes = tuple(
        Change(Answer(question.id, value=1, note="A note of some length. " * 4))
        for question in toolkit.questions
        if question.kind == "level"
    )
    save_team_answers(team.actor("focal-point"), team.workspace, assessment_id, changes=changes)
    team.set_state(assessment_id, "review")
    approver = team.actor("approver")
    approve(approver, team.workspace, assessment_id, Wish("review", "approved"))
    wish = Wish("approved", "published")
    publish(approver, team.workspace, assessment_id, wish, parts=["report"])


def fill_in(visitor: Visitor, address: str) -> str:
    """Put the present version of the toolkit and the private link of the check into an address."""
    if "{room}" in address or "{code}" in address:
        assert visitor.room is not None
        # Whoever sits is led to their seat: a room's door is seen without one.
        visitor.client.delete_cookie("seat", path="/join")
        return address.format(room=visitor.room.id, code=visitor.room.code)
    for mark, page, pattern in (
        ("{version}", re.sub("/{version}.*", "", address), r"/versions/([\d.]+)"),
        ("{token}", f"{KENYA}/link", r"/r/([\w-]+)"),
        ("{published}", "/published?toolkit=e-government", r"/published/([\w-]+)"),
    ):
        if mark in address:
            found = re.search(pattern, visitor.client.get(page).get_data(as_text=True))
            assert found
            address = address.replace(mark, found[1])
    return address


@pytest.mark.parametrize("line", read_table(), ids=lambda line: line.address)
def test_a_first_visit_stays_within_its_budget(visitor: Visitor, line: Line) -> None:
    address = fill_in(visitor, line.address)
    weights = {}
    for language in LANGUAGES:
        weights[language], requests = visitor.visit(address, language)
        assert requests <= MOST_REQUESTS
    assert max(weights.values()) <= line.most, weights


def test_every_kind_of_page_that_needs_no_account_has_a_budget(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    paths = [line.address.split("?")[0] for line in read_table() if line.address != NOWHERE]
    named = {adapter.match(path)[0] for path in paths}
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and access_of(app).get(rule.endpoint) in OPEN_TO_ALL
        and not NO_PAGES.search(rule.rule)
    }
    assert named == pages - SENDERS


def test_no_budget_is_above_the_promise_without_a_reason() -> None:
    lines = read_table()
    assert len(lines) == len(TABLE.read_text(encoding="utf-8").splitlines())
    assert [line.address for line in lines if line.most > PROMISE and not line.reason] == []
    assert all(line.most <= PROMISE for line in lines if line.address in PROMISED)
    assert {line.address for line in lines} >= PROMISED
