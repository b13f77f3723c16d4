"""One line a record on standard error: readable while developing, JSON in production."""

import logging
import sys

import structlog

from app.settings import Settings


def set_up_log(settings: Settings) -> None:
    """Set the form and the least level of what this process logs.

    Records name what happened and to what; no secret, no address, no text of an answer.
    """
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if not settings.is_production:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
