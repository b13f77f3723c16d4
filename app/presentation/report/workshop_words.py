"""Words of a workshop's report that several of its chapters use."""

from collections.abc import Mapping
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.number import show_number
from app.presentation.report.structure import Block, Cell, Column, Paragraph, Quote, Row, Table
from app.presentation.report.workshop import Group, Minutes, Talk
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agreed import OUTCOMES as AGREED
from app.response import Answer

OUTCOMES: Final[Mapping[str, str]] = {
    **AGREED,
    "parked": N_("Parked"),
    "open": N_("Shown, not settled"),
    "unseen": N_("Not talked about"),
}
"""What became of a question."""

NOTES: Final[Mapping[str, str]] = {
    "agreed": N_("Note"),
    "reservation": N_("Reservation"),
    "none": N_("Why"),
}
"""What the words beside an agreement are, by its outcome."""

GROUPS: Final[Mapping[str, str]] = {
    "role": N_("Role"),
    "sector": N_("Sector"),
    "sex": N_("Sex"),
    "region": N_("Region"),
}
CAPTIONS: Final[Mapping[str, str]] = {
    "role": N_("Participants by role"),
    "sector": N_("Participants by sector"),
    "sex": N_("Participants by sex"),
    "region": N_("Participants by region"),
}
OTHERS: Final = N_("All others")


def find_outcome(talk: Talk) -> str:
    """Give what became of a question, a key of `OUTCOMES`."""
    if talk.agreement is not None:
        return talk.agreement.outcome
    if not talk.is_shown:
        return "unseen"
    return "parked" if talk.phase == "parked" else "open"


def say_outcome(minutes: Minutes, talk: Talk) -> str:
    """Say what became of a question."""
    return minutes.gettext(OUTCOMES[find_outcome(talk)])


def say_typed_answer(wording: Wording, name: str, answer: Answer) -> Cell:
    """Say an answer; a text is what somebody typed."""
    question = wording.toolkit.question(name)
    said = say_answer(wording, question, answer)
    is_typed = question.kind == "text" and answer.state == "answered"
    return Quote(said.text) if is_typed else said


def say_in_sentence(minutes: Minutes, name: str, answer: Answer) -> str:
    """Say an answer inside a line: a level with its number before its words."""
    said = say_typed_answer(minutes.wording, name, answer)
    is_level = minutes.wording.toolkit.question(name).kind == "level"
    text = said.as_text(minutes.translator) if isinstance(said, Phrase) else str(said)
    if not is_level or answer.state != "answered":
        return text
    level = show_number(float(str(answer.value)), minutes.translator)
    return minutes.gettext("Level %(level)s: %(state)s", level=level, state=text)


def name_question(minutes: Minutes, name: str) -> Phrase:
    """Give the text of a question."""
    return minutes.wording.phrase(minutes.wording.toolkit.question(name).text)


def tabulate_groups(minutes: Minutes, kind: str, groups: tuple[Group, ...]) -> Block:
    """List the parts of the participants, or say that this would tell on somebody."""
    label = minutes.gettext(GROUPS[kind])
    if not groups:
        return Paragraph(
            minutes.gettext(
                "%(group)s: not broken down, for a part of the room would be so small that it "
                "tells who is meant.",
                group=label,
            ),
            "quiet",
        )
    columns = (
        Column(label),
        Column(minutes.gettext("People"), is_number=True, width=20),
    )
    rows = tuple(
        Row(
            (
                Quote(group.name) if group.name else minutes.gettext(OTHERS),
                show_number(group.count, minutes.translator),
            )
        )
        for group in groups
    )
    return Table(minutes.gettext(CAPTIONS[kind]), columns, rows)
