"""What is written reads back to the same content hash, whatever the texts."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.loading import load_index, load_toolkit, read_toolkit, toolkit_from_json
from app.definition.toolkit import Toolkit
from app.definition.writing import toolkit_files
from app.paths import TOOLKITS
from tests.definition.version_sample import BASE, make

SHIPPED = sorted(path.parent for path in TOOLKITS.glob("*/toolkit.yaml"))
FEATURES = sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))


def write(toolkit: Toolkit, folder: Path) -> Path:
    for name, text in toolkit_files(toolkit).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", [*SHIPPED, *FEATURES], ids=lambda path: path.stem)
def test_every_toolkit_reads_back(path: Path, tmp_path: Path) -> None:
    toolkit, _ = read_toolkit(path)
    if toolkit is None:
        # A feature that is an index alone is read with a toolkit around it.
        toolkit = make().model_copy(update={"indices": (load_index(path),)})
    files = toolkit_files(toolkit)
    assert len(files) == 1 + len(toolkit.pillars) + len(toolkit.indices)
    again, findings = read_toolkit(write(toolkit, tmp_path))
    assert again is not None, [str(finding) for finding in findings]
    assert again.canonical == toolkit.canonical
    assert again.content_hash == toolkit.content_hash


def test_other_programs_read_the_same_texts(tmp_path: Path) -> None:
    """What is a text stays one for a plain YAML reader, and numbers are numbers."""
    raw = deepcopy(BASE)
    words = [
        "NO",
        "1.10",
        "010",
        "on",
        "2026-01-01",
        "null",
        "~",
        "1e3",
        "0x1F",
        "12:30",
        ".5",
        "=",
    ]
    raw["people_in_focus"] = words
    raw["pillars"][0]["weight"] = 0.25
    head = toolkit_files(toolkit_from_json(json.dumps(raw)))["toolkit.yaml"]
    read = yaml.safe_load(head)
    assert read["people_in_focus"] == words
    assert read["version"] == "1.0.0"
    pillar = yaml.safe_load(toolkit_files(toolkit_from_json(json.dumps(raw)))["pillars/plans.yaml"])
    assert pillar["weight"] == 0.25


def test_long_texts_are_folded_and_lists_stand_in_blocks() -> None:
    raw = deepcopy(BASE)
    raw["summary"] = "Many words about readiness. " * 20 + "End."
    raw["disclaimer"] = "First line.\nSecond line.\n"
    text = toolkit_files(toolkit_from_json(json.dumps(raw)))["toolkit.yaml"]
    assert "summary: >-\n  Many words" in text
    assert "disclaimer: |\n  First line.\n  Second line.\n" in text
    assert "scopes:\n  - country\n  - city\n" in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert text.splitlines()[0] == "format: eready-toolkit/1"
    assert text.endswith("pillars:\n  - plans\n  - means\n")


def read_back(raw: dict[str, Any], folder: Path) -> bool:
    toolkit = toolkit_from_json(json.dumps(raw))
    return load_toolkit(write(toolkit, folder)).content_hash == toolkit.content_hash


def index(index_id: str, **more: object) -> dict[str, Any]:
    leaf = {"id": "users", "title": "Users", "unit": "%"}
    tree = {"id": f"{index_id}-tree", "of": [leaf, {**leaf, "id": "own", "impute": "none"}]}
    return {"format": "eready-index/1", "id": index_id, "title": "Index", "tree": tree} | more


def test_order_of_indices_and_their_defaults_survive(tmp_path: Path) -> None:
    raw = deepcopy(BASE)
    defaults = {"impute": "mean", "method": "geometric", "normalise": "rank", "transform": "sqrt"}
    raw["indices"] = [index("z-index", defaults=defaults), index("a:index"), index("B.index")]
    toolkit = toolkit_from_json(json.dumps(raw))
    files = toolkit_files(toolkit)
    assert [name for name in files if name.startswith("indices/")] == [
        "indices/001-z-index.yaml",
        "indices/002-a-index.yaml",
        "indices/003-B-index.yaml",
    ]
    # What the defaults say is not said again in the tree; what overrides them is.
    assert files["indices/001-z-index.yaml"].count("geometric") == 1
    assert files["indices/001-z-index.yaml"].count("impute: none") == 1
    assert read_back(raw, tmp_path)


def test_pillars_whose_names_differ_by_case_or_signs_get_files_of_their_own(tmp_path: Path) -> None:
    raw = deepcopy(BASE)
    raw["pillars"][0]["id"], raw["pillars"][1]["id"] = "a:1", "A.1"
    names = list(toolkit_files(toolkit_from_json(json.dumps(raw))))
    assert names == ["toolkit.yaml", "pillars/001-a-1.yaml", "pillars/002-A-1.yaml"]
    assert read_back(raw, tmp_path)


def test_open_doors_are_kept_as_they_are(tmp_path: Path) -> None:
    raw = deepcopy(BASE)
    raw["notes"] = {"who": ["us", {"then": "no", "pillar": {"method": "x"}}], "0": "007", "e": ""}
    raw["x-other"] = {"normalise": {"method": "kept"}, "list": ["1", "a: b", "# c", "- d"]}
    raw["pillars"][0]["questions"][0]["x-mark"] = "yes"
    assert read_back(raw, tmp_path)
    head = toolkit_files(toolkit_from_json(json.dumps(raw)))["toolkit.yaml"]
    assert head.index("notes:") > head.index("pillars:") > 0


TEXTS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cs", "Cc"],
        exclude_characters="\ufffe\uffff\ufeff",
        include_characters="\n\t\x85\u2028 \u00a0\u200c'\":#-|>&*!%@`{}[],?",
    ),
    min_size=1,
    max_size=300,
).filter(lambda text: text.strip() != "")


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), key=TEXTS.filter(lambda key: len(key) < 40))
def test_any_text_reads_back(
    texts: list[str], key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = deepcopy(BASE)
    raw["people_in_focus"] = texts
    raw["summary"] = texts[0]
    raw["notes"] = {key: {"inside": texts}}
    raw["pillars"][0]["questions"][0]["text"] = " ".join(texts * 3)
    assert read_back(raw, tmp_path_factory.mktemp("written"))


@settings(max_examples=100, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_reads_back(number: float) -> None:
    raw = deepcopy(BASE)
    raw["pillars"][0]["questions"][1] |= {"minimum": number, "maximum": 0}
    toolkit = toolkit_from_json(json.dumps(raw))
    text = toolkit_files(toolkit)["pillars/plans.yaml"]
    assert (
        toolkit_from_json(
            json.dumps(raw | {"pillars": [yaml.load(text, yaml.BaseLoader), raw["pillars"][1]]})  # noqa: S506
        ).canonical
        == toolkit.canonical
    )
