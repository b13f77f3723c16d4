"""What a table agreed on a question, for the pages all in the room see."""

from app.presentation.view.workshop.agreed import Agreed, Agreement, build_agreed
from app.presentation.view.workshop.voice import Voices
from app.service.workshop.agreeing import read_agreements
from app.web.scene import workspace


def open_agreed(workshop_id: str, question: str, voices: Voices) -> Agreed | None:
    """Open what was agreed on a question; None where nothing stands."""
    kept = read_agreements(workspace(), workshop_id).get(question)
    if kept is None:
        return None
    agreement = Agreement(
        outcome=kept.row.outcome,
        answer=kept.answer,
        note=kept.row.note,
        minority=kept.row.minority,
        minority_answer=kept.minority_answer,
    )
    return build_agreed(voices, voices.first.toolkit.question(question), agreement)
