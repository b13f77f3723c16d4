"""From a tree of text to a model: every fault of shape at once, each with its place.

After the first look the tree is repaired (unknown keys go, faulty values give way to stand-ins), so
that the rules on meaning can run over the rest and one check tells everything. Where something was
repaired, rules on meaning keep quiet about that very spot.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.definition.finding import Finding
from app.definition.model import TOOLKIT_ID, Model, Tally, TooManyFaultsError
from app.definition.near import suggest
from app.definition.repair import Shaped, Spot, cut_short, is_echo, locate, repair, was_repaired
from app.definition.rule.registry import find, register
from app.definition.source import MapNode, Place, Tree

M = TypeVar("M", bound=Model)

_MOST_ROUNDS: Final = 12
_MOST_FINDINGS: Final = 500
_MOST_MODELS: Final = 100_000
_CUTS: Final = (100, 10, 2)
_SHOWN: Final = 60
_MERGE: Final = "Merge keys are not known here: use an alias for a whole value, or write it out."
_NUMBERS: Final = re.compile(r"[vV]?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
_NOT_IN_TOOLKIT_ID: Final = re.compile(r"[^a-z0-9]+")
_NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9_.:-]+")

register(
    "unknown-key",
    why="A misspelt key would silently do nothing.",
    mend="Correct the key, or move it under `notes`.",
)
register(
    "missing-key",
    why="Without it the part has no meaning.",
    mend="Add the key with its value.",
)
register(
    "wrong-number",
    why="Only JSON's way of writing numbers means the same everywhere.",
    mend="Write digits with a dot, such as 0.5: no leading zeros, no plus, no NaN or infinity.",
)
register(
    "wrong-truth",
    why="yes, on and 1 mean different things to different programs.",
    mend="Write true or false.",
)
register(
    "wrong-text",
    why="A text is expected here, not a list or mapping.",
    mend="Write a text of at least one character.",
)
register(
    "wrong-id",
    why="Ids are columns, addresses and names of translations, so their letters are limited.",
    mend="Write it in the form that the message names.",
)
register(
    "unknown-word",
    why="Only the listed words have a meaning.",
    mend="Use one of the listed words.",
)
register(
    "wrong-form",
    why="A list, mapping or pair is expected here.",
    mend="Indent and mark it as a list (- item) or as a mapping (key: value).",
)
register(
    "empty-list",
    why="A required list with nothing in it leaves nothing to ask or count.",
    mend="Add at least one item.",
)

_RULE_OF: Final[Mapping[str, str]] = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "number": "wrong-number",
    "whole": "wrong-number",
    "finite_number": "wrong-number",
    "truth": "wrong-truth",
    "text": "wrong-text",
    "empty": "wrong-text",
    "string_type": "wrong-text",
    "pattern": "wrong-id",
    "literal_error": "unknown-word",
    "too_short": "empty-list",
}
_KEY: Final = "[key]"
"""What pydantic puts at the end of the path to a key that is wrong."""
_MEND_PAIR: Final = "Write two of them, such as [0, 100]."


def shape(tree: MapNode, model: type[M]) -> Shaped[M]:
    """Turn a tree into a model, with one finding for each fault of shape.

    Past 500 faults the tree is cut short and only what is left of it is told off: there is no model
    then.
    """
    result: Shaped[M] = Shaped(None, tree)
    tried = 0
    for _ in range(_MOST_ROUNDS):
        tally = Tally(_MOST_FINDINGS)
        details = _try(result, model, tally)
        if details is None:
            result.findings += _first_findings(result, model)
            break
        result.findings += _findings(result, model, details)
        tried += tally.models
        if not details or tried > _MOST_MODELS or not repair(result, model, details):
            break
    return result


def _try(result: Shaped[M], model: type[M], tally: Tally) -> list[ErrorDetails] | None:
    """Read the model; give the faults, or None where they are too many."""
    try:
        result.model = model.model_validate(result.tree, context=tally)
    except TooManyFaultsError:
        return None
    except ValidationError as error:
        if error.error_count() > tally.most:
            return None
        return error.errors(include_url=False, include_input=False)
    return []


def _first_findings(result: Shaped[M], model: type[M]) -> Iterator[Finding]:
    """Cut lists and mappings until what is wrong can be named, and name that."""
    known = frozenset().union(*_keys_below(model).values())
    for most in _CUTS:
        cut_short(result.tree, most, known)
        details = _try(result, model, Tally(4 * _MOST_FINDINGS))
        if details is not None:
            yield from islice(_findings(result, model, details), _MOST_FINDINGS)
            break
    result.model = None
    result.is_whole = False
    yield find("too-many-findings", result.tree.place, "There are more faults than are named here.")


def _findings(
    result: Shaped[M], model: type[Model], details: list[ErrorDetails]
) -> Iterator[Finding]:
    for detail in details:
        spot = locate(result.tree, detail["loc"])
        if is_echo(detail["type"], spot) or was_repaired(result, spot):
            continue
        rule_id = _rule_of(detail)
        mend = _suggest(rule_id, detail, spot, model)
        yield find(
            rule_id, _place(spot, rule_id, detail), _describe(rule_id, detail, spot), mend=mend
        )


def _rule_of(detail: ErrorDetails) -> str:
    if detail["type"] == "missing" and isinstance(detail["loc"][-1], int):
        return "wrong-form"  # the second of a pair
    return _RULE_OF.get(detail["type"], "wrong-form")


def _is_key(detail: ErrorDetails) -> bool:
    return detail["loc"][-1] == _KEY


def _place(spot: Spot, rule_id: str, detail: ErrorDetails) -> Place:
    is_key = rule_id == "unknown-key" or _is_key(detail)
    if is_key and isinstance(spot.holder, MapNode) and isinstance(spot.key, str):
        return spot.holder.keys_at[spot.key]
    return spot.place


def _describe(rule_id: str, detail: ErrorDetails, spot: Spot) -> str:
    name = f"Item {spot.key + 1}" if isinstance(spot.key, int) else f"{_shown(str(spot.key))}"
    match rule_id:
        case "unknown-key":
            return f"The key {name} is not known here."
        case "missing-key":
            return f"The key {str(detail['loc'][-1])!r} is missing."
        case "unknown-word":
            wrong = str(spot.key) if _is_key(detail) else spot.value
            return f"{_shown(wrong)} is none of {detail['ctx']['expected']}."
        case "empty-list":
            return f"{name} is empty."
        case "wrong-form":
            return f"{name} has the wrong form: it should be {_form(detail)}."
    return f"{name} {detail['msg'].removeprefix('Input ')}: {_shown(spot.value)}."


def _form(detail: ErrorDetails) -> str:
    """Say what is expected in the words of somebody who writes YAML."""
    if detail["type"] in {"tuple_type", "list_type"}:
        return "a list"
    if detail["type"] in {"model_type", "dict_type", "mapping_type", "model_attributes_type"}:
        return "a mapping of keys"
    if detail["type"] in {"too_long", "missing"}:
        return "a list of two items"
    return detail["msg"].removeprefix("Input ").removeprefix("should be ")


def _shown(value: Tree | None) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    return "a list" if isinstance(value, list) else "a mapping"


def _suggest(rule_id: str, detail: ErrorDetails, spot: Spot, model: type[Model]) -> str | None:
    if rule_id == "wrong-form":
        return _MEND_PAIR if detail["type"] in {"too_long", "missing"} else None
    if rule_id == "unknown-key":
        near = suggest(str(spot.key), _keys_near(model, detail["loc"][:-1]))
        return _MERGE if spot.key == "<<" else near
    wrong = str(spot.key) if _is_key(detail) else spot.value
    if rule_id == "unknown-word" and isinstance(wrong, str):
        return suggest(wrong, re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
    if rule_id == "wrong-id" and isinstance(spot.value, str):
        return _suggest_form(spot.value, str(detail["ctx"]["kind"]))
    return None


def _suggest_form(wrong: str, kind: str) -> str | None:
    """Give the way in which a version or an id could be written."""
    if kind.startswith("a version"):
        numbers = _NUMBERS.fullmatch(wrong)
        full = "" if numbers is None else ".".join(str(int(one or "0")) for one in numbers.groups())
        return f"Write three whole numbers, such as {full}." if full else None
    if kind.startswith("a toolkit id"):
        near = _NOT_IN_TOOLKIT_ID.sub("-", wrong[:_SHOWN].casefold()).strip("-")
        return f"Write it as {near!r}." if TOOLKIT_ID.fullmatch(near) else None
    near = _NOT_IN_ID.sub("-", wrong[:_SHOWN]).strip("-")
    return f"Write it as {near!r}." if kind.startswith("an id") and near else None


def _keys_near(model: type[Model], path: tuple[str | int, ...]) -> frozenset[str]:
    """Give the keys known where a path leads: those of the last field on it that holds models."""
    table = _keys_below(model)
    for part in reversed(path):
        if part in table:
            return table[str(part)]
    return table[""]


@cache
def _keys_below(model: type[Model]) -> Mapping[str, frozenset[str]]:
    """Map each key of a model and of the models in it to the keys that are known below it."""
    table: dict[str, frozenset[str]] = {"": _keys_of(model)}
    todo, seen = [model], {model}
    while todo:
        for key, info in _fields(todo.pop()):
            inner = _models_in(info.annotation)
            if inner:
                table[key] = table.get(key, frozenset()).union(*map(_keys_of, inner))
            todo += inner - seen
            seen |= inner
    return table


def _fields(model: type[Model]) -> list[tuple[str, FieldInfo]]:
    return [(info.alias or name, info) for name, info in model.model_fields.items()]


def _keys_of(model: type[Model]) -> frozenset[str]:
    return frozenset(key for key, _ in _fields(model) if key != "x-")


def _models_in(annotation: object) -> set[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {annotation}
    return set().union(*(_models_in(part) for part in get_args(annotation)))
