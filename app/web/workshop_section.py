"""The pages of one workshop for whoever runs it, in the order in which they stand above each."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from app.presentation.language import N_
from app.web.scene import translator

SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("workshop_control.show_room", N_("Control")),
    ("workshop_plenary.show_plenary", N_("Plenary")),
    ("workshop_goal.show_goals", N_("Goals")),
    ("workshop_priority.show_priorities", N_("Priorities")),
    ("workshop_action.show_actions", N_("Action plan")),
    ("workshop_report.show_report", N_("Report")),
    ("workshop_feedback.show_feedback", N_("Feedback")),
    ("workshop_plan.show_plan", N_("Plan")),
    ("workshop_people.show_people", N_("People")),
    ("workshop_paper.list_forms", N_("On paper")),
    ("workshop_sheet.show_workbook", N_("Workbook and votes")),
    ("workshop_document.list_documents", N_("Documents")),
)
"""Endpoint of each page and its name: first what the day is run with, as it goes, then the rest."""


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A page as the row above all of them shows it."""

    label: str
    url: str
    is_now: bool


def list_sections(workshop_id: str) -> tuple[RoomLink, ...]:
    """List the pages of a workshop; which one is looked at goes by the area of its endpoint."""
    area = (request.endpoint or "").partition(".")[0]
    return tuple(
        RoomLink(
            translator().gettext(label),
            url_for(endpoint, workshop_id=workshop_id),
            endpoint.partition(".")[0] == area,
        )
        for endpoint, label in SECTIONS
        if endpoint in current_app.view_functions
    )
