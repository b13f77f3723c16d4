"""Sixty people in a room, over real HTTP: join, look every second, vote, see the reveal.

    .venv/bin/python benchmarks/workshop.py [sqlite] [postgres]

Starts the site as it comes (`eready serve`) in a folder of its own, on SQLite and on PostgreSQL.
All phones come from one address and share the machine with the site. Each does what the script of
its page does: a look every second and up to a quarter more, the page anew where something changed,
an answer sent as it is given. Beside them a facilitator's page and the big screen look as often.

Ten times a question is opened and answered within five seconds, closed and revealed; then ten
questions at once are answered within five seconds, which is more than people can do.
"""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.service.workshop.planning import TABLES, Subject, TablePlan, WorkshopPlan, plan_alone
from app.service.workshop.running import go_to_stage, open_door
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings, fill_settings
from app.store.engine import read_session
from app.store.workshop_room import find_workshop
from app.store.workshop_seat import list_participants, read_own_votes
from benchmarks.phone import Browser, find_hidden, find_mark, read_mark
from tests.postgres import fresh_database, server
from tests.team import make_team

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 60
TURNS = 10
JOINING = 10.0
VOTING = 5.0
LEVELS = 5

TOOLKIT = """format: eready-toolkit/1
id: room
version: '1.0.0'
status: final
language: en
title: A room of sixty
summary: Ten pillars of one question, and one of ten.
scopes: [country]
scale: {levels: [%s]}
scoring:
  aggregate: {topic: mean, pillar: mean, total: mean}
  coverage: {topic: 0.5, pillar: 0.5, total: 0.5}
  unknown: exclude
  bands: [{id: low, from: 0, name: Low, meaning: Low.}, {id: high, from: 50, name: High, meaning: High.}]
pillars:
"""  # noqa: E501
PILLAR = """  - id: %s
    family: policy
    title: The matter of %s
    questions:
"""
QUESTION = """      - id: %s
        kind: level
        quick_check: true
        text: How far has the country come with the matter named %s of this room?
        why: Because somebody who reads this should know what the question is for.
        levels: [%s]
"""


def write_toolkit(folder: Path) -> None:
    """Write the toolkit of the benchmark."""
    names = ", ".join(f"{{level: {n}, name: Level {n}}}" for n in range(LEVELS))
    states = ", ".join(
        f"{{level: {n}, state: The state number {n} holds and every part of it can be shown., "
        f"action: Do what leads to the state number {n + 1}.}}"
        for n in range(LEVELS)
    )
    text = TOOLKIT % names
    for block, questions in list_blocks().items():
        text += PILLAR % (block, block)
        text += "".join(QUESTION % (name, name, states) for name in questions)
    folder.mkdir()
    (folder / "room.yaml").write_text(text, encoding="utf-8")


def list_blocks() -> dict[str, tuple[str, ...]]:
    """Give the questions of each pillar."""
    single = {f"p{n}": (f"ONE-{n:02}",) for n in range(1, TURNS + 1)}
    return single | {"ten": tuple(f"TEN-{n:02}" for n in range(1, TURNS + 1))}


@contextmanager
def run_site(folder: Path, database: str) -> Iterator[tuple[int, Workspace]]:
    """Serve the site as it comes; gives the port, and its data."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    instance, toolkits = folder / "instance", folder / "toolkits"
    environ = os.environ | {
        "EREADY_INSTANCE": str(instance),
        "EREADY_TOOLKITS": str(toolkits),
        "EREADY_LOG_LEVEL": "error",
        "EREADY_DATABASE_URL": database,
    }
    binary = str(Path(sys.executable).parent / "eready")
    site = subprocess.Popen([binary, "serve", "--port", str(port)], env=environ, cwd=ROOT)
    try:
        wait_for(port)
        settings = Settings(instance=instance, toolkits=toolkits, database_url=database)
        here = open_workspace(fill_settings(settings))
        yield port, here
        here.engine.dispose()
    finally:
        site.terminate()
        site.wait(20)


def wait_for(port: int) -> None:
    """Wait until the site answers."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the site did not start")


