"""A room that answers on paper: forms typed in, and raised hands counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.workshop.join import LABELS
from app.presentation.view.workshop.outlook import name_table
from app.presentation.view.workshop.paper import (
    FIELD,
    build_paper,
    list_problems,
    read_form_code,
    read_paper,
    say_other_codes,
    say_reason,
    write_paper,
)
from app.presentation.view.workshop.tally import Counted, build_tally, read_tally
from app.service.error import NotFound
from app.service.workshop.joining import Guest
from app.service.workshop.opening import ANONYMOUS, NAMED
from app.service.workshop.paper import (
    PERSONAL,
    FilledForm,
    FormRefusedError,
    KeptForm,
    PaperTable,
    Pile,
    find_form,
    read_pile,
    save_form,
)
from app.service.workshop.refusal import StaleError
from app.service.workshop.tally import HandCount, read_hands, save_hands
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

area = Area("workshop_paper")

LONGEST: Final = 5_000
LONGEST_NUMBER: Final = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form's fields, what is wrong with it, and why it came too late."""

    fields: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    clash: bool = False

    @property
    def answers(self) -> dict[str, str]:
        """What was typed, by question."""
        cut = len(FIELD)
        return {name[cut:]: text for name, text in self.fields.items() if name.startswith(FIELD)}


def _table_asked(pile: Pile) -> PaperTable:
    text = request.values.get("table", "") or str(min(pile.tables))
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    found = pile.tables.get(int(text)) if is_number else None
    return found or abort(404)


def _name(scene: RoomScene, table: PaperTable) -> str:
    return name_table(table.number, table.row.name, scene.translator)


@area.get("/workshop/<workshop_id>/paper", access=ON_WORKSHOP)
def list_forms(workshop_id: str) -> Response:
    """List the forms that were typed in, without what was said on them."""
    scene = open_room_scene(workshop_id)
    pile = read_pile(workspace(), scene.room)
    body = render_template(
        "workshop_paper/list.html",
        scene=scene,
        sections=list_sections(scene.id),
        tables=[(table.number, _name(scene, table)) for table in pile.tables.values()],
        forms=[pile.forms[code] for code in sorted(pile.forms)],
    )
    return private(make_response(body))


@area.get("/workshop/<workshop_id>/paper/form", access=ON_WORKSHOP)
def show_form(workshop_id: str) -> Response:
    """Show an empty form of a table, or with `code` one that was typed in."""
    scene = open_room_scene(workshop_id)
    pile, code = read_pile(workspace(), scene.room), request.args.get("code", "")
    if not code:
        typed = Typed({"code": pile.next_code, "seen": ""})
        return _draw_form(scene, pile, _table_asked(pile), typed)
    kept = find_form(scene.actor, workspace(), pile, room=scene.room, code=code)
    table = pile.tables[kept.row.table_number]
    return _draw_form(scene, pile, table, Typed(_fields_of(scene, kept)))


def _fields_of(scene: RoomScene, kept: KeptForm) -> dict[str, str]:
    said = {name: str(getattr(kept.row, name)) for name in PERSONAL}
    answers = write_paper(scene.wording, kept.answers)
    common = {"code": kept.code, "seen": kept.print}
    return common | said | {f"{FIELD}{name}": text for name, text in answers.items()}


@area.post("/workshop/<workshop_id>/paper/form", access=ON_WORKSHOP)
def save(workshop_id: str) -> Response:
    """Keep a form as it was typed, or show what is wrong with it."""
    scene = open_room_scene(workshop_id)
    pile = read_pile(workspace(), scene.room)
    table, fields = _table_asked(pile), _read_fields()
    typed = Typed(fields).answers
    sent = [name for name in table.questions if name in typed]
    reading = read_paper(scene.wording, sent, typed)
    code = read_form_code(fields.get("code", ""))
    problems = {f"{FIELD}{name}": text for name, text in reading.problems.items()}
    if not code:
        problems = {"code": say_reason(scene.translator, "code", "code")} | problems
    if problems:
        return _draw_form(scene, pile, table, Typed(fields, problems))
    said = {name: fields.get(name, "") for name in PERSONAL}
    guest = Guest(**said, table=table.number, language=scene.row.language)
    form, seen = FilledForm(code, guest, reading.answers), fields.get("seen", "")
    try:
        save_form(scene.actor, workspace(), scene.id, form, seen=seen)
    except StaleError:
        return _show_clash(scene, table, fields)
    except FormRefusedError as refused:
        told = {_place(table, item.field): say_reason(scene.translator, item.field, item.reason)
                for item in refused.problems}  # fmt: skip
        return _draw_form(scene, pile, table, Typed(fields, told))
    target = url_for(
        "workshop_paper.show_form", workshop_id=scene.id, table=table.number, saved=code
    )
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _place(table: PaperTable, name: str) -> str:
    """Give the field a problem is about; what is about no field stands at the code."""
    if name in table.questions:
        return f"{FIELD}{name}"
    return name if name in PERSONAL else "code"


