"""What the big screen of a room shows: never a name, and nobody's answer before the reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.definition.toolkit import Pillar
from app.presentation.language import N_
from app.presentation.view.workshop.voice import Lines, Voices
from app.response.workshop.table import PRACTICE, SHOWN, TableState

FEW: Final = 24
SOME: Final = 60
"""Up to how many dots they are drawn large, and up to how many less so."""

STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "plenary": (
        N_("All together"),
        N_("What each table agreed is confirmed, or talked over again."),
    ),
    "goals": (N_("Goals"), N_("Where do we want to be, and by which year?")),
    "priorities": (
        N_("What first?"),
        N_("Everybody rates each item on their own: how much it would change, how hard it is."),
    ),
    "plan": (N_("The plan"), N_("At most ten actions, each with somebody who does it and a day.")),
    "report": (
        N_("The report"),
        N_("What was said, agreed and planned today, to be read together."),
    ),
    "feedback": (
        N_("How was it?"),
        N_("A few questions on your phone. Nobody is told who answered what."),
    ),
    "ended": (N_("Thank you"), N_("The workshop has ended.")),
}
"""What is said in each stage in which the whole room does the same."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One table as the screen needs it.

    `asked` are the questions of its pillars, `anchor` the one it practises with. `finished` of
    those who sit `here` have finished with what is open; `confirmed` of its agreements the plenary
    stands by.
    """

    number: int
    name: str
    state: TableState
    asked: tuple[str, ...]
    finished: int
    here: int
    anchor: str
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """When time runs out, by the server's clock: moments in ISO 8601, `clock` for people (UTC)."""

    ends_at: str
    now: str
    clock: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """How many of how many, in words and as dots."""

    done: int
    of: int
    said: Lines
    density: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table among several: what it does now, and how far it is."""

    number: int
    name: str
    doing: Lines
    gauge: Gauge


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the screen shows now.

    Attributes:
        kind: Word for it, by which its template is found.
        over: What stands above the heading; may be empty.
        heading: The large text; empty where the title of the workshop is.
        lines: Sentences below it.
        question: The question talked over (or `practice`), whose spread belongs to it.
    """

    kind: str
    family: str = ""
    over: Lines = ()
    heading: Lines = ()
    lines: tuple[Lines, ...] = ()
    gauge: Gauge | None = None
    tables: tuple[TableLine, ...] = ()
    timer: Timer | None = None
    question: str = ""


def build_screen(voices: Voices, stage: str, sittings: Sequence[Sitting], now: datetime) -> Screen:
    """Say what the room does now; of several tables each has a line, of one all is shown."""
    here = sum(sitting.here for sitting in sittings)
    if stage == "prepare":
        said = voices.ngettext("%(num)s person is in", "%(num)s people are in", here)
        return Screen(kind="prepare", lines=(said,))
    if stage in STAGES:
        return _show_stage(voices, stage, sittings)
    if len(sittings) > 1:
        lines = tuple(_describe_table(voices, sitting) for sitting in sittings)
        return Screen(kind="tables", heading=voices.say("At the tables"), tables=lines)
    return show_table(voices, sittings[0], now)


def _show_stage(voices: Voices, stage: str, sittings: Sequence[Sitting]) -> Screen:
    heading, line = STAGES[stage]
    tables = (
        tuple(_describe_agreed(voices, sitting) for sitting in sittings)
        if stage == "plenary"
        else ()
    )
    return Screen(kind=stage, heading=voices.say(heading), lines=(voices.say(line),), tables=tables)


# --- One table --------------------------------------------------------------------------------


def show_table(
    voices: Voices,
    sitting: Sitting,
    now: datetime,
) -> Screen:
    """Say what one table does now."""
    state = sitting.state
    timer = _set_timer(state, now)
    if state.is_answering:
        return _show_answering(voices, sitting, timer)
    if state.closed_questions:
        heading = voices.say("Answering is over")
        line = voices.say("What everybody said is shown in a moment.")
        over, family = _name_block(voices, state.block)
        return Screen(kind="closed", over=over, family=family, heading=heading, lines=(line,))
    if state.current and state.phase(state.current) in SHOWN:
        return _show_question(voices, sitting, timer)
    line = voices.say("It goes on in a moment.")
    gauge = _count_dealt_with(voices, sitting)
    heading = voices.say("Nothing is open now")
    return Screen(kind="waiting", heading=heading, lines=(line,), gauge=gauge, timer=timer)


