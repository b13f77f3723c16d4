"""Answers with scores worked out by hand: toolkits/*/golden/, one folder a toolkit.

`answers.csv` has three invented units. Every other file says what they get, in the columns of
`eready score`, and is named by how they were asked; `NOTES.md` says why. Scores, ranges and
coverages agree to 1e-9, all else to the letter.
"""

import ast
import csv
import operator
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.paths import TOOLKITS
from app.response import Answers, Setting, read_answers_csv
from app.scoring import SCORE_COLUMNS, score, score_batch, score_rows

KITS = sorted(path.parent for path in TOOLKITS.glob("[a-z]*/toolkit.yaml"))
ASKED = {
    "full": Setting(),
    "quick": Setting(quick=True),
    "organisation": Setting(scope="organisation"),
    "gates": Setting(),
    "gates-quick": Setting(quick=True),
}
FILES = sorted(
    path for kit in KITS for path in (kit / "golden").glob("*.csv") if path.stem in ASKED
)
CLOSE = 1e-9

# "(25 + 75) / 2 = 50": what stands in the notes as a sum, with its result.
_ITEM = r"(?:\d+(?:\.\d+)?|\([^()=]*\))"
_SUM = re.compile(rf"(?<=\s)({_ITEM}(?: [-+x/] {_ITEM})+) = (\d+(?:\.\d+)?)(?![.\d]*\d| [-+x/] )")
_SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
WRITTEN = 0.006  # half of the last of two decimals, and what comes from rounding on the way


def open_kit(folder: Path, scratch: Path, *, gates: bool) -> Toolkit:
    """Load a toolkit; with `gates`, a copy of it in which every gate is switched on."""
    if not gates:
        return load_toolkit(folder)
    shutil.copytree(folder, scratch / folder.name)
    head = scratch / folder.name / "toolkit.yaml"
    text = head.read_text(encoding="utf-8")
    assert "enabled: false" in text
    head.write_text(text.replace("enabled: false", "enabled: true"), encoding="utf-8")
    return load_toolkit(head.parent)


def read_units(folder: Path, kit: Toolkit) -> Mapping[str, Answers]:
    with (folder / "golden" / "answers.csv").open("rb") as stream:
        return read_answers_csv(stream, kit)


def choose(kit: Toolkit, setting: Setting, *, place: int = 0) -> Setting:
    """Give every parameter of the toolkit the option at `place` of its list."""
    chosen = {name: tuple(one.options)[place] for name, one in kit.parameters.items()}
    return Setting(setting.quick, setting.scope, chosen)


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def agree(found: object, written: str) -> bool:
    if isinstance(found, float):
        return written != "" and abs(found - float(written)) <= CLOSE
    return ("" if found is None else str(found)) == written


def work_out(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp):
        return float(_SIGNS[type(node.op)](work_out(node.left), work_out(node.right)))
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int | float)
    return float(node.value)


@pytest.mark.parametrize("folder", KITS, ids=lambda folder: folder.name)
def test_every_toolkit_has_three_units_with_all_that_can_be_said(folder: Path) -> None:
    units = read_units(folder, load_toolkit(folder))
    assert len(units) == 3
    states = {answer.state for answers in units.values() for answer in answers.values()}
    assert {"answered", "unknown", "not-applicable"} <= states
    written = {path.stem for path in (folder / "golden").glob("*.csv")}
    assert {"answers", "full", "quick"} <= written <= {"answers", *ASKED}
    notes = (folder / "golden" / "NOTES.md").read_text(encoding="utf-8").casefold()
    assert [unit for unit in units if unit not in notes] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_cell_is_the_one_worked_out_by_hand(path: Path, tmp_path: Path) -> None:
    folder = path.parent.parent
    kit = open_kit(folder, tmp_path, gates=path.stem.startswith("gates"))
    setting = choose(kit, ASKED[path.stem])
    head, *expected = read_rows(path)
    assert tuple(head) == SCORE_COLUMNS
    found = list(score_rows(score_batch(kit, read_units(folder, kit), setting)))
    assert [row[:3] for row in expected] == [[str(cell) for cell in row[:3]] for row in found]
    wrong = [
        (*row[:2], column, written, cell)
        for row, cells in zip(expected, found, strict=True)
        for column, written, cell in zip(SCORE_COLUMNS, row, cells, strict=True)
        if not agree(cell, written)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_unit_alone_gets_what_it_gets_among_others(path: Path, tmp_path: Path) -> None:
    folder = path.parent.parent
    kit = open_kit(folder, tmp_path, gates=path.stem.startswith("gates"))
    setting = choose(kit, ASKED[path.stem])
    alone = {unit: score(kit, one, setting) for unit, one in read_units(folder, kit).items()}
    for row in read_rows(path)[1:]:
        node = alone[row[0]][row[1]]
        band = node.band.id if node.band else None
        cells = (node.score, node.low, node.high, node.coverage, node.counted, node.applicable)
        found = (*cells, band, str(node.status))
        wrong = [pair for pair in zip(found, row[3:], strict=True) if not agree(*pair)]
        assert wrong == [], row


def test_the_sector_chosen_changes_no_score() -> None:
    folder = TOOLKITS / "sector-e-strategy"
    kit = load_toolkit(folder)
    units = read_units(folder, kit)
    options = len(kit.parameters["sector"].options)
    tables = [
        list(score_rows(score_batch(kit, units, choose(kit, Setting(), place=place))))
        for place in range(options)
    ]
    assert options == 9
    assert all(table == tables[0] for table in tables)


@pytest.mark.parametrize("folder", KITS, ids=lambda folder: folder.name)
def test_the_sums_in_the_notes_add_up(folder: Path) -> None:
    notes = (folder / "golden" / "NOTES.md").read_text(encoding="utf-8")
    sums = _SUM.findall(" ".join(notes.split()))
    assert len(sums) > 50
    wrong = [
        (text, result, value)
        for text, result in sums
        for value in [work_out(ast.parse(text.replace(" x ", " * "), mode="eval").body)]
        if abs(value - float(result)) > WRITTEN
    ]
    assert wrong == []
