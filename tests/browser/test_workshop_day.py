"""A whole day of a workshop, with everybody's own browser open at once, from the door to the end.

A facilitator, the big screen, three phones (one in Arabic, one in English, one without script), and
two people who answer over HTTP. In the middle the facilitator's browser dies, and a phone is
without a line for a while.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import APIRequestContext, Browser, expect
from playwright.sync_api import Page as Window

from app.service.workshop.feedback import read_summary
from app.service.workshop.planning import Subject, TablePlan, WorkshopPlan, plan_alone
from app.service.workshop.priority import read_ranking
from app.store.engine import read_session
from app.store.workshop_outcome import list_agreements
from app.web.sign_in import COOKIE
from tests.browser.conftest import PHONE, WIDE, OpenVisit, Site, Visit
from tests.room import OpenRoom
from tests.team import Team, make_team

pytestmark = pytest.mark.needs_chromium

POLICY = ("POL-01", "POL-02", "POL-04", "POL-06", "POL-11")
SOON = 5_000
"""Milliseconds within which every view shows what happened in the room."""
LOOK = re.compile("Look again")


@dataclass
class Phone:
    """Somebody's phone; without script they press for the page anew where others wait."""

    visit: Visit
    room: OpenRoom
    has_script: bool = True

    @property
    def window(self) -> Window:
        return self.visit.page

    def join(self) -> None:
        window = self.visit.go(f"/join/{self.room.code}")
        window.click("main form .button")
        window.wait_for_url(f"**/room/{self.room.id}")

    def see(self, selector: str) -> None:
        """Wait until the page shows something; without script, after it is fetched anew."""
        if not self.has_script:
            self.visit.go(f"/room/{self.room.id}")
        self.window.locator(selector).first.wait_for(timeout=SOON)

    def choose(self, question: str, level: int) -> None:
        """Choose an answer and go on, as by thumb."""
        self.see_question(question)
        self.window.locator(f'[name="{question}"][value="={level}"]').check()
        self.window.locator(".move .button").click()
        self.window.locator(f'[data-question="{question}"]').wait_for(state="detached")

    def see_question(self, question: str) -> None:
        self.window.locator(f'[data-question="{question}"]').wait_for(timeout=SOON)

    def rate(self, item: int, impact: int, effort: int) -> None:
        self.see(f'[name="impact.{item}"]')
        self.window.locator(f'[name="impact.{item}"][value="{impact}"]').check()
        self.window.locator(f'[name="effort.{item}"][value="{effort}"]').check()
        self.window.click("form[action$='/priorities'] .button")
        self.window.locator(".notice[role=status]").wait_for()

    def judge(self, **marks: int) -> None:
        self.see('[name="useful"]')
        for name, mark in marks.items():
            self.window.locator(f'[name="{name}"][value="{mark}"]').check()
        self.window.click("form[action$='/feedback'] .button")
        self.window.locator(".notice[role=status]").wait_for()


@dataclass
class Caller:
    """Somebody who takes part over HTTP alone."""

    line: APIRequestContext
    site: Site
    room: OpenRoom

    def send(self, path: str, form: dict[str, str]) -> None:
        sent: dict[str, str | float | bool] = dict(form)
        response = self.line.post(
            self.site.url + path, form=sent, headers={"Origin": self.site.url}, max_redirects=0
        )
        assert response.status in {200, 303}, (path, response.status, response.text()[:500])

    def join(self) -> None:
        path = f"/join/{self.room.code}"
        page = self.line.get(self.site.url + path).text()
        secret = page.split('name="secret" value="')[1].split('"')[0]
        self.send(path, {"secret": secret, "table": "1"})

    def answer(self, question: str, level: int, round_: int = 1) -> None:
        fields = {"question": question, "round": str(round_), question: f"={level}"}
        fields |= {f"{question}.version": "0", f"{question}.was": ""}
        self.send(f"/room/{self.room.id}/answers", fields)

    def rate(self, item: int, impact: int, effort: int) -> None:
        marks = {f"impact.{item}": str(impact), f"effort.{item}": str(effort)}
        self.send(f"/room/{self.room.id}/priorities", marks)

    def judge(self, **marks: int) -> None:
        said = {name: str(mark) for name, mark in marks.items()}
        self.send(f"/room/{self.room.id}/feedback", said)


