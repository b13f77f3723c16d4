"""A visitor's check taken over into an assessment, once they are signed in."""

from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.view.assessment.incoming import IncomingGroup, build_incoming
from app.presentation.view.assessment.naming import name_round
from app.presentation.view.assessment.setting import (
    PARAMETER,
    Details,
    SettingField,
    build_setting_form,
    fill_details,
)
from app.service.assessment.claim import (
    Claim,
    ClaimPreview,
    claim_check,
    list_targets,
    preview_draft,
    preview_merge,
)
from app.service.check_state import CheckState
from app.service.error import Moved, NotAChoice, NotFound
from app.service.permission import STATES
from app.web.area import SIGNED_IN, Area
from app.web.assessment import unit_name
from app.web.check import CheckScene, own_scene, private
from app.web.cookie import KEY, LINK, give, owner
from app.web.route.round import read_number
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word

area = Area("claim")

UNIT: Final = "unit."
"""Begins the name of a new draft for a unit; the id of an assessment stands alone."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a check can go: the name of the choice, and what it is called."""

    value: str
    unit: str
    title: Phrase | None
    round: str
    state: str


@area.get("/check/<toolkit_id>/<country>/claim", access=SIGNED_IN)
def show_claim(toolkit_id: str, country: str) -> Response:
    """Ask where to take the check, then show what each answer would do there."""
    scene, check = _open(toolkit_id, country)
    targets = _list_targets(check)
    into = request.args.get("into", "")
    if not into and len(targets) == 1:
        into = targets[0].value
    chosen = next((item for item in targets if item.value == into), None)
    return _render(scene, check, chosen, 200) if chosen else _ask(scene, targets)


@area.post("/check/<toolkit_id>/<country>/claim", access=SIGNED_IN)
def claim(toolkit_id: str, country: str) -> Response:
    """Take the check over."""
    scene, check = _open(toolkit_id, country)
    into = request.form.get("into", "")
    wish = _read_claim(into)
    try:
        made = claim_check(signed_in(), workspace(), owner(), check, claim=wish)
    except Moved:
        return _render_again(toolkit_id, country, into, 409)
    except NotAChoice:
        return _render_again(toolkit_id, country, into, 422)
    if wish.delete:
        for name in (KEY, LINK):
            give(scene.path, name, None)
    target = url_for("assessment.show_assessment", assessment_id=made)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _open(toolkit_id: str, country: str) -> tuple[CheckScene, CheckState]:
    scene = own_scene(toolkit_id, country)
    if scene.state is None:
        raise NotFound
    return scene, scene.state


def _read_claim(into: str) -> Claim:
    is_new = into.startswith(UNIT)
    return Claim(
        unit_id=into.removeprefix(UNIT) if is_new else "",
        assessment_id="" if is_new else into,
        seen=request.form.get("seen", ""),
        last=read_number("last"),
        take=frozenset(request.form.getlist("take")),
        parameters={
            name.removeprefix(PARAMETER): value
            for name, value in request.form.items()
            if name.startswith(PARAMETER)
        },
        delete=request.form.get("keep", "1") != "1",
        language=translator().code,
    )


def _list_targets(check: CheckState) -> tuple[Target, ...]:
    found = list_targets(signed_in(), workspace(), check)
    say = translator().gettext
    drafts = (
        Target(UNIT + unit.id, unit_name(unit.country, unit.name), None, "", "")
        for unit in found.units
    )
    begun = (
        Target(
            row.id,
            unit_name(row.country, row.name),
            Phrase(row.title, row.language) if row.title else None,
            name_round(row.round, translator()),
            say(STATES[row.state]),
        )
        for row in found.assessments
    )
    return (*drafts, *begun)


def _ask(scene: CheckScene, targets: tuple[Target, ...]) -> Response:
    return private(
        make_response(render_template("check/claim_target.html", scene=scene, targets=targets))
    )


def _render_again(toolkit_id: str, country: str, into: str, code: int) -> Response:
    scene, check = _open(toolkit_id, country)
    chosen = next((item for item in _list_targets(check) if item.value == into), None)
    if chosen is None:
        raise NotFound
    return _render(scene, check, chosen, code)


def _preview(check: CheckState, chosen: Target) -> ClaimPreview:
    actor = signed_in()
    if chosen.value.startswith(UNIT):
        return preview_draft(actor, workspace(), check, chosen.value.removeprefix(UNIT))
    return preview_merge(actor, workspace(), check, chosen.value)


def _render(scene: CheckScene, check: CheckState, chosen: Target, code: int) -> Response:
    preview = _preview(check, chosen)
    body = render_template(
        "check/claim.html",
        scene=scene,
        target=chosen,
        preview=preview,
        groups=_group(scene, preview),
        choices=_list_lacking(preview),
        taken=frozenset(request.form.getlist("take")),
        keep=request.form.get("keep", "1") == "1",
        code=code,
    )
    return private(make_response(body, code))


def _group(scene: CheckScene, preview: ClaimPreview) -> tuple[IncomingGroup, ...]:
    target = word(preview.toolkit, preview.setting)
    return build_incoming(scene.wording, target, preview.found)


def _list_lacking(preview: ClaimPreview) -> tuple[SettingField, ...]:
    wanted = {PARAMETER + name for name in preview.lacking}
    usual = Details("", "country", {}, (None, None), translator().code)
    fields = fill_details(usual) | {
        name: value for name, value in request.form.items() if name in wanted
    }
    form = build_setting_form(word(preview.toolkit), fields)
    return tuple(item for item in form.choices if item.name in wanted)
