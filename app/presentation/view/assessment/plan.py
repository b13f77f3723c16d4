"""The plan of an assessment as its page shows it: actions, what is overdue, how much is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import show_date, show_percent
from app.presentation.report.team import PlanLine
from app.presentation.view.assessment.naming import name_person
from app.presentation.view.wording import Wording

PLANNED: Final = "planned"
BEGUN: Final = "begun"
DONE: Final = "done"
DROPPED: Final = "dropped"

STATUSES: Final[Mapping[str, str]] = {
    PLANNED: N_("Planned"),
    BEGUN: N_("Under way"),
    DONE: N_("Done"),
    DROPPED: N_("Dropped"),
}
"""Every status of an action with its name, as a message id."""

OPEN_STATUSES: Final = frozenset({PLANNED, BEGUN})

COSTS: Final[Mapping[str, str]] = {
    "unknown": N_("Not known yet"),
    "low": N_("Low"),
    "medium": N_("Medium"),
    "high": N_("High"),
}
"""Every cost class with its name, as a message id."""

TOOLKIT: Final = "toolkit"
OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One action of a plan as it is kept; `owner_id` is the account of a person of the team.

    `text` is the toolkit's own where `source` is `toolkit`, and is shown in the reader's language.
    """

    id: str
    number: int
    question: str
    source: str
    text: str
    owner: str
    owner_id: str | None
    partner: str
    due: date | None
    cost: str
    status: str
    indicator: str
    impact: int | None
    effort: int | None
    done_at: datetime | None
    version: int
    saved_by: str | None
    saved_at: datetime

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day is past and it is neither done nor dropped."""
        return self.status in OPEN_STATUSES and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One action as it is shown."""

    action: PlanAction
    text: Phrase | str
    question: Phrase
    owner: str
    due: str
    cost: str
    status: str
    done_on: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PlanRate:
    """How much of a plan is done: done of all that were not dropped; `share` is empty for none."""

    done: int
    counted: int
    dropped: int
    share: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan: its actions by number, those overdue by day, and how much is done."""

    rows: tuple[PlanRow, ...]
    overdue: tuple[PlanRow, ...]
    rate: PlanRate


def find_action_text(question: Question | None, text: str) -> str:
    """Give the toolkit's own text an action was taken from, which knows its place in the toolkit.

    By its place it is found in a translation; a text that is not the toolkit's comes back as it is.
    """
    if question is None:
        return text
    texts = [level.action for level in question.levels]
    texts += [option.action for option in question.options]
    return next((own for own in texts if own == text), text)


def find_question(wording: Wording, question_id: str) -> Question | None:
    """Give a question of the toolkit; None for one it does not have, or for no id."""
    found = (item for item in wording.toolkit.questions if item.id == question_id)
    return next(found, None) if question_id else None


def say_action(wording: Wording, action: PlanAction | PlanLine) -> Phrase | str:
    """Give the text of an action: of the toolkit in the reader's language, else as written."""
    if action.source != TOOLKIT:
        return action.text
    return wording.phrase(find_action_text(find_question(wording, action.question), action.text))


def name_owner(names: Mapping[str, str], action: PlanAction, translator: Translator) -> str:
    """Name who is responsible: somebody of the team, or whoever was written down; may be empty."""
    if action.owner_id:
        return name_person(names, action.owner_id, translator)
    return action.owner


def measure_rate(actions: Iterable[PlanAction], translator: Translator) -> PlanRate:
    """Count what is done: done / (all - dropped)."""
    statuses = [action.status for action in actions]
    dropped, done = statuses.count(DROPPED), statuses.count(DONE)
    counted = len(statuses) - dropped
    share = show_percent(done / counted, translator) if counted else ""
    return PlanRate(done, counted, dropped, share)


def build_plan(
    wording: Wording,
    actions: Iterable[PlanAction],
    names: Mapping[str, str],
    *,
    today: date,
) -> PlanView:
    """Build the plan for its page."""
    kept = tuple(actions)
    rows = tuple(build_action(wording, action, names, today=today) for action in kept)
    late = [row for row in rows if row.is_overdue]
    late.sort(key=lambda row: (row.action.due or today, row.action.number))
    return PlanView(rows, tuple(late), measure_rate(kept, wording.translator))


def build_action(
    wording: Wording, action: PlanAction, names: Mapping[str, str], *, today: date
) -> PlanRow:
    """Build one action for a page."""
    translator = wording.translator
    question = find_question(wording, action.question)
    return PlanRow(
        action=action,
        text=say_action(wording, action),
        question=wording.phrase(question.text) if question else Phrase("", translator.code),
        owner=name_owner(names, action, translator),
        due=show_date(action.due, translator) if action.due else "",
        cost=translator.gettext(COSTS[action.cost]),
        status=translator.gettext(STATUSES[action.status]),
        done_on=show_date(action.done_at.date(), translator) if action.done_at else "",
        is_overdue=action.is_overdue(today),
    )
