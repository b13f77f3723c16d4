"""Details of the trail: words for people and lists, nothing as the program writes it for itself."""

import pytest

from app.presentation.language import load_translator
from app.presentation.view.trail import Detail, find_people, say_details

NAMES = {"a1": "Wanjiru Kamau", "a2": "Otieno", "gone": ""}


def say(detail: object, code: str = "en") -> dict[str, str]:
    found = say_details(detail, NAMES, load_translator(code))
    assert all(isinstance(item, Detail) for item in found)
    return {item.name: item.text for item in found}


def test_parts_are_told_person_by_person() -> None:
    detail = {
        "added": [["a1", "law"], ["a1", "law.budget"], ["a2", ""]],
        "taken": [["gone", "people"]],
    }
    assert set(find_people(detail)) == {"a1", "a2", "gone"}
    assert say(detail) == {
        "added": "Wanjiru Kamau: law and law.budget; Otieno: all questions",
        "taken": "a former member: people",
    }
    assert say({"added": [], "taken": []}) == {}


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"parts": ["scores", "answers", "plan"]}, {"parts": "scores, answers and plan"}),
        ({"roles": ["viewer"], "taken": "no list"}, {"roles": "viewer", "taken": "no list"}),
        ({"is_deleted": True, "is_request": False}, {"is_deleted": "yes", "is_request": "no"}),
        ({"parts": 0, "nothing": None}, {"parts": "0"}),
        ({"of": {"b": [1, 2], "a": None}}, {"of": "a: ; b: 1 and 2"}),
        ({"account": "a1", "role": "viewer"}, {"account": "Wanjiru Kamau", "role": "viewer"}),
        ("no detail", {}),
    ],
)
def test_every_kind_of_value_has_words(detail: object, expected: dict[str, str]) -> None:
    assert say(detail) == expected
    assert not any(mark in text for text in say(detail, "ar").values() for mark in "[]{}")
