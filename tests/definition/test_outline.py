"""Findings are told beside the part they stand in."""

from pathlib import Path

import pytest

from app.definition.checking import check_toolkit
from app.definition.outline import find_part, outline_files
from app.paths import TOOLKITS

WRONG = TOOLKITS / "_features" / "wrong"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("vague-state", "L-1"),
        ("points-unreachable", "C-1"),
        ("empty-node", "base"),
        ("never-asked", "L-2"),
        ("unknown-word", "Y-1"),
        ("gate-cap", None),
        ("yaml-syntax", None),
    ],
)
def test_finding_belongs_to_its_part(name: str, part: str | None) -> None:
    path = WRONG / f"{name}.yaml"
    finding = check_toolkit(path).findings[0]
    among = {"base", "L-1", "L-2", "C-1", "Y-1", "N-1"}
    assert find_part(outline_files(path), finding, among) == part


def test_parts_of_a_folder_stand_in_their_own_files() -> None:
    outline = outline_files(TOOLKITS / "climate-ewaste")
    stretch = next(item for item in outline if item.id == "CE-POL-1")
    assert stretch.file == "pillars/CE-POL.yaml"
    lines = (TOOLKITS / "climate-ewaste" / stretch.file).read_text("utf-8").splitlines()
    assert "CE-POL-1" in lines[stretch.first - 1]
    assert "CE-POL-2" not in "\n".join(lines[stretch.first - 1 : stretch.last])
    head = next(item for item in outline if item.id == "climate-ewaste")
    assert head.file == "toolkit.yaml"


@pytest.mark.parametrize("text", ["", "[", "a: &a [*a]", "x: " + "[" * 5000, "id: 1\nid: 2"])
def test_what_cannot_be_read_has_no_parts_or_some(tmp_path: Path, text: str) -> None:
    path = tmp_path / "toolkit.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(outline_files(path)) <= 1
