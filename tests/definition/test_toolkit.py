import json
from collections.abc import Callable
from json import JSONDecodeError
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.definition.loading import load_index, load_toolkit, toolkit_from_json, toolkit_to_json
from app.definition.node import NodeRule
from app.definition.toolkit import Toolkit
from app.paths import TOOLKITS
from tests.definition.sample import HEAD, PILLAR, level_question

Write = Callable[[str], Path]
FEATURES = TOOLKITS / "_features" / "right"
SAMPLES = sorted(path for path in FEATURES.glob("*.yaml") if path.stem != "index")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_json_and_back_is_equal(path: Path) -> None:
    toolkit = load_toolkit(path)
    text = toolkit_to_json(toolkit)
    again = toolkit_from_json(text)
    assert again == toolkit
    assert again.content_hash == toolkit.content_hash
    assert toolkit_to_json(again) == text


def test_the_content_hash_of_a_known_toolkit_stays(write: Write) -> None:
    # Pinned definitions are found by this hash: it may only change when the format does.
    toolkit = load_toolkit(write(HEAD + PILLAR + level_question("L-1")))
    assert (
        toolkit.content_hash == "b8dcb5791db5440e85541d7a7c64de94a68ff7e0520b5a501b15164914ef969d"
    )


def test_the_order_of_keys_does_not_matter_to_the_hash_but_texts_do(write: Write) -> None:
    one = load_toolkit(write(HEAD + PILLAR + level_question("L-1")))
    lines = HEAD.splitlines(keepends=True)
    moved = "".join([lines[0], *lines[2:6], lines[1], *lines[6:]])
    other = load_toolkit(write(moved + PILLAR + level_question("L-1")))
    assert other == one
    assert other.content_hash == one.content_hash
    assert hash(other) == hash(one)
    third = load_toolkit(
        write(HEAD.replace("A sample.", "One sample.") + PILLAR + level_question("L-1"))
    )
    assert third.content_hash != one.content_hash


def test_the_order_an_author_gives_is_kept() -> None:
    toolkit = load_toolkit(FEATURES / "parameters.yaml")
    again = toolkit_from_json(toolkit_to_json(toolkit))
    assert list(again.parameters["sector"].options) == ["health", "schools"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "eready-toolkit/1"}', "not json"])
def test_what_is_no_pinned_toolkit(text: str) -> None:
    with pytest.raises((ValidationError, JSONDecodeError)):
        toolkit_from_json(text)


def test_a_pinned_toolkit_with_nan_is_refused(sample: Toolkit) -> None:
    data = json.loads(toolkit_to_json(sample))
    data["pillars"][0]["weight"] = float("nan")
    with pytest.raises(ValidationError):
        toolkit_from_json(json.dumps(data))


def test_finding_parts(sample: Toolkit) -> None:
    assert [question.id for question in sample.questions] == ["L-1", "L-2"]
    assert sample.question("L-2").id == "L-2"
    assert sample.node("base") is sample.pillars[0]
    assert sample.pillar_of("L-2").id == "base"
    assert sample.levels_of(sample.question("L-1")).highest == 2
    assert sample.index("by-data") is None
    assert not sample.is_open
    for wrong in ("base", "total", "L-9"):
        with pytest.raises(KeyError):
            sample.question(wrong)
    with pytest.raises(KeyError):
        sample.node("total")


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("idea", False), ("draft", False), ("circulated", True), ("revised", True), ("final", True),
     ("retired", False)],
)  # fmt: skip
def test_which_toolkits_are_open(write: Write, status: str, is_open: bool) -> None:
    text = HEAD.replace("status: draft", f"status: {status}") + PILLAR + level_question("L-1")
    assert load_toolkit(write(text)).is_open is is_open


def test_frozen(sample: Toolkit) -> None:
    with pytest.raises(ValidationError):
        sample.title = "Other"


def test_text_first() -> None:
    toolkit = load_toolkit(FEATURES / "text-first.yaml")
    question = toolkit.question("C-1")
    assert toolkit.title == "NO"
    assert toolkit.summary == "1.10"
    assert toolkit.scale.levels[1].name == "on"
    assert toolkit.scale.levels[1].meaning == "2026-01-01"
    assert question.text == "010"
    assert question.note is None
    assert question.why == ""
    assert [(one.id, one.text, one.points) for one in question.options] == [
        ("NO", "yes", 0), ("on", "null", 100),
    ]  # fmt: skip


def test_open_doors() -> None:
    toolkit = load_toolkit(FEATURES / "open-doors.yaml")
    assert toolkit.notes == {"history": ["first", "second"], "nested": {"a": "1"}}
    assert toolkit.extensions == {"x-owner": "the office"}
    assert toolkit.question("L-1").notes == {"stands_for": "an older question"}
    assert toolkit.question("L-1").extensions == {"x-colour": "blue"}


