"""What went wrong, that nothing was lost, and what to do now: for people and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from app.presentation.language import N_
from app.service.error import (
    Moved,
    NotAChoice,
    NotFound,
    SignedOut,
    StorageError,
    TextError,
    TooMany,
    WrongState,
)
from app.service.permission import STATES
from app.web.scene import translator

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Words:
    """What a page of one kind of error says."""

    title: str
    happened: str
    advice: str


WORDS: Final[Mapping[int, Words]] = {
    400: Words(
        N_("This request can't be understood"),
        N_("Something in the address or the form is not as it should be."),
        N_("Nothing was changed. Go back, check what you entered and try again."),
    ),
    401: Words(
        N_("You were signed out"),
        N_("Nothing is lost: what you typed is still in the page."),
        N_("Sign in again in another window, then save once more."),
    ),
    403: Words(
        N_("This request came from another site"),
        N_("To protect you, forms are only taken from our own pages."),
        N_("Nothing was changed. Open the page here and send the form again."),
    ),
    404: Words(
        N_("There is no such page"),
        N_("The address may be mistyped, or what was here has ended."),
        N_("Nothing was lost by this. Start from the first page."),
    ),
    405: Words(
        N_("This address does not take that kind of request"),
        N_("It can't be opened in this way."),
        N_("Nothing was changed. Go back to the page you came from."),
    ),
    409: Words(
        N_("The questions were changed meanwhile"),
        N_("In another window, this check was moved to another version of its questions."),
        N_("What you just sent was not saved. Go back to see it, then open the page anew."),
    ),
    410: Words(
        N_("This check is no longer there"),
        N_("It was deleted, or nobody opened it for a long time."),
        N_("What you just sent was not saved. You can start a new check."),
    ),
    413: Words(
        N_("This is too large"),
        N_("More was sent than this page can take."),
        N_("Nothing was saved. Shorten your texts and send them again."),
    ),
    414: Words(
        N_("This address is too long"),
        N_("More stands in the address than this site can take."),
        N_("Nothing was changed. Start from the first page."),
    ),
    429: Words(
        N_("Too many tries"),
        N_("This was asked for too often in a short time."),
        N_("Nothing was lost. Wait a little and try again."),
    ),
    500: Words(
        N_("Something went wrong on our side"),
        N_("The error was written down for the people who run this site."),
        N_("What was saved before is safe. Try again; if it happens again, tell us."),
    ),
    503: Words(
        N_("This can't be saved just now"),
        N_("The storage does not take anything at the moment."),
        N_("What you typed is still in the page. Keep it open and try again in a minute."),
    ),
}
_STATE: Final = Words(
    N_("Not in this state"),
    N_("The assessment is in the state “%(state)s”, in which this is not done."),
    N_("Nothing was changed. Go back and open the page anew to see what can be done."),
)
_MOST_MINUTES: Final = 120
_LAST_RESORT: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Error</title></head>'
    "<body><main><h1>Something went wrong on our side</h1>"
    "<p>What was saved before is safe. Please try again.</p></main></body></html>"
)


def init(app: Flask) -> None:
    """Answer every error with a page, or with JSON where that was asked for."""
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(NotFound, lambda _: answer(404))
    app.register_error_handler(NotAChoice, lambda _: answer(400))
    app.register_error_handler(Moved, lambda _: answer(409))
    app.register_error_handler(SignedOut, lambda _: answer(404))
    app.register_error_handler(WrongState, _answer_wrong_state)
    app.register_error_handler(TextError, lambda _: answer(400))
    app.register_error_handler(TooMany, _answer_too_many)
    app.register_error_handler(StorageError, _answer_storage)
    app.register_error_handler(Exception, _answer_bug)


def _answer_http(raised: HTTPException) -> Response:
    code = raised.code or 500
    response = raised.get_response()
    if isinstance(response, Response) and code < 400:
        return response
    made = answer(code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            made.headers[name] = response.headers[name]
    return made


def _answer_too_many(raised: TooMany) -> Response:
    response = answer(429, advice=_say_wait(raised.retry_after))
    response.headers["Retry-After"] = str(raised.retry_after)
    return response


def _say_wait(seconds: int) -> str:
    """Say when to try again: in minutes, from two hours on in hours."""
    minutes = -(-seconds // 60)
    if minutes < _MOST_MINUTES:
        return translator().ngettext(
            "Nothing was lost. Try again in %(num)s minute.",
            "Nothing was lost. Try again in %(num)s minutes.",
            max(1, minutes),
        )
    return translator().ngettext(
        "Nothing was lost. Try again in %(num)s hour.",
        "Nothing was lost. Try again in %(num)s hours.",
        -(-minutes // 60),
    )


def _answer_wrong_state(raised: WrongState) -> Response:
    say = translator().gettext
    state = say(STATES.get(raised.state, raised.state))
    return answer(409, title=say(_STATE.title), message=say(_STATE.happened, state=state),
                  advice=say(_STATE.advice))  # fmt: skip


def _answer_storage(raised: StorageError) -> Response:
    logger.error("storage", error=type(raised).__name__)
    response = answer(503)
    response.headers["Retry-After"] = "60"
    return response


def _answer_bug(raised: Exception) -> Response:
    logger.error("unexpected", error=type(raised).__name__, exc_info=raised)
    return answer(500)


def wants_json() -> bool:
    """Whether the asker is a script."""
    best = request.accept_mimetypes.best_match(("text/html", "application/json"))
    return best == "application/json"


def answer(code: int, *, title: str = "", message: str = "", advice: str = "") -> Response:
    """Make the response of an error, with words of its own where they are given."""
    words = WORDS.get(code) or WORDS[400 if code < 500 else 500]
    try:
        gettext = translator().gettext
        texts = {
            "title": title or gettext(words.title),
            "happened": message or gettext(words.happened),
            "advice": advice or gettext(words.advice),
        }
        if wants_json():
            body: Response | str = jsonify(
                error={"code": code, "message": f"{texts['happened']} {texts['advice']}"}
            )
        else:
            body = render_template("error.html", code=code, **texts)
    except Exception:
        # Even the error page may fail: something must still be said.
        logger.exception("error_page")
        body = _LAST_RESORT
    response = body if isinstance(body, Response) else Response(body, mimetype="text/html")
    response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    return response