def _show_answering(voices: Voices, sitting: Sitting, timer: Timer | None) -> Screen:
    open_now = sitting.state.open_questions
    alone = voices.say("Answer alone, on your phone. Nobody sees what others say.")
    gauge = _count_finished(voices, sitting)
    if len(open_now) == 1:
        shown = _show_one(voices, sitting, open_now[0])
        return replace(shown, kind="answering", lines=(alone,), gauge=gauge, timer=timer)
    title, family = _name_block(voices, sitting.state.block)
    count = voices.ngettext("%(num)s question", "%(num)s questions", len(open_now))
    return Screen(
        kind="answering", family=family, heading=title, lines=(count, alone), gauge=gauge,
        timer=timer,
    )  # fmt: skip


def _show_question(voices: Voices, sitting: Sitting, timer: Timer | None) -> Screen:
    current = sitting.state.current
    phase = sitting.state.phase(current)
    kind = "agreed" if phase == "agreed" else "revealed"
    lines = (voices.say("Put aside for later"),) if phase == "parked" else ()
    shown = _show_one(voices, sitting, current)
    return replace(shown, kind=kind, lines=lines, timer=timer, question=current)


def _show_one(voices: Voices, sitting: Sitting, question: str) -> Screen:
    """Show the text of one question (or of `practice`) below its pillar."""
    name = sitting.anchor if question == PRACTICE else question
    pillar = voices.first.toolkit.pillar_of(name).id
    over, family = _name_block(voices, PRACTICE if question == PRACTICE else pillar)
    heading = voices.phrase(lambda wording: wording.phrase(wording.toolkit.question(name).text))
    return Screen(kind="revealed", family=family, over=over, heading=heading)


def _name_block(voices: Voices, block: str) -> tuple[Lines, str]:
    """Give the title of a block and the family whose colour it has."""
    if block == PRACTICE:
        return voices.say("Practice question"), ""
    pillar = find_pillar(voices, block)
    if pillar is None:
        return (), ""
    return voices.phrase(lambda wording: wording.pillar_title(pillar)), pillar.family


def find_pillar(voices: Voices, pillar_id: str) -> Pillar | None:
    """Find a pillar of the toolkit."""
    pillars = voices.first.toolkit.pillars
    return next((pillar for pillar in pillars if pillar.id == pillar_id), None)


def _set_timer(state: TableState, now: datetime) -> Timer | None:
    if not state.ends_at:
        return None
    ends = datetime.fromisoformat(state.ends_at)
    return Timer(state.ends_at, now.isoformat(timespec="milliseconds"), f"{ends:%H:%M} UTC")


# --- Several tables ---------------------------------------------------------------------------


def _describe_table(voices: Voices, sitting: Sitting) -> TableLine:
    doing, _family = _name_block(voices, sitting.state.block)
    is_answering = sitting.state.is_answering
    gauge = (_count_finished if is_answering else _count_dealt_with)(voices, sitting)
    return TableLine(sitting.number, sitting.name, doing, gauge)


def _describe_agreed(voices: Voices, sitting: Sitting) -> TableLine:
    """Say how far the plenary is with what a table agreed."""
    agreed = _count_agreed(sitting)
    parked = sum(sitting.state.phase(name) == "parked" for name in sitting.asked)
    doing = voices.ngettext("%(num)s put aside", "%(num)s put aside", parked) if parked else ()
    said = voices.ngettext(
        "%(done)s of %(num)s agreement confirmed",
        "%(done)s of %(num)s agreements confirmed",
        agreed,
        done=sitting.confirmed,
    )
    gauge = Gauge(sitting.confirmed, agreed, said, _find_density(agreed))
    return TableLine(sitting.number, sitting.name, doing, gauge)


# --- Counting ---------------------------------------------------------------------------------


def _count_finished(voices: Voices, sitting: Sitting) -> Gauge:
    said = voices.ngettext(
        "%(done)s of %(num)s has finished",
        "%(done)s of %(num)s have finished",
        sitting.here,
        done=sitting.finished,
    )
    return Gauge(sitting.finished, sitting.here, said, _find_density(sitting.here))


def _count_agreed(sitting: Sitting) -> int:
    return sum(sitting.state.phase(name) == "agreed" for name in sitting.asked)


def _count_dealt_with(voices: Voices, sitting: Sitting) -> Gauge:
    done, of = _count_agreed(sitting), len(sitting.asked)
    said = voices.ngettext(
        "%(done)s of %(num)s question dealt with",
        "%(done)s of %(num)s questions dealt with",
        of,
        done=done,
    )
    return Gauge(done, of, said, _find_density(of))


def _find_density(count: int) -> str:
    return "few" if count <= FEW else "some" if count <= SOME else "many"
