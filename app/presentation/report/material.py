"""What a report is made from: the views that the pages show too, so that both print the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from app.definition.toolkit import TOTAL, Toolkit
from app.presentation.language import Phrase, Translator
from app.presentation.number import isolate, show_date
from app.presentation.punctuation import write_sign
from app.presentation.report.team import Team
from app.presentation.view.data import build_data_view
from app.presentation.view.data_model import DataView
from app.presentation.view.desk import Desk
from app.presentation.view.explanation import ExplanationView, build_explanation
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.presentation.view.wording import Wording
from app.reference import Country, Edition, Reference
from app.response import Answers
from app.scoring import ENGINE, Scores, explain, score

Source = Literal["visitor", "file", "team"]
"""Where answers come from: a visitor's quick-check, a file scored without the site, or a team."""

REPORT_VERSION: Final = "3"
"""Changes when the same data would be set differently."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which country, seen through which figures.

    Attributes:
        country: whose report it is.
        reference: the edition of the published figures.
        desk: the toolkit's by-data index for all countries; None where it has none.
        compare: up to three other countries.
        on: the day whose group memberships count.
    """

    country: Country
    reference: Reference
    desk: Desk | None
    compare: tuple[Country, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Check:
    """What was answered, where the answers come from, and their day.

    The day is that of the last answer of a visitor, that of the report where a file is scored.
    """

    answers: Answers
    answered_on: date
    source: Source = "visitor"


@dataclass(frozen=True, slots=True)
class Material:
    """All that goes into one report.

    Attributes:
        wording: the toolkit's texts for the reader, with the setting of the check.
        country: whose report it is.
        reference: the edition of the published figures.
        data: the view by data; None where the toolkit has no such index.
        desk: the index behind it.
        result: the view by judgement; None in a report by data alone.
        answers: what was answered.
        scores: the numbers behind it.
        whole: how the total came about; None in a report by data alone.
        answered_on: day of the answers, see Check; None in a report by data alone.
        source: where the answers come from.
        engine: version of the scoring engine.
        team: what is said of a team's assessment; None of all else.
        edition_kept: the edition of the figures beside it, where that is not `reference`.
    """

    wording: Wording
    country: Country
    reference: Reference
    data: DataView | None
    desk: Desk | None = None
    result: ResultView | None = None
    answers: Answers | None = None
    scores: Scores | None = None
    whole: ExplanationView | None = None
    answered_on: date | None = None
    source: Source = "visitor"
    engine: str = ENGINE
    team: Team | None = None
    edition_kept: Edition | None = None

    @property
    def edition(self) -> Edition:
        """The edition of the published figures."""
        return self.edition_kept or self.reference.edition

    @property
    def is_of_file(self) -> bool:
        """Whether the answers were read from a file, in full or for a quick-check."""
        return self.source == "file"

    @property
    def is_full(self) -> bool:
        """Whether all questions were asked, not those of the quick-check alone."""
        return self.result is not None and not self.wording.setting.quick

    @property
    def translator(self) -> Translator:
        """Speaks the report's language."""
        return self.wording.translator

    @property
    def toolkit(self) -> Toolkit:
        """The toolkit as it was when the check began."""
        return self.wording.toolkit

    @property
    def country_name(self) -> str:
        """The country's name in the report's language, or in English."""
        return self.country.name(self.translator.code)

    @property
    def country_phrase(self) -> Phrase:
        """The country's name with the language it is in."""
        return Phrase(self.country_name, self.country.name_language(self.translator.code))

    @property
    def day(self) -> date:
        """The day the report speaks of: that of the last answer, else that of the data."""
        return self.answered_on or self.reference.edition.date

    @property
    def day_words(self) -> str:
        """The same as it is printed."""
        return show_date(self.day, self.translator)

    @property
    def team_language(self) -> str:
        """The language a team writes in; the report's where there is no team."""
        return self.team.language if self.team else self.translator.code

    @property
    def approved_words(self) -> str:
        """The day on which a team's assessment was approved; empty for all else."""
        day = self.team.approved_on if self.team else None
        return show_date(day, self.translator) if day else ""

    def gettext(self, msgid: str, /, **params: object) -> str:
        """Translate a text into the report's language."""
        return self.translator.gettext(msgid, **params)


def join_names(names: Sequence[str], translator: Translator) -> str:
    """Join names as the language lists them; a single one stays as it is."""
    return names[0] if len(names) == 1 else translator.join(names)


def list_codes(codes: Iterable[str], translator: Translator) -> str:
    """List ids of questions, which run from left to right each, as the language runs."""
    return write_sign(", ", translator.code).join(isolate(code, translator) for code in codes)


def gather_material(wording: Wording, place: Place, check: Check | None) -> Material:
    """Build the views a report is made from; without a check it is a report by data alone."""
    data = (
        build_data_view(wording, place.desk, place.country, compare=place.compare, on=place.on)
        if place.desk
        else None
    )
    if check is None:
        return Material(wording, place.country, place.reference, data, place.desk)
    scores = score(wording.toolkit, check.answers, wording.setting)
    return Material(
        wording,
        place.country,
        place.reference,
        data,
        place.desk,
        result=build_result(wording, check.answers, place.country, desk=place.desk),
        answers=check.answers,
        scores=scores,
        whole=build_explanation(wording, explain(scores), TOTAL),
        answered_on=check.answered_on,
        source=check.source,
    )
