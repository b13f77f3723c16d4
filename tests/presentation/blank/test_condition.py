"""What becomes of a condition while everything is still open."""

import pytest

from app.definition.grammar import parse_expression
from app.presentation.blank.condition import Known, reduce_condition
from app.response import Setting

KNOWN = Known(Setting(scope="city", parameters={"sector": "health"}), {"A": 1, "B": 2})


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (None, True),
        ("scope == 'city'", True),
        ("scope in ['city', 'country']", True),
        ("scope != 'city'", False),
        ("parameter(sector) == 'health'", True),
        ("parameter(other) == 'x'", False),
        ("not (parameter(other) == 'x')", False),
        ("level(C) >= 1", False),
        ("not (level(C) >= 1)", False),
        ("answered(C)", False),
        ("not answered(C)", True),
        ("level(A) >= 1 and level(C) >= 1", False),
        ("answered(A) or not answered(C)", True),
        ("answered(A) and scope == 'country'", False),
        ("score(total) > 5", False),
    ],
)
def test_what_can_be_decided_is(when: str | None, expected: bool) -> None:
    assert reduce_condition(when, KNOWN) is expected


@pytest.mark.parametrize(
    ("when", "left"),
    [
        ("level(A) >= 1", "level(A) >= 1"),
        ("level(A) >= 1 and scope == 'city'", "level(A) >= 1"),
        ("level(A) >= 1 or level(C) >= 1", "level(A) >= 1"),
        (
            "(level(A) >= 1 or scope == 'country') and (level(B) > 0 or answered(C))",
            "level(A) >= 1 and level(B) > 0",
        ),
        ("not (level(A) >= 1)", "not (level(A) >= 1)"),
        ("'x' in value(A)", "'x' in value(A)"),
        ("level(A) == level(B)", "level(A) == level(B)"),
        ("answered(A)", "answered(A)"),
    ],
)
def test_only_what_is_open_is_left(when: str, left: str) -> None:
    assert reduce_condition(when, KNOWN) == parse_expression(left)
