"""Conditions of questions: what can be asked, and in what order."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.definition.checking import check_toolkit
from tests.definition.sample import HEAD, PILLAR, level_question

Write = Callable[[str], Path]

OTHERS = """\
      - id: C-1
        kind: choice
        text: Which?
        options: [{id: one, text: One, points: 1}, {id: two, text: Two, points: 2}]
      - id: M-1
        kind: multi
        text: Which?
        options:
          - {id: web, text: Web, points: 1}
          - {id: app, text: App, points: 1}
          - {id: none, text: None, points: 0, exclusive: true}
      - {id: Y-1, kind: yesno, text: Is it?}
      - {id: N-1, kind: number, text: What share?, unit: percent, minimum: 0, maximum: 100}
      - {id: T-1, kind: text, text: Who?}
      - {id: D-1, kind: date, text: When?}
"""


def _rules(write: Write, when: str, *, first: str = "", scopes: str = "") -> set[str]:
    text = HEAD + PILLAR + level_question("L-1", first) + OTHERS
    text += level_question("L-2", f'        when: "{when}"\n{scopes}') + level_question("L-3")
    return {finding.rule for finding in check_toolkit(write(text)).findings}


@pytest.mark.parametrize(
    "when",
    [
        "level(L-1) == 2",
        "level(L-1) >= 1 and value(C-1) == 'two'",
        "not answered(L-1)",
        "'web' in value(M-1) and 'app' in value(M-1)",
        "value(Y-1) in ['planned', 'no']",
        "value(N-1) > 99 and value(N-1) < 99.5",
        "value(N-1) < 0 or value(N-1) >= 100",
        "value(T-1) == 'the ministry'",
        "value(D-1) >= '2026-01-01'",
        "scope == 'city'",
    ],
)
def test_conditions_that_can_hold(write: Write, when: str) -> None:
    assert "never-asked" not in _rules(write, when)


@pytest.mark.parametrize(
    "when",
    [
        "level(L-1) > 2",
        "level(L-1) == 0 and level(L-1) == 1",
        "level(L-1) == 1 and not answered(L-1)",
        "value(C-1) == 'one' and value(C-1) == 'two'",
        "'none' in value(M-1) and 'web' in value(M-1)",
        "value(Y-1) == 'yes' and value(Y-1) == 'no'",
        "value(N-1) > 5 and value(N-1) < 4",
        "scope == 'organisation'",
        "1 == 2",
    ],
)
def test_conditions_that_never_hold(write: Write, when: str) -> None:
    assert _rules(write, when) == {"never-asked"}


def test_what_hides_the_first_hides_the_second(write: Write) -> None:
    text = HEAD + PILLAR + level_question("L-1")
    text += level_question("L-2", "        when: level(L-1) == 0\n")
    text += level_question("L-3", "        when: level(L-2) >= 1 and level(L-1) >= 1\n")
    findings = check_toolkit(write(text)).findings
    assert [finding.rule for finding in findings] == ["never-asked"]


def test_a_condition_on_a_question_of_another_scope(write: Write) -> None:
    first = "        scopes: [city]\n"
    assert _rules(write, "level(L-1) >= 1", first=first) == {"condition-hidden"}
    when = "level(L-1) >= 1 or scope == 'country'"
    assert _rules(write, when, first=first) == set()
    assert _rules(write, "level(L-1) >= 1", first=first, scopes=first) == set()


def test_a_question_of_no_scope_of_the_toolkit(write: Write) -> None:
    scopes = "        scopes: [organisation]\n"
    assert _rules(write, "level(L-1) >= 1", scopes=scopes) == {"never-asked"}


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("level(L-3) >= 1", "condition-later"),
        ("level(L-2) >= 1", "condition-cycle"),
        ("coverage(total) > 0.5", "score-in-when"),
        ("score(total) > 50", "score-in-when"),
        ("level(L-9) >= 1", "expression-unknown-name"),
        ("level(base) >= 1", "expression-unknown-name"),
        ("coverage(roof) >= 1", "expression-unknown-name"),
        ("parameter(sector) == 'health'", "expression-unknown-name"),
        ("level(C-1) >= 1", "expression-type"),
        ("value(C-1) >= 1", "expression-type"),
        ("value(C-1) > 'one'", "expression-type"),
        ("value(M-1) == 'web'", "expression-type"),
        ("value(M-1) in ['web']", "expression-type"),
        ("value(C-1) == 'three'", "expression-unknown-word"),
        ("value(Y-1) == 'maybe'", "expression-unknown-word"),
        ("'fax' in value(M-1)", "expression-unknown-word"),
        ("scope in ['country', 'planet']", "expression-unknown-word"),
        ("level(L-1)", "expression-not-condition"),
        ("L-1 >= 1", "expression-syntax"),
    ],
)
def test_conditions_that_mean_nothing(write: Write, when: str, rule: str) -> None:
    assert rule in _rules(write, when)
