"""The blank form: what is on it, how it is numbered, under which words."""

import pytest

from app.presentation.blank.building import fingerprint_of
from app.presentation.blank.structure import BlankForm
from app.response import Setting
from tests.presentation.blank.blank_sample import (
    CITY,
    HEALTH,
    QUICK,
    TEXT,
    WATER,
    load_sample,
    load_text,
    make_form,
)


def ids(form: BlankForm) -> list[str]:
    return [question.id for question in form.questions]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (HEALTH, "N-1 L-1 C-1 M-1 Y-1 T-1 D-1"),
        (WATER, "N-1 L-1 C-1 M-1 Y-1 T-1 D-1 W-1 X-1"),
        (CITY, "N-1 L-1 C-1 M-1 Y-1 D-1 S-1"),
        (QUICK, "N-1 L-1 Y-1"),
    ],
)
def test_a_form_holds_what_can_be_asked(setting: Setting, expected: str) -> None:
    form = make_form(setting=setting)
    assert " ".join(ids(form)) == expected
    assert [item.number for item in form.questions] == list(range(1, len(ids(form)) + 1))


def test_topics_are_said_with_those_they_lie_in() -> None:
    groups = [group for part in make_form().parts for group in part.groups]
    titles = [[title.text for title in group.titles] for group in groups]
    assert titles == [["Plans", "Money"], ["Plans"], [], []]


def test_conditions_are_said_by_number_and_only_as_far_as_they_are_open() -> None:
    said = {item.id: item.condition_text for item in make_form().questions if item.condition}
    assert said == {
        "M-1": "Only if question 2 is at level 1 or higher.",
        "T-1": "Only if the answer to question 3 is “Several bodies”.",
        "D-1": "Only if “Law” is ticked in question 4 or question 5 is not answered.",
    }
    water = {item.id: item.condition_text for item in make_form(setting=WATER).questions}
    assert water["W-1"] == ""
    assert water["X-1"] == "Only if the answer to question 8 is “Yes”."


def test_a_condition_in_print_says_in_which_language_a_text_is() -> None:
    said = {item.id: item.condition for item in make_form("zh").questions}
    assert '<span lang="en" dir="ltr">Several bodies</span>' in said["T-1"]


def test_a_question_says_what_to_write() -> None:
    questions = {item.id: item for item in make_form().questions}
    assert questions["N-1"].expects == "Write a number from 0 to 100."
    assert questions["N-1"].text.text == "What share of health services is paid for?"
    assert [choice.code for choice in questions["L-1"].choices] == ["0", "1", "2"]
    assert [choice.code for choice in questions["Y-1"].choices] == [
        "yes",
        "partly",
        "planned",
        "no",
    ]
    assert [choice.is_exclusive for choice in questions["M-1"].choices] == [False, False, True]


@pytest.mark.parametrize(
    ("valid", "expected"),
    [
        ("{from: 1}", "Write a number, 1 or more."),
        ("{to: 2.5}", "Write a number, 2.50 or less."),
        ("{from: 0, to: 1e6}", "Write a number from 0 to 1,000,000."),
    ],
)
def test_limits_are_said(valid: str, expected: str) -> None:
    toolkit = load_text(TEXT.replace("{from: 0, to: 100}", valid))
    assert next(iter(make_form(toolkit=toolkit).questions)).expects == expected


def test_the_cover_says_what_the_form_was_made_from() -> None:
    form = make_form(setting=QUICK)
    facts = {str(pair.term): str(pair.text) for pair in form.facts}
    assert facts == {
        "Version": "1.2.3, draft",
        "Content code": load_sample().content_hash[:12],
        "Questions": "quick-check, 3 of 10 questions",
        "For": "Country",
        "Sector": "Health",
    }
    rules = [str(pair.term) for pair in form.rules]
    assert rules == ["How to choose", "If you do not know", "Evidence"]


def test_a_form_is_the_same_for_the_same_content() -> None:
    assert make_form().identifier == make_form().identifier
    others = {make_form("ar").identifier, make_form(setting=WATER).identifier}
    assert len(others | {make_form().identifier}) == 3


def test_arabic_runs_from_the_right() -> None:
    form = make_form("ar")
    assert (form.language, form.direction) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("A plan is drafted.", "A plan is being drafted.", False),
        ("Is there a plan?", "Is there any plan?", False),
        ("A plan keeps people together.", "Plans help.", True),
        ("[the plan]", "[its text]", True),
    ],
)
def test_a_fingerprint_changes_with_what_an_answer_means(old: str, new: str, is_same: bool) -> None:
    before = fingerprint_of(load_sample().question("L-1"))
    after = fingerprint_of(load_text(TEXT.replace(old, new)).question("L-1"))
    assert (before == after) is is_same
