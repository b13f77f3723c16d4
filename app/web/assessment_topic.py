"""One page of an assessment's questions as a request sees it, before and after saving."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from flask import abort

from app.presentation.view.assessment.topic import Team, TopicPage, build_topic_page, say_clash
from app.presentation.view.page import Page, find_page, questions_on
from app.presentation.view.question import Filling
from app.service.assessment.answering import Kept
from app.service.assessment.opening import Stamp, Work
from app.service.check_state import Conflict
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.question_form import Drafts
from app.web.question_line import gather_lines
from app.web.scene import workspace

if TYPE_CHECKING:
    from app.definition.question import Question


@dataclass(frozen=True)
class TopicScene:
    """A page of questions, what stands in the assessment, and what was typed and not kept."""

    scene: AssessmentScene
    work: Work
    page: Page
    drafts: Drafts = field(default_factory=dict)

    @cached_property
    def questions(self) -> "tuple[Question, ...]":
        """The questions that are asked on the page now."""
        return questions_on(self.scene.wording, self.page, self.work.answers)

    @cached_property
    def filling(self) -> Filling:
        """What the fields are filled with."""
        return Filling(
            self.work.answers,
            workspace().reference.current(),
            self.scene.country,
            self.scene.unit_name,
            drafts=self.drafts,
            to_confirm=self.work.to_confirm,
            is_team=True,
        )

    def after(self, kept: Kept, drafts: Drafts, now: datetime) -> "TopicScene":
        """Give the page as it stands once something was saved, with what could not be taken."""
        answers, stamps = self.work.answers, dict(self.work.stamps)
        for answer in kept.saved:
            before = answers.get(answer.question)
            answers = answers.with_answer(answer)
            if before != answer:
                account = self.scene.access.account
                stamps[answer.question] = Stamp(account, now, to_confirm=False)
        work = replace(self.work, answers=answers, stamps=stamps)
        return TopicScene(self.scene, work, self.page, drafts)

    def say_conflict(self, conflict: Conflict) -> str:
        """Say who saved another answer meanwhile."""
        return say_clash(
            self.work.names, conflict.by, conflict.at, translator=self.scene.translator
        )

    def build(self, *, with_lines: bool) -> TopicPage:
        """Build what the page shows; a script needs no lines."""
        team = Team(
            self.work.names,
            {name: (stamp.saved_by, stamp.saved_at) for name, stamp in self.work.stamps.items()},
            self.work.assigned,
            self.work.writable,
        )
        # Those that are not asked now too: which these are is found out once, for the page.
        ids = self.page.questions
        lines = gather_lines(self.scene, self.work, ids) if with_lines else {}
        return build_topic_page(self.scene.wording, self.page, self.filling, team=team, lines=lines)


def open_topic(assessment_id: str, topic_id: str, action: str) -> TopicScene:
    """Open a page of questions; 404 where the assessment has none of this name."""
    scene = open_assessment_scene(assessment_id, action)
    page = find_page(scene.wording, topic_id) or abort(404)
    return TopicScene(scene, scene.read_work(), page)
