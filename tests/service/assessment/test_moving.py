"""Moving an assessment to a newer version and back: nothing lost, on both engines."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.goal import Aim, read_goals, save_goal
from app.service.assessment.history import read_history
from app.service.assessment.moving import (
    MoveWish,
    move_assessment,
    preview_moves,
    undo_assessment_move,
)
from app.service.assessment.opening import Opened, open_assessment, read_work
from app.service.check_state import Change
from app.service.error import Moved, NotAChoice, NotFound, WrongState
from app.store.engine import read_session, run_write
from app.store.teamwork import CommentRow, list_assignments
from tests.service.assessment.version import bring_out
from tests.team import Team, make_team

PLAN, BUDGET, NOTE, MONEY = "basics.plan", "basics.budget", "basics.note", "basics.money"
REWORDED = ("text: Is there a plan?", "text: Who has written the plan, and who will see to it?")
RENAMED = ("- id: basics.budget\n", "- id: basics.money\n        replaces: basics.budget\n")
REPLACED = ("- id: basics.budget\n", "- id: basics.money\n")
REQUIRED = ("title: Sector\n", "title: Sector\n    required: true\n")


def look(team: Team, begun: str, role: str = "viewer") -> Opened:
    return open_assessment(team.actor(role), team.workspace, begun, "view")


def save(team: Team, begun: str, *answers: Answer) -> None:
    standing = read_work(team.workspace, look(team, begun)).answers
    changes = tuple(
        Change(answer, standing[answer.question].version if answer.question in standing else 0)
        for answer in answers
    )
    kept = save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=changes)
    assert kept.conflicts == ()


def answer_all(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=1), Answer(BUDGET, value=2, note="By law."),
         Answer(NOTE, value="Much."))  # fmt: skip
    for question in (PLAN, BUDGET):
        aim = Aim(question, 2, 2028)
        assert save_goal(team.actor("focal-point"), team.workspace, begun, aim, seen=0)


def wish(team: Team, begun: str, **more: object) -> MoveWish:
    found = preview_moves(team.workspace, look(team, begun))
    target = found.ahead.new.content_hash if found.ahead else ""
    return replace(MoveWish(target, found.seen), **more)  # type: ignore[arg-type]


def move(team: Team, begun: str, **more: object) -> Opened:
    asked = wish(team, begun, **more)
    move_assessment(team.actor("focal-point"), team.workspace, look(team, begun), asked)
    return look(team, begun)


def undo(team: Team, begun: str) -> Opened:
    found = preview_moves(team.workspace, look(team, begun))
    assert found.behind is not None
    undo_assessment_move(
        team.actor("focal-point"), team.workspace, look(team, begun),
        number=found.behind.number, seen=found.seen,
    )  # fmt: skip
    return look(team, begun)


def told(team: Team, begun: str) -> dict[str, tuple[object, ...]]:
    """Give what stands, without versions, which only count."""
    work = read_work(team.workspace, look(team, begun))
    return {
        name: (item.state, item.value, item.note, name in work.to_confirm)
        for name, item in work.answers.items()
        if item.state != "blank"
    }


def counted(team: Team, begun: str) -> dict[str, int]:
    with team.workspace.engine.connect() as connection:
        return {
            table: connection.execute(
                text(f"select count(*) from {table} where assessment_id = :id"),  # noqa: S608
                {"id": begun},
            ).scalar_one()
            for table in ("assessment_answer", "answer_history", "goal", "assessment_move")
        }


def test_a_preview_writes_nothing(team: Team, begun: str) -> None:
    answer_all(team, begun)
    assert preview_moves(team.workspace, look(team, begun)).ahead is None
    bring_out(team, REWORDED, REPLACED)
    before = counted(team, begun)
    found = preview_moves(team.workspace, look(team, begun, "viewer"))
    assert found.ahead is not None
    became = {line.before.question: line.became for line in found.ahead.record}
    assert became == {PLAN: "confirm", BUDGET: "dropped", NOTE: "carried"}
    assert found.lost_goals == (BUDGET,)
    change = found.ahead.change
    assert change is not None
    assert (change.before, change.answers) == (75, 0)
    assert counted(team, begun) == before
    assert look(team, begun).toolkit.version == "1.0.0"


def test_moving_and_back_loses_nothing(team: Team, begun: str) -> None:
    answer_all(team, begun)
    first = told(team, begun)
    goals = set(read_goals(team.workspace, look(team, begun)))
    bring_out(team, REWORDED, REPLACED)
    moved = move(team, begun)
    assert moved.toolkit.version == "2.0.0"
    assert told(team, begun) == {
        PLAN: ("answered", 1, "", True),
        NOTE: ("answered", "Much.", "", False),
    }
    assert set(read_goals(team.workspace, moved)) == {PLAN}
    # What is asked anew is answered, and what is to be confirmed is changed.
    save(team, begun, Answer(MONEY, value=1), Answer(PLAN, value=2))
    back = undo(team, begun)
    assert back.toolkit.version == "1.0.0"
    assert told(team, begun) == first
    assert set(read_goals(team.workspace, back)) == goals
    versions = read_history(team.workspace, back, PLAN).versions
    assert [item.act for item in versions] == ["undo", "save", "move", "save"]
    assert [item.answer.value for item in versions] == [1, 2, 1, 1]
    # And there again, and a new answer where one stood before.
    move(team, begun)
    save(team, begun, Answer(MONEY, value=2))
    assert told(team, begun)[MONEY][1] == 2
    undo(team, begun)
    assert told(team, begun) == first
    assert counted(team, begun)["assessment_move"] == 2
    with team.workspace.engine.connect() as connection:
        query = text("select action from audit where action like '%move%' order by id")
        actions = connection.execute(query).scalars().all()
    assert actions == ["assessment_moved", "assessment_move_undone"] * 2


def test_all_that_hangs_on_a_question_follows_it(team: Team, begun: str) -> None:
    answer_all(team, begun)
    team.assign(begun, "contributor", BUDGET)
    row = {
        "id": uuid4().hex, "assessment_id": begun, "question": BUDGET, "parent_id": None,
        "text": "Which law?", "written_by": None, "written_at": team.workspace.now(),
        "resolved_by": None, "resolved_at": None,
    }  # fmt: skip
    run_write(team.workspace.engine, lambda session: session.execute(insert(CommentRow), [row]))

    def places() -> tuple[list[str], list[str]]:
        with read_session(team.workspace.engine) as session:
            nodes = [item.node for item in list_assignments(session, begun)]
            query = text("select question from comment where assessment_id = :id")
            return nodes, list(session.execute(query, {"id": begun}).scalars())

    bring_out(team, RENAMED)
    moved = move(team, begun)
    assert places() == ([MONEY], [MONEY])
    assert told(team, begun)[MONEY][:3] == ("answered", 2, "By law.")
    assert set(read_goals(team.workspace, moved)) == {PLAN, MONEY}
    acts = [item.act for item in read_history(team.workspace, moved, MONEY).versions]
    assert acts == ["move", "save"]
    back = undo(team, begun)
    assert places() == ([BUDGET], [BUDGET])
    acts = [item.act for item in read_history(team.workspace, back, BUDGET).versions]
    assert acts == ["undo", "move", "save"]


def test_a_change_since_the_page_was_shown_is_met(team: Team, begun: str) -> None:
    answer_all(team, begun)
    bring_out(team, REWORDED)
    asked = wish(team, begun)
    save(team, begun, Answer(NOTE, value="More."))
    focal = team.actor("focal-point")
    with pytest.raises(Moved):
        move_assessment(focal, team.workspace, look(team, begun), asked)
    move(team, begun)
    # A second click changes nothing.
    before = counted(team, begun)
    move_assessment(focal, team.workspace, look(team, begun), wish(team, begun, to_hash=look(
        team, begun).toolkit.content_hash))  # fmt: skip
    assert counted(team, begun) == before
    found = preview_moves(team.workspace, look(team, begun))
    save(team, begun, Answer(NOTE, value="Even more."))
    with pytest.raises(Moved):
        undo_assessment_move(focal, team.workspace, look(team, begun), number=1, seen=found.seen)
    undo(team, begun)
    undo_assessment_move(focal, team.workspace, look(team, begun), number=1, seen="")
    assert look(team, begun).toolkit.version == "1.0.0"


def test_a_page_left_open_meets_the_move(team: Team, begun: str) -> None:
    answer_all(team, begun)
    old = look(team, begun).toolkit.content_hash
    bring_out(team, REWORDED)
    move(team, begun)
    change = Change(Answer(PLAN, value=0), base_version=1)
    with pytest.raises(Moved):
        save_team_answers(team.actor("facilitator"), team.workspace, begun, changes=(change,),
                          definition=old)  # fmt: skip
    kept = save_team_answers(team.actor("facilitator"), team.workspace, begun, changes=(change,))
    assert [item.question for item in kept.conflicts] == [PLAN]


def test_who_may_not_moves_nothing(team: Team, begun: str) -> None:
    bring_out(team, REQUIRED)
    other, asked = make_team(team.workspace, "NAM"), wish(team, begun)
    opened = look(team, begun)
    for actor in (team.actor("facilitator"), team.actor("admin"), other.actor("focal-point")):
        with pytest.raises(NotFound):
            move_assessment(actor, team.workspace, opened, asked)
        with pytest.raises(NotFound):
            undo_assessment_move(actor, team.workspace, opened, number=1, seen="")
    focal = team.actor("focal-point")
    with pytest.raises(NotAChoice):
        move_assessment(focal, team.workspace, opened, asked)
    assert move(team, begun, parameters={"sector": "health"}).setting.parameters == {
        "sector": "health"
    }
    team.set_state(begun, "review")
    with pytest.raises(WrongState):
        undo_assessment_move(focal, team.workspace, opened, number=1, seen="")
