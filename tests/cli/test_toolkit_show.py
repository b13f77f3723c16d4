"""`eready toolkit show`: the toolkit as a reader sees it, as text and as JSON."""

import json
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.scoring.share import share_weights
from tests.cli.conftest import Eready

RIGHT = sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
NESTED = TOOLKITS / "_features" / "right" / "nested-topics.yaml"


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["text", "json"])
def test_every_feature_is_shown(eready: Eready, path: Path, form: str) -> None:
    result = eready("toolkit", "show", path, "--format", form)
    assert result.exit_code == 0, result.output
    if form == "json":
        assert json.loads(result.stdout)["id"]
    if "format: eready-toolkit/" in path.read_text(encoding="utf-8"):
        toolkit = load_toolkit(path)
        assert toolkit.content_hash in result.stdout
        for question in toolkit.questions:
            assert question.id in result.stdout
            own = eready("toolkit", "show", path, question.id, "--format", form)
            assert own.exit_code == 0
            assert question.id in own.stdout


def test_text_says_weights_points_and_status(eready: Eready) -> None:
    shown = eready("toolkit", "show", NESTED).stdout
    assert "draft: for its authors alone, not open to visitors" in shown
    assert "outer  Outer  [topic; weight 1, 100.0% of the whole]" in shown
    assert "Y-1  [yesno; weight 1, 50.0% of the whole]" in shown
    assert "partly: 50 points  Partly" in shown
    assert "Bands     0 Early · 50 Strong" in shown


def test_shares_are_divided_by_weight_and_leave_out_texts() -> None:
    toolkit = load_toolkit(TOOLKITS / "_features" / "right" / "text-and-date.yaml")
    shares = share_weights(toolkit)
    points = [item.id for item in toolkit.questions if item.kind not in {"text", "date"}]
    assert sum(shares[name] for name in points) == pytest.approx(1.0)
    assert all(shares[item.id] == 0.0 for item in toolkit.questions if item.id not in points)
    large = load_toolkit(TOOLKITS / "e-environment")
    whole = share_weights(large)
    assert sum(whole[item.id] for item in large.questions) == pytest.approx(1.0)
    assert sum(whole[item.id] for item in large.pillars) == pytest.approx(1.0)


def test_unknown_part_is_told_with_near_misses(eready: Eready) -> None:
    result = eready("toolkit", "show", NESTED, "y-2")
    assert result.exit_code == 2
    assert "Did you mean Y-1" in result.stderr
    assert eready("toolkit", "show", NESTED, "total").exit_code == 2


def test_broken_toolkit_tells_its_findings(eready: Eready) -> None:
    wrong = TOOLKITS / "_features" / "wrong" / "vague-state.yaml"
    result = eready("toolkit", "show", wrong)
    assert result.exit_code == 1
    assert "[vague-state]" in result.stderr
    assert eready("toolkit", "show", "no-such-file").exit_code == 2


def test_terminal_is_not_moved_by_texts(eready: Eready, tmp_path: Path) -> None:
    text = NESTED.read_text(encoding="utf-8").replace("title: Base", 'title: "a\u202eb"')
    path = tmp_path / "turned.yaml"
    path.write_text(text, encoding="utf-8")
    result = eready("toolkit", "show", path)
    assert "\u202e" not in result.output
