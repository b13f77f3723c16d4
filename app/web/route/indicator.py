"""Published indicators: what each one measures, where it is from, and every country's figure."""

import csv
import io
from difflib import get_close_matches
from typing import Final, NoReturn

from flask import Response, abort, make_response, render_template

from app.presentation.view.indicator import (
    COLUMNS,
    build_indicator_view,
    list_rows,
    list_sections,
)
from app.web.area import PUBLIC, Area
from app.web.scene import workspace
from app.web.wording import word_published

area = Area("indicator")
SUGGESTIONS: Final = 5
LONGEST_SHOWN: Final = 80


@area.get("/indicators", access=PUBLIC)
def list_indicators() -> str:
    """Show all indicators by subject."""
    reference = workspace().reference.current()
    return render_template("indicators.html", sections=list_sections(reference, word_published()))


@area.get("/indicators/<indicator_id>", access=PUBLIC)
def show_indicator(indicator_id: str) -> str:
    """Show one indicator with every country's newest figure."""
    reference = workspace().reference.current()
    indicator = reference.indicators.get(indicator_id)
    if indicator is None:
        _refuse(indicator_id)
    wording = word_published()
    return render_template(
        "indicator.html",
        view=build_indicator_view(indicator, reference, wording),
        edition=reference.edition,
        edition_title=wording.edition_title(reference.edition),
    )


@area.get("/indicators/<indicator_id>.csv", access=PUBLIC)
def download_indicator(indicator_id: str) -> Response:
    """Give the newest figures of one indicator as a file."""
    reference = workspace().reference.current()
    indicator = reference.indicators.get(indicator_id)
    if indicator is None:
        _refuse(indicator_id)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows(list_rows(indicator, reference, word_published()))
    # The mark at the beginning tells spreadsheets that the file is UTF-8.
    response = Response("\ufeff" + stream.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{indicator.id}.csv")
    return response


def _refuse(wanted: str) -> NoReturn:
    indicators, wording = workspace().reference.current().indicators, word_published()
    close = get_close_matches(wanted[:LONGEST_SHOWN], list(indicators), SUGGESTIONS, 0.4)
    page = render_template(
        "indicator_unknown.html",
        wanted=wanted[:LONGEST_SHOWN],
        close=[(name, wording.name(indicators[name])) for name in close],
    )
    abort(make_response(page, 404))
