"""The steps of an assessment in words: what one means, and what is open before it is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.view.page import find_pages
from app.presentation.view.wording import Wording

BUTTONS: Final[Mapping[str, str]] = {
    "draft>collecting": N_("Open it for answers"),
    "collecting>consensus": N_("Begin to find consensus"),
    "consensus>collecting": N_("Collect more answers"),
    "collecting>review": N_("Hand it in for review"),
    "consensus>review": N_("Hand it in for review"),
    "changes-asked>review": N_("Hand it in again"),
    "review>changes-asked": N_("Ask for changes"),
    "review>collecting": N_("Take it back to collect more answers"),
    "review>approved": N_("Approve it"),
    "approved>published": N_("Publish it"),
    "private>published": N_("Publish it"),
    "approved>private": N_("Keep it private"),
    "published>private": N_("Take back what is public"),
}
"""What the button of a step says, by the states it leads from and to."""

MEANINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "collecting": (
        N_("Everybody answers what is assigned to them, with evidence."),
        N_("The kind of unit and the choices of the toolkit stay as they are from now on."),
    ),
    "consensus": (N_("The team goes through the answers together; they can still be changed."),),
    "review": (
        N_("No answer changes any more while it is reviewed."),
        N_("Reviewers write their remarks; the team replies to each and decides."),
        N_("The approver then approves it, or asks for changes."),
    ),
    "changes-asked": (
        N_("The team can change answers again and replies to the remarks of reviewers."),
        N_("The focal point then hands it in again."),
    ),
    "approved": (
        N_("Questions, answers, scores, evidence, goals and plan are kept as they stand now."),
        N_("Nothing of it changes any more, whatever becomes of the toolkit or the program."),
        N_("An earlier round of the same unit by the same toolkit is superseded."),
        N_("Nothing becomes public by this: publishing is an act of its own."),
    ),
    "private": (N_("Only those who take part see the result. It can be published later."),),
}
"""What a state means, in sentences, by its id."""


@dataclass(frozen=True, slots=True)
class StepChoice:
    """One step somebody may take: the state it leads to, and what its button says."""

    after: str
    button: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that is open, with the page it stands on."""

    id: str
    text: Phrase
    page: str


@dataclass(frozen=True, slots=True)
class OpenList:
    """Questions that are open for one reason."""

    title: str
    questions: tuple[OpenQuestion, ...]


def list_choices(wording: Wording, before: str, afters: Sequence[str]) -> tuple[StepChoice, ...]:
    """Give the steps somebody may take from a state."""
    say = wording.translator.gettext
    return tuple(StepChoice(after, say(BUTTONS[f"{before}>{after}"])) for after in afters)


def say_meaning(wording: Wording, after: str) -> tuple[str, ...]:
    """Say what it means to reach a state."""
    return tuple(map(wording.translator.gettext, MEANINGS.get(after, ())))


def build_open_lists(
    wording: Wording, found: Sequence[tuple[str, Sequence[str]]]
) -> tuple[OpenList, ...]:
    """Give the open questions by reason, reasons without any left out; titles are message ids."""
    page_of = {question: page.id for page in find_pages(wording) for question in page.questions}
    return tuple(
        OpenList(
            wording.translator.gettext(title),
            tuple(
                OpenQuestion(
                    name, wording.phrase(wording.toolkit.question(name).text), page_of[name]
                )
                for name in questions
                if name in page_of
            ),
        )
        for title, questions in found
        if questions
    )
