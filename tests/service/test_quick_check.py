from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, func, select, text

from app.response import Answer
from app.service.actor import Actor
from app.service.check_state import Change, Submission
from app.service.definition import ToolkitShelf
from app.service.error import NotAChoice, NotFound, TextError
from app.service.quick_check import delete_check, open_check, save_answers
from app.service.secret import make_secret
from app.store.table import METADATA
from tests.service.conftest import House, change


def count_rows(house: House, table: str) -> int:
    query = select(func.count()).select_from(METADATA.tables[table])
    with house.workspace.engine.connect() as connection:
        return connection.scalar(query) or 0


def test_a_visitor_without_a_cookie_has_no_check_and_makes_no_row(house: House) -> None:
    assert open_check(house.stranger, house.workspace, "small", "KEN") is None
    assert count_rows(house, "quick_check") == 0


def test_the_first_answer_makes_the_check(house: House) -> None:
    saved = house.save(
        house.stranger,
        change("basics.plan", 1, reason="said so"),
        parameters={"sector": "health"},
        language="ar",
    )
    assert saved.new_keys is not None
    assert saved.new_keys.cookie != saved.new_keys.link
    check = open_check(Actor(saved.new_keys.cookie), house.workspace, "small", "KEN")
    assert check == saved.check
    assert check is not None
    assert check.answers["basics.plan"] == Answer(
        question="basics.plan", value=1, reason="said so", version=1
    )
    assert check.setting.quick
    assert check.setting.parameters == {"sector": "health"}
    assert check.language == "ar"
    assert check.data_edition == house.workspace.reference.edition()
    assert check.link_active
    assert (check.expires_at - check.visited_at).days == 180


def test_an_empty_page_makes_no_check(house: House) -> None:
    blank = Change(Answer(question="basics.plan", state="blank"))
    saved = house.save(house.stranger, blank)
    assert (saved.check, saved.saved, saved.new_keys) == (None, (), None)
    assert count_rows(house, "quick_check") == 0


def test_secrets_are_not_in_the_database(house: House) -> None:
    _, saved = house.begin()
    assert saved.new_keys is not None
    with house.workspace.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM access_key")).all())
        kept += str(connection.execute(text("SELECT * FROM audit")).all())
    assert saved.new_keys.cookie not in kept
    assert saved.new_keys.link not in kept
    assert saved.new_keys.cookie not in repr(saved)
    assert saved.new_keys.link not in repr(saved)


@pytest.mark.parametrize("value", [1, 2.5, "word", ("a", "b"), None])
def test_every_kind_of_value_comes_back_as_it_was(house: House, value: object) -> None:
    answer = Answer(question="basics.note", value=value)  # type: ignore[arg-type]
    saved = house.save(house.stranger, Change(answer))
    assert saved.new_keys is not None
    check = open_check(Actor(saved.new_keys.cookie), house.workspace, "small", "KEN")
    assert check is not None
    found = check.answers["basics.note"].value
    assert found == value
    assert type(found) is type(value)


def test_a_second_answer_joins_the_same_check(house: House) -> None:
    holder, first = house.begin()
    house.clock.advance(minutes=5)
    second = house.save(holder, change("basics.budget", 2))
    assert first.check is not None
    assert second.check is not None
    assert second.check.id == first.check.id
    assert second.new_keys is None
    assert set(second.check.answers) == {"basics.plan", "basics.budget"}
    assert second.check.saved_at > first.check.saved_at


def test_a_change_counts_up_and_the_same_again_does_not(house: House) -> None:
    holder, _ = house.begin()
    changed = house.save(holder, change("basics.plan", 2, 1))
    assert [answer.version for answer in changed.saved] == [2]
    again = house.save(holder, change("basics.plan", 2, 1))
    assert [answer.version for answer in again.saved] == [2]
    assert again.conflicts == ()
    assert again.check is not None
    assert changed.check is not None
    assert again.check.saved_at == changed.check.saved_at


def test_the_second_writer_sees_both_and_nothing_is_overwritten(house: House) -> None:
    holder, _ = house.begin()
    house.save(holder, change("basics.plan", 2, 1))
    late = house.save(holder, change("basics.plan", 0, 1, note="mine"), change("basics.budget", 1))
    assert [answer.question for answer in late.saved] == ["basics.budget"]
    (conflict,) = late.conflicts
    assert (conflict.mine.value, conflict.mine.note) == (0, "mine")
    assert (conflict.theirs.value, conflict.theirs.version) == (2, 2)
    assert late.check is not None
    assert late.check.answers["basics.plan"].value == 2


def test_what_was_typed_survives_the_end_of_its_check(house: House) -> None:
    holder, _ = house.begin()
    delete_check(holder, house.workspace, "small", "KEN")
    saved = house.save(holder, change("basics.plan", 2, 7))
    assert saved.new_keys is not None
    assert [answer.value for answer in saved.saved] == [2]


def test_a_minted_cookie_makes_two_tabs_one_check(house: House) -> None:
    tab = Actor(make_secret(), "203.0.113.9", minted=True)
    first = house.save(tab, change("basics.plan", 1))
    second = house.save(tab, change("basics.budget", 1))
    assert first.check is not None
    assert second.check is not None
    assert first.check.id == second.check.id
    assert first.new_keys is not None
    assert first.new_keys.cookie == tab.key
    assert second.new_keys is None


def test_a_cookie_that_was_not_minted_by_us_is_not_taken_up(house: House) -> None:
    saved = house.save(Actor("chosen-by-somebody"), change("basics.plan", 1))
    assert saved.new_keys is not None
    assert saved.new_keys.cookie != "chosen-by-somebody"


