"""What the script sends with each answer, and what it is told."""

from threading import Thread

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.walk import KENYA, OWN, Walker, count_rows

POLICY = f"{KENYA}/answers/policy"
INFRASTRUCTURE = f"{KENYA}/answers/infrastructure"


@pytest.fixture
def walker(app: Flask) -> Walker:
    made = Walker(app)
    made.go(POLICY)
    return made


def share(app: Flask, walker: Walker) -> Walker:
    """Open the check on a second device by its link."""
    page = walker.go(f"{KENYA}/link")
    other = Walker(app)
    other.go(page.one("input", id="link").attributes["value"].removeprefix("http://localhost"))
    other.send("")
    return other


def told(response: TestResponse, status: int = 200) -> dict[str, dict[str, object]]:
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    assert response.mimetype == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    found: dict[str, dict[str, object]] = response.get_json()
    return found


def test_each_answer_is_told_with_its_version(walker: Walker) -> None:
    first = told(walker.save(POLICY, POL_01="=2"))
    assert first["saved"]["POL-01"]["version"] == 1  # type: ignore[index]
    assert first["begun"] is True
    assert first["reload"] is False
    assert first["steps"]["policy"] == [1, 5]
    second = told(walker.save(POLICY, POL_01="=3", POL_01__version="1"))
    assert second["saved"]["POL-01"]["version"] == 2  # type: ignore[index]
    assert second["problems"] == second["conflicts"] == {}
    walker.go(POLICY)
    fields = walker.form().fields
    assert fields["POL-01"] == ["=3"]
    assert fields["POL-01.was"] == [second["saved"]["POL-01"]["was"]]  # type: ignore[index]


def test_the_same_answer_again_makes_no_new_version(walker: Walker) -> None:
    walker.save(POLICY, POL_01="=2")
    for version in ("0", "1", "999999999"):
        again = told(walker.save(POLICY, POL_01="=2", POL_01__version=version))
        assert again["saved"]["POL-01"]["version"] == 1  # type: ignore[index]


def test_a_second_device_is_told_what_the_first_one_saved(app: Flask, walker: Walker) -> None:
    walker.save(POLICY, POL_01="=2", POL_02="=1")
    other = share(app, walker)
    walker.save(POLICY, POL_01="=4", POL_01__version="1")
    clash = told(other.save(POLICY, POL_01="=0", POL_01__version="1", POL_02="=3",
                            POL_02__version="1"), 409)  # fmt: skip
    theirs = clash["conflicts"]["POL-01"]
    assert theirs["version"] == 2  # type: ignore[index]
    assert theirs["theirs"]["text"]  # type: ignore[index]
    assert theirs["theirs"]["lang"] == "en"  # type: ignore[index]
    # What nobody else touched is saved beside it.
    assert clash["saved"]["POL-02"]["version"] == 2  # type: ignore[index]
    walker.go(POLICY)
    assert walker.form().fields["POL-01"] == ["=4"]
    # Having seen it, the second device keeps its own.
    kept = told(other.save(POLICY, POL_01="=0", POL_01__version="2"))
    assert kept["saved"]["POL-01"]["version"] == 3  # type: ignore[index]


def test_without_script_both_answers_stand_in_the_page(app: Flask, walker: Walker) -> None:
    walker.save(POLICY, POL_01="=2")
    other = share(app, walker)
    other.go(POLICY)
    walker.save(POLICY, POL_01="=4", POL_01__version="1")
    page = other.send("", status=409, POL_01="=0", POL_02="=3", POL_01__note="Mine, typed.")
    assert "Somebody else answered meanwhile" in page.text
    assert "Take the saved one" in page.text
    fields = other.form().fields
    assert fields["POL-01"] == ["=0"]
    assert fields["POL-01.note"] == ["Mine, typed."]
    assert fields["POL-02.version"] == ["1"]
    # Going on keeps one's own, now that both were seen.
    other.send("")
    walker.go(POLICY)
    assert walker.form().fields["POL-01"] == ["=0"]


def test_without_script_the_saved_one_can_be_taken(app: Flask, walker: Walker) -> None:
    walker.save(POLICY, POL_01="=2")
    other = share(app, walker)
    other.go(POLICY)
    walker.save(POLICY, POL_01="=4", POL_01__version="1")
    other.send("", status=409, POL_01="=0")
    other.send("", press=("take", "POL-01"))
    assert other.address.endswith("#POL-01")
    assert other.form().fields["POL-01"] == ["=4"]


