"""What comes of a room: goals above what was agreed, ratings alone, a plan of ten, feedback."""

from datetime import date

import pytest

from app.presentation.view.assessment.goal_form import Aim
from app.presentation.view.workshop.action import Draft
from app.response import Answer
from app.response.workshop.feedback import Given, sum_up
from app.response.workshop.priority import Rating
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.workshop.feedback import read_own_feedback, read_summary, save_feedback
from app.service.workshop.goal import Seen, read_goals, read_standing, remove_goal, set_goal
from app.service.workshop.opening import open_seat
from app.service.workshop.outcome import RefusedError
from app.service.workshop.plan import add_action, change_action, read_actions, remove_action
from app.service.workshop.planning import FEEDBACK, PRIORITIES, TABLES
from app.service.workshop.priority import (
    add_items,
    read_own_ratings,
    read_ranking,
    remove_item,
    save_ratings,
    set_calibration,
    step_on,
)
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import StaleError
from app.service.workshop.voting import Closed
from app.store.engine import read_session, run_write
from app.store.goal import list_goals
from app.store.plan import list_actions, update_action
from tests.outcome import agree, rate, step
from tests.room import OpenRoom, open_for
from tests.service.conftest import House
from tests.team import Team

PLAN, BUDGET = "basics.plan", "basics.budget"


@pytest.fixture
def held(house: House, team: Team) -> OpenRoom:
    """A room of an assessment."""
    return open_for(house.workspace, team.begin("small"), team.actor("facilitator"), people=5)


def assessment_of(room: OpenRoom) -> str:
    return str(room.room.row.assessment_id)


def aim(room: OpenRoom, value: int, year: int = 2028, seen: Seen | None = None) -> None:
    seen = seen or Seen(0)
    set_goal(room.facilitator, room.workspace, room.id, Aim(PLAN, value, year), seen=seen)


def end(room: OpenRoom) -> None:
    version = room.room.row.version
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=version)


# --- Goals --------------------------------------------------------------------------------------


def test_a_goal_lies_above_what_was_agreed(room: OpenRoom) -> None:
    with pytest.raises(NotAChoice):
        aim(room, 2)
    agree(room, Answer(PLAN, value=1))
    for value in (0, 1):
        with pytest.raises(RefusedError, match="not-above"):
            aim(room, value)
    for value, year in ((3, 2028), (2, 1999)):
        with pytest.raises(NotAChoice):
            aim(room, value, year)
    assert not read_goals(room.workspace, room.id)
    before = room.room.row.version
    aim(room, 2)
    goal = read_goals(room.workspace, room.id)[PLAN]
    assert (goal.value, goal.year) == (2, 2028)
    assert room.room.row.version == before + 1


def test_no_agreement_takes_no_goal_and_an_unknown_takes_any(room: OpenRoom) -> None:
    agree(room, Answer(PLAN, state="blank"), outcome="none")
    with pytest.raises(NotAChoice):
        aim(room, 2)
    agree(room, Answer(PLAN, state="unknown", version=2))
    aim(room, 0)
    assert read_goals(room.workspace, room.id)[PLAN].value == 0


def test_of_two_who_set_a_goal_the_second_is_told(room: OpenRoom) -> None:
    agree(room, Answer(PLAN, value=0))
    aim(room, 1)
    first = read_goals(room.workspace, room.id)[PLAN].version
    with pytest.raises(StaleError):
        aim(room, 2)
    aim(room, 2, seen=Seen(first))
    with pytest.raises(StaleError):
        remove_goal(room.facilitator, room.workspace, room.id, PLAN, seen=Seen(first))
    remove_goal(room.facilitator, room.workspace, room.id, PLAN, seen=Seen(first + 1))
    assert not read_goals(room.workspace, room.id)
    remove_goal(room.facilitator, room.workspace, room.id, PLAN, seen=Seen(first + 1))


def test_a_goal_is_the_assessment_s_goal_at_once(held: OpenRoom, team: Team) -> None:
    agree(held, Answer(PLAN, value=1))
    aim(held, 2, 2027)
    with read_session(held.workspace.engine) as session:
        (row,) = list_goals(session, assessment_of(held))
    assert (row.question, row.value, row.year) == (PLAN, 2, 2027)
    version = read_goals(held.workspace, held.id)[PLAN].version
    standing = read_standing(held.workspace, held.room)[PLAN]
    with pytest.raises(StaleError):
        aim(held, 2, 2029, seen=Seen(version, standing - 1))
    team.set_state(assessment_of(held), "approved")
    for act in (
        lambda: aim(held, 2, 2029, seen=Seen(version, standing)),
        lambda: remove_goal(held.facilitator, held.workspace, held.id, PLAN,
                            seen=Seen(version, standing)),
    ):  # fmt: skip
        with pytest.raises(WrongState):
            act()
    assert read_goals(held.workspace, held.id)[PLAN].year == 2027
    team.set_state(assessment_of(held), "collecting")
    seen = Seen(version, standing)
    remove_goal(held.facilitator, held.workspace, held.id, PLAN, seen=seen)
    assert not read_standing(held.workspace, held.room)


