"""What conditions of gates, stages and deductions may compare with, and what a gate may hold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.definition.checking import check_toolkit
from tests.definition.sample import HEAD, PILLAR, level_question

Write = Callable[[str], Path]
LEVEL = level_question("L-1")
INDEX = "format: eready-index/1\nid: x\ntitle: T\ntree:\n  id: x\n  of:\n"


def _rules(path: Path) -> list[str]:
    return [finding.rule for finding in check_toolkit(path, indicators={"users"}).findings]


@pytest.mark.parametrize(
    ("condition", "is_told"),
    [
        ("level(L-1) == 3", True),
        ("level(L-1) > 2", True),
        ("2 < level(L-1)", True),
        ("level(L-1) == 1.5", True),
        ("level(L-1) in [3, 4]", True),
        ("not (level(L-1) < 0)", True),
        ("level(L-1) >= 0", False),
        ("level(L-1) != 7", False),
        ("2 == level(L-1)", False),
        ("2 >= level(L-1)", False),
        ("level(L-1) in [2, 3]", False),
        ("level(L-1) == level(L-1)", False),
        ("coverage(base) >= 60", True),
        ("coverage(base) >= 1", False),
        ("score(base) > 100", True),
        ("score(base) >= 100", False),
        ("score(base) == 33.3", False),
        ("answered(L-1)", False),
    ],
)
def test_numbers_that_are_never_reached(write: Write, condition: str, is_told: bool) -> None:
    gates = f"  gates:\n    - {{if: '{condition}', node: total, cap: 10}}\n"
    text = HEAD.replace("  unknown: exclude\n", "  unknown: exclude\n" + gates)
    assert gates in text
    assert _rules(write(text + PILLAR + LEVEL)) == (["expression-out-of-range"] if is_told else [])


def test_the_scores_of_an_index_have_their_own_scale(write: Write) -> None:
    leaf = "    - {id: users, title: U, unit: '%'}\n"
    deduct = "  deduct: {if: 'score(users) > 500', share: 0.1}\n"
    assert _rules(write(INDEX.replace("  of:\n", deduct + "  of:\n") + leaf)) == []
    assert _rules(
        write(INDEX.replace("  of:\n", deduct.replace("score", "coverage") + "  of:\n") + leaf)
    ) == ["expression-out-of-range"]


@pytest.mark.parametrize(
    ("node", "rules"),
    [("total", []), ("base", []), ("va", []), ("L-1", ["unknown-node"]), ("x", ["unknown-node"])],
)
def test_what_a_gate_may_hold(write: Write, node: str, rules: list[str]) -> None:
    scoring = (
        "  views: [{id: va, title: A, tag: {aim: a}}]\n"
        f"  gates: [{{if: level(L-1) == 0, node: {node}, cap: 10}}]\n"
    )
    head = HEAD.replace("  unknown: exclude\n", "  unknown: exclude\n" + scoring)
    tagged = level_question("L-1", "        tags: {aim: a}\n")
    assert _rules(write(head + PILLAR + tagged)) == rules
