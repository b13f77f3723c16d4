"""Goals in words and numbers: what is missing, how much of the way is behind, the total."""

from collections.abc import Mapping

from app.presentation.view.assessment.goal import (
    Goal,
    GoalLine,
    build_goals,
    list_choices,
    reach_goals,
)
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting, Value, measure_of
from app.scoring import score
from tests.presentation.view.view_sample import every_kind, word_every_kind


def wording() -> Wording:
    made = word_every_kind()
    return Wording(made.toolkit, Setting(quick=False), made.translator)


def goal(question: str, value: Value, year: int = 2028) -> Goal:
    return Goal(question, value, year, "", 1)


def best(kind: str) -> tuple[str, Value, Value]:
    """Give a question of a kind with its worst and its best value."""
    toolkit = every_kind()
    question = next(item for item in toolkit.questions if item.kind == kind)
    measure = measure_of(question, toolkit)
    assert measure is not None
    if kind == "number":
        return question.id, question.minimum, question.maximum
    if kind == "multi":
        return question.id, (), tuple(question.option_ids[:1])
    points = measure.points  # type: ignore[union-attr]
    values = measure.values  # type: ignore[union-attr]
    return question.id, values[points.index(min(points))], values[points.index(max(points))]


def line_of(goals: Mapping[str, Goal], answers: Answers, last: Answers, name: str) -> GoalLine:
    view = build_goals(wording(), goals, answers, last)
    return next(line for page in view.pages for line in page.lines if line.id == name)


def test_every_kind_with_points_has_goals_and_says_its_states() -> None:
    for kind in ("level", "number", "choice", "multi", "yesno"):
        name, worst, top = best(kind)
        now = Answers([Answer(name, value=worst)]) if kind != "multi" else Answers()
        line = line_of({name: goal(name, top)}, now, Answers(), name)
        assert line.goal is not None
        assert line.goal.answer.text, kind
        assert line.standing == ("open" if kind != "multi" else "unknown")
        question = wording().toolkit.question(name)
        assert bool(list_choices(wording(), question, now)) == (kind != "number")
    shown = [line.id for page in build_goals(wording(), {}, Answers(), Answers()).pages
             for line in page.lines]  # fmt: skip
    kinds = {wording().toolkit.question(name).kind for name in shown}
    assert not kinds & {"text", "date"}


def test_the_way_is_counted_from_the_last_round_to_the_goal() -> None:
    name, worst, top = best("number")
    assert isinstance(worst, int | float)
    assert isinstance(top, int | float)
    middle = (worst + top) / 2

    def line(now: float, last: float | None) -> GoalLine:
        before = Answers() if last is None else Answers([Answer(name, value=last)])
        answers = Answers([Answer(name, value=float(now))])
        return line_of({name: goal(name, float(top))}, answers, before, name)

    half = line(middle, float(worst))
    assert (half.way, half.standing) == ("50%", "open")
    assert half.moved == "+50"
    assert half.gap == "50"
    done = line(float(top), float(worst))
    assert (done.way, done.standing, done.gap) == ("100%", "met", "")
    back = line(float(worst), middle)
    assert back.way == "0%"
    assert back.moved.endswith("50")
    assert not back.moved.startswith("+")
    assert line(middle, None).way == ""


def test_the_total_is_that_of_the_answers_with_every_goal_met_and_none_is_lost() -> None:
    name, worst, top = best("level")
    answers = Answers([Answer(name, value=worst)])
    low = {name: goal(name, worst), "gone": goal("gone", 1)}
    assert (
        reach_goals(wording(), {name: goal(name, worst)}, Answers([Answer(name, value=top)]))[
            name
        ].value
        == top
    ), "what stands above its goal stays"
    assert reach_goals(wording(), low, answers) == answers, "a question that is gone is left out"
    view = build_goals(wording(), {name: goal(name, top)}, answers, Answers())
    after = Answers([Answer(name, value=top)])
    expected = score(wording().toolkit, after, Setting(quick=False)).nodes["total"].score
    assert bool(view.total.then) == (expected is not None)
    assert (view.count, view.met) == (1, 0)
