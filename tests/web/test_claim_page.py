"""A check taken into an assessment in a browser without script."""

import pytest
from flask import Flask

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from tests.team import Team, make_team
from tests.web.walk import KENYA, OWN, Walker, count_rows, main_text, workspace_of

CLAIM = f"{KENYA}/claim"
KEPT = ("assessment", "assessment_answer", "answer_history", "quick_check", "answer")


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def walker(app: Flask, team: Team) -> Walker:
    """A focal point with a check in the same browser."""
    made = Walker(app)
    made.go(f"{KENYA}/answers/policy")
    made.send("", POL_01="=2", POL_02="=2", POL_02__note="In the law.")
    assert "Take this check into an assessment" not in made.go(f"{KENYA}/result").text
    made.client.set_cookie("sign-in", team.secret("focal-point"))
    return made


def test_a_check_becomes_a_draft(app: Flask, walker: Walker) -> None:
    assert "Take this check into an assessment" in walker.go(f"{KENYA}/result").text
    page = walker.go(CLAIM)
    assert "A new assessment of Kenya begins as a draft" in main_text(page)
    assert "2 answers" in main_text(page)
    page = walker.send("/claim")
    begun = walker.address
    assert "Draft" in main_text(page)
    assert "Taken over from a quick-check" in walker.go(f"{begun}/questions/POL-02/history").text
    assert "POL-01" in walker.go(f"{KENYA}/answers/policy").response.get_data(as_text=True)


def test_what_stands_is_chosen_and_the_check_goes(app: Flask, walker: Walker, team: Team) -> None:
    begun = team.begin("e-government")
    focal = team.actor("focal-point")
    change = Change(Answer("POL-02", value=0, note="Not yet."))
    save_team_answers(focal, team.workspace, begun, changes=(change,))
    page = walker.go(CLAIM)
    assert "Choose where its answers are to go" in main_text(page)
    page = walker.go(f"{CLAIM}?into={begun}")
    assert "Without a tick this stays" in main_text(page)
    # Somebody answers while the page stands open: nothing is written, the page comes anew.
    team_change = Change(Answer("POL-01", value=1))
    save_team_answers(focal, team.workspace, begun, changes=(team_change,))
    page = walker.send("/claim", status=409, take=["POL-02"], keep="0")
    assert "Nothing was taken over" in main_text(page)
    assert walker.form("/claim").fields["take"] == ["POL-02"]
    assert walker.form("/claim").fields["keep"] == ["0"]
    walker.send("/claim")
    page = walker.go(f"/assessments/{begun}/questions/POL-02/history")
    assert "Version 2" in main_text(page)
    assert "Version 1" in main_text(page)
    walker.go(f"/assessments/{begun}/questions/POL-01/history")
    walker.go(f"{KENYA}/result", status=404)


def test_others_take_nothing(app: Flask, walker: Walker, team: Team) -> None:
    begun = team.begin("e-government")
    walker.go(f"{CLAIM}?into={begun}")
    form = walker.form("/claim")
    before = count_rows(app, *KEPT)
    visitor = Walker(app).client
    assert visitor.get(CLAIM).status_code == 404
    assert visitor.post(CLAIM, data=form.fields, headers=OWN).status_code == 404
    # Signed in, but without the check; and with the check, but without a role.
    visitor.set_cookie("sign-in", team.secret("focal-point"))
    assert visitor.get(CLAIM).status_code == 404
    assert visitor.post(CLAIM, data=form.fields, headers=OWN).status_code == 404
    walker.client.set_cookie("sign-in", team.secret("stranger"))
    assert "You have no role" in main_text(walker.go(CLAIM))
    assert walker.client.post(form.action, data=form.fields).status_code == 404
    assert count_rows(app, *KEPT) == before