def test_first_answers_at_the_same_moment_share_one_check(house: House) -> None:
    tab = Actor(make_secret(), "203.0.113.9", minted=True)
    questions = ["basics.plan", "basics.budget"]
    start, failures = Barrier(2), []

    def answer(question: str) -> None:
        start.wait()
        try:
            house.save(tab, change(question, 1))
        except Exception as error:  # noqa: BLE001  # told below
            failures.append(error)

    threads = [Thread(target=answer, args=(question,)) for question in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    check = open_check(tab, house.workspace, "small", "KEN")
    assert check is not None
    assert set(check.answers) == set(questions)
    assert count_rows(house, "quick_check") == 1


def test_many_writers_lose_nothing(house: House) -> None:
    """Each writes the same answer until it wins: the versions count every success once."""
    holder, _ = house.begin()
    writers, rounds = 4, 10
    won: list[int] = []

    def write(writer: int) -> None:
        for turn in range(rounds):
            base = 0
            while True:
                note = f"{writer}/{turn}"
                saved = house.save(holder, change("basics.plan", 1, base, note=note))
                if not saved.conflicts:
                    won.append(saved.saved[0].version)
                    break
                base = saved.conflicts[0].theirs.version

    threads = [Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(2, writers * rounds + 2))


def test_a_toolkit_that_changed_changes_no_check_already_begun(house: House) -> None:
    holder, saved = house.begin()
    assert saved.check is not None
    file = house.workspace.settings.toolkits / "small.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Is there a plan?", "Any plan?"))
    later = replace(house.workspace, toolkits=ToolkitShelf(file.parent, house.workspace.engine))
    check = open_check(holder, later, "small", "KEN")
    assert check is not None
    assert check.toolkit.question("basics.plan").text == "Is there a plan?"
    assert check.toolkit.content_hash == saved.check.toolkit.content_hash
    fresh = later.toolkits.get("small")
    assert fresh is not None
    assert fresh.question("basics.plan").text == "Any plan?"


def test_a_broken_toolkit_leaves_the_others_alone(house: House) -> None:
    folder = house.workspace.settings.toolkits
    (folder / "broken.yaml").write_text("format: eready-toolkit/1\nid: [")
    shelf = ToolkitShelf(folder, house.workspace.engine)
    assert [toolkit.id for toolkit in shelf.list()] == ["small"]


@pytest.mark.parametrize(
    ("toolkit_id", "country"), [("other", "KEN"), ("small", "QQQ"), ("small", ""), ("", "KEN")]
)
def test_no_check_of_what_does_not_exist(house: House, toolkit_id: str, country: str) -> None:
    submission = Submission(toolkit_id, country, (change("basics.plan", 1),))
    with pytest.raises(NotFound):
        save_answers(house.stranger, house.workspace, submission)


@pytest.mark.parametrize(
    "changes", [(change("nothing", 1),), (change("basics.plan", 1), change("basics.plan", 2))]
)
def test_questions_the_toolkit_does_not_have_are_refused(
    house: House, changes: tuple[Change, ...]
) -> None:
    with pytest.raises(NotAChoice):
        house.save(house.stranger, *changes)


@pytest.mark.parametrize("parameters", [{"colour": "red"}, {"sector": "war"}])
def test_parameters_the_toolkit_does_not_have_are_refused(
    house: House, parameters: dict[str, str]
) -> None:
    with pytest.raises(NotAChoice):
        house.save(house.stranger, change("basics.plan", 1), parameters=parameters)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_no_database_keeps_is_refused_and_nothing_is_saved(house: House, text: str) -> None:
    holder, _ = house.begin()
    with pytest.raises(TextError):
        house.save(holder, change("basics.budget", 1), change("basics.plan", 1, 1, note=text))
    check = open_check(holder, house.workspace, "small", "KEN")
    assert check is not None
    assert set(check.answers) == {"basics.plan"}


def test_a_check_opens_only_where_it_belongs(house: House) -> None:
    holder, _ = house.begin()
    assert open_check(holder, house.workspace, "small", "NAM") is None
    assert open_check(Actor(make_secret()), house.workspace, "small", "KEN") is None
    assert open_check(Actor("x" * 10_000), house.workspace, "small", "KEN") is None
    assert open_check(Actor("ключ"), house.workspace, "small", "KEN") is None


def test_delete_now_leaves_nothing(house: House) -> None:
    holder, _ = house.begin()
    delete_check(holder, house.workspace, "small", "KEN")
    assert open_check(holder, house.workspace, "small", "KEN") is None
    for table in ("quick_check", "answer", "access_key"):
        assert count_rows(house, table) == 0


@pytest.mark.parametrize("key", [None, "guessed"])
def test_a_stranger_deletes_nothing(house: House, key: str | None) -> None:
    house.begin()
    with pytest.raises(NotFound):
        delete_check(Actor(key), house.workspace, "small", "KEN")
    assert count_rows(house, "quick_check") == 1


def test_a_visit_is_written_down_once_a_day_and_keeps_the_check(house: House) -> None:
    holder, _ = house.begin()
    house.clock.advance(days=100)
    assert open_check(holder, house.workspace, "small", "KEN") is not None
    house.clock.advance(days=100)
    assert open_check(holder, house.workspace, "small", "KEN") is not None
    house.clock.advance(days=180)
    assert open_check(holder, house.workspace, "small", "KEN") is None


def test_opening_takes_two_statements(house: House) -> None:
    holder, _ = house.begin()
    statements: list[str] = []

    @event.listens_for(house.workspace.engine, "before_cursor_execute")
    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    open_check(holder, house.workspace, "small", "KEN")
    assert len([item for item in statements if not item.startswith("BEGIN")]) == 2
