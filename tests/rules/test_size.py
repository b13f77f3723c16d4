"""Budgets of size: what does not fit on a screen is not read.

Complexity (at most 8) and parameters (at most 5) are ruff's C901 and PLR0913.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.rules.source import place, python_files, tree_of

FUNCTION_LINES = 50
FILE_LINES = 450
FILE_LINES_AS_A_RULE = 300
SHARE_OF_LONG_FILES = 1 / 20
# Past these, parameters are keyword-only, so that a call says what it hands over.
POSITIONAL = 4

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(*folders: str) -> Iterator[tuple[Path, Function]]:
    for path in python_files(*folders):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, Function):
                yield path, node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_function_is_too_long() -> None:
    wrong = [
        f"{place(path, function.lineno)} {function.name}: {length(function)} lines"
        for path, function in functions()
        if length(function) > FUNCTION_LINES
    ]
    assert not wrong, wrong


def test_no_file_is_too_long() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in python_files()}
    wrong = [f"{place(path)}: {count}" for path, count in lines.items() if count > FILE_LINES]
    assert not wrong, wrong
    long = [place(path) for path, count in lines.items() if count > FILE_LINES_AS_A_RULE]
    assert len(long) <= 1 + SHARE_OF_LONG_FILES * len(lines), long


def positional(function: Function) -> int:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in ("self", "cls")])


def test_parameters_past_the_first_few_are_named() -> None:
    wrong = [
        f"{place(path, function.lineno)} {function.name}: {positional(function)}"
        for path, function in functions("app", "eready")
        if positional(function) > POSITIONAL and "/cli/" not in place(path)
    ]
    assert not wrong, wrong


def test_print_how_long_functions_are(record_property: object) -> None:
    lengths = sorted(length(function) for _, function in functions("app", "eready"))
    if len(lengths) > 1:
        ninetieth = quantiles(lengths, n=10)[-1]
        print(  # noqa: T201 - the figure is for the person who runs pytest -s
            f"\n{len(lengths)} functions: median {median(lengths):g} lines,"
            f" 90 in 100 up to {ninetieth:g}"
        )
        assert median(lengths) <= ninetieth <= FUNCTION_LINES
