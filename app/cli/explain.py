"""`eready explain`: one number of one unit, down to its answers or figures, for reading."""

from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.file import INPUT_ERRORS, open_answers, open_toolkit, split_parameter, stop, write_out
from app.cli.index import Questionnaire, open_index, open_material
from app.definition.folder import read_files
from app.response import Setting, SettingError, check_setting
from app.scoring import Explanation, ScoringError, explain_index
from app.scoring import explain as explain_scores
from app.scoring import score as score_one
from app.scoring.index.uncertainty import score_material

_INDEX = "eready-index/"


@click.command()
@click.argument("definition", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("unit")
@click.argument("node", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--quick", is_flag=True, help="Score the quick-check's questions only.")
@click.option("--scope", help="country, subnational, city or organisation.")
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=OPTION")
@click.option("--scores", type=click.Path(path_type=Path), help="What `eready score` wrote.")
@click.option("--toolkit", type=click.Path(path_type=Path), help="Questionnaire of the index.")
@click.option("--answers", type=click.Path(path_type=Path), help="Answers to the questionnaire.")
def explain(
    definition: Path,
    data: Path,
    unit: str,
    node: str | None,
    out: Path | None,
    quick: bool,
    scope: str | None,
    **questionnaire: Path | tuple[str, ...] | None,
) -> None:
    """Say how a number of UNIT came about: the total, or that of NODE.

    DEFINITION is a toolkit (then DATA is a file of answers) or an index (then DATA holds figures).
    Every part is printed with its weight, its share, what it adds, and what was left out and why.
    Exit status: 0 done, 1 errors in the input, 2 not readable or wrong usage.
    """
    source = Questionnaire(**questionnaire)  # type: ignore[arg-type]
    try:
        if _is_index(definition):
            made = open_index(definition)
            material, _ = open_material(definition, made, data, source, scope=scope or "country")
            found = explain_index(score_material(made, material), unit, node)
        else:
            found = _explain_answers(
                definition, data, (unit, node), Setting(quick, scope or "", {}), source
            )
    except KeyError as error:
        raise click.UsageError(
            f"There is no {error.args[0]!r} in {data} or {definition}."
        ) from None
    except ScoringError as error:
        stop([f"{definition}: {error}"], INPUT_ERRORS)
    write_out(out, "\n".join(say_explanation(found)) + "\n")


def _is_index(path: Path) -> bool:
    if not path.is_file():
        return False
    tree = read_files(path).tree
    return tree is not None and str(tree.get("format", "")).startswith(_INDEX)


def _explain_answers(
    path: Path, data: Path, asked: tuple[str, str | None], wish: Setting, source: Questionnaire
) -> Explanation:
    toolkit = open_toolkit(path)
    parameters = dict(split_parameter(parameter) for parameter in source.parameters)
    setting = Setting(wish.quick, wish.scope or toolkit.usual_scope, parameters)
    try:
        check_setting(toolkit, setting)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    unit, node = asked
    scores = score_one(toolkit, open_answers(data, toolkit)[unit], setting, unit=unit)
    return explain_scores(scores, node or "total")


def say_explanation(found: Explanation, depth: int = 0) -> Iterator[str]:
    """Write an explanation as lines, parts indented below what they are part of."""
    indent = "  " * depth
    yield f"{indent}{'; '.join(_say_number(found, depth))}"
    yield from (f"{indent}  {line}" for line in _say_way(found))
    for child in found.children:
        yield from say_explanation(child, depth + 1)


def _say_number(found: Explanation, depth: int) -> Iterator[str]:
    yield f"{found.id}: {_number(found.score)}"
    if found.low is not None and found.low != found.high:
        yield f"range {_number(found.low)} to {_number(found.high)}"
    if depth:
        yield f"weight {found.weight:.15g}, {found.effective_weight:.1%} of the whole"
    if found.contribution is not None:
        yield f"adds {_number(found.contribution)}"
    if found.status != "published":
        yield found.status


def _say_way(found: Explanation) -> Iterator[str]:
    if found.title and found.title != found.id:
        yield found.title
    yield str(found.formula)
    if found.children:
        counted = f"{found.counted} of {found.applicable} counted"
        yield f"Coverage {found.coverage:.1%}, {counted}."
    for gate in found.gates:
        if gate.acted:
            yield f"Held by a gate: {_number(gate.before)} before, {_number(gate.after)} after."
    for left in found.left_out:
        yield f"Left out: {left.id} ({left.reason})."


def _number(value: float | None) -> str:
    return "no score" if value is None else f"{value:.6g}"
