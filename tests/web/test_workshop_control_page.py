"""The control of a workshop without script: each step one button, nothing told early."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from app.presentation.view.workshop.control import ACTS, STAGES
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from app.service.workshop.agreeing import read_agreements
from app.service.workshop.planning import STAGES as STAGES_OF_A_ROOM
from app.service.workshop.planning import TablePlan
from app.service.workshop.steering import ON_QUESTION, PLAIN, act_plainly
from app.store.assessment_answer import read_assessment_answers
from app.store.engine import read_session
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import OWN, Walker, main_text, workspace_of

TOOLKIT = "e-government"
PLAN = "POL-01"
SECRET = "Nobody but me knows this."


def test_every_stage_and_act_has_words() -> None:
    assert tuple(STAGES) == STAGES_OF_A_ROOM
    assert {*PLAIN, *ON_QUESTION} <= set(ACTS)


@dataclass
class Held:
    """A room of an assessment and the browser of who runs it."""

    room: OpenRoom
    team: Team
    assessment: str
    walker: Walker

    @property
    def home(self) -> str:
        return f"/workshop/{self.room.id}"

    @property
    def table(self) -> str:
        return f"{self.home}/tables/1"

    def press(self, act: str, *, status: int = 200, **fields: str) -> None:
        """Press a button of the table's page as it stands."""
        self.walker.go(self.table)
        data = {"seen": str(self.room.table().version), "act": act} | fields
        response = self.walker.client.post(f"{self.table}/acts", data=data, headers=OWN)
        self.walker._take(response, self.table, status)

    def answer(self) -> object:
        with read_session(self.room.workspace.engine) as session:
            rows = read_assessment_answers(session, self.assessment, [PLAN])
        return rows[0].value if rows else None


def hold(app: Flask, **more: object) -> Held:
    here = workspace_of(app)
    team = make_team(here)
    begun = team.begin(TOOLKIT, state="collecting")
    room = open_for(here, begun, team.actor("facilitator"), **more)
    room.fill(5, name="Ada")
    return Held(room, team, begun, walk_as(app, team, "facilitator"))


@pytest.fixture
def held(app: Flask) -> Held:
    return hold(app)


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def reveal_policy(held: Held, values: tuple[int, ...] = (0, 4, 4, 2, 1)) -> None:
    held.room.open("policy")
    for one, value in zip(held.room.people, values, strict=True):
        held.room.say(one, PLAN, value)
    held.room.reveal()


def test_a_table_goes_from_practice_to_an_answer_button_by_button(app: Flask) -> None:
    held = hold(app, tables=(TablePlan("", ("policy",)),))
    walker = held.walker
    walker.go(held.table)
    assert "Practice question" in text_of(walker)
    walker.send("/acts", press=("act", "open"))
    assert "0 of 5 have finished" in text_of(walker)
    for act in ("close", "reveal"):
        walker.send("/acts", press=("act", act))
    assert "Fewer than 5 people answered" in text_of(walker)
    walker.send("/acts", press=("act", "open"))
    assert "Everybody answers alone" in text_of(walker)
    walker.send("/acts", press=("act", "close"))
    walker.send("/acts", press=("act", "answer-again"))
    walker.send("/acts", press=("act", "close"))
    walker.send("/acts", press=("act", "reveal"))
    question = held.room.state().current
    action = f"/questions/{question}/agreement"
    page = walker.send(action, status=422, outcome="reservation")
    assert "Choose the answer the table agreed on." in page.text
    assert "Say what the reservation is." in page.text
    form = walker.form(action).fields
    assert form["outcome"] == ["reservation"]
    name = question.replace("-", "_")
    said = {"note": "In <b>towns</b>.", "minority": "Too high."}
    walker.send(action, outcome="reservation", **said, **{name: "=2"})
    assert "Agreed with a reservation" in text_of(walker)
    assert "In <b>towns</b>." in text_of(walker)
    stands = read_agreements(held.room.workspace, held.room.id)[question]
    assert stands.answer is not None
    assert (stands.answer.value, stands.row.minority) == (2, "Too high.")
    walker.send("/acts", press=("act", "undo"))
    assert not read_agreements(held.room.workspace, held.room.id)


