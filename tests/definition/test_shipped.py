"""The toolkits that come with the product: clean, whole, quick to read."""

import csv
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app.definition.checking import check_toolkit
from app.definition.loading import load_toolkit, toolkit_from_json, toolkit_to_json
from app.definition.toolkit import Toolkit
from app.definition.translation.coverage import measure_coverage
from app.definition.translation.folder import catalogue_path, open_catalogue
from app.paths import REFERENCE, TOOLKITS

FOLDERS = sorted(path for path in TOOLKITS.iterdir() if not path.name.startswith("_"))


@pytest.fixture(scope="module")
def indicators() -> frozenset[str]:
    with (REFERENCE / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(row["indicator"] for row in csv.DictReader(stream))


@pytest.fixture(scope="module")
def toolkits() -> dict[str, Toolkit]:
    return {path.name: load_toolkit(path) for path in FOLDERS}


def test_six_toolkits_of_257_questions(toolkits: dict[str, Toolkit]) -> None:
    assert len(toolkits) == 6
    assert sum(len(toolkit.questions) for toolkit in toolkits.values()) == 257


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_no_finding(path: Path, indicators: frozenset[str]) -> None:
    findings = check_toolkit(path, indicators=indicators).findings
    # Catalogues hold what a quick-check shows; the rest is translated bit by bit.
    assert {finding.rule for finding in findings} <= {"translation-missing"}


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_what_a_quick_check_shows_is_translated(path: Path, language: str) -> None:
    reading = open_catalogue(catalogue_path(path, language))
    assert reading.flaws == ()
    found = measure_coverage(load_toolkit(path), reading.catalogue)
    assert (found.quick_translated, found.stale, found.faulty) == (found.quick, 0, 0)


def test_ids_versions_and_status(toolkits: dict[str, Toolkit]) -> None:
    for name, toolkit in toolkits.items():
        assert toolkit.id == name
        assert toolkit.is_open
        changes = (TOOLKITS / name / "CHANGELOG.md").read_text(encoding="utf-8")
        newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
        assert newest is not None
        assert newest.group(1) == toolkit.version


def test_json_and_back_is_equal(toolkits: dict[str, Toolkit]) -> None:
    for toolkit in toolkits.values():
        again = toolkit_from_json(toolkit_to_json(toolkit))
        assert again == toolkit
        assert again.content_hash == toolkit.content_hash
    assert len({toolkit.content_hash for toolkit in toolkits.values()}) == len(toolkits)


def test_the_two_with_figures_have_twenty_quick_questions(toolkits: dict[str, Toolkit]) -> None:
    with_data = [one for one in toolkits.values() if one.index("by-data") is not None]
    assert len(with_data) == 2
    for toolkit in with_data:
        assert sum(question.quick_check for question in toolkit.questions) == 20


def test_related_questions_exist_and_point_back(toolkits: dict[str, Toolkit]) -> None:
    links = {
        (f"{toolkit.id}/{question.id}", _full(toolkit, related.question), related.kind)
        for toolkit in toolkits.values()
        for question in toolkit.questions
        for related in question.related
    }
    known = {f"{one.id}/{question.id}" for one in toolkits.values() for question in one.questions}
    assert {there for _, there, _ in links} <= known
    assert {(there, here, kind) for here, there, kind in links} == links


def _full(toolkit: Toolkit, question: str) -> str:
    return question if "/" in question else f"{toolkit.id}/{question}"


def test_states_and_actions_are_sentences(toolkits: dict[str, Toolkit]) -> None:
    for toolkit in toolkits.values():
        for question in toolkit.questions:
            assert question.text.endswith("?")
            for level in question.levels:
                for text in (level.state, level.action):
                    assert re.match(r"[A-Z0-9].* .*\.$", text, re.DOTALL), text


def _scalars(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _scalars(part)
    elif isinstance(data, str):
        yield data


def _as_number(text: str) -> str:
    return str(float(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _written(folder: Path) -> Counter[str]:
    """Every value of every file, read by another reader than ours."""
    found: Counter[str] = Counter()
    for path in (*folder.glob("*.yaml"), *folder.glob("*/*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 (text only)
        if path.name == "toolkit.yaml":
            del data["pillars"]
        found.update(_as_number(text) for text in _scalars(data) if text not in {"", "null"})
    return found


def _kept(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _kept(part)
    elif isinstance(data, bool):
        yield str(data).lower()
    else:
        yield _as_number(str(data))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_every_text_survives(path: Path) -> None:
    toolkit = load_toolkit(path)
    kept = Counter(_kept(toolkit.model_dump(mode="json", by_alias=True, exclude_unset=True)))
    written = _written(path)
    assert written == kept


@pytest.mark.measures_time
def test_the_largest_is_read_in_150_ms() -> None:
    largest = max(FOLDERS, key=lambda path: sum(one.stat().st_size for one in path.rglob("*.yaml")))

    def once() -> float:
        start = time.process_time()
        load_toolkit(largest)
        return time.process_time() - start

    assert min(once() for _ in range(5)) < 0.15
