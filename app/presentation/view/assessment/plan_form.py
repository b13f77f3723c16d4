"""The form of one action of a plan: filled, read, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.view.assessment.field import FieldReader
from app.presentation.view.assessment.plan import COSTS, PlanAction, say_action
from app.presentation.view.wording import Wording
from app.response.text import LONGEST_NOTE

MARKS: Final = ("1", "2", "3", "4", "5")

_TEXT: Final = N_("Say what is to be done.")
_CHOOSE: Final = N_("Choose one of these.")
_BOTH: Final = N_("Name a person of the team or somebody else, not both.")


@dataclass(frozen=True, slots=True)
class ActionDetails:
    """What is said of an action, read and right; its status goes its own way."""

    text: str
    question: str = ""
    owner: str = ""
    owner_id: str | None = None
    partner: str = ""
    due: date | None = None
    cost: str = "unknown"
    indicator: str = ""
    impact: int | None = None
    effort: int | None = None


def fill_action(wording: Wording, action: PlanAction) -> dict[str, str]:
    """Give the fields of the form as they stand for an action."""
    text = say_action(wording, action)
    return {
        "text": text.text if isinstance(text, Phrase) else text,
        "question": action.question,
        "owner": action.owner,
        "owner_id": action.owner_id or "",
        "partner": action.partner,
        "due": action.due.isoformat() if action.due else "",
        "cost": action.cost,
        "status": action.status,
        "indicator": action.indicator,
        "impact": str(action.impact or ""),
        "effort": str(action.effort or ""),
    }


def read_action(
    wording: Wording, fields: Mapping[str, str], team: Mapping[str, str]
) -> tuple[ActionDetails | None, dict[str, str]]:
    """Read the form; None with what is wrong, by field, where it can't be taken as it is.

    `team` holds the names of the people who may be responsible, by account.
    """
    reader = _Reader(wording.translator, fields)
    questions = {question.id for question in wording.toolkit.questions}
    details = ActionDetails(
        text=reader.read_needed("text"),
        question=reader.read_choice("question", questions),
        owner=reader.read_line("owner"),
        owner_id=reader.read_choice("owner_id", team) or None,
        partner=reader.read_line("partner"),
        due=reader.read_day("due"),
        cost=reader.read_choice("cost", COSTS) or "unknown",
        indicator=reader.read_text("indicator", LONGEST_NOTE),
        impact=reader.read_mark("impact"),
        effort=reader.read_mark("effort"),
    )
    if details.owner and details.owner_id:
        reader.refuse("owner", _BOTH)
    return (None if reader.problems else details), reader.problems


class _Reader(FieldReader):
    """Reads what only an action has."""

    def read_needed(self, field: str) -> str:
        text = self.read_text(field, LONGEST_NOTE)
        if not text and field not in self.problems:
            self.refuse(field, _TEXT)
        return text

    def read_choice(self, field: str, known: Mapping[str, str] | set[str]) -> str:
        chosen = self.fields.get(field, "")
        if chosen and chosen not in known:
            self.refuse(field, _CHOOSE)
            return ""
        return chosen

    def read_mark(self, field: str) -> int | None:
        chosen = self.read_choice(field, set(MARKS))
        return int(chosen) if chosen else None
