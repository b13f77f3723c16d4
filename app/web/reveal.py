"""The spread of a revealed question as a page shows it: on phones, at the control, on the wall."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.presentation.view.wording import Wording
from app.presentation.view.workshop.reveal import Facts, Remark, Reveal, build_reveal
from app.service.workshop.reading import Table
from app.service.workshop.revealing import read_reveal
from app.web.scene import workspace
from app.web.workshop import RoomScene, SeatScene

if TYPE_CHECKING:
    from app.response.answer import Answer


def open_reveal(
    scene: RoomScene | SeatScene,
    table: Table,
    question: str,
    *,
    own: "Answer | None" = None,
) -> Reveal:
    """Open what a room said to a question (or to `practice`); not found unless it is revealed.

    `own` is the reader's own answer, to be marked.
    """
    return _open(scene, table, question, facts=Facts(own=own))


def open_nameless(
    scene: RoomScene, table: Table, question: str, *, also: Wording | None = None
) -> Reveal:
    """Open it for a screen that all look at: without names in a named session too.

    `also` are the texts of a second language.
    """
    return _open(scene, table, question, facts=Facts(also=also), with_names=False)


def _open(
    scene: RoomScene | SeatScene,
    table: Table,
    question: str,
    *,
    facts: Facts,
    with_names: bool = True,
) -> Reveal:
    toolkit = scene.wording.toolkit
    found = read_reveal(workspace(), scene.row, toolkit, table=table, question=question)
    remarks = tuple(Remark(item.text, item.name if with_names else "") for item in found.comments)
    full = replace(facts, place=found.place, remarks=remarks)
    return build_reveal(scene.wording, toolkit.question(found.question), found.board, facts=full)
