"""The pages of whoever runs a workshop: a room and its tables as a request sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from flask import Response, abort, make_response, render_template, request, url_for

from app.presentation.language import N_, Translator
from app.presentation.view.assessment.naming import name_within, say_moment
from app.presentation.view.workshop.agreement import (
    AgreementForm,
    AgreementLine,
    fill_agreement,
    say_agreement,
)
from app.presentation.view.workshop.control import (
    ACTS,
    REASONS,
    BlockLine,
    PersonLine,
    QuestionLine,
    Step,
    TableLine,
    describe_table,
    find_step,
    list_blocks,
    list_people,
)
from app.presentation.view.workshop.control import list_questions as list_lines
from app.presentation.view.workshop.reveal import Reveal
from app.service.error import Moved, WrongState
from app.service.permission import STATES
from app.service.workshop.agreeing import Agreed, read_agreements
from app.service.workshop.noting import FullError, read_notes, read_promises
from app.service.workshop.planning import list_questions
from app.service.workshop.reading import Person, Table, count_here, read_people
from app.service.workshop.refusal import ActRefusedError, StaleError
from app.service.workshop.watching import Trail, find_left, mark_room, read_trail
from app.web.check import private
from app.web.reveal import open_reveal
from app.web.scene import translator, workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

PRACTICE: Final = "practice"
SHOWN: Final = frozenset({"revealed", "parked", "agreed"})
REFUSALS: Final = (StaleError, ActRefusedError, WrongState, Moved)
"""What an act can meet that a page of the room tells, with how it stands now."""

_STALE: Final = N_("Somebody else changed this meanwhile")
_NOTHING: Final = N_("Nothing of yours was done. This is how it stands now.")
_REFUSED: Final = N_("This can't be done now")
_FROZEN: Final = N_(
    "The assessment is in the state “%(state)s”, in which its answers do not change. Nothing was "
    "kept of this."
)
_MOVED: Final = N_(
    "The assessment uses another version of its toolkit than this workshop, so that nothing can be "
    "agreed for it here. Nothing was kept of this."
)
_FULL: Final = N_("There is as much evidence here as can be kept.")
_DONE: Final = N_("Last done here: %(act)s (%(name)s, %(moment)s).")
_DONE_BY_HOST: Final = N_("Last done here: %(act)s (%(moment)s).")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not done, for the head of a page; `last` is what another one did."""

    title: str
    message: str
    last: str = ""


def tell_trouble(raised: Exception, speaker: Translator) -> Trouble:
    """Say why an act was not done."""
    say = speaker.gettext
    if isinstance(raised, ActRefusedError):
        return Trouble(say(_REFUSED), say(REASONS[raised.reason]))
    if isinstance(raised, WrongState):
        state = say(STATES.get(raised.state, raised.state))
        return Trouble(say(_REFUSED), say(_FROZEN, state=state))
    if isinstance(raised, FullError):
        return Trouble(say(_REFUSED), say(_FULL))
    if isinstance(raised, Moved):
        return Trouble(say(_REFUSED), say(_MOVED))
    return Trouble(say(_STALE), say(_NOTHING))


@dataclass(frozen=True)
class Control:
    """A room with who is in it."""

    scene: RoomScene
    people: tuple[Person, ...]

    @cached_property
    def mark(self) -> str:
        """What the pulse says while the page is as it should be."""
        return mark_room(self.scene.room, self.scene.tables, self.people)

    @cached_property
    def pulse(self) -> str:
        """Address of the pulse."""
        return url_for("workshop_control.send_pulse", workshop_id=self.scene.id)

    @cached_property
    def lines(self) -> tuple[TableLine, ...]:
        """The tables with what each does."""
        return tuple(self.describe(table) for table in self.scene.tables)

    @property
    def open_tables(self) -> tuple[TableLine, ...]:
        """The tables that have something left to agree on."""
        return tuple(line for line in self.lines if line.dealt + line.parked < line.count)

    def describe(self, table: Table) -> TableLine:
        """Describe one table."""
        room = self.scene.room
        asked = list_questions(room.toolkit, room.setting, table.row.pillars)
        return describe_table(
            self.scene.wording,
            table.row,
            table.state,
            here=count_here(self.people, table.number),
            questions=len(asked),
        )

    def list_people(self, number: int | None = None) -> tuple[PersonLine, ...]:
        """List who is in the room, or who sits at one table."""
        states = {table.number: table.state for table in self.scene.tables}
        lines = list_people(self.scene.translator, self.people, states)
        return tuple(line for line in lines if number in {None, line.table})


