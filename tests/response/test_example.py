"""Example answers are answers people could give, and go from the worst to the best."""

from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.paths import TOOLKITS
from app.response import Answer, RawAnswer, Setting, parse_answer, write_value
from app.response.example import PATTERNS, Pattern, fill_example
from app.scoring import score

RIGHT = [
    path
    for path in sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
    if "format: eready-toolkit/" in path.read_text(encoding="utf-8")
]


def settings_of(toolkit: Toolkit) -> list[Setting]:
    parameters = {name: next(iter(item.options)) for name, item in toolkit.parameters.items()}
    return [Setting(scope=scope, parameters=parameters) for scope in toolkit.scopes]


def read_back(toolkit: Toolkit, answer: Answer) -> Answer:
    value = answer.value if isinstance(answer.value, tuple) else write_value(answer.value)
    raw = RawAnswer(answer.state, value, answer.reason)
    return parse_answer(toolkit.question(answer.question), toolkit, raw, strict=True)


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_example_answer_could_be_given(path: Path, pattern: Pattern) -> None:
    toolkit = load_toolkit(path)
    for setting in settings_of(toolkit):
        answers = fill_example(toolkit, setting, pattern, seed=7)
        assert answers
        for answer in answers.values():
            assert read_back(toolkit, answer) == answer


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_better_answers_score_no_less(path: Path) -> None:
    toolkit = load_toolkit(path)
    setting = settings_of(toolkit)[0]
    scores = [
        score(toolkit, fill_example(toolkit, setting, pattern), setting).total.value or 0.0
        for pattern in ("lowest", "middle", "highest")
    ]
    assert scores == sorted(scores)
    assert scores[2] > 0.0


def test_lot_depends_on_the_seed_alone() -> None:
    toolkit = load_toolkit(TOOLKITS / "e-environment")
    drawn = [fill_example(toolkit, Setting(), "random", seed=seed) for seed in (1, 1, 2)]
    assert dict(drawn[0]) == dict(drawn[1])
    assert dict(drawn[0]) != dict(drawn[2])
    states = {answer.state for answer in drawn[0].values()}
    assert states == {"answered", "unknown", "not-applicable"}


def test_quick_check_fills_its_own_questions_only() -> None:
    toolkit = load_toolkit(TOOLKITS / "e-environment")
    answers = fill_example(toolkit, Setting(quick=True), "middle")
    assert set(answers) == {item.id for item in toolkit.questions if item.quick_check}
