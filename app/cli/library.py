"""Writes the page of eready's public names from their docstrings."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

import eready

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Definitions": (
        "load_toolkit", "load_index", "Toolkit", "Index", "DefinitionError", "Finding",
        "compare_toolkits", "Difference", "QuestionChange", "KeyChange",
    ),
    "Answers": (
        "Answer", "Answers", "read_answers_csv", "stream_answers_csv", "answers_from_frame",
        "parse_answer", "RawAnswer",
        "AnswerError", "InputFileError", "AnswerFileError", "FileLimits", "Setting",
        "check_setting", "SettingError", "questions_for", "Asked", "progress", "Progress",
        "AnswerTable",
    ),
    "Several respondents": ("merge_respondents", "Merged", "Spread", "Tally"),
    "Scores": (
        "score", "Scores", "NodeScore", "score_batch", "ScoreTable", "score_rows", "score_frames",
        "scores_frame", "wide_frame", "ScoreFinding", "ScoringError", "family_scores",
        "FamilyScore", "peer_statistics", "Peer",
    ),
    "What a score says": (
        "explain", "explain_index", "Explanation", "explanation_tree", "gains", "Gain",
        "recommendations", "Recommendation", "weakest", "find_out", "consistency", "Contradiction",
        "evidence_due",
    ),
    "From version to version, from round to round": (
        "carry_answers", "Carried", "CarryLine", "carry_parameters", "split_change", "Change",
        "ShownChange",
    ),
    "Composite indices": (
        "read_figures_csv", "FigureFile", "FigureTable", "Material", "score_material",
        "score_index", "IndexScores", "IndexNodeScore", "IndexFinding", "rank_units",
        "class_units", "read_references", "write_statistics", "read_statistics_csv", "Statistic",
        "score_beside", "read_scores_csv", "score_index_parts", "IndexSetting", "IndexParts",
        "Part",
    ),
    "How sure an index is": (
        "draw_index", "Draws", "sobol_indices", "Sensitivity", "leave_one_out", "Omission",
    ),
    "Weights": (
        "equal_weights", "budget_weights", "paired_weights", "PairedWeights", "component_weights",
        "ComponentWeights",
    ),
    "Statistics": (
        "correlate", "Correlation", "cronbach_alpha", "count_gaps", "Gap", "find_outliers",
        "compare_with_peers", "Standing",
    ),
}  # fmt: skip
"""Every public name once, in the order of the page."""

_WIDTH: Final = 100
_LARGE: Final = frozenset({"Toolkit", "Index"})
_SECTION: Final = re.compile(r"(Args|Attributes|Returns|Raises):")
_ITEM: Final = re.compile(r"    (\*{0,2}[\w.]+(?:, [\w.]+)*): (.*)")


def write_library(note: str) -> str:
    """Return the page; `note` says that it is written by a program."""
    lines = [
        "# The library",
        "",
        note,
        "",
        "What `import eready` gives, without web or database. How the parts go together is told in",
        "[Use it from Python](../how-to/use-as-a-library.md), what a number means in",
        "[Scoring](scoring.md). `Floats` is a numpy array of doubles with NaN for a gap, `Truths`",
        "one of booleans, `FULL` the setting `Setting()`. Names that are not on this page may",
        "change with any version.",
    ]
    for title, names in GROUPS.items():
        lines += ["", f"## {title}"]
        for name in names:
            lines += ["", f"### `{name}`", "", *_describe(name)]
    return "\n".join(lines) + "\n"


def _describe(name: str) -> Iterator[str]:
    thing = getattr(eready, name)
    tree = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    if isinstance(tree, ast.FunctionDef):
        yield from _write_code(_sign(name, tree))
    elif isinstance(tree, ast.ClassDef) and name not in _LARGE:
        fields = _list_fields(tree)
        if fields:
            yield from _write_code(_lay_out(name, fields, ""))
    yield from _write_words(inspect.getdoc(thing) or "")
    if isinstance(tree, ast.ClassDef):
        yield from _list_members(tree)


def _write_code(code: str) -> tuple[str, ...]:
    return ("```python", code, "```", "")


def _sign(name: str, tree: ast.FunctionDef) -> str:
    """Write the head of a function as its source has it."""
    returned = f" -> {ast.unparse(tree.returns)}" if tree.returns else ""
    arguments = tree.args
    plain = [*arguments.posonlyargs, *arguments.args]
    gaps: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    parts = [
        _write_argument(argument, default)
        for argument, default in zip(plain, [*gaps, *arguments.defaults], strict=True)
        if argument.arg != "self"
    ]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    keyed = [_write_argument(argument, default) for argument, default in named]
    return _lay_out(name, [*parts, *(["*", *keyed] if keyed else [])], returned)


def _write_argument(argument: ast.arg, default: ast.expr | None) -> str:
    said = f"{argument.arg}: {ast.unparse(argument.annotation)}" if argument.annotation else ""
    return (said or argument.arg) + (f" = {ast.unparse(default)}" if default else "")


def _lay_out(name: str, parts: list[str], returned: str) -> str:
    parts = [part.replace("'", '"') for part in parts]
    line = f"{name}({', '.join(parts)}){returned}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {part}," for part in parts), f"){returned}"])


def _list_fields(tree: ast.ClassDef) -> list[str]:
    """Write the fields a value is made of; those that the engine keeps for itself are left out."""
    return [
        f"{item.target.id}: {ast.unparse(item.annotation)}{_write_default(item.value)}"
        for item in tree.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and not item.target.id.startswith("_")
        and "repr=False" not in (ast.unparse(item.value) if item.value else "")
    ]


def _write_default(value: ast.expr | None) -> str:
    if value is None:
        return ""
    return " = …" if isinstance(value, ast.Call) else f" = {ast.unparse(value)}"


def _list_members(tree: ast.ClassDef) -> Iterator[str]:
    """List the public methods and properties of a class with what their docstrings say."""
    public = [
        item
        for item in tree.body
        if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")
    ]
    if public:
        yield ""
    for item in public:
        decorators = {ast.unparse(decorator) for decorator in item.decorator_list}
        is_value = bool(decorators & {"property", "cached_property"})
        said = " ".join((ast.get_docstring(item) or "").split())
        name = item.name if is_value else " ".join(_sign(item.name, item).split())
        yield f"- `{name}`: {said}"


def _write_words(text: str) -> Iterator[str]:
    """Write a docstring as Markdown: its lists of arguments, attributes and errors as lists."""
    is_item = False
    for line in text.splitlines():
        head, item = _SECTION.fullmatch(line), _ITEM.fullmatch(line)
        if head:
            is_item = True
            yield from (f"{head[1]}:", "")
        elif is_item and item:
            names = ", ".join(f"`{name}`" for name in item[1].split(", "))
            yield f"- {names}: {item[2]}"
        elif is_item and line.startswith("      "):
            yield f"  {line.strip()}"
        else:
            is_item = is_item and not line.strip()
            yield line.strip() if is_item else line