def agree(held: Held, *, status: int = 200, **fields: str) -> str:
    held.walker.go(f"{held.table}?question={PLAN}")
    form = held.walker.form(f"/questions/{PLAN}/agreement")
    data = form.fields | {name: [value] for name, value in fields.items()}
    response = held.walker.client.post(form.action, data=data)
    return held.walker._take(response, held.table, status).text


def test_the_agreed_value_and_the_answer_of_the_minority_are_chosen(held: Held) -> None:
    reveal_policy(held)
    fields = {
        PLAN: "=3", "outcome": "agreed", "minority": "Two of us.", f"minority.{PLAN}": "=1",
    }  # fmt: skip
    agree(held, **fields)
    stands = read_agreements(held.room.workspace, held.room.id)[PLAN]
    assert stands.minority_answer == Answer(PLAN, value=1)
    assert held.answer() == 3
    text = text_of(held.walker)
    assert "Minority view" in text
    assert "Two of us." in text
    agree(held, outcome="none", note="Two camps.")
    assert held.answer() is None
    assert "No agreement" in text_of(held.walker)


def test_other_states_and_what_can_not_be_read_come_back_as_typed(held: Held) -> None:
    reveal_policy(held)
    page = agree(held, status=422, outcome="agreed", **{PLAN: "not-applicable"})
    assert "Please say why the question does not apply." in page
    agree(held, outcome="agreed", **{PLAN: "not-applicable", f"{PLAN}.reason": "An island."})
    assert "Does not apply" in text_of(held.walker)
    page = agree(held, status=422, outcome="", note="kept \u202e as typed", **{PLAN: "=9"})
    assert "Choose how the table ends with it." in page
    assert held.walker.form(f"/questions/{PLAN}/agreement").fields["note"] == [
        "kept \u202e as typed"
    ]


def test_of_two_facilitators_the_second_sees_what_the_first_did(app: Flask, held: Held) -> None:
    reveal_policy(held)
    second = walk_as(app, held.team, "focal-point")
    second.go(f"{held.table}?question={PLAN}")
    form = second.form(f"/questions/{PLAN}/agreement")
    act_plainly(
        held.room.facilitator, held.room.workspace, (held.room.id, 1), "next",
        seen=held.room.table().version,
    )  # fmt: skip
    data = form.fields | {PLAN: ["=1"], "outcome": ["agreed"], "note": ["Mine."]}
    response = second.client.post(form.action, data=data)
    page = second._take(response, held.table, 409)
    assert "Somebody else changed this meanwhile" in page.text
    assert "Went to the next question (Facilitator" in main_text(page)
    again = second.form(f"/questions/{PLAN}/agreement").fields
    assert again["note"] == ["Mine."]
    live = next(item for item in page.elements if "data-live" in item.attributes)
    assert live.attributes["data-page"] == f"{held.table}?question={PLAN}"
    assert held.answer() is None
    second.send(f"/questions/{PLAN}/agreement")
    assert held.answer() == 1


def test_what_can_not_be_done_is_told_and_changes_nothing(held: Held) -> None:
    before = held.room.table().version
    for act, words in (
        ("close", "Nothing is open for answers."),
        ("reveal", "Nothing is closed and waits"),
        ("undo", "Nothing was done at this table"),
        ("next", "No revealed question is left"),
    ):
        held.press(act, status=409)
        assert words in text_of(held.walker)
    held.press("show", status=409, question=PLAN)
    held.press("timer", status=422, minutes="soon")
    held.press("timer", status=422, minutes="500")
    client = held.walker.client
    for data in (
        {"act": "dance", "seen": str(before)}, {"act": "close"}, {"act": "close", "seen": "x"},
        {"act": "open", "seen": str(before), "block": "nothing"},
    ):  # fmt: skip
        assert client.post(f"{held.table}/acts", data=data, headers=OWN).status_code == 400, data
    for address in (f"{held.home}/tables/9", f"{held.table}0"):
        assert client.get(address).status_code == 404
    address = f"{held.table}/questions/INF-99/agreement"
    assert client.post(address, data={"seen": "1"}, headers=OWN).status_code == 404
    assert held.room.table().version == before
    held.press("timer", minutes="٥")
    assert "Until" in text_of(held.walker)
    held.press("timer", minutes="0")
    assert not held.room.state().ends_at