@dataclass
class Figures:
    """What is measured, in seconds."""

    saves: list[float] = field(default_factory=list)
    pulses: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    reveals: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)


@dataclass
class Day:
    """The room while it is measured; `said` is what each phone sent: (phone, question) -> level."""

    port: int
    path: str
    code: str
    figures: Figures = field(default_factory=Figures)
    said: dict[tuple[int, str], int] = field(default_factory=dict)
    is_over: bool = False


@dataclass
class Looker:
    """A page that looks every second whether it is still as it should be."""

    day: Day
    browser: Browser
    page: str
    pulse: str
    mark: str = ""
    body: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self) -> None:
        """Fetch the page."""
        answer = await self.browser.ask(self.page)
        assert answer.status == 200, (answer.status, answer.body[:500])
        self.day.figures.pages.append(answer.seconds)
        self.body, self.mark = answer.body, find_mark(answer.body)
        self.changed.set()

    async def look(self) -> None:
        """Look until the day is over."""
        while not self.day.is_over:
            await asyncio.sleep(1.0 + random.random() / 4)
            answer = await self.browser.ask(self.pulse, accept="application/json")
            assert answer.status == 200, (answer.status, answer.body[:500])
            self.day.figures.pulses.append(answer.seconds)
            if read_mark(answer.body) != self.mark:
                await self.fetch()

    async def wait_until(self, text: str) -> None:
        """Wait until the page shows a text."""
        while text not in self.body:
            self.changed.clear()
            await self.changed.wait()


@dataclass
class Phone(Looker):
    """A participant's phone."""

    number: int = 0

    async def join(self) -> None:
        """Come in within ten seconds."""
        await asyncio.sleep(random.random() * (JOINING - 2.0))
        start = time.perf_counter()
        door = await self.browser.ask(f"/join/{self.day.code}")
        fields = {"secret": find_hidden(door.body, "secret"), "table": "1"}
        answer = await self.browser.ask(f"/join/{self.day.code}", fields)
        assert answer.status == 303, (answer.status, answer.body[:500])
        self.page = answer.headers["location"]
        self.pulse = f"{self.page}/pulse"
        seats = [one for one in answer.cookies if f"Path={self.page}" in one]
        self.browser.cookie = seats[0].split(";", 1)[0]
        await self.fetch()
        self.day.figures.joins.append(time.perf_counter() - start)

    async def vote(self, questions: tuple[str, ...]) -> None:
        """Answer what is open, evenly within the time, from when it is seen."""
        await self.wait_until('data-view="answering')
        start = time.perf_counter()
        moments = sorted(random.random() * (VOTING - 1.3) for _ in questions)
        for moment, question in zip(moments, questions, strict=True):
            await asyncio.sleep(max(start + moment - time.perf_counter(), 0.0))
            await self.save(question)

    async def save(self, question: str) -> None:
        """Answer one question as the script of the page does."""
        level = random.randrange(LEVELS)
        fields = {
            "question": question, "round": "1", question: f"={level}",
            f"{question}.version": "0", f"{question}.was": "",
        }  # fmt: skip
        answer = await self.browser.ask(f"{self.page}/answers", fields, accept="application/json")
        assert answer.status == 200, (answer.status, answer.body[:500])
        self.day.figures.saves.append(answer.seconds)
        self.day.said[self.number, question] = level

    async def see(self, start: float) -> None:
        """Wait for the reveal, and note when it is on the page."""
        await self.wait_until('data-view="shown')
        self.day.figures.reveals[-1] = max(
            self.day.figures.reveals[-1], time.perf_counter() - start
        )


@dataclass
class Facilitator:
    """Whoever runs the room, with a device of their own for what they press."""

    day: Day
    browser: Browser

    async def act(self, word: str, **more: str) -> None:
        """Press a button at the table."""
        path = f"{self.day.path}/tables/1"
        seen = find_hidden((await self.browser.ask(path)).body, "seen")
        answer = await self.browser.ask(f"{path}/acts", {"act": word, "seen": seen} | more)
        assert answer.status == 303, (answer.status, answer.body[:500])


