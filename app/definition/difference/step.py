"""Which step of the version a changed key asks for.

Patch: wording. Minor: nothing that changes the score of old answers. Major: all else, which is what
every key asks for that is not listed here.
"""

from collections.abc import Mapping
from typing import Final

from app.definition.difference.change import Step
from app.definition.difference.comparison import ANY, ORDER, Seen

_WORDING: Final = frozenset({
    "text", "why", "ask", "evidence", "not_applicable_when", "references", "related", "sources",
    "hint", "basis", "how_to_measure", "note", "notes", "x-", "state", "action", "title", "summary",
    "definition", "band_actions", "meaning", "next_step", "name", "say", "reason", "disclaimer",
    "people_in_focus", "answering", "process", "in_text", "below_country", "status", ORDER,
})  # fmt: skip
GATES_OFF: Final = "gates (disabled)"
"""The key under which gates that hold nothing are compared."""

# They decide what is offered, prefilled, asked for or told, and no points.
_BESIDE: Final = frozenset(
    {"indicator", "evidence_from_level", "language", "consistency", "uncertainty", "role"}
    | {GATES_OFF}
)
# Parts that take nothing from old answers by coming, and something by going.
_GROWING: Final[frozenset[tuple[str, ...]]] = frozenset({
    ("question", "options", ANY),
    ("parameters", ANY),
    ("parameters", ANY, "options", ANY),
    ("scoring", "views", ANY),
    ("scales", ANY),
    ("indices", ANY),
})  # fmt: skip


def step_of(seen: Seen) -> Step:
    """Give the least step of the version that a difference asks for."""
    keys = seen.keys
    if _WORDING.intersection(keys):
        return "patch"
    if _BESIDE.intersection(keys):
        return "minor"
    if keys in _GROWING:
        return _step_of_part(seen)
    if keys == ("scopes",):
        return "minor" if set(seen.before or ()) <= set(seen.after or ()) else "major"
    return _step_of_limit(seen) if keys[:2] == ("question", "valid") else "major"


def _step_of_part(seen: Seen) -> Step:
    is_needed = isinstance(seen.after, Mapping) and seen.after.get("required") is True
    return "major" if seen.after is None or is_needed else "minor"


def _step_of_limit(seen: Seen) -> Step:
    """Minor where only more may be typed in than before."""
    before, after = seen.before, seen.after
    if after is None:
        return "minor"
    if before is None or isinstance(after, Mapping):
        return "major"
    is_wider = after <= before if seen.keys[-1] == "from" else after >= before
    return "minor" if is_wider else "major"
