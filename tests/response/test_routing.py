import pytest

from app.response import (
    Answer,
    Answers,
    Setting,
    SettingError,
    check_setting,
    fill_parameters,
    fill_references,
    progress,
    questions_for,
)
from tests.scoring.sample import level, multi, number, pillar, toolkit

KIT = toolkit(
    pillar(
        "P",
        level("A", quick_check=True),
        level("B", when="level(A) >= 1"),
        level("C", when="level(B) >= 1"),
        level("D", when="not answered(A)"),
    ),
    pillar(
        "R",
        level("E", scopes=["city"]),
        number("F", levels=[{"level": n, "from_points": 25 * n} for n in range(5)]),
        level("G", when="level(F) >= 2 and 'o1' in value(M)"),
        multi("M", 1, 1),
        level("H", when="level(F) >= 2 and 'o1' in value(M)", quick_check=True),
    ),
)


def statuses(*answers: Answer, setting: Setting | None = None) -> dict[str, str]:
    listed = questions_for(KIT, Answers(answers), setting or Setting())
    return {item.question.id: item.status for item in listed}


def test_undefined_conditions_park() -> None:
    found = statuses()
    assert found["B"] == found["C"] == "parked"
    assert found["D"] == "asked"


def test_a_parked_answer_counts_again_when_it_is_shown() -> None:
    hidden = [Answer("A", value=0), Answer("B", value=3)]
    assert statuses(*hidden)["C"] == "parked"
    assert statuses(Answer("A", value=1), hidden[1])["C"] == "asked"
    assert statuses(Answer("A", "unknown"), hidden[1])["B"] == "parked"


def test_a_condition_reads_numbers_and_options() -> None:
    answers = [Answer("F", value=50.0), Answer("M", value=("o0", "o1"))]
    assert statuses(*answers)["H"] == "asked"
    # G stands before M, so M is not known yet when G is asked.
    assert statuses(*answers)["G"] == "parked"
    assert statuses(Answer("F", value=49.9), answers[1])["H"] == "parked"


def test_scope_and_quick_check() -> None:
    assert statuses()["E"] == "out-of-scope"
    assert statuses(setting=Setting(scope="city"))["E"] == "asked"
    assert statuses(setting=Setting(quick=True)) == {"A": "asked", "H": "parked"}


def test_progress_counts_what_is_asked_now() -> None:
    answers = Answers([Answer("A", value=1), Answer("B", "unknown"), Answer("E", value=1)])
    found = progress(KIT, answers, Setting())
    assert (found.answered, found.dealt_with, found.asked) == (1, 2, 4)
    assert found.by_pillar == {"P": (2, 2), "R": (0, 2)}


SECTOR = {
    "sector": {
        "title": "Sector",
        "required": "true",
        "options": {
            "health": {
                "title": "Health",
                "in_text": "health services",
                "references": {"sdg": ["3.8"]},
            }
        },
    }
}


def test_parameters_stand_in_sentences_and_references() -> None:
    kit = toolkit(pillar("P", level("A")), head={"parameters": SECTOR})
    setting = Setting(parameters={"sector": "health"})
    assert fill_parameters("Are {sector} online?", kit, setting) == "Are health services online?"
    assert fill_parameters("Are {sector} online?", kit, Setting()) == "Are Sector online?"
    assert fill_references(("9.c", "{sector}"), "sdg", kit, setting) == ("9.c", "3.8")
    check_setting(kit, setting)


@pytest.mark.parametrize(
    "setting",
    [
        Setting(),
        Setting(parameters={"sector": "mining"}),
        Setting(parameters={"sector": "health", "other": "x"}),
        Setting(scope="planet", parameters={"sector": "health"}),
    ],
)
def test_a_wrong_setting_is_told(setting: Setting) -> None:
    kit = toolkit(pillar("P", level("A")), head={"parameters": SECTOR})
    with pytest.raises(SettingError) as caught:
        check_setting(kit, setting)
    assert len(caught.value.problems) == 1


def test_settings_are_keys() -> None:
    assert hash(Setting(parameters={"a": "b"})) == hash(Setting(parameters={"a": "b"}))
    assert Setting(parameters={"a": "b"}) == Setting(parameters={"a": "b"})
    with pytest.raises(TypeError):
        Setting(parameters={"a": "b"}).parameters["a"] = "c"  # type: ignore[index]
