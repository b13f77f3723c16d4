"""The trail of what was done, for administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, make_response, render_template, request, url_for

from app.presentation.view.assessment.naming import say_moment
from app.presentation.view.trail import Detail, say_details
from app.service.administration.trail import Wanted, export_trail, open_trail
from app.web.area import ADMIN, Area
from app.web.check import private
from app.web.people import read_day
from app.web.scene import today, translator, workspace
from app.web.sign_in import signed_in

if TYPE_CHECKING:
    from app.store.base import AnyRow

area = Area("admin_trail")
LONGEST_NUMBER = 18
FIELDS = ("first", "last", "actor", "action", "subject")


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of the trail in words."""

    row: "AnyRow"
    moment: str
    details: tuple[Detail, ...]


@area.get("/admin/trail", access=ADMIN)
def show_trail() -> Response:
    """Show the trail, filtered, the newest first."""
    fields, wanted, problems = _read()
    text = request.args.get("before", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    before = int(text) if is_number else None
    page = open_trail(signed_in(), workspace(), wanted, before=before)
    given = {name: text for name, text in fields.items() if text}
    following = page.following
    body = render_template(
        "admin/trail.html",
        rows=tuple(_line(row, page.names) for row in page.rows),
        actions=page.actions,
        fields=fields,
        problems=problems,
        later=url_for("admin_trail.show_trail", **given, before=following) if following else "",  # type: ignore[arg-type]
        export=url_for("admin_trail.send_trail", **given),  # type: ignore[arg-type]
    )
    return private(make_response(body, 422 if problems else 200))


@area.get("/admin/trail.csv", access=ADMIN)
def send_trail() -> Response:
    """Send the filtered trail as a file."""
    _, wanted, _ = _read()
    pieces = export_trail(signed_in(), workspace(), wanted)
    response = Response(pieces, mimetype="text/csv")
    name = f"eready-trail-{today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)


def _read() -> tuple[dict[str, str], Wanted, dict[str, str]]:
    fields = {name: request.args.get(name, "").strip() for name in FIELDS}
    days = {name: read_day(fields[name]) for name in ("first", "last")}
    message = translator().gettext(
        "This is no day. Write it as year, month and day, such as 2026-11-22."
    )
    problems = {name: message for name, day in days.items() if fields[name] and day is None}
    rest = {name: fields[name] for name in ("actor", "action", "subject")}
    return fields, Wanted(first=days["first"], last=days["last"], **rest), problems


def _line(row: "AnyRow", names: Mapping[str, str]) -> TrailLine:
    speaker = translator()
    return TrailLine(row, say_moment(row.at, speaker), say_details(row.detail, names, speaker))
