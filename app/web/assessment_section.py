"""The sections of an assessment, in the order in which they stand above each of its pages.

A part of the site adds its line here. Only what somebody may do now is shown to them.
"""

from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_
from app.service.permission import ANSWER, ASSIST, DOWNLOAD, FACILITATE, VIEW


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its first page, its name, and what one must be allowed to do to see it.

    `pages` are the endpoints that belong to it too; one that ends with `.` means a whole area.
    """

    endpoint: str
    label: str
    action: str = VIEW
    pages: tuple[str, ...] = ()

    def holds(self, endpoint: str) -> bool:
        """Tell whether a page belongs to it."""
        if endpoint == self.endpoint:
            return True
        return any(endpoint.startswith(page) if page.endswith(".") else endpoint == page
                   for page in self.pages)  # fmt: skip


SECTIONS: Final[tuple[Section, ...]] = (
    Section("assessment.show_assessment", N_("Overview"), pages=("assessment_version.",)),
    Section(
        "assessment_answer.begin",
        N_("Questions"),
        pages=("assessment_answer.", "assessment_history."),
    ),
    Section("assessment.list_mine", N_("My questions"), ANSWER),
    Section("evidence.list_evidence", N_("Evidence"), pages=("evidence.", "evidence_file.")),
    Section("comment.list_comments", N_("Comments"), pages=("comment.",)),
    Section("people.show_people", N_("People"), pages=("people.",)),
    Section("desk.show_figures", N_("Figures"), pages=("desk.",)),
    Section("goal.list_goals", N_("Goals"), pages=("goal.",)),
    Section("plan.show_plan", N_("Plan"), pages=("plan.", "plan_calendar.")),
    Section("workshop_plan.list_all", N_("Workshops"), FACILITATE, ("workshop_plan.",)),
    Section("review.show_review", N_("Review"), pages=("review.",)),
    Section("step.show_steps", N_("Steps"), pages=("step.", "publication.")),
    Section(
        "assessment_result.show_result",
        N_("Result"),
        pages=("assessment_result.", "assessment_report."),
    ),
    Section(
        "assessment_workbook.show_workbook", N_("Workbook"), DOWNLOAD, ("assessment_workbook.",)
    ),
    Section("round.show_rounds", N_("Rounds"), pages=("round.",)),
    Section("assessment_setting.show_settings", N_("Settings"), ASSIST, ("assessment_setting.",)),
)
"""All sections."""
