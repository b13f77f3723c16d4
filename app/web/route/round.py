"""Rounds of a unit: side by side, the next one, and answers that are to be confirmed."""

from dataclasses import replace
from typing import Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.assessment.comparison import ComparedView, build_compared
from app.presentation.view.assessment.round import build_rounds
from app.presentation.view.assessment.setting import (
    PARAMETER,
    Details,
    build_setting_form,
    fill_details,
    read_details,
)
from app.presentation.view.page import find_page
from app.presentation.view.version import VersionView, build_version
from app.presentation.view.wording import Wording
from app.service.assessment.comparison import Round, compare_rounds, read_rounds
from app.service.assessment.confirming import confirm_answers
from app.service.assessment.round import (
    CLEAR,
    CONFIRM,
    KEEP,
    MODES,
    NextRound,
    RoundPreview,
    begin_round,
    preview_round,
)
from app.service.error import Moved
from app.service.moving import Passage
from app.service.permission import ANSWER, BEGIN_ROUND, STATES, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import workspace
from app.web.wording import word

area = Area("round")

LONGEST_NUMBER: Final = 9
NAMES: Final = {
    CONFIRM: (
        N_("Take them over, each to be confirmed"),
        N_("Each one is marked until somebody changes it or says that it still holds."),
    ),
    KEEP: (
        N_("Take them over as they are"),
        N_("Only what was marked before, or what a newer version asks otherwise, is marked."),
    ),
    CLEAR: (
        N_("Begin without answers"),
        N_("Nothing is taken over; the answers of this round stay where they are."),
    ),
}
"""Each way to begin a round with its name and what it means."""
TURNS: Final = {
    "better": N_("reaches more"),
    "worse": N_("reaches less"),
    "other": N_("answered otherwise"),
    "answered": N_("answered for the first time"),
    "left": N_("no longer answered"),
    "new": N_("asked for the first time"),
    "gone": N_("no longer asked"),
}
"""Each way an answer turns from one round to another."""
PAIR: Final = 2


# --- All rounds, and two of them ----------------------------------------------------------------


@area.get("/assessments/<assessment_id>/rounds", access=on_assessment(VIEW))
def show_rounds(assessment_id: str) -> Response:
    """Show the rounds of the unit side by side, and what changed between two of them."""
    scene = open_assessment_scene(assessment_id, VIEW)
    rounds = read_rounds(workspace(), scene.opened)
    last = rounds[-1]
    pair = _choose_pair(rounds, scene.id)
    body = render_template(
        "assessment/rounds.html",
        scene=scene,
        view=build_rounds(
            word(last.toolkit, last.setting), tuple(item.shown for item in rounds), STATES
        ),
        pair=pair,
        compared=_compare(*pair) if pair else None,
        turns=TURNS,
    )
    return private(make_response(body))


def _choose_pair(rounds: tuple[Round, ...], here: str) -> tuple[Round, Round] | None:
    """Give the two rounds asked for, else this one and the one before it, the earlier one first."""
    known = {item.id: item for item in rounds}
    place = list(known).index(here)
    usual = (max(place, 1) - 1, max(place, 1)) if len(rounds) > 1 else None
    wanted = {request.args.get(name, "") for name in ("first", "second")}
    chosen = [item for item in rounds if item.id in wanted]
    if len(chosen) == PAIR:
        return chosen[0], chosen[1]
    return (rounds[usual[0]], rounds[usual[1]]) if usual else None


def _compare(first: Round, second: Round) -> ComparedView:
    words = (word(item.toolkit, item.setting) for item in (first, second))
    return build_compared(compare_rounds(first, second), *words)


# --- The next round -----------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/next", access=on_assessment(BEGIN_ROUND))
def show_next(assessment_id: str) -> Response:
    """Show what the next round would begin with."""
    scene = open_assessment_scene(assessment_id, BEGIN_ROUND)
    return _render(scene, preview_round(workspace(), scene.opened), 200)


