"""A participant's page as a request sees it: their seat, their answers, what they typed."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from app.presentation.language import N_, Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.form import print_of_form
from app.presentation.view.question import Draft, Filling
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agreed import Agreed
from app.presentation.view.workshop.join import LABELS
from app.presentation.view.workshop.priority import TypedRatings
from app.presentation.view.workshop.reveal import Reveal
from app.presentation.view.workshop.seat import SeatPage, Sitting, build_seat_page
from app.presentation.view.workshop.voice import Voices
from app.service.workshop.own import OwnSheet, read_own_sheet
from app.service.workshop.pulse import mark_of
from app.web.agreed import open_agreed
from app.web.question_form import Drafts
from app.web.reveal import open_reveal
from app.web.scene import workspace
from app.web.workshop import SeatScene, open_seat_scene
from app.web.workshop_part import SeatPart, read_seat_part

if TYPE_CHECKING:
    from app.response import Answer

DETAILS: Final = {"name": N_("Name"), "role": N_("Role")} | dict(LABELS)
NOBODY: Final = ""
"""No country: no published figure is put in a field, for it would answer for whoever looks on."""


@dataclass(frozen=True)
class Desk:
    """One participant's page; `drafts` is what was typed and not kept.

    `typed` are ratings of which something is missing; `is_late`: what was sent came after a close.
    """

    scene: SeatScene
    sheet: OwnSheet
    drafts: Drafts = field(default_factory=dict)
    typed: TypedRatings | None = None
    is_late: bool = False

    @property
    def wording(self) -> Wording:
        """The toolkit's texts for the reader."""
        return self.scene.wording

    @property
    def mark(self) -> str:
        """What the pulse says while the page is as it should be."""
        return mark_of(self.scene.row.version, self.scene.table.row.version)

    @property
    def who(self) -> str:
        """What tells apart in a browser what was typed in different seats, questions, rounds."""
        return f"seat-{self.scene.seat.row.number}."

    @cached_property
    def filling(self) -> Filling:
        """What the fields are filled with."""
        reference = workspace().reference.current()
        return Filling(self.sheet.standing, reference, NOBODY, NOBODY, drafts=self.drafts)

    def build(self, wanted: str) -> SeatPage:
        """Build what the page shows; `wanted` is a question that is open, or `all`."""
        scene, sheet = self.scene, self.sheet
        sitting = Sitting(
            stage=scene.row.stage,
            has_left=scene.seat.row.left_at is not None,
            state=scene.table.state,
            anchor=scene.row.anchor,
            votes=sheet.votes,
            rounds=sheet.rounds,
            asked=sheet.asked,
            has_finished=sheet.has_finished,
        )
        return build_seat_page(scene.wording, sitting, self.filling, wanted)

    @cached_property
    def outcome(self) -> SeatPart:
        """What comes of the workshop, in the stage it is in, and what is asked of that."""
        return read_seat_part(self.scene, self.typed)

    @cached_property
    def pillars(self) -> tuple[Phrase, ...]:
        """What is talked about at the participant's table."""
        own = set(self.scene.table.row.pillars)
        return self.wording.phrases(
            pillar.title for pillar in self.wording.toolkit.pillars if pillar.id in own
        )

    @cached_property
    def details(self) -> tuple[tuple[str, str], ...]:
        """What the participant said of themselves, each with its label."""
        row, say = self.scene.seat.row, self.scene.translator.gettext
        return tuple(
            (say(label), getattr(row, name))
            for name, label in DETAILS.items()
            if getattr(row, name)
        )

    def open_reveal(self, page: SeatPage) -> Reveal | None:
        """Open what the room said to the question on the screen; None before it is revealed."""
        if not page.shown:
            return None
        state = self.scene.table.state
        own = self.sheet.votes.get((page.shown, state.round(state.current)))
        return open_reveal(self.scene, self.scene.table, state.current, own=own)

    def open_agreed(self, page: SeatPage) -> Agreed | None:
        """Open what the table agreed on the question on the screen; None before that."""
        state = self.scene.table.state
        if not page.shown or state.phase(state.current) != "agreed":
            return None
        return open_agreed(self.scene.id, page.shown, Voices((self.wording,)))

    @staticmethod
    def print(page: SeatPage) -> str:
        """Give the print of what the fields are filled with."""
        return print_of_form(page.form) if page.form else ""


def open_desk(workshop_id: str) -> Desk:
    """Open a participant's page; whoever does not sit in the room gets 404."""
    scene = open_seat_scene(workshop_id)
    return Desk(scene, read_own_sheet(workspace(), scene.seat, scene.table.state))


@dataclass(frozen=True, slots=True)
class Late:
    """An answer that came after the close: what was asked, what was typed."""

    text: Phrase
    answer: Phrase
    comment: str


def say_late(wording: Wording, question: str, given: "Answer | None", draft: Draft) -> Late:
    """Say an answer that came too late, so that it is not lost to whoever typed it."""
    asked = wording.toolkit.question(question)
    typed = draft.raw.value if draft.raw else ""
    words = typed if isinstance(typed, str) else "; ".join(typed)
    said = (
        Phrase(words, wording.translator.code)
        if given is None
        else say_answer(wording, asked, given)
    )
    comment = given.note if given else draft.raw.note if draft.raw else ""
    return Late(wording.phrase(asked.text), said, comment)
