"""The status of a toolkit in words, with what it means for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.toolkit import Toolkit
from app.presentation.language import N_, Translator
from app.presentation.view.status import STATUS_WORDS, mark_of

_EFFECTS: Final[Mapping[str, str]] = {
    "idea": N_("Not open to visitors."),
    "draft": N_("Not open to visitors."),
    "circulated": N_("Open to everybody; the text may still change."),
    "revised": N_("Open to everybody; the text was changed after comments and may change again."),
    "final": N_("Open to everybody; whatever changes comes as a new version."),
    "retired": N_("No new check can be started. Checks that were begun go on with it."),
}


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status: its word, what it means, whether a check can be started.

    `mark` is the message id of the badge behind the title, empty for a final toolkit.
    """

    word: str
    mark: str
    effect: str
    is_open: bool


def say_status(toolkit: Toolkit, translator: Translator) -> StatusView:
    """Say the status of a toolkit and its effect."""
    return StatusView(
        translator.gettext(STATUS_WORDS[toolkit.status]),
        mark_of(toolkit),
        translator.gettext(_EFFECTS[toolkit.status]),
        toolkit.is_open,
    )
