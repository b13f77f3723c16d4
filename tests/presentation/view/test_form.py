"""What a form says becomes answers; what can't be taken comes back as it was typed."""

from dataclasses import replace
from gettext import NullTranslations

import pytest

from app.presentation.language import LANGUAGES, Translator
from app.presentation.view.form import (
    GivenAnswer,
    Reading,
    clear_answers,
    print_of_answer,
    print_of_form,
    read_form,
)
from app.presentation.view.page import find_pages
from app.presentation.view.question import Draft, Filling, build_question_page
from app.response import Answer
from tests.presentation.report_sample import reference
from tests.presentation.view.view_sample import every_kind, fill_kenya, word_every_kind

LATEST = reference().latest("internet_users_pct", "KEN")
assert LATEST is not None
FULL, SHORT = LATEST.value, "34.98"


def read(
    filling: Filling | None = None, language: str = "en", **fields: str | list[str]
) -> Reading:
    """Read fields; `L_1__note` stands for `L-1.note`. The version is sent unless it is given."""
    named = {
        name.replace("__", ".").replace("_", "-"): [value] if isinstance(value, str) else value
        for name, value in fields.items()
    }
    for question in {name.split(".")[0] for name in named}:
        named.setdefault(f"{question}.version", ["0"])
    return read_form(
        word_every_kind(language), every_kind().questions, filling or fill_kenya(), named
    )


def one(reading: Reading) -> Answer:
    assert not reading.drafts
    assert len(reading.given) == 1
    return reading.given[0].answer


def fields_of(filling: Filling) -> dict[str, list[str]]:
    """What a browser sends back of an untouched page."""
    wording = word_every_kind()
    page = build_question_page(wording, find_pages(wording)[0], filling)
    sent: dict[str, list[str]] = {}
    for form in page.questions:
        is_radio = form.kind in {"level", "choice", "yesno"}
        ticked = [choice.value for choice in form.choices if choice.checked]
        other = form.state if form.state not in {"", "answered", "blank"} else ""
        if is_radio:
            sent[form.id] = [other] if other else [f"={value}" for value in ticked]
        else:
            sent[form.id] = ticked if form.kind == "multi" else [form.value]
            sent[f"{form.id}.state"] = [other] if other else []
        sent |= {
            f"{form.id}.version": [str(form.version)],
            f"{form.id}.was": [print_of_form(form)],
            f"{form.id}.reason": [form.reason],
            f"{form.id}.note": [form.note.replace("\n", "\r\n")],
            f"{form.id}.link": [form.link],
            f"{form.id}.put": [form.prefill.text] if form.prefill else [],
        }
    return sent


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("L_1", "=2", 2),
        ("C_1", "=o1", "o1"),
        ("Y_1", "=partly", "partly"),
        ("M_1", ["o0", "o2"], ("o0", "o2")),
        ("M_1", "none", ("none",)),
        ("N_1", "35,5", 35.5),
        ("N_1", "٣٥٫٥", 35.5),
        ("T_1", " The ministry ", "The ministry"),
    ],
)
def test_every_kind_is_read(name: str, typed: str | list[str], value: object) -> None:
    answer = one(read(**{name: typed}))
    assert (answer.state, answer.value, answer.origin) == ("answered", value, "own")


def test_a_day_is_read() -> None:
    assert str(one(read(D_1="2024-05-03")).value) == "2024-05-03"


@pytest.mark.parametrize("name", ["L_1", "C_1", "Y_1"])
@pytest.mark.parametrize("state", ["unknown", "not-applicable"])
def test_a_radio_says_other_states(name: str, state: str) -> None:
    answer = one(read(**{name: state, f"{name}__reason": "Because."}))
    assert answer.state == state
    assert answer.value is None
    assert answer.reason == ("Because." if state == "not-applicable" else "")


@pytest.mark.parametrize("name", ["M_1", "N_1", "T_1", "D_1"])
@pytest.mark.parametrize("state", ["unknown", "not-applicable"])
def test_a_field_has_its_other_states_beside_it(name: str, state: str) -> None:
    answer = one(read(**{f"{name}__state": state, f"{name}__reason": "Because."}))
    assert answer.state == state


def test_questions_that_were_not_sent_or_not_touched_are_left_out() -> None:
    assert read().given == ()
    assert read(L_1__note="").given == ()
    reading = read(L_1="=1", C_1__version="0")
    assert [item.answer.question for item in reading.given] == ["L-1"]


def test_a_note_alone_is_kept() -> None:
    answer = one(read(L_1__note="Ask the ministry.\r\nThen us."))
    assert (answer.state, answer.note) == ("blank", "Ask the ministry.\nThen us.")


