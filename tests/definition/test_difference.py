"""Every kind of edit, what it is called, whether answers can stand, and which step it asks for."""

from typing import Any

import pytest

from app.definition.difference import QuestionChange, compare_toolkits
from app.definition.difference.question import is_alike
from tests.definition.version_sample import (
    Edit,
    Raw,
    add,
    drop,
    drop_option,
    find,
    make,
    put,
    reword_state,
    widen_scale,
)


def change_of(question_id: str, *edits: Edit) -> QuestionChange:
    difference = compare_toolkits(make(), make(*edits))
    return next(one for one in difference.questions if one.id == question_id)


def edit_option(question_id: str, place: int, **values: object) -> Edit:
    def edit(raw: Raw) -> None:
        question = find(raw, question_id)
        options = [dict(option) for option in question["options"]]
        options[place] |= values
        question["options"] = options

    return edit


def add_option(question_id: str) -> Edit:
    more = {"id": "new", "text": "Another", "points": 1}
    return lambda raw: find(raw, question_id).update(
        options=[*find(raw, question_id)["options"], more]
    )


def move_to_first_pillar(raw: Raw) -> None:
    question = find(raw, "B-2")
    drop("B-2")(raw)
    raw["pillars"][0]["questions"].append(question)


def write(path: str, value: Any) -> Edit:
    def edit(raw: Raw) -> None:
        *above, last = path.split(".")
        here: Any = raw
        for key in above:
            here = here[int(key)] if key.isdigit() else here[key]
        here[last] = value

    return edit


def rename(old: str, new: str, **more: object) -> Edit:
    return put(old, id=new, replaces=old, **more)


CASES: list[tuple[str, tuple[Edit, ...], str, str, str]] = [
    ("A-1", (), "same", "yes", "patch"),
    ("A-1", (put("A-1", weight=1),), "same", "yes", "patch"),
    ("A-1", (put("A-1", why="Because."),), "reworded", "yes", "patch"),
    ("A-1", (put("A-1", text="Is there a PLAN"),), "reworded", "yes", "patch"),
    ("A-1", (put("A-1", text="Is there a good plan?"),), "reworded", "confirm", "patch"),
    ("A-1", (reword_state("A-1", 1, "It was begun."),), "reworded", "confirm", "patch"),
    ("A-1", (put("A-1", quick_check=True),), "rescored", "yes", "major"),
    ("A-1", (put("A-1", scopes=["city"]),), "rescored", "yes", "major"),
    ("A-1", (put("A-1", tags={"aim": "one"}),), "rescored", "yes", "major"),
    ("A-1", (put("A-1", when="level(A-0) == 1"),), "rescored", "yes", "major"),
    ("A-1", (put("A-1", evidence_from_level=1),), "reworded", "yes", "minor"),
    ("A-1", (widen_scale,), "rescored", "no", "major"),
    ("A-1", (put("A-1", kind="yesno", levels=[]),), "rescored", "no", "major"),
    ("A-2", (put("A-2", maximum=50),), "rescored", "yes", "major"),
    ("A-2", (put("A-2", unit="thousand people"),), "rescored", "confirm", "major"),
    ("A-2", (put("A-2", direction="lower"),), "rescored", "confirm", "major"),
    ("A-2", (put("A-2", valid={"from": 0, "to": 2000}),), "reworded", "yes", "minor"),
    ("A-2", (put("A-2", valid={"from": 0, "to": 10}),), "rescored", "yes", "major"),
    ("A-2", (put("A-2", indicator="users"),), "reworded", "yes", "minor"),
    ("A-3", (drop_option("A-3", "one"),), "rescored", "yes", "major"),
    ("A-3", (add_option("A-3"),), "reworded", "yes", "minor"),
    ("A-3", (edit_option("A-3", 1, points=60),), "rescored", "yes", "major"),
    ("A-3", (edit_option("A-3", 1, text="Two offices"),), "reworded", "confirm", "patch"),
    ("B-1", (edit_option("B-1", 0, exclusive=True),), "rescored", "yes", "major"),
    ("B-1", (put("B-1", cap=3),), "rescored", "yes", "major"),
    ("B-2", (put("B-2", points={"yes": 100, "no": 0}),), "rescored", "yes", "major"),
    ("B-2", (move_to_first_pillar,), "moved", "yes", "major"),
    ("B-2", (drop("B-2"),), "removed", "no", "major"),
    ("B-3", (drop("B-3"),), "removed", "no", "minor"),
    ("B-9", (rename("B-2", "B-9"),), "moved", "yes", "minor"),
    ("B-9", (rename("B-2", "B-9", weight=2),), "moved", "yes", "major"),
    ("C-1", (add(id="C-1", kind="yesno", text="Is it new?"),), "added", "yes", "major"),
    ("C-1", (add(id="C-1", kind="text", text="Is it new?"),), "added", "yes", "minor"),
]


