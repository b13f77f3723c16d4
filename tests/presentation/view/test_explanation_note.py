"""What else acts on a number is said in words: stages, floors, caps, deductions, rounding."""

from dataclasses import replace

import pytest

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.presentation.view.explanation import build_explanation
from app.response import read_answers_csv
from app.scoring import explain, score
from tests.presentation.view.view_sample import GOVERNMENT, word

FEATURES = TOOLKITS / "_features"


def sentences(name: str, unit: str, node: str) -> tuple[str, ...]:
    kit = load_toolkit(FEATURES / "right" / f"{name}.yaml")
    with (FEATURES / "golden" / name / "answers.csv").open("rb") as stream:
        answers = read_answers_csv(stream, kit)[unit]
    wording = replace(word(GOVERNMENT), toolkit=kit)
    view = build_explanation(wording, explain(score(kit, answers)), node)
    assert view is not None
    return view.gates


@pytest.mark.parametrize(
    ("name", "unit", "node", "parts"),
    [
        ("aia", "north", "total", ["Then 15 % was deducted, since", "80 or more"]),
        ("aia", "south", "total", ["Nothing was deducted. 15 % would be where", "80 or more"]),
        ("rounding", "north", "fifths", ["rounded to a whole number, halves upwards, out of 5"]),
        ("rounding", "north", "fine", ["1 decimals, halves to the even digit, out of 100"]),
        ("sum", "north", "base", ["Held to 150 out of 150"]),
        ("stage", "south", "plan", ["Stage 1 is reached", "at level 1 or higher"]),
        ("stage", "south", "plan", ["Stage 2 is not met. It needs", "Yes"]),
        ("stage", "south", "plan", ["Stage 3 is met, but not all below it"]),
        ("stage", "west", "plan", ["Stage 3 can't be told yet", "50 or more"]),
    ],
)
def test_what_acts_on_a_number_is_said(name: str, unit: str, node: str, parts: list[str]) -> None:
    said = sentences(name, unit, node)
    assert any(all(part in sentence for part in parts) for sentence in said), said
    assert not any("(" in sentence and ")" in sentence for sentence in said), said
