"""What comes next from an answer of each kind, in results, actions and reports."""

import pytest

from app.definition.toolkit import Toolkit
from app.presentation.language import load_translator
from app.presentation.report.material import Material
from app.presentation.report.structure import Item
from app.presentation.report.summary import _suggest
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.presentation.view.step import say_step
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting
from app.response.answer import Value
from tests.presentation.report_sample import reference
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, yesno

MARKS = [
    {"level": 0, "from": 0, "state": "Few", "action": "Count"},
    {"level": 1, "from": 20, "state": "Some", "action": "Ask"},
    {"level": 2, "from": 40, "state": "Half", "action": "Build"},
    {"level": 3, "from": 60, "state": "Most", "action": "Close gaps"},
    {"level": 4, "from": 80, "state": "All", "action": "Publish"},
]


def made() -> Toolkit:
    return toolkit(
        pillar(
            "base",
            level("L"),
            number("N", maximum=60),
            number("LESS", minimum=2, maximum=30, unit="days", direction="lower"),
            number("M", maximum=90, levels=MARKS),
            choice("C", 0, 50, 100),
            multi("T", 50, 30, 20, cap=100),
            yesno("Y"),
            {"id": "F", "kind": "text", "text": "What else?"},
        )
    )


def word() -> Wording:
    return Wording(made(), Setting(), load_translator("en"))


@pytest.mark.parametrize(
    ("question", "value", "following", "action"),
    [
        ("N", 30.0, "60 %", ""),
        ("N", 60.0, "", ""),
        ("LESS", 30.0, "2 days", ""),
        ("M", 30.0, "Half", "Ask"),
        ("M", 85.0, "90 %", "Publish"),
        ("M", 95.0, "", "Publish"),
        ("C", "o0", "Option 1", "From 0"),
        ("C", "o2", "", "From 2"),
        ("T", ("o1",), "Option 0", "From 0"),
        ("T", ("none",), "Option 0", "From 0"),
        ("T", ("o0", "o1", "o2"), "", ""),
        ("Y", "planned", "Partly", ""),
        ("Y", "yes", "", ""),
        ("F", "Much", "", ""),
    ],
)
def test_each_kind_says_what_is_next(
    question: str, value: Value, following: str, action: str
) -> None:
    wording = word()
    step = say_step(wording, wording.toolkit.question(question), Answer(question, value=value))
    assert (step.next_state.text, step.action.text) == (following, action)


def test_without_an_answer_nothing_is_next() -> None:
    wording = word()
    for answer in (None, Answer("N", state="unknown"), Answer("N", state="blank")):
        step = say_step(wording, wording.toolkit.question("N"), answer)
        assert (step.next_state.text, step.action.text) == ("", "")


def see(*answers: Answer) -> ResultView:
    return build_result(word(), Answers(answers), reference().countries["KEN"], desk=None)


def test_a_question_shows_the_action_of_the_option_that_was_chosen() -> None:
    view = see(Answer("C", value="o1"), Answer("T", value=("o0",)))
    found = {item.id: item for item in view.pillars[0].questions}
    assert (found["C"].next_state.text, found["C"].action.text) == ("Option 2", "From 1")
    assert (found["T"].next_state.text, found["T"].action.text) == ("Option 1", "From 1")


def test_an_action_without_words_is_told_by_question_and_goal() -> None:
    view = see(Answer("N", value=30.0), Answer("Y", value="no"))
    by_id = {item.question.id: item for item in view.suggestions}
    assert by_id["N"].action.text == ""
    assert by_id["N"].headline.text == "N"
    assert by_id["N"].next_state.text == "60 %"
    assert by_id["Y"].headline.text == "Y"
    assert by_id["Y"].next_state.text == "Planned"


def test_the_report_never_leaves_an_action_empty() -> None:
    wording = word()
    view = see(Answer("N", value=30.0), Answer("C", value="o0"))
    material = Material(wording, reference().countries["KEN"], reference(), None, result=view)
    items = {item.question.id: _suggest(material, item) for item in view.suggestions}
    assert _words(items["N"]) == ["N", "base · N", "Next: 60 %"]
    assert _words(items["C"]) == ["From 0", "base · C"]


def _words(item: Item) -> list[str]:
    parts = [item.text, *item.details]
    return [part if isinstance(part, str) else part.text for part in parts]