def _read_fields() -> dict[str, str]:
    return {name: text[:LONGEST] for name, text in request.form.items() if name != "csrf_token"}


def _show_clash(scene: RoomScene, table: PaperTable, fields: dict[str, str]) -> Response:
    """Show what was typed, with what stands by now to be replaced or not."""
    pile = read_pile(workspace(), scene.room)
    kept = pile.forms.get(read_form_code(fields["code"]))
    fields = fields | {"seen": kept.print if kept else ""}
    return _draw_form(scene, pile, table, Typed(fields, clash=True))


def _draw_form(scene: RoomScene, pile: Pile, table: PaperTable, typed: Typed) -> Response:
    row, kept = scene.row, pile.forms.get(typed.fields.get("code", ""))
    saved = request.args.get("saved", "")
    problems = {
        name.removeprefix(FIELD): text for name, text in typed.problems.items()
        if name.startswith(FIELD)
    }  # fmt: skip
    parts = build_paper(
        scene.wording, table.questions, typed.answers,
        problems=problems, open_questions=table.open_questions,
    )  # fmt: skip
    body = render_template(
        "workshop_paper/form.html",
        scene=scene,
        sections=list_sections(scene.id),
        table=table.number,
        table_name=_name(scene, table) if len(pile.tables) > 1 else "",
        typed=typed,
        is_known=kept is not None and bool(typed.fields.get("seen")),
        is_erased=kept is not None and kept.row.erased_at is not None,
        saved=saved if saved in pile.forms else "",
        parts=parts,
        listed=list_problems(scene.translator, parts, typed.problems),
        other_codes=say_other_codes(scene.translator),
        asks_name=row.anonymity == NAMED,
        asks_role=row.anonymity != ANONYMOUS,
        choices=[(name, scene.translator.gettext(label), row.balance[name])
                 for name, label in LABELS.items() if row.balance.get(name)],
    )  # fmt: skip
    code = 409 if typed.clash else 422 if typed.problems else 200
    return private(make_response(body, code))


# --- Raised hands -------------------------------------------------------------------------------


@area.get("/workshop/<workshop_id>/tally", access=ON_WORKSHOP)
def show_tally(workshop_id: str) -> Response:
    """Show the sheet on which the hands of a table are counted; it can be printed."""
    scene = open_room_scene(workshop_id)
    return _draw_tally(scene, _hands_asked(scene), None, {}, code=200)


@area.post("/workshop/<workshop_id>/tally", access=ON_WORKSHOP)
def save_tally(workshop_id: str) -> Response:
    """Keep the hands that were counted, or show what is wrong with them."""
    scene = open_room_scene(workshop_id)
    count, fields = _hands_asked(scene), _read_fields()
    hands, wrong = read_tally(_counted(count), fields, count.table.open_questions)
    seen, say = fields.get("seen", ""), scene.translator
    if wrong:
        told = {name: say_reason(say, name, reason) for name, reason in wrong.items()}
        return _draw_tally(scene, count, fields, told, code=422)
    place = (scene.id, count.table.number)
    try:
        save_hands(scene.actor, workspace(), place, hands, seen=seen)
    except StaleError:
        return _draw_tally(scene, _hands_asked(scene), fields, {}, code=409)
    except FormRefusedError as refused:
        told = {item.field: say_reason(say, item.field, item.reason) for item in refused.problems}
        return _draw_tally(scene, count, fields, told, code=422)
    target = url_for(
        "workshop_paper.show_tally", workshop_id=scene.id, table=count.table.number, saved=1
    )
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _hands_asked(scene: RoomScene) -> HandCount:
    text = request.values.get("table", "") or str(scene.tables[0].number)
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NotFound
    return read_hands(workspace(), scene.room, int(text))


def _counted(count: HandCount) -> Counted:
    return {
        name: tuple((item.number, item.state, item.value, item.hands) for item in places)
        for name, places in count.places.items()
    }


def _draw_tally(
    scene: RoomScene,
    count: HandCount,
    fields: dict[str, str] | None,
    problems: Mapping[str, str],
    *,
    code: int,
) -> Response:
    table = count.table
    body = render_template(
        "workshop_paper/tally.html",
        scene=scene,
        sections=list_sections(scene.id),
        tables=[(item.number, name_table(item.number, item.row.name, scene.translator))
                for item in scene.tables],
        table=table.number,
        parts=build_tally(
            scene.wording, _counted(count), fields,
            problems=problems, open_questions=table.open_questions,
        ),
        problems=problems,
        uncounted=[scene.wording.phrase(scene.room.toolkit.question(name).text)
                   for name in count.uncounted],
        seen=count.print,
        is_saved="saved" in request.args,
        code=code,
    )  # fmt: skip
    return private(make_response(body, code))
