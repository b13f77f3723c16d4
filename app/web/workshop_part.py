"""What comes of a workshop as those see it who sit in it, and as all see it on the large screen."""

from dataclasses import dataclass
from typing import Any

from app.presentation.report.workshop_wall import build_report_wall
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.action import ActionView, build_actions
from app.presentation.view.workshop.feedback import FeedbackForm, build_feedback_form
from app.presentation.view.workshop.goal import RoomGoals, build_room_goals
from app.presentation.view.workshop.priority import (
    RankingView,
    RatingForm,
    TypedRatings,
    build_ranking,
    build_rating_form,
)
from app.presentation.view.workshop.voice import Voices
from app.presentation.view.workshop.wall import (
    WallPart,
    build_action_wall,
    build_goal_wall,
    build_ranking_wall,
)
from app.service.workshop.feedback import list_asked_now, read_own_feedback
from app.service.workshop.goal import read_goals
from app.service.workshop.outcome import read_agreed
from app.service.workshop.plan import read_actions
from app.service.workshop.planning import GOALS, PLAN, PRIORITIES, REPORT
from app.service.workshop.priority import read_own_ratings, read_ranking
from app.service.workshop.record import gather_record
from app.service.workshop.report import read_minutes
from app.web.scene import workspace
from app.web.workshop import RoomScene, SeatScene


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What all see in the stage a room is in; None for what belongs to another one."""

    goals: RoomGoals | None = None
    ranking: RankingView | None = None
    plan: ActionView | None = None


@dataclass(frozen=True, slots=True)
class SeatPart:
    """What a participant sees in that stage, with what is asked of them."""

    shown: SharedPart
    rating: RatingForm | None = None
    feedback: FeedbackForm | None = None

    @property
    def is_asking(self) -> bool:
        """Whether there is a form on it that somebody may be filling in."""
        is_asked = self.feedback is not None and not (self.feedback.is_saved and self.is_before)
        return bool(self.rating and self.rating.lines) or is_asked

    @property
    def is_before(self) -> bool:
        """Whether it is asked while the page waits for something else."""
        return self.feedback is not None and self.feedback.lines[0].name == "before"


def read_wall_part(scene: RoomScene, voices: Voices) -> WallPart:
    """Read what the big screen shows of it; nobody's own ratings are in it."""
    stage, row = scene.row.stage, scene.row
    if stage == GOALS:
        agreed, goals = read_agreed(workspace(), scene.id), read_goals(workspace(), scene.id)
        return build_goal_wall(voices, agreed, goals)
    if stage == PRIORITIES:
        return build_ranking_wall(voices, read_ranking(workspace(), row))
    if stage == PLAN:
        return build_action_wall(voices, read_actions(workspace(), scene.id))
    if stage == REPORT:
        record = gather_record(workspace(), scene.room)
        codes = [wording.translator.code for wording in voices.wordings]
        minutes = {code: read_minutes(workspace(), record, code) for code in codes}
        return build_report_wall(voices, minutes)
    return WallPart()


def read_seat_part(scene: SeatScene, typed: TypedRatings | None = None) -> SeatPart:
    """Read the same for a participant, with their own forms; `typed` is what was just sent."""
    shown = _read(scene.wording, scene.id, scene.row)
    if shown.ranking is not None:
        return SeatPart(shown, rating=_read_rating(scene, typed))
    own = read_own_feedback(workspace(), scene.seat)
    asked = list_asked_now(scene.row.stage, own)
    return SeatPart(shown, feedback=build_feedback_form(scene.translator, asked, own))


def _read(wording: Wording, workshop_id: str, row: Any) -> SharedPart:  # noqa: ANN401  # a row of a workshop
    if row.stage == GOALS:
        agreed, goals = read_agreed(workspace(), workshop_id), read_goals(workspace(), workshop_id)
        return SharedPart(goals=build_room_goals(wording, agreed, goals))
    if row.stage == PRIORITIES:
        return SharedPart(ranking=build_ranking(wording, read_ranking(workspace(), row)))
    if row.stage == PLAN:
        return SharedPart(plan=build_actions(wording, read_actions(workspace(), workshop_id)))
    return SharedPart()


def _read_rating(scene: SeatScene, typed: TypedRatings | None) -> RatingForm:
    ranking = read_ranking(workspace(), scene.row)
    own = read_own_ratings(workspace(), scene.seat)
    return build_rating_form(scene.wording, ranking, own, typed)
