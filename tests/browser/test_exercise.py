"""The whole exercise in real browsers, from the first invitation to the second round."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, expect
from playwright.sync_api import Page as Window

from tests.browser.conftest import PHONE, OpenVisit, Site, Visit
from tests.browser.test_answer import SAVED, choose, is_chosen, state_of, wait_until_sent
from tests.browser.test_assessment import come_as
from tests.service.assessment.sample_file import PDF
from tests.team import Team, make_team

pytestmark = pytest.mark.needs_chromium

TOOLKIT = "sector-e-strategy"
PASSWORD = "seven mossy stones"
FIRST, SECOND = "ES-VIS-1", "ES-VIS-2"


@pytest.fixture
def team(site: Site) -> Team:
    return make_team(site.workspace, "UGA")


@dataclass
class Guest:
    """Somebody to invite: name, role as it is chosen, what they are to answer."""

    name: str
    role: str
    parts: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


def start(visit: Visit, team: Team) -> str:
    """Start an assessment and open it for answers; returns its address."""
    window = visit.go(f"/assessments/new?unit={team.unit_id}&toolkit={TOOLKIT}")
    window.get_by_label("Title").fill("Health online")
    window.locator("select[name='parameter.sector']").select_option("health")
    window.locator("main form button[type=submit]").click()
    window.wait_for_url(re.compile(r"/assessments/[0-9a-f]{32}$"))
    address = window.url.removeprefix(visit.url)
    take_step(visit, address, "Open it for answers")
    return address


def take_step(visit: Visit, address: str, button: str, note: str = "") -> None:
    window = visit.go(f"{address}/steps")
    window.get_by_role("link", name=button, exact=True).click()
    window.locator("#note").fill(note)
    window.get_by_role("button", name=button, exact=True).click()
    window.locator(".versions").first.wait_for()


def invite(visit: Visit, address: str, guest: Guest) -> str:
    """Invite by a link that is shown once; returns its path."""
    window = visit.go(f"{address}/people")
    window.locator("#role").select_option(label=guest.role)
    window.get_by_label("By a link that you hand on yourself").check()
    if guest.parts:
        window.locator("summary", has_text="What they are to answer").click()
    for part in guest.parts:
        window.locator(f"input[name=node][value='{part}']").check()
    window.get_by_role("button", name="Invite", exact=True).click()
    return window.locator("#_link").input_value().removeprefix(visit.url)


def join(open_visit: OpenVisit, link: str, guest: Guest, **more: object) -> Visit:
    """Open the link on a device of one's own, make an account and be in."""
    visit = open_visit(**more)
    window = visit.go(link)
    window.locator("#name").fill(guest.name)
    window.locator("#email").fill(guest.email)
    window.locator("#password").fill(PASSWORD)
    window.locator("main form button[type=submit]").last.click()
    window.wait_for_url("**/assessments")
    return visit


def say(window: Window, label: str, text: str, button: str) -> None:
    window.get_by_label(label, exact=True).fill(text)
    window.get_by_role("button", name=button, exact=True).click()


def test_a_country_holds_the_exercise(open_visit: OpenVisit, team: Team) -> None:
    focal = come_as(open_visit, team, "focal-point")
    address = start(focal, team)
    guests = (
        Guest("Wanjiru Otieno", "Contributor", ("ES-VIS",)),
        Guest("Juma Okello", "Contributor", ("ES-VIS",)),
        Guest("Elena Markova", "Reviewer"),
    )
    links = [invite(focal, address, guest) for guest in guests]
    one, two, reviewer = (
        join(open_visit, link, guest) for link, guest in zip(links, guests, strict=True)
    )
    answer_and_meet(one, two, address)
    attach(one, address)
    discuss(two, address)
    review(focal, reviewer, address)
    approve_and_publish(open_visit, team, address)
    begin_next(focal, address)