# --- Priorities ---------------------------------------------------------------------------------


def test_items_come_from_the_toolkit_and_from_people_each_once(room: OpenRoom) -> None:
    agree(room, Answer(PLAN, value=0), Answer(BUDGET, value=2))
    here = (room.facilitator, room.workspace, room.id)
    add_items(*here, questions=(PLAN,), texts=("Train people", "Train people"))
    add_items(*here, questions=(PLAN,))
    items = read_ranking(room.workspace, room.room.row).items
    assert [(item.question, item.text) for item in items] == [
        (PLAN, "Go on."), ("", "Train people")
    ]  # fmt: skip
    for wrong in ({"questions": (BUDGET,)}, {"texts": ("",)}, {"texts": ("x" * 301,)}):
        with pytest.raises(NotAChoice):
            add_items(*here, **wrong)
    remove_item(*here, items[0].number)
    remove_item(*here, items[0].number)
    add_items(*here, texts=tuple(f"Item {number}" for number in range(19)))
    with pytest.raises(RefusedError, match="full"):
        add_items(*here, texts=("One more",))
    assert [item.number for item in read_ranking(room.workspace, room.room.row).items] == [
        *range(2, 22)
    ]
    with pytest.raises(NotAChoice):
        remove_item(*here, 0)


def test_all_calibrate_first_and_see_it_before_the_others_are_rated(room: OpenRoom) -> None:
    here = (room.facilitator, room.workspace, room.id)
    room.go_to(PRIORITIES)
    set_calibration(*here, "Paint the door", seen=room.room.row.version)
    with pytest.raises(RefusedError, match="not-now"):
        step(room, "close")
    step(room, "open")
    with pytest.raises(RefusedError, match="begun"):
        set_calibration(*here, "Another", seen=room.room.row.version)
    add_items(*here, texts=("Train people",))
    with pytest.raises(Closed):
        rate(room, 1, (3, 3))
    rate(room, 0, *[(2, 1)] * 5)
    assert read_ranking(room.workspace, room.room.row).rated == 5
    assert not read_ranking(room.workspace, room.room.row).places
    step(room, "close")
    with pytest.raises(Closed):
        rate(room, 0, (3, 3))
    step(room, "reveal")
    place = read_ranking(room.workspace, room.room.row).places[0]
    assert (place.impact, place.effort, place.count) == (2.0, 1.0, 5)
    step(room, "open")
    rate(room, 1, (5, 1), (4, 2), (4, 2), (1, 5), (5, 2))
    assert 1 not in read_ranking(room.workspace, room.room.row).places
    step(room, "close", "open", "close", "reveal")
    place = read_ranking(room.workspace, room.room.row).places[1]
    assert (place.impact, place.effort) == (4.0, 2.0)
    with pytest.raises(RefusedError, match="shown"):
        add_items(*here, texts=("Too late",))


def test_fewer_than_five_ratings_are_not_shown_even_then(room: OpenRoom) -> None:
    room.go_to(PRIORITIES)
    add_items(room.facilitator, room.workspace, room.id, texts=("Train people",))
    step(room, "open")
    rate(room, 0, *[(2, 1)] * 4)
    step(room, "close", "reveal", "open")
    rate(room, 1, *[(5, 1)] * 5)
    step(room, "close", "reveal")
    assert set(read_ranking(room.workspace, room.room.row).places) == {1}


def test_an_own_rating_can_be_changed_until_the_close(room: OpenRoom) -> None:
    room.go_to(PRIORITIES)
    step(room, "open")
    one = room.people[0]
    rate(room, 0, (1, 1))
    rate(room, 0, (1, 1))
    rate(room, 0, (4, 2))
    seat = open_seat(one, room.workspace, room.id)
    assert read_own_ratings(room.workspace, seat) == {0: Rating(0, 4, 2)}
    for marks in ((0, 3), (3, 6)):
        with pytest.raises(NotAChoice):
            rate(room, 0, marks)
    with pytest.raises(NotFound):
        save_ratings(room.facilitator, room.workspace, room.id, [Rating(0, 1, 1)])
    room.go_to(TABLES)
    with pytest.raises(Closed):
        rate(room, 0, (1, 1))


