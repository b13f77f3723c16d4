"""Tests that need something the machine may lack are left out, counted, and told at the end.

A test says what it needs with a marker. Where that is missing the test is left out, which the last
lines of the run say. With EREADY_REQUIRE=all (`make test REQUIRE=all`) the run then fails: what was
not tested must not look as if it had passed. Where workers run the tests side by side, each of them
sorts out the same tests and tells the process that prints the last lines.
"""

import ctypes
import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pytest

from tests.postgres import is_postgres_at_hand

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
POPPLER = ("pdftotext", "pdfinfo", "pdftoppm")
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
TOLD: Final = "left out"


def find_chromium() -> str | None:
    """Return the path of the browser the tests drive, if there is one."""
    named = os.environ.get("EREADY_TEST_CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else CHROMIUM))
    return next((path for path in found if path), None)


def has_poppler() -> bool:
    return all(shutil.which(tool) for tool in POPPLER)


def has_pango() -> bool:
    try:
        for library in PANGO:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_dask() -> bool:
    return all(importlib.util.find_spec(name) for name in ("dask", "distributed", "pyarrow"))


@dataclass(frozen=True)
class Need:
    name: str
    is_met: Callable[[], bool]
    install: str


NEEDS = {
    "needs_postgres": Need("PostgreSQL", is_postgres_at_hand, "postgresql"),
    "needs_chromium": Need("Chromium", lambda: find_chromium() is not None, "chromium"),
    "needs_poppler": Need("Poppler", has_poppler, "poppler-utils"),
    "needs_dask": Need("Dask", has_dask, "none that fits; pip install eready[dask]"),
    "needs_pango": Need("Pango", has_pango, "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
}


@cache
def is_met(marker: str) -> bool:
    return NEEDS[marker].is_met()


def missing_need(item: pytest.Item) -> str | None:
    """Return the first marker of the test whose need is not met here."""
    wanted = (marker for marker in NEEDS if item.get_closest_marker(marker))
    return next((marker for marker in wanted if not is_met(marker)), None)


class LeftOut:
    """The plugin: sorts tests out after collection and tells it at the end."""

    def __init__(self, *, require_all: bool) -> None:
        self.require_all = require_all
        self.counts: Counter[str] = Counter()
        self.skipped: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        needs = {item: missing_need(item) for item in items}
        left_out = [item for item in items if needs[item]]
        self.counts.update(need for need in needs.values() if need)
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not needs[item]]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def has_gap(self) -> bool:
        return bool(self.counts or self.skipped)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker left out: the most of each, since all of them count the same."""
        self.counts |= Counter(getattr(node, "workeroutput", {}).get(TOLD, {}))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[TOLD] = dict(self.counts)
            return
        finished_well = session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        )
        if self.require_all and self.has_gap() and finished_well:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.has_gap():
            return
        terminalreporter.section("left out", red=self.require_all, yellow=not self.require_all)
        for line in self.lines():
            terminalreporter.line(line)
        if self.require_all:
            terminalreporter.line("REQUIRE=all: the run fails, since not everything was tested.")

    def lines(self) -> list[str]:
        """Say one line for each thing that is missing."""
        lines = [
            f"Left out: {count} {'test needs' if count == 1 else 'tests need'} {NEEDS[marker].name}"
            f" (Debian: {NEEDS[marker].install})"
            for marker, count in sorted(self.counts.items())
        ]
        if self.skipped:
            lines.append(f"Left out: {len(self.skipped)} skipped, first {self.skipped[0]}")
        return lines
