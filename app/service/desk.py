"""Published figures of all countries laid on the indices of toolkits."""

from typing import Final

import structlog

from app.definition.index import Index
from app.definition.toolkit import Toolkit
from app.presentation.language import Phrase
from app.presentation.view.desk import Desk, lay_desk
from app.presentation.view.wording import Wording
from app.response import Answers, InputFileError
from app.scoring import Explanation, ScoringError, explain, explain_index, score
from app.scoring.index.file import read_references
from app.service.workspace import Workspace

log = structlog.get_logger()

INDICES: Final = "indices"
MOST_KEPT: Final = 16
_kept: dict[tuple[str, str], Desk] = {}


def open_desk(workspace: Workspace, toolkit: Toolkit) -> Desk | None:
    """Give the toolkit's by-data index scored for every country.

    None where it has none, or where it needs what is not at hand; that is logged.
    Depends on the definition and the edition of the data only, so one is shared by all requests.
    """
    index = toolkit.index("by-data")
    if index is None:
        return None
    reference = workspace.reference.current()
    key = (toolkit.content_hash, reference.edition.id)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _lay(workspace, toolkit, index)
        if found is not None:
            _kept[key] = found
    return found


def _lay(workspace: Workspace, toolkit: Toolkit, index: Index) -> Desk | None:
    folder = workspace.toolkits.folder_of(toolkit)
    try:
        references = read_references(index, folder / INDICES) if folder else {}
        return lay_desk(index, workspace.reference.current(), references)
    except (InputFileError, ScoringError) as error:
        log.warning("index_left_out", toolkit=toolkit.id, index=index.id, reason=str(error)[:300])
        return None


def explain_country(desk: Desk, country: str) -> Explanation:
    """Explain the whole index for one country, down to its figures."""
    return explain_index(desk.scores, country)


def explain_check(
    wording: Wording, answers: Answers, node: str
) -> tuple[Explanation | None, Phrase | None]:
    """Explain the tree a node of a check stands in, with the node's band; None for no such node.

    A view is a tree of its own; all else stands below the whole.
    """
    scores = score(wording.toolkit, answers, wording.setting)
    found = scores.nodes.get(node)
    if found is None:
        return None, None
    root = explain(scores, node if found.kind == "view" else "total")
    return root, wording.band_name(found.band)
