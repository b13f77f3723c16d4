"""Rounds side by side: who sees which, and parts of a change that add up to it exactly."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from app.presentation.language import load_translator
from app.presentation.view.assessment.comparison import ComparedView, build_compared
from app.presentation.view.wording import Wording
from app.response import Answer, Answers
from app.service.assessment.answering import save_team_answers
from app.service.assessment.comparison import Round, compare_rounds, read_rounds
from app.service.assessment.goal import Aim, save_goal
from app.service.assessment.opening import Opened, open_assessment
from app.service.assessment.round import KEEP, NextRound, begin_round, preview_round
from app.service.check_state import Change
from app.store.engine import run_write
from app.store.unit import grant_assessment_role
from tests.service.assessment.version import bring_out
from tests.service.conftest import House
from tests.team import Team, make_team

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"
VALUES = (None, 0, 2)


def look(team: Team, begun: str, role: str = "viewer") -> Opened:
    return open_assessment(team.actor(role), team.workspace, begun, "view")


def save(team: Team, begun: str, *answers: Answer, base: int = 0) -> None:
    changes = tuple(Change(answer, base) for answer in answers)
    save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=changes)


def go_on(team: Team, begun: str) -> str:
    found = preview_round(team.workspace, look(team, begun))
    wish = NextRound(KEEP, found.passage.new.content_hash, found.last)
    return begin_round(team.actor("focal-point"), team.workspace, begun, wish)


def view(first: Round, second: Round) -> ComparedView:
    english = load_translator("en")
    words = (Wording(item.toolkit, item.setting, english) for item in (first, second))
    return build_compared(compare_rounds(first, second), *words)


def test_what_changed_is_told_question_by_question(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=0), Answer(BUDGET, value=2), Answer(NOTE, value="Old."))
    made = go_on(team, begun)
    assert save_goal(team.actor("focal-point"), team.workspace, made, Aim(PLAN, 2, 2028), seen=0)
    save(team, made, Answer(PLAN, value=1), Answer(BUDGET, state="unknown"),
         Answer(NOTE, value="New."), base=1)  # fmt: skip
    first, second = read_rounds(team.workspace, look(team, begun))
    assert (first.id, second.id) == (begun, made)
    assert first.scores["total"] == 50
    found = view(first, second)
    turns = {item.id: item.turn for pillar in found.pillars for item in pillar.questions}
    assert turns == {PLAN: "better", BUDGET: "other", NOTE: "other"}
    (pillar,) = found.pillars
    said = {item.id: (str(item.before[0]), str(item.after[0])) for item in pillar.questions}
    assert said[PLAN] == ("There is none.", "There is a draft.")
    assert said[NOTE] == ("Old.", "New.")
    (goal,) = found.goals
    assert (goal.gap, goal.moved, goal.standing) == ("50", "+50", "open")
    assert "50" in goal.way
    # The other way round it is told the other way round, and a blank answer is told as one.
    assert view(second, first).counts["worse"] == 1
    save(team, made, Answer(BUDGET, state="blank"), base=2)
    first, second = read_rounds(team.workspace, look(team, begun))
    assert view(first, second).counts["left"] == 1
    assert view(second, first).counts["answered"] == 1
    same = view(first, first)
    assert (same.counts, same.same) == ({}, 3)


def test_another_version_is_split_by_rules_and_what_only_one_asks(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=2), Answer(BUDGET, value=0))
    bring_out(
        team,
        ("- id: basics.plan\n", "- id: basics.plan\n        weight: 3\n"),
        ("- id: basics.budget\n", "- id: basics.money\n"),
    )
    made = go_on(team, begun)
    save(team, made, Answer("basics.money", value=1))
    save(team, made, Answer(PLAN, value=1), base=1)
    first, second = read_rounds(team.workspace, look(team, begun))
    found = compare_rounds(first, second)
    change = found.change
    assert change is not None
    assert None not in (change.total, change.answers, change.rules, change.not_comparable)
    assert change.total == change.answers + change.rules + change.not_comparable  # type: ignore[operator]
    assert change.before == first.scores["total"]
    assert change.after == second.scores["total"]
    shown = view(first, second)
    turns = {item.id: item.turn for pillar in shown.pillars for item in pillar.questions}
    assert turns == {PLAN: "worse", "basics.money": "new", f"_{BUDGET}": "gone"}


def test_a_round_is_seen_by_those_who_may_see_it(house: House, team: Team, begun: str) -> None:
    made = go_on(team, begun)
    role: dict[str, object] = {
        "assessment_id": made, "account_id": team.people["stranger"], "role": "reviewer",
        "granted_by": None, "granted_at": house.clock.moment,
    }  # fmt: skip
    run_write(house.workspace.engine, lambda session: grant_assessment_role(session, role))
    assert [item.id for item in read_rounds(team.workspace, look(team, made, "stranger"))] == [made]
    other = make_team(house.workspace, "NAM")
    strange = other.begin("small")
    assert [item.id for item in read_rounds(other.workspace, look(other, strange))] == [strange]


def test_shown_parts_add_up_whatever_was_answered(team: Team, begun: str) -> None:
    """Every pair of answers in both rounds, under other weights: 81 changes, each exact."""
    bring_out(team, ("- id: basics.plan\n", "- id: basics.plan\n        weight: 3\n"))
    made = go_on(team, begun)
    first, second = read_rounds(team.workspace, look(team, made))
    for values in product(VALUES, repeat=4):
        before, after = (
            replace(item, answers=Answers(
                Answer(name, value=value)
                for name, value in zip((PLAN, BUDGET), pair, strict=True) if value is not None
            ))
            for item, pair in ((first, values[:2]), (second, values[2:]))
        )  # fmt: skip
        change = compare_rounds(before, after).change
        assert change is not None
        for item in (change, *change.pillars.values()):
            parts = (item.answers, item.rules, item.not_comparable)
            shown = item.shown()
            if item.total is None or shown is None:
                assert parts == (None, None, None)
                continue
            assert item.total == sum((part or Fraction(0) for part in parts), Fraction(0))
            assert shown.total == shown.answers + shown.rules + shown.not_comparable