@dataclass
class Day:
    """All who are in the room, and what the facilitator presses."""

    team: Team
    room: OpenRoom
    open_visit: OpenVisit
    chair: Visit
    wall: Visit
    phones: list[Phone] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/workshop/{self.room.id}"

    def let_in(self, visit: Visit) -> Visit:
        """Sign the facilitator in on a browser."""
        cookie = {"name": COOKIE, "value": self.team.secret("facilitator"), "url": visit.url}
        visit.context.add_cookies([cookie])  # type: ignore[list-item]
        return visit

    def press(self, words: str) -> None:
        button = self.chair.page.get_by_role("button", name=re.compile(f"^{words}"))
        button.first.click()

    def go_on(self, stage: str) -> None:
        """Take the room to its next stage; the wall says so."""
        self.chair.go(self.path)
        self.press(f"Go on to: {stage}")
        expect(self.chair.page.locator("#now")).to_have_text(stage)

    def at_table(self) -> Window:
        return self.chair.go(f"{self.path}/tables/1")

    def see_on_wall(self, selector: str) -> None:
        self.wall.page.locator(selector).first.wait_for(timeout=SOON)

    def all_see(self, selector: str) -> None:
        for phone in self.phones:
            phone.see(selector)


@pytest.fixture
def day(site: Site, browser: Browser, open_visit: OpenVisit) -> Day:
    team = make_team(site.workspace)
    facilitator = team.actor("facilitator")
    plan = WorkshopPlan(
        title="One whole day", tables=(TablePlan("", ("policy",)),), language="en", planned=5
    )
    made = plan_alone(facilitator, site.workspace, Subject("e-government", "KEN"), plan)
    room = OpenRoom(site.workspace, made, facilitator)
    held = Day(team, room, open_visit, open_visit(width=WIDE), open_visit(width=1920))
    held.let_in(held.chair)
    held.let_in(held.wall)
    held.phones = [
        Phone(open_visit(language="ar", width=PHONE), room),
        Phone(open_visit(width=PHONE, scheme="dark"), room),
        Phone(open_visit(width=PHONE, script=False), room, has_script=False),
    ]
    held.callers = [Caller(open_visit(script=False).context.request, site, room) for _ in range(2)]
    return held


def gather(day: Day) -> None:
    """Everybody comes in; who was asked says how well they know it."""
    day.chair.go(day.path)
    day.wall.go(f"{day.path}/screen")
    day.press("Open the door")
    day.see_on_wall(".roomcode")
    expect(day.wall.page.locator(".roomcode").first).to_contain_text(day.room.code[:3])
    for one in (*day.phones, *day.callers):
        one.join()
    expect(day.chair.page.locator(".seat")).to_have_count(5, timeout=SOON)
    assert day.phones[0].window.locator("html").get_attribute("dir") == "rtl"
    for place, phone in enumerate(day.phones):
        phone.window.locator(f'[name="before"][value="{1 + place}"]').check()
        phone.window.click("form[action$='/feedback'] .button")
        phone.window.locator("#awareness").wait_for()
    for caller in day.callers:
        caller.judge(before=2)


def practise(day: Day) -> None:
    """All try it with one question."""
    day.go_on("At the tables")
    day.at_table()
    day.press("Open: Practice question")
    anchor = day.room.room.row.anchor
    for phone in day.phones:
        phone.see("form[data-answers]")
        phone.choose(anchor, 2)
    for caller in day.callers:
        caller.answer(anchor, 3, 0)
    day.press("Close answering")
    day.press("Reveal to everybody")
    day.all_see(".reveal")
    day.see_on_wall(".reveal")


def answer_alone(day: Day) -> None:
    """A pillar is answered; one phone loses its line, and the facilitator's browser dies."""
    day.press("Open: Policy")
    arabic, english, plain = day.phones
    for place, phone in enumerate((arabic, plain)):
        phone.see("form[data-answers]")
        for number, question in enumerate(POLICY):
            phone.choose(question, (number + place) % 5)
        phone.window.locator(".places").wait_for()
    day.chair.context.close()
    english.see_question(POLICY[0])
    english.choose(POLICY[0], 4)
    english.see_question(POLICY[1])
    english.visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    english.visit.context.set_offline(True)
    english.window.locator(f'[name="{POLICY[1]}"][value="=4"]').check()
    expect(english.window.locator(".live-lost")).to_contain_text("No connection", timeout=20_000)
    for caller in day.callers:
        for question in POLICY:
            caller.answer(question, 1)
    english.visit.context.set_offline(False)
    expect(english.window.locator(".live-lost")).to_be_empty(timeout=20_000)
    expect(english.window.locator("span[data-saved]")).to_contain_text("Saved", timeout=40_000)
    english.window.locator(".move .button").click()
    for question in POLICY[2:]:
        english.choose(question, 4)
    # Opened again anywhere, it is where it was.
    day.chair = day.let_in(day.open_visit(width=WIDE))
    window = day.at_table()
    expect(window.locator("p.finished")).to_contain_text("5 of 5", timeout=SOON)
    rows = [row for row in day.room.votes() if row.round == 1]
    assert sorted(row.question for row in rows) == sorted(POLICY * 5)


def reveal(day: Day) -> None:
    """All see how they are spread, and find the page good to use whatever they use."""
    day.press("Close answering")
    for phone in day.phones:
        phone.see("h1")
        assert phone.window.locator(".reveal").count() == 0
    assert day.wall.page.locator(".reveal").count() == 0
    day.press("Reveal to everybody")
    day.all_see(".reveal")
    day.see_on_wall(".reveal")


