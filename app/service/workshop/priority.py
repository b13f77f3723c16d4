"""What a room would do first: items chosen, rated alone by impact and effort, then shown.

One item comes before all others, so that everybody means the same by a 3. How somebody rated is
told to nobody before a reveal, and then only from five ratings on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.presentation.view.assessment.candidate import find_candidates
from app.response.workshop.board import LEAST
from app.response.workshop.priority import HIGHEST, LOWEST, Rating, place_items
from app.response.workshop.rating import (
    CALIBRATION,
    LONGEST_ITEM,
    MOST_ITEMS,
    Item,
    Ranking,
    RatingPhase,
    is_rated_now,
    is_shown,
    read_phase,
    take_step,
)
from app.response.workshop.table import ActRefusedError
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.opening import Room, Seat, open_seat
from app.service.workshop.outcome import (
    RefusedError,
    find_agreed,
    note_outcome,
    write_outcome,
)
from app.service.workshop.planning import PRIORITIES
from app.service.workshop.simulation import rate_invented
from app.service.workshop.steering import StaleError
from app.service.workshop.voting import Closed
from app.service.workspace import Workspace
from app.store import workshop_outcome_plan as table
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.workshop_room import update_workshop
from app.store.workshop_seat import list_participants

__all__ = [
    "Ranking",
    "add_items",
    "find_ranking",
    "phase_of",
    "read_own_ratings",
    "read_ranking",
    "remove_item",
    "save_ratings",
    "set_calibration",
    "step_on",
]

PHASE: Final = "priorities"
"""Key of how far a room is, in the content of its workshop."""


def phase_of(row: AnyRow) -> RatingPhase:
    """Give how far a room is with rating."""
    return read_phase(row.content.get(PHASE))


def read_ranking(workspace: Workspace, workshop: AnyRow) -> Ranking:
    """Read what is rated in a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        return find_ranking(session, workshop)


def find_ranking(session: Session, workshop: AnyRow) -> Ranking:
    """Give what is rated in a room, and of the ratings what all may see."""
    phase = phase_of(workshop)
    items = tuple(map(_restore, table.list_items(session, workshop.id)))
    shown = [item.number for item in items if is_shown(phase, item.number)]
    ratings = table.read_ratings(session, workshop.id) if shown else ()
    placed = place_items(shown, (Rating(row.item, row.impact, row.effort) for row in ratings))
    enough = {number: place for number, place in placed.items() if place.count >= LEAST}
    people = list_participants(session, workshop.id)
    here = {row.id for row in people if row.left_at is None}
    open_now = {item.number for item in items if is_rated_now(phase, item.number)}
    rated = _count_done(table.list_raters(session, workshop.id), open_now, here)
    return Ranking(phase, items, enough, rated, len(here))


def _restore(row: AnyRow) -> Item:
    return Item(int(row.number), row.text, row.question)


def _count_done(rows: Sequence[AnyRow], wanted: set[int], here: set[str]) -> int:
    done: dict[str, set[int]] = {}
    for row in rows:
        done.setdefault(row.participant_id, set()).add(row.item)
    return sum(name in here and bool(wanted) and wanted <= items for name, items in done.items())


# --- What is to be rated ------------------------------------------------------------------------


def add_items(
    actor: Actor,
    workspace: Workspace,
    workshop_id: str,
    *,
    questions: Iterable[str] = (),
    texts: Iterable[str] = (),
) -> None:
    """Let a room rate what the toolkit names next for some questions, and texts of its own.

    What is there already is not added a second time.

    Raises:
        NotFound: The actor may not.
        NotAChoice: The toolkit names nothing for a question, or a text is empty or too long.
        RefusedError: `full`: too many; `shown`: the ratings are shown already; `ended`.
    """
    asked, given = tuple(questions), tuple(texts)
    if any(not text or len(text) > LONGEST_ITEM for text in given):
        raise NotAChoice("text")

    def work(session: Session, room: Room) -> None:
        _refuse_if_shown(room)
        wanted = _name_actions(session, room, asked) + [("", text) for text in given]
        rows = [row for row in table.list_items(session, room.id) if row.number != CALIBRATION]
        here = {(row.question, row.text) for row in rows}
        new = [pair for pair in dict.fromkeys(wanted) if pair not in here]
        if len(rows) + len(new) > MOST_ITEMS:
            raise RefusedError("full")
        last = table.find_last_item(session, room.id)
        for number, (question, text) in enumerate(new, start=last + 1):
            _write(session, room, Item(number, text, question))
            note_outcome(session, workspace, room, "workshop_item_added", item=number)

    write_outcome(actor, workspace, workshop_id, work)


def _name_actions(session: Session, room: Room, questions: Iterable[str]) -> list[tuple[str, str]]:
    """Give questions with what the toolkit names to do next from where the room agreed they are."""
    agreed, everything = find_agreed(session, room.id), replace(room.setting, quick=False)
    found = find_candidates(room.toolkit, agreed, everything, goals=()) if questions else ()
    named = {item.question: str(item.action) for item in found}
    if not named.keys() >= set(questions):
        raise NotAChoice("question")
    return [(name, named[name]) for name in questions]


def _write(session: Session, room: Room, item: Item) -> None:
    values: dict[str, object] = {
        "workshop_id": room.id, "number": item.number, "question": item.question,
        "text": item.text, "removed_at": None,
    }  # fmt: skip
    table.write_item(session, values)