@area.post("/assessments/<assessment_id>/next", access=on_assessment(BEGIN_ROUND))
def begin_next(assessment_id: str) -> Response:
    """Begin the next round."""
    scene = open_assessment_scene(assessment_id, BEGIN_ROUND)
    preview = preview_round(workspace(), scene.opened)
    fields = request.form.to_dict()
    wording = _word_next(preview)
    details, problems = read_details(wording, fields | _fixed(scene, preview))
    if details is None:
        return _render(scene, preview, 422, fields=fields, problems=problems)
    try:
        made = begin_round(scene.actor, workspace(), scene.id, _read_wish(details))
    except Moved:
        return _render(scene, preview_round(workspace(), scene.opened), 409, fields=fields)
    target = url_for("assessment.show_assessment", assessment_id=made)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _read_wish(details: Details) -> NextRound:
    mode = request.form.get("mode", "")
    return NextRound(
        mode if mode in MODES else abort(400),
        request.form.get("to", ""),
        read_number("last"),
        details.title,
        details.period,
        details.language,
        details.parameters,
    )


def read_number(name: str) -> int:
    """Read a whole number that a page of ours sent along; 400 where it is none."""
    text = request.form.get(name, "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def _word_next(preview: RoundPreview) -> Wording:
    return word(preview.passage.new, preview.passage.settings[1])


def _fixed(scene: AssessmentScene, preview: RoundPreview) -> dict[str, str]:
    """Give the fields that follow from the last round: kind of unit, options that still stand."""
    chosen = preview.passage.settings[1].parameters
    fixed = {PARAMETER + name: option for name, option in chosen.items()}
    return {"scope": scene.row.scope, **fixed}


def _render(
    scene: AssessmentScene,
    preview: RoundPreview,
    code: int,
    *,
    fields: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    row, say = scene.row, scene.translator.gettext
    usual = Details(row.title, row.scope, {}, (None, None), row.language)
    form = build_setting_form(_word_next(preview), fields or fill_details(usual), problems)
    lacking = {PARAMETER + name for name in preview.passage.lacking}
    chosen = (fields or {}).get("mode", CONFIRM)
    body = render_template(
        "assessment/round_next.html",
        scene=scene,
        preview=preview,
        view=view_passage(preview.passage),
        form=replace(form, choices=tuple(item for item in form.choices if item.name in lacking)),
        modes=[(mode, *map(say, NAMES[mode])) for mode in MODES],
        mode=chosen if chosen in MODES else CONFIRM,
        code=code,
    )
    return private(make_response(body, code))


def view_passage(passage: Passage | None) -> VersionView | None:
    """Build what is shown of a way to another version; None where there is none."""
    if passage is None or passage.old.content_hash == passage.new.content_hash:
        return None
    before, after = passage.settings
    return build_version(passage, word(passage.old, before), word(passage.new, after))


# --- Confirming ---------------------------------------------------------------------------------


@area.post("/assessments/<assessment_id>/topics/<topic_id>/confirm", access=on_assessment(ANSWER))
def confirm_topic(assessment_id: str, topic_id: str) -> Response:
    """Confirm the answers of a page as they were shown."""
    scene = open_assessment_scene(assessment_id, ANSWER)
    page = find_page(scene.wording, topic_id) or abort(404)
    confirm_answers(scene.actor, workspace(), scene.id, _read_seen(page.questions))
    target = url_for("assessment_answer.show_topic", assessment_id=scene.id, topic_id=page.id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _read_seen(questions: tuple[str, ...]) -> dict[str, int]:
    """Read which version of which answer was shown: `2 question` in a field for each."""
    seen: dict[str, int] = {}
    for text in request.form.getlist("seen"):
        version, _, question = text.partition(" ")
        is_whole = version.isascii() and version.isdigit() and len(version) <= LONGEST_NUMBER
        if not is_whole or question not in questions:
            abort(400)
        seen[question] = int(version)
    return seen
