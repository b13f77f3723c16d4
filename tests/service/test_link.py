import pytest
from sqlalchemy import text

from app.service.actor import Actor
from app.service.check_state import CheckState, Exchanged
from app.service.error import NotFound, TooMany
from app.service.link import exchange_link, peek_link, replace_link
from app.service.quick_check import delete_check, open_check
from app.service.secret import make_secret
from app.service.workspace import open_workspace
from tests.service.conftest import House, change

PHONE = Actor(address="198.51.100.4")


def begin(house: House) -> tuple[Actor, CheckState, str]:
    holder, saved = house.begin()
    assert saved.check is not None
    assert saved.new_keys is not None
    return holder, saved.check, saved.new_keys.link


def test_a_link_gives_each_device_a_cookie_of_its_own(house: House) -> None:
    holder, check, link = begin(house)
    assert peek_link(PHONE, house.workspace, link)
    found = [exchange_link(PHONE, house.workspace, link) for _ in range(2)]
    assert found[0].cookie != found[1].cookie
    assert {(item.toolkit_id, item.country) for item in found} == {("small", "KEN")}
    for item in found:
        opened = open_check(Actor(item.cookie), house.workspace, "small", "KEN")
        assert opened is not None
        assert opened.id == check.id
    house.save(Actor(found[0].cookie), change("basics.budget", 2))
    seen = open_check(holder, house.workspace, "small", "KEN")
    assert seen is not None
    assert seen.answers["basics.budget"].value == 2


def test_a_replaced_link_is_dead_and_the_new_one_opens(house: House) -> None:
    holder, check, link = begin(house)
    fresh = replace_link(holder, house.workspace, check)
    assert not peek_link(PHONE, house.workspace, link)
    with pytest.raises(NotFound):
        exchange_link(PHONE, house.workspace, link)
    assert exchange_link(PHONE, house.workspace, fresh).country == "KEN"


def test_a_link_is_no_cookie_and_a_cookie_no_link(house: House) -> None:
    holder, _, link = begin(house)
    assert open_check(Actor(link), house.workspace, "small", "KEN") is None
    assert not peek_link(PHONE, house.workspace, holder.key or "")


@pytest.mark.parametrize("key", [None, "guessed"])
def test_a_stranger_replaces_no_link(house: House, key: str | None) -> None:
    _, check, link = begin(house)
    with pytest.raises(NotFound):
        replace_link(Actor(key), house.workspace, check)
    assert peek_link(PHONE, house.workspace, link)


def test_the_holder_of_another_check_replaces_no_link(house: House) -> None:
    _, check, link = begin(house)
    other, _ = house.begin()
    with pytest.raises(NotFound):
        replace_link(other, house.workspace, check)
    assert peek_link(PHONE, house.workspace, link)


@pytest.mark.parametrize("end", ["guessed", "revoked", "deleted", "expired", "odd"])
def test_every_dead_link_says_the_same(house: House, end: str) -> None:
    holder, check, link = begin(house)
    if end == "guessed":
        link = make_secret()
    elif end == "revoked":
        replace_link(holder, house.workspace, check)
    elif end == "deleted":
        delete_check(holder, house.workspace, "small", "KEN")
    elif end == "expired":
        house.clock.advance(days=180)
    else:
        link = "\ud800\x00" + link
    assert not peek_link(PHONE, house.workspace, link)
    with pytest.raises(NotFound) as caught:
        exchange_link(PHONE, house.workspace, link)
    assert caught.value.args == ()


def fail(house: House, actor: Actor, link: str) -> None:
    with pytest.raises(NotFound):
        exchange_link(actor, house.workspace, link)


def test_too_many_failures_must_wait_and_the_wait_ends(house: House) -> None:
    guess = make_secret()
    for _ in range(3):
        fail(house, PHONE, guess)
    with pytest.raises(TooMany) as caught:
        exchange_link(PHONE, house.workspace, guess)
    assert caught.value.retry_after == 15 * 60
    with pytest.raises(TooMany):
        peek_link(PHONE, house.workspace, guess)
    house.clock.advance(minutes=15)
    fail(house, PHONE, guess)


def test_failures_with_one_link_keep_nobody_else_out(house: House) -> None:
    _, _, link = begin(house)
    guess = make_secret()
    for _ in range(3):
        fail(house, PHONE, guess)
    assert exchange_link(PHONE, house.workspace, link).country == "KEN"
    fail(house, Actor(address="198.51.100.5"), guess)


def test_an_address_that_only_guesses_must_wait(house: House) -> None:
    for _ in range(30):
        fail(house, PHONE, make_secret())
    with pytest.raises(TooMany):
        peek_link(PHONE, house.workspace, make_secret())


def test_success_costs_nothing(house: House) -> None:
    _, _, link = begin(house)
    for _ in range(40):
        assert isinstance(exchange_link(PHONE, house.workspace, link), Exchanged)


def test_counts_are_shared_by_processes_and_survive_a_restart(house: House) -> None:
    guess = make_secret()
    for _ in range(3):
        fail(house, PHONE, guess)
    other = open_workspace(house.workspace.settings, now=house.clock)
    with pytest.raises(TooMany):
        exchange_link(PHONE, other, guess)
    other.engine.dispose()


def test_counters_hold_no_address(house: House) -> None:
    fail(house, PHONE, make_secret())
    with house.workspace.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM throttle")).all())
    assert "198.51" not in kept


def test_devices_are_limited_and_the_newest_stay(house: House) -> None:
    holder, _, link = begin(house)
    for _ in range(50):
        house.clock.advance(seconds=1)
        last = exchange_link(PHONE, house.workspace, link)
    assert open_check(Actor(last.cookie), house.workspace, "small", "KEN") is not None
    assert open_check(holder, house.workspace, "small", "KEN") is None