def test_ids_that_begin_with_x_are_no_extensions(write: Write) -> None:
    head = HEAD.replace("scale:", "sources: {x-road: {title: X-Road}}\nscale:")
    question = level_question("L-1", "        sources: [x-road]\n        tags: {x-tag: a}\n")
    toolkit = load_toolkit(write(head + PILLAR + question))
    assert list(toolkit.sources) == ["x-road"]
    assert toolkit.question("L-1").tags == {"x-tag": ("a",)}


def test_defaults(sample: Toolkit) -> None:
    question = sample.question("L-1")
    assert (question.weight, question.score_by, question.direction) == (1, "value", "higher")
    assert question.transform == "linear"
    assert sample.scoring.evidence_from_level == 2
    assert sample.scoring.coverage.quick == 0.5


def test_the_rule_of_a_node_is_its_own_over_that_of_its_storey() -> None:
    nested = load_toolkit(FEATURES / "nested-topics.yaml")
    outer, inner, other = nested.topics
    assert (outer.id, inner.id, other.id) == ("outer", "inner", "other")
    assert nested.rule_of(outer) == NodeRule(method="geometric", floor=1)
    assert nested.rule_of(inner) == NodeRule(method="mean")
    assert outer.rule == NodeRule(method="geometric", floor=1)
    assert inner.rule is None
    assert [question.id for question in nested.questions] == ["L-1", "Y-1"]
    assert nested.levels_of(nested.question("L-1")).lowest == 1
    added = load_toolkit(FEATURES / "sum.yaml")
    assert added.scoring.aggregate.pillar == NodeRule(method="sum", cap=150)
    assert added.rule_of(added.topics[0]).method == "sum"
    assert added.rule_of(added.topics[1]).method == "min"


def test_an_index_writes_its_defaults_into_its_parts() -> None:
    index = load_index(FEATURES / "index.yaml")
    assert [node.id for node in index.nodes] == ["sample-index", "base", "rules"]
    assert [leaf.id for leaf in index.leaves] == ["users", "price", "law", "reach"]
    assert [node.coverage for node in index.nodes] == [0.5, 0, 0.5]
    users, price, law, reach = index.leaves
    assert [one.normalise.method for one in index.leaves if one.normalise] == [
        "goalposts", "minmax", "none", "zscore",
    ]  # fmt: skip
    assert users.transform.method == "none"
    assert price.direction == "lower"
    assert price.transform.method == "log1p"
    assert price.treat is not None
    assert price.treat.winsorise.most == 3
    assert price.impute is not None
    assert price.impute.group == "region"
    assert price.clip == (0, 50)
    assert law.answers == {"none": 0, "draft": 0.5, "full": 1, "na": "skip"}
    assert reach.transform.shift == 1
    assert index.node("rules").title == "Rules"
    assert index.variants[1].rank is False
    with pytest.raises(KeyError):
        index.node("roof")


def test_explicit_values_win_over_defaults_after_a_round_trip(tmp_path: Path, write: Write) -> None:
    folder = tmp_path / "folder"
    (folder / "indices").mkdir(parents=True)
    head = HEAD + PILLAR + level_question("L-1")
    (folder / "toolkit.yaml").write_text(head, encoding="utf-8")
    (folder / "indices" / "one.yaml").write_text(
        "format: eready-index/1\nid: one\ntitle: One\n"
        "defaults: {direction: lower, coverage: 0.5, normalise: minmax}\n"
        "tree:\n  id: one\n  coverage: 0\n  of:\n"
        "    - {id: a, title: A, unit: km, direction: higher}\n"
        "    - {id: b, title: B, unit: km, normalise: none}\n",
        encoding="utf-8",
    )
    toolkit = load_toolkit(folder)
    for one in (toolkit, toolkit_from_json(toolkit_to_json(toolkit))):
        (index,) = one.indices
        assert [leaf.direction for leaf in index.leaves] == ["higher", "lower"]
        assert index.tree.coverage == 0
        assert [leaf.normalise.method for leaf in index.leaves if leaf.normalise] == [
            "minmax",
            "none",
        ]


def test_dependents_are_the_questions_whose_conditions_look_at_a_question(
    write: Callable[[str], Path],
) -> None:
    text = HEAD + PILLAR + level_question("L-1") + level_question("L-2")
    text += level_question("L-3", "        when: level(L-1) >= 1 and value(L-2) == 2\n")
    text += "  - id: more\n    family: outreach\n    title: More\n    questions:\n"
    text += level_question("L-4", "        when: scope == 'city' or answered(L-1)\n")
    text += level_question("L-5", "        when: not answered(L-4)\n")
    toolkit = load_toolkit(write(text))
    assert toolkit.dependents == {
        "L-1": ("L-3", "L-4"),
        "L-2": ("L-3",),
        "L-4": ("L-5",),
    }
    assert toolkit.dependents is toolkit.dependents
    assert list(toolkit.conditions) == ["L-3", "L-4", "L-5"]