def test_in_an_approved_assessment_nothing_is_agreed_and_all_is_kept_in_the_page(
    held: Held,
) -> None:
    reveal_policy(held)
    held.team.set_state(held.assessment, "approved")
    page = agree(held, status=409, outcome="agreed", note="Typed.", **{PLAN: "=3"})
    assert "its answers do not change" in page
    assert held.walker.form(f"/questions/{PLAN}/agreement").fields["note"] == ["Typed."]
    assert not read_agreements(held.room.workspace, held.room.id)


def test_the_room_goes_through_its_stages_and_its_door(held: Held) -> None:
    walker = held.walker
    walker.go(held.home)
    code = held.room.code
    assert code[:3] in text_of(walker)
    walker.send("/door", press=("act", "open"))
    assert held.room.code != code
    walker.send("/door", press=("act", "shut"))
    assert held.room.room.row.code is None
    walker.send("/stage", press=("stage", "goals"))
    assert held.room.room.row.stage == "goals"
    seen = held.room.room.row.version
    client = walker.client
    for data, status in (
        ({"stage": "plan", "seen": str(seen - 1)}, 409), ({"stage": "plan"}, 400),
        ({"stage": "nowhere", "seen": str(seen)}, 400),
        ({"stage": "ended", "seen": str(seen)}, 400),
    ):  # fmt: skip
        assert client.post(f"{held.home}/stage", data=data, headers=OWN).status_code == status
    assert client.post(f"{held.home}/door", data={"act": "burn"}, headers=OWN).status_code == 400
    walker.go(f"{held.home}/end")
    walker.send("/end")
    assert "The workshop has ended" in text_of(walker)
    assert held.room.room.row.stage == "ended"
    held.press("close", status=409)


def test_names_stand_there_in_a_named_session_only(app: Flask) -> None:
    held = hold(app, anonymity="named", roles={"Ministry": 3})
    hostile = "<script>alert(1)</script>"
    held.room.join(name=hostile, role="Ministry")
    for address in (held.home, held.table):
        page = held.walker.go(address)
        assert hostile in main_text(page)
        assert hostile not in page.response.get_data(as_text=True)


def pages_of(held: Held) -> list[str]:
    """Give all a facilitator sees of a room, but for the ids of the room."""
    found = []
    for path in ("", "/pulse", "/tables/1", "/plenary"):
        text = held.walker.client.get(held.home + path).get_data(as_text=True)
        text = re.sub(r"[0-9a-f]{32}", "ID", text)
        found.append(re.sub(r'name="csrf_token" value="[^"]*"', "", text))
    return found


@pytest.mark.parametrize("closed", [False, True])
def test_before_the_reveal_nothing_tells_what_was_said(app: Flask, closed: bool) -> None:
    held = hold(app)
    held.room.open("policy")
    seen = []
    for round_, values in enumerate(((0, 0, 0, 0, 0), (4, 4, 1, 3, 2))):
        for one, value in zip(held.room.people, values, strict=True):
            held.room.say(one, PLAN, value, version=round_)
        if closed:
            held.room.close()
        seen.append(pages_of(held))
        if closed:
            held.press("undo")
    marks = [pages.pop(1) for pages in seen]
    if not closed:
        assert marks[0] == marks[1]
        assert seen[0] == seen[1]
    for pages in seen:
        assert not any("middle" in page for page in pages)


def test_what_everybody_saw_is_not_undone(held: Held) -> None:
    reveal_policy(held)
    held.walker.go(held.table)
    assert "Undo:" not in text_of(held.walker)
    held.press("undo", status=409)
    assert "What everybody saw can’t be unseen." in text_of(held.walker)
    assert held.room.state().phase(PLAN) == "revealed"


def test_the_pulse_changes_when_somebody_comes_finishes_or_acts(held: Held) -> None:
    def mark() -> str:
        return str(held.walker.client.get(f"{held.home}/pulse?live=1").get_json()["mark"])

    seen = [mark()]
    held.room.open("policy")
    seen.append(mark())
    held.room.join()
    seen.append(mark())
    held.room.say(held.room.people[0], PLAN, 1)
    assert mark() == seen[-1]
    held.room.close()
    seen.append(mark())
    assert len(set(seen)) == len(seen)
    page = held.walker.go(held.table)
    live = next(item for item in page.elements if "data-live" in item.attributes)
    assert live.attributes["data-mark"] == seen[-1]