def open_control(workshop_id: str) -> Control:
    """Open a room for whoever runs it; a stranger gets 404."""
    scene = open_room_scene(workshop_id)
    return Control(scene, read_people(workspace(), scene.row))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at a table and not kept, and the question it is about."""

    question: str = ""
    agreement: AgreementForm | None = None
    note: str | None = None
    promise: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    minutes: str = ""


NOTHING: Final = Typed()


@dataclass(frozen=True)
class TableDesk:
    """One table as its facilitator sees it."""

    control: Control
    table: Table
    typed: Typed = NOTHING

    @property
    def scene(self) -> RoomScene:
        """The room."""
        return self.control.scene

    @property
    def number(self) -> int:
        """Number of the table."""
        return self.table.number

    @cached_property
    def line(self) -> TableLine:
        """What the table does now."""
        return self.control.describe(self.table)

    @cached_property
    def _asked(self) -> dict[str, tuple[str, ...]]:
        room = self.scene.room
        own = set(self.table.row.pillars)
        pillars = [pillar.id for pillar in room.toolkit.pillars if pillar.id in own]
        asked = {name: list_questions(room.toolkit, room.setting, (name,)) for name in pillars}
        return {PRACTICE: (PRACTICE,)} | asked

    @cached_property
    def blocks(self) -> tuple[BlockLine, ...]:
        """Practice and the pillars of the table."""
        return list_blocks(self.scene.wording, self.table.state, self._asked)

    @cached_property
    def step(self) -> Step:
        """What comes next."""
        return find_step(self.table.state, self._asked)

    @cached_property
    def questions(self) -> tuple[QuestionLine, ...]:
        """What was asked, as it is talked over."""
        return list_lines(self.scene.wording, self.table.state)

    @cached_property
    def focus(self) -> str:
        """The revealed question that is looked at: what was typed about, asked for, on the screen.

        Empty where there is none; `practice` for the practice question.
        """
        wanted = (self.typed.question, request.args.get("question", ""), self.table.state.current)
        return next((name for name in wanted if self.table.state.phase(name) in SHOWN), "")

    @cached_property
    def address(self) -> str:
        """Where the page is drawn anew: with the question that was asked for or typed about."""
        asked = self.typed.question or request.args.get("question", "")
        more: dict[str, Any] = {"question": self.focus} if asked and asked == self.focus else {}
        return url_for(
            "workshop_control.show_table", workshop_id=self.scene.id, number=self.number, **more
        )

    @cached_property
    def line_of_focus(self) -> QuestionLine | None:
        """That question in the list; none for practice."""
        return next((line for line in self.questions if line.id == self.focus), None)

    @cached_property
    def reveal(self) -> Reveal | None:
        """What was said to it."""
        return open_reveal(self.scene, self.table, self.focus) if self.focus else None

    @cached_property
    def _agreed(self) -> Mapping[str, Agreed]:
        return read_agreements(workspace(), self.scene.id)

    @cached_property
    def agreements(self) -> Mapping[str, AgreementLine]:
        """What the room agreed, by question."""
        left = find_left(workspace(), self.scene.room)
        wording = self.scene.wording
        return {
            name: say_agreement(wording, item, is_left=name in left)
            for name, item in self._agreed.items()
        }

    @cached_property
    def form(self) -> AgreementForm | None:
        """The form of the agreement on the question looked at."""
        if self.typed.agreement is not None:
            return self.typed.agreement
        if self.line_of_focus is None:
            return None
        question = self.scene.wording.toolkit.question(self.focus)
        reference = workspace().reference.current()
        return fill_agreement(self.scene.wording, question, reference, self._agreed.get(self.focus))

    @cached_property
    def note(self) -> tuple[str, int]:
        """The notes on the question looked at, with their version."""
        text, version = read_notes(workspace(), self.scene.id, self.number).get(self.focus, ("", 0))
        return (text if self.typed.note is None else self.typed.note), version

    @cached_property
    def other_note(self) -> str:
        """What another facilitator wrote meanwhile, beside notes that were not kept."""
        if self.typed.note is None:
            return ""
        return read_notes(workspace(), self.scene.id, self.number).get(self.focus, ("", 0))[0]

    @cached_property
    def promises(self) -> tuple[Any, ...]:
        """What was promised for the question looked at."""
        rows = read_promises(workspace(), self.scene.id)
        return tuple(row for row in rows if row.question == self.focus)

    @cached_property
    def trail(self) -> Trail:
        """What was done last."""
        return read_trail(workspace(), (self.scene.id, self.number))

    @cached_property
    def undo(self) -> str:
        """What an undo would take back, in words; empty for nothing."""
        act = self.trail.undoable
        return "" if act is None else self.scene.translator.gettext(ACTS[act.word])

    @cached_property
    def timer(self) -> tuple[str, str, str] | None:
        """When time runs out, what time it is for us, and the former for people (UTC)."""
        ends_at = self.table.state.ends_at
        if not ends_at:
            return None
        now = workspace().now().isoformat(timespec="milliseconds")
        return ends_at, now, f"{datetime.fromisoformat(ends_at):%H:%M}"

    @cached_property
    def key(self) -> str:
        """What tells the forms of one question in one round from those of another."""
        return f"{self.focus}-{self.table.state.round(self.focus)}" if self.focus else ""

    def say_last(self) -> str:
        """Say what was done last at the table, by whom and when; empty for nothing."""
        act, speaker = self.trail.newest, self.scene.translator
        if act is None:
            return ""
        said = {"act": speaker.gettext(ACTS[act.word]), "moment": say_moment(act.at, speaker)}
        if act.by is None:
            return speaker.gettext(_DONE_BY_HOST, **said)
        name = name_within({act.by: act.name}, act.by, speaker)
        return speaker.gettext(_DONE, name=name, **said)


def open_table(workshop_id: str, number: int, typed: Typed = NOTHING) -> TableDesk:
    """Open a table for whoever runs the room; 404 for a stranger or a table that is not there."""
    control = open_control(workshop_id)
    table = control.scene.table(number) or abort(404)
    return TableDesk(control, table, typed)


def render_table(
    workshop_id: str,
    number: int,
    *,
    typed: Typed = NOTHING,
    raised: Exception | None = None,
    code: int = 200,
) -> Response:
    """Draw a table as it stands, with why something was not done if it was not."""
    desk = open_table(workshop_id, number, typed)
    trouble = None if raised is None else tell_trouble(raised, translator())
    if trouble is not None and isinstance(raised, StaleError):
        trouble = replace(trouble, last=desk.say_last())
    body = render_template(
        "workshop/table.html",
        desk=desk,
        scene=desk.scene,
        sections=list_sections(workshop_id),
        trouble=trouble,
        is_left="left" in request.args,
    )
    return private(make_response(body, 409 if raised is not None else code))
