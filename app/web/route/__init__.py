"""The areas of the site."""

from typing import Final

from app.web.area import Area
from app.web.route import about, answer, data, home, indicator, report, result, system, visit

AREAS: Final[tuple[Area, ...]] = (
    home.area,
    data.area,
    answer.area,
    result.area,
    report.area,
    visit.area,
    indicator.area,
    about.area,
    system.area,
)
