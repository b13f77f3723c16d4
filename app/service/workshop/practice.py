"""Plan a room to practise in: the shortest form of a toolkit, by itself, with simulated people."""

from typing import Final

from app.presentation.view.workshop.practice import PracticeWords
from app.response import Setting
from app.response.workshop.simulation import LEAST_PEOPLE, MOST_PEOPLE
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.opening import BY_ROLE
from app.service.workshop.planning import (
    Subject,
    TablePlan,
    WorkshopPlan,
    list_questions,
    plan_alone,
)
from app.service.workspace import Workspace

MINUTES: Final = 3
"""For one question: nobody has to be waited for."""


def plan_practice(
    actor: Actor, workspace: Workspace, toolkit_id: str, words: PracticeWords, *, people: int
) -> str:
    """Plan a practice room of the quick-check, or of all questions where a toolkit has none.

    Returns:
        Its id. The simulated people come in when its door is opened.

    Raises:
        NotFound: The actor is neither signed in nor the host of a laptop, or no such toolkit.
        NotAChoice: Too few or too many people.
    """
    toolkit = workspace.toolkits.begin(toolkit_id, "")
    if toolkit is None:
        raise NotFound
    if not LEAST_PEOPLE <= people <= MOST_PEOPLE:
        raise NotAChoice("people")
    quick = any(question.quick_check for question in toolkit.questions)
    setting = Setting(quick=quick, scope=toolkit.usual_scope)
    pillars = tuple(
        pillar.id for pillar in toolkit.pillars if list_questions(toolkit, setting, (pillar.id,))
    )
    plan = WorkshopPlan(
        title=words.title,
        tables=(TablePlan("", pillars),),
        language=words.language,
        anonymity=BY_ROLE,
        minutes=MINUTES,
        planned=people,
        roles=words.roles,
    )
    subject = Subject(toolkit_id, None, words.unit_name, quick=quick, is_practice=True)
    return plan_alone(actor, workspace, subject, plan)
