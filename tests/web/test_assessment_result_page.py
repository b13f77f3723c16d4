"""From the last answer to the approved result: steps, numbers, files, the report."""

import io
import json
import zipfile

import pytest
from flask import Flask

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import main_text, workspace_of

TOOLKIT = "sector-e-strategy"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def begin(team: Team, value: int = 2, **more: object) -> str:
    """Begin an assessment in which every question by level has one answer."""
    parameters = {"sector": "health"}
    assessment_id = team.begin(TOOLKIT, parameters=parameters, **more)
    toolkit = team.workspace.toolkits.get(TOOLKIT)
    assert toolkit is not None
    given = [
        Change(Answer(question.id, value=value, note="=A note"))
        for question in toolkit.questions
        if question.kind == "level"
    ]
    save_team_answers(
        team.actor("focal-point"), team.workspace, assessment_id, changes=tuple(given[1:])
    )
    return assessment_id


def test_a_team_hands_in_and_the_approver_approves(app: Flask, team: Team) -> None:
    assessment_id = begin(team)
    home = f"/assessments/{assessment_id}"
    walker = walk_as(app, team, "focal-point")
    page = walker.go(f"{home}/steps")
    assert "Blank" in main_text(page)
    assert "Claimed without evidence" in main_text(page)
    page = walker.go(f"{home}/steps/review")
    assert "No answer changes any more" in main_text(page)
    assert "Approver, Expert and Reviewer" in main_text(page)
    page = walker.send("/steps/review", note="All were there.")
    assert "Internal review" in page.text
    assert "All were there." in main_text(page)

    reviewer = walk_as(app, team, "reviewer")
    reviewer.go(f"{home}/steps/changes-asked")
    page = reviewer.send("/steps/changes-asked", status=422)
    assert "Say why" in main_text(page)
    approver = walk_as(app, team, "approver")
    approver.go(f"{home}/steps/approved")
    # Meanwhile the focal point takes it back: what the approver saw is no longer so.
    walker.go(f"{home}/steps/collecting")
    walker.send("/steps/collecting", note="One more answer.")
    approver.send("/steps/approved", status=409)
    walker.go(f"{home}/steps/review")
    walker.send("/steps/review")
    approver.go(f"{home}/steps/approved")
    page = approver.send("/steps/approved", note="Well done.")
    assert "Approved" in page.text
    page = walker.go(f"{home}/result")
    assert "Approved on 22 November 2026" in main_text(page)
    walker.go(f"{home}/steps/review", status=409)
    walker.go(f"{home}/steps/nowhere", status=404)


def test_every_number_of_a_result_opens(app: Flask, team: Team) -> None:
    assessment_id = begin(team)
    home = f"/assessments/{assessment_id}"
    walker = walk_as(app, team, "viewer")
    page = walker.go(f"{home}/result")
    assert "A draft" in main_text(page)
    links = {
        item.attributes["href"]
        for item in page.find("a")
        if f"{home}/result/" in item.attributes.get("href", "")
    }
    assert len(links) > 10
    for link in sorted(links)[:6]:
        walker.go(link)
    walker.go(f"{home}/result/nothing", status=404)
    figure = walker.client.get(f"{home}/result/profile.json")
    assert figure.get_json()["data"]
    assert walker.client.get(f"{home}/result/nothing.json").status_code == 404


def test_files_say_the_same_and_start_no_formula(app: Flask, team: Team) -> None:
    assessment_id = begin(team)
    client = walk_as(app, team, "viewer").client
    home = f"/assessments/{assessment_id}"
    said = json.loads(client.get(f"{home}/result.json").get_data(as_text=True))
    text = json.dumps(said)
    assert "nobody\\u2019s official position" in text or "nobody’s official position" in text
    assert "participants" in text
    raw = client.get(f"{home}/result.csv?table=answers").get_data(as_text=True)
    assert '"=A note"' not in raw
    assert "A note" in raw
    with zipfile.ZipFile(io.BytesIO(client.get(f"{home}/result.xlsx").get_data())) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert len(sheets) > 5
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    assert client.get(f"{home}/result.csv?table=nothing").status_code == 404
    assert client.get(f"{home}/result.exe").status_code == 404


def test_the_report_is_made_and_a_draft_says_so(app: Flask, team: Team) -> None:
    assessment_id = begin(team)
    home = f"/assessments/{assessment_id}"
    walker = walk_as(app, team, "viewer")
    assert walker.client.get(f"{home}/report.pdf").status_code == 404
    page = walker.go(f"{home}/report")
    assert "marked as a draft on each page" in main_text(page)
    walker.send("/report")
    run_due_jobs(team.workspace, RUNNERS)
    walker.go(f"{home}/report")
    sent = walker.client.get(f"{home}/report.pdf")
    assert sent.data.startswith(b"%PDF")
    stranger = walk_as(app, team, "stranger").client
    assert stranger.get(f"{home}/report.pdf").status_code == 404
