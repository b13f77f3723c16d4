"""The report an author sees: that of a visitor's quick-check, or of a file in full."""

import pytest

from app.paths import TOOLKITS
from app.presentation.language import load_translator
from app.service.preview.making import make_report
from app.service.preview.state import Preview, Wish
from tests.presentation.test_report import text_of


@pytest.mark.parametrize(
    ("quick", "said", "unsaid"),
    [
        (True, "filled in by an anonymous visitor", "Readiness assessment"),
        (False, "computed by a program from a file of answers", "visitor"),
    ],
)
def test_a_trial_is_called_what_it_is(quick: bool, said: str, unsaid: str) -> None:
    preview = Preview(TOOLKITS / "e-government", secret="long enough to be taken for one")
    preview.choose(Wish(quick=quick))
    preview.fill("middle")
    trial = preview.open()
    assert trial
    cover = text_of(make_report(trial, trial.speak(load_translator("en"))).cover)
    assert said in cover
    assert unsaid not in cover
