"""What one answer is worth, and could be worth, by hand."""

import pytest

from app.response import measure_of
from app.response.level import extremes, level_of, points_of, reach_of, step_up
from app.response.measure import Measure
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, yesno

PRICE = [
    {"level": 0, "from": 10},
    {"level": 1, "from": 5},
    {"level": 2, "from": 2},
    {"level": 3, "from": 1},
    {"level": 4, "from": 0},
]
RATIO = [{"level": n, "from_points": p} for n, p in enumerate([0, 12.5, 37.5, 62.5, 87.5])]
SHARE = [{"level": n, "from": n * 25} for n in range(5)]

KIT = toolkit(
    pillar(
        "P",
        level("L"),
        number("SHARE", levels=SHARE),
        number("STEP", levels=SHARE, score_by="level"),
        number("PRICE", maximum=10, direction="lower", levels=PRICE),
        number("RATIO", minimum=1.1, maximum=2.5, direction="lower", levels=RATIO),
        number("LOG", minimum=1, maximum=100_000, transform="log10"),
        number("HELD", valid={"from": 20, "to": 80}),
        choice("C", 0, 40, 100, 40),
        choice("OUT", 1, 3, out_of=4),
        multi("M", 1, 2, -1),
        yesno("Y"),
    )
)


def measure(question: str) -> Measure:
    found = measure_of(KIT.question(question), KIT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "value", "points", "level_reached"),
    [
        ("L", 3, 75, 3),
        ("SHARE", 60.0, 60, 2),
        ("SHARE", 75.0, 75, 3),
        ("SHARE", -5.0, 0, 0),
        ("SHARE", 400.0, 100, 4),
        ("STEP", 60.0, 50, 2),
        ("PRICE", 10.0, 0, 0),
        ("PRICE", 9.99, 0.1, 1),
        ("PRICE", 2.0, 80, 2),
        ("PRICE", 0.5, 95, 4),
        ("RATIO", 1.275, 87.5, 4),
        ("RATIO", 1.28, 87.142857, 3),
        ("RATIO", 2.325, 12.5, 1),
        ("RATIO", 3.0, 0, 0),
        ("LOG", 1000.0, 60, None),
        ("LOG", 0.5, 0, None),
        ("C", "o1", 40, None),
        ("OUT", "o1", 75, None),
        ("M", ("o0",), 100 / 3, None),
        ("M", ("o0", "o1"), 100, None),
        ("M", ("o2",), 0, None),
        ("M", ("none",), 0, None),
        ("Y", "planned", 25, None),
    ],
)
def test_points_and_levels(
    question: str, value: object, points: float, level_reached: int | None
) -> None:
    code = measure(question).code_of(value)  # type: ignore[arg-type]
    assert points_of(measure(question), code) == pytest.approx(points, abs=1e-6)
    assert level_of(measure(question), code) == level_reached


@pytest.mark.parametrize(
    ("question", "least", "greatest"),
    [("L", 0, 100), ("PRICE", 0, 100), ("HELD", 20, 80), ("OUT", 25, 75), ("M", 0, 100)],
)
def test_least_and_greatest_points(question: str, least: float, greatest: float) -> None:
    low, high = extremes(measure(question))
    assert (low.points, high.points) == (pytest.approx(least), pytest.approx(greatest))


@pytest.mark.parametrize(
    ("question", "value", "points", "level_reached"),
    [
        ("L", 3, 100, 4),
        ("SHARE", 60.0, 75, 3),
        ("SHARE", 100.0, None, None),
        ("STEP", 60.0, 75, 3),
        ("STEP", 100.0, None, None),
        ("PRICE", 4.0, 80, 3),  # the border is 2, counted as the higher level
        ("PRICE", 0.5, 100, 4),  # at the top: the goalpost
        ("RATIO", 1.3, 87.5, 4),
        ("LOG", 10.0, 100, None),
        ("C", "o0", 40, None),
        ("C", "o1", 100, None),
        ("C", "o2", None, None),
        ("M", ("none",), 200 / 3, None),
        ("M", ("o0",), 100, None),
        ("M", ("o0", "o1"), None, None),
        ("Y", "no", 25, None),
        ("Y", "yes", None, None),
    ],
)
def test_one_step_up(
    question: str, value: object, points: float | None, level_reached: int | None
) -> None:
    code = measure(question).code_of(value)  # type: ignore[arg-type]
    step = step_up(measure(question), code)
    if points is None:
        assert step is None
    else:
        assert step is not None
        assert step.points == pytest.approx(points)
        assert step.level == level_reached
        assert step.points >= reach_of(measure(question), code).points