def _refuse_if_shown(room: Room) -> None:
    if phase_of(room.row) == "shown":
        raise RefusedError("shown")


def remove_item(actor: Actor, workspace: Workspace, workshop_id: str, number: int) -> None:
    """Take an item out; one that is out already stays out.

    Raises:
        NotFound: The actor may not.
        NotAChoice: The item all calibrate by.
        RefusedError: `shown`: the ratings are shown already; `ended`.
    """
    if number == CALIBRATION:
        raise NotAChoice("item")

    def work(session: Session, room: Room) -> None:
        _refuse_if_shown(room)
        row = next((r for r in table.list_items(session, room.id) if r.number == number), None)
        if row is not None:
            table.remove_item(session, room.id, number, workspace.now())
            note_outcome(session, workspace, room, "workshop_item_removed", item=number)

    write_outcome(actor, workspace, workshop_id, work)


def set_calibration(
    actor: Actor, workspace: Workspace, workshop_id: str, text: str, *, seen: int
) -> None:
    """Say what all rate first (nothing: the usual); `seen` is the workshop's version.

    Raises:
        NotFound: The actor may not.
        NotAChoice: Too long a text.
        RefusedError: `begun`: it is being rated, or was; `ended`.
        StaleError: Somebody else changed the workshop meanwhile.
    """
    if len(text) > LONGEST_ITEM:
        raise NotAChoice("text")

    def work(session: Session, room: Room) -> None:
        _check_seen(room, seen)
        if phase_of(room.row) != "choosing":
            raise RefusedError("begun")
        _write(session, room, Item(CALIBRATION, text))
        note_outcome(session, workspace, room, "workshop_item_added", item=CALIBRATION)

    write_outcome(actor, workspace, workshop_id, work)


def _check_seen(room: Room, seen: int) -> None:
    if room.row.version != seen:
        raise StaleError


# --- Opening, closing, showing ------------------------------------------------------------------


def step_on(actor: Actor, workspace: Workspace, workshop_id: str, step: str, *, seen: int) -> None:
    """Open, close or reveal the rating; without a text of its own all calibrate by the usual one.

    Raises:
        NotFound: The actor may not.
        RefusedError: `not-now`: not as far as the room is; `no-items`: nothing to rate; `ended`.
        StaleError: Somebody else changed the workshop meanwhile.
    """

    def work(session: Session, room: Room) -> None:
        _check_seen(room, seen)
        try:
            after = take_step(phase_of(room.row), step)
        except ActRefusedError as refused:
            raise RefusedError(refused.reason) from None
        numbers = {row.number for row in table.list_items(session, room.id)}
        if after == "open" and numbers <= {CALIBRATION}:
            raise RefusedError("no-items")
        if after == "trial" and CALIBRATION not in numbers:
            _write(session, room, Item(CALIBRATION, ""))
        update_workshop(session, room.id, {"content": dict(room.row.content) | {PHASE: after}})
        rate_invented(session, workspace, room)
        note_outcome(session, workspace, room, "workshop_rating_changed", phase=after)

    write_outcome(actor, workspace, workshop_id, work)


# --- Rating -------------------------------------------------------------------------------------


def read_own_ratings(workspace: Workspace, seat: Seat) -> Mapping[int, Rating]:
    """Read a participant's own ratings, by item."""
    with read_session(workspace.engine) as session:
        rows = table.read_own_ratings(session, seat.id)
    return {int(row.item): Rating(row.item, row.impact, row.effort) for row in rows}


def save_ratings(
    actor: Actor, workspace: Workspace, workshop_id: str, ratings: Sequence[Rating]
) -> None:
    """Keep some of one's own ratings; the same once more changes nothing.

    Raises:
        NotFound: The actor does not sit in the room.
        NotAChoice: No mark from 1 to 5.
        Closed: One of the items is not open for rating.
    """
    marks = {mark for rating in ratings for mark in (rating.impact, rating.effort)}
    if not all(LOWEST <= mark <= HIGHEST for mark in marks):
        raise NotAChoice("mark")
    seat = open_seat(actor, workspace, workshop_id)

    def work(session: Session) -> None:
        row = table.share_workshop(session, workshop_id)
        if row is None:
            raise NotFound
        here = {item.number for item in table.list_items(session, workshop_id)}
        phase = phase_of(row)
        is_open = row.stage == PRIORITIES and all(
            rating.item in here and is_rated_now(phase, rating.item) for rating in ratings
        )
        if not is_open:
            raise Closed
        _keep(session, workspace, seat, ratings)

    run_write(workspace.engine, work)


def _keep(session: Session, workspace: Workspace, seat: Seat, ratings: Sequence[Rating]) -> None:
    before = {row.item: row for row in table.read_own_ratings(session, seat.id)}
    rows: list[dict[str, object]] = []
    for rating in ratings:
        old = before.get(rating.item)
        if old is not None and (old.impact, old.effort) == (rating.impact, rating.effort):
            continue
        version = old.version + 1 if old is not None else 1
        rows.append({
            "participant_id": seat.id, "item": rating.item, "workshop_id": seat.workshop.id,
            "impact": rating.impact, "effort": rating.effort, "version": version,
            "saved_at": workspace.now(),
        })  # fmt: skip
    table.write_ratings(session, rows)
