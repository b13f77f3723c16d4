"""Samples under toolkits/_features: the right pass, each wrong one breaks the rule it names."""

from pathlib import Path

import pytest

from app.definition.checking import RULES, check_toolkit
from app.definition.sample import read_sample
from app.paths import TOOLKITS

RIGHT = sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
WRONG = sorted((TOOLKITS / "_features" / "wrong").glob("*.yaml"))
INDICATORS = frozenset({"users"})
# What cannot stand in a text file of its own says its examples in words, and has a test of its own.
IN_WORDS = {rule.id for rule in RULES.values() if rule.wrong}


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", RIGHT, ids=_name)
def test_right_samples_have_no_finding(path: Path) -> None:
    assert check_toolkit(path).findings == ()


@pytest.mark.parametrize("path", WRONG, ids=_name)
def test_wrong_samples_break_the_rule_they_name(path: Path) -> None:
    rule = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# rule: ")
    findings = check_toolkit(path, indicators=INDICATORS).findings
    assert rule in {finding.rule for finding in findings}
    # One mistake is not reported as many.
    assert {finding.rule for finding in findings} <= {rule, *_ALSO.get(rule, ())}
    assert all(finding.file == path.name for finding in findings)
    assert all(finding.message and finding.mend for finding in findings)


_ALSO = {"condition-cycle": ("condition-later",)}


@pytest.mark.parametrize("path", WRONG, ids=_name)
def test_wrong_samples_put_right_have_no_finding(path: Path, tmp_path: Path) -> None:
    mended = tmp_path / path.name
    mended.write_text(read_sample(path.read_text(encoding="utf-8")).mended, encoding="utf-8")
    assert check_toolkit(mended, indicators=INDICATORS).findings == ()


def test_a_sample_says_what_is_wrong_and_right() -> None:
    marked = "  # wrong\n  b: 010\n  # right\n  #| b: 10\n  # end\n"
    sample = read_sample(f"# rule: r\n# Too heavy.\na: 1\n{marked}c: 2\n")
    assert sample.rule == "r"
    assert sample.title == "Too heavy."
    assert sample.wrong == "b: 010"
    assert sample.right == "b: 10"
    assert sample.mended == "# rule: r\n# Too heavy.\na: 1\n  b: 10\nc: 2\n"


@pytest.mark.parametrize("text", ["a: 1\n", "# rule: r\na: 1\n", "# rule: r\n# Why.\na: 1\n"])
def test_a_sample_that_says_nothing_right_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"rule|right"):
        read_sample(text)


def test_every_rule_has_a_wrong_sample() -> None:
    shown = {path.read_text(encoding="utf-8").splitlines()[0][8:] for path in WRONG}
    assert shown | IN_WORDS == set(RULES)
    assert not shown & IN_WORDS
    assert all(RULES[rule_id].right for rule_id in IN_WORDS)


def test_every_rule_says_why_and_how_to_mend() -> None:
    for rule_id, rule in RULES.items():
        assert rule.id == rule_id
        assert rule.why.endswith((".", "?"))
        assert rule.mend.endswith((".", "?"))
