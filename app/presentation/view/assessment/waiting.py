"""What waits for somebody in an assessment, in words."""

from collections.abc import Mapping
from typing import Final

from app.presentation.language import N_, Translator

_WAITING: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "draft": (("focal-point", N_("Check the settings, then open it for answers.")),),
    "changes-asked": (("focal-point", N_("Changes were asked for.")),),
    "review": (
        ("approver", N_("Waits for your approval.")),
        ("reviewer", N_("Waits for your review.")),
    ),
    "consensus": (("facilitator", N_("Waits for consensus.")),),
    "approved": (
        ("focal-point", N_("Publish it, or keep it private.")),
        ("approver", N_("Publish it, or keep it private.")),
    ),
}
"""By state: what waits for which role, the first that fits."""


def say_waiting(
    state: str, roles: frozenset[str], *, open_own: int, to_confirm: int, translator: Translator
) -> tuple[str, ...]:
    """Say what waits for somebody with these roles; nothing where all is done."""
    said = []
    if open_own:
        said.append(
            translator.ngettext(
                "%(num)s of your questions is open.",
                "%(num)s of your questions are open.",
                open_own,
            )
        )
    if to_confirm and "focal-point" in roles:
        said.append(
            translator.ngettext(
                "%(num)s answer is to be confirmed.",
                "%(num)s answers are to be confirmed.",
                to_confirm,
            )
        )
    word = next((words for role, words in _WAITING.get(state, ()) if role in roles), "")
    return (*said, translator.gettext(word)) if word else tuple(said)
