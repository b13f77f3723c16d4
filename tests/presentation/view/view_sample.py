"""Wordings of the toolkits that come with the product, and of a small one with every kind."""

from datetime import date
from functools import cache
from typing import Any

from app.definition.toolkit import Toolkit
from app.presentation.language import load_translator
from app.presentation.view.data import build_data_view
from app.presentation.view.data_model import DataView
from app.presentation.view.question import Filling, fill_for
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting
from tests.presentation.report_sample import DAY, desk_of, reference, toolkit_of
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, yesno

GOVERNMENT, ENVIRONMENT = "e-government", "e-environment"


def word(name: str = GOVERNMENT, language: str = "en") -> Wording:
    """Word the quick-check of a shipped toolkit, each parameter at its first option."""
    made = toolkit_of(name)
    parameters = {key: next(iter(item.options)) for key, item in made.parameters.items()}
    return Wording(made, Setting(quick=True, parameters=parameters), load_translator(language))


def view_country(
    country: str,
    *compare: str,
    name: str = GOVERNMENT,
    language: str = "en",
    on: date = DAY,
) -> DataView:
    """Build the page by data."""
    desk, countries = desk_of(name), reference().countries
    assert desk is not None
    others = [countries[code] for code in compare]
    return build_data_view(word(name, language), desk, countries[country], compare=others, on=on)


def view_answers(answers: Answers, name: str = GOVERNMENT, country: str = "KEN") -> ResultView:
    """Build the result of answers."""
    return build_result(word(name), answers, reference().countries[country], desk=desk_of(name))


def give(**values: object) -> Answers:
    """Answer questions by id, with `_` for `-`; a text is another state."""
    return Answers(
        Answer(name.replace("_", "-"), state=value)  # type: ignore[arg-type]  # a state's name
        if isinstance(value, str)
        else Answer(name.replace("_", "-"), value=value)  # type: ignore[arg-type]
        for name, value in values.items()
    )


def answer_all(name: str, value: int, **other: object) -> Answers:
    """Answer every level question of a quick-check with one level, and some differently."""
    wording = word(name)
    asked = [item for item in wording.toolkit.questions if item.quick_check]
    plain = {item.id: Answer(item.id, value=value) for item in asked if item.kind == "level"}
    return Answers((plain | dict(give(**other))).values())


@cache
def every_kind() -> Toolkit:
    """A toolkit with one question of each kind."""
    quick: dict[str, Any] = {"quick_check": True}
    plain = {"kind": "text", "text": "Which body?"}
    return toolkit(
        pillar(
            "base",
            level("L-1", **quick),
            choice("C-1", 0, 50, 100, **quick),
            multi("M-1", 1, 1, 1, **quick),
            yesno("Y-1", **quick),
            number("N-1", indicator="internet_users_pct", valid={"from": 0, "to": 100}, **quick),
            {"id": "T-1", **plain, **quick},
            {"id": "D-1", "kind": "date", "text": "Since when?", **quick},
        )
    )


def word_every_kind(language: str = "en") -> Wording:
    return Wording(every_kind(), Setting(quick=True), load_translator(language))


def fill_kenya(*answers: Answer) -> Filling:
    """Fill a form about Kenya with saved answers."""
    empty = fill_for(reference(), "KEN", "Kenya")
    return Filling(Answers(answers), empty.reference, empty.country, empty.country_name)
