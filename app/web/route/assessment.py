"""The assessments somebody takes part in: the list, a new one, the overview of one."""

from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.view.assessment.mine import build_own_questions
from app.presentation.view.assessment.naming import name_person, name_round, say_period
from app.presentation.view.assessment.overview import build_people, build_steps, list_parameters
from app.presentation.view.assessment.progress import TeamAnswers, build_progress
from app.presentation.view.assessment.setting import (
    Details,
    build_setting_form,
    read_details,
)
from app.presentation.view.assessment.waiting import say_waiting
from app.presentation.view.wording import Wording
from app.presentation.words import say_evidence
from app.service.assessment.assisting import read_assistance
from app.service.assessment.beginning import Beginning, begin_assessment
from app.service.assessment.evidence_list import find_share, read_folder
from app.service.assessment.listing import (
    Listed,
    OwnUnit,
    list_own_assessments,
    list_own_units,
)
from app.service.assessment.opening import setting_of, whole_setting
from app.service.assessment.overview import read_overview
from app.service.error import NotFound
from app.service.permission import ROLES, STATES, VIEW
from app.web.area import SIGNED_IN, Area, on_assessment
from app.web.assessment import open_assessment_scene, unit_name
from app.web.check import DEFINITION, private
from app.web.scene import today, translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word