def answer_and_meet(one: Visit, two: Visit, address: str) -> None:
    """Both stand at the same questions: the second one sees both answers and chooses."""
    topic = f"{address}/topics/ES-VIS"
    two.allowed.append("409")
    here, there = one.go(topic), two.go(topic)
    choose(here, SECOND, 2)
    choose(here, FIRST, 1)
    choose(there, FIRST, 3, is_saved=False)
    box = there.locator(f"#{FIRST} .field-error")
    box.filter(has_text="Meanwhile Wanjiru Otieno saved another answer here").wait_for()
    box.get_by_role("button", name="Keep mine").click()
    state_of(there, FIRST).filter(has_text=SAVED).wait_for()
    wait_until_sent(there)
    here.reload()
    assert is_chosen(here, FIRST, 3)
    assert is_chosen(here, SECOND, 2)


def choose_file(window: Window, name: str) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    window.locator("input[type=file]").set_input_files(file)


def attach(visit: Visit, address: str) -> None:
    window = visit.go(f"{address}/questions/{FIRST}/evidence")
    choose_file(window, "strategy.pdf")
    window.get_by_role("button", name="Send the file").click()
    expect(window.locator(".pieces")).to_contain_text("strategy.pdf")


def discuss(visit: Visit, address: str) -> None:
    window = visit.go(f"{address}/questions/{FIRST}/comments")
    say(window, "Your comment", "The council has not met since May.", "Send the comment")
    expect(window.locator(".pieces")).to_contain_text("has not met since May")


def review(focal: Visit, reviewer: Visit, address: str) -> None:
    """The focal point hands in, the reviewer remarks, the focal point replies."""
    take_step(focal, address, "Hand it in for review")
    window = reviewer.go(f"{address}/review?place={FIRST}")
    say(window, "Remark", "The strategy has no budget.", "Add the remark")
    window = focal.go(f"{address}/review/1")
    expect(window.locator("main")).to_contain_text("The strategy has no budget.")
    window.get_by_label("Accepted in part").check()
    say(window, "Reply", "It has one from next year.", "Save the reply")
    window = reviewer.go(f"{address}/review/1")
    expect(window.locator("main")).to_contain_text("It has one from next year.")


def approve_and_publish(open_visit: OpenVisit, team: Team, address: str) -> None:
    """The approver approves and publishes; somebody without an account reads it."""
    approver = come_as(open_visit, team, "approver")
    take_step(approver, address, "Approve it")
    anybody = open_visit()
    public = address.replace("/assessments/", "/published/")
    anybody.go(public, status=404)
    window = approver.go(f"{address}/publication")
    window.get_by_label("Yes, what is ticked above shall be public.").check()
    window.get_by_role("button", name="Publish it").click()
    window.get_by_role("link", name="To the public page").wait_for()
    page = anybody.go(public)
    expect(page.locator("main")).to_contain_text("Uganda")
    said = page.locator("main").inner_text()
    for private in ("Wanjiru", "Okello", "has not met since May", "has no budget"):
        assert private not in said, private
    assert anybody.find_barriers() == []
    window = anybody.go("/published")
    assert window.locator(f"a[href='{public}']").count() == 1


def begin_next(focal: Visit, address: str) -> None:
    """Round two takes the answers over, each to be confirmed."""
    window = focal.go(f"{address}/next")
    window.get_by_role("button", name="Begin the next round").click()
    window.wait_for_url(lambda url: "/assessments/" in url and address not in url)
    second = window.url.removeprefix(focal.url)
    expect(window.locator("main")).to_contain_text("Round 2")
    window = focal.go(f"{second}/topics/ES-VIS")
    expect(window.locator("main")).to_contain_text("answers of this page were taken over")
    assert is_chosen(window, FIRST, 3)
    window.locator("form[action$='/confirm'] button").click()
    expect(window.locator("main")).not_to_contain_text("were taken over")
    window = focal.go(f"{second}/questions/{FIRST}/history")
    expect(window.locator(".versions")).to_contain_text("Focal Point")