def test_what_can_t_be_taken_is_told_and_the_rest_is_saved(walker: Walker) -> None:
    body = told(walker.save(POLICY, POL_01="=9", POL_02="=2", POL_04="not-applicable"), 422)
    assert set(body["problems"]) == {"POL-01", "POL-04"}
    assert all(texts for texts in body["problems"].values())
    assert set(body["saved"]) == {"POL-02"}


def test_a_check_deleted_elsewhere_does_not_come_back_to_life(app: Flask, walker: Walker) -> None:
    walker.save(POLICY, POL_01="=2")
    other = share(app, walker)
    other.go(f"{KENYA}/delete")
    other.send("/delete")
    before = count_rows(app)
    response = walker.save(POLICY, {"begun": "1"}, POL_01="=3", POL_01__version="1")
    assert response.status_code == 410
    assert response.get_json()["error"]["code"] == 410
    assert count_rows(app) == before


def test_two_tabs_that_save_first_share_one_check(app: Flask, walker: Walker) -> None:
    key = walker.client.get_cookie("check", path=KENYA)
    assert key is not None
    tabs = [Walker(app) for _ in range(4)]
    for tab in tabs:
        tab.client.set_cookie("check", key.value, path=KENYA)
    before = count_rows(app, "quick_check")["quick_check"]
    codes: list[int] = []
    questions = ["POL_01", "POL_02", "POL_04", "POL_06"]

    def save(tab: Walker, question: str) -> None:
        codes.append(tab.save(POLICY, **{question: "=2"}).status_code)

    threads = [Thread(target=save, args=pair) for pair in zip(tabs, questions, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert codes == [200] * 4
    assert count_rows(app, "quick_check")["quick_check"] == before + 1
    for tab in tabs:
        tab.go(POLICY)
        fields = tab.form().fields
        assert [fields[name.replace("_", "-")] for name in questions] == [["=2"]] * 4


def test_opening_pages_writes_nothing(app: Flask) -> None:
    before = count_rows(app)
    walker = Walker(app)
    for address in (
        "/", KENYA, f"{KENYA}?compare=RWA", INFRASTRUCTURE, POLICY, "/check/e-government/questions",
        f"{KENYA}/figures/data-policy", f"{KENYA}/data-report",
    ):  # fmt: skip
        walker.go(address)
    walker.go(f"{KENYA}/answers")
    for address in (f"{KENYA}/result", f"{KENYA}/link", f"{KENYA}/report", "/r/nothing"):
        walker.go(address, status=404)
    assert count_rows(app) == before


def test_a_page_without_an_answer_begins_nothing(app: Flask, walker: Walker) -> None:
    before = count_rows(app)
    walker.send("")
    response = walker.client.post(f"{KENYA}/answers/management", data={}, headers=OWN)
    assert response.status_code == 303
    assert count_rows(app) == before
    assert walker.client.get_cookie("link", path=KENYA) is None


def test_a_cookie_with_a_forged_signature_is_none(app: Flask) -> None:
    thief = Walker(app)
    thief.client.set_cookie("check", "A" * 43 + ".forged", path=KENYA)
    before = count_rows(app, "quick_check")["quick_check"]
    assert thief.save(POLICY, POL_01="=2").status_code == 200
    assert count_rows(app, "quick_check")["quick_check"] == before + 1
    given = thief.client.get_cookie("check", path=KENYA)
    assert given is not None
    assert not given.value.startswith("A" * 43)


def test_each_visitor_has_a_token_of_their_own(app: Flask, walker: Walker) -> None:
    other = Walker(app)
    other.go(POLICY)
    tokens = {item.form().fields["csrf_token"][0] for item in (walker, other)}
    assert len(tokens) == 2
    for item in (walker, other):
        item.send("", POL_01="=1")


@pytest.mark.parametrize("name", ["check", "link"])
def test_cookies_are_for_this_check_and_not_for_scripts(walker: Walker, name: str) -> None:
    response = walker.save(POLICY, POL_01="=2")
    told(response)
    cookie = walker.client.get_cookie(name, path=KENYA)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert walker.client.get_cookie(name) is None
