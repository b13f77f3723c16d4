"""Every text of a toolkit has a place of its own, found again after any use."""

import copy
import inspect
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin

import pytest

from app.definition import index, node, question, scheme, toolkit
from app.definition.loading import load_toolkit, toolkit_from_json, toolkit_to_json
from app.definition.model import Model
from app.definition.toolkit import Toolkit
from app.definition.translation.place import PARTS, PlacedText, texts_of
from app.paths import TOOLKITS

SHIPPED = sorted(TOOLKITS.glob("*/toolkit.yaml"))
MODULES = (toolkit, index, node, question, scheme)
# Ids, codes, names of columns and other words of the format: nobody reads these in a sentence.
# fmt: off
WORDS = {
    "answers", "bounds", "by", "codes", "compare", "coverage_of", "denominate", "direction",
    "extensions", "family", "format", "goalposts", "group", "id", "if_", "impute", "indicator",
    "kind", "language", "levels", "licence", "method", "missing", "mode", "needs", "node",
    "normalise", "notes", "order", "pillar", "pillar_of", "points", "question", "reference",
    "references", "related", "replaces", "role", "same_as_indicator", "scale", "scopes",
    "score_by", "sides", "source", "sources", "status", "tag", "tags", "then", "ties",
    "transform", "tree", "unknown", "url", "version", "when", "year",
}
# fmt: on
# Titles of documents stay as they are; the unit of a normalisation is a row of the data.
NEVER = {("Source", "title"), ("Normalise", "unit")}


def _holds_text(annotation: object) -> bool:
    """Tell whether a field's type is text, or holds text somewhere."""
    if get_origin(annotation) is Annotated:
        return _holds_text(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return any(isinstance(value, str) for value in get_args(annotation))
    return annotation is str or any(_holds_text(one) for one in get_args(annotation))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_text_stands_at_a_place_of_its_own(path: Path) -> None:
    placed = list(texts_of(load_toolkit(path)))
    assert len(placed) > 400
    assert max(Counter(place for place, _ in placed).values()) == 1
    assert all(isinstance(text, PlacedText) and text.place == place for place, text in placed)


def test_places_go_by_ids(sample: Toolkit) -> None:
    places = dict(texts_of(sample))
    assert places["title"] == sample.title
    assert places["L-1.text"] == sample.question("L-1").text
    assert places["L-2.levels.1.state"] == sample.question("L-2").levels[1].state
    band = sample.scoring.bands[0]
    assert places[f"scoring.bands.{band.id}.name"] == band.name
    assert places[f"scale.levels.{sample.scale.lowest}.name"] == sample.scale.levels[0].name


def test_a_place_is_kept_by_copies_and_changes_nothing_else(sample: Toolkit) -> None:
    text = sample.question("L-1").text
    assert copy.deepcopy(text).place == "L-1.text"
    again = toolkit_from_json(toolkit_to_json(sample))
    assert again == sample
    assert again.content_hash == sample.content_hash
    assert again.question("L-1").text.place == "L-1.text"
    assert type(again.model_dump(mode="json")["title"]) is str


def test_every_field_that_holds_text_is_decided_on() -> None:
    models = {
        name: kind
        for module in MODULES
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Model) and kind is not Model
    }
    assert set(PARTS) <= set(models)
    for name, kind in models.items():
        decided = PARTS.get(name)
        known = set(decided.texts) | {field for field, _ in decided.parts} if decided else set()
        assert known <= set(kind.model_fields)
        open_fields = {
            field for field, info in kind.model_fields.items() if _holds_text(info.annotation)
        }
        left = {(name, field) for field in open_fields - known - WORDS}
        assert left <= NEVER, name
