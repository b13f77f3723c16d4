"""Reports of real countries on the toolkits that come with the product."""

from dataclasses import replace
from datetime import date
from functools import cache

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.definition.translation.folder import load_translation
from app.paths import REFERENCE, TOOLKITS
from app.presentation.language import load_translator
from app.presentation.report.material import Check, Material, Place, gather_material
from app.presentation.report.team import PlanLine, Team
from app.presentation.view.desk import Desk, lay_desk
from app.presentation.view.wording import Wording
from app.reference import Reference, load_reference
from app.response import Answer, Answers, Setting, questions_for

DAY = date(2026, 11, 22)
HOSTILE = (
    "<img src=http://127.0.0.1:9/x> <script>alert(1)</script> {{ 7*7 }} {% raw %} "
    "file:///etc/passwd =1+1 <a href='javascript:alert(1)'>x</a> &amp; \u202e ملاحظة"
)


@cache
def toolkit_of(name: str) -> Toolkit:
    return load_toolkit(TOOLKITS / name)


@cache
def reference() -> Reference:
    return load_reference(REFERENCE)


@cache
def desk_of(name: str) -> Desk | None:
    index = toolkit_of(name).index("by-data")
    return lay_desk(index, reference()) if index else None


def answer_in_turn(toolkit: Toolkit, setting: Setting) -> Answers:
    """Answer every question one way or another: each level, a number, and each state."""
    found: list[Answer] = []
    for place, item in enumerate(questions_for(toolkit, Answers(), setting)):
        question = item.question
        if place % 9 == 7:
            found.append(Answer(question.id, "unknown", note="Ask the ministry."))
        elif place % 9 == 8:
            found.append(Answer(question.id, "not-applicable", reason="Left to the provinces."))
        elif question.kind == "level":
            level = question.levels[place % len(question.levels)].level
            link = "https://example.org/law.pdf" if place % 3 else ""
            found.append(Answer(question.id, value=level, note="Since 2024.", link=link))
        elif question.kind == "number":
            found.append(Answer(question.id, value=35.2, origin="published"))
    return Answers(found)


def answer_unknown(toolkit: Toolkit, setting: Setting) -> Answers:
    listed = questions_for(toolkit, Answers(), setting)
    return Answers(Answer(item.question.id, "unknown") for item in listed)


def answer_hostile(toolkit: Toolkit, setting: Setting) -> Answers:
    given = answer_in_turn(toolkit, setting).values()
    link = 'https://example.org/"><script>alert(1)</script>'
    return Answers(
        Answer(item.question, item.state, item.value, HOSTILE, HOSTILE, link) for item in given
    )


def make_material(
    name: str = "e-government",
    country: str = "KEN",
    *,
    language: str = "en",
    answering: object = answer_in_turn,
    compare: tuple[str, ...] = ("RWA",),
    is_translated: bool = False,
) -> Material:
    """Gather a report; without `answering` it is one by data alone.

    Texts of the toolkit stay English where `is_translated` is not asked for.
    """
    toolkit = toolkit_of(name)
    parameters = {key: next(iter(item.options)) for key, item in toolkit.parameters.items()}
    setting = Setting(quick=True, parameters=parameters)
    countries = reference().countries
    place = Place(
        countries[country],
        reference(),
        desk_of(name),
        tuple(countries[code] for code in compare),
        DAY,
    )
    check = Check(answering(toolkit, setting), DAY) if callable(answering) else None
    wording = Wording(toolkit, setting, load_translator(language))
    if is_translated:
        names, texts = (load_translation(f, language) for f in (REFERENCE, TOOLKITS / name))
        wording = replace(wording, translation=texts, published_translation=names)
    return gather_material(wording, place, check)


def make_team(*plan: PlanLine, language: str = "en") -> Team:
    """Give a team with a plan, in a round that was approved, and with nothing beside it."""
    return Team(
        state="Approved",
        approved_on=DAY,
        title="",
        language=language,
        round=1,
        period=(None, None),
        is_assisted=False,
        participants=(),
        evidence=(),
        goals=(),
        plan=plan,
        unproven=(),
        evidenced=(),
        to_confirm=(),
        remarks=(0, 0),
        previous=None,
    )


def plan_action(
    number: int, text: str, marks: tuple[int | None, int | None], **more: str
) -> PlanLine:
    """Give one action of a plan; `marks` are impact and effort."""
    named = {"question": "", "source": "own", "status": "planned"} | more
    return PlanLine(
        number=number,
        text=text,
        owner="",
        partner="",
        due=None,
        cost="",
        indicator="",
        impact=marks[0],
        effort=marks[1],
        **named,
    )