def test_of_two_who_step_the_second_is_told_and_nothing_to_rate_opens_nothing(
    room: OpenRoom,
) -> None:
    seen = room.room.row.version
    step(room, "open")
    with pytest.raises(StaleError):
        step_on(room.facilitator, room.workspace, room.id, "open", seen=seen)
    step(room, "close", "reveal")
    with pytest.raises(RefusedError, match="no-items"):
        step(room, "open")


# --- The plan -----------------------------------------------------------------------------------


def test_a_plan_has_ten_actions_and_each_is_added_once(room: OpenRoom) -> None:
    here = (room.facilitator, room.workspace, room.id)
    first = add_action(*here, Draft("Pass the law", "Parliament", date(2027, 6, 1)))
    assert add_action(*here, Draft("Pass the law", "Parliament", date(2027, 6, 1))) == first
    for number in range(9):
        add_action(*here, Draft(f"Action {number}"))
    with pytest.raises(RefusedError, match="full"):
        add_action(*here, Draft("The eleventh"))
    change_action(*here[:2], (room.id, first), Draft("Pass two laws"), seen=1)
    with pytest.raises(StaleError):
        change_action(*here[:2], (room.id, first), Draft("Pass three"), seen=1)
    with pytest.raises(StaleError):
        remove_action(*here[:2], (room.id, first), seen=1)
    remove_action(*here[:2], (room.id, first), seen=2)
    remove_action(*here[:2], (room.id, first), seen=2)
    assert add_action(*here, Draft("The eleventh")) == 11
    with pytest.raises(NotFound):
        change_action(*here[:2], (room.id, first), Draft("Again"), seen=2)


def test_what_is_no_action_is_refused(room: OpenRoom) -> None:
    here = (room.facilitator, room.workspace, room.id)
    for wrong in (Draft(), Draft("x" * 501), Draft("A", "x" * 201), Draft(item=7), Draft(item=0)):
        with pytest.raises(NotAChoice):
            add_action(*here, wrong)
    assert not read_actions(room.workspace, room.id)


def test_an_action_stands_in_the_assessment_s_plan_with_the_room_s_middle(held: OpenRoom) -> None:
    here = (held.facilitator, held.workspace, held.id)
    agree(held, Answer(PLAN, value=0))
    held.go_to(PRIORITIES)
    add_items(*here, questions=(PLAN,))
    step(held, "open", "close", "reveal", "open")
    held.join()
    rate(held, 1, (3, 1), (3, 1), (3, 2), (4, 2), (5, 2), (5, 2))
    number = add_action(*here, Draft(item=1, owner="Ministry"))
    with read_session(held.workspace.engine) as session:
        (row,) = list_actions(session, assessment_of(held))
    assert (row.impact, row.effort) == (None, None)
    remove_action(*here[:2], (held.id, number), seen=1)
    step(held, "close", "reveal")
    number = add_action(*here, Draft(item=1, owner="Ministry"))
    with read_session(held.workspace.engine) as session:
        (row,) = list_actions(session, assessment_of(held))
    assert (row.source, row.question, row.text) == ("toolkit", PLAN, "Go on.")
    assert (row.owner, row.impact, row.effort) == ("Ministry", 4, 2)
    (action,) = read_actions(held.workspace, held.id)
    assert (action.number, action.action_id) == (number, row.id)


def test_what_was_changed_in_the_assessment_s_plan_stays_there(held: OpenRoom) -> None:
    here, place = (held.facilitator, held.workspace), (held.id, 1)
    add_action(*here, held.id, Draft("Pass the law", "Parliament"))
    engine, there = held.workspace.engine, assessment_of(held)

    def row() -> object:
        with read_session(engine) as session:
            return next(iter(list_actions(session, there)), None)

    change_there(held, {"text": "Pass the law of 2027", "status": "begun"})
    change_action(*here, place, Draft("Pass the law", "Senate", date(2027, 1, 1)), seen=1)
    found = row()
    assert found is not None
    assert (found.text, found.owner, found.due) == (  # type: ignore[attr-defined]
        "Pass the law of 2027", "Senate", date(2027, 1, 1)
    )  # fmt: skip
    remove_action(*here, place, seen=2)
    assert row() is not None
    assert not read_actions(held.workspace, held.id)


def change_there(room: OpenRoom, values: dict[str, object]) -> None:
    def work(session: object) -> None:
        (row,) = list_actions(session, assessment_of(room))  # type: ignore[arg-type]
        update_action(session, row.id, values)  # type: ignore[arg-type]

    run_write(room.workspace.engine, work)


