"""What the pages of a workshop's plan have in common: its form, read and drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, make_response, render_template, request

from app.presentation.view.home import Choice, list_countries
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.plan import build_plan_form
from app.presentation.view.workshop.plan_reading import (
    ANONYMITY_WORDS,
    BALANCE_WORDS,
    PlanDetails,
)
from app.presentation.view.workshop.subject import SubjectField
from app.service.workshop.planning import TablePlan, WorkshopPlan, list_questions
from app.service.workshop.reading import Table
from app.web.check import private
from app.web.scene import translator, workspace

LONGEST_NUMBER = 9
ACT = "act"
SAVE = "save"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of a plan as it is to be drawn.

    Attributes:
        fields: what stands in it.
        problems: what is wrong, by field.
        target: where it is sent.
        seen: version of the workshop it was drawn from; None for a new one.
        subject: choices of what is assessed, where they are still open.
        countries: the countries to choose from, where they are.
        clash: why it was not saved although nothing is wrong with it: `changed`, `begun`.
    """

    fields: Mapping[str, str]
    target: str
    problems: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None
    subject: tuple[SubjectField, ...] = ()
    countries: tuple[Choice, ...] = ()
    clash: str = ""


def ask_by_pillar(wording: Wording) -> dict[str, tuple[str, ...]]:
    """Give the questions that can be asked in a workshop, by pillar."""
    toolkit, setting = wording.toolkit, wording.setting
    return {pillar.id: list_questions(toolkit, setting, (pillar.id,)) for pillar in toolkit.pillars}


def is_only_counted() -> bool:
    """Whether the form was sent to be drawn again, with other rows, and not to be saved."""
    return request.form.get(ACT, SAVE) != SAVE


def read_seen() -> int:
    """Give the version of the workshop a form was drawn from."""
    text = request.form.get("seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def write_plan(details: PlanDetails) -> WorkshopPlan:
    """Give the plan as it is kept."""
    return WorkshopPlan(
        title=details.title,
        tables=tuple(TablePlan(name, pillars) for name, pillars in details.tables),
        language=details.language,
        second_language=details.second_language,
        anonymity=details.anonymity,
        minutes=details.minutes,
        planned=details.planned,
        anchor=details.anchor,
        roles=details.roles,
        balance=details.balance,
        content=details.content,
    )


def restore_plan(row: Any, tables: tuple[Table, ...]) -> PlanDetails:  # noqa: ANN401  # a row
    """Give a plan as it was kept."""
    return PlanDetails(
        title=row.title,
        tables=tuple((item.row.name, tuple(item.row.pillars)) for item in tables),
        language=row.language,
        second_language=row.second_language,
        anonymity=row.anonymity,
        minutes=row.minutes,
        planned=row.planned,
        anchor=row.anchor,
        roles=row.roles,
        balance={name: tuple(choices) for name, choices in row.balance.items()},
        content=row.content,
    )


def name_countries() -> tuple[Choice, ...]:
    """Give the countries by name, as the reader's language sorts them."""
    return list_countries(workspace().reference.current(), translator())


def draw_sheet(template: str, wording: Wording, sheet: Sheet, **more: object) -> Response:
    """Draw the form of a plan; 422 where something is wrong with it, 409 where it came too late."""
    asked = ask_by_pillar(wording)
    say = translator().gettext
    body = render_template(
        template,
        wording=wording,
        sheet=sheet,
        form=build_plan_form(wording, asked, sheet.fields, sheet.problems),
        anonymities=[(name, say(title), say(text))
                     for name, (title, text) in ANONYMITY_WORDS.items()],
        balance=[(name, say(label)) for name, label in BALANCE_WORDS.items()],
        **more,
    )  # fmt: skip
    code = 409 if sheet.clash else 422 if sheet.problems else 200
    return private(make_response(body, code))
