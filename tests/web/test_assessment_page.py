"""The exercise of a team in a browser without script: begin, answer, meet one another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from app.service.workspace import Workspace
from tests.team import Team, make_team
from tests.web.page import Element, Page
from tests.web.walk import OWN, SCRIPT, Walker, count_rows, main_text, workspace_of

TOOLKIT = "sector-e-strategy"
KEPT = ("assessment", "assessment_answer", "answer_history")
MOST_READS = 11
"""Statements of a page of questions, whatever stands on it; the quick-check's takes five."""


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def walk_as(app: Flask, team: Team, role: str) -> Walker:
    walker = Walker(app)
    walker.client.set_cookie("sign-in", team.secret(role))
    return walker


def topic(begun: str, name: str = "ES-VIS") -> str:
    return f"/assessments/{begun}/topics/{name}"


@contextmanager
def counted(workspace: Workspace) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(workspace.engine, "before_cursor_execute", note)
    yield said
    event.remove(workspace.engine, "before_cursor_execute", note)


def has_form(page: Page) -> bool:
    """Whether there is anything to answer."""
    return any("/topics/" in item.attributes["action"] for item in page.find("form", method="post"))


def links(page: Page, label: str) -> list[Element]:
    nav = page.one("nav", aria_label=label)
    return [item for item in page.find("a") if nav in item.parents]


def test_a_focal_point_starts_an_assessment_and_answers(app: Flask) -> None:
    team = make_team(workspace_of(app))
    walker = walk_as(app, team, "focal-point")
    page = walker.go("/assessments")
    assert "There is no assessment yet" in page.text
    walker.go(f"/assessments/new?unit={team.unit_id}")
    walker.go(f"/assessments/new?unit={team.unit_id}&toolkit={TOOLKIT}")
    page = walker.send("/assessments/new", status=422, period_start="2026-02-31")
    assert "This is no day" in page.text
    assert "Choose one of these" in page.text
    assert walker.form("/assessments/new").fields["period_start"] == ["2026-02-31"]
    page = walker.send("/assessments/new", title="Health in Kenya", period_start="2026-01-01",
                       period_end="2026-12-31", **{"parameter.sector": "health"})  # fmt: skip
    assert page.one("h1").text == "Health in Kenya"
    for words in ("Kenya · Round 1 · 2026", "Draft", "Sector assessed Health", "Focal Point"):
        assert words in main_text(page), words

    overview = walker.address
    walker.go(f"{overview}/topics")
    assert walker.address.endswith("/topics/ES-VIS")
    page = walker.send("/topics/ES-VIS", ES_VIS_1="=2", ES_VIS_1__note="Signed in March.")
    assert page.one("h1").text != "Health in Kenya"
    page = walker.go(f"{overview}/topics/ES-VIS")
    fields = walker.form("/topics/ES-VIS").fields
    assert fields["ES-VIS-1"] == ["=2"]
    assert fields["ES-VIS-1.note"] == ["Signed in March."]
    assert "Saved by Focal Point, 22 November 2026, 09:00 UTC" in main_text(page)
    # A second one of the same unit and toolkit is the next round.
    walker.go(f"/assessments/new?unit={team.unit_id}&toolkit={TOOLKIT}")
    page = walker.send("/assessments/new", **{"parameter.sector": "health"})
    assert "Round 2" in main_text(page)
    assert "1 of 23" in walker.go("/assessments").text


