"""Who may do what: the one table of roles, states and actions.

A role on a unit holds for all assessments of the unit, a role on an assessment for that one. The
administrator of an installation has no part in any assessment: who runs the machine does not read
what a government says of itself, unless a role is given to them, which the trail tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_

FOCAL_POINT: Final = "focal-point"
CONTRIBUTOR: Final = "contributor"
REVIEWER: Final = "reviewer"
APPROVER: Final = "approver"
FACILITATOR: Final = "facilitator"
EXPERT: Final = "expert"
VIEWER: Final = "viewer"

ROLES: Final[Mapping[str, str]] = {
    FOCAL_POINT: N_("Focal point"),
    CONTRIBUTOR: N_("Contributor"),
    REVIEWER: N_("Reviewer"),
    APPROVER: N_("Approver"),
    FACILITATOR: N_("Facilitator"),
    EXPERT: N_("Expert"),
    VIEWER: N_("Viewer"),
}
"""Every role with its name, as a message id."""

DRAFT: Final = "draft"
COLLECTING: Final = "collecting"
CONSENSUS: Final = "consensus"
REVIEW: Final = "review"
CHANGES_ASKED: Final = "changes-asked"
APPROVED: Final = "approved"
PUBLISHED: Final = "published"
PRIVATE: Final = "private"
SUPERSEDED: Final = "superseded"

STATES: Final[Mapping[str, str]] = {
    DRAFT: N_("Draft"),
    COLLECTING: N_("Collecting answers"),
    CONSENSUS: N_("Finding consensus"),
    REVIEW: N_("Internal review"),
    CHANGES_ASKED: N_("Changes asked for"),
    APPROVED: N_("Approved"),
    PUBLISHED: N_("Published"),
    PRIVATE: N_("Approved, kept private"),
    SUPERSEDED: N_("Superseded by a later round"),
}
"""Every state with its name, as a message id."""

OPEN: Final = frozenset({DRAFT, COLLECTING, CONSENSUS, CHANGES_ASKED})
"""States in which answers change."""
WORKING: Final = OPEN | {REVIEW}
"""States before approval."""
FROZEN: Final = frozenset({APPROVED, PUBLISHED, PRIVATE, SUPERSEDED})
"""States from approval on: definition, answers and scores stay as they were approved."""
EVER: Final = WORKING | FROZEN

EVERYBODY: Final = frozenset(ROLES)


@dataclass(frozen=True, slots=True)
class Rule:
    """Roles that may do something, and the states in which they may."""

    roles: frozenset[str]
    states: frozenset[str]


def _rule(*roles: str, states: frozenset[str] = EVER) -> Rule:
    return Rule(frozenset(roles), states)


VIEW: Final = "view"
ANSWER: Final = "answer"
COMMENT: Final = "comment"
ADD_EVIDENCE: Final = "add-evidence"
CHECK_EVIDENCE: Final = "check-evidence"
ENTER_FIGURES: Final = "enter-figures"
ASSIGN: Final = "assign"
MANAGE: Final = "manage"
ASSIST: Final = "assist"
GRANT: Final = "grant"
REMARK: Final = "remark"
REPLY: Final = "reply"
SET_GOALS: Final = "set-goals"
PLAN: Final = "plan"
TRACK: Final = "track"
MOVE: Final = "move"
STEP: Final = "step"
PUBLISH: Final = "publish"
BEGIN_ROUND: Final = "begin-round"
DELETE: Final = "delete"
DOWNLOAD: Final = "download"
FACILITATE: Final = "facilitate"

ACTIONS: Final[Mapping[str, Rule]] = {
    # Reading, and taking away what was read.
    VIEW: Rule(EVERYBODY, EVER),
    DOWNLOAD: Rule(EVERYBODY, EVER),
    # Answers and what stands beside them. A contributor answers what is assigned to them.
    ANSWER: _rule(FOCAL_POINT, CONTRIBUTOR, FACILITATOR, states=OPEN),
    ADD_EVIDENCE: _rule(FOCAL_POINT, CONTRIBUTOR, FACILITATOR, EXPERT, states=WORKING),
    CHECK_EVIDENCE: _rule(FOCAL_POINT, REVIEWER, EXPERT, states=WORKING),
    ENTER_FIGURES: _rule(FOCAL_POINT, CONTRIBUTOR, FACILITATOR, EXPERT, states=OPEN),
    COMMENT: Rule(EVERYBODY - {VIEWER}, WORKING),
    # The comment matrix.
    REMARK: _rule(REVIEWER, APPROVER, EXPERT, states=frozenset({REVIEW, CHANGES_ASKED})),
    REPLY: _rule(FOCAL_POINT, CONTRIBUTOR, states=frozenset({REVIEW, CHANGES_ASKED})),
    # What comes of it.
    SET_GOALS: Rule(frozenset({FOCAL_POINT, FACILITATOR}), WORKING),
    PLAN: Rule(frozenset({FOCAL_POINT, FACILITATOR, CONTRIBUTOR}), WORKING),
    TRACK: Rule(frozenset({FOCAL_POINT, CONTRIBUTOR}), EVER),
    # Running it.
    ASSIGN: _rule(FOCAL_POINT, FACILITATOR, states=WORKING),
    MANAGE: _rule(FOCAL_POINT, states=WORKING),
    # Workshops: in later states they can still be looked at, and names taken out of them.
    FACILITATE: _rule(FOCAL_POINT, FACILITATOR),
    # What is kept of assistance from outside: the request, and the expert's notes.
    ASSIST: _rule(FOCAL_POINT, EXPERT, states=WORKING),
    GRANT: _rule(FOCAL_POINT),
    MOVE: _rule(FOCAL_POINT, states=OPEN),
    STEP: Rule(frozenset({FOCAL_POINT, FACILITATOR, REVIEWER, APPROVER}), EVER),
    # Of a superseded round nothing more is published, but what is public can be taken back.
    PUBLISH: _rule(FOCAL_POINT, APPROVER, states=FROZEN),
    BEGIN_ROUND: _rule(FOCAL_POINT),
    DELETE: _rule(FOCAL_POINT, states=WORKING),
}
"""Every action on an assessment."""

ON_UNIT: Final = frozenset({BEGIN_ROUND})
"""Actions that reach beyond the assessment: only a role on its unit counts for them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step from state to state: who may take it, and whether it needs a note."""

    before: str
    after: str
    roles: frozenset[str]
    needs_note: bool = False


STEPS: Final[tuple[Step, ...]] = (
    Step(DRAFT, COLLECTING, frozenset({FOCAL_POINT})),
    Step(COLLECTING, CONSENSUS, frozenset({FOCAL_POINT, FACILITATOR})),
    Step(CONSENSUS, COLLECTING, frozenset({FOCAL_POINT, FACILITATOR})),
    Step(COLLECTING, REVIEW, frozenset({FOCAL_POINT})),
    Step(CONSENSUS, REVIEW, frozenset({FOCAL_POINT, FACILITATOR})),
    Step(REVIEW, CHANGES_ASKED, frozenset({REVIEWER, APPROVER}), needs_note=True),
    Step(REVIEW, COLLECTING, frozenset({FOCAL_POINT}), needs_note=True),
    Step(CHANGES_ASKED, REVIEW, frozenset({FOCAL_POINT})),
    Step(REVIEW, APPROVED, frozenset({APPROVER})),
    Step(APPROVED, PUBLISHED, frozenset({FOCAL_POINT, APPROVER})),
    Step(APPROVED, PRIVATE, frozenset({FOCAL_POINT, APPROVER})),
    Step(PRIVATE, PUBLISHED, frozenset({FOCAL_POINT, APPROVER})),
    Step(PUBLISHED, PRIVATE, frozenset({FOCAL_POINT, APPROVER}), needs_note=True),
)
"""Every step a person takes. A round is superseded when a later one of its unit is approved."""

UNIT_ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "unit:view": EVERYBODY,
    "unit:begin": frozenset({FOCAL_POINT}),
    "unit:grant": frozenset({FOCAL_POINT}),
    "unit:name": frozenset({FOCAL_POINT}),
}
"""Actions on a unit itself."""


def may(action: str, *, roles: frozenset[str], state: str) -> bool:
    """Tell whether somebody with these roles may do something in this state."""
    rule = ACTIONS[action]
    return bool(roles & rule.roles) and state in rule.states


def has_role_for(action: str, roles: frozenset[str]) -> bool:
    """Tell whether somebody with these roles may do something in some state."""
    return bool(roles & ACTIONS[action].roles)


def list_steps(roles: frozenset[str], state: str) -> tuple[Step, ...]:
    """Return the steps somebody may take from a state."""
    return tuple(step for step in STEPS if step.before == state and roles & step.roles)
