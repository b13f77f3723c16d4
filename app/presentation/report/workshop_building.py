"""Puts the chapters of a workshop's report together."""

from app.presentation.language import Phrase
from app.presentation.report.binding import Front, bind_report
from app.presentation.report.structure import Report
from app.presentation.report.workshop import Minutes
from app.presentation.report.workshop_cover import (
    build_workshop_cover,
    say_day,
    say_room_position_briefly,
)
from app.presentation.report.workshop_finding import build_workshop_findings
from app.presentation.report.workshop_making import build_workshop_making
from app.presentation.report.workshop_method import build_room_method
from app.presentation.report.workshop_open import build_room_doubts
from app.presentation.report.workshop_outcome import (
    build_feedback_of_room,
    build_goals_of_room,
    build_plan_of_room,
    build_room_priorities,
)
from app.presentation.report.workshop_summary import build_workshop_summary

CHAPTERS = (
    build_workshop_summary,
    build_workshop_making,
    build_workshop_findings,
    build_room_priorities,
    build_goals_of_room,
    build_plan_of_room,
    build_feedback_of_room,
    build_room_doubts,
    build_room_method,
)
"""What makes each chapter, in order; one that has nothing to say gives None."""


def build_workshop_report(minutes: Minutes) -> Report:
    """Build the report: the same numbers and words as the room saw."""
    front = Front(
        title=Phrase(minutes.title, minutes.language),
        day=say_day(minutes),
        foot=say_room_position_briefly(minutes),
        cover=build_workshop_cover(minutes),
    )
    return bind_report(minutes.base, front, (build(minutes) for build in CHAPTERS))
