"""One record for each request: what was asked of which route, how it ended, how long it took."""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

logger = structlog.get_logger()


def init(app: Flask) -> None:
    """Number requests and log each when it ends; no address, query, body or secret is written."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def _end(response: Response) -> Response:
    # The route's pattern, never the path: a path may hold a private link.
    rule = request.url_rule.rule if request.url_rule else None
    logger.info(
        "request",
        id=g.get("request_id"),
        method=request.method if request.method.isascii() else "?",
        route=rule,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
    )
    return response
