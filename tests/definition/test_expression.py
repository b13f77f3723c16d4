from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.definition.expression import (
    ExpressionError,
    Value,
    evaluate,
    is_condition,
    names_in,
    parse_expression,
)


@dataclass
class Given:
    scope: str = "country"
    values: dict[str, Value] = field(default_factory=dict)

    def level(self, question: str, /) -> int | None:
        return {"INF-01": 3, "A": 0, "1.2": 1}.get(question)

    def value(self, question: str, /) -> Value:
        known: dict[str, Value] = {
            "M": ("web", "app"), "C": "full", "N": 2.5, "D": date(2026, 5, 1),
        }  # fmt: skip
        return known.get(question)

    def score(self, node: str, /) -> float | None:
        return {"total": 50.0}.get(node)

    def answered(self, question: str, /) -> bool | None:
        return {"A": True, "B": False}.get(question)

    def coverage(self, node: str, /) -> float | None:
        return {"desk": 0.6}.get(node)

    def parameter(self, name: str, /) -> str | None:
        return {"sector": "health"}.get(name)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("level(INF-01) >= 3", True),
        ("level('INF-01') < 3", False),
        ("level(1.2) == 1", True),
        ("level(Z) >= 1", None),
        ("not level(Z) >= 1", None),
        ("not level(A) >= 1", True),
        ("level(Z) >= 1 or level(A) == 0", True),
        ("level(A) == 0 or level(Z) >= 1", True),
        ("level(Z) >= 1 or level(A) == 1", None),
        ("level(Z) >= 1 and level(A) == 0", None),
        ("level(Z) >= 1 and level(A) == 1", False),
        ("level(A) == 1 and level(Z) >= 1", False),
        ("level(A) == 0 or level(A) == 1 and level(A) == 2", True),
        ("(level(A) == 0 or level(A) == 1) and level(A) == 2", False),
        ("not level(A) == 1 and level(A) == 1", False),
        ("not (level(A) == 1 and level(A) == 1)", True),
        ("value(C) == 'full'", True),
        ('value(C) != "full"', False),
        ("value(C) in ['full', 'part']", True),
        ("value(C) in ('none', 'part')", False),
        ("value(C) in ('full')", True),
        ("value(C) not in ['full']", False),
        ("value(Z) in ['full']", None),
        ("'web' in value(M)", True),
        ("'desk' in value(M)", False),
        ("'desk' not in value(M)", True),
        ("'web' in value(Z)", None),
        ("level(A) in [0, 1]", True),
        ("value(N) > 2.4", True),
        ("value(N) >= -1e3", True),
        ("value(D) >= '2026-01-01'", True),
        ("value(D) < '2026-01-01'", False),
        ("value(D) < 'soon'", None),
        ("score(total) == 50", True),
        ("score(other) == 50", None),
        ("scope == 'country' and coverage(desk) >= 0.6", True),
        ("scope in ['city', 'organisation']", False),
        ("parameter(sector) == 'health'", True),
        ("answered(A) and not answered(B)", True),
        ("answered(A) == answered(B)", False),
        ("answered(Z)", None),
        ("level(A) == 'zero'", None),
        ("value(C) > 1", None),
        ("value(C) > 'a'", None),
        ("value(M) == 'web'", None),
    ],
)
def test_evaluation(text: str, wanted: bool | None) -> None:
    assert evaluate(parse_expression(text), Given()) is wanted


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("INF-01 >= 2", 1, "level(INF-01)"),
        ("level(A) >= B1", 13, "'B1' stands alone"),
        ("level(A", 8, "too early"),
        ("", 1, "too early"),
        ("1 <", 4, "too early"),
        ("level(A) >= 01", 13, "not expected"),
        ("level(A) >= +1", 13, "not expected"),
        ("level(A) == 1 ; 2", 15, "not expected"),
        ("1 < 2 < 3", 7, "not expected"),
        ("__import__('os').system('true')", 1, "not expected"),
        ("level(A).__class__ == 1", 9, "not expected"),
        ("lambda: 1", 1, "stands alone"),
        ("notlevel(A) == 1", 1, "stands alone"),
        ("level(A) and level(B) == 1", 1, "joins conditions"),
        ("not 'x'", 1, "joins conditions"),
        ("level(A) == 1e999", 1, "too large"),
        ("value(C) == 'full", 13, "not expected"),
        ("level(A) == 1 AND level(A) == 1", 15, "stands alone"),
        ("x" * 2_001, 2_001, "longer than"),
        ("not " * 40 + "1 == 1", 1, "nested deeper"),
    ],
)
def test_what_is_no_expression(text: str, column: int, part: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert part in caught.value.message
    assert caught.value.column == column


def test_brackets_nest_up_to_the_length_allowed() -> None:
    text = "(" * 900 + "1 == 1" + ")" * 900
    assert evaluate(parse_expression(text), Given()) is True


def test_names() -> None:
    text = (
        "level(A) >= 1 and (value(C) in ['x'] or not answered(B)) or score(total) > coverage(desk)"
    )
    assert names_in(parse_expression(text)) == {
        ("level", "A"), ("value", "C"), ("answered", "B"), ("score", "total"), ("coverage", "desk"),
    }  # fmt: skip


def test_what_is_a_condition() -> None:
    conditions = ("level(A) == 1", "answered(A)", "not answered(A)", "'a' in value(M)", "(1 == 1)")
    assert all(is_condition(parse_expression(text)) for text in conditions)
    others = ("level(A)", "1", "'x'", "scope", "score(total)")
    assert not any(is_condition(parse_expression(text)) for text in others)


def test_parsed_once() -> None:
    assert parse_expression("level(A) == 1") is parse_expression("level(A) == 1")


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_an_expression_error(text: str) -> None:
    column = 1
    try:
        evaluate(parse_expression(text), Given())
    except ExpressionError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1


_WORDS = st.sampled_from(
    ["level(A)", "value(M)", "'web'", "1", "==", "<", "in", "not", "and", "or", "(", ")", "scope"]
)


@given(st.lists(_WORDS, max_size=14))
def test_any_words_of_the_language_end_well(words: list[str]) -> None:
    try:
        value = evaluate(parse_expression(" ".join(words)), Given())
    except ExpressionError:
        return
    assert value is None or isinstance(value, bool | float | int | str | tuple)