def test_notes_and_promises_are_kept_with_the_question(app: Flask, held: Held) -> None:
    reveal_policy(held)
    walker, second = held.walker, walk_as(app, held.team, "focal-point")
    for one in (walker, second):
        one.go(f"{held.table}?question={PLAN}")
    walker.send("/note", text="First line.\nSecond.")
    page = second.send("/note", status=409, text="Mine.")
    assert "Meanwhile somebody else wrote" in page.text
    assert "First line." in page.text
    assert second.form("/note").fields["text"] == ["Mine."]
    second.send("/note", text="Both.")
    walker.go(f"{held.table}?question={PLAN}")
    assert walker.form("/note").fields["text"] == ["Both."]
    page = walker.send("/promises", status=422, title="", promised_by="", due="soon")
    for words in ("Say what is to be brought.", "Say who promised it.", "no day"):
        assert words in page.text
    walker.send("/promises", title="The decree", promised_by="Ada", due="2026-12-24")
    assert "The decree" in text_of(walker)
    walker.go(held.home)
    assert "The decree" in text_of(walker)
    walker.go(f"/assessments/{held.assessment}/questions/{PLAN}/evidence")
    assert "The decree" in text_of(walker)
    walker.go(f"{held.table}?question={PLAN}")
    walker.send("/promises/removal", press=("promise", "1"))
    assert "The decree" not in text_of(walker)


def test_the_plenary_stands_by_agreements_or_has_them_asked_again(app: Flask) -> None:
    tables = (TablePlan("North", ("policy",)), TablePlan("", ("infrastructure",)))
    held = hold(app, tables=tables)
    reveal_policy(held)
    agree(held, outcome="agreed", **{PLAN: "=3"})
    held.room.go_to("plenary")
    walker = held.walker
    page = walker.go(f"{held.home}/plenary")
    assert "Consensus" in page.text
    assert "Table 2" in page.text
    walker.send("/plenary")
    assert "the room stands by it" in text_of(walker)
    client, seen = walker.client, str(held.room.room.row.version)
    for given, status in (
        ({"agreement": f"{PLAN}=7", "seen": seen}, 409), ({"agreement": PLAN, "seen": seen}, 400),
        ({"agreement": f"{PLAN}=1", "seen": "1"}, 409),
    ):  # fmt: skip
        response = client.post(f"{held.home}/plenary", data=given, headers=OWN)
        assert response.status_code == status, given
    walker.go(f"{held.home}/plenary")
    walker.send("/tables/1/acts", press=("act", "reopen"))
    assert held.room.room.row.stage == "tables"
    assert held.room.state().phase(PLAN) == "open"
    assert held.answer() is None


def test_a_question_that_somebody_changed_since_stays_and_the_page_says_so(held: Held) -> None:
    reveal_policy(held)
    agree(held, outcome="agreed", **{PLAN: "=3"})
    walker = held.walker
    change = Change(Answer(PLAN, value=1), 1)
    focal, here = held.team.actor("focal-point"), held.room.workspace
    assert save_team_answers(focal, here, held.assessment, changes=(change,)).saved
    walker.go(f"{held.table}?question={PLAN}")
    assert "Somebody changed the assessment’s answer since" in text_of(walker)
    held.press("undo")
    assert "The agreement was withdrawn." in text_of(walker)
    assert held.answer() == 1


def test_nobody_else_sees_or_does_anything(app: Flask, held: Held) -> None:
    before = held.room.table().version
    for who in ("stranger", "contributor", "viewer", "admin"):
        client = walk_as(app, held.team, who).client
        for path in ("", "/pulse", "/tables/1", "/plenary", "/end"):
            assert client.get(held.home + path).status_code == 404, (who, path)
        for path in (
            "/stage", "/door", "/end", "/plenary", "/tables/1/acts",
            f"/tables/1/questions/{PLAN}/agreement", f"/tables/1/questions/{PLAN}/note",
            f"/tables/1/questions/{PLAN}/promises", "/tables/1/promises/removal",
        ):  # fmt: skip
            data = {"seen": str(before), "act": "open", "block": "policy"}
            response = client.post(held.home + path, data=data, headers=OWN)
            assert response.status_code == 404, (who, path)
    assert held.room.table().version == before