def test_only_a_focal_point_starts_one(app: Flask, team: Team) -> None:
    before = count_rows(app, *KEPT)
    fields = {"unit": team.unit_id, "toolkit": TOOLKIT, "language": "en",
              "parameter.sector": "health"}  # fmt: skip
    for role in ("contributor", "approver", "expert", "admin", "stranger"):
        client = walk_as(app, team, role).client
        assert client.post("/assessments/new", data=fields, headers=OWN).status_code == 404, role
        assert team.unit_id not in client.get("/assessments/new").get_data(as_text=True)
    focal = walk_as(app, team, "focal-point").client
    for wrong in ({"toolkit": "no-such"}, {"unit": "no-such"}):
        assert focal.post("/assessments/new", data=fields | wrong, headers=OWN).status_code == 404
    for wrong in (
        {"scope": "moon"}, {"language": "xx"}, {"parameter.sector": "moon"}, {"title": "x" * 201},
        {"period_start": "2026-02-02", "period_end": "2026-02-01"}, {"period_end": "0001-01-01"},
    ):  # fmt: skip
        response = focal.post("/assessments/new", data=fields | wrong, headers=OWN)
        assert response.status_code == 422, wrong
    assert count_rows(app, *KEPT) == before


def test_two_without_script_meet_and_the_second_chooses(app: Flask, team: Team, begun: str) -> None:
    first, second = (walk_as(app, team, role) for role in ("focal-point", "facilitator"))
    first.go(topic(begun))
    second.go(topic(begun))
    first.send(topic(begun), ES_VIS_1="=1", ES_VIS_1__note="From the ministry.")
    page = second.send(topic(begun), status=409, ES_VIS_1="=3", ES_VIS_2="=1")
    said = main_text(page)
    assert "Meanwhile Focal Point saved another answer here (22 November 2026" in said
    fields = second.form(topic(begun)).fields
    assert (fields["ES-VIS-1"], fields["ES-VIS-1.version"]) == (["=3"], ["1"])
    # The other question was saved; to keep one's own is to go on.
    assert fields["ES-VIS-2.version"] == ["1"]
    second.send(topic(begun))
    history = second.go(f"/assessments/{begun}/questions/ES-VIS-1/history")
    assert [item.text for item in history.find("h2")] == ["Version 2 stands now", "Version 1"]
    assert "From the ministry." in main_text(history)
    # Going back makes a third version, with everything the first one said.
    history = second.send("/history", why="The ministry is right.")
    assert len(history.find("h2")) == 3
    for words in ("Went back to an older answer", "The ministry is right."):
        assert words in main_text(history)
    second.go(topic(begun))
    assert second.form(topic(begun)).fields["ES-VIS-1"] == ["=1"]


