"""What participants thought of it: two questions on use, one on awareness before and after.

How anybody answered is told to nobody before the end, so that no answer can be read off the change
it makes; then in sum, from five answers on.
"""

from app.response.workshop.feedback import AT_END, FIELDS, Given, Summary, sum_up
from app.response.workshop.priority import HIGHEST, LOWEST
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.opening import Seat, open_seat
from app.service.workshop.planning import ENDED, FEEDBACK, PREPARE, TABLES
from app.service.workshop.voting import Closed
from app.service.workspace import Workspace
from app.store import workshop_outcome_plan as table
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write


def read_own_feedback(workspace: Workspace, seat: Seat) -> Given:
    """Read what a participant thought."""
    with read_session(workspace.engine) as session:
        return _restore(table.find_feedback(session, seat.id))


def _restore(row: AnyRow | None) -> Given:
    return Given() if row is None else Given(row.useful, row.again, row.before, row.after)


def list_asked_now(stage: str, own: Given) -> tuple[str, ...]:
    """Give what can be answered in a stage: what was known before only before much was said.

    Who comes late says it once, while the tables answer.
    """
    if stage == PREPARE or (stage == TABLES and own.before is None):
        return ("before",)
    return AT_END if stage == FEEDBACK else ()


def save_feedback(
    actor: Actor, workspace: Workspace, workshop_id: str, given: dict[str, int | None]
) -> None:
    """Keep some of what a participant thinks; None takes an answer back, what is not named stays.

    Raises:
        NotFound: The actor does not sit in the room.
        NotAChoice: No such question, or no mark from 1 to 5.
        Closed: It is not asked now; nothing was kept.
    """
    marks = [mark for mark in given.values() if mark is not None]
    if not given.keys() <= set(FIELDS) or not all(LOWEST <= mark <= HIGHEST for mark in marks):
        raise NotAChoice("feedback")
    seat = open_seat(actor, workspace, workshop_id)

    def work(session: Session) -> None:
        row = table.share_workshop(session, workshop_id)
        if row is None:
            raise NotFound
        own = _restore(table.find_feedback(session, seat.id))
        if not given.keys() <= set(list_asked_now(row.stage, own)):
            raise Closed
        values: dict[str, object] = {name: getattr(own, name) for name in FIELDS} | given
        key = {"participant_id": seat.id, "workshop_id": workshop_id}
        table.write_feedback(session, key | values | {"saved_at": workspace.now()})

    run_write(workspace.engine, work)


def read_summary(workspace: Workspace, workshop: AnyRow) -> Summary:
    """Read what a room that was opened to whoever runs it thought."""
    with read_session(workspace.engine) as session:
        return find_summary(session, workshop)


def find_summary(session: Session, workshop: AnyRow) -> Summary:
    """Give what a room thought."""
    given = [_restore(row) for row in table.list_feedback(session, workshop.id)]
    return sum_up(given, is_open=workshop.stage != ENDED)
