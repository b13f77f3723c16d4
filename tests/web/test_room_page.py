"""A participant's page by plain forms: each state of the room, and who is refused."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.response import Answer
from app.service.workshop.agreeing import Wish, agree
from app.service.workshop.planning import TablePlan
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import act_on_question
from tests.room import OpenRoom, open_alone
from tests.web.conftest import MakeApp
from tests.web.page import Page, check_page
from tests.web.walk import SCRIPT, Walker, main_text, workspace_of

KIND = "e-government"
POLICY = ("POL-01", "POL-02", "POL-04", "POL-06", "POL-11")


def hold(app: Flask, **more: object) -> OpenRoom:
    return open_alone(workspace_of(app), KIND, **more)


def sit_down(app: Flask, room: OpenRoom, **said: str) -> Walker:
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    walker.send(f"/{room.code}", **said)
    return walker


def pulse(walker: Walker, room: OpenRoom) -> TestResponse:
    wanted = {"Accept": "application/json"}
    return walker.client.get(f"/room/{room.id}/pulse?live=1", headers=wanted)


def mark_of(page: Page) -> str:
    found = (item.attributes.get("data-mark", "") for item in page.find("div"))
    return next(filter(None, found))


def heading(page: Page) -> str:
    return page.one("h1").text


@pytest.fixture
def room(app: Flask) -> OpenRoom:
    return hold(app)


@pytest.fixture
def walker(app: Flask, room: OpenRoom) -> Walker:
    return sit_down(app, room)


def test_each_state_of_the_room_has_its_page(app: Flask) -> None:
    room = hold(app)
    walker = sit_down(app, room)
    here = f"/room/{room.id}"
    # The page of somebody who may be filling in a form does not go away by itself.
    assert not walker.go(here).find("meta", http_equiv="refresh")
    walker.send("/feedback", before="3")
    for stage, words in (
        ("prepare", "You are in"), ("plenary", "All tables together"),
        ("report", "The draft of the report"), ("tables", "Nothing to answer just now"),
    ):  # fmt: skip
        room.go_to(stage)
        assert heading(walker.go(here)) == words
        assert walker.page is not None
        assert walker.page.find("meta", http_equiv="refresh")
    room.open("policy")
    assert heading(walker.go(here)) == "Policy"
    room.close()
    assert heading(walker.go(here)) == "Answering is closed"
    room.answer_again()
    room.reveal()
    assert "strategy" in heading(walker.go(here))
    end_workshop(room.facilitator, room.workspace, room.id, seen=room.room.row.version)
    assert heading(walker.go(here)) == "Thank you"


def test_a_block_is_answered_one_question_after_the_other(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    page = walker.go(f"/room/{room.id}")
    assert not page.find("meta", http_equiv="refresh")
    for number in range(1, 6):
        assert walker.page is not None
        assert f"{number} of 5" in walker.page.text
        name = POLICY[number - 1]
        walker.send("/answers", **{name.replace("-", "_"): "=2"})
    assert heading(walker.page) == "You have finished"
    votes = {row.question: row.value for row in room.votes()}
    assert votes == dict.fromkeys(POLICY, 2)
    # What was said can be changed until the close.
    walker.go(f"/room/{room.id}?question=POL-02")
    walker.send("/answers", POL_02="=4", POL_02__note="As of this year.")
    assert {row.question: row.value for row in room.votes()}["POL-02"] == 4
    page = walker.go(f"/room/{room.id}?question=POL-02")
    assert walker.form("/answers").fields["POL-02.note"] == ["As of this year."]
    assert not page.find("input", name="POL-02.link")


def test_not_knowing_and_not_applying_are_answers(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="unknown")
    page = walker.send("/answers", POL_02="not-applicable", status=422)
    assert "why" in page.text
    walker.send("/answers", POL_02="not-applicable", POL_02__reason="Left to the counties.")
    found = {row.question: (row.state, row.reason) for row in room.votes()}
    assert found == {
        "POL-01": ("unknown", ""), "POL-02": ("not-applicable", "Left to the counties."),
    }  # fmt: skip


def test_who_leaves_questions_out_can_say_that_they_have_finished(
    room: OpenRoom, walker: Walker
) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="=1")
    page = walker.go(f"/room/{room.id}?question=all")
    assert "4 questions are not answered yet" in page.text
    page = walker.send("/finish")
    assert heading(page) == "You have finished"
    assert "I have finished" not in [item.text for item in page.find("button")]


def test_the_strip_saves_and_leads_to_any_question(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    page = walker.send("/answers", press=("go", "POL-06"), POL_01="=3")
    assert "4 of 5" in page.text
    assert [row.value for row in room.votes()] == [3]
    page = walker.send("/answers", press=("go", "POL-04"))
    assert "3 of 5" in page.text


def test_practice_says_that_it_counts_nowhere(room: OpenRoom, walker: Walker) -> None:
    room.open("practice")
    page = walker.go(f"/room/{room.id}")
    assert heading(page) == "Practice question"
    assert "counts nowhere" in page.text
    anchor = str(room.room.row.anchor)
    field = {anchor.replace("-", "_"): "30"}
    walker.send("/answers", **field)
    assert [row.round for row in room.votes()] == [0]
    room.reveal()
    assert "You said" in walker.go(f"/room/{room.id}").text


def test_an_answer_of_one_s_own_is_taken_back(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="=3")
    walker.go(f"/room/{room.id}?question=POL-01")
    walker.send("/answers", press=("clear", "POL-01"))
    assert [row.state for row in room.votes()] == ["blank"]
    assert walker.address.endswith("question=POL-01")


def test_two_windows_of_one_seat_are_told_of_each_other(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    stale = walker.form("/answers")
    walker.send("/answers", POL_01="=3")
    late = walker.client.post(stale.action, data=stale.fields | {"POL-01": ["=1"]})
    assert late.status_code == 409
    assert "Take the saved one" in late.get_data(as_text=True)
    assert [row.value for row in room.votes()] == [3]


def test_what_comes_after_the_close_is_given_back(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    room.close()
    page = walker.send("/answers", status=409, POL_01="=3", POL_01__note="Typed for long.")
    assert "This came too late and was not saved" in page.text
    assert "Typed for long." in page.text
    assert "public and was adopted" in main_text(page)
    assert heading(page) == "Answering is closed"
    assert not room.votes()
    told = walker.client.post(
        f"/room/{room.id}/answers", headers=SCRIPT,
        data={"question": "POL-01", "round": "1", "POL-01": "=3", "POL-01.version": "0"},
    )  # fmt: skip
    assert told.status_code == 409
    assert "closed before" in told.get_json()["error"]["message"]
    # Nothing to be finished with: the page as it is now.
    walker.go(f"/room/{room.id}")
    assert walker.client.post(
        f"/room/{room.id}/finish", headers=SCRIPT
    ).headers["Location"] == f"/room/{room.id}"  # fmt: skip


def test_an_answer_of_an_earlier_round_is_not_one_of_this_round(
    room: OpenRoom, walker: Walker
) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}")
    stale = walker.form("/answers")
    room.reveal()
    room.ask_again("POL-01")
    late = walker.client.post(stale.action, data=stale.fields | {"POL-01": ["=1"]})
    assert late.status_code == 409
    assert not room.votes()
    page = walker.go(f"/room/{room.id}")
    assert "asked once more" in page.text
    walker.send("/answers", POL_01="=1")
    assert [(row.round, row.value) for row in room.votes()] == [(2, 1)]


def test_the_script_is_told_what_was_saved(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    data = {"question": "POL-01", "round": "1"}
    told = walker.save(f"/room/{room.id}/answers", data, POL_01="=3")
    assert told.status_code == 200
    body = told.get_json()
    assert body["saved"]["POL-01"]["version"] == 1
    assert body["reload"] is False
    told = walker.save(f"/room/{room.id}/answers", data, POL_01="=9")
    assert told.status_code == 422
    assert told.get_json()["problems"]["POL-01"]


# --- The pulse ----------------------------------------------------------------------------------


def test_the_pulse_is_the_mark_of_the_page(room: OpenRoom, walker: Walker) -> None:
    seen = set()
    for act in (lambda: None, lambda: room.open("policy"), room.close, lambda: room.go_to("goals")):
        act()
        mark = pulse(walker, room).get_json()
        assert mark == {"mark": mark_of(walker.go(f"/room/{room.id}"))}
        seen.add(mark["mark"])
    assert len(seen) == 4


def test_the_pulse_changes_with_the_room_and_one_s_own_table_alone(app: Flask) -> None:
    tables = (TablePlan("", ("policy",)), TablePlan("", ("management",)))
    room = hold(app, tables=tables)
    first, other = sit_down(app, room, table="1"), sit_down(app, room, table="2")

    def marks() -> list[str]:
        return [pulse(one, room).get_json()["mark"] for one in (first, other)]

    before = marks()
    room.open("policy")
    after = marks()
    assert after[0] != before[0]
    assert after[1] == before[1]
    first.go(f"/room/{room.id}")
    first.send("/answers", POL_01="=3")
    assert marks() == after
    room.go_to("tables")
    assert all(now != then for now, then in zip(marks(), after, strict=True))


def test_the_pulse_notes_once_a_minute_that_somebody_is_here(make_app: MakeApp) -> None:
    app = make_app()
    room = hold(app)
    walker = sit_down(app, room)
    workspace = workspace_of(app)
    joined = room.people_rows()[0].seen_at
    for seconds, noted in ((30, 0), (60, 60), (90, 60), (200, 200)):
        later = joined + timedelta(seconds=seconds)
        object.__setattr__(workspace, "now", lambda later=later: later)
        assert pulse(walker, room).status_code == 200
        assert room.people_rows()[0].seen_at == joined + timedelta(seconds=noted)


# --- Before the reveal --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["open", "closed"])
def test_nothing_of_others_can_be_told_before_the_reveal(make_app: MakeApp, state: str) -> None:
    seen = []
    for value in ("=0", "=4", "unknown"):
        app = make_app()
        room = hold(app)
        onlooker, other = sit_down(app, room), sit_down(app, room)
        room.open("policy")
        other.go(f"/room/{room.id}")
        other.send("/answers", POL_01=value, POL_01__note=f"I say {value}.")
        if state == "closed":
            room.close()
        pages = [
            onlooker.client.get(f"/room/{room.id}{rest}").data
            for rest in ("", "?question=POL-01", "?question=all", "/seat", "/pulse")
        ]
        secret = re.compile(rb'value="[\w.-]{60,}"')
        seen.append([secret.sub(b"", page).replace(room.id.encode(), b"") for page in pages])
    assert seen[0] == seen[1] == seen[2]


def test_the_spread_comes_with_one_s_own_answer_marked(app: Flask) -> None:
    room = hold(app)
    walker = sit_down(app, room)
    room.fill(5)
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="=3")
    for one in room.people:
        room.say(one, "POL-01", 1)
    room.reveal()
    room.show("POL-01")
    page = walker.go(f"/room/{room.id}")
    own = [item for item in page.find("li") if "own" in item.attributes.get("class", "").split()]
    assert len(own) == 1
    assert "1 answer" in own[0].text
    assert "Your answer" in own[0].text
    assert "5 answers" in main_text(page)


def test_what_was_agreed_is_said_with_the_view_of_the_minority(
    room: OpenRoom, walker: Walker
) -> None:
    room.fill(5)
    room.open("policy")
    for one in room.people:
        room.say(one, "POL-01", 1)
    room.reveal()
    wish = Wish(
        "POL-01", "reservation", Answer("POL-01", value=2), "Until the budget is out.",
        "It is further.", Answer("POL-01", value=4),
    )  # fmt: skip
    place, seen = (room.id, 1), room.table().version
    agree(room.facilitator, room.workspace, place, wish, seen=seen)
    room.show("POL-01")
    page = walker.go(f"/room/{room.id}")
    text = next(item for item in page.find("section", aria_labelledby="agreed")).text
    for words in ("reservation", "Level 2", "Until the budget", "It is further.", "Level 4"):
        assert words in text


def test_roles_large_enough_stand_under_a_heading_of_their_own(app: Flask) -> None:
    room = hold(app, anonymity="role", roles={"Ministry": 5, "Civil society": 5})
    walker = sit_down(app, room)
    room.fill(5, role="Ministry")
    room.fill(5, role="Civil society")
    room.open("policy")
    for one in room.people:
        room.say(one, "POL-01", 1)
    room.reveal()
    room.show("POL-01")
    walker.go(f"/room/{room.id}")
    page = check_page(walker.client.get(f"/room/{room.id}"))
    assert "By role" in [item.text for item in page.find("h2")]


def test_a_question_put_aside_says_so(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    room.reveal()
    current = room.state().current
    place, seen = (room.id, 1), room.table().version
    act_on_question(room.facilitator, room.workspace, place, ("park", current), seen=seen)
    assert "put aside for later" in walker.go(f"/room/{room.id}").text


def test_under_five_answers_nothing_is_shown_but_one_s_own(room: OpenRoom, walker: Walker) -> None:
    room.fill(1)
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="=3")
    room.say(room.people[0], "POL-01", 0)
    room.reveal()
    room.show("POL-01")
    page = walker.go(f"/room/{room.id}")
    assert "Fewer than 5 people answered" in page.text
    assert "public and was adopted" in main_text(page)
    assert "1 answer" not in main_text(page)


# --- One's seat ---------------------------------------------------------------------------------


def test_who_leaves_can_come_back_and_is_counted_once(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    walker.go(f"/room/{room.id}/seat")
    page = walker.send("/leave")
    assert heading(page) == "You left the workshop"
    assert room.people_rows()[0].left_at is not None
    page = walker.send("/return")
    assert heading(page) == "Policy"
    assert [row.left_at for row in room.people_rows()] == [None]


def test_details_are_taken_out_and_answers_stay(app: Flask) -> None:
    room = hold(app, anonymity="named", balance={"sex": ("Women", "Men")})
    walker = sit_down(app, room, name="Amina", role="Teacher", sex="Women")
    room.open("policy")
    walker.go(f"/room/{room.id}")
    walker.send("/answers", POL_01="=3")
    page = walker.go(f"/room/{room.id}/seat")
    assert {"Amina", "Teacher", "Women"} <= {item.text for item in page.find("bdi")}
    page = walker.send("/erase")
    assert "Your details were taken out" in page.text
    assert "Amina" not in page.text
    row = room.people_rows()[0]
    assert (row.name, row.role, row.sex) == ("", "", "")
    assert [item.value for item in room.votes()] == [3]


Refused = Callable[[Flask, OpenRoom], Walker]


@pytest.mark.parametrize(
    "who",
    [
        lambda app, _room: Walker(app),
        lambda app, _room: sit_down(app, hold(app)),
    ],
    ids=["stranger", "seat in another room"],
)
def test_nobody_else_is_let_in(app: Flask, room: OpenRoom, walker: Walker, who: Refused) -> None:
    room.open("policy")
    other = who(app, room)
    kept = other.client.get_cookie("seat", path="/join")
    if kept is not None:
        # The right place with the secret of another room.
        secret = kept.value.partition(".")[2]
        other.client.set_cookie("seat", secret, path=f"/room/{room.id}")
    for rest in ("", "/pulse", "/seat"):
        assert other.client.get(f"/room/{room.id}{rest}").status_code == 404
    for rest in ("/answers", "/finish", "/leave", "/return", "/erase"):
        sent = {"question": "POL-01", "round": "1", "POL-01": "=3", "POL-01.version": "0"}
        response = other.client.post(f"/room/{room.id}{rest}", headers=SCRIPT, data=sent)
        assert response.status_code == 404
    assert not room.votes()
    assert walker.go(f"/room/{room.id}")


def test_a_question_there_is_not_is_refused(room: OpenRoom, walker: Walker) -> None:
    room.open("policy")
    for name in ("", "NO-01", "x" * 300):
        sent = {"question": name, "round": "1"}
        response = walker.client.post(f"/room/{room.id}/answers", headers=SCRIPT, data=sent)
        assert response.status_code == 400
