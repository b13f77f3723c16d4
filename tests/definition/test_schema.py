"""The published schemas say of a file's shape what the reader says."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from app.definition.model import NUMBER
from app.definition.rule import RULES
from app.definition.schema import SCHEMAS
from app.paths import TOOLKITS

FEATURES = TOOLKITS / "_features"
# Faults of shape that an editor can see. A number such as 010 is one to an editor's own reader.
SHAPE = (
    "unknown-key",
    "missing-key",
    "wrong-truth",
    "wrong-text",
    "wrong-form",
    "wrong-id",
    "wrong-number",
    "wrong-number-nan",
    "unknown-word",
    "empty-list",
)


def _right_files() -> Iterator[Path]:
    for path in sorted(TOOLKITS.rglob("*.yaml")):
        if "wrong" not in path.parts and "versions" not in path.parts:
            yield path


@cache
def _validator(part: str) -> Draft7Validator:
    schema = SCHEMAS[part]()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def _part_of(path: Path, content: dict[str, Any]) -> str:
    if str(content.get("format", "")).startswith("eready-index"):
        return "index"
    return "pillar" if path.parent.name == "pillars" else "toolkit"


def _faults(path: Path, content: dict[str, Any]) -> list[str]:
    validator = _validator(_part_of(path, content))
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(content)]


class _EditorLoader(yaml.CSafeLoader):
    """Reads as editors do, by YAML 1.2: numbers, true, false and null, and nothing else."""


_EditorLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"null|~|", "n~"),
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:float", NUMBER.pattern, "-0123456789"),
):
    _EditorLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), [*_first, ""])


def _as_editor(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, _EditorLoader))  # noqa: S506 (a safe loader)


def _as_text(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, yaml.CBaseLoader))  # noqa: S506 (text only)


@pytest.mark.parametrize("read", [_as_editor, _as_text])
@pytest.mark.parametrize(
    "path", list(_right_files()), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_right_files_have_the_shape(path: Path, read: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert _faults(path, read(text)) == []


@pytest.mark.parametrize("name", SHAPE)
def test_files_of_wrong_shape_do_not_have_it(name: str) -> None:
    path = FEATURES / "wrong" / f"{name}.yaml"
    assert _faults(path, _as_editor(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted((FEATURES / "wrong").glob("*.yaml")), ids=lambda p: p.stem)
def test_what_goes_beyond_shape_is_left_to_the_checker(path: Path) -> None:
    rule = RULES[path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# rule: ")]
    if rule.check is not None and rule.id not in {"level-without-state", "kind-needs"}:
        assert _faults(path, _as_editor(path.read_text(encoding="utf-8"))) == []


def test_an_empty_value_is_an_absent_key() -> None:
    content = _as_editor((FEATURES / "right" / "level.yaml").read_text(encoding="utf-8"))
    assert _faults(Path("one.yaml"), content | {"disclaimer": None, "notes": None}) == []
    assert _faults(Path("one.yaml"), content | {"title": None})


def test_doors_are_open_and_all_else_is_closed() -> None:
    content = _as_editor((FEATURES / "right" / "level.yaml").read_text(encoding="utf-8"))
    assert _faults(Path("one.yaml"), content | {"notes": {"a": [1]}, "x-other": {"b": 2}}) == []
    assert _faults(Path("one.yaml"), content | {"extensions": {}})
    assert _faults(Path("one.yaml"), content | {"indices": []})
    pillar = {"id": "base", "family": "policy", "title": "Base", "questions": [{"id": "Q-1"}]}
    assert len(_faults(Path("pillars/base.yaml"), pillar)) == 2
    question = {"id": "Q-1", "kind": "choice", "text": "Which?"}
    assert _faults(Path("pillars/base.yaml"), pillar | {"questions": [question]})