@pytest.mark.parametrize(("question", "edits", "status", "carries", "step"), CASES)
def test_what_became_of_a_question(
    question: str, edits: tuple[Edit, ...], status: str, carries: str, step: str
) -> None:
    change = change_of(question, *edits)
    assert (change.status, change.carries, change.step) == (status, carries, step)
    assert not change.reuses_id or change.carries == "no"


@pytest.mark.parametrize(
    ("question", "edit", "offers_less"),
    [
        ("A-1", put("A-1", why="Because."), False),
        ("A-2", put("A-2", valid={"from": 0, "to": 2000}), False),
        ("A-2", put("A-2", valid={"from": 0, "to": 10}), True),
        ("A-2", put("A-2", valid={"from": 0, "to": 2000}, unit="thousand people"), False),
        ("A-3", add_option("A-3"), False),
        ("A-3", edit_option("A-3", 1, points=60), False),
        ("A-3", drop_option("A-3", "one"), True),
        ("B-1", edit_option("B-1", 0, exclusive=True), True),
        ("B-2", drop("B-2"), False),
    ],
)
def test_whether_fewer_answers_can_be_given(question: str, edit: Edit, offers_less: bool) -> None:
    assert change_of(question, edit).offers_less is offers_less


REGION = {"title": "Region", "options": {"a": {"title": "A", "in_text": "a"}}}


@pytest.mark.parametrize(
    ("path", "value", "step"),
    [
        ("title", "Another", "patch"),
        ("disclaimer", "Draft.", "patch"),
        ("scoring.bands.1.name", "Firm", "patch"),
        ("scoring.bands.1.from", 60, "major"),
        ("scoring.unknown", "zero", "major"),
        ("scoring.coverage.total", 0.9, "major"),
        ("scoring.aggregate.total", "min", "major"),
        ("scoring.evidence_from_level", 1, "minor"),
        ("scoring.consistency", [{"if": "a", "then": "b", "say": "c"}], "minor"),
        ("scoring.gates.0.cap", 30, "minor"),
        ("scoring.gates.0.enabled", True, "major"),
        ("scoring.gates.1.cap", 30, "major"),
        ("scoring.gates.1.reason", "Why.", "patch"),
        ("scoring.views", [], "major"),
        ("scoring.views.0.title", "Goal", "patch"),
        ("scoring.views.0.tag", {"aim": "one"}, "major"),
        ("scopes", ["country", "city", "organisation"], "minor"),
        ("scopes", ["country"], "major"),
        ("pillars.0.weight", 2, "major"),
        ("pillars.0.family", "outreach", "major"),
        ("pillars.0.definition", "What is planned.", "patch"),
        ("pillars.1.topics.0.method", "min", "major"),
        ("parameters.area", REGION, "minor"),
        ("parameters.sector.required", True, "major"),
        ("parameters.sector.options.health.in_text", "hospitals", "patch"),
        ("parameters.sector.options.other", {"title": "O", "in_text": "o"}, "minor"),
        ("parameters", {}, "major"),
        ("scale.levels.1.name", "Half", "patch"),
        ("notes", {"who": "us"}, "patch"),
    ],
)  # fmt: skip
def test_what_changed_beside_the_questions(path: str, value: object, step: str) -> None:
    difference = compare_toolkits(make(), make(write(path, value)))
    assert difference.parts
    assert difference.needs == step
    assert {change.status for change in difference.questions} == {"same"}


def test_a_topic_under_another_pillar_takes_its_questions_along() -> None:
    def edit(raw: Raw) -> None:
        plans, means = raw["pillars"]
        plans["topics"] = means.pop("topics")

    difference = compare_toolkits(make(), make(edit))
    moved = [change.id for change in difference.questions if change.status == "moved"]
    assert moved == ["B-1", "B-2"]
    change = difference.by_old_id["B-1"].changes[0]
    assert (change.path, change.before, change.after) == ("place", "means/money", "plans/money")
    assert any(part.path == "plans.money.place" for part in difference.parts)


