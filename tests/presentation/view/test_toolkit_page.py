"""The parts of the pages on which a toolkit is read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.definition.difference import compare_toolkits
from app.definition.node import NodeRule
from app.definition.toolkit import Toolkit
from app.presentation.language import load_translator
from app.presentation.view.toolkit.difference import build_difference, cut_difference
from app.presentation.view.toolkit.marking import find_marks, mark_texts
from app.presentation.view.toolkit.overview import build_line
from app.presentation.view.toolkit.pillar import (
    MOST_CHARACTERS,
    build_pillar,
    find_parts,
    split_toolkit,
)
from app.presentation.view.toolkit.question import QuestionView, build_question
from app.presentation.view.toolkit.rule import list_bands, list_gates, list_storeys, say_rule
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.toolkit.source import is_web_address
from app.presentation.view.toolkit.weight import effective_weights
from app.presentation.view.wording import Wording
from app.response import Setting
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, topic, yesno

LINK = '<a href="#L-1"><span class="nowrap" dir="ltr">L-1</span></a>'
GATE = {"if": "level(L-1) == 0", "node": "total", "cap": 39.9, "enabled": False}


def speak(made: Toolkit) -> Sentences:
    wording = Wording(made, Setting(), load_translator("en"))
    return Sentences(wording, lambda name: f"#{name}")


def view(question: dict[str, Any], **head: Any) -> QuestionView:
    made = toolkit(pillar("base", level("L-0"), question), head=head)
    return build_question(speak(made), made.question(question["id"]))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, ["The weighted mean of its parts."]),
        ({"method": "geometric", "floor": 1}, [
            "The weighted geometric mean of its parts; every part below 1 counts as 1."]),
        ({"method": "harmonic", "floor": 0.5}, [
            "The weighted harmonic mean of its parts; every part below 0.5 counts as 0.5."]),
        ({"method": "power", "p": 2}, [
            "The weighted power mean of its parts, with the exponent 2."]),
        ({"method": "median"}, ["The weighted median of its parts."]),
        ({"method": "min"}, ["Its lowest part."]),
        ({"method": "max"}, ["Its highest part."]),
        ({"method": "sum", "cap": 45}, [
            "The sum of the points of its parts, as a share of 45."]),
        ({"method": "sum"}, [
            "The sum of the points of its parts, as a share of the most that can be reached."]),
        ({"method": "stage", "stages": [{"stage": 1, "needs": "answered(L-1)"}]}, [
            "The highest stage whose requirements are met, with those of all stages below it.",
            f"Stage 1 needs: {LINK} is answered."]),
        ({"method": "floor-mean"}, [
            "The weighted mean of its parts, rounded down to a whole level."]),
        ({"method": "copeland"}, [
            "Wins minus losses where its units are compared by twos, part by part."]),
        ({"cap": 80, "floor": 5, "round": {"decimals": 0, "mode": "ceiling"},
          "deduct": {"if": "score(base) > 80", "share": 0.15}}, [
            "The weighted mean of its parts.",
            "Every part below 5 counts as 5.",
            "It is held to 80 at most.",
            "15% of it are taken off if the score of “base” is more than 80.",
            "It is rounded up to a whole number."]),
    ],
)  # fmt: skip
def test_every_rule_in_words(rule: dict[str, Any], said: list[str]) -> None:
    sentences = speak(toolkit(pillar("base", level("L-1"))))
    assert list(say_rule(sentences, NodeRule.model_validate(rule))) == said


def test_a_storey_without_topics_is_left_out() -> None:
    flat = list_storeys(speak(toolkit(pillar("base", level("L-1")))))
    deep = list_storeys(speak(toolkit(pillar("base", topic("inner", level("L-1"))))))
    assert [storey.name for storey in flat] == ["Question", "Pillar", "The whole"]
    assert [storey.name for storey in deep] == ["Question", "Topic", "Pillar", "The whole"]


def test_bands_and_gates_in_words() -> None:
    made = toolkit(pillar("base", level("L-1")), gates=[GATE])
    bands = list_bands(speak(made), made.scoring.bands)
    assert [band.range for band in bands] == [
        "0 to below 25", "25 to below 50", "50 to below 75", "75 to 100",
    ]  # fmt: skip
    gate = list_gates(speak(made))[0]
    assert gate.sentence.endswith("is at level 0, the whole is held to 39.9 at most.")
    assert not gate.enabled


def test_weights_multiply_down_over_parts_with_points() -> None:
    made = toolkit(
        pillar("one", topic("inner", level("L-1"), level("L-2", weight=3)), level("L-3"), weight=3),
        pillar("two", level("L-4"), {"id": "T-1", "kind": "text", "text": "Which?"}),
        pillar("three", {"id": "D-1", "kind": "date", "text": "When?"}),
    )
    shares = effective_weights(made)
    assert shares["one"] == 0.75
    assert shares["L-1"] == 0.75 * 0.5 * 0.25
    assert shares["L-4"] == shares["two"] == 0.25
    assert not {"T-1", "D-1", "three"} & shares.keys()
    leaves = sum(shares[f"L-{number}"] for number in range(1, 5))
    assert leaves == pytest.approx(1)


def test_states_carry_points_and_actions() -> None:
    found = view(level("L-1", when="level(L-0) >= 1", quick_check=True))
    assert [line.points for line in found.choices] == ["0", "25", "50", "75", "100"]
    assert [line.action.text for line in found.choices] == [f"Do {n}" for n in range(5)]
    assert found.choices[2].name == "2 L2"
    assert found.condition.startswith("Only if <a")
    assert found.quick_check


def test_numbers_say_their_goalposts_limits_and_bounds() -> None:
    found = view(
        number(
            "N-1", minimum=10, maximum=1000, direction="lower", transform="log10",
            valid={"from": 0},
            levels=[
                {"level": n, "from": bound, "state": f"S{n}", "action": f"A{n}"}
                for n, bound in enumerate([900, 500, 100, 50, 10])
            ],
        )
    )  # fmt: skip
    assert found.measuring == (
        "1,000 is 0 points, 10 is 100; between them by the logarithm.",
        "Lower is better.",
        "Numbers from 0 on are taken.",
    )
    assert [line.bound for line in found.choices] == [
        "from 900 on", "from 500 on", "from 100 on", "from 50 on", "below 50",
    ]  # fmt: skip
    assert not any(line.points for line in found.choices)


def test_options_say_what_they_add() -> None:
    one = view(choice("C-1", 0, 30, 200, cap=60))
    assert [line.points for line in one.choices] == ["0", "50", "100"]
    several = view(multi("M-1", 1, 1, 1))
    assert several.measuring == ("The points of the ticked options are added; 3 of them make 100.",)
    assert [line.exclusive for line in several.choices] == [False, False, False, True]
    word = view(yesno("Y-1", points={"yes": 100, "no": 0}))
    assert [(line.text.text, line.points) for line in word.choices] == [("No", "0"), ("Yes", "100")]


def test_first_guesses_of_effort_are_not_told() -> None:
    found = view(level("L-1", hint={"impact": 3, "effort": 1}, notes={"inside": "secret"}))
    assert "impact" not in repr(found)
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT://example.org/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://[", False),
    ],
)
def test_only_web_addresses_become_links(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one


def test_parts_hold_every_question_once_in_order() -> None:
    long = [level(f"L-{n}", why="x" * 5_000) for n in range(60)]
    made = toolkit(
        pillar(
            "base",
            {"id": "one", "title": "One", "topics": [topic("deep", *long[:20])]},
            topic("two", *long[20:]),
        ),
        pillar("small", level("S-1")),
    )
    parts = split_toolkit(made)
    listed = [question.id for part in parts["base"] for _, question in part]
    assert listed == [f"L-{n}" for n in range(60)]
    assert len(parts["base"]) > 60 * 5_000 / MOST_CHARACTERS
    assert find_parts(made)["S-1"] == ("small", 1)
    second = build_pillar(speak(made), made.pillars[0], 2)
    heads = second.entries[0].heads
    assert [(head.id, head.depth, head.continues) for head in heads] == [
        ("one", 2, True), ("deep", 3, True),
    ]  # fmt: skip
    assert second.entries[0].depth == 4


def test_language_without_a_name_is_told_by_its_code() -> None:
    names = [
        build_line(
            speak(toolkit(pillar("base", level("L-1")), head={"language": code})).wording, (code,)
        ).languages
        for code in ("fr", "zh-Hant", "qqq")
    ]
    assert names == ["French", "Traditional Chinese", "qqq"]


# --- Differences ------------------------------------------------------------------------------


def test_words_are_marked_one_by_one() -> None:
    said = mark_texts("A plan is drafted.", "A plan is <adopted>.", removed="was", added="is")
    assert isinstance(said, Markup)
    assert said == (
        'A plan is <del><span class="hidden">was </span>drafted</del> '
        '<ins><span class="hidden">is </span>&lt;adopted&gt;</ins>.'
    )


@given(st.text("ab 语法.", max_size=40), st.text("ab 语法.", max_size=40))
def test_marks_make_both_texts_whole_again(before: str, after: str) -> None:
    marks = find_marks(before, after)
    assert "".join(mark.same or mark.before for mark in marks) == before
    assert "".join(mark.same or mark.after for mark in marks) == after


def test_difference_names_what_changed() -> None:
    old = toolkit(
        pillar("base", level("L-1"), level("L-2", when="level(L-1) >= 1"), level("L-3")),
    )
    new = toolkit(
        pillar(
            "base",
            level("L-1", weight=2, hint={"impact": 3}),
            level("L-2", when="level(L-1) >= 2"),
            level("L-4", replaces="L-3", text="L-3"),
            level("L-5"),
            title="Basis",
        ),
        head={"version": "2.0.0"},
    )
    found = build_difference(compare_toolkits(old, new), speak(old), speak(new))
    assert found.needs == "Scores of earlier answers can change."
    lines = {line.id: line for line in found.questions}
    assert set(lines) == {"L-1", "L-2", "L-4", "L-5"}
    assert [change.label for change in lines["L-1"].changes] == ["Weight"]
    when = lines["L-2"].changes[0]
    assert "is at level 1 or higher" in when.before
    assert "is at level 2 or higher" in when.after
    assert (lines["L-4"].old_id, lines["L-4"].words) == ("L-3", "moved")
    assert lines["L-5"].carries == "There are no earlier answers to it."
    assert [change.label for change in found.changes] == ["Basis: Title"]


@pytest.mark.parametrize(
    ("edit", "carries"),
    [
        ({}, "Earlier answers stand where they can still be given."),
        (
            {"text": "Which register is it?"},
            "Earlier answers stand once they are confirmed, where they can still be given.",
        ),
    ],
)
def test_answers_that_are_offered_no_more_are_told(edit: dict[str, str], carries: str) -> None:
    text = {"text": "Which registers are there?"}
    old = toolkit(pillar("base", choice("C-1", 0, 50, 100, **text)))
    new = toolkit(pillar("base", choice("C-1", 0, 50, **text | edit)), head={"version": "2.0.0"})
    found = build_difference(compare_toolkits(old, new), speak(old), speak(new))
    assert [line.carries for line in found.questions] == [carries]


def test_guesses_of_effort_are_not_told_by_a_difference_either() -> None:
    old = toolkit(pillar("base", level("L-1", hint={"impact": 1}), level("L-2")))
    new = toolkit(pillar("base", level("L-1", hint={"impact": 3}), level("L-2")))
    found = build_difference(compare_toolkits(old, new), speak(old), speak(new))
    assert found.counts == ((2, "the same"),)
    assert not found.questions
    assert not found.is_same


def test_long_differences_are_cut() -> None:
    old = toolkit(pillar("base", *(level(f"L-{n}", why="one " * 900) for n in range(60))))
    new = toolkit(pillar("base", *(level(f"L-{n}", why="two " * 900) for n in range(60))))
    found = compare_toolkits(old, new)
    parts = cut_difference(found)
    views = [
        build_difference(found, speak(old), speak(new), part=part + 1) for part in range(len(parts))
    ]
    listed = [line.id for view in views for line in view.questions]
    assert len(parts) > 3
    assert listed == [f"L-{n}" for n in range(60)]
    with pytest.raises(IndexError):
        build_difference(found, speak(old), speak(new), part=len(parts) + 1)
