"""`eready worker`."""

import os
import signal
from contextlib import suppress
from threading import Event
from types import FrameType

import click

from app.cli.setting import open_settings, told_on_the_line
from app.service.log import set_up_log
from app.service.runner import RUNNERS
from app.service.worker import Worker
from app.service.workspace import open_workspace

NICE = 15
"""Documents are made with what the pages leave over."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(once: bool) -> None:
    """Make documents and tidy up until told to stop.

    `eready serve` starts one beside the site; more may run, on other machines too. It ends after
    the document at hand when it gets SIGTERM or Ctrl-C.
    """
    settings = open_settings()
    set_up_log(settings)
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with suppress(OSError):
        os.nice(NICE)
    with told_on_the_line():
        crew = Worker(open_workspace(settings), RUNNERS, stop)
        if not once:
            crew.run()
        while once and not stop.is_set() and crew.run_once():
            pass