def test_what_stands_as_it_was_filled_is_not_saved_again() -> None:
    filling = fill_kenya(
        Answer("L-1", value=2, note="One\ntwo", link="https://example.org/a", version=3),
        Answer("C-1", state="not-applicable", reason="Left out", version=1),
        Answer("M-1", value=("o0", "o2"), version=2),
        Answer("Y-1", value="no", version=1),
        Answer("N-1", value=FULL, origin="published", version=1),
        Answer("T-1", state="unknown", version=1),
        Answer("D-1", state="blank", version=4),
    )
    sent = fields_of(filling)
    wording = word_every_kind()
    assert read_form(wording, every_kind().questions, filling, sent).given == ()
    for answer in filling.answers.values():
        assert sent[f"{answer.question}.was"] == [print_of_answer(answer)]
    sent["L-1"] = ["=3"]
    reading = read_form(wording, every_kind().questions, filling, sent)
    expected = Answer("L-1", value=3, note="One\ntwo", link="https://example.org/a")
    assert reading.given == (GivenAnswer(expected, 3),)


def test_a_published_figure_left_standing_is_taken_over_in_full() -> None:
    sent = fields_of(fill_kenya())
    assert sent["N-1"] == sent["N-1.put"] == [SHORT]
    assert len(repr(FULL)) > len(SHORT)
    reading = read_form(word_every_kind(), every_kind().questions, fill_kenya(), sent)
    assert reading.given == (GivenAnswer(Answer("N-1", value=FULL, origin="published"), 0),)


def test_a_changed_figure_is_the_visitor_s_own() -> None:
    answer = one(read(N_1="35", N_1__put=SHORT, N_1__note="Census of 2025."))
    assert (answer.value, answer.origin, answer.note) == (35, "own", "Census of 2025.")
    kept = one(read(N_1=SHORT, N_1__put=SHORT, N_1__note="The same."))
    assert (kept.value, kept.origin, kept.note) == (FULL, "published", "The same.")


@pytest.mark.parametrize(
    ("value", "origin", "shown"),
    [(FULL, "published", SHORT), (40.0, "own", "40"), (3.5, "own", "3.5"), (1e22, "own", "1e+22")],
)
def test_a_saved_number_stands_in_its_field_as_people_write_it(
    value: float, origin: str, shown: str
) -> None:
    saved = Answer("N-1", value=value, origin=origin, version=1)  # type: ignore[arg-type]
    sent = fields_of(fill_kenya(saved))
    assert sent["N-1"] == [shown]


def test_a_note_added_later_leaves_a_published_figure_published() -> None:
    filling = fill_kenya(Answer("N-1", value=FULL, origin="published", version=1))
    sent = fields_of(filling) | {"N-1.note": ["Confirmed."]}
    reading = read_form(word_every_kind(), every_kind().questions, filling, sent)
    expected = Answer("N-1", value=FULL, origin="published", note="Confirmed.")
    assert reading.given == (GivenAnswer(expected, 1),)


def test_a_figure_put_there_gives_way_to_i_do_not_know() -> None:
    assert one(read(N_1=SHORT, N_1__put=SHORT, N_1__state="unknown")).state == "unknown"


@pytest.mark.parametrize(
    ("name", "typed"), [("N_1", "35"), ("T_1", "A body"), ("D_1", "2024-05-03"), ("M_1", ["o1"])]
)
def test_an_answer_and_another_state_together_are_asked_back(
    name: str, typed: str | list[str]
) -> None:
    reading = read(**{name: typed, f"{name}__state": "unknown", f"{name}__note": "Kept."})
    assert reading.given == ()
    draft = reading.drafts[name.replace("_", "-")]
    assert "Choose one" in draft.problems[0]
    assert draft.raw is not None
    assert draft.raw.note == "Kept."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"L_1": "=7"}, "7"),
        ({"L_1": "=two"}, "two"),
        ({"L_1": "not-applicable"}, "why"),
        ({"C_1": "=o9"}, "o9"),
        ({"M_1": ["o0", "none"]}, ""),
        ({"M_1": ["o0"] * 300}, ""),
        ({"L_1": ["=1", "=2"]}, "one answer only"),
        ({"C_1": ["=o1"] * 300}, "one answer only"),
        ({"N_1": ["1", "2"]}, "one answer only"),
        ({"N_1": "abc"}, ""),
        ({"N_1": "1,234,567"}, ""),
        ({"N_1": "101"}, "100"),
        ({"N_1": "9" * 5_000}, ""),
        ({"D_1": "2024-02-30"}, ""),
        ({"T_1": "x" * 10_001}, ""),
        ({"L_1": "=1", "L_1__link": "javascript:alert(1)"}, ""),
        ({"L_1": "=1", "L_1__note": "x" * 2_001}, ""),
        ({"N_1__state": "whatever"}, "whatever"),
    ],
    ids=range(18),
)
def test_what_can_t_be_taken_comes_back_with_the_reason(
    fields: dict[str, str | list[str]], said: str
) -> None:
    reading = read(**fields)
    assert reading.given == ()
    (draft,) = reading.drafts.values()
    assert draft.problems
    assert said in " ".join(draft.problems)
    assert len(" ".join(draft.problems)) < 500


