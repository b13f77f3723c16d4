"""A workbook taken away, filled in, and read back in a browser without script."""

import io

import pytest
from flask import Flask

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from tests.export.filling import fill
from tests.team import Team, make_team
from tests.web.page import Page, check_page
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of

TOOLKIT = "sector-e-strategy"
KEPT = ("assessment_answer", "answer_history")


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    made = team.begin(TOOLKIT, parameters={"sector": "health"})
    save(team, made, Answer("ES-VIS-1", value=1, note="By law."), Answer("ES-VIS-2", value=0))
    return made


def save(team: Team, begun: str, *answers: Answer, base: int = 0) -> None:
    changes = tuple(Change(answer, base) for answer in answers)
    save_team_answers(team.actor("facilitator"), team.workspace, begun, changes=changes)


def walk_as(app: Flask, team: Team, role: str) -> Walker:
    walker = Walker(app)
    walker.client.set_cookie("sign-in", team.secret(role))
    return walker


def upload(walker: Walker, begun: str, body: bytes, *, status: int = 200) -> Page:
    """Send a workbook as a browser does, and read the page that comes."""
    response = walker.client.post(
        f"/assessments/{begun}/workbook",
        data={"file": (io.BytesIO(body), "filled.xlsx")},
        headers=OWN,
    )
    assert response.status_code == status
    walker.page = check_page(response)
    walker.address = f"/assessments/{begun}/workbook"
    return walker.page


def test_out_and_in_with_a_choice_where_two_meet(app: Flask, begun: str, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(f"/assessments/{begun}/workbook")
    response = walker.client.get(f"/assessments/{begun}/workbook.xlsx")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    body = fill(response.data, {
        "ES-VIS-1": {"answer": "3"}, "ES-VIS-2": {"answer": "2"}, "ES-VIS-3": {"answer": "1"},
    })  # fmt: skip
    save(team, begun, Answer("ES-VIS-2", value=3, note="Meanwhile."), base=1)
    before = count_rows(app, *KEPT)
    said = main_text(upload(walker, begun, body))
    for words in ("Nothing is written yet", "Another answer stands here: choose", "New here",
                  "Takes the place of what stands here", "Without a tick this stays"):  # fmt: skip
        assert words in said, words
    assert count_rows(app, *KEPT) == before
    page = walker.send("/workbook/answers")
    assert "2 answers were taken from the workbook" in main_text(page)
    history = f"/assessments/{begun}/questions/ES-VIS-1/history"
    assert "Read from a workbook" in main_text(walker.go(history))
    walker.go(f"/assessments/{begun}/topics/ES-VIS")
    given = walker.form("/topics/ES-VIS").fields
    assert [given[f"ES-VIS-{number}"] for number in (1, 2, 3)] == [["=3"], ["=3"], ["=1"]]
    # The same once more meets what was changed meanwhile, and takes what is chosen.
    upload(walker, begun, body)
    save(team, begun, Answer("ES-VIS-3", value=0), base=1)
    page = walker.send("/workbook/answers", status=409, take=["ES-VIS-2"])
    assert "Nothing was taken over" in main_text(page)
    assert walker.form("/workbook/answers").fields["take"] == ["ES-VIS-2"]
    walker.send("/workbook/answers")
    walker.go(f"/assessments/{begun}/topics/ES-VIS")
    given = walker.form("/topics/ES-VIS").fields
    assert [given[f"ES-VIS-{number}"] for number in (2, 3)] == [["=2"], ["=0"]]


def test_wrong_workbooks_are_told_by_cell(app: Flask, begun: str, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    good = walker.client.get(f"/assessments/{begun}/workbook.xlsx").data
    before = count_rows(app, *KEPT)
    page = upload(walker, begun, fill(good, {"ES-VIS-1": {"answer": "9"}}), status=422)
    assert "cell G" in main_text(page)
    assert "Nothing was read" in main_text(upload(walker, begun, b"PK but no", status=422))
    assert "Choose a workbook first" in main_text(upload(walker, begun, b"", status=422))
    other = walker.client.get(f"/toolkits/{TOOLKIT}/form.xlsx?parameter.sector=agriculture")
    assert other.status_code == 200
    body = fill(other.data, {"ES-VIS-1": {"answer": "2"}})
    page = upload(walker, begun, body, status=422)
    assert "with other options" in main_text(page)
    # What was held in the page is not taken once it was touched.
    upload(walker, begun, fill(good, {"ES-VIS-3": {"answer": "2"}}))
    form = walker.form("/workbook/answers")
    forged = form.fields | {"sheets": ["x" + form.fields["sheets"][0]]}
    assert walker.client.post(form.action, data=forged).status_code == 400
    assert count_rows(app, *KEPT) == before


def test_who_may_not_reads_or_writes_nothing(app: Flask, begun: str, team: Team) -> None:
    focal = walk_as(app, team, "focal-point")
    good = focal.client.get(f"/assessments/{begun}/workbook.xlsx").data
    upload(focal, begun, fill(good, {"ES-VIS-3": {"answer": "2"}}))
    form = focal.form("/workbook/answers")
    before = count_rows(app, *KEPT)
    for role in ("stranger", "viewer", ""):
        client = walk_as(app, team, role).client if role else app.test_client()
        for path in ("workbook", "workbook.xlsx", "form.pdf"):
            code = client.get(f"/assessments/{begun}/{path}").status_code
            assert (code == 200) == (role == "viewer" and path != "form.pdf"), (role, path)
        assert client.post(form.action, data=form.fields, headers=OWN).status_code == 404
        sent = client.post(f"/assessments/{begun}/workbook", data={
            "file": (io.BytesIO(good), "filled.xlsx")}, headers=OWN)  # fmt: skip
        assert sent.status_code == 404
    # What one person holds in a page another one can't send.
    other = walk_as(app, team, "facilitator").client
    assert other.post(form.action, data=form.fields, headers=OWN).status_code == 400
    assert count_rows(app, *KEPT) == before


def test_the_form_to_print_is_asked_for(app: Flask, begun: str, team: Team) -> None:
    walker = walk_as(app, team, "viewer")
    walker.go(f"/assessments/{begun}/workbook")
    page = walker.send("/form")
    assert "The form is being made" in main_text(page)
    assert walker.client.get(f"/assessments/{begun}/form.pdf").status_code == 404
