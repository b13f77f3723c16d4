"""The plan of a room as its pages show it: at most ten actions, who does each until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_, Phrase
from app.presentation.number import show_date
from app.presentation.view.assessment.field import FieldReader
from app.presentation.view.assessment.plan import find_action_text, find_question
from app.presentation.view.wording import Wording
from app.response.workshop.rating import CALIBRATION, Item

MOST_ACTIONS: Final = 10
LONGEST_ACTION: Final = 500
LONGEST_OWNER: Final = 200

_NO_TEXT: Final = N_("Say what is to be done, or choose it from the list.")
_NO_ITEM: Final = N_("Choose one of these.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said of an action; without a text, that of the item it comes from."""

    text: str = ""
    owner: str = ""
    due: date | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it is kept; `question` and `item` say what it comes from."""

    number: int
    text: str
    owner: str
    due: date | None
    item: int | None
    question: str
    version: int
    action_id: str | None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as it is shown; `owner` and `due` may be empty."""

    action: Action
    place: int
    text: Phrase | str
    question: Phrase
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """The plan of a room."""

    lines: tuple[ActionLine, ...]
    most: int = MOST_ACTIONS

    @property
    def is_full(self) -> bool:
        """Whether no more action can be added."""
        return len(self.lines) >= self.most


def say_task(wording: Wording, question: str, text: str) -> Phrase | str:
    """Say what is to be done: by the toolkit's own words in the reader's language, else as written.

    `question` is that of whose next step it was; its text may have been changed since.
    """
    asked = find_question(wording, question)
    if asked is None or not _is_own_of(asked, text):
        return text
    return wording.phrase(find_action_text(asked, text))


def _is_own_of(question: Question, text: str) -> bool:
    own = [level.action for level in question.levels]
    return text in own + [option.action for option in question.options]


def build_actions(wording: Wording, actions: Iterable[Action]) -> ActionView:
    """Build the plan, in the order in which it was written."""
    return ActionView(
        tuple(_line(wording, action, place) for place, action in enumerate(actions, start=1))
    )


def _line(wording: Wording, action: Action, place: int) -> ActionLine:
    question = find_question(wording, action.question)
    return ActionLine(
        action=action,
        place=place,
        text=say_task(wording, action.question, action.text),
        question=wording.phrase(question.text if question else ""),
        owner=action.owner,
        due=show_date(action.due, wording.translator) if action.due else "",
    )


# --- The form of one action ---------------------------------------------------------------------


def fill_draft(wording: Wording, action: Action | None) -> dict[str, str]:
    """Give the fields of the form as they stand for an action."""
    if action is None:
        return {"text": "", "owner": "", "due": "", "item": ""}
    text = say_task(wording, action.question, action.text)
    return {
        "text": text.text if isinstance(text, Phrase) else text,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "item": str(action.item or ""),
    }


def list_sources(wording: Wording, items: Iterable[Item]) -> list[tuple[str, Phrase | str]]:
    """List the rated items an action can be made of."""
    return [
        (str(item.number), say_task(wording, item.question, item.text))
        for item in items
        if item.number != CALIBRATION
    ]


def read_draft(
    wording: Wording, fields: Mapping[str, str], items: Iterable[Item], *, action: Action | None
) -> tuple[Draft | None, dict[str, str]]:
    """Read the form; None with what is wrong, by field. `action` is the one that is changed.

    The toolkit's own words come back in the reader's language and are kept as the toolkit's.
    """
    reader = FieldReader(wording.translator, fields)
    text = " ".join(reader.read_text("text", LONGEST_ACTION).split())
    owner, due = reader.read_line("owner", LONGEST_OWNER), reader.read_day("due")
    chosen, known = fields.get("item", ""), {str(item.number) for item in items} - {"0"}
    if action is not None:
        item = action.item
        text = action.text if text == fill_draft(wording, action)["text"] else text
    else:
        item = int(chosen) if chosen in known else None
        if chosen and item is None:
            reader.refuse("item", _NO_ITEM)
    if not text and (item is None or action is not None) and not reader.problems:
        reader.refuse("text", _NO_TEXT)
    draft = Draft(text, owner, due, item)
    return (None if reader.problems else draft), reader.problems
