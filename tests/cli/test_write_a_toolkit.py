"""What docs/how-to/write-a-toolkit.md shows works as shown: its steps, to the letter."""

import csv
import re
from pathlib import Path

from app.definition.checking import check_toolkit
from app.definition.loading import load_toolkit
from app.paths import ROOT
from app.response import Setting
from app.response.example import fill_example
from app.scoring import score
from tests.cli.conftest import Eready

PAGE = ROOT / "docs" / "how-to" / "write-a-toolkit.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def set_key(text: str, lines: str) -> str:
    """Put lines in the place of the key they begin with, with all that is indented below it."""
    key = lines.partition(":")[0]
    found, count = re.subn(rf"(?m)^{key}:.*\n(?:[ ]+.*\n)*", lambda _: lines, text)
    assert count == 1, key
    return found


def write(folder: Path) -> None:
    head_block, pillars_block, supply, care, _ = blocks("yaml")
    head = (folder / "toolkit.yaml").read_text(encoding="utf-8")
    for lines in re.findall(r"(?m)^\w+:.*\n(?:[ ]+.*\n)*", head_block + pillars_block):
        head = set_key(head, lines)
    head, count = re.subn(r"(?m)^  consistency:\n(?:    .*\n)*", "", head)
    assert count == 1
    head, count = re.subn(r"(?m)^sources:\n(?:  .*\n)*", "", head)
    assert count == 1
    (folder / "toolkit.yaml").write_text(head, encoding="utf-8")
    for old, new, text in (("rules", "supply", supply), ("people", "care", care)):
        (folder / "pillars" / f"{old}.yaml").rename(folder / "pillars" / f"{new}.yaml")
        (folder / "pillars" / f"{new}.yaml").write_text(text, encoding="utf-8")


def test_the_steps_of_the_page_lead_to_scores(eready: Eready, tmp_path: Path) -> None:
    folder = tmp_path / "water-points"
    assert eready("toolkit", "new", folder).exit_code == 0
    write(folder)
    assert check_toolkit(folder).findings == ()
    toolkit = load_toolkit(folder)
    assert len(toolkit.questions) == 10
    assert toolkit.scopes == ("city",)
    highest = fill_example(toolkit, Setting(scope="city"), "highest")
    assert score(toolkit, highest, Setting(scope="city")).total.score == 100.0
    (tmp_path / "answers.csv").write_text(blocks("csv")[0], encoding="utf-8")
    out = tmp_path / "scores.csv"
    result = eready("score", folder, tmp_path / "answers.csv", "--scope", "city", "--out", out)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    totals = {row["unit"]: row for row in rows if row["kind"] == "total"}
    assert {unit: row["status"] for unit, row in totals.items()} == {
        "north": "published",
        "south": "published",
    }
    shown = eready("toolkit", "show", folder, "SUP-2")
    assert shown.exit_code == 0


def test_links_of_the_page_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    assert targets
    assert [name for name in targets if not (PAGE.parent / name).exists()] == []


def test_commands_of_the_page_are_there(eready: Eready) -> None:
    named = set(re.findall(r"`?eready toolkit (\w+)", PAGE.read_text(encoding="utf-8")))
    assert named >= {"new", "preview", "check", "show", "diff", "translate"}
    for name in named:
        assert eready("toolkit", name, "--help").exit_code == 0, name


def test_a_parameter_is_added_as_shown(eready: Eready, tmp_path: Path) -> None:
    folder = tmp_path / "water-points"
    assert eready("toolkit", "new", folder).exit_code == 0
    write(folder)
    head = folder / "toolkit.yaml"
    text = head.read_text(encoding="utf-8").replace("in streets, parks and stations", "in {place}")
    head.write_text(text + blocks("yaml")[4], encoding="utf-8")
    assert check_toolkit(folder).findings == ()
    (tmp_path / "answers.csv").write_text(blocks("csv")[0], encoding="utf-8")
    words = ["score", folder, tmp_path / "answers.csv", "--scope", "city"]
    refused = eready(*words)
    assert refused.exit_code == 2
    assert "place=parks or place=stations" in refused.output
    assert eready(*words, "--parameter", "place=parks").exit_code == 0
