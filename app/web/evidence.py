"""The page of one question's evidence, wherever it is drawn from: after a link, after a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import Response, abort, make_response, render_template

from app.presentation.language import N_, Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.evidence import (
    EvidenceRow,
    Piece,
    build_row,
    show_size,
)
from app.presentation.view.page import Page, find_pages
from app.service.assessment.evidence import may_change
from app.service.assessment.evidence_list import Folder, Share, find_share, read_folder
from app.service.assessment.opening import Work
from app.service.permission import VIEW
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import today, translator, workspace

_FULL = N_("There is as much evidence here as can be kept. Take some out first.")
_UNSAVED = N_(
    "This can't be saved just now. What you typed is kept here: send it again in a minute."
)


@dataclass(frozen=True)
class EvidencePage:
    """A question and its evidence."""

    scene: AssessmentScene
    question: str
    place: Page
    folder: Folder

    @property
    def text(self) -> Phrase:
        """The question."""
        return self.scene.wording.phrase(self.scene.toolkit.question(self.question).text)

    @property
    def wanted(self) -> tuple[Phrase, ...]:
        """What the toolkit says shows the answer."""
        return self.scene.wording.phrases(self.scene.toolkit.question(self.question).evidence)

    @cached_property
    def work(self) -> Work:
        """What stands in the assessment."""
        return self.scene.read_work()

    @cached_property
    def share(self) -> Share:
        """What of the assessment is shown by evidence, as far as this question's is known."""
        return find_share(self.scene.opened, self.work.answers, self.folder.shown)

    @property
    def is_unproven(self) -> bool:
        """Whether the answer is claimed without evidence."""
        return self.question in self.share.unproven

    @property
    def answer(self) -> Phrase:
        """What was answered, in words."""
        question = self.scene.toolkit.question(self.question)
        given = self.work.answers.get(self.question)
        return say_answer(self.scene.wording, question, given)

    @property
    def rows(self) -> tuple[EvidenceRow, ...]:
        """The pieces in words."""
        return tuple(map(self.say, self.folder.pieces))

    @property
    def largest(self) -> str:
        """The largest file that is taken, in words."""
        return show_size(workspace().settings.evidence_bytes, translator())

    def say(self, piece: Piece) -> EvidenceRow:
        """Say one piece."""
        return build_row(piece, self.folder.names, today=today(), translator=self.scene.translator)

    def may_change(self, piece: Piece) -> bool:
        """Tell whether the reader may change a piece."""
        return may_change(self.scene.access, piece)


def open_evidence_page(assessment_id: str, question_id: str, *, action: str = VIEW) -> EvidencePage:
    """Open the evidence of a question; 404 where the assessment asks none of this id."""
    scene = open_assessment_scene(assessment_id, action)
    pages = find_pages(scene.wording)
    place = next((item for item in pages if question_id in item.questions), None) or abort(404)
    folder = read_folder(workspace(), scene.opened, question_id)
    return EvidencePage(scene, question_id, place, folder)


def render_question(
    page: EvidencePage,
    code: int,
    *,
    fields: Mapping[str, str] | None = None,
    file_fields: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """Draw it, with what was typed into one of its forms and what is wrong with that, by field."""
    body = render_template(
        "assessment/evidence_question.html",
        scene=page.scene,
        page=page,
        fields=fields or {},
        file_fields=file_fields or {},
        is_file=file_fields is not None,
        problems=problems or {},
        code=code,
    )
    response = private(make_response(body, code))
    if code == 503:
        response.headers["Retry-After"] = "60"
    return response


def say_full(field: str) -> Mapping[str, str]:
    """Say that there is too much evidence."""
    return {field: translator().gettext(_FULL)}


def say_unsaved(field: str) -> Mapping[str, str]:
    """Say that nothing can be kept at the moment."""
    return {field: translator().gettext(_UNSAVED)}