def test_an_approved_assessment_takes_no_plan_and_the_room_keeps_none(
    held: OpenRoom, team: Team
) -> None:
    team.set_state(assessment_of(held), "approved")
    with pytest.raises(WrongState):
        add_action(held.facilitator, held.workspace, held.id, Draft("Pass the law"))
    assert not read_actions(held.workspace, held.id)


# --- Feedback -----------------------------------------------------------------------------------


def test_each_question_is_asked_at_its_time(room: OpenRoom) -> None:
    one, here = room.people[0], (room.workspace, room.id)
    save_feedback(one, *here, {"before": 2})
    with pytest.raises(Closed):
        save_feedback(one, *here, {"before": 4})
    with pytest.raises(Closed):
        save_feedback(one, *here, {"useful": 4})
    room.go_to(FEEDBACK)
    save_feedback(one, *here, {"useful": 4, "after": 3})
    save_feedback(one, *here, {"useful": 5, "again": None})
    for wrong in ({"before": 3}, {"useful": 4, "before": 3}):
        with pytest.raises(Closed):
            save_feedback(one, *here, wrong)
    for no_choice in ({"useful": 6}, {"useful": 0}, {"name": 3}):
        with pytest.raises(NotAChoice):
            save_feedback(one, *here, no_choice)
    seat = open_seat(one, *here)
    assert read_own_feedback(room.workspace, seat) == Given(5, None, 2, 3)
    end(room)
    with pytest.raises(Closed):
        save_feedback(one, *here, {"useful": 1})


def test_feedback_is_summed_up_after_the_end_from_five_answers_on(room: OpenRoom) -> None:
    room.go_to(FEEDBACK)
    for place, one in enumerate(room.people):
        given = {"useful": place + 1, "again": 4} if place else {"useful": 1}
        save_feedback(one, room.workspace, room.id, given)
    summary = read_summary(room.workspace, room.room.row)
    assert (summary.is_open, summary.shares["useful"].answers) == (True, 5)
    assert summary.shares["useful"].counts is None
    end(room)
    summary = read_summary(room.workspace, room.room.row)
    assert (summary.shares["useful"].counts, summary.shares["useful"].middle) == (
        (1, 1, 1, 1, 1), 3.0
    )  # fmt: skip
    assert (summary.shares["again"].answers, summary.shares["again"].counts) == (4, None)


def test_change_is_told_of_those_who_answered_twice() -> None:
    twice = [
        Given(before=before, after=after) for before, after in ((1, 3), (2, 3), (3, 3), (4, 2))
    ]
    assert sum_up([*twice, Given(before=5)], is_open=False).change.mean is None
    change = sum_up([*twice, Given(before=1, after=5)], is_open=False).change
    assert (change.pairs, change.more, change.same, change.less, change.mean) == (5, 3, 1, 1, 1.0)


# --- Who may ------------------------------------------------------------------------------------


def test_nothing_changes_after_the_end(room: OpenRoom) -> None:
    agree(room, Answer(PLAN, value=0))
    end(room)
    here = (room.facilitator, room.workspace, room.id)
    for act in (
        lambda: aim(room, 2),
        lambda: remove_goal(*here, PLAN, seen=Seen(0)),
        lambda: add_items(*here, texts=("Train people",)),
        lambda: remove_item(*here, 1),
        lambda: step(room, "open"),
        lambda: add_action(*here, Draft("Pass the law")),
    ):
        with pytest.raises(RefusedError, match="ended"):
            act()


def test_who_sits_in_the_room_or_elsewhere_runs_nothing(held: OpenRoom, team: Team) -> None:
    for actor in (
        held.people[0],
        team.actor("stranger"),
        team.actor("viewer"),
        team.actor("admin"),
    ):
        here = (actor, held.workspace, held.id)
        for act in (
            lambda here=here: set_goal(*here, Aim(PLAN, 2, 2028), seen=Seen(0)),
            lambda here=here: remove_goal(*here, PLAN, seen=Seen(0)),
            lambda here=here: add_items(*here, texts=("Train people",)),
            lambda here=here: remove_item(*here, 1),
            lambda here=here: set_calibration(*here, "Paint", seen=1),
            lambda here=here: step_on(*here, "open", seen=1),
            lambda here=here: add_action(*here, Draft("Pass the law")),
            lambda here=here: change_action(*here[:2], (held.id, 1), Draft("A"), seen=1),
            lambda here=here: remove_action(*here[:2], (held.id, 1), seen=1),
        ):
            with pytest.raises(NotFound):
                act()
