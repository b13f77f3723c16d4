"""`eready toolkit check`: formats, exit codes, and what is no file to read."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from app.definition.checking import RULES
from app.paths import TOOLKITS

Eready = Callable[..., Result]
WRONG = TOOLKITS / "_features" / "wrong"
RIGHT = TOOLKITS / "_features" / "right" / "level.yaml"


def _run(done: Result) -> dict[str, Any]:
    content = json.loads(done.output)
    assert content["version"] == "2.1.0"
    assert content["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = content["runs"]
    assert run["tool"]["driver"]["name"] == "eready"
    assert run["columnKind"] == "unicodeCodePoints"
    return dict(run)


@pytest.mark.parametrize("name", ["unknown-key", "unknown-language", "yaml-syntax"])
def test_sarif_has_rules_and_results_with_places(eready: Eready, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a folder é"
    folder.mkdir()
    text = (WRONG / f"{name}.yaml").read_text(encoding="utf-8")
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    run = _run(eready("toolkit", "check", folder / "one.yaml", "--format", "sarif"))
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) >= 1
    for rule in rules:
        assert rule["shortDescription"]["text"] == RULES[rule["id"]].why
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == RULES[result["ruleId"]].severity
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("file:///")
        assert place["artifactLocation"]["uri"].endswith("/a%20folder%20%C3%A9/one.yaml")
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1


def test_sarif_of_a_relative_path_is_relative(
    eready: Eready, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(WRONG.parent)
    run = _run(eready("toolkit", "check", "wrong/unknown-key.yaml", "--format", "sarif"))
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "wrong/unknown-key.yaml"


def test_sarif_of_a_right_file_has_no_result(eready: Eready) -> None:
    done = eready("toolkit", "check", RIGHT, "--format", "sarif", "--timing")
    run = _run(done)
    assert done.exit_code == 0
    assert run["results"] == []
    assert set(run["invocations"][0]["properties"]["seconds"]) >= {"read", "shape", "rules"}


def test_findings_go_into_a_file(eready: Eready, tmp_path: Path) -> None:
    out = tmp_path / "findings.json"
    done = eready("toolkit", "check", WRONG / "unknown-key.yaml", "--format", "json", "--out", out)
    assert done.exit_code == 1
    assert done.output == ""
    (finding,) = json.loads(out.read_text(encoding="utf-8"))["findings"]
    assert finding["rule"] == "unknown-key"
    nowhere = tmp_path / "none" / "findings.json"
    done = eready("toolkit", "check", RIGHT, "--out", nowhere)
    assert done.exit_code == 2
    assert "can't be written" in done.output


def test_a_warning_alone_is_exit_code_0(eready: Eready) -> None:
    done = eready("toolkit", "check", WRONG / "unknown-language.yaml")
    assert done.exit_code == 0
    assert "0 errors, 1 warning" in done.output


def test_what_cannot_be_read_is_exit_code_2(eready: Eready, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "pipe.yaml", tmp_path / "empty", Path("/dev/zero")):
        done = eready("toolkit", "check", path)
        assert done.exit_code == 2
        assert "[unreadable-file]" in done.output
        assert _run(eready("toolkit", "check", path, "--format", "sarif"))["invocations"] == [
            {"executionSuccessful": False}
        ]


def test_a_wrong_format_is_exit_code_2(eready: Eready) -> None:
    assert eready("toolkit", "check", RIGHT, "--format", "xml").exit_code == 2


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_names_of_files_that_cannot_be_printed(eready: Eready, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "one"
    (folder / "indices").mkdir(parents=True)
    (folder / "toolkit.yaml").write_text(RIGHT.read_text(encoding="utf-8"), encoding="utf-8")
    for name in (b"\xff.yaml", b"a\nb\x1b[31m.yaml"):
        (folder / "indices" / os.fsdecode(name)).write_text("a: [", encoding="utf-8")
    done = eready("toolkit", "check", folder, "--format", form)
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    alone = tmp_path / os.fsdecode(b"\xfe.yaml")
    alone.write_text("a: [", encoding="utf-8")
    assert eready("toolkit", "check", alone, "--format", form).exit_code == 1
