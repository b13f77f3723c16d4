"""Pages of all questions of a toolkit, how far a team is, and how things are called."""

from datetime import UTC, date, datetime

import pytest

from app.presentation.language import load_translator
from app.presentation.view.assessment.mine import build_own_questions
from app.presentation.view.assessment.naming import (
    list_people,
    name_unit,
    say_moment,
    say_period,
)
from app.presentation.view.assessment.progress import Count, TeamAnswers, build_progress
from app.presentation.view.assessment.topic import find_pillar_steps
from app.presentation.view.assessment.waiting import say_waiting
from app.presentation.view.page import find_pages, questions_on
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting
from tests.presentation.report_sample import reference, toolkit_of
from tests.scoring.sample import level, pillar, toolkit, topic, yesno

ENGLISH = load_translator("en")
BUILT = toolkit(
    pillar(
        "one",
        topic("a", level("A-1"), level("A-2", scopes=["city"])),
        topic("b", level("B-1"), topics=[topic("c", level("C-1"))]),
        level("P-1"),
    ),
    pillar("two", yesno("Y-1"), yesno("Y-2", when="value(Y-1) == 'yes'")),
    pillar("three", topic("only-cities", level("Z-1", scopes=["city"]))),
    head={"scopes": ["country", "city"]},
)


def word(scope: str = "country") -> Wording:
    return Wording(BUILT, Setting(scope=scope), ENGLISH)


def test_every_topic_that_holds_questions_has_a_page() -> None:
    pages = find_pages(word())
    assert [page.id for page in pages] == ["a", "c", "b", "one", "two"]
    assert [page.questions for page in pages] == [
        ("A-1",), ("C-1",), ("B-1",), ("P-1",), ("Y-1", "Y-2"),
    ]  # fmt: skip
    assert [page.id for page in find_pages(word("city"))] == [
        "a", "c", "b", "one", "two", "only-cities",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["e-government", "e-environment"])
def test_the_pages_hold_every_question_once(name: str) -> None:
    made = toolkit_of(name)
    wording = Wording(made, Setting(scope=made.usual_scope), ENGLISH)
    shown = [question for page in find_pages(wording) for question in page.questions]
    wanted = [
        question.id
        for question in made.questions
        if not question.scopes or made.usual_scope in question.scopes
    ]
    assert shown == wanted


def test_progress_tells_what_became_of_the_questions_that_are_asked() -> None:
    answers = Answers((
        Answer("A-1", value=2),
        Answer("A-2", value=2),
        Answer("C-1", state="unknown"),
        Answer("B-1", state="not-applicable", reason="No."),
        Answer("Y-1", value="yes"),
    ))  # fmt: skip
    given = TeamAnswers(answers, frozenset({"C-1", "A-2"}), {"A-1": ("x",), "Y-2": ("x", "y")},
                        {"x": "Xenia", "y": ""})  # fmt: skip
    view = build_progress(word(), given)
    one, two = view.pillars
    # A-2 is for cities; Y-2 is asked because of Y-1; P-1 and Y-2 are blank.
    assert view.whole == Count(6, 2, 1, 1, 1)
    assert (view.whole.blank, view.coverage) == (2, "40%")
    assert one.row.count == Count(4, 1, 1, 1, 1)
    assert [row.count.asked for row in one.topics] == [1, 1, 1, 1]
    assert [row.people for row in one.topics] == ["Xenia", "", "", ""]
    assert (two.topics, two.row.people) == ((), "Xenia and a former member")
    steps = find_pillar_steps(word(), answers)
    assert [(step.id, step.dealt_with, step.asked) for step in steps] == [
        ("one", 3, 4), ("two", 1, 2),
    ]  # fmt: skip
    parked = build_progress(word(), TeamAnswers(Answers(), frozenset(), {}, {}))
    assert parked.whole.asked == 5
    assert questions_on(word(), find_pages(word())[-1], Answers())[-1].id == "Y-1"


def test_ones_own_questions_say_what_is_open_and_overdue() -> None:
    answers = Answers((Answer("A-1", value=2), Answer("C-1", value=1)))
    due = {"A-1": None, "C-1": date(2026, 11, 1), "Y-2": None, "P-1": date(2026, 11, 21)}
    view = build_own_questions(
        word(), answers, due, to_confirm=frozenset({"C-1"}), today=date(2026, 11, 22)
    )
    rows = [row for item in view.topics for row in item.questions]
    # Y-2 is not asked now.
    assert [(row.id, row.status, row.is_open, row.is_overdue) for row in rows] == [
        ("A-1", "Answered", False, False),
        ("C-1", "To be confirmed", True, True),
        ("P-1", "Not answered", True, True),
    ]
    assert (view.following, view.open_count, view.count) == (("c", "C-1"), 2, 3)


def test_units_periods_and_moments_in_words() -> None:
    named = {"reference": reference(), "translator": ENGLISH}
    assert name_unit(**named, country="KEN", name="") == "Kenya"
    assert name_unit(**named, country="KEN", name="Kisumu") == "Kisumu (Kenya)"
    assert name_unit(**named, country=None, name="The fund") == "The fund"
    assert name_unit(**named, country="ZZZ", name="") == "ZZZ"
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert say_period(first, last, ENGLISH) == "2026"
    assert say_period(first, date(2027, 12, 31), ENGLISH) == "2026 to 2027"
    assert say_period(first, date(2026, 6, 30), ENGLISH) == "1 January 2026 to 30 June 2026"
    assert say_period(first, None, ENGLISH) == "from 1 January 2026"
    assert say_period(None, last, ENGLISH) == "until 31 December 2026"
    assert say_period(None, None, ENGLISH) == ""
    moment = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
    assert say_moment(moment, ENGLISH) == "22 November 2026, 09:05 UTC"
    assert list_people({"a": "Amina", "b": ""}, ("a", "b"), ENGLISH) == "Amina and a former member"
    assert list_people({}, (), ENGLISH) == ""


@pytest.mark.parametrize(
    ("state", "role", "said"),
    [
        ("draft", "focal-point", ("Check the settings, then open it for answers.",)),
        ("review", "approver", ("Waits for your approval.",)),
        ("review", "contributor", ()),
        ("collecting", "focal-point", ("3 answers are to be confirmed.",)),
        ("collecting", "contributor", ("1 of your questions is open.",)),
    ],
)
def test_what_waits_for_whom(state: str, role: str, said: tuple[str, ...]) -> None:
    counts = {
        "open_own": int(role == "contributor" and state == "collecting"),
        "to_confirm": 3 * int(state == "collecting"),
    }
    assert say_waiting(state, frozenset({role}), translator=ENGLISH, **counts) == said
