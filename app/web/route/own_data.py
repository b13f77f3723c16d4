"""What is kept about oneself: to read, to take along, and to have deleted."""

import json
from typing import Final

from flask import Response, make_response, redirect, render_template, session, url_for

from app.presentation.language import N_
from app.service.account.own_data import (
    MOST_SHOWN,
    Obstacles,
    OwnPart,
    delete_own_account,
    find_obstacles,
    read_own_data,
    write_moment,
    write_own_data,
)
from app.service.account.profile import needs_code, open_account
from app.web.area import PUBLIC, SIGNED_IN, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.entering import need_accounts
from app.web.kept_form import WHO
from app.web.route.account import read_proof, say_problems
from app.web.scene import translator, workspace
from app.web.sign_in import give_secret, signed_in

area = Area("own_data")
area.blueprint.before_request(need_accounts)

NAMES: Final = {
    "account": N_("Your account"),
    "sign_in": N_("Where you are signed in"),
    "identity": N_("Other services that sign you in"),
    "recovery_code": N_("Spare codes"),
    "one_time_token": N_("Links in mails to you, and invitations you made"),
    "unit_role": N_("Roles on a unit"),
    "assessment_role": N_("Roles on one assessment"),
    "assignment": N_("What you are to answer, and what you gave out"),
    "plan_follower": N_("Plans you follow"),
    "unit": N_("Units you made"),
    "assessment": N_("Assessments you began"),
    "assessment_answer": N_("Answers that are yours at present"),
    "answer_history": N_("Answers you saved, with their history"),
    "comment": N_("Comments"),
    "review_comment": N_("Comments in a review"),
    "evidence": N_("Evidence you added or checked"),
    "desk_value": N_("Figures you entered"),
    "goal": N_("Goals you set"),
    "plan_action": N_("Plan actions you own or saved last"),
    "state_change": N_("Steps you took"),
    "approval": N_("Approvals"),
    "publication": N_("Publications"),
    "assessment_move": N_("Moves to another version"),
    "toolkit_choice": N_("Decisions on toolkits"),
    "workshop": N_("Workshops you planned"),
    "workshop_act": N_("What you did at the tables of workshops"),
    "workshop_tally": N_("Hands you counted in workshops"),
    "workshop_agreement": N_("Agreements you wrote down in workshops"),
    "workshop_note": N_("Notes you wrote in workshops"),
    "workshop_promise": N_("Promised evidence you wrote down in workshops"),
    "workshop_goal": N_("Goals you set in workshops"),
    "workshop_action": N_("Planned actions you wrote down in workshops"),
    "audit": N_("What you did, in the trail"),
}
"""What each table keeps, as a message id."""


@area.get("/account/export", access=SIGNED_IN)
def show_data() -> Response:
    """Show what is kept about oneself."""
    parts = [
        (translator().gettext(NAMES[part.table]), part.count, *_table(part))
        for part in read_own_data(signed_in(), workspace())
    ]
    body = render_template("account/export.html", parts=parts, most=MOST_SHOWN)
    return private(make_response(body))


def _table(part: OwnPart) -> tuple[list[str], list[list[str]]]:
    """Give the names of the columns and the rows as texts; a row may lack columns of another."""
    names = list(dict.fromkeys(name for line in part.lines for name in line))
    return names, [[_say(line.get(name)) for name in names] for line in part.lines]


def _say(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=write_moment)
    return write_moment(value)


@area.get("/account/export.json", access=SIGNED_IN)
def download_data() -> Response:
    """Send all that is kept about oneself as a file, piece by piece."""
    response = Response(write_own_data(signed_in(), workspace()), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="eready-own-data.json"'
    return private(response)


@area.get("/account/delete", access=SIGNED_IN)
def ask_delete() -> Response:
    """Say what deletion does, and ask again who somebody is."""
    return _ask(find_obstacles(signed_in(), workspace()))


@area.post("/account/delete", access=SIGNED_IN)
def delete() -> Response:
    """Erase the person."""
    found = delete_own_account(signed_in(), workspace(), proof=read_proof())
    if isinstance(found, Obstacles):
        return _ask(found, code=409)
    if found:
        return _ask(find_obstacles(signed_in(), workspace()), problems=found, code=422)
    give_secret(None)
    session.pop(WHO, None)
    return private(redirect(url_for("own_data.show_deleted"), 303))  # type: ignore[arg-type]


@area.get("/account/deleted", access=PUBLIC)
def show_deleted() -> Response:
    """Say that an account is gone."""
    return private(make_response(render_template("account/deleted.html")))


def _ask(
    obstacles: Obstacles, *, problems: dict[str, str] | None = None, code: int = 200
) -> Response:
    body = render_template(
        "account/delete.html",
        account=open_account(signed_in(), workspace()),
        obstacles=obstacles,
        units=[(unit.id, unit_name(unit.country, unit.name)) for unit in obstacles.units],
        asks_code=needs_code(signed_in(), workspace(), with_code=True),
        problems=say_problems(problems),
    )
    return private(make_response(body, code))