def look_around(day: Day) -> None:
    """The three views, light and dark, in Arabic, on a narrow screen."""
    table, wall = f"{day.path}/tables/1", f"{day.path}/screen"
    seat = day.phones[1].visit.context.cookies()
    for language, scheme, width in (("en", "dark", WIDE), ("ar", "light", PHONE)):
        for path in (table, wall, f"/room/{day.room.id}"):
            visit = day.open_visit(language=language, scheme=scheme, width=width)
            if path.startswith("/room"):
                visit.context.add_cookies(seat)  # type: ignore[arg-type]
            else:
                day.let_in(visit)
            visit.go(path).locator(".reveal").first.wait_for()
            assert visit.width_needed <= width, (path, language)
            assert not visit.find_barriers(), (path, language)


def agree_on(day: Day) -> None:
    """One agreed, one with a reservation and a minority view, one not; the rest is parked."""
    window = day.at_table()
    window.locator("#text").fill("The act is there, the budget is not.")
    day.press("Keep the notes")
    agreed = window.locator("section.agreeform form[action$='/agreement']").first
    for outcome in ("agreed", "reservation", "none"):
        if outcome != "none":
            agreed.locator("#agree-answer [type=radio]").nth(2).check()
        agreed.locator(f'[name=outcome][value="{outcome}"]').check()
        agreed.locator("#agree-note").fill("As we see it today.")
        if outcome == "reservation":
            agreed.locator("#minority-fields > summary").click()
            agreed.locator("#agree-minority").fill("The counties have none of it.")
        day.press("Keep what was agreed")
        window.locator("#agreed").wait_for(timeout=SOON)
        day.press("Next question")
        expect(window.locator("#agreed")).to_have_count(0, timeout=SOON)
    day.press("Park for later")
    with read_session(day.room.workspace.engine) as session:
        rows = list_agreements(session, day.room.id)
    assert sorted(row.outcome for row in rows) == ["agreed", "none", "reservation"]
    assert {row.minority for row in rows} == {"", "The counties have none of it."}


def look_ahead(day: Day) -> None:
    """A goal, priorities by all, an action."""
    day.go_on("Goals")
    window = day.chair.go(f"{day.path}/goals")
    window.locator("table a").first.click()
    window.locator("[id^=value-]").last.check()
    window.locator("#year").fill("2028")
    day.press("Set the goal")
    day.all_see("table, .goal, ol, ul")
    day.go_on("Priorities")
    window = day.chair.go(f"{day.path}/priorities")
    window.locator("#text").fill("One sign-in for all ministries")
    day.press("Add")
    for item, first in ((0, "Let all rate one thing first"), (1, "Let all rate everything")):
        day.press(first)
        for place, one in enumerate((*day.phones, *day.callers)):
            one.rate(item, 3 + place % 3, 1 + place % 3)
        day.press("Close the rating")
        day.press("Show it to all")
    expect(window.locator("#state")).to_have_text("All see the priorities", timeout=SOON)
    ranking = read_ranking(day.room.workspace, day.room.room.row)
    assert {number: place.count for number, place in ranking.places.items()} == {0: 5, 1: 5}
    day.all_see("ol.ranked")
    day.go_on("Action plan")
    window = day.chair.go(f"{day.path}/actions")
    window.locator("#text").fill("Sign the act")
    window.locator("#owner").fill("وزارة الاتصالات")
    day.press("Add")
    day.see_on_wall("text=Sign the act")
    day.all_see("text=Sign the act")


def finish(day: Day) -> None:
    """The report, what everybody thought of it, and the end."""
    day.go_on("Report draft")
    report = day.chair.go(f"{day.path}/report").locator("main")
    for words in (
        "The counties have none of it.",
        "Sign the act",
        "One sign-in for all ministries",
    ):
        expect(report).to_contain_text(words)
    day.go_on("Feedback")
    for place, one in enumerate((*day.phones, *day.callers)):
        one.judge(useful=4, again=3 + place % 3, after=4)
    day.chair.go(f"{day.path}/end")
    day.press("End the workshop")
    for phone in day.phones:
        phone.see("h1")
    expect(day.phones[1].window.locator("h1")).to_have_text("Thank you", timeout=SOON)
    assert day.room.room.row.stage == "ended"
    summary = read_summary(day.room.workspace, day.room.room.row)
    assert {name: share.answers for name, share in summary.shares.items()} == dict.fromkeys(
        ("useful", "again", "before", "after"), 5
    )


@pytest.mark.timeout(600)
def test_a_whole_day(day: Day) -> None:
    gather(day)
    practise(day)
    answer_alone(day)
    reveal(day)
    look_around(day)
    agree_on(day)
    look_ahead(day)
    finish(day)
