"""Edits of a definition, as authors make them between two versions."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from app.definition.toolkit import Toolkit

Raw = dict[str, Any]
Edit = Callable[[Raw, Random], None]


def data_of(kit: Toolkit) -> Raw:
    return kit.model_dump(mode="json", by_alias=True, exclude_unset=True)


def lists_of(data: Raw) -> Iterator[list[Raw]]:
    """The lists of questions, pillar by pillar."""
    for pillar in data["pillars"]:
        for topic in pillar.get("topics", []):
            yield topic["questions"]
        yield pillar.get("questions", [])


def questions_of(data: Raw, kind: str = "") -> list[Raw]:
    return [q for some in lists_of(data) for q in some if not kind or q["kind"] == kind]


def pick(data: Raw, random: Random, kind: str = "") -> Raw | None:
    found = questions_of(data, kind)
    return random.choice(found) if found else None


def change_weight(data: Raw, random: Random) -> None:
    pick_one = pick(data, random)
    assert pick_one is not None
    pick_one["weight"] = random.choice([0.5, 4])


def change_points(data: Raw, random: Random) -> None:
    for question in questions_of(data, "choice"):
        question["options"][1]["points"] = random.choice([10, 90])
    for question in questions_of(data, "yesno"):
        question["points"] = {"yes": 90, "partly": 60, "planned": 10, "no": 0}


def remove_option(data: Raw, random: Random) -> None:
    for question in questions_of(data, "choice") + questions_of(data, "multi"):
        question["options"].pop(random.randrange(2))


def remove_question(data: Raw, random: Random) -> None:
    some = random.choice([some for some in lists_of(data) if some])
    if len(questions_of(data)) > 1:
        some.pop(random.randrange(len(some)))


def add_question(data: Raw, random: Random) -> None:
    name = f"NEW{random.randrange(10**6)}"
    random.choice(list(lists_of(data))).append({"id": name, "kind": "yesno", "text": name})


def move_question(data: Raw, random: Random) -> None:
    some = random.choice([some for some in lists_of(data) if some])
    random.choice(list(lists_of(data))).append(some.pop(random.randrange(len(some))))


def rename_question(data: Raw, random: Random) -> None:
    question = pick(data, random)
    assert question is not None
    question["replaces"], question["id"] = question["id"], f"{question['id']}-X"


def reuse_id(data: Raw, random: Random) -> None:
    """Give an id to quite another question."""
    question = pick(data, random)
    assert question is not None
    other = "yesno" if question["kind"] != "yesno" else "text"
    name = question["id"]
    question.clear()
    question.update(
        {"id": name, "kind": other, "text": "Quite another matter, asked in other words"}
    )


def widen_scale(data: Raw, random: Random) -> None:
    if random.random() < 0.5:
        data["scale"]["levels"].append({"level": 5, "name": "L5"})
        for question in questions_of(data, "level"):
            question["levels"].append({"level": 5, "state": "above all", "action": "rest"})


def reword(data: Raw, random: Random) -> None:
    question = pick(data, random)
    assert question is not None
    question["text"] += "?"


def change_rules(data: Raw, random: Random) -> None:
    data["scoring"]["aggregate"]["total"] = random.choice(["min", "median", "mean"])
    data["scoring"]["gates"] = []
    data["scoring"]["coverage"]["total"] = 0.2


EDITS: tuple[Edit, ...] = (
    change_weight,
    change_points,
    remove_option,
    remove_question,
    add_question,
    move_question,
    rename_question,
    reuse_id,
    widen_scale,
    reword,
    change_rules,
)


def edited(kit: Toolkit, random: Random, *edits: Edit) -> Toolkit:
    """The next version: a copy with these edits."""
    data = data_of(kit)
    for edit in edits:
        edit(data, random)
    return Toolkit.model_validate(data)
