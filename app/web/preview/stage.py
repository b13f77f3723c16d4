"""What a page of the author's site stands on: the toolkit as it is tried, and its findings."""

from dataclasses import dataclass
from typing import Any, Final, cast

from flask import abort, current_app, redirect, url_for

from app.presentation.view.question import Draft, Filling
from app.presentation.view.wording import Wording
from app.service.preview.state import Preview, Trial
from app.web.scene import translator

KEY: Final = "eready-preview"


@dataclass(frozen=True, slots=True)
class Stage:
    """A trial as a page shows it.

    `toolkit_id` and `country` are None: templates shared with the site put them into addresses,
    and those of the author's site have neither. `mark` is empty, since the author knows the status.
    """

    trial: Trial
    wording: Wording
    filling: Filling
    toolkit_id: None = None
    country: None = None
    mark: str = ""

    def with_drafts(self, drafts: dict[str, Draft]) -> "Stage":
        """Give the same with what was typed and can't be taken."""
        own = self.filling
        filling = Filling(own.answers, own.reference, own.country, own.country_name, drafts)
        return Stage(self.trial, self.wording, filling)


def preview() -> Preview:
    """Give the toolkit that is tried."""
    return cast("Preview", current_app.extensions[KEY])


def open_stage() -> Stage:
    """Open the newest version that can be used; to the findings where there is none yet."""
    trial = preview().open()
    if trial is None:
        abort(redirect(url_for("preview.list_findings"), 303))
    return Stage(trial, trial.speak(translator()), trial.filling(translator().code))


def frame() -> dict[str, Any]:
    """Give every page the findings of the files as they are."""
    return {"edition": preview().watch.look()}
