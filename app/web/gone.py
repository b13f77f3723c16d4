"""What hangs on questions that an assessment does not ask any more, for the lists of all."""

from collections.abc import Iterable

from app.presentation.view.assessment.gone import GoneQuestion, find_missing, name_gone
from app.service.assessment.former import list_former
from app.web.assessment import AssessmentScene
from app.web.scene import workspace
from app.web.wording import word


def find_gone(scene: AssessmentScene, questions: Iterable[str]) -> tuple[GoneQuestion, ...]:
    """Give those of some questions that are not asked, as they were last worded."""
    missing = find_missing(scene.wording, questions)
    if not missing:
        return ()
    former = (word(*pair) for pair in list_former(workspace(), scene.opened))
    return name_gone((scene.wording, *former), missing)
