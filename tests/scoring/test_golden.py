"""Answers with scores worked out by hand: toolkits/*/golden/, one folder a toolkit.

`answers.csv` has one unit; `full.csv` and `quick.csv` say what it gets, `NOTES.md` why.
"""

import csv
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.response import Setting, read_answers_csv
from app.scoring import score

FOLDERS = sorted(TOOLKITS.glob("[a-z]*/golden"))


def number(text: str) -> float | None:
    return float(text) if text else None


def test_there_are_golden_files() -> None:
    assert len(FOLDERS) >= 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
@pytest.mark.parametrize("mode", ["full", "quick"])
def test_scores_are_those_worked_out_by_hand(folder: Path, mode: str) -> None:
    kit = load_toolkit(folder.parent)
    with (folder / "answers.csv").open("rb") as stream:
        (answers,) = read_answers_csv(stream, kit).values()
    scores = score(kit, answers, Setting(quick=mode == "quick"))
    with (folder / f"{mode}.csv").open(encoding="utf-8", newline="") as stream:
        expected = list(csv.DictReader(stream))
    assert {row["node"] for row in expected} >= {"total", *(p.id for p in kit.pillars)}
    for row in expected:
        node = scores[row["node"]]
        assert node.status == row["status"], row["node"]
        assert node.coverage == pytest.approx(float(row["coverage"]), abs=1e-6)
        for name in ("score", "low", "high"):
            assert getattr(node, name) == pytest.approx(number(row[name]), abs=1e-6), row["node"]
        if "band" in row:
            assert (node.band.id if node.band else "") == row["band"], row["node"]
