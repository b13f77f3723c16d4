"""Every feature of the format that touches scoring, against scores worked out by hand.

`toolkits/_features/golden/NAME/` belongs to `toolkits/_features/right/NAME.yaml`: `answers.csv` has
the answers of some units, `scores.csv` what they get, `README.md` why. Columns `mode`, `scope` and
`parameter` of the scores say how they were asked; `evidence.csv`, where there is one, which answers
want evidence.
"""

import csv
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.paths import TOOLKITS
from app.response import Answers, Setting, read_answers_csv
from app.scoring import NodeScore, evidence_due, explain, gains, score, score_batch
from app.scoring.method import METHODS

FEATURES = TOOLKITS / "_features"
FOLDERS = sorted((FEATURES / "golden").iterdir())
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float | None:
    return float(text) if text else None


def answers_of(folder: Path, kit: Toolkit) -> dict[str, Answers]:
    with (folder / "answers.csv").open("rb") as stream:
        return dict(read_answers_csv(stream, kit))


def setting_of(row: Row) -> Setting:
    name, _, option = row.get("parameter", "").partition("=")
    return Setting(
        quick=row.get("mode") == "quick",
        scope=row.get("scope") or "country",
        parameters={name: option} if name else {},
    )


def compare(node: NodeScore, row: Row) -> None:
    for name in ("score", "low", "high", "coverage"):
        expected = number(row[name])
        assert getattr(node, name) == pytest.approx(expected, abs=1e-6), (row, name)
    assert (node.band.id if node.band else "") == row["band"], row
    assert node.status == row["status"], row
    for name in ("counted", "applicable"):
        if name in row:
            assert getattr(node, name) == int(row[name]), row


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_scores_are_those_worked_out_by_hand(folder: Path) -> None:
    kit = load_toolkit(FEATURES / "right" / f"{folder.name}.yaml")
    units = answers_of(folder, kit)
    rows = read(folder / "scores.csv")
    assert {row["unit"] for row in rows} == set(units)
    for row in rows:
        setting = setting_of(row)
        compare(score(kit, units[row["unit"]], setting)[row["node"]], row)
        table = score_batch(kit, units, setting)
        shown = table.score(row["node"])[table.units.index(row["unit"])]
        assert shown == pytest.approx(number(row["score"]) or shown, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_score_explains_itself(folder: Path) -> None:
    kit = load_toolkit(FEATURES / "right" / f"{folder.name}.yaml")
    units = answers_of(folder, kit)
    for row in read(folder / "scores.csv"):
        setting = setting_of(row)
        scores = score(kit, units[row["unit"]], setting)
        part = explain(scores, row["node"])
        assert "%(" not in str(part.formula)
        assert part.value == scores[row["node"]].value
        for gain in gains(kit, units[row["unit"]], setting).values():
            assert gain.to_points > gain.from_points


def test_evidence_is_due_as_worked_out_by_hand() -> None:
    folder = FEATURES / "golden" / "evidence"
    kit = load_toolkit(FEATURES / "right" / "evidence.yaml")
    due = [
        (unit, question)
        for unit, given in answers_of(folder, kit).items()
        for question in evidence_due(kit, given)
    ]
    assert due == [(row["unit"], row["question"]) for row in read(folder / "evidence.csv")]


def features_of(path: Path) -> set[str]:
    """The kinds, methods and other keys of a sample that make its scores."""
    kit = load_toolkit(path)
    rules = [kit.rule_of(node) for node in (*kit.pillars, *kit.topics)]
    rules.append(kit.scoring.aggregate.total)
    found = {f"method {rule.method}" for rule in rules}
    found |= {f"key {key}" for rule in rules for key, value in rule if value}
    found |= {f"kind {question.kind}" for question in kit.questions}
    found |= {f"transform {question.transform}" for question in kit.questions}
    found |= {f"score_by {question.score_by}" for question in kit.questions}
    found |= {key for key in ("gates", "views", "consistency") if getattr(kit.scoring, key)}
    found |= {key for key in ("scales", "parameters") if getattr(kit, key)}
    return found | {f"unknown {kit.scoring.unknown}"}


def test_every_feature_that_makes_a_score_is_worked_out_by_hand() -> None:
    right = sorted((FEATURES / "right").glob("*.yaml"))
    right = [path for path in right if "eready-toolkit" in path.read_text(encoding="utf-8")]
    worked = {folder.name for folder in FOLDERS}
    assert worked <= {path.stem for path in right}
    shown = {name for path in right if path.stem in worked for name in features_of(path)}
    assert {name for path in right for name in features_of(path)} - shown <= {"consistency"}
    assert {f"method {name}" for name in METHODS} <= shown
    assert all((folder / "README.md").read_text(encoding="utf-8").strip() for folder in FOLDERS)
