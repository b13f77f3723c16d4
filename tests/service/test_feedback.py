import pytest
from sqlalchemy import text

from app.service.error import NotAChoice, NotFound, TextError
from app.service.feedback import Feedback, give_feedback
from tests.service.conftest import House


def test_feedback_is_kept_without_person_or_check(house: House) -> None:
    holder, _ = house.begin()
    feedback = Feedback("small", "KEN", useful=5, next_step=2, text=" thanks ")
    give_feedback(holder, house.workspace, feedback)
    with house.workspace.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM feedback")).one()
    assert (row.toolkit_id, row.country, row.useful, row.next_step, row.text) == (
        "small",
        "KEN",
        5,
        2,
        "thanks",
    )


@pytest.mark.parametrize(
    "feedback",
    [
        Feedback("small"),
        Feedback("small", text="  "),
        Feedback("small", useful=0),
        Feedback("small", next_step=6),
        Feedback("small", text="x" * 1_001),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(house: House, feedback: Feedback) -> None:
    with pytest.raises(NotAChoice):
        give_feedback(house.stranger, house.workspace, feedback)


@pytest.mark.parametrize("feedback", [Feedback("no", useful=1), Feedback("small", "QQQ", useful=1)])
def test_only_of_what_exists(house: House, feedback: Feedback) -> None:
    with pytest.raises(NotFound):
        give_feedback(house.stranger, house.workspace, feedback)


def test_broken_text_is_refused(house: House) -> None:
    with pytest.raises(TextError):
        give_feedback(house.stranger, house.workspace, Feedback("small", text="a\x00"))
