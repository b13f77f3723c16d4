"""Which pages a quick-check has, how far each is, and how its questions are numbered."""

import pytest

from app.presentation.view.page import (
    MOST_PILLAR_PAGES,
    find_page,
    find_pages,
    find_steps,
    number_questions,
    questions_on,
)
from app.presentation.view.wording import FAMILY_TITLES
from app.response import Answers
from tests.presentation.view.view_sample import ENVIRONMENT, GOVERNMENT, give, word

SHIPPED = [
    "climate-ewaste", "digital-inclusion", ENVIRONMENT, GOVERNMENT, "sector-e-strategy",
    "special-needs-assistance",
]  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_pages_hold_every_question_of_the_check_once(name: str) -> None:
    wording = word(name)
    pages = find_pages(wording)
    asked = [item.id for page in pages for item in questions_on(wording, page, Answers())]
    wanted = {item.id for item in wording.toolkit.questions if item.quick_check}
    assert sorted(asked) == sorted(wanted)
    assert 2 <= len(pages) <= MOST_PILLAR_PAGES
    assert all(page.title.text and page.definition.text for page in pages)
    assert [find_page(wording, page.id) for page in pages] == list(pages)


def test_few_pillars_are_a_page_each() -> None:
    wording = word(GOVERNMENT)
    pages = find_pages(wording)
    assert [page.id for page in pages] == [pillar.id for pillar in wording.toolkit.pillars]
    assert all(len(page.pillars) == 1 for page in pages)


def test_many_pillars_are_a_page_for_each_family() -> None:
    wording = word(ENVIRONMENT)
    assert len(wording.toolkit.pillars) > MOST_PILLAR_PAGES
    pages = find_pages(wording)
    assert [page.id for page in pages] == list(FAMILY_TITLES)
    management = pages[2]
    assert [len(page.pillars) for page in pages] == [2, 2, 3, 1]
    assert all(pillar.family == "management" for pillar in management.pillars)
    assert all(pillar.title in management.definition.text for pillar in management.pillars)
    assert len(questions_on(wording, management, Answers())) == 10


def test_a_page_that_is_not_there_is_none() -> None:
    assert find_page(word(GOVERNMENT), "nowhere") is None
    assert find_page(word(ENVIRONMENT), word(ENVIRONMENT).toolkit.pillars[0].id) is None


def test_steps_count_everything_that_was_dealt_with() -> None:
    wording = word(GOVERNMENT)
    answers = give(INF_11=2, INF_16="unknown", POL_01="not-applicable", POL_02="blank")
    steps = find_steps(wording, answers, "policy")
    assert [(step.dealt_with, step.asked) for step in steps] == [(2, 5), (1, 5), (0, 5), (0, 5)]
    assert [step.is_now for step in steps] == [False, True, False, False]
    assert not any(step.is_done for step in steps)
    five = give(POL_01=0, POL_02=0, POL_04=0, POL_06=0, POL_11="unknown")
    assert [step.is_done for step in find_steps(wording, five, None)] == [False, True, False, False]


def test_questions_are_numbered_through_all_pages() -> None:
    numbers = number_questions(word(ENVIRONMENT), Answers())
    assert list(numbers.values()) == list(range(1, 21))
    assert numbers["OBS-A1"] == 1
    assert numbers["CAP-B1"] == 20
