"""Every number opens into parts that add up to it."""

from collections.abc import Iterator

import pytest

from app.presentation.view.explanation import ExplanationView, build_explanation
from app.presentation.view.wording import Wording
from app.response import Answers
from app.scoring import Explanation, explain, explain_index, score
from tests.presentation.report_sample import answer_in_turn, desk_of
from tests.presentation.view.view_sample import ENVIRONMENT, GOVERNMENT, answer_all, word

HALF = 0.005
"""Each part is shown with two decimals, so each may be off by half of the last one."""


def tree(wording: Wording, answers: Answers, node: str = "total") -> Explanation:
    return explain(score(wording.toolkit, answers, wording.setting), node)


def walk(node: Explanation) -> Iterator[Explanation]:
    yield node
    for child in node.children:
        yield from walk(child)


def open_all(wording: Wording, root: Explanation) -> Iterator[ExplanationView]:
    for node in walk(root):
        view = build_explanation(wording, root, node.id)
        assert view is not None
        yield view


def amount(text: str) -> float:
    return float(text.replace("−", "-").rstrip("%"))


def adds_up(view: ExplanationView) -> bool:
    parts = [amount(row.contribution) for row in view.rows if row.contribution != "—"]
    if not parts or view.exact == "—":
        return False
    assert abs(sum(parts) - amount(view.exact)) <= HALF * (len(parts) + 1), view.id
    assert abs(amount(view.sum) - amount(view.exact)) <= HALF + 1e-9, view.id
    shares = [amount(row.share) for row in view.rows if row.share != "—"]
    assert abs(sum(shares) - 100) <= 0.05 * len(shares) + 1e-9
    return True


@pytest.mark.parametrize("name", [GOVERNMENT, ENVIRONMENT])
def test_parts_of_every_number_of_a_check_add_up(name: str) -> None:
    wording = word(name)
    answers = answer_in_turn(wording.toolkit, wording.setting)
    views = list(open_all(wording, tree(wording, answers)))
    assert sum(adds_up(view) for view in views) >= 5
    assert all(view.formula for view in views)
    assert all(view.toolkit and view.engine for view in views)


@pytest.mark.parametrize("country", ["KEN", "PSE", "PRK", "VAT"])
def test_parts_of_every_number_by_data_add_up(country: str) -> None:
    desk = desk_of(GOVERNMENT)
    assert desk is not None
    views = list(open_all(word(), explain_index(desk.scores, country)))
    assert len(views) == 20
    added = sum(adds_up(view) for view in views)
    # The Holy See has nothing; Palestine has no value in one pillar, hence none for the whole.
    assert added == {"KEN": 5, "PSE": 5, "PRK": 5, "VAT": 0}[country]


def test_what_does_not_count_says_why_and_adds_nothing() -> None:
    wording = word()
    answers = answer_all(GOVERNMENT, 2, POL_01="unknown", POL_02="not-applicable", POL_04="blank")
    view = build_explanation(wording, tree(wording, answers), "policy")
    assert view is not None
    rows = [row for row in view.rows if row.left_out]
    reasons = {reason for row in rows for reason in [row.left_out]}
    assert all((row.share, row.score, row.contribution) == ("—", "—", "—") for row in rows)
    assert reasons


def test_the_way_down_leads_from_the_whole() -> None:
    wording = word()
    root = tree(wording, answer_all(GOVERNMENT, 2))
    view = build_explanation(wording, root, "POL-01")
    assert view is not None
    assert view.trail[0][0] == "total"
    assert view.trail[0][1].text == "The whole"
    assert view.answer.text
    assert view.rows == ()
    assert build_explanation(wording, root, "nowhere") is None


def test_a_view_is_a_tree_of_its_own() -> None:
    wording = word(ENVIRONMENT)
    root = tree(wording, answer_all(ENVIRONMENT, 3), "aim-mitigation")
    view = build_explanation(wording, root, "aim-mitigation")
    assert view is not None
    assert view.trail == ()
    assert view.score == "75"
    assert view.rows


@pytest.mark.parametrize("question", ["INF-01", "POL-01"])
@pytest.mark.parametrize("state", ["unknown", "not-applicable", "blank"])
def test_a_question_without_an_answer_opens_into_no_made_up_number(
    question: str, state: str
) -> None:
    wording = word()
    answers = answer_all(GOVERNMENT, 2, **{question.replace("-", "_"): state})
    view = build_explanation(wording, tree(wording, answers), question)
    assert view is not None
    assert view.formula == "There is no answer to give points to."
    assert (view.score, view.exact) == ("—", "—")
