"""Every form of the grammar in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.definition.expression import ExpressionError, parse_expression
from app.definition.toolkit import Toolkit
from app.presentation.expression import say_expression, say_when
from app.presentation.language import load_translator
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, topic, yesno

ENGLISH, ARABIC = load_translator("en"), load_translator("ar")


def sample() -> Toolkit:
    return toolkit(
        pillar(
            "base",
            topic("inner", level("L-3"), title="Inner part"),
            level("L-1"),
            level("L-2"),
            choice("C-1", 0, 100),
            multi("M-1", 1, 1),
            yesno("Y-1"),
            number("N-1", unit="% of people"),
            {"id": "T-1", "kind": "text", "text": "Which?"},
            {"id": "D-1", "kind": "date", "text": "Since when?"},
            title="Base & more",
        ),
        head={
            "parameters": {
                "sector": {
                    "title": "Sector",
                    "options": {"health": {"title": "Health", "in_text": "health"}},
                }
            },
            "indices": [
                {
                    "format": "eready-index/1",
                    "id": "x",
                    "title": "X",
                    "tree": {
                        "id": "x",
                        "of": [{"id": "desk", "title": "Desk part", "of": [{"id": "leaf"}]}],
                    },
                }
            ],
        },
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("level(L-1) == 2", "L-1 is at level 2"),
        ("level(L-1) != 2", "L-1 is not at level 2"),
        ("level(L-1) >= 1", "L-1 is at level 1 or higher"),
        ("level(L-1) <= 1", "L-1 is at level 1 or lower"),
        ("level(L-1) > 1", "L-1 is above level 1"),
        ("level(L-1) < 1", "L-1 is below level 1"),
        ("1 <= level(L-1)", "L-1 is at level 1 or higher"),
        ("3 > level('L-1')", "L-1 is below level 3"),
        ("level(L-1) >= 1.5", "L-1 is at level 1.5 or higher"),
        ("level(L-1) in [1, 2, 4]", "L-1 is at level 1, 2 or 4"),
        ("level(L-1) not in (1, 2)", "L-1 is not at level 1 or 2"),
        ("level(L-1) >= level(L-2)", "the level of L-1 is at least the level of L-2"),
        ("not level(L-1) == level(L-2)", "the level of L-1 differs from the level of L-2"),
        ("value(N-1) >= 50", "the answer to N-1 is 50 % of people or more"),
        ("value(N-1) < 0.5", "the answer to N-1 is less than 0.5 % of people"),
        ("value(N-1) > 1e6", "the answer to N-1 is more than 1,000,000 % of people"),
        ("value(N-1) == -2", "the answer to N-1 is −2 % of people"),
        ("value(C-1) == 'o1'", "the answer to C-1 is “Option 1”"),
        ("value(C-1) != 'o1'", "the answer to C-1 is not “Option 1”"),
        ("value(C-1) in ['o0', 'o1']", "the answer to C-1 is “Option 0” or “Option 1”"),
        ("value(C-1) in 'o0'", "the answer to C-1 is “Option 0”"),
        ("value(C-1) == 'gone'", "the answer to C-1 is “gone”"),
        ("value(Y-1) == 'partly'", "the answer to Y-1 is “Partly”"),
        ("value(T-1) == 'the <b>'", "the answer to T-1 is “the <b>”"),
        ("value(D-1) >= '2020-02-01'", "the answer to D-1 is 1 February 2020 or later"),
        ("value(D-1) < '2020-02-01'", "the answer to D-1 is before 1 February 2020"),
        ("value(D-1) == 'soon'", "the answer to D-1 is “soon”"),
        ("'o0' in value(M-1)", "“Option 0” is ticked in M-1"),
        ("'o0' not in value(M-1)", "“Option 0” is not ticked in M-1"),
        ("value(C-1) in value(M-1)", "the answer to C-1 is among the answer to M-1"),
        ("not value(C-1) in value(M-1)", "the answer to C-1 is not among the answer to M-1"),
        ("score(base) >= 50", "the score of “Base & more” is 50 or more"),
        ("score(inner) < 20.5", "the score of “Inner part” is less than 20.5"),
        ("score(total) > 60", "the score of the whole is more than 60"),
        ("score(nowhere) > 60", "the score of nowhere is more than 60"),
        ("coverage(desk) >= 0.6", "the coverage of “Desk part” is 60% or more"),
        ("coverage(total) < 0.125", "the coverage of the whole is less than 12.5%"),
        ("answered(L-1)", "L-1 is answered"),
        ("not answered(L-1)", "L-1 is not answered"),
        ("not not answered(L-1)", "L-1 is answered"),
        ("scope == 'country'", "the unit assessed is a country"),
        ("scope != 'city'", "the unit assessed is not a city"),
        ("scope in ['subnational', 'organisation']",
         "the unit assessed is a part of a country or an organisation"),
        ("scope == 'moon'", "the unit assessed is “moon”"),
        ("parameter(sector) == 'health'", "Sector is “Health”"),
        ("parameter(sector) == 'war'", "Sector is “war”"),
        ("parameter(lost) == 'x'", "lost is “x”"),
        ("answered(L-1) and answered(L-2)", "L-1 is answered and L-2 is answered"),
        ("answered(L-1) and answered(L-2) and answered(L-3)",
         "L-1 is answered, L-2 is answered and L-3 is answered"),
        ("answered(L-1) or level(L-2) == 0", "L-1 is answered or L-2 is at level 0"),
        ("answered(L-1) and (answered(L-2) or answered(L-3))",
         "L-1 is answered and (L-2 is answered or L-3 is answered)"),
        ("not (level(L-1) >= 1 and answered(L-2))", "L-1 is below level 1 or L-2 is not answered"),
        ("not (answered(L-1) or not (answered(L-2) and answered(L-3)))",
         "L-1 is not answered and (L-2 is answered and L-3 is answered)"),
        ("answered(L-1) == answered(L-2)",
         "whether L-1 is answered equals whether L-2 is answered"),
        ("1 < 2", "1 is less than 2"),
        ("'a' == 'b'", "“a” is “b”"),
        ("level(L-1)", "the level of L-1"),
        ("scope", "the unit assessed"),
        ("3", "3"),
    ],
)  # fmt: skip
def test_every_form_in_words(text: str, said: str) -> None:
    assert say_expression(text, sample(), ENGLISH) == said
    assert say_expression(parse_expression(text), sample(), ENGLISH) == said


def test_when_is_a_sentence() -> None:
    assert say_when("level(L-1) >= 1", sample(), ENGLISH) == "Only if L-1 is at level 1 or higher."


def test_names_may_be_links_and_everything_else_is_escaped() -> None:
    said = say_expression(
        "value(T-1) == 'the <b>' and value(C-1) == 'o0'",
        sample(),
        ENGLISH,
        question=lambda name: Markup('<a href="#{0}">{0}</a>').format(name),
    )
    assert isinstance(said, Markup)
    assert said == (
        'the answer to <a href="#T-1">T-1</a> is “the &lt;b&gt;” and '
        'the answer to <a href="#C-1">C-1</a> is “Option 0”'
    )


def test_names_may_be_numbers() -> None:
    said = say_when("answered(L-1)", sample(), ENGLISH, question=lambda name: f"question {name}")
    assert said == "Only if question L-1 is answered."


def test_ids_and_foreign_texts_are_isolated_in_arabic() -> None:
    said = say_expression("level(L-1) >= 1 and value(C-1) == 'o0'", sample(), ARABIC)
    assert "\u2066L-1\u2069" in said
    assert "\u2068Option 0\u2069" in said


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        say_expression("level(", sample(), ENGLISH)


_ATOMS = st.sampled_from(
    ["level(L-1) >= 1", "answered(L-2)", "scope == 'city'", "'o0' in value(M-1)", "score(base) > 1"]
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=8,
)


@given(_CONDITIONS)
def test_a_condition_denied_twice_says_the_same(text: str) -> None:
    once = say_expression(text, sample(), ENGLISH)
    assert once
    assert say_expression(f"not (not ({text}))", sample(), ENGLISH) == once