def test_order_is_said_and_asks_for_no_more_than_a_patch() -> None:
    difference = compare_toolkits(make(), make(lambda raw: raw["pillars"].reverse()))
    assert difference.needs == "patch"
    assert [part.path for part in difference.parts] == ["pillars.(order)"]
    assert next(change.id for change in difference.questions) == "B-1"


def test_removed_questions_stand_where_they_stood() -> None:
    ids = [one.id for one in compare_toolkits(make(), make(drop("A-2"), drop("B-4"))).questions]
    assert ids == ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3", "B-4"]


def test_an_id_given_to_another_question_is_seen() -> None:
    states = [{"level": n, "state": text} for n, text in enumerate(("Slow", "Fast", "At once"))]
    change = change_of("A-1", put("A-1", text="How quick are refunds?", levels=states))
    assert change.reuses_id
    assert (change.status, change.carries) == ("rescored", "no")


def test_an_id_taken_over_by_another_question_drops_the_old_one() -> None:
    """B-1 goes, and what was B-2 is called B-1 from now on."""
    difference = compare_toolkits(make(), make(drop("B-1"), rename("B-2", "B-1")))
    told = {
        (one.status, one.old and one.old.id, one.new and one.new.id) for one in difference.questions
    }
    assert ("removed", "B-1", None) in told
    assert ("moved", "B-2", "B-1") in told
    assert dict(difference.common)["B-2"] == "B-1"
    assert next(one for one in difference.questions if one.status == "moved").reuses_id


def test_one_old_question_has_one_heir() -> None:
    heirs = [add(id=name, kind="yesno", text="Spent?", replaces="B-2") for name in ("N-1", "N-2")]
    difference = compare_toolkits(make(), make(drop("B-2"), *heirs))
    assert difference.by_old_id["B-2"].id == "N-1"
    assert next(one for one in difference.questions if one.id == "N-2").status == "added"


def test_nothing_changed() -> None:
    difference = compare_toolkits(make(), make())
    assert difference.is_same
    assert difference.parts == ()
    assert difference.needs == "patch"
    assert len(difference.common) == 7


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("Is there a plan?", "Is there a plan", True),
        ("Is there a plan?", "Is there a budget?", False),
        ("Organisation of the centre", "Organization of the center", True),
        ("A plan is adopted and public.", "A plan is adopted, public and paid for.", False),
        ("A plan was adopted and it is public.", "A plan was adopted and is now public.", True),
        ("有没有国家电子政务战略文件", "有没有国家级电子政务战略文件", True),
        ("有没有国家电子政务战略文件", "每年退税需要多少天才能到账", False),
        ("هل توجد خطة وطنية معتمدة؟", "هل توجد خطة وطنية معتمدة", True),
        ("Yes", "No", False),
        ("x" * 5000, "x" * 5000 + "y", True),
    ],
)
def test_alike_texts(old: str, new: str, is_same: bool) -> None:
    assert is_alike(old, new, 0.8) is is_same


def test_a_condition_that_follows_a_renamed_question_is_the_same() -> None:
    def follow(raw: Raw) -> None:
        raw["scoring"]["gates"] = [{"if": "level( A-9 ) == 0", "node": "total", "cap": 60}]
        raw["pillars"][1]["topics"][0]["deduct"] = {"if": "answered(A-9)", "share": 0.1}

    def name(raw: Raw) -> None:
        raw["scoring"]["gates"] = [{"if": "level( A-1 ) == 0", "node": "total", "cap": 60}]
        raw["pillars"][1]["topics"][0]["deduct"] = {"if": "answered(A-1)", "share": 0.1}

    old = make(name, put("B-2", when="level(A-1) >= 1"))
    new = make(follow, rename("A-1", "A-9"), put("B-2", when="level(A-9) >= 1"))
    difference = compare_toolkits(old, new)
    assert difference.parts == ()
    assert difference.needs == "minor"
    other = make(follow, rename("A-1", "A-9"), put("B-2", when="level(A-9) >= 2"))
    assert compare_toolkits(old, other).by_old_id["B-2"].status == "rescored"
