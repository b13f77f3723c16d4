"""What visitors say of the site."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workspace import Workspace
from app.store.engine import run_write
from app.store.feedback import insert_feedback

LONGEST_TEXT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """Two questions on usefulness, each from 1 (not at all) to 5 (very), and some words.

    `useful`: was this useful; `next_step`: do you know what to do next. None is no answer.
    """

    toolkit_id: str
    country: str | None = None
    useful: int | None = None
    next_step: int | None = None
    text: str = ""


def give_feedback(actor: Actor, workspace: Workspace, feedback: Feedback) -> None:  # noqa: ARG001
    """Keep feedback, tied to no check and no person; anybody may give it.

    Raises:
        NotFound: No such toolkit or country.
        NotAChoice: A mark outside 1 to 5, too long a text, or nothing said at all.
        StorageError: The database can't take it.
        TextError: The text can't be kept faithfully.
    """
    if not workspace.toolkits.knows(feedback.toolkit_id):
        raise NotFound
    reference = workspace.reference.current()
    if feedback.country is not None and reference.country(feedback.country) is None:
        raise NotFound
    _check(feedback)
    row: dict[str, object] = {
        "id": uuid4().hex,
        "toolkit_id": feedback.toolkit_id,
        "country": feedback.country,
        "useful": feedback.useful,
        "next_step": feedback.next_step,
        "text": feedback.text.strip(),
        "created_at": workspace.now(),
    }
    run_write(workspace.engine, lambda session: insert_feedback(session, row))


def _check(feedback: Feedback) -> None:
    marks = [mark for mark in (feedback.useful, feedback.next_step) if mark is not None]
    if any(mark not in range(1, 6) for mark in marks):
        raise NotAChoice("a mark is from 1 to 5")
    if len(feedback.text) > LONGEST_TEXT:
        raise NotAChoice(f"the text is longer than {LONGEST_TEXT} characters")
    if not marks and not feedback.text.strip():
        raise NotAChoice("nothing said")