area = Area("assessment")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One assessment as the list shows it."""

    listed: Listed
    title: Phrase
    round: str
    period: str
    state: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListUnit:
    """A unit with its assessments; `begin_id` is its id where the reader may begin one."""

    name: str
    begin_id: str
    rows: tuple[ListRow, ...]


@area.get("/assessments", access=SIGNED_IN)
def list_assessments() -> Response:
    """List what somebody takes part in, by unit."""
    actor = signed_in()
    units = list_own_units(actor, workspace())
    listed = list_own_assessments(actor, workspace())
    names = {unit.row.id: unit_name(unit.row.country, unit.row.name) for unit in units}
    names |= {item.row.unit_id: unit_name(item.row.country, item.row.name) for item in listed}
    begin = {unit.row.id for unit in units if unit.may_begin}
    groups = tuple(
        ListUnit(
            names[unit_id],
            unit_id if unit_id in begin else "",
            tuple(_list_row(item) for item in listed if item.row.unit_id == unit_id),
        )
        for unit_id in sorted(names, key=lambda unit_id: names[unit_id])
    )
    return private(make_response(render_template("assessment/list.html", units=groups)))


def _list_row(item: Listed) -> ListRow:
    row, speaker = item.row, translator()
    wording = word(item.toolkit, setting_of(row))
    return ListRow(
        item,
        Phrase(row.title, row.language) if row.title else wording.title,
        name_round(row.round, speaker),
        say_period(row.period_start, row.period_end, speaker),
        speaker.gettext(STATES[row.state]),
        say_waiting(
            row.state,
            item.roles,
            open_own=item.open_own,
            to_confirm=item.to_confirm,
            translator=speaker,
        ),
    )


# --- A new one ----------------------------------------------------------------------------------


@area.get("/assessments/new", access=SIGNED_IN)
def show_new() -> Response:
    """Ask for unit and toolkit, then for what the toolkit needs to know."""
    units = _find_units()
    unit = _choose_unit(units, request.args.get("unit", ""))
    wording = _choose_toolkit(request.args.get("toolkit", ""))
    if unit is None or wording is None:
        return _ask_toolkit(units, unit)
    kind = unit.row.kind
    fields = {"scope": kind if kind in wording.toolkit.scopes else wording.toolkit.usual_scope}
    return _ask_details(unit, wording, fields, {})


@area.post("/assessments/new", access=SIGNED_IN)
def begin() -> Response:
    """Begin an assessment."""
    unit = _choose_unit(_find_units(), request.form.get("unit", ""))
    wording = _choose_toolkit(request.form.get("toolkit", ""), request.form.get(DEFINITION, ""))
    if unit is None or wording is None:
        # Asked for by hand: the service notes it and answers as to a stranger.
        begin_assessment(
            signed_in(), workspace(), Beginning(request.form.get("unit", ""), toolkit_id="")
        )
        raise NotFound
    details, problems = read_details(wording, request.form)
    if details is None:
        return _ask_details(unit, wording, request.form.to_dict(), problems)
    made = begin_assessment(signed_in(), workspace(), _beginning(unit.row.id, wording, details))
    target = url_for("assessment.show_assessment", assessment_id=made)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _beginning(unit_id: str, wording: Wording, details: Details) -> Beginning:
    return Beginning(
        unit_id=unit_id,
        toolkit_id=wording.toolkit.id,
        scope=details.scope,
        parameters=details.parameters,
        title=details.title,
        period=details.period,
        language=details.language,
        definition=wording.toolkit.content_hash,
    )


def _find_units() -> tuple[OwnUnit, ...]:
    return tuple(unit for unit in list_own_units(signed_in(), workspace()) if unit.may_begin)


def _choose_unit(units: tuple[OwnUnit, ...], wanted: str) -> OwnUnit | None:
    if not wanted and len(units) == 1:
        return units[0]
    return next((unit for unit in units if unit.row.id == wanted), None)


def _choose_toolkit(wanted: str, definition: str = "") -> Wording | None:
    toolkit = workspace().toolkits.begin(wanted, definition) if wanted else None
    if toolkit is None:
        return None
    return word(toolkit, whole_setting(toolkit))


def _ask_toolkit(units: tuple[OwnUnit, ...], unit: OwnUnit | None) -> Response:
    body = render_template(
        "assessment/new.html",
        units=[(item.row.id, unit_name(item.row.country, item.row.name)) for item in units],
        unit=unit.row.id if unit else "",
        toolkits=tuple(map(word, workspace().toolkits.list())),
    )
    return private(make_response(body))


def _ask_details(
    unit: OwnUnit, wording: Wording, fields: dict[str, str], problems: dict[str, str]
) -> Response:
    body = render_template(
        "assessment/begin.html",
        unit=unit.row.id,
        unit_name=unit_name(unit.row.country, unit.row.name),
        wording=wording,
        form=build_setting_form(wording, fields, problems),
    )
    return private(make_response(body, 422 if problems else 200))


# --- One of them --------------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>", access=on_assessment(VIEW))
def show_assessment(assessment_id: str) -> Response:
    """Show what an assessment is, how far it is, and who takes part."""
    scene = open_assessment_scene(assessment_id, VIEW)
    work = scene.read_work()
    found = read_overview(workspace(), scene.opened)
    shown = read_folder(workspace(), scene.opened).shown
    share = find_share(scene.opened, work.answers, shown)
    given = TeamAnswers(work.answers, work.to_confirm, work.assigned, work.names)
    body = render_template(
        "assessment/overview.html",
        scene=scene,
        progress=build_progress(scene.wording, given),
        evidence=say_evidence(share.evidenced, share.answered, scene.translator),
        unproven=len(share.unproven),
        people=build_people(found.roles, ROLES, found.names, wording=scene.wording),
        steps=build_steps(found.steps, STATES, found.names, wording=scene.wording),
        parameters=list_parameters(scene.wording),
        begun_by=name_person(found.names, scene.row.created_by, scene.translator),
        assistance=read_assistance(scene.row.assisted),
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/mine", access=on_assessment(VIEW))
def list_mine(assessment_id: str) -> Response:
    """List the questions assigned to whoever asks."""
    scene = open_assessment_scene(assessment_id, VIEW)
    work = scene.read_work()
    view = build_own_questions(
        scene.wording,
        work.answers,
        {question: item.due for question, item in work.own.items()},
        to_confirm=work.to_confirm,
        today=today(),
    )
    body = render_template("assessment/mine.html", scene=scene, view=view)
    return private(make_response(body))
