"""Goals and the action plan of an assessment in a browser without script."""

import csv
import io
import zipfile

import pytest
from flask import Flask

from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

TOOLKIT = "sector-e-strategy"
HOSTILE = '=HYPERLINK("https://example.org")'


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def answer(walker: Walker, base: str) -> None:
    walker.go(f"{base}/topics/ES-VIS")
    walker.send("/topics/ES-VIS", ES_VIS_1="=0", ES_VIS_2="=1")


def set_goal(walker: Walker, base: str, **fields: str) -> None:
    walker.go(f"{base}/goals/ES-VIS-2")
    walker.send("/goals/ES-VIS-2", **fields)


def test_a_goal_leads_the_proposals_and_one_becomes_an_action(
    app: Flask, team: Team, begun: str
) -> None:
    base = f"/assessments/{begun}"
    walker = walk_as(app, team, "focal-point")
    answer(walker, base)
    walker.go(f"{base}/plan")
    assert "No action stands in the plan yet" in text_of(walker)
    walker.go(f"{base}/goals/ES-VIS-2")
    page = walker.send("/goals/ES-VIS-2", status=422, value="9", year="last year")
    assert "Write a year between" in page.text
    assert walker.form("/goals/ES-VIS-2").fields["year"] == ["last year"]
    set_goal(walker, base, value="3", year="٢٠٢٨")
    assert "2028" in text_of(walker)
    assert "0 of 1 is met" in text_of(walker)

    walker.go(f"{base}/plan/candidates")
    assert walker.page is not None
    first = walker.page.find("th", scope="row")[0]
    assert "has a goal" in first.text
    walker.send("/plan/candidates")
    assert "In the plan" in text_of(walker)
    walker.go(f"{base}/plan")
    link = walker.page.find("th", scope="row")[0]
    assert link.text.split(" ES-")[0][:20] in first.text


def add(walker: Walker, base: str, **fields: str) -> None:
    walker.go(f"{base}/plan/new")
    walker.send("/plan/new", **fields)


def test_an_action_is_written_changed_tracked_and_taken_away_as_a_file(
    app: Flask, team: Team, begun: str
) -> None:
    base = f"/assessments/{begun}"
    walker = walk_as(app, team, "focal-point")
    walker.go(f"{base}/plan/new")
    page = walker.send(
        "/plan/new",
        status=422,
        text="",
        due="2026-02-31",
        owner="A",
        owner_id=team.people["expert"],
    )
    for problem in ("what is to be done", "no day", "not both"):
        assert problem in page.text
    add(walker, base, text=HOSTILE, due="2026-11-01", partner="+1 office", impact="5", effort="1",
        owner_id=team.people["contributor"])  # fmt: skip
    add(walker, base, text="قانون جديد", owner="=Ministry", cost="high")
    text = text_of(walker)
    assert "overdue" in text
    assert "0%" in text
    assert "Do first" in text
    assert "Contributor" in text

    action = next(
        item.attributes["href"]
        for item in walker.page.find("a")
        if item.text == HOSTILE  # type: ignore[union-attr]
    )
    other = walk_as(app, team, "contributor")
    other.go(action)
    walker.go(action)
    walker.send(action, indicator="A law is in force")
    other.send(action, status=409, partner="somebody else")
    assert "A law is in force" in text_of(other)
    other.send(action)
    other.go(action)
    assert other.form(action).fields["partner"] == ["somebody else"]

    check_after_approval(other, team, begun, action)


def check_after_approval(other: Walker, team: Team, begun: str, action: str) -> None:
    base = f"/assessments/{begun}"
    team.set_state(begun, "approved")
    other.go(action)
    assert other.page is not None
    assert not other.page.find("textarea")
    form = other.form("/status")
    other.client.post(form.action, data=form.fields | {"status": ["done"]})
    other.go(f"{base}/plan")
    assert "50%" in text_of(other)
    assert "1 done of 2" in text_of(other)
    refused = other.client.post(action, data=form.fields | {"text": ["again"]})
    assert refused.status_code == 409

    rows = list(csv.reader(io.StringIO(other.client.get(f"{base}/plan.csv").text)))
    assert rows[1][2] == "'" + HOSTILE
    assert "'+1 office" not in rows[1]
    assert "somebody else" in rows[1]
    assert "'=Ministry" in rows[2]
    book = other.client.get(f"{base}/plan.xlsx")
    with zipfile.ZipFile(io.BytesIO(book.data)) as folder:
        assert not any(b"<f>" in folder.read(name) for name in folder.namelist())
    assert other.client.get(f"{base}/plan.doc").status_code == 404


def test_a_plan_is_followed_by_calendar_and_mail_or_not(app: Flask, team: Team, begun: str) -> None:
    base = f"/assessments/{begun}"
    focal, viewer = walk_as(app, team, "focal-point"), walk_as(app, team, "viewer")
    add(focal, base, text="قانون, جديد", due="2027-03-28")
    file = viewer.client.get(f"{base}/plan.ics")
    assert file.content_type == "text/calendar; charset=utf-8"
    assert "SUMMARY:قانون\\, جديد\r\n" in file.get_data(as_text=True)

    viewer.go(f"{base}/plan")
    viewer.send("/plan/calendar", press=("act", "make"))
    assert viewer.page is not None
    address = viewer.page.one("input", id="feed").attributes["value"]
    visitor = app.test_client()
    feed = visitor.get(address)
    assert feed.status_code == 200
    assert feed.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in feed.headers
    assert feed.data.startswith(b"BEGIN:VCALENDAR\r\n")
    viewer.send("/plan/calendar", press=("act", "end"))
    assert visitor.get(address).status_code == 404
    viewer.send("/plan/reminders", press=("wants", "no"))
    assert "You get no mails about this plan" in text_of(viewer)
    form = viewer.form("/plan/reminders")
    assert viewer.client.post(form.action, data=form.fields).status_code == 400
