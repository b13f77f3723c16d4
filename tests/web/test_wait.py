"""Too much in a short time: the page says when to try again, and so does the header."""

import pytest

from app.service.error import TooMany
from tests.web.conftest import MakeApp
from tests.web.test_check_hostile import POLICY
from tests.web.walk import Walker


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "in 1 minute."),
        (61, "in 2 minutes."),
        (7140, "in 119 minutes."),
        (7200, "in 2 hours."),
        (86_400, "in 24 hours."),
    ],
)
def test_who_asks_too_often_is_told_how_long_to_wait(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, seconds: int, said: str
) -> None:
    own = Walker(make_app())
    own.go(POLICY)

    def refuse(*_: object, **__: object) -> None:
        raise TooMany(seconds)

    monkeypatch.setattr("app.web.route.answer.save_answers", refuse)
    response = own.save(POLICY, POL_01="=2")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(seconds)
    message = response.get_json()["error"]["message"]
    assert message.startswith("This was asked for too often")
    assert message.endswith(said)
