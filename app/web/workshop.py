"""What the pages of a workshop have in common, for those who run it and for those who sit in it."""

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
class RoomScene:
    """A workshop as whoever runs it sees it."""

    actor: Actor
    room: Room
    wording: Wording
    tables: tuple[Table, ...]

    @property
    def id(self) -> str:
        """Id of the workshop."""
        return self.room.id

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the workshop."""
        return self.room.row

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    @property
    def unit_name(self) -> str:
        """Name of what is assessed."""
        return unit_name(self.row.country, self.row.unit_name)

    def table(self, number: int) -> Table | None:
        """Give a table by its number."""
        return next((item for item in self.tables if item.number == number), None)


@dataclass(frozen=True, slots=True)
class SeatScene:
    """A workshop as a participant sees it: their own seat, and their table."""

    actor: Actor
    seat: Seat
    wording: Wording
    table: Table

    @property
    def id(self) -> str:
        """Id of the workshop."""
        return str(self.seat.workshop.id)

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the workshop."""
        return self.seat.workshop

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    @property
    def unit_name(self) -> str:
        """Name of what is assessed."""
        return unit_name(self.row.country, self.row.unit_name)


def open_room_scene(workshop_id: str) -> RoomScene:
    """Open a workshop for whoever runs it; a stranger gets 404."""
    actor = signed_in()
    room = open_room(actor, workspace(), workshop_id)
    note_practice(room.row)
    tables = read_tables(workspace(), workshop_id)
    return RoomScene(actor, room, word(room.toolkit, room.setting), tables)


def open_seat_scene(workshop_id: str) -> SeatScene:
    """Open a participant's own seat; whoever has none gets 404."""
    actor = seated()
    seat = open_seat(actor, workspace(), workshop_id)
    note_practice(seat.workshop)
    tables = read_tables(workspace(), workshop_id)
    own = next(table for table in tables if table.number == seat.row.table_number)
    return SeatScene(actor, seat, word(seat.toolkit, seat.setting), own)
