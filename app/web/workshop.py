"""What the pages of a workshop have in common, for those who run it and for those who sit in it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from app.presentation.language import Translator
from app.presentation.view.wording import Wording
from app.service.actor import Actor
from app.service.workshop.opening import Room, Seat, open_room, open_seat
from app.service.workshop.reading import Table, read_tables
from app.web.assessment import unit_name
from app.web.practice import note_practice
from app.web.scene import workspace
from app.web.seat import seated
from app.web.sign_in import signed_in
from app.web.wording import word


@dataclass(frozen=True, slots=True)
class WorkshopScene(ABC):
    """A workshop as one of its people sees it."""

    actor: Actor
    wording: Wording

    @property
    @abstractmethod
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the workshop."""

    @property
    def id(self) -> str:
        """Id of the workshop."""
        return str(self.row.id)

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    @property
    def unit_name(self) -> str:
        """Name of what is assessed."""
        return unit_name(self.row.country, self.row.unit_name)


@dataclass(frozen=True, slots=True)
class RoomScene(WorkshopScene):
    """A workshop as whoever runs it sees it."""

    room: Room
    tables: tuple[Table, ...]

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the workshop."""
        return self.room.row

    def table(self, number: int) -> Table | None:
        """Give a table by its number."""
        return next((item for item in self.tables if item.number == number), None)


@dataclass(frozen=True, slots=True)
class SeatScene(WorkshopScene):
    """A workshop as a participant sees it: their own seat, and their table."""

    seat: Seat
    table: Table

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the workshop."""
        return self.seat.workshop


def open_room_scene(workshop_id: str) -> RoomScene:
    """Open a workshop for whoever runs it; a stranger gets 404."""
    actor = signed_in()
    room = open_room(actor, workspace(), workshop_id)
    note_practice(room.row)
    tables = read_tables(workspace(), workshop_id)
    return RoomScene(actor, word(room.toolkit, room.setting), room, tables)


def open_seat_scene(workshop_id: str) -> SeatScene:
    """Open a participant's own seat; whoever has none gets 404."""
    actor = seated()
    seat = open_seat(actor, workspace(), workshop_id)
    note_practice(seat.workshop)
    tables = read_tables(workspace(), workshop_id)
    own = next(table for table in tables if table.number == seat.row.table_number)
    return SeatScene(actor, word(seat.toolkit, seat.setting), seat, own)
