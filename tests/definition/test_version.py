"""Two versions of a toolkit: what the second may not do, told with its place in the new file."""

from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.definition.rule.registry import RULES
from app.definition.rule.version import find_version_faults, least_version
from app.definition.toolkit import Toolkit
from app.definition.version import check_version
from app.paths import TOOLKITS
from tests.definition.version_sample import Edit, add, drop, make, put

PAIRS = sorted((TOOLKITS / "_features" / "versions").iterdir())
WRONG = [path for path in PAIRS if not path.name.startswith("right-")]
OURS = {
    "other-toolkit", "version-not-raised", "version-step", "id-changed-meaning", "id-came-back",
    "replaces-unknown", "replaces-twice",
}  # fmt: skip


def numbered(version: str, *edits: Edit) -> Toolkit:
    return make(lambda raw: raw.update(version=version), *edits)


def rules_broken(old: Toolkit, new: Toolkit, *earlier: Toolkit) -> list[str]:
    return [fault.rule for fault in find_version_faults(old, new, earlier=earlier)]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name)
def test_samples_break_the_rule_they_name(pair: Path) -> None:
    old, new = load_toolkit(pair / "old.yaml"), load_toolkit(pair / "new.yaml")
    findings = check_version(pair / "new.yaml", old, new)
    expected = [] if pair not in WRONG else [pair.name]
    assert [finding.rule for finding in findings] == expected
    assert all(finding.file == "new.yaml" and finding.line > 1 for finding in findings)
    assert all(finding.message and finding.mend for finding in findings)


def test_every_rule_of_versions_has_a_sample() -> None:
    assert {path.name for path in WRONG} == OURS
    assert set(RULES) >= OURS


def test_places_are_those_of_the_new_file() -> None:
    pair = TOOLKITS / "_features" / "versions" / "replaces-unknown"
    old, new = load_toolkit(pair / "old.yaml"), load_toolkit(pair / "new.yaml")
    finding = check_version(pair / "new.yaml", old, new)[0]
    line = (pair / "new.yaml").read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line[finding.column - 1 :] == "L-7"
    assert "'L-7'" in finding.message


@pytest.mark.parametrize(
    ("edit", "version", "rules"),
    [
        (put("A-1", text="Is there one good plan?"), "1.0.1", []),
        (put("A-1", text="Is there one good plan?"), "1.0.0", ["version-not-raised"]),
        (put("A-1", text="Is there one good plan?"), "0.9.9", ["version-not-raised"]),
        (put("A-1", weight=2), "1.0.1", ["version-step"]),
        (put("A-1", weight=2), "1.9.9", ["version-step"]),
        (put("A-1", weight=2), "2.0.0", []),
        (put("A-1", weight=2), "10.0.0", []),
        (put("A-2", indicator="users"), "1.0.1", ["version-step"]),
        (put("A-2", indicator="users"), "1.1.0", []),
        (add(id="N-1", kind="yesno", text="New?"), "1.1.0", ["version-step"]),
        (drop("A-3"), "2.0.0", []),
        (put("A-1", kind="text", levels=[]), "2.0.0", ["id-changed-meaning"]),
    ],
)
def test_the_step_must_fit(edit: Edit, version: str, rules: list[str]) -> None:
    assert rules_broken(make(), numbered(version, edit)) == rules


def test_a_step_that_is_too_small_says_which_change_asks_for_more() -> None:
    fault = next(find_version_faults(make(), numbered("1.0.1", put("A-1", weight=2))))
    assert "A-1 was rescored (weight)" in fault.fault.message
    assert "2.0.0 or more" in fault.fault.message


@pytest.mark.parametrize(
    ("step", "least"), [("patch", "1.0.1"), ("minor", "1.1.0"), ("major", "2.0.0")]
)
def test_least_version(step: str, least: str) -> None:
    assert least_version(make(), step) == least  # type: ignore[arg-type]


def test_a_question_may_not_become_a_pillar() -> None:
    def edit(raw: dict[str, object]) -> None:
        drop("A-3")(raw)
        raw["pillars"][1]["id"] = "A-3"  # type: ignore[index]

    assert rules_broken(make(), numbered("2.0.0", edit)) == ["id-changed-meaning"]


def test_an_id_that_was_gone_for_a_version_stays_dead() -> None:
    first, second = make(), numbered("2.0.0", drop("A-3"))
    third = numbered("3.0.0")
    assert rules_broken(second, third) == []
    assert rules_broken(second, third, first) == ["id-came-back"]


def test_what_was_replaced_long_ago_stays_written() -> None:
    edits = put("B-2", id="B-9", replaces="B-2")
    second, third = numbered("2.0.0", edits), numbered("2.0.1", edits, put("A-1", why="So."))
    assert rules_broken(make(), second) == []
    assert rules_broken(second, third) == []


def test_the_same_content_is_no_new_version() -> None:
    assert rules_broken(make(), make()) == []
