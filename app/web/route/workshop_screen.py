"""The big screen of a room, or of one of its tables: for all to see, so it never shows a name."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import segno
from flask import Response, g, jsonify, make_response, render_template, request, url_for
from markupsafe import Markup

from app.presentation.language import LANGUAGES, load_translator
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agreed import Agreed
from app.presentation.view.workshop.reveal import Reveal
from app.presentation.view.workshop.screen import Screen, Sitting, build_screen, show_table
from app.presentation.view.workshop.voice import Lines, Voices
from app.presentation.view.workshop.wall import WallPart
from app.service.error import NotFound
from app.service.toolkit_language import open_wording
from app.service.workshop.agreeing import read_agreements
from app.service.workshop.planning import TABLES, list_questions
from app.service.workshop.reading import Table, count_here, read_people
from app.web.agreed import open_agreed
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.reveal import open_nameless
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_part import read_wall_part

area = Area("workshop_screen")

QR_BORDER: Final = 2
LOOKS: Final = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Door:
    """How to come in: the address to type, the code, and both as a QR picture."""

    address: str
    code: str
    picture: Markup


@dataclass(frozen=True)
class Wall:
    """A room as its screen shows it: the whole room, or the one table that was asked for."""

    scene: RoomScene
    table: Table | None
    sittings: tuple[Sitting, ...]
    voices: Voices

    @property
    def mark(self) -> str:
        """What it looks like now, in short: two that differ may look different."""
        versions = [self.scene.row.version, *(table.row.version for table in self.scene.tables)]
        counts = [count for item in self.sittings for count in (item.finished, item.here)]
        return ".".join(str(number) for number in (*versions, *counts, self.part.mark))

    @cached_property
    def part(self) -> WallPart:
        """What comes of the workshop, in the stage it is in."""
        return read_wall_part(self.scene, self.voices)


@area.get("/workshop/<workshop_id>/screen", access=ON_WORKSHOP)
def show_screen(workshop_id: str) -> Response:
    """Show what the whole room does; of a room with one table, that table."""
    return _render(_open_wall(workshop_id, None))


@area.get("/workshop/<workshop_id>/tables/<int:number>/screen", access=ON_WORKSHOP)
def show_table_screen(workshop_id: str, number: int) -> Response:
    """Show what one table does."""
    return _render(_open_wall(workshop_id, number))


@area.get("/workshop/<workshop_id>/screen/pulse", access=ON_WORKSHOP)
def show_pulse(workshop_id: str) -> Response:
    """Tell a script whether the screen would look different now."""
    wanted = request.args.get("table", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() else None
    return private(jsonify(mark=_open_wall(workshop_id, number).mark))


def _open_wall(workshop_id: str, number: int | None) -> Wall:
    """Open the screen in the languages of the room, whatever its facilitator reads."""
    scene = open_room_scene(workshop_id)
    row = scene.row
    wordings = [_word(scene, code) for code in (row.language, row.second_language) if code]
    g.translator = wordings[0].translator
    scene = replace(scene, wording=wordings[0])
    table = scene.tables[0] if len(scene.tables) == 1 else None
    if number is not None:
        table = scene.table(number)
        if table is None:
            raise NotFound
    return Wall(scene, table, _seat_all(scene), Voices(tuple(wordings)))


def _word(scene: RoomScene, code: str) -> Wording:
    known = code if code in LANGUAGES and LANGUAGES[code].ready else "en"
    room = scene.room
    return open_wording(workspace(), room.toolkit, room.setting, load_translator(known))


def _seat_all(scene: RoomScene) -> tuple[Sitting, ...]:
    people = read_people(workspace(), scene.row)
    stand_by = [
        kept.row.question
        for kept in read_agreements(workspace(), scene.id).values()
        if kept.row.confirmed_at is not None
    ]
    sittings = []
    for table in scene.tables:
        asked = list_questions(scene.room.toolkit, scene.room.setting, table.row.pillars)
        finished, here = count_here(people, table.number)
        sittings.append(
            Sitting(
                number=table.number,
                name=table.row.name,
                state=table.state,
                asked=asked,
                finished=finished,
                here=here,
                anchor=scene.row.anchor,
                confirmed=len(set(stand_by) & set(asked)),
            )
        )
    return tuple(sittings)


# --- Drawing --------------------------------------------------------------------------------------


def _render(wall: Wall) -> Response:
    keep_plain()
    view = _build(wall)
    scene = wall.scene
    wanted = request.args.get("look", "")
    look = wanted if wanted in LOOKS else LOOKS[0]
    page = render_template(
        "screen/screen.html",
        scene=scene,
        table=wall.table,
        has_tables=len(scene.tables) > 1,
        view=view,
        door=_find_door(scene),
        reveal=_reveal(wall, view),
        agreed=_find_agreed(wall, view),
        mark=wall.mark,
        pulse=_pulse_of(wall),
        address=f"{request.path}?look={look}",
        look=look,
        words=_list_words(wall.voices),
        is_two=len(wall.voices.wordings) > 1,
        part=wall.part,
    )
    return private(make_response(page))


def _build(wall: Wall) -> Screen:
    stage, now = wall.scene.row.stage, workspace().now()
    if stage != TABLES or wall.table is None:
        return build_screen(wall.voices, stage, wall.sittings, now)
    sitting = next(item for item in wall.sittings if item.number == wall.table.number)
    return show_table(wall.voices, sitting, now)


def _list_words(voices: Voices) -> dict[str, Lines]:
    """Give what is said before it begins, in each language."""
    return {
        "address": voices.say("Open this address on your phone"),
        "code": voices.say("and type this code"),
        "shut": voices.say("The door is shut. It opens when the workshop begins."),
    }


def _pulse_of(wall: Wall) -> str:
    wanted = {} if wall.table is None else {"table": str(wall.table.number)}
    address = "workshop_screen.show_pulse"
    return url_for(address, workshop_id=wall.scene.id, **wanted)  # type: ignore[arg-type]


def _find_door(scene: RoomScene) -> Door | None:
    """Give the way in, as long as the door is open."""
    code = scene.row.code
    if not code:
        return None
    base = workspace().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    address = base + url_for("join.show_room_door", code=code)
    drawn = segno.make(address, micro=False).svg_inline(
        border=QR_BORDER, omitsize=True, svgclass="qr", lineclass=None
    )
    typed = (base + url_for("join.show_door")).split("://", 1)[-1]
    return Door(typed, code, Markup(drawn))  # noqa: S704  # drawn from an address of ours


def _reveal(wall: Wall, view: Screen) -> Reveal | None:
    if not view.question or wall.table is None:
        return None
    return open_nameless(wall.scene, wall.table, view.question, also=wall.voices.second)


def _find_agreed(wall: Wall, view: Screen) -> Agreed | None:
    if view.kind != "agreed":
        return None
    return open_agreed(wall.scene.id, view.question, wall.voices)
