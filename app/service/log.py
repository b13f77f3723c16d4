"""One line a record on standard error: readable while developing, JSON in production."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Final, TextIO

import structlog

from app.settings import Settings

MOST_FRAMES: Final = 60
"""Calls of one traceback that are logged: an endless recursion has a thousand."""
MOST_TEXT: Final = 12_000
"""Characters of one traceback; of a longer one beginning and end are kept."""

_Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def set_up_log(settings: Settings) -> None:
    """Set the form and the least level of what this process logs.

    Records name what happened and to what; no secret, no address, no text of an answer. An error
    comes with its calls and lines, never with the values they worked on.
    """
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if not settings.is_production:
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=_print_error
        )
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_write_error),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Where standard error is now: a program that redirects it later is followed.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=settings.is_production,
    )


def ensure_log(settings: Settings) -> None:
    """Set up the log unless this process has: the library's own prints all values of all calls."""
    if not structlog.is_configured():
        set_up_log(settings)


def _write_error(exc_info: _Raised) -> str:
    """Write an error with its calls, cut to a length that can be read and stored."""
    text = "".join(traceback.format_exception(*exc_info, limit=-MOST_FRAMES)).rstrip("\n")
    if len(text) <= MOST_TEXT:
        return text
    half = MOST_TEXT // 2
    return f"{text[:half]}\n[{len(text) - 2 * half} characters left out]\n{text[-half:]}"


def _print_error(place: TextIO, exc_info: _Raised) -> None:
    place.write("\n" + _write_error(exc_info))