def test_one_problem_does_not_hold_the_others_back() -> None:
    reading = read(L_1="=2", C_1="=o9", Y_1="=yes", N_1="abc")
    assert [item.answer.question for item in reading.given] == ["L-1", "Y-1"]
    assert set(reading.drafts) == {"C-1", "N-1"}


@pytest.mark.parametrize("text", ["", "-1", "9" * 5_000, "1.5", "abc", "٣", " 1"])
def test_a_version_that_is_none_counts_as_never_seen(text: str) -> None:
    reading = read(L_1="=2", L_1__version=text)
    assert reading.given[0].base_version == 0


def test_clearing_takes_back_what_was_answered_only() -> None:
    filling = fill_kenya(Answer("L-1", value=2, note="Gone too", version=3))
    cleared = clear_answers(every_kind().questions, filling.answers, ["L-1", "C-1", "nowhere"])
    assert cleared == (GivenAnswer(Answer("L-1", state="blank"), 3),)


def test_emptied_fields_take_an_answer_back() -> None:
    filling = fill_kenya(Answer("T-1", value="A body", version=2))
    reading = read(filling, T_1="", T_1__version="2", T_1__was="before")
    assert reading.given == (GivenAnswer(Answer("T-1", state="blank"), 2),)


def test_a_refused_draft_stands_in_its_fields_again() -> None:
    reading = read(N_1="abc", N_1__note="From the census", L_1="=2")
    empty = fill_kenya()
    filling = Filling(
        empty.answers, empty.reference, empty.country, empty.country_name, reading.drafts
    )
    wording = word_every_kind()
    page = build_question_page(wording, find_pages(wording)[0], filling)
    form = next(item for item in page.questions if item.id == "N-1")
    assert (form.value, form.note, form.version) == ("abc", "From the census", 0)
    assert form.problems
    assert form.has_extra
    assert print_of_form(form) == ""


def test_another_s_answer_stands_beside_one_s_own() -> None:
    mine = read(L_1="=2").raws["L-1"]
    theirs = Answer("L-1", value=4, version=5)
    empty = fill_kenya(theirs)
    drafts = {"L-1": Draft(mine, theirs=theirs)}
    filling = Filling(empty.answers, empty.reference, "KEN", "Kenya", drafts)
    wording = word_every_kind()
    form = build_question_page(wording, find_pages(wording)[0], filling).questions[0]
    assert form.clash is not None
    assert (form.clash.mine.text, form.clash.theirs.text) == ("L-1 at 2", "L-1 at 4")
    assert form.clash.their_version == form.version == 5
    assert [choice.value for choice in form.choices if choice.checked] == ["2"]
    # Sent again as it stands it is one's own choice, not an untouched field.
    again = read(filling, L_1="=2", L_1__version="5", L_1__was=print_of_form(form))
    assert again.given == (GivenAnswer(Answer("L-1", value=2), 5),)


def test_a_prefilled_field_says_where_its_figure_is_from() -> None:
    wording = word_every_kind()
    page = build_question_page(wording, find_pages(wording)[0], fill_kenya())
    form = next(item for item in page.questions if item.id == "N-1")
    assert form.prefill is not None
    assert form.value == form.prefill.text == SHORT
    assert "2024" in form.prefill.source
    saved = fill_kenya(Answer("N-1", value=40.0, version=1))
    again = build_question_page(wording, find_pages(wording)[0], saved)
    assert next(item for item in again.questions if item.id == "N-1").prefill is None


class Loud(NullTranslations):
    """Translates everything into capitals."""

    def gettext(self, message: str) -> str:
        return message.upper()


def test_problems_are_told_in_the_reader_s_language() -> None:
    loud = replace(word_every_kind(), translator=Translator(LANGUAGES["en"], Loud()))
    fields = {"L-1": ["=1"], "L-1.version": ["0"], "L-1.link": ["x"]}
    reading = read_form(loud, every_kind().questions, fill_kenya(), fields)
    assert reading.drafts["L-1"].problems[0].startswith("THIS IS NOT A WEB ADDRESS")
