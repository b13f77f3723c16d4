"""Puts the chapters of a report together, in two forms: with judgement, and by data alone."""

from app.presentation.report.annex import build_annex
from app.presentation.report.beside import build_beside
from app.presentation.report.binding import Front, bind_report
from app.presentation.report.consensus import build_consensus
from app.presentation.report.cover import build_cover
from app.presentation.report.doubt import build_doubts
from app.presentation.report.finding import build_findings
from app.presentation.report.goal import build_goals, build_plan
from app.presentation.report.making import build_making
from app.presentation.report.material import Material
from app.presentation.report.method import build_method
from app.presentation.report.priority import build_priorities
from app.presentation.report.profile import build_profile
from app.presentation.report.published import build_published
from app.presentation.report.statement import say_position_briefly, say_team_briefly
from app.presentation.report.structure import Report
from app.presentation.report.summary import build_summary

CHAPTERS = (
    build_summary,
    build_making,
    build_profile,
    build_findings,
    build_consensus,
    build_beside,
    build_published,
    build_goals,
    build_priorities,
    build_plan,
    build_doubts,
    build_method,
    build_annex,
)
"""What makes each chapter, in order; one that has nothing to say gives None."""


def build_report(material: Material) -> Report:
    """Build the report: the same numbers and words as the pages show."""
    front = Front(
        title=material.wording.title,
        day=material.day_words,
        foot=_say_foot(material),
        cover=build_cover(material),
    )
    return bind_report(material, front, (build(material) for build in CHAPTERS))


def _say_foot(material: Material) -> str:
    """Say at the foot of every page whose position it is not; a draft says that it is one."""
    if material.team is not None:
        return say_team_briefly(material.approved_words, material.translator)
    return say_position_briefly(material.translator)
