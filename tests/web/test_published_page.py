"""Public pages of assessments: what was published and nothing else, for everybody."""

import pytest
from flask import Flask

from app.presentation.view.assessment.figure import Entered
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.desk import FigureChange, save_figures
from app.service.assessment.publication import open_published
from app.service.assessment.step import Wish
from app.service.check_state import Change
from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from app.store.approval import find_approval
from app.store.engine import read_session
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.test_assessment_result_page import begin
from tests.web.walk import Walker, main_text, workspace_of


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app), "NAM")


@pytest.fixture
def approved(team: Team) -> str:
    assessment_id = begin(team)
    team.set_state(assessment_id, "review")
    wish = Wish("review", "approved")
    approve(team.actor("approver"), team.workspace, assessment_id, wish)
    return assessment_id


def test_scores_alone_tell_no_answer(app: Flask, team: Team, approved: str) -> None:
    visitor, home = Walker(app), f"/published/{approved}"
    visitor.go(home, status=404)
    walker = walk_as(app, team, "focal-point")
    page = walker.go(f"/assessments/{approved}/publication")
    assert "Uploaded files stay closed" in main_text(page)
    page = walker.send("/publication", status=422, part=["answers"])
    assert "Tick that you want" in main_text(page)
    page = walker.send("/publication", sure="1", part=[])
    assert "Public now" in main_text(page)

    page = visitor.go(home)
    assert "approved on 22 November 2026" in main_text(page)
    assert "A note" not in page.text
    assert "Focal Point" not in page.text
    said = visitor.client.get(f"{home}/result.json").get_data(as_text=True)
    assert "A note" not in said
    assert '"question"' not in said
    assert visitor.client.get(f"{home}/result.csv?table=answers").status_code == 404
    assert visitor.client.get(f"{home}/report").status_code == 404
    assert visitor.client.get(f"{home}/report.pdf").status_code == 404
    assert visitor.client.get(f"{home}/figures/profile.json").get_json()["data"]
    assert visitor.client.get(f"{home}/figures/strip.json").status_code == 404
    page = visitor.go("/published?toolkit=sector-e-strategy&country=NAM&year=2026")
    assert "Namibia" in main_text(page)
    assert "do not imply any opinion" in page.text
    page = visitor.go("/published?year=1999")
    assert "fits this choice" in main_text(page)
    assert "noindex" not in visitor.client.get(home).get_data(as_text=True)


def test_each_part_makes_public_what_is_said_of_it(app: Flask, team: Team) -> None:
    focal, workspace = team.actor("focal-point"), team.workspace
    wish, approver = Wish("review", "approved"), team.actor("approver")
    first, made = "", ""
    for number in (1, 2):
        first, made = made, team.begin("e-government", round=number)
        answers = (Change(Answer("INF-01", value=number)),)
        save_team_answers(focal, workspace, made, changes=answers)
        # Older than what is published, then newer: that one counts.
        figure = Entered(0.1234, 2000 if number == 1 else 2026, "A bureau", "", 1)
        save_figures(focal, workspace, made, (FigureChange("tii", figure, 0),),
                     index_id="e-government-by-data")  # fmt: skip
        team.set_state(made, "review")
        approve(approver, workspace, made, wish)
    walker, visitor, home = walk_as(app, team, "approver"), Walker(app), f"/published/{made}"

    said = main_text(walker.go(f"/assessments/{made}/publication"))
    for words in ("published ones and those the team entered", "even if that round was never",
                  "remarks reviewers made"):  # fmt: skip
        assert words in said
    always = {"scores", "families", "changes", "participants"}
    for part, more in (("answers", {"answers", "actions"}), ("evidence", {"evidence"}),
                       ("plan", {"goals", "plan"}), ("", set())):  # fmt: skip
        walker.go(f"/assessments/{made}/publication")
        walker.send("/publication", sure="1", part=[part] if part else [])
        book = visitor.client.get(f"{home}/result.json").get_json()
        assert book["tables"].keys() == always | more

    page = visitor.go(home)
    assert "Round 1" in main_text(page), "its scores stand beside"
    public, kept = page.text + str(book), open_published(workspace, made).content.material
    assert kept["desk"][0]["source"] == "A bureau"
    assert "A bureau" not in public
    with read_session(workspace.engine) as session:
        approval = find_approval(session, first)
    assert approval is not None
    before = approval.material["figures"]
    (moved,) = (value for name, value in kept["figures"].items() if value != before[name])
    assert moved in [row["figures"]["value"] for row in book["tables"]["families"]]


def test_all_of_it_is_there_until_it_is_taken_back(app: Flask, team: Team, approved: str) -> None:
    visitor, home = Walker(app), f"/published/{approved}"
    walker = walk_as(app, team, "approver")
    walker.go(f"/assessments/{approved}/steps/published")
    walker.send("/publication", sure="1", part=["report"])
    page = visitor.go(home)
    assert "A note" in page.text
    assert "Approver" in main_text(page), "roles are named"
    visitor.go(f"{home}/report")
    visitor.send("/report")
    run_due_jobs(team.workspace, RUNNERS)
    assert visitor.client.get(f"{home}/report.pdf").data.startswith(b"%PDF")

    walker.go(f"/assessments/{approved}/publication")
    page = walker.send("/withdraw", status=422)
    assert "Say why" in main_text(page)
    walker.send("/withdraw", note="A figure is wrong.")
    for place in ("", "/result.json", "/result.xlsx", "/report", "/report.pdf",
                  "/figures/profile.json"):  # fmt: skip
        assert visitor.client.get(home + place).status_code == 404
    assert approved not in visitor.client.get("/published").get_data(as_text=True)
    nothing = visitor.client.get("/published/nothing").get_data(as_text=True)
    gone = visitor.client.get(home).get_data(as_text=True)
    assert nothing.replace("/published/nothing", home) == gone
