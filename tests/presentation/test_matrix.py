"""The matrix of priorities: every action in its cell, mirrored for Arabic, the table in full."""

import pytest

from app.presentation.figure import Item, Matrix, MatrixWords
from app.presentation.language import Direction
from app.presentation.svg import render_figure, render_print, render_svg
from app.presentation.view.assessment.priority import name_corner

WORDS = MatrixWords(
    "Number", "Action", "Corner", "Effort", "Impact", ("First", "Well", "Some time", "Again")
)


def make_matrix(*items: Item, direction: Direction = "ltr") -> Matrix:
    return Matrix("priorities", "Priorities", "Two actions.", items, WORDS, direction)


def place_of(drawing: str, label: str) -> tuple[float, float]:
    """Find where a label stands; all that is drawn before it has its place in attributes."""
    head = drawing[: drawing.index(f">{label}<")].rpartition("<text ")[2]
    values = dict(part.split("=") for part in head.split(" ")[:2])
    return float(values["x"].strip('"')), float(values["y"].strip('"'))


@pytest.mark.parametrize("narrow", [False, True])
def test_impact_goes_up_and_effort_to_the_end(*, narrow: bool) -> None:
    easy, hard = Item("77", "A", across=1, up=5), Item("88", "B", across=5, up=1)
    drawing = render_svg(make_matrix(easy, hard), narrow=narrow)
    (x1, y1), (x2, y2) = place_of(drawing, "77"), place_of(drawing, "88")
    assert x1 < x2
    assert y1 < y2
    other = render_svg(make_matrix(easy, hard, direction="rtl"), narrow=narrow)
    (x1, y1), (x2, y2) = place_of(other, "77"), place_of(other, "88")
    assert x1 > x2
    assert y1 < y2
    assert "← " not in drawing
    assert "Effort ←" in other


def test_a_full_cell_is_shortened_and_its_table_is_not() -> None:
    items = tuple(Item(str(number), f"Action {number}", 1, 5) for number in range(1, 60))
    matrix = make_matrix(*items)
    assert "…" in render_svg(matrix, narrow=True)
    assert len(matrix.table().rows) == 59
    assert matrix.table().rows[0] == ("1", "Action 1", "5", "1", "")
    assert "<svg" in render_print(matrix)
    assert "key" not in render_figure(make_matrix(Item("1", "<b>", 3, 3)))


def test_marks_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="between 1 and 5"):
        make_matrix(Item("1", "A", across=6, up=1))


@pytest.mark.parametrize(
    ("impact", "effort", "corner"),
    [
        (5, 1, "Do first"), (4, 4, "Prepare well"), (2, 2, "When there is time"),
        (1, 5, "Think again"), (3, 1, ""), (5, 3, ""),
    ],
)  # fmt: skip
def test_corners_have_names_and_the_middle_has_none(impact: int, effort: int, corner: str) -> None:
    assert name_corner(impact, effort) == corner
