"""The texts of a toolkit in the reader's language, and whether the page must say more of them."""

from typing import TYPE_CHECKING

from flask import g

from app.presentation.view.published import PublishedWording
from app.presentation.view.wording import Wording
from app.service.setting import choose_setting
from app.service.toolkit_language import find_published, open_wording
from app.web.scene import translator, workspace

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit
    from app.response import Setting

_KEY = "has_unreviewed"
_NAMES_KEY = "has_unreviewed_names"


def word(toolkit: "Toolkit", setting: "Setting | None" = None) -> Wording:
    """Give a toolkit's texts for this reader; without a setting, no parameter is chosen."""
    chosen = choose_setting(toolkit, {}) if setting is None else setting
    wording = open_wording(workspace(), toolkit, chosen, translator())
    if not wording.is_reviewed:
        setattr(g, _KEY, True)
    return wording


def note_names(wording: Wording) -> None:
    """Let the page say that it shows names of indicators that nobody has reviewed, if it does."""
    if wording.lacks_review_of_names:
        setattr(g, _NAMES_KEY, True)


def word_published() -> PublishedWording:
    """Give the texts of the reference data for this reader."""
    speaker = translator()
    wording = PublishedWording(
        speaker, find_published(workspace().settings.reference, speaker.code)
    )
    if not wording.is_reviewed:
        setattr(g, _NAMES_KEY, True)
    return wording


def has_unreviewed() -> bool:
    """Whether this page shows a translation that no native speaker has reviewed."""
    return bool(g.get(_KEY, False))


def has_unreviewed_names() -> bool:
    """Whether this page shows names of indicators in a translation that nobody has reviewed."""
    return bool(g.get(_NAMES_KEY, False))
