"""The comment matrix in a browser without script: remark, reply, decision, files."""

import io
import zipfile

import pytest
from flask import Flask

from app.service.assessment.opening import open_assessment
from app.service.assessment.review import Decision, decide_remark, read_matrix
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import main_text, workspace_of


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def matrix(team: Team, assessment_id: str) -> list[tuple[int, str, str, str]]:
    opened = open_assessment(team.actor("viewer"), team.workspace, assessment_id, "view")
    found = read_matrix(team.workspace, opened).remarks
    return [(item.number, item.place, item.reply, item.decision) for item in found]


def test_a_reviewer_remarks_and_the_team_decides(app: Flask, team: Team) -> None:
    assessment_id = team.begin("e-government", state="review")
    home = f"/assessments/{assessment_id}/review"
    reviewer = walk_as(app, team, "reviewer")
    page = reviewer.go(f"{home}?place=POL-01")
    assert "no remark yet" in main_text(page)
    assert reviewer.form("/review").fields["place"] == ["POL-01"]
    page = reviewer.send("/review", status=422)
    assert "Write what you remark" in main_text(page)
    reviewer.send("/review", text="=The plan is a draft.", proposal="Level 1.", place="POL-01")
    reviewer.send("/review", text="Sources are missing.", place="")
    reviewer.go(f"{home}/1")
    page = reviewer.send("/1", text="=The plan is but a draft.")
    assert "but a draft" in main_text(page)
    assert reviewer.client.post(f"{home}/1/decision").status_code in {403, 404}

    focal = walk_as(app, team, "focal-point")
    page = focal.go(home)
    assert "2 remarks, 2 not decided" in main_text(page)
    focal.go(f"{home}/1")
    page = focal.send("/decision", status=422, decision="not-accepted")
    assert "Write a reply" in main_text(page)
    page = focal.send("/decision", decision="partly", reply="It was adopted in March.")
    assert "Accepted in part" in main_text(page)
    page = focal.go(f"{home}?open=1")
    assert "Sources are missing" in main_text(page)
    assert "but a draft" not in main_text(page)
    assert matrix(team, assessment_id) == [
        (1, "POL-01", "It was adopted in March.", "partly"),
        (2, "", "", ""),
    ]
    reviewer.client.get(f"{home}/1")
    viewer = walk_as(app, team, "viewer")
    page = viewer.go(home)
    assert "Write a remark" not in page.text
    raw = viewer.client.get(f"{home}.csv").get_data(as_text=True)
    assert "It was adopted in March." in raw
    assert ',"=The' not in raw
    assert ",=The" not in raw
    with zipfile.ZipFile(io.BytesIO(viewer.client.get(f"{home}.xlsx").get_data())) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
    assert viewer.client.get(f"{home}.json").status_code == 404
    assert viewer.client.get(f"{home}/3").status_code == 404


def test_two_who_decide_the_same_both_see_it(app: Flask, team: Team) -> None:
    assessment_id = team.begin("e-government", state="review")
    home = f"/assessments/{assessment_id}/review"
    reviewer = walk_as(app, team, "reviewer")
    reviewer.go(home)
    reviewer.send("/review", text="Sources are missing.")
    focal = walk_as(app, team, "focal-point")
    focal.go(f"{home}/1")
    given = Decision(1, 1, "Mine first.", "accepted")
    assert decide_remark(team.actor("contributor"), team.workspace, assessment_id, given)
    page = focal.send("/decision", status=409, decision="not-accepted", reply="No, see page 3.")
    assert "Mine first." in main_text(page)
    assert "No, see page 3." in page.text
    assert matrix(team, assessment_id) == [(1, "", "Mine first.", "accepted")]
    focal.send("/decision")
    assert matrix(team, assessment_id) == [(1, "", "No, see page 3.", "not-accepted")]


def test_remarks_wait_for_the_review_and_stop_with_it(app: Flask, team: Team) -> None:
    for state in ("draft", "collecting", "consensus", "approved"):
        assessment_id = team.begin("e-government", state=state)
        home = f"/assessments/{assessment_id}/review"
        reviewer = walk_as(app, team, "reviewer")
        reviewer.go(home)
        done = reviewer.client.post(
            home, data={"text": "Why?"}, headers={"Origin": "http://localhost"}
        )
        assert done.status_code == 409
        assert matrix(team, assessment_id) == []


def test_a_number_beyond_all_columns_is_no_remark(app: Flask, team: Team) -> None:
    assessment_id = team.begin("e-government", state="review")
    for role, act in (("reviewer", ""), ("focal-point", "/decision")):
        for number in (2**31, 10**30):
            done = walk_as(app, team, role).client.post(
                f"/assessments/{assessment_id}/review/{number}{act}",
                data={"text": "Why?", "reply": "So.", "seen": "1"},
                headers={"Origin": "http://localhost"},
            )
            assert done.status_code == 404, (role, number)
