"""The spread of a revealed question as a page shows it: on phones, at the control, on the wall."""

from app.presentation.view.workshop.reveal import Facts, Remark, Reveal, build_reveal
from app.response.answer import Answer
from app.response.workshop.table import PRACTICE
from app.service.workshop.reading import Table
from app.service.workshop.revealing import read_reveal
from app.web.scene import workspace
from app.web.workshop import RoomScene, SeatScene


def open_reveal(
    scene: RoomScene | SeatScene,
    table: Table,
    question: str,
    *,
    own: Answer | None = None,
    with_names: bool = True,
) -> Reveal:
    """Open what a room said to a question (or to `practice`); not found unless it is revealed.

    `own` is the reader's own answer. Without `with_names`, none is given in a named session either:
    a screen that all look at shows none.
    """
    row, wording = scene.row, scene.wording
    found = read_reveal(workspace(), row, wording.toolkit, table=table, question=question)
    name = row.anchor if question == PRACTICE else question
    remarks = tuple(Remark(item.text, item.name if with_names else "") for item in found.comments)
    facts = Facts(place=found.place, remarks=remarks, own=own)
    return build_reveal(wording, wording.toolkit.question(name), found.board, facts=facts)