def test_why_goes_with_the_change(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(topic(begun))
    walker.send(topic(begun), ES_VIS_1="=1")
    walker.go(topic(begun))
    page = walker.send(topic(begun), status=422, ES_VIS_1__why="x" * 2001)
    assert "at most 2000 characters" in main_text(page)
    walker.send(topic(begun), ES_VIS_1="=2", ES_VIS_1__why="The act was passed.")
    page = walker.go(f"/assessments/{begun}/questions/ES-VIS-1/history")
    assert "The act was passed." in main_text(page)
    walker.go(topic(begun))
    assert walker.form(topic(begun)).fields["ES-VIS-1.why"] == [""]


def test_a_contributor_answers_their_own_and_reads_the_rest(
    app: Flask, team: Team, begun: str
) -> None:
    team.assign(begun, "contributor", "ES-ARC-2", date(2026, 11, 1))
    team.assign(begun, "contributor", "ES-ARC-1", date(2026, 12, 24))
    walker = walk_as(app, team, "contributor")
    assert "2 of your questions are open." in walker.go("/assessments").text
    page = walker.go(f"/assessments/{begun}/mine")
    assert "2 of 2 questions are still open." in main_text(page)
    assert main_text(page).count("overdue") == 1
    walker.go(f"/assessments/{begun}/topics")
    assert walker.address == topic(begun, "ES-ARC")
    assert walker.page is not None
    asked = walker.page.find("fieldset", class_="question")
    assert [item.attributes["data-question"] for item in asked] == ["ES-ARC-1", "ES-ARC-2"]
    assert len(walker.page.find("section", class_="question shown")) == 4
    walker.send(topic(begun, "ES-ARC"), ES_ARC_1="=1")
    # By a form made by hand nothing of another's question is kept; what was typed comes back.
    walker.go(topic(begun, "ES-ARC"))
    page = walker.send(topic(begun, "ES-ARC"), status=422, ES_ARC_3="=4", ES_ARC_3__version="0",
                       ES_ARC_2="=2")  # fmt: skip
    assert "not assigned to you" in main_text(page)
    assert count_rows(app, "assessment_answer")
    page = walker.go(f"/assessments/{begun}")
    assert "2 of 6" in main_text(page)
    page = walker.go(topic(begun, "ES-VIS"))
    assert not has_form(page)
    assert "None of these questions is assigned to you" in main_text(page)


def test_who_does_not_answer_reads(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    focal.go(topic(begun))
    focal.send(topic(begun), ES_VIS_1="not-applicable", ES_VIS_1__reason="There is none.")
    for role in ("reviewer", "approver", "expert", "viewer"):
        walker = walk_as(app, team, role)
        page = walker.go(topic(begun))
        assert "There is none." in main_text(page)
        assert not page.find("input", name="ES-VIS-1")
        labels = {item.text for item in links(page, "Sections of the assessment")}
        assert "My questions" not in labels
        assert ("Settings" in labels) is (role == "expert")
        response = walker.client.post(topic(begun), data={"ES-VIS-1": "=1"}, headers=OWN)
        assert response.status_code == 404
    team.set_state(begun, "approved")
    page = focal.go(topic(begun))
    assert not has_form(page)
    response = focal.client.post(topic(begun), data={"ES-VIS-1": "=1"}, headers=OWN)
    assert response.status_code == 409
    assert "Approved" in response.get_data(as_text=True)


def test_a_script_is_told_what_was_saved(app: Flask, team: Team, begun: str) -> None:
    one, two = (walk_as(app, team, role) for role in ("focal-point", "facilitator"))
    told = one.save(topic(begun), ES_VIS_1="=2").get_json()
    assert told["saved"]["ES-VIS-1"]["version"] == 1
    assert told["steps"]["ES-VIS"] == [1, 5]
    assert told["steps"]["pillar:ES-VIS"] == [1, 5]
    assert told["reload"] is False
    clash = two.save(topic(begun), ES_VIS_1="=4")
    assert clash.status_code == 409
    theirs = clash.get_json()["conflicts"]["ES-VIS-1"]
    assert theirs["version"] == 1
    assert theirs["said"].startswith("Meanwhile Focal Point saved another answer here")
    kept = two.save(topic(begun), ES_VIS_1="=4", ES_VIS_1__version="1")
    assert kept.get_json()["saved"]["ES-VIS-1"]["version"] == 2
    stranger = Walker(app).save(topic(begun), ES_VIS_1="=1")
    assert (stranger.status_code, stranger.mimetype) == (404, "application/json")


def test_hostile_forms_change_nothing(app: Flask, team: Team, begun: str) -> None:
    other = make_team(workspace_of(app), "NAM")
    focal = walk_as(app, team, "focal-point")
    focal.save(topic(begun), ES_VIS_1="=2")
    before = count_rows(app, *KEPT)
    client = focal.client
    for data in (
        {"ES-VIS-1": "=9", "ES-VIS-1.version": "1"},
        {"ES-VIS-1": "=2; drop", "ES-VIS-1.version": "1"},
        {"ES-VIS-1": ["=1", "=2"], "ES-VIS-1.version": "1"},
        {"ES-VIS-1": "not-applicable", "ES-VIS-1.version": "1"},
        {"ES-VIS-1": "=1", "ES-VIS-1.version": "1", "ES-VIS-1.link": "javascript:alert(1)"},
    ):
        assert client.post(topic(begun), data=data, headers=SCRIPT).status_code == 422, data
    moved = {"ES-VIS-1": "=1", "ES-VIS-1.version": "1", "definition": "0" * 64}
    assert client.post(topic(begun), data=moved, headers=SCRIPT).status_code == 409
    history = f"/assessments/{begun}/questions/ES-VIS-1/history"
    for data, status in (({}, 400), ({"version": "x", "seen": "1"}, 400),
                         ({"version": "7", "seen": "1"}, 404)):  # fmt: skip
        assert client.post(history, data=data, headers=OWN).status_code == status
    for address in (topic(begun, "no-such"), history.replace("ES-VIS-1", "no-such"),
                    topic("0" * 32), f"/assessments/{begun[:-1]}", "/assessments/%00"):  # fmt: skip
        assert client.get(address).status_code in {400, 404}, address
    for walker in (walk_as(app, other, "focal-point"), walk_as(app, team, "stranger"), Walker(app)):
        for address in (topic(begun), history, f"/assessments/{begun}/settings",
                        f"/assessments/{begun}/assistance"):  # fmt: skip
            fields = {"ES-VIS-1": "=0", "ES-VIS-1.version": "1", "version": "1", "seen": "1"}
            assert walker.client.post(address, data=fields, headers=OWN).status_code == 404
            assert walker.client.get(address).status_code in {404, 405}
    assert count_rows(app, *KEPT) == before


def test_settings_are_changed_by_one_at_a_time(app: Flask, team: Team) -> None:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"}, state="draft")
    address = f"/assessments/{begun}/settings"
    one, two = (walk_as(app, team, "focal-point") for _ in range(2))
    one.go(address)
    two.go(address)
    page = one.send("/settings", title="Health", **{"parameter.sector": "agriculture"})
    assert "Saved" in main_text(page)
    page = two.send("/settings", status=409, title="Farms")
    assert "Somebody changed the settings" in main_text(page)
    assert two.form("/settings").fields["title"] == ["Farms"]
    page = two.send("/settings")
    assert "Farms" in main_text(page)
    team.set_state(begun, "collecting")
    page = two.go(address)
    assert not page.find("select", name="parameter.sector")
    fields = two.form("/settings").fields | {"parameter.sector": ["agriculture"], "title": ["F"]}
    two.client.post(address, data=fields, headers=OWN)
    assert "Sector assessed Health" in main_text(two.go(f"/assessments/{begun}"))


def test_assistance_is_asked_for_and_noted(app: Flask, team: Team, begun: str) -> None:
    focal, expert = (walk_as(app, team, role) for role in ("focal-point", "expert"))
    address = f"/assessments/{begun}/settings"
    assert "No assistance was asked for" in main_text(expert.go(address))
    focal.go(address)
    page = focal.send("/assistance", status=422)
    assert "Say what assistance is asked for." in main_text(page)
    focal.send("/assistance", request="A week in May.")
    expert.go(address)
    expert.send("/assistance", mission="Met the ministry.\n<b>bold</b>", request="All of June.")
    page = walk_as(app, team, "viewer").go(f"/assessments/{begun}")
    for words in ("The country owns the result", "A week in May.", "Met the ministry.", "<b>bold"):
        assert words in main_text(page)
    assert "June" not in page.text


def test_a_page_of_questions_reads_the_database_a_few_times(
    app: Flask, team: Team, begun: str
) -> None:
    walker, workspace = walk_as(app, team, "focal-point"), workspace_of(app)
    walker.go(topic(begun))
    counts = []
    for answers in ({}, {f"ES-VIS-{number}": "=1" for number in range(1, 6)}):
        if answers:
            sent = answers | {f"{name}.version": "0" for name in answers}
            walker.client.post(topic(begun), data=sent, headers=OWN)
        looks = []
        # Which toolkits and data are current is asked every few seconds: it may fall into one look.
        for _ in range(3):
            with counted(workspace) as said:
                walker.client.get(topic(begun))
            looks.append(list(said))
        counts.append(min(map(len, looks)))
    assert counts[1] <= counts[0] + 1 <= MOST_READS, looks
