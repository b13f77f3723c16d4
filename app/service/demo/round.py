"""Three rounds of the demonstration: one published, one approved, one at which people work."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from app.presentation.team_exporting import ANSWERS, EVIDENCE, PLAN, SCORES
from app.presentation.view.assessment.candidate import find_candidates
from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.presentation.view.assessment.plan import BEGUN, DONE
from app.presentation.view.assessment.plan_form import ActionDetails
from app.response import Answer, Setting
from app.response.example import Pattern, fill_example
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.beginning import Beginning, begin_assessment
from app.service.assessment.comment import Wish as Comment
from app.service.assessment.comment import write_comment
from app.service.assessment.confirming import confirm_answers
from app.service.assessment.evidence import Seen, add_evidence, check_evidence
from app.service.assessment.evidence_file import add_file, read_upload
from app.service.assessment.goal import Aim, save_goal
from app.service.assessment.opening import open_assessment, read_work
from app.service.assessment.people import Given, Part, give_parts
from app.service.assessment.plan import Place, read_plan, track_action
from app.service.assessment.plan_adding import add_action, take_candidate
from app.service.assessment.publication import publish
from app.service.assessment.review import Decision, Words, add_remark, decide_remark
from app.service.assessment.round import CONFIRM, KEEP, NextRound, begin_round
from app.service.assessment.step import Wish, take_step
from app.service.check_state import Change
from app.service.demo import story
from app.service.demo.cast import Cast
from app.service.demo.country import draw
from app.service.demo.workshop import hold_workshop
from app.service.permission import (
    APPROVED,
    COLLECTING,
    DRAFT,
    PUBLISHED,
    REVIEW,
    VIEW,
)
from app.store.assessment_answer import read_assessment_answers
from app.store.engine import read_session

LEVELS: Final[tuple[tuple[float, Pattern], ...]] = (
    (0.25, "lowest"), (0.6, "random"), (0.9, "middle"), (1.0, "highest"),
)  # fmt: skip
"""How many of the first answers are how good, as shares from below."""
BETTER: Final = 0.3
"""Which share of the questions is answered anew in a later round."""
PROVEN: Final = frozenset(question for question, *_ in (*story.EVIDENCE, story.FILE))
SHOWN: Final = 0.8
PARTS_PUBLIC: Final = (SCORES, ANSWERS, EVIDENCE, PLAN)


def hold_rounds(cast: Cast, *, tell: Callable[[str], None], until: datetime) -> None:
    """Hold the rounds: the last one is begun some weeks before `until` and goes on."""
    tell("the first round")
    first = _begin_first(cast)
    _work(cast, first, number=1)
    _review(cast, first)
    _approve(cast, first, is_public=True)
    tell("the second round")
    cast.clock.pass_days(600)
    second = _begin_next(cast, first, mode=KEEP, last=1)
    _work(cast, second, number=2)
    _review(cast, second)
    _approve(cast, second, is_public=False)
    tell("the third round")
    cast.clock.at = max(cast.clock.at, until - timedelta(days=30))
    third = _begin_next(cast, second, mode=CONFIRM, last=2)
    _open_last(cast, third)
    tell("a workshop")
    hold_workshop(cast, third)


def _begin_first(cast: Cast) -> str:
    focal = cast.people["focal"]
    beginning = Beginning(cast.unit_id, cast.toolkit.id, period=_period(cast))
    return _start(cast, begin_assessment(focal, cast.workspace, beginning))


def _begin_next(cast: Cast, before: str, *, mode: str, last: int) -> str:
    wish = NextRound(mode, cast.toolkit.content_hash, last, period=_period(cast))
    return _start(cast, begin_round(cast.people["focal"], cast.workspace, before, wish))


def _period(cast: Cast) -> tuple[date, date]:
    """Give the last whole year."""
    year = cast.clock().year - 1
    return date(year, 1, 1), date(year, 12, 31)


def _start(cast: Cast, begun: str) -> str:
    """Give out the pillars and begin to collect."""
    focal, due = cast.people["focal"], (cast.clock() + timedelta(days=21)).date()
    parts = frozenset(
        Part(str(cast.people[key].account), pillar)
        for key, pillars in story.PARTS.items()
        for pillar in pillars
    )
    give_parts(focal, cast.workspace, begun, Given(parts, frozenset(), due))
    take_step(focal, cast.workspace, begun, Wish(DRAFT, COLLECTING))
    return begun


# --- Answers and what stands beside them ----------------------------------------------------------


def _work(cast: Cast, begun: str, *, number: int) -> None:
    """Have the contributors answer, a pillar a day, with evidence, goals and a plan."""
    for key, pillars in story.PARTS.items():
        for pillar in pillars:
            cast.clock.pass_days(1.3)
            _answer(cast, begun, (key, pillar), number=number)
    if number == 1:
        _add_evidence(cast, begun)
        _plan(cast, begun)
    else:
        _track(cast, begun)
    _comment(cast, begun)


def _answer(cast: Cast, begun: str, part: tuple[str, str], *, number: int) -> None:
    key, pillar = part
    with read_session(cast.workspace.engine) as session:
        versions = {row.question: row.version for row in read_assessment_answers(session, begun)}
    changes = tuple(
        Change(answer, versions.get(answer.question, 0), why=story.WHY if number > 1 else "")
        for answer in _choose(cast, number)
        if cast.toolkit.pillar_of(answer.question).id == pillar
    )
    save_team_answers(cast.people[key], cast.workspace, begun, changes=changes)


def _choose(cast: Cast, number: int) -> Iterable[Answer]:
    """Give all answers of the first round; in a later one those that become better."""
    setting = Setting()
    by_pattern = {
        pattern: fill_example(cast.toolkit, setting, pattern, seed=number) for _, pattern in LEVELS
    }
    for question in cast.toolkit.questions:
        # What there is evidence for is somewhat there.
        lot = SHOWN if question.id in PROVEN else draw(question.id, "how good")
        if number == 1:
            pattern = next(pattern for share, pattern in LEVELS if lot < share)
        elif draw(question.id, "again", str(number)) < BETTER:
            pattern = "middle" if lot < LEVELS[1][0] else "highest"
        else:
            continue
        yield _note(by_pattern[pattern][question.id])


def _note(answer: Answer) -> Answer:
    if answer.state == "not-applicable":
        return replace(answer, reason=story.REASON)
    place = int(draw(answer.question, "note") * 2 * len(story.NOTES))
    note = story.NOTES[place] if place < len(story.NOTES) else ""
    return replace(answer, note=note)


def _add_evidence(cast: Cast, begun: str) -> None:
    ministry, here = cast.people["ministry"], cast.workspace
    for question, title, page, state in story.EVIDENCE:
        given = EvidenceDetails(state=state, title=title, page=page, promised_by="Digital agency")
        added = add_evidence(ministry, here, begun, question, given=given)
        if state == "received":
            seen = Seen(added, 1)
            check_evidence(cast.people["focal"], here, begun, seen, is_checked=True)
    file = story.FILE
    sent = (EvidenceDetails(), read_upload(here, file.name, file.text.encode()))
    add_file(cast.people["statistics"], here, begun, file.question, sent=sent)


def _plan(cast: Cast, begun: str) -> None:
    focal, here = cast.people["focal"], cast.workspace
    year = cast.clock().year + 5
    for question, level in story.GOALS:
        save_goal(focal, here, begun, Aim(question, level, year), seen=0)
    due = (cast.clock() + timedelta(days=540)).date()
    for text, question, partner, cost, impact, effort in story.OWN_ACTIONS:
        given = ActionDetails(
            text, question, owner_id=focal.account, partner=partner, due=due, cost=cost,
            impact=impact, effort=effort,
        )  # fmt: skip
        add_action(focal, here, begun, given)
    _take_candidate(cast, begun)


def _take_candidate(cast: Cast, begun: str) -> None:
    """Take over the first thing the toolkit proposes."""
    focal, here = cast.people["focal"], cast.workspace
    work = read_work(here, open_assessment(focal, here, begun, VIEW))
    found = find_candidates(
        cast.toolkit, work.answers, Setting(), goals={name for name, _ in story.GOALS}
    )
    take_candidate(focal, here, begun, found[0].question)


def _track(cast: Cast, begun: str) -> None:
    """Say how far the actions taken over have come: one is done, the others are begun."""
    focal, here = cast.people["focal"], cast.workspace
    opened = open_assessment(focal, here, begun, VIEW)
    for place, action in enumerate(read_plan(here, opened).actions):
        known = Place(begun, action.id, action.version)
        track_action(focal, here, known, BEGUN if place else DONE)


def _comment(cast: Cast, begun: str) -> None:
    here = cast.workspace
    for question, key, text in story.COMMENTS:
        cast.clock.pass_days(0.1)
        thread = write_comment(cast.people[key], here, begun, Comment(question, text))
        if question == story.COMMENTS[0][0]:
            who, reply = story.REPLY
            write_comment(cast.people[who], here, begun, Comment(question, reply, thread))


# --- Review, approval, and the round at which people work -----------------------------------------


def _review(cast: Cast, begun: str) -> None:
    focal, here = cast.people["focal"], cast.workspace
    cast.clock.pass_days(7)
    take_step(focal, here, begun, Wish(COLLECTING, REVIEW))
    for place, text, proposal, decision in story.REMARKS:
        words = Words(place, text, proposal)
        number = add_remark(cast.people["reviewer"], here, begun, words)
        cast.clock.pass_days(1)
        decide_remark(focal, here, begun, Decision(number, 1, story.ANSWER_TO_REMARK, decision))


def _approve(cast: Cast, begun: str, *, is_public: bool) -> None:
    cast.clock.pass_days(5)
    approver, here = cast.people["approver"], cast.workspace
    approve(approver, here, begun, Wish(REVIEW, APPROVED))
    if is_public:
        cast.clock.pass_days(2)
        publish(approver, here, begun, Wish(APPROVED, PUBLISHED), parts=PARTS_PUBLIC)


def _open_last(cast: Cast, begun: str) -> None:
    """Confirm a pillar, answer some questions anew, ask something; much is left to be done."""
    here, key = cast.workspace, "statistics"
    cast.clock.pass_days(3)
    pillar, other = story.PARTS[key]
    _answer(cast, begun, (key, other), number=3)
    with read_session(here.engine) as session:
        rows = read_assessment_answers(session, begun)
    seen = {
        row.question: row.version
        for row in rows
        if row.to_confirm and cast.toolkit.pillar_of(row.question).id == pillar
    }
    confirm_answers(cast.people[key], here, begun, seen)
    _take_candidate(cast, begun)
    _add_evidence(cast, begun)
    _comment(cast, begun)
