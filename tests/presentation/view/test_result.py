"""The result by judgement: nothing known, part known, what to do, what does not fit."""

from app.response import Answer, Answers
from tests.presentation.report_sample import answer_in_turn, answer_unknown
from tests.presentation.view.view_sample import (
    ENVIRONMENT,
    answer_all,
    give,
    view_answers,
    word,
)


def unknown() -> Answers:
    wording = word()
    return answer_unknown(wording.toolkit, wording.setting)


def test_with_every_answer_unknown_nothing_is_scored_and_everything_is_to_find_out() -> None:
    view = view_answers(unknown())
    assert (view.value, view.total, view.band) == (None, "—", None)
    assert view.standing == "Too little is known of Kenya to name a band."
    assert view.held_back == ""
    assert (view.coverage, view.range) == ("0%", "0–100")
    assert "too little for a score" in view.missing_reason
    assert view.answered_words == "0 of 20 questions answered"
    assert view.tally.unknown == view.tally.asked == len(view.find_out) == 20
    assert view.suggestions == ()
    assert view.contradictions == ()
    assert [text.split(":")[1] for text in view.deeper] == [" too little is known yet."] * 4
    for pillar in view.pillars:
        assert pillar.value is None
        assert pillar.band is None
        assert pillar.band_action.text == ""
        assert pillar.weakest is None
    assert view.radar is None
    # Published figures stand there all the same.
    assert [row.data for row in view.families] == ["46", "55", "54", "69"]
    assert all(row.own == "—" and not row.is_apart for row in view.families)


def test_nothing_answered_is_told_apart_from_unknown() -> None:
    view = view_answers(Answers())
    assert (view.tally.blank, view.tally.unknown) == (20, 0)
    assert {item.answer.text for item in view.find_out} == {"Not answered"}
    assert {item.answer.text for item in view_answers(unknown()).find_out} == {"Not known"}


def test_where_nothing_applies_that_is_said() -> None:
    none = Answers(
        Answer(item.id, state="not-applicable", reason="So.")
        for item in word().toolkit.questions
        if item.quick_check and item.id.startswith("POL")
    )
    policy = view_answers(none).pillars[1]
    assert policy.status == "not-applicable"
    assert policy.missing_reason == "None of its questions applies."


def test_a_partial_check_has_coverage_range_and_the_pillars_that_can_be_scored() -> None:
    view = view_answers(give(POL_01=2, POL_02=2, POL_04=2, GOV_01=4))
    assert view.value is None
    policy, management = view.pillars[1], view.pillars[2]
    assert (policy.score, policy.coverage, policy.range) == ("50", "60%", "30–70")
    assert policy.counted == "3 of 5 counted"
    assert management.value is None
    assert management.status == "below-coverage"
    assert view.answered_words == "4 of 20 questions answered"


def test_answers_in_turn_are_counted_and_the_lowest_pillar_is_named() -> None:
    wording = word()
    view = view_answers(answer_in_turn(wording.toolkit, wording.setting))
    # One decimal more where the whole number would be the next band's limit.
    assert (view.total, view.range, view.coverage) == ("49.8", "44–56", "87%")
    assert view.band is not None
    assert view.band.text == "Building"
    assert view.mode == "quick-check, 20 of 80 questions"
    assert view.published_words == "3 of 16 answers are published figures"
    assert "<strong>Policy</strong>" in view.held_back
    assert view.deeper == ("Policy: it is the lowest.",)
    tally = view.tally
    assert (tally.answered, tally.unknown, tally.not_applicable, tally.blank) == (16, 2, 2, 0)
    assert len(view.find_out) == 2


def test_three_actions_come_from_three_pillars() -> None:
    view = view_answers(answer_all("e-government", 1, INF_01="unknown", INF_05=30.0))
    assert len(view.suggestions) == 3
    assert len({item.question.pillar for item in view.suggestions}) == 3
    for item in view.suggestions:
        assert (item.level, item.next_level) == (1, 2)
        assert item.gain.startswith("+")
        assert item.action.text
        assert item.next_state.text
        assert item.gain_value is not None


def test_at_the_top_there_is_nothing_left_to_suggest() -> None:
    view = view_answers(answer_all(ENVIRONMENT, 4), name=ENVIRONMENT)
    assert view.suggestions == ()
    assert view.total == "100"
    assert view.held_back == ""


def test_each_pillar_has_its_weakest_question_with_the_next_state() -> None:
    view = view_answers(answer_all("e-government", 3, POL_04=1, OUT_12=0))
    weakest = {pillar.id: pillar.weakest for pillar in view.pillars}
    policy, outreach = weakest["policy"], weakest["outreach"]
    assert policy is not None
    assert outreach is not None
    assert (policy.id, outreach.id) == ("POL-04", "OUT-12")
    assert policy.next_state.text
    assert policy.action.text
    assert policy.level_name.text


def test_what_does_not_fit_is_named_with_its_questions() -> None:
    view = view_answers(answer_all("e-government", 2, POL_02=3, GOV_04=0, POL_01=0))
    named = [{item.id for item in found.questions} for found in view.contradictions]
    assert {"POL-02", "GOV-04"} in named
    assert {"POL-01", "POL-02"} in named
    assert all(found.say.text for found in view.contradictions)
    assert view_answers(answer_all("e-government", 2)).contradictions == ()


def test_judgement_far_from_published_figures_deserves_a_second_look() -> None:
    view = view_answers(answer_all("e-government", 0))
    apart = [row.family for row in view.families if row.is_apart]
    assert {"policy", "management", "outreach"} <= set(apart)
    said = " ".join(view.deeper)
    assert "Policy: judgement (0) and published figures (55) are far apart." in said
    row = next(row for row in view.families if row.family == "policy")
    assert row.gap == "−55.2"


def test_families_stand_together_where_pillars_are_many() -> None:
    view = view_answers(answer_all(ENVIRONMENT, 2), name=ENVIRONMENT)
    assert len(view.pillars) == 8
    assert [row.family for row in view.families] == [
        "infrastructure", "policy", "management", "outreach",
    ]  # fmt: skip
    assert all(row.own == "50" for row in view.families)
    # With two pillars to a family the published figure of the family stands beside neither.
    assert view.profile.peers == ()
    assert len(view.views) == 5
    assert all(reading.score == "50" for reading in view.views)


def test_a_published_figure_of_nothing_is_still_shown() -> None:
    view = view_answers(answer_all("e-government", 2), country="PRK")
    shown = [row.peers for row in view.profile.rows]
    assert [peers[0].text for peers in shown if peers[0]] == ["29", "7", "13", "1"]


def test_the_strip_shows_every_question_with_its_level_or_its_state() -> None:
    view = view_answers(answer_all("e-government", 2, POL_01="unknown", POL_02="not-applicable"))
    cells = [cell for row in view.strip.rows for cell in row.cells]
    assert len(cells) == 20
    policy = [cell.text for cell in view.strip.rows[1].cells]
    assert policy == ["?", "–", "2", "2", "2"]


def test_the_profile_holds_the_numbers_the_page_prints() -> None:
    view = view_answers(answer_all("e-government", 3))
    assert [row.own.text for row in view.profile.rows] == [item.score for item in view.pillars]
    assert view.profile.peers == ("Published figures",)
