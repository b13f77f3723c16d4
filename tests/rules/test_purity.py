"""The pure packages know no clock, no chance, no network: such things come in as arguments."""

import ast
from pathlib import Path

import pytest

from app.paths import ROOT
from tests.rules.source import place, python_files, tree_of
from tests.rules.test_imports import PURE

FORBIDDEN_MODULES = {"random", "secrets", "uuid", "socket", "sqlite3", "urllib.request", "http"}
FORBIDDEN_CALLS = {"now", "today", "utcnow", "getenv", "urandom", "time_ns"}


def is_pure(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "app" and parts[1] in PURE


def impurities(node: ast.AST) -> list[str]:
    """Name what makes a node depend on more than its arguments."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name in FORBIDDEN_MODULES]
    if isinstance(node, ast.ImportFrom):
        return [node.module] if node.module in FORBIDDEN_MODULES else []
    if isinstance(node, ast.Attribute):
        is_clock = isinstance(node.value, ast.Name) and (node.value.id, node.attr) in {
            ("time", "time"),
            ("os", "environ"),
        }
        return [node.attr] if node.attr in FORBIDDEN_CALLS or is_clock else []
    return []


def test_pure_packages_depend_on_their_arguments_alone() -> None:
    wrong = [
        f"{place(path, getattr(node, 'lineno', None))} {name}"
        for path in filter(is_pure, python_files("app"))
        for node in ast.walk(tree_of(path))
        for name in impurities(node)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("code", ["import random", "datetime.now()", "date.today()", "time.time()"])
def test_the_rule_sees(code: str) -> None:
    assert any(impurities(node) for node in ast.walk(ast.parse(code)))