# --- Without script, in Arabic, on a phone ------------------------------------------------------


def test_the_exercise_without_script_in_arabic_on_a_phone(
    open_visit: OpenVisit, team: Team
) -> None:
    more = {"language": "ar", "width": PHONE, "script": False}
    focal = come_as(open_visit, team, "focal-point")
    address = start(focal, team)
    guest = Guest("هدى سالم", "Contributor", ("ES-VIS",))
    link = invite(focal, address, guest)
    visit = open_visit(**more)
    window = visit.go(link)
    assert window.locator("html").get_attribute("dir") == "rtl"
    window.locator("#name").fill(guest.name)
    window.locator("#email").fill("huda@example.org")
    window.locator("#password").fill(PASSWORD)
    window.locator("main form button[type=submit]").last.click()
    window.wait_for_url("**/assessments")
    answer_without_script(visit, address)
    send_without_script(visit, address)
    for section in ("", "/mine", "/topics/ES-VIS", "/evidence", "/comments", "/goals", "/plan",
                    "/result", "/rounds", "/steps", "/people", "/review"):  # fmt: skip
        visit.go(f"{address}{section}")
        assert visit.width_needed <= PHONE, section
        assert visit.page.locator("h1").count() == 1, section
    take_step(focal, address, "Hand it in for review")
    approver = come_as(open_visit, team, "approver", **more)
    window = approver.go(f"{address}/steps/approved")
    window.locator("main form button[type=submit]").click()
    window = approver.go(f"{address}/publication")
    window.locator("#sure").check()
    window.locator("form[action$='/publication'] button[type=submit]").click()
    public = open_visit(**more)
    window = public.go(address.replace("/assessments/", "/published/"))
    assert public.width_needed <= PHONE
    assert guest.name not in window.locator("main").inner_text()
    # The filter holds long titles: each stays within the page, under its label.
    window = public.go("/published")
    assert public.width_needed <= PHONE
    for name in ("toolkit", "country", "year"):
        label, field = (window.locator(mark).bounding_box() for mark in
                        (f"label[for={name}]", f"#{name}"))  # fmt: skip
        assert label is not None
        assert field is not None
        assert label["y"] + label["height"] <= field["y"]


def answer_without_script(visit: Visit, address: str) -> None:
    """Two devices of one person: what was saved meanwhile is shown, and they choose."""
    other = visit.context.new_page()
    window, topic = visit.page, f"{address}/topics/ES-VIS"
    visit.go(topic)
    other.goto(visit.url + topic)
    visit.allowed.append("409")
    for place, level in ((window, 1), (other, 2)):
        place.locator(f'#{FIRST} input[value="={level}"]').check()
        place.locator("form[action$='/topics/ES-VIS'] button[type=submit]").last.click()
    assert other.locator(".error-summary").count() == 1
    assert is_chosen(other, FIRST, 2)
    other.locator("form[action$='/topics/ES-VIS'] button[type=submit]").last.click()
    assert other.locator(".error-summary").count() == 0
    visit.go(topic)
    assert is_chosen(window, FIRST, 2)
    visit.go(f"{address}/questions/{FIRST}/history")
    assert window.locator(".versions > li").count() == 2
    other.close()


def send_without_script(visit: Visit, address: str) -> None:
    window = visit.go(f"{address}/questions/{FIRST}/evidence")
    choose_file(window, "استراتيجية.pdf")
    window.locator("form[action$='/files'] button[type=submit]").click()
    expect(window.locator(".pieces")).to_contain_text("استراتيجية.pdf")
    window = visit.go(f"{address}/questions/{FIRST}/comments")
    window.locator("#_text-new").fill("لم يجتمع المجلس بعد.")
    window.locator(f"form[action$='/{FIRST}/comments'] button[type=submit]").click()
    expect(window.locator(".pieces")).to_contain_text("لم يجتمع المجلس بعد.")
