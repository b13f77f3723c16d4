"""What every page of an assessment has in common: who asks, what it is, what they may do there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from app.presentation.language import Phrase, Translator
from app.presentation.view.assessment.naming import name_round, name_unit, say_period
from app.presentation.view.status import mark_in_use
from app.presentation.view.wording import Wording
from app.service.access import Access
from app.service.actor import Actor
from app.service.assessment.opening import Opened, Work, open_assessment, read_work
from app.service.passage import find_newer
from app.service.permission import MOVE, STATES
from app.web.assessment_section import SECTIONS, Section
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Link:
    """A section as the row above a page shows it."""

    label: str
    url: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class AssessmentScene:
    """One assessment as a page sees it."""

    actor: Actor
    opened: Opened
    wording: Wording

    @property
    def id(self) -> str:
        """Id of the assessment."""
        return self.opened.id

    @property
    def access(self) -> Access:
        """What the reader may do here."""
        return self.opened.access

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the assessment, with `unit_kind`, `country` and `name` of its unit."""
        return self.opened.access.row

    @property
    def toolkit(self) -> "Toolkit":
        """The toolkit as it is pinned."""
        return self.opened.toolkit

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.wording.translator

    @property
    def country(self) -> str:
        """The country whose published figures are those of the unit; empty for other units."""
        is_country = self.row.unit_kind == "country" and self.row.scope == "country"
        return str(self.row.country or "") if is_country else ""

    @property
    def unit_name(self) -> str:
        """Name of the unit."""
        return unit_name(self.row.country, self.row.name)

    @property
    def title(self) -> Phrase:
        """Its own title, else that of the toolkit."""
        return Phrase(self.row.title, self.row.language) if self.row.title else self.wording.title

    @property
    def round_name(self) -> str:
        """Which round it is."""
        return name_round(self.row.round, self.translator)

    @property
    def period(self) -> str:
        """The time it is about; empty where none was set."""
        return say_period(self.row.period_start, self.row.period_end, self.translator)

    @property
    def state_name(self) -> str:
        """The state it is in."""
        return self.translator.gettext(STATES[self.row.state])

    @property
    def mark(self) -> str:
        """How far the toolkit has come, as a message id; empty for a final one."""
        return mark_in_use(self.toolkit, workspace().toolkits.shown(self.toolkit.id))

    @property
    def newer(self) -> str:
        """Number of the version it can be moved to; empty where the reader can't, or none is."""
        found = find_newer(workspace(), self.toolkit, self.row.scope) if self.may(MOVE) else None
        return found.version if found else ""

    @property
    def sections(self) -> tuple[Link, ...]:
        """The sections the reader may see now."""
        return tuple(self._link(item) for item in SECTIONS if self.may(item.action))

    def _link(self, section: Section) -> Link:
        return Link(
            self.translator.gettext(section.label),
            url_for(section.endpoint, assessment_id=self.id),
            section.holds(request.endpoint or ""),
        )

    def may(self, action: str) -> bool:
        """Tell whether the reader may do something here now."""
        return self.access.may(action)

    def read_work(self) -> Work:
        """Read answers, assignments and the names of the people in them."""
        return read_work(workspace(), self.opened)


def open_assessment_scene(assessment_id: str, action: str) -> AssessmentScene:
    """Open an assessment for whoever asks.

    A stranger gets 404, somebody with the role 409 in a state in which this is not done.
    """
    actor = signed_in()
    opened = open_assessment(actor, workspace(), assessment_id, action)
    return AssessmentScene(actor, opened, word(opened.toolkit, opened.setting))


def unit_name(country: str | None, name: str) -> str:
    """Name a unit in the reader's language."""
    reference = workspace().reference.current()
    return name_unit(reference, translator(), country=country, name=name)