async def hold(day: Day, cookie: str) -> None:
    """Hold the day."""
    phones = [
        Phone(day, Browser(day.port), "", "", number=number) for number in range(1, PEOPLE + 1)
    ]
    await asyncio.gather(*(phone.join() for phone in phones))
    watchers = [
        Looker(day, Browser(day.port, cookie), f"{day.path}{page}", f"{day.path}{pulse}")
        for page, pulse in (("/tables/1", "/pulse"), ("/screen", "/screen/pulse"))
    ]
    for watcher in watchers:
        await watcher.fetch()
    looking = [asyncio.create_task(one.look()) for one in (*phones, *watchers)]
    chair = Facilitator(day, Browser(day.port, cookie))
    for block, questions in list_blocks().items():
        await chair.act("open", block=block)
        await asyncio.gather(*(phone.vote(questions) for phone in phones))
        await chair.act("close")
        await asyncio.gather(*(phone.wait_until('data-view="closed') for phone in phones))
        day.figures.reveals.append(0.0)
        start = time.perf_counter()
        await asyncio.gather(chair.act("reveal"), *(phone.see(start) for phone in phones))
        if len(day.figures.reveals) == TURNS:
            report("one question at a time", day)
    day.is_over = True
    await asyncio.gather(*looking)
    report("ten questions at once", day)


def report(what: str, day: Day) -> None:
    """Print what was measured since the last time."""
    figures, day.figures = day.figures, Figures()
    print(f"  {what}:")
    for name in ("joins", "saves", "pulses", "pages", "reveals"):
        times = sorted(getattr(figures, name))
        if times:
            late = times[min(int(len(times) * 0.99), len(times) - 1)]
            print(
                f"    {name}: {len(times)}, p50 {1000 * statistics.median(times):.0f} ms, "
                f"p99 {1000 * late:.0f} ms, longest {1000 * times[-1]:.0f} ms"
            )


def open_room(here: Workspace) -> tuple[str, str, str]:
    """Plan the room and open its door; gives its id, its code, and the facilitator's cookie."""
    team = make_team(here)
    actor = team.actor("facilitator")
    plan = WorkshopPlan(
        title="A room of sixty",
        tables=(TablePlan("", tuple(list_blocks())),),
        language="en",
        planned=PEOPLE,
    )
    made = plan_alone(actor, here, Subject("room", None, "Nowhere"), plan)
    assert open_door(actor, here, made, seen=1)
    assert go_to_stage(actor, here, made, TABLES, seen=2)
    with read_session(here.engine) as session:
        row = find_workshop(session, made)
    assert row is not None
    return made, str(row.code), f"sign-in={team.secret('facilitator')}"


def check_votes(here: Workspace, made: str, day: Day) -> None:
    """Compare what is kept with what was sent: each vote once, and none besides."""
    with read_session(here.engine) as session:
        people = list_participants(session, made)
        rows = [row for one in people for row in read_own_votes(session, one.id)]
    assert len(people) == PEOPLE
    assert {row.version for row in rows} == {1}
    kept = Counter((row.question, row.value) for row in rows)
    assert kept == Counter((question, level) for (_, question), level in day.said.items())
    print(f"  votes: {len(day.said)} sent, {len(rows)} kept, each once")


def measure(database: str, folder: Path) -> None:
    """Hold a day on one database."""
    write_toolkit(folder / "toolkits")
    with run_site(folder, database) as (port, here):
        made, code, cookie = open_room(here)
        day = Day(port, f"/workshop/{made}", code)
        asyncio.run(hold(day, cookie))
        check_votes(here, made, day)


def main() -> None:
    """Measure on each engine and print."""
    for engine in sys.argv[1:] or ("sqlite", "postgres"):
        print(f"{engine}, load of the machine before: {os.getloadavg()[0]:.1f}", flush=True)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            database = f"sqlite:///{folder / 'room.sqlite3'}"
            if engine == "postgres":
                url = stack.enter_context(server())
                database = stack.enter_context(fresh_database(url, "eready_bench_workshop"))
            measure(database, folder)


if __name__ == "__main__":
    main()
