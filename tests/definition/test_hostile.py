"""Broken and hostile files are findings with places, in about a second, and never an exception."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.definition.checking import Report, check_toolkit
from app.definition.rule import RULES
from app.paths import TOOLKITS
from tests.definition.sample import HEAD, LEVELS, PILLAR, level_question
from tests.patience import AGES

Write = Callable[[str], Path]
# The promise is one second; twice that, since other work on the machine must not fail a test.

QUESTION = PILLAR + level_question("L-1")
LAUGHS = "".join(
    f"  a{place}: &a{place} [{', '.join([f'*a{place - 1}'] * 9)}]\n" for place in range(1, 10)
)
INDEX = "format: eready-index/1\nid: x\ntitle: T\ntree:\n  id: x\n  of:\n"


def _text(number: int, extra: str = "") -> str:
    return f"      - {{id: T-{number}, kind: text, text: Who?{extra}}}\n"


def _whens(count: int, when: str) -> str:
    asked = QUESTION + level_question("L-2") + level_question("L-3")
    return asked + "".join(_text(one, f", when: {when}") for one in range(count))


HOSTILE = {
    "alias bomb": (HEAD + "notes:\n  a0: &a0 [x, x, x]\n" + LAUGHS + QUESTION, "too-many-nodes"),
    "self-reference": (HEAD + "notes: &n {a: *n}\n" + QUESTION, "holds-itself"),
    "5,000 brackets": (HEAD + "notes: " + "[" * 5_000, "too-deep"),
    "5,000 braces": (HEAD + "notes: " + "{a: " * 5_000, "too-deep"),
    "5,000 dashes": (HEAD + "notes:\n " + "- " * 5_000, "too-deep"),
    "5,000 brackets in a condition": (
        HEAD + _whens(1, "'" + "(" * 5_000 + "'"),
        "expression-syntax",
    ),
    "900 brackets that change nothing": (
        HEAD + _whens(1, "'" + "(" * 900 + "1 == 1" + ")" * 900 + "'"),
        "",
    ),
    "1,000 times not": (HEAD + _whens(1, "not " * 450 + "1 == 1"), "expression-syntax"),
    "a Python object": (HEAD + "notes: !!python/object/apply:os.system [ls]\n", "explicit-tag"),
    "a tag": (HEAD.replace("id: sample", "id: !!str sample") + QUESTION, "explicit-tag"),
    "duplicate keys": (HEAD + "title: Again\n" + QUESTION, "duplicate-key"),
    "NO as id": (HEAD.replace("id: sample", "id: NO") + QUESTION, "wrong-id"),
    "010 as a number": (
        HEAD + PILLAR + level_question("L-1", "        weight: 010\n"),
        "wrong-number",
    ),
    "1.10 as a version": (HEAD.replace("'1.0.0'", "1.10") + QUESTION, "wrong-id"),
    "NaN": (HEAD + PILLAR + level_question("L-1", "        weight: .nan\n"), "wrong-number"),
    "1e400": (HEAD + PILLAR + level_question("L-1", "        weight: 1e400\n"), "wrong-number"),
    "a negative weight": (
        HEAD + PILLAR + level_question("L-1", "        weight: -1\n"),
        "weight-negative",
    ),
    "weights whose sum is too large": (
        HEAD + PILLAR + level_question("L-1", "        weight: 1e308\n"),
        "number-range",
    ),
    "a dangling id": (HEAD + _whens(1, "level(L-9) == 1"), "expression-unknown-name"),
    "a circle": (HEAD + _whens(1, "answered(T-0)"), "condition-cycle"),
    "NUL": (HEAD + "notes: {a: b\0c}\n" + QUESTION, "control-character"),
    "NUL as an escape": (HEAD + 'notes: {a: "b\\0c"}\n' + QUESTION, "control-character"),
    "half a character": (HEAD + 'notes: {a: "\\udc00"}\n' + QUESTION, "yaml-syntax"),
    "6 MB in one text": (HEAD + "disclaimer: " + "x" * 6_000_000 + "\n", "too-large"),
    "3 MB in one text": (HEAD + "disclaimer: " + "x" * 3_000_000 + "\n" + QUESTION, "too-large"),
    "two documents": (HEAD + QUESTION + "---\n" + HEAD + QUESTION, "yaml-syntax"),
    "a merge key": (
        HEAD + PILLAR + level_question("L-1", "        <<: {weight: 2}\n"),
        "unknown-key",
    ),
    "tabs": (HEAD.replace("  aggregate", "\taggregate") + QUESTION, "yaml-syntax"),
    "10,000 unknown keys": (
        HEAD + QUESTION + "".join(f"key{one}: x\n" for one in range(10_000)),
        "unknown-key",
    ),
    "a list of 190,000 texts": (
        HEAD + PILLAR.rstrip() + " [" + "a, " * 190_000 + "]\n",
        "too-many-findings",
    ),
    "190,000 empty questions": (
        HEAD + PILLAR.rstrip() + " [" + "{}, " * 190_000 + "]\n",
        "missing-key",
    ),
    "190,000 sources that are mappings": (
        HEAD + PILLAR + level_question("L-1", "        sources: [" + "{}, " * 190_000 + "]\n"),
        "wrong-text",
    ),
    "100,000 scopes": (
        HEAD.replace("[country, city]", "[" + "country, " * 100_000 + "]") + QUESTION,
        "listed-twice",
    ),
    "20,000 conditions that never hold": (
        HEAD + _whens(20_000, "level(L-1) == 1 and level(L-2) == 1 and level(L-1) == 0"),
        "never-asked",
    ),
    "20,000 conditions on each other": (
        HEAD
        + PILLAR
        + "".join(_text(one, f", when: answered(T-{one + 1})") for one in range(20_000)),
        "condition-later",
    ),
    "20,000 names that do not exist": (
        HEAD + PILLAR + "".join(_text(one, f", when: answered(U-{one})") for one in range(20_000)),
        "expression-unknown-name",
    ),
    "long conditions": (
        HEAD
        + _whens(1, "x")
        + "".join(
            _text(one + 1, ", when: " + " or ".join(["level(L-1) == 1"] * 100) + f" or 1 == {one}")
            for one in range(2_000)
        ),
        "expression-syntax",
    ),
    "20,000 options and conditions on them": (
        HEAD
        + PILLAR
        + "      - id: M-1\n        kind: multi\n        text: Which?\n        options: ["
        + "".join(f"{{id: o{one}, text: x, points: 1}}, " for one in range(20_000))
        + "]\n"
        + "".join(_text(one, ", when: \"'p' in value(M-1)\"") for one in range(2_000)),
        "expression-unknown-word",
    ),
    "9,000 stages": (
        INDEX
        + "".join(
            f"    - {{id: n{one}, method: stage, stages: [{{stage: 1, needs: score(m{one}) > 1}}], "
            f"of: [{{id: l{one}, title: t, unit: u}}]}}\n"
            for one in range(9_000)
        ),
        "expression-unknown-name",
    ),
    "a scale of 20,000 levels": (
        HEAD.replace(
            "scale: {levels: [",
            "scale: {levels: [" + "".join(f"{{level: {one}, name: a}}, " for one in range(20_000)),
        )
        + PILLAR
        + "".join(level_question(f"L-{one}") for one in range(1_000)),
        "scale-levels",
    ),
    "a backtracking text": (
        HEAD + PILLAR + level_question("L-1", "        weight: " + "1" * 50_000 + "x\n"),
        "wrong-number",
    ),
    "braces without end": (
        HEAD + PILLAR + level_question("L-1", "        why: '" + "{a" * 30_000 + "'\n"),
        "",
    ),
    "an address that never ends": (
        HEAD + "sources: {a: {title: A, url: 'https://" + "[" * 30_000 + "'}}\n" + QUESTION,
        "wrong-url",
    ),
}  # fmt: skip


def _check(path: Path, rule: str) -> Report:
    start = time.process_time()
    report = check_toolkit(path)
    assert time.process_time() - start < AGES
    assert rule in {"", *(finding.rule for finding in report.findings)}
    for finding in report.findings:
        assert finding.rule in RULES
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message
        assert len(finding.message) < 1_000
    return report


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(write: Write, name: str) -> None:
    text, rule = HOSTILE[name]
    assert _check(write(text), rule).has_error is bool(rule)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes((HEAD + QUESTION).replace("Sample", "Échantillon").encode(encoding))
    assert _check(path, "").has_error


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")]
)
def test_what_editors_do_to_files_is_no_fault(write: Write, change: Callable[[str], str]) -> None:
    path = write("")
    path.write_bytes(change(HEAD + QUESTION).encode())
    assert check_toolkit(path).findings == ()


def _folder(path: Path, head: str) -> Path:
    (path / "pillars").mkdir(parents=True)
    (path / "indices").mkdir()
    (path / "toolkit.yaml").write_text(HEAD + head, encoding="utf-8")
    base = "id: base\nfamily: policy\ntitle: Base\nquestions:\n" + level_question("L-1")
    (path / "pillars" / "base.yaml").write_text(base, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["../base", "/etc/passwd", "..", "pillars/base", "~", "%2e%2e"])
def test_paths_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    _check(_folder(tmp_path / "one", f"pillars: ['{name}']\n"), "path-leaves-folder")


def test_a_head_that_is_a_link_to_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "secret.yaml").write_text(HEAD + QUESTION, encoding="utf-8")
    (tmp_path / "one" / "toolkit.yaml").symlink_to(tmp_path / "secret.yaml")
    _check(tmp_path / "one", "path-leaves-folder")


@pytest.mark.parametrize("place", ["toolkit.yaml", "pillars/base.yaml", "indices/one.yaml"])
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path.name)])
def test_what_is_no_file(tmp_path: Path, place: str, make: Callable[[Path], object]) -> None:
    folder = _folder(tmp_path / "one", "pillars: [base]\n")
    (folder / place).unlink(missing_ok=True)
    make(folder / place)
    report = _check(folder, "")
    assert {one.rule for one in report.findings} <= {"unreadable-file", "path-leaves-folder"}
    assert report.has_error
    assert report.is_found is (place != "toolkit.yaml")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/stdin", "/", "/proc/self/mem", ""])
def test_devices_and_places_without_a_head(path: str) -> None:
    assert _check(Path(path), "unreadable-file").is_found is False


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "one.yaml"
    path.write_text(HEAD + QUESTION, encoding="utf-8")
    monkeypatch.setattr(os, "open", refuse)
    report = _check(path, "unreadable-file")
    assert "may not be read" in report.findings[0].message


def test_many_large_files_are_one_finding(tmp_path: Path) -> None:
    names = [f"p{one}" for one in range(50)]
    folder = _folder(tmp_path / "one", f"pillars: [{', '.join(names)}]\n")
    for name in names:
        text = f"id: {name}\nfamily: policy\ntitle: A\nnotes: [" + "a, " * 150_000 + "]\n"
        (folder / "pillars" / f"{name}.yaml").write_text(text, encoding="utf-8")
    report = _check(folder, "too-many-nodes")
    assert sum(one.rule == "too-many-nodes" for one in report.findings) == 1
    for name in names:
        (folder / "pillars" / f"{name}.yaml").write_bytes(b"#" * 3_900_000)
    report = _check(folder, "too-large")
    assert sum(one.rule == "too-large" for one in report.findings) == 1


def test_more_indices_than_are_read_are_told(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", "pillars: [base]\n")
    for one in range(101):
        text = INDEX.replace("id: x", f"id: x{one}") + "    - {id: a, title: A, unit: a}\n"
        (folder / "indices" / f"i{one}.yaml").write_text(text, encoding="utf-8")
    _check(folder, "too-large")


def test_a_pillar_nobody_names_is_a_warning(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", "pillars: [base]\n")
    text = (folder / "pillars" / "base.yaml").read_text(encoding="utf-8")
    (folder / "pillars" / "bsae.yaml").write_text(text, encoding="utf-8")
    (finding,) = check_toolkit(folder).findings
    assert (finding.rule, finding.severity) == ("unlisted-file", "warning")
    head = folder / "toolkit.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("[base]", "[bass]"), encoding="utf-8")
    found = {one.rule: one.mend for one in check_toolkit(folder).findings}
    assert found["unreadable-file"] == "Did you mean 'base'?"


def test_a_pillar_alone_is_told_to_be_one(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", "pillars: [base]\n")
    (finding,) = check_toolkit(folder / "pillars" / "base.yaml").findings
    assert "pillar" in finding.message


FILES = sorted((TOOLKITS / "e-environment").rglob("*.yaml")) + sorted(
    (TOOLKITS / "_features" / "right").glob("*.yaml")
)
PIECES = (
    "NaN", "-1", "1e308", "0", "''", "null", "~", "[]", "{}", "[[]]", "true", "NO", "*a", "&a b",
    "!!int 1", "'", '"', ":", "- ", "? ", "#", "|", ">-", "\t", "\n", "{", "}", "[", "]", ",",
    "%TAG", "level(", "score(total) > 1", "L-1", "{x}", "é", "\u202e", "\ufeff", "<<: *a",
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(FILES),
    seed=st.integers(0, 2**32),
    changes=st.integers(1, 12),
)
def test_files_changed_at_random(
    tmp_path_factory: pytest.TempPathFactory, name: Path, seed: int, changes: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    lines = name.read_text(encoding="utf-8").split("\n")
    for _ in range(changes):
        _change(lines, chance)
    path = tmp_path_factory.mktemp("changed") / "one.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    _check(path, "")


def _change(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[place] = lines[chance.randrange(len(lines))]
        case 1:
            lines.insert(place, lines[chance.randrange(len(lines))])
        case 2:
            lines[place] = " " * chance.randrange(8) + lines[place].strip()
        case 3:
            cut = chance.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:cut] + chance.choice(PIECES) + lines[place][cut:]
        case _:
            key, colon, _ = lines[place].partition(":")
            lines[place] = f"{key}{colon} {chance.choice(PIECES)}"


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="leveL-1scorand()'\"=<>!0.5,[] \t", max_size=60))
def test_any_text_as_a_condition(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("condition") / "one.yaml"
    quoted = "'" + text.replace("'", "''") + "'"
    path.write_text(HEAD + _whens(1, quoted) + LEVELS[:0], encoding="utf-8")
    _check(path, "")
