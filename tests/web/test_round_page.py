"""The next round in a browser without script: begun, confirmed, held against the one before."""

import pytest
from flask import Flask

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.goal import Aim, save_goal
from app.service.assessment.step import Wish
from app.service.check_state import Change
from app.store.engine import run_write
from app.store.unit import grant_assessment_role
from tests.team import Team, make_team
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of

TOOLKIT = "sector-e-strategy"
KEPT = ("assessment", "assessment_answer", "answer_history")


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    made = team.begin(TOOLKIT, parameters={"sector": "health"}, round=team_round(team))
    toolkit = team.workspace.toolkits.get(TOOLKIT)
    assert toolkit is not None
    names = [question.id for question in toolkit.questions if question.kind == "level"]
    assert names[:3] == ["ES-VIS-1", "ES-VIS-2", "ES-VIS-3"]
    changes = [Change(Answer(name, value=1)) for name in names if name != "ES-VIS-3"]
    changes.append(Change(Answer("ES-VIS-3", state="unknown", note="Ask the ministry.")))
    focal = team.actor("focal-point")
    save_team_answers(focal, team.workspace, made, changes=tuple(changes))
    save_goal(focal, team.workspace, made, Aim("ES-VIS-1", 3, 2028), seen=0)
    return made


def team_round(team: Team) -> int:
    return count_rows_of(team) + 1


def count_rows_of(team: Team) -> int:
    with team.workspace.engine.connect() as connection:
        query = "select count(*) from assessment where unit_id = ?"
        return int(connection.exec_driver_sql(query, (team.unit_id,)).scalar_one())


def walk_as(app: Flask, team: Team, role: str) -> Walker:
    walker = Walker(app)
    walker.client.set_cookie("sign-in", team.secret(role))
    return walker


def begin_next(walker: Walker, begun: str, **fields: str) -> str:
    walker.go(f"/assessments/{begun}/rounds")
    walker.go(f"/assessments/{begun}/next")
    walker.send("/next", **fields)
    return walker.address.rsplit("/", 1)[1]


def test_a_round_follows_another_and_is_held_against_it(app: Flask, begun: str, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    page = walker.go(f"/assessments/{begun}/next")
    assert "answers of this round" in main_text(page)
    assert page.text.count("Goals taken over") == 1
    page = walker.send("/next", status=422, period_start="2027-02-31", mode="keep")
    assert "This is no day" in page.text
    assert walker.form("/next").fields["mode"] == ["keep"]
    made = begin_next(walker, begun, mode="confirm", period_start="2027-01-01",
                      period_end="2027-12-31")  # fmt: skip
    page = walker.go(f"/assessments/{made}")
    assert "2027" in main_text(page)
    assert "To be confirmed" in main_text(page).split("How far")[0]

    topic = f"/assessments/{made}/topics/ES-VIS"
    page = walker.go(topic)
    assert "answers of this page were taken over" in main_text(page)
    # One is changed while the page stands open; the button confirms the others only.
    other = walk_as(app, team, "facilitator")
    other.go(topic)
    other.send("/topics/ES-VIS", ES_VIS_1="=3")
    page = walker.send("/confirm")
    assert "taken over" not in main_text(page)
    page = walker.go(f"/assessments/{made}/questions/ES-VIS-1/history")
    assert "Facilitator" in main_text(page)

    page = walker.go(f"/assessments/{made}/rounds")
    said = main_text(page)
    for words in ("reaches more: 1", "questions are answered the same in both", "reached",
                  "What the change comes from"):  # fmt: skip
        assert words in said, words
    captions = {item.text: item for item in page.find("caption")}
    table = captions["What the change comes from"].parents[-1]
    row = next(item for item in page.find("tr") if table in item.parents and
               item.text.startswith("The whole"))  # fmt: skip
    before, after, change, answers, rules, rest = (
        item.text for item in page.find("td") if row in item.parents
    )
    assert (answers, float(rules), float(rest)) == (change, 0, 0)
    assert float(after) > float(before)
    assert "Round 1" in main_text(walker.go(f"/assessments/{begun}/rounds"))


def test_the_same_button_twice_begins_one_round(app: Flask, begun: str, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(f"/assessments/{begun}/next")
    form = walker.form("/next")
    walker.send("/next", mode="clear")
    before = count_rows(app, *KEPT)
    again = walker.client.post(form.action, data=form.fields)
    assert again.status_code == 409
    assert "Nothing was begun" in again.get_data(as_text=True)
    for wrong in ({"mode": "forget"}, {"last": "many"}):
        response = walker.client.post(form.action, data=form.fields | wrong)
        assert response.status_code == 400
    assert count_rows(app, *KEPT) == before


def test_a_focal_point_of_one_round_alone_sees_and_begins_no_other(app: Flask) -> None:
    team = make_team(workspace_of(app))
    first = team.begin(TOOLKIT, parameters={"sector": "health"})
    save_team_answers(team.actor("focal-point"), team.workspace, first,
                      changes=(Change(Answer("ES-VIS-1", value=1)),))  # fmt: skip
    team.set_state(first, "review")
    approve(team.actor("approver"), team.workspace, first, Wish("review", "approved", ""))
    second = team.begin(TOOLKIT, parameters={"sector": "health"}, round=2, previous_id=first)
    role: dict[str, object] = {
        "assessment_id": second, "account_id": team.people["stranger"], "role": "focal-point",
        "granted_by": None, "granted_at": team.workspace.now(),
    }  # fmt: skip
    run_write(team.workspace.engine, lambda session: grant_assessment_role(session, role))
    whole, alone = walk_as(app, team, "focal-point"), walk_as(app, team, "stranger")
    assert "Begin the next round" in main_text(whole.go(f"/assessments/{second}/rounds"))
    assert "Since the last round" in main_text(whole.go(f"/assessments/{second}/result"))
    assert "Begin the next round" not in main_text(alone.go(f"/assessments/{second}/rounds"))
    said = main_text(alone.go(f"/assessments/{second}/result"))
    assert "Round 2" in said
    assert "Since the last round" not in said
    assert "Round 1" not in said
    before = count_rows(app, *KEPT)
    client, address = alone.client, f"/assessments/{second}/next"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"mode": "clear", "last": "2"}, headers=OWN).status_code == 404
    assert count_rows(app, *KEPT) == before


def test_others_may_not(app: Flask, begun: str, team: Team) -> None:
    before = count_rows(app, *KEPT)
    stranger = walk_as(app, team, "stranger").client
    anonymous = app.test_client()
    reader = walk_as(app, team, "viewer").client
    for client in (stranger, anonymous):
        for path in ("next", "rounds"):
            assert client.get(f"/assessments/{begun}/{path}").status_code == 404
    assert reader.get(f"/assessments/{begun}/rounds").status_code == 200
    assert reader.get(f"/assessments/{begun}/next").status_code == 404
    for client in (stranger, anonymous, reader):
        for path in ("next", "topics/ES-VIS/confirm"):
            sent = client.post(f"/assessments/{begun}/{path}", data={}, headers=OWN)
            assert sent.status_code == 404, path
    focal = walk_as(app, team, "focal-point").client
    for wrong in ("1 ES-NO-1", "x ES-VIS-1", "1"):
        address = f"/assessments/{begun}/topics/ES-VIS/confirm"
        assert focal.post(address, data={"seen": wrong}, headers=OWN).status_code == 400
    assert count_rows(app, *KEPT) == before
