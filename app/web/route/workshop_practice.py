"""Practise a workshop with simulated participants: a toolkit, how many, and the room is there."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.workshop.practice import (
    PEOPLE,
    TOOLKIT,
    begin_practice_fields,
    limits,
    name_practice,
    read_practice,
)
from app.service.workshop.listing import list_own
from app.service.workshop.practice import plan_practice
from app.web.area import OWN_WORKSHOPS, Area
from app.web.check import private
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word

area = Area("workshop_practice")


@area.get("/workshops/practice", access=OWN_WORKSHOPS)
def show_practice() -> Response:
    """Ask for the toolkit, and how many are to be simulated."""
    list_own(signed_in(), workspace())
    return _draw(begin_practice_fields(request.args.get(TOOLKIT, "")), {})


@area.post("/workshops/practice", access=OWN_WORKSHOPS)
def begin_practice() -> Response:
    """Make a practice room, and go to where it is run from."""
    actor = signed_in()
    list_own(actor, workspace())
    fields = {name: request.form.get(name, "") for name in (TOOLKIT, PEOPLE)}
    wordings = {toolkit.id: word(toolkit) for toolkit in workspace().toolkits.list()}
    people, problems = read_practice(translator(), fields, wordings.keys())
    if problems:
        return _draw(fields, problems)
    chosen = wordings[fields[TOOLKIT]]
    words = name_practice(chosen, people)
    made = plan_practice(actor, workspace(), chosen.toolkit.id, words, people=people)
    target = url_for("workshop_control.show_room", workshop_id=made)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _draw(fields: Mapping[str, str], problems: Mapping[str, str]) -> Response:
    least, most = limits()
    body = render_template(
        "workshop_practice/new.html",
        toolkits=tuple(map(word, workspace().toolkits.list())),
        fields=fields,
        problems=problems,
        least=least,
        most=most,
    )
    return private(make_response(body, 422 if problems else 200))
