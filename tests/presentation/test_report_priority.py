"""The priorities of a team's plan in its report: the picture, its words, its table."""

from dataclasses import replace

from app.presentation.figure import Matrix
from app.presentation.language import Phrase
from app.presentation.report.building import build_report
from app.presentation.report.material import Material, list_codes
from app.presentation.report.structure import FigureBlock, Report, Section, Table
from app.presentation.report.team import PlanLine
from tests.presentation.report_sample import make_material, make_team, plan_action, toolkit_of

QUESTION = "POL-01"
EASY = plan_action(1, "Publish the catalogue", (5, 1))
HARD = plan_action(4, "Lay a cable", (5, 5))
MIDDLE = plan_action(2, "Train the teams", (3, 3), status="done")


def tell(*plan: PlanLine, language: str = "en", written_in: str = "en") -> Report:
    material = make_material(language=language, is_translated=True)
    team = make_team(*plan, language=written_in)
    return build_report(replace(material, source="team", team=team))


def chapter(report: Report, name: str = "priorities") -> Section:
    return next(section for section in report.sections if section.id == name)


def parts(section: Section) -> tuple[FigureBlock, Table]:
    _, figure, table = section.blocks
    assert isinstance(figure, FigureBlock)
    assert isinstance(table, Table)
    return figure, table


def test_the_picture_stands_before_the_plan_with_its_table_and_its_words() -> None:
    report = tell(EASY, MIDDLE, HARD)
    names = [section.id for section in report.sections]
    assert names.index("priorities") + 1 == names.index("plan")
    block, table = parts(chapter(report))
    figure = block.figure
    assert isinstance(figure, Matrix)
    assert figure.labels_at(1, 5) == ("1",)
    assert figure.labels_at(5, 5) == ("4",)
    assert figure.summary == (
        "3 actions by their impact and the effort they take. Do first: 1. Prepare well: 4."
    )
    assert [(row.cells[0], *row.cells[2:]) for row in table.rows] == [
        ("1", "5", "1", "Do first"),
        ("2", "3", "3", ""),
        ("4", "5", "5", "Prepare well"),
    ]


def test_what_nobody_judged_or_what_was_dropped_is_in_the_plan_alone() -> None:
    dropped = plan_action(5, "Forget it", (5, 1), status="dropped")
    half = plan_action(6, "Think about it", (4, None))
    report = tell(EASY, dropped, half)
    _, table = parts(chapter(report))
    assert [row.cells[0] for row in table.rows] == ["1"]
    (plan,) = chapter(report, "plan").blocks
    assert isinstance(plan, Table)
    assert [row.cells[0] for row in plan.rows] == ["1", "5", "6"]


def test_without_a_mark_or_without_a_team_there_is_no_such_chapter() -> None:
    def name(report: Report) -> set[str]:
        return {section.id for section in report.sections}

    assert "priorities" not in name(tell(plan_action(1, "Begin", (None, None))))
    assert "priorities" not in name(build_report(make_material()))


def test_each_action_is_in_its_own_language() -> None:
    question = toolkit_of("e-government").question(QUESTION)
    proposed = plan_action(
        2, str(question.levels[0].action), (4, 2), question=QUESTION, source="toolkit"
    )
    own = plan_action(1, "Écrire la loi", (2, 2))
    report = tell(own, proposed, language="ar", written_in="fr")
    block, table = parts(chapter(report))
    assert block.figure.direction == "rtl"
    (first, second) = (row.cells[1] for row in table.rows)
    assert first == Phrase("Écrire la loi", "fr")
    assert isinstance(second, Phrase)
    assert second.language == "ar"
    (plan,) = chapter(report, "plan").blocks
    assert isinstance(plan, Table)
    assert [row.cells[1] for row in plan.rows] == [first, second]


def test_ids_of_questions_are_listed_as_the_language_runs() -> None:
    def say(material: Material) -> str:
        return list_codes(("A-1", "B-2"), material.translator)

    assert say(make_material()) == "A-1, B-2"
    assert say(make_material(language="ar")) == "\u2066A-1\u2069، \u2066B-2\u2069"
    assert say(make_material(language="zh")) == "A-1、B-2"
