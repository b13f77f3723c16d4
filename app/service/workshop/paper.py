"""Answers that came on paper: one form a participant, known by the code that stands on it.

A form is taken for questions whose spread was not shown yet: while they wait, are open, or closed.
It is kept whole or not at all.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from app.response import Answer
from app.response.workshop.form_code import write_form_code
from app.response.workshop.limit import MOST_PEOPLE
from app.response.workshop.table import SHOWN, TableState, read_state
from app.service.access import note_refusal
from app.service.actor import Actor
from app.service.answering import write_value
from app.service.error import Moved, NotAChoice, NotFound
from app.service.permission import FACILITATE
from app.service.workshop.joining import Guest, describe_guest
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED, list_questions
from app.service.workshop.steering import StaleError
from app.service.workshop.voting import restore_own
from app.service.workspace import Workspace
from app.store import workshop_seat as seats
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_room import find_table, list_tables

PAPER: Final = "paper"
PERSONAL: Final = ("name", "role", "sector", "sex", "region")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Why a form was not taken: `field` names what of it (or a question), `reason` in one word.

    Reasons: `taken`, `table`, `choice`, `shown`, `role-seen`, `full`, `ended`.
    """

    code: str
    field: str
    reason: str


class FormRefusedError(Exception):
    """Forms that can't be taken as they are; nothing of them was kept."""

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        super().__init__(", ".join(f"{item.code} {item.field}: {item.reason}" for item in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form as it was typed.

    Attributes:
        code: What stands on it, in its own form: `F-001`.
        guest: What its participant says of themselves, and their table.
        answers: What was typed to questions of that table; a blank one takes an answer away.
    """

    code: str
    guest: Guest
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it is kept; `answers` are those of the rounds that are asked now."""

    row: AnyRow
    answers: Mapping[str, Answer]

    @property
    def code(self) -> str:
        """The code on it."""
        return str(self.row.form_code)

    @property
    def print(self) -> str:
        """A print of all that stands on it."""
        said = [getattr(self.row, name) for name in PERSONAL]
        votes = sorted((name, answer.version) for name, answer in self.answers.items())
        return hashlib.sha256(repr((self.row.table_number, said, votes)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table with what is asked at it, and which of it can still be typed."""

    row: AnyRow
    state: TableState
    questions: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return int(self.row.number)

    @property
    def open_questions(self) -> frozenset[str]:
        """The questions whose spread was not shown yet."""
        return frozenset(name for name in self.questions if self.state.phase(name) not in SHOWN)

    @property
    def was_shown(self) -> bool:
        """Whether the room has seen what was said to any of its questions."""
        return any(
            self.state.phase(name) in SHOWN or self.state.round(name) > 1 for name in self.questions
        )

    def round(self, question: str) -> int:
        """Give the round a question is asked in."""
        return self.state.round(question)


@dataclass(frozen=True, slots=True)
class Pile:
    """All forms of a room, with its tables."""

    tables: Mapping[int, PaperTable]
    forms: Mapping[str, KeptForm]
    count: int = field(default=0)
    """How many took a seat in the room, on paper or not."""

    @property
    def next_code(self) -> str:
        """The first code that no form has yet."""
        number = 1
        while write_form_code(number) in self.forms:
            number += 1
        return write_form_code(number)

    @property
    def print(self) -> str:
        """A print of all forms, and of which questions can be typed."""
        asked = [(item.number, sorted(item.open_questions)) for item in self.tables.values()]
        forms = [(code, form.print) for code, form in sorted(self.forms.items())]
        return hashlib.sha256(repr((asked, forms)).encode()).hexdigest()


def read_pile(workspace: Workspace, room: Room) -> Pile:
    """Read all forms of a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        return load_pile(session, room)


def load_pile(session: Session, room: Room, *, lock: bool = False) -> Pile:
    """Read all forms of a room. With `lock`, its tables stand still until the transaction ends."""
    tables = load_tables(session, room, lock=lock)
    people = seats.list_participants(session, room.id)
    on_paper = {row.id: row for row in people if row.source == PAPER}
    answers: dict[str, dict[str, Answer]] = {name: {} for name in on_paper}
    wanted = [name for item in tables.values() for name in item.questions]
    for vote in seats.read_votes(session, room.id, wanted) if on_paper else ():
        own = on_paper.get(vote.participant_id)
        if own is not None and vote.round == tables[own.table_number].round(vote.question):
            answers[own.id][vote.question] = restore_own(vote)
    forms = {row.form_code: KeptForm(row, answers[row.id]) for row in on_paper.values()}
    return Pile(tables, forms, len(people))


def load_tables(session: Session, room: Room, *, lock: bool = False) -> Mapping[int, PaperTable]:
    """Read the tables of a room, by number. With `lock` they stand still, in that order."""
    rows = list_tables(session, room.id)
    if lock:
        locked = (find_table(session, room.id, row.number, lock="update") for row in rows)
        rows = [row for row in locked if row is not None]
    return {row.number: _lay(room, row) for row in rows}


def _lay(room: Room, row: AnyRow) -> PaperTable:
    asked = list_questions(room.toolkit, room.setting, row.pillars)
    return PaperTable(row, read_state(row.state), asked)


def save_form(
    actor: Actor, workspace: Workspace, workshop_id: str, form: FilledForm, *, seen: str
) -> None:
    """Keep one form; `seen` is the print of the one that stood, empty for a new one.

    The same new form once more is the same form.

    Raises:
        NotFound: The actor may not.
        StaleError: Somebody else changed the form meanwhile.
        FormRefusedError: Something of it can't be taken; nothing was kept.
    """

    def work(session: Session, room: Room) -> None:
        pile = load_pile(session, room, lock=True)
        kept = pile.forms.get(form.code)
        if seen and (kept is None or kept.print != seen):
            raise StaleError
        if kept is not None and not seen:
            if is_said_already(room, kept, form):
                return
            raise FormRefusedError([FormProblem(form.code, "code", "taken")])
        write_forms(session, workspace, room, pile=pile, forms=(form,))

    write_room(actor, workspace, workshop_id, work)


def save_pile(
    actor: Actor,
    workspace: Workspace,
    workshop_id: str,
    forms: Sequence[FilledForm],
    *,
    seen: str,
) -> None:
    """Keep many forms, new ones and changed ones, all or none; `seen` is the print of the pile.

    Raises:
        NotFound: The actor may not.
        Moved: A form, or what can be typed, changed since they looked.
        FormRefusedError: Something can't be taken; nothing was kept.
    """

    def work(session: Session, room: Room) -> None:
        pile = load_pile(session, room, lock=True)
        if pile.print != seen:
            raise Moved
        write_forms(session, workspace, room, pile=pile, forms=forms)

    write_room(actor, workspace, workshop_id, work)


def is_said_already(room: Room, kept: KeptForm, form: FilledForm) -> bool:
    """Whether a form says nothing but what is kept."""
    said = _describe(room, form) if kept.row.erased_at is None else {}
    return all(getattr(kept.row, name) == value for name, value in said.items()) and not any(
        is_change(answer, kept) for answer in form.answers
    )


def is_change(answer: Answer, kept: KeptForm | None) -> bool:
    """Whether an answer says something else than what stands."""
    standing = kept.answers.get(answer.question) if kept else None
    before = standing or Answer(answer.question, "blank")
    mine = (answer.state, answer.value, answer.reason)
    return mine != (before.state, before.value, before.reason)


def _describe(room: Room, form: FilledForm) -> dict[str, object]:
    return describe_guest(room.row, form.guest)


def check_forms(room: Room, pile: Pile, forms: Iterable[FilledForm]) -> tuple[FormProblem, ...]:
    """Give all that keeps forms from being taken."""
    listed = list(forms)
    problems: list[FormProblem] = []
    if room.row.stage == ENDED:
        problems.append(FormProblem("", "", "ended"))
    new = sum(form.code not in pile.forms for form in listed)
    if pile.count + new > MOST_PEOPLE:
        problems.append(FormProblem("", "", "full"))
    for form in listed:
        problems += _check_form(room, pile, form)
    return tuple(problems)


def _check_form(room: Room, pile: Pile, form: FilledForm) -> Iterable[FormProblem]:
    table, kept = pile.tables.get(form.guest.table), pile.forms.get(form.code)
    if table is None or (kept is not None and kept.row.table_number != table.number):
        yield FormProblem(form.code, "table", "table")
        return
    is_erased = kept is not None and kept.row.erased_at is not None
    try:
        # What was taken out of a form at its owner's wish does not come back.
        said = {} if is_erased else _describe(room, form)
    except NotAChoice as refused:
        said = {}
        yield FormProblem(form.code, str(refused), "choice")
    if kept is not None and table.was_shown and said.get("role", kept.row.role) != kept.row.role:
        # What the part they leave had more than it has then, would be what they said.
        yield FormProblem(form.code, "role", "role-seen")
    for answer in form.answers:
        if answer.question not in table.questions:
            yield FormProblem(form.code, answer.question, "choice")
        elif answer.question not in table.open_questions and is_change(answer, kept):
            yield FormProblem(form.code, answer.question, "shown")


def write_forms(
    session: Session,
    workspace: Workspace,
    room: Room,
    *,
    pile: Pile,
    forms: Sequence[FilledForm],
) -> None:
    """Write forms into a room whose tables stand still.

    Raises:
        FormRefusedError: Something of them can't be taken.
    """
    problems = check_forms(room, pile, forms)
    if problems:
        raise FormRefusedError(problems)
    last = seats.find_last_number(session, room.id)
    for form in forms:
        kept = pile.forms.get(form.code)
        if kept is None:
            last += 1
        _write_form(session, workspace, room, form=form, place=(pile, last))
    add_audit(
        session, workspace.now(), action="forms_typed", subject=room.id, actor=room.account,
        forms=len(forms),
    )  # fmt: skip


def _write_form(
    session: Session,
    workspace: Workspace,
    room: Room,
    *,
    form: FilledForm,
    place: tuple[Pile, int],
) -> None:
    pile, number = place
    kept, now = pile.forms.get(form.code), workspace.now()
    if kept is None:
        participant_id = uuid4().hex
        values = _describe(room, form) | {
            "id": participant_id, "workshop_id": room.id, "number": number, "key": None,
            "source": PAPER, "form_code": form.code, "joined_at": now, "seen_at": now,
            "left_at": None, "erased_at": None,
        }  # fmt: skip
        seats.insert_participant(session, values)
    else:
        participant_id = str(kept.row.id)
        if kept.row.erased_at is None:
            seats.update_participant(session, participant_id, _describe(room, form))
    table = pile.tables[form.guest.table]
    changed = [answer for answer in form.answers if is_change(answer, kept)]
    rows = [_describe_vote(answer, kept, table) for answer in changed]
    common: dict[str, object] = {
        "participant_id": participant_id, "workshop_id": room.id, "saved_at": now,
    }  # fmt: skip
    seats.write_votes(session, [common | row for row in rows])
    finished: list[dict[str, object]] = [
        {"participant_id": participant_id, "question": name, "round": table.round(name),
         "finished_at": now}
        for name in sorted(table.open_questions)
    ]  # fmt: skip
    # Who handed in a form has finished with all that stands on it.
    seats.write_finishes(session, finished)


def _describe_vote(answer: Answer, kept: KeptForm | None, table: PaperTable) -> dict[str, object]:
    standing = kept.answers.get(answer.question) if kept else None
    return {
        "question": answer.question,
        "round": table.round(answer.question),
        "version": (standing.version if standing else 0) + 1,
        "state": answer.state,
        "value": write_value(answer.value),
        "reason": answer.reason,
        "comment": standing.note if standing else "",
    }


def find_form(actor: Actor, workspace: Workspace, pile: Pile, *, room: Room, code: str) -> KeptForm:
    """Find one form.

    Raises:
        NotFound: There is none with this code in the room.
    """
    found = pile.forms.get(code)
    if found is None:
        note_refusal(actor, workspace, action=FACILITATE, subject=room.id)
        raise NotFound
    return found
