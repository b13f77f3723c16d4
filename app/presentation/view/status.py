"""How far a toolkit has come, in words: on every page that uses it, and in the report."""

from collections.abc import Mapping
from typing import Final

from app.definition.toolkit import Toolkit
from app.presentation.language import N_

STATUS_WORDS: Final[Mapping[str, str]] = {
    "idea": N_("idea"),
    "draft": N_("draft"),
    "circulated": N_("circulated for comments"),
    "revised": N_("revised after comments"),
    "final": N_("final"),
    "retired": N_("retired"),
}
"""Message ids."""
WITHDRAWN: Final = N_("no longer offered")


def mark_of(toolkit: Toolkit) -> str:
    """Give the message id of the mark a toolkit carries; empty for a final one."""
    return "" if toolkit.status == "final" else STATUS_WORDS[toolkit.status]


def mark_in_use(toolkit: Toolkit, shown: Toolkit | None) -> str:
    """Give the message id of the mark of a toolkit that somebody answers; may be empty.

    `shown` is what the public can read of it by now: a check goes on when its toolkit is retired
    or gone, and says so.
    """
    if shown is None:
        return WITHDRAWN
    return mark_of(shown if shown.status == "retired" else toolkit)
